// Starting and stopping, with calls under way; the disk that fails; who goes away.
#include "services/serving/application.h"

#include <chrono>
#include <future>
#include <memory>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "grpc/health/v1/health.pb.h"
#include "grpcpp/client_context.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "gtest/gtest.h"
#include "phancong/v1/account_service.grpc.pb.h"
#include "phancong/v1/directory_service.grpc.pb.h"
#include "phancong/v1/inbox_service.grpc.pb.h"
#include "phancong/v1/standing_committee_service.grpc.pb.h"
#include "phancong/v1/task_service.grpc.pb.h"
#include "services/serving/clock.h"
#include "services/serving/entropy.h"
#include "storage/sqlite/sqlite_store.h"
#include "tests/services/gated_store.h"
#include "tests/storage/scratch_folder.h"
#include "tests/support/exchange.h"
#include "tests/support/first_sign_in.h"
#include "tests/support/founding.h"
#include "tests/support/outcome.h"
#include "tests/support/wire.h"
#include "tests/support/world.h"

namespace phancong::serving {
namespace {

using support::Answered;
using support::AnsweredOf;
using testing::HasSubstr;

// A server with one administrator, and a gate before its database.
class ApplicationTest : public testing::Test {
 protected:
  void SetUp() override {
    const std::string code = support::FoundsBacQuang(*file_, entropy_, clock_);
    Start();
    token_ = support::SignsInWithTheCode(*stub_, code);
    // With the first command the server also forgets old requests, for this hour.
    ASSERT_DONE(Create("a0"));
  }

  void Start(absl::Duration grace = absl::Seconds(10), const ConnectionBounds& connections = {}) {
    application_ = std::make_unique<Application>(store_, clock_, entropy_,
                                                 ApplicationOptions{.listen = "127.0.0.1:0",
                                                                    .connections = connections,
                                                                    .password_cost = support::kCheapPassword,
                                                                    .retry_period = absl::Milliseconds(20),
                                                                    .grace = grace});
    ASSERT_TRUE(application_->Start().ok());
    stub_ = v1::AccountService::NewStub(
        grpc::CreateChannel("127.0.0.1:" + std::to_string(application_->port()), grpc::InsecureChannelCredentials()));
  }

  // Not shared with any other.
  [[nodiscard]] std::shared_ptr<grpc::Channel> OwnConnection() const {
    return support::ChannelOfItsOwn("127.0.0.1:" + std::to_string(application_->port()));
  }

  // Creates an account; on a thread of its own where it must wait.
  Answered Create(const std::string& account, grpc::ClientContext* context) {
    context->AddMetadata("authorization", "Bearer " + token_);
    v1::CreateAccountRequest request;
    request.set_parent("federations/bac-quang");
    request.set_account_id(account);
    request.set_display_name("A");
    request.set_request_id(account);
    v1::CreateAccountResponse response;
    return AnsweredOf(stub_->CreateAccount(context, request, &response));
  }
  Answered Create(const std::string& account) {
    grpc::ClientContext context;
    return Create(account, &context);
  }
  Answered List(std::string& accounts) {
    grpc::ClientContext context;
    context.AddMetadata("authorization", "Bearer " + token_);
    v1::ListAccountsRequest request;
    request.set_parent("federations/bac-quang");
    v1::ListAccountsResponse response;
    const Answered answered = AnsweredOf(stub_->ListAccounts(&context, request, &response));
    accounts.clear();
    for (const v1::Account& account : response.accounts()) {
      accounts += account.name().substr(account.name().rfind('/'));
    }
    return answered;
  }

