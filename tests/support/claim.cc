#include "tests/support/claim.h"

namespace phancong::support {
namespace {

v1::DocumentReference Numbered(const std::string& number) {
  v1::DocumentReference document;
  document.set_number(number);
  document.mutable_date()->set_year(2025);
  document.mutable_date()->set_month(1);
  document.mutable_date()->set_day(2);
  return document;
}

}  // namespace

Claim& Claim::Counts(const std::string& figure, int64_t numerator) {
  v1::FigureValue& value = *report_.add_figures();
  value.set_figure(figure);
  value.set_numerator(numerator);
  return *this;
}

Claim& Claim::Ratio(const std::string& figure, int64_t numerator, int64_t denominator) {
  Counts(figure, numerator);
  report_.mutable_figures(report_.figures_size() - 1)->set_denominator(denominator);
  return *this;
}

Claim& Claim::NotApplicable(const std::string& figure, const std::string& reason) {
  v1::FigureValue& value = *report_.add_figures();
  value.set_figure(figure);
  value.set_not_applicable_reason(reason);
  return *this;
}

Claim& Claim::Saying(const std::string& narrative) {
  report_.set_narrative(narrative);
  return *this;
}

Claim& Claim::With(const std::string& kind) {
  v1::Evidence& evidence = *report_.add_evidence();
  evidence.set_kind(kind);
  *evidence.mutable_document() = Numbered("11/BB-CĐ");
  return *this;
}

Claim& Claim::By(const std::string& number) {
  *report_.mutable_document() = Numbered(number);
  return *this;
}

}  // namespace phancong::support
