#include "services/rules/directory_csv.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_join.h"
#include "fmt/format.h"
#include "services/rules/csv.h"
#include "services/rules/names.h"
#include "services/rules/text.h"

namespace phancong::rules {
namespace {

constexpr int64_t kTextCharacters = 200;

// Without the white space around it, and with one space for each run of white space inside.
std::string OneLine(std::string_view text) {
  std::string line;
  bool space = false;
  for (const char c : text) {
    if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
      space = !line.empty();
      continue;
    }
    if (space) line.push_back(' ');
    space = false;
    line.push_back(c);
  }
  return line;
}

class DirectoryReader {
 public:
  explicit DirectoryReader(const v1::Programme& programme) : programme_(programme) {
    columns_.assign(kDirectoryColumns.begin(), kDirectoryColumns.end());
    for (const v1::Fact& fact : programme.facts()) columns_.push_back(fact.id());
  }

  DirectoryReading Read(std::string_view csv) && {
    csv = WithoutByteOrderMark(csv);
    if (IsUtf8(csv)) ReadRecords(ReadCsv(csv));
    if (!reading_.problems.empty()) reading_.rows.clear();
    return std::move(reading_);
  }

 private:
  void Wrong(int line, std::string column, std::string vi, std::string en) {
    AddProblem(reading_.problems, {.line = line, .field = std::move(column), .vi = std::move(vi), .en = std::move(en)});
  }

  bool IsUtf8(std::string_view csv) {
    for (int line = 1; !csv.empty(); ++line) {
      const size_t end = std::min(csv.find('\n'), csv.size() - 1);
      if (!Nfc(csv.substr(0, end + 1)).ok()) {
        Wrong(line, "", "không phải UTF-8: hãy lưu lại theo kiểu “CSV UTF-8”", "is not UTF-8: save it as “CSV UTF-8”");
        return false;
      }
      csv.remove_prefix(end + 1);
    }
    return true;
  }

  void ReadRecords(const std::vector<CsvRecord>& records) {
    if (records.empty()) {
      Wrong(0, "", fmt::format("không có hàng tiêu đề: {}", absl::StrJoin(columns_, ",")),
            fmt::format("there is no header: {}", absl::StrJoin(columns_, ",")));
      return;
    }
    if (!ReadHeader(records.front())) return;
    for (size_t i = 1; i < records.size(); ++i) ReadRecord(records[i]);
  }

  // Says so where a record's quotes are wrong.
  bool HasCells(const CsvRecord& record) {
    if (record.cells) return true;
    Wrong(record.line, "", "dấu ngoặc kép viết sai: ô có \" phải nằm trong \"…\", và mỗi \" bên trong viết thành \"\"",
          "the quotes are wrong: a cell with \" in it stands in \"…\", and each \" inside is written \"\"");
    return false;
  }

  // Where its cells cannot be told apart, there is nothing to read the rows by.
  bool ReadHeader(const CsvRecord& record) {
    if (!HasCells(record)) return false;
    const auto& cells = record.cells;
    for (size_t i = 0; i < cells->size(); ++i) {
      // Known to be UTF-8.
      std::string column = Nfc(OneLine((*cells)[i])).value();
      if (std::find(columns_.begin(), columns_.end(), column) == columns_.end()) {
        // What is not fit to be shown is known by its place alone.
        Wrong(record.line, HasUnsafeCharacters(column) ? "" : column,
              fmt::format("cột thứ {} không có trong chương trình; có: {}", i + 1, absl::StrJoin(columns_, ", ")),
              fmt::format("column {} is not in the programme; there are: {}", i + 1, absl::StrJoin(columns_, ", ")));
      } else if (std::find(header_.begin(), header_.end(), column) != header_.end()) {
        Wrong(record.line, column, "cột này có hai lần", "this column is there twice");
      }
      header_.push_back(std::move(column));
    }
    for (const std::string& column : columns_) {
      if (std::find(header_.begin(), header_.end(), column) != header_.end()) continue;
      Wrong(record.line, column, "còn thiếu cột này", "this column is missing");
    }
    return true;
  }

