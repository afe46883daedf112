// Reads a directory of unions from CSV (RFC 4180) and says everything that is wrong with it. Pure.
#ifndef PHANCONG_SERVICES_RULES_DIRECTORY_CSV_H_
#define PHANCONG_SERVICES_RULES_DIRECTORY_CSV_H_

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "phancong/v1/programme.pb.h"
#include "services/rules/dates.h"
#include "services/rules/file_problem.h"

namespace phancong::rules {

// What is in a directory beside the programme's facts.
inline constexpr std::array<std::string_view, 5> kDirectoryColumns = {"id", "name", "type", "place", "founded_on"};

// A fact that is a number is 0 to kGreatestFact, one that is a date is in these years.
inline constexpr int64_t kGreatestFact = 1'000'000'000;
inline constexpr int kEarliestFactYear = 1900;
inline constexpr int kLatestFactYear = 2200;

// A union as its row gives it.
struct DirectoryRow {
  // The line on which the row begins, from 1.
  int line = 0;
  std::string id;
  // 1 to 200 characters, in normalisation form C as `place` is; line breaks and runs of spaces are one space.
  std::string name;
  // A union type of the programme.
  std::string type;
  // 0 to 200 characters.
  std::string place;
  // 0 where the row leaves it empty.
  Day founded_day = 0;
  // By the fact's id: numbers as they are, flags as 0 or 1, dates as days. A number or date left empty is not in it.
  std::map<std::string, int64_t> facts;
};

// Either rows, in the order of the file, or problems, in the order of the file.
struct DirectoryReading {
  std::vector<DirectoryRow> rows;
  std::vector<FileProblem> problems;
};

// UTF-8 with or without byte-order mark, comma or semicolon (whichever the header has), CRLF or LF, line breaks inside
// quotes. Blank rows are passed over, and so are lines that begin with # before the header.
//
// The columns, in any order and all of them: id, name, type, place, founded_on, and each fact of the programme. Dates
// are written 2024-05-01 or 01/05/2024, numbers in digits alone, flags có, yes, x, 1 or không, no, 0; an empty flag is
// no, unless the fact is required. What is not an error: a place or day of founding left empty.
//
// Wrong are: unknown, missing or repeated columns; rows with another number of cells; ids that no union may have, or
// that an earlier row has; types that the programme does not have; values not written as above, missing where the fact
// is required, or greater than its at_most_fact; control characters and characters that change the direction of text.
// Problems name the line on which the row begins; where the bytes are not UTF-8, or there is no header, nothing else is
// looked at. `programme` is one that ReadProgramme gave.
[[nodiscard]] DirectoryReading ReadDirectory(std::string_view csv, const v1::Programme& programme);

}  // namespace phancong::rules

#endif  // PHANCONG_SERVICES_RULES_DIRECTORY_CSV_H_
