// The command runner: request memory, policy, refusals in the journal, through the whole server.
#include <cstdint>
#include <string>
#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/accounts/founding.h"
#include "services/journal/signing_keys.h"
#include "services/serving/entropy.h"
#include "storage/federations.h"
#include "storage/journal.h"
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

TEST(RequestMemory, AccessIsCheckedBeforeAReplay) {
  World world;
  Person& second = world.Newcomer("quan-tri-2");
  const auto given = world.Administrator().Gives("quan-tri-2", v1::POSITION_ADMINISTRATOR);
  ASSERT_DONE(given);
  v1::CreateAccountRequest request = Creating(world, "an");
  request.set_request_id("r1");
  EXPECT_DONE(second.Call<v1::CreateAccountResponse>(request));
  EXPECT_DONE(world.Administrator().EndsPosition(given->account().positions(0).name(), "2025-01-05"));
  EXPECT_REFUSED(second.Call<v1::CreateAccountResponse>(request), POSITION_REQUIRED);
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
