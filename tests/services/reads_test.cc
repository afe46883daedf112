// Reads on their pool: whose turn it is.
#include "services/serving/reads.h"

#include <future>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "phancong/v1/journal_service.pb.h"
#include "services/serving/methods.h"
#include "services/serving/pool.h"
#include "tests/support/world.h"

namespace phancong::serving {
namespace {

using testing::ElementsAre;

TEST(Reads, OfStrangersComeAfterThoseOfPeopleWhoAreSignedIn) {
  support::World world;
  const VirtualClock clock(world.now_micros());
  Methods methods;
  ASSERT_TRUE(methods.Add(*v1::GetCheckpointRequest::descriptor()->file()->service(0)).ok());
  Pool pool(1, 16);
  Reads reads(world.store(), clock, pool);
  std::promise<void> busy;
  std::promise<void> free;
  ASSERT_TRUE(pool.Submit(
                      [&] {
                        busy.set_value();
                        free.get_future().wait();
                      },
                      Pool::Turn::kFirst)
                  .ok());
  busy.get_future().wait();

  std::vector<std::string> answered;
  v1::GetCheckpointRequest public_one;
  public_one.set_parent(world.FederationName());
  v1::ListEntriesRequest of_somebody;
  of_somebody.set_parent(world.FederationName());
  const auto asks = [&](const std::string& who, const google::protobuf::Message& request) {
    Actor actor;
    actor.federation = 1;
    actor.federation_id = "bac-quang";
    actor.account = 1;
    reads.Run({.method = &methods.WithRequest(*request.GetDescriptor()),
               .actor = actor,
               .request = &request,
               .response = nullptr,
               .body = [](ReadContext&) { return absl::OkStatus(); },
               .abandoned = {},
               .done = [&answered, who](const absl::Status&) { answered.push_back(who); }});
  };
  asks("a stranger", public_one);
  asks("another stranger", public_one);
  asks("somebody", of_somebody);
  free.set_value();
  pool.Stop();
  EXPECT_THAT(answered, ElementsAre("somebody", "a stranger", "another stranger"));
}

// The thread on which a short read of somebody's is done.
std::thread::id ThreadOf(support::World& world, Pool& pool) {
  const VirtualClock clock(world.now_micros());
  Methods methods;
  EXPECT_TRUE(methods.Add(*v1::GetCheckpointRequest::descriptor()->file()->service(0)).ok());
  Reads reads(world.store(), clock, pool);
  v1::GetCheckpointRequest request;
  request.set_parent(world.FederationName());
  std::thread::id thread;
  std::promise<void> done;
  reads.Run({.method = &methods.WithRequest(*request.GetDescriptor()),
             .actor = {},
             .request = &request,
             .response = nullptr,
             .body =
                 [&](ReadContext&) {
                   thread = std::this_thread::get_id();
                   return absl::OkStatus();
                 },
             .length = ReadLength::kShort,
             .abandoned = {},
             .done = [&](const absl::Status&) { done.set_value(); }});
  done.get_future().wait();
  return thread;
}

TEST(Reads, AShortOneIsDoneWhereItCameFromWhileAThreadOfThePoolIsFree) {
  support::World world;
  Pool pool(1, 16);
  EXPECT_EQ(ThreadOf(world, pool), std::this_thread::get_id());
  // The only thread's place is taken by this one: what comes now waits for it.
  std::thread::id asking;
  std::thread::id reading;
  std::thread reader;
  EXPECT_TRUE(pool.DoHere([&] {
    EXPECT_FALSE(pool.DoHere([] {}));
    reader = std::thread([&] {
      asking = std::this_thread::get_id();
      reading = ThreadOf(world, pool);
    });
    while (pool.waiting() == 0) std::this_thread::yield();
  }));
  reader.join();
  EXPECT_NE(reading, asking);
  EXPECT_NE(reading, std::this_thread::get_id());
  // The pool's thread has answered, and is on its way back.
  while (!pool.DoHere([] {})) std::this_thread::yield();
  EXPECT_EQ(ThreadOf(world, pool), std::this_thread::get_id());
  pool.Stop();
  EXPECT_FALSE(pool.DoHere([] {}));
}

TEST(Reads, APoolDoesNoMoreAtATimeThanItHasThreads) {
  Pool pool(1, 16);
  std::promise<void> done;
  std::future<void> is_done = done.get_future();
  EXPECT_TRUE(pool.DoHere([&] {
    ASSERT_TRUE(pool.Submit([&] { done.set_value(); }).ok());
    EXPECT_EQ(pool.waiting(), 1U);
  }));
  is_done.wait();
}

}  // namespace
}  // namespace phancong::serving
