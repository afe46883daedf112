#include "services/directory/import_unions.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fmt/format.h"
#include "services/rules/directory_csv.h"
#include "services/rules/names.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/rules/text.h"
#include "services/serving/fields.h"
#include "storage/directory.h"
#include "storage/fact_days.h"
#include "storage/programmes.h"
#include "storage/union_changes.h"

namespace phancong::directory {
namespace {

constexpr int kShown = 1'000;

// The directory as it stood on the day of the file, by what is known today.
struct Directory {
  std::map<std::string, storage::UnionRow> unions;  // by id
  std::map<int64_t, rules::UnionFacts> facts;
  std::map<int64_t, rules::Day> latest_days;
};

absl::StatusOr<Directory> DirectoryOn(storage::ReadTransaction& tx, int64_t federation, const storage::AsOf& as_of) {
  Directory directory;
  ASSIGN_OR_RETURN(const std::vector<storage::UnionRow> unions, storage::AllUnions(tx, federation));
  for (const storage::UnionRow& row : unions) directory.unions[row.id] = row;
  ASSIGN_OR_RETURN(directory.facts, storage::AllFactsOn(tx, federation, as_of));
  ASSIGN_OR_RETURN(directory.latest_days, storage::LatestFactDays(tx, federation));
  return directory;
}

// One column in which a row differs.
struct Difference {
  std::string column;
  std::string before;
  std::string after;
};

class Differences {
 public:
  explicit Differences(std::string_view language) : english_(language == "en") {}

  void Text(std::string_view column, const std::string& before, const std::string& after) {
    if (before != after) Add(column, before, after);
  }
  void Date(std::string_view column, rules::Day before, rules::Day after) {
    if (before != after) Add(column, DateText(before), DateText(after));
  }
  void Fact(const v1::Fact& fact, const std::map<std::string, int64_t>& before,
            const std::map<std::string, int64_t>& after) {
    const auto old_value = before.find(fact.id());
    const auto new_value = after.find(fact.id());
    const bool had = old_value != before.end();
    const bool has = new_value != after.end();
    if (had == has && (!has || old_value->second == new_value->second)) return;
    Add(fact.id(), had ? FactText(fact, old_value->second) : "", has ? FactText(fact, new_value->second) : "");
  }

  [[nodiscard]] const std::vector<Difference>& all() const { return all_; }

 private:
  void Add(std::string_view column, std::string before, std::string after) {
    all_.push_back({.column = std::string(column), .before = std::move(before), .after = std::move(after)});
  }
  std::string DateText(rules::Day day) const {
    if (day == 0) return "";
    return english_ ? rules::IsoDate(day) : rules::VietnameseDate(day);
  }
  std::string FactText(const v1::Fact& fact, int64_t value) const {
    switch (fact.kind()) {
      case v1::Fact::KIND_FLAG:
        if (value == 0) return english_ ? "no" : "không";
        return english_ ? "yes" : "có";
      case v1::Fact::KIND_DATE:
        return DateText(value);
      default:
        return fmt::to_string(value);
    }
  }

