// Messages of inboxes as e-mail: the queue that survives restarts, and what carries a mail away.
#ifndef PHANCONG_SERVICES_REMINDERS_MAIL_H_
#define PHANCONG_SERVICES_REMINDERS_MAIL_H_

#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/serving/writer.h"
#include "storage/reminders.h"
#include "storage/store.h"

namespace phancong::reminders {

struct Mail {
  std::string to;
  // Without angle brackets and domain: the same for the same message, however often it is sent.
  std::string id;
  std::string subject;
  std::string text;
  // Microseconds since 1970, real time.
  int64_t queued_at = 0;
};

// SMTP in the server (smtp.h), a list in tests. Used by one thread at a time.
class MailTransport {
 public:
  virtual ~MailTransport() = default;
  // OK: the server has taken it. UNAVAILABLE: none was reached, or it takes nothing from us, so that others need not be
  // tried now either. FAILED_PRECONDITION: the server refused this mail for ever. What else goes wrong is of this mail
  // and may pass. Messages hold no address.
  [[nodiscard]] virtual absl::Status Send(const Mail& mail) = 0;
};

// After the first failure it waits a minute, then twice as long each time, up to 6 hours.
[[nodiscard]] int64_t MicrosUntilNextAttempt(int64_t failures);
// From then on, from when it was queued, it is tried no more.
inline constexpr int64_t kGiveUpMicros = int64_t{3} * 24 * 3600 * 1'000'000;
// So long it is kept then.
inline constexpr int64_t kKeepGivenUpMicros = int64_t{90} * 24 * 3600 * 1'000'000;

// Thread-safe. A mail leaves the queue once the server has taken it: where the process ends between the two, it is sent
// again with the same id.
class MailQueue {
 public:
  // All outlive it.
  MailQueue(storage::Store& store, serving::Writer& writer, MailTransport& transport)
      : store_(store), writer_(writer), transport_(transport) {}

  // Tries all that is to be tried at `now` (microseconds, real time), once each, and returns how many were sent. A mail
  // that nobody wants any more (no address, account disabled) leaves the queue; one that is refused for ever is given
  // up, and so is one that has failed for kGiveUpMicros. Where no server is reached, all that were due wait. Errors are
  // the store's or the writer's: nothing is lost then. Waits; not to be called on the writer's thread.
  [[nodiscard]] absl::StatusOr<int64_t> SendDue(int64_t now);

  // What is under way ends after the mail that it is at.
  void Stop() { stopping_ = true; }

 private:
  // Runs it on the writer, in a savepoint, and waits for the commit.
  absl::Status Write(int64_t federation, const std::function<absl::Status(storage::WriteTransaction&)>& body);
  absl::Status Failed(storage::WriteTransaction& tx, const storage::MailRow& row, int64_t now,
                      const absl::Status& failure) const;

  storage::Store& store_;
  serving::Writer& writer_;
  MailTransport& transport_;
  std::atomic<bool> stopping_ = false;
  std::mutex sending_;
};

}  // namespace phancong::reminders

#endif  // PHANCONG_SERVICES_REMINDERS_MAIL_H_
