#include "client/cli/reports.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <vector>

#include "absl/strings/numbers.h"
#include "client/cli/contract.h"
#include "client/cli/failure.h"
#include "client/cli/names.h"
#include "client/cli/strings.h"
#include "phancong/v1/grassroots_union_service.pb.h"
#include "services/rules/dates.h"
#include "services/rules/names.h"
#include "services/rules/propagate.h"
#include "services/rules/text.h"

namespace phancong::client {
namespace {

constexpr std::string_view kNotApplicable = "n/a:";

absl::Status ReadNumbers(std::string_view text, v1::FigureValue& figure) {
  const std::vector<std::string_view> parts = Split(text, '/', 2);
  ASSIGN_OR_RETURN(const int64_t numerator, ReadCount(parts[0]));
  figure.set_numerator(numerator);
  if (parts.size() == 1) return absl::OkStatus();
  ASSIGN_OR_RETURN(const int64_t denominator, ReadCount(parts[1]));
  figure.set_denominator(denominator);
  return absl::OkStatus();
}

std::string DateText(const google::type::Date& date, const Style& style) {
  return style.for_program ? IsoDate(date) : FormatDate(date, style.language);
}

}  // namespace

absl::StatusOr<google::type::Date> ReadDate(std::string_view text) {
  const std::optional<rules::Day> day = rules::ParseDate(Trim(text));
  if (!day) {
    return WrongUsage(Concat("“", text, "” không phải là ngày: viết 31/01/2025 hoặc 2025-01-31."),
                      Concat("\"", text, "\" is no date: write 2025-01-31 or 31/01/2025."));
  }
  return rules::DateOf(*day);
}

absl::StatusOr<int64_t> ReadCount(std::string_view text) {
  text = Trim(text);
  const std::string word = rules::Fold(text);
  if (word == "yes" || word == "co") return 1;
  if (word == "no" || word == "khong") return 0;
  int64_t count = 0;
  const bool digits = std::all_of(text.begin(), text.end(), IsDigit);
  if (text.empty() || !digits || !absl::SimpleAtoi(std::string(text), &count)) {
    return WrongUsage(Concat("“", text, "” không phải là số nguyên từ 0 trở lên (không có dấu chấm, dấu phẩy)."),
                      Concat("\"", text, "\" is not a whole number from 0 on (without separators)."));
  }
  return count;
}

absl::StatusOr<v1::FigureValue> ReadFigure(std::string_view text) {
  v1::FigureValue figure;
  std::string_view value = text;
  const size_t equals = text.find('=');
  if (equals != std::string_view::npos && !text.starts_with(kNotApplicable)) {
    figure.set_figure(std::string(Trim(text.substr(0, equals))));
    value = text.substr(equals + 1);
  }
  value = Trim(value);
  if (TakePrefix(value, kNotApplicable)) {
    figure.set_not_applicable_reason(std::string(Trim(value)));
    if (!figure.not_applicable_reason().empty()) return figure;
    return WrongUsage(Concat("Thiếu lý do không áp dụng: ", text, "lý do"),
                      Concat("The reason is missing: ", text, "why"));
  }
  RETURN_IF_ERROR(ReadNumbers(value, figure));
  return figure;
}

absl::StatusOr<v1::CriterionPoints> ReadPoints(std::string_view text) {
  const auto [value, reason] = SplitOnce(text, '#');
  const auto [name, number] = SplitOnce(value, '=');
  v1::CriterionPoints points;
  points.set_criterion(std::string(Trim(name)));
  points.set_reason(std::string(Trim(reason)));
  if (points.criterion().empty() || number.empty()) {
    return WrongUsage(Concat("“", text, "”: viết TÊN=ĐIỂM, như organisation=9, hoặc TÊN=ĐIỂM#LÝ-DO."),
                      Concat("\"", text, "\": write NAME=POINTS, such as organisation=9, or NAME=POINTS#REASON."));
  }
  ASSIGN_OR_RETURN(const int64_t count, ReadCount(number));
  // The server knows the greatest, and says so.
  points.set_points(static_cast<int32_t>(std::min<int64_t>(count, std::numeric_limits<int32_t>::max())));
  return points;
}

absl::StatusOr<v1::DocumentReference> ReadDocument(std::string_view text) {
  const std::vector<std::string_view> parts = Split(text, ':', 3);
  v1::DocumentReference document;
  document.set_number(std::string(Trim(parts[0])));
  if (document.number().empty()) {
    return WrongUsage(Concat("“", text, "” thiếu số văn bản: viết SỐ:NGÀY, như 15/KH-LĐLĐ:01/03/2025."),
                      Concat("\"", text, "\" lacks the number: write NUMBER:DATE, such as 15/KH-LĐLĐ:2025-03-01."));
  }
  if (parts.size() > 1 && !parts[1].empty()) {
    ASSIGN_OR_RETURN(google::type::Date date, ReadDate(parts[1]));
    *document.mutable_date() = date;
  }
  if (parts.size() > 2) document.set_issuer(std::string(Trim(parts[2])));
  return document;
}

absl::StatusOr<v1::Evidence> ReadEvidence(std::string_view text) {
  v1::Evidence evidence;
  const std::vector<std::string_view> noted = Split(text, '#', 2);
  if (noted.size() > 1) evidence.set_note(std::string(Trim(noted[1])));
  const std::vector<std::string_view> filed = Split(noted[0], '@', 2);
  if (filed.size() > 1) evidence.set_file(std::string(Trim(filed[1])));
  const std::vector<std::string_view> parts = Split(filed[0], ':', 2);
  evidence.set_kind(std::string(Trim(parts[0])));
  if (evidence.kind().empty()) {
    return WrongUsage(
        Concat("“", text, "” thiếu loại minh chứng: viết LOẠI:SỐ:NGÀY, như minutes:12/BB-CĐ:20/01/2025."),
        Concat("\"", text, "\" lacks the kind: write KIND:NUMBER:DATE, such as minutes:12/BB-CĐ:2025-01-20."));
  }
  if (parts.size() > 1) {
    ASSIGN_OR_RETURN(v1::DocumentReference document, ReadDocument(parts[1]));
    *evidence.mutable_document() = std::move(document);
  }
  return evidence;
}

void NameFiles(std::string_view federation, google::protobuf::Message& request) {
  const auto name = [&](auto* all) {
    for (v1::Evidence& evidence : *all) {
      if (evidence.file().empty() || evidence.file().starts_with("federations/")) continue;
      evidence.set_file(Concat(rules::FederationName(federation), "/evidence/", evidence.file()));
    }
  };
  if (request.GetDescriptor() == v1::SubmitRemedyRequest::descriptor()) {
    name(static_cast<v1::SubmitRemedyRequest&>(request).mutable_evidence());
  }
  for (v1::Report* report : ReportsIn(request)) name(report->mutable_evidence());
}

std::vector<v1::Report*> ReportsIn(google::protobuf::Message& request) {
  std::vector<v1::Report*> reports;
  for (std::string_view field : {"report", "result"}) {
    const FieldIn in = Reach(request, field);
    // What an inspection reports is a text.
    if (in.field == nullptr || in.field->message_type() != v1::Report::descriptor() ||
        !request.GetReflection()->HasField(request, in.field)) {
      continue;
    }
    reports.push_back(static_cast<v1::Report*>(request.GetReflection()->MutableMessage(&request, in.field)));
  }
  return reports;
}

bool HasNamelessFigure(const v1::Report& report) {
  return std::any_of(report.figures().begin(), report.figures().end(),
                     [](const v1::FigureValue& figure) { return figure.figure().empty(); });
}

absl::Status NameFigures(const v1::Task& task, v1::Report& report) {
  std::vector<v1::FigureValue> named;
  for (const v1::FigureValue& figure : report.figures()) {
    if (!figure.figure().empty()) {
      named.push_back(figure);
      continue;
    }
    if (figure.not_applicable_reason().empty() && task.figures_size() != 1) {
      const std::string ids = Join(task.figures(), ", ", [](const v1::Figure& known) { return known.id(); });
      return WrongUsage(Concat("Nhiệm vụ này có ", task.figures_size(), " số liệu (", ids,
                               "): hãy ghi tên, như --figure TÊN=95/100."),
                        Concat("This task has ", task.figures_size(), " figures (", ids,
                               "): name them, as in --figure NAME=95/100."));
    }
    for (const v1::Figure& known : task.figures()) {
      named.push_back(figure);
      named.back().set_figure(known.id());
    }
  }
  report.clear_figures();
  for (v1::FigureValue& figure : named) *report.add_figures() = std::move(figure);
  return absl::OkStatus();
}

std::string FigureValueText(const v1::FigureValue& value, std::string_view unit, const Style& style) {
  if (!value.not_applicable_reason().empty()) {
    if (style.for_program) return Concat(kNotApplicable, value.not_applicable_reason());
    return Say(style.language, {"không áp dụng: {}", "not applicable: {}"}, value.not_applicable_reason());
  }
  if (!value.has_numerator()) return "";
  const auto number = [&](int64_t count) {
    return style.for_program ? Concat(count) : FormatNumber(count, style.language);
  };
  std::string text = number(value.numerator());
  if (value.has_denominator()) Append(text, "/", number(value.denominator()));
  if (!unit.empty()) Append(text, " ", unit);
  if (value.has_denominator() && !style.for_program) {
    Append(text, " (", FormatPercent(value.numerator(), value.denominator(), style.language), ")");
  }
  return text;
}

std::string FigureText(const v1::FigureValue& figure, const Style& style) {
  return Concat(figure.figure(), "=", FigureValueText(figure, "", style));
}

std::string DocumentText(const v1::DocumentReference& document, const Style& style) {
  if (document.number().empty()) return "";
  const std::string date = DateText(document.date(), style);
  if (style.for_program) {
    return Concat(document.number(), ":", date, document.issuer().empty() ? "" : ":", document.issuer());
  }
  std::string text = document.number();
  if (!date.empty()) Append(text, Phrase{" ngày ", " of "}.In(style.language), date);
  if (!document.issuer().empty()) Append(text, " (", document.issuer(), ")");
  return text;
}

std::string EvidenceText(const v1::Evidence& evidence, const Style& style) {
  const std::string document = DocumentText(evidence.document(), style);
  std::string text = evidence.kind();
  if (!document.empty()) Append(text, style.for_program ? ":" : ": ", document);
  if (!evidence.file().empty()) {
    const std::string number = ShortName(evidence.file(), style.place, /*leave_out_round=*/false);
    Append(text, style.for_program ? "@" : Phrase{", tệp số ", ", file "}.In(style.language), number);
  }
  if (!evidence.note().empty()) Append(text, style.for_program ? "#" : " – ", evidence.note());
  return text;
}

}  // namespace phancong::client
