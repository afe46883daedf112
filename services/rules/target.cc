#include "services/rules/target.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/numeric/int128.h"
#include "fmt/format.h"
#include "services/rules/dates.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/rules/text.h"

namespace phancong::rules {
namespace {

constexpr int64_t kReasonCharacters = 2'000;
constexpr int64_t kNarrativeCharacters = 10'000;
constexpr int64_t kDocumentNumberCharacters = 100;

bool IsNotApplicable(const v1::FigureValue& value) { return !value.not_applicable_reason().empty(); }

const v1::FigureValue* FindValue(const v1::Report& report, const std::string& figure) {
  const auto found = std::find_if(report.figures().begin(), report.figures().end(),
                                  [&](const v1::FigureValue& value) { return value.figure() == figure; });
  return found == report.figures().end() ? nullptr : &*found;
}

// Whether a value says all that the measure asks for: numbers, or why there are none.
bool IsPresent(const v1::FigureValue* value, const v1::Item& item) {
  if (value == nullptr) return false;
  if (IsNotApplicable(*value)) return true;
  return value->has_numerator() && (item.measure() != v1::Item::MEASURE_RATIO || value->has_denominator());
}

// The place of a level in the programme's list, 0 the best; the list's length where it is not in it.
int LevelPlace(const v1::Programme& programme, const std::string& level) {
  const auto& levels = programme.rating().levels();
  const auto found = std::find_if(levels.begin(), levels.end(),
                                  [&](const v1::RatingLevel& candidate) { return candidate.id() == level; });
  return static_cast<int>(found - levels.begin());
}

bool FigureMeets(const v1::Item& item, const v1::Programme& programme, const v1::Figure& figure,
                 const v1::FigureValue& value) {
  switch (item.measure()) {
    case v1::Item::MEASURE_COVERAGE:
      return value.numerator() == 1;
    case v1::Item::MEASURE_RATIO:
      return MeetsPercent(value.numerator(), value.denominator(), figure.target());
    case v1::Item::MEASURE_COUNT:
    case v1::Item::MEASURE_AVERAGE:
      return value.has_numerator() && value.numerator() >= figure.target();
    case v1::Item::MEASURE_LEVEL: {
      const int asked = LevelPlace(programme, item.target_level());
      return asked < programme.rating().levels_size() && value.has_numerator() && value.numerator() <= asked;
    }
    default:
      return false;
  }
}

// What names a figure or a kind of evidence to a person: its id, by which it is filled in, and its title.
std::string Label(const std::string& id, const std::string& title) {
  return title.empty() ? id : fmt::format("{} ({})", id, title);
}

const std::string& English(const v1::LocalText& text) { return text.en().empty() ? text.vi() : text.en(); }

// A list in both languages.
struct LocalList {
  std::string vi;
  std::string en;
  void Add(const std::string& id, const v1::LocalText& title) {
    vi += (vi.empty() ? "" : ", ") + Label(id, title.vi());
    en += (en.empty() ? "" : ", ") + Label(id, English(title));
  }
};

class FormCheck {
 public:
  FormCheck(const v1::Item& item, const v1::Programme& programme) : item_(item), programme_(programme) {}

  void CheckFigure(const std::string& path, const v1::FigureValue& value) {
    if (std::none_of(item_.figures().begin(), item_.figures().end(),
                     [&](const v1::Figure& figure) { return figure.id() == value.figure(); })) {
      Wrong(path + ".figure", fmt::format("mục {} không có số liệu “{}”", item_.id(), value.figure()),
            fmt::format("item {} has no figure “{}”", item_.id(), value.figure()));
    } else if (!seen_.insert(value.figure()).second) {
      Wrong(path + ".figure", fmt::format("số liệu “{}” được ghi hai lần", value.figure()),
            fmt::format("figure “{}” is given twice", value.figure()));
    }
    if (value.has_numerator()) CheckNumerator(path + ".numerator", value.numerator());
    if (value.has_denominator()) {
      if (item_.measure() != v1::Item::MEASURE_RATIO) {
        Wrong(path + ".denominator", "chỉ chỉ tiêu tỷ lệ mới có mẫu số", "only a ratio has a denominator");
      } else {
        CheckNumber(path + ".denominator", value.denominator());
      }
    }
    if (!IsNotApplicable(value)) return;
    if (value.has_numerator() || value.has_denominator()) {
      Wrong(path + ".not_applicable_reason", "đã ghi “không áp dụng” thì không ghi số",
            "what is not applicable has no number");
    }
    CheckLength(path + ".not_applicable_reason", value.not_applicable_reason(), kReasonCharacters);
  }

