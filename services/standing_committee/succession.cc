#include "services/standing_committee/succession.h"

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "fmt/format.h"
#include "phancong/v1/event.pb.h"
#include "services/rules/names.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/serving/fields.h"
#include "services/standing_committee/federation_named.h"
#include "storage/directory.h"
#include "storage/federations.h"
#include "storage/succession.h"
#include "storage/union_changes.h"

namespace phancong::standing_committee {
namespace {

// Ids here for ids there, each checked.
class NewIds {
 public:
  explicit NewIds(const v1::AdmitUnionsRequest& request) : renamed_(request.renamed()) {}

  absl::StatusOr<std::string> Of(serving::CommandContext& context, const std::string& id) {
    const auto renamed = renamed_.find(id);
    const std::string& now = renamed == renamed_.end() ? id : renamed->second;
    if (renamed != renamed_.end()) {
      used_.insert(id);
      if (!rules::IsUnionId(now)) {
        return rules::RefuseField("renamed", fmt::format("“{}” không làm mã đơn vị được: dùng a-z, 0-9 và dấu -", now),
                                  fmt::format("“{}” cannot be a union's id: a-z, 0-9 and - only", now));
      }
    }
    ASSIGN_OR_RETURN(const std::optional<storage::UnionRow> taken,
                     storage::FindUnion(context.tx(), context.federation(), now));
    if (taken || !given_.insert(now).second) {
      return rules::Refuse(v1::ERROR_REASON_ALREADY_EXISTS,
                           {{"name", rules::UnionName(context.actor().federation_id, now)}});
    }
    return now;
  }

  // INVALID_FIELD where somebody is renamed who does not come.
  absl::Status CheckAllUsed() const {
    for (const auto& [id, now] : renamed_) {
      if (used_.contains(id)) continue;
      return rules::RefuseField("renamed", fmt::format("không tiếp nhận đơn vị “{}” lần này", id),
                                fmt::format("union “{}” is not admitted now", id));
    }
    return absl::OkStatus();
  }

 private:
  const google::protobuf::Map<std::string, std::string>& renamed_;
  std::set<std::string> used_;
  std::set<std::string> given_;
};

// The unions of the closed federation that are neither ended nor here, as they stood when it was closed.
absl::StatusOr<v1::UnionsAdmitted> Admitted(serving::CommandContext& context, const storage::FederationRow& former,
                                            const v1::AdmitUnionsRequest& request) {
  storage::WriteTransaction& tx = context.tx();
  v1::UnionsAdmitted event;
  event.set_federation(former.id);
  const storage::AsOf as_closed{.day = former.closed_day, .known_day = former.closed_day};
  NewIds ids(request);
  ASSIGN_OR_RETURN(int64_t next_union, storage::NextUnion(tx, context.federation()));
  ASSIGN_OR_RETURN(const std::vector<storage::UnionRow> unions, storage::UnionsOn(tx, former.federation, as_closed));
  for (const storage::UnionRow& row : unions) {
    ASSIGN_OR_RETURN(const std::optional<int64_t> here,
                     storage::AdmittedFrom(tx, context.federation(), former.id, row.id));
    if (here) continue;
    ASSIGN_OR_RETURN(const rules::UnionFacts facts, storage::FactsOn(tx, former.federation, row, as_closed));
    v1::UnionsAdmitted::Admitted& one = *event.add_unions();
    one.set_predecessor(row.id);
    v1::UnionsImported::Union& admitted = *one.mutable_admitted();
    admitted.set_union_number(next_union++);
    ASSIGN_OR_RETURN(*admitted.mutable_id(), ids.Of(context, row.id));
    admitted.set_name(row.title);
    admitted.set_type(facts.type);
    admitted.set_place(row.place);
    admitted.set_founded_day(row.founded_day);
    admitted.set_sort_key(row.sort_key);
    for (const auto& [fact, value] : facts.facts) (*admitted.mutable_facts())[fact] = value;
  }
  RETURN_IF_ERROR(ids.CheckAllUsed());
  if (event.unions().empty()) {
    return rules::Refuse(v1::ERROR_REASON_NOTHING_TO_DO,
                         {{"why.vi", fmt::format("đã tiếp nhận hết các đơn vị của {}.", former.id)},
                          {"why.en", fmt::format("all unions of {} are here.", former.id)}});
  }
  return event;
}

v1::GrassrootsUnion Shown(const serving::CommandContext& context, const v1::UnionsAdmitted::Admitted& one,
                          const std::string& former) {
  const v1::UnionsImported::Union& admitted = one.admitted();
  v1::GrassrootsUnion shown;
  shown.set_name(rules::UnionName(context.actor().federation_id, admitted.id()));
  shown.set_etag(context.Etag());
  shown.set_title(admitted.name());
  shown.set_type(admitted.type());
  shown.set_place(admitted.place());
  *shown.mutable_founded_on() = rules::OptionalDateOf(admitted.founded_day());
  *shown.mutable_facts() = admitted.facts();
  shown.set_predecessor(rules::UnionName(former, one.predecessor()));
  return shown;
}

}  // namespace

absl::Status CloseFederation(serving::CommandContext& context, const v1::CloseFederationRequest& request,
                             v1::CloseFederationResponse*) {
  RETURN_IF_ERROR(rules::ParseName(request.name(), rules::NameKind::kFederation).status());
  v1::Event event;
  v1::FederationClosed& closed = *event.mutable_federation_closed();
  ASSIGN_OR_RETURN(*closed.mutable_decision_number(), serving::DecisionNumberOf(request.decision_number()));
  if (!request.successor().empty()) {
    ASSIGN_OR_RETURN(const std::optional<storage::FederationRow> successor,
                     FederationNamed(context.tx(), request.successor(), "successor"));
    if (!successor || successor->closed_day != 0 || successor->federation == context.federation()) {
      return rules::RefuseField("successor", "phải là một liên đoàn khác đang hoạt động trên máy chủ này",
                                "must be another federation of this server that is not closed");
    }
    closed.set_successor(successor->id);
  }
  return context.Emit(event);
}

absl::Status AdmitUnions(serving::CommandContext& context, const v1::AdmitUnionsRequest& request,
                         v1::AdmitUnionsResponse* response) {
  RETURN_IF_ERROR(rules::ParseName(request.parent(), rules::NameKind::kFederation, "parent").status());
  std::string decision_number;
  if (!request.validate_only()) {
    ASSIGN_OR_RETURN(decision_number, serving::DecisionNumberOf(request.decision_number()));
  }
  ASSIGN_OR_RETURN(const std::optional<storage::FederationRow> former,
                   FederationNamed(context.tx(), request.predecessor(), "predecessor"));
  // Of one that is none of ours, not even whether it exists is said.
  if (!former || former->closed_day == 0 || former->successor != context.actor().federation_id) {
    return rules::RefuseField("predecessor", "phải là một liên đoàn đã kết thúc mà liên đoàn này là nơi kế thừa",
                              "must be a closed federation of which this one is the successor");
  }
  ASSIGN_OR_RETURN(v1::UnionsAdmitted admitted, Admitted(context, *former, request));
  for (const v1::UnionsAdmitted::Admitted& one : admitted.unions()) {
    *response->add_unions() = Shown(context, one, former->id);
  }
  if (request.validate_only()) return absl::OkStatus();
  admitted.set_decision_number(decision_number);
  ASSIGN_OR_RETURN(const int64_t change, storage::NextUnionChange(context.tx(), context.federation()));
  admitted.set_change(change);
  v1::Event event;
  *event.mutable_unions_admitted() = std::move(admitted);
  return context.Emit(event);
}

}  // namespace phancong::standing_committee
