#include "services/serving/command.h"

#include <algorithm>
#include <utility>

#include "services/rules/canonical_bytes.h"
#include "services/rules/dates.h"
#include "services/rules/merkle.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "storage/apply.h"

namespace phancong::serving {
namespace {

bool HoldsAny(const std::vector<rules::PositionFact>& positions, bool (*kind)(v1::Position)) {
  return std::any_of(positions.begin(), positions.end(),
                     [&](const rules::PositionFact& fact) { return kind(fact.position); });
}

}  // namespace

bool Actor::HoldsStandingCommittee() const { return HoldsAny(positions, rules::IsStandingCommittee); }

bool Actor::HoldsStandingCommitteeHead() const { return HoldsAny(positions, rules::IsStandingCommitteeHead); }

bool Actor::HasInterestIn(int64_t union_number) const {
  return union_number != 0 && std::any_of(interests.begin(), interests.end(), [&](const rules::PositionFact& fact) {
           return fact.union_number == union_number;
         });
}

bool Actor::Holds(v1::Position position, int64_t union_number) const {
  return std::any_of(positions.begin(), positions.end(), [&](const rules::PositionFact& fact) {
    return fact.position == position && fact.union_number == union_number;
  });
}

CommandContext::CommandContext(storage::WriteTransaction& tx, const Actor& actor, const rules::Reach& reach,
                               storage::EntryContext& entry, Entropy& entropy, int64_t real_now_micros)
    : tx_(tx), actor_(actor), reach_(reach), entry_(entry), entropy_(entropy), real_now_micros_(real_now_micros) {}

v1::Text CommandContext::Keep(std::string_view text) {
  v1::Text kept;
  if (text.empty()) return kept;
  storage::KeptText row;
  row.salt = entropy_.Bytes(rules::kSaltBytes);
  row.text = text;
  row.digest = rules::SaltedDigest(row.salt, row.text);
  kept.set_digest(row.digest);
  entry_.texts[row.digest] = row.text;
  texts_.push_back(std::move(row));
  return kept;
}

absl::Status CommandContext::Emit(const v1::Event& event) {
  if (event.has_clock_advanced()) {
    // The entry that advances the clock is the first of the new time, for Apply now and for every replay.
    entry_.time_micros = event.clock_advanced().time_micros();
    entry_.day = rules::LocalDay(entry_.time_micros, entry_.zone);
  }
  RETURN_IF_ERROR(storage::Apply(tx_, entry_, event));
  events_.push_back({.salt = entropy_.Bytes(rules::kSaltBytes), .bytes = rules::CanonicalBytes(event)});
  return absl::OkStatus();
}

absl::Status CheckEtag(std::string_view etag, int64_t revision, std::string_view name) {
  if (etag.empty() || etag == std::to_string(revision)) return absl::OkStatus();
  return rules::Refuse(v1::ERROR_REASON_STALE, {{"name", std::string(name)}});
}

}  // namespace phancong::serving
