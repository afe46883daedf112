#include "tests/fuzz/call_lines.h"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <utility>

#include "google/protobuf/io/tokenizer.h"
#include "google/protobuf/message.h"
#include "google/protobuf/stubs/logging.h"
#include "google/protobuf/text_format.h"
#include "tests/fuzz/bodies.h"
#include "tests/fuzz/federation.h"
#include "tests/support/contract.h"

namespace phancong::fuzz {
namespace {

using google::protobuf::Message;

class Silence final : public google::protobuf::io::ErrorCollector {
 public:
  void AddError(int /*line*/, google::protobuf::io::ColumnNumber /*column*/, const std::string& /*message*/) override {}
};

const Account* AccountNamed(std::string_view id) {
  for (const Account& account : TheFederation().accounts) {
    if (account.id == id) return &account;
  }
  return nullptr;
}

const Body* BodyNamed(std::string_view name) {
  static const auto& bodies = *new std::map<std::string_view, const Body*>([] {
    std::map<std::string_view, const Body*> named;
    for (const Body& body : BodiesOfTheContract()) named[body.descriptor->name()] = &body;
    return named;
  }());
  const auto found = bodies.find(name);
  return found == bodies.end() ? nullptr : found->second;
}

std::string_view TakeWord(std::string_view& line) {
  const std::string_view word = line.substr(0, line.find(' '));
  line.remove_prefix(word.size());
  return word;
}

std::optional<Call> CallOf(std::string_view line) {
  const Account* const account = AccountNamed(TakeWord(line));
  if (account == nullptr || line.empty()) return std::nullopt;
  line.remove_prefix(1);
  const Body* const body = BodyNamed(TakeWord(line));
  if (body == nullptr) return std::nullopt;
  Call call{.body = body, .account = account, .request = support::NewRequest(*body->descriptor)};
  google::protobuf::TextFormat::Parser parser;
  Silence silence;
  parser.RecordErrorsTo(&silence);
  if (!parser.ParseFromString(std::string(line), call.request.get())) return std::nullopt;
  // Over the wire, which lets no text through that is not UTF-8.
  const google::protobuf::LogSilencer quiet;
  const std::string bytes = call.request->SerializeAsString();
  if (!call.request->ParseFromString(bytes)) return std::nullopt;
  return call;
}

}  // namespace

std::vector<Call> CallsOf(std::string_view lines) {
  std::vector<Call> calls;
  while (!lines.empty() && calls.size() < kMostCalls) {
    const std::string_view line = lines.substr(0, lines.find('\n'));
    lines.remove_prefix(std::min(line.size() + 1, lines.size()));
    if (std::optional<Call> call = CallOf(line)) calls.push_back(*std::move(call));
  }
  return calls;
}

void FillRequestIds(std::vector<Call>& calls) {
  for (size_t i = 0; i < calls.size(); ++i) {
    const google::protobuf::FieldDescriptor* const field = calls[i].body->method->request_id;
    Message& request = *calls[i].request;
    const google::protobuf::Reflection& values = *request.GetReflection();
    if (field == nullptr || !values.GetString(request, field).empty()) continue;
    values.SetString(&request, field, "fuzz-" + std::to_string(i));
  }
}

std::string LinesOf(const std::vector<Call>& calls) {
  google::protobuf::TextFormat::Printer printer;
  printer.SetSingleLineMode(true);
  printer.SetUseUtf8StringEscaping(true);
  std::string lines;
  for (const Call& call : calls) {
    std::string request;
    printer.PrintToString(*call.request, &request);
    lines += call.account->id + " " + call.body->descriptor->name() + " " + request + "\n";
  }
  return lines;
}

}  // namespace phancong::fuzz
