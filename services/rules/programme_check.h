// Reads a programme file and says everything that is wrong with it. Pure, but that the time zone is looked up among the
// zones of the machine.
#ifndef PHANCONG_SERVICES_RULES_PROGRAMME_CHECK_H_
#define PHANCONG_SERVICES_RULES_PROGRAMME_CHECK_H_

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "phancong/v1/programme.pb.h"
#include "services/rules/file_problem.h"

namespace phancong::rules {

inline constexpr size_t kProgrammeBytes = 900 * 1024;

// Either a programme, or problems.
struct ProgrammeReading {
  // Every reference leads somewhere, ids are unique in their lists, texts are in normalisation form C: whoever holds it
  // need not look again.
  std::optional<v1::Programme> programme;
  // In the order of the file. Fields are paths with the ids of their elements, as in "items[1.3].figures[held].target".
  std::vector<FileProblem> problems;
};

// `source` is a v1::Programme in protobuf text format: UTF-8, with or without byte-order mark, at most kProgrammeBytes.
// Unknown names and values and everything that contradicts the comments of programme.proto are found in one reading.
// Where the syntax itself is broken, or the bytes are not UTF-8, that is the last problem: what stands after it is not
// looked at, nor whether the parts fit together. A value that could not be read is reported once, and not missed again.
[[nodiscard]] ProgrammeReading ReadProgramme(std::string_view source);

}  // namespace phancong::rules

#endif  // PHANCONG_SERVICES_RULES_PROGRAMME_CHECK_H_
