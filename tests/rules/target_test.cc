#include "services/rules/target.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <limits>
#include <string>

#include "services/rules/dates.h"
#include "tests/rules/reasons.h"

namespace phancong::rules {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr int64_t kMost = 1'000'000'000'000'000;

v1::Programme AProgramme() {
  v1::Programme programme;
  for (const char* level : {"EXCELLENT", "GOOD", "DONE", "NOT_DONE"})
    programme.mutable_rating()->add_levels()->set_id(level);
  programme.add_evidence_kinds()->set_id("minutes");
  programme.mutable_evidence_kinds(0)->mutable_title()->set_vi("Biên bản");
  programme.mutable_evidence_kinds(0)->mutable_title()->set_en("Minutes");
  programme.add_evidence_kinds()->set_id("list");
  programme.mutable_evidence_kinds(1)->mutable_title()->set_vi("Danh sách");
  programme.add_evidence_kinds()->set_id("scan");
  return programme;
}

// Figures "a", "b", … with these targets.
v1::Item ItemOf(v1::Item::Measure measure, std::initializer_list<int64_t> targets) {
  v1::Item item;
  item.set_id("2.3");
  item.set_kind(v1::Item::KIND_INDICATOR);
  item.set_measure(measure);
  char id = 'a';
  for (const int64_t target : targets) {
    v1::Figure& figure = *item.add_figures();
    figure.set_id(std::string(1, id++));
    figure.set_target(target);
  }
  return item;
}

v1::FigureValue& Value(v1::Report& report, const std::string& figure) {
  v1::FigureValue& value = *report.add_figures();
  value.set_figure(figure);
  return value;
}

// A report of figures "a", "b", …: only numerators.
v1::Report Counting(std::initializer_list<int64_t> numerators) {
  v1::Report report;
  char id = 'a';
  for (const int64_t numerator : numerators) Value(report, std::string(1, id++)).set_numerator(numerator);
  return report;
}

v1::Report Ratio(std::initializer_list<std::pair<int64_t, int64_t>> figures) {
  v1::Report report;
  char id = 'a';
  for (const auto& [numerator, denominator] : figures) {
    v1::FigureValue& value = Value(report, std::string(1, id++));
    value.set_numerator(numerator);
    value.set_denominator(denominator);
  }
  return report;
}

v1::Report& NotApplicable(v1::Report& report, const std::string& figure) {
  Value(report, figure).set_not_applicable_reason("Đơn vị không có lao động trực tiếp.");
  return report;
}

v1::Report& Bringing(v1::Report& report, const std::string& kind, const std::string& number) {
  v1::Evidence& evidence = *report.add_evidence();
  evidence.set_kind(kind);
  evidence.mutable_document()->set_number(number);
  return report;
}

// --- Percentages.

TEST(APercentage, IsMetFromItsBorderOn) {
  EXPECT_TRUE(MeetsPercent(85, 100, 85));
  EXPECT_FALSE(MeetsPercent(84, 100, 85));
  EXPECT_TRUE(MeetsPercent(17, 20, 85));
  EXPECT_FALSE(MeetsPercent(16, 20, 85));
  EXPECT_TRUE(MeetsPercent(6, 7, 85));     // 85.7
  EXPECT_FALSE(MeetsPercent(11, 13, 85));  // 84.6
  EXPECT_FALSE(MeetsPercent(849'999, 1'000'000, 85));
  EXPECT_TRUE(MeetsPercent(850'000, 1'000'000, 85));
  EXPECT_TRUE(MeetsPercent(3, 2, 150));
  EXPECT_TRUE(MeetsPercent(0, 5, 0));
  EXPECT_FALSE(MeetsPercent(0, 5, 1));
}

TEST(APercentage, OfNothingMeetsNothing) {
  EXPECT_FALSE(MeetsPercent(0, 0, 0));
  EXPECT_FALSE(MeetsPercent(5, 0, 1));
  EXPECT_FALSE(MeetsPercent(5, -1, 1));
}

TEST(APercentage, IsExactForTheGreatestNumbers) {
  constexpr int64_t kGreatest = std::numeric_limits<int64_t>::max();
  EXPECT_TRUE(MeetsPercent(kGreatest, kGreatest, 100));
  EXPECT_FALSE(MeetsPercent(kGreatest - 1, kGreatest, 100));
  EXPECT_FALSE(MeetsPercent(kGreatest, kGreatest, 101));
  EXPECT_TRUE(MeetsPercent(kMost, kMost, 100));
  EXPECT_FALSE(MeetsPercent(kMost - 1, kMost, 100));
  EXPECT_TRUE(MeetsPercent(kMost / 100 * 85, kMost, 85));
  EXPECT_FALSE(MeetsPercent(kMost / 100 * 85 - 1, kMost, 85));
}

// --- A report kept as progress.

absl::Status Checked(const v1::Item& item, const v1::Report& report) { return CheckReport(item, AProgramme(), report); }

TEST(AReportOfProgress, MayBeEmptyOrHalf) {
  const v1::Item item = ItemOf(v1::Item::MEASURE_RATIO, {70, 70});
  EXPECT_TRUE(Checked(item, {}).ok());
  v1::Report half;
  Value(half, "a").set_denominator(40);
  EXPECT_TRUE(Checked(item, half).ok());
  EXPECT_TRUE(Checked(item, Ratio({{50, 40}})).ok());
}

TEST(AReportOfProgress, NamesNoFigureThatTheItemDoesNotHave) {
  const absl::Status status = Checked(ItemOf(v1::Item::MEASURE_COUNT, {20}), Counting({1, 2}));
  EXPECT_EQ(ReasonOf(status), "INVALID_FIELD");
  EXPECT_THAT(FieldsOf(status), ElementsAre("report.figures[1].figure"));
}

TEST(AReportOfProgress, NamesNoFigureTwice) {
  v1::Report twice = Counting({1});
  Value(twice, "a").set_numerator(1);
  EXPECT_THAT(FieldsOf(Checked(ItemOf(v1::Item::MEASURE_COUNT, {20}), twice)), ElementsAre("report.figures[1].figure"));
}

TEST(AReportOfProgress, HasNumbersFromZeroToTheGreatest) {
  const v1::Item ratio = ItemOf(v1::Item::MEASURE_RATIO, {70});
  EXPECT_TRUE(Checked(ratio, Ratio({{0, kMost}})).ok());
  EXPECT_TRUE(Checked(ratio, Ratio({{kMost, 0}})).ok());
  EXPECT_THAT(FieldsOf(Checked(ratio, Ratio({{-1, kMost + 1}}))),
              ElementsAre("report.figures[0].numerator", "report.figures[0].denominator"));
  EXPECT_THAT(FieldsOf(Checked(ratio, Ratio({{kMost + 1, -1}}))),
              ElementsAre("report.figures[0].numerator", "report.figures[0].denominator"));
}

TEST(AReportOfProgress, HasADenominatorOnlyInARatio) {
  for (const v1::Item::Measure measure :
       {v1::Item::MEASURE_COVERAGE, v1::Item::MEASURE_COUNT, v1::Item::MEASURE_AVERAGE, v1::Item::MEASURE_LEVEL,
        v1::Item::MEASURE_JUDGEMENT}) {
    EXPECT_THAT(FieldsOf(Checked(ItemOf(measure, {1}), Ratio({{1, 1}}))), ElementsAre("report.figures[0].denominator"))
        << measure;
  }
}

TEST(AReportOfProgress, SaysYesOrNoToAFact) {
  const v1::Item item = ItemOf(v1::Item::MEASURE_COVERAGE, {85});
  EXPECT_TRUE(Checked(item, Counting({0})).ok());
  EXPECT_TRUE(Checked(item, Counting({1})).ok());
  EXPECT_THAT(FieldsOf(Checked(item, Counting({2}))), ElementsAre("report.figures[0].numerator"));
  EXPECT_THAT(FieldsOf(Checked(item, Counting({-1}))), ElementsAre("report.figures[0].numerator"));
}

TEST(AReportOfProgress, NamesALevelOfTheProgramme) {
  const v1::Item item = ItemOf(v1::Item::MEASURE_LEVEL, {0});
  EXPECT_TRUE(Checked(item, Counting({0})).ok());
  EXPECT_TRUE(Checked(item, Counting({3})).ok());
  EXPECT_THAT(FieldsOf(Checked(item, Counting({4}))), ElementsAre("report.figures[0].numerator"));
  EXPECT_THAT(FieldsOf(Checked(item, Counting({-1}))), ElementsAre("report.figures[0].numerator"));
}

TEST(AReportOfProgress, HasNoNumberBesideTheReasonForNone) {
  v1::Report report;
  NotApplicable(report, "a");
  EXPECT_TRUE(Checked(ItemOf(v1::Item::MEASURE_RATIO, {70}), report).ok());
  report.mutable_figures(0)->set_numerator(0);
  EXPECT_THAT(FieldsOf(Checked(ItemOf(v1::Item::MEASURE_RATIO, {70}), report)),
              ElementsAre("report.figures[0].not_applicable_reason"));
}

TEST(AReportOfProgress, BringsEvidenceThatTheProgrammeKnows) {
  const v1::Item item = ItemOf(v1::Item::MEASURE_COUNT, {20});
  v1::Report report;
  // Also of a kind that the item does not ask for.
  EXPECT_TRUE(Checked(item, Bringing(report, "scan", "01/BB")).ok());
  EXPECT_THAT(FieldsOf(Checked(item, Bringing(report, "photo", "2"))), ElementsAre("report.evidence[1].kind"));
}

TEST(AReportOfProgress, NamesDatesThatExist) {
  v1::Report report;
  Bringing(report, "scan", "01/BB");
  google::type::Date impossible = DateOf(DayOf(2025, 2, 1));
  impossible.set_day(30);
  *report.mutable_evidence(0)->mutable_document()->mutable_date() = impossible;
  *report.mutable_document()->mutable_date() = impossible;
  EXPECT_THAT(FieldsOf(Checked(ItemOf(v1::Item::MEASURE_COUNT, {20}), report)),
              ElementsAre("report.evidence[0].document.date", "report.document.date"));
}

TEST(AReportOfProgress, IsNoNovel) {
  const v1::Item item = ItemOf(v1::Item::MEASURE_COUNT, {20});
  const auto characters = [](int n) {
    std::string text;
    for (int i = 0; i < n; ++i) text += "ệ";
    return text;
  };
  v1::Report report;
  Value(report, "a").set_not_applicable_reason(characters(2'000));
  report.set_narrative(characters(10'000));
  report.mutable_document()->set_number(characters(100));
  EXPECT_TRUE(Checked(item, report).ok()) << Checked(item, report);
  report.mutable_figures(0)->set_not_applicable_reason(characters(2'001));
  report.set_narrative(characters(10'001));
  report.mutable_document()->set_number(characters(101));
  EXPECT_THAT(FieldsOf(Checked(item, report)),
              ElementsAre("report.figures[0].not_applicable_reason", "report.narrative", "report.document.number"));
}

// --- A report to be submitted.

absl::Status Complete(const v1::Item& item, const v1::Report& report) {
  return CheckComplete(item, AProgramme(), report);
}

TEST(ASubmission, HasEveryFigure) {
  v1::Item item = ItemOf(v1::Item::MEASURE_RATIO, {100, 100});
  item.mutable_figures(0)->mutable_title()->set_vi("Kinh phí công đoàn");
  item.mutable_figures(1)->mutable_title()->set_vi("Đoàn phí");
  item.mutable_figures(1)->mutable_title()->set_en("Dues");
  EXPECT_TRUE(Complete(item, Ratio({{5, 5}, {0, 3}})).ok());
  EXPECT_EQ(ReasonOf(Complete(item, {})), "FIGURES_MISSING");
  EXPECT_EQ(MessageOf(Complete(item, {}), "vi"),
            "Còn thiếu số liệu: a (Kinh phí công đoàn), b (Đoàn phí). Hãy điền, hoặc ghi “không áp dụng” kèm lý do.");
  EXPECT_THAT(MessageOf(Complete(item, Ratio({{5, 5}})), "en"), HasSubstr("Figures are missing: b (Dues)."));

  v1::Report without_denominator = Ratio({{5, 5}});
  Value(without_denominator, "b").set_numerator(3);
  EXPECT_EQ(ReasonOf(Complete(item, without_denominator)), "FIGURES_MISSING");
  v1::Report without_numerator = Ratio({{5, 5}});
  Value(without_numerator, "b").set_denominator(3);
  EXPECT_EQ(ReasonOf(Complete(item, without_numerator)), "FIGURES_MISSING");
  v1::Report named_only = Ratio({{5, 5}});
  Value(named_only, "b");
  EXPECT_EQ(ReasonOf(Complete(item, named_only)), "FIGURES_MISSING");
}

TEST(ASubmission, OfZeroIsNotMissing) {
  EXPECT_TRUE(Complete(ItemOf(v1::Item::MEASURE_COUNT, {20}), Counting({0})).ok());
  EXPECT_TRUE(Complete(ItemOf(v1::Item::MEASURE_RATIO, {70}), Ratio({{0, 0}})).ok());
}

TEST(ASubmission, MaySayWithAReasonThatAFigureDoesNotApply) {
  const v1::Item item = ItemOf(v1::Item::MEASURE_RATIO, {100, 100});
  v1::Report report = Ratio({{5, 5}});
  EXPECT_TRUE(Complete(item, NotApplicable(report, "b")).ok());
}

TEST(ASubmission, IsCheckedInItsFormFirst) {
  EXPECT_EQ(ReasonOf(Complete(ItemOf(v1::Item::MEASURE_RATIO, {70}), Ratio({{-1, 4}}))), "INVALID_FIELD");
}

TEST(ASubmission, HasNoNumeratorAboveItsDenominator) {
  v1::Item item = ItemOf(v1::Item::MEASURE_RATIO, {70});
  item.mutable_figures(0)->mutable_title()->set_vi("Lao động được tập huấn");
  EXPECT_TRUE(Complete(item, Ratio({{40, 40}})).ok());
  const absl::Status status = Complete(item, Ratio({{41, 40}}));
  EXPECT_EQ(ReasonOf(status), "NUMERATOR_EXCEEDS");
  EXPECT_EQ(MessageOf(status, "vi"), "Số liệu a (Lao động được tập huấn): tử số 41 lớn hơn mẫu số 40.");
}

TEST(ASubmission, MayExceedWhereTheFigureSaysSo) {
  v1::Item item = ItemOf(v1::Item::MEASURE_RATIO, {100, 100});
  item.mutable_figures(0)->set_may_exceed(true);
  EXPECT_TRUE(Complete(item, Ratio({{41, 40}, {40, 40}})).ok());
  EXPECT_EQ(ReasonOf(Complete(item, Ratio({{40, 40}, {41, 40}}))), "NUMERATOR_EXCEEDS");
}

TEST(ASubmission, BringsTheEvidenceAskedFor) {
  v1::Item item = ItemOf(v1::Item::MEASURE_COVERAGE, {85});
  item.add_evidence("minutes");
  item.add_evidence("list");
  v1::Report report = Counting({1});
  const absl::Status none = Complete(item, report);
  EXPECT_EQ(ReasonOf(none), "EVIDENCE_MISSING");
  EXPECT_EQ(MessageOf(none, "vi"), "Còn thiếu minh chứng: minutes (Biên bản), list (Danh sách).");
  EXPECT_EQ(MessageOf(none, "en"), "Evidence is missing: minutes (Minutes), list (Danh sách).");
  EXPECT_THAT(MessageOf(Complete(item, Bringing(report, "minutes", "05/BB")), "vi"), Not(HasSubstr("minutes")));
  EXPECT_TRUE(Complete(item, Bringing(report, "list", "06/DS")).ok());
}

TEST(ASubmission, BringsNoEvidenceByNamingItsKindAlone) {
  v1::Item item = ItemOf(v1::Item::MEASURE_COVERAGE, {85});
  item.add_evidence("minutes");
  v1::Report report = Counting({1});
  EXPECT_EQ(ReasonOf(Complete(item, Bringing(report, "minutes", ""))), "EVIDENCE_MISSING");
  report.mutable_evidence(0)->set_note("Ảnh chụp hội nghị ngày 15/3");
  EXPECT_TRUE(Complete(item, report).ok());
}

TEST(ASubmission, ThatDoesNotApplyBringsNeitherEvidenceNorDocument) {
  v1::Item item = ItemOf(v1::Item::MEASURE_LEVEL, {0});
  item.add_evidence("minutes");
  v1::Report report;
  EXPECT_TRUE(Complete(item, NotApplicable(report, "a")).ok());
}

TEST(ASubmission, ThatDoesNotApplyInPartBringsItsEvidence) {
  v1::Item item = ItemOf(v1::Item::MEASURE_RATIO, {100, 100});
  item.add_evidence("minutes");
  v1::Report report = Ratio({{1, 1}});
  EXPECT_EQ(ReasonOf(Complete(item, NotApplicable(report, "b"))), "EVIDENCE_MISSING");
}

TEST(ASubmission, OfAPlanOrALevelHasItsDocument) {
  v1::Item plan = ItemOf(v1::Item::MEASURE_JUDGEMENT, {});
  plan.set_kind(v1::Item::KIND_PLAN);
  const v1::Item level = ItemOf(v1::Item::MEASURE_LEVEL, {0});
  for (const auto& [item, filled] : {std::pair(plan, v1::Report()), std::pair(level, Counting({1}))}) {
    v1::Report report = filled;
    EXPECT_EQ(ReasonOf(Complete(item, report)), "DOCUMENT_MISSING");
    report.mutable_document()->set_number("15/KH-LĐLĐ");
    EXPECT_EQ(ReasonOf(Complete(item, report)), "DOCUMENT_MISSING");
    *report.mutable_document()->mutable_date() = DateOf(DayOf(2025, 3, 1));
    EXPECT_TRUE(Complete(item, report).ok());
    report.mutable_document()->clear_number();
    EXPECT_EQ(ReasonOf(Complete(item, report)), "DOCUMENT_MISSING");
  }
}

TEST(ASubmission, OfADutyNeedsNoDocument) {
  v1::Item duty = ItemOf(v1::Item::MEASURE_JUDGEMENT, {});
  duty.set_kind(v1::Item::KIND_DUTY);
  EXPECT_TRUE(Complete(duty, {}).ok());
}

// --- Not applicable.

TEST(AReport, DoesNotApplyWhereNoFigureDoes) {
  const v1::Item item = ItemOf(v1::Item::MEASURE_RATIO, {100, 100});
  v1::Report report;
  EXPECT_FALSE(IsNotApplicable(item, report));
  NotApplicable(report, "a");
  EXPECT_FALSE(IsNotApplicable(item, report));
  NotApplicable(report, "b");
  EXPECT_TRUE(IsNotApplicable(item, report));
  EXPECT_FALSE(IsNotApplicable(ItemOf(v1::Item::MEASURE_JUDGEMENT, {}), v1::Report()));
}

// --- Whether a result meets.

bool Meets(const v1::Item& item, const v1::Report& result, bool judged_met = false) {
  return ResultMeets(item, AProgramme(), result, judged_met);
}

TEST(ACoverage, IsMetWhereEveryFactIsYes) {
  const v1::Item conference_and_dialogue = ItemOf(v1::Item::MEASURE_COVERAGE, {85, 85});
  EXPECT_TRUE(Meets(conference_and_dialogue, Counting({1, 1})));
  EXPECT_FALSE(Meets(conference_and_dialogue, Counting({1, 0})));
  EXPECT_FALSE(Meets(conference_and_dialogue, Counting({0, 1})));
  EXPECT_FALSE(Meets(conference_and_dialogue, Counting({1})));
  EXPECT_FALSE(Meets(conference_and_dialogue, Counting({0, 0}), true));
}

TEST(ACoverage, LooksAtTheFactsThatApply) {
  const v1::Item item = ItemOf(v1::Item::MEASURE_COVERAGE, {85, 85});
  v1::Report yes = Counting({1});
  EXPECT_TRUE(Meets(item, NotApplicable(yes, "b")));
  v1::Report no = Counting({0});
  EXPECT_FALSE(Meets(item, NotApplicable(no, "b")));
}

TEST(ARatio, IsMetFigureByFigure) {
  const v1::Item item = ItemOf(v1::Item::MEASURE_RATIO, {100, 70});
  EXPECT_TRUE(Meets(item, Ratio({{10, 10}, {7, 10}})));
  EXPECT_FALSE(Meets(item, Ratio({{9, 10}, {10, 10}})));
  EXPECT_FALSE(Meets(item, Ratio({{10, 10}, {6, 10}})));
  EXPECT_FALSE(Meets(item, Ratio({{0, 0}, {7, 10}})));
  v1::Report in_part;
  NotApplicable(in_part, "a");
  v1::FigureValue& value = Value(in_part, "b");
  value.set_numerator(7);
  value.set_denominator(10);
  EXPECT_TRUE(Meets(item, in_part));
}

TEST(ACountOrAnAverage, IsMetFromItsTargetOn) {
  for (const v1::Item::Measure measure : {v1::Item::MEASURE_COUNT, v1::Item::MEASURE_AVERAGE}) {
    const v1::Item item = ItemOf(measure, {20});
    EXPECT_FALSE(Meets(item, Counting({19})));
    EXPECT_TRUE(Meets(item, Counting({20})));
    EXPECT_TRUE(Meets(item, Counting({21})));
    EXPECT_FALSE(Meets(item, {}));
  }
  v1::Report named_only;
  Value(named_only, "a");
  EXPECT_FALSE(Meets(ItemOf(v1::Item::MEASURE_COUNT, {0}), named_only));
}

TEST(ALevel, IsMetByItselfAndByEveryBetterOne) {
  v1::Item item = ItemOf(v1::Item::MEASURE_LEVEL, {0});
  item.set_target_level("GOOD");
  EXPECT_TRUE(Meets(item, Counting({0})));
  EXPECT_TRUE(Meets(item, Counting({1})));
  EXPECT_FALSE(Meets(item, Counting({2})));
  EXPECT_FALSE(Meets(item, Counting({3})));
  EXPECT_FALSE(Meets(item, {}));
  item.set_target_level("NO_SUCH_LEVEL");
  EXPECT_FALSE(Meets(item, Counting({0})));
}

TEST(AJudgement, IsWhatTheReviewerSays) {
  for (const v1::Item::Measure measure : {v1::Item::MEASURE_DONE, v1::Item::MEASURE_JUDGEMENT}) {
    EXPECT_TRUE(Meets(ItemOf(measure, {}), {}, true));
    EXPECT_FALSE(Meets(ItemOf(measure, {}), {}, false));
  }
}

TEST(WhatDoesNotApply, MeetsNothing) {
  for (const v1::Item::Measure measure :
       {v1::Item::MEASURE_COVERAGE, v1::Item::MEASURE_RATIO, v1::Item::MEASURE_COUNT, v1::Item::MEASURE_AVERAGE,
        v1::Item::MEASURE_LEVEL, v1::Item::MEASURE_DONE, v1::Item::MEASURE_JUDGEMENT}) {
    v1::Report report;
    EXPECT_FALSE(Meets(ItemOf(measure, {0}), NotApplicable(report, "a"), true)) << measure;
  }
}

// --- Whether two reports say the same.

TEST(TwoReports, SayTheSameInAnyOrderAndWords) {
  v1::Report a = Ratio({{1, 2}, {3, 4}});
  v1::Report b;
  *b.add_figures() = a.figures(1);
  *b.add_figures() = a.figures(0);
  b.set_narrative("Nói cách khác");
  Bringing(b, "scan", "1");
  EXPECT_TRUE(SameValues(a, b));
  NotApplicable(a, "c");
  Value(b, "c").set_not_applicable_reason("Lý do khác");
  EXPECT_TRUE(SameValues(a, b));
  EXPECT_TRUE(SameValues({}, {}));
}

TEST(TwoReports, DifferByAnyNumber) {
  EXPECT_FALSE(SameValues(Ratio({{1, 2}}), Ratio({{1, 3}})));
  EXPECT_FALSE(SameValues(Ratio({{1, 2}}), Ratio({{2, 2}})));
  EXPECT_FALSE(SameValues(Ratio({{1, 2}}), Ratio({{1, 2}, {0, 0}})));
  EXPECT_FALSE(SameValues(Counting({0}), {}));
  v1::Report none;
  EXPECT_FALSE(SameValues(Counting({0}), NotApplicable(none, "a")));
}

TEST(TwoReports, DoNotDifferByAFigureThatIsOnlyNamed) {
  v1::Report named_only;
  Value(named_only, "a");
  EXPECT_TRUE(SameValues(named_only, {}));
}

TEST(TwoReports, DifferByTheirDocument) {
  v1::Report a;
  a.mutable_document()->set_number("15/KH-LĐLĐ");
  *a.mutable_document()->mutable_date() = DateOf(DayOf(2025, 3, 1));
  a.mutable_document()->set_issuer("LĐLĐ huyện");
  v1::Report b = a;
  EXPECT_TRUE(SameValues(a, b));
  b.mutable_document()->set_number("16/KH-LĐLĐ");
  EXPECT_FALSE(SameValues(a, b));
  b = a;
  b.mutable_document()->mutable_date()->set_day(2);
  EXPECT_FALSE(SameValues(a, b));
  b = a;
  b.mutable_document()->set_issuer("LĐLĐ tỉnh");
  EXPECT_FALSE(SameValues(a, b));
}

// --- Properties.

RC_GTEST_PROP(AReport, ThatIsCompleteMayBeKeptAsProgressToo, ()) {
  const auto measure = static_cast<v1::Item::Measure>(*rc::gen::inRange(1, 8));
  const v1::Item item = ItemOf(measure, {50, 50});
  v1::Report report;
  for (const char* id : {"a", "b"}) {
    v1::FigureValue& value = Value(report, id);
    if (*rc::gen::arbitrary<bool>()) value.set_numerator(*rc::gen::inRange<int64_t>(-1, 5));
    if (*rc::gen::arbitrary<bool>()) value.set_denominator(*rc::gen::inRange<int64_t>(-1, 5));
    if (*rc::gen::arbitrary<bool>()) value.set_not_applicable_reason("không có");
  }
  if (Complete(item, report).ok()) RC_ASSERT(Checked(item, report).ok());
  RC_ASSERT(SameValues(report, report));
}

}  // namespace
}  // namespace phancong::rules
