// Lists that people look at daily: that they cost what they show, and that their pages are the parts of the whole.
#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "fmt/format.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/rules/extension_machine.h"
#include "services/rules/inspection_machine.h"
#include "services/rules/propagate.h"
#include "storage/deadlines.h"
#include "storage/derived_from.h"
#include "storage/evidence.h"
#include "storage/inspection_plans.h"
#include "storage/inspections.h"
#include "storage/schema.h"
#include "storage/sealing.h"
#include "storage/sqlite/sqlite_store.h"
#include "storage/tasks.h"
#include "storage/union_changes.h"
#include "tests/storage/explained.h"

namespace phancong::storage {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

constexpr int64_t kOfFederation = 1;
constexpr int64_t kUnits = 12;
constexpr int64_t kRows = 600;

// A row of the table: `given`, and zeros and empty texts.
absl::Status AddRow(WriteTransaction& tx, const std::string& table, std::map<std::string, Value> given) {
  ASSIGN_OR_RETURN(const Rows columns, tx.Query("SELECT name, type FROM pragma_table_info($1)", {table}));
  std::string names;
  std::string places;
  Values values;
  given.emplace("federation", kOfFederation);
  for (const Row& column : columns) {
    const auto found = given.find(column.Text(0));
    if (found != given.end()) {
      values.push_back(std::move(found->second));
      given.erase(found);
    } else if (column.Text(1) == "BIGINT") {
      values.emplace_back(int64_t{0});
    } else if (column.Text(1) == "TEXT") {
      values.emplace_back(std::string());
    } else {
      values.emplace_back(Blob{});
    }
    names += (names.empty() ? "" : ", ") + column.Text(0);
    places += fmt::format("{}${}", places.empty() ? "" : ", ", values.size());
  }
  if (!given.empty()) return absl::InvalidArgumentError(given.begin()->first);
  return tx.Execute(fmt::format("INSERT INTO {} ({}) VALUES ({})", table, names, places), values);
}

// Task n is of the round n % 3 + 1 and the union n % 12 + 1.
absl::Status AddTask(WriteTransaction& tx, int64_t task, const std::string& state) {
  return AddRow(
      tx, "task",
      {{"task", task}, {"round", task % 3 + 1}, {"item", task}, {"assignee", task % kUnits + 1}, {"state", state}});
}

class DailyLists : public testing::Test {
 protected:
  DailyLists() { EXPECT_TRUE(Migrate(*store_).ok()); }

  void Fill(absl::FunctionRef<absl::Status(WriteTransaction&)> add) {
    const absl::Status filled = store_->Write(add);
    ASSERT_TRUE(filled.ok()) << filled;
  }
  // What `read` gives, and how SQLite went about it.
  template <typename Result>
  Result Read(const std::function<absl::StatusOr<Result>(ReadTransaction&)>& read) {
    Result result;
    const absl::Status done = store_->Read([&](ReadTransaction& tx) -> absl::Status {
      Explained explained(tx);
      ASSIGN_OR_RETURN(result, read(explained));
      steps_.insert(steps_.end(), explained.steps().begin(), explained.steps().end());
      return absl::OkStatus();
    });
    EXPECT_TRUE(done.ok()) << done;
    return result;
  }
  // No step reads a whole table, nor all that a federation has of it.
  void ExpectNothingWalkedOver(const std::string& what) {
    EXPECT_THAT(steps_, Not(IsEmpty())) << what;
    for (const std::string& step : steps_) {
      EXPECT_THAT(step, AllOf(Not(EndsWith("(federation=?)")), Not(StartsWith("SCAN ")))) << what;
    }
    steps_.clear();
  }
  // The rows come as the list shows them, so it need not read more of them than that.
  void ExpectNothingSorted(const std::string& what) {
    EXPECT_THAT(steps_, Not(IsEmpty())) << what;
    EXPECT_THAT(steps_, Not(testing::Contains(testing::HasSubstr("TEMP B-TREE")))) << what;
    steps_.clear();
  }
  std::vector<std::string>& steps() { return steps_; }

