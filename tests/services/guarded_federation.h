// A federation in which everything private is there, of everybody, each thing with a text of its own that stands
// nowhere else: what one person must not see of another's affairs is searched for by that text.
//
// Two unions of the same type have lived through the same: `own`, whose chair and officer the tests look through, and
// `other`. Beside them: the federation's own affairs; an inspection of `own` that nobody has told it of, and another
// with a finding that is still a draft; a neighbour federation on the same server, a superior, and a predecessor that
// is closed, from which the union `admitted` came, and another union did not.
#ifndef PHANCONG_TESTS_SERVICES_GUARDED_FEDERATION_H_
#define PHANCONG_TESTS_SERVICES_GUARDED_FEDERATION_H_

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "services/rules/names.h"
#include "tests/support/elsewhere.h"
#include "tests/support/world.h"

namespace phancong::services_test {

// Whose affair a secret is.
enum class Whose {
  kOwn,         // of the union `own`: its people, and the committees
  kOther,       // of the union `other`
  kCommittees,  // of the Standing, Inspection and Executive Committees
  kInspectors,  // of the Inspection Committee alone
  kRecipients,  // of the committees, and of those that reports are sent to
  kSelf,        // of one person
  kNeighbour,   // of another federation
  kTakenOver,   // of the predecessor's union that was admitted
  kLeftBehind,  // of another union of the predecessor
};

struct Secret {
  Whose whose;
  std::string text;
  std::string account;  // kSelf: whose
};

// Names of things that are really there, by kind.
using Names = std::map<rules::NameKind, std::string>;

class GuardedFederation {
 public:
  GuardedFederation();

  support::World world;
  support::Elsewhere neighbour;    // federations/quang-binh
  support::Elsewhere superior;     // federations/ha-giang
  support::Elsewhere predecessor;  // federations/vi-xuyen

  const std::string own = "truong-dong-yen";
  const std::string other = "ubnd-tan-quang";
  const std::string admitted = "truong-vi-xuyen";

  // By whom a name is: the two unions, the federation itself as an assignee, what is nobody's in particular, the
  // neighbour, and the predecessor's union that was admitted and the one that was not.
  Names of_own;
  Names of_other;
  Names of_federation;
  Names whole;
  Names of_neighbour;
  Names of_admitted;
  Names of_left_behind;
  // Other tasks of both unions, and a round that is a draft.
  std::vector<std::pair<rules::NameKind, std::string>> more;
  // Inspections of `own` that it does not know of, and its findings that are drafts.
  std::vector<std::string> hidden;

  // Names of unions are among them.
  [[nodiscard]] const std::vector<Secret>& secrets() const { return secrets_; }

 private:
  // A text, or a number, that stands nowhere else.
  std::string Text(Whose whose, const std::string& what);
  std::string MailAddress(const support::Person& person);
  int64_t Number(Whose whose);

  void IsIssued();
  void IsDrafted();
  void LivesThrough(const std::string& unit, Whose whose, Names& names);
  void AreHandedOver();
  void IsInspected(const std::string& unit, Whose whose, Names& names);
  void IsRated(const std::string& unit, Whose whose);
  void InspectsInSecret();
  void DoesItsOwn();
  void LivesElsewhere();
  std::string Uploads(support::Person& person, const std::string& parent, Whose whose);

  std::vector<Secret> secrets_;
};

}  // namespace phancong::services_test

#endif  // PHANCONG_TESTS_SERVICES_GUARDED_FEDERATION_H_
