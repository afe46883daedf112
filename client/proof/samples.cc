#include "client/proof/samples.h"

#include <algorithm>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/time/civil_time.h"
#include "client/proof/digests.h"
#include "client/proof/items.h"

namespace phancong::proof {
namespace {

using Stratum = v1::InspectionPlanApproved::Stratum;
using Unit = v1::InspectionPlanApproved::Unit;

// The strata as they follow from the programme, the directory and the inspections of before.
std::vector<Stratum> StrataOf(const Record& record, const Plan& plan) {
  std::vector<Stratum> strata;
  const v1::Programme& programme = record.ProgrammeOf(plan.draft.programme_version());
  // A plan that is not the term's is called after its year.
  constexpr int64_t kLastYear = 9999;
  const int64_t year = std::min(FromDecimal(plan.draft.id()).value_or(0), kLastYear);
  const int64_t first_day = absl::CivilDay(year, 1, 1) - absl::CivilDay(1970, 1, 1);
  const Period period{first_day, absl::CivilDay(year, 12, 31) - absl::CivilDay(1970, 1, 1)};
  const auto names = [](const auto& list, int64_t number) {
    return std::any_of(list.begin(), list.end(), [&](const auto& named) { return named.union_number() == number; });
  };
  for (const v1::Stratum& defined : programme.inspection().strata()) {
    const v1::Scope* const scope = FindScope(programme, defined.scope());
    if (scope == nullptr) continue;
    Stratum& stratum = strata.emplace_back();
    stratum.set_id(defined.id());
    stratum.set_percent(defined.percent());
    std::vector<int64_t> numbers = record.directory().InScope(*scope, period, plan.draft.population_day());
    std::sort(numbers.begin(), numbers.end(),
              [&](int64_t a, int64_t b) { return record.directory().IdOf(a) < record.directory().IdOf(b); });
    for (const int64_t number : numbers) {
      Unit& unit = *stratum.add_units();
      unit.set_union_number(number);
      unit.set_risk(names(plan.draft.risk_picks(), number));
      unit.set_left_out(names(plan.draft.left_out(), number));
      for (const auto& [id, inspection] : record.inspections()) {
        const bool counts =
            std::find(defined.kinds().begin(), defined.kinds().end(), inspection.kind) != defined.kinds().end();
        if (!counts || inspection.union_number != number || inspection.concluded_day == 0 ||
            inspection.concluded_day >= first_day) {
          continue;
        }
        const int64_t concluded = (absl::CivilDay(1970, 1, 1) + inspection.concluded_day).year();
        unit.set_last_year(std::max(unit.last_year(), concluded));
      }
    }
    stratum.set_quota(QuotaOf(stratum.units_size(), defined.percent()));
  }
  return strata;
}

std::string DigestOf(const Record& record, const v1::InspectionPlanApproved& approval) {
  std::string lines;
  for (const Stratum& stratum : approval.strata()) {
    lines += "stratum " + stratum.id() + " " + std::to_string(stratum.quota()) + "\n";
    for (const Unit& unit : stratum.units()) {
      lines += "unit " + record.directory().IdOf(unit.union_number()) + " " + std::to_string(unit.last_year()) +
               (unit.risk()       ? " risk\n"
                : unit.left_out() ? " out\n"
                                  : " -\n");
    }
  }
  return Sha256({lines});
}

// All who may be taken, in order.
std::vector<int64_t> OrderOf(const Record& record, const Stratum& stratum, const std::string& seed) {
  // Risk picks before others, by id; the others by the year, and by ticket.
  using Place = std::tuple<bool, int64_t, std::string>;
  std::vector<std::pair<Place, int64_t>> places;
  for (const Unit& unit : stratum.units()) {
    if (unit.left_out() && !unit.risk()) continue;
    const std::string id = record.directory().IdOf(unit.union_number());
    const Place place =
        unit.risk() ? Place(false, 0, id)
                    : Place(true, unit.last_year(), Sha256({seed, stratum.id(), std::string_view("\0", 1), id}));
    places.emplace_back(place, unit.union_number());
  }
  std::sort(places.begin(), places.end());
  std::vector<int64_t> order;
  for (const auto& [place, number] : places) order.push_back(number);
  return order;
}

void CheckApproval(const Record& record, const Plan& plan, Findings& wrong) {
  if (plan.draft.of_term()) return;
  const std::vector<Stratum> strata = StrataOf(record, plan);
  const bool same =
      std::equal(strata.begin(), strata.end(), plan.approval.strata().begin(), plan.approval.strata().end(),
                 [](const Stratum& a, const Stratum& b) { return a.SerializeAsString() == b.SerializeAsString(); });
  if (!same) {
    wrong.Add({"kế hoạch kiểm tra {} (mục {}): danh sách đơn vị không đúng với danh bạ, chương trình và các cuộc kiểm "
               "tra trước đó",
               "inspection plan {} (entry {}): the population is not that of the directory, the programme and the "
               "inspections of before"},
              plan.draft.id(), plan.approved_by);
  }
  if (DigestOf(record, plan.approval) != plan.approval.population_digest()) {
    wrong.Add({"kế hoạch kiểm tra {} (mục {}): mã băm của danh sách đơn vị không khớp",
               "inspection plan {} (entry {}): the digest is not the population's"},
              plan.draft.id(), plan.approved_by);
  }
}

void CheckDraw(const Record& record, const Plan& plan, Findings& wrong) {
  if (Sha256({plan.draw.seed()}) != plan.approval.seed_commitment()) {
    wrong.Add({"kế hoạch kiểm tra {} (mục {}): số ngẫu nhiên không phải số đã cam kết trước khi chọn mẫu",
               "inspection plan {} (entry {}): the seed is not the one that was committed to before the draw"},
              plan.draft.id(), plan.drawn_by);
  }
  bool same = plan.draw.strata_size() == plan.approval.strata_size();
  for (int i = 0; same && i < plan.approval.strata_size(); ++i) {
    const Stratum& stratum = plan.approval.strata(i);
    const v1::SampleDrawn::Stratum& drawn = plan.draw.strata(i);
    std::vector<int64_t> order = OrderOf(record, stratum, plan.draw.seed());
    const int64_t risk =
        std::count_if(stratum.units().begin(), stratum.units().end(), [](const Unit& unit) { return unit.risk(); });
    const int64_t asked = std::max({stratum.quota(), risk, int64_t{0}});
    order.resize(std::min(order.size(), static_cast<size_t>(asked)));
    same = drawn.id() == stratum.id() &&
           std::equal(order.begin(), order.end(), drawn.sample().begin(), drawn.sample().end());
  }
  if (!same) {
    wrong.Add({"kế hoạch kiểm tra {} (mục {}): chọn mẫu lại thì ra các đơn vị khác",
               "inspection plan {} (entry {}): drawn again, the sample is another one"},
              plan.draft.id(), plan.drawn_by);
  }
}

void CheckReplacement(const Record& record, const Plan& plan, Findings& wrong) {
  const auto& [entry, replaced] = plan.replacements.back();
  std::set<int64_t> taken;
  for (const v1::SampleDrawn::Stratum& stratum : plan.draw.strata()) {
    if (stratum.id() == replaced.stratum()) taken.insert(stratum.sample().begin(), stratum.sample().end());
  }
  for (size_t i = 0; i + 1 < plan.replacements.size(); ++i) {
    const v1::DrawnUnitReplaced& before = plan.replacements[i].second;
    if (before.stratum() == replaced.stratum()) taken.insert(before.replacement());
  }
  for (const Stratum& stratum : plan.approval.strata()) {
    if (stratum.id() != replaced.stratum()) continue;
    for (const int64_t next : OrderOf(record, stratum, plan.draw.seed())) {
      if (taken.contains(next)) continue;
      if (next == replaced.replacement()) return;
      break;
    }
  }
  wrong.Add({"kế hoạch kiểm tra {} (mục {}): đơn vị thay thế không phải đơn vị kế tiếp theo thứ tự chọn mẫu",
             "inspection plan {} (entry {}): the replacement is not the next in the order of the draw"},
            plan.draft.id(), entry);
}

}  // namespace

void CheckPlan(const Record& record, int64_t number, Findings& wrong) {
  const Plan& plan = record.plans().at(number);
  if (!plan.replacements.empty()) {
    CheckReplacement(record, plan, wrong);
  } else if (plan.drawn_by != 0) {
    CheckDraw(record, plan, wrong);
  } else if (plan.approved_by != 0) {
    CheckApproval(record, plan, wrong);
  }
}

}  // namespace phancong::proof
