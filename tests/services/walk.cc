#include "tests/services/walk.h"

#include <algorithm>
#include <iostream>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "absl/time/civil_time.h"
#include "google/protobuf/util/message_differencer.h"
#include "services/rules/signed_note.h"

namespace phancong::services_test {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using support::Answered;
using support::Model;
using support::ModelDay;
using support::Person;

ModelDay DayOf(const google::type::Date& date) { return support::ModelDayOf(date.year(), date.month(), date.day()); }

std::string NameOf(Model::State state) {
  switch (state) {
    case Model::State::kIssued:
      return "TASK_STATE_ISSUED";
    case Model::State::kInProgress:
      return "TASK_STATE_IN_PROGRESS";
    case Model::State::kSubmitted:
      return "TASK_STATE_SUBMITTED";
    case Model::State::kInReview:
      return "TASK_STATE_IN_REVIEW";
    case Model::State::kReturned:
      return "TASK_STATE_RETURNED";
    case Model::State::kSuspended:
      return "TASK_STATE_SUSPENDED";
    case Model::State::kAccepted:
      return "TASK_STATE_ACCEPTED";
    case Model::State::kNotMet:
      return "TASK_STATE_NOT_MET";
    case Model::State::kWithdrawn:
      return "TASK_STATE_WITHDRAWN";
  }
  return "";
}

std::string NameOf(Model::ExtensionState state) {
  switch (state) {
    case Model::ExtensionState::kRequested:
      return "EXTENSION_STATE_REQUESTED";
    case Model::ExtensionState::kApproved:
      return "EXTENSION_STATE_APPROVED";
    case Model::ExtensionState::kRefused:
      return "EXTENSION_STATE_REFUSED";
    case Model::ExtensionState::kCancelled:
      return "EXTENSION_STATE_CANCELLED";
  }
  return "";
}

std::string NameOf(Model::FindingState state) {
  switch (state) {
    case Model::FindingState::kDraft:
      return "FINDING_STATE_DRAFT";
    case Model::FindingState::kIssued:
      return "FINDING_STATE_ISSUED";
    case Model::FindingState::kRemedySubmitted:
      return "FINDING_STATE_REMEDY_SUBMITTED";
    case Model::FindingState::kClosed:
      return "FINDING_STATE_CLOSED";
    case Model::FindingState::kDropped:
      return "FINDING_STATE_DROPPED";
  }
  return "";
}

std::string NameOf(Model::InspectionState state) {
  switch (state) {
    case Model::InspectionState::kScheduled:
      return "INSPECTION_STATE_SCHEDULED";
    case Model::InspectionState::kNotified:
      return "INSPECTION_STATE_NOTIFIED";
    case Model::InspectionState::kFieldwork:
      return "INSPECTION_STATE_FIELDWORK";
    case Model::InspectionState::kDrafted:
      return "INSPECTION_STATE_DRAFT_CONCLUSION";
    case Model::InspectionState::kConcluded:
      return "INSPECTION_STATE_CONCLUDED";
    case Model::InspectionState::kReported:
      return "INSPECTION_STATE_REPORTED";
    case Model::InspectionState::kCancelled:
      return "INSPECTION_STATE_CANCELLED";
  }
  return "";
}

// A field of a message, as text; "" where the message has none of that name.
std::string TextOf(const Message& message, const char* field) {
  const FieldDescriptor* found = message.GetDescriptor()->FindFieldByName(field);
  if (found == nullptr) return "";
  return found->cpp_type() == FieldDescriptor::CPPTYPE_INT64
             ? absl::StrCat(message.GetReflection()->GetInt64(message, found))
             : message.GetReflection()->GetString(message, found);
}

// Of the message, and of those that it lists.
void ClearCodes(Message& message) {
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field->name() == "one_time_code") reflection.ClearField(&message, field);
    if (!field->is_repeated() || field->message_type() == nullptr || field->is_map()) continue;
    for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
      ClearCodes(*reflection.MutableRepeatedMessage(&message, field, i));
    }
  }
}

}  // namespace

google::type::Date DateOf(ModelDay day) {
  const absl::CivilDay civil = absl::CivilDay(1970, 1, 1) + day;
  google::type::Date date;
  date.set_year(static_cast<int>(civil.year()));
  date.set_month(civil.month());
  date.set_day(civil.day());
  return date;
}

int YearOf(ModelDay day) { return static_cast<int>((absl::CivilDay(1970, 1, 1) + day).year()); }

