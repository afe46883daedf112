// Who may call what, as a table that people read: of the contract's own declarations, the only such list.
#ifndef PHANCONG_SERVICES_SERVING_ACCESS_TABLE_H_
#define PHANCONG_SERVICES_SERVING_ACCESS_TABLE_H_

#include <string>

namespace phancong::serving {

// Markdown, in "vi" or "en": a section for each service, a row for each of its methods in the order of the contract, a
// column for each position, and in it how far a holder of that position reaches. What deploy/ACCESS.md holds.
[[nodiscard]] std::string AccessTable(const std::string& language);

}  // namespace phancong::serving

#endif  // PHANCONG_SERVICES_SERVING_ACCESS_TABLE_H_
