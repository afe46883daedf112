#include "services/rules/text.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

namespace phancong::rules {
namespace {

// "Đào" with the mark after the letter, as some keyboards and macOS write it.
const char kDecomposedDao[] =
    "\xC4\x90"
    "a\xCC\x80"
    "o";
// "ệ" as e + dot below + circumflex, and the marks the other way round.
const char kDecomposedE[] = "e\xCC\xA3\xCC\x82";
const char kDecomposedEOtherOrder[] = "e\xCC\x82\xCC\xA3";

TEST(Nfc, ComposesWhatWasTypedInParts) {
  EXPECT_EQ(Nfc(kDecomposedDao).value(), "Đào");
  EXPECT_EQ(Nfc(kDecomposedE).value(), "ệ");
  EXPECT_EQ(Nfc(kDecomposedEOtherOrder).value(), "ệ");
  EXPECT_EQ(Nfc("Công đoàn cơ sở").value(), "Công đoàn cơ sở");
  EXPECT_EQ(Nfc("").value(), "");
}

TEST(Nfc, RefusesWhatIsNotUtf8) {
  for (const char* bytes : {"\xFF", "a\x80", "\xC3", "\xE1\xBB", "\xC0\x80", "\xED\xA0\x80", "\xF5\x80\x80\x80"}) {
    EXPECT_EQ(Nfc(bytes).status().code(), absl::StatusCode::kInvalidArgument);
  }
}

TEST(Folding, FindsDaoInEveryWayOfWritingIt) {
  for (const char* text : {"dao", "đào", "Đào", "ĐÀO", "DAO", kDecomposedDao, "ðào", "ĐaO"}) {
    EXPECT_EQ(Fold(text), "dao") << text;
  }
}

TEST(Folding, TakesEveryVietnameseLetterToItsPlainOne) {
  EXPECT_EQ(Fold("aàáảãạ ăằắẳẵặ âầấẩẫậ"), "aaaaaa aaaaaa aaaaaa");
  EXPECT_EQ(Fold("eèéẻẽẹ êềếểễệ iìíỉĩị"), "eeeeee eeeeee iiiiii");
  EXPECT_EQ(Fold("oòóỏõọ ôồốổỗộ ơờớởỡợ"), "oooooo oooooo oooooo");
  EXPECT_EQ(Fold("uùúủũụ ưừứửữự yỳýỷỹỵ đ"), "uuuuuu uuuuuu yyyyyy d");
  EXPECT_EQ(Fold("AÀÁẢÃẠ ĂẰẮẲẴẶ ÂẦẤẨẪẬ Đ"), "aaaaaa aaaaaa aaaaaa d");
  EXPECT_EQ(Fold("Liên đoàn Lao động huyện Bắc Quang"), "lien doan lao dong huyen bac quang");
  EXPECT_EQ(Fold(kDecomposedE), "e");
}

TEST(Folding, MakesOneSpaceOfWhiteSpace) {
  EXPECT_EQ(Fold("  Trường\t THPT\r\n\nViệt\u00A0Vinh "), "truong thpt viet vinh");
  EXPECT_EQ(Fold(" \t\n"), "");
  EXPECT_EQ(Fold(""), "");
}

TEST(Folding, KeepsNumbersAndPunctuation) { EXPECT_EQ(Fold("34-CT/TW, 1.3"), "34-ct/tw, 1.3"); }

TEST(Folding, ReplacesBytesThatAreNotUtf8) { EXPECT_EQ(Fold("Đ\xFF!"), "d\uFFFD!"); }

TEST(Folding, OfFoldedTextChangesNothing) {
  for (const char* text : {"Đặng Thị Ngọc", "Straße ﬁ Ⅷ", "  hai  từ "}) EXPECT_EQ(Fold(Fold(text)), Fold(text));
}

TEST(AQuery, MatchesWhereEveryWordIsFound) {
  const std::string text = Fold("Công đoàn Trường THPT Việt Vinh");
  EXPECT_TRUE(FoldedMatch(text, Fold("viet vinh")));
  EXPECT_TRUE(FoldedMatch(text, Fold("Vinh  Việt")));
  EXPECT_TRUE(FoldedMatch(text, Fold("truong")));
  EXPECT_TRUE(FoldedMatch(text, Fold("inh")));
  EXPECT_TRUE(FoldedMatch(text, Fold("")));
  EXPECT_TRUE(FoldedMatch(text, Fold("   ")));
  EXPECT_FALSE(FoldedMatch(text, Fold("Việt Lâm")));
  EXPECT_FALSE(FoldedMatch("", Fold("x")));
  EXPECT_TRUE(FoldedMatch("", ""));
}

// The order of a Vietnamese dictionary: letters first (a ă â b … d đ e ê … o ô ơ … u ư …), then tones
// (ngang, huyền, hỏi, ngã, sắc, nặng), then case.
TEST(SortKeys, OrderLettersAsAVietnameseDictionary) {
  const std::vector<std::string> letters = {"a", "ă", "â", "b", "c", "d", "đ", "e", "ê", "g", "h", "i", "k", "l", "m",
                                            "n", "o", "ô", "ơ", "p", "q", "r", "s", "t", "u", "ư", "v", "x", "y"};
  for (size_t i = 1; i < letters.size(); ++i) {
    EXPECT_LT(SortKey(letters[i - 1]), SortKey(letters[i])) << letters[i - 1] << " < " << letters[i];
    // A letter weighs more than what follows it.
    EXPECT_LT(SortKey(letters[i - 1] + "yyy"), SortKey(letters[i] + "aaa")) << letters[i - 1] << " < " << letters[i];
  }
}

TEST(SortKeys, OrderTonesAsAVietnameseDictionary) {
  const std::vector<std::string> tones = {"ma", "mà", "mả", "mã", "má", "mạ"};
  for (size_t i = 1; i < tones.size(); ++i) EXPECT_LT(SortKey(tones[i - 1]), SortKey(tones[i])) << tones[i];
  // A tone weighs less than a later letter.
  EXPECT_LT(SortKey("mạ"), SortKey("mai"));
}

TEST(SortKeys, PutASmallLetterBeforeItsCapital) { EXPECT_LT(SortKey("đào"), SortKey("Đào")); }

TEST(SortKeys, AreTheSameForBothWaysOfTyping) {
  EXPECT_EQ(SortKey(kDecomposedDao), SortKey("Đào"));
  EXPECT_EQ(SortKey(kDecomposedE), SortKey("ệ"));
}

TEST(SortKeys, HaveNoZeroByte) {
  for (const char* text : {"", "a", "Công đoàn cơ sở xã Việt Vinh", "\xFF"}) {
    EXPECT_EQ(SortKey(text).find('\0'), std::string::npos) << text;
  }
}

TEST(SortKeys, SortNamesOfPlaces) {
  const std::vector<std::string> sorted = {"Bằng Hành", "Đồng Tâm",  "Đông Thành", "Đồng Yên",  "Đức Xuân",
                                           "Hùng An",   "Hương Sơn", "Kim Ngọc",   "Liên Hiệp", "Quang Minh",
                                           "Tân Quang", "Việt Hồng", "Việt Vinh",  "Vĩnh Phúc", "Vô Điếm"};
  std::vector<std::string> names = sorted;
  std::shuffle(names.begin(), names.end(), std::mt19937(2025));
  std::sort(names.begin(), names.end(),
            [](const std::string& a, const std::string& b) { return SortKey(a) < SortKey(b); });
  EXPECT_EQ(names, sorted);
}

TEST(DisplayWidth, CountsColumnsAndNotBytes) {
  EXPECT_EQ(DisplayWidth(""), 0);
  EXPECT_EQ(DisplayWidth("Bac Quang"), 9);
  EXPECT_EQ(DisplayWidth("Bắc Quang"), 9);
  EXPECT_EQ(DisplayWidth(kDecomposedDao), 3);
  EXPECT_EQ(DisplayWidth(kDecomposedE), 1);
  EXPECT_EQ(DisplayWidth("北光"), 4);
  EXPECT_EQ(DisplayWidth("Ａ"), 2);
  EXPECT_EQ(DisplayWidth("…≥–"), 3);
  EXPECT_EQ(DisplayWidth("a\u200Bb\uFEFF"), 2);
  EXPECT_EQ(DisplayWidth("a\xFF\x80z"), 4);
}

TEST(UnsafeCharacters, AreThoseThatHideOrTurnText) {
  for (const char* text : {"a\u202Eb", "a\u202Ab", "a\u2066b", "a\u2069b", "a\u200Eb", "a\u200Fb", "a\uFEFFb",
                           "a\u200Bb", "a\x01", "a\x1B[31m", "a\x7F", "a\u0085", "a\xFF",
                           // The Arabic letter mark, separators of lines and paragraphs, the soft hyphen, joiners.
                           "a\u061Cb", "a\u2028b", "a\u2029b", "a\u00ADb", "a\u200Cb", "a\u200Db", "a\u2060b",
                           "a\u2064b", "a\u180Eb", "a\u034Fb",
                           // Fillers, variation selectors, tags, annotation marks, musical format marks.
                           "a\u115Fb", "a\u3164b", "a\uFFA0b", "a\uFE0Fb", "a\U000E0100b", "a\U000E0041b", "a\uFFF9b",
                           "a\uFFFBb", "a\U0001D173b",
                           // Of nobody: private use, and no character at all.
                           "a\uE000b", "a\U000F0000b", "a\uFDD0b", "a\uFFFEb", "a\U0010FFFFb"}) {
    EXPECT_TRUE(HasUnsafeCharacters(text)) << text;
  }
  EXPECT_TRUE(HasUnsafeCharacters(std::string_view("a\0b", 3)));
}

TEST(UnsafeCharacters, AreNoneInOrdinaryText) {
  for (const char* text :
       {"", "Ban Thường vụ", "hai\ndòng\r\nvà\tmột cột", kDecomposedDao, "“ngoặc” – 27-NQ/TU", "₫", "😀", "中文",
        // Not assigned in Unicode 15, which says nothing against it.
        "\u0378"}) {
    EXPECT_FALSE(HasUnsafeCharacters(text)) << text;
  }
}

TEST(WholeCharacters, EndBeforeOneThatDoesNotFit) {
  EXPECT_EQ(WholeCharacters("Bắc", 3 + 2), "Bắc");
  EXPECT_EQ(WholeCharacters("Bắc", 4), "Bắ");
  EXPECT_EQ(WholeCharacters("Bắc", 3), "B");
  EXPECT_EQ(WholeCharacters("Bắc", 2), "B");
  EXPECT_EQ(WholeCharacters("ắ", 2), "");
  EXPECT_EQ(WholeCharacters("Bắc", 0), "");
  EXPECT_EQ(WholeCharacters("", 5), "");
}

TEST(Length, CountsCodePoints) {
  EXPECT_EQ(Length(""), 0);
  EXPECT_EQ(Length("Bắc Quang"), 9);
  EXPECT_EQ(Length(kDecomposedE), 3);
  EXPECT_EQ(Length("😀"), 1);
  EXPECT_EQ(Length("\xFF\xFE"), 2);
  // Two bytes of a letter that was cut.
  EXPECT_EQ(Length("a\xE1\xBB"), 3);
}

}  // namespace
}  // namespace phancong::rules
