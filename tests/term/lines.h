// What the server shows, as term_figures.py writes it: one line of text for each thing.
#ifndef PHANCONG_TESTS_TERM_LINES_H_
#define PHANCONG_TESTS_TERM_LINES_H_

#include <string>

#include "phancong/v1/progress_service.pb.h"
#include "phancong/v1/rating.pb.h"

namespace phancong::term_test {

// "1.3 NOT_MET 47/48 n/a 0 submitted 1 provisional MET; - >= 100 47/48 not-met provisional 48/48 met": state, reported
// of expected, and each figure.
[[nodiscard]] std::string LineOf(const v1::IndicatorProgress& progress);
// "done_on_time 812 done_late 34 …".
[[nodiscard]] std::string LineOf(const v1::TimelinessCounts& counts);
// "2025/1.3.xa-mot ACCEPTED DONE_LATE due 2025-04-12 late 3 held=1 met"; one that is frozen: "… as it stood held=1
// met"; one that waits for its reviewer: "… held=1 would be met".
[[nodiscard]] std::string LineOf(const v1::ScorecardLine& line);
// "31/44 done_on_time …": how far a union is with all of its lines; and what is due next, "next 2025/2.4.xa-mot …".
[[nodiscard]] std::string LineOf(const v1::GetUnionScorecardResponse& card);
[[nodiscard]] std::string NextOf(const v1::GetUnionScorecardResponse& card);
// "812/890 n/a 3 submitted 12 met 790 done_on_time …": a part of the programme, without its name.
[[nodiscard]] std::string LineOf(const v1::ProgressGroup& group);
// "public population 48 quota 15 sampled 15 inspected 4 missing 11 under_way 1".
[[nodiscard]] std::string LineOf(const v1::StratumCoverage& coverage);
// "xa-mot possible 100 claimed 93 OUTSTANDING decided 91 OUTSTANDING".
[[nodiscard]] std::string LineOf(const v1::Rating& rating);

}  // namespace phancong::term_test

#endif  // PHANCONG_TESTS_TERM_LINES_H_