  const std::unique_ptr<SqliteStore> store_ = *SqliteStore::OpenPrivate();
  std::mt19937 random_{20261127};  // NOLINT: the same rows every time.

 private:
  std::vector<std::string> steps_;
};

template <typename Key>
std::vector<Key> Sorted(std::vector<Key> keys) {
  std::sort(keys.begin(), keys.end());
  return keys;
}

// --- Extensions. -----------------------------------------------------------------------------------------------------

// Decided, moment, task, number.
using ExtensionKey = std::tuple<int64_t, int64_t, int64_t, int64_t>;

ExtensionKey KeyOf(const ExtensionRow& row) {
  const ExtensionCursor at = CursorOf(row);
  return {at.decided, at.requested_at, at.task, at.extension};
}

class DailyExtensions : public DailyLists {
 protected:
  // A third of the tasks is asked about a second time.
  DailyExtensions() {
    Fill([&](WriteTransaction& tx) -> absl::Status {
      for (int64_t task = 1; task <= kRows; ++task) {
        RETURN_IF_ERROR(AddTask(tx, task, "ISSUED"));
        for (int64_t extension = 1; extension <= (task % 3 == 0 ? 2 : 1); ++extension) {
          const std::vector<std::string> states = {"REQUESTED", "APPROVED", "REFUSED", "CANCELLED"};
          const std::string state = extension == 1 && task % 3 == 0 ? "REFUSED" : states[random_() % states.size()];
          const int64_t at = static_cast<int64_t>(random_() % 40);
          RETURN_IF_ERROR(AddRow(tx, "extension",
                                 {{"task", task}, {"extension", extension}, {"state", state}, {"requested_at", at}}));
          ExtensionRow& row = all_.emplace_back();
          row.task = task;
          row.extension = extension;
          row.state = rules::ExtensionStateFromName(state);
          row.requested_at = at;
        }
      }
      return absl::OkStatus();
    });
  }

  [[nodiscard]] std::vector<ExtensionKey> Expected(const ExtensionFilter& filter) const {
    std::vector<ExtensionKey> keys;
    for (const ExtensionRow& row : all_) {
      if (filter.round != 0 && row.task % 3 + 1 != filter.round) continue;
      if (filter.only_assignees && std::ranges::count(filter.assignees, row.task % kUnits + 1) == 0) continue;
      if (!filter.states.empty() && std::ranges::count(filter.states, row.state) == 0) continue;
      keys.push_back(KeyOf(row));
    }
    return Sorted(std::move(keys));
  }
  std::vector<ExtensionKey> Paged(const ExtensionFilter& filter, int64_t size) {
    std::vector<ExtensionKey> keys;
    std::optional<ExtensionCursor> after;
    while (true) {
      const auto page = Read<std::vector<ExtensionRow>>(
          [&](ReadTransaction& tx) { return ListExtensions(tx, kOfFederation, filter, after, size); });
      for (const ExtensionRow& row : page) keys.push_back(KeyOf(row));
      if (page.empty()) return keys;
      after = CursorOf(page.back());
    }
  }

