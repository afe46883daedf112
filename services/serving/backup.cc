#include "services/serving/backup.h"

#include <algorithm>
#include <memory>
#include <set>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/time/time.h"
#include "fmt/format.h"
#include "services/rules/propagate.h"
#include "services/serving/durable_file.h"
#include "storage/accounts.h"
#include "storage/evidence.h"
#include "storage/evidence_content.h"
#include "storage/federations.h"
#include "storage/journal.h"
#include "storage/schema.h"
#include "storage/sqlite/sqlite_copy.h"
#include "storage/sqlite/sqlite_store.h"

namespace phancong::serving {
namespace {

namespace fs = std::filesystem;
using storage::ContentStore;
using storage::NamedContent;

constexpr char kDatabase[] = "database";
constexpr char kWords[] = "backup.txt";
constexpr char kEvidence[] = "evidence";
// Four digits of the year, lest it take those of the month and the day.
constexpr char kFolderName[] = "%E4Y%m%dT%H%M%SZ";
constexpr size_t kPieceBytes = size_t{1} << 20;

std::string FolderName(int64_t now_micros) {
  return absl::FormatTime(kFolderName, absl::FromUnixMicros(now_micros), absl::UTCTimeZone());
}

bool IsFolderName(const std::string& name) {
  absl::Time time;
  return name.size() == FolderName(0).size() && absl::ParseTime(kFolderName, name, &time, nullptr);
}

struct Found {
  std::vector<fs::path> whole;       // the oldest first
  std::vector<fs::path> unfinished;  // what a backup that was broken off left
};

absl::StatusOr<Found> BackupsIn(const fs::path& backups) {
  Found found;
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(backups, error)) {
    if (!IsFolderName(entry.path().filename().string())) continue;
    (fs::exists(entry.path() / kWords) ? found.whole : found.unfinished).push_back(entry.path());
  }
  if (error) return absl::UnavailableError(fmt::format("{}: {}", backups.string(), error.message()));
  std::sort(found.whole.begin(), found.whole.end());
  return found;
}

absl::Status MakeFolder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (!error) fs::permissions(folder, fs::perms::owner_all, error);
  if (error) return absl::UnavailableError(fmt::format("{}: {}", folder.string(), error.message()));
  return absl::OkStatus();
}

absl::StatusOr<std::vector<NamedContent>> ContentsOf(storage::Store& store) {
  std::vector<NamedContent> named;
  RETURN_IF_ERROR(store.Read([&](storage::ReadTransaction& tx) -> absl::Status {
    ASSIGN_OR_RETURN(named, storage::AllNamedContents(tx));
    return absl::OkStatus();
  }));
  return named;
}

// What the copy holds; DATA_LOSS where it is damaged.
absl::StatusOr<std::vector<BackupReport::Federation>> LookAt(storage::Store& store) {
  std::vector<BackupReport::Federation> federations;
  RETURN_IF_ERROR(store.Read([&](storage::ReadTransaction& tx) -> absl::Status {
    RETURN_IF_ERROR(tx.CheckIntegrity());
    ASSIGN_OR_RETURN(const std::vector<storage::FederationRow> rows, storage::ListFederations(tx));
    for (const storage::FederationRow& row : rows) {
      ASSIGN_OR_RETURN(rules::Hash root, storage::LogRoot(tx, row.federation, row.revision));
      federations.push_back(
          {.id = row.id, .revision = row.revision, .time_micros = row.entry_time, .root = std::move(root)});
    }
    return absl::OkStatus();
  }));
  return federations;
}

absl::Status CopyContent(const ContentStore& from, const NamedContent& content, ContentStore& to) {
  ASSIGN_OR_RETURN(const std::unique_ptr<storage::OpenContent> open, from.Open(content.sha256, content.size));
  ASSIGN_OR_RETURN(std::unique_ptr<storage::IncomingContent> incoming, to.Begin());
  for (int64_t offset = 0; offset < content.size;) {
    ASSIGN_OR_RETURN(const std::string piece, open->Read(offset, kPieceBytes));
    if (piece.empty()) break;
    RETURN_IF_ERROR(incoming->Write(piece));
    offset += static_cast<int64_t>(piece.size());
  }
  RETURN_IF_ERROR(incoming->Finish());
  return to.Keep(std::move(incoming)).status();
}

