#include "tests/term/table.h"

#include <algorithm>
#include <fstream>
#include <sstream>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gtest/gtest.h"
#include "tests/support/world.h"

namespace phancong::term_test {
namespace {

std::vector<std::string> FieldsOf(const std::string& line) {
  std::vector<std::string> fields(1);
  bool quoted = false;
  for (const char c : line) {
    if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      fields.emplace_back();
    } else {
      fields.back().push_back(c);
    }
  }
  return fields;
}

int64_t FactValue(const std::string& text) {
  if (text.find('-') == std::string::npos) return Number(text);
  constexpr int64_t kMicrosOfDay = int64_t{24} * 3600 * 1'000'000;
  // 08:00 at Asia/Ho_Chi_Minh is the same day in UTC.
  return support::MomentOf(text) / kMicrosOfDay;
}

}  // namespace

std::string TextOf(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  EXPECT_TRUE(file.good()) << path;
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

std::vector<std::map<std::string, std::string>> RowsOf(const std::string& path) {
  std::vector<std::map<std::string, std::string>> rows;
  std::vector<std::string> columns;
  const std::string text = TextOf(path);
  for (const std::string& line : std::vector<std::string>(absl::StrSplit(text, '\n', absl::SkipEmpty()))) {
    if (line.starts_with('#')) continue;
    const std::vector<std::string> fields = FieldsOf(line);
    if (columns.empty()) {
      columns = fields;
      continue;
    }
    EXPECT_EQ(fields.size(), columns.size()) << line;
    auto& row = rows.emplace_back();
    for (size_t i = 0; i < std::min(columns.size(), fields.size()); ++i) row[columns[i]] = fields[i];
  }
  return rows;
}

std::ostream& operator<<(std::ostream& out, const Row& row) {
  return out << absl::StrCat(row.day, ": ", row.who, " ", row.act, " ", row.what, " ", row.figures, " ", row.date, " ",
                             row.text);
}

std::vector<Row> EventsIn(const std::string& folder) {
  std::vector<Row> events;
  for (const auto& row : RowsOf(absl::StrCat(folder, "/events.csv"))) {
    events.push_back({.day = row.at("day"),
                      .who = row.at("who"),
                      .act = row.at("act"),
                      .what = row.at("what"),
                      .figures = row.at("figures"),
                      .date = row.at("date"),
                      .text = row.at("text"),
                      .refused = row.at("refused")});
  }
  return events;
}

std::vector<std::string> Parts(const std::string& text) { return absl::StrSplit(text, ';', absl::SkipEmpty()); }
std::vector<std::string> Words(const std::string& text) { return absl::StrSplit(text, ' ', absl::SkipEmpty()); }
std::pair<std::string, std::string> Split(const std::string& text, char separator) {
  return absl::StrSplit(text, absl::MaxSplits(separator, 1));
}

int64_t Number(const std::string& text) {
  int64_t number = 0;
  EXPECT_TRUE(absl::SimpleAtoi(text, &number)) << text;
  return number;
}

std::map<std::string, int64_t> FactsIn(const std::string& text) {
  std::map<std::string, int64_t> facts;
  for (const std::string& part : Parts(text)) {
    const auto [fact, value] = Split(part, '=');
    facts[fact] = FactValue(value);
  }
  return facts;
}

}  // namespace phancong::term_test
