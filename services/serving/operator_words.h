// How phancongd speaks to its operator: Vietnamese or English, on the terminal.
#ifndef PHANCONG_SERVICES_SERVING_OPERATOR_WORDS_H_
#define PHANCONG_SERVICES_SERVING_OPERATOR_WORDS_H_

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace phancong::serving {

// Exit codes of the verbs.
inline constexpr int kDone = 0;
inline constexpr int kFailed = 1;

// One of the two, by the language ("vi" or "en").
[[nodiscard]] std::string Say(const std::string& language, std::string_view vi, std::string_view en);

// Says on standard error why something was not done; of a refusal, what it says to people. Returns kFailed.
[[nodiscard]] int Fail(const absl::Status& status, const std::string& language);

struct Phrase {
  std::string_view vi;
  std::string_view en;
};
// How far something is, on a terminal alone: (done, in all). Nothing where there is no terminal.
[[nodiscard]] std::function<void(int64_t, int64_t)> Progress(const Phrase& what, const std::string& language);
void EndProgress();

// The folder of evidence files that is given, or that beside the database.
[[nodiscard]] std::string EvidenceFolderOr(const std::string& db, const std::string& given);

}  // namespace phancong::serving

#endif  // PHANCONG_SERVICES_SERVING_OPERATOR_WORDS_H_
