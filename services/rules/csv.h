// Comma-separated values (RFC 4180) as spreadsheets write them: the only reader of them. Pure.
#ifndef PHANCONG_SERVICES_RULES_CSV_H_
#define PHANCONG_SERVICES_RULES_CSV_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace phancong::rules {

struct CsvRecord {
  // The line on which it begins, from 1.
  int line = 0;
  // As they stand, without their quotes; nothing where the quotes are wrong.
  std::optional<std::vector<std::string>> cells;
};

// The header and the records after it, without blank ones. A byte-order mark and the blank and comment lines (#) before
// the header are passed over; the delimiter is the comma or semicolon, whichever the header has more of; line breaks
// are CRLF or LF, and may stand inside quotes. The bytes are not looked at: they may be no UTF-8.
[[nodiscard]] std::vector<CsvRecord> ReadCsv(std::string_view csv);

// Nothing but spaces, tabs and line breaks.
[[nodiscard]] bool IsBlank(std::string_view text);

// `text` without a byte-order mark.
[[nodiscard]] std::string_view WithoutByteOrderMark(std::string_view text);

}  // namespace phancong::rules

#endif  // PHANCONG_SERVICES_RULES_CSV_H_
