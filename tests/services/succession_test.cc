// Federations that end, what their successors take over, and who reads their history.
#include <map>
#include <memory>
#include <string>

#include "gtest/gtest.h"
#include "phancong/v1/directory_service.pb.h"
#include "phancong/v1/standing_committee_service.pb.h"
#include "services/accounts/founding.h"
#include "services/serving/entropy.h"
#include "storage/schema.h"
#include "storage/sqlite/sqlite_store.h"
#include "storage/verify.h"
#include "tests/support/elsewhere.h"
#include "tests/support/world.h"

namespace phancong::support {
namespace {

// Bắc Quang, in which the year 2025 is issued, and the province's federation, which is to succeed it.
class Succession : public testing::Test {
 protected:
  Succession() : province(world, "ha-giang") {
    world.IssuesTheYear();
    world.GetsAccepted("1.3.thpt-viet-vinh");
  }

  Outcome<v1::CloseFederationResponse> Closes(Person& person, const std::string& successor,
                                              const std::string& decision = "50/QĐ-LĐLĐ") {
    v1::CloseFederationRequest request;
    request.set_name(world.FederationName());
    request.set_successor(successor);
    request.set_decision_number(decision);
    return person.Call<v1::CloseFederationResponse>(request);
  }
  void Verifies() {
    std::unique_ptr<storage::Store> empty = *storage::SqliteStore::OpenPrivate();
    ASSERT_TRUE(storage::Migrate(*empty).ok());
    const auto report = storage::Verify(world.store(), *empty, nullptr);
    EXPECT_TRUE(report.ok()) << report.status();
  }