// --- The stage. ------------------------------------------------------------------------------------------------------

Walk::Walk(uint64_t seed)
    : random_(seed),
      world_({.round = "2025", .term = "2025-2026", .programme = "tests/programmes/walk.textproto", .seed = seed}) {
  model_.disabled["quan-tri"] = false;
  model_.offices[1] = {.account = "quan-tri", .position = v1::POSITION_ADMINISTRATOR, .unit = "", .from = 0};
  people_["quan-tri"] = &world_.Administrator();
  Enters(world_.Chair(), v1::POSITION_STANDING_COMMITTEE_CHAIR);
  Enters(world_.ViceChair(), v1::POSITION_STANDING_COMMITTEE_VICE_CHAIR);
  for (const int which : {1, 2, 3}) Enters(world_.Member(which), v1::POSITION_STANDING_COMMITTEE_MEMBER);
  Enters(world_.InspectionChair(), v1::POSITION_INSPECTION_COMMITTEE_CHAIR);
  for (const int which : {1, 2, 3}) Enters(world_.Inspector(which), v1::POSITION_INSPECTION_COMMITTEE_MEMBER);
  Enters(world_.ExecutiveMember(), v1::POSITION_EXECUTIVE_COMMITTEE_MEMBER);
  Enters(world_.Reader(), v1::POSITION_READER);
  for (const char* trainee : {"tap-su-1", "tap-su-2", "tap-su-3"}) {
    people_[trainee] = &world_.Newcomer(trainee);
    model_.disabled[trainee] = false;
  }
  model_.Now(world_.now_micros());
  model_.revision = Revision();
}

void Walk::Tells() const {
  for (const auto& [what, times] : tried_) std::cout << "  " << times << "  " << what << "\n";
  std::cout << "  " << replays_ << "  replayed\n";
}

std::vector<std::string> Walk::NeverDone() const {
  std::map<std::string, int64_t> done;
  for (const auto& [what, times] : tried_) {
    done[what.substr(0, what.find(' '))] += absl::EndsWith(what, " done") ? times : 0;
  }
  std::vector<std::string> never;
  for (const auto& [method, times] : done) {
    if (times == 0) never.push_back(method);
  }
  return never;
}

void Walk::Enters(Person& person, v1::Position position, const std::string& unit) {
  people_[person.account()] = &person;
  model_.disabled[person.account()] = false;
  model_.offices[static_cast<int64_t>(model_.offices.size()) + 1] = {
      .account = person.account(), .position = position, .unit = unit, .from = 0};
}

int64_t Walk::Revision() {
  v1::GetCheckpointRequest request;
  request.set_parent(world_.FederationName());
  const auto checkpoint = world_.Chair().Call<v1::GetCheckpointResponse>(request);
  EXPECT_DONE(checkpoint);
  return checkpoint->revision();
}

std::vector<std::string> Walk::Those(const std::function<bool(const std::string&)>& fit) {
  std::vector<std::string> accounts;
  for (const auto& [account, person] : people_) {
    if (fit(account)) accounts.push_back(account);
  }
  return accounts;
}

Model::Ask Walk::As(const std::string& who, const std::string& etag) {
  if (Chance(2)) return {.who = who, .etag = etag, .behalf = Anybody()};
  if (!Chance(25)) return {.who = who, .etag = etag};
  std::vector<std::string> stand_in;
  for (const auto& [account, person] : people_) {
    if (model_.MayActFor(account, who)) stand_in.push_back(account);
  }
  if (stand_in.empty()) return {.who = who, .etag = etag};
  return {.who = AnyOf(stand_in), .etag = etag, .behalf = who};
}

// --- A step. ---------------------------------------------------------------------------------------------------------

void Walk::Later() {
  world_.PassHours(Number(1, 26));
  model_.Now(world_.now_micros());
}

Answered Walk::SendsAs(const Model::Ask& ask, Message* request, Message* response) {
  Person& person = *people_.at(ask.who);
  person.ActsFor(ask.behalf);
  const Answered answered = person.Sends(request, response);
  person.ActsFor("");
  return answered;
}

