#include "services/reminders/reminding.h"

#include <vector>

#include "services/rules/propagate.h"
#include "spdlog/spdlog.h"
#include "storage/reminders.h"

namespace phancong::reminders {

Reminding::Reminding(storage::Store& store, serving::Writer& writer, serving::Commands& commands,
                     serving::Announcements& announcements, const serving::Clock& clock, absl::Duration period,
                     const std::optional<SmtpOptions>& smtp)
    : store_(store),
      announcements_(announcements),
      clock_(clock),
      period_(period),
      ringing_(store, commands, clock, smtp.has_value()) {
  if (!smtp) return;
  smtp_.emplace(*smtp);
  mail_.emplace(store, writer, *smtp_);
}

Reminding::~Reminding() { Stop(); }

void Reminding::Start() {
  if (period_ == absl::InfiniteDuration()) return;
  if (mail_) {
    mail_routine_ = std::make_shared<serving::Routine>(period_, [this] {
      if (const auto sent = SendMail(); !sent.ok()) spdlog::error("mail was not sent: {}", sent.status().ToString());
    });
  }
  ring_routine_ = std::make_shared<serving::Routine>(period_, [this, mail = mail_routine_] {
    ListenToDemos();
    const absl::StatusOr<int64_t> rung = Ring();
    if (!rung.ok()) spdlog::error("reminders were not rung: {}", rung.status().ToString());
    if (mail && rung.ok() && *rung > 0) mail->Wake();
  });
  if (mail_routine_) mail_routine_->Start();
  ring_routine_->Start();
}

void Reminding::Stop() {
  ringing_.Stop();
  if (mail_) mail_->Stop();
  if (smtp_) smtp_->Stop();
  if (ring_routine_) ring_routine_->Stop();
  if (mail_routine_) mail_routine_->Stop();
  for (const auto& [federation, listener] : listeners_) announcements_.Forget(listener);
  listeners_.clear();
}

absl::StatusOr<int64_t> Reminding::Ring() { return ringing_.RingDue(); }

absl::StatusOr<int64_t> Reminding::SendMail() { return mail_ ? mail_->SendDue(clock_.NowMicros()) : 0; }

void Reminding::ListenToDemos() {
  std::vector<storage::RingingFederationRow> federations;
  const absl::Status read = store_.Read([&](storage::ReadTransaction& tx) -> absl::Status {
    ASSIGN_OR_RETURN(federations, storage::RingingFederations(tx));
    return absl::OkStatus();
  });
  // The next minute comes.
  if (!read.ok()) return;
  for (const storage::RingingFederationRow& federation : federations) {
    if (!federation.demo || listeners_.contains(federation.federation)) continue;
    listeners_[federation.federation] =
        announcements_.Listen(federation.federation, [routine = std::weak_ptr(ring_routine_)] {
          if (const auto ringing = routine.lock()) ringing->Wake();
        });
  }
}

}  // namespace phancong::reminders