  void CheckEvidence(const std::string& path, const v1::Evidence& evidence) {
    const auto& kinds = programme_.evidence_kinds();
    if (std::none_of(kinds.begin(), kinds.end(),
                     [&](const v1::EvidenceKind& kind) { return kind.id() == evidence.kind(); })) {
      Wrong(path + ".kind", fmt::format("chương trình không có loại minh chứng “{}”", evidence.kind()),
            fmt::format("the programme has no kind of evidence “{}”", evidence.kind()));
    }
    CheckDocument(path + ".document", evidence.document());
  }

  void CheckDocument(const std::string& path, const v1::DocumentReference& document) {
    if (IsGiven(document.date()) && !DayOf(document.date())) {
      Wrong(path + ".date", "ngày này không có thật", "there is no such date");
    }
    CheckLength(path + ".number", document.number(), kDocumentNumberCharacters);
  }

  void CheckLength(const std::string& path, const std::string& text, int64_t most) {
    if (Length(text) <= most) return;
    Wrong(path, fmt::format("dài quá {} ký tự", most), fmt::format("is longer than {} characters", most));
  }

  [[nodiscard]] absl::Status Result() const { return problems_.empty() ? absl::OkStatus() : RefuseFields(problems_); }

 private:
  void CheckNumerator(const std::string& path, int64_t number) {
    if (item_.measure() == v1::Item::MEASURE_COVERAGE && number != 0 && number != 1) {
      Wrong(path, "chỉ ghi 1 (có) hoặc 0 (không)", "is 1 (yes) or 0 (no)");
    } else if (item_.measure() == v1::Item::MEASURE_LEVEL &&
               (number < 0 || number >= programme_.rating().levels_size())) {
      Wrong(path,
            fmt::format("phải là thứ tự của một mức xếp loại, từ 0 (cao nhất) đến {}",
                        programme_.rating().levels_size() - 1),
            fmt::format("is the place of a rating level, 0 (the best) to {}", programme_.rating().levels_size() - 1));
    } else {
      CheckNumber(path, number);
    }
  }

  void CheckNumber(const std::string& path, int64_t number) {
    if (number >= 0 && number <= kGreatestNumber) return;
    Wrong(path, fmt::format("phải từ 0 đến {}", kGreatestNumber), fmt::format("must be 0 to {}", kGreatestNumber));
  }

  void Wrong(std::string field, std::string vi, std::string en) {
    problems_.push_back({.field = std::move(field), .vi = std::move(vi), .en = std::move(en)});
  }

