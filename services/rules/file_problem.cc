#include "services/rules/file_problem.h"

#include <utility>

#include "fmt/format.h"
#include "services/rules/refusal.h"

namespace phancong::rules {
namespace {

// Before a letter that would not fit whole.
void Cut(std::string& text) {
  if (text.size() <= kProblemBytes) return;
  size_t end = kProblemBytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  text.resize(end);
  text += "…";
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
