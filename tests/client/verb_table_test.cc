// The verb table is whole: every call of the contract has a verb, and every verb can be read about, parsed and shown.
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "client/cli/binding.h"
#include "client/cli/command_line.h"
#include "client/cli/contract.h"
#include "client/cli/help.h"
#include "client/cli/strings.h"
#include "client/cli/verb.h"
#include "client/cli/words.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace phancong::client {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::MethodDescriptor;
using testing::HasSubstr;

std::vector<const Verb*> AllVerbs() {
  std::vector<const Verb*> verbs;
  for (const Section& section : Sections()) {
    for (const Verb& verb : section.verbs) verbs.push_back(&verb);
  }
  return verbs;
}

std::vector<const MethodDescriptor*> AllMethods() {
  std::vector<const MethodDescriptor*> methods;
  for (const auto* service : AllServices()) {
    for (int i = 0; i < service->method_count(); ++i) methods.push_back(service->method(i));
  }
  return methods;
}

std::string FileText(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

// The paths in braces of a phrase.
std::set<std::string> PathsIn(std::string_view phrase) {
  std::set<std::string> paths;
  for (size_t open = 0; (open = phrase.find('{', open)) != std::string_view::npos; ++open) {
    paths.insert(std::string(phrase.substr(open + 1, phrase.find('}', open) - open - 1)));
  }
  return paths;
}

bool Reaches(const Descriptor& message, std::string_view path) {
  return path == "." || FindField(message, path) != nullptr;
}

TEST(VerbTable, KnowsEveryServiceOfTheContract) {
  size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(PHANCONG_SOURCE_DIR "/proto/phancong/v1")) {
    files += entry.path().filename().string().ends_with("_service.proto") ? 1 : 0;
  }
  EXPECT_EQ(AllServices().size(), files);
}

TEST(VerbTable, HasAVerbForEveryMethod) {
  std::set<const MethodDescriptor*> called;
  for (const Verb* verb : AllVerbs()) {
    if (!verb->method.empty()) {
      ASSERT_NE(MethodOf(*verb), nullptr) << verb->words << " calls " << verb->method << ", which is not there";
      called.insert(MethodOf(*verb));
    }
  }
  for (const MethodDescriptor* method : AllMethods()) {
    EXPECT_TRUE(called.contains(method)) << method->full_name() << " has no verb";
  }
}

TEST(VerbTable, SaysEverythingInBothLanguages) {
  const auto both = [](const Phrase& phrase) { return !phrase.vi.empty() && !phrase.en.empty(); };
  for (const Section& section : Sections()) EXPECT_TRUE(both(section.title)) << section.title.vi;
  for (const Verb* verb : AllVerbs()) {
    EXPECT_TRUE(both(verb->help)) << verb->words;
    for (const Argument& argument : ArgumentsOf(*verb)) {
      EXPECT_TRUE(both(HelpOf(argument))) << verb->words << " " << argument.name;
      EXPECT_FALSE(ValueWord(*verb, argument, Language::kVietnamese).empty());
    }
    for (const Column& column : verb->show.columns) {
      EXPECT_EQ(column.heading.vi.empty(), column.heading.en.empty()) << verb->words << " " << column.field;
    }
    EXPECT_EQ(PathsIn(verb->show.done.vi), PathsIn(verb->show.done.en)) << verb->words;
    EXPECT_EQ(verb->show.nothing.vi.empty(), verb->show.nothing.en.empty()) << verb->words;
  }
  for (const Argument& flag : GeneralFlags()) EXPECT_TRUE(both(flag.help)) << flag.name;
}

TEST(VerbTable, WordsAreUnique) {
  std::set<std::string_view> words;
  for (const Verb* verb : AllVerbs()) EXPECT_TRUE(words.insert(verb->words).second) << verb->words;
}

TEST(VerbTable, EveryExampleParsesAndFillsItsRequest) {
  const Place place{.federation = "bac-quang", .account = "chu-tich", .round = "2025"};
  for (const Verb* verb : AllVerbs()) {
    const auto words = SplitWords(verb->example);
    ASSERT_TRUE(words.ok()) << verb->example;
    const auto line = ReadCommandLine(*words);
    ASSERT_TRUE(line.ok()) << verb->example << ": " << line.status();
    EXPECT_EQ(line->verb, verb) << verb->example;
    EXPECT_TRUE(CheckGiven(*verb, line->typed).ok()) << verb->example;
    if (verb->method.empty()) continue;
    const MessagePtr request = NewRequest(*MethodOf(*verb));
    const absl::Status bound = Bind(*verb, line->typed, place, *request);
    EXPECT_TRUE(bound.ok()) << verb->example << ": " << bound;
  }
}

TEST(VerbTable, ArgumentsNameFieldsOfTheirRequest) {
  for (const Verb* verb : AllVerbs()) {
    for (const Argument& argument : verb->arguments) {
      if (argument.field.empty()) {
        EXPECT_TRUE(argument.reading == Reading::kText || argument.reading == Reading::kSwitch)
            << verb->words << " " << argument.name << " goes nowhere";
        continue;
      }
      ASSERT_NE(MethodOf(*verb), nullptr) << verb->words;
      EXPECT_TRUE(Reaches(*MethodOf(*verb)->input_type(), argument.field)) << verb->words << " " << argument.name;
    }
    if (!verb->report.empty()) {
      EXPECT_TRUE(Reaches(*MethodOf(*verb)->input_type(), verb->report)) << verb->words;
    }
  }
}

