// The draw of a sample: by hand, under any order of input, at the borders of quotas, and evenly.
#include "services/rules/sampling.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <iostream>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/rules/scope.h"

namespace phancong::rules {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

using Stratum = v1::Draw::Stratum;

void AddUnit(Stratum& stratum, const std::string& id, int32_t last_year = 0, const std::string& standing = "-") {
  v1::Draw::Unit& unit = *stratum.add_population();
  unit.set_id(id);
  unit.set_last_year(last_year);
  unit.set_risk(standing == "risk");
  unit.set_left_out(standing == "out");
}

// `size` units of equal standing: "u01", "u02", …
Stratum Equals(int size, int64_t quota) {
  Stratum stratum;
  stratum.set_id("public");
  stratum.set_quota(quota);
  for (int i = 1; i <= size; ++i) AddUnit(stratum, (i < 10 ? "u0" : "u") + std::to_string(i));
  return stratum;
}

// The eight bytes of a number, the greatest first.
std::string SeedOf(uint64_t number) {
  std::string seed(8, '\0');
  for (int i = 7; i >= 0; --i, number >>= 8) seed[static_cast<size_t>(i)] = static_cast<char>(number & 0xFF);
  return seed;
}

// The bytes 0, 1, … 31.
std::string HandSeed() {
  std::string seed;
  for (char c = 0; c < 32; ++c) seed += c;
  return seed;
}

Stratum HandStratum() {
  Stratum stratum;
  stratum.set_id("public");
  stratum.set_quota(4);
  AddUnit(stratum, "cs-giang");
  AddUnit(stratum, "cs-hoa", 0, "out");
  AddUnit(stratum, "cs-an", 2023);
  AddUnit(stratum, "cs-khanh", 2021);
  AddUnit(stratum, "cs-dung", 0, "risk");
  AddUnit(stratum, "cs-binh");
  AddUnit(stratum, "cs-cuong", 2021);
  return stratum;
}

// --- By hand. The hashes are Python's: hashlib.sha256(…).hexdigest().

TEST(ADraw, HashesAsItIsLaidDown) {
  // bytes(range(32))
  EXPECT_EQ(absl::BytesToHexString(SeedCommitment(HandSeed())),
            "630dcd2966c4336691125448bbb25b4ff412a49c732db2c8abc1b8581bd710dd");
  // bytes(range(32)) + b'public\0' + b'cs-…'
  const std::map<std::string, std::string> tickets = {
      {"cs-an", "30ee4beb7458779deb22246fa9fa22adb9d6217674b656fd174dc006ce7ec302"},
      {"cs-binh", "dd7cfb07576892d780182a57689baeeb66ade1e27a69c4bd502d7a1241fdbf59"},
      {"cs-cuong", "84a07ec745d373e213d46055af16a2f9db4d96860873a86776804611d758b953"},
      {"cs-giang", "c3ffd6811e0b8f2b4848c4adc5bbcd8d3d10ed293eb3b9f8917d60d442181566"},
      {"cs-khanh", "15c895049f4e1785b06613117b5580c8210acd499ab71b1d9391256f5d81112a"}};
  for (const auto& [unit, ticket] : tickets) {
    EXPECT_EQ(absl::BytesToHexString(Ticket(HandSeed(), "public", unit)), ticket) << unit;
  }
  // 'stratum public 4\nunit cs-an 2023 -\nunit cs-binh 0 -\nunit cs-cuong 2021 -\nunit cs-dung 0 risk\n'
  // 'unit cs-giang 0 -\nunit cs-hoa 0 out\nunit cs-khanh 2021 -\nstratum enterprise 1\nunit xi-mang 0 -\n'
  v1::Draw draw;
  *draw.add_strata() = HandStratum();
  Stratum& enterprise = *draw.add_strata();
  enterprise.set_id("enterprise");
  enterprise.set_quota(1);
  AddUnit(enterprise, "xi-mang");
  EXPECT_EQ(absl::BytesToHexString(PopulationDigest(draw)),
            "fa04d4332afafa86de63240f081f1aa85b2bcacf83475df9976c2eeea80e0300");
}

TEST(ADraw, TakesRiskPicksThenTheLongestNotInspectedThenBySmallestTicket) {
  // Of those never inspected c3ff… is before dd7c…; of those of 2021 15c8… before 84a0…, whose first byte is greater
  // than any that a sign fits in.
  EXPECT_THAT(OrderOfDraw(HandStratum(), HandSeed()),
              ElementsAre("cs-dung", "cs-giang", "cs-binh", "cs-khanh", "cs-cuong", "cs-an"));
  EXPECT_THAT(SampleOf(HandStratum(), HandSeed()), ElementsAre("cs-dung", "cs-giang", "cs-binh", "cs-khanh"));
}

TEST(ADraw, GoesOnInItsOrderWhereAUnitIsReplaced) {
  const Stratum stratum = HandStratum();
  std::set<std::string> taken = {"cs-dung", "cs-giang", "cs-binh", "cs-khanh"};
  for (const std::string next : {"cs-cuong", "cs-an"}) {
    EXPECT_EQ(NextInOrder(stratum, HandSeed(), taken), next);
    taken.insert(next);
  }
  EXPECT_EQ(NextInOrder(stratum, HandSeed(), taken), std::nullopt) << "who is left out is never drawn";
}

TEST(ADraw, TakesEveryRiskPickAlsoBeyondTheQuota) {
  Stratum stratum = Equals(5, 1);
  AddUnit(stratum, "v", 2024, "risk");
  AddUnit(stratum, "a", 2024, "risk");
  EXPECT_THAT(SampleOf(stratum, HandSeed()), ElementsAre("a", "v"));
  stratum.set_quota(0);
  EXPECT_THAT(SampleOf(stratum, HandSeed()), ElementsAre("a", "v"));
}

TEST(ADraw, EndsWhereNobodyIsLeft) {
  Stratum stratum = Equals(2, 4);
  AddUnit(stratum, "x", 0, "out");
  AddUnit(stratum, "y", 0, "out");
  EXPECT_EQ(SampleOf(stratum, HandSeed()).size(), 2U);
  EXPECT_THAT(SampleOf(Equals(0, 0), HandSeed()), IsEmpty());
}

// --- Under any order of input.

v1::Draw Published(std::vector<Stratum> strata, const std::string& seed) {
  v1::Draw draw;
  for (Stratum& stratum : strata) {
    for (const std::string& unit : SampleOf(stratum, seed)) stratum.add_sample(unit);
    *draw.add_strata() = stratum;
  }
  draw.set_seed(seed);
  draw.set_seed_commitment(SeedCommitment(seed));
  draw.set_population_digest(PopulationDigest(draw));
  return draw;
}

TEST(ADraw, IsTheSameUnderEveryPermutationOfItsPopulation) {
  Stratum stratum = HandStratum();
  const v1::Draw published = Published({stratum}, HandSeed());
  std::vector<v1::Draw::Unit> units(stratum.population().begin(), stratum.population().end());
  const auto by_id = [](const v1::Draw::Unit& a, const v1::Draw::Unit& b) { return a.id() < b.id(); };
  std::sort(units.begin(), units.end(), by_id);
  int permutations = 0;
  do {
    v1::Draw permuted = published;
    permuted.mutable_strata(0)->mutable_population()->Assign(units.begin(), units.end());
    ASSERT_TRUE(DrawAgain(permuted).Holds()) << permuted.ShortDebugString();
    ++permutations;
  } while (std::next_permutation(units.begin(), units.end(), by_id));
  EXPECT_EQ(permutations, 5'040) << "7!";
}

TEST(ADraw, IsTheSameHoweverAGreatPopulationIsShuffled) {
  const uint64_t seed = 20251125;
  std::cout << "shuffled with seed " << seed << "\n";
  std::mt19937_64 random(seed);
  for (int round = 0; round < 200; ++round) {
    Stratum stratum = Equals(60, static_cast<int64_t>(random() % 61));
    for (v1::Draw::Unit& unit : *stratum.mutable_population()) {
      unit.set_last_year(random() % 3 == 0 ? 0 : 2020 + static_cast<int32_t>(random() % 5));
      unit.set_risk(random() % 20 == 0);
      unit.set_left_out(!unit.risk() && random() % 20 == 0);
    }
    v1::Draw draw = Published({stratum}, SeedOf(random()));
    std::vector<v1::Draw::Unit> units(stratum.population().begin(), stratum.population().end());
    std::shuffle(units.begin(), units.end(), random);
    draw.mutable_strata(0)->mutable_population()->Assign(units.begin(), units.end());
    ASSERT_TRUE(DrawAgain(draw).Holds()) << "round " << round;
  }
}

// --- At the borders of quotas.

TEST(ADraw, MeetsEveryQuotaExactly) {
  for (const int size : {1, 2, 3, 4, 10, 11}) {
    for (int percent = 0; percent <= 100; ++percent) {
      const int64_t quota = RequiredCount(size, percent);
      for (const uint64_t seed : {1, 2, 3}) {
        const std::vector<std::string> sample = SampleOf(Equals(size, quota), SeedOf(seed));
        const auto drawn = static_cast<int64_t>(sample.size());
        // The smallest number that is enough.
        EXPECT_GE(100 * drawn, int64_t{size} * percent) << size << " units, " << percent << "%";
        EXPECT_LT(100 * (drawn - 1), int64_t{size} * percent) << size << " units, " << percent << "%";
        EXPECT_EQ(std::set<std::string>(sample.begin(), sample.end()).size(), sample.size()) << "nobody twice";
      }
    }
  }
}

TEST(ADraw, CountsRiskPicksTowardsTheQuota) {
  for (const int size : {1, 2, 3, 4, 10, 11}) {
    for (int64_t quota = 0; quota <= size; ++quota) {
      for (int picks = 0; picks <= size; ++picks) {
        Stratum stratum = Equals(size, quota);
        for (int i = 0; i < picks; ++i) stratum.mutable_population(i)->set_risk(true);
        const std::vector<std::string> sample = SampleOf(stratum, SeedOf(7));
        ASSERT_EQ(static_cast<int64_t>(sample.size()), std::max<int64_t>(quota, picks));
        for (int i = 0; i < picks; ++i) EXPECT_EQ(sample[static_cast<size_t>(i)], stratum.population(i).id());
      }
    }
  }
}

// --- Evenly.

// The chance that a chi-square variable with `freedom` degrees is `statistic` or more: Q(freedom/2, statistic/2), the
// upper regularised gamma function, by Q(a + 1, x) = Q(a, x) + xᵃe⁻ˣ/Γ(a + 1) from Q(1/2, x) = erfc(√x) or Q(1, x) =
// e⁻ˣ.
double ChanceOfMore(double statistic, int freedom) {
  const double x = statistic / 2;
  double a = freedom % 2 == 1 ? 0.5 : 1;
  double chance = freedom % 2 == 1 ? std::erfc(std::sqrt(x)) : std::exp(-x);
  for (; a < freedom / 2.0; a += 1) chance += std::exp(a * std::log(x) - x - std::lgamma(a + 1));
  return chance;
}

TEST(TheChiSquareTest, HasThePointsOfThePrintedTables) {
  EXPECT_NEAR(ChanceOfMore(3.841, 1), 0.05, 1e-4);
  EXPECT_NEAR(ChanceOfMore(5.991, 2), 0.05, 1e-4);
  EXPECT_NEAR(ChanceOfMore(18.307, 10), 0.05, 1e-4);
  EXPECT_NEAR(ChanceOfMore(23.209, 10), 0.01, 1e-4);
  EXPECT_NEAR(ChanceOfMore(35.172, 23), 0.05, 1e-4);
}

constexpr uint64_t kSeeds = 10'000;
constexpr double kSmallestChance = 1e-6;

void ExpectEven(const std::string& what, double statistic, int freedom) {
  const double chance = ChanceOfMore(statistic, freedom);
  std::cout << what << ": chi-square " << statistic << " with " << freedom << " degrees of freedom, p = " << chance
            << "\n";
  EXPECT_GT(chance, kSmallestChance) << what;
}

// How often each unit is drawn, of those with `prefix`, over the seeds 1 to 10,000.
std::map<std::string, int64_t> TimesDrawn(const Stratum& stratum, const std::set<int32_t>& years) {
  std::map<std::string, int64_t> times;
  for (const v1::Draw::Unit& unit : stratum.population()) {
    if (years.contains(unit.last_year())) times[unit.id()] = 0;
  }
  for (uint64_t seed = 1; seed <= kSeeds; ++seed) {
    for (const std::string& unit : SampleOf(stratum, SeedOf(seed))) {
      if (times.contains(unit)) ++times[unit];
    }
  }
  return times;
}

// `drawn` of the units are drawn each time, without putting back: the counts then vary by n·p·(1 − p), and with their
// sum fixed the statistic below has a chi-square distribution with one degree less than there are units.
double Statistic(const std::map<std::string, int64_t>& times, int64_t drawn) {
  const auto units = static_cast<double>(times.size());
  const double share = static_cast<double>(drawn) / units;
  const double expected = static_cast<double>(kSeeds) * share;
  double sum = 0;
  for (const auto& [unit, count] : times) {
    sum += (static_cast<double>(count) - expected) * (static_cast<double>(count) - expected);
  }
  return sum / (expected * (1 - share)) * (units - 1) / units;
}

TEST(ADraw, TakesUnitsOfEqualStandingEvenly) {
  struct Shape {
    int size;
    int64_t quota;
  };
  for (const Shape& shape : std::vector<Shape>{{2, 1}, {3, 1}, {4, 2}, {10, 3}, {11, 3}, {11, 10}, {48, 15}}) {
    const auto times = TimesDrawn(Equals(shape.size, shape.quota), {0});
    ExpectEven(std::to_string(shape.quota) + " of " + std::to_string(shape.size), Statistic(times, shape.quota),
               shape.size - 1);
  }
}

TEST(ADraw, IsEvenAmongThoseOnWhomTheQuotaFalls) {
  // Three were never inspected, seven in 2023, two in 2024; a quota of five takes all of the first, two of the second.
  Stratum stratum = Equals(12, 5);
  for (int i = 3; i < 12; ++i) stratum.mutable_population(i)->set_last_year(i < 10 ? 2023 : 2024);
  for (const auto& [unit, times] : TimesDrawn(stratum, {0})) EXPECT_EQ(times, static_cast<int64_t>(kSeeds)) << unit;
  for (const auto& [unit, times] : TimesDrawn(stratum, {2024})) EXPECT_EQ(times, 0) << unit;
  ExpectEven("2 of the 7 of 2023", Statistic(TimesDrawn(stratum, {2023}), 2), 6);
}

// Of things of which one happens each time.
double MultinomialStatistic(const std::map<std::vector<std::string>, int64_t>& times, size_t possible) {
  const double expected = static_cast<double>(kSeeds) / static_cast<double>(possible);
  double sum = 0;
  for (const auto& [what, count] : times) {
    sum += (static_cast<double>(count) - expected) * (static_cast<double>(count) - expected) / expected;
  }
  return sum + expected * static_cast<double>(possible - times.size());
}

TEST(ADraw, TakesEverySetAndEveryOrderAsOftenAsAnyOther) {
  std::map<std::vector<std::string>, int64_t> sets;
  std::map<std::vector<std::string>, int64_t> orders;
  for (uint64_t seed = 1; seed <= kSeeds; ++seed) {
    std::vector<std::string> sample = SampleOf(Equals(5, 2), SeedOf(seed));
    std::sort(sample.begin(), sample.end());
    ++sets[sample];
    ++orders[OrderOfDraw(Equals(4, 2), SeedOf(seed))];
  }
  ExpectEven("pairs of 5", MultinomialStatistic(sets, 10), 9);
  ExpectEven("orders of 4", MultinomialStatistic(orders, 24), 23);
}

TEST(ADraw, IsDrawnApartInEachStratum) {
  // The same units in two strata: how one is drawn says nothing of how the other is.
  std::map<std::vector<std::string>, int64_t> pairs;
  Stratum first = Equals(3, 1);
  Stratum second = Equals(3, 1);
  second.set_id("enterprise");
  for (uint64_t seed = 1; seed <= kSeeds; ++seed) {
    ++pairs[{SampleOf(first, SeedOf(seed)).front(), SampleOf(second, SeedOf(seed)).front()}];
  }
  ExpectEven("one of 3 in each of 2 strata", MultinomialStatistic(pairs, 9), 8);
}

// --- Drawn again.

TEST(ADrawDrawnAgain, SeesWhateverIsOtherThanPublished) {
  Stratum enterprise = Equals(4, 2);
  enterprise.set_id("enterprise");
  const v1::Draw published = Published({HandStratum(), enterprise}, HandSeed());
  ASSERT_TRUE(DrawAgain(published).Holds());

  v1::Draw another = published;
  another.mutable_strata(0)->mutable_population(2)->set_last_year(2019);
  EXPECT_FALSE(DrawAgain(another).population_holds) << "a year";
  another = published;
  another.mutable_strata(0)->mutable_population(1)->set_left_out(false);
  EXPECT_FALSE(DrawAgain(another).population_holds) << "somebody let in";
  another = published;
  another.mutable_strata(0)->mutable_population()->RemoveLast();
  EXPECT_FALSE(DrawAgain(another).population_holds) << "somebody gone";
  another = published;
  another.mutable_strata(1)->set_quota(3);
  EXPECT_FALSE(DrawAgain(another).population_holds) << "a quota";
  another = published;
  another.mutable_strata()->SwapElements(0, 1);
  EXPECT_FALSE(DrawAgain(another).population_holds) << "the order of strata";

  another = published;
  another.mutable_seed()->back() = 'x';
  EXPECT_FALSE(DrawAgain(another).commitment_holds) << "another seed";
  EXPECT_TRUE(DrawAgain(another).population_holds);

  another = published;
  another.mutable_strata(1)->mutable_sample()->SwapElements(0, 1);
  const Redraw redraw = DrawAgain(another);
  EXPECT_FALSE(redraw.Holds()) << "the order in which they were taken";
  EXPECT_TRUE(redraw.population_holds && redraw.commitment_holds);
  EXPECT_EQ(redraw.strata[0].drawn, redraw.strata[0].published);
  EXPECT_NE(redraw.strata[1].drawn, redraw.strata[1].published);
}

}  // namespace
}  // namespace phancong::rules
