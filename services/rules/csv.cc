#include "services/rules/csv.h"

#include <csv.h>

#include <algorithm>

namespace phancong::rules {
namespace {

// A spreadsheet puts a comment with a comma in it into quotes.
bool IsComment(std::string_view text) { return text.starts_with('#') || text.starts_with("\"#"); }

// The delimiter of a header: no column has either in its name.
char DelimiterOf(std::string_view header) {
  return std::count(header.begin(), header.end(), ';') > std::count(header.begin(), header.end(), ',') ? ';' : ',';
}

void AddCell(void* cell, size_t size, void* cells) {
  static_cast<std::vector<std::string>*>(cells)->emplace_back(static_cast<const char*>(cell), size);
}
void EndRow(int /*end*/, void* /*cells*/) {}

// The cells of one record; nothing where its quotes are wrong.
std::optional<std::vector<std::string>> CellsOf(std::string_view text, char delimiter) {
  csv_parser parser;
  if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) != 0) return std::nullopt;
  csv_set_delim(&parser, static_cast<unsigned char>(delimiter));
  std::vector<std::string> cells;
  const bool parsed = csv_parse(&parser, text.data(), text.size(), AddCell, EndRow, &cells) == text.size() &&
                      csv_fini(&parser, AddCell, EndRow, &cells) == 0;
  csv_free(&parser);
  if (!parsed) return std::nullopt;
  return cells;
}

}  // namespace

bool IsBlank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

std::string_view WithoutByteOrderMark(std::string_view text) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  return text;
}

std::vector<CsvRecord> ReadCsv(std::string_view csv) {
  csv = WithoutByteOrderMark(csv);
  std::vector<CsvRecord> records;
  char delimiter = 0;
  // Records end at the line breaks outside of quotes: an odd quote takes all lines up to the next one with it.
  for (int line = 1; !csv.empty();) {
    const std::string_view first_line = csv.substr(0, csv.find('\n'));
    const bool before_header = records.empty() && (IsBlank(first_line) || IsComment(first_line));
    bool quoted = false;
    int lines = 1;
    size_t end = before_header ? first_line.size() : 0;
    for (; end < csv.size() && (quoted || csv[end] != '\n'); ++end) {
      if (csv[end] == '"') quoted = !quoted;
      if (csv[end] == '\n') ++lines;
    }
    end = std::min(end + 1, csv.size());
    const std::string_view text = csv.substr(0, end);
    if (!before_header && !IsBlank(text)) {
      if (records.empty()) delimiter = DelimiterOf(text);
      records.push_back({.line = line, .cells = CellsOf(text, delimiter)});
    }
    csv.remove_prefix(end);
    line += lines;
  }
  return records;
}

}  // namespace phancong::rules
