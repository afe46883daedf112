#include "services/rules/team.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <utility>

#include "absl/strings/str_join.h"
#include "fmt/format.h"
#include "services/rules/refusal.h"

namespace phancong::rules {
namespace {

// Which fact keeps somebody off, in both languages; it follows their name.
struct Fact {
  std::string vi;
  std::string en;
};

bool IsInUnit(const PositionFact& fact, int64_t unit) {
  return unit == 0 ? IsStandingCommittee(fact.position) : fact.union_number == unit;
}

// What was ended before it began never was.
bool Overlaps(Day from, Day to, const Period& period) {
  return from <= period.end && (to == 0 || (to >= from && to >= period.begin));
}

std::string VietnameseSpan(Day from, Day to) {
  return to == 0 ? fmt::format("từ {}", VietnameseDate(from))
                 : fmt::format("từ {} đến {}", VietnameseDate(from), VietnameseDate(to));
}

std::string EnglishSpan(Day from, Day to) {
  return to == 0 ? fmt::format("from {}", IsoDate(from)) : fmt::format("from {} to {}", IsoDate(from), IsoDate(to));
}

std::optional<Fact> HoldsPosition(const Inspected& inspected, const Candidate& person, Day today) {
  for (const PositionFact& fact : person.positions) {
    if (!IsInUnit(fact, inspected.unit)) continue;
    if (!HoldsOn(fact, today) && !Overlaps(fact.from_day, fact.to_day, inspected.period)) continue;
    return Fact{
        .vi = fmt::format("giữ chức vụ trong đơn vị được kiểm tra {}", VietnameseSpan(fact.from_day, fact.to_day)),
        .en =
            fmt::format("holds or held a position in the unit inspected {}", EnglishSpan(fact.from_day, fact.to_day))};
  }
  return std::nullopt;
}

std::optional<Fact> Did(const Inspected& inspected, const Candidate& person, Deed deed, std::string_view vi,
                        std::string_view en) {
  for (const Dealing& dealing : person.dealings) {
    if (dealing.deed != deed || !Overlaps(dealing.day, dealing.day, inspected.period)) continue;
    return Fact{.vi = fmt::format("{} ngày {}", vi, VietnameseDate(dealing.day)),
                .en = fmt::format("{} on {}", en, IsoDate(dealing.day))};
  }
  return std::nullopt;
}

std::optional<Fact> Reviews(const Inspected& inspected, const Candidate& person) {
  for (const Period& days : person.in_charge) {
    if (!Overlaps(days.begin, days.end, inspected.period)) continue;
    return Fact{.vi = fmt::format("phụ trách đơn vị được kiểm tra {}", VietnameseSpan(days.begin, days.end)),
                .en = fmt::format("is or was in charge of the unit inspected {}", EnglishSpan(days.begin, days.end))};
  }
  if (auto fact =
          Did(inspected, person, Deed::kAccepted, "đã duyệt báo cáo của đơn vị", "accepted a report of the unit")) {
    return fact;
  }
  if (auto fact =
          Did(inspected, person, Deed::kReturned, "đã trả lại báo cáo của đơn vị", "returned a report of the unit")) {
    return fact;
  }
  return Did(inspected, person, Deed::kTookReview, "đã nhận duyệt báo cáo của đơn vị",
             "took the review of a report of the unit");
}

std::optional<Fact> Helped(const Inspected& inspected, const Candidate& person) {
  if (auto fact =
          Did(inspected, person, Deed::kWroteReport, "đã lập báo cáo của đơn vị", "wrote a report of the unit")) {
    return fact;
  }
  if (auto fact = Did(inspected, person, Deed::kEnteredPaper, "đã nhập báo cáo giấy của đơn vị",
                      "entered a paper report of the unit")) {
    return fact;
  }
  for (const Period& days : person.stood_in) {
    if (!Overlaps(days.begin, days.end, inspected.period)) continue;
    return Fact{.vi = fmt::format("được ủy quyền làm thay trong đơn vị {}", VietnameseSpan(days.begin, days.end)),
                .en = fmt::format("could act for another in the unit {}", EnglishSpan(days.begin, days.end))};
  }
  return std::nullopt;
}

std::optional<Fact> HoldsToday(const Candidate& person, Day today, const std::function<bool(v1::Position)>& is,
                               std::string_view vi, std::string_view en) {
  const bool holds = std::any_of(person.positions.begin(), person.positions.end(),
                                 [&](const PositionFact& fact) { return is(fact.position) && HoldsOn(fact, today); });
  return holds ? std::optional<Fact>({std::string(vi), std::string(en)}) : std::nullopt;
}

std::optional<Fact> WhyBarred(v1::TeamBar bar, const Inspected& inspected, const Candidate& person, Day today) {
  switch (bar) {
    case v1::TEAM_BAR_POSITION:
      return HoldsPosition(inspected, person, today);
    case v1::TEAM_BAR_REVIEWER:
      return Reviews(inspected, person);
    case v1::TEAM_BAR_HELPER:
      return Helped(inspected, person);
    case v1::TEAM_BAR_STANDING_COMMITTEE:
      return HoldsToday(person, today, IsStandingCommittee, "là thành viên Ban Thường vụ",
                        "is of the Standing Committee");
    case v1::TEAM_BAR_STANDING_COMMITTEE_HEAD:
      return HoldsToday(person, today, IsStandingCommitteeHead, "là Chủ tịch hoặc Phó Chủ tịch liên đoàn",
                        "chairs the Standing Committee or is its vice-chair");
    default:
      return std::nullopt;
  }
}

std::optional<Fact> WhyUnfit(const TeamRule& rule, const Inspected& inspected, const Candidate& person, Day today) {
  if (!HoldsToday(person, today, IsInspectionCommittee, "", "")) {
    return Fact{.vi = "không thuộc Ủy ban Kiểm tra", .en = "is not of the Inspection Committee"};
  }
  for (const v1::TeamBar bar : rule.bars) {
    if (std::optional<Fact> fact = WhyBarred(bar, inspected, person, today)) return fact;
  }
  return std::nullopt;
}

}  // namespace

TeamRule TeamRuleOf(const v1::InspectionRules& inspection, const v1::InspectionKind& kind) {
  TeamRule rule;
  rule.at_least = kind.team_at_least() != 0 ? kind.team_at_least() : inspection.team_at_least();
  for (const int bar : kind.team_bars()) rule.bars.push_back(static_cast<v1::TeamBar>(bar));
  if (!rule.bars.empty()) return rule;
  rule.bars = kind.of_federation()
                  ? std::vector<v1::TeamBar>{v1::TEAM_BAR_STANDING_COMMITTEE}
                  : std::vector<v1::TeamBar>{v1::TEAM_BAR_POSITION, v1::TEAM_BAR_REVIEWER, v1::TEAM_BAR_HELPER};
  return rule;
}

absl::Status CheckTeam(const TeamRule& rule, const Inspected& inspected, const std::vector<Candidate>& team,
                       Day today) {
  std::vector<std::string> vi;
  std::vector<std::string> en;
  for (const Candidate& person : team) {
    const std::optional<Fact> fact = WhyUnfit(rule, inspected, person, today);
    if (!fact) continue;
    vi.push_back(fmt::format("{} {}", person.account, fact->vi));
    en.push_back(fmt::format("{} {}", person.account, fact->en));
  }
  if (vi.empty() && static_cast<int64_t>(team.size()) < rule.at_least) {
    vi.push_back(fmt::format("phải có ít nhất {} người, kể cả trưởng đoàn", rule.at_least));
    en.push_back(fmt::format("it has at least {} members, its head included", rule.at_least));
  }
  if (vi.empty()) return absl::OkStatus();
  return Refuse(v1::ERROR_REASON_TEAM_UNFIT,
                {{"why.vi", absl::StrJoin(vi, "; ") + "."}, {"why.en", absl::StrJoin(en, "; ") + "."}});
}

bool IsBarredBy(const TeamRule& rule, const std::vector<PositionFact>& held_today, int64_t unit) {
  return std::any_of(held_today.begin(), held_today.end(), [&](const PositionFact& fact) {
    return std::any_of(rule.bars.begin(), rule.bars.end(), [&](v1::TeamBar bar) {
      return (bar == v1::TEAM_BAR_POSITION && IsInUnit(fact, unit)) ||
             (bar == v1::TEAM_BAR_STANDING_COMMITTEE && IsStandingCommittee(fact.position)) ||
             (bar == v1::TEAM_BAR_STANDING_COMMITTEE_HEAD && IsStandingCommitteeHead(fact.position));
    });
  });
}

bool HoldsInUnit(const std::vector<PositionFact>& positions, int64_t unit) {
  return std::any_of(positions.begin(), positions.end(),
                     [&](const PositionFact& fact) { return IsInUnit(fact, unit); });
}

}  // namespace phancong::rules
