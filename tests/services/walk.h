// A walk beside the model: what is sent, whether what comes back is what the model says, and the whole picture now and
// then. What may happen on the way is random_walk_test.cc's.
#ifndef PHANCONG_TESTS_SERVICES_WALK_H_
#define PHANCONG_TESTS_SERVICES_WALK_H_

#include <cstdint>
#include <deque>
#include <functional>
#include <iterator>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "google/protobuf/message.h"
#include "gtest/gtest.h"
#include "tests/support/model.h"
#include "tests/support/world.h"

namespace phancong::services_test {

[[nodiscard]] google::type::Date DateOf(support::ModelDay day);
[[nodiscard]] int YearOf(support::ModelDay day);

class Walk {
 public:
  // The persons of the federation, and three who come and go.
  explicit Walk(uint64_t seed);

  // What was tried, and how it went: for people who read the log.
  void Tells() const;
  // The commands that were tried and always refused.
  [[nodiscard]] std::vector<std::string> NeverDone() const;

 protected:
  // --- Chance.
  bool Chance(int percent) { return static_cast<int>(random_() % 100) < percent; }
  int64_t Number(int64_t from, int64_t to) {
    return from + static_cast<int64_t>(random_() % static_cast<uint64_t>(to - from + 1));
  }
  template <class Container>
  auto& Any(Container& container) {
    auto at = container.begin();
    std::advance(at, Number(0, static_cast<int64_t>(container.size()) - 1));
    return *at;
  }
  std::string AnyOf(const std::vector<std::string>& words) { return Any(words); }
  std::string Anybody() { return Any(people_).first; }
  // One of those where one is asked for, mostly; anybody else now and then.
  std::string Mostly(const std::vector<std::string>& fit, int percent = 85) {
    return fit.empty() || !Chance(percent) ? Anybody() : AnyOf(fit);
  }
  std::vector<std::string> Those(const std::function<bool(const std::string&)>& fit);
  // In their own right, mostly; or by whoever stands in for them, or says so.
  support::Model::Ask As(const std::string& who, const std::string& etag = "");

  // --- The stage.
  void Enters(support::Person& person, v1::Position position, const std::string& unit = "");
  int64_t Revision();

  // --- A step.
  void Later();

  // Sends the request, compares what comes with what the model says, and sends a third of them again.
  template <class Response, class Request>
  void Do(const support::Model::Ask& ask, Request request, const std::function<std::string()>& by_the_model) {
    const std::string method = absl::StrCat(absl::StripSuffix(Request::descriptor()->name(), "Request"));
    SCOPED_TRACE(absl::StrCat(ask.who, ask.behalf.empty() ? "" : " for ", ask.behalf, ": ", method, " ",
                              request.ShortDebugString().substr(0, 400)));
    request.set_request_id(world_.NextRequestId());
    Sent sent{.ask = ask,
              .exercised = model_.Exercised(ask.who, ask.behalf),
              .request = std::make_shared<Request>(request),
              .response = std::make_shared<Response>()};
    const int64_t before = model_.revision;
    const bool may_act = ask.behalf.empty() || model_.MayActFor(ask.who, ask.behalf);
    const std::string reason = may_act ? by_the_model() : model_.Refuse(ask.who, "NOT_DELEGATED");
    Sends(sent, method, reason, model_.revision > before);
  }

  std::mt19937_64 random_;
  support::World world_;
  support::Model model_;
  std::map<std::string, support::Person*> people_;

  // --- The whole picture.
  void LooksAtEverything();

 private:
  struct Sent {
    support::Model::Ask ask;
    // The offices that they exercised for another.
    std::set<int64_t> exercised;
    std::shared_ptr<google::protobuf::Message> request;
    std::shared_ptr<google::protobuf::Message> response;
  };

  void Sends(const Sent& sent, const std::string& method, const std::string& reason, bool changed);
  support::Answered SendsAs(const support::Model::Ask& ask, google::protobuf::Message* request,
                            google::protobuf::Message* response);
  [[nodiscard]] bool MayStill(const Sent& sent) const;
  void Replay(const Sent& sent);
  void Tampered(const Sent& sent);
  void Compare(const support::Answered& answered, const std::string& reason, const google::protobuf::Message& response);
  void CompareTask(const v1::Task& task);
  void LooksAtTheJournal();
  void LooksAtTasks();
  void LooksAtExtensions();
  void LooksAtRestatements();
  void LooksAtInspections();
  void LooksAtTimeliness(const std::string& round);
  void LooksAtProgress(const std::string& round);

  std::deque<Sent> done_;
  int64_t replays_ = 0;
  std::map<std::string, int64_t> tried_;
};

}  // namespace phancong::services_test

#endif  // PHANCONG_TESTS_SERVICES_WALK_H_
