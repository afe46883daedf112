// Plans of inspections, their frozen populations and their samples.
#ifndef PHANCONG_STORAGE_INSPECTION_PLANS_H_
#define PHANCONG_STORAGE_INSPECTION_PLANS_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "phancong/v1/event.pb.h"
#include "phancong/v1/vocabulary.pb.h"
#include "services/rules/dates.h"
#include "storage/journal.h"
#include "storage/store.h"

namespace phancong::storage {

struct InspectionPlanRow {
  int64_t plan = 0;
  std::string id;
  bool of_term = false;
  v1::InspectionPlanState state = v1::INSPECTION_PLAN_STATE_UNSPECIFIED;
  std::string content;
  std::string document_number;
  rules::Day document_day = 0;
  std::string document_issuer;
  rules::Day population_day = 0;  // 0: of the term
  int64_t programme_version = 0;
  int64_t drafted_by = 0;
  int64_t drawn_by = 0;
  // Whose delegated positions they exercised; 0: nobody's.
  int64_t drafted_for = 0;
  int64_t drawn_for = 0;
  std::string decision_number;
  int64_t approved_at = 0;
  std::string population_digest;
  std::string seed_commitment;
  std::string seed;  // empty until it is drawn
  int64_t drawn_at = 0;
  std::string shortfall_reason;
  std::string shortfall_decision_number;
  int64_t revision = 0;
};

[[nodiscard]] absl::StatusOr<std::optional<InspectionPlanRow>> FindInspectionPlan(ReadTransaction& tx,
                                                                                  int64_t federation,
                                                                                  const std::string& id);
// NOT_FOUND where there is none.
[[nodiscard]] absl::StatusOr<InspectionPlanRow> GetInspectionPlan(ReadTransaction& tx, int64_t federation,
                                                                  int64_t plan);
[[nodiscard]] absl::StatusOr<int64_t> NextInspectionPlan(ReadTransaction& tx, int64_t federation);
// Those in one of the states, the newest first; with numbers smaller than `before`, where that is not 0.
[[nodiscard]] absl::StatusOr<std::vector<InspectionPlanRow>> ListInspectionPlans(
    ReadTransaction& tx, int64_t federation, const std::vector<v1::InspectionPlanState>& states, int64_t before,
    int64_t limit);

// A union that the plan names: picked for its risk, else left out of the draw.
struct NamedUnionRow {
  int64_t union_number = 0;
  bool risk = false;
  std::string reason;
};
// By union number.
[[nodiscard]] absl::StatusOr<std::vector<NamedUnionRow>> NamedUnions(ReadTransaction& tx, int64_t federation,
                                                                     int64_t plan);

// The frozen population: strata in the order of the programme, in each the units in the order of their ids.
struct PlanUnitRow {
  int64_t union_number = 0;
  std::string id;
  int64_t last_year = 0;  // 0: none
  bool risk = false;
  bool left_out = false;
};
struct PlanStratumRow {
  std::string stratum;
  int64_t percent = 0;
  int64_t quota = 0;
  std::vector<PlanUnitRow> units;
};
// None before the plan is approved.
[[nodiscard]] absl::StatusOr<std::vector<PlanStratumRow>> PlanStrata(ReadTransaction& tx, int64_t federation,
                                                                     int64_t plan);

struct SampledUnitRow {
  std::string stratum;
  int64_t union_number = 0;
  std::string id;
  v1::SampleBasis basis = v1::SAMPLE_BASIS_UNSPECIFIED;
  // Of a risk pick, or a replacement; the decision and whom it replaced, of a replacement alone.
  std::string reason;
  std::string decision_number;
  int64_t replaces = 0;
  rules::Day taken_day = 0;
  // 0: it is in the sample still.
  int64_t replaced_by = 0;
  rules::Day replaced_day = 0;
};
// Everybody who was ever in it: strata in the order of the programme, in each as they were taken.
[[nodiscard]] absl::StatusOr<std::vector<SampledUnitRow>> SampleOfPlan(ReadTransaction& tx, int64_t federation,
                                                                       int64_t plan);

// The inspection that was scheduled last for a unit of the sample.
struct PlannedInspectionRow {
  std::string id;
  v1::InspectionState state = v1::INSPECTION_STATE_UNSPECIFIED;
};
// By union number.
[[nodiscard]] absl::StatusOr<std::map<int64_t, PlannedInspectionRow>> InspectionsOfPlan(ReadTransaction& tx,
                                                                                        int64_t federation,
                                                                                        int64_t plan);

// Of every unit that has one, the day of its last concluded inspection of these kinds before `day`, by union number.
[[nodiscard]] absl::StatusOr<std::map<int64_t, rules::Day>> LastConcluded(ReadTransaction& tx, int64_t federation,
                                                                          const std::vector<std::string>& kinds,
                                                                          rules::Day day);
// Units with an inspection of these kinds that was begun by the end of `day` and not over by then.
[[nodiscard]] absl::StatusOr<std::vector<int64_t>> UnitsUnderInspection(ReadTransaction& tx, int64_t federation,
                                                                        const std::vector<std::string>& kinds,
                                                                        rules::Day day);

// The seed of an approved plan that is not drawn yet (operational): kept, read, forgotten. Nothing where it is lost.
[[nodiscard]] absl::Status KeepSeed(WriteTransaction& tx, int64_t federation, int64_t plan, const std::string& seed);
[[nodiscard]] absl::StatusOr<std::optional<std::string>> FindSeed(ReadTransaction& tx, int64_t federation,
                                                                  int64_t plan);
[[nodiscard]] absl::Status ForgetSeed(WriteTransaction& tx, int64_t federation, int64_t plan);

[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry,
                                      const v1::InspectionPlanDrafted& event);
[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry,
                                      const v1::InspectionPlanApproved& event);
[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::SampleDrawn& event);
[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry,
                                      const v1::DrawnUnitReplaced& event);
[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry,
                                      const v1::InspectionPlanClosed& event);

}  // namespace phancong::storage

#endif  // PHANCONG_STORAGE_INSPECTION_PLANS_H_
