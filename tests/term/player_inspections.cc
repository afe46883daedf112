// What the Inspection Committee does, and what comes of it.
#include <algorithm>
#include <fstream>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gtest/gtest.h"
#include "tests/term/player.h"

namespace phancong::term_test {

using support::DateOf;

std::string Player::PlanName(const std::string& plan) const {
  return absl::StrCat(world_.FederationName(), "/inspectionPlans/", plan);
}

std::string Player::Drawn(const std::string& plan, const std::string& unit) const {
  if (!unit.starts_with('$')) return unit;
  const auto [stratum, place] = Split(unit.substr(1), '/');
  const std::vector<std::string>& sample = samples_.at({plan, stratum});
  return sample.at(static_cast<size_t>(Number(place)) - 1);
}

support::Answered Player::DraftsPlan(Person& person, const Row& row) {
  auto request = OfFederation<v1::DraftInspectionPlanRequest>();
  request.set_plan(row.what);
  request.set_content(row.text);
  const auto [risk, out] = Split(row.figures, '|');
  const auto named = [&](const std::string& units, auto* to) {
    for (const std::string& unit : Words(units)) {
      v1::NamedUnit& one = *to->Add();
      one.set_unit(world_.UnitName(unit));
      one.set_reason("theo kế hoạch");
    }
  };
  named(risk, request.mutable_risk_picks());
  named(out, request.mutable_left_out());
  const auto drafted = person.Call<v1::DraftInspectionPlanResponse>(request);
  if (drafted.ok()) drafts_["plan " + row.what] = drafted->inspection_plan().etag();
  return drafted;
}

support::Answered Player::Draws(Person& person, const Row& row) {
  const auto drawn = person.Call<v1::DrawSampleResponse>(About<v1::DrawSampleRequest>(PlanName(row.what)));
  if (!drawn.ok()) return drawn;
  const auto published = world_.Reader().Call<v1::GetDrawResponse>(About<v1::GetDrawRequest>(PlanName(row.what)));
  if (!published.ok()) return published;
  const v1::Draw& draw = published->draw();
  std::ofstream(absl::StrCat(folder_, "/draws.csv"), std::ios::app)
      << row.what << "," << absl::BytesToHexString(draw.seed()) << "\n";
  Shows(row.what, absl::StrCat("draw ", absl::BytesToHexString(draw.population_digest()), " ",
                               absl::BytesToHexString(draw.seed_commitment())));
  for (const v1::Draw::Stratum& stratum : draw.strata()) {
    Shows(row.what, absl::StrCat("sample ", stratum.id(), " ", absl::StrJoin(stratum.sample(), " ")));
    samples_[{row.what, stratum.id()}] = {stratum.sample().begin(), stratum.sample().end()};
  }
  return drawn;
}

void Player::NotesReplacements(const std::string& plan) {
  const auto read =
      world_.InspectionChair().Call<v1::GetInspectionPlanResponse>(About<v1::GetInspectionPlanRequest>(PlanName(plan)));
  EXPECT_DONE(read);
  for (const v1::SampledUnit& sampled : read->inspection_plan().sample()) {
    std::vector<std::string>& sample = samples_[{plan, sampled.stratum()}];
    const std::string unit = sampled.unit().substr(sampled.unit().rfind('/') + 1);
    if (std::find(sample.begin(), sample.end(), unit) == sample.end()) sample.push_back(unit);
  }
}

void Player::TakeUpInspectionPlans() {
  std::ofstream(absl::StrCat(folder_, "/draws.csv")) << "plan,seed\n";
  acts_["draft-plan"] = [this](Person& person, const Row& row) { return DraftsPlan(person, row); };
  acts_["approve-plan"] = [this](Person& person, const Row& row) {
    auto request = About<v1::ApproveInspectionPlanRequest>(PlanName(row.what));
    request.set_etag(drafts_["plan " + row.what]);
    request.set_decision_number("50/QĐ-LĐLĐ");
    return Calls<v1::ApproveInspectionPlanResponse>(person, request);
  };
  acts_["draw"] = [this](Person& person, const Row& row) { return Draws(person, row); };
  acts_["close-plan"] = [this](Person& person, const Row& row) {
    return Calls<v1::CloseInspectionPlanResponse>(person, About<v1::CloseInspectionPlanRequest>(PlanName(row.what)));
  };
  acts_["decide-shortfall"] = [this](Person& person, const Row& row) {
    auto request = About<v1::DecideInspectionShortfallRequest>(PlanName(row.what));
    request.set_reason(row.text);
    request.set_decision_number("51/QĐ-LĐLĐ");
    return Calls<v1::DecideInspectionShortfallResponse>(person, request);
  };
}

support::Answered Player::Schedules(Person& person, const Row& row) {
  auto request = OfFederation<v1::ScheduleInspectionRequest>();
  const std::vector<std::string> words = Words(row.text);
  request.set_kind(words.at(0));
  request.set_unit(world_.UnitName(Drawn(row.figures, words.at(1))));
  request.set_head(world_.AccountName(words.at(2)));
  for (size_t i = 3; i < words.size(); ++i) request.add_members(world_.AccountName(words[i]));
  for (size_t i = 2; i < words.size(); ++i) By(words[i]);
  *request.mutable_scheduled_date() = DateOf(row.date);
  request.set_decision_number("09/QĐ-UBKT");
  if (!row.figures.empty()) request.set_plan(PlanName(row.figures));
  const auto scheduled = person.Call<v1::ScheduleInspectionResponse>(request);
  if (scheduled.ok()) {
    EXPECT_EQ(scheduled->inspection().name(), world_.InspectionName(row.what)) << row;
  }
  return scheduled;
}

void Player::TakeUpInspections() {
  acts_["schedule"] = [this](Person& person, const Row& row) { return Schedules(person, row); };
  acts_["notify"] = [this](Person& person, const Row& row) {
    auto request = About<v1::NotifyInspectionRequest>(world_.InspectionName(row.what));
    *request.mutable_document() = Numbered("06/TB-UBKT");
    return Calls<v1::NotifyInspectionResponse>(person, request);
  };
  acts_["start"] = [](Person& person, const Row& row) { return person.Starts(row.what); };
  acts_["check-task"] = [](Person& person, const Row& row) { return person.Checks(row.what, row.text); };
  acts_["draft-conclusion"] = [this](Person& person, const Row& row) {
    auto request = About<v1::DraftConclusionRequest>(world_.InspectionName(row.what));
    request.set_conclusion(row.text);
    *request.mutable_explain_by_date() = DateOf(row.date);
    return Calls<v1::DraftConclusionResponse>(person, request);
  };
  acts_["sign"] = [this](Person& person, const Row& row) {
    return Calls<v1::SignConclusionResponse>(person, About<v1::SignConclusionRequest>(world_.InspectionName(row.what)));
  };
  acts_["conclude"] = [this](Person& person, const Row& row) {
    auto request = About<v1::ConcludeInspectionRequest>(world_.InspectionName(row.what));
    request.set_conclusion(row.text.empty() ? "Đã kiểm tra." : row.text);
    *request.mutable_document() = Numbered("07/KL-UBKT");
    return Calls<v1::ConcludeInspectionResponse>(person, request);
  };
  acts_["report-supervision"] = [this](Person& person, const Row& row) {
    auto request = About<v1::ReportSupervisionRequest>(world_.InspectionName(row.what));
    request.set_report(row.text);
    *request.mutable_document() = Numbered("08/BC-UBKT");
    return Calls<v1::ReportSupervisionResponse>(person, request);
  };
  acts_["cancel-inspection"] = [this](Person& person, const Row& row) {
    auto request = About<v1::CancelInspectionRequest>(world_.InspectionName(row.what));
    request.set_reason("đơn vị đang được thanh tra");
    request.set_decision_number("10/QĐ-UBKT");
    request.set_replace_drawn_unit(!row.figures.empty());
    const auto cancelled = person.Call<v1::CancelInspectionResponse>(request);
    if (cancelled.ok() && !row.figures.empty()) NotesReplacements(Split(row.what, '-').first);
    return cancelled;
  };
}

support::Answered Player::Finds(Person& person, const Row& row, bool grave, bool contests) {
  const auto [inspection, number] = Split(row.what, '/');
  auto request = About<v1::RecordFindingRequest>(world_.InspectionName(inspection));
  if (!row.figures.empty()) request.set_task(world_.TaskName(row.figures));
  request.set_contests(contests);
  request.set_grave(grave);
  request.set_text(row.text);
  *request.mutable_remedy_due_date() = DateOf(row.date);
  const auto found = person.Call<v1::RecordFindingResponse>(request);
  if (found.ok()) {
    EXPECT_EQ(found->finding().name(), world_.FindingName(row.what)) << row;
  }
  return found;
}

void Player::TakeUpFindings() {
  acts_["find"] = [this](Person& person, const Row& row) { return Finds(person, row, false, false); };
  acts_["find-grave"] = [this](Person& person, const Row& row) { return Finds(person, row, true, false); };
  acts_["contest"] = [this](Person& person, const Row& row) { return Finds(person, row, false, true); };
  acts_["drop-finding"] = [this](Person& person, const Row& row) {
    auto request = About<v1::DropFindingRequest>(world_.FindingName(row.what));
    request.set_reason(row.text);
    return Calls<v1::DropFindingResponse>(person, request);
  };
  acts_["explain"] = [this](Person& person, const Row& row) {
    auto request = About<v1::ExplainFindingRequest>(world_.FindingName(row.what));
    request.set_explanation(row.text);
    return Calls<v1::ExplainFindingResponse>(person, request);
  };
  acts_["remedy"] = [](Person& person, const Row& row) { return person.SubmitsRemedy(row.what, row.text); };
  acts_["verify"] = [](Person& person, const Row& row) { return person.VerifiesRemedy(row.what); };
  acts_["reject"] = [](Person& person, const Row& row) { return person.RejectsRemedy(row.what, row.text, row.date); };
  acts_["close-finding"] = [this](Person& person, const Row& row) {
    auto request = About<v1::CloseFindingWithoutRemedyRequest>(world_.FindingName(row.what));
    request.set_reason(row.text);
    request.set_decision_number("52/QĐ-LĐLĐ");
    return Calls<v1::CloseFindingWithoutRemedyResponse>(person, request);
  };
}

}  // namespace phancong::term_test
