// Acting for another, as it is allowed and refused.
#include <algorithm>
#include <iostream>
#include <map>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "tests/support/claim.h"
#include "tests/support/world.h"

namespace phancong::support {
namespace {

class ADelegatedPosition : public testing::Test {
 protected:
  ADelegatedPosition() { world.IssuesTheYear(); }

  // Number of the person's only position.
  std::string PositionOf(const Person& person) {
    v1::ListAccountsRequest request;
    request.set_parent(world.FederationName());
    request.set_page_size(1000);
    const auto accounts = world.Administrator().Call<v1::ListAccountsResponse>(request);
    EXPECT_DONE(accounts);
    for (const v1::Account& account : accounts->accounts()) {
      if (account.name() == person.name()) return account.positions(0).name();
    }
    return "";
  }

  Outcome<v1::DelegatePositionResponse> Delegates(Person& by, Person& whose, Person& to, const std::string& until) {
    v1::DelegatePositionRequest request;
    request.set_name(PositionOf(whose));
    request.set_delegate(to.name());
    *request.mutable_to_date() = DateOf(until);
    return by.Call<v1::DelegatePositionResponse>(request);
  }

  World world;
  const std::string task = "1.3.thpt-viet-vinh";
};

TEST_F(ADelegatedPosition, IsGivenByItsHolderOrTheHeadWithinOneBodyOnce) {
  Person& chair = world.UnionChair("thpt-viet-vinh");
  Person& officer = world.UnionOfficer("thpt-viet-vinh");
  EXPECT_REFUSED(Delegates(officer, chair, officer, "2025-02-01"), POSITION_REQUIRED);
  EXPECT_REFUSED(Delegates(chair, chair, world.Member(1), "2025-02-01"), INVALID_FIELD) << "of another body";
  EXPECT_REFUSED(Delegates(chair, chair, chair, "2025-02-01"), INVALID_FIELD) << "to oneself";
  EXPECT_REFUSED(Delegates(chair, chair, officer, "2025-01-05"), INVALID_FIELD) << "over before it begins";
  EXPECT_DONE(Delegates(chair, chair, officer, "2025-02-01"));
  EXPECT_REFUSED(Delegates(chair, chair, officer, "2025-03-01"), ALREADY_EXISTS);
  EXPECT_DONE(Delegates(world.Chair(), world.Member(1), world.Member(2), "2025-02-01"));
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
  EXPECT_DONE(Delegates(chair, chair, officer, "2025-02-01"));
  EXPECT_REFUSED(officer.Submits(task, report), NOT_CHAIR_OF_ASSIGNEE) << "in their own right they are no chair";
  officer.ActsFor(chair.account());
  const auto submitted = officer.Submits(task, report);
  ASSERT_DONE(submitted);
  v1::DelegatePositionRequest onward;
  onward.set_name(PositionOf(chair));
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
  EXPECT_DONE(Delegates(world.Chair(), other, member, "2025-02-01"));
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
  EXPECT_DONE(Delegates(world.Chair(), other, member, "2025-02-01"));
  EXPECT_DONE(world.UnionChair("thpt-viet-vinh").Submits(task, world.CompleteReport(task)));
  member.ActsFor(other.account());
  EXPECT_REFUSED(member.TakesReview(task), POSITION_IN_ASSIGNEE) << "the delegate's own position in the union";
  member.ActsFor("");
  EXPECT_DONE(other.TakesReview(task)) << "who has none there";
}

TEST_F(ADelegatedPosition, LeavesTheReviewWithItsHolder) {
  Person& member = world.Member(1);
  Person& other = world.Member(2);
  EXPECT_DONE(Delegates(world.Chair(), other, member, "2025-02-01"));
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
  EXPECT_DONE(Delegates(world.Chair(), other, member, "2025-02-01"));
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
  EXPECT_DONE(Delegates(world.Chair(), other, member, "2025-02-01"));
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
  const auto delegated = Delegates(chair, chair, officer, "2025-02-01");
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

  v1::HandOverRequest request;
  request.set_name(leaver.name());
  request.set_successor(world.Inspector().name());
  EXPECT_REFUSED(world.Chair().Call<v1::HandOverResponse>(request), INVALID_FIELD);
  request.set_successor(successor.name());
  EXPECT_REFUSED(leaver.Call<v1::HandOverResponse>(request), POSITION_REQUIRED);
  EXPECT_REFUSED(world.Chair().Call<v1::HandOverResponse>(request), DECISION_REQUIRED);
  request.set_validate_only(true);
  const auto preview = world.Chair().Call<v1::HandOverResponse>(request);
  ASSERT_DONE(preview);
  EXPECT_EQ(preview->responsibilities_size(), 1);
  EXPECT_EQ(preview->reviews_size(), 1);
  request.set_validate_only(false);
  request.set_decision_number("30/QĐ-BTV");
  EXPECT_DONE(world.Chair().Call<v1::HandOverResponse>(request));
  EXPECT_REFUSED(leaver.Accepts(task), NOT_REVIEWER);
  EXPECT_DONE(successor.Accepts(task));
  EXPECT_REFUSED(world.Chair().Call<v1::HandOverResponse>(request), NOTHING_TO_DO)
      << "the leaver is in charge until the evening, and no longer";
}

// Everybody tries everything, for themselves and for everybody else. Whatever the server lets through, nobody is on
// both sides of a thing: in the journal, with whom they acted for.
TEST_F(ADelegatedPosition, NeverPutsAPersonOnBothSides) {
  constexpr uint32_t kSeed = 20250106;
  std::cout << "seed " << kSeed << "\n";
  std::mt19937 random(kSeed);
  const auto any = [&](const auto& from) -> const auto& { return from[random() % from.size()]; };
  const std::string unit = "thpt-viet-vinh";
  Person& chair = world.UnionChair(unit);
  Person& officer = world.UnionOfficer(unit);
  // Two of the committees have positions in the union, too.
  EXPECT_DONE(world.Administrator().Gives(world.Member(1).account(), v1::POSITION_UNION_OFFICER, unit));
  EXPECT_DONE(world.Administrator().Gives(world.Inspector(3).account(), v1::POSITION_UNION_OFFICER, unit));
  std::vector<Person*> persons = {&chair,
                                  &officer,
                                  &world.Chair(),
                                  &world.ViceChair(),
                                  &world.Member(1),
                                  &world.Member(2),
                                  &world.Member(3),
                                  &world.InspectionChair(),
                                  &world.Inspector(1),
                                  &world.Inspector(2),
                                  &world.Inspector(3)};
  // Each as somebody: in their own right, or for whom they may.
  std::vector<std::pair<Person*, std::string>> capacities;
  for (Person* person : persons) capacities.emplace_back(person, "");
  const auto delegates = [&](Person& whose, Person& to) {
    capacities.emplace_back(&to, whose.account());
    EXPECT_DONE(Delegates(whose, whose, to, "2025-02-01")) << whose.account() << " to " << to.account();
  };
  delegates(chair, officer);
  delegates(world.Chair(), world.Member(1));
  delegates(world.ViceChair(), world.Member(2));
  delegates(world.Member(2), world.Member(1));
  delegates(world.Member(3), world.ViceChair());
  delegates(world.InspectionChair(), world.Inspector(3));
  delegates(world.Inspector(1), world.InspectionChair());
  delegates(world.Inspector(2), world.Inspector(1));
  for (int which : {2, 3}) EXPECT_DONE(world.Chair().PutsInChargeOfUnion(world.Member(which).account(), unit));
  const auto tasks_seen = chair.Lists("2025");
  ASSERT_DONE(tasks_seen);
  std::vector<std::string> tasks;
  for (const v1::Task& one : tasks_seen->tasks()) tasks.push_back(one.name());
  ASSERT_GT(tasks.size(), 3U);
  tasks.resize(std::min<size_t>(tasks.size(), 12));

  std::map<std::string, v1::Report> reports;
  for (const std::string& one : tasks) reports[one] = world.CompleteReport(one);
  int done = 0;
  for (int step = 0; step < 1500; ++step) {
    const auto& [person, whose] = any(capacities);
    Person& who = *person;
    who.ActsFor(random() % 20 == 0 ? any(persons)->account() : whose);
    const std::string& on = any(tasks);
    Answered answered;
    switch (random() % 8) {
      case 0:
        answered = who.Submits(on, reports[on]);
        break;
      case 1:
        answered = who.RecordsPaper(on, reports[on], "2025-01-06");
        break;
      case 2:
        answered = who.TakesReview(on);
        break;
      case 3:
        answered = who.Accepts(on, "Tốt.");
        break;
      case 4:
        answered = who.Returns(on, "Chưa rõ.", "2025-01-31");
        break;
      case 5:
        answered = who.Recalls(on);
        break;
      case 6:
        answered = who.ReleasesReview(on);
        break;
      default:
        answered = who.Reports(on, reports[on]);
        break;
    }
    done += answered.ok() ? 1 : 0;
    who.ActsFor("");
  }
  EXPECT_GT(done, 20);

  // Who wrote and who judged each task, read from its history alone. None was reopened: each has one cycle.
  int judged = 0;
  int for_another = 0;
  for (const std::string& one : tasks) {
    v1::ListTaskHistoryRequest request;
    request.set_name(one);
    request.set_page_size(1000);
    const auto history = world.Chair().Call<v1::ListTaskHistoryResponse>(request);
    ASSERT_DONE(history);
    std::set<std::string> authors;
    for (const v1::Entry& entry : history->entries()) {
      std::set<std::string> people = {entry.account()};
      if (!entry.on_behalf_of().empty()) people.insert(entry.on_behalf_of());
      for_another += entry.on_behalf_of().empty() ? 0 : 1;
      const std::string& kind = entry.event_kinds(0);
      if (kind == "task_submitted" || kind == "progress_reported") authors.merge(std::set<std::string>(people));
      if (kind != "review_taken" && kind != "task_accepted" && kind != "task_returned") continue;
      ++judged;
      for (const std::string& who : people) {
        EXPECT_FALSE(authors.contains(who)) << who << " judged " << one << ", which they wrote";
        EXPECT_NE(who, world.Member(1).name()) << "an officer of the union judged " << one;
      }
    }
  }
  std::cout << done << " done, " << judged << " reviews, " << for_another << " for another\n";
  EXPECT_GT(judged, 4);
  EXPECT_GT(for_another, 4);
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
    EXPECT_DONE(Delegates(whose, whose, to, "2025-06-01")) << whose.account() << " to " << to.account();
  };
  delegates(world.UnionChair(unit), world.UnionOfficer(unit));
  delegates(world.Inspector(1), world.Inspector(3));
  delegates(world.Inspector(2), world.InspectionChair());
  delegates(world.Chair(), world.ViceChair());
  // Four inspections of the unit by teams that differ, one of them without notice.
  const std::vector<std::vector<std::string>> teams = {{"chu-nhiem", "ubkt-1", "ubkt-2"},
                                                       {"ubkt-1", "ubkt-2", "ubkt-3"},
                                                       {"ubkt-3", "chu-nhiem", "ubkt-1"},
                                                       {"ubkt-2", "chu-nhiem", "ubkt-3"}};
  std::vector<std::string> inspections;
  for (const std::vector<std::string>& team : teams) {
    const auto scheduled =
        world.InspectionChair().Schedules("finance", unit, "2025-02-03", team[0], {team[1], team[2]});
    ASSERT_DONE(scheduled);
    inspections.push_back(scheduled->inspection().name());
  }
  std::map<std::string, int> done;
  std::vector<std::string> turned;  // positions in the unit that people of the team were given
  for (int step = 0; step < 3000; ++step) {
    const auto& [person, whose] = any(capacities);
    Person& who = *person;
    who.ActsFor(whose);
    const std::string& on = any(inspections);
    const std::string finding = on + "/findings/" + std::to_string(1 + random() % 3);
    const auto count = [&](const char* what, const Answered& answered) { done[what] += answered.ok() ? 1 : 0; };
    switch (random() % 13) {
      case 0:
        count("notify", who.Notifies(on));
        break;
      case 1:
        count("start", who.Starts(on));
        break;
      case 2:
        count("find", who.Finds(on, "Thiếu sổ.", "2025-03-31"));
        break;
      case 3:
        if (random() % 6 == 0) count("drop", who.DropsFinding(finding));
        break;
      case 4:
        if (random() % 4 == 0) count("draft", who.DraftsConclusion(on, "2025-02-28"));
        break;
      case 5:
        count("explain", who.Explains(finding));
        break;
      case 6:
        count("sign", who.Signs(on));
        break;
      case 7:
        count("conclude", who.Concludes(on));
        break;
      case 8:
        count("remedy", who.SubmitsRemedy(finding, "Đã bổ sung."));
        break;
      case 9:
        count("verify", who.VerifiesRemedy(finding));
        break;
      case 10:
        count("reject", who.RejectsRemedy(finding, "Chưa đủ.", "2025-04-30"));
        break;
      case 11:
        count("close", who.ClosesWithoutRemedy(finding));
        break;
      default:
        break;
    }
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
    }
  }
  for (const auto& [what, times] : done) std::cout << times << " " << what << "\n";
  for (const char* what : {"notify", "start", "find", "explain", "sign", "conclude", "remedy"}) {
    EXPECT_GT(done[what], 0) << what;
  }
  EXPECT_GT(done["verify"] + done["reject"] + done["close"], 0);
}

}  // namespace
}  // namespace phancong::support
