#include "client/cli/binding.h"

#include <limits>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/numbers.h"
#include "client/cli/contract.h"
#include "client/cli/failure.h"
#include "client/cli/reports.h"
#include "client/cli/strings.h"
#include "client/cli/words.h"
#include "phancong/v1/standing_committee_service.pb.h"
#include "services/rules/propagate.h"

namespace phancong::client {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using rules::NameKind;

// Puts a message that was read where the field is.
template <typename Value>
absl::Status PutMessage(absl::StatusOr<Value> value, const MutableFieldIn& in) {
  if (!value.ok()) return value.status();
  const Reflection& values = *in.holder->GetReflection();
  Message* slot =
      in.field->is_repeated() ? values.AddMessage(in.holder, in.field) : values.MutableMessage(in.holder, in.field);
  slot->CopyFrom(*value);
  return absl::OkStatus();
}

void PutString(std::string text, const MutableFieldIn& in) {
  const Reflection& values = *in.holder->GetReflection();
  if (in.field->is_repeated()) {
    values.AddString(in.holder, in.field, std::move(text));
  } else {
    values.SetString(in.holder, in.field, std::move(text));
  }
}

absl::Status PutEnum(std::string_view text, const MutableFieldIn& in) {
  const auto* value = ValueOf(*in.field->enum_type(), text);
  if (value == nullptr) {
    const std::string known = Join(TypedWords(*in.field->enum_type()), ", ");
    return WrongUsage(Concat("Không hiểu “", text, "”. Có thể ghi: ", known, "."),
                      Concat("\"", text, "\" is unknown. There are: ", known, "."));
  }
  const Reflection& values = *in.holder->GetReflection();
  if (in.field->is_repeated()) {
    values.AddEnum(in.holder, in.field, value);
  } else {
    values.SetEnum(in.holder, in.field, value);
  }
  return absl::OkStatus();
}

absl::StatusOr<int32_t> ReadSmallNumber(std::string_view text) {
  ASSIGN_OR_RETURN(const int64_t number, ReadCount(text));
  if (number > std::numeric_limits<int32_t>::max()) {
    return WrongUsage(Concat("Số ", text, " quá lớn."), Concat("The number ", text, " is too large."));
  }
  return static_cast<int32_t>(number);
}

absl::StatusOr<v1::DueDate> ReadTerm(std::string_view text) {
  const auto [item, days] = SplitOnce(text, '=');
  v1::DueDate due;
  due.set_item(std::string(item));
  ASSIGN_OR_RETURN(const int32_t working_days, ReadSmallNumber(days));
  due.set_working_days(working_days);
  return due;
}

// "2.2/informed=95", for the round; "2.2/informed=95@che-suoi-xanh,federation", for these alone.
absl::StatusOr<v1::RaisedTarget> ReadTarget(std::string_view text, const Place& place) {
  const auto [what, rest] = SplitOnce(text, '=');
  const auto [item, figure] = SplitOnce(what, '/');
  const auto [number, units] = SplitOnce(rest, '@');
  if (item.empty() || figure.empty() || number.empty() || text.ends_with('@')) {
    return WrongUsage(Concat("“", text,
                             "” không phải là chỉ tiêu: viết MỤC/SỐ-LIỆU=SỐ, như 2.2/informed=95, thêm "
                             "@ĐƠN-VỊ nếu chỉ cho đơn vị ấy."),
                      Concat("\"", text,
                             "\" is no target: write ITEM/FIGURE=NUMBER, such as 2.2/informed=95, and "
                             "@UNION where it is for that union alone."));
  }
  v1::RaisedTarget target;
  target.set_item(std::string(item));
  target.set_figure(std::string(figure));
  ASSIGN_OR_RETURN(const int64_t value, ReadCount(number));
  target.set_target(value);
  if (units.empty()) return target;
  for (std::string_view unit : Split(units, ',')) {
    ASSIGN_OR_RETURN(*target.add_assignees(), FullName(NameKind::kUnion, unit, place));
  }
  return target;
}

absl::StatusOr<v1::DueDate> ReadDueDate(std::string_view text) {
  const auto [item, day] = SplitOnce(text, '=');
  ASSIGN_OR_RETURN(google::type::Date date, ReadDate(day));
  v1::DueDate due;
  due.set_item(std::string(item));
  *due.mutable_due_date() = std::move(date);
  return due;
}

absl::Status PutNumber(std::string_view text, const MutableFieldIn& in) {
  const Reflection& values = *in.holder->GetReflection();
  if (in.field->cpp_type() == FieldDescriptor::CPPTYPE_INT64) {
    ASSIGN_OR_RETURN(const int64_t number, ReadCount(text));
    values.SetInt64(in.holder, in.field, number);
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(const int32_t number, ReadSmallNumber(text));
  values.SetInt32(in.holder, in.field, number);
  return absl::OkStatus();
}

absl::Status PutByType(const std::string& text, const MutableFieldIn& in) {
  switch (in.field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      PutString(text, in);
      return absl::OkStatus();
    case FieldDescriptor::CPPTYPE_ENUM:
      return PutEnum(text, in);
    case FieldDescriptor::CPPTYPE_BOOL:
      in.holder->GetReflection()->SetBool(in.holder, in.field, true);
      return absl::OkStatus();
    case FieldDescriptor::CPPTYPE_MESSAGE:
      break;
    default:
      return PutNumber(text, in);
  }
  const auto* type = in.field->message_type();
  if (type == google::type::Date::descriptor()) return PutMessage(ReadDate(text), in);
  if (type == v1::DocumentReference::descriptor()) return PutMessage(ReadDocument(text), in);
  if (type == v1::Evidence::descriptor()) return PutMessage(ReadEvidence(text), in);
  if (type == v1::FigureValue::descriptor()) return PutMessage(ReadFigure(text), in);
  if (type == v1::CriterionPoints::descriptor()) return PutMessage(ReadPoints(text), in);
  return absl::InternalError(Concat("no reading for ", type->full_name()));
}

// The kind of name that a reading gives; nothing where it gives none.
std::optional<NameKind> NameKindOf(Reading reading) {
  switch (reading) {
    case Reading::kTask:
      return NameKind::kTask;
    case Reading::kRound:
    case Reading::kEachRound:
      return NameKind::kRound;
    case Reading::kUnion:
      return NameKind::kUnion;
    case Reading::kAccount:
    case Reading::kOwnAccount:
      return NameKind::kAccount;
    case Reading::kSession:
      return NameKind::kSession;
    case Reading::kPosition:
      return NameKind::kPosition;
    case Reading::kProgramme:
      return NameKind::kProgramme;
    case Reading::kInspection:
      return NameKind::kInspection;
    case Reading::kFinding:
      return NameKind::kFinding;
    case Reading::kResponsibility:
      return NameKind::kResponsibility;
    case Reading::kExtension:
      return NameKind::kExtension;
    case Reading::kEvidence:
      return NameKind::kEvidence;
    case Reading::kDelegation:
      return NameKind::kDelegation;
    case Reading::kUnionPlan:
      return NameKind::kUnionPlan;
    case Reading::kCalendar:
      return NameKind::kCalendar;
    case Reading::kInspectionPlan:
      return NameKind::kInspectionPlan;
    case Reading::kRating:
      return NameKind::kRating;
    case Reading::kReport:
      return NameKind::kReport;
    default:
      return std::nullopt;
  }
}

absl::Status Put(const Argument& argument, const std::string& text, const Place& place, const MutableFieldIn& in) {
  const auto* choice = in.field->real_containing_oneof();
  if (choice != nullptr && in.holder->GetReflection()->HasOneof(*in.holder, choice)) {
    return WrongUsage("chỉ được ghi một trong các lựa chọn này.", "only one of these choices may be given.");
  }
  if (argument.reading == Reading::kDueDates) return PutMessage(ReadDueDate(text), in);
  if (argument.reading == Reading::kTerms) return PutMessage(ReadTerm(text), in);
  if (argument.reading == Reading::kTargets) return PutMessage(ReadTarget(text, place), in);
  const std::optional<NameKind> kind = NameKindOf(argument.reading);
  if (!kind) return PutByType(text, in);
  ASSIGN_OR_RETURN(std::string name, FullName(*kind, text, place));
  PutString(std::move(name), in);
  return absl::OkStatus();
}

// What an argument says that was not given; nothing where it says nothing then.
std::optional<std::string> Unsaid(const Argument& argument, const Place& place) {
  switch (argument.reading) {
    case Reading::kRound:
    case Reading::kRoundId:
      return place.round;
    case Reading::kOwnAccount:
      return place.account;
    case Reading::kEachRound:
      return place.round_named ? place.round : "-";
    case Reading::kProgramme:
    case Reading::kCalendar:
      return "-";
    default:
      return std::nullopt;
  }
}

// Puts the argument's name before what is wrong with it.
absl::Status At(const Verb& verb, const Argument& argument, const absl::Status& status) {
  if (status.ok()) return status;
  const auto said = [&](Language language) {
    const std::string name = argument.is_flag() ? std::string(argument.name) : ValueWord(verb, argument, language);
    return Concat(name, ": ", Explain(status, language).front());
  };
  return WrongUsage(said(Language::kVietnamese), said(Language::kEnglish));
}

}  // namespace

absl::Status CheckGiven(const Verb& verb, const Typed& typed) {
  for (const Argument& argument : verb.arguments) {
    if (argument.given != Given::kMust || typed.Has(argument.name)) continue;
    const auto missing = [&](Language language) {
      const std::string value = ValueWord(verb, argument, language);
      return argument.is_flag() ? Concat(argument.name, " ", value) : value;
    };
    return WrongUsage(Concat("Thiếu ", missing(Language::kVietnamese), ". Xem: phancong help ", verb.words),
                      Concat(missing(Language::kEnglish), " is missing. See: phancong help ", verb.words));
  }
  return absl::OkStatus();
}

absl::Status Bind(const Verb& verb, const Typed& typed, const Place& place, Message& request) {
  if (GetString(request, "parent").empty()) SetString(request, "parent", rules::FederationName(place.federation));
  for (const Argument& argument : ArgumentsOf(verb)) {
    if (argument.field.empty()) continue;
    std::vector<std::string> texts = typed.All(argument.name);
    if (texts.empty()) {
      if (auto unsaid = Unsaid(argument, place)) texts.push_back(*std::move(unsaid));
    }
    for (const std::string& text : texts) {
      RETURN_IF_ERROR(At(verb, argument, Put(argument, text, place, MutableReach(request, argument.field))));
    }
  }
  for (const std::string& reason : typed.All(kNotApplicableFlag)) {
    const MutableFieldIn figures = MutableReach(request, Concat(verb.report, ".figures"));
    RETURN_IF_ERROR(PutMessage(ReadFigure(Concat("n/a:", reason)), figures));
  }
  return absl::OkStatus();
}

}  // namespace phancong::client
