#include "services/standing_committee/record_union_change.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "fmt/format.h"
#include "services/directory/import_unions.h"
#include "services/directory/read_unions.h"
#include "services/rules/merkle.h"
#include "services/rules/names.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/rules/scope.h"
#include "services/rules/task_machine.h"
#include "services/rules/text.h"
#include "services/rules/union_change.h"
#include "services/serving/fields.h"
#include "services/standing_committee/issue.h"
#include "services/tasks/free_text.h"
#include "services/tasks/named.h"
#include "storage/accounts.h"
#include "storage/deadlines.h"
#include "storage/directory.h"
#include "storage/fact_days.h"
#include "storage/programmes.h"
#include "storage/rounds.h"
#include "storage/tasks.h"
#include "storage/union_changes.h"

namespace phancong::standing_committee {
namespace {

constexpr int64_t kTitleLength = 200;  // as in the directory's file
constexpr int kNamesShown = 1'000;
constexpr int64_t kTasksOfOneUnion = 100'000;
constexpr int64_t kResponsibilityDay = 1;  // the last day of a responsibility is the one before the change

// An item that was open with one of the unions, and the date in force there.
struct OpenItem {
  int64_t round = 0;
  int64_t item = 0;
  rules::Day due_day = 0;
};

struct Withdrawal {
  int64_t task = 0;
  std::string name;
};

// One item for those successors that do not have it.
struct Handover {
  int64_t round = 0;
  int64_t item = 0;
  rules::Day due_day = 0;
  std::vector<int64_t> assignees;
  std::vector<std::string> names;
};

// All that one change does, found out before anything is changed.
class Change {
 public:
  explicit Change(serving::CommandContext& context) : context_(context) {}

  absl::Status Read(const v1::RecordUnionChangeRequest& request) {
    proposal_.kind = request.kind();
    proposal_.today = context_.today();
    ASSIGN_OR_RETURN(proposal_.on_day, serving::DayOr(request.on_date(), context_.today(), "on_date"));
    ASSIGN_OR_RETURN(reason_, tasks::FreeTextOf(request.reason(), "reason", tasks::kReasonLength));
    ASSIGN_OR_RETURN(const storage::ProgrammeRow row, storage::NewestProgramme(context_.tx(), context_.federation()));
    programme_ = row.programme;
    ASSIGN_OR_RETURN(proposal_.sealed_until, storage::SealedUntil(context_.tx(), context_.federation()));
    using Days = std::map<int64_t, rules::Day>;
    ASSIGN_OR_RETURN(const Days fact_days, storage::LatestFactDays(context_.tx(), context_.federation()));
    for (int i = 0; i < request.from_size(); ++i) {
      const std::string field = fmt::format("from[{}]", i);
      RETURN_IF_ERROR(rules::ParseName(request.from(i), rules::NameKind::kUnion, field).status());
      ASSIGN_OR_RETURN(const int64_t number, tasks::UnitNamed(context_.tx(), context_.actor(), request.from(i), field));
      RETURN_IF_ERROR(AddFrom(number, fact_days));
    }
    for (int i = 0; i < request.into_size(); ++i) {
      const v1::UnionPart& part = request.into(i);
      rules::WantedUnion wanted{.id = part.id(), .title = {}, .type = part.type(), .place = {}, .facts = {}};
      ASSIGN_OR_RETURN(wanted.title, serving::LineOf(part.title(), fmt::format("into[{}].title", i), kTitleLength));
      ASSIGN_OR_RETURN(wanted.place, serving::LineOf(part.place(), fmt::format("into[{}].place", i), kTitleLength));
      wanted.facts.insert(part.facts().begin(), part.facts().end());
      ASSIGN_OR_RETURN(const std::optional<storage::UnionRow> known,
                       storage::FindUnion(context_.tx(), context_.federation(), part.id()));
      const bool named = known && std::any_of(from_.begin(), from_.end(), [&](const storage::UnionRow& from) {
                           return from.union_number == known->union_number;
                         });
      if (known && !named) {
        // Merged into another that goes on: it is one of those merged.
        if (request.kind() == v1::UNION_CHANGE_KIND_MERGED && known->ended_day == 0) {
          RETURN_IF_ERROR(AddFrom(known->union_number, fact_days));
        } else {
          proposal_.taken.insert(part.id());
        }
      }
      proposal_.into.push_back(std::move(wanted));
    }
    return absl::OkStatus();
  }

