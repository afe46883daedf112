// A report in the words of who makes it: Claim().Ratio("informed", 34, 36).With("minutes").
#ifndef PHANCONG_TESTS_SUPPORT_CLAIM_H_
#define PHANCONG_TESTS_SUPPORT_CLAIM_H_

#include <cstdint>
#include <string>

#include "phancong/v1/vocabulary.pb.h"

namespace phancong::support {

class Claim {
 public:
  // A yes/no fact.
  Claim& Yes(const std::string& figure) { return Counts(figure, 1); }
  Claim& No(const std::string& figure) { return Counts(figure, 0); }
  // COUNT and AVERAGE; LEVEL, by the level's place, 0 the best.
  Claim& Counts(const std::string& figure, int64_t numerator);
  Claim& Ratio(const std::string& figure, int64_t numerator, int64_t denominator);
  Claim& NotApplicable(const std::string& figure, const std::string& reason);
  Claim& Saying(const std::string& narrative);
  // Evidence of a kind of the programme, a document of 2025-01-02.
  Claim& With(const std::string& kind);
  // The document by which it is done, of that day too.
  Claim& By(const std::string& number);

  operator const v1::Report&() const { return report_; }  // NOLINT: a claim is a report

 private:
  v1::Report report_;
};

}  // namespace phancong::support

#endif  // PHANCONG_TESTS_SUPPORT_CLAIM_H_
