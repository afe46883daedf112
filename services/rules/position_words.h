// What positions are called. Pure.
#ifndef PHANCONG_SERVICES_RULES_POSITION_WORDS_H_
#define PHANCONG_SERVICES_RULES_POSITION_WORDS_H_

#include <string_view>

#include "phancong/v1/vocabulary.pb.h"

namespace phancong::rules {

struct PositionTitle {
  std::string_view vi;
  std::string_view en;
};

// As it stands in a sentence; one that is unknown is called so.
[[nodiscard]] PositionTitle TitleOf(v1::Position position);

}  // namespace phancong::rules

#endif  // PHANCONG_SERVICES_RULES_POSITION_WORDS_H_
