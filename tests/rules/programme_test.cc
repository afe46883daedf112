// The programme file, counted and compared item by item with a table that was written from the programme itself; and
// wrong files, each with its line and field.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fmt/format.h"
#include "google/protobuf/text_format.h"
#include "google/protobuf/util/message_differencer.h"
#include "services/rules/dates.h"
#include "services/rules/programme_check.h"
#include "services/rules/scope.h"
#include "services/rules/text.h"

namespace phancong::rules {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;
using v1::Item;

constexpr char kFirst[] = "/deploy/programmes/bac-quang-2023-2028.textproto";
constexpr char kSecond[] = "/tests/programmes/second.textproto";

std::string FileText(const char* path) {
  std::ifstream file(std::string(PHANCONG_SOURCE_DIR) + path, std::ios::binary);
  EXPECT_TRUE(file.good()) << path;
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string Said(const std::vector<FileProblem>& problems) {
  std::string all;
  for (const FileProblem& one : problems) all += fmt::format("{}: {}: {} | {}\n", one.line, one.field, one.vi, one.en);
  return all;
}

v1::Programme Loaded(const char* path) {
  ProgrammeReading reading = ReadProgramme(FileText(path));
  EXPECT_THAT(reading.problems, IsEmpty()) << Said(reading.problems);
  return reading.programme.value_or(v1::Programme());
}

const v1::Programme& First() {
  static const v1::Programme& programme = *new v1::Programme(Loaded(kFirst));
  return programme;
}

template <typename Elements>
auto ById(const Elements& elements) {
  std::map<std::string, typename Elements::value_type> by_id;
  for (const auto& element : elements) by_id[element.id()] = element;
  return by_id;
}

template <typename List>
std::vector<std::string> Strings(const List& list) {
  return {list.begin(), list.end()};
}

std::vector<std::string> IdsWhere(const std::function<bool(const Item&)>& holds) {
  std::vector<std::string> ids;
  for (const Item& item : First().items()) {
    if (holds(item)) ids.push_back(item.id());
  }
  return ids;
}

// --------------------------------------------------------------------------------------------------- every item, by
// hand

constexpr auto kYear = Item::PERIOD_YEAR;
constexpr auto kTerm = Item::PERIOD_TERM;
constexpr auto kOnce = Item::PERIOD_ONCE;
constexpr auto kStanding = Item::PERIOD_STANDING;
constexpr auto kReported = Item::SOURCE_REPORTED;

struct Indicator {
  const char* id;
  const char* place;
  const char* field;
  const char* scope;
  Item::Period period;
  Item::Measure measure;
  std::vector<int> targets;
  Item::Source source;
};

const Indicator kIndicators[] = {
    {"1.1", "II.1(1)a", "representation", "eligible-for-agreement", kTerm, Item::MEASURE_COVERAGE, {100}, kReported},
    {"1.2", "II.1(1)b", "representation", "all", kTerm, Item::MEASURE_COVERAGE, {100}, kReported},
    {"1.3", "II.1(1)b", "representation", "public", kYear, Item::MEASURE_COVERAGE, {100}, kReported},
    {"1.4", "II.1(1)b", "representation", "enterprise", kYear, Item::MEASURE_COVERAGE, {85, 85}, kReported},
    {"1.5", "II.1(1)c", "representation", "all-and-federation", kTerm, Item::MEASURE_RATIO, {100}, kReported},
    {"1.6", "II.1(1)d", "representation", "federation", kTerm, Item::MEASURE_COUNT, {20}, kReported},
    {"2.1", "II.1(2)a", "communication", "public", kYear, Item::MEASURE_RATIO, {100}, kReported},
    {"2.2", "II.1(2)a", "communication", "enterprise", kYear, Item::MEASURE_RATIO, {90}, kReported},
    {"2.3", "II.1(2)a", "communication", "with-direct-workers", kYear, Item::MEASURE_RATIO, {70}, kReported},
    {"2.4", "II.1(2)b", "communication", "all", kYear, Item::MEASURE_RATIO, {100}, kReported},
    {"2.5", "II.1(2)c", "communication", "public", kTerm, Item::MEASURE_COVERAGE, {90}, kReported},
    {"2.6", "II.1(2)c", "communication", "enterprise", kTerm, Item::MEASURE_COVERAGE, {65}, kReported},
    {"3.1", "II.1(3)", "emulation", "all", kYear, Item::MEASURE_COVERAGE, {100}, kReported},
    {"4.1", "II.1(4)a", "organisation", "federation", kOnce, Item::MEASURE_COUNT, {4500}, Item::SOURCE_DIRECTORY},
    {"4.2", "II.1(4)b", "organisation", "newly-elected-chair", kYear, Item::MEASURE_RATIO, {100}, kReported},
    {"4.3", "II.1(4)c", "organisation", "federation", kYear, Item::MEASURE_LEVEL, {0}, kReported},
    {"4.4", "II.1(4)c", "organisation", "public", kYear, Item::MEASURE_COVERAGE, {95}, Item::SOURCE_RATINGS},
    {"4.5", "II.1(4)c", "organisation", "non-state", kYear, Item::MEASURE_COVERAGE, {75}, Item::SOURCE_RATINGS},
    {"4.6", "II.1(4)d", "organisation", "all", kYear, Item::MEASURE_AVERAGE, {1}, kReported},
    {"5.1", "II.1(5)", "women", "eligible-non-state-enterprise", kTerm, Item::MEASURE_COVERAGE, {100}, kReported},
    {"6.1", "II.1(6)", "finance", "all-and-federation", kYear, Item::MEASURE_RATIO, {100, 100}, kReported},
    {"6.2", "II.1(6)", "finance", "all-and-federation", kYear, Item::MEASURE_COVERAGE, {100}, kReported},
    {"7.1", "II.1(7)", "inspection", "federation", kYear, Item::MEASURE_DONE, {}, Item::SOURCE_INSPECTIONS},
    {"7.2", "II.1(7)", "inspection", "public", kYear, Item::MEASURE_COVERAGE, {30}, Item::SOURCE_INSPECTIONS},
    {"7.3", "II.1(7)", "inspection", "enterprise", kYear, Item::MEASURE_COVERAGE, {25}, Item::SOURCE_INSPECTIONS},
};

struct Plan {
  const char* id;
  const char* place;
  const char* field;
  Item::Body body;
  bool awaits_guidance;
};

const Plan kPlans[] = {
    {"P1", "II.2.1a", "representation", Item::BODY_STANDING_COMMITTEE, false},
    {"P2", "II.2.1b", "organisation", Item::BODY_STANDING_COMMITTEE, false},
    {"P3", "II.2.1c", "digital", Item::BODY_EXECUTIVE_COMMITTEE, false},
    {"P4", "II.2.2a", "communication", Item::BODY_STANDING_COMMITTEE, true},
    {"P5", "II.2.2b", "organisation", Item::BODY_STANDING_COMMITTEE, true},
    {"P6", "II.2.2c", "representation", Item::BODY_STANDING_COMMITTEE, true},
    {"P7", "II.2.2d", "representation", Item::BODY_STANDING_COMMITTEE, true},
    {"P8", "II.2.2e", "representation", Item::BODY_STANDING_COMMITTEE, true},
    {"P9", "II.2.2f", "organisation", Item::BODY_STANDING_COMMITTEE, true},
};

// Who: F the federation, U unions, B both; with an asterisk where that or the time is inferred.
struct Duty {
  const char* id;
  const char* place;
  const char* who;
  std::vector<Item::Period> when;
};

const Duty kDuties[] = {
    {"3.1.1", "III.1a", "F", {kStanding}},
    {"3.1.2", "III.1b", "B", {kStanding}},
    {"3.1.3", "III.1c", "B", {kStanding}},
    {"3.1.4", "III.1d", "B*", {kStanding, kYear}},
    {"3.1.5", "III.1e", "F*", {kStanding, kOnce}},
    {"3.1.6", "III.1f", "F*", {kStanding, kOnce}},
    {"3.1.7", "III.1g", "F*", {kStanding}},
    {"3.1.8", "III.1h", "B", {kYear}},
    {"3.1.9", "III.1i", "F*", {kStanding}},
    {"3.1.10", "III.1j", "B", {kStanding}},
    {"3.2.1", "III.2a", "B*", {kStanding}},
    {"3.2.2", "III.2b", "B*", {kOnce}},
    {"3.2.3", "III.2c", "B", {kStanding}},
    {"3.2.4", "III.2d", "B*", {kStanding, kYear}},
    {"3.2.5", "III.2e", "U", {kStanding}},
    {"3.2.6", "III.2f", "B*", {kStanding}},
    {"3.2.7", "III.2g", "B*", {kStanding}},
    {"3.3.1", "III.3a", "B*", {kStanding}},
    {"3.3.2", "III.3b", "B", {kYear}},
    {"3.3.3", "III.3c", "B", {kStanding}},
    {"3.4.1", "III.4a", "B", {kStanding}},
    {"3.4.2", "III.4b", "F*", {kStanding}},
    {"3.4.3", "III.4c", "F*", {kStanding, kOnce}},
    {"3.4.4", "III.4d", "B*", {kYear}},
    {"3.4.5", "III.4e", "B", {kStanding}},
    {"3.4.6", "III.4f", "U", {kStanding}},
    {"3.5.1", "III.5a", "B*", {kStanding}},
    {"3.5.2", "III.5b", "B", {kYear}},
    {"3.5.3", "III.5c", "B*", {kStanding}},
    {"3.6.1", "III.6a", "F*", {kStanding}},
    {"3.6.2", "III.6b", "B", {kStanding}},
    {"3.6.3", "III.6c", "B", {kStanding, kYear}},
    {"3.6.4", "III.6d", "B", {kStanding}},
    {"3.7.1", "III.7a", "B", {kOnce, kStanding}},
    {"3.7.2", "III.7b", "F", {kYear}},
    {"3.7.3", "III.7c", "F", {kStanding}},
    {"3.7.4", "III.7d", "B*", {kStanding}},
    {"3.8.1", "III.8", "F", {kStanding, kOnce}},
};

std::vector<int> Targets(const Item& item) {
  std::vector<int> targets;
  for (const v1::Figure& figure : item.figures()) targets.push_back(static_cast<int>(figure.target()));
  return targets;
}

std::vector<Item::Period> Periods(const Item& item) {
  std::vector<Item::Period> periods;
  for (const int period : item.periods()) periods.push_back(static_cast<Item::Period>(period));
  return periods;
}

TEST(TheProgramme, HasTheTwentyFiveIndicators) {
  const auto items = ById(First().items());
  for (const Indicator& expected : kIndicators) {
    SCOPED_TRACE(expected.id);
    ASSERT_TRUE(items.contains(expected.id));
    const Item& item = items.at(expected.id);
    EXPECT_EQ(item.kind(), Item::KIND_INDICATOR);
    EXPECT_EQ(item.source_place(), expected.place);
    EXPECT_EQ(item.field(), expected.field);
    EXPECT_EQ(item.scope(), expected.scope);
    EXPECT_THAT(Periods(item), ElementsAre(expected.period));
    EXPECT_EQ(item.measure(), expected.measure);
    EXPECT_EQ(Targets(item), expected.targets);
    EXPECT_EQ(item.source(), expected.source);
    EXPECT_FALSE(item.inferred());
  }
  EXPECT_EQ(std::size(kIndicators), 25u);
  EXPECT_THAT(IdsWhere([](const Item& item) { return item.kind() == Item::KIND_INDICATOR; }), SizeIs(25));
}

TEST(TheProgramme, HasTheNinePlans) {
  const auto items = ById(First().items());
  for (const Plan& expected : kPlans) {
    SCOPED_TRACE(expected.id);
    ASSERT_TRUE(items.contains(expected.id));
    const Item& item = items.at(expected.id);
    EXPECT_EQ(item.kind(), Item::KIND_PLAN);
    EXPECT_EQ(item.source_place(), expected.place);
    EXPECT_EQ(item.field(), expected.field);
    EXPECT_EQ(item.scope(), "federation");
    EXPECT_THAT(Periods(item), ElementsAre(kOnce));
    EXPECT_EQ(item.measure(), Item::MEASURE_JUDGEMENT);
    EXPECT_EQ(item.source(), kReported);
    EXPECT_EQ(item.body(), expected.body);
    EXPECT_EQ(item.awaits_guidance(), expected.awaits_guidance);
  }
  EXPECT_EQ(std::size(kPlans), 9u);
  EXPECT_THAT(IdsWhere([](const Item& item) { return item.kind() == Item::KIND_PLAN; }), SizeIs(9));
  EXPECT_THAT(IdsWhere([](const Item& item) { return item.awaits_guidance(); }), SizeIs(6));
}

TEST(TheProgramme, HasTheThirtyEightDuties) {
  // Where a duty is not for all unions, or not for the Standing Committee.
  const std::map<std::string, std::string> scopes = {{"3.1.2", "enterprise-and-federation"},
                                                     {"3.5.1", "womens-committee-and-federation"}};
  const std::map<std::string, Item::Body> bodies = {{"3.7.2", Item::BODY_INSPECTION_COMMITTEE},
                                                    {"3.7.3", Item::BODY_INSPECTION_COMMITTEE},
                                                    {"3.8.1", Item::BODY_EXECUTIVE_COMMITTEE}};
  const std::map<char, std::string> fields = {{'1', "representation"}, {'2', "communication"}, {'3', "emulation"},
                                              {'4', "organisation"},   {'5', "women"},         {'6', "finance"},
                                              {'7', "inspection"},     {'8', "digital"}};
  const auto items = ById(First().items());
  for (const Duty& expected : kDuties) {
    SCOPED_TRACE(expected.id);
    ASSERT_TRUE(items.contains(expected.id));
    const Item& item = items.at(expected.id);
    const char who = expected.who[0];
    EXPECT_EQ(item.kind(), Item::KIND_DUTY);
    EXPECT_EQ(item.source_place(), expected.place);
    EXPECT_EQ(item.field(), fields.at(expected.id[2]));
    if (scopes.contains(expected.id)) {
      EXPECT_EQ(item.scope(), scopes.at(expected.id));
    } else {
      EXPECT_EQ(item.scope(), who == 'F' ? "federation" : who == 'U' ? "all" : "all-and-federation");
    }
    EXPECT_EQ(Periods(item), expected.when);
    EXPECT_EQ(item.inferred(), std::string_view(expected.who).ends_with('*'));
    EXPECT_EQ(item.measure(), Item::MEASURE_JUDGEMENT);
    EXPECT_EQ(item.source(), kReported);
    if (bodies.contains(expected.id)) {
      EXPECT_EQ(item.body(), bodies.at(expected.id));
    } else {
      EXPECT_EQ(item.body(), who == 'U' ? Item::BODY_UNSPECIFIED : Item::BODY_STANDING_COMMITTEE);
    }
  }
  EXPECT_EQ(std::size(kDuties), 38u);
  EXPECT_THAT(IdsWhere([](const Item& item) { return item.kind() == Item::KIND_DUTY; }), SizeIs(38));
  EXPECT_EQ(First().items_size(), 25 + 9 + 38);
}

TEST(TheProgramme, HasAsManyDutiesInEachFieldAsSectionThree) {
  std::map<std::string, int> duties;
  for (const Item& item : First().items()) duties[item.field()] += item.kind() == Item::KIND_DUTY ? 1 : 0;
  std::vector<std::pair<std::string, int>> in_order;
  for (const v1::Field& field : First().fields()) in_order.emplace_back(field.id(), duties[field.id()]);
  EXPECT_THAT(in_order, ElementsAre(std::pair("representation", 10), std::pair("communication", 7),
                                    std::pair("emulation", 3), std::pair("organisation", 6), std::pair("women", 3),
                                    std::pair("finance", 4), std::pair("inspection", 4), std::pair("digital", 1)));
}

TEST(TheProgramme, SaysWhoIsInEachScope) {
  constexpr char kAll[] = "ADMINISTRATIVE PUBLIC_SERVICE STATE_ENTERPRISE NON_STATE_ENTERPRISE NON_STATE_UNIT";
  struct Group {
    const char* types;
    const char* condition;
    bool federation;
  };
  const std::map<std::string, Group> groups = {
      {"all", {kAll, "", false}},
      {"all-and-federation", {kAll, "", true}},
      {"federation", {"", "", true}},
      {"public", {"ADMINISTRATIVE PUBLIC_SERVICE", "", false}},
      {"enterprise", {"STATE_ENTERPRISE NON_STATE_ENTERPRISE", "", false}},
      {"enterprise-and-federation", {"STATE_ENTERPRISE NON_STATE_ENTERPRISE", "", true}},
      {"non-state", {"NON_STATE_ENTERPRISE NON_STATE_UNIT", "", false}},
      {"eligible-for-agreement", {kAll, "eligible_for_agreement >= 1", false}},
      {"with-direct-workers", {kAll, "direct_workers >= 1", false}},
      {"newly-elected-chair", {kAll, "chair_newly_elected_on in period", false}},
      {"eligible-non-state-enterprise", {"NON_STATE_ENTERPRISE", "eligible_for_womens_committee >= 1", false}},
      {"womens-committee-and-federation", {kAll, "eligible_for_womens_committee >= 1", true}},
  };
  EXPECT_EQ(First().scopes_size(), static_cast<int>(groups.size()));
  for (const v1::Scope& scope : First().scopes()) {
    SCOPED_TRACE(scope.id());
    ASSERT_TRUE(groups.contains(scope.id()));
    const Group& expected = groups.at(scope.id());
    EXPECT_EQ(fmt::format("{}", fmt::join(scope.types(), " ")), expected.types);
    std::string conditions;
    for (const v1::Condition& condition : scope.conditions()) {
      conditions += condition.in_period() ? condition.fact() + " in period"
                                          : fmt::format("{} >= {}", condition.fact(), condition.at_least());
    }
    EXPECT_EQ(conditions, expected.condition);
    EXPECT_EQ(scope.include_federation(), expected.federation);
  }
}

TEST(TheProgramme, HasTheFiveTypesAndTheFactsThatScopesAndDenominatorsNeed) {
  std::vector<std::string> types;
  for (const v1::UnionType& type : First().union_types()) types.push_back(type.id());
  EXPECT_THAT(types, ElementsAre("ADMINISTRATIVE", "PUBLIC_SERVICE", "STATE_ENTERPRISE", "NON_STATE_ENTERPRISE",
                                 "NON_STATE_UNIT"));
  std::map<std::string, v1::Fact::Kind> facts;
  for (const v1::Fact& fact : First().facts()) facts[fact.id()] = fact.kind();
  EXPECT_THAT(facts, UnorderedElementsAre(std::pair("members", v1::Fact::KIND_NUMBER),
                                          std::pair("women", v1::Fact::KIND_NUMBER),
                                          std::pair("workers", v1::Fact::KIND_NUMBER),
                                          std::pair("direct_workers", v1::Fact::KIND_NUMBER),
                                          std::pair("eligible_for_agreement", v1::Fact::KIND_FLAG),
                                          std::pair("eligible_for_womens_committee", v1::Fact::KIND_FLAG),
                                          std::pair("chair_newly_elected_on", v1::Fact::KIND_DATE)));
}

TEST(TheProgramme, HasEveryDocumentThatTheSourceNumbers) {
  struct Named {
    const char* number;
    const char* date;
    const char* issuer;
    std::vector<std::string> items;
  };
  const std::map<std::string, Named> expected = {
      {"07-CTr-LDLD", {"07/CTr-LĐLĐ", "2024-04-04", "Ban Chấp hành LĐLĐ tỉnh Hà Giang", {}}},
      {"02-NQ-TW", {"02-NQ/TW", "2021-06-12", "Bộ Chính trị", {"3.2.1", "3.4.2"}}},
      {"27-NQ-TU", {"27-NQ/TU", "2022-05-01", "Ban Chấp hành Đảng bộ tỉnh", {"2.4", "3.2.4"}}},
      {"92-HD-TLD", {"92/HD-TLĐ", "2023-08-31", "Tổng Liên đoàn Lao động Việt Nam", {"1.5", "3.1.5"}}},
      {"21-KL-TW", {"21-KL/TW", "2021-10-25", "Ban Chấp hành Trung ương", {"3.2.1"}}},
      {"01-HD-LDLD", {"01/HD-LĐLĐ", "2024-02-19", "LĐLĐ huyện Bắc Quang", {"3.2.2"}}},
      {"41-HD-LDLD", {"41/HD-LĐLĐ", "2022-10-28", "LĐLĐ tỉnh Hà Giang", {"2.4", "3.2.4"}}},
      {"243-HD-BCD",
       {"243/HD-BCĐ",
        "2022-09-19",
        "Ban Chỉ đạo phong trào “Toàn dân đoàn kết xây dựng đời sống văn hóa và gia đình”",
        {"2.5", "2.6", "3.2.5"}}},
      {"35-NQ-TW", {"35-NQ/TW", "2018-10-22", "Bộ Chính trị", {"3.2.6"}}},
      {"34-CT-TW", {"34-CT/TW", "2014-04-07", "Bộ Chính trị", {"3.3.1"}}},
      {"163-KH-LDLD", {"163/KH-LĐLĐ", "2021-09-14", "LĐLĐ tỉnh Hà Giang", {"3.4.2"}}},
      {"122-KH-HU", {"122-KH/HU", "2021-10-26", "Ban Thường vụ Huyện ủy Bắc Quang", {"3.4.2"}}},
      {"191-ND-CP", {"191/NĐ-CP", "2013-11-21", "Chính phủ", {"6.1", "3.6.1"}}},
      {"42-HD-TLD", {"42/HD-TLĐ", "2021-11-11", "Tổng Liên đoàn Lao động Việt Nam", {"6.2", "3.6.4"}}},
  };
  EXPECT_EQ(First().documents_size(), static_cast<int>(expected.size()));
  for (const v1::Document& document : First().documents()) {
    SCOPED_TRACE(document.id());
    ASSERT_TRUE(expected.contains(document.id()));
    const Named& named = expected.at(document.id());
    EXPECT_EQ(document.number(), named.number);
    EXPECT_EQ(IsoDate(DayOf(document.date()).value()), named.date);
    EXPECT_EQ(document.issuer(), named.issuer);
    EXPECT_FALSE(document.source_place().empty());
    EXPECT_EQ(IdsWhere([&](const Item& item) {
                const auto documents = Strings(item.documents());
                return std::find(documents.begin(), documents.end(), document.id()) != documents.end();
              }),
              named.items);
  }
}

TEST(TheProgramme, LinksThePlansWithTheDutiesThatNameThemAgain) {
  const auto items = ById(First().items());
  for (const auto& [plan, duty] : {std::pair("P1", "3.1.6"), std::pair("P2", "3.4.3"), std::pair("P3", "3.8.1")}) {
    EXPECT_THAT(Strings(items.at(plan).served_with()), ElementsAre(duty));
    EXPECT_THAT(Strings(items.at(duty).served_with()), ElementsAre(plan));
  }
  EXPECT_THAT(IdsWhere([](const Item& item) { return !item.served_with().empty(); }), SizeIs(6));
}

TEST(TheProgramme, SaysWhichTypeTheSourceLeavesOut) {
  const auto names = [](std::string_view type) {
    return IdsWhere([&](const Item& item) { return item.note().vi().find(type) != std::string::npos; });
  };
  EXPECT_THAT(names("NON_STATE_UNIT"), ElementsAre("1.3", "1.4", "2.1", "2.2", "2.5", "2.6", "7.2", "7.3"));
  EXPECT_THAT(names("(STATE_ENTERPRISE)"), ElementsAre("4.4", "4.5"));
}

TEST(TheProgramme, HasTheFiguresInTheUnitsOfTheSource) {
  const auto items = ById(First().items());
  std::map<std::string, std::string> units;
  for (const Item& item : First().items()) {
    for (const v1::Figure& figure : item.figures()) units[item.id() + "/" + figure.id()] = figure.unit().en();
  }
  EXPECT_EQ(units.at("1.5/supported"), "cases");
  EXPECT_EQ(units.at("1.6/households"), "households");
  EXPECT_EQ(units.at("2.3/trained"), "people");
  EXPECT_EQ(units.at("4.1/members"), "members");
  EXPECT_EQ(units.at("4.2/trained"), "chairs");
  EXPECT_EQ(units.at("6.1/contributions"), "VND");
  EXPECT_EQ(units.at("6.1/dues"), "VND");
  EXPECT_EQ(units.at("1.4/conference"), "");
  EXPECT_EQ(units.at("1.4/dialogue"), "");
  // Arrears are collected too, in money and nowhere else.
  for (const Item& item : First().items()) {
    for (const v1::Figure& figure : item.figures()) EXPECT_EQ(figure.may_exceed(), item.id() == "6.1") << item.id();
  }
  const std::map<std::string, std::string> denominators = {
      {"2.1", "workers"}, {"2.2", "workers"}, {"2.3", "direct_workers"}, {"2.4", "workers"}};
  for (const auto& [id, fact] : denominators) EXPECT_EQ(items.at(id).figures(0).denominator_fact(), fact) << id;
}

TEST(TheProgramme, DerivesWhatNobodyTypesIn) {
  const auto items = ById(First().items());
  EXPECT_EQ(items.at("4.1").derived_fact(), "members");
  EXPECT_EQ(IsoDate(DayOf(items.at("4.1").until()).value()), "2028-12-31");
  EXPECT_NE(IsoDate(DayOf(First().term_end()).value()), "2028-12-31") << "the term's end and that day are two dates";
  EXPECT_EQ(items.at("7.1").derived_kind(), "same-level-finance");
  EXPECT_EQ(items.at("7.1").body(), Item::BODY_INSPECTION_COMMITTEE);
  EXPECT_THAT(IdsWhere([](const Item& item) { return item.target_level() == "GOOD"; }),
              ElementsAre("4.3", "4.4", "4.5"));
  EXPECT_THAT(IdsWhere([](const Item& item) { return !item.target_level().empty(); }), SizeIs(3));
}

TEST(TheProgramme, HasQuotasRatingsAndReminders) {
  EXPECT_EQ(First().id(), "bac-quang-2023-2028");
  EXPECT_EQ(First().time_zone(), "Asia/Ho_Chi_Minh");
  EXPECT_EQ(First().term_begin().year(), 2023);
  EXPECT_EQ(First().term_end().year(), 2028);
  EXPECT_EQ(First().inspection().team_at_least(), 3);
  ASSERT_EQ(First().inspection().strata_size(), 2);
  const v1::Stratum& offices = First().inspection().strata(0);
  EXPECT_EQ(offices.scope(), "public");
  EXPECT_EQ(offices.percent(), 30);
  EXPECT_EQ(offices.item(), "7.2");
  EXPECT_THAT(Strings(offices.kinds()), ElementsAre("finance"));
  const v1::Stratum& enterprises = First().inspection().strata(1);
  EXPECT_EQ(enterprises.scope(), "enterprise");
  EXPECT_EQ(enterprises.percent(), 25);
  EXPECT_EQ(enterprises.item(), "7.3");
  EXPECT_THAT(Strings(enterprises.kinds()), ElementsAre("finance"));

  const auto kinds = ById(First().inspection_kinds());
  EXPECT_THAT(kinds, SizeIs(5));
  for (const auto& [id, kind] : kinds) {
    EXPECT_EQ(kind.of_federation(), id == "same-level-finance") << id;
    EXPECT_EQ(kind.is_supervision(), id == "supervision") << id;
    EXPECT_EQ(kind.team_at_least(), 0) << id;
    EXPECT_EQ(kind.team_bars_size(), id == "same-level-finance" ? 1 : 0) << id;
  }
  EXPECT_EQ(kinds.at("same-level-finance").team_bars(0), v1::TEAM_BAR_STANDING_COMMITTEE_HEAD);

  std::vector<std::string> levels;
  for (const v1::RatingLevel& level : First().rating().levels()) levels.push_back(level.id());
  EXPECT_THAT(levels, ElementsAre("OUTSTANDING", "GOOD", "COMPLETED", "NOT_COMPLETED"));
  EXPECT_EQ(First().rating().months_since_founding(), 12);
  EXPECT_EQ(First().rating().months_since_split_or_merger(), 6);
  // A hundred points, most of them for what was reported and accepted; each yearly item that a union is given counts in
  // the results, but for the rating itself (3.4.4).
  int64_t points = 0;
  std::set<std::string> counted;
  for (const v1::RatingCriterion& criterion : First().rating().criteria()) {
    points += criterion.max_points();
    if (criterion.basis() != v1::RatingCriterion::BASIS_RESULTS) continue;
    for (const std::string& item : criterion.items()) EXPECT_TRUE(counted.insert(item).second) << item << " twice";
  }
  EXPECT_EQ(points, 100);
  std::set<std::string> of_unions;
  for (const Item& item : First().items()) {
    if (IsYearly(item) && item.source() == kReported && item.scope() != "federation") of_unions.insert(item.id());
  }
  of_unions.erase("3.4.4");
  EXPECT_EQ(counted, of_unions);
}

// What the source says nothing of: the operator's defaults.
TEST(TheProgramme, RemindsAsksForPlansAndTakesFilesByTheOperatorsDefaults) {
  const v1::Reminders& reminders = First().reminders();
  EXPECT_THAT(reminders.days_before(), ElementsAre(30, 14, 7, 1));
  EXPECT_THAT(reminders.days_after(), ElementsAre(1, 7, 30));
  EXPECT_THAT(reminders.member_days_after(), ElementsAre(1));
  EXPECT_THAT(reminders.chair_days_after(), ElementsAre(30));

  const v1::MonthDay& plans = First().union_plan_due();
  EXPECT_EQ(plans.month(), 2);
  EXPECT_EQ(plans.day(), 28);
  for (const Item& item : First().items()) {
    if (!item.has_due()) continue;
    EXPECT_LT(std::pair(plans.month(), plans.day()), std::pair(item.due().month(), item.due().day())) << item.id();
  }

  EXPECT_EQ(First().evidence().max_bytes(), 20 * 1024 * 1024);
  EXPECT_THAT(
      First().evidence().media_types(),
      UnorderedElementsAre("application/pdf", "image/jpeg", "image/png", "image/tiff",
                           "application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.spreadsheet",
                           "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                           "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"));
}

// The source names no term that begins with the day of issue.
TEST(TheProgramme, HasNoTermsInWorkingDays) {
  EXPECT_THAT(IdsWhere([](const Item& item) { return item.due_working_days() != 0; }), IsEmpty());
}

TEST(TheProgramme, SpeaksShortlyInBothLanguages) {
  constexpr int64_t kShort = 80;
  for (const Item& item : First().items()) {
    SCOPED_TRACE(item.id());
    EXPECT_FALSE(item.title().vi().empty());
    EXPECT_FALSE(item.title().en().empty());
    EXPECT_LE(Length(item.title().vi()), kShort);
    EXPECT_LE(Length(item.title().en()), kShort);
    EXPECT_EQ(item.note().vi().empty(), item.note().en().empty());
    for (const v1::Figure& figure : item.figures()) EXPECT_FALSE(figure.title().en().empty());
  }
  for (const v1::EvidenceKind& kind : First().evidence_kinds()) EXPECT_FALSE(kind.title().en().empty()) << kind.id();
  for (const v1::Scope& scope : First().scopes()) EXPECT_FALSE(scope.title().en().empty()) << scope.id();
}

TEST(TheProgramme, AsksForEvidenceModerately) {
  for (const Item& item : First().items()) EXPECT_LE(item.evidence_size(), 1) << item.id();
  const auto items = ById(First().items());
  EXPECT_THAT(Strings(items.at("1.1").evidence()), ElementsAre("agreement"));
  EXPECT_THAT(Strings(items.at("1.3").evidence()), ElementsAre("minutes"));
  EXPECT_THAT(Strings(items.at("5.1").evidence()), ElementsAre("decision"));
}

// --------------------------------------------------------------------------------------------------- another programme

TEST(AnotherProgramme, IsReadByTheSameRules) {
  const v1::Programme second = Loaded(kSecond);
  EXPECT_EQ(second.time_zone(), "Asia/Tokyo");
  EXPECT_EQ(second.items_size(), 8);
  EXPECT_EQ(second.union_types_size(), 3);
  EXPECT_EQ(second.inspection().strata(1).item(), "");
  EXPECT_EQ(second.items(4).derived_kind(), "books");
}

class EveryProgramme : public ::testing::TestWithParam<const char*> {};

TEST_P(EveryProgramme, MeansWhatProtobufItselfReads) {
  v1::Programme expected;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(FileText(GetParam()), &expected));
  EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(Loaded(GetParam()), expected));
}

TEST_P(EveryProgramme, IsReadAlikeFromEverySystem) {
  const std::string text = FileText(GetParam());
  std::string crlf = "\xEF\xBB\xBF";
  for (const char c : text) crlf += c == '\n' ? "\r\n" : std::string(1, c);
  const ProgrammeReading reading = ReadProgramme(crlf);
  ASSERT_TRUE(reading.programme) << Said(reading.problems);
  EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(*reading.programme, Loaded(GetParam())));
}

INSTANTIATE_TEST_SUITE_P(Files, EveryProgramme, ::testing::Values(kFirst, kSecond));

TEST(AnotherProgramme, IsProgrammeOrProblemsHoweverItIsTornOrSpoilt) {
  const std::string text = FileText(kSecond);
  const uint32_t seed = std::random_device{}();
  SCOPED_TRACE(fmt::format("seed {}", seed));
  std::mt19937 random(seed);
  for (int i = 0; i < 400; ++i) {
    std::string spoilt = text;
    const size_t at = random() % spoilt.size();
    switch (i % 4) {
      case 0:
        spoilt.resize(at);
        break;
      case 1:
        spoilt.erase(at, random() % 40);
        break;
      case 2:
        spoilt[at] = static_cast<char>(random() % 256);
        break;
      default:
        spoilt.insert(at, spoilt.substr(random() % spoilt.size(), random() % 40));
    }
    const ProgrammeReading reading = ReadProgramme(spoilt);
    ASSERT_NE(reading.programme.has_value(), !reading.problems.empty()) << spoilt;
    ASSERT_TRUE(std::is_sorted(reading.problems.begin(), reading.problems.end(),
                               [](const FileProblem& a, const FileProblem& b) { return a.line < b.line; }));
  }
}

// --------------------------------------------------------------------------------------------------- wrong files

// The line on which `text` begins; it stands in `source` once.
int LineOf(const std::string& source, std::string_view text) {
  const size_t at = source.find(text);
  EXPECT_NE(at, std::string::npos) << text;
  EXPECT_EQ(source.find(text, at + 1), std::string::npos) << text << " stands there twice";
  return 1 + static_cast<int>(std::count(source.begin(), source.begin() + static_cast<ptrdiff_t>(at), '\n'));
}

struct Slip {
  const char* name;
  // In the second programme, `from` (there once) becomes `to`, in the same number of lines.
  const char* from;
  const char* to;
  // What stands on the line of the problem, in the file as it is then, once.
  const char* at;
  const char* field;
  // Part of what it says.
  const char* vi;
  const char* en;
};

// For readable failures.
void PrintTo(const Slip& slip, std::ostream* out) { *out << slip.name; }

const Slip kSlips[] = {
    // Names and values.
    {"UnknownField", "time_zone: ", "timezone: ", "timezone: ", "timezone", "có: id, title, time_zone",
     "are: id, title"},
    {"UnknownFieldWithBraces", "reminders {", "reminder {", "reminder {", "reminder", "không có trường", "no field"},
    {"UnknownFieldInside", "    percent: 50", "    percentage: 50", "    percentage: 50",
     "inspection.strata[cranes].percentage", "có: id, title, scope, percent", "are: id, title, scope, percent"},
    {"UnknownEnumValue", "  periods: PERIOD_TERM", "  periods: PERIOD_TREM", "PERIOD_TREM", "items[W-4].periods[#1]",
     "PERIOD_YEAR, PERIOD_TERM, PERIOD_ONCE, PERIOD_STANDING", "one of: PERIOD_YEAR"},
    {"UnspecifiedEnumValue", "  measure: MEASURE_RATIO", "  measure: MEASURE_UNSPECIFIED", "MEASURE_UNSPECIFIED",
     "items[S-1].measure", "MEASURE_COVERAGE", "MEASURE_COVERAGE"},
    {"TextWhereANumberIs", "target: 66", "target: \"66\"", "target: \"66\"", "items[W-1].figures[rated].target",
     "số nguyên", "a whole number"},
    {"NumberWhereTextIs", "source_place: \"4\"", "source_place: 4", "source_place: 4", "items[W-2].source_place",
     "chữ trong dấu \"", "text in \""},
    {"FractionWhereANumberIs", "target: 66", "target: 66.5", "target: 66.5", "items[W-1].figures[rated].target",
     "số nguyên", "a whole number"},
    {"NumberTooGreat", "target: 66", "target: 99999999999999999999", "99999999999999999999",
     "items[W-1].figures[rated].target", "số quá lớn", "too great"},
    {"NoFlag", "awaits_guidance: true", "awaits_guidance: yes", "awaits_guidance: yes", "items[Plan].awaits_guidance",
     "true hoặc false", "true or false"},
    {"GivenTwice", "id: \"minato-2025\"", "id: \"minato-2025\" id: \"again\"", "id: \"again\"", "id", "đã ghi ở dòng 7",
     "on line 7 already"},
    {"BothOfAOneof", "at_least: 200", "at_least: 200 in_period: true", "at_least: 200",
     "scopes[large].conditions[#1].in_period", "chỉ ghi một trong hai", "one of the two"},
    {"ListWhereOneValueIs", "field: \"pay\"\n  scope: \"newcomer\"", "field: [ \"pay\" ]\n  scope: \"newcomer\"",
     "field: [ \"pay\" ]", "items[W-4].field", "chỉ có một giá trị", "one value"},
    {"TextWhereAMessageIs", "title { vi: \"An toàn\" en: \"Safety\" }", "title: \"An toàn\"", "title: \"An toàn\"",
     "fields[safety].title", "với: vi, en", "with: vi, en"},
    {"ColonForgotten", "time_zone: \"Asia/Tokyo\"", "time_zone \"Asia/Tokyo\"", "time_zone", "time_zone", "thiếu “:”",
     "“:” is missing"},
    {"QuoteForgotten", "number: \"7/2019\"", "number: \"7/2019", "number: \"7/2019", "", "trên một dòng",
     "on one line"},
    {"BraceForgotten", "  inferred: true", "  inferred { true", "inferred { true", "items[Drill].inferred", "thiếu “:”",
     "“:” is missing"},
    {"EscapesThatAreNoUtf8", "issuer: \"Cảng vụ\"\n  title { vi: \"Quy định về",
     "issuer: \"\\377\"\n  title { vi: \"Quy định về", "issuer: \"\\377\"", "documents[rule-7].issuer", "UTF-8",
     "UTF-8"},
    // The head.
    {"NoProgrammeId", "id: \"minato-2025\"", "id: \"minato 2025\"", "id: \"minato 2025\"", "id", "1 đến 40", "1 to 40"},
    {"NoSuchZone", "\"Asia/Tokyo\"", "\"Asia/Tokio\"", "\"Asia/Tokio\"", "time_zone", "Asia/Ho_Chi_Minh",
     "Asia/Ho_Chi_Minh"},
    {"ZoneOfTheMachine", "\"Asia/Tokyo\"", "\"localtime\"", "\"localtime\"", "time_zone", "IANA", "IANA"},
    {"ZoneThatIsAPath", "\"Asia/Tokyo\"", "\"Asia/../Asia/Tokyo\"", "time_zone", "time_zone", "IANA", "IANA"},
    {"TermBackwards", "term_end { year: 2028", "term_end { year: 2024", "term_end", "term_end", "không sau ngày đầu",
     "not after"},
    {"DateThatIsNone", "date { year: 2024 month: 2 day: 29 }", "date { year: 2023 month: 2 day: 29 }",
     "year: 2023 month: 2", "documents[rule-8].date", "không có ngày 29/2/2023", "no 2023-2-29"},
    {"YearOfAnotherAge", "term_end { year: 2028", "term_end { year: 20280", "term_end", "term_end",
     "không có ngày 31/3/20280", "no 20280-3-31"},
    // Ids, titles, references.
    {"IdWithAccents", "union_types { id: \"OFFICE\"", "union_types { id: \"PHÒNG\"", "PHÒNG", "union_types[PHÒNG].id",
     "chữ không dấu", "letters, digits"},
    {"IdTwice", "union_types { id: \"OFFICE\"", "union_types { id: \"FACTORY\"", "vi: \"Văn phòng\"",
     "union_types[FACTORY].id", "đã dùng ở dòng 13", "line 13 already"},
    {"IdMissing", "evidence_kinds { id: \"log\"", "evidence_kinds {", "vi: \"Nhật ký\"", "evidence_kinds[#1].id",
     "còn thiếu id", "id is missing"},
    {"TitleMissing", "fields { id: \"safety\" title { vi: \"An toàn\" en: \"Safety\" } }", "fields { id: \"safety\" }",
     "fields { id: \"safety\" }", "fields[safety].title.vi", "còn thiếu", "missing"},
    {"TitleInEnglishAlone", "title { vi: \"An toàn\" en: \"Safety\" }", "title { en: \"Safety\" }",
     "title { en: \"Safety\" }", "fields[safety].title.vi", "còn thiếu", "missing"},
    {"TitleWithHiddenCharacters", "vi: \"An toàn\"", "vi: \"An \u202Etoàn\"", "title { vi: \"An \u202E",
     "fields[safety].title.vi", "ký tự", "characters"},
    {"TitleWithLineBreak", "vi: \"An toàn\"", "vi: \"An\\ntoàn\"", "An\\ntoàn", "fields[safety].title.vi", "xuống dòng",
     "line breaks"},
    {"TitleWithSpaces", "vi: \"An toàn\"", "vi: \" An toàn\"", "\" An toàn\"", "fields[safety].title.vi",
     "khoảng trắng", "spaces"},
    {"UnknownScope", "scope: \"newcomer\"", "scope: \"newcomers\"", "newcomers", "items[W-4].scope",
     "chưa có phạm vi “newcomers”; có: everyone, crane, large, newcomer, hq", "there are: everyone, crane"},
    {"UnknownItemField", "field: \"safety\"\n  scope: \"hq\"", "field: \"safe\"\n  scope: \"hq\"", "field: \"safe\"",
     "items[Plan].field", "có: safety, pay", "there are: safety, pay"},
    {"UnknownType", "types: \"WAREHOUSE\"", "types: \"WAREHOUSES\"", "WAREHOUSES", "scopes[crane].types[WAREHOUSES]",
     "có: FACTORY, WAREHOUSE, OFFICE", "there are: FACTORY"},
    {"TypeTwice", "[ \"OFFICE\", \"WAREHOUSE\" ]", "[ \"OFFICE\", \"OFFICE\" ]", "[ \"OFFICE\", \"OFFICE\" ]",
     "scopes[newcomer].types[OFFICE]", "chỉ ghi một lần", "only once"},
    {"UnknownEvidence", "evidence: \"log\"", "evidence: \"blog\"", "blog", "items[S-1].evidence[blog]", "có: log",
     "there are: log"},
    {"UnknownDocument", "documents: \"rule-7\"", "documents: \"rule-9\"", "documents: \"rule-9\"",
     "items[S-2].documents[rule-9]", "có: rule-7, rule-8", "there are: rule-7"},
    // Facts and scopes.
    {"FactNamedAsAColumn", "facts { id: \"joined_on\"", "facts { id: \"founded_on\"", "\"founded_on\"",
     "facts[founded_on].id", "cột có sẵn", "column"},
    {"FactWithoutKind", "id: \"joined_on\" kind: KIND_DATE", "id: \"joined_on\"", "facts { id: \"joined_on\"",
     "facts[joined_on].kind", "KIND_NUMBER, KIND_FLAG", "KIND_NUMBER, KIND_FLAG"},
    {"AtMostNoNumber", "at_most_fact: \"staff\"", "at_most_fact: \"has_crane\"", "at_most_fact",
     "facts[night_staff].at_most_fact", "không phải là số", "no KIND_NUMBER"},
    {"AtMostItself", "at_most_fact: \"staff\"", "at_most_fact: \"night_staff\"", "at_most_fact",
     "facts[night_staff].at_most_fact", "số liệu khác", "another fact"},
    {"ScopeOfNobody", "en: \"The federation\" } include_federation: true }", "en: \"The federation\" } }",
     "scopes { id: \"hq\"", "scopes[hq].types", "không có ai", "nobody"},
    {"FlagConditionWrong", "conditions { fact: \"has_crane\" at_least: 1 }",
     "conditions { fact: \"has_crane\" at_least: 2 }", "at_least: 2 }", "scopes[crane].conditions[#1].at_least",
     "at_least: 1", "at_least: 1"},
    {"DateConditionWrong", "fact: \"joined_on\" in_period: true", "fact: \"joined_on\" at_least: 1",
     "fact: \"joined_on\" at_least: 1", "scopes[newcomer].conditions[#1].in_period", "in_period: true",
     "in_period: true"},
    {"NumberConditionWrong", "fact: \"staff\" at_least: 200", "fact: \"staff\" in_period: true",
     "fact: \"staff\" in_period", "scopes[large].conditions[#1].at_least", "at_least", "at_least"},
    {"UnknownFactInCondition", "fact: \"staff\" at_least: 200", "fact: \"stuff\" at_least: 200", "stuff",
     "scopes[large].conditions[#1].fact", "có: staff, night_staff", "there are: staff"},
    // Documents.
    {"DocumentWithoutNumber", "  number: \"8/2024\"", "", "documents {\n  id: \"rule-8\"", "documents[rule-8].number",
     "còn thiếu", "missing"},
    {"DocumentsInACircle", "vi: \"Quy định mới về cần cẩu\" en: \"New crane rule\" }",
     "vi: \"Quy định mới về cần cẩu\" } replaced_by: \"rule-8\"", "replaced_by: \"rule-8\"\n}\n\n",
     "documents[rule-8].replaced_by", "vòng tròn", "circle"},
    // Inspections.
    {"EmptyTeam", "team_at_least: 2", "team_at_least: 0", "team_at_least: 0", "inspection.team_at_least", "từ 1 đến",
     "1 to"},
    {"TeamOfNobody", "team_at_least: 4", "team_at_least: -1", "team_at_least: -1",
     "inspection_kinds[walk].team_at_least", "từ 0 đến", "0 to"},
    {"BarTwice", "[ TEAM_BAR_POSITION, TEAM_BAR_STANDING_COMMITTEE ]", "[ TEAM_BAR_POSITION, TEAM_BAR_POSITION ]",
     "TEAM_BAR_POSITION ]", "inspection_kinds[walk].team_bars[#2]", "chỉ ghi một lần", "only once"},
    {"BarOfNothing", "[ TEAM_BAR_POSITION, TEAM_BAR_STANDING_COMMITTEE ]", "TEAM_BAR_UNSPECIFIED",
     "TEAM_BAR_UNSPECIFIED", "inspection_kinds[walk].team_bars[#1]", "TEAM_BAR_POSITION", "TEAM_BAR_POSITION"},
    {"PercentTooGreat", "percent: 100", "percent: 101", "percent: 101", "inspection.strata[large].percent",
     "từ 0 đến 100", "0 to 100"},
    {"QuotaBelowTarget", "percent: 50", "percent: 39", "percent: 39", "inspection.strata[cranes].percent",
     "mục S-2: 40", "item S-2: 40"},
    {"SupervisionCounted", "percent: 100\n    kinds: \"site\"", "percent: 100\n    kinds: \"walk\"", "kinds: \"walk\"",
     "inspection.strata[large].kinds[walk]", "giám sát", "supervision"},
    {"StratumOfTheFederation", "scope: \"large\"", "scope: \"hq\"\n    ", "scope: \"hq\"\n    \n",
     "inspection.strata[large].scope", "công đoàn cơ sở", "only unions"},
    {"StratumServesAnother", "item: \"S-2\"", "item: \"S-1\"", "item: \"S-1\"", "inspection.strata[cranes].item",
     "SOURCE_INSPECTIONS", "SOURCE_INSPECTIONS"},
    {"StratumOfAnotherScope", "scope: \"crane\"\n    percent", "scope: \"everyone\"\n    percent",
     "scope: \"everyone\"\n    percent", "inspection.strata[cranes].scope", "“crane”", "“crane”"},
    // Ratings and reminders.
    {"LevelsOutOfOrder", "points_from: 60", "points_from: 85", "vi: \"Loại B\"", "rating.levels[B].points_from",
     "dưới 85", "below 85"},
    {"LowestLevelAboveNothing", "points_from: 0", "points_from: 5", "points_from: 5 }", "rating.levels[C].points_from",
     "từ 0 điểm", "0 points"},
    {"LevelThatNobodyReaches", "points_from: 85", "points_from: 101", "points_from: 101",
     "rating.levels[A].points_from", "từ 0 đến 100", "0 to 100"},
    {"CriterionWithoutPoints", "max_points: 7", "max_points: 0", "max_points: 0", "rating.criteria[spirit].max_points",
     "từ 1 đến 1000", "1 to 1000"},
    {"CriterionTwice", "criteria { id: \"spirit\"", "criteria { id: \"in-time\"", "vi: \"Tinh thần\"",
     "rating.criteria[in-time].id", "mỗi id chỉ dùng một lần", "each only once"},
    {"CriterionWithoutBasis", "basis: BASIS_JUDGEMENT ", "", "max_points: 7", "rating.criteria[spirit].basis",
     "BASIS_RESULTS, BASIS_TIMELINESS", "BASIS_RESULTS, BASIS_TIMELINESS"},
    {"ResultsOfNothing", "max_points: 30 items: \"Drill\"", "max_points: 30", "max_points: 30",
     "rating.criteria[drilled].items", "ít nhất một", "one at the least"},
    {"JudgedByItems", "max_points: 7", "max_points: 7 items: \"S-1\"", "max_points: 7",
     "rating.criteria[spirit].items[#1]", "không dựa vào mục nào", "rests on no item"},
    {"CriterionOfTheTerm", "max_points: 30 items: \"Drill\"", "max_points: 30 items: \"W-4\"", "max_points: 30",
     "rating.criteria[drilled].items[W-4]", "đợt của năm", "a year's round"},
    {"CriterionOfWhatIsDerived", "[ \"S-1\", \"Drill\" ]", "[ \"S-2\", \"Drill\" ]", "[ \"S-2\", \"Drill\" ]",
     "rating.criteria[in-time].items[S-2]", "đợt của năm", "a year's round"},
    {"RemindersOutOfOrder", "[ 21, 3 ]", "[ 3, 21 ]", "[ 3, 21 ]", "reminders.days_before[#2]", "lớn đến nhỏ",
     "greatest comes first"},
    {"NoReminder", "reminders { days_before: [ 21, 3 ] }", "reminders { days_after: [ 3 ] }", "days_after",
     "reminders.days_before", "ít nhất một", "one at the least"},
    {"RemindersAfterOutOfOrder", "days_before: [ 21, 3 ]", "days_before: 21 days_after: [ 7, 7 ]", "days_after",
     "reminders.days_after[#2]", "nhỏ đến lớn", "smallest comes first"},
    // Items.
    {"NoKindOfItem", "  kind: KIND_PLAN", "  # kind", "items {\n  id: \"Plan\"", "items[Plan].kind", "KIND_INDICATOR",
     "KIND_INDICATOR"},
    {"NoSourcePlace", "source_place: \"8\"", "", "items {\n  id: \"Drill\"", "items[Drill].source_place", "còn thiếu",
     "missing"},
    {"IndicatorOfTwoPeriods", "  periods: PERIOD_TERM", "  periods: [ PERIOD_TERM, PERIOD_ONCE ]",
     "[ PERIOD_TERM, PERIOD_ONCE ]", "items[W-4].periods", "đúng một kỳ", "one period"},
    {"PeriodTwice", "[ PERIOD_STANDING, PERIOD_YEAR ]", "[ PERIOD_YEAR, PERIOD_YEAR ]", "[ PERIOD_YEAR, PERIOD_YEAR ]",
     "items[Drill].periods[#2]", "chỉ ghi một lần", "only once"},
    {"NoPeriod", "  periods: PERIOD_TERM", "", "items {\n  id: \"W-4\"", "items[W-4].periods", "PERIOD_YEAR",
     "PERIOD_YEAR"},
    {"LeapDay", "due { month: 2 day: 28 }", "due { month: 2 day: 29 }", "due { month: 2 day: 29 }", "items[S-1].due",
     "không phải năm nào", "not every year"},
    {"DueOfATermItem", "  periods: PERIOD_TERM", "  periods: PERIOD_TERM due { month: 5 day: 1 }", "month: 5",
     "items[W-4].due", "dùng until", "use until"},
    {"UntilOfAYearlyItem", "  due { month: 6 day: 30 }", "  until { year: 2026 month: 6 day: 30 }", "year: 2026",
     "items[Plan].until", "ghi due", "give due"},
    {"UntilAfterTheTerm", "until { year: 2027", "until { year: 2029", "until { year: 2029", "items[W-2].until",
     "nằm ngoài", "outside"},
    {"UnionHasNoBody", "  inferred: true", "  body: BODY_STANDING_COMMITTEE", "body: BODY_STANDING_COMMITTEE\n  note",
     "items[Drill].body", "không có liên đoàn", "not in scope"},
    {"AdHocIdsAreReserved", "  id: \"W-2\"", "  id: \"adhoc-2\"", "  id: \"adhoc-2\"", "items[adhoc-2].id", "đột xuất",
     "ad hoc"},
    {"FederationNeedsBody", "  body: BODY_EXECUTIVE_COMMITTEE", "", "items {\n  id: \"W-2\"", "items[W-2].body",
     "BODY_STANDING_COMMITTEE", "BODY_STANDING_COMMITTEE"},
    {"LinkOfOneSide", "  served_with: \"Plan\"", "", "served_with: \"Drill\"", "items[Plan].served_with[Drill]",
     "served_with: \"Plan\"", "served_with: \"Plan\""},
    {"DutyIsNoRatio", "  measure: MEASURE_JUDGEMENT", "  measure: MEASURE_RATIO",
     "measure: MEASURE_RATIO\n  source: "
     "SOURCE_REPORTED\n  figures { id: \"drills\"",
     "items[Drill].measure", "MEASURE_JUDGEMENT", "MEASURE_JUDGEMENT"},
    {"IndicatorIsNoJudgement", "  measure: MEASURE_AVERAGE", "  measure: MEASURE_JUDGEMENT",
     "measure: MEASURE_JUDGEMENT\n  source: SOURCE_REPORTED\n  figures { id: \"ideas\"", "items[W-4].measure",
     "phải đo được", "is measured"},
    {"NoFigures", "  figures { id: \"rated\" title { vi: \"Đạt\" en: \"Rated\" } target: 66 }", "",
     "items {\n  id: \"W-1\"", "items[W-1].figures", "figures", "figures"},
    {"CoverageAboveAll", "target: 66", "target: 101", "target: 101", "items[W-1].figures[rated].target", "từ 0 đến 100",
     "0 to 100"},
    {"RatioAboveAll", "    target: 80", "    target: 120", "    target: 120", "items[S-1].figures[trained].target",
     "từ 0 đến 100", "0 to 100"},
    {"CountOfNothing", "target: 9000", "target: 0", "id: \"staff\" title { vi: \"Nhân viên\" en: \"Staff\" } unit",
     "items[W-2].figures[staff].target", "từ 1 đến", "1 to"},
    {"RatioWithoutUnit", "    unit { vi: \"người\" en: \"people\" }\n    target: 80", "\n    target: 80",
     "  figures {\n    id: \"trained\"", "items[S-1].figures[trained].unit", "còn thiếu", "missing"},
    {"CoverageWithUnit", "title { vi: \"Đạt\" en: \"Rated\" }", "title { vi: \"Đạt\" } unit { vi: \"lần\" }",
     "vi: \"lần\"", "items[W-1].figures[rated].unit", "bỏ đơn vị", "leave the unit out"},
    {"MayExceedWithoutRatio", "en: \"Rated\" } target: 66", "en: \"Rated\" } target: 66 may_exceed: true", "may_exceed",
     "items[W-1].figures[rated].may_exceed", "MEASURE_RATIO", "MEASURE_RATIO"},
    {"DenominatorThatIsNoNumber", "denominator_fact: \"night_staff\"", "denominator_fact: \"joined_on\"",
     "denominator_fact", "items[S-1].figures[trained].denominator_fact", "không phải là số", "no KIND_NUMBER"},
    {"UnknownLevel", "target_level: \"B\"", "target_level: \"D\"", "target_level", "items[W-1].target_level",
     "có: A, B, C", "there are: A, B, C"},
    {"LevelForNothing", "  derived_kind: \"books\"", "  derived_kind: \"books\" target_level: \"A\"",
     "target_level: \"A\"", "items[W-3].target_level", "bỏ đi", "leave it out"},
    {"DirectoryWithoutFact", "  derived_fact: \"staff\"", "", "items {\n  id: \"W-2\"", "items[W-2].derived_fact",
     "còn thiếu số liệu", "a fact is missing"},
    {"FactForNothing", "  target_level: \"B\"", "  target_level: \"B\" derived_fact: \"staff\"",
     "target_level: \"B\" derived", "items[W-1].derived_fact", "SOURCE_DIRECTORY", "SOURCE_DIRECTORY"},
    {"NoSameLevelKind", "derived_kind: \"books\"", "derived_kind: \"site\"", "derived_kind", "items[W-3].derived_kind",
     "of_federation", "of_federation"},
    {"RatingsAreNoCount", "  measure: MEASURE_COUNT\n  source: SOURCE_DIRECTORY\n  derived_fact: \"staff\"",
     "  measure: MEASURE_COVERAGE\n  source: SOURCE_DIRECTORY\n  derived_fact: \"staff\"",
     "measure: MEASURE_COVERAGE\n  source: SOURCE_DIRECTORY", "items[W-2].measure", "MEASURE_COUNT", "MEASURE_COUNT"},
    {"EvidenceOfNobody", "  derived_kind: \"books\"", "  derived_kind: \"books\" evidence: \"log\"",
     "evidence: \"log\"\n  body", "items[W-3].evidence[#1]", "không ai báo cáo", "nobody reports"},
};

class WrongFile : public ::testing::TestWithParam<Slip> {};

TEST_P(WrongFile, IsRefusedAtTheLineAndFieldOfTheSlip) {
  const Slip& slip = GetParam();
  std::string source = FileText(kSecond);
  LineOf(source, slip.from);
  source.replace(source.find(slip.from), std::string_view(slip.from).size(), slip.to);
  const ProgrammeReading reading = ReadProgramme(source);
  EXPECT_FALSE(reading.programme.has_value());
  EXPECT_THAT(reading.problems,
              ::testing::Contains(
                  AllOf(Field(&FileProblem::line, LineOf(source, slip.at)), Field(&FileProblem::field, slip.field),
                        Field(&FileProblem::vi, HasSubstr(slip.vi)), Field(&FileProblem::en, HasSubstr(slip.en)))))
      << Said(reading.problems);
  // One slip is one problem, but for those of which others follow.
  const std::set<std::string_view> with_consequences = {"UnknownField",
                                                        "UnknownFieldWithBraces",
                                                        "UnknownFieldInside",
                                                        "BraceForgotten",
                                                        "TermBackwards",
                                                        "IdWithAccents",
                                                        "IdTwice",
                                                        "IdMissing",
                                                        "FactNamedAsAColumn",
                                                        "ScopeOfNobody",
                                                        "DocumentsInACircle",
                                                        "StratumServesAnother",
                                                        "RatingsAreNoCount"};
  if (!with_consequences.contains(slip.name)) {
    EXPECT_THAT(reading.problems, SizeIs(1)) << Said(reading.problems);
  }
}

INSTANTIATE_TEST_SUITE_P(Slips, WrongFile, ::testing::ValuesIn(kSlips),
                         [](const auto& info) { return info.param.name; });

std::vector<std::pair<int, std::string>> Places(const std::vector<FileProblem>& problems) {
  std::vector<std::pair<int, std::string>> places;
  for (const FileProblem& problem : problems) places.emplace_back(problem.line, problem.field);
  return places;
}

TEST(WrongFile, TellsAllItsErrorsAtOnceInTheOrderOfTheFile) {
  std::string source = FileText(kSecond);
  const auto spoil = [&](std::string_view from, std::string_view to) {
    LineOf(source, from);
    source.replace(source.find(from), from.size(), to);
  };
  spoil("\"Asia/Tokyo\"", "\"Tokyo\"");
  spoil("types: \"WAREHOUSE\"", "types: \"DEPOT\"");
  spoil("points_from: 60", "points_from: 95");
  spoil("  measure: MEASURE_RATIO", "  measure: MEASURE_RATE");
  spoil("  target_level: \"B\"", "  target_level: \"Z\" colour: \"red\"");
  spoil("  served_with: \"Plan\"", "  served_with: \"Plane\"");
  const ProgrammeReading reading = ReadProgramme(source);
  EXPECT_FALSE(reading.programme.has_value());
  EXPECT_THAT(
      Places(reading.problems),
      ElementsAre(std::pair(LineOf(source, "\"Tokyo\""), std::string("time_zone")),
                  std::pair(LineOf(source, "DEPOT"), std::string("scopes[crane].types[DEPOT]")),
                  std::pair(LineOf(source, "points_from: 95"), std::string("rating.levels[B].points_from")),
                  std::pair(LineOf(source, "MEASURE_RATE"), std::string("items[S-1].measure")),
                  std::pair(LineOf(source, "colour"), std::string("items[W-1].colour")),
                  std::pair(LineOf(source, "colour"), std::string("items[W-1].target_level")),
                  std::pair(LineOf(source, "served_with: \"Drill\""), std::string("items[Plan].served_with[Drill]")),
                  std::pair(LineOf(source, "\"Plane\""), std::string("items[Drill].served_with[Plane]"))))
      << Said(reading.problems);
}

TEST(WrongFile, ThatIsEmptyLacksEverything) {
  const ProgrammeReading reading = ReadProgramme("");
  EXPECT_FALSE(reading.programme.has_value());
  std::set<std::string> fields;
  for (const FileProblem& problem : reading.problems) {
    EXPECT_EQ(problem.line, 0);
    fields.insert(problem.field);
  }
  EXPECT_THAT(fields,
              UnorderedElementsAre("id", "title.vi", "time_zone", "term_begin", "term_end", "union_types", "scopes",
                                   "fields", "items", "inspection.team_at_least", "reminders.days_before"));
}

TEST(WrongFile, WithBrokenSyntaxTellsWhatItFoundUntilThere) {
  const ProgrammeReading reading = ReadProgramme(
      "id: \"x\"\n"
      "colour: \"red\"\n"
      "scopes {\n"
      "  id: \"a\"\n"
      "  title: }\n"
      "}\n"
      "flavour: \"sweet\"\n");
  EXPECT_FALSE(reading.programme.has_value());
  EXPECT_THAT(Places(reading.problems),
              ElementsAre(std::pair(2, std::string("colour")), std::pair(5, std::string("scopes[a].title")),
                          std::pair(5, std::string("scopes[a].title"))))
      << Said(reading.problems);
}

TEST(WrongFile, ThatEndsTooEarlySaysWhichBraceIsOpen) {
  const ProgrammeReading reading = ReadProgramme("id: \"x\"\nscopes {\n  id: \"a\"\n");
  ASSERT_THAT(reading.problems, SizeIs(1)) << Said(reading.problems);
  EXPECT_EQ(reading.problems[0].line, 4);
  EXPECT_EQ(reading.problems[0].field, "scopes[a]");
  EXPECT_THAT(reading.problems[0].vi, HasSubstr("“}”, gặp hết tệp"));
}

TEST(WrongFile, ThatIsNoUtf8NamesTheLine) {
  const ProgrammeReading reading = ReadProgramme("id: \"x\"\n# Vi\xEA\xB7t\n");
  EXPECT_THAT(Places(reading.problems), ElementsAre(std::pair(2, std::string())));
}

// As a word processor writes them. What is said of the file is text, too: an answer with half a letter cannot be sent.
TEST(WrongFile, WithCurvedQuotesIsSpokenOfInWholeLetters) {
  for (const char* source : {"id: “x”\n", "“id”: \"x\"\n", "id: \"x\" scopes “a”\n", "id: \"x\" ấ\n"}) {
    const ProgrammeReading reading = ReadProgramme(source);
    EXPECT_FALSE(reading.problems.empty());
    for (const FileProblem& problem : reading.problems) {
      EXPECT_TRUE(Nfc(problem.vi).ok() && Nfc(problem.en).ok() && Nfc(problem.field).ok()) << problem.en;
    }
  }
}

TEST(WrongFile, ThatIsOneLongWordIsSpokenOfShortly) {
  const ProgrammeReading reading = ReadProgramme(std::string(40'000, 'x') + ": “" + std::string(40'000, 'y'));
  EXPECT_FALSE(reading.problems.empty());
  for (const FileProblem& problem : reading.problems) {
    for (const std::string& text : {problem.field, problem.vi, problem.en}) {
      EXPECT_LE(text.size(), kProblemBytes + std::string_view("…").size());
      EXPECT_TRUE(Nfc(text).ok());
    }
  }
}

TEST(WrongFile, ThatIsTooGreatIsNotRead) {
  const ProgrammeReading reading = ReadProgramme("#" + std::string(kProgrammeBytes, ' '));
  EXPECT_THAT(Places(reading.problems), ElementsAre(std::pair(0, std::string())));
}

TEST(WrongFile, MadeOfErrorsIsReadToItsEnd) {
  std::string source;
  while (source.size() < kProgrammeBytes - 20) source += "items { x: 1 }\n";
  EXPECT_THAT(ReadProgramme(source).problems, SizeIs(kMostFileProblems));
  std::string nested;
  while (nested.size() < kProgrammeBytes - 20) nested += "x{";
  EXPECT_THAT(Places(ReadProgramme(nested).problems),
              ElementsAre(std::pair(1, std::string("x")), std::pair(1, std::string("x"))));
}

TEST(TextsOfAProgramme, ComeOutInNormalForm) {
  std::string source = FileText(kSecond);
  const std::string composed = "vi: \"An toàn\"";
  source.replace(source.find(composed), composed.size(), "vi: \"An toa\u0300n\"");
  const ProgrammeReading reading = ReadProgramme(source);
  ASSERT_TRUE(reading.programme) << Said(reading.problems);
  EXPECT_EQ(reading.programme->fields(0).title().vi(), "An to\u00E0n");
}

TEST(AFileProblem, SpeaksTheLanguageOfTheCaller) {
  const FileProblem problem{.line = 7, .field = "scope", .vi = "chưa có", .en = "is not there"};
  EXPECT_EQ(ProblemIn(problem, "vi").message(), "chưa có");
  EXPECT_EQ(ProblemIn(problem, "en").message(), "is not there");
  EXPECT_EQ(ProblemIn(problem, "en").line(), 7);
  EXPECT_EQ(ProblemIn(problem, "en").field(), "scope");
}

}  // namespace
}  // namespace phancong::rules
