// Every text of every request of the corpus that is accepted, once more with a text in its place that is not fit to be
// shown, or is too long: refused, or not kept. The stage looks at what is answered and journaled.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "google/protobuf/message.h"
#include "tests/fuzz/call_lines.h"
#include "tests/fuzz/must.h"
#include "tests/fuzz/stage.h"
#include "tests/fuzz/texts.h"

namespace phancong::fuzz {
namespace {

using google::protobuf::Message;

constexpr size_t kCommandsPlayed = 60;

const std::vector<std::string>& HostileTexts() {
  static const auto& texts = *new std::vector<std::string>{"x\x1b[2Jy",
                                                           "x\u009by",
                                                           "a\u202Eb",
                                                           "a\u2066b",
                                                           "a\u200Bb",
                                                           "a\u061Cb",
                                                           "a\u00ADb",
                                                           "a\u2060b",
                                                           "a\u2028b",
                                                           "a\u2029b",
                                                           "a\u180Eb",
                                                           "a\uFE0Fb",
                                                           "a\uFFF9b",
                                                           "a\uE000b",
                                                           "a\U000E0041b",
                                                           "a\U0001D173b",
                                                           "a\U000F0000b",
                                                           "a\U0001FFFEb",
                                                           std::string(40'000, 'x')};
  return texts;
}

bool IsAccepted(const std::vector<Call>& calls) {
  bool accepted = true;
  TheStage().Play(
      calls, [&](const Call&, const absl::Status& outcome, const Message&) { accepted = accepted && outcome.ok(); });
  return accepted;
}

// How many were played.
int PlayWithHostileTexts(std::vector<Call> calls) {
  int played = 0;
  Message& request = *calls.back().request;
  const std::unique_ptr<Message> original(request.New());
  original->CopyFrom(request);
  int count = 0;
  ReplaceTexts(request, [&](const std::string& text) {
    ++count;
    return text;
  });
  for (int which = 0; which < count; ++which) {
    for (const std::string& text : HostileTexts()) {
      request.CopyFrom(*original);
      int at = 0;
      ReplaceTexts(request, [&](const std::string& original_text) { return at++ == which ? text : original_text; });
      static_cast<void>(IsAccepted(calls));
      ++played;
    }
  }
  return played;
}

void Run(const std::string& folder) {
  std::set<std::string> methods;
  int played = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    std::ifstream file(entry.path(), std::ios::binary);
    std::vector<Call> calls = CallsOf(std::string((std::istreambuf_iterator<char>(file)), {}));
    FillRequestIds(calls);
    if (calls.empty() || !calls.back().body->command || !IsAccepted(calls)) continue;
    methods.insert(calls.back().body->descriptor->name());
    played += PlayWithHostileTexts(std::move(calls));
  }
  std::set<std::string> missing;
  int commands = 0;
  for (const Body& body : BodiesOfTheContract()) {
    if (!body.command) continue;
    ++commands;
    if (!methods.contains(body.descriptor->name())) missing.insert(body.descriptor->name());
  }
  std::printf("%d hostile requests of %zu of %d commands\n", played, methods.size(), commands);
  for (const std::string& method : missing) std::printf("no accepted request: %s\n", method.c_str());
  // Where the federation's history goes another way, its corpus may miss it: then it is to be written anew.
  Must(methods.size() >= kCommandsPlayed, "the corpus has accepted requests of most commands");
}

}  // namespace
}  // namespace phancong::fuzz

// The corpus of the target `command`.
int main(int argc, char** argv) {
  phancong::fuzz::Must(argc == 2, "hostile_texts FOLDER");
  phancong::fuzz::Run(argv[1]);
  return 0;
}