  // Finds out what happens; changes nothing.
  absl::Status Plan(const std::string& decision_number) {
    ASSIGN_OR_RETURN(plan_, rules::PlanUnionChange(proposal_, *programme_));
    RETURN_IF_ERROR(NumberUnions(decision_number));
    RETURN_IF_ERROR(PlanTasks());
    RETURN_IF_ERROR(PlanResponsibilities());
    return absl::OkStatus();
  }

  // A digest of what would happen.
  [[nodiscard]] std::string Digest() const {
    std::string all = fmt::format("{} {}\n", static_cast<int>(changed_.kind()), changed_.day());
    for (const int64_t number : changed_.from()) all += fmt::format("from {}\n", number);
    for (const int64_t number : changed_.ended()) all += fmt::format("ended {}\n", number);
    for (const v1::UnionsImported::Union& into : changed_.into()) {
      all += fmt::format("into {} {} {:?} {} {:?} {}\n", into.union_number(), into.id(), into.name(), into.type(),
                         into.place(), into.founded_day());
      const std::map<std::string, int64_t> facts(into.facts().begin(), into.facts().end());
      for (const auto& [fact, value] : facts) all += fmt::format("fact {} {}\n", fact, value);
    }
    for (const Withdrawal& withdrawal : withdrawals_) all += fmt::format("withdraw {}\n", withdrawal.name);
    for (const Handover& handover : handovers_) {
      for (const std::string& name : handover.names) all += fmt::format("issue {} {}\n", name, handover.due_day);
    }
    for (const auto& [responsibility, to_day] : responsibilities_) {
      all += fmt::format("responsibility {} {}\n", responsibility, to_day);
    }
    for (const std::string& note : notes_vi_) all += note + "\n";
    return absl::BytesToHexString(rules::Sha256(all));
  }

  absl::Status Emit() {
    v1::Event changed;
    *changed.mutable_union_changed() = changed_;
    *changed.mutable_union_changed()->mutable_reason() = context_.Keep(reason_);
    RETURN_IF_ERROR(context_.Emit(changed));
    const std::string why = reason_.empty() ? WhyWithdrawn() : reason_;
    for (const Withdrawal& withdrawal : withdrawals_) {
      v1::Event event;
      event.mutable_task_withdrawn()->set_task(withdrawal.task);
      *event.mutable_task_withdrawn()->mutable_reason() = context_.Keep(why);
      event.mutable_task_withdrawn()->set_decision_number(changed_.decision_number());
      RETURN_IF_ERROR(context_.Emit(event));
    }
    for (const Handover& handover : handovers_) {
      v1::ItemIssued issued;
      issued.set_round_number(handover.round);
      issued.set_item_number(handover.item);
      issued.set_due_day(handover.due_day);
      issued.set_decision_number(changed_.decision_number());
      issued.mutable_assignees()->Add(handover.assignees.begin(), handover.assignees.end());
      RETURN_IF_ERROR(EmitItemIssued(context_, std::move(issued)).status());
    }
    for (const auto& [responsibility, to_day] : responsibilities_) {
      v1::Event event;
      event.mutable_responsibility_ended()->set_responsibility(responsibility);
      event.mutable_responsibility_ended()->set_to_day(to_day);
      RETURN_IF_ERROR(context_.Emit(event));
    }
    return absl::OkStatus();
  }

