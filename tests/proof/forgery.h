// What somebody can make of a pack who knows every rule of it, and does not have the journal's key.
#ifndef PHANCONG_TESTS_PROOF_FORGERY_H_
#define PHANCONG_TESTS_PROOF_FORGERY_H_

#include <string>
#include <vector>

#include "client/proof/pack.h"
#include "phancong/v1/event.pb.h"
#include "phancong/v1/journal_service.pb.h"

namespace phancong::proof_test {

// entries.binpb, taken apart and put together.
[[nodiscard]] std::vector<v1::StoredEntry> EntriesIn(const proof::Files& files);
[[nodiscard]] std::string EntriesFile(const std::vector<v1::StoredEntry>& entries);

// pack.txt names the files as they are now.
void NameFiles(proof::Files& files);

// An event as it is stored, with its digest, leaf and root to follow.
void PutEvent(const v1::Event& event, v1::StoredEntry::StoredEvent& stored);

// The pack with these entries, numbered anew, and everything that follows from them computed again: what seals froze,
// figures, tables, the root that the checkpoint says, pack.txt. Signatures stay as they were.
[[nodiscard]] proof::Files Forged(const proof::Files& files, std::vector<v1::StoredEntry> entries);

// The same with a key of the forger's own in the place of the journal's, by which the checkpoint is signed.
[[nodiscard]] proof::Files ForgedWithAnotherKey(const proof::Files& files, std::vector<v1::StoredEntry> entries);

}  // namespace phancong::proof_test

#endif  // PHANCONG_TESTS_PROOF_FORGERY_H_
