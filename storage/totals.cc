#include "storage/totals.h"

#include <algorithm>

#include "services/rules/propagate.h"
#include "storage/choices.h"

namespace phancong::storage {
namespace {

// Adds differences to the row of `day`. A day's first change makes that row, beginning from the latest before it; every
// later one finds it.
absl::Status AddCounts(WriteTransaction& tx, int64_t federation, rules::Day day, const TotalKey& key,
                       const rules::ItemCounts& add) {
  if (add == rules::ItemCounts{}) return absl::OkStatus();
  const Values values = {federation,
                         key.round,
                         key.item,
                         key.segment,
                         day,
                         add.expected,
                         add.submitted,
                         add.reported,
                         add.not_applicable,
                         add.met,
                         add.submitted_not_applicable,
                         add.submitted_met};
  ASSIGN_OR_RETURN(
      const int64_t found,
      tx.ExecuteCounted(
          "UPDATE item_total SET expected = expected + $6, submitted = submitted + $7, reported = reported + $8, "
          "not_applicable = not_applicable + $9, met = met + $10, submitted_not_applicable = submitted_not_applicable "
          "+ $11, submitted_met = submitted_met + $12 WHERE federation = $1 AND round = $2 AND item = $3 AND segment = "
          "$4 AND day = $5",
          values));
  if (found > 0) return absl::OkStatus();
  return tx.Execute(
      "INSERT INTO item_total (federation, round, item, segment, day, expected, submitted, reported, not_applicable, "
      "met, submitted_not_applicable, submitted_met) SELECT $1, $2, $3, $4, $5, COALESCE(MAX(p.expected), 0) + $6, "
      "COALESCE(MAX(p.submitted), 0) + $7, COALESCE(MAX(p.reported), 0) + $8, "
      "COALESCE(MAX(p.not_applicable), 0) + $9, COALESCE(MAX(p.met), 0) + $10, "
      "COALESCE(MAX(p.submitted_not_applicable), 0) + $11, COALESCE(MAX(p.submitted_met), 0) + $12 "
      "FROM (SELECT * FROM item_total WHERE federation = $1 AND round = $2 AND item = $3 AND segment = $4 AND "
      "day < $5 ORDER BY day DESC LIMIT 1) p",
      values);
}

absl::Status AddSums(WriteTransaction& tx, int64_t federation, rules::Day day, const TotalKey& key, int64_t figure,
                     const rules::FigureSums& add) {
  if (add == rules::FigureSums{}) return absl::OkStatus();
  const Values values = {federation,
                         key.round,
                         key.item,
                         key.segment,
                         figure,
                         day,
                         add.numerator,
                         add.denominator,
                         add.submitted_numerator,
                         add.submitted_denominator};
  ASSIGN_OR_RETURN(
      const int64_t found,
      tx.ExecuteCounted(
          "UPDATE figure_total SET numerator = numerator + $7, denominator = denominator + $8, submitted_numerator = "
          "submitted_numerator + $9, submitted_denominator = submitted_denominator + $10 WHERE federation = $1 AND "
          "round = $2 AND item = $3 AND segment = $4 AND figure = $5 AND day = $6",
          values));
  if (found > 0) return absl::OkStatus();
  return tx.Execute(
      "INSERT INTO figure_total (federation, round, item, segment, figure, day, numerator, denominator, "
      "submitted_numerator, submitted_denominator) SELECT $1, $2, $3, $4, $5, $6, COALESCE(MAX(p.numerator), 0) + $7, "
      "COALESCE(MAX(p.denominator), 0) + $8, COALESCE(MAX(p.submitted_numerator), 0) + $9, "
      "COALESCE(MAX(p.submitted_denominator), 0) + $10 "
      "FROM (SELECT * FROM figure_total WHERE federation = $1 AND round = $2 AND item = $3 AND segment = $4 AND "
      "figure = $5 AND day < $6 ORDER BY day DESC LIMIT 1) p",
      values);
}

absl::Status AddDue(WriteTransaction& tx, int64_t federation, rules::Day day, int64_t round, rules::Day due_day,
                    const rules::DueCounts& add) {
  if (add == rules::DueCounts{}) return absl::OkStatus();
  const Values values = {federation,       round,         due_day,    day, add.unsubmitted, add.awaiting_review,
                         add.done_on_time, add.done_late, add.not_met};
  ASSIGN_OR_RETURN(
      const int64_t found,
      tx.ExecuteCounted(
          "UPDATE due_total SET unsubmitted = unsubmitted + $5, awaiting_review = awaiting_review + $6, done_on_time = "
          "done_on_time + $7, done_late = done_late + $8, not_met = not_met + $9 WHERE federation = $1 AND round = $2 "
          "AND due_day = $3 AND day = $4",
          values));
  if (found > 0) return absl::OkStatus();
  return tx.Execute(
      "INSERT INTO due_total (federation, round, due_day, day, unsubmitted, awaiting_review, done_on_time, done_late, "
      "not_met) SELECT $1, $2, $3, $4, COALESCE(MAX(p.unsubmitted), 0) + $5, COALESCE(MAX(p.awaiting_review), 0) + $6, "
      "COALESCE(MAX(p.done_on_time), 0) + $7, COALESCE(MAX(p.done_late), 0) + $8, COALESCE(MAX(p.not_met), 0) + $9 "
      "FROM (SELECT * FROM due_total WHERE federation = $1 AND round = $2 AND due_day = $3 AND day < $4 "
      "ORDER BY day DESC LIMIT 1) p",
      values);
}

rules::ItemCounts Times(const rules::ItemCounts& counts, int64_t factor) {
  return {.expected = counts.expected * factor,
          .submitted = counts.submitted * factor,
          .reported = counts.reported * factor,
          .not_applicable = counts.not_applicable * factor,
          .met = counts.met * factor,
          .submitted_not_applicable = counts.submitted_not_applicable * factor,
          .submitted_met = counts.submitted_met * factor};
}

rules::ItemCounts Difference(rules::ItemCounts after, const rules::ItemCounts& before) {
  rules::AddTo(Times(before, -1), after);
  return after;
}

rules::FigureSums Difference(const rules::FigureSums& after, const rules::FigureSums& before) {
  return {.numerator = after.numerator - before.numerator,
          .denominator = after.denominator - before.denominator,
          .submitted_numerator = after.submitted_numerator - before.submitted_numerator,
          .submitted_denominator = after.submitted_denominator - before.submitted_denominator};
}

rules::DueCounts Difference(const rules::DueCounts& after, const rules::DueCounts& before) {
  return {.unsubmitted = after.unsubmitted - before.unsubmitted,
          .awaiting_review = after.awaiting_review - before.awaiting_review,
          .done_on_time = after.done_on_time - before.done_on_time,
          .done_late = after.done_late - before.done_late,
          .not_met = after.not_met - before.not_met};
}

rules::DueCounts Times(const rules::DueCounts& counts, int64_t factor) {
  return {.unsubmitted = counts.unsubmitted * factor,
          .awaiting_review = counts.awaiting_review * factor,
          .done_on_time = counts.done_on_time * factor,
          .done_late = counts.done_late * factor,
          .not_met = counts.not_met * factor};
}

}  // namespace

absl::Status MoveTotals(WriteTransaction& tx, int64_t federation, rules::Day day, const TotalKey& key,
                        const rules::TaskLeaf& before, const rules::TaskLeaf& after) {
  RETURN_IF_ERROR(AddCounts(tx, federation, day, key, Difference(rules::CountsOf(after), rules::CountsOf(before))));

  const rules::DueCounts due_before = rules::DueCountsOf(before);
  const rules::DueCounts due_after = rules::DueCountsOf(after);
  if (before.deadline.due_day == after.deadline.due_day) {
    RETURN_IF_ERROR(AddDue(tx, federation, day, key.round, after.deadline.due_day, Difference(due_after, due_before)));
  } else {
    RETURN_IF_ERROR(AddDue(tx, federation, day, key.round, before.deadline.due_day, Difference({}, due_before)));
    RETURN_IF_ERROR(AddDue(tx, federation, day, key.round, after.deadline.due_day, due_after));
  }

  const size_t figures = std::max(before.figures.size(), after.figures.size());
  const std::vector<rules::FigureSums> sums_before = rules::SumsOf(before, figures);
  const std::vector<rules::FigureSums> sums_after = rules::SumsOf(after, figures);
  for (size_t figure = 0; figure < figures; ++figure) {
    RETURN_IF_ERROR(AddSums(tx, federation, day, key, static_cast<int64_t>(figure),
                            Difference(sums_after[figure], sums_before[figure])));
  }
  return absl::OkStatus();
}

absl::Status AddIssued(WriteTransaction& tx, int64_t federation, rules::Day day, const TotalKey& key,
                       rules::Day due_day, int64_t tasks) {
  rules::TaskLeaf leaf;
  leaf.deadline.state = v1::TASK_STATE_ISSUED;
  leaf.deadline.due_day = due_day;
  RETURN_IF_ERROR(AddCounts(tx, federation, day, key, Times(rules::CountsOf(leaf), tasks)));
  return AddDue(tx, federation, day, key.round, due_day, Times(rules::DueCountsOf(leaf), tasks));
}

namespace {

// wanted(item): these items. $1: federation, $2: round, $3: day.
Choices OfItems(int64_t federation, int64_t round, const std::vector<int64_t>& items, rules::Day day) {
  Choices sql("WITH RECURSIVE wanted(item) AS (VALUES ", {federation, round, day});
  for (size_t i = 0; i < items.size(); ++i) {
    sql.Add(i == 0 ? "(" : ", (", items[i]);
    sql.Add(")");
  }
  sql.Add("), ");
  return sql;
}

}  // namespace

// A row is written on each day on which something changes, and only the latest of each key counts. So each key is gone
// to from the one before it, and its latest day from there: what it takes grows with the keys, not with the days.
absl::StatusOr<std::map<int64_t, ItemTotals>> ItemTotalsOn(ReadTransaction& tx, int64_t federation, int64_t round,
                                                           const std::vector<int64_t>& items, rules::Day day) {
  std::map<int64_t, ItemTotals> totals;
  if (items.empty()) return totals;
  Choices counts_sql = OfItems(federation, round, items, day);
  counts_sql.Add(
      "part(item, segment) AS ("
      "SELECT w.item, (SELECT MIN(n.segment) FROM item_total n WHERE n.federation = $1 AND n.round = $2 AND n.item = "
      "w.item) FROM wanted w UNION ALL "
      "SELECT p.item, (SELECT MIN(n.segment) FROM item_total n WHERE n.federation = $1 AND n.round = $2 AND n.item = "
      "p.item AND n.segment > p.segment) FROM part p WHERE p.segment IS NOT NULL) "
      "SELECT t.item, CAST(SUM(t.expected) AS BIGINT), CAST(SUM(t.submitted) AS BIGINT), "
      "CAST(SUM(t.reported) AS BIGINT), CAST(SUM(t.not_applicable) AS BIGINT), CAST(SUM(t.met) AS BIGINT), "
      "CAST(SUM(t.submitted_not_applicable) AS BIGINT), CAST(SUM(t.submitted_met) AS BIGINT) "
      "FROM part p CROSS JOIN item_total t WHERE t.federation = $1 AND t.round = $2 AND t.item = p.item AND "
      "t.segment = p.segment AND t.day = (SELECT MAX(l.day) FROM item_total l WHERE l.federation = $1 AND "
      "l.round = $2 AND l.item = p.item AND l.segment = p.segment AND l.day <= $3) GROUP BY t.item");
  ASSIGN_OR_RETURN(const Rows counts, tx.Query(counts_sql.sql(), counts_sql.values()));
  for (const Row& row : counts) {
    totals[row.Int(0)].counts = {.expected = row.Int(1),
                                 .submitted = row.Int(2),
                                 .reported = row.Int(3),
                                 .not_applicable = row.Int(4),
                                 .met = row.Int(5),
                                 .submitted_not_applicable = row.Int(6),
                                 .submitted_met = row.Int(7)};
  }
  Choices sums_sql = OfItems(federation, round, items, day);
  sums_sql.Add(
      "part(item, segment) AS ("
      "SELECT w.item, (SELECT MIN(n.segment) FROM figure_total n WHERE n.federation = $1 AND n.round = $2 AND n.item = "
      "w.item) FROM wanted w UNION ALL "
      "SELECT p.item, (SELECT MIN(n.segment) FROM figure_total n WHERE n.federation = $1 AND n.round = $2 AND n.item = "
      "p.item AND n.segment > p.segment) FROM part p WHERE p.segment IS NOT NULL), "
      "figure_of(item, segment, figure) AS ("
      "SELECT p.item, p.segment, (SELECT MIN(n.figure) FROM figure_total n WHERE n.federation = $1 AND n.round = $2 "
      "AND n.item = p.item AND n.segment = p.segment) FROM part p WHERE p.segment IS NOT NULL UNION ALL "
      "SELECT f.item, f.segment, (SELECT MIN(n.figure) FROM figure_total n WHERE n.federation = $1 AND n.round = $2 "
      "AND n.item = f.item AND n.segment = f.segment AND n.figure > f.figure) FROM figure_of f WHERE f.figure IS NOT "
      "NULL) "
      "SELECT t.item, t.figure, CAST(SUM(t.numerator) AS BIGINT), CAST(SUM(t.denominator) AS BIGINT), "
      "CAST(SUM(t.submitted_numerator) AS BIGINT), CAST(SUM(t.submitted_denominator) AS BIGINT) "
      "FROM figure_of f CROSS JOIN figure_total t WHERE t.federation = $1 AND t.round = $2 AND t.item = f.item AND "
      "t.segment = f.segment AND t.figure = f.figure AND t.day = (SELECT MAX(l.day) FROM figure_total l WHERE "
      "l.federation = $1 AND l.round = $2 AND l.item = f.item AND l.segment = f.segment AND l.figure = f.figure AND "
      "l.day <= $3) GROUP BY t.item, t.figure ORDER BY t.item, t.figure");
  ASSIGN_OR_RETURN(const Rows sums, tx.Query(sums_sql.sql(), sums_sql.values()));
  for (const Row& row : sums) {
    std::vector<rules::FigureSums>& of_item = totals[row.Int(0)].sums;
    of_item.resize(static_cast<size_t>(row.Int(1)) + 1);
    of_item.back() = {.numerator = row.Int(2),
                      .denominator = row.Int(3),
                      .submitted_numerator = row.Int(4),
                      .submitted_denominator = row.Int(5)};
  }
  return totals;
}

absl::StatusOr<std::map<rules::Day, rules::DueCounts>> DueTotalsOn(ReadTransaction& tx, int64_t federation,
                                                                   int64_t round, rules::Day day) {
  ASSIGN_OR_RETURN(
      const Rows rows,
      tx.Query("WITH RECURSIVE of_round(round) AS (SELECT r.round FROM round r WHERE r.federation = $1 AND ($3 = 0 OR "
               "r.round = $3)), due(round, due_day) AS ("
               "SELECT r.round, (SELECT MIN(n.due_day) FROM due_total n WHERE n.federation = $1 AND n.round = r.round) "
               "FROM of_round r UNION ALL "
               "SELECT d.round, (SELECT MIN(n.due_day) FROM due_total n WHERE n.federation = $1 AND n.round = d.round "
               "AND n.due_day > d.due_day) FROM due d WHERE d.due_day IS NOT NULL) "
               "SELECT t.due_day, CAST(SUM(t.unsubmitted) AS BIGINT), CAST(SUM(t.awaiting_review) AS BIGINT), "
               "CAST(SUM(t.done_on_time) AS BIGINT), CAST(SUM(t.done_late) AS BIGINT), CAST(SUM(t.not_met) AS BIGINT) "
               "FROM due d CROSS JOIN due_total t WHERE t.federation = $1 AND t.round = d.round AND t.due_day = "
               "d.due_day AND t.day = (SELECT MAX(l.day) FROM due_total l WHERE l.federation = $1 AND l.round = "
               "d.round AND l.due_day = d.due_day AND l.day <= $2) GROUP BY t.due_day",
               {federation, day, round}));
  std::map<rules::Day, rules::DueCounts> totals;
  for (const Row& row : rows) {
    totals[row.Int(0)] = {.unsubmitted = row.Int(1),
                          .awaiting_review = row.Int(2),
                          .done_on_time = row.Int(3),
                          .done_late = row.Int(4),
                          .not_met = row.Int(5)};
  }
  return totals;
}

}  // namespace phancong::storage
