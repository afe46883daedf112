#include "tests/bench/large_federation.h"

#include <map>
#include <utility>

#include "absl/strings/str_split.h"
#include "fmt/format.h"
#include "tests/support/world.h"

namespace phancong::bench {
namespace {

// The sample's rows again and again, each time under other ids and names.
std::pair<std::string, std::vector<std::string>> ManyUnions(int64_t unions) {
  const std::string sample = support::FileOf("deploy/sample/bac-quang-unions.csv");
  std::string csv;
  std::vector<std::string> rows;
  for (const absl::string_view line : absl::StrSplit(sample, '\n')) {
    if (line.empty() || line[0] == '#') continue;
    if (csv.empty()) {
      csv = std::string(line) + "\n";
    } else {
      rows.emplace_back(line);
    }
  }
  std::vector<std::string> ids;
  for (int64_t i = 0; i < unions; ++i) {
    const std::string& row = rows[static_cast<size_t>(i) % rows.size()];
    const int64_t copy = i / static_cast<int64_t>(rows.size());
    const size_t comma = row.find(',');
    ids.push_back(row.substr(0, comma) + (copy == 0 ? "" : fmt::format("-{}", copy)));
    csv += ids.back() + row.substr(comma) + "\n";
  }
  return {csv, ids};
}

std::vector<Submission> SubmissionsOf(support::World& world, support::Person& head,
                                      std::map<std::string, v1::Report>& reports) {
  std::vector<Submission> submissions;
  v1::ListTasksRequest request;
  request.set_parent(world.FederationName() + "/rounds/" + kLargeRound);
  request.set_page_size(1000);
  do {
    const auto page = head.Call<v1::ListTasksResponse>(request);
    if (!page.ok()) faults::Fail("tasks could not be listed");
    for (const v1::Task& task : page->tasks()) {
      auto report = reports.find(task.item());
      if (report == reports.end()) report = reports.emplace(task.item(), world.CompleteReport(task.name())).first;
      Submission submission{.token = head.token(), .request = {}};
      submission.request.set_name(task.name());
      submission.request.set_request_id(fmt::format("bench-{}", submissions.size()));
      *submission.request.mutable_report() = report->second;
      submissions.push_back(std::move(submission));
    }
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  return submissions;
}

// One of each head in turn, as they would come in.
std::vector<Submission> Interleaved(std::vector<std::vector<Submission>> by_head) {
  std::vector<Submission> all;
  for (size_t place = 0;; ++place) {
    const size_t before = all.size();
    for (std::vector<Submission>& of_head : by_head) {
      if (place < of_head.size()) all.push_back(std::move(of_head[place]));
    }
    if (all.size() == before) return all;
  }
}

}  // namespace

LargeFederation MakeLargeFederation(const std::filesystem::path& folder, int64_t unions, int64_t heads) {
  LargeFederation made;
  // Issued in the year that it is of; today all of it is late, and may still be submitted.
  const auto plays = [&](support::World& world) {
    const auto [csv, ids] = ManyUnions(unions);
    if (!world.Chair().ImportsUnions(csv).ok()) faults::Fail("the unions could not be imported");
    world.IssuesTheYear();
    world.GoTo(faults::Today());
    // Else the real server would begin with it, while it is measured.
    while (world.RingsReminders() > 0) {
    }
    std::vector<support::Person*> people;
    for (int64_t i = 0; i < unions; ++i) {
      const std::string& id = ids[static_cast<size_t>(i)];
      if (i < heads) {
        people.push_back(&world.UnionChair(id));
      } else if (!world.Administrator()
                      .Gives(people[static_cast<size_t>(i % heads)]->account(), v1::POSITION_UNION_CHAIR, id)
                      .ok()) {
        faults::Fail("a position could not be given");
      }
    }
    std::map<std::string, v1::Report> reports;
    std::vector<std::vector<Submission>> by_head;
    for (support::Person* const head : people) by_head.push_back(SubmissionsOf(world, *head, reports));
    made.submissions = Interleaved(std::move(by_head));
    for (support::Person* const member :
         {&world.Chair(), &world.ViceChair(), &world.Member(1), &world.Member(2), &world.InspectionChair()}) {
      if (!member->SignsIn().ok()) faults::Fail("a member could not sign in");
      made.committee_tokens.push_back(member->token());
    }
    made.chair_token = made.committee_tokens.front();
    made.name = world.FederationName();
  };
  made.caller = faults::Prepare(folder, "thpt-viet-vinh", plays, "2025-01-06");
  return made;
}

}  // namespace phancong::bench
