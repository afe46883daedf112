#include "tests/term/lines.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/strip.h"

namespace phancong::term_test {
namespace {

std::string DayText(const google::type::Date& date) {
  return absl::StrFormat("%04d-%02d-%02d", date.year(), date.month(), date.day());
}

// "federations/…/rounds/2025/tasks/1.3.xa-mot" → "2025/1.3.xa-mot".
std::string ShortTask(const std::string& name) {
  constexpr std::string_view kRounds = "/rounds/";
  constexpr std::string_view kTasks = "/tasks/";
  std::string task = name.substr(name.find(kRounds) + kRounds.size());
  return task.replace(task.find(kTasks), kTasks.size(), "/");
}

}  // namespace

std::string LineOf(const v1::IndicatorProgress& progress) {
  const auto state = [](v1::ProgressState of) {
    return std::string(absl::StripPrefix(v1::ProgressState_Name(of), "PROGRESS_STATE_"));
  };
  const auto met = [](bool is_met) { return is_met ? "met" : "not-met"; };
  std::string line = absl::StrCat(progress.item(), " ", state(progress.state()), " ", progress.reported(), "/",
                                  progress.expected(), " n/a ", progress.not_applicable(), " submitted ",
                                  progress.submitted(), " provisional ", state(progress.provisional_state()));
  for (const v1::FigureProgress& figure : progress.figures()) {
    absl::StrAppend(&line, "; ", figure.figure().empty() ? "-" : figure.figure(), " >= ", figure.target(), " ",
                    figure.numerator(), "/", figure.denominator(), " ", met(figure.met()), " provisional ",
                    figure.provisional_numerator(), "/", figure.provisional_denominator(), " ",
                    met(figure.provisional_met()));
  }
  return line;
}

std::string LineOf(const v1::TimelinessCounts& counts) {
  return absl::StrCat("done_on_time ", counts.done_on_time(), " done_late ", counts.done_late(), " not_done_in_time ",
                      counts.not_done_in_time(), " overdue ", counts.overdue(), " awaiting_review ",
                      counts.awaiting_review(), " not_due ", counts.not_due(), " due ", counts.due());
}

std::string LineOf(const v1::ScorecardLine& line) {
  std::string text = ShortTask(line.task());
  const bool accepted = line.state() == v1::TASK_STATE_ACCEPTED;
  const bool frozen = line.state() == v1::TASK_STATE_UNSPECIFIED;
  const bool waits = line.timing() == v1::TIMING_AWAITING_REVIEW;
  if (frozen) {
    text += " as it stood";
  } else {
    absl::StrAppend(&text, " ", absl::StripPrefix(v1::TaskState_Name(line.state()), "TASK_STATE_"), " ",
                    absl::StripPrefix(v1::Timing_Name(line.timing()), "TIMING_"), " due ", DayText(line.due_date()));
    if (line.days_late() != 0) absl::StrAppend(&text, " late ", line.days_late());
  }
  for (const v1::FigureValue& value : waits ? line.submitted() : line.result()) {
    absl::StrAppend(&text, " ", value.figure(), "=");
    if (!value.not_applicable_reason().empty()) {
      text += "n/a";
      continue;
    }
    absl::StrAppend(&text, value.numerator());
    if (value.has_denominator()) absl::StrAppend(&text, "/", value.denominator());
  }
  if (waits) return absl::StrCat(text, " would be ", line.provisional_met() ? "met" : "not-met");
  return accepted || frozen ? absl::StrCat(text, line.met() ? " met" : " not-met") : text;
}

std::string LineOf(const v1::GetUnionScorecardResponse& card) {
  return absl::StrCat(card.reported(), "/", card.expected(), " ", LineOf(card.timeliness()));
}

std::string NextOf(const v1::GetUnionScorecardResponse& card) {
  std::string text = "next";
  for (const v1::ScorecardLine& line : card.due_next()) absl::StrAppend(&text, " ", ShortTask(line.task()));
  return text;
}

std::string LineOf(const v1::ProgressGroup& group) {
  return absl::StrCat(group.reported(), "/", group.expected(), " n/a ", group.not_applicable(), " submitted ",
                      group.submitted(), " met ", group.met(), " ", LineOf(group.timeliness()));
}

std::string LineOf(const v1::StratumCoverage& coverage) {
  return absl::StrCat(coverage.stratum(), " population ", coverage.population(), " quota ", coverage.quota(),
                      " sampled ", coverage.sampled(), " inspected ", coverage.inspected(), " missing ",
                      coverage.missing(), " under_way ", coverage.under_way());
}

std::string LineOf(const v1::Rating& rating) {
  constexpr std::string_view kUnions = "/unions/";
  const std::string unit = rating.name().substr(rating.name().find(kUnions) + kUnions.size());
  std::string line = absl::StrCat(unit.substr(0, unit.find('/')), " possible ", rating.possible_points(), " claimed ",
                                  rating.claimed_points(), " ", rating.claimed_level());
  if (rating.state() == v1::RATING_STATE_DECIDED) {
    absl::StrAppend(&line, " decided ", rating.decided_points(), " ", rating.decided_level());
  }
  return line;
}

}  // namespace phancong::term_test
