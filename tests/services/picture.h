// All that is shown of a year's round, by what it is.
#ifndef PHANCONG_TESTS_SERVICES_PICTURE_H_
#define PHANCONG_TESTS_SERVICES_PICTURE_H_

#include <map>
#include <string>
#include <vector>

#include "tests/support/world.h"

namespace phancong::services_test {

// What was read, as text that says every field.
using Picture = std::map<std::string, std::string>;

// The round; its indicators and stands of play, whole lists; how punctual it was; each union's scorecard and plan; each
// task with its report and result, its dates, its comments, and the extensions that were asked for: of the round, and
// of the term as far as it was due in that year. Only what says when it is read is left out: revisions, and the day of
// reading.
[[nodiscard]] Picture PictureOf(support::World& world, const std::string& round,
                                const std::vector<std::string>& unions);

// Where two pictures differ, for people: what it is, how it was, how it is. Empty where they are the same.
[[nodiscard]] std::string DifferenceOf(const Picture& before, const Picture& after);

}  // namespace phancong::services_test

#endif  // PHANCONG_TESTS_SERVICES_PICTURE_H_
