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
#include "tests/support/world.h"

namespace phancong::support {
namespace {

// Another federation on the server of a world, with its administrator and its chair.
class Elsewhere {
 public:
  Elsewhere(World& world, std::string id) : world_(world), id_(std::move(id)) {
    const auto code = accounts::FoundFederation(world.store(), entropy_,
                                                {.federation_id = id_,
                                                 .title_vi = "Liên đoàn Lao động " + id_,
                                                 .title_en = "Federation of Labour " + id_,
                                                 .administrator_id = "quan-tri",
                                                 .time_micros = world.now_micros()});
    EXPECT_TRUE(code.ok()) << code.status();
    Enters("quan-tri", *code);
    Joins("chu-tich", v1::POSITION_STANDING_COMMITTEE_CHAIR);
  }

  std::string name() const { return "federations/" + id_; }
  std::string UnionName(const std::string& unit) const { return name() + "/unions/" + unit; }

  void Joins(const std::string& account, v1::Position position, const std::string& unit = "") {
    v1::CreateAccountRequest create;
    create.set_parent(name());
    create.set_account_id(account);
    create.set_display_name("Người " + account);
    const auto created = As<v1::CreateAccountResponse>("quan-tri", create);
    ASSERT_DONE(created);
    Enters(account, created->one_time_code());
    v1::GivePositionRequest give;
    give.set_name(name() + "/accounts/" + account);
    give.set_position(position);
    if (!unit.empty()) give.set_body(UnionName(unit));
    ASSERT_DONE(As<v1::GivePositionResponse>("quan-tri", give));
  }

  void ImportsUnions(const std::string& rows) {
    v1::LoadProgrammeRequest load;
    load.set_parent(name());
    load.set_source(FileOf("deploy/programmes/bac-quang-2023-2028.textproto"));
    load.set_decision_number("01/QĐ");
    ASSERT_DONE(As<v1::LoadProgrammeResponse>("chu-tich", load));
    v1::ImportUnionsRequest import;
    import.set_parent(name());
    import.set_decision_number("02/QĐ");
    import.set_chunk(
        "id,name,type,place,founded_on,members,women,workers,direct_workers,eligible_for_agreement,"
        "eligible_for_womens_committee,chair_newly_elected_on\n" +
        rows);
    ASSERT_DONE(As<v1::ImportUnionsResponse>("chu-tich", import));
  }

  template <class Response, class Request>
  Outcome<Response> As(const std::string& account, Request request) {
    if constexpr (requires { request.set_request_id(""); }) request.set_request_id(world_.NextRequestId());
    Outcome<Response> outcome;
    static_cast<Answered&>(outcome) = world_.Call(request, &outcome.response, tokens_.at(account));
    return outcome;
  }

  Outcome<v1::AdmitUnionsResponse> Admits(const std::string& predecessor,
                                          const std::map<std::string, std::string>& renamed = {},
                                          bool validate_only = false, const std::string& decision = "12/QĐ-LĐLĐ") {
    v1::AdmitUnionsRequest request;
    request.set_parent(name());
    request.set_predecessor(predecessor);
    for (const auto& [there, here] : renamed) (*request.mutable_renamed())[there] = here;
    request.set_validate_only(validate_only);
    request.set_decision_number(decision);
    return As<v1::AdmitUnionsResponse>("chu-tich", request);
  }
  Outcome<v1::CloseFederationResponse> Closes(const std::string& successor, const std::string& decision = "50/QĐ") {
    v1::CloseFederationRequest request;
    request.set_name(name());
    request.set_successor(successor);
    request.set_decision_number(decision);
    return As<v1::CloseFederationResponse>("chu-tich", request);
  }
  Outcome<v1::GetUnionResponse> SeesUnion(const std::string& account, const std::string& union_name) {
    v1::GetUnionRequest request;
    request.set_name(union_name);
    return As<v1::GetUnionResponse>(account, request);
  }
  Outcome<v1::GetTaskResponse> SeesTask(const std::string& account, const std::string& task) {
    v1::GetTaskRequest request;
    request.set_name(task);
    return As<v1::GetTaskResponse>(account, request);
  }

  // Signs in with a one-time code, and sets a password.
  void Enters(const std::string& account, const std::string& code) {
    SignsIn(account, code);
    v1::ChangePasswordRequest change;
    change.set_parent(name());
    change.set_old_password(code);
    change.set_new_password(Password(account));
    ASSERT_DONE(As<v1::ChangePasswordResponse>(account, change));
    SignsIn(account, Password(account));
  }
  void SignsIn(const std::string& account, const std::string& password) {
    v1::SignInRequest request;
    request.set_parent(name());
    request.set_account_id(account);
    request.set_password(password);
    v1::SignInResponse response;
    ASSERT_DONE(world_.Call(request, &response, ""));
    tokens_[account] = response.token();
  }
  static std::string Password(const std::string& account) { return "mật khẩu của " + account + " ở đây"; }

 private:
  World& world_;
  const std::string id_;
  serving::SystemEntropy entropy_;
  std::map<std::string, std::string> tokens_;
};

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
  province.Joins("cd-viet-vinh", v1::POSITION_UNION_CHAIR, "thpt-viet-vinh");
  province.Joins("ban-chap-hanh", v1::POSITION_EXECUTIVE_COMMITTEE_MEMBER);
  province.Joins("noi-nhan", v1::POSITION_READER);
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
  region.Joins("cd-viet-vinh", v1::POSITION_UNION_CHAIR, "viet-vinh");
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
  province.Joins("cd-2", v1::POSITION_UNION_CHAIR, "thpt-viet-vinh-2");
  EXPECT_DONE(province.SeesUnion("cd-2", second.UnionName("thpt-viet-vinh")));
  EXPECT_REFUSED(province.SeesTask("cd-2", world.TaskName("1.3.thpt-viet-vinh")), POSITION_REQUIRED)
      << "of the other federation it was no union";
  Verifies();
}

}  // namespace
}  // namespace phancong::support
