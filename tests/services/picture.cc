#include "tests/services/picture.h"

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace phancong::services_test {
namespace {

using support::Person;
using support::World;

class Reading {
 public:
  Reading(World& world, std::string round) : world_(world), reader_(world.Chair()), round_(std::move(round)) {}

  Picture Reads(const std::vector<std::string>& unions) {
    v1::GetRoundRequest get;
    get.set_name(world_.RoundName(round_));
    const auto round = Answer<v1::GetRoundResponse>(get);
    Add("round", round.round());

    v1::ListIndicatorProgressRequest indicators;
    indicators.set_parent(world_.RoundName(round_));
    Add("indicators", Answer<v1::ListIndicatorProgressResponse>(indicators));

    v1::ListStandsOfPlayRequest of_term;
    of_term.set_parent(world_.RoundName(round_));
    Add("stands of play", Answer<v1::ListStandsOfPlayResponse>(of_term));

    v1::GetTimelinessRequest punctual;
    punctual.set_parent(world_.RoundName(round_));
    Add("timeliness", Answer<v1::GetTimelinessResponse>(punctual));

    for (const std::string& unit : unions) {
      v1::GetUnionScorecardRequest card;
      card.set_name(world_.UnitName(unit));
      card.set_round(round_);
      Add("scorecard of " + unit, Answer<v1::GetUnionScorecardResponse>(card));
    }
    Plans();
    Tasks(round_, round.round());
    Tasks(world_.options().term, round.round());

    v1::ListExtensionsRequest extensions;
    extensions.set_parent(world_.RoundName(round_));
    extensions.set_page_size(1'000);
    Add("extensions", Answer<v1::ListExtensionsResponse>(extensions));
    return std::move(picture_);
  }

 private:
  // Without the day and the revision that it was read at, which go on.
  template <class Response, class Request>
  Response Answer(const Request& request) {
    auto answer = reader_.Call<Response>(request);
    EXPECT_DONE(answer) << request.ShortDebugString();
    for (const char* when : {"as_of_date", "revision"}) {
      const auto* field = Response::descriptor()->FindFieldByName(when);
      if (field != nullptr) answer.response.GetReflection()->ClearField(&answer.response, field);
    }
    return answer.response;
  }
  void Add(const std::string& what, const google::protobuf::Message& shown) { picture_[what] = shown.DebugString(); }

  void Plans() {
    v1::ListUnionPlansRequest request;
    request.set_parent(world_.RoundName(round_));
    request.set_page_size(1'000);
    const auto plans = Answer<v1::ListUnionPlansResponse>(request);
    Add("plans", plans);
    for (const v1::UnionPlan& plan : plans.plans()) {
      if (plan.version() == 0) continue;
      v1::GetUnionPlanRequest get;
      get.set_name(plan.name());
      Add(plan.name(), Answer<v1::GetUnionPlanResponse>(get));
    }
  }

  // Of the term: those whose date in force lies in the year.
  void Tasks(const std::string& round, const v1::Round& year) {
    v1::ListTasksRequest request;
    request.set_parent(world_.RoundName(round));
    request.set_page_size(1'000);
    request.set_order(v1::TASK_ORDER_ISSUE);
    if (round != round_) {
      *request.mutable_due_from() = year.period_begin();
      *request.mutable_due_to() = year.period_end();
    }
    const auto tasks = reader_.Call<v1::ListTasksResponse>(request);
    // The term's round may not be issued.
    if (!tasks.ok() && round != round_) return;
    EXPECT_DONE(tasks);
    picture_[absl::StrCat("tasks of ", round)] = absl::StrCat(tasks->tasks_size());
    for (const v1::Task& task : tasks->tasks()) {
      Add(task.name(), task);
      v1::ListDueDatesRequest dates;
      dates.set_name(task.name());
      Add(absl::StrCat("dates of ", task.name()), Answer<v1::ListDueDatesResponse>(dates));
      v1::ListCommentsRequest comments;
      comments.set_name(task.name());
      Add(absl::StrCat("comments on ", task.name()), Answer<v1::ListCommentsResponse>(comments));
    }
  }

  World& world_;
  Person& reader_;
  const std::string round_;
  Picture picture_;
};

}  // namespace

Picture PictureOf(World& world, const std::string& round, const std::vector<std::string>& unions) {
  return Reading(world, round).Reads(unions);
}

std::string DifferenceOf(const Picture& before, const Picture& after) {
  std::string difference;
  for (const auto& [what, shown] : before) {
    const auto now = after.find(what);
    if (now == after.end()) {
      absl::StrAppend(&difference, what, " is not shown any more\n");
    } else if (now->second != shown) {
      absl::StrAppend(&difference, what, " was\n", shown, "and is\n", now->second);
    }
  }
  for (const auto& [what, shown] : after) {
    if (!before.contains(what)) absl::StrAppend(&difference, what, " is new:\n", shown);
  }
  return difference;
}

}  // namespace phancong::services_test
