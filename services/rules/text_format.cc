#include "services/rules/text_format.h"

#include <cstdint>
#include <limits>
#include <optional>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "fmt/format.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/io/tokenizer.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "services/rules/text.h"

namespace phancong::rules {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::io::Tokenizer;

std::string FieldNames(const Descriptor& descriptor) {
  std::vector<std::string> names;
  for (int i = 0; i < descriptor.field_count(); ++i) names.push_back(descriptor.field(i)->name());
  return absl::StrJoin(names, ", ");
}

// All but the zero, which means that nothing was chosen.
std::string ValueNames(const EnumDescriptor& descriptor) {
  std::vector<std::string> names;
  for (int i = 0; i < descriptor.value_count(); ++i) {
    if (descriptor.value(i)->number() != 0) names.push_back(descriptor.value(i)->name());
  }
  return absl::StrJoin(names, ", ");
}

class Reader : private google::protobuf::io::ErrorCollector {
 public:
  Reader(std::string_view source, std::vector<FileProblem>& problems)
      : stream_(source.data(), static_cast<int>(source.size())), tokens_(&stream_, this), problems_(problems) {
    tokens_.set_comment_style(Tokenizer::SH_COMMENT_STYLE);
    tokens_.set_require_space_after_number(false);
    tokens_.Next();
  }

  bool Read(Message& message, SourceTree& tree) { return ReadFields(message, tree, "", ""); }

 private:
  // The tokenizer goes on after what it complains about.
  void AddError(int line, int /*column*/, const std::string& message) override {
    AddProblem(
        problems_,
        {.line = line + 1,
         .field = "",
         .vi =
             "chuỗi hoặc ký tự viết sai: chuỗi nằm trọn trên một dòng, giữa hai dấu \"; ngoài chuỗi không có ký tự lạ",
         .en = fmt::format("a string stands on one line between two \", and there are no odd characters outside of "
                           "strings ({})",
                           message)});
  }

  const Tokenizer::Token& Token() { return tokens_.current(); }
  bool Is(Tokenizer::TokenType type) { return Token().type == type; }
  bool Is(std::string_view text) { return Token().text == text; }
  int Line() { return Token().line + 1; }

  bool Take(std::string_view text) {
    if (!Is(text)) return false;
    tokens_.Next();
    return true;
  }

  void Problem(int line, std::string field, std::string vi, std::string en) {
    AddProblem(problems_, {.line = line, .field = std::move(field), .vi = std::move(vi), .en = std::move(en)});
  }

  // The syntax is broken: nothing after this place can be read for certain.
  bool Broken(const std::string& path, std::string_view vi, std::string_view en) {
    const bool end = Is(Tokenizer::TYPE_END);
    // The tokenizer takes a letter that may not stand here to pieces: a byte of one is no text.
    const bool letter = !end && !Nfc(Token().text).ok();
    const std::string token = "“" + Token().text + "”";
    Problem(Line(), path,
            fmt::format("sai cú pháp: cần {}, gặp {}", vi,
                        end      ? "hết tệp"
                        : letter ? "ký tự lạ"
                                 : token),
            fmt::format("syntax: {} is needed, and here is {}", en,
                        end      ? "the end"
                        : letter ? "an odd character"
                                 : token));
    return false;
  }

  // `end` is the closing brace, or empty for the whole file.
  bool ReadFields(Message& message, SourceTree& tree, const std::string& path, std::string_view end) {
    while (true) {
      if (end.empty() ? Is(Tokenizer::TYPE_END) : Is(end)) {
        tokens_.Next();
        return true;
      }
      if (!Is(Tokenizer::TYPE_IDENTIFIER)) {
        return Broken(path, fmt::format("tên trường{}", end.empty() ? "" : fmt::format(" hoặc “{}”", end)),
                      fmt::format("a field's name{}", end.empty() ? "" : fmt::format(" or “{}”", end)));
      }
      if (!ReadField(message, tree, path)) return false;
      if (Is(",") || Is(";")) tokens_.Next();
    }
  }