 private:
  std::vector<ExtensionRow> all_;
};

TEST_F(DailyExtensions, AreTheUndecidedFirstPageByPage) {
  const std::vector<std::vector<v1::ExtensionState>> states = {
      {},
      {v1::EXTENSION_STATE_REQUESTED},
      {v1::EXTENSION_STATE_REFUSED, v1::EXTENSION_STATE_CANCELLED},
      {v1::EXTENSION_STATE_APPROVED, v1::EXTENSION_STATE_REQUESTED}};
  for (const auto& some : states) {
    for (const int64_t round : {0, 2}) {
      for (const std::vector<int64_t>& units : std::vector<std::vector<int64_t>>{{}, {5}, {5, 7, 12}}) {
        const ExtensionFilter filter = {
            .round = round, .only_assignees = !units.empty(), .assignees = units, .states = some};
        const std::string what = fmt::format("{} states, round {}, {} units", some.size(), round, units.size());
        EXPECT_EQ(Paged(filter, 7), Expected(filter)) << what;
        ExpectNothingWalkedOver(what);
      }
    }
  }
}

TEST_F(DailyExtensions, OfNoUnitAreNone) {
  EXPECT_THAT(Paged({.round = 0, .only_assignees = true, .assignees = {}, .states = {}}, 7), IsEmpty());
}

// --- Inspections and findings. ---------------------------------------------------------------------------------------

using FindingKey = std::tuple<int64_t, int64_t, int64_t>;

class DailyInspections : public DailyLists {
 protected:
  struct Inspection {
    int64_t unit = 0;
    v1::InspectionState state = v1::INSPECTION_STATE_UNSPECIFIED;
    rules::Day started = 0;
    rules::Day ended = 0;
    rules::Day concluded = 0;
  };
  struct Finding {
    FindingKey key;
    v1::FindingState state = v1::FINDING_STATE_UNSPECIFIED;
  };

  // One a day; most are concluded ten days later, and their findings closed.
  DailyInspections() {
    Fill([&](WriteTransaction& tx) -> absl::Status {
      for (int64_t inspection = 1; inspection <= kRows; ++inspection) {
        Inspection& one = inspections_[inspection];
        one.unit = static_cast<int64_t>(random_() % kUnits) + 1;
        one.state = v1::INSPECTION_STATE_CONCLUDED;
        if (inspection % 20 == 0) {
          one.state = static_cast<v1::InspectionState>(random_() % v1::InspectionState_MAX + 1);
        }
        if (one.state != v1::INSPECTION_STATE_SCHEDULED && one.state != v1::INSPECTION_STATE_NOTIFIED) {
          one.started = 100 + inspection;
        }
        if (!rules::IsUnderWay(one.state)) one.ended = 110 + inspection;
        if (one.state == v1::INSPECTION_STATE_CONCLUDED) one.concluded = one.ended;
        RETURN_IF_ERROR(AddRow(tx, "inspection",
                               {{"inspection", inspection},
                                {"id", fmt::format("i-{}", inspection)},
                                {"kind", std::string("PARTY")},
                                {"union_number", one.unit},
                                {"state", std::string(rules::StateName(one.state))},
                                {"started_day", one.started},
                                {"ended_day", one.ended},
                                {"concluded_day", one.concluded},
                                {"plan", inspection % 50},
                                {"revision", inspection}}));
        for (int64_t number = 1; number <= 2; ++number) {
          Finding finding{.key = {static_cast<int64_t>(random_() % 300), inspection, number},
                          .state = v1::FINDING_STATE_CLOSED};
          if (inspection % 15 == 0) finding.state = static_cast<v1::FindingState>(random_() % v1::FindingState_MAX + 1);
          RETURN_IF_ERROR(AddRow(tx, "finding",
                                 {{"inspection", inspection},
                                  {"finding", number},
                                  {"state", std::string(rules::StateName(finding.state))},
                                  {"remedy_due_day", std::get<0>(finding.key)}}));
          findings_.push_back(finding);
        }
      }
      return absl::OkStatus();
    });
  }

