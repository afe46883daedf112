#include "client/cli/cells.h"

#include <utility>

#include "absl/strings/escaping.h"
#include "client/cli/contract.h"
#include "client/cli/reports.h"
#include "client/cli/strings.h"
#include "client/cli/words.h"
#include "phancong/v1/vocabulary.pb.h"

namespace phancong::client {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

std::string Named(const std::string& text, const Style& style) {
  return text.starts_with("federations/") ? ShortName(text, style.place, !style.for_program) : text;
}

std::string TextOf(const v1::LocalText& text, const Style& style) {
  return style.language == Language::kEnglish && !text.en().empty() ? text.en() : text.vi();
}

// A message that is one value to people.
std::string TextOf(const Message& message, const Style& style) {
  const auto* type = message.GetDescriptor();
  if (type == google::type::Date::descriptor()) {
    const auto& date = static_cast<const google::type::Date&>(message);
    return style.for_program ? IsoDate(date) : FormatDate(date, style.language);
  }
  if (type == google::protobuf::Timestamp::descriptor()) {
    const auto& time = static_cast<const google::protobuf::Timestamp&>(message);
    return style.for_program ? IsoTime(time) : FormatTime(time, style.zone, style.language);
  }
  if (type == v1::LocalText::descriptor()) return TextOf(static_cast<const v1::LocalText&>(message), style);
  if (type == v1::DocumentReference::descriptor()) {
    return DocumentText(static_cast<const v1::DocumentReference&>(message), style);
  }
  if (type == v1::FigureValue::descriptor()) return FigureText(static_cast<const v1::FigureValue&>(message), style);
  if (type == v1::Evidence::descriptor()) return EvidenceText(static_cast<const v1::Evidence&>(message), style);
  return Named(GetString(message, "name"), style);
}

std::string NumberText(int64_t number, const Style& style) {
  return style.for_program ? Concat(number) : FormatNumber(number, style.language);
}

// One value of a field: the `index`-th where it is repeated.
Cell ValueCell(const Message& holder, const FieldDescriptor* field, int index, const Style& style) {
  const Reflection& values = *holder.GetReflection();
  const bool repeated = field->is_repeated();
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING: {
      const std::string text =
          repeated ? values.GetRepeatedString(holder, field, index) : values.GetString(holder, field);
      return {field->type() == FieldDescriptor::TYPE_BYTES ? absl::BytesToHexString(text) : Named(text, style)};
    }
    case FieldDescriptor::CPPTYPE_ENUM: {
      const auto* value = repeated ? values.GetRepeatedEnum(holder, field, index) : values.GetEnum(holder, field);
      if (value->number() == 0) return {};
      if (style.for_program) return {TypedWord(*value)};
      const Word word = WordOf(*value);
      return {std::string(word.phrase.In(style.language)), word.paint};
    }
    case FieldDescriptor::CPPTYPE_BOOL: {
      const bool yes = repeated ? values.GetRepeatedBool(holder, field, index) : values.GetBool(holder, field);
      if (style.for_program) return {yes ? "true" : "false"};
      return {std::string((yes ? Phrase{"có", "yes"} : Phrase{"không", "no"}).In(style.language))};
    }
    case FieldDescriptor::CPPTYPE_INT32:
      return {
          NumberText(repeated ? values.GetRepeatedInt32(holder, field, index) : values.GetInt32(holder, field), style)};
    case FieldDescriptor::CPPTYPE_INT64:
      return {
          NumberText(repeated ? values.GetRepeatedInt64(holder, field, index) : values.GetInt64(holder, field), style)};
    case FieldDescriptor::CPPTYPE_MESSAGE: {
      const Message& message =
          repeated ? values.GetRepeatedMessage(holder, field, index) : values.GetMessage(holder, field);
      if (!field->is_map()) return {TextOf(message, style)};
      return {Concat(CellOf(message, "key", style).text, "=", CellOf(message, "value", style).text)};
    }
    default:
      return {};  // the contract has no other types
  }
}

Cell ColumnCell(const Column& column, const Row& row, const Style& style) {
  return column.cell != nullptr ? column.cell(row, style) : CellOf(*row.message, column.field, style);
}

