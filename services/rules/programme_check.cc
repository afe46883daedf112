#include "services/rules/programme_check.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "absl/time/time.h"
#include "fmt/format.h"
#include "services/rules/dates.h"
#include "services/rules/directory_csv.h"
#include "services/rules/item_check.h"
#include "services/rules/part_check.h"
#include "services/rules/reminder.h"
#include "services/rules/scope.h"
#include "services/rules/text.h"
#include "services/rules/text_format.h"

namespace phancong::rules {
namespace {

constexpr int64_t kNumberCharacters = 100;
constexpr int64_t kIssuerCharacters = 200;
constexpr int kGreatestTeam = 100;
constexpr int kGreatestPoints = 1'000;
// Levels begin at so many of a hundred of the possible points.
constexpr int kAllPoints = 100;
constexpr int kGreatestMonths = 120;
constexpr int64_t kGreatestFile = int64_t{1} << 30;
constexpr int kFirstYear = 2000;
constexpr int kLastYear = 2200;

// "type/subtype", in small letters.
bool IsMediaType(const std::string& type) {
  const size_t slash = type.find('/');
  return slash != std::string::npos && slash > 0 && slash + 1 < type.size() && type.find('/', slash + 1) == type.npos &&
         type.size() <= 100 && std::all_of(type.begin(), type.end(), [](unsigned char c) {
           return std::islower(c) || std::isdigit(c) || c == '/' || c == '-' || c == '+' || c == '.' || c == '_';
         });
}

// The programme but for its items.
class ProgrammeCheck : private PartCheck {
 public:
  ProgrammeCheck(const v1::Programme& programme, const SourceTree& tree, const ProgrammeIndex& index,
                 std::vector<FileProblem>& problems)
      : PartCheck(programme, index, problems), root_(tree), item_check_(programme, index, problems) {}

  void Everything() {
    CheckHead();
    CheckTitled(root_, "union_types", programme_.union_types(), kAtLeastOne);
    CheckTitled(root_, "facts", programme_.facts(), kMayBeEmpty);
    CheckTitled(root_, "scopes", programme_.scopes(), kAtLeastOne);
    CheckTitled(root_, "fields", programme_.fields(), kAtLeastOne);
    CheckTitled(root_, "documents", programme_.documents(), kMayBeEmpty);
    CheckTitled(root_, "evidence_kinds", programme_.evidence_kinds(), kMayBeEmpty);
    CheckTitled(root_, "inspection_kinds", programme_.inspection_kinds(), kMayBeEmpty);
    CheckTitled(root_, "items", programme_.items(), kAtLeastOne);
    ForEach(root_, "facts", programme_.facts(), [&](const Place& at, const v1::Fact& fact) { CheckFact(at, fact); });
    ForEach(root_, "scopes", programme_.scopes(),
            [&](const Place& at, const v1::Scope& scope) { CheckScope(at, scope); });
    ForEach(root_, "documents", programme_.documents(),
            [&](const Place& at, const v1::Document& document) { CheckDocument(at, document); });
    ForEach(root_, "inspection_kinds", programme_.inspection_kinds(),
            [&](const Place& at, const v1::InspectionKind& kind) { CheckInspectionKind(at, kind); });
    CheckInspection();
    CheckRating();
    CheckReminders();
    CheckEvidenceRules();
    CheckUnionPlanDue();
    ForEach(root_, "items", programme_.items(),
            [&](const Place& at, const v1::Item& item) { item_check_.CheckItem(at, item); });
  }

