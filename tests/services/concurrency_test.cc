// Many people do everything at once, and the server stops in the middle. What came of it is looked at by the invariants
// when the world ends; whether threads met over the same memory is for the ThreadSanitizer to say.
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "gtest/gtest.h"
#include "phancong/v1/account_service.pb.h"
#include "phancong/v1/evidence_service.pb.h"
#include "phancong/v1/grassroots_union_service.pb.h"
#include "phancong/v1/journal_service.pb.h"
#include "phancong/v1/progress_service.pb.h"
#include "phancong/v1/standing_committee_service.pb.h"
#include "phancong/v1/task_service.pb.h"
#include "services/rules/merkle.h"
#include "tests/services/five_unions.h"
#include "tests/support/world.h"

namespace phancong::services_test {
namespace {

using google::protobuf::Message;
using support::Answered;
using support::DateOf;
using support::Person;
using support::World;

constexpr int kCallsBeforeTheStop = 600;

class Concurrency : public testing::Test {
 protected:
  Concurrency() {
    LoadFiveUnions(world_);
    IssueAsItComes(world_, "2025");
    for (const std::string& unit : units_) chairs_.push_back(&world_.UnionChair(unit));
    for (Person* person : {&world_.Chair(), &world_.ViceChair(), &world_.Member(1), &world_.Reader()}) {
      EXPECT_TRUE(person->SignsIn().ok());
    }
    for (Person* chair : chairs_) EXPECT_TRUE(chair->SignsIn().ok());
  }

  // Over and over on a thread of its own, until the server is gone.
  void OverAndOver(std::function<Answered()> call) {
    threads_.emplace_back([this, call = std::move(call)] {
      while (Counted(call())) {
      }
    });
  }
  void Joins() {
    for (std::thread& thread : threads_) thread.join();
  }

  void WaitsForCalls(int count) {
    std::unique_lock lock(mutex_);
    counted_.wait(lock, [&] { return calls_ >= count || gone_ > 0; });
  }

  // From any thread.
  template <class Response, class Request>
  Answered Calls(const Person& person, Request request) {
    Response response;
    return world_.Call(request, &response, person.token());
  }
  template <class Request>
  Request About(const std::string& task) {
    Request request;
    request.set_name(world_.TaskName(task));
    request.set_request_id(world_.NextRequestId());
    return request;
  }

  const std::vector<std::string> units_ = {"ubnd-tan-quang", "truong-dong-yen", "may-hung-an", "dien-luc",
                                           "tu-thuc-hoa-mai"};
  World world_;
  std::vector<Person*> chairs_;

  // Whatever was answered, by its code.
  std::map<grpc::StatusCode, int> codes_;  // guarded by mutex_

 private:
  // Whether the server is still there.
  bool Counted(const Answered& answered) {
    const std::lock_guard lock(mutex_);
    ++calls_;
    ++codes_[answered.code];
    const bool there = answered.code != grpc::StatusCode::UNAVAILABLE;
    if (!there) ++gone_;
    counted_.notify_all();
    return there;
  }

  std::mutex mutex_;
  std::condition_variable counted_;
  int calls_ = 0;  // guarded by mutex_
  int gone_ = 0;   // guarded by mutex_
  std::vector<std::thread> threads_;
};

TEST_F(Concurrency, EverybodyDoesEverythingUntilTheServerStops) {
  for (size_t i = 0; i < units_.size(); ++i) {
    const std::string task = "6.1." + units_[i];
    const v1::Report report = world_.CompleteReport(task);
    Person& chair = *chairs_[i];
    // A union reports, submits and recalls, and the federation reviews what it finds.
    OverAndOver([this, task, report, &chair, turn = 0]() mutable {
      switch (turn++ % 3) {
        case 0: {
          auto request = About<v1::SubmitTaskRequest>(task);
          *request.mutable_report() = report;
          return Calls<v1::SubmitTaskResponse>(chair, request);
        }
        case 1:
          return Calls<v1::RecallTaskResponse>(chair, About<v1::RecallTaskRequest>(task));
        default: {
          auto request = About<v1::CommentOnTaskRequest>(task);
          request.set_text("Đơn vị đang bổ sung.");
          return Calls<v1::CommentOnTaskResponse>(chair, request);
        }
      }
    });
    OverAndOver([this, task, turn = 0]() mutable {
      Person& member = world_.Member(1);
      return turn++ % 2 == 0 ? Calls<v1::TakeReviewResponse>(member, About<v1::TakeReviewRequest>(task))
                             : Calls<v1::ReleaseReviewResponse>(member, About<v1::ReleaseReviewRequest>(task));
    });
  }
  OverAndOver([this] {
    v1::ListTasksRequest request;
    request.set_parent(world_.RoundName("2025"));
    return Calls<v1::ListTasksResponse>(world_.Chair(), request);
  });
  OverAndOver([this] {
    v1::ListIndicatorProgressRequest request;
    request.set_parent(world_.RoundName("2025"));
    return Calls<v1::ListIndicatorProgressResponse>(world_.Reader(), request);
  });
  // Somebody, of whom no other thread speaks, signs in, looks who they are, and signs out.
  OverAndOver([this] {
    Person& vice_chair = world_.ViceChair();
    const Answered answered = vice_chair.SignsIn();
    if (!answered.ok()) return answered;
    v1::WhoAmIRequest who;
    who.set_parent(world_.FederationName());
    const Answered seen = Calls<v1::WhoAmIResponse>(vice_chair, who);
    if (!seen.ok()) return seen;
    v1::SignOutRequest sign_out;
    sign_out.set_parent(world_.FederationName());
    return Calls<v1::SignOutResponse>(vice_chair, sign_out);
  });
  // Files go up.
  OverAndOver([this, which = 0]() mutable {
    std::string content = "%PDF-1.4\n" + std::to_string(which++);
    content.resize(2'000, 'x');
    v1::UploadEvidenceRequest request;
    request.set_parent(world_.UnitName(units_[0]));
    request.set_file_name("bien-ban.pdf");
    request.set_kind("minutes");
    request.mutable_document()->set_number("12/BB-CĐ");
    *request.mutable_document()->mutable_date() = DateOf("2024-12-20");
    request.set_size(static_cast<int64_t>(content.size()));
    request.set_sha256(rules::Sha256(content));
    request.set_request_id(world_.NextRequestId());
    request.set_chunk(content);
    return Calls<v1::UploadEvidenceResponse>(*chairs_[0], request);
  });
  // And two watch, until the server ends it.
  for (int i = 0; i < 2; ++i) {
    OverAndOver([this] {
      v1::WatchEntriesRequest request;
      request.set_parent(world_.FederationName());
      v1::WatchEntriesResponse entry;
      return world_.Watch(request, &entry, world_.Chair().token(), [] { return true; });
    });
  }

  WaitsForCalls(kCallsBeforeTheStop);
  world_.Stop();
  Joins();
  // Done, or refused, or the server was gone; no error inside, and nobody was left without an answer.
  EXPECT_GT(codes_[grpc::StatusCode::OK], 0);
  for (const grpc::StatusCode code :
       {grpc::StatusCode::INTERNAL, grpc::StatusCode::UNKNOWN, grpc::StatusCode::DATA_LOSS,
        grpc::StatusCode::DEADLINE_EXCEEDED, grpc::StatusCode::UNAUTHENTICATED}) {
    EXPECT_EQ(codes_[code], 0) << code;
  }
}

}  // namespace
}  // namespace phancong::services_test