  void ReadRecord(const CsvRecord& record) {
    if (!HasCells(record)) return;
    const auto& cells = record.cells;
    if (std::all_of(cells->begin(), cells->end(), [](const std::string& cell) { return IsBlank(cell); })) {
      return;
    }
    if (cells->size() != header_.size()) {
      Wrong(record.line, "", fmt::format("có {} ô, tiêu đề có {} cột", cells->size(), header_.size()),
            fmt::format("has {} cells, the header has {} columns", cells->size(), header_.size()));
      return;
    }
    // A column that is missing in the header was reported there; of one that is there twice, the first counts.
    std::map<std::string, std::string> values;
    for (size_t i = 0; i < header_.size(); ++i) {
      std::string value = Nfc(OneLine((*cells)[i])).value();
      if (HasUnsafeCharacters(value)) {
        Wrong(record.line, header_[i], "có ký tự điều khiển hoặc ký tự đổi chiều chữ: hãy bỏ đi",
              "has control characters or characters that change the direction of text: leave them out");
        continue;
      }
      values.emplace(header_[i], std::move(value));
    }
    ReadUnion(record.line, values);
  }

  void ReadUnion(int line, const std::map<std::string, std::string>& values) {
    DirectoryRow row;
    row.line = line;
    for (const std::string& column : columns_) {
      const auto found = values.find(column);
      if (found == values.end()) continue;
      const std::string& value = found->second;
      if (column == "id") {
        row.id = ReadId(line, value);
      } else if (column == "name") {
        row.name = ReadText(line, column, value);
        if (value.empty()) Wrong(line, column, "còn thiếu tên", "a name is missing");
      } else if (column == "type") {
        row.type = ReadType(line, value);
      } else if (column == "place") {
        row.place = ReadText(line, column, value);
      } else if (column == "founded_on" && !value.empty()) {
        row.founded_day = ReadDate(line, column, value).value_or(0);
      }
    }
    for (const v1::Fact& fact : programme_.facts()) {
      if (const auto found = values.find(fact.id()); found != values.end()) ReadFact(fact, found->second, row);
    }
    for (const v1::Fact& fact : programme_.facts()) CheckAtMost(fact, row);
    reading_.rows.push_back(std::move(row));
  }

  std::string ReadId(int line, const std::string& value) {
    if (value == kFederationAssignee) {
      Wrong(line, "id", fmt::format("“{}” là liên đoàn: chọn id khác", value),
            fmt::format("“{}” is the federation itself: choose another", value));
    } else if (!IsUnionId(value)) {
      Wrong(line, "id", fmt::format("id “{}”: chỉ dùng a-z, 0-9 và “-”, từ 1 đến 40 ký tự, như thpt-viet-vinh", value),
            fmt::format("id “{}”: use a-z, 0-9 and “-” only, 1 to 40 of them, as in thpt-viet-vinh", value));
    } else if (const auto [first, is_new] = lines_.emplace(value, line); !is_new) {
      Wrong(line, "id", fmt::format("id “{}” đã có ở dòng {}", value, first->second),
            fmt::format("id “{}” is on line {} already", value, first->second));
    }
    return value;
  }

  std::string ReadText(int line, const std::string& column, const std::string& value) {
    if (Length(value) > kTextCharacters) {
      Wrong(line, column, fmt::format("dài quá {} ký tự", kTextCharacters),
            fmt::format("is longer than {} characters", kTextCharacters));
    }
    return value;
  }

  std::string ReadType(int line, const std::string& value) {
    const auto& types = programme_.union_types();
    if (std::none_of(types.begin(), types.end(), [&](const v1::UnionType& type) { return type.id() == value; })) {
      const std::string known =
          absl::StrJoin(types, ", ", [](std::string* out, const v1::UnionType& type) { out->append(type.id()); });
      Wrong(line, "type", fmt::format("không có loại hình “{}”; có: {}", value, known),
            fmt::format("there is no union type “{}”; there are: {}", value, known));
    }
    return value;
  }

