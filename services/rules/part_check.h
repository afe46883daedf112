// What the checks of a programme's parts share: where a part stands, what its references may lead to, and how a text, a
// date, an id, a number is wrong. Inside of programme_check; calendar_check uses its places.
#ifndef PHANCONG_SERVICES_RULES_PART_CHECK_H_
#define PHANCONG_SERVICES_RULES_PART_CHECK_H_

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_join.h"
#include "fmt/format.h"
#include "phancong/v1/programme.pb.h"
#include "services/rules/dates.h"
#include "services/rules/file_problem.h"
#include "services/rules/text_format.h"

namespace phancong::rules {

inline constexpr int64_t kTitleCharacters = 300;
inline constexpr int64_t kPlaceCharacters = 100;
inline constexpr int kGreatestList = 2'000;

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
    if (ids_.empty()) return "–";
    const bool more = ids_.size() > kShown;
    return absl::StrJoin(ids_.begin(), more ? ids_.begin() + kShown : ids_.end(), ", ") + (more ? ", …" : "");
  }

 private:
  std::map<std::string, const Element*> by_id_;
  std::vector<std::string> ids_;
};

// Everything that references may lead to.
struct ProgrammeIndex {
  explicit ProgrammeIndex(const v1::Programme& programme)
      : types(programme.union_types()),
        facts(programme.facts()),
        scopes(programme.scopes()),
        fields(programme.fields()),
        documents(programme.documents()),
        evidence_kinds(programme.evidence_kinds()),
        inspection_kinds(programme.inspection_kinds()),
        levels(programme.rating().levels()),
        items(programme.items()) {}

  Index<v1::UnionType> types;
  Index<v1::Fact> facts;
  Index<v1::Scope> scopes;
  Index<v1::Field> fields;
  Index<v1::Document> documents;
  Index<v1::EvidenceKind> evidence_kinds;
  Index<v1::InspectionKind> inspection_kinds;
  Index<v1::RatingLevel> levels;
  Index<v1::Item> items;
};

template <typename List, typename Value>
bool Contains(const List& list, const Value& value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

// What is wrong with the parts of one programme.
class PartCheck {
 public:
  // All outlive it. Problems are added to `problems`.
  PartCheck(const v1::Programme& programme, const ProgrammeIndex& index, std::vector<FileProblem>& problems)
      : programme_(programme), index_(index), problems_(problems) {}

 protected:
  enum Size { kMayBeEmpty, kAtLeastOne };

  // What references are called.
  static constexpr Words kType{"loại hình", "union type"};
  static constexpr Words kFact{"số liệu", "fact"};
  static constexpr Words kScope{"phạm vi", "scope"};
  static constexpr Words kField{"lĩnh vực", "field"};
  static constexpr Words kDocument{"văn bản", "document"};
  static constexpr Words kEvidenceKind{"loại minh chứng", "kind of evidence"};
  static constexpr Words kInspectionKind{"loại kiểm tra", "kind of inspection"};
  static constexpr Words kLevel{"mức xếp loại", "rating level"};
  static constexpr Words kItem{"mục", "item"};

  // A problem at a place; none where the value there could not be read, which is reported already.
  void Wrong(const Place& at, std::string vi, std::string en);

  // An element of a list with its place.
  template <typename Elements, typename Each>
  static void ForEach(const Place& at, std::string_view field, const Elements& elements, Each each) {
    for (int i = 0; i < elements.size(); ++i) each(at.At(field, i, elements[i].id()), elements[i]);
  }

  // One line of text, 1 to `most` characters.
  void CheckLine(const Place& at, const std::string& text, int64_t most, bool needed = true);
  void CheckText(const Place& at, const v1::LocalText& text, int64_t most, bool needed = true);
  // Nothing where it is not given or not a date, which is reported.
  std::optional<Day> CheckDate(const Place& at, const google::type::Date& date, bool needed = true);
  void CheckRange(const Place& at, int64_t value, int64_t least, int64_t greatest);
  void CheckId(const Place& at, const std::string& id);

  // Ids and titles of a list.
  template <typename Elements>
  void CheckTitled(const Place& parent, std::string_view field, const Elements& elements, Size size) {
    CheckIds(parent, field, elements, size);
    ForEach(parent, field, elements, [&](const Place& at, const auto& element) {
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
      CheckId(at, one.id());
      if (one.id().empty()) return;
      if (const auto [first, is_new] = lines.emplace(one.id(), at.line()); !is_new) {
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

  // Of a KIND_NUMBER.
  void CheckNumberFact(const Place& at, const std::string& id);

  const v1::Programme& programme_;
  const ProgrammeIndex& index_;

 private:
  std::vector<FileProblem>& problems_;
};

}  // namespace phancong::rules

#endif  // PHANCONG_SERVICES_RULES_PART_CHECK_H_
