#include "services/rules/union_change.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>

#include "fmt/format.h"
#include "services/rules/directory_csv.h"
#include "services/rules/names.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"

namespace phancong::rules {
namespace {

using Facts = std::map<std::string, int64_t>;

const v1::Fact* FindFact(const v1::Programme& programme, const std::string& id) {
  const auto& facts = programme.facts();
  const auto found = std::find_if(facts.begin(), facts.end(), [&](const v1::Fact& fact) { return fact.id() == id; });
  return found == facts.end() ? nullptr : &*found;
}

std::string Into(size_t i, std::string_view part) { return fmt::format("into[{}].{}", i, part); }

bool InRange(const v1::Fact& fact, int64_t value) {
  switch (fact.kind()) {
    case v1::Fact::KIND_FLAG:
      return value == 0 || value == 1;
    case v1::Fact::KIND_DATE:
      return DayOf(kEarliestFactYear, 1, 1) <= value && value <= DayOf(kLatestFactYear, 12, 31);
    default:
      return 0 <= value && value <= kGreatestFact;
  }
}

// How many unions each kind takes; greatest 0: any number.
struct Shape {
  size_t least_from;
  size_t greatest_from;
  size_t least_into;
  size_t greatest_into;
};

std::optional<Shape> ShapeOf(v1::UnionChangeKind kind) {
  switch (kind) {
    case v1::UNION_CHANGE_KIND_FOUNDED:
      return Shape{.least_from = 0, .greatest_from = 0, .least_into = 1, .greatest_into = SIZE_MAX};
    case v1::UNION_CHANGE_KIND_DISSOLVED:
      return Shape{.least_from = 1, .greatest_from = SIZE_MAX, .least_into = 0, .greatest_into = 0};
    case v1::UNION_CHANGE_KIND_MERGED:
      return Shape{.least_from = 2, .greatest_from = SIZE_MAX, .least_into = 1, .greatest_into = 1};
    case v1::UNION_CHANGE_KIND_SPLIT:
      return Shape{.least_from = 1, .greatest_from = 1, .least_into = 2, .greatest_into = SIZE_MAX};
    case v1::UNION_CHANGE_KIND_TYPE_CHANGED:
    case v1::UNION_CHANGE_KIND_RENAMED:
      return Shape{.least_from = 1, .greatest_from = 1, .least_into = 1, .greatest_into = 1};
    default:
      return std::nullopt;
  }
}

absl::Status CheckCount(const std::string& field, size_t count, size_t least, size_t greatest) {
  if (least <= count && count <= greatest) return absl::OkStatus();
  if (greatest == 0) return RefuseField(field, "phải để trống", "must be empty");
  if (count < least) {
    return RefuseField(field, fmt::format("phải có ít nhất {} công đoàn", least),
                       fmt::format("must have at least {} unions", least));
  }
  return RefuseField(field, fmt::format("chỉ được có {} công đoàn", greatest),
                     fmt::format("must have {} unions at most", greatest));
}

class Planner {
 public:
  Planner(const UnionChangeProposal& proposal, const v1::Programme& programme)
      : proposal_(proposal), programme_(programme) {}

  absl::StatusOr<UnionChangePlan> Plan() {
    const std::optional<Shape> shape = ShapeOf(proposal_.kind);
    if (!shape) return RefuseField("kind", "phải ghi loại biến động", "must say what happens to the unions");
    if (proposal_.on_day > proposal_.today) {
      return RefuseField("on_date", "không được sau hôm nay", "must not be after today");
    }
    RETURN_IF_ERROR(CheckCount("from", proposal_.from.size(), shape->least_from, shape->greatest_from));
    RETURN_IF_ERROR(CheckCount("into", proposal_.into.size(), shape->least_into, shape->greatest_into));
    RETURN_IF_ERROR(CheckFrom());
    if (proposal_.on_day <= proposal_.sealed_until) return Refuse(v1::ERROR_REASON_PERIOD_SEALED);
    for (size_t i = 0; i < proposal_.into.size(); ++i) RETURN_IF_ERROR(Become(i));
    for (const ChangingUnion& from : proposal_.from) {
      const bool goes_on = std::any_of(plan_.into.begin(), plan_.into.end(),
                                       [&](const UnionBecoming& into) { return into.id == from.id; });
      if (!goes_on) plan_.ended.push_back(from.id);
    }
    return std::move(plan_);
  }

