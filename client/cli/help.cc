#include "client/cli/help.h"

#include <vector>

#include "client/cli/strings.h"
#include "client/cli/table.h"

namespace phancong::client {
namespace {

struct ExitWord {
  std::string_view code;
  Phrase phrase;
};
constexpr ExitWord kExitCodes[] = {
    {"0", {"xong", "done"}},
    {"1", {"máy chủ từ chối, hoặc tệp có lỗi", "refused by the server, or a file is wrong"}},
    {"2", {"gõ sai lệnh, hoặc lỗi trên máy này", "wrong usage, or trouble on this machine"}},
    {"3", {"chưa đăng nhập", "not signed in"}},
    {"4",
     {"không liên lạc được với máy chủ; lệnh được giữ lại (phancong retry)",
      "server not reached; the command is kept (phancong retry)"}},
    {"5", {"chỉ làm được một phần", "partly done"}},
    {"6",
     {"không tin được máy chủ: chưa gửi gì đi, lệnh được giữ lại",
      "nothing vouches for the server: nothing was sent, the command is kept"}},
};

std::string FlagWord(const Verb& verb, const Argument& argument, Language language) {
  std::string word =
      argument.letter.empty() ? std::string(argument.name) : Concat(argument.letter, ", ", argument.name);
  if (TakesValue(verb, argument)) Append(word, " ", ValueWord(verb, argument, language));
  return word;
}

// Names on the left, what they mean on the right.
void AddPairs(const std::vector<std::pair<std::string, std::string>>& pairs, int width, std::string* out) {
  Table table{.headings = {{}, {}}};
  for (const auto& [left, right] : pairs) table.rows.push_back({{Concat("  ", left)}, {right}});
  out->append(RenderRecord(table, width, /*colour=*/false));
}

std::string HelpOfArgument(const Verb& verb, const Argument& argument, Language language) {
  std::string help(HelpOf(argument).In(language));
  const std::vector<std::string> values = ValuesOf(verb, argument);
  if (!values.empty() && argument.name != "--output" && argument.name != "--lang") {
    Append(help, help.empty() ? "" : " ", "(", Join(values, ", "), ")");
  }
  if (MayRepeat(verb, argument)) {
    Append(help, Phrase{" Ghi được nhiều lần.", " May be repeated."}.In(language));
  }
  return help;
}

}  // namespace

std::string UseOf(const Verb& verb, Language language) {
  std::string use = Concat("phancong ", verb.words);
  bool has_flags = !verb.report.empty();
  for (const Argument& argument : verb.arguments) {
    const bool must = argument.given == Given::kMust;
    if (argument.is_flag() && !must) {
      has_flags = true;
      continue;
    }
    std::string word = argument.is_flag() ? FlagWord(verb, argument, language) : ValueWord(verb, argument, language);
    if (MayRepeat(verb, argument)) word += "…";
    Append(use, " ", must ? word : Concat("[", word, "]"));
  }
  if (has_flags) Append(use, Phrase{" [tùy chọn]", " [options]"}.In(language));
  return use;
}

std::string HelpOn(const Verb& verb, Language language, int width) {
  std::string out = Concat(UseOf(verb, language), "\n\n", Join(Wrap(verb.help.In(language), width), "\n"), "\n");
  std::vector<std::pair<std::string, std::string>> pairs;
  for (const Argument& argument : ArgumentsOf(verb)) {
    pairs.emplace_back(argument.is_flag() ? FlagWord(verb, argument, language) : ValueWord(verb, argument, language),
                       HelpOfArgument(verb, argument, language));
  }
  if (!pairs.empty()) {
    out += "\n";
    AddPairs(pairs, width, &out);
  }
  Append(out, "\n", Phrase{"Ví dụ", "Example"}.In(language), ":\n  phancong ", verb.example, "\n\n",
         Phrase{"Tùy chọn chung", "General options"}.In(language), ": phancong help\n");
  return out;
}

std::string HelpOnAll(Language language, int width) {
  std::string out(Phrase{"phancong: giao việc, báo cáo, duyệt, kiểm tra; mỗi lệnh một việc.\n",
                         "phancong: assign, report, review, inspect; one command for each.\n"}
                      .In(language));
  for (const Section& section : Sections()) {
    Append(out, "\n", section.title.In(language), "\n");
    std::vector<std::pair<std::string, std::string>> pairs;
    for (const Verb& verb : section.verbs) pairs.emplace_back(verb.words, verb.help.In(language));
    AddPairs(pairs, width, &out);
  }
  Append(out, "\n", Phrase{"Tùy chọn chung", "General options"}.In(language), "\n");
  std::vector<std::pair<std::string, std::string>> pairs;
  for (const Argument& flag : GeneralFlags()) {
    const Verb none;
    pairs.emplace_back(FlagWord(none, flag, language), flag.help.In(language));
  }
  AddPairs(pairs, width, &out);
  Append(out, "\n", Phrase{"Mã thoát", "Exit codes"}.In(language), "\n");
  pairs.clear();
  for (const ExitWord& word : kExitCodes) pairs.emplace_back(word.code, word.phrase.In(language));
  AddPairs(pairs, width, &out);
  Append(out, "\n",
         Phrase{"Chi tiết của một lệnh: phancong help LỆNH\n", "More on one of them: phancong help COMMAND\n"}.In(
             language));
  return out;
}

std::string HelpAsMarkdown(Language language) {
  std::string out;
  for (const Section& section : Sections()) {
    Append(out, "**", section.title.In(language), "**\n\n");
    Append(out, language == Language::kVietnamese ? "| lệnh | việc |\n" : "| command | what it does |\n",
           "| --- | --- |\n");
    for (const Verb& verb : section.verbs) {
      Append(out, "| `", Replaced(UseOf(verb, language), '|', "\\|"), "` | ", verb.help.In(language), " |\n");
    }
    out += "\n";
  }
  return out;
}

}  // namespace phancong::client
