#include "services/standing_committee/draft_round.h"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "fmt/format.h"
#include "services/programme/rounds.h"
#include "services/rules/names.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/rules/scope.h"
#include "services/serving/fields.h"
#include "services/standing_committee/issue.h"
#include "storage/programmes.h"
#include "storage/rounds.h"

namespace phancong::standing_committee {
namespace {

absl::Status RefuseId(const v1::Programme& programme, const std::string& id) {
  const int first = programme.term_begin().year();
  const int last = programme.term_end().year();
  const std::string term = programme::TermRoundId(programme);
  return rules::RefuseField(
      "name", fmt::format("“{}” không phải một năm từ {} đến {}, cũng không phải nhiệm kỳ {}", id, first, last, term),
      fmt::format("“{}” is neither a year from {} to {} nor the term {}", id, first, last, term));
}

// What the request says of single items, checked against those that the round may have.
class Wishes {
 public:
  Wishes(const v1::Programme& programme, const programme::RoundKind& kind, rules::Day today)
      : programme_(programme), kind_(kind), today_(today) {}

  absl::Status Read(const v1::DraftRoundRequest& request) {
    for (int i = 0; i < request.due_dates_size(); ++i) {
      const v1::DueDate& wish = request.due_dates(i);
      const std::string field = fmt::format("due_dates[{}]", i);
      RETURN_IF_ERROR(CheckItem(wish.item(), field + ".item"));
      ASSIGN_OR_RETURN(const rules::Day day, serving::RequiredDayOf(wish.due_date(), field + ".due_date"));
      if (!due_days_.emplace(wish.item(), day).second) return Twice(wish.item(), field + ".item");
      RETURN_IF_ERROR(CheckDueDay(wish.item(), day, today_));
      if (day < kind_.period.begin) {
        return rules::RefuseField(
            field + ".due_date", fmt::format("không được trước đầu kỳ {}", rules::VietnameseDate(kind_.period.begin)),
            fmt::format("must not be before the period begins on {}", rules::IsoDate(kind_.period.begin)));
      }
    }
    for (int i = 0; i < request.without_items_size(); ++i) {
      const std::string& id = request.without_items(i);
      const std::string field = fmt::format("without_items[{}]", i);
      RETURN_IF_ERROR(CheckItem(id, field));
      if (!without_.insert(id).second || due_days_.contains(id)) return Twice(id, field);
    }
    return absl::OkStatus();
  }

  [[nodiscard]] bool Wants(const v1::Item& item) const {
    return rules::IsYearly(item) == kind_.yearly && !programme::WhyNotInForce(item) && !without_.contains(item.id());
  }

  [[nodiscard]] rules::Day DueDayOf(const v1::Item& item) const {
    const auto wish = due_days_.find(item.id());
    if (wish != due_days_.end()) return wish->second;
    const rules::Day usual = rules::UsualDueDay(item, kind_.period);
    return usual < today_ ? kind_.period.end : usual;
  }

 private:
  static absl::Status Twice(const std::string& id, const std::string& field) {
    return rules::RefuseField(field, fmt::format("mục {} có hai lần", id), fmt::format("item {} is there twice", id));
  }

  absl::Status CheckItem(const std::string& id, const std::string& field) const {
    const v1::Item* const item = rules::FindItem(programme_, id);
    if (item == nullptr) {
      return rules::RefuseField(field, fmt::format("chương trình không có mục “{}”", id),
                                fmt::format("the programme has no item “{}”", id));
    }
    if (rules::IsYearly(*item) != kind_.yearly) {
      return rules::RefuseField(
          field, fmt::format("mục {} thuộc đợt giao của {}", id, kind_.yearly ? "nhiệm kỳ" : "từng năm"),
          fmt::format("item {} belongs to the round of {}", id, kind_.yearly ? "the term" : "each year"));
    }
    if (const auto why = programme::WhyNotInForce(*item)) {
      return rules::RefuseField(field, fmt::format("mục {} không giao được: {}", id, why->vi()),
                                fmt::format("item {} is not issued: {}", id, why->en()));
    }
    return absl::OkStatus();
  }

  const v1::Programme& programme_;
  const programme::RoundKind kind_;
  const rules::Day today_;
  std::map<std::string, rules::Day> due_days_;
  std::set<std::string> without_;
};

}  // namespace

absl::Status DraftRound(serving::CommandContext& context, const v1::DraftRoundRequest& request,
                        v1::DraftRoundResponse* response) {
  ASSIGN_OR_RETURN(const rules::ResourceName name, rules::ParseName(request.name(), rules::NameKind::kRound));
  ASSIGN_OR_RETURN(const rules::Day population_day,
                   serving::DayOr(request.population_date(), context.today(), "population_date"));
  if (population_day > context.today()) {
    return rules::RefuseField("population_date", "không được sau hôm nay", "must not be after today");
  }
  ASSIGN_OR_RETURN(const storage::ProgrammeRow row, storage::NewestProgramme(context.tx(), context.federation()));
  const v1::Programme& programme = *row.programme;
  const std::optional<programme::RoundKind> kind = programme::RoundKindOf(programme, name.id);
  if (!kind) return RefuseId(programme, name.id);
  ASSIGN_OR_RETURN(const std::optional<storage::RoundRow> before,
                   storage::FindRound(context.tx(), context.federation(), name.id));
  if (before) RETURN_IF_ERROR(programme::RequireState(*before, v1::ROUND_STATE_DRAFT));
  RETURN_IF_ERROR(serving::CheckEtag(request.etag(), before ? before->revision : 0, request.name()));
  Wishes wishes(programme, *kind, context.today());
  RETURN_IF_ERROR(wishes.Read(request));

  v1::Event event;
  v1::RoundDrafted& drafted = *event.mutable_round_drafted();
  if (before) {
    drafted.set_round_number(before->round);
  } else {
    ASSIGN_OR_RETURN(const int64_t next, storage::NextRound(context.tx(), context.federation()));
    drafted.set_round_number(next);
  }
  drafted.set_id(name.id);
  drafted.set_programme_version(row.version);
  drafted.set_period_begin_day(kind->period.begin);
  drafted.set_period_end_day(kind->period.end);
  drafted.set_population_day(population_day);
  using Numbers = std::map<std::string, int64_t>;
  ASSIGN_OR_RETURN(const Numbers numbers, storage::ItemNumbers(context.tx(), context.federation()));
  for (const v1::Item& item : programme.items()) {
    if (!wishes.Wants(item)) continue;
    v1::RoundDrafted::DraftItem& added = *drafted.add_items();
    added.set_item_number(numbers.at(item.id()));
    added.set_due_day(wishes.DueDayOf(item));
  }
  if (drafted.items().empty()) {
    return rules::Refuse(v1::ERROR_REASON_NOTHING_TO_DO,
                         {{"why.vi", "đợt giao không còn mục nào."}, {"why.en", "no item is left in the round."}});
  }
  RETURN_IF_ERROR(context.Emit(event));
  ASSIGN_OR_RETURN(const storage::RoundRow round,
                   storage::GetRound(context.tx(), context.federation(), drafted.round_number()));
  ASSIGN_OR_RETURN(*response->mutable_round(),
                   programme::ShowRound(context.tx(), context.federation(), name.federation, round,
                                        programme::RoundView::kWithItems, context.actor().language));
  return absl::OkStatus();
}

}  // namespace phancong::standing_committee
