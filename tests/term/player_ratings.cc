// Ratings, settlements, and the reports that go up.
#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "tests/term/lines.h"
#include "tests/term/player.h"

namespace phancong::term_test {
namespace {

// "organisation=8;initiative=7", with a reason for each where there is one.
void AddPoints(const std::string& figures, const std::string& reason,
               google::protobuf::RepeatedPtrField<v1::CriterionPoints>* to) {
  for (const std::string& part : Parts(figures)) {
    const auto [criterion, points] = Split(part, '=');
    v1::CriterionPoints& given = *to->Add();
    given.set_criterion(criterion);
    given.set_points(static_cast<int32_t>(Number(points)));
    given.set_reason(reason);
  }
}

}  // namespace

std::string Player::RatingName(const std::string& rating) const {
  const auto [unit, year] = Split(rating, '/');
  return absl::StrCat(world_.UnitName(unit), "/ratings/", year);
}

std::string Player::ReportName(const std::string& number) const {
  return absl::StrCat(world_.FederationName(), "/reports/", number);
}

void Player::TakeUpRatings() {
  acts_["self-rate"] = [this](Person& person, const Row& row) {
    auto request = About<v1::SubmitSelfRatingRequest>(RatingName(row.what));
    AddPoints(row.figures, row.text, request.mutable_points());
    return Calls<v1::SubmitSelfRatingResponse>(person, request);
  };
  acts_["decide-rating"] = [this](Person& person, const Row& row) {
    auto request = About<v1::DecideRatingRequest>(RatingName(row.what));
    AddPoints(row.figures, row.text, request.mutable_points());
    request.set_reason(row.text);
    request.set_decision_number("60/QĐ-LĐLĐ");
    return Calls<v1::DecideRatingResponse>(person, request);
  };
  acts_["settlement"] = [this](Person& person, const Row& row) {
    auto request = OfFederation<v1::RecordSettlementRequest>();
    request.set_year(static_cast<int32_t>(Number(row.what)));
    *request.mutable_sent_date() = support::DateOf(row.date);
    *request.mutable_document() = Numbered("15/QT-LĐLĐ");
    request.set_reason(row.text);
    return Calls<v1::RecordSettlementResponse>(person, request);
  };
}

support::Answered Player::SendsReport(Person& person, const Row& row) {
  v1::IssueReportRequest request;
  request.set_parent(world_.RoundName(row.figures));
  *request.mutable_document() = Numbered(row.text);
  request.set_title("Báo cáo thực hiện chương trình");
  request.add_recipients("LĐLĐ tỉnh");
  request.add_recipients("Huyện ủy");
  *request.mutable_as_of_date() = support::DateOf(row.date);
  const auto issued = person.Call<v1::IssueReportResponse>(request);
  if (!issued.ok()) return issued;
  const v1::PeriodReport& report = issued->report();
  EXPECT_EQ(report.name(), ReportName(row.what));
  const std::string label = absl::StrCat("report ", row.what, " ");
  for (const v1::IndicatorProgress& indicator : report.figures().indicators()) {
    Shows(row.figures, absl::StrCat(label, "indicator ", LineOf(indicator)));
  }
  for (const v1::IndicatorProgress& stand : report.figures().stands()) {
    Shows(row.figures, absl::StrCat(label, "stand ", LineOf(stand)));
  }
  Shows(row.figures, absl::StrCat(label, "timeliness ", LineOf(report.figures().timeliness())));
  for (const v1::StratumCoverage& stratum : report.figures().coverage()) {
    Shows(row.figures, absl::StrCat(label, "coverage ", LineOf(stratum)));
  }
  for (const v1::LevelCount& level : report.figures().ratings()) {
    Shows(row.figures, absl::StrCat(label, "level ", level.level().empty() ? "-" : level.level(), " ", level.unions()));
  }
  reports_[row.what] = report.SerializeAsString();
  return issued;
}

void Player::TakeUpReportsThatGoUp() {
  acts_["issue-report"] = [this](Person& person, const Row& row) { return SendsReport(person, row); };
}

}  // namespace phancong::term_test
