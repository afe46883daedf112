#include "services/directory/read_unions.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "fmt/format.h"
#include "services/rules/names.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/rules/text.h"
#include "services/serving/page_token.h"
#include "storage/directory.h"

namespace phancong::directory {
namespace {

absl::Status Show(serving::ReadContext& context, const storage::UnionRow& row, v1::GrassrootsUnion* shown) {
  ASSIGN_OR_RETURN(const rules::UnionFacts facts,
                   storage::FactsOn(context.tx(), context.federation(), row, context.today()));
  shown->set_name(rules::UnionName(context.actor().federation_id, row.id));
  shown->set_etag(fmt::to_string(row.revision));
  shown->set_title(row.title);
  shown->set_type(row.type);
  shown->set_place(row.place);
  *shown->mutable_founded_on() = rules::OptionalDateOf(row.founded_day);
  for (const auto& [fact, value] : facts.facts) (*shown->mutable_facts())[fact] = value;
  return absl::OkStatus();
}

bool Reaches(const rules::Reach& reach, int64_t union_number) {
  return reach.everything ||
         std::find(reach.own_unions.begin(), reach.own_unions.end(), union_number) != reach.own_unions.end();
}

}  // namespace

absl::Status GetUnion(serving::ReadContext& context, const v1::GetUnionRequest& request,
                      v1::GetUnionResponse* response) {
  ASSIGN_OR_RETURN(const rules::ResourceName name, rules::ParseName(request.name(), rules::NameKind::kUnion));
  ASSIGN_OR_RETURN(const std::optional<storage::UnionRow> row,
                   storage::FindUnion(context.tx(), context.federation(), name.id));
  if (!Reaches(context.reach(), row ? row->union_number : -1)) return rules::Refuse(v1::ERROR_REASON_NOT_YOUR_UNION);
  if (!row) return rules::Refuse(v1::ERROR_REASON_NOT_FOUND, {{"name", request.name()}});
  return Show(context, *row, response->mutable_grassroots_union());
}

absl::Status ListUnions(serving::ReadContext& context, const v1::ListUnionsRequest& request,
                        v1::ListUnionsResponse* response) {
  RETURN_IF_ERROR(rules::ParseName(request.parent(), rules::NameKind::kFederation, "parent").status());
  ASSIGN_OR_RETURN(const serving::Page page, serving::PageOf(request, 1));
  storage::UnionFilter filter;
  filter.types.assign(request.types().begin(), request.types().end());
  filter.folded_words = absl::StrSplit(rules::Fold(request.text()), ' ', absl::SkipEmpty());
  filter.only_unions = !context.reach().everything;
  filter.unions = context.reach().own_unions;
  std::optional<storage::UnionCursor> after;
  if (page.after) after = {.sort_key = page.after->bytes, .union_number = page.after->numbers[0]};
  ASSIGN_OR_RETURN(std::vector<storage::UnionRow> rows,
                   storage::ListUnions(context.tx(), context.federation(), filter, after, page.size + 1));
  const bool more = static_cast<int64_t>(rows.size()) > page.size;
  if (more) rows.pop_back();
  for (const storage::UnionRow& row : rows) RETURN_IF_ERROR(Show(context, row, response->add_unions()));
  if (more) {
    response->set_next_page_token(
        serving::PageTokenOf(request, {.numbers = {rows.back().union_number}, .bytes = rows.back().sort_key}));
  }
  return absl::OkStatus();
}

}  // namespace phancong::directory
