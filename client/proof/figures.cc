#include "client/proof/figures.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "absl/numeric/int128.h"
#include "absl/time/civil_time.h"
#include "client/proof/items.h"
#include "fmt/format.h"

namespace phancong::proof {
namespace {

// What an item's tasks, or units, come to.
struct Tally {
  int64_t expected = 0;
  // Accepted; of them those to which nothing applies, and those that meet it.
  int64_t reported = 0;
  int64_t not_applicable = 0;
  int64_t met = 0;
  // In the order of the item's figures.
  struct Sum {
    uint64_t numerator = 0;
    uint64_t denominator = 0;
  };
  std::vector<Sum> sums;

  explicit Tally(const v1::Item& item) : sums(static_cast<size_t>(item.figures_size())) {}

  void Add(const v1::Item& item, const v1::ReportFacts& report, bool meets) {
    const bool none = IsNotApplicable(item, report);
    ++reported;
    not_applicable += none ? 1 : 0;
    met += meets && !none ? 1 : 0;
    for (int i = 0; i < item.figures_size(); ++i) {
      const v1::ReportFacts::Value* const value = FindValue(report, item.figures(i).id());
      if (value == nullptr || IsNotApplicable(*value)) continue;
      sums[static_cast<size_t>(i)].numerator += static_cast<uint64_t>(value->numerator());
      sums[static_cast<size_t>(i)].denominator += static_cast<uint64_t>(value->denominator());
    }
  }
};

struct Judged {
  v1::ProgressState state = v1::PROGRESS_STATE_UNSPECIFIED;
  std::vector<v1::FigureProgress> figures;
};

v1::FigureProgress ShareThatMeets(const v1::Item& item, const Tally& tally) {
  v1::FigureProgress figure;
  figure.set_numerator(tally.met);
  figure.set_denominator(tally.expected - tally.not_applicable);
  const bool has_target = item.measure() == v1::Item::MEASURE_COVERAGE && !item.figures().empty();
  figure.set_target(has_target ? item.figures(0).target() : 100);
  figure.set_met(HasShare(figure.numerator(), figure.denominator(), figure.target()));
  return figure;
}

v1::FigureProgress FigureOf(const v1::Item& item, int i, const Tally& tally) {
  const Tally::Sum& sum = tally.sums[static_cast<size_t>(i)];
  v1::FigureProgress figure;
  figure.set_figure(item.figures(i).id());
  *figure.mutable_title() = item.figures(i).title();
  figure.set_target(item.figures(i).target());
  figure.set_numerator(static_cast<int64_t>(sum.numerator));
  if (item.measure() == v1::Item::MEASURE_COUNT) {
    figure.set_denominator(figure.target());
    figure.set_met(figure.numerator() >= figure.target());
  } else if (item.measure() == v1::Item::MEASURE_AVERAGE) {
    figure.set_denominator(tally.expected - tally.not_applicable);
    figure.set_met(figure.denominator() > 0 &&
                   absl::int128(figure.numerator()) >= absl::int128(figure.target()) * figure.denominator());
  } else {
    figure.set_denominator(static_cast<int64_t>(sum.denominator));
    figure.set_met(HasShare(figure.numerator(), figure.denominator(), figure.target()));
  }
  return figure;
}

Judged Judge(const v1::Item& item, const Tally& tally) {
  Judged judged;
  const bool ratio = item.measure() == v1::Item::MEASURE_RATIO;
  if (ratio || item.measure() == v1::Item::MEASURE_COUNT || item.measure() == v1::Item::MEASURE_AVERAGE) {
    for (int i = 0; i < item.figures_size(); ++i) judged.figures.push_back(FigureOf(item, i, tally));
  } else {
    judged.figures.push_back(ShareThatMeets(item, tally));
  }
  // A ratio of nothing says nothing, and leaves the answer to the others.
  int saying = 0;
  bool all_met = true;
  for (const v1::FigureProgress& figure : judged.figures) {
    if (ratio && figure.denominator() <= 0) continue;
    ++saying;
    all_met = all_met && figure.met();
  }
  if (tally.expected == 0) {
    judged.state = v1::PROGRESS_STATE_NOBODY_ELIGIBLE;
  } else if (tally.not_applicable == tally.expected) {
    judged.state = v1::PROGRESS_STATE_NOT_APPLICABLE;
  } else if (tally.reported <= tally.not_applicable || saying == 0) {
    judged.state = v1::PROGRESS_STATE_NO_DATA;
  } else {
    judged.state = all_met ? v1::PROGRESS_STATE_MET : v1::PROGRESS_STATE_NOT_MET;
  }
  return judged;
}

// `then`: as it would be if all that is submitted were accepted as it is.
v1::IndicatorProgress ProgressOf(const v1::Item& item, const Tally& tally, const Tally& then) {
  v1::IndicatorProgress progress;
  progress.set_item(item.id());
  *progress.mutable_title() = item.title();
  progress.set_measure(item.measure());
  progress.set_source(item.source());
  progress.set_expected(tally.expected);
  progress.set_reported(tally.reported);
  progress.set_not_applicable(tally.not_applicable);
  progress.set_submitted(then.reported - tally.reported);
  const Judged now = Judge(item, tally);
  const Judged later = Judge(item, then);
  progress.set_state(now.state);
  progress.set_provisional_state(later.state);
  for (size_t i = 0; i < now.figures.size(); ++i) {
    v1::FigureProgress& figure = *progress.add_figures();
    figure = now.figures[i];
    figure.set_provisional_numerator(later.figures[i].numerator());
    figure.set_provisional_denominator(later.figures[i].denominator());
    figure.set_provisional_met(later.figures[i].met());
  }
  return progress;
}

v1::IndicatorProgress NoData(const v1::Item& item) {
  v1::IndicatorProgress progress = ProgressOf(item, Tally(item), Tally(item));
  progress.set_state(v1::PROGRESS_STATE_NO_DATA);
  progress.set_provisional_state(v1::PROGRESS_STATE_NO_DATA);
  return progress;
}

// The item with the round's targets: the greatest that was set. The facts of a COVERAGE have one target together.
v1::Item WithTargets(v1::Item item, const Round& round, int64_t number) {
  const auto [begin, end] = round.raised.equal_range(number);
  for (auto raised = begin; raised != end; ++raised) {
    const auto& [id, target] = raised->second;
    const bool known = std::any_of(item.figures().begin(), item.figures().end(),
                                   [&id = id](const v1::Figure& figure) { return figure.id() == id; });
    for (v1::Figure& figure : *item.mutable_figures()) {
      const bool meant = figure.id() == id || (known && item.measure() == v1::Item::MEASURE_COVERAGE);
      if (meant) figure.set_target(std::max(figure.target(), target));
    }
  }
  return item;
}

class Figures {
 public:
  Figures(const Record& record, int64_t number)
      : record_(record),
        number_(number),
        round_(record.rounds().at(number)),
        programme_(record.ProgrammeOf(round_.programme_version)) {
    const auto* const term = record.FindRound(TermId());
    if (term != nullptr && term->first != number && term->second.issued) term_ = term;
    of_year_ = round_.id != TermId();
  }