TEST(VerbTable, ColumnsAndSentencesNameFieldsOfTheirAnswer) {
  for (const Verb* verb : AllVerbs()) {
    if (verb->method.empty()) continue;
    const Descriptor& answer = *MethodOf(*verb)->output_type();
    // sign-in shows who signed in, which is another call's answer.
    if (verb->words == "sign-in") continue;
    for (const std::string& path : PathsIn(verb->show.done.vi)) {
      EXPECT_TRUE(Reaches(answer, path)) << verb->words << " says {" << path << "}";
    }
    if (verb->show.rows.empty()) continue;
    const Descriptor* row = &answer;
    if (verb->show.rows != ".") {
      for (std::string_view step : Split(verb->show.rows, '.')) {
        const FieldDescriptor* field = row->FindFieldByName(std::string(step));
        ASSERT_NE(field, nullptr) << verb->words << " shows " << verb->show.rows;
        row = field->message_type();
      }
    }
    for (const Column& column : verb->show.columns) {
      EXPECT_TRUE(column.cell != nullptr || Reaches(*row, column.field)) << verb->words << " shows " << column.field;
    }
  }
}

// A wrong `page_size` would make a list end early.
TEST(VerbTable, ListsShowTheirRepeatedField) {
  for (const Verb* verb : AllVerbs()) {
    if (MethodOf(*verb) == nullptr || MethodOf(*verb)->input_type()->FindFieldByName("page_size") == nullptr) continue;
    if (verb->show.rows.empty()) {
      // It makes something of the whole list, and can't be told to stop half-way.
      EXPECT_NE(verb->play, nullptr) << verb->words;
      for (const Argument& argument : ArgumentsOf(*verb)) EXPECT_NE(argument.name, "--limit") << verb->words;
      continue;
    }
    const FieldDescriptor* rows = FindField(*MethodOf(*verb)->output_type(), verb->show.rows);
    ASSERT_NE(rows, nullptr) << verb->words;
    EXPECT_TRUE(rows->is_repeated()) << verb->words;
  }
}

TEST(VerbTable, EveryPresentedEnumValueHasAWord) {
  const std::set<std::string> internal = {"AccessScope", "ErrorReason"};
  const auto check = [](const EnumDescriptor& type) {
    for (int i = 1; i < type.value_count(); ++i) {
      EXPECT_NE(WordOf(*type.value(i)).phrase.vi, type.value(i)->name());
      EXPECT_EQ(ValueOf(type, TypedWord(*type.value(i))), type.value(i));
      EXPECT_EQ(ValueOf(type, WordOf(*type.value(i)).phrase.vi), type.value(i));
      EXPECT_EQ(ValueOf(type, WordOf(*type.value(i)).phrase.en), type.value(i));
    }
  };
  for (const Verb* verb : AllVerbs()) {
    for (const Argument& argument : verb->arguments) {
      if (argument.field.empty()) continue;
      const FieldDescriptor* field = FindField(*MethodOf(*verb)->input_type(), argument.field);
      if (field->cpp_type() == FieldDescriptor::CPPTYPE_ENUM) check(*field->enum_type());
    }
    if (verb->method.empty() || verb->show.rows.empty() || verb->show.rows == ".") continue;
    const FieldDescriptor* rows = FindField(*MethodOf(*verb)->output_type(), verb->show.rows);
    for (const Column& column : verb->show.columns) {
      const FieldDescriptor* field =
          rows == nullptr || column.field.empty() ? nullptr : FindField(*rows->message_type(), column.field);
      if (field != nullptr && field->cpp_type() == FieldDescriptor::CPPTYPE_ENUM) check(*field->enum_type());
    }
  }
}

TEST(VerbTable, EveryCommandHasAVietnameseName) {
  for (const MethodDescriptor* method : AllMethods()) {
    if (!IsCommand(*method)) continue;
    EXPECT_NE(MethodWord(method->name(), Language::kVietnamese), method->name());
  }
}

// What is kept in the outbox is a command with a request_id.
TEST(VerbTable, NoRequestThatMayBeKeptHasASecret) {
  for (const MethodDescriptor* method : AllMethods()) {
    if (method->input_type()->FindFieldByName("request_id") == nullptr) continue;
    for (int i = 0; i < method->input_type()->field_count(); ++i) {
      const std::string& field = method->input_type()->field(i)->name();
      EXPECT_FALSE(Contains(field, "password") || Contains(field, "token") || Contains(field, "code"))
          << method->name() << "." << field;
    }
  }
}

TEST(Help, NamesEveryArgumentOfAVerb) {
  for (const Language language : {Language::kVietnamese, Language::kEnglish}) {
    const std::string help = HelpOn(*FindVerb("submit"), language, 80);
    for (const char* flag :
         {"--figure", "--not-applicable", "--narrative", "--evidence", "--document", "--request-id"}) {
      EXPECT_THAT(help, HasSubstr(flag));
    }
  }
}

TEST(Help, ReadmeListsTheVerbsOfTheTable) {
  const std::string readme = FileText(PHANCONG_SOURCE_DIR "/client/README.md");
  EXPECT_THAT(readme, HasSubstr(HelpAsMarkdown(Language::kVietnamese)))
      << "write it anew: phancong --lang vi help --markdown";
}

}  // namespace
}  // namespace phancong::client
