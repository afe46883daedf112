// The whole server in one object: what main starts, and what tests start in their own process.
#ifndef PHANCONG_SERVICES_SERVING_APPLICATION_H_
#define PHANCONG_SERVICES_SERVING_APPLICATION_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/accounts/credentials.h"
#include "services/reminders/smtp.h"
#include "services/serving/certificate.h"
#include "services/serving/clock.h"
#include "services/serving/entropy.h"
#include "services/serving/listener.h"
#include "services/serving/metrics.h"
#include "services/serving/patience.h"
#include "storage/store.h"

namespace phancong::serving {

struct ApplicationOptions {
  std::string listen = "127.0.0.1:7443";
  // Nothing: in clear text, which is for the loopback.
  std::optional<CertificateFiles> certificate = {};
  // How long a connection may take to be ready for calls.
  absl::Duration handshake_timeout = absl::Seconds(10);
  ConnectionBounds connections = {};
  size_t read_threads = 4;
  size_t read_queue = 1024;
  size_t password_threads = 2;
  size_t password_queue = 128;
  // For contents of evidence on their way to and from the disk.
  size_t content_threads = 4;
  size_t content_queue = 256;
  // Nothing: what the database says.
  std::optional<accounts::PasswordCost> password_cost = {};
  // How often the database is told which sessions were used, in real time.
  absl::Duration session_use_period = absl::Minutes(10);
  // How often reminders and mail are looked after, in real time; never by itself where it is infinite: then they are
  // by RingReminders and SendMail alone, as in tests.
  absl::Duration reminder_period = absl::Minutes(1);
  // How often it is tried whether the database can be written again, where it could not, in real time.
  absl::Duration retry_period = absl::Seconds(1);
  // Nothing: messages are not sent by e-mail.
  std::optional<reminders::SmtpOptions> smtp = {};
  // Where contents of evidence files are kept; empty: nowhere, and uploads are refused.
  std::string evidence_folder = {};
  // Where the keys are that sign journals (journal/signing_keys.h); empty: nowhere, and nothing is signed.
  std::string keys_folder = {};
  // The window in which an upload has to bring something, in real time; see patience.h.
  absl::Duration upload_patience = kPatience;
  // How often leftovers of uploads are removed, in real time; at the start in any case.
  absl::Duration sweep_period = absl::Hours(1);
  // How long calls under way have when the server stops.
  absl::Duration grace = absl::Seconds(10);
};

class Application {
 public:
  // All outlive it. The store has the newest schema.
  Application(storage::Store& store, const Clock& clock, Entropy& entropy, ApplicationOptions options);
  ~Application();
  Application(const Application&) = delete;
  Application& operator=(const Application&) = delete;

  // INTERNAL where a method does not declare who may call it; UNAVAILABLE where the address is taken; refusals of
  // ReadCertificate; errors of the store.
  [[nodiscard]] absl::Status Start();
  // After Start.
  [[nodiscard]] int port() const;
  // After Start. Rings what is due now, and returns how many entries that took; see reminders/ringing.h.
  [[nodiscard]] absl::StatusOr<int64_t> RingReminders();
  // After Start. Sends the mail that waits, and returns how many; see reminders/mail.h. None without `smtp`.
  [[nodiscard]] absl::StatusOr<int64_t> SendMail();
  // What it counts and measures; also before Start.
  [[nodiscard]] Metrics& metrics() { return metrics_; }
  // Gracefully: watches end with STOPPING, calls under way finish, new ones are not taken. May be called again.
  void Stop();

 private:
  struct Rooms;

  // `commanding`: the services all of whose methods change something.
  void ShowReadiness(const std::vector<std::string>& commanding);
  void ShowFigures();

  storage::Store& store_;
  const Clock& clock_;
  Entropy& entropy_;
  const ApplicationOptions options_;
  Metrics metrics_;
  std::unique_ptr<Rooms> rooms_;
};

}  // namespace phancong::serving

#endif  // PHANCONG_SERVICES_SERVING_APPLICATION_H_
