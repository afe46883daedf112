#include "services/standing_committee/draft_round.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "fmt/format.h"
#include "services/programme/population.h"
#include "services/programme/rounds.h"
#include "services/rules/names.h"
#include "services/rules/propagate.h"
#include "services/rules/raised_target.h"
#include "services/rules/refusal.h"
#include "services/rules/scope.h"
#include "services/serving/fields.h"
#include "services/standing_committee/issue.h"
#include "services/standing_committee/targets.h"
#include "services/tasks/named.h"
#include "storage/programmes.h"
#include "storage/rounds.h"

namespace phancong::standing_committee {
namespace {

using Numbers = std::map<std::string, int64_t>;

absl::Status RefuseId(const v1::Programme& programme, const std::string& id) {
  const int first = programme.term_begin().year();
  const int last = programme.term_end().year();
  const std::string term = programme::TermRoundId(programme);
  return rules::RefuseField(
      "name", fmt::format("“{}” không phải một năm từ {} đến {}, cũng không phải nhiệm kỳ {}", id, first, last, term),
      fmt::format("“{}” is neither a year from {} to {} nor the term {}", id, first, last, term));
}

// What a round is drafted from.
struct Frame {
  std::shared_ptr<const v1::Programme> programme;
  programme::RoundKind kind;
  Numbers numbers;
  // Items that waited for guidance and have it.
  std::set<int64_t> guided;
  programme::Population population;
  rules::Day today = 0;

  [[nodiscard]] std::optional<v1::LocalText> WhyNotInForce(const v1::Item& item) const {
    return programme::WhyNotInForce(item, guided.contains(numbers.at(item.id())));
  }
  [[nodiscard]] bool MayHave(const v1::Item& item) const {
    return rules::IsYearly(item) == kind.yearly && !WhyNotInForce(item);
  }
  [[nodiscard]] bool GoesTo(const v1::Item& item, int64_t assignee) const {
    const std::vector<int64_t> assignees = programme::AssigneesOf(item, *programme, kind.period, population);
    return std::find(assignees.begin(), assignees.end(), assignee) != assignees.end();
  }
};

// The round that another one is begun from: what it had, moved to the new one's years.
class Copied {
 public:
  // Copies nothing.
  Copied() = default;

  static absl::StatusOr<Copied> From(serving::CommandContext& context, const Frame& frame, const std::string& id,
                                     const std::string& own_id) {
    Copied copied;
    if (id.empty()) return copied;
    if (id == own_id) return rules::RefuseField("copy_from", "phải là một đợt giao khác", "must be another round");
    ASSIGN_OR_RETURN(const storage::RoundRow source,
                     programme::RequireRound(context.tx(), context.federation(), context.actor().federation_id, id));
    ASSIGN_OR_RETURN(const storage::ProgrammeRow row,
                     storage::GetProgramme(context.tx(), context.federation(), source.programme_version));
    const std::optional<programme::RoundKind> kind = programme::RoundKindOf(*row.programme, source.id);
    if (!kind || kind->yearly != frame.kind.yearly) {
      return rules::RefuseField("copy_from", "phải là đợt giao cùng loại: năm từ năm, nhiệm kỳ từ nhiệm kỳ",
                                "must be a round of the same kind: a year from a year, a term from a term");
    }
    const int years = rules::YearOf(frame.kind.period.begin) - rules::YearOf(source.period.begin);
    for (const v1::Item& item : row.programme->items()) copied.known_.insert(item.id());
    for (const v1::Item& item : row.programme->items()) {
      if (item.awaits_guidance()) copied.waited_.insert(item.id());
    }
    ASSIGN_OR_RETURN(const std::vector<storage::RoundItemRow> items,
                     storage::RoundItems(context.tx(), context.federation(), source.round));
    for (const storage::RoundItemRow& item : items) {
      copied.due_[item.item] = item.working_days != 0
                                   ? DueTerm{.due_day = 0, .working_days = item.working_days}
                                   : DueTerm{.due_day = rules::YearsOn(item.due_day, years), .working_days = 0};
    }
    ASSIGN_OR_RETURN(copied.targets_, storage::RaisedTargets(context.tx(), context.federation(), source.round));
    if (source.plan_due_day != 0) copied.plan_due_day_ = rules::YearsOn(source.plan_due_day, years);
    copied.any_ = true;
    return copied;
  }

