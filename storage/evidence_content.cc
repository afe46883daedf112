#include "storage/evidence_content.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <optional>
#include <system_error>
#include <utility>

#include "absl/strings/escaping.h"
#include "fmt/format.h"
#include "services/rules/names.h"
#include "services/rules/propagate.h"
#include "storage/evidence.h"

namespace phancong::storage {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kIncoming = "incoming";
constexpr size_t kReadAtOnce = size_t{256} << 10;
constexpr size_t kShaBytes = crypto_hash_sha256_BYTES;

absl::Status DiskError(std::string_view what, const fs::path& path) {
  return absl::UnavailableError(fmt::format("cannot {} {}: {}", what, path.string(), std::strerror(errno)));
}

absl::Status SyncFolder(const fs::path& folder) {
  const int file = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (file < 0) return DiskError("open", folder);
  const bool synced = fsync(file) == 0;
  const absl::Status status = synced ? absl::OkStatus() : DiskError("sync", folder);
  close(file);
  return status;
}

// The SHA-256 that a file's name says; nothing where it is no content's.
std::optional<std::string> ShaOf(const fs::path& path) {
  const std::string hex = path.filename().string();
  if (hex.size() != 2 * kShaBytes || hex.find_first_not_of("0123456789abcdef") != std::string::npos ||
      path.parent_path().filename().string() != hex.substr(0, 2)) {
    return std::nullopt;
  }
  return absl::HexStringToBytes(hex);
}

void RemoveFile(const fs::path& path) { unlink(path.c_str()); }

}  // namespace

IncomingContent::IncomingContent(ContentStore& store, fs::path path, int file)
    : store_(store), path_(std::move(path)), file_(file) {
  crypto_hash_sha256_init(&hash_);
}

IncomingContent::~IncomingContent() {
  if (file_ >= 0) close(file_);
  // Where it was kept, there is nothing under this name any more.
  RemoveFile(path_);
  const std::lock_guard lock(store_.mutex_);
  store_.under_way_.erase(path_);
}

absl::Status IncomingContent::Write(std::string_view piece) {
  crypto_hash_sha256_update(&hash_, reinterpret_cast<const unsigned char*>(piece.data()), piece.size());
  size_ += static_cast<int64_t>(piece.size());
  while (!piece.empty()) {
    const ssize_t written = write(file_, piece.data(), piece.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return DiskError("write", path_);
    piece.remove_prefix(static_cast<size_t>(written));
  }
  return absl::OkStatus();
}

absl::Status IncomingContent::Finish() {
  if (fsync(file_) != 0) return DiskError("sync", path_);
  const int file = std::exchange(file_, -1);
  if (close(file) != 0) return DiskError("close", path_);
  sha256_.resize(kShaBytes);
  crypto_hash_sha256_final(&hash_, reinterpret_cast<unsigned char*>(sha256_.data()));
  return absl::OkStatus();
}

ClaimedContent::~ClaimedContent() {
  const std::lock_guard lock(store_.mutex_);
  const auto claim = store_.claimed_.find(sha256_);
  if (--claim->second == 0) store_.claimed_.erase(claim);
}

OpenContent::~OpenContent() { close(file_); }

absl::StatusOr<std::string> OpenContent::Read(int64_t offset, size_t bytes) const {
  std::string piece(bytes, '\0');
  size_t done = 0;
  while (done < bytes) {
    const ssize_t got = pread(file_, piece.data() + done, bytes - done, offset + static_cast<off_t>(done));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return absl::DataLossError(fmt::format("a content cannot be read: {}", std::strerror(errno)));
    if (got == 0) break;
    done += static_cast<size_t>(got);
  }
  piece.resize(done);
  return piece;
}

ContentStore::ContentStore(fs::path folder, IsNamed is_named)
    : folder_(std::move(folder)), is_named_(std::move(is_named)) {}

ContentStore::ContentStore(fs::path folder, Store& store)
    : ContentStore(std::move(folder), [&store](const std::string& sha256) -> absl::StatusOr<bool> {
        bool named = true;
        RETURN_IF_ERROR(store.Read([&](ReadTransaction& tx) -> absl::Status {
          ASSIGN_OR_RETURN(named, IsContentNamed(tx, sha256));
          return absl::OkStatus();
        }));
        return named;
      }) {}

absl::Status ContentStore::MakeFolder(const fs::path& folder) {
  if (mkdir(folder.c_str(), 0700) == 0) {
    return SyncFolder(folder.has_parent_path() ? folder.parent_path() : fs::path("."));
  }
  return errno == EEXIST ? absl::OkStatus() : DiskError("make", folder);
}

absl::StatusOr<std::unique_ptr<IncomingContent>> ContentStore::Begin() {
  RETURN_IF_ERROR(MakeFolder(folder_));
  RETURN_IF_ERROR(MakeFolder(folder_ / kIncoming));
  fs::path path;
  {
    const std::lock_guard lock(mutex_);
    path = folder_ / kIncoming / fmt::format("{}-{}", getpid(), ++incoming_);
    under_way_.insert(path);
  }
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0) {
    const absl::Status failed = DiskError("make", path);
    const std::lock_guard lock(mutex_);
    under_way_.erase(path);
    return failed;
  }
  return std::unique_ptr<IncomingContent>(new IncomingContent(*this, std::move(path), file));
}

