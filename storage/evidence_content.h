// Contents of evidence files: plain files beside the database, each under its SHA-256, so that the same content is
// there once whoever sent it:
//
//   <folder>/ab/ab12…ef       a whole content; the file is never changed, only replaced by the same bytes or removed
//   <folder>/incoming/…       what is still coming; nothing reads it
//
// A content is written and synced under `incoming`, renamed into its place, and the folders synced, before the entry
// that names it is committed: what is named is there, after any crash. What a crash leaves unnamed is swept.
// Everything here blocks on the disk: never on the writer's or on gRPC's threads, but for Erase.
#ifndef PHANCONG_STORAGE_EVIDENCE_CONTENT_H_
#define PHANCONG_STORAGE_EVIDENCE_CONTENT_H_

#include <sodium.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "storage/store.h"

namespace phancong::storage {

class ContentStore;

// A content on its way in. Dropped before ContentStore::Keep, nothing of it stays. Used by one thread at a time.
class IncomingContent {
 public:
  ~IncomingContent();
  IncomingContent(const IncomingContent&) = delete;
  IncomingContent& operator=(const IncomingContent&) = delete;

  // UNAVAILABLE where the disk is full or fails.
  [[nodiscard]] absl::Status Write(std::string_view piece);
  // No more Write after this. The bytes are on the disk, though not in their place. UNAVAILABLE as above.
  [[nodiscard]] absl::Status Finish();
  [[nodiscard]] int64_t size() const { return size_; }
  // 32 bytes; after Finish.
  [[nodiscard]] const std::string& sha256() const { return sha256_; }
  // Where it is now: for who looks into it.
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  friend class ContentStore;
  IncomingContent(ContentStore& store, std::filesystem::path path, int file);

  ContentStore& store_;
  const std::filesystem::path path_;
  int file_;
  int64_t size_ = 0;
  crypto_hash_sha256_state hash_;
  std::string sha256_;
};

// A content in its place that is about to be named: no sweep removes it while anybody holds this.
class ClaimedContent {
 public:
  ~ClaimedContent();
  ClaimedContent(const ClaimedContent&) = delete;
  ClaimedContent& operator=(const ClaimedContent&) = delete;

 private:
  friend class ContentStore;
  ClaimedContent(ContentStore& store, std::string sha256) : store_(store), sha256_(std::move(sha256)) {}

  ContentStore& store_;
  const std::string sha256_;
};

// A content that was read through once and is what its name says; what is read of it now is the same.
class OpenContent {
 public:
  ~OpenContent();
  OpenContent(const OpenContent&) = delete;
  OpenContent& operator=(const OpenContent&) = delete;

  // Up to `bytes` from `offset` on; empty at the end. DATA_LOSS where the disk does not give them.
  [[nodiscard]] absl::StatusOr<std::string> Read(int64_t offset, size_t bytes) const;

 private:
  friend class ContentStore;
  explicit OpenContent(int file) : file_(file) {}
  const int file_;
};

// Thread-safe. Outlives what it hands out.
class ContentStore {
 public:
  // Whether a row names this content (IsContentNamed, on a snapshot that is read when it is asked).
  using IsNamed = std::function<absl::StatusOr<bool>(const std::string& sha256)>;

  // `folder` is made when the first content comes. `store` says what is named.
  ContentStore(std::filesystem::path folder, IsNamed is_named);
  ContentStore(std::filesystem::path folder, Store& store);
  ContentStore(const ContentStore&) = delete;
  ContentStore& operator=(const ContentStore&) = delete;

  // UNAVAILABLE where the folder cannot be written.
  [[nodiscard]] absl::StatusOr<std::unique_ptr<IncomingContent>> Begin();
  // Puts a finished content into its place, durably. UNAVAILABLE where that fails; then it is not there.
  [[nodiscard]] absl::StatusOr<std::unique_ptr<ClaimedContent>> Keep(std::unique_ptr<IncomingContent> incoming);
  // Reads it through first. DATA_LOSS where it is missing, or is not what `sha256` and `size` say.
  [[nodiscard]] absl::StatusOr<std::unique_ptr<OpenContent>> Open(const std::string& sha256, int64_t size) const;
  // Removes a content, unless it is named or claimed: then nothing happens. Only looks into one directory.
  [[nodiscard]] absl::Status RemoveUnlessNamed(const std::string& sha256);

  struct Swept {
    int64_t incoming = 0;
    int64_t contents = 0;
  };
  // Removes what no upload under way of this process holds, and contents that are neither named nor claimed. Files of
  // other names are left alone. Stops early, with OK, where `stopping` says so.
  [[nodiscard]] absl::StatusOr<Swept> Sweep(const std::function<bool()>& stopping = {});

  // The contents in their places, by SHA-256.
  [[nodiscard]] absl::StatusOr<std::set<std::string>> All() const;
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
  [[nodiscard]] std::filesystem::path PathOf(const std::string& sha256) const;

 private:
  friend class IncomingContent;
  friend class ClaimedContent;

  absl::Status MakeFolder(const std::filesystem::path& folder);
  absl::StatusOr<bool> RemoveUnlessNamedOrClaimed(const std::string& sha256);

  const std::filesystem::path folder_;
  const IsNamed is_named_;
  // Held while a content is claimed and put in place, and while one is looked up and removed: neither comes between.
  std::mutex mutex_;
  std::map<std::string, int> claimed_;         // guarded by mutex_
  std::set<std::filesystem::path> under_way_;  // guarded by mutex_
  int64_t incoming_ = 0;                       // guarded by mutex_
};

// What stands beside the database `db`.
[[nodiscard]] std::filesystem::path EvidenceFolderOf(const std::string& db);

// Whether every content that is named is there, and whole.
struct ContentsReport {
  int64_t checked = 0;
  int64_t bytes = 0;
  // Each as the file's resource name and what is wrong with it, in a word: "missing" or "damaged".
  struct Fault {
    std::string name;
    bool missing = false;
  };
  std::vector<Fault> faults;
  // In their places, and named by nobody: what the next sweep removes.
  int64_t unnamed = 0;
};
// A server may go on beside it.
[[nodiscard]] absl::StatusOr<ContentsReport> CheckContents(Store& store, const std::filesystem::path& folder);

}  // namespace phancong::storage

#endif  // PHANCONG_STORAGE_EVIDENCE_CONTENT_H_
