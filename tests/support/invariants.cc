#include "tests/support/invariants.h"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "gtest/gtest.h"
#include "phancong/v1/event.pb.h"
#include "phancong/v1/vocabulary.pb.h"
#include "services/rules/propagate.h"
#include "services/rules/sampling.h"
#include "storage/journal.h"
#include "storage/schema.h"
#include "storage/sqlite/sqlite_store.h"
#include "storage/verify.h"
#include "tests/storage/noted_changes.h"

namespace phancong::support {
namespace {

using storage::ReadTransaction;
using storage::Rows;
using storage::Store;
using storage::WriteTransaction;

Rows RowsOf(Store& store, std::string_view sql) {
  Rows rows;
  const absl::Status status = store.Read([&](ReadTransaction& tx) {
    absl::StatusOr<Rows> found = tx.Query(sql, {});
    if (!found.ok()) return found.status();
    rows = *std::move(found);
    return absl::OkStatus();
  });
  EXPECT_TRUE(status.ok()) << status << "\n" << sql;
  return rows;
}

// What rows of things that should not be there say: their columns say where. Nothing where there are none.
std::string Told(const Rows& rows) {
  if (rows.empty()) return "";
  std::string words;
  for (const storage::Value& value : rows.front().values()) {
    if (const auto* number = std::get_if<int64_t>(&value)) absl::StrAppend(&words, " ", *number);
    if (const auto* text = std::get_if<std::string>(&value)) absl::StrAppend(&words, " ", *text);
    if (std::holds_alternative<storage::Null>(value)) absl::StrAppend(&words, " NULL");
  }
  return absl::StrCat(rows.size(), " rows, the first:", words);
}

// Broken where the statement gives a row.
std::string NoRow(Store& store, std::string_view sql) { return Told(RowsOf(store, sql)); }

// Looks at every entry of every federation in order; `look` says what is wrong, or nothing.
std::string EachEntry(Store& store, const std::function<std::string(int64_t, const storage::StoredEntry&)>& look) {
  std::string broken;
  for (const storage::Row& row : RowsOf(store, "SELECT federation FROM federation ORDER BY federation")) {
    const int64_t federation = row.Int(0);
    int64_t next = 1;
    while (broken.empty()) {
      std::vector<storage::StoredEntry> entries;
      const absl::Status status = store.Read([&](ReadTransaction& tx) {
        auto page = storage::ReadEntries(tx, federation, next, 500);
        if (!page.ok()) return page.status();
        entries = *std::move(page);
        return absl::OkStatus();
      });
      if (!status.ok()) return status.ToString();
      if (entries.empty()) break;
      for (const storage::StoredEntry& entry : entries) {
        const std::string wrong = look(federation, entry);
        if (broken.empty() && !wrong.empty()) broken = absl::StrCat("entry ", entry.header.revision(), ": ", wrong);
      }
      next = entries.back().header.revision() + 1;
    }
  }
  return broken;
}

std::string RevisionsHaveNoHoles(Store& store) {
  return NoRow(store,
               "SELECT f.id, f.revision, count(e.revision), min(e.revision), max(e.revision) FROM federation f "
               "LEFT JOIN journal_entry e ON e.federation = f.federation GROUP BY f.federation, f.id, f.revision "
               "HAVING count(e.revision) <> f.revision OR min(e.revision) <> 1 OR max(e.revision) <> f.revision");
}

std::string TimeNeverGoesBack(Store& store) {
  std::map<int64_t, int64_t> last;
  return EachEntry(store, [&](int64_t federation, const storage::StoredEntry& entry) -> std::string {
    const int64_t before = std::exchange(last[federation], entry.header.time_micros());
    return entry.header.time_micros() < before ? "is earlier than the one before" : "";
  });
}

std::string OneRequestHasOneEntry(Store& store) {
  std::set<std::tuple<int64_t, int64_t, std::string>> seen;
  return EachEntry(store, [&](int64_t federation, const storage::StoredEntry& entry) -> std::string {
    const bool refused = entry.events.size() == 1 && entry.events[0].event.has_attempt_refused();
    if (refused || entry.header.request_id().empty()) return "";
    if (seen.emplace(federation, entry.header.account(), entry.header.request_id()).second) return "";
    return absl::StrCat("request ", entry.header.request_id(), " was done before");
  });
}

std::string ReplayGivesTheSameTables(Store& store) {
  auto empty = storage::SqliteStore::OpenPrivate();
  if (!empty.ok()) return empty.status().ToString();
  if (const absl::Status status = storage::Migrate(**empty); !status.ok()) return status.ToString();
  if (const absl::Status status = storage::WatchChanges(**empty); !status.ok()) return status.ToString();
  const auto report = storage::Verify(store, **empty, [](int64_t, int64_t) {});
  if (!report.ok()) return report.status().ToString();
  if (!report->first_difference.empty()) return report->first_difference;
  const auto missed = storage::ChangeThatIsNotNoted(**empty);
  return missed.ok() ? *missed : missed.status().ToString();
}

// The figures of all reports, each a row of a table that goes with the transaction.
absl::Status SpreadFigures(WriteTransaction& tx) {
  RETURN_IF_ERROR(
      tx.Execute("CREATE TEMP TABLE report_figure (federation BIGINT, task BIGINT, cycle BIGINT, kind TEXT, ordinal "
                 "BIGINT, numerator BIGINT, denominator BIGINT, not_applicable_reason TEXT, "
                 "PRIMARY KEY (federation, task, cycle, kind, ordinal))",
                 {}));
  ASSIGN_OR_RETURN(const Rows reports, tx.Query("SELECT federation, task, cycle, kind, payload FROM report", {}));
  const auto optional = [](bool is_there, int64_t value) {
    return is_there ? storage::Value(value) : storage::Value(storage::Null{});
  };
  for (const storage::Row& row : reports) {
    v1::Report report;
    if (!report.ParseFromString(row.Bytes(4))) return absl::DataLossError("a report cannot be read");
    int64_t ordinal = 0;
    for (const v1::FigureValue& figure : report.figures()) {
      RETURN_IF_ERROR(
          tx.Execute("INSERT INTO report_figure VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                     {row.Int(0), row.Int(1), row.Int(2), row.Text(3), ++ordinal,
                      optional(figure.has_numerator(), figure.numerator()),
                      optional(figure.has_denominator(), figure.denominator()), figure.not_applicable_reason()}));
    }
  }
  return absl::OkStatus();
}

// The sums that the tasks themselves give, against the latest row of each total, in both directions.
std::string TotalsAreTheSumOfTheirLeaves(Store& store) {
  constexpr std::string_view kItems =
      "WITH leaf AS ("
      "  SELECT t.federation, t.round, t.item, t.segment, "
      "    CASE WHEN t.state = 'WITHDRAWN' THEN 0 ELSE 1 END AS expected, "
      "    CASE WHEN t.state IN ('SUBMITTED', 'IN_REVIEW') THEN 1 ELSE 0 END AS submitted, "
      "    CASE WHEN t.state = 'ACCEPTED' THEN 1 ELSE 0 END AS reported, "
      "    CASE WHEN t.state = 'ACCEPTED' AND EXISTS (SELECT 1 FROM report_figure f WHERE f.federation = t.federation "
      "        AND f.task = t.task AND f.cycle = t.cycle AND f.kind = 'result') "
      "      AND NOT EXISTS (SELECT 1 FROM report_figure f WHERE f.federation = t.federation AND f.task = t.task "
      "        AND f.cycle = t.cycle AND f.kind = 'result' AND f.not_applicable_reason = '') "
      "      THEN 1 ELSE 0 END AS not_applicable, "
      "    CASE WHEN t.state = 'ACCEPTED' AND t.met = 1 THEN 1 ELSE 0 END AS met, "
      "    CASE WHEN t.state IN ('SUBMITTED', 'IN_REVIEW') AND EXISTS (SELECT 1 FROM report_figure f WHERE "
      "        f.federation = t.federation AND f.task = t.task AND f.cycle = t.cycle AND f.kind = 'claim') "
      "      AND NOT EXISTS (SELECT 1 FROM report_figure f WHERE f.federation = t.federation AND f.task = t.task "
      "        AND f.cycle = t.cycle AND f.kind = 'claim' AND f.not_applicable_reason = '') "
      "      THEN 1 ELSE 0 END AS submitted_not_applicable, "
      "    CASE WHEN t.state IN ('SUBMITTED', 'IN_REVIEW') AND t.claim_meets = 1 THEN 1 ELSE 0 END AS submitted_met "
      "  FROM task t), "
      "summed AS ("
      "  SELECT federation, round, item, segment, sum(expected) AS expected, sum(submitted) AS submitted, "
      "    sum(reported) AS reported, sum(not_applicable) AS not_applicable, sum(met) AS met, "
      "    sum(submitted_not_applicable) AS submitted_not_applicable, sum(submitted_met) AS submitted_met "
      "  FROM leaf GROUP BY federation, round, item, segment), "
      "kept AS ("
      "  SELECT x.federation, x.round, x.item, x.segment, x.expected, x.submitted, x.reported, x.not_applicable, "
      "x.met, "
      "    x.submitted_not_applicable, x.submitted_met "
      "  FROM item_total x WHERE x.day = (SELECT max(y.day) FROM item_total y WHERE y.federation = x.federation AND "
      "    y.round = x.round AND y.item = x.item AND y.segment = x.segment)) "
      "SELECT 'item', d.* FROM (SELECT * FROM (SELECT * FROM summed EXCEPT SELECT * FROM kept) UNION ALL "
      "  SELECT * FROM (SELECT * FROM kept EXCEPT SELECT * FROM summed)) d";

  // Figures are kept by their place in the item; summed over the item's figures, the place does not matter.
  constexpr std::string_view kFigures =
      "WITH summed AS ("
      "  SELECT t.federation, t.round, t.item, t.segment, "
      "    sum(CASE f.kind WHEN 'result' THEN coalesce(f.numerator, 0) ELSE 0 END) AS numerator, "
      "    sum(CASE f.kind WHEN 'result' THEN coalesce(f.denominator, 0) ELSE 0 END) AS denominator, "
      "    sum(CASE f.kind WHEN 'claim' THEN coalesce(f.numerator, 0) ELSE 0 END) AS submitted_numerator, "
      "    sum(CASE f.kind WHEN 'claim' THEN coalesce(f.denominator, 0) ELSE 0 END) AS submitted_denominator "
      "  FROM task t JOIN report_figure f ON f.federation = t.federation AND f.task = t.task AND f.cycle = t.cycle "
      "  WHERE (t.state = 'ACCEPTED' AND f.kind = 'result') OR (t.state IN ('SUBMITTED', 'IN_REVIEW') AND "
      "    f.kind = 'claim') GROUP BY t.federation, t.round, t.item, t.segment), "
      "kept AS ("
      "  SELECT x.federation, x.round, x.item, x.segment, sum(x.numerator) AS numerator, "
      "    sum(x.denominator) AS denominator, sum(x.submitted_numerator) AS submitted_numerator, "
      "    sum(x.submitted_denominator) AS submitted_denominator FROM figure_total x "
      "  WHERE x.day = (SELECT max(y.day) FROM figure_total y WHERE y.federation = x.federation AND y.round = x.round "
      "    AND y.item = x.item AND y.segment = x.segment AND y.figure = x.figure) "
      "  GROUP BY x.federation, x.round, x.item, x.segment) "
      "SELECT 'figure', d.* FROM (SELECT * FROM (SELECT * FROM summed WHERE numerator <> 0 OR denominator <> 0 "
      "  OR submitted_numerator <> 0 OR submitted_denominator <> 0 EXCEPT SELECT * FROM kept) UNION ALL "
      "  SELECT * FROM (SELECT * FROM kept WHERE numerator <> 0 OR denominator <> 0 OR submitted_numerator <> 0 OR "
      "  submitted_denominator <> 0 EXCEPT SELECT * FROM summed)) d";

  constexpr std::string_view kDue =
      "WITH leaf AS ("
      "  SELECT t.federation, t.round, "
      "    CASE WHEN t.state IN ('ISSUED', 'IN_PROGRESS', 'RETURNED', 'NOT_MET') OR t.submitted_at IS NULL "
      "      THEN t.due_day ELSE t.submitted_due_day END AS due_day, "
      "    CASE WHEN t.state IN ('ISSUED', 'IN_PROGRESS', 'RETURNED') THEN 1 ELSE 0 END AS unsubmitted, "
      "    CASE WHEN t.state IN ('SUBMITTED', 'IN_REVIEW') THEN 1 ELSE 0 END AS awaiting_review, "
      "    CASE WHEN t.state = 'ACCEPTED' AND t.days_late_before = 0 AND t.submitted_day <= t.submitted_due_day "
      "      THEN 1 ELSE 0 END AS on_time, "
      "    CASE WHEN t.state = 'ACCEPTED' AND (t.days_late_before > 0 OR t.submitted_day > t.submitted_due_day) "
      "      THEN 1 ELSE 0 END AS late, "
      "    CASE WHEN t.state = 'NOT_MET' THEN 1 ELSE 0 END AS not_met "
      "  FROM task t), "
      "summed AS ("
      "  SELECT federation, round, sum(unsubmitted) AS a, sum(awaiting_review) AS b, sum(on_time) AS c, "
      "    sum(late) AS d, sum(not_met) AS e FROM leaf GROUP BY federation, round), "
      "kept AS ("
      "  SELECT x.federation, x.round, sum(x.unsubmitted) AS a, sum(x.awaiting_review) AS b, "
      "    sum(x.done_on_time) AS c, sum(x.done_late) AS d, sum(x.not_met) AS e FROM due_total x "
      "  WHERE x.day = (SELECT max(y.day) FROM due_total y WHERE y.federation = x.federation AND y.round = x.round "
      "    AND y.due_day = x.due_day) GROUP BY x.federation, x.round) "
      "SELECT 'due', d.* FROM (SELECT * FROM (SELECT * FROM summed EXCEPT SELECT * FROM kept) UNION ALL "
      "  SELECT * FROM (SELECT * FROM kept EXCEPT SELECT * FROM summed)) d";

  std::string broken;
  const absl::Status taken_back = store.Write([&](WriteTransaction& tx) -> absl::Status {
    RETURN_IF_ERROR(SpreadFigures(tx));
    for (const std::string_view sql : {kItems, kFigures, kDue}) {
      ASSIGN_OR_RETURN(const Rows rows, tx.Query(sql, {}));
      if (broken.empty()) broken = Told(rows);
    }
    return absl::AbortedError("taken back");
  });
  return absl::IsAborted(taken_back) ? broken : taken_back.ToString();
}

// The last day that is kept of a task says how it stands; one without any stands as it was issued.
std::string TheLastDayOfATaskIsHowItStands(Store& store) {
  return NoRow(store,
               "SELECT t.task, t.state, d.day, d.state FROM task t LEFT JOIN task_day d ON d.federation = t.federation "
               "AND d.task = t.task AND d.day = (SELECT max(l.day) FROM task_day l WHERE l.federation = t.federation "
               "AND l.task = t.task) WHERE CASE WHEN d.day IS NULL THEN t.state <> 'ISSUED' OR t.cycle <> 1 OR "
               "t.due_day <> t.base_due_day ELSE t.state <> d.state OR t.cycle <> d.cycle OR t.due_day <> d.due_day OR "
               "d.submitted_day <> (CASE WHEN t.submitted_at IS NULL THEN 0 ELSE t.submitted_day END) OR "
               "t.submitted_due_day <> d.submitted_due_day OR t.days_late_before <> d.days_late_before OR "
               "d.met <> (CASE t.state WHEN 'ACCEPTED' THEN t.met WHEN 'SUBMITTED' THEN t.claim_meets "
               "WHEN 'IN_REVIEW' THEN t.claim_meets ELSE 0 END) END");
}

// The tasks that an event is about.
std::vector<int64_t> TasksOf(const v1::Event& event) {
  switch (event.event_case()) {
    case v1::Event::kItemIssued: {
      std::vector<int64_t> tasks;
      for (int i = 0; i < event.item_issued().assignees_size(); ++i)
        tasks.push_back(event.item_issued().first_task() + i);
      return tasks;
    }
    case v1::Event::kTaskAcknowledged:
      return {event.task_acknowledged().task()};
    case v1::Event::kProgressReported:
      return {event.progress_reported().task()};
    case v1::Event::kTaskSubmitted:
      return {event.task_submitted().task()};
    case v1::Event::kTaskRecalled:
      return {event.task_recalled().task()};
    case v1::Event::kReviewTaken:
      return {event.review_taken().task()};
    case v1::Event::kReviewReleased:
      return {event.review_released().task()};
    case v1::Event::kTaskAccepted:
      return {event.task_accepted().task()};
    case v1::Event::kTaskReturned:
      return {event.task_returned().task()};
    case v1::Event::kTaskWithdrawn:
      return {event.task_withdrawn().task()};
    case v1::Event::kTaskReopened:
      return {event.task_reopened().task()};
    case v1::Event::kCommentAdded:
      return {event.comment_added().task()};
    case v1::Event::kEvidenceWaived:
      return {event.evidence_waived().task()};
    case v1::Event::kExtensionRequested:
      return {event.extension_requested().task()};
    case v1::Event::kExtensionDecided:
      return {event.extension_decided().task()};
    case v1::Event::kExtensionCancelled:
      return {event.extension_cancelled().task()};
    case v1::Event::kTasksExtended:
      return {event.tasks_extended().tasks().begin(), event.tasks_extended().tasks().end()};
    case v1::Event::kTaskSuspended:
      return {event.task_suspended().task()};
    case v1::Event::kTaskResumed:
      return {event.task_resumed().task()};
    case v1::Event::kTaskClosedNotMet:
      return {event.task_closed_not_met().task()};
    case v1::Event::kResultRestated:
      return {event.result_restated().task()};
    default:
      return {};
  }
}

std::string EveryTaskChangeIsInTheJournal(Store& store) {
  std::set<std::tuple<int64_t, int64_t, int64_t>> told;
  std::string broken = EachEntry(store, [&](int64_t federation, const storage::StoredEntry& entry) -> std::string {
    for (const auto& event : entry.events) {
      for (const int64_t task : TasksOf(event.event)) told.emplace(federation, task, entry.header.revision());
    }
    return "";
  });
  if (!broken.empty()) return broken;
  for (const storage::Row& row : RowsOf(store, "SELECT federation, task, revision FROM task_entry")) {
    if (told.erase({row.Int(0), row.Int(1), row.Int(2)}) == 0) {
      return absl::StrCat("task ", row.Int(1), " names entry ", row.Int(2), ", which does not speak of it");
    }
  }
  if (!told.empty()) {
    return absl::StrCat("entry ", std::get<2>(*told.begin()), " speaks of task ", std::get<1>(*told.begin()),
                        ", which does not name it");
  }
  // A restatement is in the history of a sealed task, which itself stays as it is.
  return NoRow(store,
               "SELECT t.task, t.revision, max(e.revision) FROM task t LEFT JOIN task_entry e ON e.federation = "
               "t.federation AND e.task = t.task WHERE NOT EXISTS (SELECT 1 FROM restatement r WHERE r.federation = "
               "t.federation AND r.task = t.task) GROUP BY t.federation, t.task, t.revision "
               "HAVING max(e.revision) IS NULL OR max(e.revision) <> t.revision");
}

std::string EveryReopeningBeginsACycle(Store& store) {
  std::map<std::pair<int64_t, int64_t>, int64_t> cycles;
  std::string broken = EachEntry(store, [&](int64_t federation, const storage::StoredEntry& entry) -> std::string {
    for (const auto& event : entry.events) {
      if (event.event.has_task_reopened()) ++cycles[{federation, event.event.task_reopened().task()}];
    }
    return "";
  });
  if (!broken.empty()) return broken;
  for (const storage::Row& row : RowsOf(store, "SELECT federation, task, cycle FROM task")) {
    const int64_t reopened = cycles[{row.Int(0), row.Int(1)}];
    if (row.Int(2) != reopened + 1) {
      return absl::StrCat("task ", row.Int(1), " is in cycle ", row.Int(2), " and was reopened ", reopened, " times");
    }
  }
  return "";
}

std::string NobodyReviewsTheirOwnReport(Store& store) {
  // Who wrote any of the report that lies there now.
  std::map<std::pair<int64_t, int64_t>, std::set<int64_t>> authors;
  return EachEntry(store, [&](int64_t federation, const storage::StoredEntry& entry) -> std::string {
    const int64_t account = entry.header.account();
    for (const auto& stored : entry.events) {
      const v1::Event& event = stored.event;
      const std::vector<int64_t> tasks = TasksOf(event);
      if (tasks.empty()) continue;
      std::set<int64_t>& wrote = authors[{federation, tasks.front()}];
      if (event.has_progress_reported() || event.has_task_submitted()) wrote.insert(account);
      const bool reviews = event.has_task_accepted() || event.has_task_returned();
      if (reviews && wrote.contains(account)) {
        return absl::StrCat("account ", account, " reviewed its own report of task ", tasks.front());
      }
      if (event.has_review_taken() && wrote.contains(event.review_taken().reviewer())) {
        return absl::StrCat("account ", event.review_taken().reviewer(), " reviews its own report of task ",
                            tasks.front());
      }
    }
    return "";
  });
}

// The positions of everybody as they were given and ended so far, entry by entry: what is given later on the same day
// does not count.
class Offices {
 public:
  explicit Offices(Store& store) {
    for (const storage::Row& row : RowsOf(store, "SELECT federation, time_zone FROM federation")) {
      EXPECT_TRUE(absl::LoadTimeZone(row.Text(1), &zones_[row.Int(0)]));
    }
  }

