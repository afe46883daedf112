// Totals as of a day: the latest row of each key that is not after it, found by its key.
#include "storage/totals.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "fmt/format.h"
#include "gtest/gtest.h"
#include "storage/schema.h"
#include "storage/sqlite/sqlite_store.h"
#include "tests/storage/explained.h"

namespace phancong::storage {
namespace {

constexpr int64_t kFederation = 1;
constexpr rules::Day kLastDay = 40;

// Two rounds of six items in three segments, of whose days some have a row.
class TotalsOnADay : public testing::Test {
 protected:
  // Round, item or due day, segment, figure.
  using Key = std::tuple<int64_t, int64_t, std::string, int64_t>;
  using Row = std::vector<int64_t>;
  using ByDay = std::map<rules::Day, Row>;

  void SetUp() override {
    ASSERT_TRUE(Migrate(*store_).ok());
    const absl::Status filled = store_->Write([&](WriteTransaction& tx) {
      absl::Status done;
      for (int64_t round = 1; round <= 2; ++round) {
        done.Update(
            tx.Execute("INSERT INTO round (federation, round, id, state, programme_version, period_begin_day, "
                       "period_end_day, population_day, decision_number, decision_day, revision) VALUES "
                       "($1, $2, $3, 'ISSUED', 1, 1, 40, 1, '', 0, 1)",
                       {kFederation, round, fmt::format("{}", 2024 + round)}));
        for (int64_t item = 1; item <= 6; ++item) Fill(tx, round, item, done);
        for (int64_t due = 10; due <= 30; due += 10) {
          Put(tx, "due_total", "round, due_day, day", {round, due, "", 0}, {round, due}, 5, due_, done);
        }
      }
      return done;
    });
    ASSERT_TRUE(filled.ok()) << filled;
  }

  void Fill(WriteTransaction& tx, int64_t round, int64_t item, absl::Status& done) {
    for (const std::string segment : {"agency", "enterprise", "federation"}) {
      if (random_() % 4 == 0) continue;
      Put(tx, "item_total", "round, item, segment, day", {round, item, segment, 0}, {round, item, segment}, 7, counts_,
          done);
      for (int64_t figure = 0; figure < static_cast<int64_t>(random_() % 4); ++figure) {
        Put(tx, "figure_total", "round, item, segment, figure, day", {round, item, segment, figure},
            {round, item, segment, figure}, 4, sums_, done);
      }
    }
  }
  void Put(WriteTransaction& tx, std::string_view table, std::string_view key_columns, const Key& key,
           const Values& key_values, size_t numbers, std::map<Key, ByDay>& kept, absl::Status& done) {
    static const std::map<std::string_view, std::string_view> columns = {
        {"item_total", "expected, submitted, reported, not_applicable, met, submitted_not_applicable, submitted_met"},
        {"figure_total", "numerator, denominator, submitted_numerator, submitted_denominator"},
        {"due_total", "unsubmitted, awaiting_review, done_on_time, done_late, not_met"}};
    for (rules::Day day = 1; day <= kLastDay; ++day) {
      if (random_() % 5 != 0) continue;
      Row& row = kept[key][day];
      Values values = {kFederation};
      values.insert(values.end(), key_values.begin(), key_values.end());
      values.emplace_back(int64_t{day});
      for (size_t i = 0; i < numbers; ++i) values.emplace_back(row.emplace_back(random_() % 1000));
      std::string places;
      for (size_t i = 1; i <= values.size(); ++i) places += fmt::format("{}${}", i == 1 ? "" : ", ", i);
      done.Update(tx.Execute(
          fmt::format("INSERT INTO {} (federation, {}, {}) VALUES ({})", table, key_columns, columns.at(table), places),
          values));
    }
  }

  // The sums, number by number, of the rows of these keys that hold at the end of the day; empty where there are none.
  template <typename Chosen>
  static Row Expected(const std::map<Key, ByDay>& kept, rules::Day day, Chosen chosen) {
    Row sums;
    for (const auto& [key, days] : kept) {
      const auto later = days.upper_bound(day);
      if (!chosen(key) || later == days.begin()) continue;
      const Row& row = std::prev(later)->second;
      sums.resize(row.size());
      for (size_t i = 0; i < row.size(); ++i) sums[i] += row[i];
    }
    return sums;
  }