void Walk::Sends(const Sent& sent, const std::string& method, const std::string& reason, bool changed) {
  const std::string way = sent.ask.behalf.empty() ? "" : " for another";
  ++tried_[absl::StrCat(method, way, " ", reason.empty() ? "done" : reason)];
  const Answered answered = SendsAs(sent.ask, sent.request.get(), sent.response.get());
  Compare(answered, reason, *sent.response);
  if (testing::Test::HasFailure()) return;
  if (reason.empty() && changed) {
    done_.push_back(sent);
    if (done_.size() > 64) done_.pop_front();
  }
  if (!Chance(33)) return;
  ++replays_;
  // The one just sent, or one from before; what was refused is refused once more.
  if (!reason.empty()) {
    const std::unique_ptr<Message> again(sent.response->New());
    model_.Refuse(sent.ask.who, reason);
    Compare(SendsAs(sent.ask, sent.request.get(), again.get()), reason, *again);
  } else if (!done_.empty()) {
    const Sent& replayed = Chance(50) ? done_.back() : Any(done_);
    if (Chance(5)) {
      Tampered(replayed);
    } else {
      Replay(replayed);
    }
  }
}

// Whoever comes and goes may have lost what let them do it, and so may who stood in for another.
bool Walk::MayStill(const Sent& sent) const {
  return !absl::StartsWith(sent.ask.who, "tap-su") && model_.Exercised(sent.ask.who, sent.ask.behalf) == sent.exercised;
}

// The same request is done once, and gets the same response; but a one-time code is kept nowhere.
void Walk::Replay(const Sent& sent) {
  if (!MayStill(sent)) return;
  const std::unique_ptr<Message> again(sent.response->New());
  const Answered answered = SendsAs(sent.ask, sent.request.get(), again.get());
  EXPECT_DONE(answered) << "replay of " << sent.request->GetTypeName();
  const std::unique_ptr<Message> first(sent.response->New());
  first->CopyFrom(*sent.response);
  ClearCodes(*first);
  EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(*first, *again))
      << first->DebugString() << "\nagain:\n"
      << again->DebugString();
}

// Another request under an id that was used.
void Walk::Tampered(const Sent& sent) {
  if (!MayStill(sent)) return;
  const std::unique_ptr<Message> other(sent.request->New());
  other->CopyFrom(*sent.request);
  bool changed = false;
  for (const char* text : {"etag", "decision_number", "reason", "text", "conclusion", "display_name", "note"}) {
    const FieldDescriptor* field = other->GetDescriptor()->FindFieldByName(text);
    if (field == nullptr || changed) continue;
    other->GetReflection()->SetString(other.get(), field, "khác");
    changed = true;
  }
  if (!changed) return;
  const std::unique_ptr<Message> response(sent.response->New());
  EXPECT_REFUSED(SendsAs(sent.ask, other.get(), response.get()), REQUEST_ID_REUSED);
}

void Walk::Compare(const Answered& answered, const std::string& reason, const Message& response) {
  EXPECT_EQ(answered.ok() ? "" : answered.reason, reason) << answered;
  if (!answered.ok() || !reason.empty()) return;
  EXPECT_EQ(TextOf(response, "revision"), absl::StrCat(model_.revision));
  const FieldDescriptor* task = response.GetDescriptor()->FindFieldByName("task");
  if (task == nullptr || task->message_type() != v1::Task::descriptor()) return;
  CompareTask(static_cast<const v1::Task&>(response.GetReflection()->GetMessage(response, task)));
}

void Walk::CompareTask(const v1::Task& task) {
  const std::vector<std::string> parts = absl::StrSplit(task.name(), '/');
  const std::string name = absl::StrCat(parts.at(3), "/", parts.at(5));
  ASSERT_TRUE(model_.tasks.contains(name)) << name;
  const Model::Task& should = model_.tasks.at(name);
  SCOPED_TRACE(name);
  EXPECT_EQ(v1::TaskState_Name(task.state()), NameOf(should.state));
  EXPECT_EQ(task.etag(), absl::StrCat(should.etag));
  EXPECT_EQ(task.cycle(), should.cycle);
  EXPECT_EQ(DayOf(task.due_date()), should.due());
  EXPECT_EQ(DayOf(task.base_due_date()), should.base_due);
  EXPECT_EQ(Model::FiguresOf(task.claim()), Model::FiguresOf(should.claim));
  EXPECT_EQ(task.has_result(), should.result.has_value());
  if (should.result) {
    EXPECT_EQ(Model::FiguresOf(task.result()), Model::FiguresOf(*should.result));
  }
  const Model::Timing timing = model_.TimingOf(should);
  EXPECT_EQ(v1::Timing_Name(task.timing()), v1::Timing_Name(timing.timing));
  EXPECT_EQ(task.days_late(), timing.days_late);
  EXPECT_EQ(task.sealed(), model_.IsSealed(should));
  EXPECT_EQ(task.waived_evidence_size(), should.waived_by.empty() ? 0 : 1);
  const bool waits = std::any_of(should.extensions.begin(), should.extensions.end(), [](const auto& extension) {
    return extension.state == Model::ExtensionState::kRequested;
  });
  EXPECT_EQ(task.has_open_extension(), waits);
  if (should.state == Model::State::kInReview || should.state == Model::State::kAccepted) {
    EXPECT_EQ(task.reviewer(), world_.AccountName(should.reviewer));
  }
}

