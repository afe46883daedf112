// The file of a task: all that a command on it looks at, and how it is shown. The one loader for every room.
#ifndef PHANCONG_SERVICES_TASKS_TASK_FILE_H_
#define PHANCONG_SERVICES_TASKS_TASK_FILE_H_

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "phancong/v1/programme.pb.h"
#include "phancong/v1/task.pb.h"
#include "services/rules/policy.h"
#include "services/rules/task_machine.h"
#include "services/serving/command.h"
#include "storage/accounts.h"
#include "storage/directory.h"
#include "storage/evidence.h"
#include "storage/rounds.h"
#include "storage/store.h"
#include "storage/tasks.h"

namespace phancong::tasks {

struct TaskFile {
  // federations/{federation}/rounds/{round}/tasks/{item}.{assignee}.
  std::string name;
  storage::TaskRow row;
  storage::RoundRow round;
  // As the round has it: issued tasks keep their version.
  std::shared_ptr<const v1::Programme> programme;
  std::shared_ptr<const v1::Item> item;
  // Nothing enters it: its round is sealed, or its date in force lies in a sealed period.
  bool sealed = false;
  // Nothing: the federation itself.
  std::optional<storage::UnionRow> assignee;
  // Accounts in charge of the task's item, field or union today, as they were put in charge; holders of a position in
  // the Standing Committee alone.
  std::vector<int64_t> in_charge;
  // Kinds of evidence that the item asks for, and this cycle may be submitted without, as it was decided.
  std::vector<storage::WaiverRow> waivers;

  // The kinds alone: what a reviewer's result may lack.
  [[nodiscard]] std::vector<std::string> WaivedEvidence() const;
  // Those that a report of this person may lack: an exception is for others than who decided it.
  [[nodiscard]] std::vector<std::string> WaivedFor(const serving::Actor& actor) const;
};

// From so many days before the due date on a task is due soon: the programme's first reminder.
[[nodiscard]] int64_t DueSoonDays(const v1::Programme& programme);

[[nodiscard]] rules::TaskFacts FactsOf(const TaskFile& file);

// The command by which the assignee submits: on time or not, or after it was closed as not met.
[[nodiscard]] rules::TaskCommand SubmitCommandOf(const TaskFile& file);

// Opens files within one transaction, reading each round, union and account once. Not kept beyond the body that
// makes it.
class TaskFiles {
 public:
  explicit TaskFiles(serving::CommandContext& context);
  explicit TaskFiles(serving::ReadContext& context);
  TaskFiles(const TaskFiles&) = delete;
  TaskFiles& operator=(const TaskFiles&) = delete;

  // By the task's resource name. INVALID_FIELD on `field` where it is not one, NOT_FOUND where there is no such task.
  [[nodiscard]] absl::StatusOr<TaskFile> Open(const std::string& name, const std::string& field = "name");
  // The same, and STALE where an etag is given that is not the task's.
  [[nodiscard]] absl::StatusOr<TaskFile> OpenForChange(const std::string& name, const std::string& etag);
  [[nodiscard]] absl::StatusOr<TaskFile> Open(storage::TaskRow row);
  // What is shown of the task of that name, without opening its file; refused as Open does.
  [[nodiscard]] absl::StatusOr<storage::TaskToShow> Find(const std::string& name);
  // Today's, without opening its file.
  [[nodiscard]] absl::StatusOr<v1::Timing> TimingOf(const storage::TaskRow& row);
  // As TaskFile::in_charge, without opening its file.
  [[nodiscard]] absl::StatusOr<std::vector<int64_t>> InChargeOf(const storage::TaskRow& row);

  // How the actor stands to the task. What they may do follows from the positions they exercise and from whose duties
  // those are; what keeps them from doing it (author, a position in the assignee) from both persons.
  //
  // A task of the federation's own is the business of the body that its item names. Standing Committee: the members in
  // charge work on it and submit it; the chair, where there are none. Inspection Committee: its members work on it, its
  // chair submits, and nobody with a position in it reviews. Executive Committee: its members and those in charge work
  // on it; submitted as one of the Standing Committee, whose members sit on the Executive Committee, too, so that
  // membership in it keeps nobody from reviewing what they did not write.
  [[nodiscard]] absl::StatusOr<rules::Participant> ParticipantOf(const TaskFile& file, const serving::Actor& actor);
  // Whether the actor may give the command now: OK, or the refusal of the machine.
  [[nodiscard]] absl::Status Decide(rules::TaskCommand command, const TaskFile& file, const serving::Actor& actor,
                                    const rules::Proposal& proposal);

  [[nodiscard]] absl::Status Show(const TaskFile& file, v1::Task* task);
  // The encoding of what Show fills in.
  [[nodiscard]] absl::StatusOr<std::string> Encode(storage::TaskToShow shown);
  // As the task stands now, after what was emitted.
  [[nodiscard]] absl::Status Show(int64_t number, v1::Task* task);

  // federations/{federation}/accounts/{account}; empty for the operator of the server.
  [[nodiscard]] absl::StatusOr<std::string> AccountName(int64_t account);
  // What the union, or the federation, is called.
  [[nodiscard]] absl::StatusOr<std::string> AssigneeTitle(const TaskFile& file);

 private:
  // Where a task lies, by its numbers.
  struct Place {
    int64_t round = 0;
    int64_t item = 0;
    int64_t assignee = 0;
  };
  // Nothing where the round, the item or the union is not there.
  absl::StatusOr<std::optional<Place>> PlaceOf(const std::string& name, const std::string& field);
  absl::StatusOr<TaskFile> Open(storage::TaskRow row, bool has_waivers);
  // All but the item's definition, the reports and the open extension.
  absl::Status ShowStanding(const TaskFile& file, v1::Task* task);
  absl::Status ShowOpenExtension(const TaskFile& file, v1::Task* task);
  // What ShowDefinition fills in, encoded.
  absl::StatusOr<std::shared_ptr<const std::string>> EncodedDefinition(const TaskFile& file);
  absl::StatusOr<const storage::RoundRow*> Round(int64_t number);
  absl::StatusOr<std::shared_ptr<const v1::Programme>> Programme(int64_t version);
  // With the targets in force for the assignee's task.
  absl::StatusOr<std::shared_ptr<const v1::Item>> Item(const storage::TaskRow& row);
  absl::StatusOr<const storage::UnionRow*> Union(int64_t number);
  absl::StatusOr<bool> SitsOnStandingCommittee(int64_t account);
  absl::StatusOr<std::vector<int64_t>> InCharge(const storage::TaskRow& row, const v1::Item& item);

  storage::ReadTransaction& tx_;
  const int64_t federation_;
  const std::string federation_id_;
  const rules::Day today_;

  std::optional<std::string> federation_title_;
  std::optional<std::vector<rules::Period>> sealed_;
  std::map<int64_t, bool> sits_on_standing_committee_;
  std::map<int64_t, storage::RoundRow> rounds_;
  std::map<int64_t, std::shared_ptr<const v1::Programme>> programmes_;
  std::map<int64_t, storage::UnionRow> unions_;
  std::map<int64_t, std::string> account_names_;
};

}  // namespace phancong::tasks

#endif  // PHANCONG_SERVICES_TASKS_TASK_FILE_H_