  // Their numbers, newest first.
  std::vector<int64_t> Paged(InspectionFilter filter) {
    std::vector<int64_t> numbers;
    while (true) {
      const auto page = Read<std::vector<InspectionRow>>(
          [&](ReadTransaction& tx) { return ListInspections(tx, kOfFederation, filter, 7); });
      for (const InspectionRow& row : page) numbers.push_back(row.inspection);
      if (page.empty()) return numbers;
      filter.before = page.back().inspection;
    }
  }
  [[nodiscard]] std::vector<int64_t> Expected(const InspectionFilter& filter) const {
    std::vector<int64_t> numbers;
    for (const auto& [number, one] : inspections_) {
      if (filter.only_units && std::ranges::count(filter.units, one.unit) == 0) continue;
      if (!filter.states.empty() && std::ranges::count(filter.states, one.state) == 0) continue;
      numbers.push_back(number);
    }
    std::reverse(numbers.begin(), numbers.end());
    return numbers;
  }

  std::vector<FindingKey> Paged(const FindingFilter& filter) {
    std::vector<FindingKey> keys;
    std::optional<FindingCursor> after;
    while (true) {
      const auto page = Read<std::vector<FindingRow>>(
          [&](ReadTransaction& tx) { return ListFindings(tx, kOfFederation, filter, after, 7); });
      for (const FindingRow& row : page) keys.emplace_back(row.remedy_due_day, row.inspection, row.finding);
      if (page.empty()) return keys;
      after = {.remedy_due_day = page.back().remedy_due_day,
               .inspection = page.back().inspection,
               .finding = page.back().finding};
    }
  }
  [[nodiscard]] std::vector<FindingKey> Expected(const FindingFilter& filter) const {
    std::vector<FindingKey> keys;
    for (const Finding& finding : findings_) {
      const int64_t unit = inspections_.at(std::get<1>(finding.key)).unit;
      if (filter.only_units && std::ranges::count(filter.units, unit) == 0) continue;
      if (!filter.states.empty() && std::ranges::count(filter.states, finding.state) == 0) continue;
      if (filter.overdue_on != 0 &&
          (!rules::OwesRemedy(finding.state) || std::get<0>(finding.key) >= filter.overdue_on)) {
        continue;
      }
      keys.push_back(finding.key);
    }
    return Sorted(std::move(keys));
  }
  [[nodiscard]] int64_t UnitOf(int64_t inspection) const { return inspections_.at(inspection).unit; }
  [[nodiscard]] std::vector<int64_t> UnitsWhere(const std::function<bool(const Inspection&)>& fits) const {
    std::vector<int64_t> units;
    for (const auto& [number, one] : inspections_) {
      if (fits(one) && std::ranges::count(units, one.unit) == 0) units.push_back(one.unit);
    }
    return Sorted(std::move(units));
  }