 private:
  void CheckHead() {
    CheckId(root_.At("id"), programme_.id());
    CheckText(root_.At("title"), programme_.title(), kTitleCharacters);
    // Others than IANA's, such as "localtime" or a path, would load and mean something else on another machine.
    const std::string& zone = programme_.time_zone();
    const bool is_name = zone == "UTC" || (zone.find('/') != std::string::npos && zone.front() != '/' &&
                                           std::all_of(zone.begin(), zone.end(), [](unsigned char c) {
                                             return std::isalnum(c) || c == '/' || c == '_' || c == '-' || c == '+';
                                           }));
    absl::TimeZone loaded;
    if (zone.empty()) {
      Wrong(root_.At("time_zone"), "còn thiếu múi giờ, như Asia/Ho_Chi_Minh", "is missing, such as Asia/Ho_Chi_Minh");
    } else if (!is_name || !absl::LoadTimeZone(zone, &loaded)) {
      Wrong(root_.At("time_zone"), fmt::format("không có múi giờ “{}”: ghi tên IANA, như Asia/Ho_Chi_Minh", zone),
            fmt::format("there is no time zone “{}”: use an IANA name, such as Asia/Ho_Chi_Minh", zone));
    }
    const std::optional<Day> begin = CheckTermDate(root_.At("term_begin"), programme_.term_begin());
    const std::optional<Day> end = CheckTermDate(root_.At("term_end"), programme_.term_end());
    if (begin && end && *begin >= *end) {
      Wrong(root_.At("term_end"), fmt::format("{} không sau ngày đầu nhiệm kỳ, {}", IsoDate(*end), IsoDate(*begin)),
            fmt::format("{} is not after the term's first day, {}", IsoDate(*end), IsoDate(*begin)));
    }
  }

  std::optional<Day> CheckTermDate(const Place& at, const google::type::Date& date) {
    const std::optional<Day> day = CheckDate(at, date);
    if (day) CheckRange(at.At("year"), date.year(), kFirstYear, kLastYear);
    return day;
  }

  void CheckFact(const Place& at, const v1::Fact& fact) {
    if (Contains(kDirectoryColumns, fact.id())) {
      Wrong(at.At("id"), fmt::format("“{}” là cột có sẵn của danh sách công đoàn: chọn tên khác", fact.id()),
            fmt::format("“{}” is a column that every directory has: choose another", fact.id()));
    }
    if (fact.kind() == v1::Fact::KIND_UNSPECIFIED) {
      Wrong(at.At("kind"), "còn thiếu: KIND_NUMBER, KIND_FLAG hoặc KIND_DATE",
            "is missing: KIND_NUMBER, KIND_FLAG or KIND_DATE");
      return;
    }
    if (fact.at_most_fact().empty()) return;
    const Place bound = at.At("at_most_fact");
    CheckNumberFact(bound, fact.at_most_fact());
    if (fact.kind() != v1::Fact::KIND_NUMBER) {
      Wrong(bound, "chỉ dùng cho KIND_NUMBER", "is for KIND_NUMBER only");
    } else if (fact.at_most_fact() == fact.id()) {
      Wrong(bound, "phải là một số liệu khác", "must be another fact");
    }
  }

  void CheckScope(const Place& at, const v1::Scope& scope) {
    CheckReferences(at, "types", scope.types(), index_.types, kType);
    if (scope.types().empty() && !scope.include_federation()) {
      Wrong(at.At("types"), "phạm vi này không có ai: ghi loại hình, hoặc include_federation: true",
            "nobody is in this scope: give types, or include_federation: true");
    }
    if (scope.types().empty() && !scope.conditions().empty()) {
      Wrong(at.At("conditions", 0), "điều kiện là của công đoàn cơ sở: ghi cả loại hình (types)",
            "conditions are of unions: give types too");
    }
    for (int i = 0; i < scope.conditions_size(); ++i) CheckCondition(at.At("conditions", i), scope.conditions(i));
  }

  void CheckCondition(const Place& at, const v1::Condition& condition) {
    const v1::Fact* fact = CheckReference(at.At("fact"), condition.fact(), index_.facts, kFact);
    if (fact == nullptr) return;
    switch (fact->kind()) {
      case v1::Fact::KIND_NUMBER:
        if (!condition.has_at_least() || condition.at_least() < 0) {
          Wrong(at.At("at_least"), "số liệu là số: ghi at_least, từ 0 trở lên", "a number: give at_least, 0 or more");
        }
        break;
      case v1::Fact::KIND_FLAG:
        if (condition.at_least() != 1) {
          Wrong(at.At("at_least"), "số liệu có/không: ghi at_least: 1", "a yes or no: give at_least: 1");
        }
        break;
      case v1::Fact::KIND_DATE:
        if (!condition.in_period()) {
          Wrong(at.At("in_period"), "số liệu là ngày: ghi in_period: true", "a date: give in_period: true");
        }
        break;
      default:
        break;
    }
  }