  [[nodiscard]] v1::IndicatorProgress Of(const v1::Item& item) const {
    const bool yearly = IsYearly(item);
    if (yearly && !of_year_) return NoData(item);
    if (yearly == of_year_ && !round_.issued) return NoData(item);
    switch (item.source()) {
      case v1::Item::SOURCE_REPORTED:
        break;
      case v1::Item::SOURCE_DIRECTORY:
        return FromDirectory(item);
      case v1::Item::SOURCE_INSPECTIONS:
        return item.measure() == v1::Item::MEASURE_DONE ? FromSettlement(item) : FromStrata(item);
      default:
        return FromRatings(item);
    }
    if (yearly == of_year_) return Reported(number_, round_, item);
    return term_ == nullptr ? NoData(item) : Reported(term_->first, term_->second, item);
  }

  [[nodiscard]] std::vector<v1::IndicatorProgress> Stands() const {
    std::vector<v1::IndicatorProgress> stands;
    if (term_ == nullptr) return stands;
    const v1::Programme& programme = record_.ProgrammeOf(term_->second.programme_version);
    const int64_t last = LastDay();
    for (const v1::Item& defined : programme.items()) {
      if (IsYearly(defined)) continue;
      const int64_t number = record_.NumberOf(defined.id());
      const v1::Item item = WithTargets(defined, term_->second, number);
      Tally tally(item);
      bool issued = false;
      for (const auto& [task_number, task] : record_.tasks()) {
        if (task.round != term_->first || task.item != number) continue;
        issued = true;
        if (task.phase == Phase::kWithdrawn) continue;
        ++tally.expected;
        const auto after = task.stands.upper_bound(last);
        if (after == task.stands.begin()) continue;
        const Task::Stand& stand = std::prev(after)->second;
        tally.Add(item, stand.facts, stand.accepted ? stand.met : Meets(item, programme, stand.facts, false));
      }
      if (issued) stands.push_back(ProgressOf(item, tally, tally));
    }
    return stands;
  }

