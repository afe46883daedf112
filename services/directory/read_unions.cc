#include "services/directory/read_unions.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "fmt/format.h"
#include "google/protobuf/util/time_util.h"
#include "services/rules/names.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/rules/text.h"
#include "services/serving/fields.h"
#include "services/serving/pages.h"
#include "storage/directory.h"
#include "storage/union_changes.h"

namespace phancong::directory {
namespace {

absl::Status Show(serving::ReadContext& context, const storage::UnionRow& row, rules::Day day,
                  v1::GrassrootsUnion* shown) {
  ASSIGN_OR_RETURN(const rules::UnionFacts facts, storage::FactsOn(context.tx(), context.federation(), row,
                                                                   {.day = day, .known_day = context.today()}));
  *shown = ShowUnion(context.actor().federation_id, row);
  for (const auto& [fact, value] : facts.facts) (*shown->mutable_facts())[fact] = value;
  return absl::OkStatus();
}

absl::StatusOr<rules::Day> DayAsked(const serving::ReadContext& context, const google::type::Date& date) {
  ASSIGN_OR_RETURN(const rules::Day day, serving::DayOr(date, context.today(), "on_date"));
  if (day > context.today()) return rules::RefuseField("on_date", "không được sau hôm nay", "must not be after today");
  return day;
}

bool Reaches(const rules::Reach& reach, int64_t union_number) {
  return reach.everything ||
         std::find(reach.own_unions.begin(), reach.own_unions.end(), union_number) != reach.own_unions.end();
}

v1::UnionEvent ShowChange(const serving::ReadContext& context, const storage::UnionChangeRow& row,
                          const std::map<int64_t, std::string>& ids) {
  const std::string& federation = context.actor().federation_id;
  v1::UnionEvent shown;
  shown.set_name(rules::UnionChangeName(federation, row.change));
  shown.set_kind(row.kind);
  *shown.mutable_on_date() = rules::DateOf(row.day);
  for (const storage::UnionPartyRow& party : row.from) {
    shown.add_from(rules::UnionName(federation, ids.at(party.union_number)));
    shown.add_from_titles(party.title);
  }
  for (const storage::UnionPartyRow& party : row.into) {
    shown.add_into(rules::UnionName(federation, ids.at(party.union_number)));
    shown.add_into_titles(party.title);
  }
  shown.set_decision_number(row.decision_number);
  shown.set_reason(row.reason);
  *shown.mutable_create_time() = google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(row.created_at);
  return shown;
}

// The unions of whose changes the caller may hear: all (nothing), or these.
absl::StatusOr<std::optional<std::vector<int64_t>>> UnionsAskedFor(serving::ReadContext& context,
                                                                   const std::string& parent) {
  ASSIGN_OR_RETURN(const rules::ResourceName name, rules::ParseName(parent, "parent"));
  if (name.kind == rules::NameKind::kUnion) {
    ASSIGN_OR_RETURN(const std::optional<storage::UnionRow> row,
                     storage::FindUnion(context.tx(), context.federation(), name.id));
    if (!Reaches(context.reach(), row ? row->union_number : -1)) return rules::Refuse(v1::ERROR_REASON_NOT_YOUR_UNION);
    if (!row) return rules::RefuseNotFound(parent);
    return std::vector<int64_t>{row->union_number};
  }
  if (name.kind != rules::NameKind::kFederation) {
    return rules::RefuseField("parent", "phải là liên đoàn hoặc một công đoàn cơ sở",
                              "must be the federation or a union");
  }
  if (context.reach().everything) return std::optional<std::vector<int64_t>>();
  return context.reach().own_unions;
}

}  // namespace

v1::GrassrootsUnion ShowUnion(const std::string& federation_id, const storage::UnionRow& row) {
  v1::GrassrootsUnion shown;
  shown.set_name(rules::UnionName(federation_id, row.id));
  shown.set_etag(fmt::to_string(row.revision));
  shown.set_title(row.title);
  shown.set_type(row.type);
  shown.set_place(row.place);
  *shown.mutable_founded_on() = rules::OptionalDateOf(row.founded_day);
  *shown.mutable_ended_on() = rules::OptionalDateOf(row.ended_day);
  if (!row.predecessor_union.empty()) {
    shown.set_predecessor(rules::UnionName(row.predecessor_federation, row.predecessor_union));
  }
  return shown;
}

absl::Status GetUnion(serving::ReadContext& context, const v1::GetUnionRequest& request,
                      v1::GetUnionResponse* response) {
  ASSIGN_OR_RETURN(const rules::ResourceName name, rules::ParseName(request.name(), rules::NameKind::kUnion));
  ASSIGN_OR_RETURN(const rules::Day day, DayAsked(context, request.on_date()));
  ASSIGN_OR_RETURN(
      const std::optional<storage::UnionRow> row,
      storage::FindUnionOn(context.tx(), context.federation(), name.id, {.day = day, .known_day = context.today()}));
  if (!Reaches(context.reach(), row ? row->union_number : -1)) return rules::Refuse(v1::ERROR_REASON_NOT_YOUR_UNION);
  // Before its founding there is nothing to say of it; of one that has ended, how it was, and when it ended.
  if (!row || (rules::IsGiven(request.on_date()) && row->founded_day > day)) {
    return rules::RefuseNotFound(request.name());
  }
  return Show(context, *row, day, response->mutable_grassroots_union());
}

absl::Status ListUnions(serving::ReadContext& context, const v1::ListUnionsRequest& request,
                        v1::ListUnionsResponse* response) {
  RETURN_IF_ERROR(rules::ParseName(request.parent(), rules::NameKind::kFederation, "parent").status());
  ASSIGN_OR_RETURN(const serving::Page page, serving::PageOf(request, 1));
  ASSIGN_OR_RETURN(const rules::Day day, DayAsked(context, request.on_date()));
  storage::UnionFilter filter;
  filter.types.assign(request.types().begin(), request.types().end());
  filter.folded_words = absl::StrSplit(rules::Fold(request.text()), ' ', absl::SkipEmpty());
  filter.only_unions = !context.reach().everything;
  filter.unions = context.reach().own_unions;
  std::optional<storage::UnionCursor> after;
  if (page.after) after = {.sort_key = page.after->bytes, .union_number = page.after->numbers[0]};
  ASSIGN_OR_RETURN(const std::vector<storage::UnionRow> rows,
                   storage::ListUnions(context.tx(), context.federation(), filter,
                                       {.day = day, .known_day = context.today()}, after, page.size + 1));
  return serving::FillPage(
      request, page, rows, response, response->mutable_unions(),
      [](const storage::UnionRow& row) {
        return serving::PageKey{.numbers = {row.union_number}, .bytes = row.sort_key};
      },
      [&](const storage::UnionRow& row, v1::GrassrootsUnion* shown) { return Show(context, row, day, shown); });
}

absl::Status ListUnionChanges(serving::ReadContext& context, const v1::ListUnionChangesRequest& request,
                              v1::ListUnionChangesResponse* response) {
  using Asked = std::optional<std::vector<int64_t>>;
  ASSIGN_OR_RETURN(const Asked unions, UnionsAskedFor(context, request.parent()));
  ASSIGN_OR_RETURN(const serving::Page page, serving::PageOf(request, 2));
  std::optional<storage::UnionChangeCursor> after;
  if (page.after) after = {.day = page.after->numbers[0], .change = page.after->numbers[1]};
  ASSIGN_OR_RETURN(const std::vector<storage::UnionChangeRow> rows,
                   storage::ListUnionChanges(context.tx(), context.federation(), unions, after, page.size + 1));
  std::map<int64_t, std::string> ids;
  std::map<int64_t, const storage::UnionRow*> by_number;
  ASSIGN_OR_RETURN(const std::vector<storage::UnionRow> all, storage::AllUnions(context.tx(), context.federation()));
  for (const storage::UnionRow& row : all) {
    ids[row.union_number] = row.id;
    by_number[row.union_number] = &row;
  }
  return serving::FillPage(
      request, page, rows, response, response->mutable_changes(),
      [](const storage::UnionChangeRow& row) {
        return serving::PageKey{.numbers = {row.day, row.change}};
      },
      [&](const storage::UnionChangeRow& row, v1::UnionEvent* shown) {
        *shown = ShowChange(context, row, ids);
        if (row.kind == v1::UNION_CHANGE_KIND_ADMITTED && row.into.size() == 1) {
          const storage::UnionRow& admitted = *by_number.at(row.into[0].union_number);
          shown->set_predecessor(rules::UnionName(admitted.predecessor_federation, admitted.predecessor_union));
        }
        return absl::OkStatus();
      });
}

}  // namespace phancong::directory
