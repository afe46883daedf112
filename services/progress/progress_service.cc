#include "services/progress/progress_service.h"

#include "services/progress/coverage.h"
#include "services/progress/groups.h"
#include "services/progress/indicators.h"
#include "services/progress/ratings.h"
#include "services/progress/scorecard.h"
#include "services/progress/stands.h"
#include "services/progress/subordinates.h"
#include "services/progress/timeliness.h"
#include "services/progress/trend.h"

namespace phancong::progress {

ProgressService::ProgressService(serving::Calls& calls) : calls_(calls) {}
ProgressService::~ProgressService() = default;

grpc::ServerUnaryReactor* ProgressService::ListIndicatorProgress(grpc::CallbackServerContext* context,
                                                                 const v1::ListIndicatorProgressRequest* request,
                                                                 v1::ListIndicatorProgressResponse* response) {
  return calls_.Read(context, request, response, progress::ListIndicatorProgress);
}

grpc::ServerUnaryReactor* ProgressService::GetUnionScorecard(grpc::CallbackServerContext* context,
                                                             const v1::GetUnionScorecardRequest* request,
                                                             v1::GetUnionScorecardResponse* response) {
  return calls_.Read(context, request, response, progress::GetUnionScorecard);
}

grpc::ServerUnaryReactor* ProgressService::GetTimeliness(grpc::CallbackServerContext* context,
                                                         const v1::GetTimelinessRequest* request,
                                                         v1::GetTimelinessResponse* response) {
  return calls_.Read(context, request, response, progress::GetTimeliness);
}

grpc::ServerUnaryReactor* ProgressService::GetCoverage(grpc::CallbackServerContext* context,
                                                       const v1::GetCoverageRequest* request,
                                                       v1::GetCoverageResponse* response) {
  return calls_.Read(context, request, response, progress::GetCoverage);
}

grpc::ServerUnaryReactor* ProgressService::ListStandsOfPlay(grpc::CallbackServerContext* context,
                                                            const v1::ListStandsOfPlayRequest* request,
                                                            v1::ListStandsOfPlayResponse* response) {
  return calls_.Read(context, request, response, progress::ListStandsOfPlay);
}

grpc::ServerUnaryReactor* ProgressService::GetRating(grpc::CallbackServerContext* context,
                                                     const v1::GetRatingRequest* request,
                                                     v1::GetRatingResponse* response) {
  return calls_.Read(context, request, response, progress::GetRating);
}

grpc::ServerUnaryReactor* ProgressService::ListRatings(grpc::CallbackServerContext* context,
                                                       const v1::ListRatingsRequest* request,
                                                       v1::ListRatingsResponse* response) {
  return calls_.Read(context, request, response, progress::ListRatings);
}

grpc::ServerUnaryReactor* ProgressService::ListProgressGroups(grpc::CallbackServerContext* context,
                                                              const v1::ListProgressGroupsRequest* request,
                                                              v1::ListProgressGroupsResponse* response) {
  return calls_.Read(context, request, response, progress::ListProgressGroups);
}

grpc::ServerUnaryReactor* ProgressService::ListIndicatorTrend(grpc::CallbackServerContext* context,
                                                              const v1::ListIndicatorTrendRequest* request,
                                                              v1::ListIndicatorTrendResponse* response) {
  return calls_.Read(context, request, response, progress::ListIndicatorTrend);
}

grpc::ServerUnaryReactor* ProgressService::ListSubordinateProgress(grpc::CallbackServerContext* context,
                                                                   const v1::ListSubordinateProgressRequest* request,
                                                                   v1::ListSubordinateProgressResponse* response) {
  return calls_.Read(context, request, response, progress::ListSubordinateProgress);
}

}  // namespace phancong::progress