 private:
  std::map<int64_t, Inspection> inspections_;
  std::vector<Finding> findings_;
};

TEST_F(DailyInspections, AreTheNewestFirstPageByPage) {
  const std::vector<std::vector<v1::InspectionState>> states = {
      {},
      {v1::INSPECTION_STATE_FIELDWORK},
      {v1::INSPECTION_STATE_SCHEDULED, v1::INSPECTION_STATE_NOTIFIED, v1::INSPECTION_STATE_DRAFT_CONCLUSION},
      {v1::INSPECTION_STATE_CONCLUDED, v1::INSPECTION_STATE_FIELDWORK}};
  for (const auto& some : states) {
    for (const std::vector<int64_t>& units : std::vector<std::vector<int64_t>>{{}, {5}, {5, 7, 12}}) {
      const InspectionFilter filter = {.only_units = !units.empty(), .units = units, .states = some};
      const std::string what = fmt::format("{} states, {} units", some.size(), units.size());
      EXPECT_EQ(Paged(filter), Expected(filter)) << what;
      // Of all units, and in states in which most are, the order itself is gone along: a page is full soon.
      const bool is_the_order = units.empty() && (some.empty() || some.front() == v1::INSPECTION_STATE_CONCLUDED);
      if (is_the_order) {
        ExpectNothingSorted(what);
      } else {
        ExpectNothingWalkedOver(what);
      }
    }
  }
}

TEST_F(DailyInspections, TheirFindingsAreTheEarliestDueFirstPageByPage) {
  const std::vector<std::vector<v1::FindingState>> states = {
      {},
      {v1::FINDING_STATE_ISSUED},
      {v1::FINDING_STATE_DRAFT, v1::FINDING_STATE_ISSUED, v1::FINDING_STATE_REMEDY_SUBMITTED},
      {v1::FINDING_STATE_CLOSED, v1::FINDING_STATE_ISSUED}};
  for (const auto& some : states) {
    for (const rules::Day overdue : {0, 150}) {
      for (const std::vector<int64_t>& units : std::vector<std::vector<int64_t>>{{}, {5}, {5, 7, 12}}) {
        const FindingFilter filter = {
            .only_units = !units.empty(), .units = units, .states = some, .overdue_on = overdue};
        const std::string what = fmt::format("{} states, {} units, overdue {}", some.size(), units.size(), overdue);
        EXPECT_EQ(Paged(filter), Expected(filter)) << what;
        const bool is_the_order =
            units.empty() && overdue == 0 && (some.empty() || some.front() == v1::FINDING_STATE_CLOSED);
        if (is_the_order) {
          ExpectNothingSorted(what);
        } else {
          ExpectNothingWalkedOver(what);
        }
      }
    }
  }
}

TEST_F(DailyInspections, RemediesThatWaitAreAmongThoseInTheirStateAlone) {
  const auto rows =
      Read<std::vector<FindingRow>>([](ReadTransaction& tx) { return RemediesWaiting(tx, kOfFederation); });
  std::vector<FindingKey> keys;
  std::vector<std::pair<int64_t, int64_t>> order;
  for (const FindingRow& row : rows) {
    keys.emplace_back(row.remedy_due_day, row.inspection, row.finding);
    order.emplace_back(row.inspection, row.finding);
  }
  FindingFilter waiting;
  waiting.states = {v1::FINDING_STATE_REMEDY_SUBMITTED};
  EXPECT_EQ(Sorted(keys), Expected(waiting));
  EXPECT_TRUE(std::is_sorted(order.begin(), order.end()));
  ExpectNothingWalkedOver("remedies");
}

TEST_F(DailyInspections, OfAPlanOfAPeriodAndUnderWayAreFoundByTheirDays) {
  const std::vector<std::string> kinds = {"PARTY"};
  for (const rules::Day day : {50, 300, 420, 800}) {
    EXPECT_EQ(Read<std::vector<int64_t>>(
                  [&](ReadTransaction& tx) { return UnitsUnderInspection(tx, kOfFederation, kinds, day); }),
              UnitsWhere([&](const Inspection& one) {
                return one.started > 0 && one.started <= day && (one.ended == 0 || one.ended > day);
              }))
        << day;
    EXPECT_EQ(Read<std::vector<int64_t>>(
                  [&](ReadTransaction& tx) { return UnitsInspected(tx, kOfFederation, kinds, day - 5, day); }),
              UnitsWhere([&](const Inspection& one) { return one.concluded >= day - 5 && one.concluded <= day; }))
        << day;
  }
  EXPECT_THAT(Read<std::vector<int64_t>>(
                  [](ReadTransaction& tx) { return UnitsUnderInspection(tx, kOfFederation, {"FINANCE"}, 420); }),
              IsEmpty());
  std::map<int64_t, std::string> planned;
  for (int64_t inspection = 7; inspection <= kRows; inspection += 50) {
    planned[UnitOf(inspection)] = fmt::format("i-{}", inspection);
  }
  std::map<int64_t, std::string> found;
  for (const auto& [unit, inspection] : Read<std::map<int64_t, PlannedInspectionRow>>(
           [](ReadTransaction& tx) { return InspectionsOfPlan(tx, kOfFederation, 7); })) {
    found[unit] = inspection.id;
  }
  EXPECT_EQ(found, planned) << "of each unit the last";
  std::erase_if(steps(), [](const std::string& step) { return step == "SCAN begun"; });  // What the halves gave.
  ExpectNothingWalkedOver("days");
}

TEST_F(DailyInspections, WhatFiguresRestOnIsReadAtTheLastChange) {
  EXPECT_EQ(Read<std::string>([](ReadTransaction& tx) { return DerivedFrom(tx, kOfFederation); }),
            fmt::format("{} 0 0", kRows));
  // The greatest is the last in an index of its own; of the settlements there is one for a year.
  EXPECT_THAT(steps(), testing::Contains(EndsWith("inspection_by_change (federation=?)")));
  EXPECT_THAT(steps(), testing::Contains(EndsWith("rating_by_change (federation=?)")));
}

// --- Evidence. -------------------------------------------------------------------------------------------------------

class DailyEvidence : public DailyLists {
 protected:
  DailyEvidence() {
    Fill([](WriteTransaction& tx) -> absl::Status {
      for (int64_t file = 1; file <= kRows; ++file) {
        RETURN_IF_ERROR(AddRow(tx, "evidence_file", {{"evidence", file}, {"union_number", file % kUnits + 1}}));
        RETURN_IF_ERROR(
            AddRow(tx, "remedy_evidence", {{"inspection", file}, {"finding", int64_t{1}}, {"evidence", file / 2}}));
      }
      return absl::OkStatus();
    });
  }