std::vector<Row> Within(const Message& holder, std::string_view path, const Message* whole) {
  const FieldIn reached = Reach(holder, path);
  if (reached.field == nullptr) return {};
  const Reflection& values = *reached.holder->GetReflection();
  std::vector<Row> rows;
  if (!reached.field->is_repeated()) {
    if (values.HasField(*reached.holder, reached.field)) {
      rows.push_back({&values.GetMessage(*reached.holder, reached.field), whole});
    }
    return rows;
  }
  for (int i = 0; i < values.FieldSize(*reached.holder, reached.field); ++i) {
    rows.push_back({&values.GetRepeatedMessage(*reached.holder, reached.field, i), whole});
  }
  return rows;
}

// Where the first repeated field of a path ends: "report.figures.indicators" of "report.figures.indicators.figures".
size_t EndOfOuter(const Message& answer, std::string_view path) {
  size_t end = path.find('.');
  while (end != std::string_view::npos) {
    const FieldDescriptor* field = FindField(*answer.GetDescriptor(), path.substr(0, end));
    if (field == nullptr || field->is_repeated()) break;
    end = path.find('.', end + 1);
  }
  return end;
}

// "tasks"; "programme.items" (only the last is repeated); "indicators.figures", "sums.progress.figures" (two are: a row
// of the inner one knows the message that it is a part of).
std::vector<Row> RowsOf(const Message& answer, std::string_view path) {
  if (path == ".") return {{&answer, nullptr}};
  if (FindField(*answer.GetDescriptor(), path) != nullptr) return Within(answer, path, nullptr);
  const size_t end = EndOfOuter(answer, path);
  if (end == std::string_view::npos) return {};
  std::vector<Row> rows;
  for (const Row& outer : Within(answer, path.substr(0, end), nullptr)) {
    const std::string_view inner_path = path.substr(end + 1);
    const Message* const whole = Reach(*outer.message, inner_path).holder;
    std::vector<Row> inner = Within(*outer.message, inner_path, whole);
    if (inner.empty()) inner.push_back({nullptr, whole});
    rows.insert(rows.end(), inner.begin(), inner.end());
  }
  return rows;
}

}  // namespace

Cell CellOf(const Message& message, std::string_view path, const Style& style) {
  const FieldIn reached = Reach(message, path);
  if (reached.field == nullptr) return {};
  if (!reached.field->is_repeated()) return ValueCell(*reached.holder, reached.field, 0, style);
  std::vector<std::string> texts;
  for (int i = 0; i < reached.holder->GetReflection()->FieldSize(*reached.holder, reached.field); ++i) {
    texts.push_back(ValueCell(*reached.holder, reached.field, i, style).text);
  }
  return {Join(texts, style.for_program ? ";" : ", ")};
}

std::string Fill(std::string_view phrase, const Message& answer, const Style& style) {
  std::string filled;
  while (!phrase.empty()) {
    const size_t open = phrase.find('{');
    const size_t close = open == std::string_view::npos ? open : phrase.find('}', open);
    if (close == std::string_view::npos) break;
    const std::string value = SafeText(CellOf(answer, phrase.substr(open + 1, close - open - 1), style).text);
    Append(filled, phrase.substr(0, open), value);
    phrase.remove_prefix(close + 1);
    // What is not there leaves no gap in the sentence.
    if (value.empty() && filled.ends_with(' ')) filled.pop_back();
  }
  return Concat(filled, phrase);
}

bool HasManyRows(const Showing& show, const Message& answer) {
  if (show.rows.empty() || show.rows == ".") return false;
  const FieldDescriptor* field = FindField(*answer.GetDescriptor(), show.rows);
  return field == nullptr || field->is_repeated();
}

Table TableOf(const Showing& show, const Message& answer, const Style& style) {
  std::vector<Column> columns;
  for (const Column& column : show.columns) {
    if (style.for_program ? !column.field.empty() : !column.program_only) columns.push_back(column);
  }
  Table table;
  const std::vector<Row> rows = RowsOf(answer, show.rows);
  if (!style.for_program && !HasManyRows(show, answer)) {
    table.headings = {{}, {}};
    for (const Row& row : rows) {
      for (const Column& column : columns) {
        Cell value = ColumnCell(column, row, style);
        if (!value.text.empty()) table.rows.push_back({{std::string(column.heading.In(style.language))}, value});
      }
    }
    return table;
  }
  for (const Column& column : columns) {
    table.headings.push_back({std::string(style.for_program ? column.field : column.heading.In(style.language)),
                              column.right, column.keep, column.wrap});
  }
  for (const Row& row : rows) {
    std::vector<Cell> cells;
    for (const Column& column : columns) cells.push_back(ColumnCell(column, row, style));
    table.rows.push_back(std::move(cells));
  }
  return table;
}

}  // namespace phancong::client
