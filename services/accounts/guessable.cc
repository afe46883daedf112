#include "services/accounts/guessable.h"

#include <zxcvbn.h>

#include <algorithm>
#include <array>

#include "absl/strings/str_split.h"
#include "services/rules/text.h"

namespace phancong::accounts {
namespace {

constexpr double kBits = 22;

// zxcvbn's own lists are English; these are what people here would take, as they type them without diacritics.
constexpr std::array kWordsOfHere = {
    "matkhau",  "matkhaucuatoi", "congdoan",      "congdoanvietnam", "liendoan",    "liendoanlaodong", "laodong",
    "phancong", "chutich",       "phochutich",    "quantri",         "quantrivien", "vanphong",        "bacquang",
    "hagiang",  "vietnam",       "hanoi",         "saigon",          "hochiminh",   "bacho",           "dangcongsan",
    "doanvien", "canbo",         "giaovien",      "truonghoc",       "anhyeuem",    "emyeuanh",        "yeuem",
    "yeuanh",   "nhoem",         "conyeume",      "giadinh",         "hanhphuc",    "xinchao",         "khongbiet",
    "khongco",  "motngaymoi",    "toiyeuvietnam", "nguyen",          "nguyenvan",   "tranvan",         "nguyenthi",
    "tranthi",  "motbahai",      "mothaiba",      "mothaibabon",     "muoihai",     "dangnhap",
};

std::string WithoutSpaces(std::string text) {
  std::erase_if(text, [](char c) { return c == ' ' || c == '-' || c == '.' || c == '_'; });
  return text;
}

}  // namespace

bool IsGuessable(std::string_view password, const std::vector<std::string>& names) {
  std::vector<std::string> words(kWordsOfHere.begin(), kWordsOfHere.end());
  for (const std::string& name : names) {
    const std::string folded = rules::Fold(name);
    words.push_back(folded);
    words.push_back(WithoutSpaces(folded));
    for (const absl::string_view part : absl::StrSplit(folded, absl::ByAnyChar(" -._"), absl::SkipEmpty())) {
      // Shorter ones are syllables that any phrase is made of.
      if (part.size() > 3) words.emplace_back(part);
    }
  }
  std::vector<const char*> dictionary;
  for (const std::string& word : words) dictionary.push_back(word.c_str());
  dictionary.push_back(nullptr);
  const std::string folded = rules::Fold(password);
  const std::array<std::string, 3> forms = {std::string(password), folded, WithoutSpaces(folded)};
  return std::any_of(forms.begin(), forms.end(), [&](const std::string& form) {
    return ZxcvbnMatch(form.c_str(), dictionary.data(), nullptr) < kBits;
  });
}

}  // namespace phancong::accounts
