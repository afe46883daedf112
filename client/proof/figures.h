// The figures of a round's indicators, computed from the record: how the programme measures each, and from what.
//
//   COVERAGE  assignees that meet it of those to whom it applies, also where they have not reported
//   RATIO     Σ numerator / Σ denominator of what was accepted
//   COUNT     Σ numerator, against the target itself
//   AVERAGE   Σ numerator / assignees to whom it applies, also where they have not reported
//   LEVEL, DONE, JUDGEMENT   as COVERAGE, asked of all
// Every test is ≥, in integers. Nothing accepted: no data. Withdrawn tasks are in nothing.
#ifndef PHANCONG_CLIENT_PROOF_FIGURES_H_
#define PHANCONG_CLIENT_PROOF_FIGURES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "client/proof/record.h"
#include "phancong/v1/progress_service.pb.h"

namespace phancong::proof {

// The indicators of the round's programme, in its order, as of the record's day: yearly ones of the round, the others
// of the term's round.
[[nodiscard]] std::vector<v1::IndicatorProgress> IndicatorsOf(const Record& record, int64_t round);

// How the items of the term stand in a year's round: of each assignee the latest that was reported or accepted, of a
// day not after the year.
[[nodiscard]] std::vector<v1::IndicatorProgress> StandsOf(const Record& record, int64_t round);

// What differs is in numbers, states or figures: titles, units and notes are words, and are not compared.
[[nodiscard]] bool SameFigures(const v1::IndicatorProgress& a, const v1::IndicatorProgress& b);

// figures.csv: a heading, and a line for each figure; one without figures for an indicator that has none.
[[nodiscard]] std::string FiguresCsv(const std::vector<v1::IndicatorProgress>& indicators);

}  // namespace phancong::proof

#endif  // PHANCONG_CLIENT_PROOF_FIGURES_H_
