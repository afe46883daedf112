// The disk under a real server, as a test makes it fail.
#ifndef PHANCONG_TESTS_FAULTS_DISK_H_
#define PHANCONG_TESTS_FAULTS_DISK_H_

#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include "tests/faults/disk_faults.h"

namespace phancong::faults {

class Disk {
 public:
  // For a database "db" in this folder. The words lie beside the folder.
  explicit Disk(std::filesystem::path folder);
  ~Disk();
  Disk(const Disk&) = delete;
  Disk& operator=(const Disk&) = delete;

  // Whether it can be told to fail: not where the server is instrumented by a sanitizer, which wants to be loaded
  // first.
  [[nodiscard]] static bool CanFail();
  // With which the server is to be started: see Server::SetEnvironment.
  [[nodiscard]] std::vector<std::string> Environment() const;
  // To be set while the server runs, or before.
  [[nodiscard]] DiskFaults& faults() { return *faults_; }
  // All is well again.
  void Heal();

  // From now on it keeps what is durable; all that is there now is.
  void KeepsDurable();
  // While no server runs, after it was killed, and kept what was durable. The database and its log become what a disk
  // may have after a loss of power: what was synced; and, of each sector (512 bytes) that was written since then, at
  // random what was there or what came, where `keeps_percent` says how often it came.
  void LosePower(std::mt19937_64& random, int keeps_percent);

 private:
  const std::filesystem::path folder_;
  const std::filesystem::path words_;
  DiskFaults* faults_;
};

}  // namespace phancong::faults

#endif  // PHANCONG_TESTS_FAULTS_DISK_H_