  const bool english_;
  std::vector<Difference> all_;
};

Differences Compare(const storage::UnionRow& row, const std::map<std::string, int64_t>& facts,
                    const rules::DirectoryRow& file, const v1::Programme& programme, std::string_view language) {
  Differences differences(language);
  differences.Text("name", row.title, file.name);
  differences.Text("type", row.type, file.type);
  differences.Text("place", row.place, file.place);
  differences.Date("founded_on", row.founded_day, file.founded_day);
  for (const v1::Fact& fact : programme.facts()) differences.Fact(fact, facts, file.facts);
  return differences;
}

v1::UnionsImported::Union Imported(const rules::DirectoryRow& file, int64_t union_number) {
  v1::UnionsImported::Union imported;
  imported.set_union_number(union_number);
  imported.set_id(file.id);
  imported.set_name(file.name);
  imported.set_type(file.type);
  imported.set_place(file.place);
  imported.set_founded_day(file.founded_day);
  for (const auto& [fact, value] : file.facts) (*imported.mutable_facts())[fact] = value;
  imported.set_sort_key(rules::SortKey(file.name));
  return imported;
}

v1::UnionChange ChangeOf(const rules::DirectoryRow& file, bool created, const std::vector<Difference>& differences) {
  v1::UnionChange change;
  change.set_id(file.id);
  change.set_title(file.name);
  change.set_created(created);
  const auto shown = [](const std::string& value) { return value.empty() ? std::string_view("–") : value; };
  for (const Difference& difference : differences) {
    change.add_fields(fmt::format("{}: {} → {}", difference.column, shown(difference.before), shown(difference.after)));
  }
  return change;
}

// Facts hold from their day until the next: an earlier day would not say what holds now, and would change a past that
// others have looked at.
rules::FileProblem RecordedLater(int line, rules::Day latest) {
  return {.line = line,
          .field = "",
          .vi = fmt::format("công đoàn này đã có số liệu từ ngày {}: tệp phải là số liệu của ngày đó hoặc sau đó",
                            rules::VietnameseDate(latest)),
          .en = fmt::format("there are facts of this union from {} on: the file must be of that day or later",
                            rules::IsoDate(latest))};
}

rules::FileProblem HasEnded(int line, rules::Day ended) {
  return {.line = line,
          .field = "id",
          .vi = fmt::format("công đoàn này đã kết thúc hoạt động từ {}: bỏ hàng này, hoặc dùng id khác cho đơn vị mới",
                            rules::VietnameseDate(ended)),
          .en = fmt::format("this union ended on {}: leave the row out, or choose another id for a new one",
                            rules::IsoDate(ended))};
}

// What the file would do.
struct Import {
  v1::UnionsImported event;
  v1::ImportUnionsResponse response;
  std::vector<rules::FileProblem> problems;
};

Import Plan(const std::vector<rules::DirectoryRow>& rows, const Directory& directory, const v1::Programme& programme,
            rules::Day as_of_day, int64_t next_union, std::string_view language) {
  Import import;
  import.event.set_as_of_day(as_of_day);
  for (const rules::DirectoryRow& row : rows) {
    const auto known = directory.unions.find(row.id);
    const bool created = known == directory.unions.end();
    std::vector<Difference> differences;
    int64_t union_number = 0;
    if (created) {
      union_number = next_union++;
      import.response.set_created_count(import.response.created_count() + 1);
    } else {
      union_number = known->second.union_number;
      if (known->second.ended_day != 0) {
        import.problems.push_back(HasEnded(row.line, known->second.ended_day));
        continue;
      }
      const auto facts = directory.facts.find(union_number);
      static const std::map<std::string, int64_t> kNoFacts;
      differences = Compare(known->second, facts == directory.facts.end() ? kNoFacts : facts->second.facts, row,
                            programme, language)
                        .all();
      if (differences.empty()) {
        import.response.set_unchanged_count(import.response.unchanged_count() + 1);
        continue;
      }
      import.response.set_changed_count(import.response.changed_count() + 1);
      const auto latest = directory.latest_days.find(union_number);
      if (latest != directory.latest_days.end() && latest->second > as_of_day) {
        import.problems.push_back(RecordedLater(row.line, latest->second));
      }
    }
    *import.event.add_unions() = Imported(row, union_number);
    if (import.response.changes_size() < kShown) {
      *import.response.add_changes() = ChangeOf(row, created, differences);
    }
  }
  return import;
}

void ShowProblems(const std::vector<rules::FileProblem>& problems, std::string_view language,
                  v1::ImportUnionsResponse* response) {
  response->Clear();
  for (const rules::FileProblem& problem : problems) {
    if (response->problems_size() == kShown) return;
    *response->add_problems() = rules::ProblemIn(problem, language);
  }
}

}  // namespace

absl::Status ImportUnions(serving::CommandContext& context, const v1::ImportUnionsRequest& request,
                          v1::ImportUnionsResponse* response) {
  const std::string& language = context.actor().language;
  RETURN_IF_ERROR(rules::ParseName(request.parent(), rules::NameKind::kFederation, "parent").status());
  std::string decision_number;
  if (!request.validate_only()) {
    ASSIGN_OR_RETURN(decision_number, serving::DecisionNumberOf(request.decision_number()));
  }
  ASSIGN_OR_RETURN(const rules::Day as_of_day, serving::DayOr(request.as_of_date(), context.today(), "as_of_date"));
  if (as_of_day > context.today()) {
    return rules::RefuseField("as_of_date", "không được sau hôm nay", "must not be after today");
  }
  ASSIGN_OR_RETURN(const storage::ProgrammeRow programme, storage::NewestProgramme(context.tx(), context.federation()));
  const rules::DirectoryReading file = rules::ReadDirectory(request.chunk(), *programme.programme);
  Import import;
  import.problems = file.problems;
  if (import.problems.empty()) {
    ASSIGN_OR_RETURN(const Directory directory,
                     DirectoryOn(context.tx(), context.federation(), {.day = as_of_day, .known_day = context.today()}));
    ASSIGN_OR_RETURN(const int64_t next_union, storage::NextUnion(context.tx(), context.federation()));
    import = Plan(file.rows, directory, *programme.programme, as_of_day, next_union, language);
    ASSIGN_OR_RETURN(const rules::Day sealed_until, storage::SealedUntil(context.tx(), context.federation()));
    if (as_of_day <= sealed_until && !import.event.unions().empty())
      return rules::Refuse(v1::ERROR_REASON_PERIOD_SEALED);
    if (static_cast<int>(directory.unions.size()) + import.response.created_count() > kGreatestUnionCount) {
      return rules::Refuse(v1::ERROR_REASON_TOO_LARGE,
                           {{"limit.vi", "5.000 công đoàn cơ sở"}, {"limit.en", "5,000 unions"}});
    }
  }
  if (request.validate_only()) {
    *response = std::move(import.response);
    if (!import.problems.empty()) ShowProblems(import.problems, language, response);
    return absl::OkStatus();
  }
  if (!import.problems.empty()) return rules::RefuseFile(import.problems);
  import.response.clear_changes();
  *response = std::move(import.response);
  if (import.event.unions().empty()) return absl::OkStatus();
  v1::Event event;
  *event.mutable_unions_imported() = std::move(import.event);
  event.mutable_unions_imported()->set_decision_number(decision_number);
  return context.Emit(event);
}

}  // namespace phancong::directory