 private:
  // Such as "2023-2028".
  [[nodiscard]] std::string TermId() const {
    return std::to_string(programme_.term_begin().year()) + "-" + std::to_string(programme_.term_end().year());
  }

  // Today, or the period's last day once that is over.
  [[nodiscard]] int64_t LastDay() const { return std::min(record_.today(), round_.period.end); }

  // Sums of the item's tasks, by the version of it that the round was issued from.
  [[nodiscard]] v1::IndicatorProgress Reported(int64_t round_number, const Round& round, const v1::Item& asked) const {
    const v1::Programme& programme = record_.ProgrammeOf(round.programme_version);
    const v1::Item* const defined = FindItem(programme, asked.id());
    const int64_t number = record_.NumberOf(asked.id());
    if (defined == nullptr || !round.items.contains(number)) return NoData(asked);
    const v1::Item item = WithTargets(*defined, round, number);
    Tally now(item);
    Tally then(item);
    for (const auto& [task_number, task] : record_.tasks()) {
      if (task.round != round_number || task.item != number || task.phase == Phase::kWithdrawn) continue;
      ++now.expected;
      ++then.expected;
      if (task.phase == Phase::kAccepted) {
        const bool meets = Meets(item, programme, task.result, task.met);
        now.Add(item, task.result, meets);
        then.Add(item, task.result, meets);
      } else if (task.phase == Phase::kWithReviewer) {
        // What is left to a reviewer's judgement is taken to be met.
        then.Add(item, task.claim, Meets(item, programme, task.claim, true));
      }
    }
    return ProgressOf(item, now, then);
  }

  // The sum of a fact over the unions that are there.
  [[nodiscard]] v1::IndicatorProgress FromDirectory(const v1::Item& item) const {
    int64_t last = round_.period.end;
    if (item.has_until()) {
      const int64_t until =
          absl::CivilDay(item.until().year(), item.until().month(), item.until().day()) - absl::CivilDay(1970, 1, 1);
      last = of_year_ ? std::min(until, last) : until;
    }
    const int64_t day = std::min(record_.today(), last);
    Tally tally(item);
    for (const auto& [number, one] : record_.directory().unions()) {
      if (!one.IsThereOn(day)) continue;
      ++tally.expected;
      const std::optional<int64_t> value = one.FactOn(item.derived_fact(), day);
      if (!value) continue;
      ++tally.reported;
      if (!tally.sums.empty()) tally.sums.front().numerator += static_cast<uint64_t>(*value);
    }
    v1::IndicatorProgress progress = ProgressOf(item, tally, tally);
    if (tally.reported == 0) {
      progress.set_state(v1::PROGRESS_STATE_NO_DATA);
      progress.set_provisional_state(v1::PROGRESS_STATE_NO_DATA);
    }
    return progress;
  }

