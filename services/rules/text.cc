#include "services/rules/text.h"

#include <unicode/coll.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <cstdlib>
#include <memory>

namespace phancong::rules {
namespace {

// Not a code point: a byte that is not UTF-8.
constexpr UChar32 kNotUtf8 = -1;

// Calls `each` with every code point, and with kNotUtf8 for every byte that belongs to none.
template <typename Each>
void ForEachCodePoint(std::string_view utf8, Each each) {
  const auto* bytes = reinterpret_cast<const uint8_t*>(utf8.data());
  const auto size = static_cast<int32_t>(utf8.size());
  int32_t at = 0;
  while (at < size) {
    const int32_t start = at;
    UChar32 c = 0;
    U8_NEXT(bytes, at, size, c);
    if (c < 0) {
      c = kNotUtf8;
      at = start + 1;
    }
    each(c);
  }
}

// What ICU needs of its data comes with its library: where that is missing, the installation is broken.
template <typename T>
T* Require(T* instance, UErrorCode error) {
  if (U_FAILURE(error) || instance == nullptr) std::abort();
  return instance;
}

const icu::Normalizer2& NfcForm() {
  UErrorCode error = U_ZERO_ERROR;
  return *Require(icu::Normalizer2::getNFCInstance(error), error);
}

const icu::Normalizer2& NfdForm() {
  UErrorCode error = U_ZERO_ERROR;
  return *Require(icu::Normalizer2::getNFDInstance(error), error);
}

const icu::Normalizer2& CaseFoldedForm() {
  UErrorCode error = U_ZERO_ERROR;
  return *Require(icu::Normalizer2::getNFKCCasefoldInstance(error), error);
}

icu::UnicodeString Normalized(const icu::Normalizer2& form, const icu::UnicodeString& text) {
  UErrorCode error = U_ZERO_ERROR;
  icu::UnicodeString normalized = form.normalize(text, error);
  Require(&normalized, error);
  return normalized;
}

icu::UnicodeString FromUtf8(std::string_view utf8) {
  return icu::UnicodeString::fromUTF8(icu::StringPiece(utf8.data(), static_cast<int32_t>(utf8.size())));
}

// Shared by all threads: comparing with a collator does not change it.
const icu::Collator& VietnameseCollator() {
  static const std::unique_ptr<const icu::Collator> collator = [] {
    UErrorCode error = U_ZERO_ERROR;
    std::unique_ptr<icu::Collator> made(icu::Collator::createInstance(icu::Locale("vi"), error));
    Require(made.get(), error);
    made->setAttribute(UCOL_STRENGTH, UCOL_TERTIARY, error);
    Require(made.get(), error);
    return made;
  }();
  return *collator;
}

bool IsMark(UChar32 c) {
  const int8_t type = u_charType(c);
  return type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK;
}

// đ is a letter of its own, not a d with a mark, and so is the eth that old fonts show in its place.
UChar32 WithoutStroke(UChar32 c) { return c == 0x0111 || c == 0x00F0 ? 'd' : c; }

}  // namespace

absl::StatusOr<std::string> Nfc(std::string_view utf8) {
  bool is_utf8 = true;
  ForEachCodePoint(utf8, [&](UChar32 c) { is_utf8 = is_utf8 && c != kNotUtf8; });
  if (!is_utf8) return absl::InvalidArgumentError("text is not UTF-8");
  std::string nfc;
  Normalized(NfcForm(), FromUtf8(utf8)).toUTF8String(nfc);
  return nfc;
}

std::string Fold(std::string_view utf8) {
  const icu::UnicodeString letters = Normalized(NfdForm(), Normalized(CaseFoldedForm(), FromUtf8(utf8)));
  icu::UnicodeString folded;
  bool space = false;
  for (int32_t at = 0; at < letters.length(); at = letters.moveIndex32(at, 1)) {
    const UChar32 c = letters.char32At(at);
    if (IsMark(c)) continue;
    if (u_isUWhiteSpace(c)) {
      space = !folded.isEmpty();
      continue;
    }
    if (space) folded.append(u' ');
    space = false;
    folded.append(WithoutStroke(c));
  }
  std::string result;
  folded.toUTF8String(result);
  return result;
}

bool FoldedMatch(std::string_view folded_text, std::string_view folded_query) {
  while (!folded_query.empty()) {
    const size_t end = std::min(folded_query.find(' '), folded_query.size());
    if (folded_text.find(folded_query.substr(0, end)) == std::string_view::npos) return false;
    folded_query.remove_prefix(std::min(end + 1, folded_query.size()));
  }
  return true;
}

std::string SortKey(std::string_view utf8) {
  const icu::UnicodeString text = FromUtf8(utf8);
  const icu::Collator& collator = VietnameseCollator();
  // Both lengths count the zero byte at the end.
  const int32_t size = collator.getSortKey(text, nullptr, 0);
  std::string key(static_cast<size_t>(size), '\0');
  collator.getSortKey(text, reinterpret_cast<uint8_t*>(key.data()), size);
  key.pop_back();
  return key;
}

int DisplayWidth(std::string_view utf8) {
  int width = 0;
  ForEachCodePoint(utf8, [&](UChar32 c) {
    if (c == kNotUtf8) {
      ++width;
    } else if (!IsMark(c) && !u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT)) {
      const int east_asian = u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH);
      width += east_asian == U_EA_WIDE || east_asian == U_EA_FULLWIDTH ? 2 : 1;
    }
  });
  return width;
}

bool IsUnsafe(char32_t point) {
  const auto c = static_cast<UChar32>(point);
  if (c == '\n' || c == '\r' || c == '\t') return false;
  switch (u_charType(c)) {
    case U_CONTROL_CHAR:
    case U_FORMAT_CHAR:
    case U_LINE_SEPARATOR:
    case U_PARAGRAPH_SEPARATOR:
    case U_PRIVATE_USE_CHAR:
    case U_SURROGATE:
      return true;
    default:
      return u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) || U_IS_UNICODE_NONCHAR(c);
  }
}

bool HasUnsafeCharacters(std::string_view utf8) {
  bool unsafe = false;
  ForEachCodePoint(utf8, [&](UChar32 c) { unsafe = unsafe || c == kNotUtf8 || IsUnsafe(static_cast<char32_t>(c)); });
  return unsafe;
}

std::string_view WholeCharacters(std::string_view utf8, size_t bytes) {
  if (utf8.size() <= bytes) return utf8;
  size_t end = bytes;
  while (end > 0 && U8_IS_TRAIL(static_cast<uint8_t>(utf8[end]))) --end;
  return utf8.substr(0, end);
}

int64_t Length(std::string_view utf8) {
  int64_t length = 0;
  ForEachCodePoint(utf8, [&](UChar32) { ++length; });
  return length;
}

}  // namespace phancong::rules
