#include "tests/bench/growth.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "fmt/format.h"
#include "phancong/v1/progress_service.pb.h"
#include "phancong/v1/task_service.pb.h"
#include "tests/bench/load.h"
#include "tests/bench/processes.h"
#include "tests/faults/real_server.h"

namespace phancong::bench {
namespace {

namespace fs = std::filesystem;
using std::chrono::steady_clock;

constexpr char kListTasks[] = "/phancong.v1.TaskService/ListTasks";
constexpr char kListBelow[] = "/phancong.v1.ProgressService/ListSubordinateProgress";
constexpr char kCalls[] = "Calls, 64 callers; peer: one federation of 60 unions alone in its database";
constexpr char kLists[] = "ListTasks, page of 50, 4 callers, p99, in the largest federation; peer: as above";
constexpr char kProgress[] = "Progress, 4 callers, p99; peer: as above";
constexpr char kKeeping[] = "Memory, disk, start, verify, backup; peer: as above";
constexpr size_t kCallers = 64;
// As many as reads run side by side.
constexpr size_t kReaders = 4;
constexpr int kPage = 50;
constexpr int kLongestPage = 1000;
constexpr size_t kMostGets = 20'000;
// Of one run, so that a kept set lasts for several.
constexpr size_t kMostSubmissions = 5'000;
constexpr double kMebibyte = 1 << 20;

struct NamedFilter {
  std::string what;
  v1::ListTasksRequest request;
};

std::vector<NamedFilter> Filters(const NationalMember& member, int year) {
  std::vector<NamedFilter> filters;
  const auto add = [&](std::string what, const std::function<void(v1::ListTasksRequest&)>& narrow) {
    v1::ListTasksRequest request;
    request.set_parent(RoundName(member.federation.name, year));
    request.set_page_size(kPage);
    narrow(request);
    filters.push_back({std::move(what), std::move(request)});
  };
  const auto due = [year](int month, int day) {
    google::type::Date date;
    date.set_year(year);
    date.set_month(month);
    date.set_day(day);
    return date;
  };
  add("by due date", [](v1::ListTasksRequest&) {});
  add("by issue", [](v1::ListTasksRequest& list) { list.set_order(v1::TASK_ORDER_ISSUE); });
  add("last changed first", [](v1::ListTasksRequest& list) { list.set_order(v1::TASK_ORDER_LAST_CHANGE); });
  add("all rounds", [&](v1::ListTasksRequest& list) { list.set_parent(member.federation.name + "/rounds/-"); });
  add("assignee", [&](v1::ListTasksRequest& list) { list.set_assignee(UnionName(member.federation.name, 7)); });
  add("reviewer",
      [&](v1::ListTasksRequest& list) { list.set_reviewer(member.federation.name + "/accounts/chu-tich"); });
  add("item", [](v1::ListTasksRequest& list) { list.add_items(ItemId(4)); });
  add("state issued", [](v1::ListTasksRequest& list) { list.add_states(v1::TASK_STATE_ISSUED); });
  add("state submitted", [](v1::ListTasksRequest& list) { list.add_states(v1::TASK_STATE_SUBMITTED); });
  add("state returned (none)", [](v1::ListTasksRequest& list) { list.add_states(v1::TASK_STATE_RETURNED); });
  add("timing not due", [](v1::ListTasksRequest& list) { list.add_timings(v1::TIMING_NOT_DUE); });
  add("timing overdue (none)", [](v1::ListTasksRequest& list) { list.add_timings(v1::TIMING_OVERDUE); });
  add("due in December", [&](v1::ListTasksRequest& list) {
    *list.mutable_due_from() = due(12, 1);
    *list.mutable_due_to() = due(12, 31);
  });
  add("text, many", [](v1::ListTasksRequest& list) { list.set_text("don vi"); });
  add("text, few", [](v1::ListTasksRequest& list) { list.set_text("đơn vị số 17"); });
  add("text, none", [](v1::ListTasksRequest& list) { list.set_text("khong co o dau"); });
  add("item, submitted, changed", [](v1::ListTasksRequest& list) {
    list.add_items(ItemId(4));
    list.add_states(v1::TASK_STATE_SUBMITTED);
    list.set_order(v1::TASK_ORDER_LAST_CHANGE);
  });
  return filters;
}

class Growth {
 public:
  Growth(std::string phancongd, fs::path folder, NationalSet& set, std::chrono::milliseconds lasting)
      : phancongd_(std::move(phancongd)),
        db_(folder / "db"),
        folder_(std::move(folder)),
        set_(set),
        lasting_(lasting) {}

