#include "services/tasks/task_file.h"

#include <algorithm>

#include "google/protobuf/util/time_util.h"
#include "services/rules/dates.h"
#include "services/rules/deadline.h"
#include "services/rules/names.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/serving/encoded.h"
#include "services/tasks/extension_file.h"
#include "storage/deadlines.h"
#include "storage/federations.h"
#include "storage/programmes.h"
#include "storage/sealing.h"

namespace phancong::tasks {
namespace {

using google::protobuf::util::TimeUtil;

bool Contains(const std::vector<int64_t>& numbers, int64_t number) {
  return std::find(numbers.begin(), numbers.end(), number) != numbers.end();
}

bool IsChair(v1::Position position) { return position == v1::POSITION_STANDING_COMMITTEE_CHAIR; }
bool IsExecutive(v1::Position position) { return position == v1::POSITION_EXECUTIVE_COMMITTEE_MEMBER; }

bool HoldsAny(const std::vector<rules::PositionFact>& positions, bool (*kind)(v1::Position)) {
  return std::any_of(positions.begin(), positions.end(),
                     [&](const rules::PositionFact& fact) { return kind(fact.position); });
}

// What the item says of all its tasks alike, but for targets in force for one of them.
void ShowDefinition(const v1::Item& item, v1::Task* task) {
  task->set_item(item.id());
  *task->mutable_title() = item.title();
  task->set_measure(item.measure());
  *task->mutable_figures() = item.figures();
  *task->mutable_required_evidence() = item.evidence();
  *task->mutable_served_with() = item.served_with();
}

}  // namespace

std::vector<std::string> TaskFile::WaivedEvidence() const {
  std::vector<std::string> kinds;
  for (const storage::WaiverRow& waiver : waivers) kinds.push_back(waiver.kind);
  return kinds;
}

std::vector<std::string> TaskFile::WaivedFor(const serving::Actor& actor) const {
  std::vector<std::string> kinds;
  for (const storage::WaiverRow& waiver : waivers) {
    if (!actor.IsOneOf(waiver.decided_by) && !actor.IsOneOf(waiver.decided_for)) kinds.push_back(waiver.kind);
  }
  return kinds;
}

int64_t DueSoonDays(const v1::Programme& programme) {
  return programme.reminders().days_before().empty() ? 0 : programme.reminders().days_before(0);
}

rules::TaskFacts FactsOf(const TaskFile& file) {
  return {.state = file.row.state,
          .state_before_suspension = file.row.state_before_suspension,
          .due_day = file.row.due_day,
          .period_sealed = file.sealed,
          .submitted_late = file.row.not_met_day != 0};
}

rules::TaskCommand SubmitCommandOf(const TaskFile& file) {
  return rules::PhaseOf(file.row.state) == rules::TaskPhase::kNotMet ? rules::TaskCommand::kSubmitLate
                                                                     : rules::TaskCommand::kSubmit;
}

TaskFiles::TaskFiles(serving::CommandContext& context)
    : tx_(context.tx()),
      federation_(context.federation()),
      federation_id_(context.actor().federation_id),
      today_(context.today()) {}

TaskFiles::TaskFiles(serving::ReadContext& context)
    : tx_(context.tx()),
      federation_(context.federation()),
      federation_id_(context.actor().federation_id),
      today_(context.today()) {}

absl::StatusOr<std::optional<TaskFiles::Place>> TaskFiles::PlaceOf(const std::string& name, const std::string& field) {
  ASSIGN_OR_RETURN(const rules::ResourceName parsed, rules::ParseName(name, rules::NameKind::kTask, field));
  if (parsed.federation != federation_id_) return std::nullopt;
  ASSIGN_OR_RETURN(std::optional<storage::RoundRow> round, storage::FindRound(tx_, federation_, parsed.id));
  if (!round) return std::nullopt;
  ASSIGN_OR_RETURN(const std::optional<storage::ItemRow> item,
                   storage::FindItem(tx_, federation_, round->round, parsed.item));
  if (!item) return std::nullopt;
  Place place{.round = round->round, .item = item->item};
  rounds_.try_emplace(place.round, *std::move(round));
  if (parsed.assignee != rules::kFederationAssignee) {
    ASSIGN_OR_RETURN(std::optional<storage::UnionRow> row, storage::FindUnion(tx_, federation_, parsed.assignee));
    if (!row) return std::nullopt;
    place.assignee = row->union_number;
    unions_.try_emplace(place.assignee, *std::move(row));
  }
  return place;
}

absl::StatusOr<TaskFile> TaskFiles::Open(const std::string& name, const std::string& field) {
  ASSIGN_OR_RETURN(const std::optional<Place> place, PlaceOf(name, field));
  if (!place) return rules::RefuseNotFound(name);
  ASSIGN_OR_RETURN(std::optional<storage::TaskRow> row,
                   storage::FindTask(tx_, federation_, place->round, place->item, place->assignee));
  if (!row) return rules::RefuseNotFound(name);
  return Open(*std::move(row));
}

absl::StatusOr<storage::TaskToShow> TaskFiles::Find(const std::string& name) {
  ASSIGN_OR_RETURN(const std::optional<Place> place, PlaceOf(name, "name"));
  if (!place) return rules::RefuseNotFound(name);
  ASSIGN_OR_RETURN(std::optional<storage::TaskToShow> task,
                   storage::FindTaskToShow(tx_, federation_, place->round, place->item, place->assignee));
  if (!task) return rules::RefuseNotFound(name);
  return *std::move(task);
}

absl::StatusOr<TaskFile> TaskFiles::OpenForChange(const std::string& name, const std::string& etag) {
  ASSIGN_OR_RETURN(TaskFile file, Open(name));
  RETURN_IF_ERROR(serving::CheckEtag(etag, file.row.revision, name));
  return file;
}

absl::StatusOr<TaskFile> TaskFiles::Open(storage::TaskRow row) { return Open(std::move(row), /*has_waivers=*/true); }

absl::StatusOr<TaskFile> TaskFiles::Open(storage::TaskRow row, bool has_waivers) {
  TaskFile file;
  ASSIGN_OR_RETURN(const storage::RoundRow* const round, Round(row.round));
  file.round = *round;
  ASSIGN_OR_RETURN(file.programme, Programme(round->programme_version));
  ASSIGN_OR_RETURN(file.item, Item(row));
  if (row.assignee != 0) {
    ASSIGN_OR_RETURN(const storage::UnionRow* const assignee, Union(row.assignee));
    file.assignee = *assignee;
  }
  if (!sealed_) {
    ASSIGN_OR_RETURN(sealed_, storage::SealedPeriods(tx_, federation_));
  }
  file.sealed = file.round.state == v1::ROUND_STATE_SEALED || storage::IsSealed(*sealed_, row.due_day);
  if (file.sealed && file.assignee) {
    // As it was called when that was due; both days are sealed, or before it.
    ASSIGN_OR_RETURN(file.assignee,
                     storage::FindUnionOn(tx_, federation_, file.assignee->id,
                                          {.day = std::min(row.due_day, file.round.period.end), .known_day = today_}));
    if (!file.assignee) return absl::InternalError("the union of a task is not there");
  }
  ASSIGN_OR_RETURN(file.in_charge, InCharge(row, *file.item));
  if (has_waivers && !file.item->evidence().empty()) {
    ASSIGN_OR_RETURN(file.waivers, storage::WaiversOf(tx_, federation_, row.task, row.cycle));
  }
  file.name = rules::TaskName(federation_id_, round->id, file.item->id(),
                              file.assignee ? std::string_view(file.assignee->id) : rules::kFederationAssignee);
  file.row = std::move(row);
  return file;
}

absl::StatusOr<v1::Timing> TaskFiles::TimingOf(const storage::TaskRow& row) {
  ASSIGN_OR_RETURN(const storage::RoundRow* const round, Round(row.round));
  ASSIGN_OR_RETURN(const std::shared_ptr<const v1::Programme> programme, Programme(round->programme_version));
  return rules::TimingOf(row.Deadline(), today_, DueSoonDays(*programme)).timing;
}

absl::StatusOr<rules::Participant> TaskFiles::ParticipantOf(const TaskFile& file, const serving::Actor& actor) {
  ASSIGN_OR_RETURN(const std::vector<int64_t> authors,
                   storage::Authors(tx_, federation_, file.row.task, file.row.cycle));
  rules::Participant participant;
  participant.standing_committee = actor.HoldsStandingCommittee();
  participant.standing_committee_head = actor.HoldsStandingCommitteeHead();
  participant.author =
      std::any_of(authors.begin(), authors.end(), [&](int64_t author) { return actor.IsOneOf(author); });
  participant.in_charge = participant.standing_committee && Contains(file.in_charge, actor.principal());
  participant.took_review = participant.standing_committee && file.row.reviewer == actor.principal();
  if (file.assignee) {
    const int64_t number = file.assignee->union_number;
    participant.assignee_head = actor.Holds(v1::POSITION_UNION_CHAIR, number);
    participant.assignee = participant.assignee_head || actor.Holds(v1::POSITION_UNION_OFFICER, number);
    participant.position_in_assignee = actor.HasInterestIn(number);
    return participant;
  }
  const bool answers =
      file.in_charge.empty() ? actor.Holds(v1::POSITION_STANDING_COMMITTEE_CHAIR) : participant.in_charge;
  participant.works_on_own = file.in_charge.empty() ? HoldsAny(actor.interests, IsChair)
                                                    : std::any_of(file.in_charge.begin(), file.in_charge.end(),
                                                                  [&](int64_t one) { return actor.IsOneOf(one); });
  switch (file.item->body()) {
    case v1::Item::BODY_INSPECTION_COMMITTEE:
      participant.assignee = HoldsAny(actor.positions, rules::IsInspectionCommittee);
      participant.assignee_head = actor.Holds(v1::POSITION_INSPECTION_COMMITTEE_CHAIR);
      participant.position_in_assignee = HoldsAny(actor.interests, rules::IsInspectionCommittee);
      break;
    case v1::Item::BODY_EXECUTIVE_COMMITTEE:
      participant.assignee = answers || actor.Holds(v1::POSITION_EXECUTIVE_COMMITTEE_MEMBER);
      participant.assignee_head = answers;
      participant.works_on_own = participant.works_on_own || HoldsAny(actor.interests, IsExecutive);
      break;
    default:
      participant.assignee = answers;
      participant.assignee_head = answers;
      break;
  }
  return participant;
}

absl::Status TaskFiles::Decide(rules::TaskCommand command, const TaskFile& file, const serving::Actor& actor,
                               const rules::Proposal& proposal) {
  ASSIGN_OR_RETURN(const rules::Participant participant, ParticipantOf(file, actor));
  return rules::Decide(command, FactsOf(file), participant, proposal, today_).status();
}

absl::Status TaskFiles::Show(const TaskFile& file, v1::Task* task) {
  const storage::TaskRow& row = file.row;
  ShowDefinition(*file.item, task);
  RETURN_IF_ERROR(ShowStanding(file, task));
  ASSIGN_OR_RETURN(*task->mutable_claim(),
                   storage::ReadReport(tx_, federation_, row.task, row.cycle, storage::ReportKind::kClaim));
  if (row.accepted_at) {
    ASSIGN_OR_RETURN(*task->mutable_result(),
                     storage::ReadReport(tx_, federation_, row.task, row.cycle, storage::ReportKind::kResult));
  }
  return ShowOpenExtension(file, task);
}

absl::StatusOr<std::string> TaskFiles::Encode(storage::TaskToShow shown) {
  ASSIGN_OR_RETURN(const TaskFile file, Open(std::move(shown.row), shown.has_waivers));
  v1::Task task;
  RETURN_IF_ERROR(ShowStanding(file, &task));
  serving::AddEncoded(task, v1::Task::kClaimFieldNumber, std::move(shown.claim));
  if (file.row.accepted_at) serving::AddEncoded(task, v1::Task::kResultFieldNumber, std::move(shown.result));
  if (shown.has_open_extension) RETURN_IF_ERROR(ShowOpenExtension(file, &task));
  ASSIGN_OR_RETURN(const auto definition, EncodedDefinition(file));
  // To protobuf, one message behind the other is both of them in one.
  std::string encoded = task.SerializeAsString();
  return encoded.append(*definition);
}

absl::StatusOr<std::shared_ptr<const std::string>> TaskFiles::EncodedDefinition(const TaskFile& file) {
  const storage::TaskRow& row = file.row;
  const auto encode = [&]() -> absl::StatusOr<std::string> {
    v1::Task task;
    ShowDefinition(*file.item, &task);
    return task.SerializeAsString();
  };
  ASSIGN_OR_RETURN(const auto of_all, storage::ItemDefinition(tx_, federation_, row.round, row.item));
  if (file.item == of_all) {
    return tx_.facts().Get<std::string>(storage::FactsOf::kDefinitions, federation_,
                                        {.what = "shown definition", .first = row.round, .second = row.item}, encode);
  }
  // With targets of its own.
  ASSIGN_OR_RETURN(std::string encoded, encode());
  return std::make_shared<const std::string>(std::move(encoded));
}

absl::Status TaskFiles::ShowOpenExtension(const TaskFile& file, v1::Task* task) {
  ASSIGN_OR_RETURN(const std::optional<storage::ExtensionRow> extension,
                   storage::OpenExtension(tx_, federation_, file.row.task));
  return extension ? ShowExtension(*this, file, *extension, task->mutable_open_extension()) : absl::OkStatus();
}

absl::Status TaskFiles::ShowStanding(const TaskFile& file, v1::Task* task) {
  const storage::TaskRow& row = file.row;
  task->set_name(file.name);
  task->set_etag(std::to_string(row.revision));
  if (file.assignee) {
    task->set_assignee(rules::UnionName(federation_id_, file.assignee->id));
  } else {
    task->set_assignee(rules::FederationName(federation_id_));
  }
  ASSIGN_OR_RETURN(*task->mutable_assignee_title(), AssigneeTitle(file));
  task->set_state(row.state);
  task->set_cycle(static_cast<int32_t>(row.cycle));
  *task->mutable_due_date() = rules::DateOf(row.due_day);
  *task->mutable_base_due_date() = rules::DateOf(row.base_due_day);
  const rules::TimingAt timing = rules::TimingOf(row.Deadline(), today_, DueSoonDays(*file.programme));
  task->set_timing(timing.timing);
  task->set_days_late(static_cast<int32_t>(timing.days_late));
  if (row.accepted_at) *task->mutable_accept_time() = TimeUtil::MicrosecondsToTimestamp(*row.accepted_at);
  if (row.reviewer != 0) {
    ASSIGN_OR_RETURN(*task->mutable_reviewer(), AccountName(row.reviewer));
  }
  // Of what is sealed nobody is in charge any more.
  for (const int64_t account : file.sealed ? std::vector<int64_t>() : file.in_charge) {
    ASSIGN_OR_RETURN(*task->add_members_in_charge(), AccountName(account));
  }
  if (row.first_submitted_at) {
    *task->mutable_submit_time() = TimeUtil::MicrosecondsToTimestamp(*row.first_submitted_at);
  }
  task->set_reason(row.reason);
  task->set_decision_number(row.decision_number);
  for (const std::string& kind : file.WaivedEvidence()) task->add_waived_evidence(kind);
  task->set_on_paper(row.on_paper);
  task->set_sealed(file.sealed);
  if (row.as_of_day != 0) *task->mutable_as_of_date() = rules::DateOf(row.as_of_day);
  if (!file.assignee) task->set_body(file.item->body());
  return absl::OkStatus();
}

absl::Status TaskFiles::Show(int64_t number, v1::Task* task) {
  ASSIGN_OR_RETURN(storage::TaskRow row, storage::GetTask(tx_, federation_, number));
  ASSIGN_OR_RETURN(const TaskFile file, Open(std::move(row)));
  return Show(file, task);
}

absl::StatusOr<std::string> TaskFiles::AssigneeTitle(const TaskFile& file) {
  if (file.assignee) return file.assignee->title;
  if (!federation_title_) {
    ASSIGN_OR_RETURN(const storage::FederationRow federation, storage::GetFederation(tx_, federation_));
    federation_title_ = federation.title_vi;
  }
  return *federation_title_;
}

absl::StatusOr<std::string> TaskFiles::AccountName(int64_t account) {
  if (account == 0) return std::string();
  const auto [name, fresh] = account_names_.try_emplace(account);
  if (fresh) {
    ASSIGN_OR_RETURN(const storage::AccountRow row, storage::GetAccount(tx_, federation_, account));
    name->second = rules::AccountName(federation_id_, row.id);
  }
  return name->second;
}

absl::StatusOr<const storage::RoundRow*> TaskFiles::Round(int64_t number) {
  const auto [round, fresh] = rounds_.try_emplace(number);
  if (fresh) {
    ASSIGN_OR_RETURN(round->second, storage::GetRound(tx_, federation_, number));
  }
  return &round->second;
}

absl::StatusOr<std::shared_ptr<const v1::Programme>> TaskFiles::Programme(int64_t version) {
  const auto [programme, fresh] = programmes_.try_emplace(version);
  if (fresh) {
    ASSIGN_OR_RETURN(const storage::ProgrammeRow row, storage::GetProgramme(tx_, federation_, version));
    programme->second = row.programme;
  }
  return programme->second;
}

absl::StatusOr<std::shared_ptr<const v1::Item>> TaskFiles::Item(const storage::TaskRow& row) {
  return storage::ItemDefinition(tx_, federation_, row.round, row.item, row.assignee);
}

absl::StatusOr<const storage::UnionRow*> TaskFiles::Union(int64_t number) {
  const auto [row, fresh] = unions_.try_emplace(number);
  if (fresh) {
    ASSIGN_OR_RETURN(row->second, storage::GetUnion(tx_, federation_, number));
  }
  return &row->second;
}

absl::StatusOr<bool> TaskFiles::SitsOnStandingCommittee(int64_t account) {
  const auto [sits, fresh] = sits_on_standing_committee_.try_emplace(account);
  if (fresh) {
    ASSIGN_OR_RETURN(const std::vector<rules::PositionFact> positions,
                     storage::PositionsOfAccount(tx_, federation_, account));
    sits->second = std::any_of(positions.begin(), positions.end(), [&](const rules::PositionFact& fact) {
      return rules::HoldsOn(fact, today_) && rules::IsStandingCommittee(fact.position);
    });
  }
  return sits->second;
}

absl::StatusOr<std::vector<int64_t>> TaskFiles::InChargeOf(const storage::TaskRow& row) {
  ASSIGN_OR_RETURN(const std::shared_ptr<const v1::Item> item, Item(row));
  return InCharge(row, *item);
}

absl::StatusOr<std::vector<int64_t>> TaskFiles::InCharge(const storage::TaskRow& row, const v1::Item& item) {
  ASSIGN_OR_RETURN(const std::vector<storage::ResponsibilityRow> responsibilities,
                   storage::ResponsibilitiesFor(tx_, federation_, {.day = today_, .known_day = today_}, row.item,
                                                item.field(), row.assignee));
  std::vector<int64_t> accounts;
  for (const storage::ResponsibilityRow& one : responsibilities) {
    if (Contains(accounts, one.account)) continue;
    ASSIGN_OR_RETURN(const bool sits, SitsOnStandingCommittee(one.account));
    if (sits) accounts.push_back(one.account);
  }
  return accounts;
}

}  // namespace phancong::tasks
