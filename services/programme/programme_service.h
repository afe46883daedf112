// The programme and its rounds on gRPC.
#ifndef PHANCONG_SERVICES_PROGRAMME_PROGRAMME_SERVICE_H_
#define PHANCONG_SERVICES_PROGRAMME_PROGRAMME_SERVICE_H_

#include "phancong/v1/programme_service.grpc.pb.h"
#include "services/serving/calls.h"

namespace phancong::programme {

class ProgrammeService final : public v1::ProgrammeService::CallbackService {
 public:
  // `calls` outlives the service.
  explicit ProgrammeService(serving::Calls& calls);
  ~ProgrammeService() override;

  grpc::ServerUnaryReactor* GetProgramme(grpc::CallbackServerContext* context, const v1::GetProgrammeRequest* request,
                                         v1::GetProgrammeResponse* response) override;
  grpc::ServerUnaryReactor* GetRound(grpc::CallbackServerContext* context, const v1::GetRoundRequest* request,
                                     v1::GetRoundResponse* response) override;
  grpc::ServerUnaryReactor* ListRounds(grpc::CallbackServerContext* context, const v1::ListRoundsRequest* request,
                                       v1::ListRoundsResponse* response) override;
  grpc::ServerUnaryReactor* GetCalendar(grpc::CallbackServerContext* context, const v1::GetCalendarRequest* request,
                                        v1::GetCalendarResponse* response) override;
  grpc::ServerUnaryReactor* ListGuidance(grpc::CallbackServerContext* context, const v1::ListGuidanceRequest* request,
                                         v1::ListGuidanceResponse* response) override;
  grpc::ServerUnaryReactor* GetReport(grpc::CallbackServerContext* context, const v1::GetReportRequest* request,
                                      v1::GetReportResponse* response) override;
  grpc::ServerUnaryReactor* ListReports(grpc::CallbackServerContext* context, const v1::ListReportsRequest* request,
                                        v1::ListReportsResponse* response) override;

 private:
  serving::Calls& calls_;
};

}  // namespace phancong::programme

#endif  // PHANCONG_SERVICES_PROGRAMME_PROGRAMME_SERVICE_H_