  void CheckDocument(const Place& at, const v1::Document& document) {
    CheckLine(at.At("number"), document.number(), kNumberCharacters);
    CheckLine(at.At("issuer"), document.issuer(), kIssuerCharacters);
    CheckLine(at.At("source_place"), document.source_place(), kPlaceCharacters, /*needed=*/false);
    CheckDate(at.At("date"), document.date());
    if (document.replaced_by().empty()) return;
    const Place next = at.At("replaced_by");
    if (CheckReference(next, document.replaced_by(), index_.documents, kDocument) == nullptr) return;
    std::set<std::string> passed;
    for (const v1::Document* one = &document; one != nullptr; one = index_.documents.Find(one->replaced_by())) {
      if (passed.insert(one->id()).second) continue;
      Wrong(next, "thay thế vòng tròn: không còn văn bản nào có hiệu lực", "goes in a circle: no document holds");
      return;
    }
  }

  void CheckInspectionKind(const Place& at, const v1::InspectionKind& kind) {
    CheckRange(at.At("team_at_least"), kind.team_at_least(), 0, kGreatestTeam);
    std::set<int> seen;
    for (int i = 0; i < kind.team_bars_size(); ++i) {
      const Place bar = at.At("team_bars", i);
      if (kind.team_bars(i) == v1::TEAM_BAR_UNSPECIFIED) {
        Wrong(bar, "ghi điều gì không cho vào đoàn, như TEAM_BAR_POSITION",
              "says what keeps people off the team, such as TEAM_BAR_POSITION");
      } else if (!seen.insert(kind.team_bars(i)).second) {
        Wrong(bar, "đã ghi: mỗi điều chỉ ghi một lần", "is given already: each only once");
      }
    }
  }

  void CheckInspection() {
    const Place at = root_.At("inspection");
    CheckRange(at.At("team_at_least"), programme_.inspection().team_at_least(), 1, kGreatestTeam);
    const auto& strata = programme_.inspection().strata();
    CheckIds(at, "strata", strata, kMayBeEmpty);
    std::map<std::string, std::string> served;
    ForEach(at, "strata", strata, [&](const Place& place, const v1::Stratum& stratum) {
      CheckText(place.At("title"), stratum.title(), kTitleCharacters);
      CheckStratum(place, stratum);
      if (stratum.item().empty()) return;
      if (const auto [first, is_new] = served.emplace(stratum.item(), stratum.id()); !is_new) {
        Wrong(place.At("item"), fmt::format("mục {} đã có nhóm “{}”", stratum.item(), first->second),
              fmt::format("item {} has the stratum “{}” already", stratum.item(), first->second));
      }
    });
  }

  void CheckStratum(const Place& at, const v1::Stratum& stratum) {
    if (const v1::Scope* scope = CheckReference(at.At("scope"), stratum.scope(), index_.scopes, kScope);
        scope != nullptr && scope->include_federation()) {
      Wrong(at.At("scope"), "chỉ rút mẫu trong công đoàn cơ sở: chọn phạm vi không có liên đoàn",
            "only unions are drawn: choose a scope without the federation");
    }
    CheckRange(at.At("percent"), stratum.percent(), 0, 100);
    if (stratum.kinds().empty()) Wrong(at.At("kinds"), "phải có ít nhất một", "needs one at the least");
    CheckReferences(at, "kinds", stratum.kinds(), index_.inspection_kinds, kInspectionKind,
                    [&](const Place& place, const v1::InspectionKind& kind) {
                      if (!kind.of_federation() && !kind.is_supervision()) return;
                      Wrong(place, "chỉ tính cuộc kiểm tra công đoàn cơ sở có kết luận, không tính giám sát",
                            "only inspections of unions that end in a conclusion count, no supervision");
                    });
    if (stratum.item().empty()) return;
    if (const v1::Item* item = CheckReference(at.At("item"), stratum.item(), index_.items, kItem); item != nullptr) {
      CheckServes(at, stratum, *item);
    }
  }

