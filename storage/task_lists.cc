#include "storage/task_lists.h"

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <limits>
#include <string>
#include <string_view>
#include <utility>

#include "absl/functional/function_ref.h"
#include "absl/strings/str_join.h"
#include "services/rules/propagate.h"
#include "services/rules/task_machine.h"
#include "storage/accounts.h"
#include "storage/choices.h"
#include "storage/numbers.h"
#include "storage/title_words.h"

namespace phancong::storage {
namespace {

// Words that more unions have in their names are looked for row by row.
constexpr size_t kUnionsNamed = 200;
constexpr size_t kItemsLookedUp = 20;
// So many rows that a page looks at are looked up one by one, or twice as many as the page has.
constexpr int64_t kLookedUp = 100;
// Behind those, where all are of one day (or one entry) and their numbers follow each other, but for so many times as
// many others between them, the table is read from one number to another: a row costs a fifth of what it takes to look
// it up.
constexpr int64_t kNumbersBetween = 4;

// What a page is ordered by. As an expression a column is one that no index serves, so that the plan is ours to choose:
// there are no statistics by which a planner could.
struct Order {
  std::string_view columns;
  std::string_view expressions;
  std::string_view sort;  // of TaskCursor; "0": it is by number alone
  bool descending = false;

  [[nodiscard]] bool sorted() const { return sort != "0"; }
};

Order OrderBy(TaskOrder order) {
  switch (order) {
    case TaskOrder::kDueDate:
      return {.columns = "t.due_day, t.task", .expressions = "t.due_day + 0, t.task + 0", .sort = "t.due_day"};
    case TaskOrder::kLastChange:
      return {.columns = "t.revision, t.task",
              .expressions = "t.revision + 0, t.task + 0",
              .sort = "t.revision",
              .descending = true};
    case TaskOrder::kIssue:
      break;
  }
  return {.columns = "t.task", .expressions = "t.task + 0", .sort = "0"};
}

constexpr Order kLongestWaiting = {
    .columns = "t.submitted_at, t.task", .expressions = "t.submitted_at + 0, t.task + 0", .sort = "t.submitted_at"};

Values KeyOf(const Order& order, const TaskCursor& cursor) {
  return order.sorted() ? Values{cursor.sort, cursor.task} : Values{cursor.task};
}

std::string OrderedBy(const Order& order, std::string_view columns) {
  std::string sql = "ORDER BY ";
  for (const char c : columns) sql += c == ',' ? (order.descending ? std::string(" DESC,") : ",") : std::string(1, c);
  return sql + (order.descending ? " DESC " : " ");
}

void Beyond(const Order& order, std::string_view columns, const TaskCursor& cursor, Choices& where) {
  const std::string row = "(" + std::string(columns) + ")";
  order.descending ? where.Before(row, KeyOf(order, cursor)) : where.After(row, KeyOf(order, cursor));
}

void UpTo(const Order& order, std::string_view columns, const TaskCursor& cursor, Choices& where) {
  const std::string row = "(" + std::string(columns) + ")";
  order.descending ? where.From(row, KeyOf(order, cursor)) : where.UpTo(row, KeyOf(order, cursor));
}

std::vector<std::string> StateNames(const std::vector<v1::TaskState>& states) {
  std::vector<std::string> names;
  for (const v1::TaskState state : states) names.emplace_back(rules::StateName(state));
  return names;
}

// By which index a page is read.
enum class Anchor { kAssignee, kItem, kState, kOrder };

// Tasks whose review the account took, or that may be its to review. A field is the programme's word: whoever has one
// may have any task.
struct Duties {
  int64_t account = 0;
  bool any = false;
  std::vector<int64_t> items;
  std::vector<int64_t> unions;
};

// What the list is of, with what its text means here.
struct Wanted {
  TaskListFilter filter;
  std::vector<int64_t> rounds;  // all that there are, or the one that is asked for
  Duties duties;                // the reviewer's
  std::optional<TitleWords> words;
  bool nothing = false;
};

// One lookup for each item of each round: of two lists SQLite would take neither for a key.
void AddItems(const Wanted& wanted, Choices& where) {
  bool first = true;
  for (const int64_t round : wanted.rounds) {
    for (const int64_t item : wanted.filter.items) {
      if (!std::exchange(first, false)) where.Add("UNION ALL SELECT k.task FROM task k WHERE k.federation = $1 ");
      where.Add("AND k.round = ", round);
      where.Add("AND k.item = ", item);
      // Every task has one; the index is taken for it.
      where.Add("AND k.assignee >= 0 ");
    }
  }
  if (first) where.Add("AND 1 = 0 ");
}

// The key of an index, all of it; after SELECT k.task FROM task k WHERE k.federation = $1.
void AddKey(const Wanted& wanted, Anchor anchor, Choices& where) {
  switch (anchor) {
    case Anchor::kAssignee:
      return where.OneOf("k.assignee", wanted.filter.assignees);
    case Anchor::kItem:
      return AddItems(wanted, where);
    case Anchor::kState:
      return where.OneOf("k.state", StateNames(wanted.filter.states));
    case Anchor::kOrder:
      return;
  }
}

void AddUnindexed(std::string_view column, const std::vector<int64_t>& choices, Choices& where) {
  where.OneOf(std::string(column) + " + 0", choices);
}

absl::StatusOr<Duties> DutiesOf(ReadTransaction& tx, int64_t federation, int64_t account, rules::Day day) {
  Duties duties;
  duties.account = account;
  ASSIGN_OR_RETURN(const std::vector<ResponsibilityRow> rows, ResponsibilitiesOf(tx, federation, account));
  for (const ResponsibilityRow& row : rows) {
    if (row.from_day > day || (row.to_day != 0 && row.to_day < day)) continue;
    duties.any = duties.any || !row.field.empty();
    if (row.item != 0) duties.items.push_back(row.item);
    if (row.union_number != 0) duties.unions.push_back(row.union_number);
  }
  return duties;
}

void AddDuties(const Duties& duties, Choices& where) {
  if (duties.any) return;
  where.Add("AND (t.reviewer = ", duties.account);
  where.Add("OR (1 = 1 ");
  AddUnindexed("t.item", duties.items, where);
  where.Add(") OR (1 = 1 ");
  AddUnindexed("t.assignee", duties.unions, where);
  where.Add(")) ");
}

// Everything that is not the key. `by_round`: the key has the round.
void AddConditions(const Wanted& wanted, Anchor anchor, bool by_round, Choices& where) {
  const TaskListFilter& filter = wanted.filter;
  if (filter.round != 0 && !by_round) AddUnindexed("t.round", {filter.round}, where);
  if (filter.only_assignees && anchor != Anchor::kAssignee) AddUnindexed("t.assignee", filter.assignees, where);
  if (!filter.items.empty() && anchor != Anchor::kItem) AddUnindexed("t.item", filter.items, where);
  if (!filter.states.empty() && anchor != Anchor::kState) where.OneOf("t.state || ''", StateNames(filter.states));
  if (filter.due_from != 0) where.Add("AND t.due_day + 0 >= ", filter.due_from);
  if (filter.due_to != 0) where.Add("AND t.due_day + 0 <= ", filter.due_to);
  if (filter.reviewer != 0) AddDuties(wanted.duties, where);
}

// What the words narrow the list to: items that have them all, or a few unions that have those which an item has not.
// Each task is looked at all the same.
absl::Status Understand(ReadTransaction& tx, int64_t federation, Wanted& wanted) {
  TaskListFilter& filter = wanted.filter;
  if (filter.folded_words.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(wanted.words, TitleWords::Find(tx, federation, filter.folded_words));
  TitleWords::Possible possible = wanted.words->WhereAllCanBe();
  if (possible.unions.empty()) {
    wanted.nothing = possible.items.empty();
    if (filter.items.empty()) filter.items = std::move(possible.items);
  } else if (possible.items.empty() && possible.unions.size() <= kUnionsNamed && !filter.only_assignees) {
    filter.only_assignees = true;
    filter.assignees = std::move(possible.unions);
  }
  return absl::OkStatus();
}

// How many tasks a key of this index has, kTasksLookedAt + 1 at most.
absl::StatusOr<int64_t> CountUnder(ReadTransaction& tx, int64_t federation, const Wanted& wanted, Anchor anchor) {
  Choices where("SELECT COUNT(*) FROM (SELECT k.task FROM task k WHERE k.federation = $1 ", {federation});
  AddKey(wanted, anchor, where);
  where.Add("LIMIT ", kTasksLookedAt + 1);
  where.Add(")");
  return QueryInt(tx, where.sql(), where.values());
}

// Tasks join an item only with an entry that changes the definitions.
absl::StatusOr<int64_t> CountOfItems(ReadTransaction& tx, int64_t federation, const Wanted& wanted) {
  int64_t all = 0;
  for (const int64_t round : wanted.rounds) {
    for (const int64_t item : wanted.filter.items) {
      ASSIGN_OR_RETURN(const auto count,
                       tx.facts().Get<int64_t>(FactsOf::kDefinitions, federation,
                                               {.what = "tasks of item", .first = round, .second = item}, [&] {
                                                 Wanted one;
                                                 one.rounds = {round};
                                                 one.filter.items = {item};
                                                 return CountUnder(tx, federation, one, Anchor::kItem);
                                               }));
      all += *count;
    }
  }
  return all;
}

// Whether the filter names a key of this index under which no more rows are than a page looks at.
absl::StatusOr<bool> IsNarrow(ReadTransaction& tx, int64_t federation, const Wanted& wanted, Anchor anchor) {
  const TaskListFilter& filter = wanted.filter;
  if (anchor == Anchor::kAssignee && !filter.only_assignees) return false;
  if (anchor == Anchor::kItem && (filter.items.empty() || filter.items.size() > kItemsLookedUp)) return false;
  if (anchor == Anchor::kState && filter.states.empty()) return false;
  const auto count = [&] { return CountUnder(tx, federation, wanted, anchor); };
  if (anchor == Anchor::kItem) {
    ASSIGN_OR_RETURN(const int64_t tasks, CountOfItems(tx, federation, wanted));
    return tasks <= kTasksLookedAt;
  }
  if (anchor == Anchor::kState) {
    ASSIGN_OR_RETURN(const auto tasks,
                     tx.facts().Get<int64_t>(
                         FactsOf::kJournal, federation,
                         {.what = "tasks in states", .text = absl::StrJoin(StateNames(filter.states), " ")}, count));
    return *tasks <= kTasksLookedAt;
  }
  ASSIGN_OR_RETURN(const int64_t tasks, count());
  return tasks <= kTasksLookedAt;
}

// What was read: how many rows, and those of them that have the words.
struct ListedRows {
  int64_t count = 0;
  std::vector<TaskCursor> tasks;
  std::optional<TaskCursor> last;
};

// Where there are no words, of columns that the order's own index has.
absl::StatusOr<ListedRows> Select(ReadTransaction& tx, const Wanted& wanted, const Order& order, const Choices& where) {
  std::string sql = "SELECT t.task, ";
  sql.append(order.sort).append(wanted.words ? ", t.item, t.assignee" : "").append(" FROM task t ").append(where.sql());
  ASSIGN_OR_RETURN(const Rows rows, tx.Query(sql, where.values()));
  ListedRows listed{.count = std::ssize(rows), .tasks = {}, .last = {}};
  for (const Row& row : rows) {
    listed.last = TaskCursor{.sort = row.Int(1), .task = row.Int(0)};
    if (!wanted.words || wanted.words->AllIn(row.Int(2), row.Int(3))) listed.tasks.push_back(*listed.last);
  }
  return listed;
}

// At most `limit` of the tasks that `from` finds behind a place, in order, and that have the words.
absl::StatusOr<std::vector<TaskCursor>> Listed(ReadTransaction& tx, const Wanted& wanted, const Order& order,
                                               std::string_view ordered_by,
                                               absl::FunctionRef<Choices(const std::optional<TaskCursor>&)> from,
                                               std::optional<TaskCursor> after, int64_t limit) {
  std::vector<TaskCursor> listed;
  for (int64_t at_once = limit;; at_once = kTasksLookedAt) {
    Choices where = from(after);
    where.Add(OrderedBy(order, ordered_by));
    where.Add("LIMIT ", at_once);
    ASSIGN_OR_RETURN(const ListedRows rows, Select(tx, wanted, order, where));
    for (const TaskCursor& task : rows.tasks) {
      listed.push_back(task);
      if (std::ssize(listed) == limit) return listed;
    }
    if (rows.count < at_once) return listed;
    after = rows.last;
  }
}

// All under the key are looked at and sorted. The key is a query of its own: where a filter is beside it, SQLite, which
// knows nothing of how many rows there are, would rather go along the whole table.
absl::StatusOr<TaskPage> Sorted(ReadTransaction& tx, int64_t federation, const Wanted& wanted, Anchor anchor,
                                const Order& order, const std::optional<TaskCursor>& after, int64_t limit) {
  const auto from = [&](const std::optional<TaskCursor>& place) {
    Choices where("WHERE t.federation = $1 AND t.task IN (SELECT k.task FROM task k WHERE k.federation = $1 ",
                  {federation});
    AddKey(wanted, anchor, where);
    where.Add(") ");
    AddConditions(wanted, anchor, anchor == Anchor::kItem, where);
    if (place) Beyond(order, order.expressions, *place, where);
    return where;
  };
  TaskPage page;
  ASSIGN_OR_RETURN(page.tasks, Listed(tx, wanted, order, order.expressions, from, after, limit));
  return page;
}

// Between two places of the order: after one of them, and not beyond the other.
struct Stretch {
  std::optional<TaskCursor> after;
  std::optional<TaskCursor> until;
};

// What the index that has an order begins with, behind the federation.
struct Lane {
  int64_t federation = 0;
  std::string_view column = {};  // empty: nothing
  std::string_view expression = {};
  Value value = {};

  [[nodiscard]] Choices Where(bool by_index) const {
    Choices where("WHERE t.federation = $1 ", {federation});
    if (!column.empty()) {
      where.Add("AND ");
      where.Add(by_index ? column : expression);
      where.Add(" = ", value);
    }
    return where;
  }
};

// The tasks of a lane in their order.
class Way {
 public:
  // `conditions` adds what is looked at row by row, and says whether there is anything: else every row is on the page.
  // All outlive it.
  Way(ReadTransaction& tx, const Wanted& wanted, const Order& order, const Lane& lane,
      absl::FunctionRef<bool(Choices&)> conditions)
      : tx_(tx), wanted_(wanted), order_(order), lane_(lane), conditions_(conditions) {}

  // At most `limit` tasks, of at most `look_at` rows.
  absl::StatusOr<TaskPage> Along(Stretch stretch, int64_t limit, int64_t look_at) const {
    TaskPage page;
    Choices ignored("", {});
    if (!conditions_(ignored)) {
      ASSIGN_OR_RETURN(page.tasks, InOrder(stretch, limit));
      return page;
    }
    const int64_t looked_up = limit > look_at / 2 ? look_at : std::max(kLookedUp, 2 * limit);
    ASSIGN_OR_RETURN(page.stopped_at, PlaceOf(stretch, looked_up));
    Stretch first = stretch;
    if (page.stopped_at) first.until = page.stopped_at;
    ASSIGN_OR_RETURN(page.tasks, InOrder(first, limit));
    limit -= std::ssize(page.tasks);
    if (limit == 0 || !page.stopped_at || looked_up == look_at) return page;

    Stretch rest{.after = page.stopped_at, .until = stretch.until};
    ASSIGN_OR_RETURN(page.stopped_at, PlaceOf(rest, look_at - looked_up));
    if (page.stopped_at) rest.until = page.stopped_at;
    ASSIGN_OR_RETURN(std::vector<TaskCursor> more,
                     FollowEachOther(rest, look_at - looked_up) ? ByNumber(rest, limit) : InOrder(rest, limit));
    std::move(more.begin(), more.end(), std::back_inserter(page.tasks));
    return page;
  }

 private:
  [[nodiscard]] Choices Within(const Stretch& stretch) const {
    Choices where = lane_.Where(/*by_index=*/true);
    if (stretch.after) Beyond(order_, order_.columns, *stretch.after, where);
    if (stretch.until) UpTo(order_, order_.columns, *stretch.until, where);
    return where;
  }

  // Of the row of this number on the stretch; nothing where there are fewer.
  absl::StatusOr<std::optional<TaskCursor>> PlaceOf(const Stretch& stretch, int64_t number) const {
    Choices where = Within(stretch);
    where.Add(OrderedBy(order_, order_.columns));
    where.Add("LIMIT 1 OFFSET ", number - 1);
    ASSIGN_OR_RETURN(const Rows rows, tx_.Query("SELECT " + std::string(order_.columns) + " FROM task t " + where.sql(),
                                                where.values()));
    if (rows.empty()) return std::nullopt;
    return order_.sorted() ? TaskCursor{.sort = rows[0].Int(0), .task = rows[0].Int(1)}
                           : TaskCursor{.sort = 0, .task = rows[0].Int(0)};
  }

  // Whether the tasks of the stretch, so many, are in the order of their numbers, with few others between them.
  [[nodiscard]] bool FollowEachOther(const Stretch& stretch, int64_t count) const {
    const bool ends = order_.sorted() && stretch.after && stretch.until;
    return ends && stretch.after->sort == stretch.until->sort &&
           std::abs(stretch.until->task - stretch.after->task) <= kNumbersBetween * count;
  }

  absl::StatusOr<std::vector<TaskCursor>> InOrder(const Stretch& stretch, int64_t limit) const {
    const auto from = [&](const std::optional<TaskCursor>& place) {
      Choices where = Within({.after = place, .until = stretch.until});
      conditions_(where);
      return where;
    };
    return Listed(tx_, wanted_, order_, order_.columns, from, stretch.after, limit);
  }

  absl::StatusOr<std::vector<TaskCursor>> ByNumber(const Stretch& stretch, int64_t limit) const {
    Choices where = lane_.Where(/*by_index=*/false);
    where.Add(order_.descending ? "AND t.task < " : "AND t.task > ", stretch.after->task);
    where.Add(order_.descending ? "AND t.task >= " : "AND t.task <= ", stretch.until->task);
    where.Add("AND ");
    where.Add(order_.sort);
    where.Add(" + 0 = ", stretch.after->sort);
    conditions_(where);
    where.Add(order_.descending ? "ORDER BY t.task DESC" : "ORDER BY t.task");
    ASSIGN_OR_RETURN(ListedRows rows, Select(tx_, wanted_, order_, where));
    if (std::ssize(rows.tasks) > limit) rows.tasks.resize(static_cast<size_t>(limit));
    return std::move(rows.tasks);
  }

  ReadTransaction& tx_;
  const Wanted& wanted_;
  const Order& order_;
  const Lane& lane_;
  const absl::FunctionRef<bool(Choices&)> conditions_;
};

using Key = std::pair<int64_t, int64_t>;

// Several streams in one order, none of them descending: no further than where the first of them stopped, beyond which
// nobody knows what that one has.
TaskPage Merged(std::vector<TaskPage> streams, int64_t limit) {
  const auto key = [](const TaskCursor& task) { return Key(task.sort, task.task); };
  TaskPage merged;
  for (TaskPage& stream : streams) {
    // A full one is read no further than its last row.
    if (static_cast<int64_t>(stream.tasks.size()) == limit) stream.stopped_at.reset();
    if (stream.stopped_at && (!merged.stopped_at || Key(stream.stopped_at->sort, stream.stopped_at->task) <
                                                        Key(merged.stopped_at->sort, merged.stopped_at->task))) {
      merged.stopped_at = stream.stopped_at;
    }
    std::move(stream.tasks.begin(), stream.tasks.end(), std::back_inserter(merged.tasks));
  }
  if (merged.stopped_at) {
    const Key last(merged.stopped_at->sort, merged.stopped_at->task);
    std::erase_if(merged.tasks, [&](const TaskCursor& task) { return key(task) > last; });
  }
  std::sort(merged.tasks.begin(), merged.tasks.end(),
            [&](const TaskCursor& one, const TaskCursor& other) { return key(one) < key(other); });
  if (static_cast<int64_t>(merged.tasks.size()) >= limit) {
    merged.tasks.resize(static_cast<size_t>(limit));
    merged.stopped_at.reset();
  }
  return merged;
}

bool LooksAtRows(const TaskListFilter& filter) {
  return filter.only_assignees || !filter.items.empty() || !filter.states.empty() || filter.reviewer != 0 ||
         !filter.folded_words.empty();
}

// By due date each round is a stream of its own.
absl::StatusOr<TaskPage> InOrderOfDueDates(ReadTransaction& tx, int64_t federation, Wanted wanted,
                                           const std::optional<TaskCursor>& after, int64_t limit) {
  const rules::Day from = std::exchange(wanted.filter.due_from, 0);
  const rules::Day to = std::exchange(wanted.filter.due_to, 0);
  Stretch stretch{.after = after, .until = std::nullopt};
  if (from != 0 && (!after || after->sort < from)) stretch.after = TaskCursor{.sort = from, .task = 0};
  if (to != 0) stretch.until = TaskCursor{.sort = to, .task = std::numeric_limits<int64_t>::max()};
  std::vector<TaskPage> streams;
  const int64_t look_at = std::max<int64_t>(kTasksLookedAt / std::max<int64_t>(std::ssize(wanted.rounds), 1), limit);
  for (const int64_t round : wanted.rounds) {
    const Lane lane{.federation = federation, .column = "t.round", .expression = "t.round + 0", .value = round};
    const auto conditions = [&](Choices& where) {
      AddConditions(wanted, Anchor::kOrder, true, where);
      return LooksAtRows(wanted.filter);
    };
    const Order order = OrderBy(TaskOrder::kDueDate);
    ASSIGN_OR_RETURN(TaskPage stream, Way(tx, wanted, order, lane, conditions).Along(stretch, limit, look_at));
    streams.push_back(std::move(stream));
  }
  return Merged(std::move(streams), limit);
}

absl::StatusOr<std::vector<int64_t>> RoundNumbers(ReadTransaction& tx, int64_t federation) {
  ASSIGN_OR_RETURN(const Rows rows, tx.Query("SELECT round FROM round WHERE federation = $1", {federation}));
  std::vector<int64_t> rounds;
  for (const Row& row : rows) rounds.push_back(row.Int(0));
  return rounds;
}

}  // namespace

std::vector<int64_t> NumbersOf(const std::vector<TaskCursor>& tasks) {
  std::vector<int64_t> numbers;
  numbers.reserve(tasks.size());
  for (const TaskCursor& task : tasks) numbers.push_back(task.task);
  return numbers;
}

absl::StatusOr<TaskPage> PageOfTasks(ReadTransaction& tx, int64_t federation, const TaskListFilter& filter,
                                     TaskOrder order, const std::optional<TaskCursor>& after, int64_t limit) {
  Wanted wanted;
  wanted.filter = filter;
  // Each once: what is kept by them is kept but once.
  std::vector<v1::TaskState>& states = wanted.filter.states;
  std::sort(states.begin(), states.end());
  states.erase(std::unique(states.begin(), states.end()), states.end());
  wanted.rounds = {filter.round};
  wanted.nothing = filter.only_assignees && filter.assignees.empty();
  if (filter.round == 0) {
    ASSIGN_OR_RETURN(wanted.rounds, RoundNumbers(tx, federation));
  }
  if (filter.reviewer != 0) {
    ASSIGN_OR_RETURN(wanted.duties, DutiesOf(tx, federation, filter.reviewer, filter.day));
  }
  RETURN_IF_ERROR(Understand(tx, federation, wanted));
  if (wanted.nothing) return TaskPage();
  for (const Anchor anchor : {Anchor::kAssignee, Anchor::kItem, Anchor::kState}) {
    ASSIGN_OR_RETURN(const bool narrow, IsNarrow(tx, federation, wanted, anchor));
    if (narrow) return Sorted(tx, federation, wanted, anchor, OrderBy(order), after, limit);
  }
  if (order == TaskOrder::kDueDate) return InOrderOfDueDates(tx, federation, std::move(wanted), after, limit);
  const Lane lane{.federation = federation};
  const auto conditions = [&](Choices& where) {
    AddConditions(wanted, Anchor::kOrder, false, where);
    return LooksAtRows(wanted.filter) || filter.round != 0 || filter.due_from != 0 || filter.due_to != 0;
  };
  const Order ordered = OrderBy(order);
  ASSIGN_OR_RETURN(
      TaskPage page,
      Way(tx, wanted, ordered, lane, conditions).Along({.after = after, .until = std::nullopt}, limit, kTasksLookedAt));
  if (std::ssize(page.tasks) == limit) page.stopped_at.reset();
  return page;
}

absl::StatusOr<TaskPage> PageOfWaitingTasks(ReadTransaction& tx, int64_t federation, int64_t account, rules::Day day,
                                            const std::optional<TaskCursor>& after, int64_t limit) {
  Wanted wanted;
  ASSIGN_OR_RETURN(wanted.duties, DutiesOf(tx, federation, account, day));
  std::vector<TaskPage> streams;
  for (int value = v1::TaskState_MIN; value <= v1::TaskState_MAX; ++value) {
    const auto state = static_cast<v1::TaskState>(value);
    if (rules::PhaseOf(state) != rules::TaskPhase::kWithReviewer) continue;
    const Lane lane{.federation = federation,
                    .column = "t.state",
                    .expression = "t.state || ''",
                    .value = std::string(rules::StateName(state))};
    const auto conditions = [&](Choices& where) {
      AddDuties(wanted.duties, where);
      return !wanted.duties.any;
    };
    ASSIGN_OR_RETURN(TaskPage stream,
                     Way(tx, wanted, kLongestWaiting, lane, conditions)
                         .Along({.after = after, .until = std::nullopt}, limit, std::max(kTasksLookedAt / 2, limit)));
    streams.push_back(std::move(stream));
  }
  return Merged(std::move(streams), limit);
}

}  // namespace phancong::storage
