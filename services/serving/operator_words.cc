#include "services/serving/operator_words.h"

#include <unistd.h>

#include <cstdio>
#include <optional>

#include "fmt/format.h"
#include "services/rules/refusal.h"
#include "storage/evidence_content.h"

namespace phancong::serving {

std::string Say(const std::string& language, std::string_view vi, std::string_view en) {
  return std::string(language == "en" ? en : vi);
}

int Fail(const absl::Status& status, const std::string& language) {
  if (const std::optional<rules::RefusalFacts> refusal = rules::RefusalOf(status)) {
    fmt::print(stderr, "phancongd: {}\n", rules::RefusalMessage(*refusal, language));
  } else {
    fmt::print(stderr, "phancongd: {} {}\n", Say(language, "chưa làm được:", "failed:"), std::string(status.message()));
  }
  return kFailed;
}

std::function<void(int64_t, int64_t)> Progress(const Phrase& what, const std::string& language) {
  if (isatty(STDERR_FILENO) == 0) return {};
  return [words = Say(language, what.vi, what.en)](int64_t done, int64_t all) {
    fmt::print(stderr, "\r{} {}/{}", words, done, all);
  };
}

void EndProgress() {
  if (isatty(STDERR_FILENO) != 0) fmt::print(stderr, "\r\033[K");
}

std::string EvidenceFolderOr(const std::string& db, const std::string& given) {
  return given.empty() ? storage::EvidenceFolderOf(db).string() : given;
}

}  // namespace phancong::serving
