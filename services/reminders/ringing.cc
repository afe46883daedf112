#include "services/reminders/ringing.h"

#include <algorithm>
#include <future>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <utility>

#include "absl/time/time.h"
#include "phancong/v1/event.pb.h"
#include "services/rules/policy.h"
#include "services/rules/propagate.h"
#include "services/rules/reminder.h"
#include "services/tasks/task_file.h"
#include "spdlog/spdlog.h"
#include "storage/accounts.h"
#include "storage/programmes.h"
#include "storage/rounds.h"
#include "storage/tasks.h"

namespace phancong::reminders {
namespace {

rules::ReminderFacts FactsOf(const storage::DeadlineRow& row, v1::RoundState round, std::set<int64_t> rung) {
  return {.state = row.state,
          .period_sealed = round == v1::ROUND_STATE_SEALED,
          .due_day = row.due_day,
          .in_force_from = row.in_force_from,
          .rung = std::move(rung)};
}

// Whom tasks concern today; each union and account is read once.
class People {
 public:
  explicit People(serving::CommandContext& command) : command_(command) {}

  absl::StatusOr<rules::Circle> Around(const tasks::TaskFile& file) {
    rules::Circle circle;
    circle.federations_own = !file.assignee;
    if (file.assignee) {
      ASSIGN_OR_RETURN(circle.union_people, In(file.assignee->union_number));
    }
    for (const int64_t account : file.in_charge) {
      ASSIGN_OR_RETURN(const bool open, IsOpen(account));
      if (open) circle.members_in_charge.push_back(account);
    }
    ASSIGN_OR_RETURN(circle.chairs, In(0));
    return circle;
  }

 private:
  // Chair and officers of a union; of the federation (0) the chair of the Standing Committee.
  absl::StatusOr<std::vector<int64_t>> In(int64_t union_number) {
    const auto [people, fresh] = people_.try_emplace(union_number);
    if (!fresh) return people->second;
    ASSIGN_OR_RETURN(const std::vector<rules::PositionFact> positions,
                     storage::PositionsInUnion(command_.tx(), command_.federation(), union_number));
    for (const rules::PositionFact& fact : positions) {
      const bool concerned = fact.position == v1::POSITION_STANDING_COMMITTEE_CHAIR ||
                             fact.position == v1::POSITION_UNION_CHAIR || fact.position == v1::POSITION_UNION_OFFICER;
      if (!concerned || !rules::HoldsOn(fact, command_.today())) continue;
      ASSIGN_OR_RETURN(const bool open, IsOpen(fact.account));
      if (open) people->second.push_back(fact.account);
    }
    return people->second;
  }

  // Who is disabled is told nothing.
  absl::StatusOr<bool> IsOpen(int64_t account) {
    const auto [open, fresh] = open_.try_emplace(account);
    if (fresh) {
      ASSIGN_OR_RETURN(const storage::AccountRow row,
                       storage::GetAccount(command_.tx(), command_.federation(), account));
      open->second = !row.disabled;
    }
    return open->second;
  }

