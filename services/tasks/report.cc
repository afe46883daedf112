#include "services/tasks/report.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "fmt/format.h"
#include "services/evidence/evidence_file.h"
#include "services/progress/rounds_of_term.h"
#include "services/rules/dates.h"
#include "services/rules/names.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/rules/scope.h"
#include "services/rules/sealing.h"
#include "services/rules/target.h"
#include "services/rules/task_machine.h"
#include "services/serving/fields.h"
#include "services/tasks/free_text.h"
#include "storage/directory.h"
#include "storage/programmes.h"
#include "storage/reports.h"
#include "storage/sealing.h"
#include "storage/tasks.h"

namespace phancong::tasks {
namespace {

// The rules name fields from "report"; the request may call it otherwise.
constexpr std::string_view kRulesField = "report";

absl::Status UnderField(const absl::Status& status, const std::string& field) {
  const std::optional<rules::RefusalFacts> refusal = rules::RefusalOf(status);
  if (!refusal || refusal->problems.empty()) return status;
  std::vector<rules::FieldProblem> problems = refusal->problems;
  for (rules::FieldProblem& problem : problems) {
    if (problem.field.starts_with(kRulesField)) problem.field.replace(0, kRulesField.size(), field);
  }
  return rules::RefuseFields(problems);
}

absl::Status NormaliseTexts(v1::Report& report, const std::string& field) {
  for (int i = 0; i < report.figures_size(); ++i) {
    v1::FigureValue& value = *report.mutable_figures(i);
    ASSIGN_OR_RETURN(*value.mutable_not_applicable_reason(),
                     FreeTextOf(value.not_applicable_reason(),
                                fmt::format("{}.figures[{}].not_applicable_reason", field, i), kReasonLength));
  }
  ASSIGN_OR_RETURN(*report.mutable_narrative(), FreeTextOf(report.narrative(), field + ".narrative", kNarrativeLength));
  for (int i = 0; i < report.evidence_size(); ++i) {
    ASSIGN_OR_RETURN(*report.mutable_evidence(i),
                     ReceivedEvidence(report.evidence(i), fmt::format("{}.evidence[{}]", field, i)));
  }
  if (report.has_document()) {
    ASSIGN_OR_RETURN(*report.mutable_document(), ReceivedDocument(report.document(), field + ".document"));
  }
  return absl::OkStatus();
}

bool LacksDenominator(const v1::FigureValue& value) { return value.has_numerator() && !value.has_denominator(); }

absl::Status FillDenominators(serving::CommandContext& context, const TaskFile& file, v1::Report& report) {
  const bool any = std::any_of(report.figures().begin(), report.figures().end(), LacksDenominator);
  if (!any || !file.assignee || file.item->measure() != v1::Item::MEASURE_RATIO) return absl::OkStatus();
  ASSIGN_OR_RETURN(const rules::UnionFacts of_union,
                   storage::FactsOn(context.tx(), context.federation(), *file.assignee,
                                    {.day = file.round.population_day, .known_day = context.today()}));
  for (v1::FigureValue& value : *report.mutable_figures()) {
    if (!LacksDenominator(value)) continue;
    for (const v1::Figure& figure : file.item->figures()) {
      if (figure.id() != value.figure()) continue;
      const auto fact = of_union.facts.find(figure.denominator_fact());
      if (fact != of_union.facts.end()) value.set_denominator(fact->second);
    }
  }
  return absl::OkStatus();
}

// The document of a task that is accepted or submitted; an empty one where it has none, or is neither.
absl::StatusOr<v1::DocumentReference> DocumentOf(serving::CommandContext& context, const storage::TaskRow& task) {
  const rules::TaskPhase phase = rules::PhaseOf(task.state);
  const bool accepted = phase == rules::TaskPhase::kAccepted;
  if (!accepted && phase != rules::TaskPhase::kWithReviewer) return v1::DocumentReference();
  const storage::ReportKind kind = accepted ? storage::ReportKind::kResult : storage::ReportKind::kClaim;
  ASSIGN_OR_RETURN(const v1::Report report,
                   storage::ReadReport(context.tx(), context.federation(), task.task, task.cycle, kind));
  return report.document();
}

absl::Status FillDocument(serving::CommandContext& context, const TaskFile& file, v1::Report& report) {
  if (!report.document().number().empty() || file.item->served_with().empty()) return absl::OkStatus();
  std::vector<int64_t> rounds = {file.round.round};
  ASSIGN_OR_RETURN(const std::optional<storage::RoundRow> term,
                   progress::TermRoundOf(context.tx(), context.federation(), file.round, context.today()));
  if (term) rounds.push_back(term->round);
  for (const std::string& id : file.item->served_with()) {
    for (const int64_t round : rounds) {
      ASSIGN_OR_RETURN(const std::optional<storage::ItemRow> item,
                       storage::FindItem(context.tx(), context.federation(), round, id));
      if (!item) continue;
      ASSIGN_OR_RETURN(const std::optional<storage::TaskRow> task,
                       storage::FindTask(context.tx(), context.federation(), round, item->item, file.row.assignee));
      if (!task) continue;
      ASSIGN_OR_RETURN(v1::DocumentReference document, DocumentOf(context, *task));
      if (document.number().empty()) continue;
      *report.mutable_document() = std::move(document);
      return absl::OkStatus();
    }
  }
  return absl::OkStatus();
}

// 0 where there is none.
rules::Day DayOf(const v1::DocumentReference& document) { return rules::DayOf(document.date()).value_or(0); }

}  // namespace

absl::StatusOr<v1::Report> ReceivedReport(serving::CommandContext& context, const TaskFile& file,
                                          const v1::Report& report, const std::string& field) {
  v1::Report received = report;
  RETURN_IF_ERROR(NormaliseTexts(received, field));
  RETURN_IF_ERROR(FillDenominators(context, file, received));
  RETURN_IF_ERROR(FillDocument(context, file, received));
  RETURN_IF_ERROR(UnderField(rules::CheckReport(*file.item, *file.programme, received), field));
  for (int i = 0; i < received.evidence_size(); ++i) {
    if (received.evidence(i).file().empty()) continue;
    RETURN_IF_ERROR(evidence::CheckMayBeNamed(context.tx(), context.actor(), received.evidence(i).file(),
                                              file.row.assignee, fmt::format("{}.evidence[{}].file", field, i)));
  }
  return received;
}

absl::StatusOr<v1::Report> ClaimToSubmit(serving::CommandContext& context, const TaskFile& file) {
  ASSIGN_OR_RETURN(v1::Report claim, ClaimOf(context, file));
  RETURN_IF_ERROR(FillDocument(context, file, claim));
  return claim;
}

absl::StatusOr<rules::Day> AsOfDay(serving::CommandContext& context, const TaskFile& file,
                                   const google::type::Date& date) {
  if (!rules::IsOfTerm(*file.item)) {
    if (!rules::IsGiven(date)) return 0;
    return rules::RefuseField("as_of_date", "chỉ dùng cho mục của cả nhiệm kỳ", "is for items of the term only");
  }
  ASSIGN_OR_RETURN(const rules::Day as_of, serving::DayOr(date, context.today(), "as_of_date"));
  ASSIGN_OR_RETURN(const std::vector<rules::Period> sealed, storage::SealedPeriods(context.tx(), context.federation()));
  RETURN_IF_ERROR(rules::CheckAsOf(as_of, file.round.period, storage::IsSealed(sealed, as_of), context.today()));
  return as_of;
}

absl::StatusOr<v1::Report> ClaimOf(serving::CommandContext& context, const TaskFile& file) {
  return storage::ReadReport(context.tx(), context.federation(), file.row.task, file.row.cycle,
                             storage::ReportKind::kClaim);
}

bool ClaimMeets(const TaskFile& file, const v1::Report& claim) {
  return rules::ResultMeets(*file.item, *file.programme, claim, /*judged_met=*/true);
}

absl::StatusOr<v1::DocumentReference> ReceivedDocument(v1::DocumentReference document, const std::string& field) {
  ASSIGN_OR_RETURN(*document.mutable_number(),
                   serving::LineOf(document.number(), field + ".number", serving::kNumberLength));
  ASSIGN_OR_RETURN(*document.mutable_issuer(),
                   serving::LineOf(document.issuer(), field + ".issuer", serving::kTitleLength));
  RETURN_IF_ERROR(serving::DayOr(document.date(), 0, field + ".date").status());
  return document;
}

absl::StatusOr<v1::Evidence> ReceivedEvidence(const v1::Evidence& evidence, const std::string& field) {
  v1::Evidence received = evidence;
  if (evidence.has_document()) {
    ASSIGN_OR_RETURN(*received.mutable_document(), ReceivedDocument(evidence.document(), field + ".document"));
  }
  ASSIGN_OR_RETURN(*received.mutable_note(), FreeTextOf(evidence.note(), field + ".note", kReasonLength));
  return received;
}

v1::ReportFacts Keep(serving::CommandContext& context, const v1::Report& report) {
  v1::ReportFacts facts;
  for (const v1::FigureValue& value : report.figures()) {
    v1::ReportFacts::Value& kept = *facts.add_values();
    kept.set_figure(value.figure());
    if (value.has_numerator()) kept.set_numerator(value.numerator());
    if (value.has_denominator()) kept.set_denominator(value.denominator());
    *kept.mutable_not_applicable_reason() = context.Keep(value.not_applicable_reason());
  }
  *facts.mutable_narrative() = context.Keep(report.narrative());
  for (const v1::Evidence& evidence : report.evidence()) *facts.add_evidence() = Keep(context, evidence);
  facts.set_document_number(report.document().number());
  facts.set_document_day(DayOf(report.document()));
  facts.set_document_issuer(report.document().issuer());
  return facts;
}

v1::ReportFacts::Proof Keep(serving::CommandContext& context, const v1::Evidence& evidence) {
  v1::ReportFacts::Proof proof;
  proof.set_kind(evidence.kind());
  proof.set_document_number(evidence.document().number());
  proof.set_document_day(DayOf(evidence.document()));
  proof.set_document_issuer(evidence.document().issuer());
  *proof.mutable_note() = context.Keep(evidence.note());
  // It was checked when it was received, or read from the tables.
  if (!evidence.file().empty()) proof.set_evidence(rules::ParseName(evidence.file())->number);
  return proof;
}

}  // namespace phancong::tasks
