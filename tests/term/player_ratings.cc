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

}  // namespace phancong::term_test
