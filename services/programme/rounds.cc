#include "services/programme/rounds.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <utility>
#include <vector>

#include "fmt/format.h"
#include "google/protobuf/util/time_util.h"
#include "services/programme/population.h"
#include "services/rules/names.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/rules/working_days.h"
#include "storage/calendars.h"
#include "storage/directory.h"
#include "storage/issued_counts.h"
#include "storage/programmes.h"
#include "storage/tasks.h"

namespace phancong::programme {
namespace {

v1::LocalText TextOf(std::string vi, std::string en) {
  v1::LocalText text;
  text.set_vi(std::move(vi));
  text.set_en(std::move(en));
  return text;
}

std::string In(const v1::LocalText& text, std::string_view language) {
  return language == "en" ? text.en() : text.vi();
}

// A state as refusals name it.
v1::LocalText WordOf(v1::RoundState state) {
  switch (state) {
    case v1::ROUND_STATE_DRAFT:
      return TextOf("dự thảo", "DRAFT");
    case v1::ROUND_STATE_ISSUED:
      return TextOf("đã giao", "ISSUED");
    case v1::ROUND_STATE_SEALED:
      return TextOf("đã khóa sổ", "SEALED");
    default:
      return TextOf("chưa có", "UNKNOWN");
  }
}

v1::LocalText WhyLeftOut(const v1::Item& item, bool guided) {
  return WhyNotInForce(item, guided)
      .value_or(TextOf("để lại khi soạn đợt giao", "left out when the round was drafted"));
}

// To how many each of the items goes, by item number: of a draft by its scope, else by the tasks there are.
absl::StatusOr<std::map<int64_t, storage::IssuedCount>> CountAssignees(
    storage::ReadTransaction& tx, int64_t federation, const storage::RoundRow& round, const v1::Programme& programme,
    const std::map<std::string, int64_t>& numbers, const std::map<int64_t, storage::RoundItemRow>& items,
    rules::Day today) {
  if (round.state != v1::ROUND_STATE_DRAFT) return storage::IssuedCounts(tx, federation, round.round);
  std::map<int64_t, storage::IssuedCount> counts;
  ASSIGN_OR_RETURN(const Population population,
                   PopulationOn(tx, federation, {.day = round.population_day, .known_day = today}));
  for (const v1::Item& item : programme.items()) {
    const int64_t number = numbers.at(item.id());
    if (!items.contains(number)) continue;
    const std::vector<int64_t> assignees = AssigneesOf(item, programme, round.period, population);
    const bool to_federation = !assignees.empty() && assignees.front() == 0;
    counts[number] = {.unions = static_cast<int64_t>(assignees.size()) - (to_federation ? 1 : 0),
                      .to_federation = to_federation};
  }
  return counts;
}

// When an item of the round is due: as issued; of a draft, a term counted from today by the newest calendar, or no
// date.
absl::StatusOr<std::map<int64_t, storage::RoundItemRow>> DueItems(storage::ReadTransaction& tx, int64_t federation,
                                                                  const storage::RoundRow& round, rules::Day today) {
  ASSIGN_OR_RETURN(const std::vector<storage::RoundItemRow> rows, storage::RoundItems(tx, federation, round.round));
  std::optional<storage::CalendarRow> calendar;
  const bool any_term =
      std::any_of(rows.begin(), rows.end(), [](const storage::RoundItemRow& row) { return row.due_day == 0; });
  if (any_term) {
    ASSIGN_OR_RETURN(calendar, storage::NewestCalendar(tx, federation));
  }
  std::map<int64_t, storage::RoundItemRow> items;
  for (storage::RoundItemRow row : rows) {
    if (row.due_day == 0 && calendar) {
      const absl::StatusOr<rules::Day> due = rules::WorkingDaysAfter(calendar->calendar, today, row.working_days);
      if (due.ok()) row.due_day = *due;
    }
    items[row.item] = row;
  }
  return items;
}

void AddItem(const std::string& id, const v1::LocalText& title, const storage::RoundItemRow& item,
             const storage::IssuedCount& count, v1::Round& to) {
  v1::RoundItem& added = *to.add_items();
  added.set_item(id);
  *added.mutable_title() = title;
  if (item.due_day != 0) *added.mutable_due_date() = rules::DateOf(item.due_day);
  added.set_working_days(static_cast<int32_t>(item.working_days));
  added.set_union_count(static_cast<int32_t>(count.unions));
  added.set_to_federation(count.to_federation);
}

// Those of one item, a line for each figure and target, and for the whole round or some assignees.
absl::Status AddTargets(storage::ReadTransaction& tx, int64_t federation, std::string_view federation_id,
                        const std::string& id, const std::vector<storage::RaisedTargetRow>& targets, int64_t item,
                        v1::Round& to) {
  const int before = to.targets_size();
  for (const storage::RaisedTargetRow& row : targets) {
    if (row.item != item) continue;
    v1::RaisedTarget* line = nullptr;
    for (int i = before; row.assignee && i < to.targets_size(); ++i) {
      v1::RaisedTarget& one = *to.mutable_targets(i);
      if (one.figure() == row.figure && one.target() == row.target && !one.assignees().empty()) line = &one;
    }
    if (line == nullptr) {
      line = to.add_targets();
      line->set_item(id);
      line->set_figure(row.figure);
      line->set_target(row.target);
    }
    if (!row.assignee) continue;
    if (*row.assignee == 0) {
      line->add_assignees(rules::FederationName(federation_id));
    } else {
      ASSIGN_OR_RETURN(const storage::UnionRow assignee, storage::GetUnion(tx, federation, *row.assignee));
      line->add_assignees(rules::UnionName(federation_id, assignee.id));
    }
  }
  return absl::OkStatus();
}

}  // namespace

std::string TermRoundId(const v1::Programme& programme) {
  return fmt::format("{}-{}", programme.term_begin().year(), programme.term_end().year());
}

std::optional<RoundKind> RoundKindOf(const v1::Programme& programme, std::string_view id) {
  const rules::Period term{.begin = *rules::DayOf(programme.term_begin()), .end = *rules::DayOf(programme.term_end())};
  if (id == TermRoundId(programme)) return RoundKind{.yearly = false, .period = term};
  int year = 0;
  const auto [end, error] = std::from_chars(id.data(), id.data() + id.size(), year);
  if (id.size() != 4 || error != std::errc() || end != id.data() + id.size()) return std::nullopt;
  if (year < programme.term_begin().year() || year > programme.term_end().year()) return std::nullopt;
  return RoundKind{.yearly = true, .period = {.begin = rules::DayOf(year, 1, 1), .end = rules::DayOf(year, 12, 31)}};
}

absl::StatusOr<std::set<int64_t>> GuidedItems(storage::ReadTransaction& tx, int64_t federation, int64_t version,
                                              rules::Day known_day) {
  using Recorded = std::map<int64_t, storage::GuidanceRow>;
  ASSIGN_OR_RETURN(const Recorded recorded, storage::AllGuidance(tx, federation, known_day));
  std::set<int64_t> items;
  if (recorded.empty()) return items;
  ASSIGN_OR_RETURN(const storage::ProgrammeRow programme, storage::GetProgramme(tx, federation, version));
  for (const auto& [item, guidance] : recorded) {
    ASSIGN_OR_RETURN(const storage::ProgrammeRow then,
                     storage::GetProgramme(tx, federation, guidance.programme_version));
    if (then.programme->id() == programme.programme->id()) items.insert(item);
  }
  return items;
}

std::optional<v1::LocalText> WhyNotInForce(const v1::Item& item, bool guided) {
  switch (item.source()) {
    case v1::Item::SOURCE_DIRECTORY:
      return TextOf("máy chủ tự tính từ danh bạ công đoàn cơ sở", "derived by the server from the directory of unions");
    case v1::Item::SOURCE_RATINGS:
      return TextOf("máy chủ tự tính từ kết quả xếp loại", "derived by the server from the ratings");
    case v1::Item::SOURCE_INSPECTIONS:
      return TextOf("máy chủ tự tính từ các cuộc kiểm tra", "derived by the server from the inspections");
    default:
      break;
  }
  if (item.awaits_guidance() && !guided) {
    return TextOf("đang chờ hướng dẫn của công đoàn cấp trên", "waits for the guidance of the superior trade union");
  }
  return std::nullopt;
}

absl::StatusOr<storage::RoundRow> RequireRound(storage::ReadTransaction& tx, int64_t federation,
                                               std::string_view federation_id, const std::string& id,
                                               std::optional<rules::Day> known_day) {
  ASSIGN_OR_RETURN(std::optional<storage::RoundRow> round, storage::FindRound(tx, federation, id));
  if (round && known_day) {
    ASSIGN_OR_RETURN(round, storage::RoundAsKnown(tx, federation, *std::move(round), *known_day));
  }
  if (!round) return rules::RefuseNotFound(rules::RoundName(federation_id, id));
  return *std::move(round);
}

absl::Status RequireState(const storage::RoundRow& round, v1::RoundState state) {
  if (round.state == state) return absl::OkStatus();
  const v1::LocalText is = WordOf(round.state);
  const v1::LocalText allowed = WordOf(state);
  return rules::Refuse(
      v1::ERROR_REASON_ROUND_STATE,
      {{"state.vi", is.vi()}, {"state.en", is.en()}, {"allowed.vi", allowed.vi()}, {"allowed.en", allowed.en()}});
}

absl::StatusOr<v1::Round> ShowRound(storage::ReadTransaction& tx, int64_t federation, std::string_view federation_id,
                                    const storage::RoundRow& round, RoundView view, std::string_view language,
                                    rules::Day today) {
  v1::Round shown;
  shown.set_name(rules::RoundName(federation_id, round.id));
  shown.set_etag(fmt::to_string(round.revision));
  shown.set_state(round.state);
  shown.set_programme(rules::ProgrammeName(federation_id, round.programme_version));
  *shown.mutable_period_begin() = rules::DateOf(round.period.begin);
  *shown.mutable_period_end() = rules::DateOf(round.period.end);
  *shown.mutable_population_date() = rules::DateOf(round.population_day);
  shown.set_decision_number(round.decision_number);
  if (round.decision_day != 0) *shown.mutable_decision_date() = rules::DateOf(round.decision_day);
  if (round.plan_due_day != 0) *shown.mutable_plan_due_date() = rules::DateOf(round.plan_due_day);
  if (round.calendar_version != 0) shown.set_calendar(rules::CalendarName(federation_id, round.calendar_version));
  if (round.sealed_at != 0) {
    shown.set_seal_decision_number(round.seal_decision_number);
    *shown.mutable_seal_time() = google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(round.sealed_at);
  }

  ASSIGN_OR_RETURN(const storage::ProgrammeRow row, storage::GetProgramme(tx, federation, round.programme_version));
  const v1::Programme& programme = *row.programme;
  using Numbers = std::map<std::string, int64_t>;
  ASSIGN_OR_RETURN(const Numbers numbers, storage::ItemNumbers(tx, federation));
  using Items = std::map<int64_t, storage::RoundItemRow>;
  ASSIGN_OR_RETURN(Items items, DueItems(tx, federation, round, today));
  using Counts = std::map<int64_t, storage::IssuedCount>;
  ASSIGN_OR_RETURN(Counts counts, CountAssignees(tx, federation, round, programme, numbers, items, today));
  int64_t tasks = 0;
  for (const auto& [item, count] : counts) tasks += count.unions + (count.to_federation ? 1 : 0);
  shown.set_task_count(tasks);
  if (view == RoundView::kWithoutItems) return shown;

  const std::optional<RoundKind> kind = RoundKindOf(programme, round.id);
  ASSIGN_OR_RETURN(const std::set<int64_t> guided, GuidedItems(tx, federation, round.programme_version, today));
  ASSIGN_OR_RETURN(const std::vector<storage::RaisedTargetRow> targets,
                   storage::RaisedTargets(tx, federation, round.round));
  for (const v1::Item& item : programme.items()) {
    const int64_t number = numbers.at(item.id());
    const auto due = items.extract(number);
    if (!due.empty()) {
      AddItem(item.id(), item.title(), due.mapped(), counts[number], shown);
      RETURN_IF_ERROR(AddTargets(tx, federation, federation_id, item.id(), targets, number, shown));
    } else if (kind && rules::IsYearly(item) == kind->yearly) {
      v1::RoundItem& left_out = *shown.add_items();
      left_out.set_item(item.id());
      *left_out.mutable_title() = item.title();
      // Guidance that came later is nothing to what is sealed.
      const bool sealed = round.state == v1::ROUND_STATE_SEALED;
      left_out.set_left_out_reason(In(WhyLeftOut(item, sealed || guided.contains(number)), language));
    }
  }
  for (const auto& [number, due] : items) {
    ASSIGN_OR_RETURN(const storage::ItemRow item, storage::GetItem(tx, federation, number));
    AddItem(item.id, TextOf(item.title_vi, item.title_en), due, counts[number], shown);
  }
  return shown;
}

}  // namespace phancong::programme