  std::optional<Day> ReadDate(int line, const std::string& column, const std::string& value) {
    const std::optional<Day> day = ParseDate(value);
    if (!day || YearOf(*day) < kEarliestFactYear || YearOf(*day) > kLatestFactYear) {
      Wrong(line, column, fmt::format("“{}” không phải ngày: ghi 2024-05-01 hoặc 01/05/2024", value),
            fmt::format("“{}” is no date: write 2024-05-01 or 01/05/2024", value));
      return std::nullopt;
    }
    return day;
  }

  void ReadFact(const v1::Fact& fact, const std::string& value, DirectoryRow& row) {
    if (value.empty() && fact.required()) {
      Wrong(row.line, fact.id(), fmt::format("còn thiếu: {}", fact.title().vi()),
            fmt::format("is missing: {}", fact.title().en().empty() ? fact.title().vi() : fact.title().en()));
      return;
    }
    std::optional<int64_t> read;
    switch (fact.kind()) {
      case v1::Fact::KIND_FLAG:
        read = ReadFlag(row.line, fact.id(), value);
        break;
      case v1::Fact::KIND_DATE:
        if (!value.empty()) read = ReadDate(row.line, fact.id(), value);
        break;
      default:
        if (!value.empty()) read = ReadNumber(row.line, fact.id(), value);
    }
    if (read) row.facts.emplace(fact.id(), *read);
  }

  std::optional<int64_t> ReadNumber(int line, const std::string& column, const std::string& value) {
    int64_t number = 0;
    const bool digits = std::all_of(value.begin(), value.end(), [](char c) { return '0' <= c && c <= '9'; });
    if (!digits || !absl::SimpleAtoi(value, &number) || number > kGreatestFact) {
      Wrong(line, column, fmt::format("“{}” không phải số từ 0 đến {}: ghi liền các chữ số", value, kGreatestFact),
            fmt::format("“{}” is no number from 0 to {}: write digits alone", value, kGreatestFact));
      return std::nullopt;
    }
    return number;
  }

  std::optional<int64_t> ReadFlag(int line, const std::string& column, const std::string& value) {
    static constexpr std::array<std::string_view, 4> kYes = {"co", "yes", "x", "1"};
    static constexpr std::array<std::string_view, 4> kNo = {"khong", "no", "0", ""};
    const std::string folded = Fold(value);
    if (std::find(kYes.begin(), kYes.end(), folded) != kYes.end()) return 1;
    if (std::find(kNo.begin(), kNo.end(), folded) != kNo.end()) return 0;
    Wrong(line, column, fmt::format("“{}”: ghi có hoặc không (yes/no, 1/0, x hoặc để trống)", value),
          fmt::format("“{}”: write yes or no (có/không, 1/0, x or nothing)", value));
    return std::nullopt;
  }

  void CheckAtMost(const v1::Fact& fact, const DirectoryRow& row) {
    if (fact.at_most_fact().empty()) return;
    const auto value = row.facts.find(fact.id());
    const auto bound = row.facts.find(fact.at_most_fact());
    if (value == row.facts.end() || bound == row.facts.end() || value->second <= bound->second) return;
    Wrong(row.line, fact.id(), fmt::format("{} nhiều hơn {} ({})", value->second, fact.at_most_fact(), bound->second),
          fmt::format("{} is more than {} ({})", value->second, fact.at_most_fact(), bound->second));
  }

  const v1::Programme& programme_;
  std::vector<std::string> columns_;
  std::vector<std::string> header_;
  // On which line an id was first.
  std::map<std::string, int> lines_;
  DirectoryReading reading_;
};

}  // namespace

DirectoryReading ReadDirectory(std::string_view csv, const v1::Programme& programme) {
  return DirectoryReader(programme).Read(csv);
}

}  // namespace phancong::rules
