#include "services/grassroots_union/rate_self.h"

#include <cstdint>
#include <string>
#include <vector>

#include "phancong/v1/event.pb.h"
#include "services/progress/rating_file.h"
#include "services/rules/propagate.h"
#include "services/rules/rating.h"
#include "services/rules/rating_machine.h"
#include "services/rules/union_change.h"
#include "services/tasks/free_text.h"

namespace phancong::grassroots_union {

absl::Status SubmitSelfRating(serving::CommandContext& context, const v1::SubmitSelfRatingRequest& request,
                              v1::SubmitSelfRatingResponse* response) {
  progress::RatingFiles files(context);
  ASSIGN_OR_RETURN(const progress::RatingFile file, files.OpenForChange(request.name(), request.etag()));
  ASSIGN_OR_RETURN(const std::string narrative,
                   tasks::FreeTextOf(request.narrative(), "narrative", tasks::kNarrativeLength));
  ASSIGN_OR_RETURN(const progress::ReceivedPoints received, progress::ReceivePoints(request.points()));
  const absl::StatusOr<std::vector<int64_t>> points = progress::PointsOfFile(file, received, rules::PointsOf::kClaim);
  rules::RatingStanding standing = progress::StandingOf(file);
  standing.in_being =
      rules::CheckNotEnded(file.grassroots_union.title, file.grassroots_union.ended_day, context.today());
  rules::RatingProposal proposal{.fit = points.status()};
  if (points.ok()) proposal.unexplained = rules::Unexplained(file.criteria, {}, *points, received.given);
  RETURN_IF_ERROR(
      rules::Decide(rules::RatingCommand::kRateSelf, standing, progress::ParticipantOf(file, context.actor()), proposal)
          .status());
  v1::Event event;
  v1::SelfRatingSubmitted& submitted = *event.mutable_self_rating_submitted();
  submitted.set_union_number(file.grassroots_union.union_number);
  submitted.set_round_number(file.round.round);
  *submitted.mutable_facts() = progress::Keep(context, file, *points, received);
  *submitted.mutable_narrative() = context.Keep(narrative);
  RETURN_IF_ERROR(context.Emit(event));
  ASSIGN_OR_RETURN(*response->mutable_rating(), files.Show(request.name()));
  return absl::OkStatus();
}

}  // namespace phancong::grassroots_union
