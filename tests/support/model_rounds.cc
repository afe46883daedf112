#include <iterator>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/support/model.h"
#include "tests/support/model_words.h"

namespace phancong::support {

// --- Programme, directory, rounds. -----------------------------------------------------------------------------------

std::string Model::LoadProgramme(const Ask& ask, bool decision, bool right) {
  if (!Holds(ask, v1::POSITION_STANDING_COMMITTEE_CHAIR)) return Refuse(ask.who, "POSITION_REQUIRED");
  if (!decision) return Refuse(ask.who, "DECISION_REQUIRED");
  if (!right) return Refuse(ask.who, "INVALID_FILE");
  ++versions;
  return Done();
}

// Facts are of the day of the import. What stays the same is no change, and a whole file of it no entry.
std::string Model::ImportUnions(const Ask& ask, const std::map<std::string, int64_t>& members_now) {
  if (!Holds(ask, v1::POSITION_STANDING_COMMITTEE_CHAIR)) return Refuse(ask.who, "POSITION_REQUIRED");
  bool changed = false;
  for (const auto& [unit, number] : members_now) {
    std::map<ModelDay, int64_t>& history = members[unit];
    const auto after = history.upper_bound(today);
    if (after != history.begin() && std::prev(after)->second == number) continue;
    history[today] = number;
    union_etag[unit] = revision + 1;
    changed = true;
  }
  return changed ? Done() : "";
}

void Model::Add(const std::string& round, const std::string& item, const std::string& unit, ModelDay due) {
  Task& task = tasks[absl::StrCat(round, "/", item, ".", unit)];
  task.round = round;
  task.item = item;
  task.unit = unit;
  task.base_due = due;
  task.legs = {{.due = due, .submitted = {}}};
  task.etag = revision + 1;
}

std::string Model::Draft(const Ask& ask, const std::string& name, const std::set<std::string>& without) {
  if (!IsOfStandingCommittee(ask)) return Refuse(ask.who, "POSITION_REQUIRED");
  const bool term = name == "2025-2026";
  Round& round = rounds[name];
  if (round.issued) return Refuse(ask.who, "ROUND_STATE");
  if (!ask.etag.empty() && ask.etag != absl::StrCat(round.etag)) return Refuse(ask.who, "STALE");
  round.due.clear();
  const int last_year = term ? 2026 : std::stoi(name);
  const ModelDay end = ModelDayOf(last_year, 12, 31);
  for (const auto& [id, item] : items) {
    if (item.yearly == term || without.contains(id)) continue;
    const ModelDay usual = ModelDayOf(last_year, item.due_month, item.due_day);
    round.due[id] = usual < today ? end : usual;
  }
  round.etag = revision + 1;
  return Done();
}

// What was previewed is what is issued: the draft's etag, and a directory that did not change since.
std::string Model::Issue(const Ask& ask, const std::string& name, bool decision) {
  if (!IsHeadOfStandingCommittee(ask)) return Refuse(ask.who, "POSITION_REQUIRED");
  if (!decision) return Refuse(ask.who, "DECISION_REQUIRED");
  const auto found = rounds.find(name);
  if (found == rounds.end()) return Refuse(ask.who, "NOT_FOUND");
  Round& round = found->second;
  if (round.issued) return Refuse(ask.who, "ROUND_STATE");
  if (ask.etag != absl::StrCat(round.etag)) return Refuse(ask.who, "STALE");
  for (const auto& [unit, etag] : union_etag) {
    if (etag >= round.etag) return Refuse(ask.who, "STALE");
  }
  for (const auto& [item, due] : round.due) {
    if (due < today) return Refuse(ask.who, "DUE_DATE_PAST");
  }
  round.issued = true;
  round.decided = today;
  for (const auto& [item, due] : round.due) {
    for (const std::string& unit : items.at(item).units) Add(name, item, unit, due);
  }
  round.etag = revision + 1;
  return Done();
}

std::string Model::AssignItem(const Ask& ask, const std::string& round, const std::string& item,
                              const std::string& unit, ModelDay due, bool decision) {
  if (!IsHeadOfStandingCommittee(ask)) return Refuse(ask.who, "POSITION_REQUIRED");
  if (!decision) return Refuse(ask.who, "DECISION_REQUIRED");
  const auto found = rounds.find(round);
  if (found == rounds.end()) return Refuse(ask.who, "NOT_FOUND");
  if (!found->second.issued || found->second.frozen) return Refuse(ask.who, "ROUND_STATE");
  if (due < today) return Refuse(ask.who, "DUE_DATE_PAST");
  if (!Contains(items.at(item).units, unit)) return Refuse(ask.who, "OUT_OF_SCOPE");
  if (tasks.contains(absl::StrCat(round, "/", item, ".", unit))) return Refuse(ask.who, "ALREADY_EXISTS");
  Add(round, item, unit, due);
  return Done();
}

std::string Model::AssignAdHoc(const Ask& ask, const std::string& round, const std::string& unit, ModelDay due,
                               bool decision) {
  if (!IsHeadOfStandingCommittee(ask)) return Refuse(ask.who, "POSITION_REQUIRED");
  if (!decision) return Refuse(ask.who, "DECISION_REQUIRED");
  const auto found = rounds.find(round);
  if (found == rounds.end()) return Refuse(ask.who, "NOT_FOUND");
  if (!found->second.issued || found->second.frozen) return Refuse(ask.who, "ROUND_STATE");
  if (due < today) return Refuse(ask.who, "DUE_DATE_PAST");
  const std::string item = absl::StrCat("adhoc-", ++found->second.ad_hoc);
  for (const std::string& each : unit.empty() ? AllUnits() : std::vector<std::string>{unit})
    Add(round, item, each, due);
  return Done();
}

}  // namespace phancong::support
