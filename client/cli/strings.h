// Putting text together and taking it apart. Debian's Abseil is built with a string_view of its own, which its string
// functions take and std's does not become; these take std's.
#ifndef PHANCONG_CLIENT_CLI_STRINGS_H_
#define PHANCONG_CLIENT_CLI_STRINGS_H_

#include <concepts>
#include <limits>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace phancong::client {

// Texts and whole numbers behind one another.
template <typename... Parts>
void Append(std::string& text, const Parts&... parts) {
  const auto add = [&text](const auto& part) {
    if constexpr (std::integral<std::remove_cvref_t<decltype(part)>>) {
      text += std::to_string(part);
    } else {
      text += part;
    }
  };
  (add(parts), ...);
}
template <typename... Parts>
[[nodiscard]] std::string Concat(const Parts&... parts) {
  std::string text;
  Append(text, parts...);
  return text;
}

// The texts of a range with `between` between them; `text_of` makes each.
template <typename Range, typename TextOf>
[[nodiscard]] std::string Join(const Range& range, std::string_view between, const TextOf& text_of) {
  std::string text;
  bool first = true;
  for (const auto& element : range) {
    if (!first) text += between;
    first = false;
    text += text_of(element);
  }
  return text;
}
template <typename Range>
[[nodiscard]] std::string Join(const Range& range, std::string_view between) {
  return Join(range, between, [](std::string_view text) { return text; });
}

// At most `most` pieces; the last one holds the rest. An empty text is one empty piece.
[[nodiscard]] inline std::vector<std::string_view> Split(std::string_view text, char at,
                                                         size_t most = std::numeric_limits<size_t>::max()) {
  std::vector<std::string_view> pieces;
  while (pieces.size() + 1 < most) {
    const size_t end = text.find(at);
    if (end == std::string_view::npos) break;
    pieces.push_back(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
  pieces.push_back(text);
  return pieces;
}

// What stands before and after the first `at`; all of it before where there is none.
[[nodiscard]] inline std::pair<std::string_view, std::string_view> SplitOnce(std::string_view text, char at) {
  const size_t end = text.find(at);
  if (end == std::string_view::npos) return {text, {}};
  return {text.substr(0, end), text.substr(end + 1)};
}

// Every `from` as `to`.
[[nodiscard]] inline std::string Replaced(std::string_view text, char from, std::string_view to) {
  std::string replaced;
  for (const char c : text) {
    if (c == from) {
      replaced += to;
    } else {
      replaced += c;
    }
  }
  return replaced;
}

// Without the white space around it.
[[nodiscard]] inline std::string_view Trim(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  const size_t begin = text.find_first_not_of(kSpace);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kSpace) - begin + 1);
}

// Whether `text` begins with `prefix`, which is then taken off.
inline bool TakePrefix(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

[[nodiscard]] inline bool Contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

[[nodiscard]] inline bool IsDigit(char c) { return c >= '0' && c <= '9'; }
[[nodiscard]] inline bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// ASCII letters alone.
[[nodiscard]] inline std::string Upper(std::string text) {
  for (char& c : text) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return text;
}
[[nodiscard]] inline std::string Lower(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return text;
}

}  // namespace phancong::client

#endif  // PHANCONG_CLIENT_CLI_STRINGS_H_