  void Follow(int64_t federation, const storage::StoredEntry& entry) {
    for (const auto& stored : entry.events) {
      const v1::Event& event = stored.event;
      if (event.has_position_given()) {
        given_[{federation, event.position_given().position_number()}] = event.position_given();
      } else if (event.has_position_ended()) {
        given_.at({federation, event.position_ended().position_number()}).set_to_day(event.position_ended().to_day());
      }
    }
  }

  // A position of which `is` holds, on the day of the entry.
  bool Holds(int64_t federation, const v1::EntryHeader& header, int64_t account,
             const std::function<bool(const v1::PositionGiven&)>& is) const {
    const absl::CivilDay civil(absl::ToCivilSecond(absl::FromUnixMicros(header.time_micros()), zones_.at(federation)));
    const int64_t day = civil - absl::CivilDay(1970, 1, 1);
    for (const auto& [key, given] : given_) {
      if (key.first != federation || given.account() != account) continue;
      if (given.from_day() > day || (given.to_day() != 0 && given.to_day() < day)) continue;
      if (is(given)) return true;
    }
    return false;
  }

 private:
  std::map<int64_t, absl::TimeZone> zones_;
  std::map<std::pair<int64_t, int64_t>, v1::PositionGiven> given_;
};

bool IsStandingCommittee(const v1::PositionGiven& given) {
  return given.position() == v1::POSITION_STANDING_COMMITTEE_CHAIR ||
         given.position() == v1::POSITION_STANDING_COMMITTEE_VICE_CHAIR ||
         given.position() == v1::POSITION_STANDING_COMMITTEE_MEMBER;
}

bool IsInspectionCommittee(const v1::PositionGiven& given) {
  return given.position() == v1::POSITION_INSPECTION_COMMITTEE_CHAIR ||
         given.position() == v1::POSITION_INSPECTION_COMMITTEE_MEMBER;
}

bool IsReview(const v1::Event& event) {
  return event.has_task_accepted() || event.has_task_returned() || event.has_review_taken();
}

std::string NobodyReviewsAUnionWhereTheyHoldAPosition(Store& store) {
  Offices offices(store);
  std::map<std::pair<int64_t, int64_t>, int64_t> assignees;
  for (const storage::Row& row : RowsOf(store, "SELECT federation, task, assignee FROM task")) {
    assignees[{row.Int(0), row.Int(1)}] = row.Int(2);
  }
  return EachEntry(store, [&](int64_t federation, const storage::StoredEntry& entry) -> std::string {
    offices.Follow(federation, entry);
    for (const auto& stored : entry.events) {
      if (!IsReview(stored.event)) continue;
      const int64_t task = TasksOf(stored.event).front();
      const int64_t assignee = assignees[{federation, task}];
      if (assignee == 0) continue;
      const int64_t reviewer =
          stored.event.has_review_taken() ? stored.event.review_taken().reviewer() : entry.header.account();
      if (offices.Holds(federation, entry.header, reviewer,
                        [&](const v1::PositionGiven& given) { return given.union_number() == assignee; })) {
        return absl::StrCat("account ", reviewer, " reviews task ", task, " of a union of its own");
      }
    }
    return "";
  });
}

std::string NobodyVerifiesTheirOwnRemedy(Store& store) {
  std::map<std::tuple<int64_t, int64_t, int64_t>, int64_t> remedied_by;
  return EachEntry(store, [&](int64_t federation, const storage::StoredEntry& entry) -> std::string {
    for (const auto& stored : entry.events) {
      const v1::Event& event = stored.event;
      if (event.has_remedy_submitted()) {
        remedied_by[{federation, event.remedy_submitted().inspection(), event.remedy_submitted().finding()}] =
            entry.header.account();
      }
      int64_t inspection = 0;
      int64_t finding = 0;
      if (event.has_remedy_verified()) {
        inspection = event.remedy_verified().inspection();
        finding = event.remedy_verified().finding();
      } else if (event.has_remedy_rejected()) {
        inspection = event.remedy_rejected().inspection();
        finding = event.remedy_rejected().finding();
      } else {
        continue;
      }
      const auto found = remedied_by.find({federation, inspection, finding});
      if (found == remedied_by.end()) return "a remedy was judged that nobody submitted";
      if (found->second == entry.header.account()) return "who remedied judged the remedy";
    }
    return "";
  });
}

// Who gave the command, and whom they acted for.
std::set<int64_t> PeopleOf(const v1::EntryHeader& header) {
  std::set<int64_t> people = {header.account()};
  if (header.on_behalf_of() != 0) people.insert(header.on_behalf_of());
  return people;
}

// Who gave a self-rating, or held a position in the union, did not decide the rating: neither themselves nor for whom
// they acted.
std::string NobodyDecidesARatingTheyGave(Store& store) {
  Offices offices(store);
  std::map<std::tuple<int64_t, int64_t, int64_t>, std::set<int64_t>> rated_by;
  return EachEntry(store, [&](int64_t federation, const storage::StoredEntry& entry) -> std::string {
    offices.Follow(federation, entry);
    const std::set<int64_t> people = PeopleOf(entry.header);
    for (const auto& stored : entry.events) {
      const v1::Event& event = stored.event;
      if (event.has_self_rating_submitted()) {
        const v1::SelfRatingSubmitted& rated = event.self_rating_submitted();
        rated_by[{federation, rated.round_number(), rated.union_number()}] = people;
      }
      if (!event.has_rating_decided()) continue;
      const v1::RatingDecided& decided = event.rating_decided();
      const std::set<int64_t>& raters = rated_by[{federation, decided.round_number(), decided.union_number()}];
      if (raters.empty()) return "a rating was decided that the union did not give";
      for (const int64_t person : people) {
        const bool of_union = offices.Holds(federation, entry.header, person, [&](const v1::PositionGiven& given) {
          return given.union_number() == decided.union_number();
        });
        if (raters.contains(person) || of_union) {
          return absl::StrCat("account ", person, " decided the rating of union ", decided.union_number());
        }
      }
    }
    return "";
  });
}

// Points are within their limits and add up; what is computed is ⌊max · numerator / denominator⌋; the level is the
// first of the round's programme that ⌊100 · points / possible⌋ reaches.
std::string DecidedRatingsFollowFromTheirPoints(Store& store) {
  constexpr std::string_view kLines =
      "SELECT union_number, criterion, points FROM rating_line WHERE points > max_points OR points < -1 OR "
      "(points = -1) <> (max_points = 0) OR (computed_points >= 0 AND computed_points <> max_points * numerator / "
      "denominator) OR (computed_points < 0 AND denominator <> 0)";
  if (std::string broken = NoRow(store, kLines); !broken.empty()) return broken;
  constexpr std::string_view kSums =
      "SELECT r.union_number, r.decided_points FROM rating r JOIN rating_line l ON l.federation = r.federation AND "
      "l.round = r.round AND l.union_number = r.union_number AND l.version = 'decision' WHERE r.state = 'DECIDED' "
      "GROUP BY r.federation, r.round, r.union_number, r.decided_points, r.possible_points "
      "HAVING sum(CASE WHEN l.points < 0 THEN 0 ELSE l.points END) <> r.decided_points OR "
      "sum(l.max_points) <> r.possible_points";
  if (std::string broken = NoRow(store, kSums); !broken.empty()) return broken;
  std::map<std::pair<int64_t, int64_t>, v1::RatingRules> rules;
  std::string broken = EachEntry(store, [&](int64_t federation, const storage::StoredEntry& entry) -> std::string {
    for (const auto& stored : entry.events) {
      const v1::ProgrammeLoaded& loaded = stored.event.programme_loaded();
      if (stored.event.has_programme_loaded()) rules[{federation, loaded.version()}] = loaded.programme().rating();
    }
    return "";
  });
  if (!broken.empty()) return broken;
  for (const storage::Row& row :
       RowsOf(store,
              "SELECT r.federation, o.programme_version, r.union_number, r.decided_points, r.possible_points, "
              "r.decided_level FROM rating r JOIN round o ON o.federation = r.federation AND o.round = r.round "
              "WHERE r.state = 'DECIDED'")) {
    std::string level;
    for (const v1::RatingLevel& one : rules[{row.Int(0), row.Int(1)}].levels()) {
      if (level.empty() && 100 * row.Int(3) / row.Int(4) >= one.points_from()) level = one.id();
    }
    if (level != row.Text(5)) return absl::StrCat("union ", row.Int(2), " is ", row.Text(5), " and not ", level);
  }
  return "";
}

// Whoever explains a finding for the unit has no part in the inspection, before or after; whoever remedied it does not
// close it.
std::string NobodyIsOnBothSidesOfAnInspection(Store& store) {
  struct Sides {
    std::set<int64_t> inspected;
    std::set<int64_t> explained;
    std::map<int64_t, std::set<int64_t>> remedied;
  };
  std::map<std::pair<int64_t, int64_t>, Sides> inspections;
  return EachEntry(store, [&](int64_t federation, const storage::StoredEntry& entry) -> std::string {
    const std::set<int64_t> people = PeopleOf(entry.header);
    for (const auto& stored : entry.events) {
      const v1::Event& event = stored.event;
      const auto inspection = [&](int64_t number) -> Sides& { return inspections[{federation, number}]; };
      const auto meet = [](const std::set<int64_t>& some, const std::set<int64_t>& others) {
        return std::any_of(some.begin(), some.end(), [&](int64_t one) { return others.contains(one); });
      };
      Sides* by_team = nullptr;
      switch (event.event_case()) {
        case v1::Event::kInspectionScheduled: {
          Sides& sides = inspection(event.inspection_scheduled().inspection());
          sides.inspected.insert(event.inspection_scheduled().head());
          for (const int64_t member : event.inspection_scheduled().members()) sides.inspected.insert(member);
          break;
        }
        case v1::Event::kFindingRecorded:
          by_team = &inspection(event.finding_recorded().inspection());
          break;
        case v1::Event::kFindingDropped:
          by_team = &inspection(event.finding_dropped().inspection());
          break;
        case v1::Event::kConclusionDrafted:
          by_team = &inspection(event.conclusion_drafted().inspection());
          break;
        case v1::Event::kConclusionSigned:
          by_team = &inspection(event.conclusion_signed().inspection());
          break;
        case v1::Event::kInspectionConcluded:
          by_team = &inspection(event.inspection_concluded().inspection());
          break;
        case v1::Event::kInspectionCancelled:
          if (meet(people, inspection(event.inspection_cancelled().inspection()).explained)) {
            return "who explained for the unit called the inspection off";
          }
          break;
        case v1::Event::kFindingExplained: {
          Sides& sides = inspection(event.finding_explained().inspection());
          if (meet(people, sides.inspected)) return "somebody of the team explained for the unit";
          sides.explained.insert(people.begin(), people.end());
          break;
        }
        case v1::Event::kRemedySubmitted: {
          Sides& sides = inspection(event.remedy_submitted().inspection());
          sides.remedied[event.remedy_submitted().finding()].insert(people.begin(), people.end());
          break;
        }
        case v1::Event::kFindingClosedWithoutRemedy: {
          Sides& sides = inspection(event.finding_closed_without_remedy().inspection());
          if (meet(people, sides.remedied[event.finding_closed_without_remedy().finding()])) {
            return "who remedied a finding closed it without its remedy";
          }
          break;
        }
        default:
          break;
      }
      if (by_team == nullptr) continue;
      if (meet(people, by_team->explained)) return "who explained for the unit worked on its inspection";
      by_team->inspected.insert(people.begin(), people.end());
    }
    return "";
  });
}

// A conclusion that was drafted is issued as its whole team signed it last.
std::string EveryDraftedConclusionIsSignedByItsTeam(Store& store) {
  struct Draft {
    std::set<int64_t> team;
    std::set<int64_t> signatures;
    bool drafted = false;
  };
  std::map<std::pair<int64_t, int64_t>, Draft> drafts;
  return EachEntry(store, [&](int64_t federation, const storage::StoredEntry& entry) -> std::string {
    for (const auto& stored : entry.events) {
      const v1::Event& event = stored.event;
      const auto of = [&](int64_t number) -> Draft& { return drafts[{federation, number}]; };
      if (event.has_inspection_scheduled()) {
        Draft& draft = of(event.inspection_scheduled().inspection());
        draft.team = {event.inspection_scheduled().members().begin(), event.inspection_scheduled().members().end()};
        draft.team.insert(event.inspection_scheduled().head());
      } else if (event.has_conclusion_drafted()) {
        Draft& draft = of(event.conclusion_drafted().inspection());
        draft.drafted = true;
        draft.signatures.clear();
      } else if (event.has_finding_dropped()) {
        of(event.finding_dropped().inspection()).signatures.clear();
      } else if (event.has_conclusion_signed()) {
        of(event.conclusion_signed().inspection()).signatures.insert(event.conclusion_signed().member());
      } else if (event.has_inspection_concluded()) {
        const Draft& draft = of(event.inspection_concluded().inspection());
        if (draft.drafted && draft.signatures != draft.team) return "a conclusion was issued without a signature";
      }
    }
    return "";
  });
}

std::string TheAdministratorDoesNoBusiness(Store& store) {
  Offices offices(store);
  return EachEntry(store, [&](int64_t federation, const storage::StoredEntry& entry) -> std::string {
    offices.Follow(federation, entry);
    bool business = false;
    for (const auto& stored : entry.events) {
      switch (stored.event.event_case()) {
        case v1::Event::kFederationCreated:
        case v1::Event::kAccountCreated:
        case v1::Event::kAccountDisabled:
        case v1::Event::kAccountEnabled:
        case v1::Event::kAccountReset:
        case v1::Event::kPositionGiven:
        case v1::Event::kPositionEnded:
        case v1::Event::kAttemptRefused:
        case v1::Event::kClockAdvanced:
          break;
        default:
          business = true;
      }
    }
    if (!business) return "";
    return offices.Holds(federation, entry.header, entry.header.account(),
                         [](const v1::PositionGiven& given) { return given.position() == v1::POSITION_ADMINISTRATOR; })
               ? absl::StrCat("an administrator did ", entry.header.command())
               : "";
  });
}

std::string TheInspectionCommitteeNeverReviews(Store& store) {
  Offices offices(store);
  return EachEntry(store, [&](int64_t federation, const storage::StoredEntry& entry) -> std::string {
    offices.Follow(federation, entry);
    for (const auto& stored : entry.events) {
      const v1::Event& event = stored.event;
      if (!IsReview(event) && !event.has_item_issued() && !event.has_task_withdrawn()) continue;
      if (!offices.Holds(federation, entry.header, entry.header.account(), IsStandingCommittee)) {
        return absl::StrCat(entry.header.command(), " by somebody who is not of the Standing Committee");
      }
    }
    return "";
  });
}

std::string OnlyInspectorsChangeFindings(Store& store) {
  Offices offices(store);
  return EachEntry(store, [&](int64_t federation, const storage::StoredEntry& entry) -> std::string {
    offices.Follow(federation, entry);
    for (const auto& stored : entry.events) {
      const v1::Event& event = stored.event;
      if (!event.has_finding_recorded() && !event.has_finding_dropped() && !event.has_inspection_concluded() &&
          !event.has_conclusion_drafted() && !event.has_conclusion_signed() && !event.has_supervision_reported() &&
          !event.has_inspection_cancelled() && !event.has_remedy_verified() && !event.has_remedy_rejected()) {
        continue;
      }
      if (!offices.Holds(federation, entry.header, entry.header.account(), IsInspectionCommittee)) {
        return absl::StrCat(entry.header.command(), " by somebody who is not of the Inspection Committee");
      }
    }
    return "";
  });
}

std::string NobodyDecidesOnTheirOwnInspectionPlan(Store& store) {
  std::map<std::pair<int64_t, int64_t>, std::set<int64_t>> drafted_by;
  std::map<std::pair<int64_t, int64_t>, std::set<int64_t>> drawn_by;
  return EachEntry(store, [&](int64_t federation, const storage::StoredEntry& entry) -> std::string {
    const std::set<int64_t> both = {entry.header.account(), entry.header.on_behalf_of()};
    const auto among = [&](const std::set<int64_t>& persons) {
      return std::any_of(both.begin(), both.end(),
                         [&](int64_t person) { return person != 0 && persons.contains(person); });
    };
    for (const auto& stored : entry.events) {
      const v1::Event& event = stored.event;
      if (event.has_inspection_plan_drafted()) {
        drafted_by[{federation, event.inspection_plan_drafted().plan()}] = both;
      } else if (event.has_sample_drawn()) {
        drawn_by[{federation, event.sample_drawn().plan()}] = both;
      } else if (event.has_inspection_plan_approved()) {
        if (among(drafted_by[{federation, event.inspection_plan_approved().plan()}])) return "who drafted approved";
      } else if (event.has_inspection_plan_closed() && !event.inspection_plan_closed().decision_number().empty()) {
        const std::pair<int64_t, int64_t> plan(federation, event.inspection_plan_closed().plan());
        if (among(drafted_by[plan]) || among(drawn_by[plan])) return "who drafted or drew decided on the shortfall";
      }
    }
    return "";
  });
}

// Draws again what the approval froze, by the seed that it committed to.
std::string EverySampleIsTheDrawOfItsPopulation(Store& store) {
  std::map<std::pair<int64_t, int64_t>, std::string> ids;
  for (const storage::Row& row : RowsOf(store, "SELECT federation, union_number, id FROM grassroots_union")) {
    ids[{row.Int(0), row.Int(1)}] = row.Text(2);
  }
  std::map<std::pair<int64_t, int64_t>, v1::InspectionPlanApproved> approved;
  return EachEntry(store, [&](int64_t federation, const storage::StoredEntry& entry) -> std::string {
    for (const auto& stored : entry.events) {
      const v1::Event& event = stored.event;
      if (event.has_inspection_plan_approved()) {
        approved[{federation, event.inspection_plan_approved().plan()}] = event.inspection_plan_approved();
      }
      if (!event.has_sample_drawn()) continue;
      const v1::SampleDrawn& drawn = event.sample_drawn();
      const v1::InspectionPlanApproved& population = approved[{federation, drawn.plan()}];
      if (population.strata_size() != drawn.strata_size()) return "another number of strata was drawn than approved";
      v1::Draw draw;
      draw.set_seed(drawn.seed());
      draw.set_seed_commitment(population.seed_commitment());
      draw.set_population_digest(population.population_digest());
      for (int i = 0; i < drawn.strata_size(); ++i) {
        v1::Draw::Stratum& stratum = *draw.add_strata();
        stratum.set_id(population.strata(i).id());
        stratum.set_quota(population.strata(i).quota());
        for (const v1::InspectionPlanApproved::Unit& unit : population.strata(i).units()) {
          v1::Draw::Unit& added = *stratum.add_population();
          added.set_id(ids[{federation, unit.union_number()}]);
          added.set_last_year(static_cast<int32_t>(unit.last_year()));
          added.set_risk(unit.risk());
          added.set_left_out(unit.left_out());
        }
        for (const int64_t unit : drawn.strata(i).sample()) stratum.add_sample(ids[{federation, unit}]);
      }
      if (!rules::DrawAgain(draw).Holds()) return absl::StrCat("the sample of plan ", drawn.plan(), " is not its draw");
    }
    return "";
  });
}

}  // namespace

