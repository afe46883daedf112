#include "client/cli/table.h"

#include <algorithm>
#include <numeric>

#include "client/cli/strings.h"
#include "services/rules/text.h"
#include "unicode/utf8.h"

namespace phancong::client {
namespace {

using rules::DisplayWidth;

constexpr std::string_view kGap = "  ";
// A column is not cut below this while another one is wider.
constexpr int kNarrowest = 6;
// So much of a title still tells which one it is.
constexpr int kTelling = 14;
// Sentences are not broken into lines shorter than this while anything else can be cut.
constexpr int kReadable = 40;
// Those that would be broken into lines shorter than this stand below their row, by themselves.
constexpr int kTooShort = 24;
constexpr std::string_view kIndent = "    ";
constexpr std::string_view kFormulaSigns[] = {"=", "+", "-", "@", "\uFF1D", "\uFF0B", "\uFF0D", "\uFF20"};

// The code point at `at`, which moves behind it; negative where the bytes are not UTF-8.
UChar32 Next(std::string_view text, int32_t& at) {
  UChar32 point = 0;
  U8_NEXT(text.data(), at, static_cast<int32_t>(text.size()), point);
  return point;
}

void AppendPoint(std::string& text, UChar32 point) {
  char bytes[U8_MAX_LENGTH];
  int32_t length = 0;
  U8_APPEND_UNSAFE(bytes, length, point);
  text.append(bytes, length);
}

// How wide each column may be, so that all of them fit.
std::vector<int> Widths(const Table& table, int width) {
  std::vector<int> widths;
  for (const Heading& heading : table.headings) widths.push_back(DisplayWidth(heading.text));
  for (const auto& row : table.rows) {
    for (size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], DisplayWidth(row[i].text));
  }
  int excess = std::accumulate(widths.begin(), widths.end(), 0) - width;
  if (!widths.empty()) excess += static_cast<int>(kGap.size() * (widths.size() - 1));

  // The widest one gives way first, one column at a time: sentences to a readable width, then everything but what is to
  // be copied and numbers, then these.
  const auto give_way = [&](int narrowest, const auto& may) {
    for (; excess > 0; --excess) {
      int widest = -1;
      for (int i = 0; i < static_cast<int>(widths.size()); ++i) {
        if (widths[i] <= narrowest || !may(table.headings[i])) continue;
        if (widest < 0 || widths[i] > widths[widest]) widest = i;
      }
      if (widest < 0) return;
      --widths[widest];
    }
  };
  give_way(kReadable, [](const Heading& heading) { return heading.wrap; });
  give_way(kTelling, [](const Heading& heading) { return !heading.keep && !heading.right && !heading.wrap; });
  give_way(kNarrowest, [](const Heading& heading) { return !heading.keep && !heading.right; });
  give_way(kNarrowest, [](const Heading&) { return true; });
  return widths;
}

// The columns for which `wanted` says so, by their place.
template <typename Wanted>
Table ColumnsOf(const Table& table, const Wanted& wanted) {
  Table columns{.headings = {}, .rows = std::vector<std::vector<Cell>>(table.rows.size())};
  for (size_t i = 0; i < table.headings.size(); ++i) {
    if (!wanted(i)) continue;
    columns.headings.push_back(table.headings[i]);
    for (size_t y = 0; y < table.rows.size(); ++y) columns.rows[y].push_back(table.rows[y][i]);
  }
  return columns;
}

// The table with safe texts, and without the columns that have nothing in them.
Table Drawable(const Table& table) {
  Table drawable = ColumnsOf(table, [&](size_t i) {
    return std::any_of(table.rows.begin(), table.rows.end(), [i](const auto& row) { return !row[i].text.empty(); });
  });
  for (auto& row : drawable.rows) {
    for (Cell& cell : row) cell.text = SafeText(cell.text);
  }
  return drawable;
}

// Of each column whether it has no room beside the others: one of sentences that is not the first.
std::vector<bool> StandBelow(const Table& table, int width) {
  const std::vector<int> widths = Widths(table, width);
  std::vector<bool> below(widths.size());
  for (size_t i = 1; i < widths.size(); ++i) {
    below[i] = table.headings[i].wrap && widths[i] < kTooShort &&
               std::any_of(table.rows.begin(), table.rows.end(),
                           [&](const auto& row) { return DisplayWidth(row[i].text) > widths[i]; });
  }
  return below;
}

constexpr std::string_view kColourEnd = "\x1b[0m";

std::string_view ColourOf(Paint paint) {
  switch (paint) {
    case Paint::kGood:
      return "\x1b[32m";
    case Paint::kWarning:
      return "\x1b[33m";
    case Paint::kBad:
      return "\x1b[31m";
    case Paint::kFaint:
      return "\x1b[2m";
    case Paint::kPlain:
      break;
  }
  return "";
}

std::string RightTrimmed(std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  return line;
}

// "5", "-5", "+84", "-2.5": what a spreadsheet takes for a number and nothing else.
bool IsNumber(std::string_view text) {
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) text.remove_prefix(1);
  const auto [whole, fraction] = SplitOnce(text, '.');
  const auto digits = [](std::string_view part) {
    return !part.empty() && std::all_of(part.begin(), part.end(), IsDigit);
  };
  return digits(whole) && (whole.size() == text.size() || digits(fraction));
}