  // Units with a concluded inspection of one of the kinds, in the period and up to a day.
  template <typename Kinds>
  [[nodiscard]] std::set<int64_t> Inspected(const Kinds& kinds, int64_t last) const {
    std::set<int64_t> units;
    for (const auto& [number, inspection] : record_.inspections()) {
      const bool counts = std::find(kinds.begin(), kinds.end(), inspection.kind) != kinds.end();
      if (counts && inspection.concluded_day != 0 && round_.period.begin <= inspection.concluded_day &&
          inspection.concluded_day <= last) {
        units.insert(inspection.union_number);
      }
    }
    return units;
  }

  // Of each stratum that serves the item: how many of its units were inspected, against its quota.
  [[nodiscard]] v1::IndicatorProgress FromStrata(const v1::Item& item) const {
    v1::IndicatorProgress progress = ProgressOf(item, Tally(item), Tally(item));
    progress.clear_figures();
    bool all_met = true;
    for (const v1::Stratum& stratum : programme_.inspection().strata()) {
      const v1::Scope* const scope = FindScope(programme_, stratum.scope());
      if (stratum.item() != item.id() || scope == nullptr) continue;
      const std::vector<int64_t> units = record_.directory().InScope(*scope, round_.period, round_.population_day);
      if (units.empty()) continue;
      const std::set<int64_t> inspected = Inspected(stratum.kinds(), LastDay());
      const auto population = static_cast<int64_t>(units.size());
      const int64_t done =
          std::count_if(units.begin(), units.end(), [&](int64_t unit) { return inspected.contains(unit); });
      v1::FigureProgress& figure = *progress.add_figures();
      figure.set_figure(stratum.id());
      *figure.mutable_title() = stratum.title();
      figure.set_numerator(done);
      figure.set_denominator(population);
      figure.set_target(stratum.percent());
      figure.set_met(done >= QuotaOf(population, stratum.percent()));
      figure.set_provisional_numerator(done);
      figure.set_provisional_denominator(population);
      figure.set_provisional_met(figure.met());
      all_met = all_met && figure.met();
      progress.set_expected(progress.expected() + population);
    }
    progress.set_reported(progress.expected());
    if (progress.figures().empty()) return progress;
    progress.set_state(all_met ? v1::PROGRESS_STATE_MET : v1::PROGRESS_STATE_NOT_MET);
    progress.set_provisional_state(progress.state());
    return progress;
  }

  // Done where an inspection of the federation itself was concluded on a day before the settlement was sent up.
  [[nodiscard]] v1::IndicatorProgress FromSettlement(const v1::Item& item) const {
    const int64_t year = (absl::CivilDay(1970, 1, 1) + round_.period.end).year();
    const std::optional<int64_t> sent = record_.SettlementOf(year);
    if (!sent) return NoData(item);
    const int64_t last = std::min(LastDay(), *sent - 1);
    Tally tally(item);
    tally.expected = tally.reported = 1;
    tally.met = Inspected(std::vector<std::string>{item.derived_kind()}, last).contains(0) ? 1 : 0;
    return ProgressOf(item, tally, tally);
  }

  // The unions that were decided to be of the target's level or better. Who is too young, or gone when the year ends,
  // and was not rated, leaves the denominator.
  [[nodiscard]] v1::IndicatorProgress FromRatings(const v1::Item& item) const {
    Tally tally(item);
    const v1::Scope* const scope = FindScope(programme_, item.scope());
    if (scope == nullptr) return ProgressOf(item, tally, tally);
    const std::map<int64_t, std::string>& levels = record_.LevelsOf(number_);
    const int asked = LevelPlace(programme_, item.target_level());
    for (const int64_t number : record_.directory().InScope(*scope, round_.period, round_.population_day)) {
      ++tally.expected;
      const Union& one = record_.directory().unions().at(number);
      if (const auto level = levels.find(number); level != levels.end()) {
        const int place = LevelPlace(programme_, level->second);
        ++tally.reported;
        tally.met += place <= asked && asked < programme_.rating().levels_size() ? 1 : 0;
      } else if (!one.IsThereOn(LastDay()) || IsTooYoung(one)) {
        ++tally.reported;
        ++tally.not_applicable;
      }
    }
    return ProgressOf(item, tally, tally);
  }

