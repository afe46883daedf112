// When reminders are rung and mail is sent: at the start of the server, every minute, and when a demo's clock moves.
#ifndef PHANCONG_SERVICES_REMINDERS_REMINDING_H_
#define PHANCONG_SERVICES_REMINDERS_REMINDING_H_

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/reminders/mail.h"
#include "services/reminders/ringing.h"
#include "services/reminders/smtp.h"
#include "services/serving/announcements.h"
#include "services/serving/clock.h"
#include "services/serving/commands.h"
#include "services/serving/routine.h"
#include "services/serving/writer.h"
#include "storage/store.h"

namespace phancong::reminders {

// Thread-safe.
class Reminding {
 public:
  // All outlive it. `period` infinite: only when told.
  Reminding(storage::Store& store, serving::Writer& writer, serving::Commands& commands,
            serving::Announcements& announcements, const serving::Clock& clock, absl::Duration period,
            const std::optional<SmtpOptions>& smtp);
  ~Reminding();
  Reminding(const Reminding&) = delete;
  Reminding& operator=(const Reminding&) = delete;

  // Begins by itself; once.
  void Start();
  // What is under way ends soon. Before the writer stops. May be called again.
  void Stop();

  // See Ringing::RingDue and MailQueue::SendDue.
  [[nodiscard]] absl::StatusOr<int64_t> Ring();
  [[nodiscard]] absl::StatusOr<int64_t> SendMail();

 private:
  // A demo's clock moves with its entries.
  void ListenToDemos();

  storage::Store& store_;
  serving::Announcements& announcements_;
  const serving::Clock& clock_;
  const absl::Duration period_;
  Ringing ringing_;
  std::optional<SmtpTransport> smtp_;
  std::optional<MailQueue> mail_;
  std::map<int64_t, int64_t> listeners_;  // by federation; of the ringing thread, and of Stop after it
  // Shared with announcements that are on their way.
  std::shared_ptr<serving::Routine> ring_routine_;
  std::shared_ptr<serving::Routine> mail_routine_;
};

}  // namespace phancong::reminders

#endif  // PHANCONG_SERVICES_REMINDERS_REMINDING_H_
