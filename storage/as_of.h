// What is asked of the past: how it was on a day, and by whose knowledge.
#ifndef PHANCONG_STORAGE_AS_OF_H_
#define PHANCONG_STORAGE_AS_OF_H_

#include "services/rules/dates.h"

namespace phancong::storage {

// A fact may be recorded long after the day that it is of. With `known_day` today this asks what we know today of
// `day`; with both the same day, what was shown at its end.
struct AsOf {
  // The facts are of this day.
  rules::Day day = 0;
  // Nothing that the journal learnt after this day is looked at.
  rules::Day known_day = 0;
};

}  // namespace phancong::storage

#endif  // PHANCONG_STORAGE_AS_OF_H_