  // The other round was issued without an item that could have been in it. Not so one that its programme had not yet,
  // or that waited for guidance.
  [[nodiscard]] bool LeftOut(const v1::Item& item, int64_t number) const {
    return any_ && known_.contains(item.id()) && !waited_.contains(item.id()) && !due_.contains(number);
  }
  [[nodiscard]] std::optional<DueTerm> DueOf(int64_t number) const {
    const auto due = due_.find(number);
    return due == due_.end() ? std::nullopt : std::optional(due->second);
  }
  [[nodiscard]] const std::vector<storage::RaisedTargetRow>& targets() const { return targets_; }
  // 0: none.
  [[nodiscard]] rules::Day plan_due_day() const { return plan_due_day_; }
  [[nodiscard]] bool any() const { return any_; }

 private:
  bool any_ = false;
  std::set<std::string> known_;
  std::set<std::string> waited_;
  std::map<int64_t, DueTerm> due_;
  std::vector<storage::RaisedTargetRow> targets_;
  rules::Day plan_due_day_ = 0;
};

// What the request says of single items, checked against those that the round may have, on top of the round copied.
class Wishes {
 public:
  // Both outlive it.
  Wishes(const Frame& frame, const Copied& copied) : frame_(frame), copied_(copied) {}

  absl::Status Read(const v1::DraftRoundRequest& request) {
    for (int i = 0; i < request.due_dates_size(); ++i) {
      const v1::DueDate& wish = request.due_dates(i);
      const std::string field = fmt::format("due_dates[{}]", i);
      RETURN_IF_ERROR(CheckItem(wish.item(), field + ".item"));
      ASSIGN_OR_RETURN(const DueTerm due, DueTermOf(wish.due_date(), wish.working_days(), field + ".due_date"));
      if (!due_.emplace(wish.item(), due).second) return Twice(wish.item(), field + ".item");
      if (due.working_days != 0) continue;
      RETURN_IF_ERROR(CheckDueDay(wish.item(), due.due_day, frame_.today));
      RETURN_IF_ERROR(CheckBegun(due.due_day, field + ".due_date"));
    }
    for (int i = 0; i < request.without_items_size(); ++i) {
      const std::string& id = request.without_items(i);
      const std::string field = fmt::format("without_items[{}]", i);
      RETURN_IF_ERROR(CheckItem(id, field));
      if (!without_.insert(id).second || due_.contains(id)) return Twice(id, field);
    }
    for (int i = 0; i < request.with_items_size(); ++i) {
      const std::string& id = request.with_items(i);
      const std::string field = fmt::format("with_items[{}]", i);
      RETURN_IF_ERROR(CheckItem(id, field));
      if (!with_.insert(id).second || without_.contains(id)) return Twice(id, field);
    }
    return absl::OkStatus();
  }

  [[nodiscard]] bool Wants(const v1::Item& item) const {
    if (!frame_.MayHave(item) || without_.contains(item.id())) return false;
    return with_.contains(item.id()) || due_.contains(item.id()) ||
           !copied_.LeftOut(item, frame_.numbers.at(item.id()));
  }

  [[nodiscard]] DueTerm DueOf(const v1::Item& item) const {
    const auto wish = due_.find(item.id());
    if (wish != due_.end()) return wish->second;
    DueTerm due{.due_day = rules::UsualDueDay(item, frame_.kind.period), .working_days = item.due_working_days()};
    if (const std::optional<DueTerm> before = copied_.DueOf(frame_.numbers.at(item.id()))) due = *before;
    if (due.working_days != 0) return {.due_day = 0, .working_days = due.working_days};
    if (due.due_day < frame_.today) due.due_day = frame_.kind.period.end;
    return due;
  }

  // 0: no plans are asked for.
  [[nodiscard]] absl::StatusOr<rules::Day> PlanDueDay(const v1::DraftRoundRequest& request) const {
    const rules::Period& period = frame_.kind.period;
    ASSIGN_OR_RETURN(const rules::Day wish, serving::DayOr(request.plan_due_date(), 0, "plan_due_date"));
    if (wish != 0) {
      RETURN_IF_ERROR(CheckPlanDueDay(wish, frame_.today));
      RETURN_IF_ERROR(CheckBegun(wish, "plan_due_date"));
      if (wish <= period.end) return wish;
      return rules::RefuseField("plan_due_date",
                                fmt::format("không được sau cuối kỳ {}", rules::VietnameseDate(period.end)),
                                fmt::format("must not be after the period ends on {}", rules::IsoDate(period.end)));
    }
    rules::Day day = copied_.plan_due_day();
    if (!copied_.any() && frame_.kind.yearly && frame_.programme->has_union_plan_due()) {
      day = rules::DayInYear(rules::YearOf(period.begin), frame_.programme->union_plan_due());
    }
    return day != 0 && day < frame_.today ? period.end : day;
  }

