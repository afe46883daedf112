// The command runner: request memory, policy, refusals in the journal, through the whole server.
#include "services/serving/commands.h"

#include <cstdint>
#include <string>
#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "phancong/v1/account_service.pb.h"
#include "phancong/v1/directory_service.pb.h"
#include "phancong/v1/grassroots_union_service.pb.h"
#include "phancong/v1/standing_committee_service.pb.h"
#include "phancong/v1/task_service.pb.h"
#include "services/accounts/administration.h"
#include "services/accounts/founding.h"
#include "services/journal/signing_keys.h"
#include "services/rules/refusal.h"
#include "services/serving/announcements.h"
#include "services/serving/clock.h"
#include "services/serving/entropy.h"
#include "services/serving/methods.h"
#include "services/serving/writer.h"
#include "storage/federations.h"
#include "storage/journal.h"
#include "tests/services/five_unions.h"
#include "tests/services/gated_store.h"
#include "tests/support/world.h"

namespace phancong::services_test {
namespace {

using support::Person;
using support::World;
using testing::ElementsAre;
using testing::SizeIs;

int64_t RevisionOf(World& world, int64_t federation = 1) {
  int64_t revision = 0;
  EXPECT_TRUE(world.store()
                  .Read([&](storage::ReadTransaction& tx) {
                    const auto row = storage::GetFederation(tx, federation);
                    if (row.ok()) revision = row->revision;
                    return row.status();
                  })
                  .ok());
  return revision;
}

std::vector<storage::StoredEntry> EntriesAfter(World& world, int64_t revision) {
  std::vector<storage::StoredEntry> entries;
  EXPECT_TRUE(world.store()
                  .Read([&](storage::ReadTransaction& tx) {
                    auto read = storage::ReadEntries(tx, 1, revision + 1, 1000);
                    if (read.ok()) entries = *std::move(read);
                    return read.status();
                  })
                  .ok());
  return entries;
}

v1::GivePositionRequest Giving(World& world, const std::string& account, v1::Position position) {
  v1::GivePositionRequest request;
  request.set_name(world.AccountName(account));
  request.set_position(position);
  return request;
}

v1::CreateAccountRequest Creating(World& world, const std::string& account) {
  v1::CreateAccountRequest request;
  request.set_parent(world.FederationName());
  request.set_account_id(account);
  request.set_display_name("Người mới");
  return request;
}

TEST(RequestMemory, OneRequestSentAHundredTimesBySixteenClientsHasOneEffectAndOneResponse) {
  World world;
  world.Newcomer("nguoi-moi");
  v1::GivePositionRequest request = Giving(world, "nguoi-moi", v1::POSITION_READER);
  request.set_request_id("một lần mà thôi");
  const int64_t before = RevisionOf(world);
  std::vector<std::string> responses(100);
  std::vector<std::thread> clients;
  for (size_t client = 0; client < 16; ++client) {
    clients.emplace_back([&, client] {
      for (size_t i = client; i < responses.size(); i += 16) {
        v1::GivePositionResponse response;
        const support::Answered answered = world.Call(request, &response, world.Administrator().token());
        EXPECT_DONE(answered);
        responses[i] = response.SerializeAsString();
      }
    });
  }
  for (std::thread& client : clients) client.join();
  EXPECT_THAT(responses, testing::Each(responses[0]));
  v1::GivePositionResponse response;
  ASSERT_TRUE(response.ParseFromString(responses[0]));
  EXPECT_EQ(response.revision(), before + 1);
  EXPECT_THAT(response.account().positions(), SizeIs(1));
  EXPECT_EQ(RevisionOf(world), before + 1);
}

TEST(RequestMemory, ASecondUseForAnotherRequestIsRefused) {
  World world;
  world.Newcomer("nguoi-moi");
  v1::GivePositionRequest request = Giving(world, "nguoi-moi", v1::POSITION_READER);
  request.set_request_id("r1");
  EXPECT_DONE(world.Administrator().Call<v1::GivePositionResponse>(request));
  request.set_position(v1::POSITION_EXECUTIVE_COMMITTEE_MEMBER);
  const auto other = world.Administrator().Call<v1::GivePositionResponse>(request);
  EXPECT_REFUSED(other, REQUEST_ID_REUSED);
  // The same bytes of another method are another request, too.
  v1::CreateAccountRequest create = Creating(world, "khac");
  create.set_request_id("r1");
  EXPECT_REFUSED(world.Administrator().Call<v1::CreateAccountResponse>(create), REQUEST_ID_REUSED);
}

TEST(RequestMemory, IsOfOneAccount) {
  World world;
  world.Newcomer("quan-tri-2");
  EXPECT_DONE(world.Administrator().Gives("quan-tri-2", v1::POSITION_ADMINISTRATOR));
  v1::CreateAccountRequest request = Creating(world, "an");
  request.set_request_id("r1");
  EXPECT_DONE(world.Administrator().Call<v1::CreateAccountResponse>(request));
  EXPECT_REFUSED(world.Newcomer("quan-tri-2").Call<v1::CreateAccountResponse>(request), ALREADY_EXISTS);
}

TEST(RequestMemory, OutlivesTheServerAndEndsAfterNinetyDays) {
  World world;
  world.Newcomer("nguoi-moi");
  v1::GivePositionRequest request = Giving(world, "nguoi-moi", v1::POSITION_READER);
  request.set_request_id("r1");
  const auto first = world.Administrator().Call<v1::GivePositionResponse>(request);
  ASSERT_DONE(first);
  world.Restart();
  const auto again = world.Administrator().Call<v1::GivePositionResponse>(request);
  ASSERT_DONE(again);
  EXPECT_EQ(first.response.SerializeAsString(), again.response.SerializeAsString());
  world.PassHours(89 * 24);
  EXPECT_DONE(world.Administrator().Call<v1::GivePositionResponse>(request));
  world.PassHours(2 * 24);
  EXPECT_REFUSED(world.Administrator().Call<v1::GivePositionResponse>(request), ALREADY_EXISTS);
}

TEST(RequestMemory, AReplayComesBeforeTheEtag) {
  World world;
  world.Newcomer("nguoi-moi");
  v1::ListAccountsRequest list;
  list.set_parent(world.FederationName());
  const auto accounts = world.Administrator().Call<v1::ListAccountsResponse>(list);
  ASSERT_DONE(accounts);
  v1::GivePositionRequest request = Giving(world, "nguoi-moi", v1::POSITION_READER);
  request.set_etag(accounts->accounts(1).etag());
  request.set_request_id("r1");
  const auto first = world.Administrator().Call<v1::GivePositionResponse>(request);
  ASSERT_DONE(first);
  EXPECT_NE(first->account().etag(), request.etag());
  EXPECT_DONE(world.Administrator().Call<v1::GivePositionResponse>(request));
  request.set_request_id("r2");
  EXPECT_REFUSED(world.Administrator().Call<v1::GivePositionResponse>(request), STALE);
}

// Asked for once more, it is answered as it was, and leaves nothing: neither what it would do now, nor the refusal of
// it.
template <class Response, class Request>
void ExpectAReplay(World& world, Person& person, Request request) {
  request.set_request_id(world.NextRequestId());
  const auto first = person.Call<Response>(request);
  ASSERT_DONE(first);
  const int64_t before = RevisionOf(world);
  EXPECT_EQ(first->revision(), before);
  // Others go on.
  EXPECT_DONE(world.Administrator().CreatesAccount("sau-" + request.request_id(), "Người đến sau"));
  for (int i = 0; i < 2; ++i) {
    const auto again = person.Call<Response>(request);
    ASSERT_DONE(again);
    EXPECT_EQ(again.response.SerializeAsString(), first.response.SerializeAsString());
  }
  EXPECT_EQ(RevisionOf(world), before + 1);
}

constexpr char kTask[] = "1.3.thpt-viet-vinh";

template <class Request>
Request About(World& world, const std::string& task) {
  Request request;
  request.set_name(world.TaskName(task));
  return request;
}

TEST(RequestMemory, ARetryThatWouldBeRefusedNowIsAnsweredAsDone) {
  World world;
  world.IssuesTheYear();
  world.Newcomer("nguoi-moi");
  ExpectAReplay<v1::GivePositionResponse>(world, world.Administrator(),
                                          Giving(world, "nguoi-moi", v1::POSITION_READER));
  // A refusal that would stand in the journal.
  ExpectAReplay<v1::AcknowledgeTaskResponse>(world, world.UnionChair("thpt-viet-vinh"),
                                             About<v1::AcknowledgeTaskRequest>(world, kTask));
  EXPECT_REFUSED(world.UnionChair("thpt-viet-vinh").Acknowledges(kTask), TASK_STATE);
}

TEST(RequestMemory, ARetryThatWouldBeDoneAgainIsDoneOnce) {
  World world;
  world.IssuesTheYear();
  auto request = About<v1::CommentOnTaskRequest>(world, kTask);
  request.set_text("Đơn vị đang bổ sung.");
  ExpectAReplay<v1::CommentOnTaskResponse>(world, world.UnionChair("thpt-viet-vinh"), request);
}

TEST(RequestMemory, ARetryThatWouldChangeNothingIsAnsweredAsDone) {
  World world;
  ASSERT_DONE(world.Chair().LoadsProgramme(support::FileOf(world.options().programme)));
  v1::ImportUnionsRequest request;
  request.set_parent(world.FederationName());
  request.set_chunk(FiveUnions());
  request.set_decision_number("02/QĐ-BTV");
  ExpectAReplay<v1::ImportUnionsResponse>(world, world.Chair(), request);
}

TEST(RequestMemory, ARetryOfWhatClosedTheFederationIsAnsweredAsDone) {
  World world;
  v1::CloseFederationRequest request;
  request.set_name(world.FederationName());
  request.set_decision_number("50/QĐ-LĐLĐ");
  request.set_request_id("r1");
  Person& chair = world.Chair();
  const auto first = chair.Call<v1::CloseFederationResponse>(request);
  ASSERT_DONE(first);
  const int64_t before = RevisionOf(world);
  const auto again = chair.Call<v1::CloseFederationResponse>(request);
  ASSERT_DONE(again);
  EXPECT_EQ(again.response.SerializeAsString(), first.response.SerializeAsString());
  EXPECT_EQ(RevisionOf(world), before);
  request.set_request_id("r2");
  EXPECT_REFUSED(chair.Call<v1::CloseFederationResponse>(request), FEDERATION_CLOSED);
}

TEST(RequestMemory, ASecondUseLeavesNothingWhateverItWouldDo) {
  World world;
  world.IssuesTheYear();
  Person& unit = world.UnionChair("thpt-viet-vinh");
  auto comment = About<v1::CommentOnTaskRequest>(world, kTask);
  comment.set_text("Đơn vị đang bổ sung.");
  comment.set_request_id("r1");
  ASSERT_DONE(unit.Call<v1::CommentOnTaskResponse>(comment));
  ASSERT_DONE(unit.Acknowledges(kTask));
  v1::LoadProgrammeRequest load;
  load.set_parent(world.FederationName());
  load.set_source(support::FileOf(world.options().programme));
  load.set_decision_number("03/QĐ-BTV");
  load.set_request_id("r1");
  ASSERT_DONE(world.Chair().Call<v1::LoadProgrammeResponse>(load));
  const int64_t before = RevisionOf(world);

  // It would be done.
  comment.set_text("Đơn vị đã bổ sung.");
  EXPECT_REFUSED(unit.Call<v1::CommentOnTaskResponse>(comment), REQUEST_ID_REUSED);
  // It would be refused, and the refusal be in the journal.
  auto acknowledge = About<v1::AcknowledgeTaskRequest>(world, kTask);
  acknowledge.set_request_id("r1");
  EXPECT_REFUSED(unit.Call<v1::AcknowledgeTaskResponse>(acknowledge), REQUEST_ID_REUSED);
  // It would change nothing.
  load.set_validate_only(true);
  EXPECT_REFUSED(world.Chair().Call<v1::LoadProgrammeResponse>(load), REQUEST_ID_REUSED);
  EXPECT_EQ(RevisionOf(world), before);
}

TEST(RequestMemory, AccessIsCheckedBeforeAReplay) {
  World world;
  Person& second = world.Newcomer("quan-tri-2");
  const auto given = world.Administrator().Gives("quan-tri-2", v1::POSITION_ADMINISTRATOR);
  ASSERT_DONE(given);
  v1::CreateAccountRequest request = Creating(world, "an");
  request.set_request_id("r1");
  ASSERT_DONE(second.Call<v1::CreateAccountResponse>(request));
  ASSERT_DONE(world.Administrator().EndsPosition(given->account().positions(0).name(), "2025-01-05"));
  const int64_t before = RevisionOf(world);
  EXPECT_REFUSED(second.Call<v1::CreateAccountResponse>(request), POSITION_REQUIRED);
  const std::vector<storage::StoredEntry> entries = EntriesAfter(world, before);
  ASSERT_THAT(entries, SizeIs(1));
  EXPECT_EQ(entries[0].events[0].event.attempt_refused().reason(), v1::ERROR_REASON_POSITION_REQUIRED);
}

// All within one transaction, which the gate holds back until they wait for it.
TEST(RequestMemory, OneRequestThatIsTwiceInABatchIsDoneOnce) {
  World world;
  world.Newcomer("nguoi-moi");
  const int64_t before = RevisionOf(world);
  serving::GatedStore store(world.store());
  const serving::VirtualClock clock(world.now_micros());
  serving::SystemEntropy entropy;
  serving::Announcements announcements;
  serving::Methods methods;
  ASSERT_TRUE(methods.Add(*v1::GivePositionRequest::descriptor()->file()->service(0)).ok());
  serving::Actor actor;
  actor.federation = 1;
  actor.federation_id = "bac-quang";
  actor.account = 1;
  actor.account_id = "quan-tri";

  v1::GivePositionRequest request = Giving(world, "nguoi-moi", v1::POSITION_READER);
  request.set_request_id("r1");
  v1::GivePositionRequest other = Giving(world, "nguoi-moi", v1::POSITION_EXECUTIVE_COMMITTEE_MEMBER);
  other.set_request_id("r1");
  const std::vector<const v1::GivePositionRequest*> requests = {&request, &request, &other, &request};
  std::vector<v1::GivePositionResponse> responses(requests.size());
  std::vector<absl::Status> outcomes(requests.size());
  {
    serving::Writer writer(store);
    serving::Commands commands(writer, clock, entropy, announcements);
    store.Close();
    ASSERT_TRUE(writer
                    .Submit({.federation = 0,
                             .abandoned = {},
                             .work = [](storage::WriteTransaction&) {},
                             .done = [](const absl::Status&) {}})
                    .ok());
    store.WaitForAWrite();
    for (size_t i = 0; i < requests.size(); ++i) {
      commands.Run({.method = &methods.WithRequest(*request.GetDescriptor()),
                    .actor = actor,
                    .request = requests[i],
                    .response = &responses[i],
                    .body =
                        [&, i](serving::CommandContext& command) {
                          return accounts::GivePosition(command, *requests[i], &responses[i]);
                        },
                    .committed = {},
                    .abandoned = {},
                    .done = [&, i](const absl::Status& outcome) { outcomes[i] = outcome; }});
    }
    store.Open();
    writer.Stop();
  }
  EXPECT_EQ(store.writes(), 2);
  for (const size_t i : {0, 1, 3}) {
    EXPECT_TRUE(outcomes[i].ok()) << outcomes[i];
    EXPECT_EQ(responses[i].SerializeAsString(), responses[0].SerializeAsString());
  }
  EXPECT_EQ(responses[0].revision(), before + 1);
  EXPECT_EQ(rules::RefusalOf(outcomes[2])->reason, v1::ERROR_REASON_REQUEST_ID_REUSED);
  EXPECT_EQ(RevisionOf(world), before + 1);
}

TEST(RequestMemory, ARefusedRequestIsNotRemembered) {
  World world;
  Person& newcomer = world.Newcomer("nguoi-moi");
  v1::CreateAccountRequest request = Creating(world, "an");
  request.set_request_id("r1");
  EXPECT_REFUSED(newcomer.Call<v1::CreateAccountResponse>(request), POSITION_REQUIRED);
  EXPECT_DONE(world.Administrator().Gives("nguoi-moi", v1::POSITION_ADMINISTRATOR));
  EXPECT_DONE(newcomer.Call<v1::CreateAccountResponse>(request));
}

TEST(RequestMemory, AnIdHasOneToSixtyFourCharacters) {
  World world;
  v1::CreateAccountRequest request = Creating(world, "an");
  v1::CreateAccountResponse response;
  const auto without = world.Call(request, &response, world.Administrator().token());
  EXPECT_REFUSED(without, INVALID_FIELD);
  EXPECT_THAT(without.fields, ElementsAre("request_id"));
  std::string sixty_four;
  for (int i = 0; i < 64; ++i) sixty_four += "đ";
  request.set_request_id(sixty_four + "đ");
  EXPECT_REFUSED(world.Administrator().Call<v1::CreateAccountResponse>(request), INVALID_FIELD);
  request.set_request_id(sixty_four);
  EXPECT_DONE(world.Administrator().Call<v1::CreateAccountResponse>(request));
}

TEST(Refusals, StandInTheJournalAndLeaveNothingElse) {
  World world;
  Person& newcomer = world.Newcomer("nguoi-moi");
  const int64_t before = RevisionOf(world);
  v1::CreateAccountRequest request = Creating(world, "an");
  request.set_request_id("r7");
  EXPECT_REFUSED(newcomer.Call<v1::CreateAccountResponse>(request), POSITION_REQUIRED);
  const std::vector<storage::StoredEntry> entries = EntriesAfter(world, before);
  ASSERT_THAT(entries, SizeIs(1));
  EXPECT_EQ(entries[0].header.command(), "CreateAccount");
  EXPECT_EQ(entries[0].header.request_id(), "r7");
  ASSERT_THAT(entries[0].events, SizeIs(1));
  const v1::AttemptRefused& refused = entries[0].events[0].event.attempt_refused();
  EXPECT_EQ(refused.command(), "CreateAccount");
  EXPECT_EQ(refused.reason(), v1::ERROR_REASON_POSITION_REQUIRED);
  EXPECT_EQ(refused.resource(), "federations/bac-quang");
  EXPECT_EQ(refused.count(), 1);
}

TEST(Refusals, OfMalformedUnknownAndStaleCallsAreNotInTheJournal) {
  World world;
  world.Newcomer("nguoi-moi");
  const int64_t before = RevisionOf(world);
  v1::GivePositionRequest request = Giving(world, "nguoi-moi", v1::POSITION_READER);
  request.set_name("ở đâu đó");
  EXPECT_REFUSED(world.Administrator().Call<v1::GivePositionResponse>(request), INVALID_FIELD);
  request = Giving(world, "khong-co", v1::POSITION_READER);
  EXPECT_REFUSED(world.Administrator().Call<v1::GivePositionResponse>(request), NOT_FOUND);
  request = Giving(world, "nguoi-moi", v1::POSITION_READER);
  request.set_etag("1");
  EXPECT_REFUSED(world.Administrator().Call<v1::GivePositionResponse>(request), STALE);
  v1::GivePositionResponse response;
  request.set_request_id("r1");
  EXPECT_REFUSED(world.Call(request, &response, "no-such-token"), NOT_SIGNED_IN);
  EXPECT_EQ(RevisionOf(world), before);
}

TEST(Refusals, AboveTwentyInAnHourAreCountedInOne) {
  World world;
  Person& newcomer = world.Newcomer("nguoi-moi");
  const int64_t before = RevisionOf(world);
  for (int i = 0; i < 27; ++i) {
    EXPECT_REFUSED(newcomer.Call<v1::CreateAccountResponse>(Creating(world, "an")), POSITION_REQUIRED);
  }
  EXPECT_EQ(RevisionOf(world), before + 20);
  // Somebody else's are theirs.
  EXPECT_REFUSED(world.Newcomer("nguoi-khac").Call<v1::CreateAccountResponse>(Creating(world, "an")),
                 POSITION_REQUIRED);
  world.PassHours(1);
  const int64_t hour_later = RevisionOf(world);
  EXPECT_REFUSED(newcomer.Call<v1::CreateAccountResponse>(Creating(world, "an")), POSITION_REQUIRED);
  const std::vector<storage::StoredEntry> entries = EntriesAfter(world, hour_later);
  ASSERT_THAT(entries, SizeIs(2));
  EXPECT_EQ(entries[0].events[0].event.attempt_refused().count(), 7);
  EXPECT_EQ(entries[0].events[0].event.attempt_refused().command(), "");
  EXPECT_EQ(entries[1].events[0].event.attempt_refused().count(), 1);
  EXPECT_EQ(entries[1].events[0].event.attempt_refused().command(), "CreateAccount");
}

TEST(Refusals, ALongResourceIsCut) {
  World world;
  Person& newcomer = world.Newcomer("nguoi-moi");
  const int64_t before = RevisionOf(world);
  // The longest name that is well formed stays whole; nothing longer comes so far.
  v1::ResetAccountRequest request;
  request.set_name(world.AccountName(std::string(40, 'a')));
  EXPECT_REFUSED(newcomer.Call<v1::ResetAccountResponse>(request), POSITION_REQUIRED);
  EXPECT_EQ(EntriesAfter(world, before)[0].events[0].event.attempt_refused().resource(), request.name());
}

TEST(Policy, NothingIsLearntOfAnotherFederation) {
  World world;
  serving::SystemEntropy entropy;
  journal::SigningKeys keys(journal::KeysBeside(world.path()));
  ASSERT_TRUE(accounts::FoundFederation(world.store(), entropy, keys,
                                        {.federation_id = "quang-binh",
                                         .title_vi = "LĐLĐ huyện Quang Bình",
                                         .title_en = "",
                                         .administrator_id = "admin",
                                         .demo = false,
                                         .time_micros = world.now_micros()})
                  .ok());
  const int64_t before = RevisionOf(world);
  for (const std::string federation : {"quang-binh", "khong-co"}) {
    v1::CreateAccountRequest create = Creating(world, "an");
    create.set_parent("federations/" + federation);
    EXPECT_REFUSED(world.Administrator().Call<v1::CreateAccountResponse>(create), POSITION_REQUIRED);
    v1::ListAccountsRequest list;
    list.set_parent("federations/" + federation);
    EXPECT_REFUSED(world.Administrator().Call<v1::ListAccountsResponse>(list), POSITION_REQUIRED);
    v1::WhoAmIRequest who;
    who.set_parent("federations/" + federation);
    EXPECT_REFUSED(world.Administrator().Call<v1::WhoAmIResponse>(who), POSITION_REQUIRED);
  }
  // The attempts are in the journal of the one who made them.
  EXPECT_EQ(RevisionOf(world), before + 2);
  EXPECT_EQ(EntriesAfter(world, before)[0].events[0].event.attempt_refused().resource(), "federations/quang-binh");
  EXPECT_EQ(RevisionOf(world, 2), 1);
}

TEST(Policy, APositionCountsOnItsDays) {
  World world;
  Person& newcomer = world.Newcomer("nguoi-moi");
  EXPECT_DONE(world.Administrator().Gives("nguoi-moi", v1::POSITION_ADMINISTRATOR, "", "2025-02-01", "2025-02-03"));
  EXPECT_REFUSED(newcomer.CreatesAccount("a1", "A"), POSITION_REQUIRED);
  world.GoTo("2025-02-01");
  EXPECT_DONE(newcomer.CreatesAccount("a1", "A"));
  world.GoTo("2025-02-03");
  EXPECT_DONE(newcomer.CreatesAccount("a2", "A"));
  world.GoTo("2025-02-04");
  EXPECT_REFUSED(newcomer.CreatesAccount("a3", "A"), POSITION_REQUIRED);
}

TEST(Commands, ThatOnlyCheckLeaveNothing) {
  World world;
  Person& chair = world.Chair();
  const int64_t before = RevisionOf(world);
  v1::LoadProgrammeRequest request;
  request.set_parent(world.FederationName());
  request.set_source(support::FileOf(world.options().programme));
  request.set_validate_only(true);
  request.set_request_id("r1");
  const auto checked = chair.Call<v1::LoadProgrammeResponse>(request);
  ASSERT_DONE(checked);
  EXPECT_EQ(checked->indicator_count(), 25);
  EXPECT_EQ(checked->revision(), before);
  EXPECT_EQ(RevisionOf(world), before);
  // And the id is free for the real one.
  request.set_validate_only(false);
  request.set_decision_number("01/QĐ-BTV");
  const auto loaded = chair.Call<v1::LoadProgrammeResponse>(request);
  ASSERT_DONE(loaded);
  EXPECT_EQ(loaded->revision(), before + 1);
}

TEST(Commands, TimeNeverGoesBackInTheJournal) {
  World world;
  world.GoTo("2025-03-10");
  EXPECT_DONE(world.Administrator().CreatesAccount("a1", "A"));
  world.GoTo("2025-03-01");
  const int64_t before = RevisionOf(world);
  EXPECT_DONE(world.Administrator().CreatesAccount("a2", "A"));
  EXPECT_EQ(EntriesAfter(world, before)[0].header.time_micros(), support::MomentOf("2025-03-10"));
}

TEST(Reads, WaitForNoRevisionThatIsNotThere) {
  World world;
  v1::ListAccountsRequest request;
  request.set_parent(world.FederationName());
  request.set_min_revision(RevisionOf(world));
  EXPECT_DONE(world.Administrator().Call<v1::ListAccountsResponse>(request));
  request.set_min_revision(RevisionOf(world) + 1);
  const auto ahead = world.Administrator().Call<v1::ListAccountsResponse>(request);
  EXPECT_REFUSED(ahead, REVISION_AHEAD);
  EXPECT_EQ(ahead.values.at("revision"), std::to_string(RevisionOf(world)));
}

TEST(Answers, AreInTheLanguageOfTheCaller) {
  World world;
  Person& newcomer = world.Newcomer("nguoi-moi");
  EXPECT_EQ(newcomer.CreatesAccount("an", "An").message, "Bạn không giữ chức vụ được làm việc này.");
  newcomer.Reads("en");
  EXPECT_EQ(newcomer.CreatesAccount("an", "An").message, "You hold no position that may do this.");
}

TEST(Answers, NoMessageIsOverOneMebibyte) {
  World world;
  v1::CreateAccountRequest request = Creating(world, "an");
  request.set_request_id("r1");
  request.set_display_name(std::string(2 << 20, 'a'));
  EXPECT_EQ(world.Administrator().Call<v1::CreateAccountResponse>(request).code, grpc::StatusCode::RESOURCE_EXHAUSTED);
}

}  // namespace
}  // namespace phancong::services_test
