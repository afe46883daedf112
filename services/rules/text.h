// Text as people write it: Vietnamese, normalised, folded for search, measured for columns. All through ICU.
#ifndef PHANCONG_SERVICES_RULES_TEXT_H_
#define PHANCONG_SERVICES_RULES_TEXT_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace phancong::rules {

// Normalisation form C. INVALID_ARGUMENT (absl) where the bytes are not UTF-8.
[[nodiscard]] absl::StatusOr<std::string> Nfc(std::string_view utf8);

// For search: lower case, marks removed, đ as d, runs of white space as one space and none at the ends. "dao" and "đào"
// both fold to "dao", as "Đào" does. Bytes that are not UTF-8 fold to U+FFFD.
[[nodiscard]] std::string Fold(std::string_view utf8);

// Whether a folded text has every word of a folded query somewhere in it. An empty query matches.
[[nodiscard]] bool FoldedMatch(std::string_view folded_text, std::string_view folded_query);

// ICU collation key for Vietnamese ("vi", tertiary): keys compare as bytes. Ends without a zero byte.
[[nodiscard]] std::string SortKey(std::string_view utf8);

// Columns on a terminal: combining marks and invisible characters 0, wide characters 2, everything else 1; bytes that
// are not UTF-8 one each.
[[nodiscard]] int DisplayWidth(std::string_view utf8);

// Whether a code point is unfit for what is shown to others: a control character other than line breaks and tabs; one
// that changes the direction of text, separates lines or paragraphs by itself, is invisible, or belongs to no character
// (format characters, soft hyphens, fillers, variation selectors, tags, annotation marks, private use, surrogates,
// noncharacters). One that is only not yet assigned is fit: a later Unicode may know it.
[[nodiscard]] bool IsUnsafe(char32_t point);

// Whether any character of a name or a text is unsafe, or bytes of it are not UTF-8.
[[nodiscard]] bool HasUnsafeCharacters(std::string_view utf8);

// The beginning of `utf8` that has `bytes` bytes at most, and ends before a character that would not fit whole.
[[nodiscard]] std::string_view WholeCharacters(std::string_view utf8, size_t bytes);

// Number of code points; bytes that are not UTF-8 count one each.
[[nodiscard]] int64_t Length(std::string_view utf8);

}  // namespace phancong::rules

#endif  // PHANCONG_SERVICES_RULES_TEXT_H_
