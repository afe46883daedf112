#include "services/rules/file_problem.h"

#include <utility>

#include "fmt/format.h"
#include "services/rules/refusal.h"
#include "services/rules/text.h"

namespace phancong::rules {
namespace {

void Cut(std::string& text) {
  if (text.size() > kProblemBytes) text = std::string(WholeCharacters(text, kProblemBytes)) + "…";
}

}  // namespace

void AddProblem(std::vector<FileProblem>& problems, FileProblem problem) {
  if (problems.size() >= kMostFileProblems) return;
  for (std::string* text : {&problem.field, &problem.vi, &problem.en}) Cut(*text);
  problems.push_back(std::move(problem));
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