  // `recorded`: it has happened, and has a name.
  void Show(bool recorded, v1::RecordUnionChangeResponse* response) const {
    const std::string& federation = context_.actor().federation_id;
    v1::UnionEvent& change = *response->mutable_change();
    if (recorded) change.set_name(rules::UnionChangeName(federation, changed_.change()));
    change.set_kind(changed_.kind());
    *change.mutable_on_date() = rules::DateOf(changed_.day());
    change.set_decision_number(changed_.decision_number());
    change.set_reason(reason_);
    const std::string etag = recorded ? context_.Etag() : "";
    for (const storage::UnionRow& from : from_) {
      change.add_from(rules::UnionName(federation, from.id));
      change.add_from_titles(from.title);
      if (!Ends(from.id)) continue;
      storage::UnionRow ended = from;
      ended.ended_day = changed_.day();
      *response->add_unions() = directory::ShowUnion(federation, ended);
      response->mutable_unions()->rbegin()->set_etag(etag);
    }
    for (const v1::UnionsImported::Union& into : changed_.into()) {
      change.add_into(rules::UnionName(federation, into.id()));
      change.add_into_titles(into.name());
      v1::GrassrootsUnion& shown = *response->add_unions();
      shown.set_name(rules::UnionName(federation, into.id()));
      shown.set_etag(etag);
      shown.set_title(into.name());
      shown.set_type(into.type());
      shown.set_place(into.place());
      *shown.mutable_founded_on() = rules::OptionalDateOf(into.founded_day());
      *shown.mutable_facts() = into.facts();
    }
    response->set_withdrawn_count(static_cast<int64_t>(withdrawals_.size()));
    for (const Withdrawal& withdrawal : withdrawals_) {
      if (response->withdrawn_tasks_size() < kNamesShown) response->add_withdrawn_tasks(withdrawal.name);
    }
    int64_t issued = 0;
    for (const Handover& handover : handovers_) {
      issued += static_cast<int64_t>(handover.names.size());
      for (const std::string& name : handover.names) {
        if (response->issued_tasks_size() < kNamesShown) response->add_issued_tasks(name);
      }
    }
    response->set_issued_count(issued);
    const std::vector<std::string>& notes = context_.actor().language == "en" ? notes_en_ : notes_vi_;
    response->mutable_notes()->Add(notes.begin(), notes.end());
    response->set_preview_etag(Digest());
  }

 private:
  void Note(std::string vi, std::string en) {
    notes_vi_.push_back(std::move(vi));
    notes_en_.push_back(std::move(en));
  }

  [[nodiscard]] bool Ends(const std::string& id) const {
    return std::find(plan_.ended.begin(), plan_.ended.end(), id) != plan_.ended.end();
  }

  [[nodiscard]] std::string WhyWithdrawn() const {
    const bool english = context_.actor().language == "en";
    switch (changed_.kind()) {
      case v1::UNION_CHANGE_KIND_MERGED:
        return english ? "The union was merged." : "Công đoàn cơ sở được sáp nhập.";
      case v1::UNION_CHANGE_KIND_SPLIT:
        return english ? "The union was split." : "Công đoàn cơ sở được chia tách.";
      default:
        return english ? "The union was dissolved." : "Công đoàn cơ sở giải thể.";
    }
  }

  absl::Status AddFrom(int64_t number, const std::map<int64_t, rules::Day>& fact_days) {
    ASSIGN_OR_RETURN(storage::UnionRow row, storage::GetUnion(context_.tx(), context_.federation(), number));
    rules::ChangingUnion from{.id = row.id,
                              .title = row.title,
                              .type = row.type,
                              .place = row.place,
                              .founded_day = row.founded_day,
                              .ended_day = row.ended_day,
                              .formed_day = 0,
                              .fact_day = 0,
                              .facts = {}};
    ASSIGN_OR_RETURN(from.formed_day, storage::FormedDay(context_.tx(), context_.federation(), number));
    if (const auto latest = fact_days.find(number); latest != fact_days.end()) from.fact_day = latest->second;
    ASSIGN_OR_RETURN(rules::UnionFacts facts,
                     storage::FactsOn(context_.tx(), context_.federation(), row,
                                      {.day = proposal_.on_day, .known_day = context_.today()}));
    from.facts = std::move(facts.facts);
    proposal_.from.push_back(std::move(from));
    from_.push_back(std::move(row));
    return absl::OkStatus();
  }

