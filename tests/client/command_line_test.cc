#include "client/cli/command_line.h"

#include "client/cli/failure.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace phancong::client {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(SplitWords, QuotesAsAShellDoes) {
  EXPECT_THAT(SplitWords("submit a.b --figure x=1").value(), ElementsAre("submit", "a.b", "--figure", "x=1"));
  EXPECT_THAT(SplitWords(R"(comment a.b "Đã xem, tốt")").value(), ElementsAre("comment", "a.b", "Đã xem, tốt"));
  EXPECT_THAT(SplitWords(R"(a 'it''s' 'không \ đổi')").value(), ElementsAre("a", "its", "không \\ đổi"));
  EXPECT_THAT(SplitWords(R"(a "b \"c\" \\" d\ e)").value(), ElementsAre("a", R"(b "c" \)", "d e"));
  EXPECT_THAT(SplitWords(R"(a "" '')").value(), ElementsAre("a", "", ""));
  EXPECT_THAT(SplitWords("\ta  b\r").value(), ElementsAre("a", "b"));
}

TEST(SplitWords, CommentsBeginWithAWord) {
  EXPECT_THAT(SplitWords("# tất cả").value(), IsEmpty());
  EXPECT_THAT(SplitWords("   ").value(), IsEmpty());
  EXPECT_THAT(SplitWords("a b # phần còn lại").value(), ElementsAre("a", "b"));
  EXPECT_THAT(SplitWords("photos#Ảnh '#'").value(), ElementsAre("photos#Ảnh", "#"));
}

TEST(SplitWords, AQuoteMustBeClosed) {
  EXPECT_FALSE(SplitWords("a 'b").ok());
  EXPECT_FALSE(SplitWords("a \"b").ok());
}

CommandLine Read(std::string_view text) { return ReadCommandLine(SplitWords(text).value()).value(); }

std::string Complaint(std::string_view text) {
  const auto line = ReadCommandLine(SplitWords(text).value());
  EXPECT_FALSE(line.ok());
  EXPECT_EQ(ExitCodeOf(line.status()), ExitCode::kUsage);
  return line.ok() ? "" : Explain(line.status(), Language::kVietnamese).front();
}

TEST(CommandLine, TheLongestVerbWins) {
  EXPECT_EQ(Read("report file so-lieu.csv").verb->words, "report file");
  EXPECT_EQ(Read("report 2025/1.3.thpt-viet-vinh").verb->words, "report");
  EXPECT_EQ(Read("report 2025/1.3.thpt-viet-vinh").typed.Text("task"), "2025/1.3.thpt-viet-vinh");
}

TEST(CommandLine, FlagsStandAnywhere) {
  const CommandLine line = Read("--profile chu-tich task -o json list --state overdue=x --limit=5 --state issued");
  EXPECT_EQ(line.verb->words, "task list");
  EXPECT_EQ(line.typed.Text("--profile"), "chu-tich");
  EXPECT_EQ(line.typed.Text("--output"), "json");
  EXPECT_EQ(line.typed.Text("--limit"), "5");
  EXPECT_THAT(line.typed.All("--state"), ElementsAre("overdue=x", "issued"));
}

TEST(CommandLine, AValueMayLookLikeAFlag) {
  EXPECT_EQ(Read("return 1.3.a --reason -o --due 2025-01-01").typed.Text("--reason"), "-o");
  EXPECT_EQ(Read("comment 1.3.a -- --profile").typed.Text("text"), "--profile");
  EXPECT_EQ(Read("programme load - --dry-run").typed.Text("file"), "-");
}

TEST(CommandLine, SeveralWordsForARepeatedPlace) {
  EXPECT_THAT(Read("assign 1.3 a b c --due 2025-03-01 --decision 1/QĐ").typed.All("union"), ElementsAre("a", "b", "c"));
}

TEST(CommandLine, NothingIsHelp) { EXPECT_EQ(Read("").verb, nullptr); }

TEST(CommandLine, SaysWhatIsWrong) {
  EXPECT_THAT(Complaint("nop 1.3.a"), HasSubstr("Không có lệnh “nop”"));
  EXPECT_THAT(Complaint("task"), HasSubstr("task list"));
  EXPECT_THAT(Complaint("submitt 1.3.a"), HasSubstr("Có: submit"));
  EXPECT_THAT(Complaint("submit 1.3.a --figures x=1"), HasSubstr("--figures"));
  EXPECT_THAT(Complaint("submit 1.3.a 1.3.b"), HasSubstr("Thừa “1.3.b”"));
  EXPECT_THAT(Complaint("submit 1.3.a --narrative"), HasSubstr("Thiếu giá trị sau --narrative"));
  EXPECT_THAT(Complaint("submit 1.3.a --narrative a --narrative b"), HasSubstr("một lần"));
  EXPECT_THAT(Complaint("whoami --yes=1"), HasSubstr("không nhận giá trị"));
}

}  // namespace
}  // namespace phancong::client