  serving::CommandContext& command_;
  std::map<int64_t, std::vector<int64_t>> people_;
  std::map<int64_t, bool> open_;
};

absl::Status AddRungs(serving::CommandContext& command, tasks::TaskFiles& files, People& people, int64_t task,
                      v1::RemindersRung& event) {
  ASSIGN_OR_RETURN(storage::TaskRow row, storage::GetTask(command.tx(), command.federation(), task));
  ASSIGN_OR_RETURN(const tasks::TaskFile file, files.Open(std::move(row)));
  ASSIGN_OR_RETURN(const storage::DeadlineRow deadline, storage::GetDeadline(command.tx(), command.federation(), task));
  ASSIGN_OR_RETURN(std::set<int64_t> rung, storage::RungIn(command.tx(), command.federation(), task, deadline.cycle));
  const rules::RungsDue due = rules::RungsDueOn(rules::LadderOf(file.programme->reminders()),
                                                FactsOf(deadline, file.round.state, std::move(rung)), command.today());
  if (!due.speaks) return absl::OkStatus();
  const auto add = [&](int64_t offset_days, bool overtaken) -> v1::RemindersRung::Rung& {
    v1::RemindersRung::Rung& added = *event.add_rungs();
    added.set_task(task);
    added.set_cycle(deadline.cycle);
    added.set_offset_days(offset_days);
    added.set_due_day(deadline.due_day);
    added.set_overtaken(overtaken);
    return added;
  };
  for (const int64_t offset : due.overtaken) add(offset, true);
  v1::RemindersRung::Rung& speaks = add(due.speaks->offset_days, false);
  ASSIGN_OR_RETURN(const rules::Circle circle, people.Around(file));
  for (const int64_t account : rules::ToldAt(*due.speaks, circle)) speaks.add_accounts(account);
  return absl::OkStatus();
}

// The body of RingReminders. What was due when the tasks were found may not be any more: it decides anew.
absl::Status RingReminders(serving::CommandContext& command, const std::vector<int64_t>& tasks, bool by_mail) {
  tasks::TaskFiles files(command);
  People people(command);
  v1::Event event;
  v1::RemindersRung& rung = *event.mutable_reminders_rung();
  for (const int64_t task : tasks) RETURN_IF_ERROR(AddRungs(command, files, people, task, rung));
  if (rung.rungs().empty()) return absl::OkStatus();

  std::map<int64_t, int64_t> last_before;
  if (by_mail) {
    ASSIGN_OR_RETURN(const std::set<int64_t> addressed,
                     storage::AccountsWithMailAddress(command.tx(), command.federation()));
    for (const v1::RemindersRung::Rung& one : rung.rungs()) {
      for (const int64_t account : one.accounts()) {
        if (!addressed.contains(account) || last_before.contains(account)) continue;
        ASSIGN_OR_RETURN(last_before[account], storage::LastMessage(command.tx(), command.federation(), account));
      }
    }
  }
  RETURN_IF_ERROR(command.Emit(event));
  for (const auto& [account, last] : last_before) {
    RETURN_IF_ERROR(storage::QueueMail(command.tx(), command.federation(), account, last, command.real_now_micros()));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<int64_t> Ringing::RingDue() {
  const std::lock_guard lock(mutex_);
  std::vector<storage::RingingFederationRow> federations;
  RETURN_IF_ERROR(store_.Read([&](storage::ReadTransaction& tx) -> absl::Status {
    ASSIGN_OR_RETURN(federations, storage::RingingFederations(tx));
    return absl::OkStatus();
  }));
  int64_t entries = 0;
  absl::Status first_error;
  for (const storage::RingingFederationRow& federation : federations) {
    const absl::StatusOr<int64_t> rung = RingFederation(federation);
    if (rung.ok()) {
      entries += *rung;
    } else {
      first_error.Update(rung.status());
    }
  }
  if (!first_error.ok()) return first_error;
  return entries;
}

absl::StatusOr<int64_t> Ringing::RingFederation(const storage::RingingFederationRow& federation) {
  absl::TimeZone zone;
  if (!absl::LoadTimeZone(federation.time_zone, &zone)) {
    return absl::InternalError("the time zone " + federation.time_zone + " is unknown on this machine");
  }
  const int64_t time = federation.demo ? federation.entry_time : std::max(clock_.NowMicros(), federation.entry_time);
  const rules::Day today = rules::LocalDay(time, zone);
  const auto seen = seen_.find(federation.federation);
  const bool looked_today = seen != seen_.end() && seen->second.day == today;
  if (looked_today && seen->second.revision == federation.revision) return 0;
  ASSIGN_OR_RETURN(const std::vector<int64_t> tasks, Find(federation, today, looked_today ? &seen->second : nullptr));
  int64_t entries = 0;
  for (size_t at = 0; at < tasks.size(); at += kTasksInAnEntry) {
    if (stopping_) return entries;
    const auto begin = tasks.begin() + static_cast<std::ptrdiff_t>(at);
    const size_t count = std::min(kTasksInAnEntry, tasks.size() - at);
    RETURN_IF_ERROR(Ring(federation.federation, {begin, begin + static_cast<std::ptrdiff_t>(count)}));
    ++entries;
  }
  seen_[federation.federation] = {.day = today, .revision = federation.revision};
  return entries;
}

absl::StatusOr<std::vector<int64_t>> Ringing::Find(const storage::RingingFederationRow& federation, rules::Day today,
                                                   const Seen* seen) {
  struct Round {
    v1::RoundState state = v1::ROUND_STATE_UNSPECIFIED;
    std::vector<rules::Rung> ladder;
  };
  std::vector<int64_t> due;
  const absl::Status read = store_.Read([&](storage::ReadTransaction& tx) -> absl::Status {
    due.clear();
    std::map<int64_t, Round> rounds;
    const auto round_of = [&](int64_t number) -> absl::StatusOr<const Round*> {
      const auto [round, fresh] = rounds.try_emplace(number);
      if (fresh) {
        ASSIGN_OR_RETURN(const storage::RoundRow row, storage::GetRound(tx, federation.federation, number));
        ASSIGN_OR_RETURN(const storage::ProgrammeRow programme,
                         storage::GetProgramme(tx, federation.federation, row.programme_version));
        round->second = {.state = row.state, .ladder = rules::LadderOf(programme.programme->reminders())};
      }
      return &round->second;
    };
    std::vector<storage::DeadlineRow> deadlines;
    if (seen == nullptr) {
      ASSIGN_OR_RETURN(const std::vector<storage::RoundRow> all, storage::AllRounds(tx, federation.federation));
      for (const storage::RoundRow& one : all) {
        if (one.state != v1::ROUND_STATE_ISSUED) continue;
        ASSIGN_OR_RETURN(const Round* const round, round_of(one.round));
        // The first rung stands farthest before the date.
        if (round->ladder.empty()) continue;
        const rules::Day to = today - round->ladder.front().offset_days;
        ASSIGN_OR_RETURN(const std::vector<storage::DeadlineRow> of_round,
                         storage::DeadlinesUntil(tx, federation.federation, one.round, to));
        deadlines.insert(deadlines.end(), of_round.begin(), of_round.end());
      }
      std::sort(deadlines.begin(), deadlines.end(), [](const auto& one, const auto& other) {
        return std::pair(one.due_day, one.task) < std::pair(other.due_day, other.task);
      });
    } else {
      ASSIGN_OR_RETURN(deadlines, storage::DeadlinesChangedAfter(tx, federation.federation, seen->revision));
    }
    for (const storage::DeadlineRow& row : deadlines) {
      ASSIGN_OR_RETURN(const Round* const round, round_of(row.round));
      rules::ReminderFacts facts = FactsOf(row, round->state, {});
      // What has rung is asked only where something may be due.
      if (!rules::RungsDueOn(round->ladder, facts, today).speaks) continue;
      ASSIGN_OR_RETURN(facts.rung, storage::RungIn(tx, federation.federation, row.task, row.cycle));
      if (rules::RungsDueOn(round->ladder, facts, today).speaks) due.push_back(row.task);
    }
    return absl::OkStatus();
  });
  if (!read.ok()) return read;
  return due;
}

absl::Status Ringing::Ring(int64_t federation, std::vector<int64_t> tasks) {
  auto committed = std::make_shared<std::promise<absl::Status>>();
  std::future<absl::Status> outcome = committed->get_future();
  RETURN_IF_ERROR(commands_.RunOwn(
      {.federation = federation,
       .name = "RingReminders",
       .body = [tasks = std::move(tasks), by_mail = by_mail_](
                   serving::CommandContext& command) { return RingReminders(command, tasks, by_mail); },
       .done = [committed](const absl::Status& status) { committed->set_value(status); }}));
  return outcome.get();
}

}  // namespace phancong::reminders
