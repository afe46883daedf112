// The tables of the played term: rows of CSV as its programs write them, and what stands in their fields.
#ifndef PHANCONG_TESTS_TERM_TABLE_H_
#define PHANCONG_TESTS_TERM_TABLE_H_

#include <cstdint>
#include <map>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

namespace phancong::term_test {

// A file's whole text; fails the test where it is not there.
[[nodiscard]] std::string TextOf(const std::string& path);
// The rows of a table, by column. Lines that begin with # are none; no field holds a line break or a quote.
[[nodiscard]] std::vector<std::map<std::string, std::string>> RowsOf(const std::string& path);

// One thing that somebody does; make-term.py says what the fields hold.
struct Row {
  std::string day;
  std::string who;
  std::string act;
  std::string what;
  std::string figures;
  std::string date;
  std::string text;
  // The reason for which it is refused; empty: it is done.
  std::string refused;
};
std::ostream& operator<<(std::ostream& out, const Row& row);
// The rows of events.csv in a folder.
[[nodiscard]] std::vector<Row> EventsIn(const std::string& folder);

// "a;b" → a and b; nothing of "".
[[nodiscard]] std::vector<std::string> Parts(const std::string& text);
[[nodiscard]] std::vector<std::string> Words(const std::string& text);
// Before and after the first separator; everything, and "", where there is none.
[[nodiscard]] std::pair<std::string, std::string> Split(const std::string& text, char separator);
// Fails the test where it is none.
[[nodiscard]] int64_t Number(const std::string& text);
// "members=20;chair_newly_elected_on=2025-01-03": numbers as they are, dates as days since 1970-01-01.
[[nodiscard]] std::map<std::string, int64_t> FactsIn(const std::string& text);

}  // namespace phancong::term_test

#endif  // PHANCONG_TESTS_TERM_TABLE_H_
