// The draw of a sample of unions to inspect, which anybody can draw again from what is published: the same population
// and seed give the same sample, whatever order the population comes in. What is hashed, and in which order units are
// taken, is laid down beside Draw in inspection_plan.proto. Pure.
#ifndef PHANCONG_SERVICES_RULES_SAMPLING_H_
#define PHANCONG_SERVICES_RULES_SAMPLING_H_

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "phancong/v1/inspection_plan.pb.h"
#include "services/rules/merkle.h"

namespace phancong::rules {

inline constexpr size_t kSeedBytes = 32;

// Of the strata with their quotas and units; nothing else of `draw` is looked at.
[[nodiscard]] Hash PopulationDigest(const v1::Draw& draw);
[[nodiscard]] Hash SeedCommitment(std::string_view seed);
// What decides between units that were inspected equally long ago.
[[nodiscard]] Hash Ticket(std::string_view seed, std::string_view stratum, std::string_view unit);

// The ids of the whole population but what is left out: risk picks first, then in the order in which they are drawn.
[[nodiscard]] std::vector<std::string> OrderOfDraw(const v1::Draw::Stratum& stratum, std::string_view seed);

// The sample: the beginning of that order. Every risk pick, also where there are more of them than the quota; then
// until the quota is reached, or nobody is left.
[[nodiscard]] std::vector<std::string> SampleOf(const v1::Draw::Stratum& stratum, std::string_view seed);

// The first of that order that is not in `taken`; nothing where nobody is left.
[[nodiscard]] std::optional<std::string> NextInOrder(const v1::Draw::Stratum& stratum, std::string_view seed,
                                                     const std::set<std::string>& taken);

// A published draw, drawn again.
struct Redraw {
  struct Stratum {
    std::string id;
    // As it is drawn from the published population and seed, and as it was published.
    std::vector<std::string> drawn;
    std::vector<std::string> published;
  };
  // The digest published is the population's; the commitment, the seed's.
  bool population_holds = false;
  bool commitment_holds = false;
  std::vector<Stratum> strata;

  // Nothing is other than published.
  [[nodiscard]] bool Holds() const;
};
[[nodiscard]] Redraw DrawAgain(const v1::Draw& published);

}  // namespace phancong::rules

#endif  // PHANCONG_SERVICES_RULES_SAMPLING_H_