// --- The whole picture. ----------------------------------------------------------------------------------------------

void Walk::LooksAtEverything() {
  if (testing::Test::HasFailure()) return;
  LooksAtTheJournal();
  LooksAtTasks();
  LooksAtExtensions();
  LooksAtRestatements();
  LooksAtInspections();
  for (const auto& [name, round] : model_.rounds) {
    if (!round.issued) continue;
    SCOPED_TRACE(name);
    LooksAtTimeliness(name);
    if (name != "2025-2026") LooksAtProgress(name);
  }
}

void Walk::LooksAtTheJournal() {
  v1::GetCheckpointRequest request;
  request.set_parent(world_.FederationName());
  const auto checkpoint = world_.Chair().Call<v1::GetCheckpointResponse>(request);
  ASSERT_DONE(checkpoint);
  EXPECT_EQ(checkpoint->revision(), model_.revision);
  std::map<std::string, std::string> witnesses;
  for (const v1::Witness& witness : checkpoint->witnesses()) {
    const auto key = rules::ParseVerifierKey(witness.verifier_key());
    ASSERT_TRUE(key.ok()) << witness.ShortDebugString();
    witnesses[witness.name()] = key->key;
  }
  EXPECT_EQ(witnesses, model_.witnesses);
}

void Walk::LooksAtTasks() {
  size_t seen = 0;
  v1::ListTasksRequest request;
  request.set_parent(absl::StrCat(world_.FederationName(), "/rounds/-"));
  request.set_page_size(70);
  do {
    const auto page = world_.Chair().Call<v1::ListTasksResponse>(request);
    ASSERT_DONE(page);
    for (const v1::Task& task : page->tasks()) CompareTask(task);
    seen += static_cast<size_t>(page->tasks_size());
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  EXPECT_EQ(seen, model_.tasks.size());
}

void Walk::LooksAtExtensions() {
  size_t seen = 0;
  v1::ListExtensionsRequest request;
  request.set_parent(absl::StrCat(world_.FederationName(), "/rounds/-"));
  request.set_page_size(70);
  do {
    const auto page = world_.Chair().Call<v1::ListExtensionsResponse>(request);
    ASSERT_DONE(page);
    for (const v1::Extension& extension : page->extensions()) {
      SCOPED_TRACE(extension.name());
      const std::vector<std::string> parts = absl::StrSplit(extension.name(), '/');
      const Model::Task& task = model_.tasks.at(absl::StrCat(parts.at(3), "/", parts.at(5)));
      const auto number = static_cast<size_t>(std::stoi(parts.at(7)));
      ASSERT_LE(number, task.extensions.size());
      EXPECT_EQ(v1::ExtensionState_Name(extension.state()), NameOf(task.extensions[number - 1].state));
      EXPECT_EQ(DayOf(extension.requested_due_date()), task.extensions[number - 1].due);
    }
    seen += static_cast<size_t>(page->extensions_size());
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  size_t asked = 0;
  for (const auto& [name, task] : model_.tasks) asked += task.extensions.size();
  EXPECT_EQ(seen, asked);
}

// The last correction of a result is in force, and stands in the round that it was made in.
void Walk::LooksAtRestatements() {
  std::map<std::string, std::string> in_force;
  for (const auto& [name, round] : model_.rounds) {
    v1::ListRestatementsRequest request;
    request.set_parent(world_.RoundName(name));
    request.set_page_size(1'000);
    const auto seen = world_.Chair().Call<v1::ListRestatementsResponse>(request);
    ASSERT_DONE(seen);
    EXPECT_EQ(seen->restatements_size(), round.restatements) << name;
  }
  v1::ListRestatementsRequest request;
  request.set_parent(absl::StrCat(world_.FederationName(), "/rounds/-"));
  request.set_page_size(1'000);
  const auto all = world_.Chair().Call<v1::ListRestatementsResponse>(request);
  ASSERT_DONE(all);
  for (const v1::Restatement& restatement : all->restatements()) {
    v1::Report after;
    *after.mutable_figures() = restatement.after();
    in_force[restatement.task()] = Model::FiguresOf(after);
  }
  for (const auto& [name, task] : model_.tasks) {
    if (!task.restated) continue;
    v1::Report after;
    *after.mutable_figures() = task.restated->figures();
    EXPECT_EQ(in_force[world_.TaskName(name)], Model::FiguresOf(after)) << name;
  }
}

void Walk::LooksAtInspections() {
  for (const auto& [name, should] : model_.inspections) {
    SCOPED_TRACE(name);
    const auto seen = world_.InspectionChair().SeesInspection(name);
    ASSERT_DONE(seen);
    EXPECT_EQ(v1::InspectionState_Name(seen->inspection().state()), NameOf(should.state));
    EXPECT_EQ(seen->inspection().checks_size(), should.checks);
    EXPECT_EQ(seen->inspection().signatures_size(), static_cast<int>(should.signatures.size()));
    ASSERT_EQ(seen->inspection().findings_size(), static_cast<int>(should.findings.size()));
    for (int i = 0; i < seen->inspection().findings_size(); ++i) {
      const v1::Finding& finding = seen->inspection().findings(i);
      const Model::Finding& expected = should.findings[static_cast<size_t>(i)];
      EXPECT_EQ(v1::FindingState_Name(finding.state()), NameOf(expected.state));
      EXPECT_EQ(DayOf(finding.remedy_due_date()), expected.remedy_due);
      EXPECT_EQ(finding.explanation().empty(), expected.explained_by.empty());
    }
  }
}

void Walk::LooksAtTimeliness(const std::string& round) {
  const auto seen = world_.Reader().SeesTimeliness(round);
  ASSERT_DONE(seen);
  const Model::Timeliness should = model_.TimelinessOf(round);
  EXPECT_EQ(seen->counts().done_on_time(), should.on_time);
  EXPECT_EQ(seen->counts().done_late(), should.late);
  EXPECT_EQ(seen->counts().overdue(), should.overdue);
  EXPECT_EQ(seen->counts().awaiting_review(), should.awaiting);
  EXPECT_EQ(seen->counts().not_due(), should.not_due);
  EXPECT_EQ(seen->counts().not_done_in_time(), should.not_met);
  EXPECT_EQ(seen->counts().due(), should.on_time + should.late + should.overdue + should.awaiting + should.not_met);
}

void Walk::LooksAtProgress(const std::string& round) {
  const auto seen = world_.Reader().SeesProgress(round);
  ASSERT_DONE(seen);
  EXPECT_EQ(seen->indicators_size(), 10);
  const Model::Figures figures = model_.FiguresShownOf(round);
  for (const v1::IndicatorProgress& indicator : seen->indicators()) {
    SCOPED_TRACE(indicator.item());
    if (indicator.item() == "I.9") {
      EXPECT_EQ(indicator.figures(0).numerator(), figures.members);
      continue;
    }
    if (indicator.item() == "I.10") {
      EXPECT_EQ(indicator.figures(0).numerator(), figures.inspected);
      EXPECT_EQ(indicator.figures(0).denominator(), 2);
      continue;
    }
    const Model::Progress& should = figures.indicators.at(indicator.item());
    EXPECT_EQ(indicator.expected(), should.expected);
    EXPECT_EQ(indicator.reported(), should.reported);
    EXPECT_EQ(indicator.not_applicable(), should.not_applicable);
    EXPECT_EQ(indicator.submitted(), should.submitted);
    const bool tells = indicator.state() == v1::PROGRESS_STATE_MET || indicator.state() == v1::PROGRESS_STATE_NOT_MET;
    if (!should.has_data) {
      EXPECT_FALSE(tells);
    }
    ASSERT_EQ(indicator.figures_size(), static_cast<int>(should.figures.size()));
    for (int i = 0; tells && i < indicator.figures_size(); ++i) {
      EXPECT_EQ(indicator.figures(i).numerator(), should.figures[static_cast<size_t>(i)].first);
      EXPECT_EQ(indicator.figures(i).denominator(), should.figures[static_cast<size_t>(i)].second);
    }
  }
}

}  // namespace phancong::services_test
