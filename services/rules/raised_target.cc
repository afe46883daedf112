#include "services/rules/raised_target.h"

#include <algorithm>

#include "fmt/format.h"
#include "services/rules/refusal.h"
#include "services/rules/target.h"

namespace phancong::rules {
namespace {

const v1::Figure* FindFigure(const v1::Item& item, const std::string& id) {
  const auto found = std::find_if(item.figures().begin(), item.figures().end(),
                                  [&](const v1::Figure& figure) { return figure.id() == id; });
  return found == item.figures().end() ? nullptr : &*found;
}

// 0: the measure tests no number.
int64_t GreatestTarget(const v1::Item& item, const v1::Figure& figure) {
  switch (item.measure()) {
    case v1::Item::MEASURE_COVERAGE:
      return 100;
    case v1::Item::MEASURE_RATIO:
      return figure.may_exceed() ? kGreatestPercent : 100;
    case v1::Item::MEASURE_COUNT:
    case v1::Item::MEASURE_AVERAGE:
      return kGreatestNumber;
    default:
      return 0;
  }
}

}  // namespace

v1::Item WithTargets(v1::Item item, const std::vector<FigureTarget>& targets) {
  for (const FigureTarget& raised : targets) {
    for (const std::string& id : FiguresRaised(item, raised.figure)) {
      for (v1::Figure& figure : *item.mutable_figures()) {
        if (figure.id() == id) figure.set_target(std::max(figure.target(), raised.target));
      }
    }
  }
  return item;
}

absl::Status CheckRaisedTarget(const v1::Item& item, const FigureTarget& raised, bool for_assignees,
                               const std::string& field) {
  const v1::Figure* const figure = FindFigure(item, raised.figure);
  if (figure == nullptr) {
    return RefuseField(field + ".figure", fmt::format("mục {} không có số liệu “{}”", item.id(), raised.figure),
                       fmt::format("item {} has no figure “{}”", item.id(), raised.figure));
  }
  const int64_t greatest = GreatestTarget(item, *figure);
  if (greatest == 0) {
    return RefuseField(field + ".item", fmt::format("mục {} không có chỉ tiêu bằng số", item.id()),
                       fmt::format("item {} has no target in numbers", item.id()));
  }
  if (item.source() != v1::Item::SOURCE_REPORTED) {
    return RefuseField(field + ".item", fmt::format("mục {} do máy chủ tự tính, không giao cho ai", item.id()),
                       fmt::format("item {} is derived by the server, nobody is given it", item.id()));
  }
  if (for_assignees && item.measure() == v1::Item::MEASURE_COVERAGE) {
    return RefuseField(
        field + ".assignees",
        fmt::format("mục {} tính số đơn vị đạt; từng đơn vị chỉ có đạt hoặc không: chỉ nâng cho cả đợt", item.id()),
        fmt::format("item {} counts the units that meet it, each of them does or does not: raise it for the round",
                    item.id()));
  }
  if (raised.target > greatest) {
    return RefuseField(field + ".target", fmt::format("nhiều nhất {}", greatest), fmt::format("at most {}", greatest));
  }
  if (raised.target >= figure->target()) return absl::OkStatus();
  return Refuse(v1::ERROR_REASON_TARGET_TOO_LOW, {{"figure", raised.figure},
                                                  {"item", item.id()},
                                                  {"target", fmt::to_string(raised.target)},
                                                  {"least", fmt::to_string(figure->target())}});
}

std::vector<std::string> FiguresRaised(const v1::Item& item, const std::string& figure) {
  if (item.measure() != v1::Item::MEASURE_COVERAGE) return {figure};
  std::vector<std::string> figures;
  for (const v1::Figure& one : item.figures()) figures.push_back(one.id());
  return figures;
}

}  // namespace phancong::rules
