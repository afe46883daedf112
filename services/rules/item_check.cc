#include "services/rules/item_check.h"

#include <algorithm>
#include <cstdint>
#include <set>
#include <string>

#include "absl/strings/str_join.h"
#include "fmt/format.h"
#include "services/rules/names.h"
#include "services/rules/scope.h"
#include "services/rules/target.h"
#include "services/rules/working_days.h"

namespace phancong::rules {
namespace {

constexpr int64_t kNoteCharacters = 2'000;
constexpr int64_t kUnitCharacters = 40;

}  // namespace

void ItemCheck::CheckItem(const Place& at, const v1::Item& item) {
  if (item.kind() == v1::Item::KIND_UNSPECIFIED) {
    Wrong(at.At("kind"), "còn thiếu: KIND_INDICATOR, KIND_PLAN hoặc KIND_DUTY",
          "is missing: KIND_INDICATOR, KIND_PLAN or KIND_DUTY");
  }
  if (item.id().starts_with(kAdHocItemPrefix)) {
    Wrong(at.At("id"),
          fmt::format("“{}”: id bắt đầu bằng “{}” dành cho việc giao đột xuất", item.id(), kAdHocItemPrefix),
          fmt::format("“{}”: ids that begin with “{}” are for ad hoc duties", item.id(), kAdHocItemPrefix));
  }
  CheckLine(at.At("source_place"), item.source_place(), kPlaceCharacters);
  CheckText(at.At("note"), item.note(), kNoteCharacters, /*needed=*/false);
  CheckReference(at.At("field"), item.field(), index_.fields, kField);
  if (const v1::Scope* scope = CheckReference(at.At("scope"), item.scope(), index_.scopes, kScope); scope != nullptr) {
    CheckBody(at.At("body"), item, *scope);
  }
  CheckReferences(at, "evidence", item.evidence(), index_.evidence_kinds, kEvidenceKind);
  CheckReferences(at, "documents", item.documents(), index_.documents, kDocument);
  CheckServedWith(at, item);
  CheckPeriods(at, item);
  CheckIds(at, "figures", item.figures(), kMayBeEmpty);
  ForEach(at, "figures", item.figures(), [&](const Place& figure_at, const v1::Figure& figure) {
    CheckText(figure_at.At("title"), figure.title(), kTitleCharacters);
    CheckText(figure_at.At("unit"), figure.unit(), kUnitCharacters, /*needed=*/false);
  });
  // What hangs on a measure or source that was not given, or not understood, cannot be wrong yet.
  const bool has_measure = CheckHasMeasure(at.At("measure"), item);
  const bool has_source = CheckHasSource(at.At("source"), item);
  if (has_measure) {
    ForEach(at, "figures", item.figures(),
            [&](const Place& figure_at, const v1::Figure& figure) { CheckFigure(figure_at, item, figure); });
  }
  if (has_measure && has_source) {
    CheckMeasure(at, item);
    CheckSource(at, item);
  }
}

void ItemCheck::CheckBody(const Place& at, const v1::Item& item, const v1::Scope& scope) {
  const bool has_body = item.body() != v1::Item::BODY_UNSPECIFIED;
  if (scope.include_federation() && !has_body) {
    Wrong(at,
          "phạm vi có liên đoàn: ghi cơ quan trả lời (BODY_STANDING_COMMITTEE, BODY_INSPECTION_COMMITTEE, "
          "BODY_EXECUTIVE_COMMITTEE)",
          "the scope has the federation in it: give the body that answers (BODY_STANDING_COMMITTEE, "
          "BODY_INSPECTION_COMMITTEE, BODY_EXECUTIVE_COMMITTEE)");
  } else if (!scope.include_federation() && has_body) {
    Wrong(at, fmt::format("phạm vi “{}” không có liên đoàn: bỏ đi", scope.id()),
          fmt::format("the federation is not in scope “{}”: leave it out", scope.id()));
  }
}

void ItemCheck::CheckServedWith(const Place& at, const v1::Item& item) {
  CheckReferences(at, "served_with", item.served_with(), index_.items, kItem,
                  [&](const Place& link, const v1::Item& other) {
                    if (other.id() == item.id()) {
                      Wrong(link, "phải là một mục khác", "must be another item");
                    } else if (!Contains(other.served_with(), item.id())) {
                      Wrong(link, fmt::format("mục {} chưa ghi lại served_with: \"{}\"", other.id(), item.id()),
                            fmt::format("item {} does not say served_with: \"{}\" in its turn", other.id(), item.id()));
                    }
                  });
}

void ItemCheck::CheckPeriods(const Place& at, const v1::Item& item) {
  const bool yearly = IsYearly(item);
  if (item.periods().empty()) {
    Wrong(at.At("periods"), "phải có ít nhất một: PERIOD_YEAR, PERIOD_TERM, PERIOD_ONCE, PERIOD_STANDING",
          "needs one at the least: PERIOD_YEAR, PERIOD_TERM, PERIOD_ONCE, PERIOD_STANDING");
  }
  std::set<int> seen;
  for (int i = 0; i < item.periods_size(); ++i) {
    if (!seen.insert(item.periods(i)).second) {
      Wrong(at.At("periods", i), "đã ghi: mỗi kỳ chỉ ghi một lần", "is given already: each only once");
    }
  }
  if (item.kind() == v1::Item::KIND_INDICATOR &&
      (item.periods_size() > 1 || Contains(item.periods(), v1::Item::PERIOD_STANDING))) {
    Wrong(at.At("periods"), "chỉ tiêu có đúng một kỳ: PERIOD_YEAR, PERIOD_TERM hoặc PERIOD_ONCE",
          "an indicator has one period: PERIOD_YEAR, PERIOD_TERM or PERIOD_ONCE");
  }
  if (item.has_due()) CheckDue(at.At("due"), item.due(), yearly);
  CheckWorkingDays(at.At("due_working_days"), item);
  const std::optional<Day> until = CheckDate(at.At("until"), item.until(), /*needed=*/false);
  if (!until) return;
  if (yearly) {
    Wrong(at.At("until"), "mục hàng năm: ghi due (ngày, tháng) thay cho until",
          "a yearly item: give due (month, day) instead of until");
  }
  const std::optional<Day> begin = DayOf(programme_.term_begin());
  if (begin && (*until < *begin || item.until().year() > programme_.term_end().year())) {
    Wrong(at.At("until"), fmt::format("{} nằm ngoài các năm của nhiệm kỳ", IsoDate(*until)),
          fmt::format("{} is outside of the years of the term", IsoDate(*until)));
  }
}

void ItemCheck::CheckDue(const Place& at, const v1::MonthDay& due, bool yearly) {
  if (!yearly) {
    Wrong(at, "chỉ mục hàng năm (PERIOD_YEAR) có due: dùng until", "only a yearly item has due: use until");
  }
  if (IsInEveryYear(due)) return;
  Wrong(at, fmt::format("không phải năm nào cũng có ngày {}/{}", due.day(), due.month()),
        fmt::format("not every year has a {:02}-{:02}", due.month(), due.day()));
}

void ItemCheck::CheckWorkingDays(const Place& at, const v1::Item& item) {
  if (item.due_working_days() == 0) return;
  CheckRange(at, item.due_working_days(), 1, kMostWorkingDays);
  if (item.has_due() || item.has_until()) {
    Wrong(at, "đã có ngày hạn (due, until): chỉ ghi một trong hai",
          "there is a due day (due, until): give one of the two");
  }
}

bool ItemCheck::CheckHasMeasure(const Place& at, const v1::Item& item) {
  if (item.measure() != v1::Item::MEASURE_UNSPECIFIED) return true;
  Wrong(at, "còn thiếu cách đo (MEASURE_…)", "a MEASURE_… is missing");
  return false;
}

bool ItemCheck::CheckHasSource(const Place& at, const v1::Item& item) {
  if (item.source() != v1::Item::SOURCE_UNSPECIFIED) return true;
  Wrong(at, "còn thiếu: SOURCE_REPORTED, SOURCE_DIRECTORY, SOURCE_RATINGS hoặc SOURCE_INSPECTIONS",
        "is missing: SOURCE_REPORTED, SOURCE_DIRECTORY, SOURCE_RATINGS or SOURCE_INSPECTIONS");
  return false;
}

void ItemCheck::CheckMeasure(const Place& at, const v1::Item& item) {
  const Place measure = at.At("measure");
  switch (item.measure()) {
    case v1::Item::MEASURE_DONE:
      CheckFigureCount(at, item, 0, 0);
      break;
    case v1::Item::MEASURE_LEVEL:
      CheckFigureCount(at, item, 1, 1);
      break;
    case v1::Item::MEASURE_JUDGEMENT:
      break;
    default:
      CheckFigureCount(at, item, 1, kGreatestList);
  }
  const bool judged = item.measure() == v1::Item::MEASURE_JUDGEMENT || item.measure() == v1::Item::MEASURE_DONE;
  if (item.kind() == v1::Item::KIND_INDICATOR && item.measure() == v1::Item::MEASURE_JUDGEMENT) {
    Wrong(measure, "chỉ tiêu phải đo được: không dùng MEASURE_JUDGEMENT",
          "an indicator is measured: MEASURE_JUDGEMENT is for plans and duties");
  } else if ((item.kind() == v1::Item::KIND_PLAN || item.kind() == v1::Item::KIND_DUTY) && !judged) {
    Wrong(measure, "kế hoạch, nhiệm vụ: dùng MEASURE_JUDGEMENT hoặc MEASURE_DONE",
          "a plan or duty has MEASURE_JUDGEMENT or MEASURE_DONE");
  }
  const bool asks_level = item.measure() == v1::Item::MEASURE_LEVEL || item.source() == v1::Item::SOURCE_RATINGS;
  if (asks_level) {
    CheckReference(at.At("target_level"), item.target_level(), index_.levels, kLevel);
  } else if (!item.target_level().empty()) {
    Wrong(at.At("target_level"), "chỉ dùng với MEASURE_LEVEL hoặc SOURCE_RATINGS: bỏ đi",
          "is for MEASURE_LEVEL or SOURCE_RATINGS: leave it out");
  }
}

void ItemCheck::CheckFigureCount(const Place& at, const v1::Item& item, int least, int greatest) {
  if (item.figures_size() < least) {
    Wrong(at.At("figures"), "cách đo này cần số liệu (figures)", "this measure needs figures");
  } else if (item.figures_size() > greatest) {
    Wrong(at.At("figures", greatest), fmt::format("cách đo này có nhiều nhất {} số liệu", greatest),
          fmt::format("this measure has {} figures at most", greatest));
  }
}

void ItemCheck::CheckSource(const Place& at, const v1::Item& item) {
  const bool sums = item.source() == v1::Item::SOURCE_DIRECTORY;
  const bool inspects = item.source() == v1::Item::SOURCE_INSPECTIONS && item.measure() == v1::Item::MEASURE_DONE;
  if (sums) {
    CheckNumberFact(at.At("derived_fact"), item.derived_fact());
  } else if (!item.derived_fact().empty()) {
    Wrong(at.At("derived_fact"), "chỉ dùng với SOURCE_DIRECTORY: bỏ đi", "is for SOURCE_DIRECTORY: leave it out");
  }
  if (inspects) {
    CheckDerivedKind(at, item);
  } else if (!item.derived_kind().empty()) {
    Wrong(at.At("derived_kind"), "chỉ dùng với SOURCE_INSPECTIONS và MEASURE_DONE: bỏ đi",
          "is for SOURCE_INSPECTIONS with MEASURE_DONE: leave it out");
  }
  switch (item.source()) {
    case v1::Item::SOURCE_REPORTED:
      return;
    case v1::Item::SOURCE_DIRECTORY:
      CheckDerivedMeasure(at, item, {v1::Item::MEASURE_COUNT});
      break;
    case v1::Item::SOURCE_RATINGS:
      CheckDerivedMeasure(at, item, {v1::Item::MEASURE_COVERAGE});
      break;
    case v1::Item::SOURCE_INSPECTIONS:
      CheckDerivedMeasure(at, item, {v1::Item::MEASURE_COVERAGE, v1::Item::MEASURE_DONE});
      CheckHasStratum(at.At("source"), item);
      break;
    default:
      break;
  }
  if (item.kind() != v1::Item::KIND_INDICATOR) {
    Wrong(at.At("source"), "kế hoạch, nhiệm vụ do người báo cáo: SOURCE_REPORTED",
          "plans and duties are reported: SOURCE_REPORTED");
  }
  if (!item.evidence().empty()) {
    Wrong(at.At("evidence", 0), "không ai báo cáo mục này: bỏ minh chứng", "nobody reports it: leave evidence out");
  }
  if (item.awaits_guidance()) {
    Wrong(at.At("awaits_guidance"), "không ai được giao mục này: bỏ đi", "nobody is given it: leave it out");
  }
}

void ItemCheck::CheckDerivedMeasure(const Place& at, const v1::Item& item,
                                    const std::vector<v1::Item::Measure>& measures) {
  if (!Contains(measures, item.measure())) {
    const std::string names = absl::StrJoin(measures, ", ", [](std::string* out, v1::Item::Measure measure) {
      out->append(v1::Item::Measure_Name(measure));
    });
    Wrong(at.At("measure"), fmt::format("với nguồn này chỉ dùng được: {}", names),
          fmt::format("this source allows: {}", names));
  }
  if (item.figures_size() > 1) {
    Wrong(at.At("figures", 1), "số liệu máy tự tính chỉ có một", "what the server derives has one figure");
  }
}

void ItemCheck::CheckDerivedKind(const Place& at, const v1::Item& item) {
  const Place place = at.At("derived_kind");
  const v1::InspectionKind* kind = CheckReference(place, item.derived_kind(), index_.inspection_kinds, kInspectionKind);
  if (kind != nullptr && (!kind->of_federation() || kind->is_supervision())) {
    Wrong(place, fmt::format("“{}” không phải kiểm tra cùng cấp (of_federation) có kết luận", kind->id()),
          fmt::format("“{}” is no same-level inspection (of_federation) with a conclusion", kind->id()));
  }
  const v1::Scope* scope = index_.scopes.Find(item.scope());
  if (scope != nullptr && !scope->include_federation()) {
    Wrong(at.At("scope"), "kiểm tra cùng cấp là của liên đoàn: chọn phạm vi có include_federation",
          "a same-level inspection is the federation's: choose a scope with include_federation");
  }
}

void ItemCheck::CheckHasStratum(const Place& at, const v1::Item& item) {
  if (item.measure() != v1::Item::MEASURE_COVERAGE) return;
  const auto& strata = programme_.inspection().strata();
  if (std::any_of(strata.begin(), strata.end(), [&](const v1::Stratum& one) { return one.item() == item.id(); })) {
    return;
  }
  Wrong(at, fmt::format("chưa có nhóm kiểm tra (inspection.strata) nào ghi item: \"{}\"", item.id()),
        fmt::format("no inspection.strata says item: \"{}\"", item.id()));
}

void ItemCheck::CheckFigure(const Place& at, const v1::Item& item, const v1::Figure& figure) {
  const bool counts = item.measure() == v1::Item::MEASURE_RATIO || item.measure() == v1::Item::MEASURE_COUNT ||
                      item.measure() == v1::Item::MEASURE_AVERAGE;
  if (counts && figure.unit().vi().empty() && figure.unit().en().empty()) {
    Wrong(at.At("unit"), "còn thiếu đơn vị tính: { vi: \"người\" en: \"people\" }",
          "a unit is missing: { vi: \"người\" en: \"people\" }");
  }
  if (item.measure() == v1::Item::MEASURE_COVERAGE && figure.has_unit()) {
    Wrong(at.At("unit"), "chỉ có hoặc không: bỏ đơn vị tính", "is yes or no: leave the unit out");
  }
  CheckTarget(at.At("target"), item, figure);
  if (item.measure() == v1::Item::MEASURE_RATIO) {
    if (!figure.denominator_fact().empty()) CheckNumberFact(at.At("denominator_fact"), figure.denominator_fact());
    return;
  }
  if (figure.may_exceed()) Wrong(at.At("may_exceed"), "chỉ dùng với MEASURE_RATIO", "is for MEASURE_RATIO only");
  if (!figure.denominator_fact().empty()) {
    Wrong(at.At("denominator_fact"), "chỉ dùng với MEASURE_RATIO", "is for MEASURE_RATIO only");
  }
}

void ItemCheck::CheckTarget(const Place& at, const v1::Item& item, const v1::Figure& figure) {
  switch (item.measure()) {
    case v1::Item::MEASURE_COVERAGE:
      CheckRange(at, figure.target(), 0, 100);
      if (figure.target() != item.figures(0).target()) {
        Wrong(at, fmt::format("mọi số liệu của mục này chung một mức: {}", item.figures(0).target()),
              fmt::format("all figures of this item have one target: {}", item.figures(0).target()));
      }
      break;
    case v1::Item::MEASURE_RATIO:
      CheckRange(at, figure.target(), 0, figure.may_exceed() ? kGreatestPercent : 100);
      break;
    case v1::Item::MEASURE_COUNT:
    case v1::Item::MEASURE_AVERAGE:
      CheckRange(at, figure.target(), 1, kGreatestNumber);
      break;
    case v1::Item::MEASURE_LEVEL:
      if (figure.target() != 0) Wrong(at, "ghi mức ở target_level", "is given as target_level");
      break;
    default:
      CheckRange(at, figure.target(), 0, kGreatestNumber);
  }
}

}  // namespace phancong::rules
