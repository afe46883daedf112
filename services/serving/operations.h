// What the operator of the server does: the verbs of phancongd. Each prints for people, Vietnamese first, and returns
// the exit code: 0 where it went well, 1 where it did not (or where verify found a difference).
#ifndef PHANCONG_SERVICES_SERVING_OPERATIONS_H_
#define PHANCONG_SERVICES_SERVING_OPERATIONS_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "services/serving/listener.h"

namespace phancong::serving {

struct InitOptions {
  std::string db;
  std::string federation;
  std::string title;
  std::string title_en;
  std::string time_zone = "Asia/Ho_Chi_Minh";
  std::string administrator;
  bool demo = false;
  // Demo only: local time at which the simulated clock begins, "2025-01-02T08:00:00"; now if empty.
  std::string time;
};

// Makes a federation and its first administrator, whose one-time code is printed once. Makes the database where there
// is none; adds another federation to one that has the newest schema. Makes a certificate beside it where there is
// none, and prints its fingerprint; makes the key that signs the federation's journal, and prints it as others know it.
[[nodiscard]] int Init(const InitOptions& options, const std::string& language);

struct ServeOptions {
  std::string db = {};
  std::string listen = "127.0.0.1:7443";
  // An operator's own certificate and its key; those beside the database if both are empty.
  std::string tls_certificate = {};
  std::string tls_key = {};
  // Without TLS: on the loopback alone, or anywhere, which is logged as a warning.
  bool clear_text = false;
  bool clear_text_anywhere = false;
  // Where to write the port once it is listened on; nowhere if empty.
  std::string port_file = {};
  // At a time, of one address and of all; see listener.h.
  size_t connections_of_address = ConnectionBounds{}.of_address;
  size_t connections = ConnectionBounds{}.in_all;
  // Where Prometheus reads the figures, of the loopback alone ("127.0.0.1:9464"); nowhere if empty. See metrics.h.
  std::string metrics = {};
  // Where contents of evidence files are kept; beside the database if empty.
  std::string evidence = {};
  // Where messages are sent as e-mail, "smtp://host:port" or "smtps://host:port", and from whom; nowhere if empty. The
  // password is in a file: arguments can be read by everybody on the machine. See reminders/smtp.h.
  std::string smtp_url = {};
  std::string smtp_from = {};
  std::string smtp_user = {};
  std::string smtp_password_file = {};
  std::string smtp_ca_file = {};
};

// Serves until SIGTERM or SIGINT, then stops gracefully; a second signal ends it at once. To be called before any other
// thread is started.
[[nodiscard]] int Serve(const ServeOptions& options, const std::string& language);

struct CertificateOptions {
  std::string db = {};
  // As of `serve`.
  std::string tls_certificate = {};
  std::string tls_key = {};
  // Make one beside the database where there is none; or another one instead of it.
  bool make = false;
  bool renew = false;
};

// Prints the fingerprint and the last day of the certificate that `serve` would use. A server that runs takes up a new
// one by itself.
[[nodiscard]] int ShowCertificate(const CertificateOptions& options, const std::string& language);

struct JournalKeyOptions {
  std::string db = {};
  std::string federation = {};
  // Make another key, to which the one in force hands over; or that nobody hands over to, where that one is lost.
  bool rotate = false;
  bool without_handover = false;
};

// Prints the keys of a federation's journal, as others know them. A server that runs takes up a new one by itself.
[[nodiscard]] int ShowJournalKey(const JournalKeyOptions& options, const std::string& language);

// Replays the journal and compares, then reads every content of evidence through (in `evidence`; beside the database
// if empty); a server may go on beside it.
[[nodiscard]] int VerifyDatabase(const std::string& db, const std::string& language, const std::string& evidence = "");

// Brings the schema to this program's version.
[[nodiscard]] int MigrateDatabase(const std::string& db, const std::string& language);

struct BackupOptions {
  std::string db;
  // Contents of evidence files; beside the database if empty.
  std::string evidence;
  // The folder of all backups.
  std::string to;
  // So many stay; 0: all.
  int64_t keep = 0;
};

// Makes a backup (backup.h); a server may go on beside it.
[[nodiscard]] int Backup(const BackupOptions& options, const std::string& language);

struct RestoreOptions {
  std::string db;
  std::string evidence;
  // The folder of one backup.
  std::string from;
};

// Puts a backup in the place of a database that is not there any more, and says so in its journals.
[[nodiscard]] int Restore(const RestoreOptions& options, const std::string& language);

// Prints who may call what (access_table.h): what deploy/ACCESS.md holds.
[[nodiscard]] int PrintAccess(const std::string& language);

}  // namespace phancong::serving

#endif  // PHANCONG_SERVICES_SERVING_OPERATIONS_H_
