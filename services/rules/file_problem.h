// One thing that is wrong in a file that somebody hands in (a programme, a directory), in both languages.
#ifndef PHANCONG_SERVICES_RULES_FILE_PROBLEM_H_
#define PHANCONG_SERVICES_RULES_FILE_PROBLEM_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "phancong/v1/vocabulary.pb.h"

namespace phancong::rules {

struct FileProblem {
  // From 1; 0 where the whole file is meant.
  int line = 0;
  // The field's path (programme) or the column's name (CSV); empty where none is meant.
  std::string field;
  // What is wrong and what would be right.
  std::string vi;
  std::string en;
};

// So many problems of one file are kept: nobody reads more, and a file made of errors fills no memory.
inline constexpr size_t kMostFileProblems = 1'000;

// So long each text of a problem is, at most and but for the "…" where it was cut: a file that is one long word is not
// sent back whole.
inline constexpr size_t kProblemBytes = 1'000;

// Keeps a problem, its texts cut, unless kMostFileProblems are kept already.
void AddProblem(std::vector<FileProblem>& problems, FileProblem problem);

// As callers get it, in `language` ("vi" or "en").
[[nodiscard]] v1::Problem ProblemIn(const FileProblem& problem, std::string_view language);

// INVALID_FILE: how many there are, and the first of them. `problems` is not empty.
[[nodiscard]] absl::Status RefuseFile(const std::vector<FileProblem>& problems);

}  // namespace phancong::rules

#endif  // PHANCONG_SERVICES_RULES_FILE_PROBLEM_H_
