#include "tests/term/player.h"

#include <algorithm>
#include <set>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "gtest/gtest.h"
#include "tests/proof/exported_pack.h"
#include "tests/term/lines.h"

namespace phancong::term_test {

using support::Claim;
using support::DateOf;
using support::World;

namespace {

const std::map<v1::ProgressGrouping, std::string> kGroupingWords = {{v1::PROGRESS_GROUPING_TYPE, "type"},
                                                                    {v1::PROGRESS_GROUPING_FIELD, "field"},
                                                                    {v1::PROGRESS_GROUPING_MEMBER, "member"}};

std::string ItemOf(const std::string& task) {
  const std::string name = Split(task, '/').second;
  return name.substr(0, name.rfind('.'));
}

// The programme's file with other targets: "1.4=90", of each of the item's figures.
std::string WithTargets(std::string programme, const std::string& targets) {
  constexpr std::string_view kTarget = "target: ";
  for (const std::string& part : Parts(targets)) {
    const auto [item, target] = Split(part, '=');
    const size_t begin = programme.find(absl::StrCat("\n  id: \"", item, "\"\n"));
    size_t end = programme.find("\nitems {", begin);
    EXPECT_NE(begin, std::string::npos) << item;
    for (size_t at = programme.find(kTarget, begin); at < end; at = programme.find(kTarget, at + 1)) {
      at += kTarget.size();
      const size_t length = programme.find('\n', at) - at;
      programme.replace(at, length, target);
      end = end - length + target.size();
    }
  }
  return programme;
}

}  // namespace

Player::Player(std::string folder, uint64_t seed)
    : folder_(std::move(folder)), world_({.first_day = "2024-01-04", .round = "2024", .term = kTerm, .seed = seed}) {
  for (const auto& row : RowsOf(absl::StrCat(PHANCONG_SOURCE_DIR, "/tests/term/items.csv"))) {
    for (const std::string& need : Words(row.at("needs"))) {
      if (need != "document" && need != "guidance") evidence_[row.at("item")].push_back(need);
    }
  }
  TakeUpRounds();
  TakeUpReports();
  TakeUpReviews();
  TakeUpDeadlines();
  TakeUpUnions();
  TakeUpInspectionPlans();
  TakeUpInspections();
  TakeUpFindings();
  TakeUpRatings();
  TakeUpReportsThatGoUp();
  TakeUpChecks();
}

void Player::Plays(const Row& row) {
  if (row.day != today_) {
    today_ = row.day;
    world_.GoTo(row.day);
  }
  const auto act = acts_.find(row.act);
  ASSERT_NE(act, acts_.end()) << row;
  const Answered answered = act->second(By(row.who), row);
  ++played_[row.refused.empty() ? row.act : "refused"];
  if (row.refused.empty()) {
    ASSERT_PRED_FORMAT1(support::IsDone, answered) << row;
  } else {
    EXPECT_TRUE(support::IsRefused("it", row.refused.c_str(), answered, row.refused)) << row;
  }
}

support::Person& Player::By(const std::string& who) {
  if (who == "chu-tich") return world_.Chair();
  if (who == "pho-chu-tich") return world_.ViceChair();
  if (who == "chu-nhiem") return world_.InspectionChair();
  if (who == "noi-nhan") return world_.Reader();
  if (who == "quan-tri") return world_.Administrator();
  const auto [kind, which] = std::pair(who.substr(0, who.rfind('-')), who.substr(who.rfind('-') + 1));
  if (kind == "uy-vien") return world_.Member(static_cast<int>(Number(which)));
  if (kind == "ubkt") return world_.Inspector(static_cast<int>(Number(which)));
  if (who.ends_with(".2")) return world_.UnionOfficer(who.substr(0, who.size() - 2));
  return world_.UnionChair(who);
}

v1::Report Player::ReportOf(const Row& row, bool with_evidence) const {
  constexpr std::string_view kNotApplicable = "n/a:";
  Claim claim;
  for (const std::string& part : Parts(row.figures)) {
    const auto [figure, value] = Split(part, '=');
    const auto [numerator, denominator] = Split(value, '/');
    if (value.starts_with(kNotApplicable)) {
      claim.NotApplicable(figure, value.substr(kNotApplicable.size()));
    } else if (!denominator.empty()) {
      claim.Ratio(figure, Number(numerator), Number(denominator));
    } else {
      claim.Counts(figure, Number(numerator));
    }
  }
  const auto kinds = evidence_.find(ItemOf(row.what));
  if (with_evidence && kinds != evidence_.end()) {
    for (const std::string& kind : kinds->second) claim.With(kind);
  }
  return claim.By("10/BC-CĐ");
}

v1::DocumentReference Player::Numbered(const std::string& number) const {
  v1::DocumentReference document;
  document.set_number(number);
  *document.mutable_date() = DateOf(today_);
  return document;
}

// --- Rounds and who is in charge. ------------------------------------------------------------------------------------

support::Answered Player::Drafts(Person& person, const Row& row) {
  auto request = About<v1::DraftRoundRequest>(world_.RoundName(row.what));
  for (const std::string& part : Parts(row.text)) {
    const auto [item, due] = Split(part, '=');
    v1::DueDate& wish = *request.add_due_dates();
    wish.set_item(item);
    *wish.mutable_due_date() = DateOf(due);
  }
  for (const std::string& part : Parts(row.figures)) {
    const auto [raised, target] = Split(part, '=');
    const std::vector<std::string> named = absl::StrSplit(raised, '/');
    v1::RaisedTarget& wish = *request.add_targets();
    wish.set_item(named.at(0));
    wish.set_figure(named.at(1));
    wish.set_target(Number(target));
    for (size_t i = 2; i < named.size(); ++i) wish.add_assignees(world_.UnitName(named[i]));
  }
  const auto drafted = person.Call<v1::DraftRoundResponse>(request);
  if (drafted.ok()) drafts_[row.what] = drafted->round().etag();
  return drafted;
}

void Player::TakeUpRounds() {
  acts_["programme"] = [this](Person& person, const Row& row) {
    return person.LoadsProgramme(WithTargets(support::FileOf(world_.options().programme), row.figures));
  };
  acts_["charge"] = [this](Person& person, const Row& row) {
    By(row.what);
    return person.PutsInChargeOfField(row.what, row.text);
  };
  acts_["hand-over"] = [this](Person& person, const Row& row) {
    By(row.text);
    auto request = About<v1::HandOverRequest>(world_.AccountName(row.what));
    request.set_successor(world_.AccountName(row.text));
    request.set_decision_number("44/QĐ-LĐLĐ");
    return Calls<v1::HandOverResponse>(person, request);
  };
  acts_["draft"] = [this](Person& person, const Row& row) { return Drafts(person, row); };
  acts_["issue"] = [this](Person& person, const Row& row) { return person.IssuesRound(row.what, drafts_[row.what]); };
  acts_["assign"] = [](Person& person, const Row& row) {
    const auto [round, item] = Split(row.what, '/');
    return person.AssignsItem(round, item, Words(row.text), row.date);
  };
  acts_["adhoc"] = [](Person& person, const Row& row) {
    const auto [round, item] = Split(row.what, '/');
    const auto assigned = person.AssignsAdHoc(round, row.text, Words(row.figures), row.date);
    EXPECT_EQ(assigned->item(), item);
    return assigned;
  };
  acts_["guidance"] = [this](Person& person, const Row& row) {
    auto request = OfFederation<v1::RecordGuidanceRequest>();
    request.set_item(row.what);
    *request.mutable_document() = Numbered(row.text);
    *request.mutable_document()->mutable_date() = DateOf(row.date);
    return Calls<v1::RecordGuidanceResponse>(person, request);
  };
  acts_["seal"] = [this](Person& person, const Row& row) {
    auto request = About<v1::SealPeriodRequest>(world_.RoundName(row.what));
    request.set_decision_number("40/QĐ-LĐLĐ");
    return Calls<v1::SealPeriodResponse>(person, request);
  };
}

// --- Reports and what becomes of them. -------------------------------------------------------------------------------

void Player::TakeUpReports() {
  acts_["acknowledge"] = [](Person& person, const Row& row) { return person.Acknowledges(row.what); };
  acts_["report"] = [this](Person& person, const Row& row) {
    auto request = About<v1::ReportProgressRequest>(world_.TaskName(row.what));
    *request.mutable_report() = ReportOf(row, true);
    if (!row.date.empty()) *request.mutable_as_of_date() = DateOf(row.date);
    return Calls<v1::ReportProgressResponse>(person, request);
  };
  acts_["submit"] = [this](Person& person, const Row& row) {
    return person.Submits(row.what, ReportOf(row, /*with_evidence=*/row.text.empty()));
  };
  acts_["submit-reported"] = [](Person& person, const Row& row) { return person.Submits(row.what); };
  acts_["paper"] = [this](Person& person, const Row& row) {
    v1::Report report = ReportOf(row, true);
    report.add_evidence()->set_kind("signed-scan");
    *report.mutable_evidence(report.evidence_size() - 1)->mutable_document() = Numbered("12/BC-CĐ");
    return person.RecordsPaper(row.what, report, row.date);
  };
  acts_["recall"] = [](Person& person, const Row& row) { return person.Recalls(row.what); };
  acts_["waive"] = [this](Person& person, const Row& row) {
    auto request = About<v1::WaiveEvidenceRequest>(world_.TaskName(row.what));
    request.set_kind(row.text);
    request.set_reason("bản gốc đã mất do lũ");
    return Calls<v1::WaiveEvidenceResponse>(person, request);
  };
  acts_["plan"] = [this](Person& person, const Row& row) {
    const auto [unit, round] = Split(row.what, '/');
    auto request = About<v1::SubmitUnionPlanRequest>(absl::StrCat(world_.UnitName(unit), "/plans/", round));
    *request.mutable_document() = Numbered("01/KH-CĐ");
    for (const std::string& item : Words(row.figures)) request.add_lines()->set_item(item);
    return Calls<v1::SubmitUnionPlanResponse>(person, request);
  };
}

support::Answered Player::Accepts(Person& person, const Row& row, bool met) {
  auto request = About<v1::AcceptTaskRequest>(world_.TaskName(row.what));
  // The evidence is the claim's where the reviewer brings none.
  if (!row.figures.empty()) *request.mutable_result() = ReportOf(row, /*with_evidence=*/false);
  request.set_reason(row.text);
  request.set_judged_not_met(!met);
  return Calls<v1::AcceptTaskResponse>(person, request);
}

void Player::TakeUpReviews() {
  acts_["take"] = [](Person& person, const Row& row) { return person.TakesReview(row.what, row.text); };
  acts_["release"] = [](Person& person, const Row& row) { return person.ReleasesReview(row.what); };
  acts_["accept"] = [this](Person& person, const Row& row) { return Accepts(person, row, true); };
  acts_["accept-unmet"] = [this](Person& person, const Row& row) { return Accepts(person, row, false); };
  acts_["return"] = [](Person& person, const Row& row) { return person.Returns(row.what, row.text, row.date); };
  acts_["reopen"] = [](Person& person, const Row& row) { return person.Reopens(row.what, row.date, row.text); };
  acts_["restate"] = [this](Person& person, const Row& row) {
    auto request = About<v1::RestateResultRequest>(world_.TaskName(row.what));
    const auto [round, finding] = Split(row.text, ' ');
    request.set_round(round);
    if (!finding.empty()) request.set_finding(world_.FindingName(finding));
    *request.mutable_result() = ReportOf(row, true);
    request.set_reason("đếm nhầm");
    request.set_decision_number("41/QĐ-LĐLĐ");
    return Calls<v1::RestateResultResponse>(person, request);
  };
}

void Player::TakeUpDeadlines() {
  acts_["ask-extension"] = [](Person& person, const Row& row) {
    return person.RequestsExtension(row.what, row.date, row.text);
  };
  acts_["grant"] = [](Person& person, const Row& row) { return person.Grants(row.what, row.date); };
  acts_["refuse-extension"] = [](Person& person, const Row& row) { return person.Refuses(row.what, row.text); };
  acts_["cancel-extension"] = [](Person& person, const Row& row) { return person.CancelsExtension(row.what); };
  acts_["extend-all"] = [](Person& person, const Row& row) {
    const auto [items, units] = Split(row.text, '|');
    return person.ExtendsTasks(row.what, row.date, Words(items), Words(units));
  };
  acts_["suspend"] = [](Person& person, const Row& row) { return person.Suspends(row.what, row.text); };
  acts_["resume"] = [](Person& person, const Row& row) { return person.Resumes(row.what, row.text); };
  acts_["withdraw"] = [](Person& person, const Row& row) { return person.Withdraws(row.what, row.text); };
  acts_["close"] = [](Person& person, const Row& row) { return person.ClosesNotMet(row.what, row.text); };
}

// --- Unions. ---------------------------------------------------------------------------------------------------------

support::Answered Player::ChangesUnions(Person& person, const Row& row, v1::UnionChangeKind kind) {
  auto request = OfFederation<v1::RecordUnionChangeRequest>();
  request.set_kind(kind);
  if (!row.date.empty()) *request.mutable_on_date() = DateOf(row.date);
  if (kind != v1::UNION_CHANGE_KIND_FOUNDED) {
    for (const std::string& unit : Words(row.what)) request.add_from(world_.UnitName(unit));
  }
  if (kind == v1::UNION_CHANGE_KIND_TYPE_CHANGED) {
    request.add_into()->set_type(row.text);
  } else if (kind == v1::UNION_CHANGE_KIND_RENAMED) {
    request.add_into()->set_title(row.text);
  } else {
    // id | title | type | place | facts, and another after "||".
    for (const std::string& text : std::vector<std::string>(absl::StrSplit(row.text, " || ", absl::SkipEmpty()))) {
      std::vector<std::string> parts = absl::StrSplit(text, '|');
      parts.resize(5);
      for (std::string& part : parts) absl::StripAsciiWhitespace(&part);
      v1::UnionPart& into = *request.add_into();
      into.set_id(parts[0]);
      into.set_title(parts[1]);
      into.set_type(parts[2]);
      into.set_place(parts[3]);
      const std::map<std::string, int64_t> facts = FactsIn(parts[4]);
      into.mutable_facts()->insert(facts.begin(), facts.end());
    }
  }
  request.set_decision_number("31/QĐ-LĐLĐ");
  return Calls<v1::RecordUnionChangeResponse>(person, request);
}

void Player::TakeUpUnions() {
  acts_["import"] = [this](Person& person, const Row& row) {
    return person.ImportsUnions(TextOf(absl::StrCat(folder_, "/", row.what)));
  };
  acts_["seat"] = [](Person& person, const Row& row) {
    return person.Gives(row.what, v1::POSITION_UNION_OFFICER, row.text);
  };
  acts_["facts"] = [this](Person& person, const Row& row) {
    auto request = About<v1::UpdateFactsRequest>(world_.UnitName(row.what));
    const std::map<std::string, int64_t> facts = FactsIn(row.figures);
    request.mutable_facts()->insert(facts.begin(), facts.end());
    if (!row.date.empty()) *request.mutable_as_of_date() = DateOf(row.date);
    return Calls<v1::UpdateFactsResponse>(person, request);
  };
  const std::map<std::string, v1::UnionChangeKind> kinds = {
      {"found", v1::UNION_CHANGE_KIND_FOUNDED},       {"dissolve", v1::UNION_CHANGE_KIND_DISSOLVED},
      {"merge", v1::UNION_CHANGE_KIND_MERGED},        {"split", v1::UNION_CHANGE_KIND_SPLIT},
      {"retype", v1::UNION_CHANGE_KIND_TYPE_CHANGED}, {"rename", v1::UNION_CHANGE_KIND_RENAMED}};
  for (const auto& [act, kind] : kinds) {
    acts_[act] = [this, kind = kind](Person& person, const Row& row) { return ChangesUnions(person, row, kind); };
  }
}

// --- What is shown. --------------------------------------------------------------------------------------------------

void Player::Shows(const std::string& round, const std::string& line) {
  shown_.push_back(absl::StrCat(today_, " ", round, " ", line));
}

support::Answered Player::Reads(Person& person, const std::string& round, const std::vector<std::string>& units,
                                const std::string& as_of, Picture* picture) {
  const auto of = [&](auto request) {
    if (!as_of.empty()) *request.mutable_as_of_date() = DateOf(as_of);
    return request;
  };
  const auto of_round = [&](auto request) {
    request.set_parent(world_.RoundName(round));
    return of(std::move(request));
  };
  const auto indicators = person.Call<v1::ListIndicatorProgressResponse>(of_round(v1::ListIndicatorProgressRequest()));
  if (!indicators.ok()) return indicators;
  picture->indicators = {indicators->indicators().begin(), indicators->indicators().end()};
  if (round != kTerm) {
    const auto stands = person.Call<v1::ListStandsOfPlayResponse>(of_round(v1::ListStandsOfPlayRequest()));
    if (!stands.ok()) return stands;
    picture->stands = {stands->indicators().begin(), stands->indicators().end()};
    const auto coverage = person.Call<v1::GetCoverageResponse>(of_round(v1::GetCoverageRequest()));
    if (!coverage.ok()) return coverage;
    picture->coverage = {coverage->strata().begin(), coverage->strata().end()};
  }
  const auto timeliness = person.Call<v1::GetTimelinessResponse>(of_round(v1::GetTimelinessRequest()));
  if (!timeliness.ok()) return timeliness;
  picture->timeliness = timeliness->counts();
  const std::string day = as_of.empty() ? today_ : as_of;
  for (const auto& [grouping, word] : kGroupingWords) {
    // Once a year is enough.
    if (!day.ends_with("-12-31")) break;
    v1::ListProgressGroupsRequest request;
    request.set_grouping(grouping);
    const auto groups = person.Call<v1::ListProgressGroupsResponse>(of_round(request));
    if (!groups.ok()) return groups;
    picture->groups[grouping] = {groups->groups().begin(), groups->groups().end()};
  }
  for (const std::string& unit : units) {
    v1::GetUnionScorecardRequest request;
    request.set_name(world_.UnitName(unit));
    request.set_round(round);
    const auto card = world_.Chair().Call<v1::GetUnionScorecardResponse>(of(request));
    if (!card.ok()) return card;
    picture->cards[unit] = *card;
  }
  return timeliness;
}

support::Answered Player::Checks(Person& person, const Row& row) {
  Picture picture{.day = row.day, .round = row.what, .units = Words(row.text)};
  Answered answered = Reads(person, row.what, picture.units, "", &picture);
  if (!answered.ok()) return answered;
  for (const v1::IndicatorProgress& progress : picture.indicators) {
    // Yearly ones have no data in the term's round: five years are not one.
    const bool yearly = row.what == kTerm && progress.state() == v1::PROGRESS_STATE_NO_DATA && progress.expected() == 0;
    if (!yearly) Shows(row.what, absl::StrCat("indicator ", LineOf(progress)));
  }
  for (const v1::IndicatorProgress& stand : picture.stands) Shows(row.what, absl::StrCat("stand ", LineOf(stand)));
  Shows(row.what, absl::StrCat("timeliness ", LineOf(picture.timeliness)));
  for (const v1::StratumCoverage& stratum : picture.coverage) {
    Shows(row.what, absl::StrCat("coverage ", LineOf(stratum)));
  }
  if (row.what != kTerm) {
    auto request = OfFederation<v1::ListRatingsRequest>();
    request.set_round(row.what);
    request.set_page_size(1'000);
    const auto ratings = world_.Chair().Call<v1::ListRatingsResponse>(request);
    if (!ratings.ok()) return ratings;
    for (const v1::Rating& rating : ratings->ratings()) {
      if (rating.state() != v1::RATING_STATE_UNSPECIFIED) Shows(row.what, absl::StrCat("rating ", LineOf(rating)));
    }
  }
  for (const auto& [grouping, groups] : picture.groups) {
    for (const v1::ProgressGroup& group : groups) {
      const std::string name =
          absl::StrCat("group ", kGroupingWords.at(grouping), " ", group.key().empty() ? "-" : group.key(), " ");
      Shows(row.what, absl::StrCat(name, LineOf(group)));
      // Those of a field are the round's.
      if (grouping == v1::PROGRESS_GROUPING_FIELD) continue;
      for (const v1::IndicatorProgress& progress : group.indicators()) {
        Shows(row.what, absl::StrCat(name, LineOf(progress)));
      }
    }
  }
  for (const std::string& unit : picture.units) {
    std::vector<std::string> lines;
    for (const v1::ScorecardLine& line : picture.cards[unit].lines()) lines.push_back(LineOf(line));
    std::sort(lines.begin(), lines.end());
    lines.push_back(absl::StrCat(unit, " ", LineOf(picture.cards[unit])));
    lines.push_back(absl::StrCat(unit, " ", NextOf(picture.cards[unit])));
    for (const std::string& line : lines) Shows(row.what, absl::StrCat("card ", line));
  }
  pictures_.push_back(std::move(picture));
  if (row.what != kTerm) ExportsPack(row.what);
  return answered;
}

support::Answered Player::ChecksTrend(Person& person) {
  const auto trend = person.Call<v1::ListIndicatorTrendResponse>(OfFederation<v1::ListIndicatorTrendRequest>());
  if (!trend.ok()) return trend;
  for (const v1::IndicatorTrend& indicator : trend->trends()) {
    for (const v1::TrendPoint& point : indicator.points()) {
      Shows("trend", absl::StrCat(point.round(), " ", LineOf(point.progress())));
    }
    for (const v1::FigureProgress& figure : indicator.over_term()) {
      Shows("trend", absl::StrCat("over the term ", indicator.item(), " ",
                                  figure.figure().empty() ? "-" : figure.figure(), " ", figure.numerator(), "/",
                                  figure.denominator(), " >= ", figure.target(), figure.met() ? " met" : " not-met"));
    }
  }
  return trend;
}

support::Answered Player::AsksAgain(Person& person) {
  const auto same = [this](const Picture& picture, const std::string& what, const auto& then, const auto& now) {
    EXPECT_EQ(then.SerializeAsString(), now.SerializeAsString())
        << what << " of " << picture.round << " as of " << picture.day << ", asked again on " << today_ << "\nthen:\n"
        << then.DebugString() << "now:\n"
        << now.DebugString();
    ++same_;
  };
  const auto all_same = [&](const Picture& picture, const std::string& what, const auto& then, const auto& now) {
    ASSERT_EQ(then.size(), now.size()) << what << " of " << picture.round << " as of " << picture.day;
    for (int i = 0; i < static_cast<int>(then.size()); ++i) same(picture, what, then[i], now[i]);
  };
  for (const Picture& then : pictures_) {
    Picture now;
    Answered answered = Reads(person, then.round, then.units, then.day, &now);
    if (!answered.ok()) return answered;
    all_same(then, "an indicator", then.indicators, now.indicators);
    all_same(then, "a stand of play", then.stands, now.stands);
    all_same(then, "coverage", then.coverage, now.coverage);
    same(then, "timeliness", then.timeliness, now.timeliness);
    for (const auto& [grouping, groups] : then.groups) {
      all_same(then, "the groups by " + kGroupingWords.at(grouping), groups, now.groups[grouping]);
    }
    for (const auto& [unit, card] : then.cards) {
      all_same(then, "the card of " + unit, card.lines(), now.cards[unit].lines());
      all_same(then, "what is due next of " + unit, card.due_next(), now.cards[unit].due_next());
      same(then, "the timeliness of " + unit, card.timeliness(), now.cards[unit].timeliness());
    }
    if (testing::Test::HasFailure()) break;
  }
  for (const auto& [number, issued] : reports_) {
    const auto read = person.Call<v1::GetReportResponse>(About<v1::GetReportRequest>(ReportName(number)));
    if (!read.ok()) return read;
    EXPECT_EQ(read->report().SerializeAsString(), issued) << "report " << number;
    ++same_;
  }
  return Answered();
}

void Player::ExportsPack(const std::string& year) {
  const proof::Files pack = proof_test::Exports(world_, world_.Chair(), year);
  EXPECT_EQ(proof_test::WrongWith(pack), "") << "the pack of " << year << ", exported on " << today_;
  ++packs_;
  largest_pack_ = std::max(largest_pack_, pack.at("entries.binpb").size());
}

void Player::ExportsPacks() {
  std::set<std::string> years;
  for (const Picture& picture : pictures_) years.insert(picture.round);
  years.erase(kTerm);
  for (const std::string& year : years) ExportsPack(year);
}

void Player::TakeUpChecks() {
  acts_["check"] = [this](Person& person, const Row& row) { return Checks(person, row); };
  acts_["trend"] = [this](Person& person, const Row&) { return ChecksTrend(person); };
  acts_["again"] = [this](Person& person, const Row&) { return AsksAgain(person); };
}

}  // namespace phancong::term_test
