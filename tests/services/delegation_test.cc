// Acting for another, as it is allowed and refused.
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

}  // namespace
}  // namespace phancong::support