  std::vector<GrowthFigure> Measure() {
    faults::Server server(phancongd_, db_, {"--clear-text"});
    const auto begun = steady_clock::now();
    faults::Caller door;
    door.address = server.Start();
    const auto channel = faults::Connect(door);
    (void)Call(channel, Get(set_.smallest(), 0, 0));
    const double started = std::chrono::duration<double, std::milli>(steady_clock::now() - begun).count();
    const int64_t resident_at_start = MemoryOf(server.process()).resident;
    MeasureCalls(door);
    MeasureLists(door);
    MeasureProgress(door);
    const Memory memory = MemoryOf(server.process());
    server.Stop();

    Add(kKeeping, "to the first answer", "ms", started);
    Add(kKeeping, "memory at the start", "MiB", static_cast<double>(resident_at_start) / kMebibyte);
    Add(kKeeping, "memory after all that", "MiB", static_cast<double>(memory.resident) / kMebibyte);
    Add(kKeeping, "memory, most", "MiB", static_cast<double>(memory.most_resident) / kMebibyte);
    const auto bytes = static_cast<double>(fs::file_size(db_));
    Add(kKeeping, "database", "MiB", bytes / kMebibyte);
    Add(kKeeping, "of which for each task", "B", bytes / static_cast<double>(set_.tasks()));
    MeasureVerify();
    MeasureBackup();
    return std::move(figures_);
  }

 private:
  void Add(std::string section, std::string what, std::string unit, double value) {
    figures_.push_back({std::move(section), std::move(what), std::move(unit), value});
  }

  [[nodiscard]] ReadyCall Get(const NationalMember& member, int item, int64_t of_union) const {
    v1::GetTaskRequest request;
    request.set_name(TaskName(member.federation.name, set_.first_year, item, of_union));
    return Ready("/phancong.v1.TaskService/GetTask", request, member.federation.chair_token);
  }

  [[nodiscard]] Figures Reads(const faults::Caller& door, size_t callers, const std::vector<ReadyCall>& calls) const {
    return bench::Measure(Connections(door, callers), callers, lasting_, OverAndOver(calls));
  }

  void MeasureCalls(const faults::Caller& door) {
    std::vector<ReadyCall> gets;
    for (size_t i = 0; i < kMostGets; ++i) {
      const NationalMember& member = set_.members[1 + i % (set_.members.size() - 1)];
      gets.push_back(Get(member, static_cast<int>(i * 7 % static_cast<size_t>(set_.plan.items)),
                         static_cast<int64_t>(i * 31 % static_cast<size_t>(member.unions))));
    }
    AddCalls("GetTask", Reads(door, kCallers, gets));
    std::vector<ReadyCall> submits = set_.Submissions();
    submits.resize(std::min(submits.size(), kMostSubmissions));
    const Figures figures = bench::Measure(Connections(door, kCallers), kCallers, lasting_, Once(submits));
    set_.used += figures.calls_in_all;
    AddCalls("SubmitTask", figures);
  }

  void AddCalls(const std::string& what, const Figures& figures) {
    Add(kCalls, what, "/s", figures.a_second);
    Add(kCalls, what + ", p50", "ms", figures.median_ms);
    Add(kCalls, what + ", p99", "ms", figures.p99_ms);
  }

  // Each filter's first page, and the page behind the middle of what it finds.
  void MeasureLists(const faults::Caller& door) {
    const NationalMember& member = set_.largest();
    const auto channel = faults::Connect(door);
    for (const auto& [what, first] : Filters(member, set_.first_year)) {
      const std::string& token = member.federation.chair_token;
      Add(kLists, what, "ms", Reads(door, kReaders, {Ready(kListTasks, first, token)}).p99_ms);
      v1::ListTasksRequest deep = first;
      deep.set_page_token(MiddleOf(channel, first, token));
      Add(kLists, what + ", deep", "ms", Reads(door, kReaders, {Ready(kListTasks, deep, token)}).p99_ms);
    }
  }

