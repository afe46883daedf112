// A directory of unions as a spreadsheet wrote it, for the programme that is issued with the product.
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "phancong/v1/programme.pb.h"
#include "services/rules/csv.h"
#include "services/rules/dates.h"
#include "services/rules/directory_csv.h"
#include "services/rules/names.h"
#include "services/rules/programme_check.h"
#include "services/rules/text.h"
#include "tests/fuzz/must.h"

namespace phancong::fuzz {
namespace {

const v1::Programme& Programme() {
  static const auto& programme = *new v1::Programme([] {
    std::ifstream file(PHANCONG_SOURCE_DIR "/deploy/programmes/bac-quang-2023-2028.textproto", std::ios::binary);
    return rules::ReadProgramme(std::string((std::istreambuf_iterator<char>(file)), {})).programme.value();
  }());
  return programme;
}

std::string Quoted(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) quoted.append(c == '"' ? 2 : 1, c);
  return quoted + '"';
}

std::string FactText(const v1::Fact& fact, const rules::DirectoryRow& row) {
  const auto value = row.facts.find(fact.id());
  if (value == row.facts.end()) return "";
  return fact.kind() == v1::Fact::KIND_DATE ? rules::IsoDate(value->second) : std::to_string(value->second);
}

// What was read, as a file.
std::string Written(const rules::DirectoryReading& reading) {
  std::string csv = "id,name,type,place,founded_on";
  for (const v1::Fact& fact : Programme().facts()) csv += "," + fact.id();
  csv += "\n";
  for (const rules::DirectoryRow& row : reading.rows) {
    csv += row.id + "," + Quoted(row.name) + "," + row.type + "," + Quoted(row.place) + ",";
    if (row.founded_day != 0) csv += rules::IsoDate(row.founded_day);
    for (const v1::Fact& fact : Programme().facts()) csv += "," + FactText(fact, row);
    csv += "\n";
  }
  return csv;
}

bool SameRows(const rules::DirectoryReading& a, const rules::DirectoryReading& b) {
  if (a.rows.size() != b.rows.size()) return false;
  for (size_t i = 0; i < a.rows.size(); ++i) {
    const rules::DirectoryRow& x = a.rows[i];
    const rules::DirectoryRow& y = b.rows[i];
    if (x.id != y.id || x.name != y.name || x.type != y.type || x.place != y.place || x.founded_day != y.founded_day ||
        x.facts != y.facts) {
      return false;
    }
  }
  return true;
}

void CheckName(const std::string& name, int64_t least) {
  Must(rules::Length(name) >= least && rules::Length(name) <= 200, "a name has its length");
  Must(!rules::HasUnsafeCharacters(name) && name.find_first_of("\n\r\t") == std::string::npos, "a name is one line");
  Must(*rules::Nfc(name) == name, "a name is in normalisation form C");
}

void CheckRecords(std::string_view csv) {
  int line = 0;
  for (const rules::CsvRecord& record : rules::ReadCsv(csv)) {
    Must(record.line > line, "records begin on lines of their own");
    line = record.line;
    Must(!record.cells || !record.cells->empty(), "a record has cells");
  }
}

}  // namespace
}  // namespace phancong::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace phancong;
  const std::string_view csv(reinterpret_cast<const char*>(data), size);
  fuzz::CheckRecords(csv);
  const rules::DirectoryReading reading = rules::ReadDirectory(csv, fuzz::Programme());
  fuzz::Must(reading.rows.empty() || reading.problems.empty(), "rows or problems");
  int line = 0;
  for (const rules::FileProblem& problem : reading.problems) {
    fuzz::Must(problem.line >= line, "problems stand in the order of the file");
    line = problem.line;
    fuzz::Must(!problem.vi.empty() && !problem.en.empty(), "a problem is said in both languages");
    fuzz::Must(rules::Nfc(problem.vi).ok() && rules::Nfc(problem.en).ok() && rules::Nfc(problem.field).ok(),
               "a problem is UTF-8, whatever the file was");
  }
  std::set<std::string> ids;
  for (const rules::DirectoryRow& row : reading.rows) {
    fuzz::Must(rules::IsUnionId(row.id) && ids.insert(row.id).second, "ids are ids, each once");
    fuzz::CheckName(row.name, 1);
    fuzz::CheckName(row.place, 0);
  }
  if (!reading.rows.empty()) {
    fuzz::Must(fuzz::SameRows(reading, rules::ReadDirectory(fuzz::Written(reading), fuzz::Programme())),
               "written down and read again it is the same");
  }
  return 0;
}