 private:
  static absl::Status Twice(const std::string& id, const std::string& field) {
    return rules::RefuseField(field, fmt::format("mục {} có hai lần", id), fmt::format("item {} is there twice", id));
  }

  absl::Status CheckBegun(rules::Day day, const std::string& field) const {
    if (day >= frame_.kind.period.begin) return absl::OkStatus();
    return rules::RefuseField(
        field, fmt::format("không được trước đầu kỳ {}", rules::VietnameseDate(frame_.kind.period.begin)),
        fmt::format("must not be before the period begins on {}", rules::IsoDate(frame_.kind.period.begin)));
  }

  absl::Status CheckItem(const std::string& id, const std::string& field) const {
    const v1::Item* const item = rules::FindItem(*frame_.programme, id);
    if (item == nullptr) {
      return rules::RefuseField(field, fmt::format("chương trình không có mục “{}”", id),
                                fmt::format("the programme has no item “{}”", id));
    }
    if (rules::IsYearly(*item) != frame_.kind.yearly) {
      return rules::RefuseField(
          field, fmt::format("mục {} thuộc đợt giao của {}", id, frame_.kind.yearly ? "nhiệm kỳ" : "từng năm"),
          fmt::format("item {} belongs to the round of {}", id, frame_.kind.yearly ? "the term" : "each year"));
    }
    if (const auto why = frame_.WhyNotInForce(*item)) {
      return rules::RefuseField(field, fmt::format("mục {} không giao được: {}", id, why->vi()),
                                fmt::format("item {} is not issued: {}", id, why->en()));
    }
    return absl::OkStatus();
  }

  const Frame& frame_;
  const Copied& copied_;
  std::map<std::string, DueTerm> due_;
  std::set<std::string> without_;
  std::set<std::string> with_;
};

// Raised targets of the draft: those copied that still are above the programme's and of an assignee that the item goes
// to, then those of the request; the round's before its assignees', since these build on them.
class TargetWishes {
 public:
  // All outlive it.
  TargetWishes(const Frame& frame, const Wishes& wishes) : frame_(frame), wishes_(wishes) {}

  void Copy(const Copied& copied) {
    for (const storage::RaisedTargetRow& row : copied.targets()) {
      const auto item =
          std::find_if(frame_.programme->items().begin(), frame_.programme->items().end(),
                       [&](const v1::Item& candidate) { return frame_.numbers.at(candidate.id()) == row.item; });
      if (item == frame_.programme->items().end() || !wishes_.Wants(*item)) continue;
      if (row.assignee && !frame_.GoesTo(*item, *row.assignee)) continue;
      const rules::FigureTarget raised{.figure = row.figure, .target = row.target};
      if (!rules::CheckRaisedTarget(*item, raised, row.assignee.has_value(), "copy_from").ok()) continue;
      targets_[{row.item, row.figure, row.assignee}] = row.target;
      copied_.insert({row.item, row.figure, row.assignee});
    }
  }

  absl::Status Read(serving::CommandContext& context, const v1::DraftRoundRequest& request) {
    for (int i = 0; i < request.targets_size(); ++i) {
      const v1::RaisedTarget& wish = request.targets(i);
      const std::string field = fmt::format("targets[{}]", i);
      const v1::Item* const item = rules::FindItem(*frame_.programme, wish.item());
      if (item == nullptr || !wishes_.Wants(*item)) {
        return rules::RefuseField(field + ".item", fmt::format("đợt giao không có mục “{}”", wish.item()),
                                  fmt::format("the round has no item “{}”", wish.item()));
      }
      const rules::FigureTarget raised{.figure = wish.figure(), .target = wish.target()};
      RETURN_IF_ERROR(rules::CheckRaisedTarget(*item, raised, !wish.assignees().empty(), field));
      const int64_t number = frame_.numbers.at(item->id());
      for (int k = 0; k < wish.assignees_size(); ++k) {
        const std::string at = fmt::format("{}.assignees[{}]", field, k);
        ASSIGN_OR_RETURN(const int64_t assignee,
                         tasks::UnitNamed(context.tx(), context.actor(), wish.assignees(k), at));
        if (!frame_.GoesTo(*item, assignee)) {
          return rules::Refuse(v1::ERROR_REASON_OUT_OF_SCOPE, {{"assignee", wish.assignees(k)},
                                                               {"item", item->id()},
                                                               {"day.vi", rules::VietnameseDate(frame_.population.day)},
                                                               {"day.en", rules::IsoDate(frame_.population.day)}});
        }
        Set({number, wish.figure(), assignee}, wish.target());
      }
      if (!wish.assignees().empty()) continue;
      for (const std::string& figure : rules::FiguresRaised(*item, wish.figure())) {
        Set({number, figure, std::nullopt}, wish.target());
      }
    }
    return CheckAboveTheRounds();
  }

