#include "services/progress/subordinates.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "google/protobuf/util/time_util.h"
#include "services/progress/as_of.h"
#include "services/progress/indicators.h"
#include "services/rules/names.h"
#include "services/rules/progress_sum.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "storage/federations.h"
#include "storage/journal.h"
#include "storage/programmes.h"
#include "storage/rounds.h"
#include "storage/superiors.h"

namespace phancong::progress {
namespace {

struct Subordinate {
  storage::FederationRow federation;
  int depth = 0;
};

// All that are below on the day, level by level. Nobody is below two, and there are no circles.
absl::StatusOr<std::vector<Subordinate>> Below(storage::ReadTransaction& tx, const std::string& superior,
                                               rules::Day day) {
  using Superiors = std::map<int64_t, std::string>;
  ASSIGN_OR_RETURN(const Superiors superiors, storage::SuperiorsOn(tx, day));
  std::multimap<std::string, int64_t> directly_below;
  for (const auto& [federation, above] : superiors) directly_below.emplace(above, federation);
  ASSIGN_OR_RETURN(std::vector<storage::FederationRow> rows, storage::ListFederations(tx));
  std::map<int64_t, storage::FederationRow> federations;
  for (storage::FederationRow& row : rows) federations.emplace(row.federation, std::move(row));
  std::vector<Subordinate> below;
  std::vector<std::string> level = {superior};
  for (int depth = 1; !level.empty(); ++depth) {
    const size_t first = below.size();
    for (const std::string& above : level) {
      const auto [begin, end] = directly_below.equal_range(above);
      for (auto each = begin; each != end; ++each) {
        below.push_back({.federation = federations.at(each->second), .depth = depth});
      }
    }
    const auto deeper = below.begin() + static_cast<std::ptrdiff_t>(first);
    std::sort(deeper, below.end(),
              [](const Subordinate& a, const Subordinate& b) { return a.federation.id < b.federation.id; });
    level.clear();
    for (auto each = deeper; each != below.end(); ++each) level.push_back(each->federation.id);
  }
  return below;
}

// What is shown of one federation, but for what it is called and where it stands; and its programme.
struct OfOne {
  v1::SubordinateTotals totals;
  std::string programme;
};

absl::StatusOr<OfOne> ReadTotals(storage::ReadTransaction& tx, const storage::FederationRow& federation,
                                 const std::string& round_id, rules::Day day) {
  OfOne read;
  ASSIGN_OR_RETURN(const storage::EntryMoment last, storage::LastEntryOn(tx, federation.federation, day));
  read.totals.set_revision(last.revision);
  *read.totals.mutable_moment() = google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(last.time_micros);
  ASSIGN_OR_RETURN(std::optional<storage::RoundRow> round, storage::FindRound(tx, federation.federation, round_id));
  if (round) {
    ASSIGN_OR_RETURN(round, storage::RoundAsKnown(tx, federation.federation, *std::move(round), day));
  }
  if (!round || round->state == v1::ROUND_STATE_DRAFT) {
    read.totals.set_no_round(true);
    return read;
  }
  // A closed federation stands as it did on its last day.
  const rules::Day of = federation.closed_day == 0 ? day : std::min<rules::Day>(day, federation.closed_day);
  ASSIGN_OR_RETURN(const std::vector<v1::IndicatorProgress> indicators,
                   IndicatorsOf(tx, federation.federation, *round, of));
  ASSIGN_OR_RETURN(const storage::ProgrammeRow programme,
                   storage::GetProgramme(tx, federation.federation, round->programme_version));
  read.programme = programme.programme->id();
  read.totals.mutable_indicators()->Add(indicators.begin(), indicators.end());
  return read;
}

// Each federation's answer stays right until its next entry: of thousands, few have one between two looks.
absl::StatusOr<std::shared_ptr<const OfOne>> TotalsOf(storage::ReadTransaction& tx,
                                                      const storage::FederationRow& federation,
                                                      const std::string& round_id, rules::Day day) {
  tx.facts().Look(federation.federation, federation.revision, federation.revision);
  return tx.facts().Get<OfOne>(storage::FactsOf::kDefinitions, federation.federation,
                               {.what = "totals for a superior", .first = day, .text = round_id},
                               [&] { return ReadTotals(tx, federation, round_id, day); });
}

using Sums = std::vector<v1::IndicatorSum>;

void Add(const std::string& programme, const v1::IndicatorProgress& part, std::map<std::string, size_t>& places,
         Sums& sums) {
  const auto [place, added] = places.try_emplace(programme + '\0' + rules::SummandKey(part), sums.size());
  if (added) sums.emplace_back().set_programme(programme);
  v1::IndicatorSum& sum = sums[place->second];
  rules::AddProgress(part, *sum.mutable_progress());
  sum.set_federations(sum.federations() + 1);
}

}  // namespace

absl::Status ListSubordinateProgress(serving::ReadContext& context, const v1::ListSubordinateProgressRequest& request,
                                     v1::ListSubordinateProgressResponse* response) {
  ASSIGN_OR_RETURN(const rules::ResourceName parent,
                   rules::ParseName(request.parent(), rules::NameKind::kRound, "parent"));
  if (parent.id == "-") {
    return rules::RefuseField("parent", "phải ghi một đợt giao, như rounds/2025",
                              "names one round, such as rounds/2025");
  }
  ASSIGN_OR_RETURN(const rules::Day day, DayShown(context, request.as_of_date()));
  *response->mutable_as_of_date() = rules::DateOf(day);
  ASSIGN_OR_RETURN(const std::vector<Subordinate> below, Below(context.tx(), context.actor().federation_id, day));
  std::map<std::string, size_t> places;
  Sums sums;
  for (const auto& [federation, depth] : below) {
    ASSIGN_OR_RETURN(const std::shared_ptr<const OfOne> of_one, TotalsOf(context.tx(), federation, parent.id, day));
    v1::SubordinateTotals& totals = *response->add_federations();
    totals = of_one->totals;
    totals.set_federation(rules::FederationName(federation.id));
    const bool english = context.actor().language == "en" && !federation.title_en.empty();
    totals.set_title(english ? federation.title_en : federation.title_vi);
    totals.set_depth(depth);
    for (const v1::IndicatorProgress& indicator : totals.indicators()) Add(of_one->programme, indicator, places, sums);
  }
  response->mutable_sums()->Add(sums.begin(), sums.end());
  return absl::OkStatus();
}

}  // namespace phancong::progress
