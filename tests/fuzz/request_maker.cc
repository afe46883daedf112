#include "tests/fuzz/request_maker.h"

#include <algorithm>
#include <limits>
#include <set>

#include "absl/status/statusor.h"
#include "google/protobuf/descriptor.h"
#include "google/type/date.pb.h"
#include "services/rules/dates.h"
#include "tests/fuzz/texts.h"
#include "tests/support/contract.h"

namespace phancong::fuzz {
namespace {

using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

constexpr int kDeepest = 6;
constexpr size_t kValuesOfAField = 200;

// Texts that rules look at, and that must never be shown as they are.
const std::vector<std::string>& Texts() {
  static const auto& texts = *new std::vector<std::string>{
      "",
      "đủ lý do",
      "12/QĐ-BTV",
      "a\x1b[2J",
      "\u202Eabc",
      "\u200B",
      "=1+1",
      "hai\ndòng",
      "\t",
      "e\u0301",
      std::string(301, 'x'),
      std::string(5000, 'y'),
      "federations/bac-quang",
      "federations/dong-van/rounds/2025",
      "-",
      "0",
      "999999999",
      "2025",
      "2023-2028",
  };
  return texts;
}

const std::vector<int64_t>& Numbers() {
  static const auto& numbers = *new std::vector<int64_t>{0,
                                                         1,
                                                         2,
                                                         3,
                                                         10,
                                                         50,
                                                         100,
                                                         1000,
                                                         -1,
                                                         1'000'001,
                                                         std::numeric_limits<int32_t>::max(),
                                                         std::numeric_limits<int64_t>::max(),
                                                         std::numeric_limits<int64_t>::min()};
  return numbers;
}

template <typename Value>
void Remember(std::vector<Value>& values, const Value& value) {
  if (values.size() < kValuesOfAField && std::find(values.begin(), values.end(), value) == values.end()) {
    values.push_back(value);
  }
}

void LearnFrom(const Message& message, Vocabulary& vocabulary) {
  ForEachText(message, [&](const FieldDescriptor& field, const std::string& text) {
    if (const auto name = rules::ParseName(text); name.ok()) Remember(vocabulary.names[name->kind], text);
    Remember(vocabulary.texts[field.name()], text);
  });
}

const FieldDescriptor* ResourceField(const Message& request) {
  return &support::ResourceField(*request.GetDescriptor());
}

}  // namespace

Vocabulary Learn(const Federation& federation, Stage& stage) {
  Vocabulary vocabulary;
  vocabulary.names[rules::NameKind::kFederation].push_back(rules::FederationName(federation.id));
  // What a name shows names others.
  std::set<std::pair<const Body*, std::string>> asked;
  for (int round = 0; round < 3; ++round) {
    const Vocabulary known = vocabulary;
    for (const Body& body : BodiesOfTheContract()) {
      if (!body.read) continue;
      for (const rules::NameKind kind : support::NamedBy(*body.descriptor)) {
        const auto names = known.names.find(kind);
        if (names == known.names.end()) continue;
        for (const std::string& name : names->second) {
          if (!asked.insert({&body, name}).second) continue;
          for (const Account& account : federation.accounts) {
            std::vector<Call> calls;
            calls.push_back({.body = &body, .account = &account, .request = support::NewRequest(*body.descriptor)});
            Message& request = *calls.back().request;
            request.GetReflection()->SetString(&request, ResourceField(request), name);
            bool shown = false;
            stage.Play(calls, [&](const Call&, const absl::Status& outcome, const Message& response) {
              shown = outcome.ok();
              if (shown) LearnFrom(response, vocabulary);
            });
            // Who may see it all sees it, and the others less.
            if (shown) break;
          }
        }
      }
    }
  }
  return vocabulary;
}

size_t RequestMaker::Draw(size_t below) { return below == 0 ? 0 : random_() % below; }

std::string RequestMaker::Text(const std::string& field) {
  const auto known = vocabulary_.texts.find(field);
  const size_t die = Draw(100);
  if (die < 55 && known != vocabulary_.texts.end()) return known->second[Draw(known->second.size())];
  if (die < 80) {
    auto kind = vocabulary_.names.begin();
    std::advance(kind, Draw(vocabulary_.names.size()));
    return kind->second[Draw(kind->second.size())];
  }
  if (die < 90) return Texts()[1 + Draw(2)];
  return Texts()[Draw(Texts().size())];
}

int64_t RequestMaker::Number() {
  return Draw(6) == 0 ? Numbers()[Draw(Numbers().size())] : static_cast<int64_t>(Draw(12));
}

void RequestMaker::FillField(Message& message, const FieldDescriptor& field, int depth) {
  const Reflection& values = *message.GetReflection();
  const auto set = [&](auto set_one, auto add_one, const auto& value) {
    if (field.is_repeated()) {
      (values.*add_one)(&message, &field, value);
    } else {
      (values.*set_one)(&message, &field, value);
    }
  };
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      set(&Reflection::SetString, &Reflection::AddString, Text(field.name()));
      break;
    case FieldDescriptor::CPPTYPE_INT64:
      set(&Reflection::SetInt64, &Reflection::AddInt64, Number());
      break;
    case FieldDescriptor::CPPTYPE_INT32:
      set(&Reflection::SetInt32, &Reflection::AddInt32, static_cast<int32_t>(Number()));
      break;
    case FieldDescriptor::CPPTYPE_BOOL:
      set(&Reflection::SetBool, &Reflection::AddBool, Draw(2) == 0);
      break;
    case FieldDescriptor::CPPTYPE_ENUM: {
      // Now and then one that nobody declared.
      const int known = field.enum_type()->value(static_cast<int>(Draw(field.enum_type()->value_count())))->number();
      set(&Reflection::SetEnumValue, &Reflection::AddEnumValue, Draw(30) == 0 ? 77 : known);
      break;
    }
    case FieldDescriptor::CPPTYPE_MESSAGE:
      if (depth < kDeepest) {
        Fill(field.is_repeated() ? *values.AddMessage(&message, &field) : *values.MutableMessage(&message, &field),
             depth + 1);
      }
      break;
    default:
      break;  // the contract has no other types
  }
}