  // A quota and the indicator that it serves.
  void CheckServes(const Place& at, const v1::Stratum& stratum, const v1::Item& item) {
    if (item.source() == v1::Item::SOURCE_UNSPECIFIED || item.measure() == v1::Item::MEASURE_UNSPECIFIED) return;
    if (item.source() != v1::Item::SOURCE_INSPECTIONS || item.measure() != v1::Item::MEASURE_COVERAGE) {
      Wrong(at.At("item"), fmt::format("mục {} không phải chỉ tiêu MEASURE_COVERAGE từ SOURCE_INSPECTIONS", item.id()),
            fmt::format("item {} is no MEASURE_COVERAGE from SOURCE_INSPECTIONS", item.id()));
      return;
    }
    if (item.scope() != stratum.scope()) {
      Wrong(at.At("scope"), fmt::format("phải cùng phạm vi với mục {}: “{}”", item.id(), item.scope()),
            fmt::format("must be the scope of item {}: “{}”", item.id(), item.scope()));
    }
    if (item.figures_size() == 1 && stratum.percent() < item.figures(0).target()) {
      Wrong(at.At("percent"), fmt::format("thấp hơn mức của mục {}: {}", item.id(), item.figures(0).target()),
            fmt::format("is below the target of item {}: {}", item.id(), item.figures(0).target()));
    }
  }

  void CheckRating() {
    const Place at = root_.At("rating");
    const auto& levels = programme_.rating().levels();
    CheckIds(at, "levels", levels, kMayBeEmpty);
    for (int i = 0; i < levels.size(); ++i) {
      const Place level = at.At("levels", i, levels[i].id());
      CheckText(level.At("title"), levels[i].title(), kTitleCharacters);
      const Place points = level.At("points_from");
      CheckRange(points, levels[i].points_from(), 0, kAllPoints);
      if (i > 0 && levels[i].points_from() >= levels[i - 1].points_from()) {
        Wrong(points, fmt::format("xếp từ mức tốt nhất: phải dưới {}", levels[i - 1].points_from()),
              fmt::format("the best comes first: must be below {}", levels[i - 1].points_from()));
      }
      if (i + 1 == levels.size() && levels[i].points_from() != 0) {
        Wrong(points, "mức cuối cùng phải từ 0 điểm", "the last level begins at 0 points");
      }
    }
    CheckRange(at.At("months_since_founding"), programme_.rating().months_since_founding(), 0, kGreatestMonths);
    CheckRange(at.At("months_since_split_or_merger"), programme_.rating().months_since_split_or_merger(), 0,
               kGreatestMonths);
    CheckTitled(at, "criteria", programme_.rating().criteria(), kMayBeEmpty);
    ForEach(at, "criteria", programme_.rating().criteria(),
            [&](const Place& place, const v1::RatingCriterion& criterion) { CheckCriterion(place, criterion); });
    if (levels.empty() && !programme_.rating().criteria().empty()) {
      Wrong(at.At("levels"), "có tiêu chí chấm điểm thì phải có mức xếp loại",
            "where there are criteria there must be levels");
    }
  }

  void CheckCriterion(const Place& at, const v1::RatingCriterion& criterion) {
    CheckRange(at.At("max_points"), criterion.max_points(), 1, kGreatestPoints);
    switch (criterion.basis()) {
      case v1::RatingCriterion::BASIS_RESULTS:
        if (criterion.items().empty()) Wrong(at.At("items"), "phải có ít nhất một", "needs one at the least");
        break;
      case v1::RatingCriterion::BASIS_JUDGEMENT:
        if (!criterion.items().empty()) {
          Wrong(at.At("items", 0), "chấm theo nhận định thì không dựa vào mục nào: bỏ đi",
                "is judged, and rests on no item: leave it out");
        }
        return;
      case v1::RatingCriterion::BASIS_UNSPECIFIED:
        Wrong(at.At("basis"), "còn thiếu: BASIS_RESULTS, BASIS_TIMELINESS hoặc BASIS_JUDGEMENT",
              "is missing: BASIS_RESULTS, BASIS_TIMELINESS or BASIS_JUDGEMENT");
        return;
      default:
        break;
    }
    // A rating is of a year: it looks at what was given in the year's round.
    CheckReferences(at, "items", criterion.items(), index_.items, kItem, [&](const Place& place, const v1::Item& item) {
      if (item.source() == v1::Item::SOURCE_REPORTED && IsYearly(item)) return;
      Wrong(place, fmt::format("mục {} không được giao trong đợt của năm", item.id()),
            fmt::format("item {} is not given in a year's round", item.id()));
    });
  }

