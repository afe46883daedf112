// The form of what comes in, whatever it says: looked at before anything else is.
#ifndef PHANCONG_SERVICES_SERVING_FORM_H_
#define PHANCONG_SERVICES_SERVING_FORM_H_

#include <cstddef>

#include "absl/status/status.h"
#include "google/protobuf/message.h"

namespace phancong::serving {

// Bytes of one text: 10,000 characters, the longest that any field takes, each of as many bytes as UTF-8 has.
inline constexpr size_t kTextBytes = 40'000;
// Entries of one list or map: as many as a federation has unions at most.
inline constexpr int kListEntries = 5'000;

// INVALID_FIELD, with the path of the first field that is larger than that, has a zero byte in its text, or has an
// enum's value that the contract does not have: "report.figures[3].figure"; of whatever is in a map, the map's. A whole
// file
// (`source`, and bytes such as `chunk`) is bounded by the message alone. Copies no text but that of maps; what has no
// field in the contract is not looked at.
[[nodiscard]] absl::Status CheckForm(const google::protobuf::Message& request);

}  // namespace phancong::serving

#endif  // PHANCONG_SERVICES_SERVING_FORM_H_
