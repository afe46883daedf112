#include "tests/support/program.h"

#include <array>
#include <cstdio>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace phancong::support {

Ran Runs(const std::vector<std::string>& words) {
  std::string line;
  for (const std::string& word : words) absl::StrAppend(&line, "'", absl::StrReplaceAll(word, {{"'", "'\\''"}}), "' ");
  Ran ran;
  FILE* const pipe = popen((line + "2>&1").c_str(), "r");
  if (pipe == nullptr) return ran;
  std::array<char, 4096> piece;
  for (size_t read = 0; (read = fread(piece.data(), 1, piece.size(), pipe)) > 0;) ran.out.append(piece.data(), read);
  ran.succeeded = pclose(pipe) == 0;
  return ran;
}

}  // namespace phancong::support