  void CheckReminders() {
    const Place at = root_.At("reminders");
    const auto& before = programme_.reminders().days_before();
    const auto& after = programme_.reminders().days_after();
    if (before.empty()) {
      Wrong(at.At("days_before"), "phải có ít nhất một: từ ngày đó là “sắp đến hạn”",
            "needs one at the least: from then on a task is due soon");
    }
    for (int i = 0; i < before.size(); ++i) {
      CheckRange(at.At("days_before", i), before[i], 1, kGreatestOffset);
      if (i > 0 && before[i] >= before[i - 1]) {
        Wrong(at.At("days_before", i), fmt::format("xếp từ lớn đến nhỏ: phải dưới {}", before[i - 1]),
              fmt::format("the greatest comes first: must be below {}", before[i - 1]));
      }
    }
    for (int i = 0; i < after.size(); ++i) {
      CheckRange(at.At("days_after", i), after[i], 1, kGreatestOffset);
      if (i > 0 && after[i] <= after[i - 1]) {
        Wrong(at.At("days_after", i), fmt::format("xếp từ nhỏ đến lớn: phải trên {}", after[i - 1]),
              fmt::format("the smallest comes first: must be above {}", after[i - 1]));
      }
    }
    CheckSomeOf(at, "member_days_after", programme_.reminders().member_days_after(), after);
    CheckSomeOf(at, "chair_days_after", programme_.reminders().chair_days_after(), after);
  }

  // Each of `some` is one of days_after, and given once.
  void CheckSomeOf(const Place& parent, std::string_view field, const google::protobuf::RepeatedField<int32_t>& some,
                   const google::protobuf::RepeatedField<int32_t>& days_after) {
    std::set<int32_t> seen;
    for (int i = 0; i < some.size(); ++i) {
      const Place at = parent.At(field, i);
      if (!Contains(days_after, some[i])) {
        Wrong(at, fmt::format("{} không có trong days_after: {}", some[i], absl::StrJoin(days_after, ", ")),
              fmt::format("{} is not among days_after: {}", some[i], absl::StrJoin(days_after, ", ")));
      } else if (!seen.insert(some[i]).second) {
        Wrong(at, "đã ghi: mỗi ngày chỉ ghi một lần", "is given already: each only once");
      }
    }
  }

  void CheckEvidenceRules() {
    const Place at = root_.At("evidence");
    const v1::EvidenceRules& rules = programme_.evidence();
    if (rules.max_bytes() != 0) CheckRange(at.At("max_bytes"), rules.max_bytes(), 1, kGreatestFile);
    std::set<std::string> seen;
    for (int i = 0; i < rules.media_types_size(); ++i) {
      const std::string& type = rules.media_types(i);
      const Place place = at.At("media_types", i, type);
      if (!IsMediaType(type)) {
        Wrong(place, fmt::format("“{}” không phải loại tệp, như application/pdf", type),
              fmt::format("“{}” is no media type, such as application/pdf", type));
      } else if (!seen.insert(type).second) {
        Wrong(place, "đã ghi: mỗi loại chỉ ghi một lần", "is given already: each only once");
      }
    }
  }

  void CheckUnionPlanDue() {
    if (!programme_.has_union_plan_due()) return;
    const v1::MonthDay& due = programme_.union_plan_due();
    if (IsInEveryYear(due)) return;
    Wrong(root_.At("union_plan_due"), fmt::format("không phải năm nào cũng có ngày {}/{}", due.day(), due.month()),
          fmt::format("not every year has a {:02}-{:02}", due.month(), due.day()));
  }

  const Place root_;
  ItemCheck item_check_;
};

}  // namespace

ProgrammeReading ReadProgramme(std::string_view source) {
  ProgrammeReading reading;
  if (std::optional<FileProblem> problem = WhyNotText(source, kProgrammeBytes)) {
    reading.problems.push_back(*std::move(problem));
    return reading;
  }
  v1::Programme programme;
  SourceTree tree;
  if (ReadTextFormat(source, programme, tree, reading.problems)) {
    const ProgrammeIndex index(programme);
    ProgrammeCheck(programme, tree, index, reading.problems).Everything();
  }
  std::stable_sort(reading.problems.begin(), reading.problems.end(),
                   [](const FileProblem& a, const FileProblem& b) { return a.line < b.line; });
  if (reading.problems.empty()) reading.programme = std::move(programme);
  return reading;
}

}  // namespace phancong::rules