 private:
  absl::Status CheckFrom() {
    std::set<std::string> ids;
    for (size_t i = 0; i < proposal_.from.size(); ++i) {
      const ChangingUnion& from = proposal_.from[i];
      if (!ids.insert(from.id).second) {
        return RefuseField(fmt::format("from[{}]", i), fmt::format("{} có hai lần", from.id),
                           fmt::format("{} is there twice", from.id));
      }
      if (from.ended_day != 0) return CheckNotEnded(from.title, from.ended_day, from.ended_day);
      if (proposal_.on_day < from.founded_day) {
        return RefuseField("on_date", fmt::format("{} thành lập ngày {}", from.title, VietnameseDate(from.founded_day)),
                           fmt::format("{} was founded on {}", from.title, IsoDate(from.founded_day)));
      }
      RETURN_IF_ERROR(CheckRecorded(from, from.formed_day));
    }
    return absl::OkStatus();
  }

  absl::Status CheckRecorded(const ChangingUnion& from, Day recorded) const {
    if (proposal_.on_day >= recorded) return absl::OkStatus();
    return RefuseField("on_date",
                       fmt::format("{} đã có thông tin ghi từ ngày {}: chọn ngày đó hoặc sau đó", from.title,
                                   VietnameseDate(recorded)),
                       fmt::format("something of {} is recorded from {} on: choose that day or a later one", from.title,
                                   IsoDate(recorded)));
  }

  const ChangingUnion* Before(const std::string& id) const {
    const auto found = std::find_if(proposal_.from.begin(), proposal_.from.end(),
                                    [&](const ChangingUnion& from) { return from.id == id; });
    return found == proposal_.from.end() ? nullptr : &*found;
  }

  // One that changes its name or type may leave its id out: it is the one of `from`.
  bool KeepsItself() const {
    return proposal_.kind == v1::UNION_CHANGE_KIND_TYPE_CHANGED || proposal_.kind == v1::UNION_CHANGE_KIND_RENAMED;
  }

  absl::Status CheckId(size_t i, const std::string& id, const ChangingUnion* before) const {
    if (!IsUnionId(id)) {
      return RefuseField(Into(i, "id"),
                         fmt::format("id “{}”: chỉ dùng a-z, 0-9 và “-”, từ 1 đến 40 ký tự, như thpt-viet-vinh", id),
                         fmt::format("id “{}”: use a-z, 0-9 and “-” only, 1 to 40 of them, as in thpt-viet-vinh", id));
    }
    if (KeepsItself() && before == nullptr) {
      return RefuseField(Into(i, "id"), "phải là chính công đoàn đó", "must be that same union");
    }
    if (before == nullptr && proposal_.taken.contains(id)) {
      return Refuse(v1::ERROR_REASON_ALREADY_EXISTS, {{"name", id}});
    }
    const bool twice =
        std::any_of(plan_.into.begin(), plan_.into.end(), [&](const UnionBecoming& into) { return into.id == id; });
    if (twice) {
      return RefuseField(Into(i, "id"), fmt::format("{} có hai lần", id), fmt::format("{} is there twice", id));
    }
    return absl::OkStatus();
  }

  absl::Status CheckForm(size_t i, const UnionBecoming& becoming, const ChangingUnion* before) const {
    if (becoming.title.empty()) return RefuseField(Into(i, "title"), "còn thiếu tên", "a name is missing");
    const auto& types = programme_.union_types();
    if (std::none_of(types.begin(), types.end(),
                     [&](const v1::UnionType& type) { return type.id() == becoming.type; })) {
      std::string known;
      for (const v1::UnionType& type : types) known += (known.empty() ? "" : ", ") + type.id();
      return RefuseField(Into(i, "type"), fmt::format("không có loại hình “{}”; có: {}", becoming.type, known),
                         fmt::format("there is no union type “{}”; there are: {}", becoming.type, known));
    }
    if (proposal_.kind == v1::UNION_CHANGE_KIND_TYPE_CHANGED && becoming.type == before->type) {
      return RefuseField(Into(i, "type"), "vẫn là loại hình cũ", "is the type that it has");
    }
    if (proposal_.kind == v1::UNION_CHANGE_KIND_RENAMED) {
      if (becoming.title == before->title) {
        return RefuseField(Into(i, "title"), "vẫn là tên cũ", "is the name that it has");
      }
      if (becoming.type != before->type) {
        return RefuseField(Into(i, "type"), "đổi tên thì loại hình giữ nguyên: dùng chuyển loại hình",
                           "stays as it is when a union is renamed: record a change of type");
      }
    }
    return absl::OkStatus();
  }