  World world;
  Elsewhere province;
};

TEST_F(Succession, OfAFederationIsDecidedByItsChair) {
  EXPECT_REFUSED(Closes(world.ViceChair(), province.name()), POSITION_REQUIRED);
  EXPECT_REFUSED(Closes(world.Chair(), province.name(), ""), DECISION_REQUIRED);
  EXPECT_REFUSED(Closes(world.Chair(), "federations/khong-co"), INVALID_FIELD);
  EXPECT_REFUSED(Closes(world.Chair(), world.FederationName()), INVALID_FIELD) << "its own successor";
  EXPECT_REFUSED(Closes(world.Chair(), "Hà Giang"), INVALID_FIELD);
  EXPECT_DONE(Closes(world.Chair(), province.name()));
  Elsewhere other(world, "tuyen-quang");
  EXPECT_REFUSED(other.Closes(world.FederationName()), INVALID_FIELD) << "closed already";
}

TEST_F(Succession, LeavesAClosedFederationToBeRead) {
  Person& unit = world.UnionChair("thpt-hung-an");
  world.GoTo("2025-11-20");
  ASSERT_DONE(Closes(world.Chair(), ""));
  EXPECT_REFUSED(Closes(world.Chair(), province.name()), FEDERATION_CLOSED) << "once";
  EXPECT_REFUSED(unit.Submits("1.3.thpt-hung-an", Claim().Yes("held").With("minutes")), FEDERATION_CLOSED);
  EXPECT_REFUSED(world.Administrator().Disables("chu-tich"), FEDERATION_CLOSED);
  EXPECT_REFUSED(world.Chair().LoadsProgramme("x"), FEDERATION_CLOSED);
  EXPECT_EQ(world.RingsReminders(), 0);
  EXPECT_DONE(unit.SignsIn()) << "people still sign in";
  world.GoTo("2025-12-31");
  const auto seen = unit.Sees("1.3.thpt-hung-an");
  ASSERT_DONE(seen);
  EXPECT_EQ(seen->task().timing(), v1::TIMING_OVERDUE);
  EXPECT_EQ(seen->task().days_late(), 20) << "as it stood on the day of the closing";
  Verifies();
}

TEST_F(Succession, TakesInTheUnionsOfThePredecessor) {
  EXPECT_REFUSED(province.Admits(world.FederationName()), INVALID_FIELD) << "not closed";
  const auto before = world.Chair().Sees("1.3.thpt-viet-vinh");
  ASSERT_DONE(before);
  ASSERT_DONE(Closes(world.Chair(), province.name()));
  EXPECT_REFUSED(province.Admits("federations/khong-co"), INVALID_FIELD);
  EXPECT_REFUSED(province.Admits(world.FederationName(), {}, false, ""), DECISION_REQUIRED);
  EXPECT_REFUSED(province.Admits(world.FederationName(), {{"khong-co", "x"}}), INVALID_FIELD);
  EXPECT_REFUSED(province.Admits(world.FederationName(), {{"thpt-hung-an", "Hùng An"}}), INVALID_FIELD);
  Elsewhere other(world, "tuyen-quang");
  EXPECT_REFUSED(other.Admits(world.FederationName()), INVALID_FIELD) << "not its successor";

  const auto preview = province.Admits(world.FederationName(), {}, true, "");
  ASSERT_DONE(preview);
  EXPECT_REFUSED(province.SeesUnion("chu-tich", province.UnionName("thpt-viet-vinh")), NOT_FOUND);
  const auto admitted = province.Admits(world.FederationName());
  ASSERT_DONE(admitted);
  EXPECT_EQ(admitted->unions_size(), preview->unions_size());
  const auto seen = province.SeesUnion("chu-tich", province.UnionName("thpt-viet-vinh"));
  ASSERT_DONE(seen);
  const v1::GrassrootsUnion& unit = seen->grassroots_union();
  EXPECT_EQ(unit.title(), "CĐCS Trường THPT Việt Vinh");
  EXPECT_EQ(unit.type(), "PUBLIC_SERVICE");
  EXPECT_EQ(unit.place(), "xã Việt Vinh");
  EXPECT_EQ(unit.founded_on().year(), 1978);
  EXPECT_EQ(unit.facts().at("members"), 68);
  EXPECT_EQ(unit.predecessor(), world.UnitName("thpt-viet-vinh"));
  EXPECT_REFUSED(province.Admits(world.FederationName()), NOTHING_TO_DO);
  Verifies();
}

TEST_F(Succession, OpensTheHistoryToTheSuccessorAlone) {
  ASSERT_DONE(Closes(world.Chair(), province.name()));
  ASSERT_DONE(province.Admits(world.FederationName()));
  province.Seats("cd-viet-vinh", v1::POSITION_UNION_CHAIR, "thpt-viet-vinh");
  province.Seats("ban-chap-hanh", v1::POSITION_EXECUTIVE_COMMITTEE_MEMBER);
  province.Seats("noi-nhan", v1::POSITION_READER);
  const std::string own = world.TaskName("1.3.thpt-viet-vinh");
  const std::string of_another = world.TaskName("1.3.thpt-hung-an");
  for (const std::string reader : {"chu-tich", "ban-chap-hanh"}) {
    const auto seen = province.SeesTask(reader, of_another);
    ASSERT_DONE(seen);
    EXPECT_EQ(seen->task().name(), of_another);
    const auto accepted = province.SeesTask(reader, own);
    ASSERT_DONE(accepted);
    EXPECT_EQ(accepted->task().state(), v1::TASK_STATE_ACCEPTED);
  }
  EXPECT_DONE(province.SeesTask("cd-viet-vinh", own)) << "of the union that it was";
  EXPECT_REFUSED(province.SeesTask("cd-viet-vinh", of_another), NOT_YOUR_UNION);
  EXPECT_REFUSED(province.SeesTask("noi-nhan", own), POSITION_REQUIRED);
  EXPECT_REFUSED(province.SeesTask("quan-tri", own), POSITION_REQUIRED);

  // Nothing can be done there, and nothing of anybody's own is seen.
  v1::CommentOnTaskRequest comment;
  comment.set_name(own);
  comment.set_text("x");
  EXPECT_REFUSED(province.As<v1::CommentOnTaskResponse>("chu-tich", comment), POSITION_REQUIRED);
  v1::ListSessionsRequest sessions;
  sessions.set_parent(world.FederationName());
  EXPECT_REFUSED(province.As<v1::ListSessionsResponse>("chu-tich", sessions), POSITION_REQUIRED);

  // Not the other way round, and to nobody else.
  v1::GetUnionRequest forward;
  forward.set_name(province.UnionName("thpt-viet-vinh"));
  EXPECT_REFUSED(world.Chair().Call<v1::GetUnionResponse>(forward), POSITION_REQUIRED);
  Elsewhere other(world, "tuyen-quang");
  EXPECT_REFUSED(other.SeesTask("chu-tich", own), POSITION_REQUIRED);
  EXPECT_REFUSED(other.SeesTask("chu-tich", "federations/khong-co/rounds/2025/tasks/1.3.x"), POSITION_REQUIRED);
}

TEST_F(Succession, IsNoWayIntoAFederationThatIsOpen) {
  EXPECT_REFUSED(province.SeesTask("chu-tich", world.TaskName("1.3.thpt-viet-vinh")), POSITION_REQUIRED);
}

TEST_F(Succession, OfSuccessorsKeepsTheHistoryOpen) {
  ASSERT_DONE(Closes(world.Chair(), province.name()));
  ASSERT_DONE(province.Admits(world.FederationName()));
  Elsewhere region(world, "tuyen-quang");
  const std::string task = world.TaskName("1.3.thpt-viet-vinh");
  EXPECT_REFUSED(region.SeesTask("chu-tich", task), POSITION_REQUIRED) << "not yet";
  ASSERT_DONE(province.Closes(region.name()));
  ASSERT_DONE(region.Admits(province.name(), {{"thpt-viet-vinh", "viet-vinh"}}));
  region.Seats("cd-viet-vinh", v1::POSITION_UNION_CHAIR, "viet-vinh");
  EXPECT_DONE(region.SeesTask("chu-tich", task));
  EXPECT_DONE(region.SeesTask("cd-viet-vinh", task)) << "through both";
  EXPECT_DONE(region.SeesUnion("cd-viet-vinh", province.UnionName("thpt-viet-vinh")));
  EXPECT_REFUSED(region.SeesTask("cd-viet-vinh", world.TaskName("1.3.thpt-hung-an")), NOT_YOUR_UNION);
  EXPECT_DONE(province.SeesTask("chu-tich", task)) << "who is closed themselves";
  Verifies();
}

TEST_F(Succession, OfTwoFederationsRenamesWhatClashes) {
  Elsewhere second(world, "quang-binh");
  second.ImportsUnions(
      "thpt-viet-vinh,CĐCS Trường THPT Việt Vinh (Quang Bình),PUBLIC_SERVICE,xã A,2001-01-01,9,4,9,0,"
      "không,không,\n");
  ASSERT_DONE(Closes(world.Chair(), province.name()));
  ASSERT_DONE(second.Closes(province.name()));
  ASSERT_DONE(province.Admits(world.FederationName()));
  EXPECT_REFUSED(province.Admits(second.name()), ALREADY_EXISTS);
  EXPECT_REFUSED(province.Admits(second.name(), {{"thpt-viet-vinh", "thpt-hung-an"}}), ALREADY_EXISTS);
  const auto admitted = province.Admits(second.name(), {{"thpt-viet-vinh", "thpt-viet-vinh-2"}});
  ASSERT_DONE(admitted);
  ASSERT_EQ(admitted->unions_size(), 1);
  EXPECT_EQ(admitted->unions(0).name(), province.UnionName("thpt-viet-vinh-2"));
  EXPECT_EQ(admitted->unions(0).predecessor(), second.UnionName("thpt-viet-vinh"));
  EXPECT_EQ(province.SeesUnion("chu-tich", province.UnionName("thpt-viet-vinh"))->grassroots_union().predecessor(),
            world.UnitName("thpt-viet-vinh"));
  province.Seats("cd-2", v1::POSITION_UNION_CHAIR, "thpt-viet-vinh-2");
  EXPECT_DONE(province.SeesUnion("cd-2", second.UnionName("thpt-viet-vinh")));
  EXPECT_REFUSED(province.SeesTask("cd-2", world.TaskName("1.3.thpt-viet-vinh")), POSITION_REQUIRED)
      << "of the other federation it was no union";
  Verifies();
}

}  // namespace
}  // namespace phancong::support
