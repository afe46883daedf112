#include "client/cli/names.h"

#include <vector>

#include "client/cli/failure.h"
#include "client/cli/strings.h"

namespace phancong::client {
namespace {

using rules::NameKind;

absl::Status NotAName(NameKind kind, std::string_view text) {
  switch (kind) {
    case NameKind::kTask:
      return WrongUsage(Concat("“", text,
                               "” không phải là tên nhiệm vụ: viết MỤC.ĐƠN-VỊ hoặc ĐỢT/MỤC.ĐƠN-VỊ, "
                               "như 1.3.thpt-viet-vinh hay 2025/1.3.thpt-viet-vinh."),
                        Concat("\"", text,
                               "\" is no task's name: write ITEM.UNION or ROUND/ITEM.UNION, such as "
                               "1.3.thpt-viet-vinh or 2025/1.3.thpt-viet-vinh."));
    case NameKind::kFinding:
      return WrongUsage(Concat("“", text, "” không phải là tên phát hiện: viết CUỘC-KIỂM-TRA/SỐ, như 2025-03/1."),
                        Concat("\"", text, "\" is no finding's name: write INSPECTION/NUMBER, such as 2025-03/1."));
    case NameKind::kExtension:
      return WrongUsage(
          Concat("“", text, "” không phải là tên đề nghị gia hạn: viết NHIỆM-VỤ/SỐ, như ", "1.3.thpt-viet-vinh/1."),
          Concat("\"", text, "\" is no extension's name: write TASK/NUMBER, such as ", "1.3.thpt-viet-vinh/1."));
    default:
      return WrongUsage(Concat("“", text, "” không dùng làm tên được."), Concat("\"", text, "\" can't be a name."));
  }
}

// How many ids a name of this kind has, the round's left out or not.
struct Ids {
  size_t least = 1;
  size_t most = 1;
};
Ids IdsOf(NameKind kind) {
  switch (kind) {
    case NameKind::kTask:
    case NameKind::kUnionPlan:
    case NameKind::kRating:
      return {1, 2};
    case NameKind::kFinding:
      return {2, 2};
    case NameKind::kExtension:
      return {2, 3};
    default:
      return {1, 1};
  }
}

// Whether the name belongs to a round, which may be the one meant.
bool IsOfARound(NameKind kind) {
  return kind == NameKind::kTask || kind == NameKind::kExtension || kind == NameKind::kUnionPlan ||
         kind == NameKind::kRating;
}

bool IsId(std::string_view text) { return !text.empty() && text.find_first_of(" \t\n/") == std::string_view::npos; }

}  // namespace

absl::StatusOr<std::string> FullName(NameKind kind, std::string_view text, const Place& place) {
  if (text.starts_with("federations/")) return std::string(text);
  const std::string federation = rules::FederationName(place.federation);
  const std::vector<std::string_view> ids = Split(text, '/');
  const Ids expected = IdsOf(kind);
  // A plan and a rating are of a union, and their round comes last.
  const bool round_last = kind == NameKind::kUnionPlan || kind == NameKind::kRating;
  const std::string_view named = round_last ? ids.back() : ids[0];
  const std::string_view round = ids.size() == expected.most ? named : place.round;
  if ((IsOfARound(kind) && round.empty()) || (kind == NameKind::kRound && text.empty())) {
    return WrongUsage("Chưa biết đợt nào: hãy thêm --round, như --round 2025.",
                      "No round is meant: add --round, such as --round 2025.");
  }
  for (std::string_view id : ids) {
    if (!IsId(id)) return NotAName(kind, text);
  }
  if (ids.size() < expected.least || ids.size() > expected.most) return NotAName(kind, text);
  switch (kind) {
    case NameKind::kFederation:
      return rules::FederationName(text);
    case NameKind::kUnion:
      return text == rules::kFederationAssignee ? federation : Concat(federation, "/unions/", text);
    case NameKind::kAccount:
      return Concat(federation, "/accounts/", text);
    case NameKind::kSession:
      return Concat(federation, "/accounts/", place.account, "/sessions/", text);
    case NameKind::kPosition:
      return Concat(federation, "/positions/", text);
    case NameKind::kProgramme:
      return Concat(federation, "/programmes/", text);
    case NameKind::kRound:
      return Concat(federation, "/rounds/", text);
    case NameKind::kTask:
      if (!Contains(ids.back(), ".")) return NotAName(kind, text);
      return Concat(federation, "/rounds/", round, "/tasks/", ids.back());
    case NameKind::kInspection:
      return Concat(federation, "/inspections/", text);
    case NameKind::kFinding:
      return Concat(federation, "/inspections/", ids[0], "/findings/", ids[1]);
    case NameKind::kResponsibility:
      return Concat(federation, "/responsibilities/", text);
    case NameKind::kEntry:
      return Concat(federation, "/entries/", text);
    case NameKind::kExtension:
      if (!Contains(ids[ids.size() - 2], ".")) return NotAName(kind, text);
      return Concat(federation, "/rounds/", round, "/tasks/", ids[ids.size() - 2], "/extensions/", ids.back());
    case NameKind::kEvidence:
      return Concat(federation, "/evidence/", text);
    case NameKind::kDelegation:
      return Concat(federation, "/delegations/", text);
    case NameKind::kUnionPlan:
      return Concat(federation, "/unions/", ids[0], "/plans/", round);
    case NameKind::kUnionChange:
      return Concat(federation, "/unionChanges/", text);
    case NameKind::kRestatement:
      return Concat(federation, "/restatements/", text);
    case NameKind::kCalendar:
      return Concat(federation, "/calendars/", text);
    case NameKind::kInspectionPlan:
      return Concat(federation, "/inspectionPlans/", text);
    case NameKind::kRating:
      return Concat(federation, "/unions/", ids[0], "/ratings/", round);
    case NameKind::kReport:
      return Concat(federation, "/reports/", text);
  }
  return NotAName(kind, text);
}

std::string ShortName(std::string_view name, const Place& place, bool leave_out_round) {
  const std::string federation = rules::FederationName(place.federation);
  std::string_view rest = name;
  if (!TakePrefix(rest, federation)) return std::string(name);
  if (rest.empty()) return std::string(rules::kFederationAssignee);
  if (!TakePrefix(rest, "/")) return std::string(name);
  const std::vector<std::string_view> parts = Split(rest, '/');
  if (parts.size() % 2 != 0) return std::string(name);
  // The collections ("rounds", "tasks") go, the ids stay.
  std::vector<std::string_view> ids;
  for (size_t i = 1; i < parts.size(); i += 2) ids.push_back(parts[i]);
  const std::string_view collection = parts[parts.size() - 2];
  // A number alone would mean one's own.
  if (collection == "sessions" && ids[0] != place.account) return std::string(name);
  const bool of_round_meant =
      (collection == "tasks" || collection == "extensions") && leave_out_round && ids[0] == place.round;
  if (collection == "sessions" || of_round_meant) ids.erase(ids.begin());
  std::string shortened = Join(ids, "/");
  // A union may be called "federations", and would then be taken for the beginning of a full name.
  return shortened.starts_with("federations/") ? std::string(name) : shortened;
}

std::string FederationId(std::string_view name) {
  TakePrefix(name, "federations/");
  return std::string(name);
}

}  // namespace phancong::client
