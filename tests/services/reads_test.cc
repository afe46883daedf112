// Reads on their pool: whose turn it is.
#include "services/serving/reads.h"

#include <future>
#include <memory>
#include <string>
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

}  // namespace
}  // namespace phancong::serving