  bool ReadField(Message& message, SourceTree& tree, const std::string& path) {
    const int line = Line();
    const std::string name = Token().text;
    tokens_.Next();
    const std::string field_path = path.empty() ? name : path + "." + name;
    const Descriptor& descriptor = *message.GetDescriptor();
    const FieldDescriptor* field = descriptor.FindFieldByName(name);
    if (field == nullptr) {
      Problem(line, field_path, fmt::format("không có trường “{}”; có: {}", name, FieldNames(descriptor)),
              fmt::format("there is no field “{}”; there are: {}", name, FieldNames(descriptor)));
      return SkipFieldValue(field_path);
    }
    if (!Take(":") && field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) {
      Problem(line, field_path, "thiếu “:” sau tên trường", "“:” is missing after the field's name");
    }
    if (!Is("[")) return ReadValue(message, *field, tree, path, line);
    if (!field->is_repeated()) {
      tree.unreadable.insert(name);
      Problem(line, field_path, "chỉ có một giá trị: bỏ ngoặc “[ ]”", "has one value: leave out “[ ]”");
      return SkipFieldValue(field_path);
    }
    tokens_.Next();
    if (Take("]")) return true;
    do {
      if (!ReadValue(message, *field, tree, path, Line())) return false;
    } while (Take(","));
    return Take("]") || Broken(field_path, "“,” hoặc “]”", "“,” or “]”");
  }

  // One value of a field, after its colon.
  bool ReadValue(Message& message, const FieldDescriptor& field, SourceTree& tree, const std::string& path, int line) {
    std::vector<SourceTree>& places = tree.fields[field.name()];
    const int index = field.is_repeated() ? static_cast<int>(places.size()) : -1;
    // While an element is being read, its id may be yet to come: WithIds puts it in.
    const std::string field_path = fmt::format("{}{}{}", path, path.empty() ? "" : ".",
                                               index < 0 ? field.name() : PathStep(field.name(), index, ""));
    if (!field.is_repeated() && !places.empty()) {
      Problem(line, field_path, fmt::format("đã ghi ở dòng {}: chỉ ghi một lần", places.front().line),
              fmt::format("is given on line {} already: once is enough", places.front().line));
      return SkipValue(field_path);
    }
    if (const auto* oneof = field.real_containing_oneof(); oneof != nullptr) {
      const FieldDescriptor* other = message.GetReflection()->GetOneofFieldDescriptor(message, oneof);
      if (other != nullptr && other != &field) {
        Problem(line, field_path, fmt::format("đã có “{}”: chỉ ghi một trong hai", other->name()),
                fmt::format("there is “{}” already: give one of the two", other->name()));
        return SkipValue(field_path);
      }
    }
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      return ReadMessage(message, field, tree, field_path, line);
    }
    if (Is("{") || Is("<")) {
      tree.unreadable.insert(field.name());
      Problem(line, field_path, fmt::format("cần {}, không phải “{{ }}”", KindVi(field)),
              fmt::format("needs {}, not “{{ }}”", KindEn(field)));
      return SkipValue(field_path);
    }
    std::optional<bool> read = ReadScalar(message, field, field_path);
    if (!read) return false;
    if (*read) {
      places.push_back({.line = line, .fields = {}, .unreadable = {}});
    } else {
      tree.unreadable.insert(field.name());
    }
    return true;
  }

  bool ReadMessage(Message& message, const FieldDescriptor& field, SourceTree& tree, const std::string& path,
                   int line) {
    if (!Is("{") && !Is("<")) {
      Problem(line, path, fmt::format("cần {{ … }}, với: {}", FieldNames(*field.message_type())),
              fmt::format("needs {{ … }}, with: {}", FieldNames(*field.message_type())));
      tree.unreadable.insert(field.name());
      return SkipValue(path);
    }
    const std::string_view end = Is("{") ? "}" : ">";
    tokens_.Next();
    const auto& reflection = *message.GetReflection();
    Message& part =
        field.is_repeated() ? *reflection.AddMessage(&message, &field) : *reflection.MutableMessage(&message, &field);
    std::vector<SourceTree>& places = tree.fields[field.name()];
    places.push_back({.line = line, .fields = {}, .unreadable = {}});
    return ReadFields(part, places.back(), path, end);
  }

