#include "services/serving/operations.h"

#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/time/time.h"
#include "fmt/format.h"
#include "services/accounts/founding.h"
#include "services/journal/custody.h"
#include "services/journal/signing_keys.h"
#include "services/rules/endpoint.h"
#include "services/rules/journal_key.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/serving/access_table.h"
#include "services/serving/application.h"
#include "services/serving/certificate.h"
#include "services/serving/clock.h"
#include "services/serving/database_lock.h"
#include "services/serving/entropy.h"
#include "services/serving/operator_words.h"
#include "spdlog/spdlog.h"
#include "storage/evidence_content.h"
#include "storage/federations.h"
#include "storage/journal_keys.h"
#include "storage/schema.h"
#include "storage/sqlite/sqlite_store.h"
#include "storage/verify.h"

namespace phancong::serving {
namespace {

// Of one call's read; the largest of a federation of 5,000 unions take some seconds.
constexpr absl::Duration kReadLimit = absl::Seconds(30);
// So much later a read sees what an operator has another process write, such as a new key.
constexpr absl::Duration kSnapshotAge = absl::Milliseconds(10);

absl::StatusOr<std::unique_ptr<storage::SqliteStore>> OpenThere(const std::string& db,
                                                                const storage::SqliteOptions& options = {}) {
  if (!std::filesystem::exists(db)) return rules::RefuseNotFound(db);
  return storage::SqliteStore::Open(db, options);
}

absl::StatusOr<std::unique_ptr<storage::SqliteStore>> OpenNewest(const std::string& db,
                                                                 const storage::SqliteOptions& options = {}) {
  ASSIGN_OR_RETURN(std::unique_ptr<storage::SqliteStore> store, OpenThere(db, options));
  RETURN_IF_ERROR(store->Read([&](storage::ReadTransaction& tx) { return storage::CheckVersion(tx, db); }));
  return store;
}

// Each reads a snapshot beside the one of the whole, so there are fewer than connections.
constexpr unsigned kMostReplays = 3;

using PrivateStores = std::vector<std::unique_ptr<storage::SqliteStore>>;

// As many as can work side by side here, each made by the thread that it is for.
absl::StatusOr<PrivateStores> StoresToReplayInto(storage::Store& store) {
  size_t federations = 0;
  RETURN_IF_ERROR(store.Read([&](storage::ReadTransaction& tx) -> absl::Status {
    ASSIGN_OR_RETURN(const std::vector<storage::FederationRow> rows, storage::ListFederations(tx));
    federations = rows.size();
    return absl::OkStatus();
  }));
  const size_t most = std::clamp(std::thread::hardware_concurrency(), 1U, kMostReplays);
  PrivateStores stores(std::clamp<size_t>(federations, 1, most));
  std::vector<std::future<absl::Status>> made;
  for (std::unique_ptr<storage::SqliteStore>& place : stores) {
    made.push_back(std::async(std::launch::async, [&place]() -> absl::Status {
      ASSIGN_OR_RETURN(place, storage::SqliteStore::OpenPrivate());
      return storage::PrepareToReplay(*place);
    }));
  }
  absl::Status all;
  for (std::future<absl::Status>& one : made) all.Update(one.get());
  if (!all.ok()) return all;
  return stores;
}

// A new database gets the schema; one that is there must have the newest already.
absl::StatusOr<std::unique_ptr<storage::SqliteStore>> OpenOrMake(const std::string& db) {
  ASSIGN_OR_RETURN(std::unique_ptr<storage::SqliteStore> store, storage::SqliteStore::Open(db, {.create = true}));
  bool empty = false;
  RETURN_IF_ERROR(store->Read([&](storage::ReadTransaction& tx) -> absl::Status {
    ASSIGN_OR_RETURN(const int64_t version, storage::SchemaVersion(tx));
    empty = version == 0;
    return absl::OkStatus();
  }));
  if (empty) RETURN_IF_ERROR(storage::Migrate(*store));
  RETURN_IF_ERROR(store->Read([&](storage::ReadTransaction& tx) { return storage::CheckVersion(tx, db); }));
  return store;
}

absl::StatusOr<int64_t> BeginningOf(const InitOptions& options) {
  if (options.time.empty()) return WallClock().NowMicros();
  if (!options.demo) {
    return rules::RefuseField("--time", "chỉ dùng cùng với --demo", "is for --demo only");
  }
  absl::TimeZone zone;
  absl::Time time;
  if (!absl::LoadTimeZone(options.time_zone, &zone) ||
      !absl::ParseTime("%Y-%m-%dT%H:%M:%S", options.time, zone, &time, nullptr)) {
    return rules::RefuseField("--time", "phải có dạng 2025-01-02T08:00:00, theo giờ địa phương",
                              "must read 2025-01-02T08:00:00, in local time");
  }
  return absl::ToUnixMicros(time);
}

absl::StatusOr<std::string> Found(const InitOptions& options) {
  ASSIGN_OR_RETURN(const int64_t time, BeginningOf(options));
  ASSIGN_OR_RETURN(const std::unique_ptr<storage::SqliteStore> store, OpenOrMake(options.db));
  accounts::PasswordCost cost = accounts::kDemoPasswordCost;
  if (!options.demo) {
    ASSIGN_OR_RETURN(cost, accounts::MeasurePasswordCost());
  }
  SystemEntropy entropy;
  journal::SigningKeys keys(journal::KeysBeside(options.db));
  return accounts::FoundFederation(*store, entropy, keys,
                                   {.federation_id = options.federation,
                                    .title_vi = options.title,
                                    .title_en = options.title_en,
                                    .time_zone = options.time_zone,
                                    .administrator_id = options.administrator,
                                    .demo = options.demo,
                                    .password_cost = cost,
                                    .time_micros = time});
}

// Whole or not at all: who waits for the file may read it as soon as it is there.
absl::Status WritePort(const std::string& file, int port) {
  const std::string unfinished = file + ".new";
  std::ofstream out(unfinished, std::ios::trunc);
  out << port << '\n';
  out.close();
  if (!out || std::rename(unfinished.c_str(), file.c_str()) != 0) {
    return absl::UnavailableError("cannot write " + file);
  }
  return absl::OkStatus();
}

// Nothing where no server is named.
absl::StatusOr<std::optional<reminders::SmtpOptions>> SmtpOf(const ServeOptions& options) {
  if (options.smtp_url.empty()) {
    if (options.smtp_from.empty() && options.smtp_user.empty() && options.smtp_password_file.empty() &&
        options.smtp_ca_file.empty()) {
      return std::nullopt;
    }
    return rules::RefuseField("--smtp-url", "phải có khi dùng các tùy chọn --smtp-… khác",
                              "is needed with the other --smtp-… options");
  }
  reminders::SmtpOptions smtp{.url = options.smtp_url,
                              .from = options.smtp_from,
                              .user = options.smtp_user,
                              .password = {},
                              .ca_file = options.smtp_ca_file};
  // libcurl would say so of each mail, for ever.
  if (!smtp.ca_file.empty() && !std::ifstream(smtp.ca_file)) {
    return rules::RefuseField("--smtp-ca-file", "không đọc được", "cannot be read");
  }
  if (!options.smtp_password_file.empty()) {
    std::ifstream file(options.smtp_password_file);
    if (!std::getline(file, smtp.password)) {
      return rules::RefuseField("--smtp-password-file", "không đọc được", "cannot be read");
    }
  }
  RETURN_IF_ERROR(reminders::CheckSmtpOptions(smtp));
  return smtp;
}

// Says what is wrong with contents of evidence; whether nothing is.
absl::StatusOr<bool> CheckEvidence(storage::Store& store, const std::string& folder, const std::string& language) {
  ASSIGN_OR_RETURN(const storage::ContentsReport report, storage::CheckContents(store, folder));
  for (const storage::ContentsReport::Fault& fault : report.faults) {
    fmt::print(fmt::runtime(fault.missing ? Say(language, "MẤT TỆP: {}\n", "MISSING: {}\n")
                                          : Say(language, "TỆP HỎNG: {}\n", "DAMAGED: {}\n")),
               fault.name);
  }
  if (report.unnamed > 0) {
    fmt::print(fmt::runtime(Say(language, "Có {} tệp không thuộc minh chứng nào; sẽ tự được dọn.\n",
                                "{} files are of no evidence; they will be removed.\n")),
               report.unnamed);
  }
  if (report.faults.empty()) {
    fmt::print(fmt::runtime(Say(language, "Đủ và nguyên vẹn: {} tệp minh chứng, {} byte.\n",
                                "All there and whole: {} evidence files, {} bytes.\n")),
               report.checked, report.bytes);
  }
  return report.faults.empty();
}

// What `serve` is told, or what is beside the database.
absl::StatusOr<CertificateFiles> FilesOf(const std::string& db, const std::string& certificate,
                                         const std::string& key) {
  if (certificate.empty() != key.empty()) {
    return rules::RefuseField(certificate.empty() ? "--tls-certificate" : "--tls-key",
                              "phải có cả hai: --tls-certificate và --tls-key",
                              "both are needed: --tls-certificate and --tls-key");
  }
  if (!certificate.empty()) return CertificateFiles{.certificate = certificate, .key = key};
  CertificateFiles beside = CertificateBeside(db);
  if (!std::filesystem::exists(beside.certificate)) {
    return rules::RefuseField(beside.certificate,
                              fmt::format("chưa có chứng thư. Hãy tạo: phancongd certificate --db {} --make; "
                                          "hoặc dùng chứng thư riêng: --tls-certificate TỆP --tls-key TỆP",
                                          db),
                              fmt::format("there is no certificate. Make one: phancongd certificate --db {} --make; "
                                          "or use your own: --tls-certificate FILE --tls-key FILE",
                                          db));
  }
  return beside;
}

// Nothing: in clear text.
absl::StatusOr<std::optional<CertificateFiles>> TransportOf(const ServeOptions& options) {
  if (!options.clear_text && !options.clear_text_anywhere) {
    ASSIGN_OR_RETURN(CertificateFiles files, FilesOf(options.db, options.tls_certificate, options.tls_key));
    return files;
  }
  if (!options.tls_certificate.empty() || !options.tls_key.empty()) {
    return rules::RefuseField("--tls-certificate", "không dùng cùng với --clear-text", "does not go with --clear-text");
  }
  if (!options.clear_text_anywhere && !rules::IsOfThisMachine(options.listen)) {
    return rules::RefuseField("--clear-text",
                              fmt::format("chỉ dùng được trên máy này (127.0.0.1), không phải {}", options.listen),
                              fmt::format("is for this machine (127.0.0.1) only, not for {}", options.listen));
  }
  return std::nullopt;
}

std::string DayOf(int64_t micros, const std::string& language) {
  return absl::FormatTime(Say(language, "%d/%m/%Y", "%Y-%m-%d"), absl::FromUnixMicros(micros), absl::LocalTimeZone());
}

absl::Status PrintCertificate(const CertificateFiles& files, const std::string& language) {
  const int64_t now = WallClock().NowMicros();
  ASSIGN_OR_RETURN(const Certificate certificate, ReadCertificate(files, now));
  fmt::print(fmt::runtime(Say(language,
                              "Chứng thư: {}\nHạn dùng: {}\nMã chứng thư: {}\n"
                              "Người đăng nhập lần đầu so mã này với mã mà máy của họ hiện ra.\n",
                              "Certificate: {}\nValid until: {}\nFingerprint: {}\n"
                              "Who signs in for the first time compares it with what their machine shows.\n")),
             files.certificate, DayOf(certificate.not_after_micros, language), certificate.fingerprint);
  if (certificate.not_after_micros - now < kRenewalMicros) {
    fmt::print("{}\n", Say(language, "Sắp hết hạn: hãy thay chứng thư.", "It expires soon: renew it."));
  }
  return absl::OkStatus();
}

absl::Status PrepareCertificate(const CertificateOptions& options, const std::string& language) {
  if (options.make || options.renew) {
    if (!options.tls_certificate.empty() || !options.tls_key.empty()) {
      return rules::RefuseField("--tls-certificate", "không dùng cùng với --make, --renew",
                                "does not go with --make or --renew");
    }
    RETURN_IF_ERROR(OpenThere(options.db).status());
    RETURN_IF_ERROR(
        MakeCertificate(options.db, WallClock().NowMicros(), options.renew ? IfMade::kReplace : IfMade::kKeep));
  }
  ASSIGN_OR_RETURN(const CertificateFiles files, FilesOf(options.db, options.tls_certificate, options.tls_key));
  return PrintCertificate(files, language);
}

absl::Status ChangeJournalKey(storage::Store& store, journal::SigningKeys& keys, const JournalKeyOptions& options) {
  const WallClock clock;
  SystemEntropy entropy;
  const journal::Custody custody{.store = store, .clock = clock, .entropy = entropy, .keys = keys};
  // A restore is said before anything else.
  RETURN_IF_ERROR(journal::DeclareRestore(custody, options.federation, journal::Restored::kIfItShows).status());
  const absl::Status set =
      journal::SetKey(custody, options.federation,
                      options.without_handover ? journal::Succession::kAlone : journal::Succession::kHandedOver)
          .status();
  const std::optional<rules::RefusalFacts> refusal = rules::RefusalOf(set);
  if (!refusal || refusal->reason != v1::ERROR_REASON_JOURNAL_KEY_MISSING) return set;
  return rules::RefuseField(
      "--rotate",
      fmt::format("khóa đang dùng không có trong {0}, nên không bàn giao được. Hãy chép tệp khóa vào đó; mất hẳn thì: "
                  "--rotate --without-handover. Khi ấy máy của những người giữ biên nhận, mốc sổ sẽ báo khóa lạ, và "
                  "liên đoàn phải công bố khóa mới bằng văn bản",
                  keys.folder()),
      fmt::format("the key in force is not in {0} and can't hand over. Copy its file there; if it is lost: --rotate "
                  "--without-handover. To those who hold receipts and checkpoints the new key is then a strange one, "
                  "and the federation has to publish it in writing",
                  keys.folder()));
}

absl::Status PrintJournalKeys(storage::Store& store, journal::SigningKeys& keys, const std::string& federation,
                              const std::string& language) {
  std::vector<storage::JournalKeyRow> rows;
  RETURN_IF_ERROR(store.Read([&](storage::ReadTransaction& tx) -> absl::Status {
    ASSIGN_OR_RETURN(const storage::FederationRow row, storage::FindFederation(tx, federation));
    ASSIGN_OR_RETURN(rows, storage::JournalKeys(tx, row.federation));
    return absl::OkStatus();
  }));
  if (rows.empty()) {
    fmt::print("{}\n", Say(language, "Sổ ghi chưa có khóa; serve sẽ tạo khi khởi động.",
                           "The journal has no key yet; serve makes one when it starts."));
    return absl::OkStatus();
  }
  for (const storage::JournalKeyRow& row : rows) {
    fmt::print(fmt::runtime(Say(language, "Khóa ký sổ số {} (sổ ghi số {}): {}\n", "Journal key {} (entry {}): {}\n")),
               row.number, row.revision, rules::VerifierKeyText(rules::JournalVerifier(federation, row.public_key)));
    if (row.number > 1 && row.handover.empty()) {
      fmt::print("{}\n", Say(language, "  Khóa trước không bàn giao cho khóa này.",
                             "  The key before did not hand over to it."));
    }
  }
  if (!keys.Has(rules::JournalVerifier(federation, rows.back().public_key)).ok()) {
    fmt::print(fmt::runtime(Say(language, "Tệp khóa đang dùng không có trong {}: mốc sổ không được ký.\n",
                                "The file of the key in force is not in {}: checkpoints are not signed.\n")),
               keys.folder());
  }
  fmt::print("{}\n", Say(language, "Người giữ biên nhận so khóa ghi trong biên nhận với khóa này.",
                         "Who holds a receipt compares the key in it with this one."));
  return absl::OkStatus();
}

absl::Status PrepareJournalKey(const JournalKeyOptions& options, const std::string& language) {
  if (options.without_handover && !options.rotate) {
    return rules::RefuseField("--without-handover", "chỉ dùng cùng với --rotate", "is for --rotate only");
  }
  ASSIGN_OR_RETURN(const std::unique_ptr<storage::SqliteStore> store, OpenNewest(options.db));
  journal::SigningKeys keys(journal::KeysBeside(options.db));
  if (options.rotate) RETURN_IF_ERROR(ChangeJournalKey(*store, keys, options));
  return PrintJournalKeys(*store, keys, options.federation, language);
}

// Nothing where nobody wants to read them.
absl::StatusOr<std::unique_ptr<MetricsPort>> ShowFigures(const ServeOptions& options, Metrics& metrics) {
  if (options.metrics.empty()) return nullptr;
  const auto size_of = [](const std::string& file) {
    return [file] {
      std::error_code none;
      const std::uintmax_t bytes = std::filesystem::file_size(file, none);
      return none ? 0.0 : static_cast<double>(bytes);
    };
  };
  metrics.Gauge("phancong_database_bytes", "The database file.", size_of(options.db));
  metrics.Gauge("phancong_log_bytes", "Its write-ahead log.", size_of(options.db + "-wal"));
  ASSIGN_OR_RETURN(std::unique_ptr<MetricsPort> port, MetricsPort::Open(options.metrics, metrics));
  spdlog::info("figures at http://{}/metrics", options.metrics);
  return port;
}

// As many files as an operator lets it have: shells give a process fewer than that.
void AllowAllFiles() {
  rlimit files{};
  if (getrlimit(RLIMIT_NOFILE, &files) != 0) return;
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
}

absl::Status ServeUntil(const sigset_t& signals, const ServeOptions& options) {
  ASSIGN_OR_RETURN(const std::unique_ptr<storage::SqliteStore> store,
                   OpenNewest(options.db, {.read_limit = kReadLimit, .snapshot_age = kSnapshotAge}));
  AllowAllFiles();
  ASSIGN_OR_RETURN(const DatabaseLock lock, DatabaseLock::Take(options.db));
  const WallClock clock;
  SystemEntropy entropy;
  ApplicationOptions application_options;
  application_options.listen = options.listen;
  application_options.connections = {.of_address = options.connections_of_address, .in_all = options.connections};
  application_options.evidence_folder = EvidenceFolderOr(options.db, options.evidence);
  application_options.keys_folder = journal::KeysBeside(options.db);
  ASSIGN_OR_RETURN(application_options.certificate, TransportOf(options));
  ASSIGN_OR_RETURN(application_options.smtp, SmtpOf(options));
  Application application(*store, clock, entropy, application_options);
  RETURN_IF_ERROR(application.Start());
  ASSIGN_OR_RETURN(const std::unique_ptr<MetricsPort> metrics, ShowFigures(options, application.metrics()));
  if (!application_options.certificate && !rules::IsOfThisMachine(options.listen)) {
    spdlog::warn("{} is not the loopback: passwords and tokens travel in clear text", options.listen);
  }
  spdlog::info("serving {} on {}, port {}", options.db, options.listen, application.port());
  if (!options.port_file.empty()) RETURN_IF_ERROR(WritePort(options.port_file, application.port()));

  int signal = 0;
  sigwait(&signals, &signal);
  spdlog::info("stopping");
  pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
  application.Stop();
  spdlog::info("stopped");
  return absl::OkStatus();
}

}  // namespace

int Init(const InitOptions& options, const std::string& language) {
  const absl::StatusOr<std::string> code = Found(options);
  if (!code.ok()) return Fail(code.status(), language);
  fmt::print(fmt::runtime(Say(language,
                              "Đã lập liên đoàn {0} trong {1}.\nNgười quản trị: {2}\nMã dùng một lần: {3}\n"
                              "Mã chỉ hiện một lần này. Đăng nhập bằng mã rồi đặt mật khẩu.\n",
                              "Federation {0} was made in {1}.\nAdministrator: {2}\nOne-time code: {3}\n"
                              "The code is shown this once. Sign in with it, then set a password.\n")),
             options.federation, options.db, options.administrator, *code);
  if (const int shown = ShowJournalKey({.db = options.db, .federation = options.federation}, language);
      shown != kDone) {
    return shown;
  }
  const CertificateFiles files = CertificateBeside(options.db);
  absl::Status certificate;
  if (!std::filesystem::exists(files.certificate)) {
    certificate = MakeCertificate(options.db, WallClock().NowMicros(), IfMade::kKeep);
  }
  certificate.Update(PrintCertificate(files, language));
  return certificate.ok() ? kDone : Fail(certificate, language);
}

int ShowCertificate(const CertificateOptions& options, const std::string& language) {
  const absl::Status shown = PrepareCertificate(options, language);
  return shown.ok() ? kDone : Fail(shown, language);
}

int ShowJournalKey(const JournalKeyOptions& options, const std::string& language) {
  const absl::Status shown = PrepareJournalKey(options, language);
  return shown.ok() ? kDone : Fail(shown, language);
}

int Serve(const ServeOptions& options, const std::string& language) {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  const absl::Status served = ServeUntil(signals, options);
  return served.ok() ? kDone : Fail(served, language);
}

int PrintAccess(const std::string& language) {
  fmt::print("{}", AccessTable(language));
  return kDone;
}

int VerifyDatabase(const std::string& db, const std::string& language, const std::string& evidence) {
  const absl::StatusOr<std::unique_ptr<storage::SqliteStore>> store = OpenNewest(db);
  if (!store.ok()) return Fail(store.status(), language);
  const absl::StatusOr<PrivateStores> empties = StoresToReplayInto(**store);
  if (!empties.ok()) return Fail(empties.status(), language);
  std::vector<storage::Store*> places;
  for (const std::unique_ptr<storage::SqliteStore>& empty : *empties) places.push_back(empty.get());
  const absl::StatusOr<storage::VerifyReport> report =
      storage::Verify(**store, places, Progress({"Đọc lại sổ ghi:", "Replaying the journal:"}, language));
  EndProgress();
  if (!report.ok()) return Fail(report.status(), language);
  for (const storage::VerifyReport::LogHead& head : report->heads) {
    fmt::print(fmt::runtime(Say(language, "{}: {} bút ghi, gốc {}\n", "{}: {} entries, root {}\n")), head.federation,
               head.revision, absl::BytesToHexString(head.root));
  }
  if (!report->first_difference.empty()) {
    fmt::print(fmt::runtime(Say(language, "KHÔNG KHỚP: {}\n", "DIFFERENT: {}\n")), report->first_difference);
    return kFailed;
  }
  fmt::print(fmt::runtime(Say(language,
                              "Khớp: {} liên đoàn, {} bút ghi; đã so {} dòng dữ liệu và tính lại {} dòng tổng hợp.\n",
                              "The same: {} federations, {} entries; {} rows compared, {} totals recomputed.\n")),
             report->federations, report->entries, report->rows_compared, report->totals_recomputed);
  const absl::StatusOr<bool> whole = CheckEvidence(**store, EvidenceFolderOr(db, evidence), language);
  if (!whole.ok()) return Fail(whole.status(), language);
  return *whole ? kDone : kFailed;
}

int MigrateDatabase(const std::string& db, const std::string& language) {
  const absl::StatusOr<std::unique_ptr<storage::SqliteStore>> store = OpenThere(db);
  if (!store.ok()) return Fail(store.status(), language);
  const absl::Status migrated =
      storage::Migrate(**store, Progress({"Đọc lại sổ ghi:", "Replaying the journal:"}, language));
  EndProgress();
  if (!migrated.ok()) return Fail(migrated, language);
  fmt::print(fmt::runtime(Say(language, "{} đã ở phiên bản {}.\n", "{} is at version {}.\n")), db,
             storage::NewestVersion());
  return kDone;
}

}  // namespace phancong::serving
