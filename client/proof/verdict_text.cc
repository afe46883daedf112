#include "client/proof/verdict_text.h"

#include <cstdint>
#include <string_view>
#include <vector>

#include "absl/numeric/int128.h"
#include "fmt/format.h"

namespace phancong::proof {
namespace {

constexpr size_t kWidth = 80;
// Columns of the table, with a space between them, two before the last but one.
constexpr size_t kItemWidth = 5;
constexpr size_t kTitleWidth = 26;
constexpr size_t kSumsWidth = 12;
constexpr size_t kShareWidth = 7;
constexpr size_t kTargetWidth = 7;
constexpr size_t kStateWidth = kWidth - kItemWidth - kTitleWidth - kSumsWidth - kShareWidth - kTargetWidth - 5;

// Letters of a text, each with the marks that combine with it; control characters and what is not UTF-8 as '?'.
std::vector<std::string> LettersOf(std::string_view text) {
  std::vector<std::string> letters;
  for (size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const size_t length = lead < 0x80 ? 1 : lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
    bool whole = length != 0 && i + length <= text.size() && lead >= 0x20 && lead != 0x7F;
    for (size_t j = 1; whole && j < length; ++j) whole = (static_cast<unsigned char>(text[i + j]) & 0xC0) == 0x80;
    if (!whole) {
      letters.emplace_back("?");
      ++i;
      continue;
    }
    const std::string_view letter = text.substr(i, length);
    i += length;
    // C1 controls, marks that combine (U+0300 to U+036F), and what turns the direction of writing.
    const bool combines = letter.size() == 2 && (lead == 0xCC || (lead == 0xCD && letter[1] < '\xB0'));
    if (combines && !letters.empty()) {
      letters.back() += letter;
    } else if ((lead == 0xC2 && letter[1] < '\xA0') || letter.starts_with("\xE2\x80") ||
               letter.starts_with("\xE2\x81")) {
      const bool dash_or_quote = letter >= "\xE2\x80\x90" && letter <= "\xE2\x80\xA6";
      letters.emplace_back(dash_or_quote ? letter : "?");
    } else {
      letters.emplace_back(letter);
    }
  }
  return letters;
}

std::string Joined(const std::vector<std::string>& letters, size_t most) {
  std::string text;
  for (size_t i = 0; i < letters.size() && i < most; ++i) text += letters[i];
  return text;
}

// Exactly so many columns: cut with "…", or filled with spaces on the right or the left.
std::string Cell(std::string_view text, size_t width, bool right = false) {
  const std::vector<std::string> letters = LettersOf(text);
  if (letters.size() > width) return Joined(letters, width - 1) + "…";
  const std::string fill(width - letters.size(), ' ');
  return right ? fill + Joined(letters, letters.size()) : Joined(letters, letters.size()) + fill;
}

// Lines of words, the first behind `mark`, the others below its text; a word that is too long is cut into pieces.
std::string Wrapped(std::string_view mark, std::string_view text) {
  const size_t indent = LettersOf(mark).size();
  const size_t room = kWidth - indent;
  std::string lines(mark);
  size_t used = 0;
  std::vector<std::string> word;
  const auto put = [&] {
    if (word.empty()) return;
    if (used > 0 && used + 1 + word.size() > room) {
      lines += "\n" + std::string(indent, ' ');
      used = 0;
    } else if (used > 0) {
      lines += ' ';
      ++used;
    }
    for (const std::string& letter : word) {
      if (used == room) {
        lines += "\n" + std::string(indent, ' ');
        used = 0;
      }
      lines += letter;
      ++used;
    }
    word.clear();
  };
  for (const std::string& letter : LettersOf(text)) {
    if (letter == " ") {
      put();
    } else {
      word.push_back(letter);
    }
  }
  put();
  return lines + "\n";
}

std::string Number(int64_t number, Language language) {
  std::string digits = std::to_string(number);
  for (int i = static_cast<int>(digits.size()) - 3; i > (number < 0 ? 1 : 0); i -= 3) {
    digits.insert(static_cast<size_t>(i), 1, language == Language::kVietnamese ? '.' : ',');
  }
  return digits;
}

// With one decimal, cut and not rounded: what misses its target never looks as if it met it.
std::string Percent(int64_t numerator, int64_t denominator, Language language) {
  if (denominator <= 0 || numerator < 0) return "–";
  const absl::int128 thousandths = absl::int128(numerator) * 1000 / denominator;
  if (thousandths > 99'999) return "> 999%";
  const auto shown = static_cast<int64_t>(thousandths);
  return fmt::format("{}{}{}%", shown / 10, language == Language::kVietnamese ? ',' : '.', shown % 10);
}

std::string_view WordOf(v1::ProgressState state, Language language) {
  switch (state) {
    case v1::PROGRESS_STATE_MET:
      return Phrase{"Đạt", "Met"}.In(language);
    case v1::PROGRESS_STATE_NOT_MET:
      return Phrase{"Chưa đạt", "Not met"}.In(language);
    case v1::PROGRESS_STATE_NOT_APPLICABLE:
      return Phrase{"Không áp dụng", "Not applicable"}.In(language);
    case v1::PROGRESS_STATE_NOBODY_ELIGIBLE:
      return Phrase{"Không có đối tượng", "Nobody eligible"}.In(language);
    default:
      return Phrase{"Chưa có số liệu", "No data"}.In(language);
  }
}

// A line of the table; sums that are too long for their column stand below it.
std::string Row(std::string_view item, std::string_view title, const std::string& sums, const std::string& share,
                const std::string& target, std::string_view state) {
  const bool fits = sums.size() <= kSumsWidth;
  std::string row = Cell(item, kItemWidth) + " " + Cell(title, kTitleWidth) + " " +
                    Cell(fits ? sums : "", kSumsWidth, true) + " " + Cell(share, kShareWidth, true) + " " +
                    Cell(target, kTargetWidth, true) + " " + Cell(state, kStateWidth);
  row = row.substr(0, row.find_last_not_of(' ') + 1) + "\n";
  if (!fits) row += Cell(sums, kItemWidth + kTitleWidth + kSumsWidth + 2, true) + "\n";
  return row;
}

std::string TargetOf(const v1::IndicatorProgress& indicator, const v1::FigureProgress& figure, Language language) {
  switch (indicator.measure()) {
    case v1::Item::MEASURE_COUNT:
    case v1::Item::MEASURE_AVERAGE:
      return Number(figure.target(), language);
    case v1::Item::MEASURE_COVERAGE:
    case v1::Item::MEASURE_RATIO:
      return Number(figure.target(), language) + "%";
    default:
      return "";
  }
}

std::string TitleIn(Language language, const v1::LocalText& title) {
  return language == Language::kEnglish && !title.en().empty() ? title.en() : title.vi();
}

// One line; where the indicator has several figures, one for each of them below it.
std::string RowsOf(const v1::IndicatorProgress& indicator, Language language) {
  const bool has_data = indicator.state() == v1::PROGRESS_STATE_MET || indicator.state() == v1::PROGRESS_STATE_NOT_MET;
  const bool share = indicator.measure() != v1::Item::MEASURE_COUNT && indicator.measure() != v1::Item::MEASURE_AVERAGE;
  const std::string title = TitleIn(language, indicator.title());
  const std::string_view state = WordOf(indicator.state(), language);
  const auto row = [&](std::string_view item, const std::string& called, const v1::FigureProgress& figure,
                       std::string_view says) {
    if (!has_data) return Row(item, called, "–", "", TargetOf(indicator, figure, language), says);
    return Row(item, called, Number(figure.numerator(), language) + "/" + Number(figure.denominator(), language),
               share ? Percent(figure.numerator(), figure.denominator(), language) : "",
               TargetOf(indicator, figure, language), says);
  };
  if (indicator.figures_size() == 1) return row(indicator.item(), title, indicator.figures(0), state);
  std::string rows = Row(indicator.item(), title, "", "", "", state);
  for (const v1::FigureProgress& figure : indicator.figures()) {
    const std::string called = TitleIn(language, figure.title());
    rows += row("", "  " + (called.empty() ? figure.figure() : called), figure,
                has_data ? WordOf(figure.met() ? v1::PROGRESS_STATE_MET : v1::PROGRESS_STATE_NOT_MET, language) : "");
  }
  return rows;
}

std::string Table(const Verdict& verdict, Language language) {
  std::string text =
      Row(Phrase{"Mục", "Item"}.In(language), Phrase{"Chỉ tiêu", "Indicator"}.In(language),
          std::string(Phrase{"Kết quả", "Result"}.In(language)), "%",
          std::string(Phrase{"Giao", "Target"}.In(language)), Phrase{"Đánh giá", "Verdict"}.In(language));
  for (const v1::IndicatorProgress& indicator : verdict.indicators) text += RowsOf(indicator, language);
  return text;
}

}  // namespace

std::string TextOf(const Verdict& verdict, Language language) {
  std::string text;
  if (!verdict.title.vi().empty()) {
    text += Wrapped("", Say(language, {"{}: bộ chứng cứ năm {}", "{}: proof pack of {}"},
                            TitleIn(language, verdict.title), verdict.year));
  }
  if (!verdict.is_good()) {
    for (const Sentence& sentence : verdict.wrong.sentences()) text += Wrapped("✗ ", sentence.In(language));
    return text +
           Wrapped("", Phrase{"KHÔNG ĐÚNG: bộ chứng cứ này không phải những gì đã được ký. Đừng dùng số liệu của nó.",
                              "WRONG: this pack is not what was signed. Do not use its figures."}
                           .In(language));
  }
  text += "\n" + Table(verdict, language) + "\n";
  for (const Sentence& sentence : verdict.holds) text += Wrapped("✓ ", sentence.In(language));
  for (const Sentence& sentence : verdict.notices) text += Wrapped("! ", sentence.In(language));
  constexpr Phrase kRight = {"ĐÚNG: các số liệu trên là những gì sổ ghi đã ký tính ra.",
                             "RIGHT: the figures above are what the signed journal comes to."};
  constexpr Phrase kAgrees = {
      "KHỚP: các số liệu trên là những gì sổ ghi trong bộ này tính ra. Sổ ghi ấy có thật hay "
      "không thì còn tùy khóa ký nói trên.",
      "AGREES: the figures above are what the journal in this pack comes to. Whether that is the "
      "real one is left to the key above."};
  return text + Wrapped("", (verdict.key_is_trusted ? kRight : kAgrees).In(language));
}

}  // namespace phancong::proof
