// Sums of sums: how an indicator stands over several federations. Pure.
#ifndef PHANCONG_SERVICES_RULES_PROGRESS_SUM_H_
#define PHANCONG_SERVICES_RULES_PROGRESS_SUM_H_

#include <cstdint>
#include <string>

#include "phancong/v1/progress_service.pb.h"

namespace phancong::rules {

// What two federations' progress must share to be added: the item's id, how it is measured and where its figures come
// from, and the figures' ids. The programme's id is the caller's to add.
[[nodiscard]] std::string SummandKey(const v1::IndicatorProgress& progress);

// Parts of the same key. Counts, numerators and denominators are added, provisional ones too; a COUNT's target is the
// sum of the targets, any other the least of them: a federation that raised its own is held to it at home, and the sum
// to what all have in common. The order of the parts does not matter. A sum of several is judged by the same rules as a
// part:
//   nobody eligible where nobody is in any part; not applicable where it applies to nobody that is expected;
//   no data where no part has any, with a note; else met where each figure is that says something.
class ProgressSum {
 public:
  explicit ProgressSum(const v1::IndicatorProgress& first);
  void Add(const v1::IndicatorProgress& part);
  [[nodiscard]] int32_t parts() const { return parts_; }
  [[nodiscard]] v1::IndicatorProgress Judged() const;

 private:
  v1::IndicatorProgress sum_;  // not judged yet
  bool has_data_;
  bool has_provisional_data_;
  int32_t parts_ = 1;
};

}  // namespace phancong::rules

#endif  // PHANCONG_SERVICES_RULES_PROGRESS_SUM_H_
