// Whether each entry that changes what is kept in memory (storage/kept_facts.h) says so in its federation's row: the
// tables tell, by triggers, while a journal is replayed into them.
#ifndef PHANCONG_TESTS_STORAGE_NOTED_CHANGES_H_
#define PHANCONG_TESTS_STORAGE_NOTED_CHANGES_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_join.h"
#include "fmt/format.h"
#include "services/rules/propagate.h"
#include "storage/store.h"

namespace phancong::storage {

// The column of a federation that has the revision of their last change, and the tables.
inline const std::vector<std::pair<std::string, std::vector<std::string>>>& KeptTables() {
  static const auto* const kTables = new std::vector<std::pair<std::string, std::vector<std::string>>>{
      {"people_revision",
       {"account", "held_position", "delegation", "responsibility", "responsibility_known", "grassroots_union",
        "union_fact", "union_form", "union_known", "union_change", "union_change_party"}},
      {"definitions_revision",
       {"programme", "item", "round", "round_item", "round_known", "raised_target", "calendar", "guidance"}},
  };
  return *kTables;
}

// From here on. The store is empty, and has one connection, as one of OpenPrivate.
[[nodiscard]] inline absl::Status WatchChanges(Store& store) {
  return store.Write([](WriteTransaction& tx) -> absl::Status {
    std::string script =
        "CREATE TEMP TABLE changed (federation BIGINT, revision BIGINT, noted_in TEXT, place TEXT);"
        "CREATE TEMP TABLE noted (federation BIGINT, revision BIGINT, noted_in TEXT);";
    for (const auto& [noted_in, tables] : KeptTables()) {
      for (const char* event : {"INSERT", "UPDATE"}) {
        script += fmt::format(
            "CREATE TEMP TRIGGER noted_{0}_{1} AFTER {1} ON main.federation BEGIN INSERT INTO noted VALUES "
            "(NEW.federation, NEW.{0}, '{0}'); END;",
            noted_in, event);
      }
      for (const std::string& table : tables) {
        ASSIGN_OR_RETURN(std::vector<std::string> columns, tx.Columns(table));
        for (std::string& column : columns) column = fmt::format("OLD.{0} IS NOT NEW.{0}", column);
        const std::string differs = absl::StrJoin(columns, " OR ");
        for (const auto& [event, row] : {std::pair("INSERT", "NEW"), {"DELETE", "OLD"}, {"UPDATE", "NEW"}}) {
          script += fmt::format(
              "CREATE TEMP TRIGGER changed_{0}_{1} AFTER {1} ON main.{0} {4} BEGIN INSERT INTO changed SELECT "
              "{2}.federation, revision, '{3}', '{0}' FROM federation WHERE federation = {2}.federation; END;",
              table, event, row, noted_in, std::string_view(event) == "UPDATE" ? "WHEN " + differs : "");
        }
      }
    }
    return tx.ExecuteScript(script);
  });
}

// What changed, and in which entry, without a word of it in the federation's row; "" where there is nothing of that
// kind.
[[nodiscard]] inline absl::StatusOr<std::string> ChangeThatIsNotNoted(Store& store) {
  std::string found;
  const absl::Status read = store.Read([&](ReadTransaction& tx) -> absl::Status {
    ASSIGN_OR_RETURN(const Rows rows, tx.Query("SELECT c.federation, c.revision, c.noted_in, c.place FROM changed c "
                                               "WHERE NOT EXISTS (SELECT 1 FROM noted n WHERE n.federation = "
                                               "c.federation AND n.revision = c.revision AND n.noted_in = c.noted_in) "
                                               "ORDER BY c.federation, c.revision LIMIT 1",
                                               {}));
    if (!rows.empty()) {
      found = fmt::format("entry {} of federation {} changes {} and is not the {}", rows[0].Int(1), rows[0].Int(0),
                          rows[0].Text(3), rows[0].Text(2));
    }
    return absl::OkStatus();
  });
  if (!read.ok()) return read;
  return found;
}

}  // namespace phancong::storage

#endif  // PHANCONG_TESTS_STORAGE_NOTED_CHANGES_H_