// How formulas begin, for some spreadsheets also in their wide forms, and behind white space.
bool BeginsAFormula(std::string_view text) {
  const std::string_view seen = Trim(text);
  return std::any_of(std::begin(kFormulaSigns), std::end(kFormulaSigns),
                     [&](std::string_view sign) { return seen.starts_with(sign); });
}

std::string CsvCell(std::string_view text) {
  std::string cell = SafeText(text, /*keep_lines=*/true);
  if (BeginsAFormula(cell) && !IsNumber(cell)) cell.insert(0, "'");
  if (cell.find_first_of(",\"\n;") == std::string::npos) return cell;
  return Concat("\"", Replaced(cell, '"', "\"\""), "\"");
}

}  // namespace

std::string SafeText(std::string_view text, bool keep_lines) {
  std::string safe;
  for (int32_t at = 0; at < static_cast<int32_t>(text.size());) {
    const UChar32 point = Next(text, at);
    if (point == '\n' || point == '\r' || point == '\t') {
      if (keep_lines && point == '\n') {
        safe += '\n';
      } else if (point != '\r') {
        safe += ' ';
      }
    } else if (point >= 0 && point < 0x20) {
      AppendPoint(safe, 0x2400 + point);
    } else if (point == 0x7F) {
      AppendPoint(safe, 0x2421);
    } else if (point < 0 || rules::IsUnsafe(static_cast<char32_t>(point))) {
      AppendPoint(safe, 0xFFFD);
    } else {
      AppendPoint(safe, point);
    }
  }
  return safe;
}

std::string Cut(std::string_view text, int width) {
  if (DisplayWidth(text) <= width) return std::string(text);
  int32_t end = 0;
  int used = 0;
  for (int32_t at = 0; at < static_cast<int32_t>(text.size());) {
    const int32_t begin = at;
    Next(text, at);
    used += DisplayWidth(text.substr(begin, at - begin));
    if (used > width - 1) break;
    end = at;
  }
  return Concat(text.substr(0, end), "…");
}

std::vector<std::string> Wrap(std::string_view text, int width) {
  std::vector<std::string> lines;
  for (std::string_view paragraph : Split(text, '\n')) {
    std::string line;
    for (std::string_view word : Split(paragraph, ' ')) {
      if (word.empty()) continue;
      if (!line.empty() && DisplayWidth(line) + 1 + DisplayWidth(word) > width) {
        lines.push_back(std::move(line));
        line.clear();
      }
      if (!line.empty()) line += ' ';
      for (int32_t at = 0; at < static_cast<int32_t>(word.size());) {
        const int32_t begin = at;
        Next(word, at);
        const std::string_view letter = word.substr(begin, at - begin);
        if (DisplayWidth(line) + DisplayWidth(letter) > width) {
          lines.push_back(std::move(line));
          line.clear();
        }
        line += letter;
      }
    }
    lines.push_back(std::move(line));
  }
  return lines;
}

std::string Pad(std::string text, int width) {
  text.append(std::max(0, width - DisplayWidth(text)), ' ');
  return text;
}

std::string Painted(std::string_view text, Paint paint, bool colour) {
  if (!colour || paint == Paint::kPlain || text.empty()) return std::string(text);
  return Concat(ColourOf(paint), text, kColourEnd);
}

