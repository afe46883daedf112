// The file of an inspection plan with its population: what commands on it look at, and how it is shown.
#ifndef PHANCONG_SERVICES_INSPECTION_COMMITTEE_INSPECTION_PLAN_FILE_H_
#define PHANCONG_SERVICES_INSPECTION_COMMITTEE_INSPECTION_PLAN_FILE_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "phancong/v1/inspection_plan.pb.h"
#include "phancong/v1/programme.pb.h"
#include "services/rules/inspection_plan_machine.h"
#include "services/rules/scope.h"
#include "services/serving/command.h"
#include "storage/inspection_plans.h"

namespace phancong::inspection_committee {

struct PlanFile {
  // federations/{federation}/inspectionPlans/{plan}.
  std::string name;
  storage::InspectionPlanRow row;
  std::vector<storage::NamedUnionRow> named;
  // As they were frozen; of a draft, as they would be if it was approved now. None of the programme of the term.
  std::vector<storage::PlanStratumRow> strata;
  // The version that it was drafted by, and the year, or the term.
  std::shared_ptr<const v1::Programme> programme;
  rules::Period period;
};

[[nodiscard]] rules::InspectionPlanFacts FactsOf(const PlanFile& file);
[[nodiscard]] rules::PlanParticipant ParticipantOf(const PlanFile& file, const serving::Actor& actor);

// Of the units that the plan names, one that is in none of its strata; nullptr where there is none.
[[nodiscard]] const storage::NamedUnionRow* InNoStratum(const PlanFile& file);

// What a draw of the plan rests on, without a sample.
[[nodiscard]] v1::Draw DrawOf(const PlanFile& file, const std::string& federation_id);

// Opens plans within one transaction. Not kept beyond the body that makes it.
class PlanFiles {
 public:
  explicit PlanFiles(serving::CommandContext& context)
      : tx_(context.tx()), actor_(context.actor()), federation_(context.federation()), today_(context.today()) {}
  explicit PlanFiles(serving::ReadContext& context)
      : tx_(context.tx()), actor_(context.actor()), federation_(context.federation()), today_(context.today()) {}

  // By resource name, given in `field`. INVALID_FIELD, NOT_FOUND; STALE where an etag is given that is not the plan's.
  // A draft is there for the Inspection and the Standing Committee alone.
  [[nodiscard]] absl::StatusOr<PlanFile> Open(const std::string& name, const std::string& etag = "",
                                              const std::string& field = "name");
  [[nodiscard]] absl::StatusOr<PlanFile> Open(storage::InspectionPlanRow row);
  // As the plan stands now.
  [[nodiscard]] absl::StatusOr<PlanFile> OpenNumber(int64_t plan);
  // A plan that is being drafted, not stored yet. Of the named units nothing is checked.
  [[nodiscard]] absl::StatusOr<PlanFile> OpenDraft(storage::InspectionPlanRow row,
                                                   std::vector<storage::NamedUnionRow> named);

  // Whether the actor sees drafts.
  [[nodiscard]] bool ShowsDrafts() const;

  [[nodiscard]] absl::Status Show(const PlanFile& file, v1::InspectionPlan* plan);
  [[nodiscard]] absl::Status ShowWithoutSample(const PlanFile& file, v1::InspectionPlan* plan);

  // The first stratum of which fewer are inspected, by today, than its quota asks for.
  [[nodiscard]] absl::StatusOr<std::optional<rules::MissedQuota>> MissedQuotaOf(const PlanFile& file);

 private:
  // Without its strata.
  absl::StatusOr<PlanFile> Frame(storage::InspectionPlanRow row);
  // The unions of each stratum on the plan's day, with the year in which each was last inspected before the plan's.
  absl::StatusOr<std::vector<storage::PlanStratumRow>> Population(const PlanFile& file);
  // Units of the stratum with a concluded inspection that counts, in the plan's period.
  absl::StatusOr<int64_t> Inspected(const PlanFile& file, const storage::PlanStratumRow& stratum);
  absl::Status ShowSample(const PlanFile& file, v1::InspectionPlan* plan);
  absl::Status ShowRiskPicks(const PlanFile& file, v1::InspectionPlan* plan);
  absl::Status ShowUnit(int64_t union_number, v1::SampledUnit* unit);

  storage::ReadTransaction& tx_;
  const serving::Actor& actor_;
  const int64_t federation_;
  const rules::Day today_;
};

}  // namespace phancong::inspection_committee

#endif  // PHANCONG_SERVICES_INSPECTION_COMMITTEE_INSPECTION_PLAN_FILE_H_
