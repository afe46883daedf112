// Reports on their way from a request into an event.
#ifndef PHANCONG_SERVICES_TASKS_REPORT_H_
#define PHANCONG_SERVICES_TASKS_REPORT_H_

#include <string>

#include "absl/status/statusor.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "phancong/v1/event.pb.h"
#include "phancong/v1/vocabulary.pb.h"
#include "services/serving/command.h"
#include "services/tasks/task_file.h"

namespace phancong::tasks {

// A report of a request, ready to be kept: texts normalised, a denominator that was left out beside a numerator filled
// from the directory, where the figure names its fact and the union had it on the round's population day, and a
// document that was left out taken from a task that one document serves together with this one (Item.served_with): of
// the same assignee, in the same round or the term's, accepted or submitted. INVALID_FIELD, with every violation under
// `field`, where the form is wrong (rules::CheckReport); EVIDENCE_OF_OTHER_UNIT, EVIDENCE_ERASED where it names a file
// that is not its unit's, or is no more.
[[nodiscard]] absl::StatusOr<v1::Report> ReceivedReport(serving::CommandContext& context, const TaskFile& file,
                                                        const v1::Report& report, const std::string& field);

// The day that figures reported of the task are of: `date`, or today; 0 where its item is not one of the term.
// INVALID_FIELD under "as_of_date" where such an item has a date, where it is after today or before the term;
// PERIOD_SEALED where it lies in a sealed year.
[[nodiscard]] absl::StatusOr<rules::Day> AsOfDay(serving::CommandContext& context, const TaskFile& file,
                                                 const google::type::Date& date);

// The report that stands claimed in the task's cycle, with a document that was left out taken as above.
[[nodiscard]] absl::StatusOr<v1::Report> ClaimToSubmit(serving::CommandContext& context, const TaskFile& file);

// The report that stands claimed in the task's cycle.
[[nodiscard]] absl::StatusOr<v1::Report> ClaimOf(serving::CommandContext& context, const TaskFile& file);

// Whether a complete report, accepted as it is, would meet the task's item; what is left to judgement is taken to be
// met.
[[nodiscard]] bool ClaimMeets(const TaskFile& file, const v1::Report& claim);

// A document or a piece of evidence of a request, ready to be kept: texts normalised. INVALID_FIELD under `field` where
// a text is too long or a date does not exist. A document without number or date is fine.
[[nodiscard]] absl::StatusOr<v1::DocumentReference> ReceivedDocument(v1::DocumentReference document,
                                                                     const std::string& field);
[[nodiscard]] absl::StatusOr<v1::Evidence> ReceivedEvidence(const v1::Evidence& evidence, const std::string& field);

// As it is kept in an event: free text apart. The event that names it must be emitted.
[[nodiscard]] v1::ReportFacts Keep(serving::CommandContext& context, const v1::Report& report);
[[nodiscard]] v1::ReportFacts::Proof Keep(serving::CommandContext& context, const v1::Evidence& evidence);

}  // namespace phancong::tasks

#endif  // PHANCONG_SERVICES_TASKS_REPORT_H_
