// A server that means harm: whatever it answers, nothing that moves a cursor, turns text around or hides reaches the
// terminal, and JSON stays JSON.
#include <string>
#include <string_view>
#include <vector>

#include "client/cli/command_line.h"
#include "client/cli/contract.h"
#include "client/cli/strings.h"
#include "client/cli/verb.h"
#include "gmock/gmock.h"
#include "google/protobuf/struct.pb.h"
#include "gtest/gtest.h"
#include "phancong/v1/evidence_service.pb.h"
#include "phancong/v1/task_service.pb.h"
#include "services/rules/text.h"
#include "tests/client/canned_server.h"
#include "tests/client/desk.h"

namespace phancong::client {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;
using testing::HasSubstr;
using testing::Not;

// Clears a screen, sets a title, turns text around, hides, separates lines, begins a formula.
constexpr char kHostile[] = "=x\x1b[2J\x1b]0;t\x07\x08\x7f\u009b\u202Ey\u2066\u200B\u2028\u00ADz\U000E0041\r\nw";
constexpr int kDeepest = 7;

// Every text of a message and of what is in it, every list with two elements.
void Fill(Message& message, const std::string& text, int depth) {
  const google::protobuf::Reflection& values = *message.GetReflection();
  for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* field = message.GetDescriptor()->field(i);
    if (field->name() == "next_page_token") continue;
    for (int j = 0; j < (field->is_repeated() ? 2 : 1); ++j) {
      switch (field->cpp_type()) {
        case FieldDescriptor::CPPTYPE_STRING:
          field->is_repeated() ? values.AddString(&message, field, text) : values.SetString(&message, field, text);
          break;
        case FieldDescriptor::CPPTYPE_MESSAGE:
          if (depth < kDeepest) {
            Fill(field->is_repeated() ? *values.AddMessage(&message, field) : *values.MutableMessage(&message, field),
                 text, depth + 1);
          }
          break;
        case FieldDescriptor::CPPTYPE_ENUM:
          field->is_repeated() ? values.AddEnumValue(&message, field, 1) : values.SetEnumValue(&message, field, 1);
          break;
        case FieldDescriptor::CPPTYPE_BOOL:
          if (!field->is_repeated()) values.SetBool(&message, field, true);
          break;
        case FieldDescriptor::CPPTYPE_INT32:
          if (!field->is_repeated()) values.SetInt32(&message, field, 7);
          break;
        case FieldDescriptor::CPPTYPE_INT64:
          if (!field->is_repeated()) values.SetInt64(&message, field, 7);
          break;
        default:
          break;
      }
    }
  }
}

// Beside the line breaks of tables.
bool IsSafe(std::string_view shown) {
  return !rules::HasUnsafeCharacters(shown) && shown.find_first_of("\r\t") == std::string_view::npos;
}

class HostileServer : public testing::Test {
 protected:
  HostileServer() { desk_.SignIn(server_.address(), "thpt-viet-vinh"); }

  void AnswersWith(const std::string& text) {
    for (const auto* service : AllServices()) {
      for (int i = 0; i < service->method_count(); ++i) {
        const MessagePtr answer = NewResponse(*service->method(i));
        Fill(*answer, text, 0);
        // Twice, where it is a stream.
        const std::string bytes = answer->SerializeAsString();
        CannedAnswer canned{.messages = {bytes}, .status = {}};
        if (service->method(i)->server_streaming()) canned.messages.push_back(bytes);
        server_.Answer(service->method(i)->name(), std::move(canned));
      }
    }
  }

  CannedServer server_;
  Desk desk_;
};

TEST_F(HostileServer, PutsNothingUnsafeOnTheTerminalWhateverIsAsked) {
  for (const std::string& text :
       {std::string(kHostile), std::string("federations/bac-quang/rounds/2025/tasks/1.3.") + kHostile}) {
    AnswersWith(text);
    for (const Section& section : Sections()) {
      for (const Verb& verb : section.verbs) {
        for (const char* output : {"table", "csv", "json"}) {
          // Whoever signs in says to which server, and whoever has signed out signs in again.
          if (verb.words == "sign-in") continue;
          desk_.SignIn(server_.address(), "thpt-viet-vinh");
          const std::string line = Concat("--yes -o ", output, " ", verb.example);
          static_cast<void>(desk_.Plays(line));
          EXPECT_TRUE(IsSafe(desk_.err.str())) << line;
          EXPECT_TRUE(IsSafe(desk_.out.str())) << line;
        }
      }
    }
  }
}

TEST_F(HostileServer, RefusesInWordsThatAreShownSafely) {
  for (const auto* service : AllServices()) {
    for (int i = 0; i < service->method_count(); ++i) {
      server_.Refuse(service->method(i)->name(), grpc::StatusCode::FAILED_PRECONDITION, kHostile, kHostile,
                     {{kHostile, Concat("v", kHostile)}});
    }
  }
  for (const Section& section : Sections()) {
    for (const Verb& verb : section.verbs) {
      if (verb.method.empty() || verb.words == "sign-in") continue;
      const std::string line = Concat("--yes ", verb.example);
      EXPECT_NE(desk_.Plays(line), ExitCode::kDone) << line;
      EXPECT_TRUE(IsSafe(desk_.err.str())) << line;
      EXPECT_TRUE(IsSafe(desk_.out.str())) << line;
    }
  }
}

// Exact for programs: what was sent comes out again, written so that a terminal shows it as it is written.
TEST_F(HostileServer, AnswersInJsonThatSaysExactlyWhatItSent) {
  v1::GetTaskResponse answer;
  answer.mutable_task()->mutable_title()->set_vi(kHostile);
  server_.Answer("GetTask", answer);
  ASSERT_EQ(desk_.Plays("-o json task show 1.3.thpt-viet-vinh"), ExitCode::kDone);
  EXPECT_TRUE(IsSafe(desk_.out.str()));
  v1::GetTaskResponse read;
  ASSERT_TRUE(FromJson(desk_.out.str(), read));
  EXPECT_EQ(read.task().title().vi(), kHostile);
}

TEST_F(HostileServer, ChoosesNoFileOfOurs) {
  for (const char* name : {".bashrc", "../../etc/passwd/..", "a\u202Ecod.exe", "x\x1b[2J", ""}) {
    v1::GetEvidenceResponse known;
    known.mutable_evidence()->set_file_name(name);
    server_.Answer("GetEvidence", known);
    EXPECT_EQ(desk_.Plays("evidence download 1"), ExitCode::kUsage) << name;
    EXPECT_THAT(desk_.err.str(), HasSubstr("--to")) << name;
    EXPECT_TRUE(IsSafe(desk_.err.str())) << name;
  }
}

}  // namespace
}  // namespace phancong::client
