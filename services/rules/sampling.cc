#include "services/rules/sampling.h"

#include <algorithm>
#include <cstdint>
#include <tuple>
#include <utility>

#include "fmt/format.h"

namespace phancong::rules {
namespace {

std::string_view Standing(const v1::Draw::Unit& unit) {
  if (unit.risk()) return "risk";
  return unit.left_out() ? "out" : "-";
}

std::vector<const v1::Draw::Unit*> ById(const v1::Draw::Stratum& stratum) {
  std::vector<const v1::Draw::Unit*> units;
  for (const v1::Draw::Unit& unit : stratum.population()) units.push_back(&unit);
  std::sort(units.begin(), units.end(),
            [](const v1::Draw::Unit* a, const v1::Draw::Unit* b) { return a->id() < b->id(); });
  return units;
}

}  // namespace

Hash PopulationDigest(const v1::Draw& draw) {
  std::string lines;
  for (const v1::Draw::Stratum& stratum : draw.strata()) {
    lines += fmt::format("stratum {} {}\n", stratum.id(), stratum.quota());
    for (const v1::Draw::Unit* unit : ById(stratum)) {
      lines += fmt::format("unit {} {} {}\n", unit->id(), unit->last_year(), Standing(*unit));
    }
  }
  return Sha256(lines);
}

Hash SeedCommitment(std::string_view seed) { return Sha256(seed); }

Hash Ticket(std::string_view seed, std::string_view stratum, std::string_view unit) {
  std::string bytes(seed);
  bytes += stratum;
  bytes += '\0';
  bytes += unit;
  return Sha256(bytes);
}

std::vector<std::string> OrderOfDraw(const v1::Draw::Stratum& stratum, std::string_view seed) {
  // Drawn after the risk picks, whose last year and ticket say nothing; bytes are compared as unsigned, so that tickets
  // are in the order of the numbers that they are.
  using Place = std::tuple<bool, int32_t, Hash, std::string>;
  std::vector<Place> places;
  for (const v1::Draw::Unit& unit : stratum.population()) {
    if (unit.risk()) {
      places.emplace_back(false, 0, Hash(), unit.id());
    } else if (!unit.left_out()) {
      places.emplace_back(true, unit.last_year(), Ticket(seed, stratum.id(), unit.id()), unit.id());
    }
  }
  std::sort(places.begin(), places.end());
  std::vector<std::string> order;
  for (Place& place : places) order.push_back(std::move(std::get<3>(place)));
  return order;
}

std::vector<std::string> SampleOf(const v1::Draw::Stratum& stratum, std::string_view seed) {
  std::vector<std::string> sample = OrderOfDraw(stratum, seed);
  const int64_t picks = std::count_if(stratum.population().begin(), stratum.population().end(),
                                      [](const v1::Draw::Unit& unit) { return unit.risk(); });
  const int64_t size = std::min(std::max(stratum.quota(), picks), static_cast<int64_t>(sample.size()));
  sample.resize(static_cast<size_t>(size));
  return sample;
}

std::optional<std::string> NextInOrder(const v1::Draw::Stratum& stratum, std::string_view seed,
                                       const std::set<std::string>& taken) {
  for (std::string& unit : OrderOfDraw(stratum, seed)) {
    if (!taken.contains(unit)) return std::move(unit);
  }
  return std::nullopt;
}

bool Redraw::Holds() const {
  return population_holds && commitment_holds && std::all_of(strata.begin(), strata.end(), [](const Stratum& stratum) {
           return stratum.drawn == stratum.published;
         });
}

Redraw DrawAgain(const v1::Draw& published) {
  Redraw redraw{.population_holds = PopulationDigest(published) == published.population_digest(),
                .commitment_holds = SeedCommitment(published.seed()) == published.seed_commitment(),
                .strata = {}};
  for (const v1::Draw::Stratum& stratum : published.strata()) {
    redraw.strata.push_back({.id = stratum.id(),
                             .drawn = SampleOf(stratum, published.seed()),
                             .published = {stratum.sample().begin(), stratum.sample().end()}});
  }
  return redraw;
}

}  // namespace phancong::rules
