// What a check found to be wrong, in both languages.
#ifndef PHANCONG_CLIENT_PROOF_FINDINGS_H_
#define PHANCONG_CLIENT_PROOF_FINDINGS_H_

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fmt/format.h"

namespace phancong::proof {

enum class Language { kVietnamese, kEnglish };

// One text in both languages.
struct Phrase {
  std::string_view vi;
  std::string_view en;

  [[nodiscard]] std::string_view In(Language language) const { return language == Language::kVietnamese ? vi : en; }
};

template <typename... Values>
[[nodiscard]] std::string Say(Language language, const Phrase& phrase, const Values&... values) {
  return fmt::vformat(phrase.In(language), fmt::make_format_args(values...));
}

// A sentence in both languages.
struct Sentence {
  std::string vi;
  std::string en;

  [[nodiscard]] const std::string& In(Language language) const { return language == Language::kVietnamese ? vi : en; }
};

// Each {} of the phrase stands for a value, the same in both languages.
template <typename... Values>
[[nodiscard]] Sentence MakeSentence(const Phrase& phrase, const Values&... values) {
  return {Say(Language::kVietnamese, phrase, values...), Say(Language::kEnglish, phrase, values...)};
}

// Sentences, in the order in which they were found. Empty: nothing is wrong.
class Findings {
 public:
  template <typename... Values>
  void Add(const Phrase& phrase, const Values&... values) {
    sentences_.push_back(MakeSentence(phrase, values...));
  }
  [[nodiscard]] bool empty() const { return sentences_.empty(); }
  [[nodiscard]] const std::vector<Sentence>& sentences() const { return sentences_; }

 private:
  std::vector<Sentence> sentences_;
};

}  // namespace phancong::proof

#endif  // PHANCONG_CLIENT_PROOF_FINDINGS_H_
