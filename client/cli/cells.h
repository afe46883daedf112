// An answer as cells: which fields are shown, in which columns, in which words.
#ifndef PHANCONG_CLIENT_CLI_CELLS_H_
#define PHANCONG_CLIENT_CLI_CELLS_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "client/cli/language.h"
#include "client/cli/names.h"
#include "client/cli/table.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace phancong::client {

// For whom cells are written.
struct Style {
  Language language = Language::kVietnamese;
  absl::TimeZone zone;
  Place place;
  // A program reads them: ISO dates, plain numbers, typed words, full short names.
  bool for_program = false;
};

// A row's message; of a row that is one of many inside a greater one (a figure of an indicator), also that.
struct Row {
  const google::protobuf::Message* message = nullptr;
  const google::protobuf::Message* whole = nullptr;
};

struct Column {
  // The word for people. For programs, the column is called as its field.
  Phrase heading = {};
  // Path in the row's message; also the column's name for programs.
  std::string_view field = {};
  // Where a field alone does not say it.
  Cell (*cell)(const Row& row, const Style& style) = nullptr;
  bool right = false;
  // Not cut while anything else can be: people copy it.
  bool keep = false;
  // Wrapped instead of cut: sentences.
  bool wrap = false;
  // Too much for people's tables.
  bool program_only = false;
};

struct Showing {
  // One row for each message of this repeated field. "indicators.figures": for each figure of each indicator, and one
  // for an indicator without any. A message field, or "." for the answer itself: one record, a line for each column.
  // Empty: only what was done is said.
  std::string_view rows = {};
  std::vector<Column> columns = {};
  // Said when it is done, {path} filled in from the answer.
  Phrase done = {};
  // Said instead of a table without rows.
  Phrase nothing = {};
};

// A field's value as it is shown, whatever its type: dates, moments, enums, local texts, documents, names, lists. Empty
// where the path leads nowhere.
[[nodiscard]] Cell CellOf(const google::protobuf::Message& message, std::string_view path, const Style& style);

// A phrase with {path} filled in from the answer.
[[nodiscard]] std::string Fill(std::string_view phrase, const google::protobuf::Message& answer, const Style& style);

// Whether `show` draws many rows, and not one record.
[[nodiscard]] bool HasManyRows(const Showing& show, const google::protobuf::Message& answer);

// The rows of an answer. Of a record: one row for each column, its heading and its value; for programs, one row of
// values.
[[nodiscard]] Table TableOf(const Showing& show, const google::protobuf::Message& answer, const Style& style);

}  // namespace phancong::client

#endif  // PHANCONG_CLIENT_CLI_CELLS_H_
