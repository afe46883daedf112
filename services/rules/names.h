// Resource names: federations/{federation}/…, read and written. Ids are made of a-z A-Z 0-9 '.' '-' '_' and begin and
// end with a letter or digit: 1 to 40 bytes for what people make (a federation's and a union's: a-z 0-9 '-', so never a
// '.'; an account's: a-z 0-9 '.' '-' '_'; a programme's: all of them), 1 to 60 for rounds and inspections. Numbers are
// 1 or more, without leading zeros: each resource has one name.
#ifndef PHANCONG_SERVICES_RULES_NAMES_H_
#define PHANCONG_SERVICES_RULES_NAMES_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace phancong::rules {

// The assignee id of the federation itself, in task names; no union may be called so.
inline constexpr std::string_view kFederationAssignee = "federation";

// How the ids of ad hoc items begin ("adhoc-1"); no item of a programme may be called so.
inline constexpr std::string_view kAdHocItemPrefix = "adhoc-";

enum class NameKind {
  kFederation,      // federations/{federation}
  kUnion,           // …/unions/{id}
  kAccount,         // …/accounts/{id}
  kSession,         // …/accounts/{id}/sessions/{number}
  kPosition,        // …/positions/{number}
  kProgramme,       // …/programmes/{number}, or "-" for the newest (number 0)
  kRound,           // …/rounds/{id}, or "-" for all
  kTask,            // …/rounds/{round}/tasks/{item}.{assignee}
  kInspection,      // …/inspections/{id}
  kFinding,         // …/inspections/{id}/findings/{number}
  kResponsibility,  // …/responsibilities/{number}
  kEntry,           // …/entries/{number}
  kExtension,       // …/rounds/{round}/tasks/{item}.{assignee}/extensions/{number}
  kEvidence,        // …/evidence/{number}
  kDelegation,      // …/delegations/{number}
  kUnionPlan,       // …/unions/{id}/plans/{round}
  kUnionChange,     // …/unionChanges/{number}
  kRestatement,     // …/restatements/{number}
  kCalendar,        // …/calendars/{number}, or "-" for the newest (number 0)
  kInspectionPlan,  // …/inspectionPlans/{id}: a year or the term, as a round's id
  kRating,          // …/unions/{id}/ratings/{year}
  kReport,          // …/reports/{number}
};

struct ResourceName {
  NameKind kind = NameKind::kFederation;
  std::string federation;
  // Union, account, round ("-": all), inspection, inspection plan; of a task, an extension, a union's plan or a rating:
  // its round; of a finding: its inspection.
  std::string id;
  std::string item;      // kTask, kExtension: "1.3"
  std::string assignee;  // kTask, kExtension: a union's id or kFederationAssignee; kUnionPlan, kRating: a union's id
  int64_t number = 0;    // of a kind with a {number}
};

// INVALID_FIELD on `field` where `name` is not a well-formed name of a kind above.
[[nodiscard]] absl::StatusOr<ResourceName> ParseName(std::string_view name, std::string_view field = "name");
// The same, and INVALID_FIELD where it is of another kind.
[[nodiscard]] absl::StatusOr<ResourceName> ParseName(std::string_view name, NameKind kind,
                                                     std::string_view field = "name");

[[nodiscard]] std::string FederationName(std::string_view federation);
[[nodiscard]] std::string UnionName(std::string_view federation, std::string_view id);
[[nodiscard]] std::string AccountName(std::string_view federation, std::string_view id);
[[nodiscard]] std::string SessionName(std::string_view federation, std::string_view account, int64_t number);
[[nodiscard]] std::string PositionName(std::string_view federation, int64_t number);
[[nodiscard]] std::string ProgrammeName(std::string_view federation, int64_t version);
[[nodiscard]] std::string RoundName(std::string_view federation, std::string_view id);
[[nodiscard]] std::string TaskName(std::string_view federation, std::string_view round, std::string_view item,
                                   std::string_view assignee);
[[nodiscard]] std::string InspectionName(std::string_view federation, std::string_view id);
[[nodiscard]] std::string FindingName(std::string_view federation, std::string_view inspection, int64_t number);
[[nodiscard]] std::string ResponsibilityName(std::string_view federation, int64_t number);
[[nodiscard]] std::string EntryName(std::string_view federation, int64_t revision);
// `task` is a whole task name.
[[nodiscard]] std::string ExtensionName(std::string_view task, int64_t number);
[[nodiscard]] std::string EvidenceName(std::string_view federation, int64_t number);
[[nodiscard]] std::string DelegationName(std::string_view federation, int64_t number);
[[nodiscard]] std::string UnionPlanName(std::string_view federation, std::string_view union_id, std::string_view round);
[[nodiscard]] std::string UnionChangeName(std::string_view federation, int64_t number);
[[nodiscard]] std::string RestatementName(std::string_view federation, int64_t number);
[[nodiscard]] std::string CalendarName(std::string_view federation, int64_t version);
[[nodiscard]] std::string InspectionPlanName(std::string_view federation, std::string_view id);
[[nodiscard]] std::string RatingName(std::string_view federation, std::string_view union_id, std::string_view year);
[[nodiscard]] std::string ReportName(std::string_view federation, int64_t number);

// Well-formed ids for what people make.
[[nodiscard]] bool IsFederationId(std::string_view id);  // also unions, but for the reserved word
[[nodiscard]] bool IsUnionId(std::string_view id);
[[nodiscard]] bool IsAccountId(std::string_view id);
[[nodiscard]] bool IsProgrammeId(std::string_view id);  // ids inside a programme: items, facts, kinds, …; 1 to 40

// The id of a round's next ad hoc item, which are counted from 1; `last` is that of the one before, empty where there
// is none. DATA_LOSS where it is no such id.
[[nodiscard]] absl::StatusOr<std::string> NextAdHocItemId(std::string_view last);

}  // namespace phancong::rules

#endif  // PHANCONG_SERVICES_RULES_NAMES_H_