  const v1::Item& item_;
  const v1::Programme& programme_;
  std::set<std::string> seen_;
  std::vector<FieldProblem> problems_;
};

absl::Status CheckFiguresPresent(const v1::Item& item, const v1::Report& report) {
  LocalList missing;
  for (const v1::Figure& figure : item.figures()) {
    if (!IsPresent(FindValue(report, figure.id()), item)) missing.Add(figure.id(), figure.title());
  }
  if (missing.vi.empty()) return absl::OkStatus();
  return Refuse(v1::ERROR_REASON_FIGURES_MISSING, {{"figures.vi", missing.vi}, {"figures.en", missing.en}});
}

absl::Status CheckNumerators(const v1::Item& item, const v1::Report& report) {
  if (item.measure() != v1::Item::MEASURE_RATIO) return absl::OkStatus();
  for (const v1::Figure& figure : item.figures()) {
    const v1::FigureValue* value = FindValue(report, figure.id());
    if (figure.may_exceed() || value == nullptr || value->numerator() <= value->denominator()) continue;
    return Refuse(v1::ERROR_REASON_NUMERATOR_EXCEEDS, {{"figure.vi", Label(figure.id(), figure.title().vi())},
                                                       {"figure.en", Label(figure.id(), English(figure.title()))},
                                                       {"numerator", fmt::to_string(value->numerator())},
                                                       {"denominator", fmt::to_string(value->denominator())}});
  }
  return absl::OkStatus();
}

absl::Status CheckEvidencePresent(const v1::Item& item, const v1::Programme& programme, const v1::Report& report,
                                  const std::vector<std::string>& waived) {
  LocalList missing;
  for (const std::string& kind : item.evidence()) {
    if (std::find(waived.begin(), waived.end(), kind) != waived.end()) continue;
    const bool brought =
        std::any_of(report.evidence().begin(), report.evidence().end(), [&](const v1::Evidence& evidence) {
          return evidence.kind() == kind &&
                 !(evidence.document().number().empty() && evidence.note().empty() && evidence.file().empty());
        });
    if (brought) continue;
    const auto declared = std::find_if(programme.evidence_kinds().begin(), programme.evidence_kinds().end(),
                                       [&](const v1::EvidenceKind& candidate) { return candidate.id() == kind; });
    missing.Add(kind, declared == programme.evidence_kinds().end() ? v1::LocalText() : declared->title());
  }
  if (missing.vi.empty()) return absl::OkStatus();
  return Refuse(v1::ERROR_REASON_EVIDENCE_MISSING, {{"kinds.vi", missing.vi}, {"kinds.en", missing.en}});
}

bool SameDocument(const v1::DocumentReference& a, const v1::DocumentReference& b) {
  return a.number() == b.number() && a.issuer() == b.issuer() && a.date().year() == b.date().year() &&
         a.date().month() == b.date().month() && a.date().day() == b.date().day();
}

// What a value says, apart from the words of its reason.
struct Said {
  bool not_applicable = false;
  std::optional<int64_t> numerator;
  std::optional<int64_t> denominator;
  friend bool operator==(const Said&, const Said&) = default;
};

std::map<std::string, Said> WhatIsSaid(const v1::Report& report) {
  std::map<std::string, Said> said;
  for (const v1::FigureValue& value : report.figures()) {
    Said one{.not_applicable = IsNotApplicable(value), .numerator = {}, .denominator = {}};
    if (value.has_numerator()) one.numerator = value.numerator();
    if (value.has_denominator()) one.denominator = value.denominator();
    // A value without numbers and reason is a figure that is missing.
    if (one != Said()) said.emplace(value.figure(), one);
  }
  return said;
}

}  // namespace

bool MeetsPercent(int64_t numerator, int64_t denominator, int64_t percent) {
  return denominator > 0 && absl::int128(numerator) * 100 >= absl::int128(denominator) * percent;
}

absl::Status CheckReport(const v1::Item& item, const v1::Programme& programme, const v1::Report& report) {
  FormCheck check(item, programme);
  for (int i = 0; i < report.figures_size(); ++i) {
    check.CheckFigure(fmt::format("report.figures[{}]", i), report.figures(i));
  }
  check.CheckLength("report.narrative", report.narrative(), kNarrativeCharacters);
  for (int i = 0; i < report.evidence_size(); ++i) {
    check.CheckEvidence(fmt::format("report.evidence[{}]", i), report.evidence(i));
  }
  check.CheckDocument("report.document", report.document());
  return check.Result();
}

absl::Status CheckComplete(const v1::Item& item, const v1::Programme& programme, const v1::Report& report,
                           const std::vector<std::string>& waived_evidence) {
  RETURN_IF_ERROR(CheckReport(item, programme, report));
  RETURN_IF_ERROR(CheckFiguresPresent(item, report));
  RETURN_IF_ERROR(CheckNumerators(item, report));
  if (IsNotApplicable(item, report)) return absl::OkStatus();
  RETURN_IF_ERROR(CheckEvidencePresent(item, programme, report, waived_evidence));
  const bool needs_document = item.kind() == v1::Item::KIND_PLAN || item.measure() == v1::Item::MEASURE_LEVEL;
  if (needs_document && (report.document().number().empty() || !IsGiven(report.document().date()))) {
    return Refuse(v1::ERROR_REASON_DOCUMENT_MISSING);
  }
  return absl::OkStatus();
}

bool IsNotApplicable(const v1::Item& item, const v1::Report& report) {
  return !item.figures().empty() &&
         std::all_of(item.figures().begin(), item.figures().end(), [&](const v1::Figure& figure) {
           const v1::FigureValue* value = FindValue(report, figure.id());
           return value != nullptr && IsNotApplicable(*value);
         });
}

bool ResultMeets(const v1::Item& item, const v1::Programme& programme, const v1::Report& result, bool judged_met) {
  if (IsNotApplicable(item, result)) return false;
  if (item.measure() == v1::Item::MEASURE_DONE || item.measure() == v1::Item::MEASURE_JUDGEMENT) return judged_met;
  return !item.figures().empty() &&
         std::all_of(item.figures().begin(), item.figures().end(), [&](const v1::Figure& figure) {
           const v1::FigureValue* value = FindValue(result, figure.id());
           return value != nullptr && (IsNotApplicable(*value) || FigureMeets(item, programme, figure, *value));
         });
}

bool SameValues(const v1::Report& a, const v1::Report& b) {
  return WhatIsSaid(a) == WhatIsSaid(b) && SameDocument(a.document(), b.document());
}

}  // namespace phancong::rules
