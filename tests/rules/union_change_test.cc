#include "services/rules/union_change.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/rules/reasons.h"

namespace phancong::rules {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;
using testing::UnorderedElementsAre;

const Day kJanuary = DayOf(2025, 1, 1);
const Day kJuly = DayOf(2025, 7, 1);
const Day kToday = DayOf(2025, 7, 10);

// Types A and B; members (required), women (at most members), eligible (a flag), elected (a date).
v1::Programme Programme() {
  v1::Programme programme;
  programme.add_union_types()->set_id("A");
  programme.add_union_types()->set_id("B");
  const auto fact = [&](const char* id, v1::Fact::Kind kind) {
    v1::Fact& added = *programme.add_facts();
    added.set_id(id);
    added.set_kind(kind);
    return &added;
  };
  fact("members", v1::Fact::KIND_NUMBER)->set_required(true);
  fact("women", v1::Fact::KIND_NUMBER)->set_at_most_fact("members");
  fact("eligible", v1::Fact::KIND_FLAG);
  fact("elected", v1::Fact::KIND_DATE);
  return programme;
}

ChangingUnion Union(const std::string& id, std::map<std::string, int64_t> facts, const std::string& type = "A") {
  return {.id = id,
          .title = "CĐCS " + id,
          .type = type,
          .place = "Bắc Quang",
          .founded_day = DayOf(2000, 5, 1),
          .ended_day = 0,
          .formed_day = kJanuary,
          .fact_day = kJanuary,
          .facts = std::move(facts)};
}

WantedUnion Wanted(const std::string& id, const std::string& title = "", const std::string& type = "",
                   std::map<std::string, int64_t> facts = {}) {
  return {.id = id, .title = title, .type = type, .place = {}, .facts = std::move(facts)};
}

UnionChangeProposal Proposal(v1::UnionChangeKind kind, std::vector<ChangingUnion> from, std::vector<WantedUnion> into) {
  return {.kind = kind,
          .on_day = kJuly,
          .today = kToday,
          .sealed_until = 0,
          .from = std::move(from),
          .into = std::move(into),
          .taken = {}};
}

std::string Outcome(const UnionChangeProposal& proposal) {
  const absl::Status status = PlanUnionChange(proposal, Programme()).status();
  const std::vector<std::string> fields = FieldsOf(status);
  return fields.empty() ? ReasonOf(status) : ReasonOf(status) + " " + fields.front();
}

UnionChangeProposal Merger() {
  return Proposal(v1::UNION_CHANGE_KIND_MERGED,
                  {Union("a", {{"members", 20}, {"women", 5}, {"eligible", 1}}),
                   Union("b", {{"members", 30}, {"elected", kJanuary}})},
                  {Wanted("c", "CĐCS C", "B")});
}

TEST(UnionChange, MergedIntoANewOneSumsNumbersAndNothingElse) {
  const auto plan = PlanUnionChange(Merger(), Programme());
  ASSERT_TRUE(plan.ok()) << plan.status();
  EXPECT_THAT(plan->ended, ElementsAre("a", "b"));
  ASSERT_EQ(plan->into.size(), 1U);
  EXPECT_TRUE(plan->into[0].is_new);
  EXPECT_EQ(plan->into[0].founded_day, kJuly);
  EXPECT_THAT(plan->into[0].facts, UnorderedElementsAre(Pair("members", 50), Pair("women", 5)));
}

TEST(UnionChange, MergedIntoOneOfThemKeepsWhatItHad) {
  UnionChangeProposal proposal = Merger();
  proposal.into = {Wanted("b", "", "", {{"women", 7}})};
  const auto plan = PlanUnionChange(proposal, Programme());
  ASSERT_TRUE(plan.ok()) << plan.status();
  EXPECT_THAT(plan->ended, ElementsAre("a"));
  EXPECT_FALSE(plan->into[0].is_new);
  EXPECT_EQ(plan->into[0].title, "CĐCS b");
  EXPECT_EQ(plan->into[0].founded_day, DayOf(2000, 5, 1));
  EXPECT_THAT(plan->into[0].facts,
              UnorderedElementsAre(Pair("members", 50), Pair("women", 7), Pair("elected", kJanuary)));
}

TEST(UnionChange, SplitAsksForWhatIsRequiredOfEachPart) {
  UnionChangeProposal proposal =
      Proposal(v1::UNION_CHANGE_KIND_SPLIT, {Union("a", {{"members", 20}, {"eligible", 1}})},
               {Wanted("a", "", "", {{"members", 12}}), Wanted("b", "CĐCS B", "B", {{"members", 8}})});
  const auto plan = PlanUnionChange(proposal, Programme());
  ASSERT_TRUE(plan.ok()) << plan.status();
  EXPECT_THAT(plan->ended, IsEmpty());
  EXPECT_THAT(plan->into[0].facts, UnorderedElementsAre(Pair("members", 12), Pair("eligible", 1)));
  EXPECT_THAT(plan->into[1].facts, UnorderedElementsAre(Pair("members", 8)));
  proposal.into[0].facts.clear();
  EXPECT_EQ(Outcome(proposal), "INVALID_FIELD into[0].facts");
}

TEST(UnionChange, FoundedDissolvedRenamedAndChangedInType) {
  const ChangingUnion a = Union("a", {{"members", 20}});
  EXPECT_EQ(Outcome(Proposal(v1::UNION_CHANGE_KIND_FOUNDED, {}, {Wanted("n", "N", "A", {{"members", 1}})})), "OK");
  const auto dissolved = PlanUnionChange(Proposal(v1::UNION_CHANGE_KIND_DISSOLVED, {a}, {}), Programme());
  ASSERT_TRUE(dissolved.ok());
  EXPECT_THAT(dissolved->ended, ElementsAre("a"));
  const auto renamed =
      PlanUnionChange(Proposal(v1::UNION_CHANGE_KIND_RENAMED, {a}, {Wanted("", "CĐCS mới")}), Programme());
  ASSERT_TRUE(renamed.ok());
  EXPECT_THAT(renamed->ended, IsEmpty());
  EXPECT_EQ(renamed->into[0].id, "a");
  EXPECT_EQ(renamed->into[0].type, "A");
  const auto changed =
      PlanUnionChange(Proposal(v1::UNION_CHANGE_KIND_TYPE_CHANGED, {a}, {Wanted("a", "", "B")}), Programme());
  ASSERT_TRUE(changed.ok());
  EXPECT_EQ(changed->into[0].type, "B");
  EXPECT_EQ(changed->into[0].title, "CĐCS a");
}

TEST(UnionChange, EachKindTakesItsNumberOfUnions) {
  const ChangingUnion a = Union("a", {{"members", 20}});
  const ChangingUnion b = Union("b", {{"members", 20}});
  const WantedUnion n = Wanted("n", "N", "A", {{"members", 1}});
  const struct {
    v1::UnionChangeKind kind;
    std::vector<ChangingUnion> from;
    std::vector<WantedUnion> into;
    std::string outcome;
  } kCases[] = {
      {v1::UNION_CHANGE_KIND_UNSPECIFIED, {a}, {n}, "INVALID_FIELD kind"},
      {v1::UNION_CHANGE_KIND_ADMITTED, {}, {n}, "INVALID_FIELD kind"},
      {v1::UNION_CHANGE_KIND_FOUNDED, {a}, {n}, "INVALID_FIELD from"},
      {v1::UNION_CHANGE_KIND_FOUNDED, {}, {}, "INVALID_FIELD into"},
      {v1::UNION_CHANGE_KIND_DISSOLVED, {}, {}, "INVALID_FIELD from"},
      {v1::UNION_CHANGE_KIND_DISSOLVED, {a}, {n}, "INVALID_FIELD into"},
      {v1::UNION_CHANGE_KIND_MERGED, {a}, {n}, "INVALID_FIELD from"},
      {v1::UNION_CHANGE_KIND_MERGED, {a, a}, {n}, "INVALID_FIELD from[1]"},
      {v1::UNION_CHANGE_KIND_MERGED, {a, b}, {n, Wanted("m", "M", "A")}, "INVALID_FIELD into"},
      {v1::UNION_CHANGE_KIND_SPLIT, {a, b}, {n, Wanted("m", "M", "A")}, "INVALID_FIELD from"},
      {v1::UNION_CHANGE_KIND_SPLIT, {a}, {n}, "INVALID_FIELD into"},
      {v1::UNION_CHANGE_KIND_SPLIT, {a}, {n, n}, "INVALID_FIELD into[1].id"},
      {v1::UNION_CHANGE_KIND_RENAMED, {a}, {Wanted("b", "B")}, "INVALID_FIELD into[0].id"},
      {v1::UNION_CHANGE_KIND_RENAMED, {a}, {Wanted("a", "CĐCS a")}, "INVALID_FIELD into[0].title"},
      {v1::UNION_CHANGE_KIND_RENAMED, {a}, {Wanted("a", "Khác", "B")}, "INVALID_FIELD into[0].type"},
      {v1::UNION_CHANGE_KIND_TYPE_CHANGED, {a}, {Wanted("a", "", "A")}, "INVALID_FIELD into[0].type"},
      {v1::UNION_CHANGE_KIND_TYPE_CHANGED, {a}, {Wanted("a", "", "Z")}, "INVALID_FIELD into[0].type"},
      {v1::UNION_CHANGE_KIND_FOUNDED, {}, {Wanted("N.1", "N", "A")}, "INVALID_FIELD into[0].id"},
      {v1::UNION_CHANGE_KIND_FOUNDED, {}, {Wanted("n", "", "A")}, "INVALID_FIELD into[0].title"},
      {v1::UNION_CHANGE_KIND_FOUNDED, {}, {Wanted("n", "N", "A")}, "INVALID_FIELD into[0].facts"},
  };
  for (const auto& each : kCases) {
    EXPECT_EQ(Outcome(Proposal(each.kind, each.from, each.into)), each.outcome);
  }
}

TEST(UnionChange, TheDayIsNeitherTomorrowNorBeforeWhatIsKnown) {
  UnionChangeProposal proposal = Merger();
  proposal.on_day = kToday;
  EXPECT_EQ(Outcome(proposal), "OK");
  proposal.on_day = kToday + 1;
  EXPECT_EQ(Outcome(proposal), "INVALID_FIELD on_date");
  proposal.on_day = kJanuary;
  EXPECT_EQ(Outcome(proposal), "OK");
  proposal.on_day = kJanuary - 1;
  EXPECT_EQ(Outcome(proposal), "INVALID_FIELD on_date");

  // A sealed period ends on its last day.
  proposal = Merger();
  proposal.sealed_until = kJuly;
  EXPECT_EQ(Outcome(proposal), "PERIOD_SEALED");
  proposal.sealed_until = kJuly - 1;
  EXPECT_EQ(Outcome(proposal), "OK");

  proposal = Merger();
  proposal.from[1].founded_day = kJuly + 1;
  EXPECT_EQ(Outcome(proposal), "INVALID_FIELD on_date");
  proposal.from[1].founded_day = kJuly;
  EXPECT_EQ(Outcome(proposal), "OK");
}

TEST(UnionChange, LaterFactsStandInTheWayOnlyWhereFactsChange) {
  UnionChangeProposal proposal = Merger();
  proposal.from[0].fact_day = kJuly + 1;  // it ends
  EXPECT_EQ(Outcome(proposal), "OK");
  proposal.into = {Wanted("a")};  // it goes on, with their sum
  EXPECT_EQ(Outcome(proposal), "INVALID_FIELD on_date");
  ChangingUnion a = Union("a", {{"members", 20}});
  a.fact_day = kJuly + 1;
  EXPECT_EQ(Outcome(Proposal(v1::UNION_CHANGE_KIND_RENAMED, {a}, {Wanted("a", "Khác")})), "OK");
  EXPECT_EQ(Outcome(Proposal(v1::UNION_CHANGE_KIND_RENAMED, {a}, {Wanted("a", "Khác", "", {{"members", 3}})})),
            "INVALID_FIELD on_date");
}

TEST(UnionChange, OneThatHasEndedAndAnIdThatIsTaken) {
  UnionChangeProposal proposal = Merger();
  proposal.from[0].ended_day = kJanuary;
  EXPECT_EQ(Outcome(proposal), "UNION_ENDED");
  proposal = Merger();
  proposal.taken = {"c"};
  EXPECT_EQ(Outcome(proposal), "ALREADY_EXISTS");

  EXPECT_EQ(ReasonOf(CheckNotEnded("A", 0, kToday)), "OK");
  EXPECT_EQ(ReasonOf(CheckNotEnded("A", kToday + 1, kToday)), "OK");
  EXPECT_EQ(ReasonOf(CheckNotEnded("A", kToday, kToday)), "UNION_ENDED");
}

TEST(UnionChange, FactsAreOnesOfTheProgramme) {
  const struct {
    std::map<std::string, int64_t> facts;
    std::string outcome;
  } kCases[] = {
      {{{"members", 0}}, "OK"},
      {{{"members", 1'000'000'000}}, "OK"},
      {{{"members", 1'000'000'001}}, "INVALID_FIELD"},
      {{{"members", -1}}, "INVALID_FIELD"},
      {{}, "INVALID_FIELD"},
      {{{"women", 1}}, "INVALID_FIELD"},
      {{{"members", 5}, {"women", 5}}, "OK"},
      {{{"members", 5}, {"women", 6}}, "INVALID_FIELD"},
      {{{"members", 5}, {"eligible", 1}}, "OK"},
      {{{"members", 5}, {"eligible", 2}}, "INVALID_FIELD"},
      {{{"members", 5}, {"elected", DayOf(1899, 12, 31)}}, "INVALID_FIELD"},
      {{{"members", 5}, {"elected", DayOf(1900, 1, 1)}}, "OK"},
      {{{"members", 5}, {"height", 5}}, "INVALID_FIELD"},
  };
  for (const auto& each : kCases) {
    EXPECT_EQ(ReasonOf(CheckFacts(each.facts, Programme(), "facts")), each.outcome)
        << testing::PrintToString(each.facts);
  }
}

}  // namespace
}  // namespace phancong::rules
