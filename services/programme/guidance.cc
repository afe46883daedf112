#include "services/programme/guidance.h"

#include <map>
#include <optional>
#include <set>
#include <string>

#include "google/protobuf/util/time_util.h"
#include "services/programme/rounds.h"
#include "services/rules/names.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "storage/accounts.h"
#include "storage/programmes.h"

namespace phancong::programme {

absl::Status ShowGuidance(storage::ReadTransaction& tx, int64_t federation, std::string_view federation_id,
                          const v1::Item& item, const storage::GuidanceRow* recorded, v1::Guidance* shown) {
  shown->set_item(item.id());
  *shown->mutable_title() = item.title();
  if (recorded == nullptr) return absl::OkStatus();
  v1::DocumentReference& document = *shown->mutable_document();
  document.set_number(recorded->document_number);
  *document.mutable_date() = rules::DateOf(recorded->document_day);
  document.set_issuer(recorded->document_issuer);
  *shown->mutable_record_time() = google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(recorded->recorded_at);
  ASSIGN_OR_RETURN(const storage::AccountRow account, storage::GetAccount(tx, federation, recorded->account));
  shown->set_account(rules::AccountName(federation_id, account.id));
  return absl::OkStatus();
}

absl::Status ListGuidance(serving::ReadContext& context, const v1::ListGuidanceRequest& request,
                          v1::ListGuidanceResponse* response) {
  RETURN_IF_ERROR(rules::ParseName(request.parent(), rules::NameKind::kFederation, "parent").status());
  ASSIGN_OR_RETURN(const storage::ProgrammeRow row, storage::NewestProgramme(context.tx(), context.federation()));
  using Numbers = std::map<std::string, int64_t>;
  ASSIGN_OR_RETURN(const Numbers numbers, storage::ItemNumbers(context.tx(), context.federation()));
  using Recorded = std::map<int64_t, storage::GuidanceRow>;
  ASSIGN_OR_RETURN(const Recorded recorded, storage::AllGuidance(context.tx(), context.federation(), context.today()));
  ASSIGN_OR_RETURN(const std::set<int64_t> guided,
                   GuidedItems(context.tx(), context.federation(), row.version, context.today()));
  for (const v1::Item& item : row.programme->items()) {
    if (!item.awaits_guidance()) continue;
    const int64_t number = numbers.at(item.id());
    RETURN_IF_ERROR(ShowGuidance(context.tx(), context.federation(), context.actor().federation_id, item,
                                 guided.contains(number) ? &recorded.at(number) : nullptr, response->add_guidance()));
  }
  return absl::OkStatus();
}

absl::Status GetCalendar(serving::ReadContext& context, const v1::GetCalendarRequest& request,
                         v1::GetCalendarResponse* response) {
  ASSIGN_OR_RETURN(const rules::ResourceName name, rules::ParseName(request.name(), rules::NameKind::kCalendar));
  storage::CalendarRow row;
  if (name.number == 0) {
    ASSIGN_OR_RETURN(std::optional<storage::CalendarRow> newest,
                     storage::NewestCalendar(context.tx(), context.federation()));
    if (!newest) return rules::RefuseNotFound(request.name());
    row = *std::move(newest);
  } else {
    ASSIGN_OR_RETURN(row, storage::GetCalendar(context.tx(), context.federation(), name.number));
  }
  response->set_name(rules::CalendarName(context.actor().federation_id, row.version));
  response->set_decision_number(row.decision_number);
  *response->mutable_calendar() = std::move(row.calendar);
  return absl::OkStatus();
}

}  // namespace phancong::programme
