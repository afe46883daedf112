// Another federation of this server, by its resource name in a request.
#ifndef PHANCONG_SERVICES_STANDING_COMMITTEE_FEDERATION_NAMED_H_
#define PHANCONG_SERVICES_STANDING_COMMITTEE_FEDERATION_NAMED_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "storage/federations.h"
#include "storage/store.h"

namespace phancong::standing_committee {

// Nothing where there is no such federation. INVALID_FIELD on `field` where it is no federation's name.
[[nodiscard]] absl::StatusOr<std::optional<storage::FederationRow>> FederationNamed(storage::ReadTransaction& tx,
                                                                                    const std::string& name,
                                                                                    const std::string& field);

}  // namespace phancong::standing_committee

#endif  // PHANCONG_SERVICES_STANDING_COMMITTEE_FEDERATION_NAMED_H_
