#include "services/rules/reminder.h"

#include <algorithm>

#include "services/rules/task_machine.h"

namespace phancong::rules {
namespace {

// Whether `day` is named, or stands where nothing is named.
bool Names(const google::protobuf::RepeatedField<int32_t>& named, int64_t day, int64_t otherwise) {
  if (named.empty()) return day == otherwise;
  return std::find(named.begin(), named.end(), day) != named.end();
}

}  // namespace

std::vector<Rung> LadderOf(const v1::Reminders& reminders) {
  std::vector<Rung> ladder;
  for (const int32_t days : reminders.days_before()) ladder.push_back({.offset_days = -int64_t{days}});
  for (const int32_t days : reminders.days_after()) {
    const auto& after = reminders.days_after();
    ladder.push_back({.offset_days = days,
                      .to_members = Names(reminders.member_days_after(), days, after[0]),
                      .to_chair = Names(reminders.chair_days_after(), days, after[after.size() - 1])});
  }
  std::sort(ladder.begin(), ladder.end(), [](const Rung& a, const Rung& b) { return a.offset_days < b.offset_days; });
  return ladder;
}

RungsDue RungsDueOn(const std::vector<Rung>& ladder, const ReminderFacts& facts, Day today) {
  RungsDue due;
  if (PhaseOf(facts.state) != TaskPhase::kWithAssignee || facts.period_sealed) return due;
  for (const Rung& rung : ladder) {
    const Day day = facts.due_day + rung.offset_days;
    if (day < facts.in_force_from || day > today || facts.rung.contains(rung.offset_days)) continue;
    if (due.speaks) due.overtaken.push_back(due.speaks->offset_days);
    due.speaks = rung;
  }
  return due;
}

std::vector<int64_t> ToldAt(const Rung& rung, const Circle& circle) {
  std::vector<int64_t> told;
  const auto tell = [&](const std::vector<int64_t>& accounts) {
    told.insert(told.end(), accounts.begin(), accounts.end());
  };
  if (!circle.federations_own) {
    tell(circle.union_people);
  } else if (circle.members_in_charge.empty()) {
    tell(circle.chairs);
  } else {
    tell(circle.members_in_charge);
  }
  if (rung.to_members) tell(circle.members_in_charge);
  if (rung.to_chair) tell(circle.chairs);
  std::sort(told.begin(), told.end());
  told.erase(std::unique(told.begin(), told.end()), told.end());
  return told;
}

}  // namespace phancong::rules
