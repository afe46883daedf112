#include "services/rules/programme_check.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "fmt/format.h"
#include "services/rules/dates.h"
#include "services/rules/names.h"
#include "services/rules/text.h"
#include "services/rules/text_format.h"

namespace phancong::rules {
namespace {

constexpr int64_t kTitleCharacters = 300;
constexpr int64_t kNoteCharacters = 2'000;
constexpr int64_t kNumberCharacters = 100;
constexpr int64_t kIssuerCharacters = 200;
constexpr int64_t kPlaceCharacters = 100;
constexpr int64_t kUnitCharacters = 40;
constexpr int64_t kGreatestTarget = 1'000'000'000'000'000;
constexpr int kGreatestList = 2'000;
constexpr int kGreatestTeam = 100;
constexpr int kGreatestPoints = 1'000;
constexpr int kGreatestMonths = 120;
constexpr int kGreatestReminder = 366;
constexpr int kFirstYear = 2000;
constexpr int kLastYear = 2200;

// Columns of the directory's CSV that are no facts.
constexpr std::array<std::string_view, 5> kDirectoryColumns = {"id", "name", "type", "place", "founded_on"};

// The same words in both languages.
struct Words {
  std::string_view vi;
  std::string_view en;
};

// A part of the programme, where it stands, and what it is called.
class Place {
 public:
  explicit Place(const SourceTree& tree) : tree_(&tree), line_(tree.line) {}

  // A field that is not repeated. Where it is not in the source, its line is the line of the part that lacks it.
  [[nodiscard]] Place At(std::string_view field) const { return Inner(field, 0, std::string(field)); }
  // An element of a list.
  [[nodiscard]] Place At(std::string_view field, int index, std::string_view id = {}) const {
    return Inner(field, static_cast<size_t>(index), PathStep(field, index, id));
  }

  [[nodiscard]] int line() const { return line_; }
  [[nodiscard]] const std::string& path() const { return path_; }
  // There is a value in the source that could not be read.
  [[nodiscard]] bool unreadable() const { return unreadable_; }

 private:
  [[nodiscard]] Place Inner(std::string_view field, size_t index, const std::string& step) const {
    Place inner = *this;
    inner.path_ = path_.empty() ? step : fmt::format("{}.{}", path_, step);
    inner.tree_ = nullptr;
    if (tree_ == nullptr) return inner;
    if (const auto found = tree_->fields.find(field); found != tree_->fields.end() && index < found->second.size()) {
      inner.tree_ = &found->second[index];
      inner.line_ = inner.tree_->line;
    } else {
      inner.unreadable_ = unreadable_ || tree_->unreadable.contains(field);
    }
    return inner;
  }

  const SourceTree* tree_;
  int line_;
  std::string path_;
  bool unreadable_ = false;
};

// The elements of one list by id: the first of each.
template <typename Element>
class Index {
 public:
  explicit Index(const google::protobuf::RepeatedPtrField<Element>& elements) {
    for (const Element& element : elements) {
      if (!element.id().empty() && by_id_.emplace(element.id(), &element).second) ids_.push_back(element.id());
    }
  }

  // nullptr where there is none.
  [[nodiscard]] const Element* Find(const std::string& id) const {
    const auto found = by_id_.find(id);
    return found == by_id_.end() ? nullptr : found->second;
  }

  // What to choose from.
  [[nodiscard]] std::string Ids() const {
    constexpr size_t kShown = 40;
    const bool more = ids_.size() > kShown;
    return absl::StrJoin(ids_.begin(), more ? ids_.begin() + kShown : ids_.end(), ", ") + (more ? ", …" : "");
  }