  // The token behind the middle page; the first page's, where there is no more.
  static std::string MiddleOf(const std::shared_ptr<grpc::Channel>& channel, v1::ListTasksRequest list,
                              const std::string& token) {
    std::vector<std::string> tokens = {""};
    list.set_page_size(kLongestPage);
    do {
      v1::ListTasksResponse page;
      Call(channel, kListTasks, list, token, &page);
      list.set_page_token(page.next_page_token());
      if (!list.page_token().empty()) tokens.push_back(list.page_token());
    } while (!list.page_token().empty());
    return tokens[tokens.size() / 2];
  }

  void MeasureProgress(const faults::Caller& door) {
    const auto progress_of = [&](const NationalMember& member) {
      v1::ListIndicatorProgressRequest request;
      request.set_parent(RoundName(member.federation.name, set_.first_year));
      const std::vector<ReadyCall> calls = {
          Ready("/phancong.v1.ProgressService/ListIndicatorProgress", request, member.federation.chair_token)};
      return Reads(door, kReaders, calls).p99_ms;
    };
    const double of_smallest = progress_of(set_.smallest());
    const double of_largest = progress_of(set_.largest());
    Add(kProgress, "indicators, of 60 unions", "ms", of_smallest);
    Add(kProgress, "indicators, of the largest", "ms", of_largest);
    Add(kProgress, "of the largest ÷ of 60", "", of_largest / of_smallest);
    v1::ListSubordinateProgressRequest below;
    below.set_parent(RoundName(set_.superior().federation.name, set_.first_year));
    const std::string& token = set_.superior().federation.chair_token;
    const auto channel = faults::Connect(door);
    const auto timed = [](const auto& work) {
      const auto begun = steady_clock::now();
      work();
      return std::chrono::duration<double, std::milli>(steady_clock::now() - begun).count();
    };
    const double first = timed([&] {
      v1::ListSubordinateProgressResponse page;
      Call(channel, kListBelow, below, token, &page);
    });
    Add(kProgress, "superior's, the first time", "ms", first);
    const Figures figures = Reads(door, 1, {Ready(kListBelow, below, token)});
    Add(kProgress, "superior's, 1 caller, p50", "ms", figures.median_ms);
    Add(kProgress, "superior's, 1 caller", "ms", figures.p99_ms);
    const double walked = timed([&] {
      do {
        v1::ListSubordinateProgressResponse page;
        Call(channel, kListBelow, below, token, &page);
        below.set_page_token(page.next_page_token());
      } while (!below.page_token().empty());
    });
    Add(kProgress, "superior's, all pages one after the other", "ms", walked);
  }

  void MeasureVerify() {
    const Errand verify = RunToTheEnd({phancongd_, "verify", "--db", db_.string()});
    Add(kKeeping, "verify", "s", verify.seconds);
    Add(kKeeping, "verify, events", "/s",
        static_cast<double>(set_.events() + static_cast<int64_t>(set_.used)) / verify.seconds);
    Add(kKeeping, "verify, memory", "MiB", static_cast<double>(verify.most_resident) / kMebibyte);
    Add(kKeeping, "verify, temporary files", "MiB", static_cast<double>(verify.most_nameless) / kMebibyte);
  }

  void MeasureBackup() {
    const fs::path backups = folder_ / "backups";
    const Errand backup = RunToTheEnd({phancongd_, "backup", "--db", db_.string(), "--to", backups.string()});
    Add(kKeeping, "backup", "s", backup.seconds);
    Add(kKeeping, "backup, memory", "MiB", static_cast<double>(backup.most_resident) / kMebibyte);
    fs::remove_all(backups);
  }

  const std::string phancongd_;
  const fs::path db_;
  const fs::path folder_;
  NationalSet& set_;
  const std::chrono::milliseconds lasting_;
  std::vector<GrowthFigure> figures_;
};

}  // namespace

std::vector<GrowthFigure> MeasureGrowth(const std::string& phancongd, const fs::path& folder, NationalSet& set,
                                        std::chrono::milliseconds lasting) {
  return Growth(phancongd, folder, set, lasting).Measure();
}

}  // namespace phancong::bench
