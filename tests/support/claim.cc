#include "tests/support/claim.h"

namespace phancong::support {

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
  report_.add_evidence()->set_kind(kind);
  return *this;
}

Claim& Claim::By(const std::string& number) {
  report_.mutable_document()->set_number(number);
  google::type::Date& date = *report_.mutable_document()->mutable_date();
  date.set_year(2025);
  date.set_month(1);
  date.set_day(2);
  return *this;
}

}  // namespace phancong::support
