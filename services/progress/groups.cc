#include "services/progress/groups.h"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "fmt/format.h"
#include "services/programme/rounds.h"
#include "services/progress/as_of.h"
#include "services/progress/indicators.h"
#include "services/rules/dates.h"
#include "services/rules/names.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/rules/scope.h"
#include "services/rules/totals.h"
#include "storage/accounts.h"
#include "storage/programmes.h"
#include "storage/rounds.h"
#include "storage/task_days.h"

namespace phancong::progress {
namespace {

constexpr char kFederation[] = "federation";

// What the tasks of one item add up to.
struct Sum {
  rules::ItemCounts counts;
  std::vector<rules::FigureSums> sums;
};

struct Group {
  std::string key;
  v1::LocalText title;
  rules::ItemCounts counts;
  v1::TimelinessCounts timeliness;
  // By item number.
  std::map<int64_t, Sum> items;
};

v1::LocalText Title(std::string vi, std::string en) {
  v1::LocalText title;
  title.set_vi(std::move(vi));
  title.set_en(std::move(en));
  return title;
}

// Groups in the order in which they are shown, and in which of them a task is.
class Groups {
 public:
  virtual ~Groups() = default;
  [[nodiscard]] virtual std::vector<Group*> Of(const storage::TaskOn& task, const v1::Item& item) = 0;
  [[nodiscard]] std::vector<std::unique_ptr<Group>>& all() { return all_; }

 protected:
  Group* Add(std::string key, v1::LocalText title) {
    all_.push_back(std::make_unique<Group>());
    all_.back()->key = std::move(key);
    all_.back()->title = std::move(title);
    return all_.back().get();
  }

 private:
  std::vector<std::unique_ptr<Group>> all_;
};

class ByType final : public Groups {
 public:
  explicit ByType(const v1::Programme& programme) {
    for (const v1::UnionType& type : programme.union_types()) groups_[type.id()] = Add(type.id(), type.title());
    groups_[kFederation] = Add(kFederation, Title("Việc của liên đoàn", "The federation's own"));
  }
  std::vector<Group*> Of(const storage::TaskOn& task, const v1::Item&) override {
    Group*& group = groups_[task.segment];
    // A type that this version of the programme does not know.
    if (group == nullptr) group = Add(task.segment, Title(task.segment, task.segment));
    return {group};
  }

 private:
  std::map<std::string, Group*> groups_;
};

class ByField final : public Groups {
 public:
  explicit ByField(const v1::Programme& programme) {
    for (const v1::Field& field : programme.fields()) groups_[field.id()] = Add(field.id(), field.title());
  }
  std::vector<Group*> Of(const storage::TaskOn&, const v1::Item& item) override {
    Group*& group = groups_[item.field()];
    if (group == nullptr) group = Add(item.field(), Title("Ngoài chương trình", "Outside the programme"));
    return {group};
  }

 private:
  std::map<std::string, Group*> groups_;
};

class ByMember final : public Groups {
 public:
  // `accounts`: by number, all who are in charge of something.
  ByMember(std::vector<storage::ResponsibilityRow> responsibilities,
           const std::map<int64_t, storage::AccountRow>& accounts)
      : responsibilities_(std::move(responsibilities)) {
    std::map<std::string, const storage::AccountRow*> in_order;
    for (const auto& [number, account] : accounts) in_order[account.id] = &account;
    for (const auto& [id, account] : in_order) {
      groups_[account->account] = Add(id, Title(account->display_name, account->display_name));
    }
  }
  std::vector<Group*> Of(const storage::TaskOn& task, const v1::Item& item) override {
    std::map<int64_t, Group*> in_charge;
    for (const storage::ResponsibilityRow& one : responsibilities_) {
      const bool of_task = (one.item != 0 && one.item == task.item) ||
                           (!one.field.empty() && one.field == item.field()) ||
                           (one.union_number != 0 && one.union_number == task.assignee);
      if (of_task) in_charge[one.account] = groups_.at(one.account);
    }
    std::vector<Group*> groups;
    for (const auto& [account, group] : in_charge) groups.push_back(group);
    return groups;
  }