std::string SafeLine(std::string_view line, bool colour) {
  std::string safe;
  while (colour) {
    const size_t escape = line.find('\x1b');
    if (escape == std::string_view::npos) break;
    safe += SafeText(line.substr(0, escape), /*keep_lines=*/true);
    line.remove_prefix(escape);
    std::string_view kept = line.substr(0, 1);
    for (const std::string_view ours : {ColourOf(Paint::kGood), ColourOf(Paint::kWarning), ColourOf(Paint::kBad),
                                        ColourOf(Paint::kFaint), kColourEnd}) {
      if (line.starts_with(ours)) kept = line.substr(0, ours.size());
    }
    Append(safe, kept.size() > 1 ? std::string(kept) : SafeText(kept));
    line.remove_prefix(kept.size());
  }
  return safe + SafeText(line, /*keep_lines=*/true);
}

std::string RenderTable(const Table& table, int width, bool colour) {
  const Table drawable = Drawable(table);
  const std::vector<bool> stands_below = StandBelow(drawable, width);
  const Table beside = ColumnsOf(drawable, [&](size_t i) { return !stands_below[i]; });
  const Table below = ColumnsOf(drawable, [&](size_t i) { return stands_below[i]; });
  const std::vector<int> widths = Widths(beside, width);
  std::string out;
  // One row: as many lines as its tallest cell has.
  const auto add_row = [&](const std::vector<Cell>& row, const auto& painted) {
    std::vector<std::vector<std::string>> cells;
    size_t height = 0;
    for (size_t i = 0; i < row.size(); ++i) {
      cells.push_back(beside.headings[i].wrap ? Wrap(row[i].text, widths[i])
                                              : std::vector{Cut(row[i].text, widths[i])});
      height = std::max(height, cells.back().size());
    }
    for (size_t y = 0; y < height; ++y) {
      std::string line;
      for (size_t i = 0; i < row.size(); ++i) {
        if (i > 0) line += kGap;
        const std::string text = y < cells[i].size() ? cells[i][y] : "";
        const std::string blank(std::max(0, widths[i] - DisplayWidth(text)), ' ');
        const std::string shown = painted(text, row[i].paint);
        line += beside.headings[i].right ? blank + shown : shown + blank;
      }
      Append(out, RightTrimmed(std::move(line)), "\n");
    }
  };
  const auto add_below = [&](const std::vector<Cell>& row) {
    for (size_t i = 0; i < row.size(); ++i) {
      if (row[i].text.empty()) continue;
      const std::string text = Concat(below.headings[i].text, ": ", row[i].text);
      for (const std::string& line : Wrap(text, std::max(width - static_cast<int>(kIndent.size()), kNarrowest))) {
        Append(out, kIndent, Painted(line, row[i].paint, colour), "\n");
      }
    }
  };
  std::vector<Cell> headings;
  for (const Heading& heading : beside.headings) headings.push_back({heading.text});
  if (std::any_of(headings.begin(), headings.end(), [](const Cell& cell) { return !cell.text.empty(); })) {
    add_row(headings,
            [&](const std::string& text, Paint) { return colour ? Concat("\x1b[1m", text, "\x1b[0m") : text; });
  }
  for (size_t y = 0; y < beside.rows.size(); ++y) {
    add_row(beside.rows[y], [&](const std::string& text, Paint paint) { return Painted(text, paint, colour); });
    add_below(below.rows[y]);
  }
  return out;
}

std::string RenderRecord(const Table& table, int width, bool colour) {
  int label_width = 0;
  for (const auto& row : table.rows) label_width = std::max(label_width, DisplayWidth(row[0].text));
  const int indent = label_width + static_cast<int>(kGap.size());
  std::string out;
  for (const auto& row : table.rows) {
    std::string label = Painted(Pad(SafeText(row[0].text), indent), Paint::kFaint, colour);
    for (const std::string& line :
         Wrap(SafeText(row[1].text, /*keep_lines=*/true), std::max(width - indent, kNarrowest))) {
      Append(out, RightTrimmed(Concat(label, Painted(line, row[1].paint, colour))), "\n");
      label = std::string(indent, ' ');
    }
  }
  return out;
}

std::string RenderCsv(const Table& table) {
  std::string out;
  for (size_t i = 0; i < table.headings.size(); ++i) {
    Append(out, i > 0 ? "," : "", CsvCell(table.headings[i].text));
  }
  out += '\n';
  for (const auto& row : table.rows) {
    for (size_t i = 0; i < row.size(); ++i) Append(out, i > 0 ? "," : "", CsvCell(row[i].text));
    out += '\n';
  }
  return out;
}

}  // namespace phancong::client