// Those that are not there yet. `still_named` says whether the one that can't be read is still to be there.
absl::Status CopyContents(const std::vector<NamedContent>& named, const ContentStore& from, ContentStore& to,
                          const ContentStore::IsNamed& still_named, const BackupProgress& progress,
                          BackupReport& report) {
  int64_t all = 0;
  int64_t done = 0;
  for (const NamedContent& content : named) all += content.size;
  for (const NamedContent& content : named) {
    // What is there already was copied whole; its bytes are looked at by `verify`.
    if (!fs::exists(to.PathOf(content.sha256))) {
      const absl::Status copied = CopyContent(from, content, to);
      if (!copied.ok()) {
        // Erased since the database was copied.
        ASSIGN_OR_RETURN(const bool wanted, still_named(content.sha256));
        if (!wanted) continue;
        return absl::Status(copied.code(), fmt::format("{}/evidence/{}: {}", content.federation, content.evidence,
                                                       std::string(copied.message())));
      }
      ++report.copied;
    }
    ++report.contents;
    report.bytes += content.size;
    done += content.size;
    if (progress) progress(done, all);
  }
  return absl::OkStatus();
}

std::string WordsOf(const BackupReport& report, int64_t now_micros) {
  std::string words =
      fmt::format("Bản sao lưu của phancong / A backup of phancong\n{}\n\n",
                  absl::FormatTime("%Y-%m-%d %H:%M:%S UTC", absl::FromUnixMicros(now_micros), absl::UTCTimeZone()));
  for (const BackupReport::Federation& federation : report.federations) {
    words += fmt::format("{}: {} mục / entries, mã gốc / root {}\n", federation.id, federation.revision,
                         absl::BytesToHexString(federation.root));
  }
  words += fmt::format("{} tệp minh chứng / evidence files\n", report.contents);
  words += "\nKhôi phục / restore: phancongd restore --help\n";
  return words;
}

// Those named by any of the backups.
absl::StatusOr<std::set<std::string>> NamedByAny(const std::vector<fs::path>& backups) {
  std::set<std::string> all;
  for (const fs::path& backup : backups) {
    ASSIGN_OR_RETURN(const std::unique_ptr<storage::SqliteStore> store,
                     storage::SqliteStore::Open((backup / kDatabase).string()));
    ASSIGN_OR_RETURN(const std::vector<NamedContent> named, ContentsOf(*store));
    for (const NamedContent& content : named) all.insert(content.sha256);
  }
  return all;
}

absl::Status RemoveOld(const fs::path& backups, int64_t keep, BackupReport& report) {
  ASSIGN_OR_RETURN(Found found, BackupsIn(backups));
  while (keep > 0 && static_cast<int64_t>(found.whole.size()) > keep) {
    // First it is no backup any more, then it is gone.
    std::error_code error;
    fs::remove(found.whole.front() / kWords, error);
    if (error) return absl::UnavailableError(fmt::format("{}: {}", found.whole.front().string(), error.message()));
    found.unfinished.push_back(found.whole.front());
    found.whole.erase(found.whole.begin());
    ++report.removed;
  }
  for (const fs::path& folder : found.unfinished) {
    std::error_code error;
    fs::remove_all(folder, error);
    if (error) return absl::UnavailableError(fmt::format("{}: {}", folder.string(), error.message()));
  }
  if (found.unfinished.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const std::set<std::string> named, NamedByAny(found.whole));
  ContentStore contents(backups / kEvidence,
                        [&named](const std::string& sha256) -> absl::StatusOr<bool> { return named.contains(sha256); });
  return contents.Sweep().status();
}

ContentStore::IsNamed NamedIn(storage::Store& store) {
  return [&store](const std::string& sha256) -> absl::StatusOr<bool> {
    bool named = true;
    RETURN_IF_ERROR(store.Read([&](storage::ReadTransaction& tx) -> absl::Status {
      ASSIGN_OR_RETURN(named, storage::IsContentNamed(tx, sha256));
      return absl::OkStatus();
    }));
    return named;
  };
}

absl::Status EndSessions(storage::WriteTransaction& tx) {
  ASSIGN_OR_RETURN(const std::vector<storage::SessionRow> sessions, storage::AllSessions(tx));
  for (const storage::SessionRow& session : sessions) {
    RETURN_IF_ERROR(storage::RemoveSession(tx, session.federation, session.session));
  }
  return absl::OkStatus();
}

