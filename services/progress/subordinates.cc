#include "services/progress/subordinates.h"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "google/protobuf/util/time_util.h"
#include "services/progress/as_of.h"
#include "services/progress/indicators.h"
#include "services/rules/names.h"
#include "services/rules/progress_sum.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/serving/encoded.h"
#include "services/serving/pages.h"
#include "storage/federations.h"
#include "storage/journal.h"
#include "storage/programmes.h"
#include "storage/rounds.h"
#include "storage/superiors.h"

namespace phancong::progress {
namespace {

// A federation, and the id of the one above it on a day; empty: none.
struct Place {
  storage::FederationRow federation;
  std::string superior;
};

// It stays right until the federation's next entry: of thousands, few have one between two looks.
absl::StatusOr<std::shared_ptr<const Place>> PlaceOf(storage::ReadTransaction& tx,
                                                     const storage::FederationRevision& at, rules::Day day) {
  tx.facts().Look(at.federation, {.journal = at.revision});
  return tx.facts().Get<Place>(storage::FactsOf::kJournal, at.federation,
                               {.what = "place below a superior", .first = day}, [&]() -> absl::StatusOr<Place> {
                                 Place place;
                                 ASSIGN_OR_RETURN(place.federation, storage::GetFederation(tx, at.federation));
                                 ASSIGN_OR_RETURN(place.superior, storage::SuperiorOn(tx, at.federation, day));
                                 return place;
                               });
}

struct Subordinate {
  std::shared_ptr<const Place> place;
  int depth = 0;

  [[nodiscard]] const storage::FederationRow& federation() const { return place->federation; }
};

// All that are below on the day, level by level. Nobody is below two, and there are no circles.
absl::StatusOr<std::vector<Subordinate>> Below(storage::ReadTransaction& tx, const std::string& superior,
                                               rules::Day day) {
  ASSIGN_OR_RETURN(const std::vector<storage::FederationRevision> all, storage::AllRevisions(tx));
  std::unordered_multimap<std::string_view, std::shared_ptr<const Place>> directly_below;
  for (const storage::FederationRevision& one : all) {
    ASSIGN_OR_RETURN(std::shared_ptr<const Place> place, PlaceOf(tx, one, day));
    const std::string_view above = place->superior;
    if (!above.empty()) directly_below.emplace(above, std::move(place));
  }
  std::vector<Subordinate> below;
  std::vector<std::string_view> level = {superior};
  for (int depth = 1; !level.empty(); ++depth) {
    const size_t first = below.size();
    for (const std::string_view above : level) {
      const auto [begin, end] = directly_below.equal_range(above);
      for (auto each = begin; each != end; ++each) below.push_back({.place = each->second, .depth = depth});
    }
    const auto deeper = below.begin() + static_cast<std::ptrdiff_t>(first);
    std::sort(deeper, below.end(),
              [](const Subordinate& a, const Subordinate& b) { return a.federation().id < b.federation().id; });
    level.clear();
    for (auto each = deeper; each != below.end(); ++each) level.push_back(each->federation().id);
  }
  return below;
}

// What is added to a sum, and to which: it has the programme's id in it.
struct Summand {
  std::string key;
  std::string programme;
  v1::IndicatorProgress progress;
};

// What is shown of one federation, but for what it is called and where it stands. It is kept as it travels: to copy the
// messages of thousands, and to encode them each time, would take longer than all the rest.
struct OfOne {
  std::string encoded;  // of SubordinateTotals
  std::vector<Summand> summands;

  [[nodiscard]] size_t HeldBytes() const {
    size_t bytes = sizeof(OfOne) + encoded.capacity();
    for (const Summand& summand : summands) {
      bytes += sizeof(Summand) + summand.key.capacity() + summand.progress.SpaceUsedLong();
    }
    return bytes;
  }
};

absl::StatusOr<OfOne> ReadTotals(storage::ReadTransaction& tx, const storage::FederationRow& federation,
                                 const std::string& round_id, rules::Day day) {
  OfOne read;
  v1::SubordinateTotals totals;
  ASSIGN_OR_RETURN(const storage::EntryMoment last, storage::LastEntryOn(tx, federation.federation, day));
  totals.set_revision(last.revision);
  *totals.mutable_moment() = google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(last.time_micros);
  ASSIGN_OR_RETURN(std::optional<storage::RoundRow> round, storage::FindRound(tx, federation.federation, round_id));
  if (round) {
    ASSIGN_OR_RETURN(round, storage::RoundAsKnown(tx, federation.federation, *std::move(round), day));
  }
  if (!round || round->state == v1::ROUND_STATE_DRAFT) {
    totals.set_no_round(true);
    read.encoded = totals.SerializeAsString();
    return read;
  }
  // A closed federation stands as it did on its last day.
  const rules::Day of = federation.closed_day == 0 ? day : std::min<rules::Day>(day, federation.closed_day);
  ASSIGN_OR_RETURN(std::vector<v1::IndicatorProgress> indicators, IndicatorsOf(tx, federation.federation, *round, of));
  ASSIGN_OR_RETURN(const storage::ProgrammeRow programme,
                   storage::GetProgramme(tx, federation.federation, round->programme_version));
  for (v1::IndicatorProgress& indicator : indicators) totals.add_indicators()->Swap(&indicator);
  read.encoded = totals.SerializeAsString();
  for (v1::IndicatorProgress& indicator : *totals.mutable_indicators()) {
    Summand& summand = read.summands.emplace_back();
    summand.key = programme.programme->id() + '\0' + rules::SummandKey(indicator);
    summand.programme = programme.programme->id();
    summand.progress.Swap(&indicator);
  }
  return read;
}

absl::StatusOr<std::shared_ptr<const OfOne>> TotalsOf(storage::ReadTransaction& tx,
                                                      const storage::FederationRow& federation,
                                                      const std::string& round_id, rules::Day day) {
  tx.facts().Look(federation.federation, {.people = federation.people_revision,
                                          .definitions = federation.definitions_revision,
                                          .journal = federation.revision});
  return tx.facts().Get<OfOne>(storage::FactsOf::kJournal, federation.federation,
                               {.what = "totals for a superior", .first = day, .text = round_id},
                               [&] { return ReadTotals(tx, federation, round_id, day); });
}

// In the order in which they first come.
class Sums {
 public:
  // What is added outlives it. Most federations have the programme of the one before: each summand is looked for where
  // that one's was.
  void Add(const std::vector<Summand>& summands) {
    last_.resize(std::max(last_.size(), summands.size()));
    for (size_t i = 0; i < summands.size(); ++i) {
      size_t& place = last_[i];
      if (place < sums_.size() && *sums_[place].key == summands[i].key) {
        sums_[place].sum.Add(summands[i].progress);
      } else {
        place = Add(summands[i]);
      }
    }
  }

