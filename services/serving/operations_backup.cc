// The verbs of backup and restore.
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/time/time.h"
#include "fmt/format.h"
#include "services/journal/custody.h"
#include "services/journal/signing_keys.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/serving/backup.h"
#include "services/serving/clock.h"
#include "services/serving/database_lock.h"
#include "services/serving/entropy.h"
#include "services/serving/operations.h"
#include "services/serving/operator_words.h"
#include "storage/federations.h"
#include "storage/store.h"

namespace phancong::serving {
namespace {

constexpr Phrase kCopying = {"Đang chép:", "Copying:"};

void PrintFederations(const BackupReport& report, const std::string& language) {
  for (const BackupReport::Federation& federation : report.federations) {
    fmt::print(fmt::runtime(Say(language, "{}: {} bút ghi, đến {}, gốc {}\n", "{}: {} entries, until {}, root {}\n")),
               federation.id, federation.revision,
               absl::FormatTime(Say(language, "%d/%m/%Y %H:%M:%S", "%Y-%m-%d %H:%M:%S"),
                                absl::FromUnixMicros(federation.time_micros), absl::LocalTimeZone()),
               absl::BytesToHexString(federation.root));
  }
}

// The first entry after those of the backup says so in every journal.
absl::Status DeclareRestores(storage::Store& store, const std::string& db) {
  const WallClock clock;
  SystemEntropy entropy;
  journal::SigningKeys keys(journal::KeysBeside(db));
  const journal::Custody custody{.store = store, .clock = clock, .entropy = entropy, .keys = keys};
  std::vector<storage::FederationRow> federations;
  RETURN_IF_ERROR(store.Read([&](storage::ReadTransaction& tx) -> absl::Status {
    ASSIGN_OR_RETURN(federations, storage::ListFederations(tx));
    return absl::OkStatus();
  }));
  for (const storage::FederationRow& federation : federations) {
    RETURN_IF_ERROR(journal::DeclareRestore(custody, federation.id, journal::Restored::kForCertain).status());
  }
  return absl::OkStatus();
}

absl::Status RestoreInto(const RestoreOptions& options, const std::string& language) {
  ASSIGN_OR_RETURN(const DatabaseLock lock, DatabaseLock::Take(options.db));
  const absl::StatusOr<BackupReport> report = RestoreBackup(
      options.from, options.db, EvidenceFolderOr(options.db, options.evidence),
      [&](storage::Store& store) { return DeclareRestores(store, options.db); }, Progress(kCopying, language));
  EndProgress();
  if (absl::IsAlreadyExists(report.status())) {
    return rules::RefuseField(
        "--db",
        fmt::format("{0} đang có; nếu thật sự muốn thay, hãy tự đổi tên nó (cả {0}-wal, {0}-shm) rồi làm lại",
                    options.db),
        fmt::format("{0} is there; if it is really to be replaced, rename it (and {0}-wal, {0}-shm) and try again",
                    options.db));
  }
  RETURN_IF_ERROR(report.status());
  PrintFederations(*report, language);
  fmt::print("{}\n", Say(language,
                         "Đã khôi phục. Mọi việc làm sau thời điểm trên đã mất và phải nhập lại; mọi người phải đăng "
                         "nhập lại.\nSổ ghi đã ghi việc khôi phục này. Hãy kiểm tra: phancongd verify",
                         "Restored. All that was done after that is lost and has to be entered again; everybody has to "
                         "sign in again.\nThe journal says that it was restored. Check it: phancongd verify"));
  return absl::OkStatus();
}

}  // namespace

int Backup(const BackupOptions& options, const std::string& language) {
  const absl::StatusOr<BackupReport> report =
      MakeBackup(options.db, EvidenceFolderOr(options.db, options.evidence), options.to, WallClock().NowMicros(),
                 options.keep, Progress(kCopying, language));
  EndProgress();
  if (!report.ok()) return Fail(report.status(), language);
  PrintFederations(*report, language);
  fmt::print(fmt::runtime(Say(language,
                              "Đã sao lưu vào {}: {} tệp minh chứng ({} tệp mới), {} byte. Đã xóa {} bản cũ.\n"
                              "Khóa và chứng thư không có trong bản sao lưu: hãy cất riêng.\n",
                              "Backed up into {}: {} evidence files ({} new ones), {} bytes. {} old backups removed.\n"
                              "Keys and certificates are in no backup: keep them apart.\n")),
             report->folder.string(), report->contents, report->copied, report->bytes, report->removed);
  return kDone;
}

int Restore(const RestoreOptions& options, const std::string& language) {
  const absl::Status restored = RestoreInto(options, language);
  return restored.ok() ? kDone : Fail(restored, language);
}

}  // namespace phancong::serving