absl::StatusOr<std::unique_ptr<ClaimedContent>> ContentStore::Keep(std::unique_ptr<IncomingContent> incoming) {
  const fs::path place = PathOf(incoming->sha256());
  std::unique_ptr<ClaimedContent> claim;
  {
    const std::lock_guard lock(mutex_);
    ++claimed_[incoming->sha256()];
    claim.reset(new ClaimedContent(*this, incoming->sha256()));
  }
  // Claimed: nobody removes it from here on. What may be there already is replaced: by the same bytes, or healed.
  RETURN_IF_ERROR(MakeFolder(place.parent_path()));
  if (rename(incoming->path().c_str(), place.c_str()) != 0) return DiskError("rename to", place);
  RETURN_IF_ERROR(SyncFolder(place.parent_path()));
  return claim;
}

absl::StatusOr<std::unique_ptr<OpenContent>> ContentStore::Open(const std::string& sha256, int64_t size) const {
  const fs::path path = PathOf(sha256);
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return absl::DataLossError(fmt::format("{} is missing: {}", path.string(), std::strerror(errno)));
  std::unique_ptr<OpenContent> content(new OpenContent(file));
  crypto_hash_sha256_state hash;
  crypto_hash_sha256_init(&hash);
  int64_t done = 0;
  while (done <= size) {
    ASSIGN_OR_RETURN(const std::string piece, content->Read(done, kReadAtOnce));
    if (piece.empty()) break;
    crypto_hash_sha256_update(&hash, reinterpret_cast<const unsigned char*>(piece.data()), piece.size());
    done += static_cast<int64_t>(piece.size());
  }
  std::string found(kShaBytes, '\0');
  crypto_hash_sha256_final(&hash, reinterpret_cast<unsigned char*>(found.data()));
  if (done != size || found != sha256) return absl::DataLossError(fmt::format("{} is damaged", path.string()));
  return content;
}

absl::StatusOr<bool> ContentStore::RemoveUnlessNamedOrClaimed(const std::string& sha256) {
  const std::lock_guard lock(mutex_);
  if (claimed_.contains(sha256)) return false;
  ASSIGN_OR_RETURN(const bool named, is_named_(sha256));
  if (named) return false;
  const fs::path path = PathOf(sha256);
  if (unlink(path.c_str()) == 0) return true;
  if (errno == ENOENT) return false;
  return DiskError("remove", path);
}

absl::Status ContentStore::RemoveUnlessNamed(const std::string& sha256) {
  return RemoveUnlessNamedOrClaimed(sha256).status();
}

absl::StatusOr<ContentStore::Swept> ContentStore::Sweep(const std::function<bool()>& stopping) {
  Swept swept;
  if (folder_.empty()) return swept;
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder_ / kIncoming, error)) {
    const std::lock_guard lock(mutex_);
    if (under_way_.contains(entry.path())) continue;
    RemoveFile(entry.path());
    ++swept.incoming;
  }
  ASSIGN_OR_RETURN(const std::set<std::string> all, All());
  for (const std::string& sha256 : all) {
    if (stopping && stopping()) return swept;
    ASSIGN_OR_RETURN(const bool removed, RemoveUnlessNamedOrClaimed(sha256));
    if (removed) ++swept.contents;
  }
  return swept;
}

absl::StatusOr<std::set<std::string>> ContentStore::All() const {
  std::set<std::string> all;
  if (folder_.empty()) return all;
  std::error_code error;
  for (fs::recursive_directory_iterator entry(folder_, error), end; !error && entry != end; entry.increment(error)) {
    if (const std::optional<std::string> sha256 = ShaOf(entry->path())) all.insert(*sha256);
  }
  if (error && error != std::errc::no_such_file_or_directory) {
    return absl::UnavailableError(fmt::format("cannot read {}: {}", folder_.string(), error.message()));
  }
  return all;
}

fs::path ContentStore::PathOf(const std::string& sha256) const {
  const std::string hex = absl::BytesToHexString(sha256);
  return folder_ / hex.substr(0, 2) / hex;
}

fs::path EvidenceFolderOf(const std::string& db) { return db + ".evidence"; }

absl::StatusOr<ContentsReport> CheckContents(Store& store, const fs::path& folder) {
  std::vector<NamedContent> named;
  RETURN_IF_ERROR(store.Read([&](ReadTransaction& tx) -> absl::Status {
    ASSIGN_OR_RETURN(named, AllNamedContents(tx));
    return absl::OkStatus();
  }));
  const ContentStore contents(folder, store);
  ContentsReport report;
  for (const NamedContent& one : named) {
    ++report.checked;
    report.bytes += one.size;
    if (contents.Open(one.sha256, one.size).ok()) continue;
    // It may have been erased since the rows were read.
    bool still_named = true;
    RETURN_IF_ERROR(store.Read([&](ReadTransaction& tx) -> absl::Status {
      ASSIGN_OR_RETURN(still_named, IsContentNamed(tx, one.sha256));
      return absl::OkStatus();
    }));
    if (!still_named) continue;
    report.faults.push_back({.name = rules::EvidenceName(one.federation, one.evidence),
                             .missing = !fs::exists(contents.PathOf(one.sha256))});
  }
  ASSIGN_OR_RETURN(std::set<std::string> all, contents.All());
  for (const NamedContent& one : named) all.erase(one.sha256);
  report.unnamed = static_cast<int64_t>(all.size());
  return report;
}

}  // namespace phancong::storage
