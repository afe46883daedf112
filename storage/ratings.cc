#include "storage/ratings.h"

#include <string_view>
#include <utility>

#include "fmt/format.h"
#include "services/rules/propagate.h"
#include "services/rules/rating_machine.h"

namespace phancong::storage {
namespace {

constexpr std::string_view kRatingsColumns =
    "SELECT round, union_number, state, possible_points, claimed_points, claimed_level, narrative, rated_by, "
    "rated_for, rated_at, decided_points, decided_level, reason, decision_number, decided_by, decided_for, decided_at, "
    "decided_day, revision FROM rating ";

RatingRow RatingFrom(const Row& row) {
  return {.round = row.Int(0),
          .union_number = row.Int(1),
          .state = rules::RatingStateFromName(row.Text(2)),
          .possible_points = row.Int(3),
          .claimed_points = row.Int(4),
          .claimed_level = row.Text(5),
          .narrative = row.Text(6),
          .rated_by = row.Int(7),
          .rated_for = row.Int(8),
          .rated_at = row.Int(9),
          .decided_points = row.Int(10),
          .decided_level = row.Text(11),
          .reason = row.Text(12),
          .decision_number = row.Text(13),
          .decided_by = row.Int(14),
          .decided_for = row.Int(15),
          .decided_at = row.Int(16),
          .decided_day = row.Int(17),
          .revision = row.Int(18)};
}

std::string_view NameOf(RatingVersion version) { return version == RatingVersion::kClaim ? "claim" : "decision"; }

// The lines of one version, instead of those it had.
absl::Status WriteLines(WriteTransaction& tx, const EntryContext& entry, int64_t round, int64_t union_number,
                        RatingVersion version, const v1::RatingFacts& facts) {
  RETURN_IF_ERROR(
      tx.Execute("DELETE FROM rating_line WHERE federation = $1 AND round = $2 AND union_number = $3 AND "
                 "version = $4",
                 {entry.federation, round, union_number, std::string(NameOf(version))}));
  int64_t ordinal = 0;
  for (const v1::RatingFacts::Line& line : facts.lines()) {
    RETURN_IF_ERROR(tx.Execute(
        "INSERT INTO rating_line (federation, round, union_number, version, ordinal, criterion, max_points, numerator, "
        "denominator, computed_points, points, reason) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        {entry.federation, round, union_number, std::string(NameOf(version)), ++ordinal, line.criterion(),
         line.max_points(), line.numerator(), line.denominator(), line.computed_points(), line.points(),
         entry.TextOf(line.reason())}));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::optional<RatingRow>> FindRating(ReadTransaction& tx, int64_t federation, int64_t round,
                                                    int64_t union_number) {
  ASSIGN_OR_RETURN(const Rows rows,
                   tx.Query(std::string(kRatingsColumns) + "WHERE federation = $1 AND round = $2 AND union_number = $3",
                            {federation, round, union_number}));
  if (rows.empty()) return std::nullopt;
  return RatingFrom(rows[0]);
}

absl::StatusOr<std::map<int64_t, RatingRow>> Ratings(ReadTransaction& tx, int64_t federation, int64_t round) {
  ASSIGN_OR_RETURN(const Rows rows, tx.Query(std::string(kRatingsColumns) + "WHERE federation = $1 AND round = $2",
                                             {federation, round}));
  std::map<int64_t, RatingRow> ratings;
  for (const Row& row : rows) {
    RatingRow rating = RatingFrom(row);
    ratings.emplace(rating.union_number, std::move(rating));
  }
  return ratings;
}

absl::StatusOr<std::vector<RatingLineRow>> RatingLines(ReadTransaction& tx, int64_t federation, int64_t round,
                                                       int64_t union_number, RatingVersion version) {
  ASSIGN_OR_RETURN(
      const Rows rows,
      tx.Query("SELECT criterion, max_points, numerator, denominator, computed_points, points, reason FROM rating_line "
               "WHERE federation = $1 AND round = $2 AND union_number = $3 AND version = $4 ORDER BY ordinal",
               {federation, round, union_number, std::string(NameOf(version))}));
  std::vector<RatingLineRow> lines;
  for (const Row& row : rows) {
    lines.push_back({.criterion = row.Text(0),
                     .max_points = row.Int(1),
                     .numerator = row.Int(2),
                     .denominator = row.Int(3),
                     .computed_points = row.Int(4),
                     .points = row.Int(5),
                     .reason = row.Text(6)});
  }
  return lines;
}

absl::StatusOr<std::map<int64_t, std::string>> DecidedLevels(ReadTransaction& tx, int64_t federation, int64_t round,
                                                             rules::Day day) {
  ASSIGN_OR_RETURN(const Rows rows,
                   tx.Query("SELECT union_number, decided_level FROM rating WHERE federation = $1 AND round = $2 AND "
                            "state = 'DECIDED' AND decided_day <= $3",
                            {federation, round, day}));
  std::map<int64_t, std::string> levels;
  for (const Row& row : rows) levels.emplace(row.Int(0), row.Text(1));
  return levels;
}

absl::StatusOr<std::map<int64_t, std::vector<rules::Day>>> ReformedDays(ReadTransaction& tx, int64_t federation,
                                                                        const AsOf& as_of) {
  ASSIGN_OR_RETURN(const Rows rows,
                   tx.Query("SELECT p.union_number, c.day FROM union_change_party p JOIN union_change c ON "
                            "c.federation = p.federation AND c.change = p.change WHERE p.federation = $1 AND "
                            "p.side = 'into' AND c.kind IN ('MERGED', 'SPLIT') AND c.day <= $2 AND c.known_day <= $3 "
                            "ORDER BY p.union_number, c.day",
                            {federation, as_of.day, as_of.known_day}));
  std::map<int64_t, std::vector<rules::Day>> days;
  for (const Row& row : rows) days[row.Int(0)].push_back(row.Int(1));
  return days;
}

absl::StatusOr<std::optional<SettlementRow>> FindSettlement(ReadTransaction& tx, int64_t federation, int64_t year,
                                                            rules::Day day) {
  ASSIGN_OR_RETURN(const Rows rows,
                   tx.Query("SELECT year, record, sent_day, document_number, document_day, document_issuer, reason "
                            "FROM settlement WHERE federation = $1 AND year = $2 AND recorded_day <= $3 "
                            "ORDER BY record DESC LIMIT 1",
                            {federation, year, day}));
  if (rows.empty()) return std::nullopt;
  return SettlementRow{.year = rows[0].Int(0),
                       .record = rows[0].Int(1),
                       .sent_day = rows[0].Int(2),
                       .document_number = rows[0].Text(3),
                       .document_day = rows[0].Int(4),
                       .document_issuer = rows[0].Text(5),
                       .reason = rows[0].Text(6)};
}

absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::SelfRatingSubmitted& event) {
  RETURN_IF_ERROR(tx.Execute(
      "INSERT INTO rating (federation, round, union_number, state, possible_points, claimed_points, claimed_level, "
      "narrative, rated_by, rated_for, rated_at, decided_points, decided_level, reason, decision_number, decided_by, "
      "decided_for, decided_at, decided_day, revision) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0, '', '', '', 0, 0, 0, 0, $12) "
      "ON CONFLICT (federation, round, union_number) DO UPDATE SET state = excluded.state, "
      "possible_points = excluded.possible_points, claimed_points = excluded.claimed_points, "
      "claimed_level = excluded.claimed_level, narrative = excluded.narrative, rated_by = excluded.rated_by, "
      "rated_for = excluded.rated_for, rated_at = excluded.rated_at, revision = excluded.revision",
      {entry.federation, event.round_number(), event.union_number(),
       std::string(rules::StateName(v1::RATING_STATE_SELF_RATED)), event.facts().possible_points(),
       event.facts().points(), event.facts().level(), entry.TextOf(event.narrative()), entry.account,
       entry.on_behalf_of, entry.time_micros, entry.revision}));
  return WriteLines(tx, entry, event.round_number(), event.union_number(), RatingVersion::kClaim, event.facts());
}

absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::RatingDecided& event) {
  ASSIGN_OR_RETURN(
      const Rows decided,
      tx.Query("UPDATE rating SET state = $4, possible_points = $5, decided_points = $6, decided_level = $7, "
               "reason = $8, decision_number = $9, decided_by = $10, decided_for = $11, decided_at = $12, "
               "decided_day = $13, revision = $14 WHERE federation = $1 AND round = $2 AND union_number = $3 "
               "RETURNING union_number",
               {entry.federation, event.round_number(), event.union_number(),
                std::string(rules::StateName(v1::RATING_STATE_DECIDED)), event.facts().possible_points(),
                event.facts().points(), event.facts().level(), entry.TextOf(event.reason()), event.decision_number(),
                entry.account, entry.on_behalf_of, entry.time_micros, entry.day, entry.revision}));
  if (decided.size() != 1) {
    return absl::InternalError(
        fmt::format("union {} has not rated itself in round {}", event.union_number(), event.round_number()));
  }
  return WriteLines(tx, entry, event.round_number(), event.union_number(), RatingVersion::kDecision, event.facts());
}

absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::SettlementRecorded& event) {
  return tx.Execute(
      "INSERT INTO settlement (federation, year, record, sent_day, document_number, document_day, document_issuer, "
      "reason, account, recorded_at, recorded_day) SELECT $1, $2, COALESCE(MAX(s.record), 0) + 1, $3, $4, $5, $6, $7, "
      "$8, $9, $10 FROM settlement s WHERE s.federation = $1 AND s.year = $2",
      {entry.federation, event.year(), event.sent_day(), event.document_number(), event.document_day(),
       event.document_issuer(), entry.TextOf(event.reason()), entry.account, entry.time_micros, entry.day});
}

}  // namespace phancong::storage
