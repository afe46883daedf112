#include "services/reminders/mail.h"

#include <algorithm>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "fmt/format.h"
#include "services/reminders/words.h"
#include "services/rules/dates.h"
#include "services/rules/policy.h"
#include "services/rules/propagate.h"
#include "spdlog/spdlog.h"
#include "storage/accounts.h"
#include "storage/federations.h"

namespace phancong::reminders {
namespace {

constexpr int64_t kMinute = int64_t{60} * 1'000'000;
constexpr int64_t kLongestWait = int64_t{6} * 60 * kMinute;
constexpr int64_t kAtOnce = 100;
constexpr size_t kErrorBytes = 200;

// The mail of a message; nothing where nobody wants it any more.
absl::StatusOr<std::optional<Mail>> MailOf(storage::ReadTransaction& tx, const storage::MailRow& row, int64_t now) {
  Mail mail;
  ASSIGN_OR_RETURN(mail.to, storage::MailAddressOf(tx, row.federation, row.account));
  ASSIGN_OR_RETURN(const storage::AccountRow account, storage::GetAccount(tx, row.federation, row.account));
  ASSIGN_OR_RETURN(const std::optional<storage::InboxRow> message,
                   storage::FindMessage(tx, row.federation, row.account, row.message));
  if (mail.to.empty() || account.disabled || !message) return std::nullopt;
  ASSIGN_OR_RETURN(const storage::FederationRow federation, storage::GetFederation(tx, row.federation));
  absl::TimeZone zone;
  if (!absl::LoadTimeZone(federation.time_zone, &zone)) return absl::InternalError("the time zone is unknown");
  const int64_t time = federation.demo ? federation.entry_time : std::max(now, federation.entry_time);
  const rules::Day today = rules::LocalDay(time, zone);

  serving::Actor reader;
  reader.federation = row.federation;
  reader.federation_id = federation.id;
  reader.account = row.account;
  reader.account_id = account.id;
  ASSIGN_OR_RETURN(reader.positions, storage::PositionsOfAccount(tx, row.federation, row.account));
  std::erase_if(reader.positions, [&](const rules::PositionFact& fact) { return !rules::HoldsOn(fact, today); });
  const rules::Reach nowhere;
  serving::ReadContext read(tx, reader, nowhere, today, time, federation.revision);
  Words words(read);
  ASSIGN_OR_RETURN(const std::string headline, words.Headline(*message));
  v1::InboxMessage shown;
  RETURN_IF_ERROR(words.Show(*message, &shown));
  mail.id = fmt::format("phancong.{}.{}.{}", federation.id, row.account, row.message);
  mail.subject = fmt::format("[Nhắc hạn] {}", headline);
  mail.text = fmt::format(
      "Kính gửi {},\n\n{}\n\nThư này được gửi tự động, không cần trả lời. Xem mọi lời nhắc: phancong inbox\n{}\n",
      account.display_name, shown.text(), federation.title_vi);
  mail.queued_at = row.queued_at;
  return mail;
}

}  // namespace

int64_t MicrosUntilNextAttempt(int64_t failures) {
  int64_t wait = kMinute;
  for (int64_t i = 1; i < failures && wait < kLongestWait; ++i) wait *= 2;
  return std::min(wait, kLongestWait);
}

absl::StatusOr<int64_t> MailQueue::SendDue(int64_t now) {
  const std::lock_guard lock(sending_);
  int64_t sent = 0;
  while (true) {
    std::vector<storage::MailRow> due;
    RETURN_IF_ERROR(store_.Read([&](storage::ReadTransaction& tx) -> absl::Status {
      ASSIGN_OR_RETURN(due, storage::MailDue(tx, now, now + kLongestWait, kAtOnce));
      return absl::OkStatus();
    }));
    if (due.empty()) break;
    for (size_t i = 0; i < due.size(); ++i) {
      if (stopping_) return sent;
      const storage::MailRow& row = due[i];
      std::optional<Mail> mail;
      absl::Status outcome = store_.Read([&](storage::ReadTransaction& tx) -> absl::Status {
        ASSIGN_OR_RETURN(mail, MailOf(tx, row, now));
        return absl::OkStatus();
      });
      RETURN_IF_ERROR(outcome);
      if (mail) outcome = transport_.Send(*mail);
      if (stopping_ && !outcome.ok()) return sent;
      if (outcome.ok()) {
        RETURN_IF_ERROR(
            Write(row.federation, [&](storage::WriteTransaction& tx) { return storage::RemoveMail(tx, row); }));
        sent += mail ? 1 : 0;
        continue;
      }
      const bool nobody_there = absl::IsUnavailable(outcome);
      const size_t to = nobody_there ? due.size() : i + 1;
      RETURN_IF_ERROR(Write(row.federation, [&](storage::WriteTransaction& tx) -> absl::Status {
        for (size_t failed = i; failed < to; ++failed) RETURN_IF_ERROR(Failed(tx, due[failed], now, outcome));
        return absl::OkStatus();
      }));
      if (!nobody_there) continue;
      spdlog::warn("the mail server was not reached: {}; {} mails wait", std::string(outcome.message()),
                   due.size() - i);
      return sent;
    }
  }
  RETURN_IF_ERROR(Write(0, [&](storage::WriteTransaction& tx) { return storage::ForgetMail(tx, now); }));
  return sent;
}

absl::Status MailQueue::Failed(storage::WriteTransaction& tx, const storage::MailRow& row, int64_t now,
                               const absl::Status& failure) const {
  const std::string error(failure.message().substr(0, kErrorBytes));
  if (now - row.queued_at < kGiveUpMicros && !absl::IsFailedPrecondition(failure)) {
    return storage::PostponeMail(tx, row, now + MicrosUntilNextAttempt(row.attempts + 1), error);
  }
  spdlog::warn("the mail of message {} of account {} in federation {} is given up after {} attempts: {}", row.message,
               row.account, row.federation, row.attempts + 1, error);
  return storage::GiveUpMail(tx, row, now, now + kKeepGivenUpMicros, error);
}

absl::Status MailQueue::Write(int64_t federation, const std::function<absl::Status(storage::WriteTransaction&)>& body) {
  absl::Status outcome;
  std::promise<absl::Status> written;
  RETURN_IF_ERROR(
      writer_.Submit({.federation = federation,
                      .abandoned = {},
                      .work = [&](storage::WriteTransaction& tx) { outcome = tx.Savepoint([&] { return body(tx); }); },
                      .done = [&](const absl::Status& committed) { written.set_value(committed); }}));
  RETURN_IF_ERROR(written.get_future().get());
  return outcome;
}

}  // namespace phancong::reminders