  absl::Status NumberUnions(const std::string& decision_number) {
    ASSIGN_OR_RETURN(const int64_t change, storage::NextUnionChange(context_.tx(), context_.federation()));
    ASSIGN_OR_RETURN(int64_t next, storage::NextUnion(context_.tx(), context_.federation()));
    changed_.set_change(change);
    changed_.set_kind(proposal_.kind);
    changed_.set_day(proposal_.on_day);
    changed_.set_decision_number(decision_number);
    for (const storage::UnionRow& from : from_) {
      changed_.add_from(from.union_number);
      if (Ends(from.id)) changed_.add_ended(from.union_number);
    }
    for (const rules::UnionBecoming& becoming : plan_.into) {
      v1::UnionsImported::Union& into = *changed_.add_into();
      const auto before = std::find_if(from_.begin(), from_.end(),
                                       [&](const storage::UnionRow& from) { return from.id == becoming.id; });
      into.set_union_number(before == from_.end() ? next++ : before->union_number);
      into.set_id(becoming.id);
      into.set_name(becoming.title);
      into.set_type(becoming.type);
      into.set_place(becoming.place);
      into.set_founded_day(becoming.founded_day);
      into.set_sort_key(rules::SortKey(becoming.title));
      for (const auto& [fact, value] : becoming.facts) (*into.mutable_facts())[fact] = value;
    }
    if (next - 1 > directory::kGreatestUnionCount) {
      return rules::Refuse(v1::ERROR_REASON_TOO_LARGE,
                           {{"limit.vi", "5.000 công đoàn cơ sở"}, {"limit.en", "5,000 unions"}});
    }
    return absl::OkStatus();
  }

  absl::StatusOr<const storage::RoundRow*> Round(int64_t number) {
    const auto known = rounds_.find(number);
    if (known != rounds_.end()) return &known->second;
    ASSIGN_OR_RETURN(storage::RoundRow row, storage::GetRound(context_.tx(), context_.federation(), number));
    return &rounds_.emplace(number, std::move(row)).first->second;
  }

  absl::StatusOr<const storage::ItemRow*> Item(int64_t number) {
    const auto known = items_.find(number);
    if (known != items_.end()) return &known->second;
    ASSIGN_OR_RETURN(storage::ItemRow row, storage::GetItem(context_.tx(), context_.federation(), number));
    return &items_.emplace(number, std::move(row)).first->second;
  }

  absl::StatusOr<std::string> TaskName(int64_t round, int64_t item, const std::string& unit) {
    ASSIGN_OR_RETURN(const storage::RoundRow* const in, Round(round));
    ASSIGN_OR_RETURN(const storage::ItemRow* const of, Item(item));
    return rules::TaskName(context_.actor().federation_id, in->id, of->id, unit);
  }

  // Tasks of a period that was over on the day, or is sealed, are none of this change's business.
  [[nodiscard]] bool Concerns(const storage::RoundRow& round) const {
    return round.state == v1::ROUND_STATE_ISSUED && round.period.end >= proposal_.on_day;
  }

  absl::Status PlanTasks() {
    std::map<std::pair<int64_t, int64_t>, OpenItem> open_items;
    for (const storage::UnionRow& from : from_) {
      ASSIGN_OR_RETURN(const std::vector<storage::TaskRow> rows, OpenTasks(from.union_number));
      int64_t left = 0;
      int64_t extensions = 0;
      int64_t withdrawn = 0;
      for (const storage::TaskRow& row : rows) {
        ASSIGN_OR_RETURN(const storage::RoundRow* const round, Round(row.round));
        if (!Concerns(*round)) {
          ++left;
          continue;
        }
        OpenItem& open = open_items[{row.round, row.item}];
        open = {.round = row.round, .item = row.item, .due_day = std::max(open.due_day, row.due_day)};
        if (!Ends(from.id)) continue;
        ++withdrawn;
        ASSIGN_OR_RETURN(const std::string name, TaskName(row.round, row.item, from.id));
        withdrawals_.push_back({.task = row.task, .name = name});
        ASSIGN_OR_RETURN(const std::optional<storage::ExtensionRow> extension,
                         storage::OpenExtension(context_.tx(), context_.federation(), row.task));
        if (extension) ++extensions;
      }
      if (Ends(from.id)) RETURN_IF_ERROR(NoteEnd(from, left, extensions));
      if (proposal_.kind == v1::UNION_CHANGE_KIND_TYPE_CHANGED && !rows.empty()) NoteType(from, rows.size());
    }
    if (proposal_.kind != v1::UNION_CHANGE_KIND_MERGED && proposal_.kind != v1::UNION_CHANGE_KIND_SPLIT) {
      return absl::OkStatus();
    }
    for (const auto& [key, open] : open_items) RETURN_IF_ERROR(PlanHandover(open));
    return absl::OkStatus();
  }

