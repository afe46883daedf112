// The file of an inspection with its team and findings: what commands on it look at, and how it is shown.
#ifndef PHANCONG_SERVICES_INSPECTION_COMMITTEE_INSPECTION_FILE_H_
#define PHANCONG_SERVICES_INSPECTION_COMMITTEE_INSPECTION_FILE_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "phancong/v1/inspection.pb.h"
#include "phancong/v1/programme.pb.h"
#include "services/rules/inspection_machine.h"
#include "services/rules/team.h"
#include "services/serving/command.h"
#include "services/tasks/task_file.h"
#include "storage/directory.h"
#include "storage/inspections.h"

namespace phancong::inspection_committee {

struct InspectionFile {
  // federations/{federation}/inspections/{inspection}.
  std::string name;
  storage::InspectionRow row;
  // Nothing: the federation itself.
  std::optional<storage::UnionRow> unit;
  // Accounts, the head among them.
  std::vector<int64_t> team;
  // Its kind in the newest programme; one that is there no more has its id alone, and the bars of all kinds.
  v1::InspectionKind kind;
  rules::TeamRule team_rule;
};

struct FindingFile {
  // federations/{federation}/inspections/{inspection}/findings/{finding}.
  std::string name;
  storage::FindingRow row;
  InspectionFile inspection;
};

// How the actor stands to an inspection by their positions (what they did in it, InspectionFiles::Decide looks up), and
// to a finding. Who acts for another is on the team where that other is; what keeps them from doing it is asked of
// both.
[[nodiscard]] rules::Inspector InspectorOf(const InspectionFile& file, const serving::Actor& actor);
[[nodiscard]] rules::FindingParticipant ParticipantOf(const FindingFile& file, const serving::Actor& actor);
[[nodiscard]] rules::FindingFacts FactsOf(const FindingFile& file);

// Opens files within one transaction. Not kept beyond the body that makes it.
class InspectionFiles {
 public:
  explicit InspectionFiles(serving::CommandContext& context);
  explicit InspectionFiles(serving::ReadContext& context);

  // By resource name. INVALID_FIELD, NOT_FOUND; STALE where an etag is given that is not the resource's.
  [[nodiscard]] absl::StatusOr<InspectionFile> Open(const std::string& name, const std::string& etag = "");
  [[nodiscard]] absl::StatusOr<FindingFile> OpenFinding(const std::string& name, const std::string& etag);
  [[nodiscard]] absl::StatusOr<InspectionFile> Open(storage::InspectionRow row);

  // Whether the actor may give the command now: OK, or the refusal of the machine.
  [[nodiscard]] absl::Status Decide(rules::InspectionCommand command, const InspectionFile& file,
                                    const serving::Actor& actor, const rules::InspectionProposal& proposal);
  [[nodiscard]] absl::Status Decide(rules::FindingCommand command, const FindingFile& file, const serving::Actor& actor,
                                    const rules::FindingProposal& proposal);

  // Without checks, findings and signatures.
  [[nodiscard]] absl::Status Show(const InspectionFile& file, v1::Inspection* inspection);
  // Whole, as it stands now, as far as who reads it may see (rules::IsKnownToUnit).
  [[nodiscard]] absl::Status ShowWhole(int64_t number, v1::Inspection* inspection);
  // As the finding stands now.
  [[nodiscard]] absl::Status ShowFinding(const InspectionFile& file, int64_t finding, v1::Finding* shown);
  [[nodiscard]] absl::Status ShowFinding(const InspectionFile& file, const storage::FindingRow& row,
                                         v1::Finding* shown);
  // Whether who reads sees drafts of findings at any time: the Inspection Committee.
  [[nodiscard]] bool shows_drafts() const { return shows_drafts_; }

  // The files of the tasks that checks and findings are about.
  [[nodiscard]] tasks::TaskFiles& tasks() { return tasks_; }

 private:
  absl::StatusOr<std::string> TaskName(int64_t task);
  absl::StatusOr<std::string> AccountId(int64_t account);
  absl::StatusOr<rules::InspectionFacts> FactsOf(const InspectionFile& file,
                                                 const std::vector<storage::FindingRow>& findings,
                                                 const std::vector<storage::SignatureRow>& signatures);
  absl::Status ShowUnit(const InspectionFile& file, std::string* name, std::string* title);

  storage::ReadTransaction& tx_;
  const int64_t federation_;
  const std::string federation_id_;
  const rules::Day today_;
  const bool shows_drafts_;
  const bool sees_everything_;
  std::shared_ptr<const v1::Programme> programme_;
  tasks::TaskFiles tasks_;
};

}  // namespace phancong::inspection_committee

#endif  // PHANCONG_SERVICES_INSPECTION_COMMITTEE_INSPECTION_FILE_H_