  std::mt19937_64 random_{20261127};
  std::map<Key, ByDay> counts_;
  std::map<Key, ByDay> sums_;
  std::map<Key, ByDay> due_;
  const std::unique_ptr<SqliteStore> store_ = *SqliteStore::OpenPrivate();
};

TEST_F(TotalsOnADay, AreTheLatestRowsOfTheItemsThatAreAskedFor) {
  const std::vector<int64_t> asked = {2, 3, 5, 9};
  for (int64_t round = 1; round <= 2; ++round) {
    for (rules::Day day = 0; day <= kLastDay + 1; ++day) {
      std::map<int64_t, ItemTotals> totals;
      const absl::Status read = store_->Read([&](ReadTransaction& tx) {
        auto got = ItemTotalsOn(tx, kFederation, round, asked, day);
        if (got.ok()) totals = *std::move(got);
        return got.status();
      });
      ASSERT_TRUE(read.ok()) << read;
      for (int64_t item = 1; item <= 9; ++item) {
        const bool wanted = std::find(asked.begin(), asked.end(), item) != asked.end();
        const auto found = totals.find(item);
        const ItemTotals total = found == totals.end() ? ItemTotals{} : found->second;
        const rules::ItemCounts& c = total.counts;
        Row counts = Expected(counts_, day, [&](const Key& key) {
          return wanted && std::get<0>(key) == round && std::get<1>(key) == item;
        });
        counts.resize(7);
        EXPECT_EQ((Row{c.expected, c.submitted, c.reported, c.not_applicable, c.met, c.submitted_not_applicable,
                       c.submitted_met}),
                  counts)
            << "round " << round << ", item " << item << ", day " << day;
        for (int64_t figure = 0; figure < 4; ++figure) {
          Row sums = Expected(sums_, day, [&](const Key& key) {
            return wanted && std::get<0>(key) == round && std::get<1>(key) == item && std::get<3>(key) == figure;
          });
          sums.resize(4);
          const rules::FigureSums s = static_cast<size_t>(figure) < total.sums.size()
                                          ? total.sums[static_cast<size_t>(figure)]
                                          : rules::FigureSums{};
          EXPECT_EQ((Row{s.numerator, s.denominator, s.submitted_numerator, s.submitted_denominator}), sums)
              << "round " << round << ", item " << item << ", figure " << figure << ", day " << day;
        }
      }
    }
  }
}

TEST_F(TotalsOnADay, OfDueDaysAreTheLatestRowsOfOneRoundOrOfAll) {
  for (int64_t round = 0; round <= 3; ++round) {
    for (rules::Day day = 0; day <= kLastDay + 1; ++day) {
      std::map<rules::Day, rules::DueCounts> totals;
      const absl::Status read = store_->Read([&](ReadTransaction& tx) {
        auto got = DueTotalsOn(tx, kFederation, round, day);
        if (got.ok()) totals = *std::move(got);
        return got.status();
      });
      ASSERT_TRUE(read.ok()) << read;
      for (int64_t due = 10; due <= 40; due += 10) {
        const auto found = totals.find(static_cast<rules::Day>(due));
        const rules::DueCounts d = found == totals.end() ? rules::DueCounts{} : found->second;
        Row expected = Expected(due_, day, [&](const Key& key) {
          return (round == 0 || std::get<0>(key) == round) && std::get<1>(key) == due;
        });
        expected.resize(5);
        EXPECT_EQ((Row{d.unsubmitted, d.awaiting_review, d.done_on_time, d.done_late, d.not_met}), expected)
            << "round " << round << ", due " << due << ", day " << day;
      }
    }
  }
}

// A round has a row for each day on which something changed, and thousands of items beside its programme's: none of
// them is walked over.
TEST_F(TotalsOnADay, EachRowIsGoneToByItsWholeKey) {
  std::vector<std::string> steps;
  const absl::Status read = store_->Read([&](ReadTransaction& tx) {
    Explained explained(tx);
    absl::Status status = ItemTotalsOn(explained, kFederation, 1, {1, 2}, 20).status();
    if (status.ok()) status = DueTotalsOn(explained, kFederation, 1, 20).status();
    steps = explained.steps();
    return status;
  });
  ASSERT_TRUE(read.ok()) << read;
  const auto times = [&](std::string_view step) {
    return std::count_if(steps.begin(), steps.end(), [&](const std::string& one) { return one.ends_with(step); });
  };
  EXPECT_EQ(times("t USING PRIMARY KEY (federation=? AND round=? AND item=? AND segment=? AND day=?)"), 1);
  EXPECT_EQ(times("t USING PRIMARY KEY (federation=? AND round=? AND item=? AND segment=? AND figure=? AND day=?)"), 1);
  EXPECT_EQ(times("t USING PRIMARY KEY (federation=? AND round=? AND due_day=? AND day=?)"), 1);
  for (const std::string& step : steps) {
    EXPECT_FALSE(step.starts_with("SCAN") && step.find("_total") != std::string::npos) << step;
  }
}

}  // namespace
}  // namespace phancong::storage