const std::vector<Invariant>& Invariants() {
  static const auto* const kInvariants = new std::vector<Invariant>{
      {"RevisionsHaveNoHoles", RevisionsHaveNoHoles},
      {"TimeNeverGoesBack", TimeNeverGoesBack},
      {"OneRequestHasOneEntry", OneRequestHasOneEntry},
      {"ReplayGivesTheSameTables", ReplayGivesTheSameTables},
      {"TotalsAreTheSumOfTheirLeaves", TotalsAreTheSumOfTheirLeaves},
      {"TheLastDayOfATaskIsHowItStands", TheLastDayOfATaskIsHowItStands},
      {"EveryTaskChangeIsInTheJournal", EveryTaskChangeIsInTheJournal},
      {"EveryReopeningBeginsACycle", EveryReopeningBeginsACycle},
      {"NobodyReviewsTheirOwnReport", NobodyReviewsTheirOwnReport},
      {"NobodyReviewsAUnionWhereTheyHoldAPosition", NobodyReviewsAUnionWhereTheyHoldAPosition},
      {"NobodyVerifiesTheirOwnRemedy", NobodyVerifiesTheirOwnRemedy},
      {"NobodyDecidesARatingTheyGave", NobodyDecidesARatingTheyGave},
      {"DecidedRatingsFollowFromTheirPoints", DecidedRatingsFollowFromTheirPoints},
      {"NobodyIsOnBothSidesOfAnInspection", NobodyIsOnBothSidesOfAnInspection},
      {"EveryDraftedConclusionIsSignedByItsTeam", EveryDraftedConclusionIsSignedByItsTeam},
      {"TheAdministratorDoesNoBusiness", TheAdministratorDoesNoBusiness},
      {"TheInspectionCommitteeNeverReviews", TheInspectionCommitteeNeverReviews},
      {"OnlyInspectorsChangeFindings", OnlyInspectorsChangeFindings},
      {"NobodyDecidesOnTheirOwnInspectionPlan", NobodyDecidesOnTheirOwnInspectionPlan},
      {"EverySampleIsTheDrawOfItsPopulation", EverySampleIsTheDrawOfItsPopulation},
  };
  return *kInvariants;
}

void CheckInvariants(Store& store) {
  for (const Invariant& invariant : Invariants()) {
    const std::string broken = invariant.broken(store);
    EXPECT_TRUE(broken.empty()) << invariant.name << " does not hold: " << broken;
  }
}

}  // namespace phancong::support
