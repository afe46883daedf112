// Handing an error on to the caller.
#ifndef PHANCONG_SERVICES_RULES_PROPAGATE_H_
#define PHANCONG_SERVICES_RULES_PROPAGATE_H_

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

// Returns from the calling function where `expression` (an absl::Status) is not OK.
#define RETURN_IF_ERROR(expression)                                          \
  do {                                                                       \
    if (absl::Status status_ = (expression); !status_.ok()) return status_; \
  } while (false)

#define PHANCONG_CONCAT_INNER(a, b) a##b
#define PHANCONG_CONCAT(a, b) PHANCONG_CONCAT_INNER(a, b)

// Assigns the value of `expression` (an absl::StatusOr) to `target`, or returns its error.
#define ASSIGN_OR_RETURN(target, expression) \
  ASSIGN_OR_RETURN_INNER(PHANCONG_CONCAT(status_or_, __LINE__), target, expression)
#define ASSIGN_OR_RETURN_INNER(status_or, target, expression) \
  auto status_or = (expression);                              \
  if (!status_or.ok()) return status_or.status();             \
  target = *std::move(status_or)

#endif  // PHANCONG_SERVICES_RULES_PROPAGATE_H_
