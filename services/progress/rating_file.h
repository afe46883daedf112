// The file of a rating: all that rating a union looks at, and how it is shown. The one loader for every room.
#ifndef PHANCONG_SERVICES_PROGRESS_RATING_FILE_H_
#define PHANCONG_SERVICES_PROGRESS_RATING_FILE_H_

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "phancong/v1/event.pb.h"
#include "phancong/v1/programme.pb.h"
#include "phancong/v1/rating.pb.h"
#include "services/rules/rating.h"
#include "services/rules/rating_machine.h"
#include "services/serving/command.h"
#include "storage/directory.h"
#include "storage/ratings.h"
#include "storage/rounds.h"
#include "storage/store.h"

namespace phancong::progress {

struct RatingFile {
  // federations/{federation}/unions/{union}/ratings/{year}.
  std::string name;
  storage::UnionRow grassroots_union;
  storage::RoundRow round;
  // As the round has it.
  std::shared_ptr<const v1::Programme> programme;
  // Nothing: it was not rated yet.
  std::optional<storage::RatingRow> row;
  // The criteria as the union's tasks stand today.
  std::vector<rules::CriterionAssessment> criteria;
  // 0: the union is old enough.
  rules::Day too_young_until = 0;

  [[nodiscard]] v1::RatingState state() const { return row ? row->state : v1::RATING_STATE_UNSPECIFIED; }
  [[nodiscard]] const v1::RatingRules& rating_rules() const { return programme->rating(); }
};

enum class RatingView { kWithLines, kWithoutLines };

// Opens files within one transaction. Not kept beyond the body that makes it.
class RatingFiles {
 public:
  explicit RatingFiles(serving::CommandContext& context);
  explicit RatingFiles(serving::ReadContext& context);
  RatingFiles(const RatingFiles&) = delete;
  RatingFiles& operator=(const RatingFiles&) = delete;

  // By the rating's resource name. INVALID_FIELD where it is not one, or not of a year; NOT_FOUND where there is no
  // such union or round; ROUND_STATE where that is not issued.
  [[nodiscard]] absl::StatusOr<RatingFile> Open(const std::string& name);
  // The same, and STALE where an etag is given that is not the rating's.
  [[nodiscard]] absl::StatusOr<RatingFile> OpenForChange(const std::string& name, const std::string& etag);
  // Of a union in a year's round that is issued or sealed.
  [[nodiscard]] absl::StatusOr<RatingFile> Open(const storage::UnionRow& grassroots_union,
                                                const storage::RoundRow& round, std::optional<storage::RatingRow> row);

  // Until it is decided, what is computed is as the tasks stand today, and what is missing to the next level is what
  // still may count; then points and level stay as they were decided, and what is missing is what was. The tasks are
  // always as they stand today.
  [[nodiscard]] absl::StatusOr<v1::Rating> Show(const RatingFile& file, RatingView view);
  // As it stands now, after what was emitted.
  [[nodiscard]] absl::StatusOr<v1::Rating> Show(const std::string& name);

 private:
  absl::StatusOr<std::vector<rules::RatedTask>> TasksOf(const storage::RoundRow& round, int64_t union_number);
  absl::StatusOr<std::string> ItemId(int64_t item);
  absl::StatusOr<std::string> AccountName(int64_t account);

  storage::ReadTransaction& tx_;
  const int64_t federation_;
  const std::string federation_id_;
  const rules::Day today_;

  std::optional<std::map<int64_t, std::vector<rules::Day>>> reformed_days_;
  std::map<int64_t, std::string> item_ids_;
  std::map<int64_t, std::string> account_names_;
};

// The round, if it is of a year of its programme, and issued or sealed: INVALID_FIELD on `field`, ROUND_STATE.
[[nodiscard]] absl::Status RequireRatedRound(const storage::RoundRow& round, const v1::Programme& programme,
                                             const std::string& field);

// Points of a request, with their reasons normalised.
struct ReceivedPoints {
  std::vector<rules::GivenPoints> given;
  // By criterion.
  std::map<std::string, std::string> reasons;
};
// INVALID_FIELD under points[i].reason, and under "points" where there are more than any programme has criteria.
[[nodiscard]] absl::StatusOr<ReceivedPoints> ReceivePoints(
    const google::protobuf::RepeatedPtrField<v1::CriterionPoints>& points);

// Points by criterion of the file, as PointsFrom. NOTHING_TO_DO where the programme has no criteria, or none applies.
[[nodiscard]] absl::StatusOr<std::vector<int64_t>> PointsOfFile(const RatingFile& file, const ReceivedPoints& received,
                                                                rules::PointsOf whose);

// How the rating stands for the machine; `in_being` is OK.
[[nodiscard]] rules::RatingStanding StandingOf(const RatingFile& file);
// How the actor stands to it: both persons, where one acts for another.
[[nodiscard]] rules::RatingParticipant ParticipantOf(const RatingFile& file, const serving::Actor& actor);

// As it is kept in an event: reasons apart. The event that names it must be emitted.
[[nodiscard]] v1::RatingFacts Keep(serving::CommandContext& context, const RatingFile& file,
                                   const std::vector<int64_t>& points, const ReceivedPoints& received);

}  // namespace phancong::progress

#endif  // PHANCONG_SERVICES_PROGRESS_RATING_FILE_H_
