// The document by which a step of an inspection is taken.
#ifndef PHANCONG_SERVICES_INSPECTION_COMMITTEE_DOCUMENT_H_
#define PHANCONG_SERVICES_INSPECTION_COMMITTEE_DOCUMENT_H_

#include <string>

#include "absl/status/statusor.h"
#include "phancong/v1/vocabulary.pb.h"
#include "services/rules/dates.h"

namespace phancong::inspection_committee {

struct Document {
  // It has a number and a date.
  bool given = false;
  std::string number;
  rules::Day day = 0;
  std::string issuer;
};

// Of a request's field `document`: texts normalised. INVALID_FIELD where a text is too long or the date does not exist.
[[nodiscard]] absl::StatusOr<Document> DocumentOf(const v1::DocumentReference& document);

}  // namespace phancong::inspection_committee

#endif  // PHANCONG_SERVICES_INSPECTION_COMMITTEE_DOCUMENT_H_
