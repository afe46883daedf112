// A programme or a calendar as somebody wrote it: the whole way of LoadProgramme and LoadCalendar up to what is stored.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "google/protobuf/io/tokenizer.h"
#include "google/protobuf/text_format.h"
#include "google/protobuf/util/message_differencer.h"
#include "services/rules/calendar_check.h"
#include "services/rules/file_problem.h"
#include "services/rules/programme_check.h"
#include "services/rules/text.h"
#include "tests/fuzz/must.h"
#include "tests/fuzz/texts.h"

namespace phancong::fuzz {
namespace {

class Silence final : public google::protobuf::io::ErrorCollector {
 public:
  void AddError(int /*line*/, google::protobuf::io::ColumnNumber /*column*/, const std::string& /*message*/) override {}
};

void CheckProblems(const std::vector<rules::FileProblem>& problems) {
  Must(problems.size() <= rules::kMostFileProblems, "problems are bounded");
  int line = 0;
  for (const rules::FileProblem& problem : problems) {
    Must(problem.line >= line, "problems stand in the order of the file");
    line = problem.line;
    Must(!problem.vi.empty() && !problem.en.empty(), "a problem is said in both languages");
    Must(rules::Nfc(problem.vi).ok() && rules::Nfc(problem.en).ok() && rules::Nfc(problem.field).ok(),
         "a problem is UTF-8, whatever the file was");
  }
}

// `read` is what our reader made of `source`.
template <typename File, typename Read>
void CheckFile(std::string_view source, const File& read, const Read& read_again) {
  Must(source.starts_with("\xEF\xBB\xBF") || rules::Nfc(source).ok(), "what was read is UTF-8");
  ForEachText(read, [](const google::protobuf::FieldDescriptor& field, const std::string& text) {
    Must(!rules::HasUnsafeCharacters(text), field.full_name() + " is fit to be shown");
  });
  // What protobuf's own reader accepts, too, it reads alike.
  File theirs;
  google::protobuf::TextFormat::Parser parser;
  Silence silence;
  parser.RecordErrorsTo(&silence);
  if (parser.ParseFromString(std::string(source), &theirs)) {
    // Ours come in normalisation form C.
    ReplaceTexts(theirs, [](const std::string& text) { return *rules::Nfc(text); });
    Must(google::protobuf::util::MessageDifferencer::Equals(read, theirs), "both readers read alike");
  }
  // Written down and read again it is the same.
  std::string written;
  google::protobuf::TextFormat::Printer printer;
  printer.SetUseUtf8StringEscaping(true);
  Must(printer.PrintToString(read, &written), "it can be written");
  const auto again = read_again(written);
  Must(again.has_value(), "what was read can be read again");
  Must(google::protobuf::util::MessageDifferencer::Equals(read, *again), "and is the same");
}

}  // namespace
}  // namespace phancong::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace phancong;
  const std::string_view source(reinterpret_cast<const char*>(data), size);
  const rules::ProgrammeReading programme = rules::ReadProgramme(source);
  fuzz::Must(programme.programme.has_value() == programme.problems.empty(), "a programme or problems");
  fuzz::CheckProblems(programme.problems);
  if (programme.programme) {
    fuzz::CheckFile(source, *programme.programme,
                    [](std::string_view text) { return rules::ReadProgramme(text).programme; });
  }
  const rules::CalendarReading calendar = rules::ReadCalendar(source);
  fuzz::Must(calendar.calendar.has_value() == calendar.problems.empty(), "a calendar or problems");
  fuzz::CheckProblems(calendar.problems);
  if (calendar.calendar) {
    fuzz::CheckFile(source, *calendar.calendar,
                    [](std::string_view text) { return rules::ReadCalendar(text).calendar; });
  }
  return 0;
}
