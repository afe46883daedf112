#include "services/rules/file_problem.h"

#include <utility>

#include "fmt/format.h"
#include "services/rules/refusal.h"

namespace phancong::rules {

void AddProblem(std::vector<FileProblem>& problems, FileProblem problem) {
  if (problems.size() < kMostFileProblems) problems.push_back(std::move(problem));
}

v1::Problem ProblemIn(const FileProblem& problem, std::string_view language) {
  v1::Problem result;
  result.set_line(problem.line);
  result.set_field(problem.field);
  result.set_message(language == "en" ? problem.en : problem.vi);
  return result;
}

absl::Status RefuseFile(const std::vector<FileProblem>& problems) {
  const FileProblem& first = problems.front();
  return Refuse(v1::ERROR_REASON_INVALID_FILE, {{"count", fmt::to_string(problems.size())},
                                                {"line", fmt::to_string(first.line)},
                                                {"field", first.field},
                                                {"problem.vi", first.vi},
                                                {"problem.en", first.en}});
}

}  // namespace phancong::rules