 private:
  std::map<std::string, const Element*> by_id_;
  std::vector<std::string> ids_;
};

template <typename List, typename Value>
bool Contains(const List& list, const Value& value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

class Check {
 public:
  Check(const v1::Programme& programme, const SourceTree& tree, std::vector<FileProblem>& problems)
      : programme_(programme),
        root_(tree),
        problems_(problems),
        types_(programme.union_types()),
        facts_(programme.facts()),
        scopes_(programme.scopes()),
        fields_(programme.fields()),
        documents_(programme.documents()),
        evidence_kinds_(programme.evidence_kinds()),
        inspection_kinds_(programme.inspection_kinds()),
        levels_(programme.rating().levels()),
        items_(programme.items()) {}

  void Everything() {
    CheckHead();
    CheckTitled("union_types", programme_.union_types(), kAtLeastOne);
    CheckTitled("facts", programme_.facts(), kMayBeEmpty);
    CheckTitled("scopes", programme_.scopes(), kAtLeastOne);
    CheckTitled("fields", programme_.fields(), kAtLeastOne);
    CheckTitled("documents", programme_.documents(), kMayBeEmpty);
    CheckTitled("evidence_kinds", programme_.evidence_kinds(), kMayBeEmpty);
    CheckTitled("inspection_kinds", programme_.inspection_kinds(), kMayBeEmpty);
    CheckTitled("items", programme_.items(), kAtLeastOne);
    ForEach(root_, "facts", programme_.facts(), [&](const Place& at, const v1::Fact& fact) { CheckFact(at, fact); });
    ForEach(root_, "scopes", programme_.scopes(),
            [&](const Place& at, const v1::Scope& scope) { CheckScope(at, scope); });
    ForEach(root_, "documents", programme_.documents(),
            [&](const Place& at, const v1::Document& document) { CheckDocument(at, document); });
    CheckInspection();
    CheckRating();
    CheckReminders();
    ForEach(root_, "items", programme_.items(), [&](const Place& at, const v1::Item& item) { CheckItem(at, item); });
  }

 private:
  enum Size { kMayBeEmpty, kAtLeastOne };

  void Wrong(const Place& at, std::string vi, std::string en) {
    if (at.unreadable()) return;
    AddProblem(problems_, {.line = at.line(), .field = at.path(), .vi = std::move(vi), .en = std::move(en)});
  }

  template <typename Elements, typename Each>
  static void ForEach(const Place& at, std::string_view field, const Elements& elements, Each each) {
    for (int i = 0; i < elements.size(); ++i) each(at.At(field, i, elements[i].id()), elements[i]);
  }

  // ------------------------------------------------------------------------------------------------ texts and dates

  void CheckLine(const Place& at, const std::string& text, int64_t most, bool needed = true) {
    if (text.empty()) {
      if (needed) Wrong(at, "còn thiếu: hãy ghi", "is missing");
      return;
    }
    if (Length(text) > most) {
      Wrong(at, fmt::format("dài quá {} ký tự", most), fmt::format("is longer than {} characters", most));
    }
    if (HasUnsafeCharacters(text) || text.find_first_of("\n\r\t") != std::string::npos) {
      Wrong(at, "có ký tự điều khiển, xuống dòng hoặc ký tự ẩn: hãy bỏ đi",
            "has control characters, line breaks or invisible characters: leave them out");
    }
    if (std::isspace(static_cast<unsigned char>(text.front())) ||
        std::isspace(static_cast<unsigned char>(text.back()))) {
      Wrong(at, "bỏ khoảng trắng ở đầu và cuối", "leave out the spaces at its beginning and end");
    }
  }

  void CheckText(const Place& at, const v1::LocalText& text, int64_t most, bool needed = true) {
    if (!needed && text.vi().empty() && text.en().empty()) return;
    CheckLine(at.At("vi"), text.vi(), most);
    CheckLine(at.At("en"), text.en(), most, /*needed=*/false);
  }

  // Nothing where it is not given or not a date, which is reported.
  std::optional<Day> CheckDate(const Place& at, const google::type::Date& date, bool needed = true) {
    if (!IsGiven(date)) {
      if (needed) Wrong(at, "còn thiếu ngày: { year: 2024 month: 5 day: 1 }", "needs { year: 2024 month: 5 day: 1 }");
      return std::nullopt;
    }
    const std::optional<Day> day = DayOf(date);
    if (!day) {
      Wrong(at, fmt::format("không có ngày {}/{}/{}", date.day(), date.month(), date.year()),
            fmt::format("there is no {}-{}-{}", date.year(), date.month(), date.day()));
    }
    return day;
  }

  // ------------------------------------------------------------------------------------------------ ids and references

  // Ids and titles of a list.
  template <typename Elements>
  void CheckTitled(std::string_view field, const Elements& elements, Size size) {
    CheckIds(root_, field, elements, size);
    ForEach(root_, field, elements, [&](const Place& at, const auto& element) {
      CheckText(at.At("title"), element.title(), kTitleCharacters);
    });
  }

  template <typename Elements>
  void CheckIds(const Place& parent, std::string_view field, const Elements& elements, Size size) {
    if (elements.empty() && size == kAtLeastOne) {
      Wrong(parent.At(field), "phải có ít nhất một", "needs one at the least");
    }
    if (elements.size() > kGreatestList) {
      Wrong(parent.At(field), fmt::format("nhiều nhất {}", kGreatestList), fmt::format("{} at most", kGreatestList));
      return;
    }
    std::map<std::string, int> lines;
    ForEach(parent, field, elements, [&](const Place& element, const auto& one) {
      const Place at = element.At("id");
      if (one.id().empty()) {
        Wrong(at, "còn thiếu id", "an id is missing");
      } else if (!IsProgrammeId(one.id())) {
        Wrong(at, fmt::format("id “{}”: chỉ dùng chữ không dấu, chữ số, “.”, “-”, “_”, từ 1 đến 40 ký tự", one.id()),
              fmt::format("id “{}”: use letters, digits, “.”, “-”, “_” only, 1 to 40 of them", one.id()));
      } else if (const auto [first, is_new] = lines.emplace(one.id(), at.line()); !is_new) {
        Wrong(at, fmt::format("id “{}” đã dùng ở dòng {}: mỗi id chỉ dùng một lần", one.id(), first->second),
              fmt::format("id “{}” is used on line {} already: each only once", one.id(), first->second));
      }
    });
  }

  // What `id` leads to; nullptr where it leads nowhere, which is reported.
  template <typename Element>
  const Element* CheckReference(const Place& at, const std::string& id, const Index<Element>& elements,
                                const Words& what) {
    const Element* found = elements.Find(id);
    if (found == nullptr && id.empty()) {
      Wrong(at, fmt::format("còn thiếu {}; có: {}", what.vi, elements.Ids()),
            fmt::format("a {} is missing; there are: {}", what.en, elements.Ids()));
    } else if (found == nullptr) {
      Wrong(at, fmt::format("chưa có {} “{}”; có: {}", what.vi, id, elements.Ids()),
            fmt::format("there is no {} “{}”; there are: {}", what.en, id, elements.Ids()));
    }
    return found;
  }

  // Calls `each` with the place of every reference of a list and with what it leads to.
  template <typename List, typename Element, typename Each>
  void CheckReferences(const Place& parent, std::string_view field, const List& list, const Index<Element>& elements,
                       const Words& what, Each each) {
    std::set<std::string> seen;
    for (int i = 0; i < list.size(); ++i) {
      const Place at = parent.At(field, i, list[i]);
      if (!seen.insert(list[i]).second) {
        Wrong(at, fmt::format("“{}” đã ghi: mỗi {} chỉ ghi một lần", list[i], what.vi),
              fmt::format("“{}” is given already: each {} only once", list[i], what.en));
      } else if (const Element* found = CheckReference(at, list[i], elements, what); found != nullptr) {
        each(at, *found);
      }
    }
  }

  template <typename List, typename Element>
  void CheckReferences(const Place& parent, std::string_view field, const List& list, const Index<Element>& elements,
                       const Words& what) {
    CheckReferences(parent, field, list, elements, what, [](const Place&, const Element&) {});
  }

  void CheckNumberFact(const Place& at, const std::string& id) {
    const v1::Fact* fact = CheckReference(at, id, facts_, kFact);
    if (fact == nullptr || fact->kind() == v1::Fact::KIND_NUMBER) return;
    Wrong(at, fmt::format("“{}” không phải là số (KIND_NUMBER)", id), fmt::format("“{}” is no KIND_NUMBER", id));
  }

  void CheckRange(const Place& at, int64_t value, int64_t least, int64_t greatest) {
    if (value >= least && value <= greatest) return;
    Wrong(at, fmt::format("{}: phải từ {} đến {}", value, least, greatest),
          fmt::format("{}: must be {} to {}", value, least, greatest));
  }

  // ------------------------------------------------------------------------------------------------ the programme's
  // parts

  void CheckHead() {
    if (!IsProgrammeId(programme_.id())) {
      Wrong(root_.At("id"),
            fmt::format("id “{}”: chỉ dùng chữ không dấu, chữ số, “.”, “-”, “_”, từ 1 đến 40 ký tự", programme_.id()),
            fmt::format("id “{}”: use letters, digits, “.”, “-”, “_” only, 1 to 40 of them", programme_.id()));
    }
    CheckText(root_.At("title"), programme_.title(), kTitleCharacters);
    // Others than IANA's, such as "localtime" or a path, would load and mean something else on another machine.
    const std::string& zone = programme_.time_zone();
    const bool is_name = zone == "UTC" || (zone.find('/') != std::string::npos && zone.front() != '/' &&
                                           std::all_of(zone.begin(), zone.end(), [](unsigned char c) {
                                             return std::isalnum(c) || c == '/' || c == '_' || c == '-' || c == '+';
                                           }));
    absl::TimeZone loaded;
    if (!is_name || !absl::LoadTimeZone(zone, &loaded)) {
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
    CheckReferences(at, "types", scope.types(), types_, kType);
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
    const v1::Fact* fact = CheckReference(at.At("fact"), condition.fact(), facts_, kFact);
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
    if (CheckReference(next, document.replaced_by(), documents_, kDocument) == nullptr) return;
    std::set<std::string> passed;
    for (const v1::Document* one = &document; one != nullptr; one = documents_.Find(one->replaced_by())) {
      if (passed.insert(one->id()).second) continue;
      Wrong(next, "thay thế vòng tròn: không còn văn bản nào có hiệu lực", "goes in a circle: no document holds");
      return;
    }
  }

  // ------------------------------------------------------------------------------------------------ rules by number

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
    if (const v1::Scope* scope = CheckReference(at.At("scope"), stratum.scope(), scopes_, kScope);
        scope != nullptr && scope->include_federation()) {
      Wrong(at.At("scope"), "chỉ rút mẫu trong công đoàn cơ sở: chọn phạm vi không có liên đoàn",
            "only unions are drawn: choose a scope without the federation");
    }
    CheckRange(at.At("percent"), stratum.percent(), 0, 100);
    if (stratum.kinds().empty()) Wrong(at.At("kinds"), "phải có ít nhất một", "needs one at the least");
    CheckReferences(at, "kinds", stratum.kinds(), inspection_kinds_, kInspectionKind,
                    [&](const Place& place, const v1::InspectionKind& kind) {
                      if (!kind.of_federation() && !kind.is_supervision()) return;
                      Wrong(place, "chỉ tính cuộc kiểm tra công đoàn cơ sở có kết luận, không tính giám sát",
                            "only inspections of unions that end in a conclusion count, no supervision");
                    });
    if (stratum.item().empty()) return;
    if (const v1::Item* item = CheckReference(at.At("item"), stratum.item(), items_, kItem); item != nullptr) {
      CheckServes(at, stratum, *item);
    }
  }

  // A quota and the indicator that it serves.
  void CheckServes(const Place& at, const v1::Stratum& stratum, const v1::Item& item) {
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
      CheckRange(points, levels[i].points_from(), 0, kGreatestPoints);
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
      CheckRange(at.At("days_before", i), before[i], 1, kGreatestReminder);
      if (i > 0 && before[i] >= before[i - 1]) {
        Wrong(at.At("days_before", i), fmt::format("xếp từ lớn đến nhỏ: phải dưới {}", before[i - 1]),
              fmt::format("the greatest comes first: must be below {}", before[i - 1]));
      }
    }
    for (int i = 0; i < after.size(); ++i) {
      CheckRange(at.At("days_after", i), after[i], 1, kGreatestReminder);
      if (i > 0 && after[i] <= after[i - 1]) {
        Wrong(at.At("days_after", i), fmt::format("xếp từ nhỏ đến lớn: phải trên {}", after[i - 1]),
              fmt::format("the smallest comes first: must be above {}", after[i - 1]));
      }
    }
  }

  // ------------------------------------------------------------------------------------------------ items

  void CheckItem(const Place& at, const v1::Item& item) {
    if (item.kind() == v1::Item::KIND_UNSPECIFIED) {
      Wrong(at.At("kind"), "còn thiếu: KIND_INDICATOR, KIND_PLAN hoặc KIND_DUTY",
            "is missing: KIND_INDICATOR, KIND_PLAN or KIND_DUTY");
    }
    CheckLine(at.At("source_place"), item.source_place(), kPlaceCharacters);
    CheckText(at.At("note"), item.note(), kNoteCharacters, /*needed=*/false);
    CheckReference(at.At("field"), item.field(), fields_, kField);
    if (const v1::Scope* scope = CheckReference(at.At("scope"), item.scope(), scopes_, kScope); scope != nullptr) {
      CheckBody(at.At("body"), item, *scope);
    }
    CheckReferences(at, "evidence", item.evidence(), evidence_kinds_, kEvidenceKind);
    CheckReferences(at, "documents", item.documents(), documents_, kDocument);
    CheckServedWith(at, item);
    CheckPeriods(at, item);
    CheckMeasure(at, item);
    CheckSource(at, item);
    CheckIds(at, "figures", item.figures(), kMayBeEmpty);
    for (int i = 0; i < item.figures_size(); ++i) {
      CheckFigure(at.At("figures", i, item.figures(i).id()), item, item.figures(i));
    }
  }

  void CheckBody(const Place& at, const v1::Item& item, const v1::Scope& scope) {
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

  void CheckServedWith(const Place& at, const v1::Item& item) {
    CheckReferences(
        at, "served_with", item.served_with(), items_, kItem, [&](const Place& link, const v1::Item& other) {
          if (other.id() == item.id()) {
            Wrong(link, "phải là một mục khác", "must be another item");
          } else if (!Contains(other.served_with(), item.id())) {
            Wrong(link, fmt::format("mục {} chưa ghi lại served_with: \"{}\"", other.id(), item.id()),
                  fmt::format("item {} does not say served_with: \"{}\" in its turn", other.id(), item.id()));
          }
        });
  }

  void CheckPeriods(const Place& at, const v1::Item& item) {
    const bool yearly = Contains(item.periods(), v1::Item::PERIOD_YEAR);
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

  void CheckDue(const Place& at, const v1::MonthDay& due, bool yearly) {
    if (!yearly) {
      Wrong(at, "chỉ mục hàng năm (PERIOD_YEAR) có due: dùng until", "only a yearly item has due: use until");
    }
    constexpr int kNoLeapYear = 2023;
    google::type::Date date;
    date.set_year(kNoLeapYear);
    date.set_month(due.month());
    date.set_day(due.day());
    if (DayOf(date)) return;
    Wrong(at, fmt::format("không phải năm nào cũng có ngày {}/{}", due.day(), due.month()),
          fmt::format("not every year has a {:02}-{:02}", due.month(), due.day()));
  }

  void CheckMeasure(const Place& at, const v1::Item& item) {
    const Place measure = at.At("measure");
    switch (item.measure()) {
      case v1::Item::MEASURE_UNSPECIFIED:
        Wrong(measure, "còn thiếu cách đo (MEASURE_…)", "a MEASURE_… is missing");
        return;
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
      CheckReference(at.At("target_level"), item.target_level(), levels_, kLevel);
    } else if (!item.target_level().empty()) {
      Wrong(at.At("target_level"), "chỉ dùng với MEASURE_LEVEL hoặc SOURCE_RATINGS: bỏ đi",
            "is for MEASURE_LEVEL or SOURCE_RATINGS: leave it out");
    }
  }

  void CheckFigureCount(const Place& at, const v1::Item& item, int least, int greatest) {
    if (item.figures_size() < least) {
      Wrong(at.At("figures"), "cách đo này cần số liệu (figures)", "this measure needs figures");
    } else if (item.figures_size() > greatest) {
      Wrong(at.At("figures", greatest), fmt::format("cách đo này có nhiều nhất {} số liệu", greatest),
            fmt::format("this measure has {} figures at most", greatest));
    }
  }

  void CheckSource(const Place& at, const v1::Item& item) {
    const Place source = at.At("source");
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
      case v1::Item::SOURCE_UNSPECIFIED:
        Wrong(source, "còn thiếu: SOURCE_REPORTED, SOURCE_DIRECTORY, SOURCE_RATINGS hoặc SOURCE_INSPECTIONS",
              "is missing: SOURCE_REPORTED, SOURCE_DIRECTORY, SOURCE_RATINGS or SOURCE_INSPECTIONS");
        return;
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
        CheckHasStratum(source, item);
        break;
      default:
        break;
    }
    if (item.kind() != v1::Item::KIND_INDICATOR) {
      Wrong(source, "kế hoạch, nhiệm vụ do người báo cáo: SOURCE_REPORTED",
            "plans and duties are reported: SOURCE_REPORTED");
    }
    if (!item.evidence().empty()) {
      Wrong(at.At("evidence", 0), "không ai báo cáo mục này: bỏ minh chứng", "nobody reports it: leave evidence out");
    }
    if (item.awaits_guidance()) {
      Wrong(at.At("awaits_guidance"), "không ai được giao mục này: bỏ đi", "nobody is given it: leave it out");
    }
  }

  void CheckDerivedMeasure(const Place& at, const v1::Item& item, const std::vector<v1::Item::Measure>& measures) {
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

  void CheckDerivedKind(const Place& at, const v1::Item& item) {
    const Place place = at.At("derived_kind");
    const v1::InspectionKind* kind = CheckReference(place, item.derived_kind(), inspection_kinds_, kInspectionKind);
    if (kind != nullptr && (!kind->of_federation() || kind->is_supervision())) {
      Wrong(place, fmt::format("“{}” không phải kiểm tra cùng cấp (of_federation) có kết luận", kind->id()),
            fmt::format("“{}” is no same-level inspection (of_federation) with a conclusion", kind->id()));
    }
    const v1::Scope* scope = scopes_.Find(item.scope());
    if (scope != nullptr && !scope->include_federation()) {
      Wrong(at.At("scope"), "kiểm tra cùng cấp là của liên đoàn: chọn phạm vi có include_federation",
            "a same-level inspection is the federation's: choose a scope with include_federation");
    }
  }

  void CheckHasStratum(const Place& at, const v1::Item& item) {
    if (item.measure() != v1::Item::MEASURE_COVERAGE) return;
    const auto& strata = programme_.inspection().strata();
    if (std::any_of(strata.begin(), strata.end(), [&](const v1::Stratum& one) { return one.item() == item.id(); })) {
      return;
    }
    Wrong(at, fmt::format("chưa có nhóm kiểm tra (inspection.strata) nào ghi item: \"{}\"", item.id()),
          fmt::format("no inspection.strata says item: \"{}\"", item.id()));
  }

  void CheckFigure(const Place& at, const v1::Item& item, const v1::Figure& figure) {
    CheckText(at.At("title"), figure.title(), kTitleCharacters);
    const bool counts = item.measure() == v1::Item::MEASURE_RATIO || item.measure() == v1::Item::MEASURE_COUNT ||
                        item.measure() == v1::Item::MEASURE_AVERAGE;
    CheckText(at.At("unit"), figure.unit(), kUnitCharacters, counts);
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

  void CheckTarget(const Place& at, const v1::Item& item, const v1::Figure& figure) {
    constexpr int64_t kGreatestPercent = 1'000;
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
        CheckRange(at, figure.target(), 1, kGreatestTarget);
        break;
      case v1::Item::MEASURE_LEVEL:
        if (figure.target() != 0) Wrong(at, "ghi mức ở target_level", "is given as target_level");
        break;
      default:
        CheckRange(at, figure.target(), 0, kGreatestTarget);
    }
  }

  static constexpr Words kType{"loại hình", "union type"};
  static constexpr Words kFact{"số liệu", "fact"};
  static constexpr Words kScope{"phạm vi", "scope"};
  static constexpr Words kField{"lĩnh vực", "field"};
  static constexpr Words kDocument{"văn bản", "document"};
  static constexpr Words kEvidenceKind{"loại minh chứng", "kind of evidence"};
  static constexpr Words kInspectionKind{"loại kiểm tra", "kind of inspection"};
  static constexpr Words kLevel{"mức xếp loại", "rating level"};
  static constexpr Words kItem{"mục", "item"};

  const v1::Programme& programme_;
  const Place root_;
  std::vector<FileProblem>& problems_;
  const Index<v1::UnionType> types_;
  const Index<v1::Fact> facts_;
  const Index<v1::Scope> scopes_;
  const Index<v1::Field> fields_;
  const Index<v1::Document> documents_;
  const Index<v1::EvidenceKind> evidence_kinds_;
  const Index<v1::InspectionKind> inspection_kinds_;
  const Index<v1::RatingLevel> levels_;
  const Index<v1::Item> items_;
};

// The first line that is not UTF-8; nothing where all are.
std::optional<int> LineThatIsNotUtf8(std::string_view source) {
  int line = 1;
  while (!source.empty()) {
    const size_t end = std::min(source.find('\n'), source.size() - 1);
    if (!Nfc(source.substr(0, end + 1)).ok()) return line;
    source.remove_prefix(end + 1);
    ++line;
  }
  return std::nullopt;
}

}  // namespace

ProgrammeReading ReadProgramme(std::string_view source) {
  ProgrammeReading reading;
  if (source.size() > kProgrammeBytes) {
    reading.problems.push_back({.line = 0,
                                .field = "",
                                .vi = fmt::format("tệp lớn quá {} KiB", kProgrammeBytes / 1024),
                                .en = fmt::format("the file is greater than {} KiB", kProgrammeBytes / 1024)});
    return reading;
  }
  if (const std::optional<int> line = LineThatIsNotUtf8(source)) {
    reading.problems.push_back({.line = *line,
                                .field = "",
                                .vi = "không phải UTF-8: hãy lưu tệp theo UTF-8",
                                .en = "is not UTF-8: save it so"});
    return reading;
  }
  v1::Programme programme;
  SourceTree tree;
  if (ReadTextFormat(source, programme, tree, reading.problems)) {
    Check(programme, tree, reading.problems).Everything();
  }
  std::stable_sort(reading.problems.begin(), reading.problems.end(),
                   [](const FileProblem& a, const FileProblem& b) { return a.line < b.line; });
  if (reading.problems.empty()) reading.programme = std::move(programme);
  return reading;
}

}  // namespace phancong::rules