  // Not old enough when the period's last day is over. What a split or a merger brought forth was not founded.
  [[nodiscard]] bool IsTooYoung(const Union& one) const {
    if (one.founded_day > round_.period.end) return true;
    const v1::RatingRules& rules = programme_.rating();
    bool founded = one.founded_day != 0;
    int64_t old_enough = 0;
    for (const int64_t day : one.reformed_days) {
      if (day > LastDay()) continue;
      founded = founded && day != one.founded_day;
      old_enough = std::max(old_enough, MonthsOn(day, rules.months_since_split_or_merger()));
    }
    if (founded) old_enough = std::max(old_enough, MonthsOn(one.founded_day, rules.months_since_founding()));
    return old_enough > round_.period.end + 1;
  }

  // The same day of a later month, or that month's last one.
  static int64_t MonthsOn(int64_t day, int months) {
    const absl::CivilDay from = absl::CivilDay(1970, 1, 1) + day;
    const absl::CivilMonth month = absl::CivilMonth(from) + months;
    const absl::CivilDay last = absl::CivilDay(month + 1) - 1;
    return std::min(absl::CivilDay(month) + (from.day() - 1), last) - absl::CivilDay(1970, 1, 1);
  }

  const Record& record_;
  const int64_t number_;
  const Round& round_;
  const v1::Programme& programme_;
  bool of_year_ = false;
  // The term's round, where it is another one and issued.
  const std::pair<const int64_t, Round>* term_ = nullptr;
};

// Numbers and states alone.
v1::IndicatorProgress WithoutWords(v1::IndicatorProgress progress) {
  progress.clear_title();
  progress.clear_note();
  for (v1::FigureProgress& figure : *progress.mutable_figures()) {
    figure.clear_title();
    figure.clear_unit();
  }
  return progress;
}

std::string NameOf(v1::ProgressState state) {
  return v1::ProgressState_Name(state).substr(std::string("PROGRESS_STATE_").size());
}

}  // namespace

std::vector<v1::IndicatorProgress> IndicatorsOf(const Record& record, int64_t round) {
  const Figures figures(record, round);
  std::vector<v1::IndicatorProgress> indicators;
  for (const v1::Item& item : record.ProgrammeOf(record.rounds().at(round).programme_version).items()) {
    if (item.kind() == v1::Item::KIND_INDICATOR) indicators.push_back(figures.Of(item));
  }
  return indicators;
}

std::vector<v1::IndicatorProgress> StandsOf(const Record& record, int64_t round) {
  return Figures(record, round).Stands();
}

bool SameFigures(const v1::IndicatorProgress& a, const v1::IndicatorProgress& b) {
  return WithoutWords(a).SerializeAsString() == WithoutWords(b).SerializeAsString();
}

std::string FiguresCsv(const std::vector<v1::IndicatorProgress>& indicators) {
  std::string csv =
      "item,state,figure,target,numerator,denominator,met,provisional_state,provisional_numerator,"
      "provisional_denominator,provisional_met,expected,reported,not_applicable,submitted\n";
  for (const v1::IndicatorProgress& indicator : indicators) {
    const auto add = [&](const std::string& figure, const std::string& provisional) {
      csv += fmt::format("{},{},{},{},{},{},{},{},{}\n", indicator.item(), NameOf(indicator.state()), figure,
                         NameOf(indicator.provisional_state()), provisional, indicator.expected(), indicator.reported(),
                         indicator.not_applicable(), indicator.submitted());
    };
    for (const v1::FigureProgress& figure : indicator.figures()) {
      add(fmt::format("{},{},{},{},{}", figure.figure(), figure.target(), figure.numerator(), figure.denominator(),
                      figure.met() ? 1 : 0),
          fmt::format("{},{},{}", figure.provisional_numerator(), figure.provisional_denominator(),
                      figure.provisional_met() ? 1 : 0));
    }
    if (indicator.figures().empty()) add(",,,,", ",,");
  }
  return csv;
}

}  // namespace phancong::proof
