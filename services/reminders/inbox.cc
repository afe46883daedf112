#include "services/reminders/inbox.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "services/reminders/words.h"
#include "services/rules/names.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/rules/text.h"
#include "services/serving/fields.h"
#include "services/serving/pages.h"
#include "storage/reminders.h"

namespace phancong::reminders {
namespace {

// As SMTP allows (RFC 5321, 4.5.3.1): the part before the @, and the whole.
constexpr size_t kLocalPartBytes = 64;
constexpr int64_t kAddressCharacters = 254;

absl::Status CheckOwn(const serving::Actor& actor, const std::string& name, const char* field) {
  ASSIGN_OR_RETURN(const rules::ResourceName account, rules::ParseName(name, rules::NameKind::kAccount, field));
  if (account.federation == actor.federation_id && account.id == actor.account_id) return absl::OkStatus();
  return rules::Refuse(v1::ERROR_REASON_POSITION_REQUIRED);
}

// Enough to keep typing errors and whatever SMTP would misread out; whether it is somebody's, only its server knows.
bool IsMailAddress(const std::string& address) {
  const size_t at = address.find('@');
  if (at == std::string::npos || at == 0 || at > kLocalPartBytes || address.find('@', at + 1) != std::string::npos) {
    return false;
  }
  const std::string domain = address.substr(at + 1);
  const auto letter_or_digit = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  };
  const auto in_local_part = [&](char c) {
    return letter_or_digit(c) || std::string_view("._%+-").find(c) != std::string_view::npos;
  };
  const auto in_domain = [&](char c) { return letter_or_digit(c) || c == '.' || c == '-'; };
  return std::all_of(address.begin(), address.begin() + static_cast<std::ptrdiff_t>(at), in_local_part) &&
         std::all_of(domain.begin(), domain.end(), in_domain) && domain.find('.') != std::string::npos &&
         domain.find("..") == std::string::npos && letter_or_digit(domain.front()) && letter_or_digit(domain.back()) &&
         address.front() != '.' && address[at - 1] != '.';
}

}  // namespace

absl::Status ListInbox(serving::ReadContext& read, const v1::ListInboxRequest& request,
                       v1::ListInboxResponse* response) {
  RETURN_IF_ERROR(CheckOwn(read.actor(), request.parent(), "parent"));
  ASSIGN_OR_RETURN(const serving::Page page, serving::PageOf(request, 1));
  const int64_t account = read.actor().account;
  ASSIGN_OR_RETURN(const std::vector<storage::InboxRow> rows,
                   storage::ListInbox(read.tx(), read.federation(), account, request.only_unread(),
                                      page.after ? page.after->numbers[0] : 0, page.size + 1));
  Words words(read);
  RETURN_IF_ERROR(serving::FillPage(
      request, page, rows, response, response->mutable_messages(),
      [](const storage::InboxRow& row) { return serving::PageKey{.numbers = {row.message}}; },
      [&](const storage::InboxRow& row, v1::InboxMessage* message) { return words.Show(row, message); }));
  ASSIGN_OR_RETURN(const int64_t unread, storage::UnreadMessages(read.tx(), read.federation(), account));
  response->set_unread_count(unread);
  ASSIGN_OR_RETURN(*response->mutable_mail_address(), storage::MailAddressOf(read.tx(), read.federation(), account));
  return absl::OkStatus();
}

absl::Status SetMailAddress(serving::CommandContext& command, const v1::SetMailAddressRequest& request,
                            v1::SetMailAddressResponse* response) {
  RETURN_IF_ERROR(CheckOwn(command.actor(), request.name(), "name"));
  ASSIGN_OR_RETURN(const std::string address, serving::LineOf(request.address(), "address", kAddressCharacters));
  if (!address.empty() && !IsMailAddress(address)) {
    return rules::RefuseField("address", "không phải là địa chỉ thư điện tử, như ten@congdoan.vn",
                              "is no mail address, such as name@congdoan.vn");
  }
  const int64_t account = command.actor().account;
  ASSIGN_OR_RETURN(const std::string before, storage::MailAddressOf(command.tx(), command.federation(), account));
  if (address == before) {
    return rules::Refuse(v1::ERROR_REASON_NOTHING_TO_DO,
                         {{"why.vi", "địa chỉ đã như vậy."}, {"why.en", "it is that already."}});
  }
  v1::Event event;
  event.mutable_mail_address_set()->set_account(account);
  *event.mutable_mail_address_set()->mutable_address() = command.Keep(address);
  RETURN_IF_ERROR(command.Emit(event));
  response->set_address(address);
  return absl::OkStatus();
}

serving::Watches::Next<v1::WatchInboxResponse> MessagesAfter(const v1::WatchInboxRequest& request) {
  return [parent = request.parent(), last = request.after()](
             serving::ReadContext& read) mutable -> absl::StatusOr<std::vector<v1::WatchInboxResponse>> {
    RETURN_IF_ERROR(CheckOwn(read.actor(), parent, "parent"));
    if (last < 0) return rules::RefuseField("after", "phải từ 0 trở lên", "must be 0 or more");
    ASSIGN_OR_RETURN(
        const std::vector<storage::InboxRow> rows,
        storage::InboxAfter(read.tx(), read.federation(), read.actor().account, last, serving::kWatchBatch));
    Words words(read);
    std::vector<v1::WatchInboxResponse> batch(rows.size());
    for (size_t i = 0; i < rows.size(); ++i) RETURN_IF_ERROR(words.Show(rows[i], batch[i].mutable_message()));
    if (!rows.empty()) last = rows.back().message;
    return batch;
  };
}

void MarkInboxRead(serving::Writer& writer, const serving::Actor& actor, const v1::MarkInboxReadRequest& request,
                   v1::MarkInboxReadResponse* response, serving::Done done) {
  if (const absl::Status own = CheckOwn(actor, request.parent(), "parent"); !own.ok()) return done(own);
  if (request.up_to() < 0 || request.number() < 0 || (request.up_to() == 0) == (request.number() == 0)) {
    return done(rules::RefuseField("up_to", "cho biết một trong hai: đến số nào, hoặc riêng số nào",
                                   "give one of up_to and number"));
  }
  const int64_t from = request.number() != 0 ? request.number() : 1;
  const int64_t to = request.number() != 0 ? request.number() : request.up_to();
  auto outcome = std::make_shared<absl::Status>();
  auto shared_done = std::make_shared<serving::Done>(std::move(done));
  const auto work = [federation = actor.federation, account = actor.account, from, to, response,
                     outcome](storage::WriteTransaction& tx) {
    *outcome = tx.Savepoint([&]() -> absl::Status {
      RETURN_IF_ERROR(storage::MarkRead(tx, federation, account, from, to));
      ASSIGN_OR_RETURN(const int64_t unread, storage::UnreadMessages(tx, federation, account));
      response->set_unread_count(unread);
      return absl::OkStatus();
    });
  };
  const auto written = [outcome, shared_done](const absl::Status& committed) {
    (*shared_done)(committed.ok() ? *outcome : committed);
  };
  const absl::Status taken =
      writer.Submit({.federation = actor.federation, .abandoned = {}, .work = work, .done = written});
  if (!taken.ok()) (*shared_done)(taken);
}

}  // namespace phancong::reminders
