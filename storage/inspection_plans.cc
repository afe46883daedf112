#include "storage/inspection_plans.h"

#include <string_view>
#include <utility>

#include "services/rules/inspection_machine.h"
#include "services/rules/inspection_plan_machine.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "storage/choices.h"
#include "storage/numbers.h"

namespace phancong::storage {
namespace {

constexpr std::string_view kInspectionPlansColumns =
    "SELECT plan, id, of_term, state, content, document_number, document_day, document_issuer, population_day, "
    "programme_version, drafted_by, drafted_for, drawn_by, drawn_for, decision_number, approved_at, population_digest, "
    "seed_commitment, seed, drawn_at, shortfall_reason, shortfall_decision_number, revision FROM inspection_plan ";

constexpr std::string_view kBasisPrefix = "SAMPLE_BASIS_";

InspectionPlanRow PlanFrom(const Row& row) {
  return {.plan = row.Int(0),
          .id = row.Text(1),
          .of_term = row.Int(2) != 0,
          .state = rules::InspectionPlanStateFromName(row.Text(3)),
          .content = row.Text(4),
          .document_number = row.Text(5),
          .document_day = row.Int(6),
          .document_issuer = row.Text(7),
          .population_day = row.Int(8),
          .programme_version = row.Int(9),
          .drafted_by = row.Int(10),
          .drawn_by = row.Int(12),
          .drafted_for = row.Int(11),
          .drawn_for = row.Int(13),
          .decision_number = row.Text(14),
          .approved_at = row.Int(15),
          .population_digest = row.Bytes(16),
          .seed_commitment = row.Bytes(17),
          .seed = row.Bytes(18),
          .drawn_at = row.Int(19),
          .shortfall_reason = row.Text(20),
          .shortfall_decision_number = row.Text(21),
          .revision = row.Int(22)};
}

SampledUnitRow SampledFrom(const Row& row) {
  SampledUnitRow unit{.stratum = row.Text(0),
                      .union_number = row.Int(1),
                      .id = row.Text(2),
                      .reason = row.Text(4),
                      .decision_number = row.Text(5),
                      .replaces = row.Int(6),
                      .taken_day = row.Int(7),
                      .replaced_by = row.Int(8),
                      .replaced_day = row.Int(9)};
  v1::SampleBasis_Parse(std::string(kBasisPrefix) + row.Text(3), &unit.basis);
  return unit;
}

// Adds a unit to the sample, as the last that was taken of its stratum.
absl::Status Take(WriteTransaction& tx, const EntryContext& entry, int64_t plan, const std::string& stratum,
                  int64_t union_number, v1::SampleBasis basis, const std::string& reason,
                  const std::string& decision_number, int64_t replaces) {
  ASSIGN_OR_RETURN(const int64_t ordinal, QueryInt(tx,
                                                   "SELECT COALESCE(MAX(ordinal), 0) + 1 FROM inspection_plan_sample "
                                                   "WHERE federation = $1 AND plan = $2 AND stratum = $3",
                                                   {entry.federation, plan, stratum}));
  return tx.Execute(
      "INSERT INTO inspection_plan_sample (federation, plan, stratum, union_number, ordinal, basis, reason, "
      "decision_number, replaces, taken_day, replaced_by, replaced_day) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, 0)",
      {entry.federation, plan, stratum, union_number, ordinal, v1::SampleBasis_Name(basis).substr(kBasisPrefix.size()),
       reason, decision_number, replaces, entry.day});
}

}  // namespace

absl::StatusOr<std::optional<InspectionPlanRow>> FindInspectionPlan(ReadTransaction& tx, int64_t federation,
                                                                    const std::string& id) {
  ASSIGN_OR_RETURN(const Rows rows, tx.Query(std::string(kInspectionPlansColumns) + "WHERE federation = $1 AND id = $2",
                                             {federation, id}));
  if (rows.empty()) return std::nullopt;
  return PlanFrom(rows[0]);
}

absl::StatusOr<InspectionPlanRow> GetInspectionPlan(ReadTransaction& tx, int64_t federation, int64_t plan) {
  ASSIGN_OR_RETURN(
      const Rows rows,
      tx.Query(std::string(kInspectionPlansColumns) + "WHERE federation = $1 AND plan = $2", {federation, plan}));
  if (rows.empty()) return rules::RefuseNotFound(std::to_string(plan));
  return PlanFrom(rows[0]);
}

absl::StatusOr<int64_t> NextInspectionPlan(ReadTransaction& tx, int64_t federation) {
  return QueryInt(tx, "SELECT COALESCE(MAX(plan), 0) + 1 FROM inspection_plan WHERE federation = $1", {federation});
}

absl::StatusOr<std::vector<InspectionPlanRow>> ListInspectionPlans(ReadTransaction& tx, int64_t federation,
                                                                   const std::vector<v1::InspectionPlanState>& states,
                                                                   int64_t before, int64_t limit) {
  Choices where("WHERE federation = $1 ", {federation});
  std::vector<std::string> names;
  for (const v1::InspectionPlanState state : states) names.emplace_back(rules::StateName(state));
  where.OneOf("state", names);
  if (before != 0) where.Add("AND plan < ", before);
  where.Add("ORDER BY plan DESC LIMIT ", limit);
  ASSIGN_OR_RETURN(const Rows rows, tx.Query(std::string(kInspectionPlansColumns) + where.sql(), where.values()));
  std::vector<InspectionPlanRow> plans;
  for (const Row& row : rows) plans.push_back(PlanFrom(row));
  return plans;
}

absl::StatusOr<std::vector<NamedUnionRow>> NamedUnions(ReadTransaction& tx, int64_t federation, int64_t plan) {
  ASSIGN_OR_RETURN(const Rows rows, tx.Query("SELECT union_number, risk, reason FROM inspection_plan_named "
                                             "WHERE federation = $1 AND plan = $2 ORDER BY union_number",
                                             {federation, plan}));
  std::vector<NamedUnionRow> named;
  for (const Row& row : rows) {
    named.push_back({.union_number = row.Int(0), .risk = row.Int(1) != 0, .reason = row.Text(2)});
  }
  return named;
}

absl::StatusOr<std::vector<PlanStratumRow>> PlanStrata(ReadTransaction& tx, int64_t federation, int64_t plan) {
  ASSIGN_OR_RETURN(const Rows rows, tx.Query("SELECT stratum, percent, quota FROM inspection_plan_stratum "
                                             "WHERE federation = $1 AND plan = $2 ORDER BY ordinal",
                                             {federation, plan}));
  ASSIGN_OR_RETURN(const Rows units, tx.Query("SELECT p.stratum, p.union_number, u.id, p.last_year, p.risk, p.left_out "
                                              "FROM inspection_plan_unit p JOIN grassroots_union u "
                                              "ON u.federation = p.federation AND u.union_number = p.union_number "
                                              "WHERE p.federation = $1 AND p.plan = $2 ORDER BY p.ordinal",
                                              {federation, plan}));
  std::vector<PlanStratumRow> strata;
  std::map<std::string, size_t> places;
  for (const Row& row : rows) {
    places[row.Text(0)] = strata.size();
    strata.push_back({.stratum = row.Text(0), .percent = row.Int(1), .quota = row.Int(2), .units = {}});
  }
  for (const Row& unit : units) {
    const auto place = places.find(unit.Text(0));
    if (place == places.end()) return absl::InternalError("a unit of a stratum that the plan does not have");
    strata[place->second].units.push_back({.union_number = unit.Int(1),
                                           .id = unit.Text(2),
                                           .last_year = unit.Int(3),
                                           .risk = unit.Int(4) != 0,
                                           .left_out = unit.Int(5) != 0});
  }
  return strata;
}

absl::StatusOr<std::vector<SampledUnitRow>> SampleOfPlan(ReadTransaction& tx, int64_t federation, int64_t plan) {
  ASSIGN_OR_RETURN(
      const Rows rows,
      tx.Query("SELECT s.stratum, s.union_number, u.id, s.basis, s.reason, s.decision_number, s.replaces, s.taken_day, "
               "s.replaced_by, s.replaced_day FROM inspection_plan_sample s JOIN grassroots_union u "
               "ON u.federation = s.federation AND u.union_number = s.union_number JOIN inspection_plan_stratum p "
               "ON p.federation = s.federation AND p.plan = s.plan AND p.stratum = s.stratum "
               "WHERE s.federation = $1 AND s.plan = $2 ORDER BY p.ordinal, s.ordinal",
               {federation, plan}));
  std::vector<SampledUnitRow> sample;
  for (const Row& row : rows) sample.push_back(SampledFrom(row));
  return sample;
}

absl::StatusOr<std::map<int64_t, PlannedInspectionRow>> InspectionsOfPlan(ReadTransaction& tx, int64_t federation,
                                                                          int64_t plan) {
  ASSIGN_OR_RETURN(const Rows rows, tx.Query("SELECT union_number, id, state FROM inspection "
                                             "WHERE federation = $1 AND plan = $2 ORDER BY inspection + 0",
                                             {federation, plan}));
  std::map<int64_t, PlannedInspectionRow> inspections;
  for (const Row& row : rows) {
    inspections[row.Int(0)] = {.id = row.Text(1), .state = rules::InspectionStateFromName(row.Text(2))};
  }
  return inspections;
}

absl::StatusOr<std::map<int64_t, rules::Day>> LastConcluded(ReadTransaction& tx, int64_t federation,
                                                            const std::vector<std::string>& kinds, rules::Day day) {
  Choices where("WHERE federation = $1 AND state = 'CONCLUDED' AND concluded_day < $2 ", {federation, day});
  where.OneOf("kind", kinds);
  where.Add("GROUP BY union_number");
  ASSIGN_OR_RETURN(const Rows rows,
                   tx.Query("SELECT union_number, MAX(concluded_day) FROM inspection " + where.sql(), where.values()));
  std::map<int64_t, rules::Day> days;
  for (const Row& row : rows) days[row.Int(0)] = row.Int(1);
  return days;
}

absl::StatusOr<std::vector<int64_t>> UnitsUnderInspection(ReadTransaction& tx, int64_t federation,
                                                          const std::vector<std::string>& kinds, rules::Day day) {
  // Each half begins in the index where its days do; said as one condition, every inspection there ever was is read.
  Choices under_way(
      "SELECT DISTINCT union_number FROM (SELECT union_number, started_day, kind FROM inspection WHERE federation = $1 "
      "AND ended_day = 0 UNION ALL SELECT union_number, started_day, kind FROM inspection WHERE federation = $1 AND "
      "ended_day > $2) AS begun WHERE started_day > 0 AND started_day <= $2 ",
      {federation, day});
  under_way.OneOf("kind", kinds);
  under_way.Add("ORDER BY union_number");
  ASSIGN_OR_RETURN(const Rows rows, tx.Query(under_way.sql(), under_way.values()));
  std::vector<int64_t> units;
  for (const Row& row : rows) units.push_back(row.Int(0));
  return units;
}

absl::Status KeepSeed(WriteTransaction& tx, int64_t federation, int64_t plan, const std::string& seed) {
  return tx.Execute(
      "INSERT INTO draw_seed (federation, plan, seed) VALUES ($1, $2, $3) "
      "ON CONFLICT (federation, plan) DO UPDATE SET seed = excluded.seed",
      {federation, plan, Blob{seed}});
}

absl::StatusOr<std::optional<std::string>> FindSeed(ReadTransaction& tx, int64_t federation, int64_t plan) {
  ASSIGN_OR_RETURN(const Rows rows,
                   tx.Query("SELECT seed FROM draw_seed WHERE federation = $1 AND plan = $2", {federation, plan}));
  if (rows.empty()) return std::nullopt;
  return rows[0].Bytes(0);
}

absl::Status ForgetSeed(WriteTransaction& tx, int64_t federation, int64_t plan) {
  return tx.Execute("DELETE FROM draw_seed WHERE federation = $1 AND plan = $2", {federation, plan});
}

absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::InspectionPlanDrafted& event) {
  // Drafted anew, nothing is approved of it any more.
  for (const std::string_view table : {"inspection_plan", "inspection_plan_named", "inspection_plan_stratum",
                                       "inspection_plan_unit", "inspection_plan_sample"}) {
    RETURN_IF_ERROR(tx.Execute("DELETE FROM " + std::string(table) + " WHERE federation = $1 AND plan = $2",
                               {entry.federation, event.plan()}));
  }
  RETURN_IF_ERROR(tx.Execute(
      "INSERT INTO inspection_plan (federation, plan, id, of_term, state, content, document_number, document_day, "
      "document_issuer, population_day, programme_version, drafted_by, drafted_for, drawn_by, drawn_for, "
      "decision_number, approved_at, population_digest, seed_commitment, seed, drawn_at, shortfall_reason, "
      "shortfall_decision_number, revision) "
      "VALUES ($1, $2, $3, $4, 'DRAFT', $5, $6, $7, $8, $9, $10, $11, $12, 0, 0, '', 0, $13, $13, $13, 0, '', '', $14)",
      {entry.federation, event.plan(), event.id(), int64_t{event.of_term()}, entry.TextOf(event.content()),
       event.document_number(), event.document_day(), event.document_issuer(), event.population_day(),
       event.programme_version(), entry.account, entry.on_behalf_of, Blob{}, entry.revision}));
  const auto put = [&](const v1::InspectionPlanDrafted::Named& named, bool risk) {
    return tx.Execute(
        "INSERT INTO inspection_plan_named (federation, plan, union_number, risk, reason) VALUES ($1, $2, $3, $4, $5)",
        {entry.federation, event.plan(), named.union_number(), int64_t{risk}, entry.TextOf(named.reason())});
  };
  for (const auto& named : event.risk_picks()) RETURN_IF_ERROR(put(named, true));
  for (const auto& named : event.left_out()) RETURN_IF_ERROR(put(named, false));
  return absl::OkStatus();
}

absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::InspectionPlanApproved& event) {
  int64_t ordinal = 0;
  for (const v1::InspectionPlanApproved::Stratum& stratum : event.strata()) {
    RETURN_IF_ERROR(
        tx.Execute("INSERT INTO inspection_plan_stratum (federation, plan, stratum, ordinal, percent, quota) "
                   "VALUES ($1, $2, $3, $4, $5, $6)",
                   {entry.federation, event.plan(), stratum.id(), ++ordinal, stratum.percent(), stratum.quota()}));
    int64_t place = 0;
    for (const v1::InspectionPlanApproved::Unit& unit : stratum.units()) {
      RETURN_IF_ERROR(tx.Execute(
          "INSERT INTO inspection_plan_unit (federation, plan, stratum, union_number, ordinal, last_year, risk, "
          "left_out) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
          {entry.federation, event.plan(), stratum.id(), unit.union_number(), ++place, unit.last_year(),
           int64_t{unit.risk()}, int64_t{unit.left_out()}}));
    }
  }
  return tx.Execute(
      "UPDATE inspection_plan SET state = 'APPROVED', decision_number = $3, approved_at = $4, population_digest = $5, "
      "seed_commitment = $6, revision = $7 WHERE federation = $1 AND plan = $2",
      {entry.federation, event.plan(), event.decision_number(), entry.time_micros, Blob{event.population_digest()},
       Blob{event.seed_commitment()}, entry.revision});
}

absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::SampleDrawn& event) {
  ASSIGN_OR_RETURN(const std::vector<NamedUnionRow> named, NamedUnions(tx, entry.federation, event.plan()));
  std::map<int64_t, std::string> risk_reasons;
  for (const NamedUnionRow& row : named) {
    if (row.risk) risk_reasons[row.union_number] = row.reason;
  }
  for (const v1::SampleDrawn::Stratum& stratum : event.strata()) {
    for (const int64_t union_number : stratum.sample()) {
      const auto risk = risk_reasons.find(union_number);
      const bool picked = risk != risk_reasons.end();
      RETURN_IF_ERROR(Take(tx, entry, event.plan(), stratum.id(), union_number,
                           picked ? v1::SAMPLE_BASIS_RISK : v1::SAMPLE_BASIS_DRAWN, picked ? risk->second : "", "", 0));
    }
  }
  return tx.Execute(
      "UPDATE inspection_plan SET state = 'DRAWN', seed = $3, drawn_at = $4, drawn_by = $5, drawn_for = $6, "
      "revision = $7 WHERE federation = $1 AND plan = $2",
      {entry.federation, event.plan(), Blob{event.seed()}, entry.time_micros, entry.account, entry.on_behalf_of,
       entry.revision});
}

absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::DrawnUnitReplaced& event) {
  RETURN_IF_ERROR(tx.Execute(
      "UPDATE inspection_plan_sample SET replaced_by = $5, replaced_day = $6 "
      "WHERE federation = $1 AND plan = $2 AND stratum = $3 AND union_number = $4",
      {entry.federation, event.plan(), event.stratum(), event.union_number(), event.replacement(), entry.day}));
  RETURN_IF_ERROR(Take(tx, entry, event.plan(), event.stratum(), event.replacement(), v1::SAMPLE_BASIS_REPLACEMENT,
                       entry.TextOf(event.reason()), event.decision_number(), event.union_number()));
  return tx.Execute("UPDATE inspection_plan SET revision = $3 WHERE federation = $1 AND plan = $2",
                    {entry.federation, event.plan(), entry.revision});
}

absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::InspectionPlanClosed& event) {
  return tx.Execute(
      "UPDATE inspection_plan SET state = 'CLOSED', shortfall_reason = $3, shortfall_decision_number = $4, "
      "revision = $5 WHERE federation = $1 AND plan = $2",
      {entry.federation, event.plan(), entry.TextOf(event.shortfall_reason()), event.decision_number(),
       entry.revision});
}

}  // namespace phancong::storage
