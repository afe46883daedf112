#include "storage/task_lists.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "absl/functional/function_ref.h"
#include "services/rules/propagate.h"
#include "services/rules/task_machine.h"
#include "storage/accounts.h"
#include "storage/choices.h"

namespace phancong::storage {
namespace {

// Words that more unions have in their names are looked for row by row, and so are more words.
constexpr size_t kUnionsNamed = 200;
constexpr size_t kWordsUnderstood = 32;
constexpr size_t kItemsLookedUp = 20;
// Of a row whose titles are looked at, too, it takes so many times as long.
constexpr int64_t kTitlesTake = 4;

// What a page is ordered by. As an expression a column is one that no index serves, so that the plan is ours to choose:
// there are no statistics by which a planner could.
struct Order {
  std::string_view columns;
  std::string_view expressions;
  bool descending = false;
  // Whether it begins with `sort`, or is by number alone.
  bool sorted = true;
};

Order OrderBy(TaskOrder order) {
  switch (order) {
    case TaskOrder::kDueDate:
      return {.columns = "t.due_day, t.task", .expressions = "t.due_day + 0, t.task + 0"};
    case TaskOrder::kLastChange:
      return {.columns = "t.revision, t.task", .expressions = "t.revision + 0, t.task + 0", .descending = true};
    case TaskOrder::kIssue:
      break;
  }
  return {.columns = "t.task", .expressions = "t.task + 0", .sorted = false};
}

constexpr Order kLongestWaiting = {.columns = "t.submitted_at, t.task",
                                   .expressions = "t.submitted_at + 0, t.task + 0"};

Values KeyOf(const Order& order, const TaskCursor& cursor) {
  return order.sorted ? Values{cursor.sort, cursor.task} : Values{cursor.task};
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

void UpTo(const Order& order, const TaskCursor& cursor, Choices& where) {
  const std::string row = "(" + std::string(order.columns) + ")";
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
  if (filter.folded_words.empty()) return;
  where.Add(
      "AND EXISTS (SELECT 1 FROM item i LEFT JOIN grassroots_union u ON u.federation = i.federation AND "
      "u.union_number = t.assignee WHERE i.federation = t.federation AND i.item = t.item ");
  for (const std::string& word : filter.folded_words) {
    where.Contains("(i.title_fold || ' ' || COALESCE(u.title_fold, ''))", word);
  }
  where.Add(") ");
}

// Which of the words a title has: a bit for each.
using WordsHad = uint64_t;

// A row's number and its folded title.
using Titles = std::vector<std::pair<int64_t, std::string>>;

absl::StatusOr<std::shared_ptr<const Titles>> TitlesOf(ReadTransaction& tx, int64_t federation, FactsOf facts,
                                                       FactName name, std::string_view sql) {
  return tx.facts().Get<Titles>(facts, federation, std::move(name), [&]() -> absl::StatusOr<Titles> {
    ASSIGN_OR_RETURN(const Rows rows, tx.Query(sql, {federation}));
    Titles titles;
    titles.reserve(rows.size());
    for (const Row& row : rows) titles.emplace_back(row.Int(0), row.Text(1));
    return titles;
  });
}

// By number, what those have that are not without any of the words.
std::map<int64_t, WordsHad> Titled(const Titles& titles, const std::vector<std::string>& words) {
  std::map<int64_t, WordsHad> titled;
  for (const auto& [number, title] : titles) {
    WordsHad had = 0;
    for (size_t i = 0; i < words.size(); ++i) {
      if (title.find(words[i]) != std::string::npos) had |= WordsHad{1} << i;
    }
    if (had != 0) titled.emplace_hint(titled.end(), number, had);
  }
  return titled;
}

// What the words narrow the list to: items that have them all, or a few unions that have those which an item has not.
// Else they are looked for row by row.
absl::Status Understand(ReadTransaction& tx, int64_t federation, Wanted& wanted) {
  TaskListFilter& filter = wanted.filter;
  if (filter.folded_words.empty() || filter.folded_words.size() > kWordsUnderstood) return absl::OkStatus();
  const WordsHad all = (WordsHad{1} << filter.folded_words.size()) - 1;
  ASSIGN_OR_RETURN(const auto item_titles, TitlesOf(tx, federation, FactsOf::kDefinitions, {.what = "titles of items"},
                                                    "SELECT item, title_fold FROM item WHERE federation = $1"));
  ASSIGN_OR_RETURN(const auto union_titles,
                   TitlesOf(tx, federation, FactsOf::kPeople, {.what = "titles of unions"},
                            "SELECT union_number, title_fold FROM grassroots_union WHERE federation = $1"));
  const std::map<int64_t, WordsHad> items = Titled(*item_titles, filter.folded_words);
  const std::map<int64_t, WordsHad> unions = Titled(*union_titles, filter.folded_words);
  std::set<WordsHad> missing = {all};  // of items that have none of them
  std::vector<int64_t> whole_items;
  for (const auto& [item, had] : items) {
    if (had == all) {
      whole_items.push_back(item);
    } else {
      missing.insert(all & ~had);
    }
  }
  std::vector<int64_t> completing;
  for (const auto& [number, had] : unions) {
    if (std::any_of(missing.begin(), missing.end(), [had = had](WordsHad wanting) { return (wanting & ~had) == 0; })) {
      completing.push_back(number);
    }
  }
  if (completing.empty()) {
    wanted.nothing = whole_items.empty();
    if (filter.items.empty()) {
      filter.items = whole_items;
      filter.folded_words.clear();
    }
  } else if (whole_items.empty() && completing.size() <= kUnionsNamed && !filter.only_assignees) {
    filter.only_assignees = true;
    filter.assignees = completing;
  }
  return absl::OkStatus();
}

// Whether the filter names a key of this index under which no more rows are than a page looks at.
absl::StatusOr<bool> IsNarrow(ReadTransaction& tx, int64_t federation, const Wanted& wanted, Anchor anchor) {
  const TaskListFilter& filter = wanted.filter;
  if (anchor == Anchor::kAssignee && !filter.only_assignees) return false;
  if (anchor == Anchor::kItem && (filter.items.empty() || filter.items.size() > kItemsLookedUp)) return false;
  if (anchor == Anchor::kState && filter.states.empty()) return false;
  Choices where("SELECT k.task FROM task k WHERE k.federation = $1 ", {federation});
  AddKey(wanted, anchor, where);
  where.Add("LIMIT 1 OFFSET ", kTasksLookedAt);
  ASSIGN_OR_RETURN(const Rows rows, tx.Query(where.sql(), where.values()));
  return rows.empty();
}

// All under the key are looked at and sorted. The key is a query of its own: where a filter is beside it, SQLite, which
// knows nothing of how many rows there are, would rather go along the whole table.
absl::StatusOr<TaskPage> Sorted(ReadTransaction& tx, int64_t federation, const Wanted& wanted, Anchor anchor,
                                const Order& order, const std::optional<TaskCursor>& after, int64_t limit) {
  Choices where("WHERE t.federation = $1 AND t.task IN (SELECT k.task FROM task k WHERE k.federation = $1 ",
                {federation});
  AddKey(wanted, anchor, where);
  where.Add(") ");
  AddConditions(wanted, anchor, anchor == Anchor::kItem, where);
  if (after) Beyond(order, order.expressions, *after, where);
  where.Add(OrderedBy(order, order.expressions));
  where.Add("LIMIT ", limit);
  TaskPage page;
  ASSIGN_OR_RETURN(page.rows, SelectTasks(tx, where.sql(), where.values()));
  return page;
}

// Between two places of the order: after one of them, and not beyond the other.
struct Stretch {
  std::optional<TaskCursor> after;
  std::optional<TaskCursor> until;
};

// Along the order, so many rows and no further. `key` begins the index that has the order. `conditions` adds what is
// looked at row by row, and says whether there is anything: else every row is on the page.
absl::StatusOr<TaskPage> Along(ReadTransaction& tx, const Order& order, const Choices& key,
                               absl::FunctionRef<bool(Choices&)> conditions, Stretch stretch, int64_t limit,
                               int64_t look_at) {
  TaskPage page;
  Choices where = key;
  if (stretch.after) Beyond(order, order.columns, *stretch.after, where);
  Choices conditioned = where;
  if (conditions(conditioned)) {
    if (stretch.until) UpTo(order, *stretch.until, where);
    where.Add(OrderedBy(order, order.columns));
    where.Add("LIMIT 1 OFFSET ", look_at - 1);
    ASSIGN_OR_RETURN(const Rows last,
                     tx.Query("SELECT " + std::string(order.columns) + " FROM task t " + where.sql(), where.values()));
    if (!last.empty()) {
      page.stopped_at = order.sorted ? TaskCursor{.sort = last[0].Int(0), .task = last[0].Int(1)}
                                     : TaskCursor{.sort = 0, .task = last[0].Int(0)};
      stretch.until = page.stopped_at;
    }
  }
  if (stretch.until) UpTo(order, *stretch.until, conditioned);
  conditioned.Add(OrderedBy(order, order.columns));
  conditioned.Add("LIMIT ", limit);
  ASSIGN_OR_RETURN(page.rows, SelectTasks(tx, conditioned.sql(), conditioned.values()));
  return page;
}

using Key = std::pair<int64_t, int64_t>;

// Several streams in one order, none of them descending: no further than where the first of them stopped, beyond which
// nobody knows what that one has.
TaskPage Merged(std::vector<TaskPage> streams, absl::FunctionRef<Key(const TaskRow&)> key, int64_t limit) {
  TaskPage merged;
  for (TaskPage& stream : streams) {
    // A full one is read no further than its last row.
    if (static_cast<int64_t>(stream.rows.size()) == limit) stream.stopped_at.reset();
    if (stream.stopped_at && (!merged.stopped_at || Key(stream.stopped_at->sort, stream.stopped_at->task) <
                                                        Key(merged.stopped_at->sort, merged.stopped_at->task))) {
      merged.stopped_at = stream.stopped_at;
    }
    std::move(stream.rows.begin(), stream.rows.end(), std::back_inserter(merged.rows));
  }
  if (merged.stopped_at) {
    const Key last(merged.stopped_at->sort, merged.stopped_at->task);
    std::erase_if(merged.rows, [&](const TaskRow& row) { return key(row) > last; });
  }
  std::sort(merged.rows.begin(), merged.rows.end(),
            [&](const TaskRow& one, const TaskRow& other) { return key(one) < key(other); });
  if (static_cast<int64_t>(merged.rows.size()) >= limit) {
    merged.rows.resize(static_cast<size_t>(limit));
    merged.stopped_at.reset();
  }
  return merged;
}

int64_t LookedAt(const TaskListFilter& filter) {
  return filter.folded_words.empty() ? kTasksLookedAt : kTasksLookedAt / kTitlesTake;
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
  const int64_t look_at =
      std::max<int64_t>(LookedAt(wanted.filter) / std::max<int64_t>(std::ssize(wanted.rounds), 1), limit);
  for (const int64_t round : wanted.rounds) {
    const Choices key("WHERE t.federation = $1 AND t.round = $2 ", {federation, round});
    const auto conditions = [&](Choices& where) {
      AddConditions(wanted, Anchor::kOrder, true, where);
      return LooksAtRows(wanted.filter);
    };
    ASSIGN_OR_RETURN(TaskPage stream,
                     Along(tx, OrderBy(TaskOrder::kDueDate), key, conditions, stretch, limit, look_at));
    streams.push_back(std::move(stream));
  }
  return Merged(
      std::move(streams), [](const TaskRow& row) { return Key(row.due_day, row.task); }, limit);
}

absl::StatusOr<std::vector<int64_t>> RoundNumbers(ReadTransaction& tx, int64_t federation) {
  ASSIGN_OR_RETURN(const Rows rows, tx.Query("SELECT round FROM round WHERE federation = $1", {federation}));
  std::vector<int64_t> rounds;
  for (const Row& row : rows) rounds.push_back(row.Int(0));
  return rounds;
}

}  // namespace

TaskCursor CursorOf(const TaskRow& row, TaskOrder order) {
  switch (order) {
    case TaskOrder::kDueDate:
      return {.sort = row.due_day, .task = row.task};
    case TaskOrder::kIssue:
      return {.sort = 0, .task = row.task};
    case TaskOrder::kLastChange:
      return {.sort = row.revision, .task = row.task};
  }
  return {};
}

absl::StatusOr<TaskPage> PageOfTasks(ReadTransaction& tx, int64_t federation, const TaskListFilter& filter,
                                     TaskOrder order, const std::optional<TaskCursor>& after, int64_t limit) {
  Wanted wanted;
  wanted.filter = filter;
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
  const Choices key("WHERE t.federation = $1 ", {federation});
  const auto conditions = [&](Choices& where) {
    AddConditions(wanted, Anchor::kOrder, false, where);
    return LooksAtRows(wanted.filter) || filter.round != 0 || filter.due_from != 0 || filter.due_to != 0;
  };
  ASSIGN_OR_RETURN(TaskPage page,
                   Along(tx, OrderBy(order), key, conditions, {after, std::nullopt}, limit, LookedAt(wanted.filter)));
  if (std::ssize(page.rows) == limit) page.stopped_at.reset();
  return page;
}

absl::StatusOr<TaskPage> PageOfWaitingTasks(ReadTransaction& tx, int64_t federation, int64_t account, rules::Day day,
                                            const std::optional<TaskCursor>& after, int64_t limit) {
  ASSIGN_OR_RETURN(const Duties duties, DutiesOf(tx, federation, account, day));
  std::vector<TaskPage> streams;
  for (int value = v1::TaskState_MIN; value <= v1::TaskState_MAX; ++value) {
    const auto state = static_cast<v1::TaskState>(value);
    if (rules::PhaseOf(state) != rules::TaskPhase::kWithReviewer) continue;
    const Choices key("WHERE t.federation = $1 AND t.state = $2 ", {federation, std::string(rules::StateName(state))});
    const auto conditions = [&](Choices& where) {
      AddDuties(duties, where);
      return !duties.any;
    };
    ASSIGN_OR_RETURN(TaskPage stream, Along(tx, kLongestWaiting, key, conditions, {after, std::nullopt}, limit,
                                            std::max(kTasksLookedAt / 2, limit)));
    streams.push_back(std::move(stream));
  }
  return Merged(
      std::move(streams), [](const TaskRow& row) { return Key(row.submitted_at.value_or(0), row.task); }, limit);
}

}  // namespace phancong::storage
