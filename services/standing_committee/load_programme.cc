#include "services/standing_committee/load_programme.h"

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "fmt/format.h"
#include "services/rules/dates.h"
#include "services/rules/names.h"
#include "services/rules/programme_check.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/serving/fields.h"
#include "storage/federations.h"
#include "storage/programmes.h"

namespace phancong::standing_committee {
namespace {

void Count(const v1::Programme& programme, v1::LoadProgrammeResponse* response) {
  for (const v1::Item& item : programme.items()) {
    switch (item.kind()) {
      case v1::Item::KIND_INDICATOR:
        response->set_indicator_count(response->indicator_count() + 1);
        break;
      case v1::Item::KIND_PLAN:
        response->set_plan_count(response->plan_count() + 1);
        break;
      default:
        response->set_duty_count(response->duty_count() + 1);
        break;
    }
  }
}

// Whether a programme may follow the one that is loaded.
std::optional<rules::FileProblem> WhyNotNext(const v1::Programme& loaded, const v1::Programme& next) {
  const rules::Day end = *rules::DayOf(loaded.term_end());
  if (next.id() == loaded.id() || *rules::DayOf(next.term_begin()) > end) return std::nullopt;
  return rules::FileProblem{
      .line = 0,
      .field = "id",
      .vi = fmt::format("đang có chương trình “{}” đến ngày {}: phiên bản mới của nó phải giữ id này, chương trình của "
                        "nhiệm kỳ sau phải bắt đầu sau ngày đó",
                        loaded.id(), rules::VietnameseDate(end)),
      .en = fmt::format("programme “{}” is loaded until {}: its next version keeps this id, the programme of the next "
                        "term begins after that day",
                        loaded.id(), rules::IsoDate(end))};
}

// An item keeps its number; a new one gets the next.
absl::Status NumberItems(serving::CommandContext& context, v1::ProgrammeLoaded* event) {
  using Numbers = std::map<std::string, int64_t>;
  ASSIGN_OR_RETURN(const Numbers numbers, storage::ItemNumbers(context.tx(), context.federation()));
  ASSIGN_OR_RETURN(int64_t next, storage::NextItem(context.tx(), context.federation()));
  for (const v1::Item& item : event->programme().items()) {
    const auto known = numbers.find(item.id());
    event->add_item_numbers(known == numbers.end() ? next++ : known->second);
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status LoadProgramme(serving::CommandContext& context, const v1::LoadProgrammeRequest& request,
                           v1::LoadProgrammeResponse* response) {
  RETURN_IF_ERROR(rules::ParseName(request.parent(), rules::NameKind::kFederation, "parent").status());
  std::string decision_number;
  if (!request.validate_only()) {
    ASSIGN_OR_RETURN(decision_number, serving::DecisionNumberOf(request.decision_number()));
  }
  if (request.source().size() > rules::kProgrammeBytes) {
    return rules::Refuse(v1::ERROR_REASON_TOO_LARGE, {{"limit", "900 KiB"}});
  }
  rules::ProgrammeReading file = rules::ReadProgramme(request.source());
  ASSIGN_OR_RETURN(const storage::FederationRow federation, storage::GetFederation(context.tx(), context.federation()));
  if (file.programme && federation.programme_version != 0) {
    ASSIGN_OR_RETURN(const storage::ProgrammeRow loaded,
                     storage::GetProgramme(context.tx(), context.federation(), federation.programme_version));
    if (auto problem = WhyNotNext(*loaded.programme, *file.programme)) file.problems.push_back(*std::move(problem));
  }
  if (request.validate_only()) {
    if (file.programme) Count(*file.programme, response);
    for (const rules::FileProblem& problem : file.problems) {
      *response->add_problems() = rules::ProblemIn(problem, context.actor().language);
    }
    return absl::OkStatus();
  }
  if (!file.problems.empty()) return rules::RefuseFile(file.problems);

  v1::Event event;
  v1::ProgrammeLoaded& loaded = *event.mutable_programme_loaded();
  loaded.set_version(federation.programme_version + 1);
  loaded.set_decision_number(decision_number);
  *loaded.mutable_programme() = *std::move(file.programme);
  RETURN_IF_ERROR(NumberItems(context, &loaded));
  RETURN_IF_ERROR(context.Emit(event));
  response->set_programme(rules::ProgrammeName(context.actor().federation_id, loaded.version()));
  Count(loaded.programme(), response);
  return absl::OkStatus();
}

}  // namespace phancong::standing_committee
