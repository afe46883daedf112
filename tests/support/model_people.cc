#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "tests/support/model.h"
#include "tests/support/model_words.h"

namespace phancong::support {

// --- Charges, and who stands in for whom. ----------------------------------------------------------------------------

std::string Model::AssignCharge(const Ask& ask, const Charge& charge) {
  if (!IsHeadOfStandingCommittee(ask)) return Refuse(ask.who, "POSITION_REQUIRED");
  if (disabled.at(charge.account)) return Refuse(ask.who, "ACCOUNT_DISABLED");
  if (!IsOfStandingCommittee(charge.account)) return Refuse(ask.who, "INVALID_FIELD");
  Charge& added = charges[static_cast<int64_t>(charges.size()) + 1];
  added = charge;
  added.from = today;
  return Done();
}

std::string Model::EndCharge(const Ask& ask, int64_t number) {
  if (!IsHeadOfStandingCommittee(ask)) return Refuse(ask.who, "POSITION_REQUIRED");
  const auto found = charges.find(number);
  if (found == charges.end()) return Refuse(ask.who, "NOT_FOUND");
  if (found->second.to != 0) return Refuse(ask.who, "NOTHING_TO_DO");
  found->second.to = today;
  return Done();
}

// Everything that the leaver has goes on with the successor: charges from today, and reviews at once, but for those
// that the successor may not do.
std::string Model::HandOver(const Ask& ask, const std::string& leaver, const std::string& successor, bool decision) {
  if (!IsHeadOfStandingCommittee(ask)) return Refuse(ask.who, "POSITION_REQUIRED");
  if (successor == leaver) return Refuse(ask.who, "INVALID_FIELD");
  if (disabled.at(successor)) return Refuse(ask.who, "ACCOUNT_DISABLED");
  if (!IsOfStandingCommittee(successor)) return Refuse(ask.who, "INVALID_FIELD");
  if (!decision) return Refuse(ask.who, "DECISION_REQUIRED");
  bool anything = false;
  const std::map<int64_t, Charge> before = charges;
  // Named here, since Clang 14 lets no lambda see a structured binding.
  for (const auto& charged : before) {
    const int64_t number = charged.first;
    const Charge& charge = charged.second;
    if (charge.account != leaver || charge.to != 0) continue;
    anything = true;
    charges.at(number).to = today;
    const bool held = std::any_of(before.begin(), before.end(), [&](const auto& entry) {
      const Charge& other = entry.second;
      return other.account == successor && other.to == 0 && other.field == charge.field && other.item == charge.item &&
             other.unit == charge.unit;
    });
    if (held) continue;
    Charge& begun = charges[static_cast<int64_t>(charges.size()) + 1];
    begun = charge;
    begun.account = successor;
    begun.from = today;
  }
  for (auto& [name, task] : tasks) {
    if (task.state != State::kInReview || task.reviewer != leaver) continue;
    anything = true;
    const bool may = WhyNoReviewer({.who = successor, .etag = ""}, task).empty();
    task.state = may ? State::kInReview : State::kSubmitted;
    task.reviewer = may ? successor : "";
    if (may) Deals(successor == ask.principal() ? PeopleOf(ask) : std::set<std::string>{successor}, task);
    task.etag = revision + 1;
  }
  return anything ? Done() : Refuse(ask.who, "NOTHING_TO_DO");
}

Model::Body Model::BodyOf(const Office& office) {
  switch (office.position) {
    case v1::POSITION_STANDING_COMMITTEE_CHAIR:
    case v1::POSITION_STANDING_COMMITTEE_VICE_CHAIR:
    case v1::POSITION_STANDING_COMMITTEE_MEMBER:
      return "Standing Committee";
    case v1::POSITION_INSPECTION_COMMITTEE_CHAIR:
    case v1::POSITION_INSPECTION_COMMITTEE_MEMBER:
      return "Inspection Committee";
    case v1::POSITION_EXECUTIVE_COMMITTEE_MEMBER:
      return "Executive Committee";
    case v1::POSITION_UNION_CHAIR:
    case v1::POSITION_UNION_OFFICER:
      return office.unit;
    default:
      return "";
  }
}

bool Model::SitsIn(const std::string& who, const Body& body, ModelDay day) const {
  return !body.empty() && std::any_of(offices.begin(), offices.end(), [&](const auto& entry) {
    return entry.second.account == who && BodyOf(entry.second) == body && IsHeld(entry.second, day);
  });
}

// What was delegated to them of the other's, while both sit in the body.
std::set<int64_t> Model::Exercised(const std::string& who, const std::string& behalf) const {
  std::set<int64_t> exercised;
  for (const auto& [number, delegation] : delegations) {
    const Office& office = offices.at(delegation.office);
    const bool today_theirs = delegation.to_whom == who && delegation.from <= today && today <= delegation.to;
    if (today_theirs && office.account == behalf && IsHeld(office, today) && SitsIn(who, BodyOf(office), today)) {
      exercised.insert(delegation.office);
    }
  }
  return exercised;
}

bool Model::MayActFor(const std::string& who, const std::string& behalf) const {
  return who != behalf && disabled.contains(behalf) && !disabled.at(behalf) && !Exercised(who, behalf).empty();
}

// Policy, and then its holder or the head of its body.
std::string Model::WhyNotDelegating(const Ask& ask, const Office& office) const {
  const Body body = BodyOf(office);
  bool heads = false;
  if (body == "Standing Committee" || body == "Executive Committee") heads = IsHeadOfStandingCommittee(ask.who);
  if (body == "Inspection Committee") heads = Holds(ask.who, v1::POSITION_INSPECTION_COMMITTEE_CHAIR);
  if (!office.unit.empty()) heads = Holds(ask.who, v1::POSITION_UNION_CHAIR, office.unit);
  return office.account == ask.who || heads ? "" : "POSITION_REQUIRED";
}

bool Model::MayDelegateAtAll(const Ask& ask) const {
  return IsOfStandingCommittee(ask) || IsInspector(ask) ||
         std::any_of(AllUnits().begin(), AllUnits().end(),
                     [&](const std::string& unit) { return HoldsAnyIn(ask, unit); });
}

// Unions do not learn which positions and delegations there are.
std::string Model::HearsWhatIsNotThere(const Ask& ask) const {
  return IsOfStandingCommittee(ask) || IsInspector(ask) ? "NOT_FOUND" : "POSITION_REQUIRED";
}

std::string Model::Delegate(const Ask& ask, int64_t number, const std::string& to_whom, ModelDay to) {
  if (!MayDelegateAtAll(ask)) return Refuse(ask.who, "POSITION_REQUIRED");
  if (!ask.behalf.empty()) return Refuse(ask.who, "NOT_DELEGATED");
  const auto found = offices.find(number);
  if (found == offices.end()) return Refuse(ask.who, HearsWhatIsNotThere(ask));
  const Office& office = found->second;
  if (std::string why = WhyNotDelegating(ask, office); !why.empty()) return Refuse(ask.who, why);
  const Body body = BodyOf(office);
  bool fits = !body.empty() && to >= today && to_whom != office.account && IsHeld(office, today) && IsHeld(office, to);
  for (ModelDay day = today; fits && day <= to; ++day) fits = SitsIn(to_whom, body, day);
  if (!fits) return Refuse(ask.who, "INVALID_FIELD");
  if (disabled.at(to_whom)) return Refuse(ask.who, "ACCOUNT_DISABLED");
  for (const auto& [other, delegation] : delegations) {
    const bool ever = delegation.from <= delegation.to;
    if (ever && delegation.office == number && delegation.from <= to && delegation.to >= today) {
      return Refuse(ask.who, "ALREADY_EXISTS");
    }
  }
  delegations[static_cast<int64_t>(delegations.size()) + 1] = {
      .office = number, .to_whom = to_whom, .from = today, .to = to};
  return Done();
}

// With the day, or with yesterday: at once.
std::string Model::EndDelegation(const Ask& ask, int64_t number, bool at_once) {
  if (!MayDelegateAtAll(ask)) return Refuse(ask.who, "POSITION_REQUIRED");
  if (!ask.behalf.empty()) return Refuse(ask.who, "NOT_DELEGATED");
  const auto found = delegations.find(number);
  if (found == delegations.end()) return Refuse(ask.who, HearsWhatIsNotThere(ask));
  if (std::string why = WhyNotDelegating(ask, offices.at(found->second.office)); !why.empty()) {
    return Refuse(ask.who, why);
  }
  const ModelDay to = at_once ? today - 1 : today;
  if (at_once && to > found->second.to) return Refuse(ask.who, "INVALID_FIELD");
  if (to >= found->second.to) return Refuse(ask.who, "NOTHING_TO_DO");
  found->second.to = to;
  return Done();
}

// --- Accounts. -------------------------------------------------------------------------------------------------------

std::string Model::CreateAccount(const Ask& ask, const std::string& account) {
  if (!Holds(ask, v1::POSITION_ADMINISTRATOR)) return Refuse(ask.who, "POSITION_REQUIRED");
  if (disabled.contains(account)) return Refuse(ask.who, "ALREADY_EXISTS");
  disabled[account] = false;
  return Done();
}

std::string Model::CreateUnionAccounts(const Ask& ask) {
  if (!Holds(ask, v1::POSITION_ADMINISTRATOR)) return Refuse(ask.who, "POSITION_REQUIRED");
  bool created = false;
  for (const std::string& unit : AllUnits()) {
    const bool has_chair = std::any_of(offices.begin(), offices.end(), [&](const auto& entry) {
      const Office& office = entry.second;
      return office.position == v1::POSITION_UNION_CHAIR && office.unit == unit &&
             (office.to == 0 || office.to >= today);
    });
    if (has_chair) continue;
    disabled[unit] = false;
    offices[static_cast<int64_t>(offices.size()) + 1] = {
        .account = unit, .position = v1::POSITION_UNION_CHAIR, .unit = unit, .from = today};
    created = true;
  }
  return created ? Done() : Refuse(ask.who, "NOTHING_TO_DO");
}

std::string Model::Disable(const Ask& ask, const std::string& account) {
  if (!Holds(ask, v1::POSITION_ADMINISTRATOR)) return Refuse(ask.who, "POSITION_REQUIRED");
  if (disabled.at(account)) return Refuse(ask.who, "NOTHING_TO_DO");
  // There is one administrator in the walk.
  if (Holds(account, v1::POSITION_ADMINISTRATOR)) return Refuse(ask.who, "LAST_ADMINISTRATOR");
  disabled[account] = true;
  return Done();
}

std::string Model::Enable(const Ask& ask, const std::string& account) {
  if (!Holds(ask, v1::POSITION_ADMINISTRATOR)) return Refuse(ask.who, "POSITION_REQUIRED");
  if (!disabled.at(account)) return Refuse(ask.who, "NOTHING_TO_DO");
  disabled[account] = false;
  return Done();
}

std::string Model::Reset(const Ask& ask, const std::string& account) {
  if (!Holds(ask, v1::POSITION_ADMINISTRATOR)) return Refuse(ask.who, "POSITION_REQUIRED");
  if (disabled.at(account)) return Refuse(ask.who, "ACCOUNT_DISABLED");
  return Done();
}

std::string Model::Give(const Ask& ask, const std::string& account, v1::Position position, const std::string& unit) {
  if (!Holds(ask, v1::POSITION_ADMINISTRATOR)) return Refuse(ask.who, "POSITION_REQUIRED");
  if (account == ask.who) return Refuse(ask.who, "ADMINISTRATOR_DOES_NO_BUSINESS");
  if (disabled.at(account)) return Refuse(ask.who, "ACCOUNT_DISABLED");
  for (const auto& [number, office] : offices) {
    const bool at_the_same_time = office.account == account && (office.to == 0 || office.to >= today);
    if (!at_the_same_time) continue;
    if (office.position == position && office.unit == unit) return Refuse(ask.who, "ALREADY_EXISTS");
    if (position == v1::POSITION_ADMINISTRATOR) return Refuse(ask.who, "ADMINISTRATOR_DOES_NO_BUSINESS");
  }
  offices[static_cast<int64_t>(offices.size()) + 1] = {
      .account = account, .position = position, .unit = unit, .from = today};
  return Done();
}

// Held to the end of the day.
std::string Model::EndOffice(const Ask& ask, int64_t number) {
  if (!Holds(ask, v1::POSITION_ADMINISTRATOR)) return Refuse(ask.who, "POSITION_REQUIRED");
  const auto found = offices.find(number);
  if (found == offices.end()) return Refuse(ask.who, "NOT_FOUND");
  if (found->second.to != 0) return Refuse(ask.who, "NOTHING_TO_DO");
  if (found->second.position == v1::POSITION_ADMINISTRATOR) return Refuse(ask.who, "LAST_ADMINISTRATOR");
  found->second.to = today;
  return Done();
}

std::string Model::AdvanceClock(const Ask& ask) {
  if (!Holds(ask, v1::POSITION_STANDING_COMMITTEE_CHAIR) && !Holds(ask, v1::POSITION_ADMINISTRATOR)) {
    return Refuse(ask.who, "POSITION_REQUIRED");
  }
  return Refuse(ask.who, "NOT_DEMO");
}

// Names and keys are each of one witness in office.
std::string Model::NameWitness(const Ask& ask, const std::string& name, const std::string& key, bool decision) {
  if (!Holds(ask, v1::POSITION_STANDING_COMMITTEE_CHAIR)) return Refuse(ask.who, "POSITION_REQUIRED");
  if (!decision) return Refuse(ask.who, "DECISION_REQUIRED");
  for (const auto& [other, other_key] : witnesses) {
    if (other == name || other_key == key) return Refuse(ask.who, "ALREADY_EXISTS");
  }
  witnesses[name] = key;
  return Done();
}

std::string Model::EndWitness(const Ask& ask, const std::string& name, bool decision) {
  if (!Holds(ask, v1::POSITION_STANDING_COMMITTEE_CHAIR)) return Refuse(ask.who, "POSITION_REQUIRED");
  if (!decision) return Refuse(ask.who, "DECISION_REQUIRED");
  if (witnesses.erase(name) == 0) return Refuse(ask.who, "NOT_FOUND");
  return Done();
}

}  // namespace phancong::support