 private:
  const std::vector<storage::ResponsibilityRow> responsibilities_;
  std::map<int64_t, Group*> groups_;
};

absl::StatusOr<std::unique_ptr<Groups>> GroupsBy(serving::ReadContext& context, v1::ProgressGrouping grouping,
                                                 const v1::Programme& programme, rules::Day day) {
  switch (grouping) {
    case v1::PROGRESS_GROUPING_TYPE:
      return std::make_unique<ByType>(programme);
    case v1::PROGRESS_GROUPING_FIELD:
      return std::make_unique<ByField>(programme);
    case v1::PROGRESS_GROUPING_MEMBER: {
      ASSIGN_OR_RETURN(std::vector<storage::ResponsibilityRow> responsibilities,
                       storage::ResponsibilitiesOn(context.tx(), context.federation(), {.day = day, .known_day = day}));
      std::map<int64_t, storage::AccountRow> accounts;
      for (const storage::ResponsibilityRow& row : responsibilities) {
        if (accounts.contains(row.account)) continue;
        ASSIGN_OR_RETURN(accounts[row.account], storage::GetAccount(context.tx(), context.federation(), row.account));
      }
      return std::make_unique<ByMember>(std::move(responsibilities), accounts);
    }
    default:
      return rules::RefuseField("grouping", "phải là TYPE, FIELD hoặc MEMBER", "must be TYPE, FIELD or MEMBER");
  }
}

void Add(const rules::TaskLeaf& leaf, const storage::TaskOn& task, const v1::Item& item, rules::Day day, Group& group) {
  rules::AddTo(rules::CountsOf(leaf), group.counts);
  rules::AddTimeliness(rules::DueCountsOf(leaf), task.deadline.due_day, day, group.timeliness);
  Sum& sum = group.items[task.item];
  const auto figures = static_cast<size_t>(item.figures_size());
  sum.sums.resize(figures);
  rules::AddTo(rules::CountsOf(leaf), sum.counts);
  const std::vector<rules::FigureSums> sums = rules::SumsOf(leaf, figures);
  for (size_t i = 0; i < figures; ++i) rules::AddTo(sums[i], sum.sums[i]);
}

v1::ProgressGroup Shown(const Group& group) {
  v1::ProgressGroup shown;
  shown.set_key(group.key);
  *shown.mutable_title() = group.title;
  shown.set_expected(group.counts.expected);
  shown.set_submitted(group.counts.submitted);
  shown.set_reported(group.counts.reported);
  shown.set_not_applicable(group.counts.not_applicable);
  shown.set_met(group.counts.met);
  *shown.mutable_timeliness() = group.timeliness;
  return shown;
}

// Reads every task of the round.
absl::StatusOr<v1::ListProgressGroupsResponse> Grouped(serving::ReadContext& context, const storage::RoundRow& round,
                                                       v1::ProgressGrouping grouping, rules::Day day) {
  ASSIGN_OR_RETURN(const storage::ProgrammeRow row,
                   storage::GetProgramme(context.tx(), context.federation(), round.programme_version));
  const v1::Programme& programme = *row.programme;
  ASSIGN_OR_RETURN(const std::unique_ptr<Groups> groups, GroupsBy(context, grouping, programme, day));
  RETURN_IF_ERROR(storage::EachTaskOn(context.tx(), context.federation(), round.round, std::nullopt, day,
                                      [&](const storage::TaskOn& task) -> absl::Status {
                                        ASSIGN_OR_RETURN(const auto item,
                                                         storage::ItemDefinition(context.tx(), context.federation(),
                                                                                 round.round, task.item));
                                        const rules::TaskLeaf leaf = storage::LeafOf(task, *item);
                                        for (Group* group : groups->Of(task, *item))
                                          Add(leaf, task, *item, day, *group);
                                        return absl::OkStatus();
                                      }));

  v1::ListProgressGroupsResponse response;
  std::vector<v1::IndicatorProgress> whole;
  const bool by_field = grouping == v1::PROGRESS_GROUPING_FIELD;
  if (by_field) {
    ASSIGN_OR_RETURN(whole, IndicatorsOf(context.tx(), context.federation(), round, day));
  }
  using Numbers = std::map<std::string, int64_t>;
  ASSIGN_OR_RETURN(const Numbers numbers, storage::ItemNumbers(context.tx(), context.federation()));
  for (const std::unique_ptr<Group>& group : groups->all()) {
    v1::ProgressGroup& shown = *response.add_groups() = Shown(*group);
    for (const v1::IndicatorProgress& progress : whole) {
      const v1::Item* const item = rules::FindItem(programme, progress.item());
      if (item != nullptr && item->field() == group->key) *shown.add_indicators() = progress;
    }
    if (by_field) continue;
    for (const v1::Item& item : programme.items()) {
      if (item.kind() != v1::Item::KIND_INDICATOR) continue;
      const auto sum = group->items.find(numbers.at(item.id()));
      if (sum == group->items.end()) continue;
      ASSIGN_OR_RETURN(const auto in_round,
                       storage::ItemDefinition(context.tx(), context.federation(), round.round, sum->first));
      *shown.add_indicators() = rules::ProgressOf(*in_round, sum->second.counts, sum->second.sums);
    }
  }
  *response.mutable_as_of_date() = rules::DateOf(day);
  response.set_revision(context.revision());
  return response;
}

}  // namespace

absl::Status ListProgressGroups(serving::ReadContext& context, const v1::ListProgressGroupsRequest& request,
                                v1::ListProgressGroupsResponse* response) {
  ASSIGN_OR_RETURN(const rules::ResourceName parent,
                   rules::ParseName(request.parent(), rules::NameKind::kRound, "parent"));
  ASSIGN_OR_RETURN(const rules::Day day, DayShown(context, request.as_of_date()));
  ASSIGN_OR_RETURN(const storage::RoundRow round,
                   programme::RequireRound(context.tx(), context.federation(), parent.federation, parent.id, day));
  // It stays right until the next entry.
  ASSIGN_OR_RETURN(const auto grouped,
                   context.tx().facts().Get<v1::ListProgressGroupsResponse>(
                       storage::FactsOf::kJournal, context.federation(),
                       {.what = "progress in groups",
                        .first = day,
                        .text = fmt::format("{} {}", round.round, static_cast<int>(request.grouping()))},
                       [&] { return Grouped(context, round, request.grouping(), day); }));
  *response = *grouped;
  return absl::OkStatus();
}

}  // namespace phancong::progress
