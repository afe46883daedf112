// How a sum stands against its target: of one federation's figures, and of several federations' together. Pure.
#ifndef PHANCONG_SERVICES_RULES_JUDGEMENT_H_
#define PHANCONG_SERVICES_RULES_JUDGEMENT_H_

#include <cstdint>
#include <vector>

#include "phancong/v1/programme.pb.h"
#include "phancong/v1/progress_service.pb.h"

namespace phancong::rules {

// A figure's sums against its target: a COUNT's numerator, an AVERAGE's numerator by what it is over, any other's
// percentage.
[[nodiscard]] bool SumMeets(v1::Item::Measure measure, int64_t numerator, int64_t denominator, int64_t target);

// Met or not met: there is something to say.
[[nodiscard]] bool HasData(v1::ProgressState state);

// A figure, as far as it is judged.
struct JudgedFigure {
  int64_t denominator = 0;
  bool met = false;
};

// Whom an indicator is asked of, and what it has.
struct Judged {
  int64_t expected = 0;
  int64_t not_applicable = 0;
  // Whether there is any result that is not "not applicable".
  bool has_data = false;
  std::vector<JudgedFigure> figures;
};

// A figure of a RATIO with nothing below its line says nothing, and leaves the answer to the others. Nobody eligible
// where nobody is expected; not applicable where it applies to nobody; no data where there is none, or no figure says
// anything; else met where each figure is that says something.
[[nodiscard]] v1::ProgressState Judge(v1::Item::Measure measure, const Judged& judged);

}  // namespace phancong::rules

#endif  // PHANCONG_SERVICES_RULES_JUDGEMENT_H_