  // The facts that hold from the day on where the request leaves them out.
  Facts Inherited(const ChangingUnion* before) const {
    Facts facts = before == nullptr ? Facts() : before->facts;
    if (proposal_.kind != v1::UNION_CHANGE_KIND_MERGED) return facts;
    for (const v1::Fact& fact : programme_.facts()) {
      if (fact.kind() != v1::Fact::KIND_NUMBER) continue;
      std::optional<int64_t> sum;
      for (const ChangingUnion& from : proposal_.from) {
        const auto value = from.facts.find(fact.id());
        if (value != from.facts.end()) sum = sum.value_or(0) + value->second;
      }
      if (sum) facts[fact.id()] = *sum;
    }
    return facts;
  }

  absl::Status Become(size_t i) {
    const WantedUnion& wanted = proposal_.into[i];
    const std::string& id = KeepsItself() && wanted.id.empty() ? proposal_.from.front().id : wanted.id;
    const ChangingUnion* const before = Before(id);
    RETURN_IF_ERROR(CheckId(i, id, before));
    // Facts that are recorded from a later day on would hide those that this gives it.
    if (before != nullptr && (!KeepsItself() || !wanted.facts.empty())) {
      RETURN_IF_ERROR(CheckRecorded(*before, before->fact_day));
    }
    UnionBecoming becoming{.id = id,
                           .title = wanted.title,
                           .type = wanted.type,
                           .place = wanted.place,
                           .founded_day = before == nullptr ? proposal_.on_day : before->founded_day,
                           .facts = Inherited(before),
                           .is_new = before == nullptr};
    if (before != nullptr) {
      if (becoming.title.empty()) becoming.title = before->title;
      if (becoming.type.empty()) becoming.type = before->type;
      if (becoming.place.empty()) becoming.place = before->place;
    }
    RETURN_IF_ERROR(CheckForm(i, becoming, before));
    // How members and workers are divided, nobody knows but who divides them.
    if (proposal_.kind == v1::UNION_CHANGE_KIND_SPLIT) {
      for (const v1::Fact& fact : programme_.facts()) {
        if (fact.required()) becoming.facts.erase(fact.id());
      }
    }
    for (const auto& [fact, value] : wanted.facts) becoming.facts[fact] = value;
    RETURN_IF_ERROR(CheckFacts(becoming.facts, programme_, Into(i, "facts")));
    plan_.into.push_back(std::move(becoming));
    return absl::OkStatus();
  }

  const UnionChangeProposal& proposal_;
  const v1::Programme& programme_;
  UnionChangePlan plan_;
};

}  // namespace

absl::StatusOr<UnionChangePlan> PlanUnionChange(const UnionChangeProposal& proposal, const v1::Programme& programme) {
  return Planner(proposal, programme).Plan();
}

absl::Status CheckNotEnded(std::string_view title, Day ended_day, Day today) {
  if (ended_day == 0 || today < ended_day) return absl::OkStatus();
  return Refuse(v1::ERROR_REASON_UNION_ENDED,
                {{"union", std::string(title)}, {"day.vi", VietnameseDate(ended_day)}, {"day.en", IsoDate(ended_day)}});
}

absl::Status CheckFacts(const Facts& facts, const v1::Programme& programme, const std::string& field) {
  for (const auto& [id, value] : facts) {
    const v1::Fact* const fact = FindFact(programme, id);
    if (fact == nullptr) {
      return RefuseField(field, fmt::format("chương trình không có số liệu “{}”", id),
                         fmt::format("the programme has no fact “{}”", id));
    }
    if (!InRange(*fact, value)) {
      return RefuseField(field, fmt::format("{} = {} không hợp lệ", id, value),
                         fmt::format("{} = {} is out of range", id, value));
    }
    if (fact->at_most_fact().empty()) continue;
    const auto bound = facts.find(fact->at_most_fact());
    if (bound != facts.end() && value > bound->second) {
      return RefuseField(field, fmt::format("{} = {} nhiều hơn {} ({})", id, value, bound->first, bound->second),
                         fmt::format("{} = {} is more than {} ({})", id, value, bound->first, bound->second));
    }
  }
  for (const v1::Fact& fact : programme.facts()) {
    if (!fact.required() || facts.contains(fact.id())) continue;
    return RefuseField(field, fmt::format("còn thiếu {}", fact.id()), fmt::format("{} is missing", fact.id()));
  }
  return absl::OkStatus();
}

}  // namespace phancong::rules
