#include "services/grassroots_union/update_facts.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "fmt/format.h"
#include "phancong/v1/event.pb.h"
#include "services/directory/read_unions.h"
#include "services/rules/names.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/rules/union_change.h"
#include "services/serving/fields.h"
#include "storage/directory.h"
#include "storage/programmes.h"
#include "storage/union_changes.h"

namespace phancong::grassroots_union {
namespace {

// Facts hold from their day until the next: an earlier day would change a past that others have looked at.
absl::Status CheckDay(serving::CommandContext& context, const v1::UpdateFactsRequest& request, int64_t union_number,
                      rules::Day as_of_day) {
  if (as_of_day > context.today()) {
    return rules::RefuseField("as_of_date", "không được sau hôm nay", "must not be after today");
  }
  ASSIGN_OR_RETURN(const rules::Day sealed_until, storage::SealedUntil(context.tx(), context.federation()));
  if (as_of_day <= sealed_until) return rules::Refuse(v1::ERROR_REASON_PERIOD_SEALED);
  ASSIGN_OR_RETURN(const std::vector<storage::FactDayRow> recorded,
                   storage::FactDaysOf(context.tx(), context.federation(), union_number));
  for (const storage::FactDayRow& row : recorded) {
    if (!request.facts().contains(row.fact) || row.from_day <= as_of_day) continue;
    return rules::RefuseField("as_of_date",
                              fmt::format("{} đã có số liệu từ ngày {}: chọn ngày đó hoặc sau đó", row.fact,
                                          rules::VietnameseDate(row.from_day)),
                              fmt::format("{} is recorded from {} on: choose that day or a later one", row.fact,
                                          rules::IsoDate(row.from_day)));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status UpdateFacts(serving::CommandContext& context, const v1::UpdateFactsRequest& request,
                         v1::UpdateFactsResponse* response) {
  ASSIGN_OR_RETURN(const rules::ResourceName name, rules::ParseName(request.name(), rules::NameKind::kUnion));
  ASSIGN_OR_RETURN(const std::optional<storage::UnionRow> row,
                   storage::FindUnion(context.tx(), context.federation(), name.id));
  if (!row) return rules::RefuseNotFound(request.name());
  if (!context.actor().Holds(v1::POSITION_UNION_CHAIR, row->union_number)) {
    return rules::Refuse(v1::ERROR_REASON_NOT_CHAIR_OF_ASSIGNEE);
  }
  RETURN_IF_ERROR(serving::CheckEtag(request.etag(), row->revision, request.name()));
  RETURN_IF_ERROR(rules::CheckNotEnded(row->title, row->ended_day, context.today()));
  ASSIGN_OR_RETURN(const rules::Day as_of_day, serving::DayOr(request.as_of_date(), context.today(), "as_of_date"));
  if (request.facts().empty()) return rules::RefuseField("facts", "phải có ít nhất một", "is empty");
  RETURN_IF_ERROR(CheckDay(context, request, row->union_number, as_of_day));
  ASSIGN_OR_RETURN(const storage::ProgrammeRow programme, storage::NewestProgramme(context.tx(), context.federation()));
  ASSIGN_OR_RETURN(rules::UnionFacts facts, storage::FactsOn(context.tx(), context.federation(), *row,
                                                             {.day = as_of_day, .known_day = context.today()}));
  for (const auto& [fact, value] : request.facts()) facts.facts[fact] = value;
  RETURN_IF_ERROR(rules::CheckFacts(facts.facts, *programme.programme, "facts"));

  v1::Event event;
  event.mutable_union_facts_updated()->set_union_number(row->union_number);
  event.mutable_union_facts_updated()->set_as_of_day(as_of_day);
  *event.mutable_union_facts_updated()->mutable_facts() = request.facts();
  RETURN_IF_ERROR(context.Emit(event));
  ASSIGN_OR_RETURN(const storage::UnionRow after,
                   storage::GetUnion(context.tx(), context.federation(), row->union_number));
  ASSIGN_OR_RETURN(facts, storage::FactsOn(context.tx(), context.federation(), after,
                                           {.day = context.today(), .known_day = context.today()}));
  *response->mutable_grassroots_union() = directory::ShowUnion(context.actor().federation_id, after);
  for (const auto& [fact, value] : facts.facts) (*response->mutable_grassroots_union()->mutable_facts())[fact] = value;
  return absl::OkStatus();
}

}  // namespace phancong::grassroots_union
