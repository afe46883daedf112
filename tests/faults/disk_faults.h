// What a test tells the library failing_disk, which is loaded into the server before all others: words in a file that
// both have mapped. All zero: the disk does what it should.
#ifndef PHANCONG_TESTS_FAULTS_DISK_FAULTS_H_
#define PHANCONG_TESTS_FAULTS_DISK_FAULTS_H_

#include <atomic>
#include <cstdint>

namespace phancong::faults {

// The environment: the file with these words, and the folder whose files they are about.
inline constexpr char kFaultsVariable[] = "PHANCONG_DISK_FAULTS";
inline constexpr char kFolderVariable[] = "PHANCONG_DISK_FOLDER";

// Which files a death is about.
enum class Dies : int32_t { kNever, kAtLog, kAtDatabase, kAtAny };

struct DiskFaults {
  // The disk is full: files may grow by so many bytes, taken together; what is there may be written over.
  std::atomic<int32_t> is_full;
  std::atomic<int64_t> bytes_left;
  // No fsync succeeds, and what was written since the last one that did is not written by a later one.
  std::atomic<int32_t> syncs_fail;
  // Nothing is written, made, renamed or removed.
  std::atomic<int32_t> is_read_only;
  // The process is killed in the middle of the so-manieth write (1: the next) to such a file, or before the so-manieth
  // sync.
  std::atomic<Dies> dies;
  std::atomic<int64_t> dies_in_writes;
  std::atomic<int64_t> dies_in_syncs;
  // Beside each database and log, "….durable" is kept: what a disk that loses its power now would have for sure.
  std::atomic<int32_t> keeps_durable;

  // What happened.
  std::atomic<int64_t> refused;
  std::atomic<int64_t> writes;
  std::atomic<int64_t> syncs;
};

}  // namespace phancong::faults

#endif  // PHANCONG_TESTS_FAULTS_DISK_FAULTS_H_
