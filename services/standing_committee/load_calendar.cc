#include "services/standing_committee/load_calendar.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "fmt/format.h"
#include "services/programme/guidance.h"
#include "services/rules/calendar_check.h"
#include "services/rules/names.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/rules/scope.h"
#include "services/rules/task_machine.h"
#include "services/rules/working_days.h"
#include "services/serving/fields.h"
#include "storage/calendars.h"
#include "storage/programmes.h"
#include "storage/tasks.h"

namespace phancong::standing_committee {
namespace {

// Open tasks whose term in working days ends on another day by this calendar; a term that it does not cover has no end.
absl::StatusOr<int64_t> CountAffected(serving::CommandContext& context, const v1::Calendar& calendar) {
  ASSIGN_OR_RETURN(const std::vector<storage::TermRow> terms,
                   storage::TermsInForce(context.tx(), context.federation()));
  int64_t affected = 0;
  for (const storage::TermRow& term : terms) {
    const absl::StatusOr<rules::Day> due = rules::WorkingDaysAfter(calendar, term.from_day, term.working_days);
    if (!due.ok() || *due == term.due_day) continue;
    ASSIGN_OR_RETURN(const storage::TaskRow task, storage::GetTask(context.tx(), context.federation(), term.task));
    if (rules::IsOpen(task.state)) ++affected;
  }
  return affected;
}

absl::Status Count(serving::CommandContext& context, const v1::Calendar& calendar, v1::LoadCalendarResponse* response) {
  response->set_holiday_count(calendar.holidays_size());
  response->set_working_day_count(calendar.working_days_size());
  ASSIGN_OR_RETURN(const int64_t affected, CountAffected(context, calendar));
  response->set_affected_count(affected);
  return absl::OkStatus();
}

}  // namespace

absl::Status LoadCalendar(serving::CommandContext& context, const v1::LoadCalendarRequest& request,
                          v1::LoadCalendarResponse* response) {
  RETURN_IF_ERROR(rules::ParseName(request.parent(), rules::NameKind::kFederation, "parent").status());
  std::string decision_number;
  if (!request.validate_only()) {
    ASSIGN_OR_RETURN(decision_number, serving::DecisionNumberOf(request.decision_number()));
  }
  if (request.source().size() > rules::kCalendarBytes) {
    return rules::Refuse(v1::ERROR_REASON_TOO_LARGE, {{"limit", "900 KiB"}});
  }
  rules::CalendarReading file = rules::ReadCalendar(request.source());
  if (request.validate_only()) {
    for (const rules::FileProblem& problem : file.problems) {
      *response->add_problems() = rules::ProblemIn(problem, context.actor().language);
    }
    return file.calendar ? Count(context, *file.calendar, response) : absl::OkStatus();
  }
  if (!file.problems.empty()) return rules::RefuseFile(file.problems);

  ASSIGN_OR_RETURN(const std::optional<storage::CalendarRow> newest,
                   storage::NewestCalendar(context.tx(), context.federation()));
  v1::Event event;
  v1::CalendarLoaded& loaded = *event.mutable_calendar_loaded();
  loaded.set_version(newest ? newest->version + 1 : 1);
  loaded.set_decision_number(decision_number);
  *loaded.mutable_calendar() = *std::move(file.calendar);
  RETURN_IF_ERROR(context.Emit(event));
  response->set_calendar(rules::CalendarName(context.actor().federation_id, loaded.version()));
  return Count(context, loaded.calendar(), response);
}

absl::Status RecordGuidance(serving::CommandContext& context, const v1::RecordGuidanceRequest& request,
                            v1::RecordGuidanceResponse* response) {
  RETURN_IF_ERROR(rules::ParseName(request.parent(), rules::NameKind::kFederation, "parent").status());
  ASSIGN_OR_RETURN(const std::string number,
                   serving::RequiredLineOf(request.document().number(), "document.number", serving::kNumberLength));
  ASSIGN_OR_RETURN(const rules::Day day, serving::RequiredDayOf(request.document().date(), "document.date"));
  if (day > context.today()) {
    return rules::RefuseField("document.date", "không được sau hôm nay", "must not be after today");
  }
  ASSIGN_OR_RETURN(const std::string issuer,
                   serving::LineOf(request.document().issuer(), "document.issuer", serving::kTitleLength));
  ASSIGN_OR_RETURN(const storage::ProgrammeRow row, storage::NewestProgramme(context.tx(), context.federation()));
  const v1::Item* const item = rules::FindItem(*row.programme, request.item());
  if (item == nullptr) {
    return rules::RefuseField("item", fmt::format("chương trình không có mục “{}”", request.item()),
                              fmt::format("the programme has no item “{}”", request.item()));
  }
  if (!item->awaits_guidance()) {
    return rules::RefuseField("item", fmt::format("mục {} không chờ hướng dẫn nào", item->id()),
                              fmt::format("item {} waits for no guidance", item->id()));
  }
  using Numbers = std::map<std::string, int64_t>;
  ASSIGN_OR_RETURN(const Numbers numbers, storage::ItemNumbers(context.tx(), context.federation()));

  v1::Event event;
  v1::GuidanceRecorded& recorded = *event.mutable_guidance_recorded();
  recorded.set_item_number(numbers.at(item->id()));
  recorded.set_document_number(number);
  recorded.set_document_day(day);
  recorded.set_document_issuer(issuer);
  RETURN_IF_ERROR(context.Emit(event));
  using Recorded = std::map<int64_t, storage::GuidanceRow>;
  ASSIGN_OR_RETURN(const Recorded guidance, storage::AllGuidance(context.tx(), context.federation(), context.today()));
  const auto kept = guidance.find(recorded.item_number());
  return programme::ShowGuidance(context.tx(), context.federation(), context.actor().federation_id, *item,
                                 kept == guidance.end() ? nullptr : &kept->second, response->mutable_guidance());
}

}  // namespace phancong::standing_committee