int64_t SizeOf(const fs::path& file) {
  std::error_code error;
  const std::uintmax_t size = fs::file_size(file, error);
  return error ? 0 : static_cast<int64_t>(size);
}

}  // namespace

absl::StatusOr<BackupReport> MakeBackup(const std::string& db, const fs::path& evidence, const fs::path& backups,
                                        int64_t now_micros, int64_t keep, const BackupProgress& progress) {
  BackupReport report;
  report.folder = backups / FolderName(now_micros);
  RETURN_IF_ERROR(MakeFolder(backups));
  if (fs::exists(report.folder)) return absl::AlreadyExistsError(report.folder.string());
  RETURN_IF_ERROR(MakeFolder(report.folder));
  const fs::path database = report.folder / kDatabase;
  RETURN_IF_ERROR(storage::CopyDatabase(db, database.string(), progress));
  std::vector<NamedContent> named;
  {
    ASSIGN_OR_RETURN(const std::unique_ptr<storage::SqliteStore> copy, storage::SqliteStore::Open(database.string()));
    ASSIGN_OR_RETURN(report.federations, LookAt(*copy));
    ASSIGN_OR_RETURN(named, ContentsOf(*copy));
  }
  report.bytes = SizeOf(database);
  ASSIGN_OR_RETURN(const std::unique_ptr<storage::SqliteStore> live, storage::SqliteStore::Open(db));
  const ContentStore from(evidence, NamedIn(*live));
  // Of what other backups hold nothing is removed here.
  ContentStore to(backups / kEvidence, [](const std::string&) -> absl::StatusOr<bool> { return true; });
  RETURN_IF_ERROR(CopyContents(named, from, to, NamedIn(*live), progress, report));
  RETURN_IF_ERROR(WriteWhole(report.folder / kWords, WordsOf(report, now_micros), IfThere::kRefuse));
  RETURN_IF_ERROR(SyncFolder(report.folder));
  RETURN_IF_ERROR(SyncFolder(backups));
  RETURN_IF_ERROR(RemoveOld(backups, keep, report));
  return report;
}

absl::StatusOr<BackupReport> RestoreBackup(const fs::path& backup, const std::string& db, const fs::path& evidence,
                                           const std::function<absl::Status(storage::Store&)>& declare,
                                           const BackupProgress& progress) {
  if (!fs::exists(backup / kWords) || !fs::exists(backup / kDatabase)) {
    return absl::InvalidArgumentError(
        fmt::format("{0} không phải là một bản sao lưu / {0} is no backup", backup.string()));
  }
  if (fs::exists(db)) return absl::AlreadyExistsError(db);
  BackupReport report;
  report.folder = backup;
  // Under its name it is there whole or not at all.
  const std::string unfinished = db + ".restoring";
  std::error_code error;
  for (const char* suffix : {"", "-journal", "-wal", "-shm"}) fs::remove(unfinished + suffix, error);
  RETURN_IF_ERROR(storage::CopyDatabase((backup / kDatabase).string(), unfinished, progress));
  {
    ASSIGN_OR_RETURN(const std::unique_ptr<storage::SqliteStore> store, storage::SqliteStore::Open(unfinished));
    // Also one that a server of before has made.
    RETURN_IF_ERROR(storage::Migrate(*store));
    ASSIGN_OR_RETURN(report.federations, LookAt(*store));
    ASSIGN_OR_RETURN(const std::vector<NamedContent> named, ContentsOf(*store));
    const ContentStore from(backup.parent_path() / kEvidence, NamedIn(*store));
    ContentStore to(evidence, NamedIn(*store));
    RETURN_IF_ERROR(CopyContents(named, from, to, NamedIn(*store), progress, report));
    RETURN_IF_ERROR(store->Write([](storage::WriteTransaction& tx) { return EndSessions(tx); }));
    RETURN_IF_ERROR(declare(*store));
  }
  report.bytes += SizeOf(unfinished);
  fs::rename(unfinished, db, error);
  if (error) return absl::UnavailableError(fmt::format("{}: {}", db, error.message()));
  RETURN_IF_ERROR(SyncFolder(fs::absolute(db).parent_path()));
  return report;
}

}  // namespace phancong::serving
