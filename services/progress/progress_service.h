// Figures on gRPC.
#ifndef PHANCONG_SERVICES_PROGRESS_PROGRESS_SERVICE_H_
#define PHANCONG_SERVICES_PROGRESS_PROGRESS_SERVICE_H_

#include "phancong/v1/progress_service.grpc.pb.h"
#include "services/serving/calls.h"

namespace phancong::progress {

class ProgressService final : public v1::ProgressService::CallbackService {
 public:
  // `calls` outlives the service.
  explicit ProgressService(serving::Calls& calls);
  ~ProgressService() override;

  grpc::ServerUnaryReactor* ListIndicatorProgress(grpc::CallbackServerContext* context,
                                                  const v1::ListIndicatorProgressRequest* request,
                                                  v1::ListIndicatorProgressResponse* response) override;
  grpc::ServerUnaryReactor* GetUnionScorecard(grpc::CallbackServerContext* context,
                                              const v1::GetUnionScorecardRequest* request,
                                              v1::GetUnionScorecardResponse* response) override;
  grpc::ServerUnaryReactor* GetTimeliness(grpc::CallbackServerContext* context, const v1::GetTimelinessRequest* request,
                                          v1::GetTimelinessResponse* response) override;
  grpc::ServerUnaryReactor* GetCoverage(grpc::CallbackServerContext* context, const v1::GetCoverageRequest* request,
                                        v1::GetCoverageResponse* response) override;
  grpc::ServerUnaryReactor* ListStandsOfPlay(grpc::CallbackServerContext* context,
                                             const v1::ListStandsOfPlayRequest* request,
                                             v1::ListStandsOfPlayResponse* response) override;
  grpc::ServerUnaryReactor* GetRating(grpc::CallbackServerContext* context, const v1::GetRatingRequest* request,
                                      v1::GetRatingResponse* response) override;
  grpc::ServerUnaryReactor* ListRatings(grpc::CallbackServerContext* context, const v1::ListRatingsRequest* request,
                                        v1::ListRatingsResponse* response) override;
  grpc::ServerUnaryReactor* ListProgressGroups(grpc::CallbackServerContext* context,
                                               const v1::ListProgressGroupsRequest* request,
                                               v1::ListProgressGroupsResponse* response) override;
  grpc::ServerUnaryReactor* ListIndicatorTrend(grpc::CallbackServerContext* context,
                                               const v1::ListIndicatorTrendRequest* request,
                                               v1::ListIndicatorTrendResponse* response) override;
  grpc::ServerUnaryReactor* ListSubordinateProgress(grpc::CallbackServerContext* context,
                                                    const v1::ListSubordinateProgressRequest* request,
                                                    v1::ListSubordinateProgressResponse* response) override;

 private:
  serving::Calls& calls_;
};

}  // namespace phancong::progress

#endif  // PHANCONG_SERVICES_PROGRESS_PROGRESS_SERVICE_H_
