// Which files a programme takes as evidence. Pure.
#ifndef PHANCONG_SERVICES_RULES_EVIDENCE_RULES_H_
#define PHANCONG_SERVICES_RULES_EVIDENCE_RULES_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "phancong/v1/programme.pb.h"

namespace phancong::rules {

// Of one file, in bytes: the programme's, or 20 MiB.
[[nodiscard]] int64_t GreatestEvidence(const v1::Programme& programme);
// TOO_LARGE with the limit as people say it ("20 MiB", "1.500 byte").
[[nodiscard]] absl::Status CheckEvidenceSize(const v1::Programme& programme, int64_t size);

// The programme's; or PDF, JPEG, PNG, TIFF and the office formats ODF and OOXML.
[[nodiscard]] std::vector<std::string> EvidenceTypes(const v1::Programme& programme);
// FILE_TYPE where `media_type`, as found in the content, is not one of them.
[[nodiscard]] absl::Status CheckEvidenceType(const v1::Programme& programme, std::string_view media_type);

// The last part of a path of any system, without characters that are no text and white space at its ends; cut to 200
// characters, the ending kept. Empty where nothing is left ("..", "a/").
[[nodiscard]] std::string PlainFileName(std::string_view file_name);

}  // namespace phancong::rules

#endif  // PHANCONG_SERVICES_RULES_EVIDENCE_RULES_H_
