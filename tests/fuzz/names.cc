// Names and texts as they come in from anywhere: resource names, dates, lines, and what is shown of them.
#include "client/cli/names.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "client/cli/table.h"
#include "services/rules/dates.h"
#include "services/rules/names.h"
#include "services/rules/text.h"
#include "services/serving/fields.h"
#include "tests/fuzz/must.h"

namespace phancong::fuzz {
namespace {

using rules::NameKind;

// The one name of a resource.
std::string NameOf(const rules::ResourceName& name) {
  const auto numbered = [&](std::string written, std::string_view collection) {
    return name.number != 0 ? written : rules::FederationName(name.federation) + "/" + std::string(collection) + "/-";
  };
  switch (name.kind) {
    case NameKind::kFederation:
      return rules::FederationName(name.federation);
    case NameKind::kUnion:
      return rules::UnionName(name.federation, name.id);
    case NameKind::kAccount:
      return rules::AccountName(name.federation, name.id);
    case NameKind::kSession:
      return rules::SessionName(name.federation, name.id, name.number);
    case NameKind::kPosition:
      return rules::PositionName(name.federation, name.number);
    case NameKind::kProgramme:
      return numbered(rules::ProgrammeName(name.federation, name.number), "programmes");
    case NameKind::kRound:
      return rules::RoundName(name.federation, name.id);
    case NameKind::kTask:
      return rules::TaskName(name.federation, name.id, name.item, name.assignee);
    case NameKind::kInspection:
      return rules::InspectionName(name.federation, name.id);
    case NameKind::kFinding:
      return rules::FindingName(name.federation, name.id, name.number);
    case NameKind::kResponsibility:
      return rules::ResponsibilityName(name.federation, name.number);
    case NameKind::kEntry:
      return rules::EntryName(name.federation, name.number);
    case NameKind::kExtension:
      return rules::ExtensionName(rules::TaskName(name.federation, name.id, name.item, name.assignee), name.number);
    case NameKind::kEvidence:
      return rules::EvidenceName(name.federation, name.number);
    case NameKind::kDelegation:
      return rules::DelegationName(name.federation, name.number);
    case NameKind::kUnionPlan:
      return rules::UnionPlanName(name.federation, name.assignee, name.id);
    case NameKind::kUnionChange:
      return rules::UnionChangeName(name.federation, name.number);
    case NameKind::kRestatement:
      return rules::RestatementName(name.federation, name.number);
    case NameKind::kCalendar:
      return numbered(rules::CalendarName(name.federation, name.number), "calendars");
    case NameKind::kInspectionPlan:
      return rules::InspectionPlanName(name.federation, name.id);
    case NameKind::kRating:
      return rules::RatingName(name.federation, name.assignee, name.id);
    case NameKind::kReport:
      return rules::ReportName(name.federation, name.number);
  }
  return "";
}

void CheckText(std::string_view text) {
  const absl::StatusOr<std::string> nfc = rules::Nfc(text);
  if (nfc.ok()) Must(*rules::Nfc(*nfc) == *nfc, "normalising twice changes nothing");
  const std::string folded = rules::Fold(text);
  Must(rules::Fold(folded) == folded, "folding twice changes nothing");
  Must(rules::FoldedMatch(folded, folded), "a text is found by itself");
  if (nfc.ok()) Must(rules::Fold(*nfc) == folded, "how marks are written makes no difference to a search");
  Must(rules::SortKey(text).find('\0') == std::string::npos, "a sort key has no zero byte");
  Must(rules::Length(text) <= static_cast<int64_t>(text.size()), "a character has a byte or more");
  Must(rules::DisplayWidth(text) <= 2 * rules::Length(text), "a character has two columns or fewer");
}

void CheckShown(std::string_view text, int width) {
  for (const bool keep_lines : {false, true}) {
    const std::string safe = client::SafeText(text, keep_lines);
    Must(!rules::HasUnsafeCharacters(safe), "what is shown is safe");
    Must(safe.find_first_of(keep_lines ? "\r\t" : "\r\n\t") == std::string::npos, "and stays on its line");
  }
  const std::string safe = client::SafeText(text);
  Must(rules::DisplayWidth(client::Cut(safe, width)) <= width, "what is cut fits");
  for (const std::string& line : client::Wrap(safe, width)) {
    Must(rules::DisplayWidth(line) <= width, "what is wrapped fits");
  }
  const client::Table table{.headings = {{"a"}, {"b", true}, {"c", false, true}, {"d", false, false, true}},
                            .rows = {{{std::string(text)}, {"1"}, {std::string(text)}, {std::string(text)}}}};
  Must(!rules::HasUnsafeCharacters(client::RenderTable(table, 60, false)), "a table is safe");
  const client::Table csv{.headings = {{"a"}}, .rows = {{{std::string(text)}}}};
  Must(!rules::HasUnsafeCharacters(client::RenderCsv(csv)), "and so is CSV");
}

}  // namespace
}  // namespace phancong::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace phancong;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  fuzz::CheckText(text);
  fuzz::CheckShown(text, size == 0 ? 2 : 2 + data[0] % 80);

  if (const absl::StatusOr<rules::ResourceName> name = rules::ParseName(text); name.ok()) {
    fuzz::Must(fuzz::NameOf(*name) == text, "a resource has one name");
  }
  if (const std::optional<rules::Day> day = rules::ParseDate(text)) {
    fuzz::Must(rules::ParseDate(rules::IsoDate(*day)) == day && rules::ParseDate(rules::VietnameseDate(*day)) == day,
               "a date can be written in both ways");
  }
  if (const absl::StatusOr<std::string> line = serving::LineOf(text, "text", 300); line.ok()) {
    fuzz::Must(!rules::HasUnsafeCharacters(*line) && line->find_first_of("\r\n\t") == std::string::npos &&
                   rules::Length(*line) <= 300 && *serving::LineOf(*line, "text", 300) == *line,
               "a line is a line, and stays what it is");
  }
  const client::Place place{.federation = "bac-quang", .account = "chu-tich", .round = "2025"};
  for (const rules::NameKind kind : {rules::NameKind::kTask, rules::NameKind::kFinding, rules::NameKind::kExtension,
                                     rules::NameKind::kUnion, rules::NameKind::kRating, rules::NameKind::kSession}) {
    const absl::StatusOr<std::string> full = client::FullName(kind, text, place);
    if (!full.ok()) continue;
    const absl::StatusOr<std::string> again = client::FullName(kind, client::ShortName(*full, place, false), place);
    fuzz::Must(!rules::ParseName(*full, kind).ok() || (again.ok() && *again == *full),
               "a short name means the same resource");
  }
  return 0;
}
