#include "services/rules/names.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <initializer_list>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "fmt/format.h"
#include "services/rules/refusal.h"

namespace phancong::rules {
namespace {

constexpr size_t kMadeIdBytes = 40;
constexpr size_t kIdBytes = 60;
// Of the longest name, an extension's.
constexpr size_t kMostParts = 8;

// How a name of each kind reads, in the order of NameKind.
constexpr std::array<std::string_view, 22> kPatterns = {
    "federations/{federation}",
    "federations/{federation}/unions/{union}",
    "federations/{federation}/accounts/{account}",
    "federations/{federation}/accounts/{account}/sessions/{number}",
    "federations/{federation}/positions/{number}",
    "federations/{federation}/programmes/{version}",
    "federations/{federation}/rounds/{round}",
    "federations/{federation}/rounds/{round}/tasks/{item}.{assignee}",
    "federations/{federation}/inspections/{inspection}",
    "federations/{federation}/inspections/{inspection}/findings/{number}",
    "federations/{federation}/responsibilities/{number}",
    "federations/{federation}/entries/{revision}",
    "federations/{federation}/rounds/{round}/tasks/{item}.{assignee}/extensions/{number}",
    "federations/{federation}/evidence/{number}",
    "federations/{federation}/delegations/{number}",
    "federations/{federation}/unions/{union}/plans/{round}",
    "federations/{federation}/unionChanges/{number}",
    "federations/{federation}/restatements/{number}",
    "federations/{federation}/calendars/{version}",
    "federations/{federation}/inspectionPlans/{plan}",
    "federations/{federation}/unions/{union}/ratings/{year}",
    "federations/{federation}/reports/{number}",
};

// 1 to `most` bytes of which each is allowed, the first and the last a letter or digit: an id is no option of a command
// line, no "-" for all, and no part of a path.
template <typename Allowed>
bool IsId(std::string_view id, size_t most, Allowed allowed) {
  return !id.empty() && id.size() <= most && absl::ascii_isalnum(id.front()) && absl::ascii_isalnum(id.back()) &&
         std::all_of(id.begin(), id.end(), allowed);
}

bool IsAnyId(std::string_view id, size_t most) {
  return IsId(id, most, [](char c) { return absl::ascii_isalnum(c) || c == '.' || c == '-' || c == '_'; });
}

// Decimal, 1 or more, written in one way only.
std::optional<int64_t> Number(std::string_view text) {
  if (text.empty() || !absl::ascii_isdigit(text.front()) || text.front() == '0') return std::nullopt;
  int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::optional<ResourceName> Numbered(ResourceName name, NameKind kind, std::string_view text) {
  const std::optional<int64_t> number = Number(text);
  if (!number) return std::nullopt;
  name.kind = kind;
  name.number = *number;
  return name;
}

// federations/{federation}/{collection}/{id}
std::optional<ResourceName> ParseMember(ResourceName name, std::string_view collection, std::string_view id) {
  if (collection == "positions") return Numbered(std::move(name), NameKind::kPosition, id);
  if (collection == "responsibilities") return Numbered(std::move(name), NameKind::kResponsibility, id);
  if (collection == "entries") return Numbered(std::move(name), NameKind::kEntry, id);
  if (collection == "evidence") return Numbered(std::move(name), NameKind::kEvidence, id);
  if (collection == "delegations") return Numbered(std::move(name), NameKind::kDelegation, id);
  if (collection == "unionChanges") return Numbered(std::move(name), NameKind::kUnionChange, id);
  if (collection == "restatements") return Numbered(std::move(name), NameKind::kRestatement, id);
  if (collection == "reports") return Numbered(std::move(name), NameKind::kReport, id);
  if (collection == "programmes" || collection == "calendars") {
    name.kind = collection == "programmes" ? NameKind::kProgramme : NameKind::kCalendar;
    if (id == "-") return name;
    return Numbered(std::move(name), name.kind, id);
  }
  name.id = id;
  if (collection == "unions" && IsUnionId(id)) {
    name.kind = NameKind::kUnion;
  } else if (collection == "accounts" && IsAccountId(id)) {
    name.kind = NameKind::kAccount;
  } else if (collection == "rounds" && (id == "-" || IsAnyId(id, kIdBytes))) {
    name.kind = NameKind::kRound;
  } else if (collection == "inspections" && IsAnyId(id, kIdBytes)) {
    name.kind = NameKind::kInspection;
  } else if (collection == "inspectionPlans" && IsAnyId(id, kIdBytes)) {
    name.kind = NameKind::kInspectionPlan;
  } else {
    return std::nullopt;
  }
  return name;
}

// {parent}/{collection}/{id}, where the parent is a member of the federation, or a task.
std::optional<ResourceName> ParsePart(ResourceName parent, std::string_view collection, std::string_view id) {
  if (parent.kind == NameKind::kAccount && collection == "sessions") {
    return Numbered(std::move(parent), NameKind::kSession, id);
  }
  if (parent.kind == NameKind::kInspection && collection == "findings") {
    return Numbered(std::move(parent), NameKind::kFinding, id);
  }
  if (parent.kind == NameKind::kTask && collection == "extensions") {
    return Numbered(std::move(parent), NameKind::kExtension, id);
  }
  if (parent.kind == NameKind::kUnion && (collection == "plans" || collection == "ratings") && IsAnyId(id, kIdBytes)) {
    parent.kind = collection == "plans" ? NameKind::kUnionPlan : NameKind::kRating;
    parent.assignee = std::move(parent.id);
    parent.id = id;
    return parent;
  }
  if (parent.kind == NameKind::kRound && parent.id != "-" && collection == "tasks") {
    // An item may have dots in it, an assignee none.
    const size_t dot = id.rfind('.');
    if (dot == std::string_view::npos) return std::nullopt;
    const std::string_view item = id.substr(0, dot);
    const std::string_view assignee = id.substr(dot + 1);
    if (!IsProgrammeId(item) || !(assignee == kFederationAssignee || IsUnionId(assignee))) return std::nullopt;
    parent.kind = NameKind::kTask;
    parent.item = item;
    parent.assignee = assignee;
    return parent;
  }
  return std::nullopt;
}

std::optional<ResourceName> Parse(std::string_view text) {
  std::array<std::string_view, kMostParts> parts;
  size_t count = 0;
  for (size_t from = 0; from <= text.size(); ++count) {
    if (count == parts.size()) return std::nullopt;
    const size_t slash = std::min(text.find('/', from), text.size());
    parts[count] = text.substr(from, slash - from);
    from = slash + 1;
  }
  if (count % 2 != 0 || parts[0] != "federations" || !IsFederationId(parts[1])) return std::nullopt;
  std::optional<ResourceName> name(std::in_place);
  name->federation = parts[1];
  if (count >= 4) name = ParseMember(*std::move(name), parts[2], parts[3]);
  for (size_t part = 4; part < count && name; part += 2) {
    name = ParsePart(*std::move(name), parts[part], parts[part + 1]);
  }
  return name;
}

// Names are made for each row of a list: a format that is read each time costs more than what it joins.
std::string Joined(std::initializer_list<std::string_view> parts) {
  size_t size = 0;
  for (const std::string_view part : parts) size += part.size();
  std::string joined;
  joined.reserve(size);
  for (const std::string_view part : parts) joined += part;
  return joined;
}

std::string Member(std::string_view federation, std::string_view collection, std::string_view id) {
  return Joined({"federations/", federation, "/", collection, "/", id});
}

std::string Member(std::string_view federation, std::string_view collection, int64_t number) {
  return Member(federation, collection, std::string_view(fmt::to_string(number)));
}

}  // namespace

absl::StatusOr<ResourceName> ParseName(std::string_view name, std::string_view field) {
  std::optional<ResourceName> parsed = Parse(name);
  if (!parsed) {
    return RefuseField(std::string(field), "không phải là một tên hợp lệ; tên đúng có dạng federations/{federation}/…",
                       "is not a well-formed name; a name reads federations/{federation}/…");
  }
  return *std::move(parsed);
}

absl::StatusOr<ResourceName> ParseName(std::string_view name, NameKind kind, std::string_view field) {
  std::optional<ResourceName> parsed = Parse(name);
  if (!parsed || parsed->kind != kind) {
    const std::string_view pattern = kPatterns[static_cast<size_t>(kind)];
    return RefuseField(std::string(field), fmt::format("phải có dạng {}", pattern),
                       fmt::format("must read {}", pattern));
  }
  return *std::move(parsed);
}

std::string FederationName(std::string_view federation) { return fmt::format("federations/{}", federation); }

std::string UnionName(std::string_view federation, std::string_view id) { return Member(federation, "unions", id); }

std::string AccountName(std::string_view federation, std::string_view id) { return Member(federation, "accounts", id); }

std::string SessionName(std::string_view federation, std::string_view account, int64_t number) {
  return fmt::format("{}/sessions/{}", AccountName(federation, account), number);
}

std::string PositionName(std::string_view federation, int64_t number) {
  return Member(federation, "positions", number);
}

std::string ProgrammeName(std::string_view federation, int64_t version) {
  return Member(federation, "programmes", version);
}

std::string RoundName(std::string_view federation, std::string_view id) { return Member(federation, "rounds", id); }

std::string TaskName(std::string_view federation, std::string_view round, std::string_view item,
                     std::string_view assignee) {
  return Joined({"federations/", federation, "/rounds/", round, "/tasks/", item, ".", assignee});
}

std::string InspectionName(std::string_view federation, std::string_view id) {
  return Member(federation, "inspections", id);
}

std::string FindingName(std::string_view federation, std::string_view inspection, int64_t number) {
  return fmt::format("{}/findings/{}", InspectionName(federation, inspection), number);
}

std::string ResponsibilityName(std::string_view federation, int64_t number) {
  return Member(federation, "responsibilities", number);
}

std::string EntryName(std::string_view federation, int64_t revision) { return Member(federation, "entries", revision); }

std::string ExtensionName(std::string_view task, int64_t number) {
  return fmt::format("{}/extensions/{}", task, number);
}

std::string EvidenceName(std::string_view federation, int64_t number) { return Member(federation, "evidence", number); }

std::string DelegationName(std::string_view federation, int64_t number) {
  return Member(federation, "delegations", number);
}

std::string UnionPlanName(std::string_view federation, std::string_view union_id, std::string_view round) {
  return fmt::format("{}/plans/{}", UnionName(federation, union_id), round);
}

std::string UnionChangeName(std::string_view federation, int64_t number) {
  return Member(federation, "unionChanges", number);
}

std::string RestatementName(std::string_view federation, int64_t number) {
  return Member(federation, "restatements", number);
}

std::string CalendarName(std::string_view federation, int64_t version) {
  return Member(federation, "calendars", version);
}

std::string InspectionPlanName(std::string_view federation, std::string_view id) {
  return Member(federation, "inspectionPlans", id);
}

std::string RatingName(std::string_view federation, std::string_view union_id, std::string_view year) {
  return fmt::format("{}/ratings/{}", UnionName(federation, union_id), year);
}

std::string ReportName(std::string_view federation, int64_t number) { return Member(federation, "reports", number); }

bool IsFederationId(std::string_view id) {
  return IsId(id, kMadeIdBytes, [](char c) { return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '-'; });
}

bool IsUnionId(std::string_view id) { return id != kFederationAssignee && IsFederationId(id); }

bool IsAccountId(std::string_view id) {
  return IsId(id, kMadeIdBytes, [](char c) {
    return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '.' || c == '-' || c == '_';
  });
}

bool IsProgrammeId(std::string_view id) { return IsAnyId(id, kMadeIdBytes); }

absl::StatusOr<std::string> NextAdHocItemId(std::string_view last) {
  if (last.empty()) return fmt::format("{}1", kAdHocItemPrefix);
  const std::optional<int64_t> before =
      last.starts_with(kAdHocItemPrefix) ? Number(last.substr(kAdHocItemPrefix.size())) : std::nullopt;
  if (!before) return absl::DataLossError(fmt::format("item {}: not the id of an ad hoc item", last));
  return fmt::format("{}{}", kAdHocItemPrefix, *before + 1);
}

}  // namespace phancong::rules