  absl::StatusOr<std::vector<storage::TaskRow>> OpenTasks(int64_t union_number) {
    storage::TaskFilter filter;
    filter.only_assignees = true;
    filter.assignees = {union_number};
    ASSIGN_OR_RETURN(std::vector<storage::TaskRow> rows,
                     storage::ListTasks(context_.tx(), context_.federation(), filter, 0, kTasksOfOneUnion));
    std::erase_if(rows, [](const storage::TaskRow& row) { return !rules::IsOpen(row.state); });
    return rows;
  }

  void NoteType(const storage::UnionRow& from, size_t open) {
    Note(fmt::format("{}: {} nhiệm vụ đang mở vẫn tính theo loại hình lúc giao; đợt giao sau theo loại hình mới.",
                     from.title, open),
         fmt::format("{}: {} open tasks stay counted under the type they were issued with; the next round follows the "
                     "new one.",
                     from.title, open));
  }

  absl::Status NoteEnd(const storage::UnionRow& from, int64_t left, int64_t extensions) {
    if (left > 0) {
      Note(fmt::format("{}: {} nhiệm vụ của kỳ đã qua còn mở, để nguyên: duyệt hoặc kết luận không đạt.", from.title,
                       left),
           fmt::format("{}: {} tasks of periods that are over stay open: review them, or close them as not met.",
                       from.title, left));
    }
    if (extensions > 0) {
      Note(fmt::format("{}: {} đề nghị gia hạn chưa quyết định không còn tác dụng.", from.title, extensions),
           fmt::format("{}: {} extension requests that are undecided come to nothing.", from.title, extensions));
    }
    ASSIGN_OR_RETURN(const std::vector<rules::PositionFact> positions,
                     storage::PositionsInUnion(context_.tx(), context_.federation(), from.union_number));
    for (const rules::PositionFact& position : positions) {
      if (position.to_day != 0 && position.to_day < proposal_.on_day) continue;
      ASSIGN_OR_RETURN(const storage::AccountRow account,
                       storage::GetAccount(context_.tx(), context_.federation(), position.account));
      Note(fmt::format("{} còn chức vụ số {} ở {}: quản trị viên kết thúc.", account.display_name, position.number,
                       from.title),
           fmt::format("{} still holds position {} in {}: the administrator ends it.", account.display_name,
                       position.number, from.title));
    }
    return absl::OkStatus();
  }

  // The same date where it is not past, else the round's, else the end of its period; today at the earliest.
  absl::StatusOr<rules::Day> DueDay(const OpenItem& open, const storage::RoundRow& round) {
    const rules::Day today = context_.today();
    if (open.due_day >= today) return open.due_day;
    ASSIGN_OR_RETURN(const std::vector<storage::RoundItemRow> items,
                     storage::RoundItems(context_.tx(), context_.federation(), open.round));
    for (const storage::RoundItemRow& item : items) {
      if (item.item == open.item && item.due_day >= today) return item.due_day;
    }
    return std::max(round.period.end, today);
  }

  absl::StatusOr<bool> InScope(const OpenItem& open, const storage::RoundRow& round,
                               const v1::UnionsImported::Union& into) {
    ASSIGN_OR_RETURN(const storage::ItemRow* const item, Item(open.item));
    if (item->ad_hoc_round != 0) return true;
    ASSIGN_OR_RETURN(const storage::ProgrammeRow programme,
                     storage::GetProgramme(context_.tx(), context_.federation(), round.programme_version));
    const v1::Item* const definition = rules::FindItem(*programme.programme, item->id);
    const v1::Scope* const scope =
        definition == nullptr ? nullptr : rules::FindScope(*programme.programme, definition->scope());
    if (scope == nullptr) return false;
    const rules::UnionFacts facts{
        .type = into.type(), .facts = {into.facts().begin(), into.facts().end()}, .founded_day = into.founded_day()};
    return rules::InScope(*scope, facts, round.period, proposal_.on_day);
  }