  storage::ScratchFolder folder_;
  std::unique_ptr<storage::SqliteStore> file_ =
      *storage::SqliteStore::Open(folder_.File("phancong.db"), {.create = true});
  GatedStore store_{*file_};
  VirtualClock clock_{support::MomentOf("2025-01-06")};
  SystemEntropy entropy_;
  std::unique_ptr<Application> application_;
  std::unique_ptr<v1::AccountService::Stub> stub_;
  std::string token_;
};

TEST_F(ApplicationTest, CommandsUnderWayFinishWhenItStops) {
  store_.Close();
  std::vector<std::future<Answered>> under_way;
  under_way.push_back(std::async(std::launch::async, [this] { return Create("a1"); }));
  store_.WaitForAWrite();
  std::future<void> stopped = std::async(std::launch::async, [this] { application_->Stop(); });
  store_.Open();
  EXPECT_DONE(under_way[0].get());
  stopped.get();
  Start();
  std::string accounts;
  ASSERT_DONE(List(accounts));
  EXPECT_EQ(accounts, "/quan-tri/a0/a1");
}

TEST_F(ApplicationTest, WhatDoesNotEndInTimeIsCancelled) {
  application_->Stop();
  Start(absl::Milliseconds(50));
  const auto directory = v1::DirectoryService::NewStub(
      grpc::CreateChannel("127.0.0.1:" + std::to_string(application_->port()), grpc::InsecureChannelCredentials()));
  grpc::ClientContext context;
  context.AddMetadata("authorization", "Bearer " + token_);
  v1::ImportUnionsResponse response;
  const auto upload = directory->ImportUnions(&context, &response);
  v1::ImportUnionsRequest piece;
  piece.set_parent("federations/bac-quang");
  piece.set_chunk("id,name");
  ASSERT_TRUE(upload->Write(piece));
  application_->Stop();
  EXPECT_FALSE(upload->Finish().ok());
}

TEST_F(ApplicationTest, NobodyUploadsWhatTheyMayNot) {
  const auto directory = v1::DirectoryService::NewStub(
      grpc::CreateChannel("127.0.0.1:" + std::to_string(application_->port()), grpc::InsecureChannelCredentials()));
  grpc::ClientContext context;
  context.AddMetadata("authorization", "Bearer " + token_);
  v1::ImportUnionsResponse response;
  const auto upload = directory->ImportUnions(&context, &response);
  v1::ImportUnionsRequest piece;
  piece.set_parent("federations/bac-quang");
  piece.set_request_id("r1");
  ASSERT_TRUE(upload->Write(piece));
  // Without waiting for the end of it.
  EXPECT_REFUSED(AnsweredOf(upload->Finish()), POSITION_REQUIRED);
}

// What health says of a service, or of the whole server.
grpc::health::v1::HealthCheckResponse::ServingStatus HealthOf(const Application& application,
                                                              const std::string& service) {
  support::Wire wire("127.0.0.1:" + std::to_string(application.port()));
  grpc::health::v1::HealthCheckRequest request;
  request.set_service(service);
  const support::Reply reply =
      wire.Call(*google::protobuf::DescriptorPool::generated_pool()->FindMethodByName("grpc.health.v1.Health.Check"),
                request, {});
  EXPECT_DONE(reply.answered);
  return static_cast<const grpc::health::v1::HealthCheckResponse&>(*reply.messages.at(0)).status();
}

TEST_F(ApplicationTest, WhileNothingCanBeKeptItSaysSoAndWhyAndReadsGoOn) {
  using grpc::health::v1::HealthCheckResponse;
  const std::string commands = v1::StandingCommitteeService::service_full_name();
  const std::string reads = v1::TaskService::service_full_name();
  EXPECT_EQ(HealthOf(*application_, commands), HealthCheckResponse::SERVING);
  EXPECT_THAT(application_->metrics().Text(), HasSubstr("phancong_takes_commands 1\n"));

  store_.FailCommits(true);
  EXPECT_REFUSED(Create("a1"), STORAGE_UNAVAILABLE);
  EXPECT_EQ(HealthOf(*application_, commands), HealthCheckResponse::NOT_SERVING);
  EXPECT_EQ(HealthOf(*application_, reads), HealthCheckResponse::SERVING);
  EXPECT_EQ(HealthOf(*application_, ""), HealthCheckResponse::SERVING);
  std::string accounts;
  EXPECT_DONE(List(accounts));
  const std::string figures = application_->metrics().Text();
  EXPECT_THAT(figures, HasSubstr("phancong_takes_commands 0\n"));
  EXPECT_THAT(figures, HasSubstr("phancong_storage_trouble{cause=\"disk_full\"} 1\n"));
  EXPECT_THAT(figures, HasSubstr("phancong_storage_trouble{cause=\"io\"} 0\n"));

  // Nobody needs to send a command for it to be noticed.
  store_.FailCommits(false);
  while (HealthOf(*application_, commands) != HealthCheckResponse::SERVING) {
  }
  EXPECT_THAT(application_->metrics().Text(), HasSubstr("phancong_takes_commands 1\n"));
  EXPECT_DONE(Create("a1"));
}

TEST_F(ApplicationTest, ReadsGoOnWhileTheWriterWaits) {
  store_.Close();
  std::future<Answered> waiting = std::async(std::launch::async, [this] { return Create("a1"); });
  store_.WaitForAWrite();
  std::string accounts;
  EXPECT_DONE(List(accounts));
  EXPECT_EQ(accounts, "/quan-tri/a0");
  store_.Open();
  EXPECT_DONE(waiting.get());
  ASSERT_DONE(List(accounts));
  EXPECT_EQ(accounts, "/quan-tri/a0/a1");
}

TEST_F(ApplicationTest, AFailedCommitIsSaidAndARetryWithTheSameRequestIsSafe) {
  store_.FailNextCommit();
  const Answered failed = Create("a1");
  EXPECT_REFUSED(failed, STORAGE_UNAVAILABLE);
  EXPECT_TRUE(failed.retry_info);
  std::string accounts;
  ASSERT_DONE(List(accounts));
  EXPECT_EQ(accounts, "/quan-tri/a0");
  EXPECT_DONE(Create("a1"));
  ASSERT_DONE(List(accounts));
  EXPECT_EQ(accounts, "/quan-tri/a0/a1");
}

TEST_F(ApplicationTest, ATransactionThatRunsTwiceHasOneEffect) {
  store_.RunNextTwice();
  EXPECT_DONE(Create("a1"));
  EXPECT_REFUSED(Create("a1 b"), INVALID_FIELD);
  std::string accounts;
  ASSERT_DONE(List(accounts));
  EXPECT_EQ(accounts, "/quan-tri/a0/a1");
}

TEST_F(ApplicationTest, ACommandWhoseCallerIsGoneIsNotBegun) {
  store_.Close();
  std::future<Answered> first = std::async(std::launch::async, [this] { return Create("a1"); });
  store_.WaitForAWrite();
  grpc::ClientContext context;
  std::future<Answered> second = std::async(std::launch::async, [&] { return Create("a2", &context); });
  context.TryCancel();
  EXPECT_EQ(second.get().code, grpc::StatusCode::CANCELLED);
  // What comes later on the same connection shows that the server knows.
  std::string accounts;
  ASSERT_DONE(List(accounts));
  store_.Open();
  EXPECT_DONE(first.get());
  EXPECT_DONE(Create("a3"));
  ASSERT_DONE(List(accounts));
  EXPECT_EQ(accounts, "/quan-tri/a0/a1/a3");
}

TEST_F(ApplicationTest, TwoDoNotShareAPort) {
  Application second(store_, clock_, entropy_,
                     ApplicationOptions{.listen = "127.0.0.1:" + std::to_string(application_->port()),
                                        .password_cost = support::kCheapPassword});
  EXPECT_TRUE(absl::IsUnavailable(second.Start()));
}

TEST_F(ApplicationTest, AConnectionWithoutCallsIsEndedAndAWatchIsACall) {
  application_->Stop();
  Start(absl::Seconds(10), {.idle = std::chrono::milliseconds(300)});
  const std::shared_ptr<grpc::Channel> watching = OwnConnection();
  grpc::ClientContext context;
  context.AddMetadata("authorization", "Bearer " + token_);
  v1::WatchInboxRequest request;
  request.set_parent("federations/bac-quang/accounts/quan-tri");
  const auto watch = v1::InboxService::NewStub(watching)->WatchInbox(&context, request);
  ASSERT_TRUE(watching->WaitForConnected(std::chrono::system_clock::now() + std::chrono::seconds(20)));

  // One after the other: before the second is ended, the watch, which began before them, would have been.
  for (int i = 0; i < 2; ++i) {
    const std::shared_ptr<grpc::Channel> idle = OwnConnection();
    const auto long_enough = std::chrono::system_clock::now() + std::chrono::seconds(20);
    ASSERT_TRUE(idle->WaitForConnected(long_enough));
    EXPECT_TRUE(idle->WaitForStateChange(GRPC_CHANNEL_READY, long_enough)) << "nobody ended it";
  }
  EXPECT_EQ(watching->GetState(/*try_to_connect=*/false), GRPC_CHANNEL_READY) << "it was ended, too";
  context.TryCancel();
  EXPECT_EQ(watch->Finish().error_code(), grpc::StatusCode::CANCELLED);
}

TEST_F(ApplicationTest, StopsTwiceAndStartsAgain) {
  application_->Stop();
  application_->Stop();
  Start();
  EXPECT_DONE(Create("a1"));
}

}  // namespace
}  // namespace phancong::serving
