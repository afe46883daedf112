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
    default:
      return WrongUsage(Concat("“", text, "” không dùng làm tên được."), Concat("\"", text, "\" can't be a name."));
  }
}

bool IsId(std::string_view text) { return !text.empty() && text.find_first_of(" \t\n/") == std::string_view::npos; }

}  // namespace

absl::StatusOr<std::string> FullName(NameKind kind, std::string_view text, const Place& place) {
  if (text.starts_with("federations/")) return std::string(text);
  const std::string federation = rules::FederationName(place.federation);
  const std::vector<std::string_view> ids = Split(text, '/');
  const std::string_view round = ids.size() == 2 ? ids[0] : place.round;
  if ((kind == NameKind::kTask && round.empty()) || (kind == NameKind::kRound && text.empty())) {
    return WrongUsage("Chưa biết đợt nào: hãy thêm --round, như --round 2025.",
                      "No round is meant: add --round, such as --round 2025.");
  }
  for (std::string_view id : ids) {
    if (!IsId(id)) return NotAName(kind, text);
  }
  const size_t expected = kind == NameKind::kFinding || (kind == NameKind::kTask && ids.size() > 1) ? 2 : 1;
  if (ids.size() != expected) return NotAName(kind, text);
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
  const bool alone = collection == "sessions" || (collection == "tasks" && leave_out_round && ids[0] == place.round);
  return alone ? std::string(ids.back()) : Join(ids, "/");
}

}  // namespace phancong::client