void RequestMaker::Fill(Message& message, int depth) {
  if (message.GetDescriptor() == google::type::Date::descriptor()) {
    auto& date = static_cast<google::type::Date&>(message);
    // From 2023 to the end of 2028, and days that do not exist.
    date = rules::DateOf(rules::DayOf(2023, 1, 1) + static_cast<int64_t>(Draw(6 * 365)));
    if (Draw(2) == 0) date = rules::DateOf(rules::DayOf(2026, 1, 1) + static_cast<int64_t>(Draw(200)));
    if (Draw(20) == 0) date.set_day(31);
    if (Draw(40) == 0) date.set_year(static_cast<int32_t>(Number()));
    return;
  }
  for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor& field = *message.GetDescriptor()->field(i);
    // An etag is nearly always stale, and a check without effect leads nowhere.
    const bool stops = field.name() == "etag" || field.name() == "validate_only" || field.name() == "request_id" ||
                       field.name() == "page_token" || field.name() == "min_revision";
    if (Draw(10) >= (stops ? 1U : 6U)) continue;
    const size_t count = field.is_repeated() ? 1 + Draw(3) : 1;
    for (size_t j = 0; j < count; ++j) FillField(message, field, depth);
  }
}

void RequestMaker::NameResource(const Body& body, Message& request) {
  const std::vector<rules::NameKind> kinds = support::NamedBy(*body.descriptor);
  const auto names = vocabulary_.names.find(kinds[Draw(kinds.size())]);
  if (names == vocabulary_.names.end()) return;
  request.GetReflection()->SetString(&request, ResourceField(request), names->second[Draw(names->second.size())]);
}

std::unique_ptr<Message> RequestMaker::Make(const Body& body) {
  std::unique_ptr<Message> request = support::NewRequest(*body.descriptor);
  Fill(*request, 0);
  NameResource(body, *request);
  return request;
}

void RequestMaker::Alter(const Body& body, Message& request) {
  if (Draw(6) == 0) return NameResource(body, request);
  Message* message = &request;
  while (true) {
    const google::protobuf::Descriptor& type = *message->GetDescriptor();
    if (type.field_count() == 0) return;
    const FieldDescriptor& field = *type.field(static_cast<int>(Draw(type.field_count())));
    const Reflection& values = *message->GetReflection();
    const bool is_message = field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
    const int size = field.is_repeated() ? values.FieldSize(*message, &field) : 0;
    if (is_message && !field.is_repeated() && values.HasField(*message, &field) && Draw(4) != 0) {
      message = values.MutableMessage(message, &field);
      continue;
    }
    if (is_message && size > 0 && Draw(4) != 0) {
      message = values.MutableRepeatedMessage(message, &field, static_cast<int>(Draw(static_cast<size_t>(size))));
      continue;
    }
    if (size > 0 && Draw(3) == 0) return values.RemoveLast(message, &field);
    if (field.is_repeated() ? Draw(8) == 0 : Draw(5) == 0) return values.ClearField(message, &field);
    return FillField(*message, field, 0);
  }
}

}  // namespace phancong::fuzz
