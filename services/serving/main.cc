// phancongd: the server. What it does stands in operations.h; this is its command line.
#include <memory>
#include <string>

#include "CLI/CLI.hpp"
#include "absl/synchronization/mutex.h"
#include "services/serving/log.h"
#include "services/serving/operations.h"

namespace {

using phancong::serving::BackupOptions;
using phancong::serving::CertificateOptions;
using phancong::serving::InitOptions;
using phancong::serving::JournalKeyOptions;
using phancong::serving::RestoreOptions;
using phancong::serving::ServeOptions;

}  // namespace

int main(int argc, char** argv) {
  // Debian builds Abseil as for debugging: each lock of gRPC's is entered into one graph, behind one lock of all
  // threads, to look for deadlocks. Tests that have the server in their process keep it.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  CLI::App app("phancongd: máy chủ phân công (server)");
  app.require_subcommand(1);
  std::string language = "vi";
  std::string log = "info";
  app.add_option("--lang", language, "Ngôn ngữ (language)")->check(CLI::IsMember({"vi", "en"}))->capture_default_str();
  app.add_option("--log", log, "Mức nhật ký (log level)")
      ->check(CLI::IsMember({"debug", "info", "warn", "error", "off"}))
      ->capture_default_str();
  app.fallthrough();
  std::string db;
  const auto takes_db = [&db](CLI::App* verb) {
    verb->add_option("--db", db, "Tệp cơ sở dữ liệu (database file)")->required();
  };

  InitOptions init;
  CLI::App* const init_verb =
      app.add_subcommand("init", "Lập liên đoàn và người quản trị đầu tiên (make a federation)");
  takes_db(init_verb);
  init_verb->add_option("--federation", init.federation, "Mã liên đoàn, ví dụ bac-quang (its id)")->required();
  init_verb->add_option("--title", init.title, "Tên liên đoàn (its name)")->required();
  init_verb->add_option("--title-en", init.title_en, "Tên bằng tiếng Anh (its name in English)");
  init_verb->add_option("--time-zone", init.time_zone, "Múi giờ (time zone)")->capture_default_str();
  init_verb->add_option("--administrator", init.administrator, "Tên đăng nhập của người quản trị (who administers)")
      ->required();
  init_verb->add_flag("--demo", init.demo, "Trình diễn: đồng hồ mô phỏng (a simulated clock, for ever)");
  init_verb->add_option("--time", init.time, "Đồng hồ mô phỏng bắt đầu từ, ví dụ 2025-01-02T08:00:00 (it begins at)");

  ServeOptions serve;
  CLI::App* const serve_verb = app.add_subcommand("serve", "Phục vụ cho đến khi nhận SIGTERM (serve until SIGTERM)");
  takes_db(serve_verb);
  serve_verb->add_option("--listen", serve.listen, "Địa chỉ và cổng; cổng 0: cổng trống bất kỳ (address and port)")
      ->capture_default_str();
  serve_verb->add_option("--port-file", serve.port_file, "Ghi số cổng vào tệp này (write the port to this file)");
  serve_verb
      ->add_option("--connections-of-address", serve.connections_of_address,
                   "Số kết nối cùng lúc từ một địa chỉ (connections of one address at a time)")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  serve_verb
      ->add_option("--connections", serve.connections,
                   "Số kết nối cùng lúc từ mọi địa chỉ (connections of all addresses at a time)")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  serve_verb->add_option(
      "--metrics", serve.metrics,
      "Số đo cho Prometheus ở http://ĐỊA-CHỈ/metrics, ví dụ 127.0.0.1:9464 (figures for Prometheus)");
  const auto takes_certificate = [](CLI::App* verb, std::string& certificate, std::string& key) {
    verb->add_option("--tls-certificate", certificate,
                     "Tệp chứng thư riêng (PEM); mặc định cạnh cơ sở dữ liệu (an own certificate)");
    verb->add_option("--tls-key", key, "Tệp khóa của nó (its key)");
  };
  takes_certificate(serve_verb, serve.tls_certificate, serve.tls_key);
  serve_verb->add_flag("--clear-text", serve.clear_text, "Không mã hóa, chỉ trên máy này (no TLS, on the loopback)");
  serve_verb->add_flag("--clear-text-anywhere", serve.clear_text_anywhere,
                       "Không mã hóa, ở bất cứ địa chỉ nào: mật khẩu đi trần (no TLS, anywhere)");

  const auto takes_evidence = [](CLI::App* verb, std::string& folder) {
    verb->add_option("--evidence", folder,
                     "Thư mục tệp minh chứng; mặc định cạnh cơ sở dữ liệu (contents of evidence files)");
  };
  takes_evidence(serve_verb, serve.evidence);
  serve_verb->add_option("--smtp-url", serve.smtp_url,
                         "Gửi lời nhắc bằng thư qua smtp://máy-chủ:cổng hoặc smtps://… (mail reminders through it)");
  serve_verb->add_option("--smtp-from", serve.smtp_from, "Địa chỉ người gửi (the sender's address)");
  serve_verb->add_option("--smtp-user", serve.smtp_user, "Tài khoản ở máy chủ thư (user at the mail server)");
  serve_verb->add_option("--smtp-password-file", serve.smtp_password_file,
                         "Tệp có mật khẩu ở dòng đầu (file whose first line is the password)");
  serve_verb->add_option("--smtp-ca-file", serve.smtp_ca_file,
                         "Tệp chứng thư gốc để tin máy chủ thư; mặc định của hệ thống (certificates to trust it by)");

  CertificateOptions certificate;
  CLI::App* const certificate_verb =
      app.add_subcommand("certificate", "Xem mã và hạn của chứng thư mà serve dùng (the certificate of serve)");
  takes_db(certificate_verb);
  takes_certificate(certificate_verb, certificate.tls_certificate, certificate.tls_key);
  certificate_verb->add_flag("--make", certificate.make, "Tạo nếu chưa có (make one)");
  certificate_verb->add_flag("--renew", certificate.renew, "Thay bằng chứng thư mới (make another one instead)");

  JournalKeyOptions journal_key;
  CLI::App* const journal_key_verb =
      app.add_subcommand("journal-key", "Xem, thay khóa ký sổ ghi của một liên đoàn (the keys that sign its journal)");
  takes_db(journal_key_verb);
  journal_key_verb->add_option("--federation", journal_key.federation, "Mã liên đoàn (its id)")->required();
  journal_key_verb->add_flag("--rotate", journal_key.rotate,
                             "Thay bằng khóa mới, do khóa đang dùng bàn giao (make another one)");
  journal_key_verb->add_flag("--without-handover", journal_key.without_handover,
                             "Thay mà không bàn giao, khi khóa đang dùng đã mất (where the one in force is lost)");

  CLI::App* const verify_verb =
      app.add_subcommand("verify", "Đọc lại sổ ghi, so từng dòng (replay the journal, compare every row)");
  takes_db(verify_verb);
  std::string evidence;
  takes_evidence(verify_verb, evidence);
  CLI::App* const migrate_verb =
      app.add_subcommand("migrate", "Nâng cơ sở dữ liệu lên phiên bản này (bring the database to this version)");
  takes_db(migrate_verb);

  BackupOptions backup;
  CLI::App* const backup_verb =
      app.add_subcommand("backup", "Sao lưu, máy chủ vẫn chạy (make a backup, beside a server that runs)");
  takes_db(backup_verb);
  takes_evidence(backup_verb, backup.evidence);
  backup_verb->add_option("--to", backup.to, "Thư mục chứa các bản sao lưu (the folder of backups)")->required();
  backup_verb->add_option("--keep", backup.keep, "Giữ lại bấy nhiêu bản mới nhất; 0: tất cả (how many stay)")
      ->check(CLI::NonNegativeNumber);

  RestoreOptions restore;
  CLI::App* const restore_verb =
      app.add_subcommand("restore", "Khôi phục từ một bản sao lưu (put a backup in the database's place)");
  takes_db(restore_verb);
  takes_evidence(restore_verb, restore.evidence);
  restore_verb->add_option("--from", restore.from, "Thư mục của bản sao lưu (the backup's folder)")->required();

  CLI::App* const access_verb =
      app.add_subcommand("access", "In bảng ai được làm gì, từ khai báo quyền (print who may call what)");

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  phancong::serving::LogToStandardError(log);
  if (access_verb->parsed()) return phancong::serving::PrintAccess(language);
  if (init_verb->parsed()) {
    init.db = db;
    return phancong::serving::Init(init, language);
  }
  if (serve_verb->parsed()) {
    serve.db = db;
    return phancong::serving::Serve(serve, language);
  }
  if (certificate_verb->parsed()) {
    certificate.db = db;
    return phancong::serving::ShowCertificate(certificate, language);
  }
  if (journal_key_verb->parsed()) {
    journal_key.db = db;
    return phancong::serving::ShowJournalKey(journal_key, language);
  }
  if (backup_verb->parsed()) {
    backup.db = db;
    return phancong::serving::Backup(backup, language);
  }
  if (restore_verb->parsed()) {
    restore.db = db;
    return phancong::serving::Restore(restore, language);
  }
  if (verify_verb->parsed()) return phancong::serving::VerifyDatabase(db, language, evidence);
  return phancong::serving::MigrateDatabase(db, language);
}