  std::vector<int64_t> Paged(const std::optional<std::vector<int64_t>>& units) {
    std::vector<int64_t> files;
    int64_t before = 0;
    while (true) {
      const auto page = Read<std::vector<EvidenceRow>>(
          [&](ReadTransaction& tx) { return ListEvidence(tx, kOfFederation, units, before, 7); });
      for (const EvidenceRow& row : page) files.push_back(row.evidence);
      if (page.empty()) return files;
      before = page.back().evidence;
    }
  }
};

TEST_F(DailyEvidence, IsTheNewestFirstPageByPage) {
  for (const auto& units :
       std::vector<std::optional<std::vector<int64_t>>>{std::nullopt, {{}}, {{5}}, {{5, 7, 12}}, {{99}}}) {
    std::vector<int64_t> expected;
    for (int64_t file = kRows; file > 0; --file) {
      if (!units || std::ranges::count(*units, file % kUnits + 1) > 0) expected.push_back(file);
    }
    EXPECT_EQ(Paged(units), expected);
    if (units) {
      std::erase(steps(), "SCAN CONSTANT ROW");
      if (!units->empty()) ExpectNothingWalkedOver("units");
    } else {
      ExpectNothingSorted("all");
    }
    steps().clear();
  }
}

TEST_F(DailyEvidence, IsCountedByItsFile) {
  EXPECT_EQ(Read<int64_t>([](ReadTransaction& tx) { return CountReferences(tx, kOfFederation, 17); }), 2);
  std::erase_if(steps(), [](const std::string& step) {  // What the two parts gave.
    return step == "SCAN CONSTANT ROW" || step == "SCAN reports" || step == "SCAN remedies";
  });
  ExpectNothingWalkedOver("references");
}

// --- Stands of play. -------------------------------------------------------------------------------------------------

class DailyStands : public DailyLists {
 protected:
  // Task n stood at n on day 10 and at 2n on day 20.
  DailyStands() {
    Fill([](WriteTransaction& tx) -> absl::Status {
      for (int64_t task = 1; task <= kRows; ++task) {
        RETURN_IF_ERROR(AddTask(tx, task, "IN_PROGRESS"));
        for (int64_t day : {10, 20}) {
          const std::map<std::string, Value> key = {{"task", task}, {"as_of_day", day}, {"known_day", day}};
          RETURN_IF_ERROR(AddRow(tx, "stand", key));
          std::map<std::string, Value> figure = key;
          figure.insert({{"ordinal", int64_t{1}}, {"figure", std::string("value")}, {"numerator", task * day / 10}});
          RETURN_IF_ERROR(AddRow(tx, "stand_figure", figure));
        }
      }
      return absl::OkStatus();
    });
  }

