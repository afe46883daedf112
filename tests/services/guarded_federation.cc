#include "tests/services/guarded_federation.h"

#include <map>

#include "gtest/gtest.h"
#include "phancong/v1/evidence_service.pb.h"
#include "services/rules/merkle.h"
#include "tests/services/five_unions.h"
#include "tests/services/union_change_requests.h"

namespace phancong::services_test {

using rules::NameKind;
using support::Claim;
using support::DateOf;
using support::Person;

namespace {

constexpr char kElsewhereRows[] =
    "truong-vi-xuyen,Trường Vị Xuyên,PUBLIC_SERVICE,xã A,2001-01-01,30,20,32,0,no,no,\n"
    "truong-o-lai,Trường Ở Lại,PUBLIC_SERVICE,xã A,2001-01-01,40,20,42,0,no,no,\n";

v1::DocumentReference Document(const std::string& number) {
  v1::DocumentReference document;
  document.set_number(number);
  *document.mutable_date() = DateOf("2025-01-02");
  return document;
}

}  // namespace

GuardedFederation::GuardedFederation()
    : neighbour(world, "quang-binh"), superior(world, "ha-giang"), predecessor(world, "vi-xuyen") {
  LoadFiveUnions(world);
  IsIssued();
  for (int i = 1; i <= 3; ++i) world.Inspector(i);
  LivesThrough(own, Whose::kOwn, of_own);
  LivesThrough(other, Whose::kOther, of_other);
  AreHandedOver();
  DoesItsOwn();
  LivesElsewhere();
  world.GoTo("2025-02-03");
  IsInspected(own, Whose::kOwn, of_own);
  IsInspected(other, Whose::kOther, of_other);
  InspectsInSecret();
  world.GoTo("2026-01-12");
  IsRated(own, Whose::kOwn);
  IsRated(other, Whose::kOther);
  IsDrafted();
  EXPECT_GT(world.RingsReminders(), 0);
  for (support::Elsewhere* each : {&neighbour, &superior, &predecessor}) each->SignsIn("chu-tich");
}

std::string GuardedFederation::Text(Whose whose, const std::string& what) {
  std::string text = "bimat" + std::to_string(secrets_.size()) + "x" + what;
  secrets_.push_back({whose, text, ""});
  return text;
}

std::string GuardedFederation::MailAddress(const Person& person) {
  const std::string address = Text(Whose::kSelf, "mail") + "@congdoan.vn";
  secrets_.back().account = person.account();
  return address;
}

int64_t GuardedFederation::Number(Whose whose) {
  const int64_t number = 7'301'000 + 37 * static_cast<int64_t>(secrets_.size());
  secrets_.push_back({whose, std::to_string(number), ""});
  return number;
}

std::string GuardedFederation::Uploads(Person& person, const std::string& parent, Whose whose) {
  std::string content = "%PDF-1.4\n" + Text(whose, "content");
  content.resize(1'000, 'x');
  v1::UploadEvidenceRequest upload;
  upload.set_parent(parent);
  upload.set_file_name(Text(whose, "file") + ".pdf");
  upload.set_kind("minutes");
  *upload.mutable_document() = Document(Text(whose, "evidence"));
  upload.set_size(static_cast<int64_t>(content.size()));
  upload.set_sha256(rules::Sha256(content));
  upload.set_chunk(content);
  const auto uploaded = person.Call<v1::UploadEvidenceResponse>(upload);
  EXPECT_DONE(uploaded);
  return uploaded->evidence().name();
}

// The year, in which each of the two unions has a target of its own.
void GuardedFederation::IsIssued() {
  v1::DraftRoundRequest draft;
  draft.set_name(world.RoundName("2025"));
  for (const auto& [unit, whose] : std::map<std::string, Whose>{{own, Whose::kOwn}, {other, Whose::kOther}}) {
    v1::RaisedTarget& target = *draft.add_targets();
    target.set_item("4.6");
    target.set_figure("introduced");
    target.set_target(Number(whose));
    target.add_assignees(world.UnitName(unit));
  }
  const auto drafted = world.Chair().Call<v1::DraftRoundResponse>(draft);
  ASSERT_DONE(drafted);
  ASSERT_DONE(world.Chair().IssuesRound("2025", drafted->round().etag()));
}

// The next year, with a target above the programme's; not issued.
void GuardedFederation::IsDrafted() {
  v1::DraftRoundRequest draft;
  draft.set_name(world.RoundName("2026"));
  v1::RaisedTarget& target = *draft.add_targets();
  target.set_item("4.6");
  target.set_figure("introduced");
  target.set_target(Number(Whose::kCommittees));
  ASSERT_DONE(world.Chair().Call<v1::DraftRoundResponse>(draft));
  more.emplace_back(NameKind::kRound, world.RoundName("2026"));
}

void GuardedFederation::LivesThrough(const std::string& unit, Whose whose, Names& names) {
  Person& chair = world.UnionChair(unit);
  Person& officer = world.UnionOfficer(unit);
  const auto task = [&](const std::string& item) { return item + "." + unit; };

  // Reported, commented on, returned, accepted.
  const int64_t informed = Number(whose);
  EXPECT_DONE(chair.Submits(task("2.1"), Claim()
                                             .Ratio("informed", informed, Number(whose))
                                             .Saying(Text(whose, "narrative"))
                                             .With("attendance")
                                             .By(Text(whose, "document"))));
  EXPECT_DONE(chair.Comments(task("2.1"), Text(whose, "comment")));
  EXPECT_DONE(world.Chair().Comments(task("2.1"), Text(whose, "answer")));
  EXPECT_DONE(world.Chair().TakesReview(task("2.1")));
  EXPECT_DONE(world.Chair().Returns(task("2.1"), Text(whose, "return"), "2025-03-03"));
  EXPECT_DONE(chair.Submits(task("2.1")));
  EXPECT_DONE(world.Chair().TakesReview(task("2.1")));
  const auto accepted = world.Chair().Accepts(task("2.1"), Text(whose, "accept"));
  EXPECT_DONE(accepted);
  // Given more time, and not given it; paused; withdrawn; a duty of its own.
  EXPECT_DONE(chair.RequestsExtension(task("1.3"), "2025-12-01", Text(whose, "refused")));
  EXPECT_DONE(world.Chair().Refuses(task("1.3") + "/1", Text(whose, "refusal")));
  EXPECT_DONE(chair.RequestsExtension(task("1.3"), "2025-12-02", Text(whose, "asked")));
  EXPECT_DONE(world.Chair().Suspends(task("3.5.2"), Text(whose, "pause"), Text(whose, "number")));
  EXPECT_DONE(world.Chair().Withdraws(task("3.3.2"), Text(whose, "withdrawn"), Text(whose, "number")));
  EXPECT_DONE(world.Chair().AssignsAdHoc("2025", Text(whose, "duty"), {unit}, "2025-11-30", Text(whose, "number")));
  EXPECT_DONE(world.Chair().ExtendsTasks("2025", "2025-12-20", {"3.1.8"}, {unit}, false, Text(whose, "number")));

  names[NameKind::kUnion] = world.UnitName(unit);
  names[NameKind::kTask] = world.TaskName(task("2.1"));
  names[NameKind::kEntry] = world.FederationName() + "/entries/" + std::to_string(accepted->revision());
  names[NameKind::kExtension] = world.ExtensionName(task("1.3") + "/2");
  names[NameKind::kRating] = world.RatingName(unit);
  names[NameKind::kUnionPlan] = world.UnitName(unit) + "/plans/2025";
  names[NameKind::kAccount] = chair.name();
  names[NameKind::kSession] = chair.name() + "/sessions/1";
  names[NameKind::kPosition] = world.PositionName(chair);
  names[NameKind::kEvidence] = Uploads(chair, world.UnitName(unit), whose);

  v1::SubmitUnionPlanRequest plan;
  plan.set_name(names[NameKind::kUnionPlan]);
  *plan.mutable_document() = Document(Text(whose, "plan"));
  plan.add_lines()->set_item("1.3");
  plan.mutable_lines(0)->set_measures(Text(whose, "measures"));
  plan.mutable_lines(0)->set_person(Text(whose, "person"));
  *plan.mutable_lines(0)->mutable_due_date() = DateOf("2025-10-31");
  EXPECT_DONE(chair.Call<v1::SubmitUnionPlanResponse>(plan));

  v1::UpdateFactsRequest facts;
  facts.set_name(world.UnitName(unit));
  (*facts.mutable_facts())["workers"] = Number(whose);
  EXPECT_DONE(chair.Call<v1::UpdateFactsResponse>(facts));

  v1::RecordUnionChangeRequest renamed =
      Change(world, v1::UNION_CHANGE_KIND_RENAMED, {unit}, {Part("", Text(whose, "title"))});
  renamed.set_reason(Text(whose, "renamed"));
  renamed.set_decision_number(Text(whose, "number"));
  EXPECT_DONE(world.Chair().Call<v1::RecordUnionChangeResponse>(renamed));

  v1::DelegatePositionRequest delegate;
  delegate.set_name(names[NameKind::kPosition]);
  delegate.set_delegate(officer.name());
  *delegate.mutable_to_date() = DateOf("2026-12-31");
  delegate.set_reason(Text(whose, "absence"));
  const auto delegated = chair.Call<v1::DelegatePositionResponse>(delegate);
  EXPECT_DONE(delegated);
  names[NameKind::kDelegation] = delegated->delegation().name();
  const auto in_charge = world.Chair().PutsInChargeOfUnion(world.Member(1).account(), unit);
  EXPECT_DONE(in_charge);
  names[NameKind::kResponsibility] = in_charge->responsibility().name();
  EXPECT_DONE(chair.SetsMailAddress(MailAddress(chair)));
  // Its names alone tell of it.
  secrets_.push_back({whose, unit, ""});
}

// One entry changes what both unions wait for.
void GuardedFederation::AreHandedOver() {
  Person& leaves = world.Member(5);
  for (const std::string& unit : {own, other}) {
    const std::string task = "3.1.8." + unit;
    EXPECT_DONE(world.UnionChair(unit).Submits(task, world.CompleteReport(task)));
    EXPECT_DONE(leaves.TakesReview(task));
    more.emplace_back(NameKind::kTask, world.TaskName(task));
    more.emplace_back(NameKind::kTask, world.TaskName("1.3." + unit));
  }
  EXPECT_DONE(world.Chair().HandsOver(leaves.account(), world.Member(1).account()));
}

void GuardedFederation::IsInspected(const std::string& unit, Whose whose, Names& names) {
  Person& head = world.InspectionChair();
  const auto scheduled = head.Schedules("charter", unit, "2025-02-03", "chu-nhiem", {"ubkt-1", "ubkt-2"});
  ASSERT_DONE(scheduled);
  const std::string inspection = scheduled->inspection().name();
  EXPECT_DONE(head.Notifies(inspection, Text(whose, "notice")));
  EXPECT_DONE(head.Starts(inspection));
  EXPECT_DONE(head.Checks(inspection, "2.1." + unit));
  const auto found = head.Finds(inspection, Text(whose, "finding"), "2025-05-30");
  ASSERT_DONE(found);
  const std::string finding = found->finding().name();
  EXPECT_DONE(head.DraftsConclusion(inspection, "2025-02-03", Text(whose, "discipline")));
  EXPECT_DONE(world.UnionChair(unit).Explains(finding, Text(whose, "explanation")));
  EXPECT_DONE(head.Signs(inspection));
  EXPECT_DONE(world.Inspector(1).Signs(inspection, Text(whose, "reservation")));
  EXPECT_DONE(world.Inspector(2).Signs(inspection));
  EXPECT_DONE(head.Concludes(inspection, Text(whose, "conclusion")));
  EXPECT_DONE(world.UnionChair(unit).SubmitsRemedy(finding, Text(whose, "remedy")));
  EXPECT_DONE(world.Inspector(3).RejectsRemedy(finding, Text(whose, "rejected"), "2025-06-30"));
  names[NameKind::kInspection] = inspection;
  names[NameKind::kFinding] = finding;
}

void GuardedFederation::InspectsInSecret() {
  Person& head = world.InspectionChair();
  v1::ScheduleInspectionRequest quiet;
  quiet.set_parent(world.FederationName());
  quiet.set_kind("finance");
  quiet.set_unit(world.UnitName(own));
  *quiet.mutable_scheduled_date() = DateOf("2026-02-03");
  quiet.set_head(world.AccountName("chu-nhiem"));
  for (const char* member : {"ubkt-1", "ubkt-2"}) quiet.add_members(world.AccountName(member));
  quiet.set_decision_number(Text(Whose::kCommittees, "unannounced"));
  quiet.set_unannounced(true);
  const auto scheduled = head.Call<v1::ScheduleInspectionResponse>(quiet);
  ASSERT_DONE(scheduled);
  hidden.push_back(scheduled->inspection().name());
  secrets_.push_back({Whose::kCommittees, scheduled->inspection().name(), ""});

  const auto begun = head.Schedules("programme", own, "2025-02-03", "chu-nhiem", {"ubkt-1", "ubkt-2"});
  ASSERT_DONE(begun);
  const std::string inspection = begun->inspection().name();
  EXPECT_DONE(head.Notifies(inspection));
  EXPECT_DONE(head.Starts(inspection));
  const auto found = head.Finds(inspection, Text(Whose::kInspectors, "draft"), "2026-05-30");
  ASSERT_DONE(found);
  hidden.push_back(found->finding().name());
  const auto dropped = head.Finds(inspection, Text(Whose::kInspectors, "dropped"), "2026-05-30");
  ASSERT_DONE(dropped);
  EXPECT_DONE(head.DropsFinding(dropped->finding().name(), Text(Whose::kInspectors, "why")));
  hidden.push_back(dropped->finding().name());

  v1::DraftInspectionPlanRequest plan;
  plan.set_parent(world.FederationName());
  plan.set_plan("2025");
  plan.set_content(Text(Whose::kCommittees, "plan"));
  *plan.mutable_document() = Document(Text(Whose::kCommittees, "document"));
  plan.add_risk_picks()->set_unit(world.UnitName(own));
  plan.mutable_risk_picks(0)->set_reason(Text(Whose::kCommittees, "risk"));
  EXPECT_DONE(head.Call<v1::DraftInspectionPlanResponse>(plan));
  whole[NameKind::kInspectionPlan] = world.InspectionPlanName("2025");
}

void GuardedFederation::DoesItsOwn() {
  Person& chair = world.Chair();
  const std::string task = "3.1.4.federation";
  EXPECT_DONE(chair.Comments(task, Text(Whose::kCommittees, "comment")));
  EXPECT_DONE(chair.RequestsExtension("3.1.8.federation", "2025-12-29", Text(Whose::kCommittees, "asked")));
  EXPECT_DONE(chair.SetsMailAddress(MailAddress(chair)));
  const auto delegated = [&] {
    v1::DelegatePositionRequest delegate;
    delegate.set_name(world.PositionName(chair));
    delegate.set_delegate(world.Member(2).name());
    *delegate.mutable_to_date() = DateOf("2026-12-31");
    delegate.set_reason(Text(Whose::kCommittees, "absence"));
    return chair.Call<v1::DelegatePositionResponse>(delegate);
  }();
  EXPECT_DONE(delegated);
  v1::IssueReportRequest report;
  report.set_parent(world.RoundName("2025"));
  *report.mutable_document() = Document(Text(Whose::kRecipients, "report"));
  report.set_title(Text(Whose::kRecipients, "title"));
  report.add_recipients("LĐLĐ tỉnh Hà Giang");
  report.set_remarks(Text(Whose::kRecipients, "remarks"));
  const auto issued = chair.Call<v1::IssueReportResponse>(report);
  EXPECT_DONE(issued);
  const auto inspected = world.InspectionChair().Schedules("same-level-finance", "federation", "2025-02-03",
                                                           "chu-nhiem", {"ubkt-1", "ubkt-2"});
  EXPECT_DONE(inspected);
  EXPECT_DONE(world.InspectionChair().Notifies(inspected->inspection().name()));
  EXPECT_DONE(world.InspectionChair().Starts(inspected->inspection().name()));
  const auto found =
      world.InspectionChair().Finds(inspected->inspection().name(), Text(Whose::kInspectors, "draft"), "2025-05-30");
  EXPECT_DONE(found);

  of_federation[NameKind::kTask] = world.TaskName(task);
  of_federation[NameKind::kExtension] = world.ExtensionName("3.1.8.federation/1");
  of_federation[NameKind::kEvidence] = Uploads(chair, world.FederationName(), Whose::kCommittees);
  of_federation[NameKind::kInspection] = inspected->inspection().name();
  of_federation[NameKind::kFinding] = found->finding().name();
  whole[NameKind::kFederation] = world.FederationName();
  whole[NameKind::kRound] = world.RoundName("2025");
  whole[NameKind::kProgramme] = world.FederationName() + "/programmes/1";
  whole[NameKind::kCalendar] = world.FederationName() + "/calendars/-";
  whole[NameKind::kReport] = issued->report().name();
  whole[NameKind::kEntry] = world.FederationName() + "/entries/1";
  whole[NameKind::kAccount] = chair.name();
  whole[NameKind::kPosition] = world.PositionName(chair);
  whole[NameKind::kDelegation] = delegated->delegation().name();
}

void GuardedFederation::IsRated(const std::string& unit, Whose whose) {
  const std::string reason = Text(whose, "claimed");
  EXPECT_DONE(world.UnionChair(unit).RatesItself(unit, {{"organisation", 9}, {"initiative", 8}}, reason));
  EXPECT_DONE(world.Chair().DecidesRating(
      unit, {{"indicators", 20}, {"duties", 5}, {"punctuality", 5}, {"organisation", 8}, {"initiative", 7}},
      Text(whose, "decided"), Text(whose, "number")));
}

void GuardedFederation::LivesElsewhere() {
  for (support::Elsewhere* each : {&neighbour, &predecessor}) {
    each->ImportsUnions(kElsewhereRows);
    each->IssuesTheYear("2025");
  }
  const auto comments = [&](support::Elsewhere& there, const std::string& unit, Whose whose, Names& names) {
    names[NameKind::kFederation] = there.name();
    names[NameKind::kUnion] = there.UnionName(unit);
    names[NameKind::kRound] = there.name() + "/rounds/2025";
    names[NameKind::kTask] = there.name() + "/rounds/2025/tasks/1.3." + unit;
    names[NameKind::kExtension] = names[NameKind::kTask] + "/extensions/1";
    names[NameKind::kUnionPlan] = there.UnionName(unit) + "/plans/2025";
    names[NameKind::kRating] = there.UnionName(unit) + "/ratings/2025";
    names[NameKind::kAccount] = there.name() + "/accounts/chu-tich";
    names[NameKind::kSession] = names[NameKind::kAccount] + "/sessions/1";
    names[NameKind::kInspection] = there.name() + "/inspections/2025-01";
    names[NameKind::kFinding] = names[NameKind::kInspection] + "/findings/1";
    names[NameKind::kInspectionPlan] = there.name() + "/inspectionPlans/2025";
    for (const auto& [kind, collection] :
         std::map<NameKind, std::string>{{NameKind::kPosition, "positions"},
                                         {NameKind::kProgramme, "programmes"},
                                         {NameKind::kCalendar, "calendars"},
                                         {NameKind::kReport, "reports"},
                                         {NameKind::kEntry, "entries"},
                                         {NameKind::kResponsibility, "responsibilities"},
                                         {NameKind::kEvidence, "evidence"},
                                         {NameKind::kDelegation, "delegations"}}) {
      names[kind] = there.name() + "/" + collection + "/1";
    }
    v1::CommentOnTaskRequest comment;
    comment.set_name(names[NameKind::kTask]);
    comment.set_text(Text(whose, "comment"));
    EXPECT_DONE(there.As<v1::CommentOnTaskResponse>("chu-tich", comment));
  };
  comments(neighbour, "truong-o-lai", Whose::kNeighbour, of_neighbour);
  comments(predecessor, admitted, Whose::kTakenOver, of_admitted);
  comments(predecessor, "truong-o-lai", Whose::kLeftBehind, of_left_behind);
  // Nothing was inspected or uploaded there.
  for (Names* names : {&of_admitted, &of_left_behind}) {
    for (const NameKind kind : {NameKind::kInspection, NameKind::kFinding, NameKind::kEvidence}) names->erase(kind);
  }

  v1::SetSuperiorRequest joins;
  joins.set_parent(world.FederationName());
  joins.set_superior(superior.name());
  joins.set_decision_number("61/QĐ");
  EXPECT_DONE(world.Chair().Call<v1::SetSuperiorResponse>(joins));
  EXPECT_DONE(predecessor.Closes(world.FederationName()));
  v1::AdmitUnionsRequest admits;
  admits.set_parent(world.FederationName());
  admits.set_predecessor(predecessor.name());
  admits.set_decision_number("62/QĐ");
  EXPECT_DONE(world.Chair().Call<v1::AdmitUnionsResponse>(admits));
}

}  // namespace phancong::services_test
