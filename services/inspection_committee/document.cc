#include "services/inspection_committee/document.h"

#include "services/rules/propagate.h"
#include "services/tasks/report.h"

namespace phancong::inspection_committee {

absl::StatusOr<Document> DocumentOf(const v1::DocumentReference& document) {
  ASSIGN_OR_RETURN(const v1::DocumentReference received, tasks::ReceivedDocument(document, "document"));
  const rules::Day day = rules::DayOf(received.date()).value_or(0);
  return Document{.given = !received.number().empty() && day != 0,
                  .number = received.number(),
                  .day = day,
                  .issuer = received.issuer()};
}

}  // namespace phancong::inspection_committee
