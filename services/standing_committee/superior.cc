#include "services/standing_committee/superior.h"

#include <optional>
#include <string>

#include "fmt/format.h"
#include "phancong/v1/event.pb.h"
#include "services/rules/names.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/serving/fields.h"
#include "services/standing_committee/federation_named.h"
#include "storage/superiors.h"

namespace phancong::standing_committee {
namespace {

// Whether going up from `federation` leads to `own`.
absl::StatusOr<bool> IsBelow(serving::CommandContext& context, storage::FederationRow federation,
                             const std::string& own) {
  while (federation.id != own) {
    ASSIGN_OR_RETURN(const std::string above,
                     storage::SuperiorOn(context.tx(), federation.federation, context.today()));
    if (above.empty()) return false;
    ASSIGN_OR_RETURN(federation, storage::FindFederation(context.tx(), above));
  }
  return true;
}

}  // namespace

absl::Status SetSuperior(serving::CommandContext& context, const v1::SetSuperiorRequest& request,
                         v1::SetSuperiorResponse* response) {
  RETURN_IF_ERROR(rules::ParseName(request.parent(), rules::NameKind::kFederation, "parent").status());
  v1::Event event;
  v1::SuperiorSet& set = *event.mutable_superior_set();
  ASSIGN_OR_RETURN(*set.mutable_decision_number(), serving::DecisionNumberOf(request.decision_number()));
  if (!request.superior().empty()) {
    ASSIGN_OR_RETURN(const std::optional<storage::FederationRow> superior,
                     FederationNamed(context.tx(), request.superior(), "superior"));
    bool fit = superior.has_value() && superior->closed_day == 0;
    if (fit) {
      ASSIGN_OR_RETURN(const bool below, IsBelow(context, *superior, context.actor().federation_id));
      fit = !below;
    }
    if (!fit) {
      return rules::RefuseField(
          "superior", "phải là một liên đoàn khác đang hoạt động trên máy chủ này và không thuộc liên đoàn này",
          "must be another federation of this server that is not closed, and not below this one");
    }
    set.set_superior(superior->id);
  }
  ASSIGN_OR_RETURN(const std::string now, storage::SuperiorOn(context.tx(), context.federation(), context.today()));
  if (now == set.superior()) {
    return rules::Refuse(v1::ERROR_REASON_NOTHING_TO_DO,
                         {{"why.vi", now.empty() ? "liên đoàn này không thuộc cấp trên nào trên máy chủ này."
                                                 : fmt::format("cấp trên đã là {}.", now)},
                          {"why.en", now.empty() ? "this federation belongs to none on this server."
                                                 : fmt::format("the superior is {} already.", now)}});
  }
  RETURN_IF_ERROR(context.Emit(event));
  if (!set.superior().empty()) response->set_superior(rules::FederationName(set.superior()));
  return absl::OkStatus();
}

}  // namespace phancong::standing_committee