  [[nodiscard]] const Targets& targets() const { return targets_; }

 private:
  void Set(const Targets::key_type& key, int64_t target) {
    targets_[key] = target;
    copied_.erase(key);
  }

  // An assignee's may not fall below the round's; a copied one that does so gives way to it.
  absl::Status CheckAboveTheRounds() {
    for (auto one = targets_.begin(); one != targets_.end();) {
      const auto& [number, figure, assignee] = one->first;
      const auto rounds = targets_.find({number, figure, std::nullopt});
      if (!assignee || rounds == targets_.end() || one->second >= rounds->second) {
        ++one;
        continue;
      }
      if (!copied_.contains(one->first)) {
        const int64_t of_item = number;
        const auto item = std::find_if(frame_.numbers.begin(), frame_.numbers.end(),
                                       [&](const auto& entry) { return entry.second == of_item; });
        return rules::Refuse(v1::ERROR_REASON_TARGET_TOO_LOW, {{"figure", figure},
                                                               {"item", item->first},
                                                               {"target", fmt::to_string(one->second)},
                                                               {"least", fmt::to_string(rounds->second)}});
      }
      one = targets_.erase(one);
    }
    return absl::OkStatus();
  }

  const Frame& frame_;
  const Wishes& wishes_;
  Targets targets_;
  std::set<Targets::key_type> copied_;
};

absl::StatusOr<Frame> FrameOf(serving::CommandContext& context, const storage::ProgrammeRow& row,
                              const programme::RoundKind& kind, rules::Day population_day) {
  Frame frame{.programme = row.programme,
              .kind = kind,
              .numbers = {},
              .guided = {},
              .population = {},
              .today = context.today()};
  ASSIGN_OR_RETURN(frame.numbers, storage::ItemNumbers(context.tx(), context.federation()));
  ASSIGN_OR_RETURN(frame.guided,
                   programme::GuidedItems(context.tx(), context.federation(), row.version, context.today()));
  ASSIGN_OR_RETURN(frame.population, programme::PopulationOn(context.tx(), context.federation(),
                                                             {.day = population_day, .known_day = context.today()}));
  return frame;
}

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
  const std::optional<programme::RoundKind> kind = programme::RoundKindOf(*row.programme, name.id);
  if (!kind) return RefuseId(*row.programme, name.id);
  ASSIGN_OR_RETURN(const std::optional<storage::RoundRow> before,
                   storage::FindRound(context.tx(), context.federation(), name.id));
  if (before) RETURN_IF_ERROR(programme::RequireState(*before, v1::ROUND_STATE_DRAFT));
  RETURN_IF_ERROR(serving::CheckEtag(request.etag(), before ? before->revision : 0, request.name()));
  ASSIGN_OR_RETURN(const Frame frame, FrameOf(context, row, *kind, population_day));
  ASSIGN_OR_RETURN(const Copied copied, Copied::From(context, frame, request.copy_from(), name.id));
  Wishes wishes(frame, copied);
  RETURN_IF_ERROR(wishes.Read(request));
  TargetWishes targets(frame, wishes);
  targets.Copy(copied);
  RETURN_IF_ERROR(targets.Read(context, request));

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
  ASSIGN_OR_RETURN(const rules::Day plan_due_day, wishes.PlanDueDay(request));
  drafted.set_plan_due_day(plan_due_day);
  for (const v1::Item& item : frame.programme->items()) {
    if (!wishes.Wants(item)) continue;
    const DueTerm due = wishes.DueOf(item);
    v1::RoundDrafted::DraftItem& added = *drafted.add_items();
    added.set_item_number(frame.numbers.at(item.id()));
    added.set_due_day(due.due_day);
    added.set_working_days(due.working_days);
  }
  if (drafted.items().empty()) {
    return rules::Refuse(v1::ERROR_REASON_NOTHING_TO_DO,
                         {{"why.vi", "đợt giao không còn mục nào."}, {"why.en", "no item is left in the round."}});
  }
  KeepTargets(targets.targets(), drafted.mutable_targets());
  RETURN_IF_ERROR(context.Emit(event));
  ASSIGN_OR_RETURN(const storage::RoundRow round,
                   storage::GetRound(context.tx(), context.federation(), drafted.round_number()));
  ASSIGN_OR_RETURN(*response->mutable_round(),
                   programme::ShowRound(context.tx(), context.federation(), name.federation, round,
                                        programme::RoundView::kWithItems, context.actor().language, context.today()));
  return absl::OkStatus();
}

}  // namespace phancong::standing_committee
