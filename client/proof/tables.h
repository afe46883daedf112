// The files of a pack that follow from its entries, byte for byte. What each of them says is laid down in README.md.
#ifndef PHANCONG_CLIENT_PROOF_TABLES_H_
#define PHANCONG_CLIENT_PROOF_TABLES_H_

#include <string>
#include <string_view>

#include "client/proof/notes.h"
#include "client/proof/record.h"

namespace phancong::proof {

// Every file that was uploaded as evidence.
[[nodiscard]] std::string EvidenceCsv(const Record& record);
// Of the inspection plan of a year: whom it could be drawn from, by which seed, and who was drawn.
[[nodiscard]] std::string PopulationsCsv(const Record& record, std::string_view year);
[[nodiscard]] std::string SeedsCsv(const Record& record, std::string_view year);
[[nodiscard]] std::string SamplesCsv(const Record& record, std::string_view year);

[[nodiscard]] Key KeyOf(const JournalKey& key, const std::string& origin);
[[nodiscard]] Key KeyOf(const Witness& witness);
[[nodiscard]] std::string KeysText(const Record& record, const std::string& origin);
[[nodiscard]] std::string WitnessesText(const Record& record);

}  // namespace phancong::proof

#endif  // PHANCONG_CLIENT_PROOF_TABLES_H_
