// Acting for another, as it is allowed and refused.
#include <cstdint>
#include <functional>
#include <iostream>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/civil_time.h"
#include "gtest/gtest.h"
#include "tests/services/five_unions.h"
#include "tests/support/claim.h"
#include "tests/support/world.h"

namespace phancong::support {
namespace {

class ADelegatedPosition : public testing::Test {
 protected:
  ADelegatedPosition() { world.IssuesTheYear(); }

  World world;
  const std::string task = "1.3.thpt-viet-vinh";
};

TEST_F(ADelegatedPosition, IsGivenByItsHolderOrTheHeadWithinOneBodyOnce) {
  Person& chair = world.UnionChair("thpt-viet-vinh");
  Person& officer = world.UnionOfficer("thpt-viet-vinh");
  EXPECT_REFUSED(officer.Delegates(chair, officer, "2025-02-01"), POSITION_REQUIRED);
  EXPECT_REFUSED(chair.Delegates(chair, world.Member(1), "2025-02-01"), INVALID_FIELD) << "of another body";
  EXPECT_REFUSED(chair.Delegates(chair, chair, "2025-02-01"), INVALID_FIELD) << "to oneself";
  EXPECT_REFUSED(chair.Delegates(chair, officer, "2025-01-05"), INVALID_FIELD) << "over before it begins";
  EXPECT_DONE(chair.Delegates(chair, officer, "2025-02-01"));
  EXPECT_REFUSED(chair.Delegates(chair, officer, "2025-03-01"), ALREADY_EXISTS);
  EXPECT_DONE(world.Chair().Delegates(world.Member(1), world.Member(2), "2025-02-01"));
}

TEST_F(ADelegatedPosition, IsExercisedOnItsDaysAloneAndInItsHoldersName) {
  Person& chair = world.UnionChair("thpt-viet-vinh");
  Person& officer = world.UnionOfficer("thpt-viet-vinh");
  const v1::Report report = world.CompleteReport(task);
  officer.ActsFor(chair.account());
  EXPECT_REFUSED(officer.Submits(task, report), NOT_DELEGATED);
  EXPECT_REFUSED(officer.Sees(task), NOT_DELEGATED) << "not even to read";
  officer.ActsFor("");
  EXPECT_REFUSED(officer.Submits(task, report), NOT_CHAIR_OF_ASSIGNEE);
  EXPECT_DONE(chair.Delegates(chair, officer, "2025-02-01"));
  EXPECT_REFUSED(officer.Submits(task, report), NOT_CHAIR_OF_ASSIGNEE) << "in their own right they are no chair";
  officer.ActsFor(chair.account());
  const auto submitted = officer.Submits(task, report);
  ASSERT_DONE(submitted);
  v1::DelegatePositionRequest onward;
  onward.set_name(world.PositionName(chair));
  onward.set_delegate(officer.name());
  *onward.mutable_from_date() = DateOf("2025-03-01");
  *onward.mutable_to_date() = DateOf("2025-03-02");
  EXPECT_REFUSED(officer.Call<v1::DelegatePositionResponse>(onward), NOT_DELEGATED) << "what is only exercised";
  const auto journal = world.Chair().ReadsJournal(submitted->revision());
  ASSERT_DONE(journal);
  EXPECT_EQ(journal->entries(0).account(), officer.name());
  EXPECT_EQ(journal->entries(0).on_behalf_of(), chair.name());
  EXPECT_EQ(journal->entries(0).display_name(), "Ủy viên thpt-viet-vinh thay Chủ tịch thpt-viet-vinh");
  world.GoTo("2025-02-02");
  EXPECT_REFUSED(officer.Recalls(task), NOT_DELEGATED) << "it is over";
  officer.ActsFor("");
}

TEST_F(ADelegatedPosition, GivesOnlyItsOwnAuthority) {
  Person& member = world.Member(1);
  Person& other = world.Member(2);
  EXPECT_DONE(world.Administrator().Gives(member.account(), v1::POSITION_UNION_CHAIR, "thpt-viet-vinh"));
  EXPECT_DONE(world.Chair().Delegates(other, member, "2025-02-01"));
  const v1::Report report = world.CompleteReport(task);
  member.ActsFor(other.account());
  EXPECT_REFUSED(member.Submits(task, report), NOT_YOUR_UNION) << "their own position in the union gives nothing";
  member.ActsFor("");
  EXPECT_DONE(member.Submits(task, report));
  member.ActsFor(other.account());
  EXPECT_REFUSED(member.TakesReview(task), AUTHOR_OF_REPORT) << "what they wrote themselves";
  member.ActsFor("");
  EXPECT_DONE(world.ViceChair().TakesReview(task));
}

TEST_F(ADelegatedPosition, KeepsOffWhoseInterestItIs) {
  Person& member = world.Member(1);
  Person& other = world.Member(2);
  EXPECT_DONE(world.Administrator().Gives(member.account(), v1::POSITION_UNION_OFFICER, "thpt-viet-vinh"));
  EXPECT_DONE(world.Chair().Delegates(other, member, "2025-02-01"));
  EXPECT_DONE(world.UnionChair("thpt-viet-vinh").Submits(task, world.CompleteReport(task)));
  member.ActsFor(other.account());
  EXPECT_REFUSED(member.TakesReview(task), POSITION_IN_ASSIGNEE) << "the delegate's own position in the union";
  member.ActsFor("");
  EXPECT_DONE(other.TakesReview(task)) << "who has none there";
}

TEST_F(ADelegatedPosition, LeavesTheReviewWithItsHolder) {
  Person& member = world.Member(1);
  Person& other = world.Member(2);
  EXPECT_DONE(world.Chair().Delegates(other, member, "2025-02-01"));
  EXPECT_DONE(world.UnionChair("thpt-viet-vinh").Submits(task, world.CompleteReport(task)));
  member.ActsFor(other.account());
  EXPECT_DONE(member.TakesReview(task));
  member.ActsFor("");
  EXPECT_REFUSED(member.Accepts(task), NOT_REVIEWER) << "in their own right they have not taken it";
  EXPECT_DONE(other.Accepts(task));
}

TEST_F(ADelegatedPosition, MakesBothAuthorsOfAPaperReport) {
  Person& member = world.Member(1);
  Person& other = world.Member(2);
  EXPECT_DONE(world.Chair().Delegates(other, member, "2025-02-01"));
  member.ActsFor(other.account());
  EXPECT_DONE(member.RecordsPaper(task, world.CompleteReport(task), "2025-01-06"));
  member.ActsFor("");
  EXPECT_REFUSED(member.TakesReview(task), AUTHOR_OF_REPORT);
  EXPECT_REFUSED(other.TakesReview(task), AUTHOR_OF_REPORT);
  EXPECT_DONE(world.ViceChair().TakesReview(task));
}

TEST_F(ADelegatedPosition, IsPartOfWhatARequestAsked) {
  Person& member = world.Member(1);
  Person& other = world.Member(2);
  EXPECT_DONE(world.Chair().Delegates(other, member, "2025-02-01"));
  EXPECT_DONE(world.UnionChair("thpt-viet-vinh").Submits(task, world.CompleteReport(task)));
  v1::TakeReviewRequest request;
  request.set_name(world.TaskName(task));
  request.set_request_id("mot-lan");
  EXPECT_DONE(member.Call<v1::TakeReviewResponse>(request));
  member.ActsFor(other.account());
  EXPECT_REFUSED(member.Call<v1::TakeReviewResponse>(request), REQUEST_ID_REUSED);
  member.ActsFor("");
}

TEST_F(ADelegatedPosition, IsEndedByItsHolder) {
  Person& chair = world.UnionChair("thpt-viet-vinh");
  Person& officer = world.UnionOfficer("thpt-viet-vinh");
  const auto delegated = chair.Delegates(chair, officer, "2025-02-01");
  ASSERT_DONE(delegated);
  v1::EndDelegationRequest end;
  end.set_name(delegated->delegation().name());
  *end.mutable_to_date() = DateOf("2025-01-05");
  EXPECT_REFUSED(officer.Call<v1::EndDelegationResponse>(end), POSITION_REQUIRED);
  EXPECT_DONE(chair.Call<v1::EndDelegationResponse>(end));
  officer.ActsFor(chair.account());
  EXPECT_REFUSED(officer.Acknowledges(task), NOT_DELEGATED) << "at once";
  officer.ActsFor("");
  EXPECT_REFUSED(chair.Call<v1::EndDelegationResponse>(end), NOTHING_TO_DO);
}

TEST_F(ADelegatedPosition, AMemberWhoLeavesHandsOnTheirWork) {
  Person& leaver = world.Member(1);
  Person& successor = world.Member(2);
  EXPECT_DONE(world.Chair().PutsInChargeOfUnion(leaver.account(), "thpt-viet-vinh"));
  EXPECT_DONE(world.UnionChair("thpt-viet-vinh").Submits(task, world.CompleteReport(task)));
  v1::ListReviewQueueRequest queue;
  queue.set_parent(world.FederationName());
  const auto waiting = leaver.Call<v1::ListReviewQueueResponse>(queue);
  ASSERT_DONE(waiting);
  ASSERT_EQ(waiting->tasks_size(), 1);
  EXPECT_EQ(waiting->tasks(0).name(), world.TaskName(task));
  EXPECT_DONE(leaver.TakesReview(task));
  v1::ListOpenWorkRequest open;
  open.set_name(leaver.name());
  const auto work = world.Inspector().Call<v1::ListOpenWorkResponse>(open);
  ASSERT_DONE(work);
  EXPECT_EQ(work->responsibilities_size(), 1);
  EXPECT_EQ(work->reviews_size(), 1);

  Person& chairman = world.Chair();
  EXPECT_REFUSED(chairman.HandsOver(leaver.account(), world.Inspector().account()), INVALID_FIELD);
  EXPECT_REFUSED(leaver.HandsOver(leaver.account(), successor.account()), POSITION_REQUIRED);
  EXPECT_REFUSED(chairman.HandsOver(leaver.account(), successor.account(), ""), DECISION_REQUIRED);
  const auto preview = chairman.HandsOver(leaver.account(), successor.account(), "", true);
  ASSERT_DONE(preview);
  EXPECT_EQ(preview->responsibilities_size(), 1);
  EXPECT_EQ(preview->reviews_size(), 1);
  EXPECT_DONE(chairman.HandsOver(leaver.account(), successor.account()));
  EXPECT_REFUSED(leaver.Accepts(task), NOT_REVIEWER);
  EXPECT_DONE(successor.Accepts(task));
  EXPECT_REFUSED(chairman.HandsOver(leaver.account(), successor.account()), NOTHING_TO_DO)
      << "the leaver is in charge until the evening, and no longer";
}

// Who accepted in another's name accepted, too.
TEST_F(ADelegatedPosition, KeepsBothFromRestatingWhatOneAccepted) {
  Person& member = world.Member(1);
  Person& other = world.Member(2);
  EXPECT_DONE(other.Delegates(other, member, "2026-02-01"));
  EXPECT_DONE(world.UnionChair("thpt-viet-vinh").Submits(task, world.CompleteReport(task)));
  member.ActsFor(other.account());
  EXPECT_DONE(member.TakesReview(task));
  EXPECT_DONE(member.Accepts(task));
  member.ActsFor("");
  EXPECT_EQ(world.Chair().Sees(task)->task().reviewer(), other.name()) << "whose duty it was";
  world.GoTo("2026-01-05");
  services_test::IssueAsItComes(world, "2026");
  services_test::WithdrawWhatIsOpen(world, "2025");
  ASSERT_DONE(world.Chair().Seals("2025"));
  const v1::Report not_held = Claim().No("held");
  EXPECT_REFUSED(other.Restates(task, not_held, "2026"), DECIDED_BY_REQUESTER);
  EXPECT_REFUSED(member.Restates(task, not_held, "2026"), DECIDED_BY_REQUESTER);
  member.ActsFor(other.account());
  EXPECT_REFUSED(member.Restates(task, not_held, "2026"), DECIDED_BY_REQUESTER);
  member.ActsFor("");
  EXPECT_DONE(world.Member(3).Restates(task, not_held, "2026"));
}

TEST_F(ADelegatedPosition, KeepsBothFromUsingTheExceptionThatOneDecided) {
  Person& member = world.Member(1);
  Person& other = world.Member(2);
  EXPECT_DONE(other.Delegates(other, member, "2025-02-01"));
  member.ActsFor(other.account());
  EXPECT_DONE(member.Waives(task, "minutes"));
  member.ActsFor("");
  v1::Report report = world.CompleteReport(task);
  report.mutable_evidence(0)->set_kind("signed-scan");
  EXPECT_REFUSED(member.RecordsPaper(task, report, "2025-01-06"), EVIDENCE_MISSING);
  EXPECT_REFUSED(other.RecordsPaper(task, report, "2025-01-06"), EVIDENCE_MISSING);
  EXPECT_DONE(world.Member(3).RecordsPaper(task, report, "2025-01-06"));
}

// Positions are those of the day; what somebody asked for stays theirs.
TEST_F(ADelegatedPosition, KeepsBothFromDecidingWhatOneAskedFor) {
  Person& chair = world.UnionChair("thpt-viet-vinh");
  Person& officer = world.UnionOfficer("thpt-viet-vinh");
  const std::string of_chair = world.PositionName(chair);
  const std::string of_officer = world.PositionName(officer);
  EXPECT_DONE(chair.Delegates(chair, officer, "2025-02-01"));
  officer.ActsFor(chair.account());
  const auto asked = officer.RequestsExtension(task, "2025-12-20");
  ASSERT_DONE(asked);
  officer.ActsFor("");
  EXPECT_DONE(world.Administrator().EndsPosition(of_chair));
  EXPECT_DONE(world.Administrator().EndsPosition(of_officer));
  EXPECT_DONE(world.Administrator().Gives(chair.account(), v1::POSITION_STANDING_COMMITTEE_VICE_CHAIR));
  EXPECT_DONE(world.Administrator().Gives(officer.account(), v1::POSITION_STANDING_COMMITTEE_VICE_CHAIR));
  world.GoTo("2025-01-07");
  for (Person* person : {&chair, &officer}) {
    EXPECT_REFUSED(person->Grants(asked->extension().name()), DECIDED_BY_REQUESTER) << person->account();
    EXPECT_REFUSED(person->Refuses(asked->extension().name()), DECIDED_BY_REQUESTER) << person->account();
    EXPECT_REFUSED(person->ExtendsTasks("2025", "2025-12-20", {"1.3"}, {"thpt-viet-vinh"}), NOTHING_TO_DO)
        << person->account() << ": their own request, decided by another way";
  }
  EXPECT_DONE(world.Chair().ExtendsTasks("2025", "2025-12-20", {"1.3"}, {"thpt-viet-vinh"}));
}

// Whoever works on the federation's own task moves no date of it, in nobody's name.
TEST_F(ADelegatedPosition, KeepsBothFromPausingWhatOneWorksOn) {
  const std::string own = "3.1.8.federation";
  Person& member = world.Member(2);
  Person& vice = world.ViceChair();
  const std::string of_vice = vice.account();
  EXPECT_DONE(vice.Delegates(vice, world.Chair(), "2025-01-06"));
  world.Chair().ActsFor(of_vice);
  EXPECT_REFUSED(world.Chair().Suspends(own), POSITION_IN_ASSIGNEE) << "nobody is in charge of it";
  world.Chair().ActsFor("");
  EXPECT_DONE(world.Chair().PutsInChargeOfItem(member.account(), "3.1.8"));
  world.GoTo("2025-01-07");
  EXPECT_DONE(vice.Delegates(vice, member, "2025-02-01"));
  member.ActsFor(of_vice);
  EXPECT_REFUSED(member.Suspends(own), POSITION_IN_ASSIGNEE);
  EXPECT_REFUSED(member.ExtendsTasks("2025", "2026-01-31", {"3.1.8"}, {"federation"}), NOTHING_TO_DO);
  member.ActsFor("");
  EXPECT_DONE(vice.Suspends(own));
  member.ActsFor(of_vice);
  EXPECT_REFUSED(member.Resumes(own), POSITION_IN_ASSIGNEE);
  member.ActsFor("");
  EXPECT_DONE(world.Chair().Resumes(own));
}

TEST_F(ADelegatedPosition, KeepsBothFromVerifyingWhatOneRemedied) {
  Person& chair = world.UnionChair("thpt-viet-vinh");
  Person& officer = world.UnionOfficer("thpt-viet-vinh");
  for (const int which : {1, 2}) world.Inspector(which);
  ASSERT_DONE(world.InspectionChair().Schedules("programme", "thpt-viet-vinh", "2025-01-06", "chu-nhiem",
                                                {"ubkt-1", "ubkt-2"}));
  ASSERT_DONE(world.Inspector(1).Notifies("2025-01"));
  ASSERT_DONE(world.Inspector(1).Starts("2025-01"));
  EXPECT_DONE(world.InspectionChair().Delegates(world.InspectionChair(), world.Inspector(1), "2025-02-01"));
  world.Inspector(1).ActsFor("chu-nhiem");
  v1::RecordFindingRequest finding;
  finding.set_name(world.InspectionName("2025-01"));
  finding.set_text("Chi sai quy định.");
  finding.set_grave(true);
  *finding.mutable_remedy_due_date() = DateOf("2025-03-01");
  ASSERT_DONE(world.Inspector(1).Call<v1::RecordFindingResponse>(finding));
  world.Inspector(1).ActsFor("");
  // Nobody explains it, so that it is the remedy alone that keeps them from judging.
  ASSERT_DONE(world.InspectionChair().DraftsConclusion("2025-01", "2025-01-06"));
  for (Person* member : {&world.InspectionChair(), &world.Inspector(1), &world.Inspector(2)}) {
    ASSERT_DONE(member->Signs("2025-01"));
  }
  world.GoTo("2025-01-07");
  ASSERT_DONE(world.InspectionChair().Concludes("2025-01"));
  const std::string of_chair = world.PositionName(chair);
  const std::string of_officer = world.PositionName(officer);
  EXPECT_DONE(chair.Delegates(chair, officer, "2025-02-01"));
  officer.ActsFor(chair.account());
  EXPECT_DONE(officer.SubmitsRemedy("2025-01/1", "Đã hoàn trả."));
  officer.ActsFor("");
  EXPECT_DONE(world.Administrator().EndsPosition(of_chair));
  EXPECT_DONE(world.Administrator().EndsPosition(of_officer));
  EXPECT_DONE(world.Administrator().Gives(chair.account(), v1::POSITION_INSPECTION_COMMITTEE_MEMBER));
  EXPECT_DONE(world.Administrator().Gives(officer.account(), v1::POSITION_INSPECTION_COMMITTEE_MEMBER));
  world.GoTo("2025-01-08");
  for (Person* person : {&chair, &officer, &world.Inspector(1), &world.InspectionChair()}) {
    EXPECT_REFUSED(person->VerifiesRemedy("2025-01/1"), SAME_PERSON) << person->account();
    EXPECT_REFUSED(person->RejectsRemedy("2025-01/1", "Chưa đủ.", "2025-04-01"), SAME_PERSON) << person->account();
  }
  EXPECT_DONE(world.Inspector(2).VerifiesRemedy("2025-01/1"));
}

// The same of inspections: people come to work for the unit, and leave it, while it is inspected. What must hold is
// looked at in the journal when the world ends (NobodyIsOnBothSidesOfAnInspection, NobodyVerifiesTheirOwnRemedy).
TEST_F(ADelegatedPosition, NeverPutsAPersonOnBothSidesOfAnInspection) {
  constexpr uint32_t kSeed = 20251125;
  std::cout << "seed " << kSeed << "\n";
  std::mt19937 random(kSeed);
  const auto any = [&](const auto& from) -> const auto& { return from[random() % from.size()]; };
  const std::string unit = "thpt-viet-vinh";
  std::vector<Person*> persons = {&world.UnionChair(unit), &world.UnionOfficer(unit), &world.Chair(),
                                  &world.ViceChair(),      &world.InspectionChair(),  &world.Inspector(1),
                                  &world.Inspector(2),     &world.Inspector(3)};
  std::vector<std::pair<Person*, std::string>> capacities;
  for (Person* person : persons) capacities.emplace_back(person, "");
  const auto delegates = [&](Person& whose, Person& to) {
    capacities.emplace_back(&to, whose.account());
    EXPECT_DONE(whose.Delegates(whose, to, "2025-06-01")) << whose.account() << " to " << to.account();
  };
  delegates(world.UnionChair(unit), world.UnionOfficer(unit));
  delegates(world.Inspector(1), world.Inspector(3));
  delegates(world.Inspector(2), world.InspectionChair());
  delegates(world.Chair(), world.ViceChair());
  // Three inspections of the unit, each with one inspector left out.
  const std::vector<std::vector<std::string>> teams = {
      {"chu-nhiem", "ubkt-1", "ubkt-2"}, {"ubkt-1", "ubkt-2", "ubkt-3"}, {"ubkt-3", "chu-nhiem", "ubkt-1"}};
  std::vector<std::string> inspections;
  for (const std::vector<std::string>& team : teams) {
    const auto scheduled =
        world.InspectionChair().Schedules("finance", unit, "2025-02-03", team[0], {team[1], team[2]});
    ASSERT_DONE(scheduled);
    inspections.push_back(scheduled->inspection().name());
  }
  std::map<std::string, int> done;
  int days = 0;
  std::vector<std::string> turned;  // positions in the unit that people of the team were given
  using Try = std::function<void(Person & who, const std::string& on, const std::string& finding)>;
  const auto count = [&](const char* what, const Answered& answered) { done[what] += answered.ok() ? 1 : 0; };
  const auto tomorrow = [&] { return absl::FormatCivilTime(absl::CivilDay(2025, 1, 7) + days); };
  const Try notify = [&](Person& who, const auto& on, const auto&) { count("notify", who.Notifies(on)); };
  const Try start = [&](Person& who, const auto& on, const auto&) { count("start", who.Starts(on)); };
  const Try find = [&](Person& who, const auto& on, const auto&) {
    count("find", who.Finds(on, "Thiếu sổ.", "2025-03-31"));
  };
  const Try drop = [&](Person& who, const auto&, const auto& finding) { count("drop", who.DropsFinding(finding)); };
  const Try draft = [&](Person& who, const auto& on, const auto&) {
    count("draft", who.DraftsConclusion(on, tomorrow()));
  };
  const Try explain = [&](Person& who, const auto&, const auto& finding) { count("explain", who.Explains(finding)); };
  const Try sign = [&](Person& who, const auto& on, const auto&) { count("sign", who.Signs(on)); };
  const Try conclude = [&](Person& who, const auto& on, const auto&) { count("conclude", who.Concludes(on)); };
  const Try remedy = [&](Person& who, const auto&, const auto& finding) {
    count("remedy", who.SubmitsRemedy(finding, "Đã bổ sung."));
  };
  const Try verify = [&](Person& who, const auto&, const auto& finding) {
    count("verify", who.VerifiesRemedy(finding));
  };
  const Try reject = [&](Person& who, const auto&, const auto& finding) {
    count("reject", who.RejectsRemedy(finding, "Chưa đủ.", "2025-04-30"));
  };
  const Try close = [&](Person& who, const auto&, const auto& finding) {
    if (random() % 8 == 0) count("close", who.ClosesWithoutRemedy(finding));
  };
  const std::vector<Try> all = {notify, start,    find,   drop,   draft,  explain,
                                sign,   conclude, remedy, verify, reject, close};
  const std::map<v1::InspectionState, std::vector<Try>> fit = {
      {v1::INSPECTION_STATE_SCHEDULED, {notify}},
      {v1::INSPECTION_STATE_NOTIFIED, {start}},
      {v1::INSPECTION_STATE_FIELDWORK, {find, find, find, find, find, drop, draft}},
      {v1::INSPECTION_STATE_DRAFT_CONCLUSION, {explain, explain, sign, sign, sign, conclude}},
      {v1::INSPECTION_STATE_CONCLUDED, {remedy, remedy, verify, reject, close}},
  };
  for (int step = 0; step < 2400; ++step) {
    const std::string& on = any(inspections);
    const auto seen = world.Inspector(3).SeesInspection(on);
    ASSERT_DONE(seen);
    const v1::Inspection& inspection = seen->inspection();
    const std::string finding = inspection.findings().empty() ? on + "/findings/1" : any(inspection.findings()).name();
    const auto& [person, whose] = any(capacities);
    Person& who = *person;
    who.ActsFor(whose);
    any(random() % 5 == 0 ? all : fit.at(inspection.state()))(who, on, finding);
    who.ActsFor("");
    // One of the committee comes to chair the unit; another time they leave it, from tomorrow on.
    if (step % 400 == 200) {
      const auto given = world.Administrator().Gives(any(teams)[1], v1::POSITION_UNION_CHAIR, unit);
      if (given.ok()) {
        const v1::Account& account = given->account();
        turned.push_back(account.positions(account.positions_size() - 1).name());
      }
    }
    if (step % 400 == 399 && !turned.empty()) {
      EXPECT_DONE(world.Administrator().EndsPosition(turned.back()));
      turned.pop_back();
      world.PassHours(24);
      ++days;
    }
  }
  for (const auto& [what, times] : done) std::cout << times << " " << what << "\n";
  for (const char* what : {"notify", "start", "find", "drop", "draft", "explain", "sign", "conclude", "remedy",
                           "verify", "reject", "close"}) {
    EXPECT_GT(done[what], 0) << what;
  }
}

}  // namespace
}  // namespace phancong::support
