#include "services/serving/reads.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "absl/time/time.h"
#include "services/rules/dates.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/serving/admission.h"
#include "services/serving/form.h"
#include "storage/federations.h"

namespace phancong::serving {
namespace {

absl::Status CheckMinRevision(const ReadCall& call, int64_t revision) {
  if (call.method->min_revision == nullptr) return absl::OkStatus();
  const int64_t wanted = call.request->GetReflection()->GetInt64(*call.request, call.method->min_revision);
  if (wanted <= revision) return absl::OkStatus();
  return rules::Refuse(v1::ERROR_REASON_REVISION_AHEAD, {{"revision", std::to_string(revision)}});
}

// A federation as a snapshot has it, and its zone.
struct Looked {
  storage::FederationRow federation;
  absl::TimeZone zone;
};

absl::StatusOr<std::shared_ptr<const Looked>> Look(storage::ReadTransaction& tx, storage::FederationRow federation) {
  Looked looked;
  if (!absl::LoadTimeZone(federation.time_zone, &looked.zone)) {
    return absl::InternalError("the time zone " + federation.time_zone + " is unknown on this machine");
  }
  const storage::RowKey key = {federation.federation};
  tx.facts().Look(federation.federation, {.people = federation.people_revision,
                                          .definitions = federation.definitions_revision,
                                          .journal = federation.revision});
  looked.federation = std::move(federation);
  tx.facts().Note(key, std::move(looked));
  return tx.facts().Noted<Looked>(key);
}

// A snapshot may have been looked at by the read before, for the same federation.
absl::StatusOr<std::shared_ptr<const Looked>> LookAt(storage::ReadTransaction& tx, int64_t federation) {
  if (std::shared_ptr<const Looked> looked = tx.facts().Noted<Looked>({federation})) return looked;
  ASSIGN_OR_RETURN(storage::FederationRow row, storage::GetFederation(tx, federation));
  return Look(tx, std::move(row));
}

// The caller's own; of what is public, the one that is named.
absl::StatusOr<std::shared_ptr<const Looked>> LookAtOwn(storage::ReadTransaction& tx, const ReadCall& call,
                                                        const rules::ResourceName& resource) {
  if (!call.method->is_public) return LookAt(tx, call.actor.federation);
  ASSIGN_OR_RETURN(storage::FederationRow row, storage::FindFederation(tx, resource.federation));
  return Look(tx, std::move(row));
}

}  // namespace

void Reads::Run(ReadCall call) {
  if (const absl::Status form = CheckForm(*call.request); !form.ok()) return call.done(form);
  // To wake another thread costs as much as such a read does.
  if (call.length == ReadLength::kShort && pool_.DoHere([&] { Do(call); })) return;
  const Pool::Turn turn = call.method->is_public ? Pool::Turn::kUsual : Pool::Turn::kFirst;
  auto shared = std::make_shared<ReadCall>(std::move(call));
  const absl::Status taken = pool_.Submit([this, shared] { Do(*shared); }, turn);
  if (!taken.ok()) shared->done(taken);
}

void Reads::Do(ReadCall& call) const {
  if (call.abandoned && call.abandoned()) return call.done(absl::CancelledError());
  const absl::Status answered = store_.Read([&](storage::ReadTransaction& tx) { return Answer(tx, call); });
  call.done(answered);
}

absl::Status Reads::Answer(storage::ReadTransaction& tx, ReadCall& call) const {
  ASSIGN_OR_RETURN(const rules::ResourceName resource, ResourceOf(*call.method, *call.request));
  ASSIGN_OR_RETURN(std::shared_ptr<const Looked> looked, LookAtOwn(tx, call, resource));
  const storage::FederationRow& own = looked->federation;
  const int64_t time = own.demo ? own.entry_time : std::max(clock_.NowMicros(), own.entry_time);
  const rules::Day today = rules::LocalDay(time, looked->zone);
  rules::Reach reach;
  if (call.method->is_public) {
    call.actor.federation = own.federation;
    call.actor.federation_id = own.id;
  } else {
    ASSIGN_OR_RETURN(reach, Admit(tx, *call.method, resource, today, call.actor));
  }
  // A reader of a closed federation's history: admission made them one of that federation.
  if (call.actor.federation != own.federation) {
    ASSIGN_OR_RETURN(looked, LookAt(tx, call.actor.federation));
  }
  const storage::FederationRow& federation = looked->federation;
  RETURN_IF_ERROR(CheckMinRevision(call, federation.revision));
  // Where a federation is closed, what was open stays as it stood on that day.
  const rules::Day shown_day = federation.closed_day != 0 ? federation.closed_day : today;
  ReadContext context(tx, call.actor, reach, shown_day, time, federation.revision);
  if (call.response != nullptr) call.response->Clear();
  return call.body(context);
}

}  // namespace phancong::serving
