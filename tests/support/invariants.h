// Truths that hold of every database that the server leaves behind, whatever was done with it. Each is checked in a way
// of its own, from the stored rows and the journal; none asks the code that wrote them, but for
// ReplayGivesTheSameTables.
#ifndef PHANCONG_TESTS_SUPPORT_INVARIANTS_H_
#define PHANCONG_TESTS_SUPPORT_INVARIANTS_H_

#include <string>
#include <vector>

#include "storage/store.h"

namespace phancong::support {

struct Invariant {
  std::string name;
  // What is not so, in words; empty where the truth holds.
  std::string (*broken)(storage::Store& store);
};

// RevisionsHaveNoHoles, TimeNeverGoesBack, OneRequestHasOneEntry, ReplayGivesTheSameTables,
// TotalsAreTheSumOfTheirLeaves, TheLastDayOfATaskIsHowItStands, EveryTaskChangeIsInTheJournal,
// EveryReopeningBeginsACycle, NobodyReviewsTheirOwnReport, NobodyReviewsAUnionWhereTheyHoldAPosition,
// NobodyVerifiesTheirOwnRemedy, TheAdministratorDoesNoBusiness, TheInspectionCommitteeNeverReviews,
// OnlyInspectorsChangeFindings.
[[nodiscard]] const std::vector<Invariant>& Invariants();

// Adds a failure to the running test for each truth that does not hold.
void CheckInvariants(storage::Store& store);

}  // namespace phancong::support

#endif  // PHANCONG_TESTS_SUPPORT_INVARIANTS_H_