  // Whether the value could be read; nothing where the syntax is broken.
  std::optional<bool> ReadScalar(Message& message, const FieldDescriptor& field, const std::string& path) {
    const int line = Line();
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_STRING && Is(Tokenizer::TYPE_STRING)) {
      return ReadString(message, field, path);
    }
    const bool negative = Take("-");
    const Tokenizer::Token token = Token();
    if (token.type != Tokenizer::TYPE_IDENTIFIER && token.type != Tokenizer::TYPE_INTEGER &&
        token.type != Tokenizer::TYPE_FLOAT && token.type != Tokenizer::TYPE_STRING) {
      Broken(path, KindVi(field), KindEn(field));
      return std::nullopt;
    }
    tokens_.Next();
    const auto& reflection = *message.GetReflection();
    switch (field.cpp_type()) {
      case FieldDescriptor::CPPTYPE_BOOL: {
        const bool yes = token.text == "true";
        if (negative || token.type != Tokenizer::TYPE_IDENTIFIER || (!yes && token.text != "false")) break;
        reflection.SetBool(&message, &field, yes);
        return true;
      }
      case FieldDescriptor::CPPTYPE_INT32:
      case FieldDescriptor::CPPTYPE_INT64:
        if (token.type == Tokenizer::TYPE_INTEGER) return ReadInteger(message, field, token.text, negative, path, line);
        break;
      case FieldDescriptor::CPPTYPE_ENUM: {
        const EnumValueDescriptor* value = field.enum_type()->FindValueByName(token.text);
        if (negative || token.type != Tokenizer::TYPE_IDENTIFIER || value == nullptr || value->number() == 0) break;
        if (field.is_repeated()) {
          reflection.AddEnum(&message, &field, value);
        } else {
          reflection.SetEnum(&message, &field, value);
        }
        return true;
      }
      default:
        break;
    }
    const std::string_view sign = negative ? "-" : "";
    Problem(line, path, fmt::format("không hiểu “{}{}”: cần {}", sign, token.text, KindVi(field)),
            fmt::format("“{}{}” is not understood: it needs {}", sign, token.text, KindEn(field)));
    return false;
  }

  // Strings that follow one another are one.
  bool ReadString(Message& message, const FieldDescriptor& field, const std::string& path) {
    const int line = Line();
    std::string text;
    while (Is(Tokenizer::TYPE_STRING)) {
      Tokenizer::ParseStringAppend(Token().text, &text);
      tokens_.Next();
    }
    absl::StatusOr<std::string> nfc = Nfc(text);
    if (!nfc.ok()) {
      Problem(line, path, "ký tự thoát “\\” không cho ra UTF-8", "the “\\” escapes do not make UTF-8");
      return false;
    }
    const auto& reflection = *message.GetReflection();
    if (field.is_repeated()) {
      reflection.AddString(&message, &field, *std::move(nfc));
    } else {
      reflection.SetString(&message, &field, *std::move(nfc));
    }
    return true;
  }

  bool ReadInteger(Message& message, const FieldDescriptor& field, const std::string& digits, bool negative,
                   const std::string& path, int line) {
    const bool is_long = field.cpp_type() == FieldDescriptor::CPPTYPE_INT64;
    const int64_t greatest = is_long ? std::numeric_limits<int64_t>::max() : std::numeric_limits<int32_t>::max();
    uint64_t value = 0;
    if (!Tokenizer::ParseInteger(digits, static_cast<uint64_t>(greatest), &value)) {
      Problem(line, path, fmt::format("số quá lớn: nhiều nhất {}", greatest),
              fmt::format("the number is too great: at most {}", greatest));
      return false;
    }
    const int64_t number = negative ? -static_cast<int64_t>(value) : static_cast<int64_t>(value);
    const auto& reflection = *message.GetReflection();
    if (is_long) {
      reflection.SetInt64(&message, &field, number);
    } else if (field.is_repeated()) {
      reflection.AddInt32(&message, &field, static_cast<int32_t>(number));
    } else {
      reflection.SetInt32(&message, &field, static_cast<int32_t>(number));
    }
    return true;
  }

  static std::string KindVi(const FieldDescriptor& field) {
    switch (field.cpp_type()) {
      case FieldDescriptor::CPPTYPE_STRING:
        return "chữ trong dấu \"";
      case FieldDescriptor::CPPTYPE_BOOL:
        return "true hoặc false";
      case FieldDescriptor::CPPTYPE_ENUM:
        return "một trong: " + ValueNames(*field.enum_type());
      default:
        return "số nguyên";
    }
  }

  static std::string KindEn(const FieldDescriptor& field) {
    switch (field.cpp_type()) {
      case FieldDescriptor::CPPTYPE_STRING:
        return "text in \"";
      case FieldDescriptor::CPPTYPE_BOOL:
        return "true or false";
      case FieldDescriptor::CPPTYPE_ENUM:
        return "one of: " + ValueNames(*field.enum_type());
      default:
        return "a whole number";
    }
  }

  // The value of a field that is not there, with or without its colon.
  bool SkipFieldValue(const std::string& path) {
    if (!Take(":") && !Is("{") && !Is("<") && !Is("[")) return Broken(path, "“:”", "“:”");
    return SkipValue(path);
  }

  // One value, whatever it is: braces and brackets are matched, nothing inside is looked at.
  bool SkipValue(const std::string& path) {
    if (Is(Tokenizer::TYPE_STRING)) {
      while (Is(Tokenizer::TYPE_STRING)) tokens_.Next();
      return true;
    }
    std::string closers;
    do {
      if (Is(Tokenizer::TYPE_END)) return Broken(path, "giá trị", "a value");
      if (Is("{")) {
        closers.push_back('}');
      } else if (Is("<")) {
        closers.push_back('>');
      } else if (Is("[")) {
        closers.push_back(']');
      } else if (Is("}") || Is(">") || Is("]")) {
        if (closers.empty() || Token().text[0] != closers.back()) {
          return Broken(path, closers.empty() ? "giá trị" : fmt::format("“{}”", closers.back()),
                        closers.empty() ? "a value" : fmt::format("“{}”", closers.back()));
        }
        closers.pop_back();
      } else if (Is("-") && closers.empty()) {
        tokens_.Next();
        continue;
      }
      tokens_.Next();
      if (closers.empty()) return true;
    } while (true);
  }

  google::protobuf::io::ArrayInputStream stream_;
  Tokenizer tokens_;
  std::vector<FileProblem>& problems_;
};

