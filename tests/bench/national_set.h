// A national data set: many federations of 60 unions, one of 5,000, all below one superior, in one database; their
// tasks issued, some handed in, some of those accepted, all by calls to the real server. It can be kept, and measured
// again.
#ifndef PHANCONG_TESTS_BENCH_NATIONAL_SET_H_
#define PHANCONG_TESTS_BENCH_NATIONAL_SET_H_

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/bench/federations.h"
#include "tests/bench/load.h"

namespace phancong::bench {

struct NationalPlan {
  int64_t federations = 2000;
  // Whether there is the one of 5,000 unions, too.
  bool large = true;
  // Each round has so many of the 20 indicators; there is one for each year from this one on.
  int items = 10;
  int years = 1;
};

struct NationalMember {
  Federation federation;
  int64_t unions = 0;
  // Of the unions whose head has signed in, the first ones that have handed in all their tasks.
  int64_t active = 0;
};

struct NationalSet {
  NationalPlan plan;
  int first_year = 0;
  // Of the tasks that can be handed in, so many were by measurements.
  size_t used = 0;
  // The superior, which has one union and no tasks; then the large one, where there is one; then the others.
  std::vector<NationalMember> members;

  [[nodiscard]] const NationalMember& superior() const { return members[0]; }
  [[nodiscard]] const NationalMember& largest() const { return members[1]; }
  [[nodiscard]] const NationalMember& smallest() const { return members.back(); }
  [[nodiscard]] int64_t tasks() const;
  // Tasks issued, and the commands on them, measurements' left out.
  [[nodiscard]] int64_t events() const;
  // What can still be handed in, a task of each federation in turn.
  [[nodiscard]] std::vector<ReadyCall> Submissions() const;
};

// How long the parts of it took, in seconds.
struct Making {
  double founded = 0;
  double issued = 0;
  double submitted = 0;
  double accepted = 0;
  int64_t submissions = 0;
  int64_t acceptances = 0;
  // Of the database, before anything was issued.
  int64_t founded_bytes = 0;
};

// Makes it in `folder`, which is there and empty, as "db"; prints how far it is.
[[nodiscard]] NationalSet MakeNationalSet(const std::string& phancongd, const std::filesystem::path& folder,
                                          const NationalPlan& plan, Making& making);
// Whether one is kept there; what was written of it. Sessions end after 90 days, or 30 without use: then it has to be
// made anew.
[[nodiscard]] bool HasNationalSet(const std::filesystem::path& folder);
[[nodiscard]] NationalSet ReadNationalSet(const std::filesystem::path& folder);
void WriteNationalSet(const NationalSet& set, const std::filesystem::path& folder);

}  // namespace phancong::bench

#endif  // PHANCONG_TESTS_BENCH_NATIONAL_SET_H_