  // What each task that has one stood at.
  std::map<int64_t, int64_t> On(const std::optional<int64_t>& assignee, rules::Day day) {
    std::map<int64_t, int64_t> values;
    for (const auto& [task, stand] : Read<std::map<int64_t, StandRow>>([&](ReadTransaction& tx) {
           return StandsOn(tx, kOfFederation, 2, assignee, {.day = day, .known_day = 1'000});
         })) {
      EXPECT_EQ(stand.figures.size(), 1) << task;
      if (!stand.figures.empty()) values[task] = stand.figures[0].numerator();
    }
    return values;
  }
};

TEST_F(DailyStands, OfAUnionAreFoundByItsTasks) {
  const std::map<int64_t, int64_t> of_all = On(std::nullopt, 15);
  EXPECT_THAT(of_all, testing::SizeIs(kRows / 3));
  EXPECT_EQ(of_all.at(4), 4);
  EXPECT_EQ(On(std::nullopt, 20).at(4), 8);
  EXPECT_THAT(On(std::nullopt, 9), IsEmpty());
  steps().clear();

  std::map<int64_t, int64_t> of_union = of_all;
  std::erase_if(of_union, [](const auto& stand) { return stand.first % kUnits + 1 != 5; });
  EXPECT_THAT(of_union, Not(IsEmpty()));
  EXPECT_EQ(On(5, 15), of_union);
  ExpectNothingWalkedOver("a union's");
}

// --- Tasks that a person reviews, changes of a union. ----------------------------------------------------------------

TEST_F(DailyLists, ReviewsOfAPersonAreAmongTheTasksThatWait) {
  Fill([](WriteTransaction& tx) -> absl::Status {
    for (int64_t task = 1; task <= kRows; ++task) {
      const std::string state = task % 30 == 0 ? "IN_REVIEW" : task % 20 == 0 ? "SUBMITTED" : "ACCEPTED";
      RETURN_IF_ERROR(AddRow(
          tx, "task",
          {{"task", task}, {"round", int64_t{1}}, {"item", task}, {"state", state}, {"reviewer", task % 4 + 1}}));
    }
    return absl::OkStatus();
  });
  const auto rows = Read<std::vector<TaskRow>>([](ReadTransaction& tx) { return ReviewsOf(tx, kOfFederation, 3); });
  std::vector<int64_t> tasks;
  for (const TaskRow& row : rows) tasks.push_back(row.task);
  // Of those whose number is 2 more than a multiple of 4: 30, 90, … in review; 20, 40, … are of the first.
  EXPECT_THAT(tasks, ElementsAre(30, 90, 150, 210, 270, 330, 390, 450, 510, 570));
  ExpectNothingWalkedOver("reviews");
}

TEST_F(DailyLists, TheChangeThatMadeAUnionIsFoundByTheUnion) {
  Fill([](WriteTransaction& tx) -> absl::Status {
    for (int64_t change = 1; change <= kRows; ++change) {
      RETURN_IF_ERROR(AddRow(
          tx, "union_change",
          {{"change", change}, {"kind", std::string("MERGED")}, {"day", 100 + change}, {"revision", 1000 + change}}));
      RETURN_IF_ERROR(
          AddRow(tx, "union_change_party",
                 {{"change", change}, {"side", std::string("into")}, {"union_number", change % kUnits + 1}}));
    }
    return absl::OkStatus();
  });
  EXPECT_EQ(Read<std::optional<rules::Day>>(
                [](ReadTransaction& tx) { return ChangedBy(tx, kOfFederation, 36 % kUnits + 1, 1036); }),
            136);
  ExpectNothingWalkedOver("change");
}

}  // namespace
}  // namespace phancong::storage