// A path with the ids of its elements in place of their numbers, as far as they have any.
std::string WithIds(const Message& message, const std::string& path) {
  std::vector<std::string> steps = absl::StrSplit(path, '.');
  const Message* parent = &message;
  for (std::string& step : steps) {
    const std::vector<std::string> parts = absl::StrSplit(step, "[#");
    const FieldDescriptor* field = parent->GetDescriptor()->FindFieldByName(parts[0]);
    if (field == nullptr || field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) break;
    const auto& reflection = *parent->GetReflection();
    if (!field->is_repeated()) {
      parent = &reflection.GetMessage(*parent, field);
      continue;
    }
    int number = 0;
    if (parts.size() < 2 || !absl::SimpleAtoi(absl::StripSuffix(parts[1], "]"), &number) ||
        number > reflection.FieldSize(*parent, field)) {
      break;
    }
    parent = &reflection.GetRepeatedMessage(*parent, field, number - 1);
    const FieldDescriptor* id = parent->GetDescriptor()->FindFieldByName("id");
    if (id != nullptr && !id->is_repeated() && id->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
      step = PathStep(parts[0], number - 1, parent->GetReflection()->GetString(*parent, id));
    }
  }
  return absl::StrJoin(steps, ".");
}

// The first line that is not UTF-8; nothing where all are.
std::optional<int> LineThatIsNotUtf8(std::string_view source) {
  int line = 1;
  while (!source.empty()) {
    const size_t end = std::min(source.find('\n'), source.size() - 1);
    if (!Nfc(source.substr(0, end + 1)).ok()) return line;
    source.remove_prefix(end + 1);
    ++line;
  }
  return std::nullopt;
}

}  // namespace

std::string PathStep(std::string_view field, int index, std::string_view id) {
  return id.empty() ? fmt::format("{}[#{}]", field, index + 1) : fmt::format("{}[{}]", field, id);
}

std::optional<FileProblem> WhyNotText(std::string_view source, size_t most) {
  if (source.size() > most) {
    return FileProblem{.line = 0,
                       .field = "",
                       .vi = fmt::format("tệp lớn quá {} KiB", most / 1024),
                       .en = fmt::format("the file is greater than {} KiB", most / 1024)};
  }
  if (const std::optional<int> line = LineThatIsNotUtf8(source)) {
    return FileProblem{
        .line = *line, .field = "", .vi = "không phải UTF-8: hãy lưu tệp theo UTF-8", .en = "is not UTF-8: save it so"};
  }
  return std::nullopt;
}

bool ReadTextFormat(std::string_view source, google::protobuf::Message& message, SourceTree& tree,
                    std::vector<FileProblem>& problems) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (source.starts_with(kByteOrderMark)) source.remove_prefix(kByteOrderMark.size());
  std::vector<FileProblem> found;
  const bool complete = Reader(source, found).Read(message, tree);
  for (FileProblem& problem : found) {
    problem.field = WithIds(message, problem.field);
    AddProblem(problems, std::move(problem));
  }
  return complete;
}

}  // namespace phancong::rules