  void Show(google::protobuf::RepeatedPtrField<v1::IndicatorSum>& shown) const {
    for (const Sum& each : sums_) {
      v1::IndicatorSum& sum = *shown.Add();
      sum.set_programme(each.programme);
      *sum.mutable_progress() = each.sum.Judged();
      sum.set_federations(each.sum.parts());
    }
  }

 private:
  struct Sum {
    const std::string* key;
    std::string programme;
    rules::ProgressSum sum;
  };

  size_t Add(const Summand& summand) {
    const auto [place, is_new] = places_.try_emplace(summand.key, sums_.size());
    if (is_new) {
      sums_.push_back(
          {.key = &summand.key, .programme = summand.programme, .sum = rules::ProgressSum(summand.progress)});
    } else {
      sums_[place->second].sum.Add(summand.progress);
    }
    return place->second;
  }

  std::unordered_map<std::string_view, size_t> places_;
  std::vector<Sum> sums_;
  std::vector<size_t> last_;
};

absl::Status ShowSums(storage::ReadTransaction& tx, const std::vector<Subordinate>& below, const std::string& round_id,
                      rules::Day day, v1::ListSubordinateProgressResponse& response) {
  std::vector<std::shared_ptr<const OfOne>> all;
  all.reserve(below.size());
  Sums sums;
  for (const Subordinate& one : below) {
    ASSIGN_OR_RETURN(all.emplace_back(), TotalsOf(tx, one.federation(), round_id, day));
    sums.Add(all.back()->summands);
  }
  sums.Show(*response.mutable_sums());
  return absl::OkStatus();
}

// SubordinateTotals as it travels.
absl::StatusOr<std::string> Encoded(serving::ReadContext& context, const Subordinate& one, const std::string& round_id,
                                    rules::Day day) {
  const storage::FederationRow& federation = one.federation();
  ASSIGN_OR_RETURN(const std::shared_ptr<const OfOne> of_one, TotalsOf(context.tx(), federation, round_id, day));
  v1::SubordinateTotals totals;
  totals.set_federation(rules::FederationName(federation.id));
  const bool english = context.actor().language == "en" && !federation.title_en.empty();
  totals.set_title(english ? federation.title_en : federation.title_vi);
  totals.set_depth(one.depth);
  // One half after the other is the whole message.
  std::string encoded;
  encoded.reserve(totals.ByteSizeLong() + of_one->encoded.size());
  totals.AppendToString(&encoded);
  return encoded.append(of_one->encoded);
}

// Where a federation stands in the list: its depth, then its id.
constexpr size_t kKeyNumbers = 1;

serving::PageKey KeyOf(const Subordinate& one) { return {.numbers = {one.depth}, .bytes = one.federation().id}; }

size_t FirstOf(const serving::Page& page, const std::vector<Subordinate>& below) {
  if (!page.after) return 0;
  const auto after = std::pair(page.after->numbers[0], std::string_view(page.after->bytes));
  return std::partition_point(below.begin(), below.end(),
                              [&](const Subordinate& one) {
                                return std::pair<int64_t, std::string_view>(one.depth, one.federation().id) <= after;
                              }) -
         below.begin();
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
  ASSIGN_OR_RETURN(const serving::Page page, serving::PageOf(request, kKeyNumbers));
  ASSIGN_OR_RETURN(const rules::Day day, DayShown(context, request.as_of_date()));
  *response->mutable_as_of_date() = rules::DateOf(day);
  ASSIGN_OR_RETURN(const std::vector<Subordinate> below, Below(context.tx(), context.actor().federation_id, day));
  if (!page.after) RETURN_IF_ERROR(ShowSums(context.tx(), below, parent.id, day, *response));
  size_t bytes = 0;
  for (size_t i = FirstOf(page, below), end = std::min(below.size(), i + page.size); i < below.size(); ++i) {
    if (i == end || bytes > serving::kPageBytes) {
      response->set_next_page_token(serving::PageTokenOf(request, KeyOf(below[i - 1])));
      break;
    }
    ASSIGN_OR_RETURN(std::string encoded, Encoded(context, below[i], parent.id, day));
    bytes += encoded.size();
    serving::AddEncoded(*response, v1::ListSubordinateProgressResponse::kFederationsFieldNumber, std::move(encoded));
  }
  return absl::OkStatus();
}

}  // namespace phancong::progress
