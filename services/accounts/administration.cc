#include "services/accounts/administration.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "services/accounts/account.h"
#include "services/accounts/one_time_code.h"
#include "services/rules/dates.h"
#include "services/rules/names.h"
#include "services/rules/policy.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/rules/text.h"
#include "services/serving/fields.h"
#include "services/serving/pages.h"
#include "storage/accounts.h"
#include "storage/directory.h"
#include "storage/federations.h"
#include "storage/superiors.h"

namespace phancong::accounts {
namespace {

using serving::CommandContext;

constexpr int64_t kDisplayNameLength = 100;
constexpr size_t kAccountIdBytes = 40;

absl::Status NothingToDo(std::string vi, std::string en) {
  return rules::Refuse(v1::ERROR_REASON_NOTHING_TO_DO, {{"why.vi", std::move(vi)}, {"why.en", std::move(en)}});
}

// The account that a request names; the etag is looked at once it is known to be there.
template <class Request>
absl::StatusOr<storage::AccountRow> NamedAccount(CommandContext& command, const Request& request) {
  ASSIGN_OR_RETURN(const rules::ResourceName name, rules::ParseName(request.name(), rules::NameKind::kAccount));
  ASSIGN_OR_RETURN(std::optional<storage::AccountRow> account,
                   storage::FindAccount(command.tx(), command.federation(), name.id));
  if (!account) return rules::RefuseNotFound(request.name());
  RETURN_IF_ERROR(serving::CheckEtag(request.etag(), account->revision, request.name()));
  return *std::move(account);
}

// As it stands after what was emitted.
absl::StatusOr<v1::Account> Describe(CommandContext& command, int64_t account) {
  ASSIGN_OR_RETURN(const storage::AccountRow row, storage::GetAccount(command.tx(), command.federation(), account));
  return DescribeAccount(command.tx(), command.federation(), command.actor().federation_id, row);
}

absl::Status EmitAccount(CommandContext& command, int64_t account, const std::string& id,
                         std::string_view display_name) {
  v1::Event event;
  event.mutable_account_created()->set_account(account);
  event.mutable_account_created()->set_id(id);
  *event.mutable_account_created()->mutable_display_name() = command.Keep(display_name);
  return command.Emit(event);
}

absl::Status EmitPosition(CommandContext& command, const rules::PositionFact& fact) {
  v1::Event event;
  v1::PositionGiven& given = *event.mutable_position_given();
  given.set_position_number(fact.number);
  given.set_account(fact.account);
  given.set_position(fact.position);
  given.set_union_number(fact.union_number);
  given.set_from_day(fact.from_day);
  given.set_to_day(fact.to_day);
  return command.Emit(event);
}

// In place of whatever the account had; the code is kept nowhere.
absl::StatusOr<std::string> GiveOneTimeCode(CommandContext& command, int64_t account) {
  std::string code = MakeOneTimeCode(command.entropy());
  RETURN_IF_ERROR(storage::SetCredential(command.tx(), command.federation(), account,
                                         {.hash = HashOneTimeCode(code, command.entropy()), .one_time = true}));
  return code;
}

bool Overlap(const rules::PositionFact& a, const rules::PositionFact& b) {
  return (a.to_day == 0 || b.from_day <= a.to_day) && (b.to_day == 0 || a.from_day <= b.to_day);
}

// There is always an enabled administrator for an indefinite time: refuses what would leave none on `day` without the
// position (0: none) or the account (0: none) left out.
absl::Status CheckAnotherAdministrator(CommandContext& command, int64_t without_position, int64_t without_account,
                                       rules::Day day) {
  ASSIGN_OR_RETURN(const std::vector<rules::PositionFact> positions,
                   storage::AllPositions(command.tx(), command.federation()));
  for (const rules::PositionFact& fact : positions) {
    if (fact.position != v1::POSITION_ADMINISTRATOR || fact.to_day != 0 || fact.from_day > day) continue;
    if (fact.number == without_position || fact.account == without_account) continue;
    ASSIGN_OR_RETURN(const storage::AccountRow account,
                     storage::GetAccount(command.tx(), command.federation(), fact.account));
    if (!account.disabled) return absl::OkStatus();
  }
  return rules::Refuse(v1::ERROR_REASON_LAST_ADMINISTRATOR);
}

// The union that a position is in; 0 for a position of the federation.
absl::StatusOr<int64_t> BodyOf(CommandContext& command, const v1::GivePositionRequest& request) {
  if (!rules::IsUnionPosition(request.position())) {
    if (request.body().empty()) return 0;
    return rules::RefuseField("body", "chức vụ này là của liên đoàn: hãy để trống",
                              "this is a position of the federation: leave it empty");
  }
  ASSIGN_OR_RETURN(const rules::ResourceName name, rules::ParseName(request.body(), rules::NameKind::kUnion, "body"));
  if (name.federation != command.actor().federation_id) return rules::RefuseNotFound(request.body());
  ASSIGN_OR_RETURN(const std::optional<storage::UnionRow> body,
                   storage::FindUnion(command.tx(), command.federation(), name.id));
  if (!body) return rules::RefuseNotFound(request.body());
  return body->union_number;
}

// An administrator holds nothing else at the same time, and nothing is held twice.
absl::Status CheckAlongside(CommandContext& command, const rules::PositionFact& given) {
  ASSIGN_OR_RETURN(const std::vector<rules::PositionFact> held,
                   storage::PositionsOfAccount(command.tx(), command.federation(), given.account));
  for (const rules::PositionFact& fact : held) {
    if (!Overlap(fact, given)) continue;
    if (fact.position == given.position && fact.union_number == given.union_number) {
      return rules::Refuse(v1::ERROR_REASON_ALREADY_EXISTS,
                           {{"name", rules::PositionName(command.actor().federation_id, fact.number)}});
    }
    if (fact.position == v1::POSITION_ADMINISTRATOR || given.position == v1::POSITION_ADMINISTRATOR) {
      return rules::Refuse(v1::ERROR_REASON_ADMINISTRATOR_DOES_NO_BUSINESS);
    }
  }
  return absl::OkStatus();
}

// The union's id, or with -2, -3, … where an account has it already.
absl::StatusOr<std::string> FreeAccountId(CommandContext& command, const std::string& union_id) {
  std::string id = union_id;
  for (int64_t next = 2;; ++next) {
    ASSIGN_OR_RETURN(const std::optional<storage::AccountRow> taken,
                     storage::FindAccount(command.tx(), command.federation(), id));
    if (!taken) return id;
    const std::string suffix = "-" + std::to_string(next);
    id = union_id.substr(0, kAccountIdBytes - suffix.size()) + suffix;
  }
}

}  // namespace

absl::Status CreateAccount(CommandContext& command, const v1::CreateAccountRequest& request,
                           v1::CreateAccountResponse* response) {
  RETURN_IF_ERROR(rules::ParseName(request.parent(), rules::NameKind::kFederation, "parent").status());
  if (!rules::IsAccountId(request.account_id())) {
    return rules::RefuseField("account_id",
                              "phải có 1 đến 40 ký tự a-z, 0-9, '.', '-', '_', bắt đầu và kết thúc bằng chữ hoặc số",
                              "must have 1 to 40 of a-z, 0-9, '.', '-', '_', and begin and end with a letter or digit");
  }
  ASSIGN_OR_RETURN(const std::string display_name,
                   serving::RequiredLineOf(request.display_name(), "display_name", kDisplayNameLength));
  ASSIGN_OR_RETURN(const std::optional<storage::AccountRow> same,
                   storage::FindAccount(command.tx(), command.federation(), request.account_id()));
  if (same) {
    return rules::Refuse(v1::ERROR_REASON_ALREADY_EXISTS,
                         {{"name", rules::AccountName(command.actor().federation_id, same->id)}});
  }
  ASSIGN_OR_RETURN(const int64_t account, storage::NextAccount(command.tx(), command.federation()));
  RETURN_IF_ERROR(EmitAccount(command, account, request.account_id(), display_name));
  ASSIGN_OR_RETURN(*response->mutable_one_time_code(), GiveOneTimeCode(command, account));
  ASSIGN_OR_RETURN(*response->mutable_account(), Describe(command, account));
  return absl::OkStatus();
}

absl::Status CreateUnionAccounts(CommandContext& command, const v1::CreateUnionAccountsRequest& request,
                                 v1::CreateUnionAccountsResponse* response) {
  RETURN_IF_ERROR(rules::ParseName(request.parent(), rules::NameKind::kFederation, "parent").status());
  ASSIGN_OR_RETURN(const std::vector<storage::UnionRow> unions, storage::AllUnions(command.tx(), command.federation()));
  ASSIGN_OR_RETURN(const std::vector<rules::PositionFact> positions,
                   storage::AllPositions(command.tx(), command.federation()));
  // Also one who is to be chair later.
  std::set<int64_t> with_chair;
  for (const rules::PositionFact& fact : positions) {
    if (fact.position == v1::POSITION_UNION_CHAIR && (fact.to_day == 0 || fact.to_day >= command.today())) {
      with_chair.insert(fact.union_number);
    }
  }
  ASSIGN_OR_RETURN(int64_t account, storage::NextAccount(command.tx(), command.federation()));
  ASSIGN_OR_RETURN(int64_t position, storage::NextPosition(command.tx(), command.federation()));
  for (const storage::UnionRow& row : unions) {
    if (with_chair.contains(row.union_number)) continue;
    if (response->accounts_size() == kUnionAccountsAtOnce) break;
    ASSIGN_OR_RETURN(const std::string id, FreeAccountId(command, row.id));
    RETURN_IF_ERROR(EmitAccount(command, account, id, "Chủ tịch " + row.title));
    RETURN_IF_ERROR(EmitPosition(command, {.number = position,
                                           .account = account,
                                           .position = v1::POSITION_UNION_CHAIR,
                                           .union_number = row.union_number,
                                           .from_day = command.today(),
                                           .to_day = 0}));
    v1::CreatedAccount& created = *response->add_accounts();
    created.set_body(rules::UnionName(command.actor().federation_id, row.id));
    created.set_body_title(row.title);
    ASSIGN_OR_RETURN(*created.mutable_one_time_code(), GiveOneTimeCode(command, account));
    ASSIGN_OR_RETURN(*created.mutable_account(), Describe(command, account));
    ++account;
    ++position;
  }
  if (response->accounts().empty()) {
    return NothingToDo("mọi công đoàn cơ sở đã có chủ tịch.", "every union has a chair.");
  }
  return absl::OkStatus();
}

absl::Status DisableAccount(CommandContext& command, const v1::DisableAccountRequest& request,
                            v1::DisableAccountResponse* response) {
  ASSIGN_OR_RETURN(const storage::AccountRow row, NamedAccount(command, request));
  if (row.disabled) return NothingToDo("tài khoản đã bị khóa rồi.", "the account is disabled already.");
  ASSIGN_OR_RETURN(const std::vector<rules::PositionFact> positions,
                   storage::PositionsOfAccount(command.tx(), command.federation(), row.account));
  const bool administers = std::any_of(positions.begin(), positions.end(), [&](const rules::PositionFact& fact) {
    return fact.position == v1::POSITION_ADMINISTRATOR && rules::HoldsOn(fact, command.today());
  });
  if (administers) RETURN_IF_ERROR(CheckAnotherAdministrator(command, 0, row.account, command.today()));
  v1::Event event;
  event.mutable_account_disabled()->set_account(row.account);
  RETURN_IF_ERROR(command.Emit(event));
  RETURN_IF_ERROR(storage::RemoveSessionsOf(command.tx(), command.federation(), row.account, 0));
  ASSIGN_OR_RETURN(*response->mutable_account(), Describe(command, row.account));
  return absl::OkStatus();
}

absl::Status EnableAccount(CommandContext& command, const v1::EnableAccountRequest& request,
                           v1::EnableAccountResponse* response) {
  ASSIGN_OR_RETURN(const storage::AccountRow row, NamedAccount(command, request));
  if (!row.disabled) return NothingToDo("tài khoản không bị khóa.", "the account is not disabled.");
  v1::Event event;
  event.mutable_account_enabled()->set_account(row.account);
  RETURN_IF_ERROR(command.Emit(event));
  ASSIGN_OR_RETURN(*response->mutable_account(), Describe(command, row.account));
  return absl::OkStatus();
}

absl::Status ResetAccount(CommandContext& command, const v1::ResetAccountRequest& request,
                          v1::ResetAccountResponse* response) {
  ASSIGN_OR_RETURN(const storage::AccountRow row, NamedAccount(command, request));
  if (row.disabled) return rules::Refuse(v1::ERROR_REASON_ACCOUNT_DISABLED, {{"name", request.name()}});
  v1::Event event;
  event.mutable_account_reset()->set_account(row.account);
  RETURN_IF_ERROR(command.Emit(event));
  ASSIGN_OR_RETURN(*response->mutable_one_time_code(), GiveOneTimeCode(command, row.account));
  RETURN_IF_ERROR(storage::RemoveSessionsOf(command.tx(), command.federation(), row.account, 0));
  ASSIGN_OR_RETURN(*response->mutable_account(), Describe(command, row.account));
  return absl::OkStatus();
}

absl::Status GivePosition(CommandContext& command, const v1::GivePositionRequest& request,
                          v1::GivePositionResponse* response) {
  ASSIGN_OR_RETURN(const storage::AccountRow row, NamedAccount(command, request));
  if (!v1::Position_IsValid(request.position()) || request.position() == v1::POSITION_UNSPECIFIED) {
    return rules::RefuseField("position", "phải là một chức vụ", "must be a position");
  }
  ASSIGN_OR_RETURN(const int64_t body, BodyOf(command, request));
  ASSIGN_OR_RETURN(const rules::Day from_day, serving::DayOr(request.from_date(), command.today(), "from_date"));
  ASSIGN_OR_RETURN(const rules::Day to_day, serving::DayOr(request.to_date(), 0, "to_date"));
  if (to_day != 0 && to_day < from_day) {
    return rules::RefuseField("to_date", "không được trước ngày bắt đầu", "must not be before the first day");
  }
  if (row.account == command.actor().account) {
    return rules::Refuse(v1::ERROR_REASON_ADMINISTRATOR_DOES_NO_BUSINESS);
  }
  if (row.disabled) return rules::Refuse(v1::ERROR_REASON_ACCOUNT_DISABLED, {{"name", request.name()}});
  ASSIGN_OR_RETURN(const int64_t number, storage::NextPosition(command.tx(), command.federation()));
  const rules::PositionFact given{.number = number,
                                  .account = row.account,
                                  .position = request.position(),
                                  .union_number = body,
                                  .from_day = from_day,
                                  .to_day = to_day};
  RETURN_IF_ERROR(CheckAlongside(command, given));
  RETURN_IF_ERROR(EmitPosition(command, given));
  ASSIGN_OR_RETURN(*response->mutable_account(), Describe(command, row.account));
  return absl::OkStatus();
}

absl::Status EndPosition(CommandContext& command, const v1::EndPositionRequest& request,
                         v1::EndPositionResponse* response) {
  ASSIGN_OR_RETURN(const rules::ResourceName name, rules::ParseName(request.name(), rules::NameKind::kPosition));
  ASSIGN_OR_RETURN(const std::optional<rules::PositionFact> fact,
                   storage::FindPosition(command.tx(), command.federation(), name.number));
  if (!fact) return rules::RefuseNotFound(request.name());
  ASSIGN_OR_RETURN(const rules::Day to_day, serving::DayOr(request.to_date(), command.today(), "to_date"));
  // Ended on the day before it begins, a position was never held: so one that was given by mistake ends at once.
  if (to_day < fact->from_day - 1) {
    return rules::RefuseField("to_date", "không được sớm hơn một ngày trước ngày bắt đầu",
                              "must not be earlier than the day before its first day");
  }
  if (fact->to_day != 0 && fact->to_day <= to_day) {
    return NothingToDo("chức vụ này đã thôi giữ từ trước.", "the position has ended before.");
  }
  if (fact->position == v1::POSITION_ADMINISTRATOR && fact->to_day == 0) {
    RETURN_IF_ERROR(CheckAnotherAdministrator(command, fact->number, 0, std::max(command.today(), to_day + 1)));
  }
  v1::Event event;
  event.mutable_position_ended()->set_position_number(fact->number);
  event.mutable_position_ended()->set_to_day(to_day);
  RETURN_IF_ERROR(command.Emit(event));
  ASSIGN_OR_RETURN(*response->mutable_account(), Describe(command, fact->account));
  return absl::OkStatus();
}

absl::Status ListAccounts(serving::ReadContext& read, const v1::ListAccountsRequest& request,
                          v1::ListAccountsResponse* response) {
  RETURN_IF_ERROR(rules::ParseName(request.parent(), rules::NameKind::kFederation, "parent").status());
  ASSIGN_OR_RETURN(const serving::Page page, serving::PageOf(request, 1));
  ASSIGN_OR_RETURN(
      const std::vector<storage::AccountRow> rows,
      storage::ListAccounts(read.tx(), read.federation(), page.after ? page.after->numbers[0] : 0, page.size + 1));
  return serving::FillPage(
      request, page, rows, response, response->mutable_accounts(),
      [](const storage::AccountRow& row) { return serving::PageKey{.numbers = {row.account}}; },
      [&](const storage::AccountRow& row, v1::Account* account) -> absl::Status {
        ASSIGN_OR_RETURN(*account, DescribeAccount(read.tx(), read.federation(), read.actor().federation_id, row));
        return absl::OkStatus();
      });
}

absl::Status WhoAmI(serving::ReadContext& read, const v1::WhoAmIRequest& request, v1::WhoAmIResponse* response) {
  RETURN_IF_ERROR(rules::ParseName(request.parent(), rules::NameKind::kFederation, "parent").status());
  ASSIGN_OR_RETURN(const storage::AccountRow row,
                   storage::GetAccount(read.tx(), read.federation(), read.actor().account));
  ASSIGN_OR_RETURN(*response->mutable_account(),
                   DescribeAccount(read.tx(), read.federation(), read.actor().federation_id, row));
  ASSIGN_OR_RETURN(const storage::FederationRow federation, storage::GetFederation(read.tx(), read.federation()));
  const bool english = read.actor().language == "en" && !federation.title_en.empty();
  response->set_federation_title(english ? federation.title_en : federation.title_vi);
  *response->mutable_time() = TimestampOf(read.time_micros());
  response->set_demo(federation.demo);
  response->set_time_zone(federation.time_zone);
  ASSIGN_OR_RETURN(const std::string superior, storage::SuperiorOn(read.tx(), read.federation(), read.today()));
  if (!superior.empty()) response->set_superior(rules::FederationName(superior));
  return absl::OkStatus();
}

}  // namespace phancong::accounts
