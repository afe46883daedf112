// Every state × command × person of ratings. What is expected is written out below by hand, not read from the table.
#include "services/rules/rating_machine.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "services/rules/refusal.h"
#include "tests/rules/reasons.h"

namespace phancong::rules {
namespace {

constexpr v1::RatingState kStates[] = {v1::RATING_STATE_UNSPECIFIED, v1::RATING_STATE_SELF_RATED,
                                       v1::RATING_STATE_DECIDED};

std::string Outcome(const absl::StatusOr<v1::RatingState>& decided) {
  return decided.ok() ? std::string(StateName(*decided)) : ReasonOf(decided.status());
}

RatingStanding Standing(v1::RatingState state) {
  return {.name = "federations/f/unions/u/ratings/2025", .union_title = "CĐCS A", .state = state};
}

std::string Expected(RatingCommand command, v1::RatingState state, const RatingParticipant& person) {
  if (command == RatingCommand::kRateSelf) {
    if (!person.union_chair) return "NOT_CHAIR_OF_ASSIGNEE";
    return state == v1::RATING_STATE_DECIDED ? "RATING_STATE" : "SELF_RATED";
  }
  if (!person.standing_committee_head) return "POSITION_REQUIRED";
  if (state != v1::RATING_STATE_SELF_RATED) return "RATING_STATE";
  if (person.rated_it) return "AUTHOR_OF_REPORT";
  return person.position_in_union ? "POSITION_IN_ASSIGNEE" : "DECIDED";
}

TEST(TheRatingMachine, DecidesEveryStateCommandAndPersonAsWrittenOut) {
  for (const RatingCommand command : {RatingCommand::kRateSelf, RatingCommand::kDecide}) {
    for (const v1::RatingState state : kStates) {
      for (unsigned bits = 0; bits < 16; ++bits) {
        const RatingParticipant person{.union_chair = (bits & 1) != 0,
                                       .standing_committee_head = (bits & 2) != 0,
                                       .position_in_union = (bits & 4) != 0,
                                       .rated_it = (bits & 8) != 0};
        EXPECT_EQ(Outcome(Decide(command, Standing(state), person, {.has_decision = true})),
                  Expected(command, state, person))
            << static_cast<int>(command) << " in " << StateName(state) << " by " << bits;
      }
    }
  }
}

TEST(TheRatingMachine, LooksAtFactsInOneOrder) {
  const RatingParticipant chair{.union_chair = true};
  const RatingParticipant head{.standing_committee_head = true};
  for (const RatingCommand command : {RatingCommand::kRateSelf, RatingCommand::kDecide}) {
    const RatingParticipant& person = command == RatingCommand::kRateSelf ? chair : head;
    RatingStanding rating = Standing(v1::RATING_STATE_SELF_RATED);
    rating.in_being = Refuse(v1::ERROR_REASON_UNION_ENDED);
    rating.period_sealed = true;
    rating.too_young_until = DayOf(2026, 3, 1);
    RatingProposal proposal{.fit = Refuse(v1::ERROR_REASON_INVALID_FIELD), .unexplained = {"results"}};
    const auto next = [&](const char* reason) {
      EXPECT_EQ(Outcome(Decide(command, rating, person, proposal)), reason);
    };
    next("UNION_ENDED");
    rating.in_being = absl::OkStatus();
    next("PERIOD_SEALED");
    rating.period_sealed = false;
    next("TOO_YOUNG_TO_RATE");
    rating.too_young_until = 0;
    next("INVALID_FIELD");
    proposal.fit = absl::OkStatus();
    next("REASON_REQUIRED");
    proposal.unexplained.clear();
    next(command == RatingCommand::kRateSelf ? "SELF_RATED" : "DECISION_REQUIRED");
  }
}

TEST(TheRatingMachine, SaysWhyInBothLanguages) {
  const RatingParticipant chair{.union_chair = true};
  const absl::Status state = Decide(RatingCommand::kRateSelf, Standing(v1::RATING_STATE_DECIDED), chair, {}).status();
  EXPECT_EQ(MessageOf(state, "vi"),
            "Xếp loại federations/f/unions/u/ratings/2025: đã quyết định; việc này chỉ làm được khi: chưa tự xếp loại, "
            "đã tự xếp loại.");
  EXPECT_EQ(MessageOf(state, "en"),
            "Rating federations/f/unions/u/ratings/2025: DECIDED; this can be done only when: NOT_RATED, SELF_RATED.");
  RatingStanding young = Standing(v1::RATING_STATE_UNSPECIFIED);
  young.too_young_until = DayOf(2026, 3, 1);
  EXPECT_EQ(MessageOf(Decide(RatingCommand::kRateSelf, young, chair, {}).status(), "vi"),
            "CĐCS A mới thành lập, chia tách hoặc sáp nhập; chỉ xếp loại từ ngày 01/03/2026.");
  const absl::Status reason =
      Decide(RatingCommand::kRateSelf, Standing(v1::RATING_STATE_UNSPECIFIED), chair, {.unexplained = {"a", "b"}})
          .status();
  EXPECT_EQ(MessageOf(reason, "vi"), "Phải ghi lý do: điểm tự chấm khác điểm máy tính ở tiêu chí a, b.");
}

TEST(TheRatingMachine, HasTheseSteps) {
  std::vector<std::string> steps;
  for (const RatingTransition& row : RatingTransitions()) {
    for (const v1::RatingState from : row.from) {
      steps.push_back(std::string(StateName(from)) + " " + std::string(row.name) + " " +
                      std::string(StateName(row.to)));
    }
  }
  EXPECT_EQ(steps, (std::vector<std::string>{"NOT_RATED RateSelf SELF_RATED", "SELF_RATED RateSelf SELF_RATED",
                                             "SELF_RATED Decide DECIDED"}));
  for (const v1::RatingState state : kStates) EXPECT_EQ(RatingStateFromName(StateName(state)), state);
  EXPECT_TRUE(IsDecided(v1::RATING_STATE_DECIDED));
  EXPECT_FALSE(IsDecided(v1::RATING_STATE_SELF_RATED));
}

}  // namespace
}  // namespace phancong::rules
