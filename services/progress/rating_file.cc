#include "services/progress/rating_file.h"

#include <algorithm>
#include <utility>

#include "fmt/format.h"
#include "google/protobuf/util/time_util.h"
#include "services/programme/rounds.h"
#include "services/rules/names.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/rules/task_machine.h"
#include "services/tasks/free_text.h"
#include "storage/accounts.h"
#include "storage/programmes.h"
#include "storage/task_days.h"
#include "storage/tasks.h"

namespace phancong::progress {
namespace {

using google::protobuf::util::TimeUtil;

// Of a round, at most; see DESIGN's bounds.
constexpr int64_t kTasksOfARound = 100'000;
// Points in a request; as many criteria has no programme.
constexpr int kGreatestPointsCount = 2'000;

// A criterion as it is shown: what is computed, claimed and decided (kNoPoints where nothing is).
struct Line {
  rules::CriterionAssessment assessment;
  int64_t claimed = rules::kNoPoints;
  int64_t decided = rules::kNoPoints;
  std::string claim_reason;
  std::string decision_reason;

  // The points that stand: decided, else claimed, else computed.
  [[nodiscard]] int64_t standing() const {
    if (decided != rules::kNoPoints) return decided;
    return claimed != rules::kNoPoints ? claimed : assessment.computed.value_or(0);
  }
};

const storage::RatingLineRow* Find(const std::vector<storage::RatingLineRow>& rows, const std::string& criterion) {
  const auto found = std::find_if(rows.begin(), rows.end(),
                                  [&](const storage::RatingLineRow& row) { return row.criterion == criterion; });
  return found == rows.end() ? nullptr : &*found;
}

// The assessment as it was when the rating was decided. Nothing can come to count any more: what is missing is what
// was, and the tasks that did not count are those that would have.
void AsDecided(const storage::RatingLineRow& row, rules::CriterionAssessment& assessment) {
  assessment.max_points = row.max_points;
  assessment.numerator = row.numerator;
  assessment.denominator = row.denominator;
  assessment.computed = row.computed_points == rules::kNoPoints ? std::nullopt : std::optional(row.computed_points);
  assessment.best = row.max_points;
  for (rules::TracedTask& task : assessment.tasks) task.may_count = !task.counts;
}

std::vector<Line> LinesOf(const RatingFile& file, const std::vector<storage::RatingLineRow>& claim,
                          const std::vector<storage::RatingLineRow>& decision) {
  std::vector<Line> lines;
  for (const rules::CriterionAssessment& criterion : file.criteria) {
    Line& line = lines.emplace_back();
    line.assessment = criterion;
    if (const storage::RatingLineRow* const row = Find(claim, criterion.criterion)) {
      line.claimed = row->points;
      line.claim_reason = row->reason;
    }
    if (const storage::RatingLineRow* const row = Find(decision, criterion.criterion)) {
      AsDecided(*row, line.assessment);
      line.decided = row->points;
      line.decision_reason = row->reason;
    }
  }
  return lines;
}

v1::RatingLine ShowLine(const Line& line, const RatingFile& file, const std::string& federation_id) {
  const rules::CriterionAssessment& criterion = line.assessment;
  v1::RatingLine shown;
  shown.set_criterion(criterion.criterion);
  *shown.mutable_title() = criterion.title;
  shown.set_max_points(static_cast<int32_t>(criterion.max_points));
  shown.set_numerator(criterion.numerator);
  shown.set_denominator(criterion.denominator);
  if (criterion.computed) shown.set_computed_points(static_cast<int32_t>(*criterion.computed));
  if (line.claimed != rules::kNoPoints) shown.set_claimed_points(static_cast<int32_t>(line.claimed));
  if (line.decided != rules::kNoPoints) shown.set_decided_points(static_cast<int32_t>(line.decided));
  shown.set_claim_reason(line.claim_reason);
  shown.set_decision_reason(line.decision_reason);
  for (const rules::TracedTask& task : criterion.tasks) {
    v1::RatingTask& added = *shown.add_tasks();
    added.set_task(rules::TaskName(federation_id, file.round.id, task.item, file.grassroots_union.id));
    added.set_item(task.item);
    added.set_counts(task.counts);
  }
  return shown;
}

// What is missing to the level above the points that stand; nothing at the best.
void AddNextLevel(const std::vector<Line>& lines, const RatingFile& file, const std::string& federation_id,
                  v1::Rating& to) {
  std::vector<rules::CriterionAssessment> criteria;
  std::vector<int64_t> points;
  int64_t standing = 0;
  for (const Line& line : lines) {
    criteria.push_back(line.assessment);
    points.push_back(line.standing());
    standing += line.standing();
  }
  const auto next = rules::NextLevelOf(file.rating_rules(), standing, rules::PossiblePoints(criteria));
  if (!next) return;
  v1::NextLevel& shown = *to.mutable_next_level();
  shown.set_level(next->level->id());
  *shown.mutable_title() = next->level->title();
  shown.set_points_missing(static_cast<int32_t>(next->points_missing));
  for (const rules::CriterionGain& gain : rules::GainsOf(criteria, points)) {
    const rules::CriterionAssessment& criterion = criteria[gain.criterion];
    v1::RatingGain& added = *shown.add_gains();
    added.set_criterion(criterion.criterion);
    *added.mutable_title() = criterion.title;
    added.set_points(static_cast<int32_t>(gain.points));
    for (const rules::TracedTask& task : criterion.tasks) {
      if (!task.may_count) continue;
      added.add_tasks(rules::TaskName(federation_id, file.round.id, task.item, file.grassroots_union.id));
    }
  }
}

std::string LevelIdOf(const v1::RatingRules& rules, int64_t points, int64_t possible) {
  const v1::RatingLevel* const level = rules::LevelOf(rules, points, possible);
  return level == nullptr ? std::string() : level->id();
}

// The points and levels that are computed, claimed and decided.
void AddSums(const std::vector<Line>& lines, const RatingFile& file, v1::Rating& to) {
  int64_t possible = 0;
  int64_t computed = 0;
  for (const Line& line : lines) {
    possible += line.assessment.max_points;
    computed += line.assessment.computed.value_or(0);
  }
  to.set_possible_points(static_cast<int32_t>(possible));
  to.set_computed_points(static_cast<int32_t>(computed));
  to.set_computed_level(LevelIdOf(file.rating_rules(), computed, possible));
  std::string level = to.computed_level();
  if (file.row) {
    to.set_claimed_points(static_cast<int32_t>(file.row->claimed_points));
    to.set_claimed_level(file.row->claimed_level);
    to.set_decided_points(static_cast<int32_t>(file.row->decided_points));
    to.set_decided_level(file.row->decided_level);
    level = rules::IsDecided(file.row->state) ? file.row->decided_level : file.row->claimed_level;
  }
  for (const v1::RatingLevel& one : file.rating_rules().levels()) {
    if (one.id() == level) *to.mutable_level_title() = one.title();
  }
}

}  // namespace

RatingFiles::RatingFiles(serving::CommandContext& context)
    : tx_(context.tx()),
      federation_(context.federation()),
      federation_id_(context.actor().federation_id),
      today_(context.today()) {}

RatingFiles::RatingFiles(serving::ReadContext& context)
    : tx_(context.tx()),
      federation_(context.federation()),
      federation_id_(context.actor().federation_id),
      today_(context.today()) {}

absl::StatusOr<RatingFile> RatingFiles::Open(const std::string& name) {
  ASSIGN_OR_RETURN(const rules::ResourceName parsed, rules::ParseName(name, rules::NameKind::kRating));
  ASSIGN_OR_RETURN(const std::optional<storage::UnionRow> grassroots_union,
                   storage::FindUnion(tx_, federation_, parsed.assignee));
  if (!grassroots_union) return rules::RefuseNotFound(name);
  ASSIGN_OR_RETURN(const storage::RoundRow round,
                   programme::RequireRound(tx_, federation_, parsed.federation, parsed.id));
  ASSIGN_OR_RETURN(const storage::ProgrammeRow programme,
                   storage::GetProgramme(tx_, federation_, round.programme_version));
  RETURN_IF_ERROR(RequireRatedRound(round, *programme.programme, "name"));
  ASSIGN_OR_RETURN(std::optional<storage::RatingRow> row,
                   storage::FindRating(tx_, federation_, round.round, grassroots_union->union_number));
  return Open(*grassroots_union, round, std::move(row));
}

absl::StatusOr<RatingFile> RatingFiles::OpenForChange(const std::string& name, const std::string& etag) {
  ASSIGN_OR_RETURN(RatingFile file, Open(name));
  RETURN_IF_ERROR(serving::CheckEtag(etag, file.row ? file.row->revision : 0, name));
  return file;
}

absl::StatusOr<RatingFile> RatingFiles::Open(const storage::UnionRow& grassroots_union, const storage::RoundRow& round,
                                             std::optional<storage::RatingRow> row) {
  RatingFile file{.name = rules::RatingName(federation_id_, grassroots_union.id, round.id),
                  .grassroots_union = grassroots_union,
                  .round = round,
                  .programme = nullptr,
                  .row = std::move(row),
                  .criteria = {}};
  ASSIGN_OR_RETURN(const storage::ProgrammeRow programme,
                   storage::GetProgramme(tx_, federation_, round.programme_version));
  file.programme = programme.programme;
  ASSIGN_OR_RETURN(const std::vector<rules::RatedTask> tasks, TasksOf(round, grassroots_union.union_number));
  file.criteria = rules::Assess(file.rating_rules(), tasks, today_);
  if (!reformed_days_) {
    ASSIGN_OR_RETURN(reformed_days_, storage::ReformedDays(tx_, federation_, {.day = today_, .known_day = today_}));
  }
  const auto reformed = reformed_days_->find(grassroots_union.union_number);
  file.too_young_until = rules::TooYoungUntil(
      file.rating_rules(),
      {.founded_day = grassroots_union.founded_day,
       .reformed_days = reformed == reformed_days_->end() ? std::vector<rules::Day>() : reformed->second},
      round.period);
  return file;
}

absl::StatusOr<v1::Rating> RatingFiles::Show(const RatingFile& file, RatingView view) {
  v1::Rating shown;
  shown.set_name(file.name);
  shown.set_etag(fmt::to_string(file.row ? file.row->revision : 0));
  shown.set_assignee_title(file.grassroots_union.title);
  shown.set_state(file.state());
  if (file.too_young_until != 0) *shown.mutable_not_before_date() = rules::DateOf(file.too_young_until);
  using Rows = std::vector<storage::RatingLineRow>;
  const int64_t round = file.round.round;
  const int64_t number = file.grassroots_union.union_number;
  ASSIGN_OR_RETURN(const Rows claim,
                   storage::RatingLines(tx_, federation_, round, number, storage::RatingVersion::kClaim));
  ASSIGN_OR_RETURN(const Rows decision,
                   storage::RatingLines(tx_, federation_, round, number, storage::RatingVersion::kDecision));
  const std::vector<Line> lines = LinesOf(file, claim, decision);
  AddSums(lines, file, shown);
  if (file.row) {
    shown.set_narrative(file.row->narrative);
    ASSIGN_OR_RETURN(*shown.mutable_rated_by(), AccountName(file.row->rated_by));
    *shown.mutable_rate_time() = TimeUtil::MicrosecondsToTimestamp(file.row->rated_at);
  }
  if (rules::IsDecided(file.state())) {
    shown.set_reason(file.row->reason);
    shown.set_decision_number(file.row->decision_number);
    ASSIGN_OR_RETURN(*shown.mutable_decided_by(), AccountName(file.row->decided_by));
    *shown.mutable_decide_time() = TimeUtil::MicrosecondsToTimestamp(file.row->decided_at);
  }
  if (view == RatingView::kWithoutLines) return shown;
  for (const Line& line : lines) *shown.add_lines() = ShowLine(line, file, federation_id_);
  AddNextLevel(lines, file, federation_id_, shown);
  return shown;
}

absl::StatusOr<v1::Rating> RatingFiles::Show(const std::string& name) {
  ASSIGN_OR_RETURN(const RatingFile file, Open(name));
  return Show(file, RatingView::kWithLines);
}

absl::StatusOr<std::vector<rules::RatedTask>> RatingFiles::TasksOf(const storage::RoundRow& round,
                                                                   int64_t union_number) {
  storage::TaskFilter filter;
  filter.round = round.round;
  filter.only_assignees = true;
  filter.assignees = {union_number};
  ASSIGN_OR_RETURN(const std::vector<storage::TaskRow> rows,
                   storage::ListTasks(tx_, federation_, filter, 0, kTasksOfARound));
  std::vector<rules::RatedTask> tasks;
  for (const storage::TaskRow& row : rows) {
    rules::RatedTask& task = tasks.emplace_back();
    task.task = row.task;
    ASSIGN_OR_RETURN(task.item, ItemId(row.item));
    task.leaf = {.deadline = row.Deadline(), .figures = {}, .met = row.met};
    // What is met applies; of the rest, the figures say so.
    if (row.met || rules::PhaseOf(row.state) != rules::TaskPhase::kAccepted) continue;
    ASSIGN_OR_RETURN(const auto item, storage::ItemDefinition(tx_, federation_, round.round, row.item, union_number));
    ASSIGN_OR_RETURN(const storage::TaskOn stands, storage::StandsNow(tx_, federation_, row));
    task.leaf = storage::LeafOf(stands, *item);
  }
  return tasks;
}

absl::StatusOr<std::string> RatingFiles::ItemId(int64_t item) {
  const auto [id, fresh] = item_ids_.try_emplace(item);
  if (fresh) {
    ASSIGN_OR_RETURN(const storage::ItemRow row, storage::GetItem(tx_, federation_, item));
    id->second = row.id;
  }
  return id->second;
}

absl::StatusOr<std::string> RatingFiles::AccountName(int64_t account) {
  if (account == 0) return std::string();
  const auto [name, fresh] = account_names_.try_emplace(account);
  if (fresh) {
    ASSIGN_OR_RETURN(const storage::AccountRow row, storage::GetAccount(tx_, federation_, account));
    name->second = rules::AccountName(federation_id_, row.id);
  }
  return name->second;
}

absl::Status RequireRatedRound(const storage::RoundRow& round, const v1::Programme& programme,
                               const std::string& field) {
  const std::optional<programme::RoundKind> kind = programme::RoundKindOf(programme, round.id);
  if (!kind || !kind->yearly) {
    return rules::RefuseField(field, "phải là của một năm, như 2025", "must be of a year, such as 2025");
  }
  return round.sealed_at != 0 ? absl::OkStatus() : programme::RequireState(round, v1::ROUND_STATE_ISSUED);
}

absl::StatusOr<ReceivedPoints> ReceivePoints(const google::protobuf::RepeatedPtrField<v1::CriterionPoints>& points) {
  ReceivedPoints received;
  if (points.size() > kGreatestPointsCount) {
    return rules::RefuseField("points", fmt::format("nhiều nhất {}", kGreatestPointsCount),
                              fmt::format("{} at most", kGreatestPointsCount));
  }
  for (int i = 0; i < points.size(); ++i) {
    ASSIGN_OR_RETURN(std::string reason,
                     tasks::FreeTextOf(points[i].reason(), fmt::format("points[{}].reason", i), tasks::kReasonLength));
    received.given.push_back(
        {.criterion = points[i].criterion(), .points = points[i].points(), .has_reason = !reason.empty()});
    received.reasons[points[i].criterion()] = std::move(reason);
  }
  return received;
}

absl::StatusOr<std::vector<int64_t>> PointsOfFile(const RatingFile& file, const ReceivedPoints& received,
                                                  rules::PointsOf whose) {
  if (rules::PossiblePoints(file.criteria) == 0) {
    return rules::Refuse(v1::ERROR_REASON_NOTHING_TO_DO,
                         {{"why.vi", "chương trình chưa có tiêu chí xếp loại nào áp dụng cho đơn vị."},
                          {"why.en", "no rating criterion of the programme applies to the union."}});
  }
  return rules::PointsFrom(file.criteria, received.given, whose);
}

rules::RatingStanding StandingOf(const RatingFile& file) {
  return {.name = file.name,
          .union_title = file.grassroots_union.title,
          .state = file.state(),
          .period_sealed = file.round.sealed_at != 0,
          .too_young_until = file.too_young_until};
}

rules::RatingParticipant ParticipantOf(const RatingFile& file, const serving::Actor& actor) {
  const int64_t number = file.grassroots_union.union_number;
  return {.union_chair = actor.Holds(v1::POSITION_UNION_CHAIR, number),
          .standing_committee_head = actor.HoldsStandingCommitteeHead(),
          .position_in_union = actor.HasInterestIn(number),
          .rated_it = file.row && (actor.IsOneOf(file.row->rated_by) || actor.IsOneOf(file.row->rated_for))};
}

v1::RatingFacts Keep(serving::CommandContext& context, const RatingFile& file, const std::vector<int64_t>& points,
                     const ReceivedPoints& received) {
  v1::RatingFacts facts;
  int64_t sum = 0;
  for (size_t i = 0; i < file.criteria.size(); ++i) {
    const rules::CriterionAssessment& criterion = file.criteria[i];
    v1::RatingFacts::Line& line = *facts.add_lines();
    line.set_criterion(criterion.criterion);
    line.set_max_points(criterion.max_points);
    line.set_numerator(criterion.numerator);
    line.set_denominator(criterion.denominator);
    line.set_computed_points(criterion.computed.value_or(rules::kNoPoints));
    line.set_points(points[i]);
    const auto reason = received.reasons.find(criterion.criterion);
    if (reason != received.reasons.end()) *line.mutable_reason() = context.Keep(reason->second);
    if (points[i] != rules::kNoPoints) sum += points[i];
  }
  const int64_t possible = rules::PossiblePoints(file.criteria);
  facts.set_possible_points(possible);
  facts.set_points(sum);
  facts.set_level(LevelIdOf(file.rating_rules(), sum, possible));
  return facts;
}

}  // namespace phancong::progress