  absl::Status PlanHandover(const OpenItem& open) {
    ASSIGN_OR_RETURN(const storage::RoundRow* const round, Round(open.round));
    Handover handover{.round = open.round, .item = open.item, .due_day = 0, .assignees = {}, .names = {}};
    ASSIGN_OR_RETURN(handover.due_day, DueDay(open, *round));
    for (const v1::UnionsImported::Union& into : changed_.into()) {
      ASSIGN_OR_RETURN(
          const std::optional<storage::TaskRow> task,
          storage::FindTask(context_.tx(), context_.federation(), open.round, open.item, into.union_number()));
      if (task) continue;
      ASSIGN_OR_RETURN(const bool in_scope, InScope(open, *round, into));
      if (!in_scope) continue;
      handover.assignees.push_back(into.union_number());
      ASSIGN_OR_RETURN(handover.names.emplace_back(), TaskName(open.round, open.item, into.id()));
    }
    if (!handover.assignees.empty()) handovers_.push_back(std::move(handover));
    return absl::OkStatus();
  }

  absl::Status PlanResponsibilities() {
    for (const storage::UnionRow& from : from_) {
      if (!Ends(from.id)) continue;
      ASSIGN_OR_RETURN(
          const std::vector<storage::OpenResponsibilityRow> open,
          storage::OpenResponsibilitiesFor(context_.tx(), context_.federation(), from.union_number, proposal_.on_day));
      for (const storage::OpenResponsibilityRow& row : open) {
        responsibilities_.emplace_back(row.responsibility,
                                       std::max(row.from_day, proposal_.on_day - kResponsibilityDay));
      }
      if (open.empty()) continue;
      Note(fmt::format("Phân công phụ trách {} kết thúc; phân công lại cho đơn vị kế tục nếu cần.", from.title),
           fmt::format("Responsibility for {} ends; assign it for the successor if need be.", from.title));
    }
    return absl::OkStatus();
  }

  serving::CommandContext& context_;
  std::shared_ptr<const v1::Programme> programme_;
  rules::UnionChangeProposal proposal_;
  std::string reason_;
  // In the order of the proposal.
  std::vector<storage::UnionRow> from_;
  rules::UnionChangePlan plan_;
  v1::UnionChanged changed_;
  std::vector<Withdrawal> withdrawals_;
  std::vector<Handover> handovers_;
  // With the last day of each.
  std::vector<std::pair<int64_t, rules::Day>> responsibilities_;
  std::vector<std::string> notes_vi_;
  std::vector<std::string> notes_en_;
  std::map<int64_t, storage::RoundRow> rounds_;
  std::map<int64_t, storage::ItemRow> items_;
};

}  // namespace

absl::Status RecordUnionChange(serving::CommandContext& context, const v1::RecordUnionChangeRequest& request,
                               v1::RecordUnionChangeResponse* response) {
  RETURN_IF_ERROR(rules::ParseName(request.parent(), rules::NameKind::kFederation, "parent").status());
  std::string decision_number;
  if (request.validate_only()) {
    ASSIGN_OR_RETURN(decision_number,
                     serving::LineOf(request.decision_number(), "decision_number", serving::kNumberLength));
  } else {
    ASSIGN_OR_RETURN(decision_number, serving::DecisionNumberOf(request.decision_number()));
  }
  Change change(context);
  RETURN_IF_ERROR(change.Read(request));
  RETURN_IF_ERROR(change.Plan(decision_number));
  if (request.validate_only()) {
    change.Show(false, response);
    return absl::OkStatus();
  }
  if (!request.preview_etag().empty() && request.preview_etag() != change.Digest()) {
    return rules::Refuse(v1::ERROR_REASON_STALE, {{"name", request.parent()}});
  }
  RETURN_IF_ERROR(change.Emit());
  change.Show(true, response);
  return absl::OkStatus();
}

}  // namespace phancong::standing_committee
