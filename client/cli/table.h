// Rows and columns for people (lined up for Vietnamese text, within a width) and for programs (CSV).
#ifndef PHANCONG_CLIENT_CLI_TABLE_H_
#define PHANCONG_CLIENT_CLI_TABLE_H_

#include <string>
#include <string_view>
#include <vector>

namespace phancong::client {

// What a cell's value means to the one who looks at it; shown as colour, on a terminal alone.
enum class Paint { kPlain, kGood, kWarning, kBad, kFaint };

struct Cell {
  std::string text;
  Paint paint = Paint::kPlain;
};

struct Heading {
  std::string text;
  // Numbers: lined up on the right.
  bool right = false;
  // What people copy to the next command: cut only when nothing else is left to cut.
  bool keep = false;
  // Sentences: broken into lines instead of cut; below their row, after the heading, where there is no room for them.
  bool wrap = false;
};

struct Table {
  // All texts empty: no line of headings is drawn.
  std::vector<Heading> headings;
  // As many cells in each as there are headings.
  std::vector<std::vector<Cell>> rows = {};
};

// `text` as it may be shown on a terminal, whoever wrote it: control characters as their pictures (␛), bytes that are
// not UTF-8 and all other unsafe characters (rules/text.h) as U+FFFD, tabs as spaces. Line breaks stay where
// `keep_lines`, else they become spaces.
[[nodiscard]] std::string SafeText(std::string_view text, bool keep_lines = false);

// The first columns of `text`, with "…" at the end where something was cut off; combining marks stay with their letter.
[[nodiscard]] std::string Cut(std::string_view text, int width);

// `text` in lines of at most `width` columns, broken between words; a word longer than that is cut into pieces.
[[nodiscard]] std::vector<std::string> Wrap(std::string_view text, int width);

// `text` followed by spaces up to `width` columns.
[[nodiscard]] std::string Pad(std::string text, int width);

// Lines that end in '\n', none wider than `width`: the widest columns give way, cut with "…" or wrapped; sentences that
// would be left with a few letters a line stand below their row. A column with nothing in it is left out.
[[nodiscard]] std::string RenderTable(const Table& table, int width, bool colour);

// Two columns without headings, the second one wrapped instead of cut: one thing and what is to say of it.
[[nodiscard]] std::string RenderRecord(const Table& table, int width, bool colour);

// RFC 4180 but for its line ends (LF, for shell scripts), with a line of headings; texts as SafeText gives them, with
// their lines. A cell that begins with = + - or @, and is no plain number (-5, +84, -2.5), gets an apostrophe before
// it: no spreadsheet takes it for a formula.
[[nodiscard]] std::string RenderCsv(const Table& table);

// The last look at a line before it is written to a terminal: SafeText with its lines, but the colours that Painted has
// put into it stay where `colour`.
[[nodiscard]] std::string SafeLine(std::string_view line, bool colour);

// `text` in the colour of `paint`, or as it is.
[[nodiscard]] std::string Painted(std::string_view text, Paint paint, bool colour);

}  // namespace phancong::client

#endif  // PHANCONG_CLIENT_CLI_TABLE_H_
