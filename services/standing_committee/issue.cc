#include "services/standing_committee/issue.h"

#include <algorithm>
#include <set>
#include <utility>

#include "fmt/format.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/rules/task_machine.h"
#include "services/tasks/named.h"
#include "services/tasks/task_file.h"
#include "storage/tasks.h"

namespace phancong::standing_committee {

absl::Status CheckDueDay(const std::string& item, rules::Day due_day, rules::Day today) {
  if (due_day >= today) return absl::OkStatus();
  return rules::Refuse(v1::ERROR_REASON_DUE_DATE_PAST,
                       {{"item", item},
                        {"due.vi", fmt::format("{} của mục {}", rules::VietnameseDate(due_day), item)},
                        {"due.en", fmt::format("{} of item {}", rules::IsoDate(due_day), item)},
                        {"today.vi", rules::VietnameseDate(today)},
                        {"today.en", rules::IsoDate(today)}});
}

absl::Status MayIssue(const serving::CommandContext& context, const std::string& item, rules::Day due_day,
                      const std::string& decision_number) {
  RETURN_IF_ERROR(CheckDueDay(item, due_day, context.today()));
  rules::Participant participant;
  participant.standing_committee = context.actor().HoldsStandingCommittee();
  participant.standing_committee_head = context.actor().HoldsStandingCommitteeHead();
  rules::Proposal proposal;
  proposal.has_decision = !decision_number.empty();
  proposal.new_due_day = due_day;
  return rules::Decide(rules::TaskCommand::kIssue, {}, participant, proposal, context.today()).status();
}

absl::StatusOr<std::vector<Assignee>> AssigneesNamed(serving::CommandContext& context,
                                                     const google::protobuf::RepeatedPtrField<std::string>& names) {
  if (names.size() > kAssignees) {
    return rules::RefuseField("assignees", fmt::format("nhiều nhất {}", kAssignees),
                              fmt::format("at most {}", kAssignees));
  }
  std::vector<Assignee> assignees;
  std::set<int64_t> numbers;
  for (int i = 0; i < names.size(); ++i) {
    const std::string field = fmt::format("assignees[{}]", i);
    ASSIGN_OR_RETURN(const int64_t number, tasks::UnitNamed(context.tx(), context.actor(), names[i], field));
    if (!numbers.insert(number).second) {
      return rules::RefuseField(field, fmt::format("{} có hai lần", names[i]),
                                fmt::format("{} is there twice", names[i]));
    }
    assignees.push_back({.number = number, .name = names[i]});
  }
  return assignees;
}

absl::StatusOr<int64_t> EmitItemIssued(serving::CommandContext& context, v1::ItemIssued issued) {
  ASSIGN_OR_RETURN(const int64_t first_task, storage::NextTask(context.tx(), context.federation()));
  issued.set_first_task(first_task);
  v1::Event event;
  *event.mutable_item_issued() = std::move(issued);
  RETURN_IF_ERROR(context.Emit(event));
  return first_task;
}

absl::Status ShowTasks(serving::CommandContext& context, int64_t first_task, int64_t count,
                       google::protobuf::RepeatedPtrField<v1::Task>* shown) {
  tasks::TaskFiles files(context);
  for (int64_t i = 0; i < std::min<int64_t>(count, kTasksShown); ++i) {
    RETURN_IF_ERROR(files.Show(first_task + i, shown->Add()));
  }
  return absl::OkStatus();
}

}  // namespace phancong::standing_committee
