#include "services/programme/programme_service.h"

#include "services/programme/guidance.h"
#include "services/programme/read_programme.h"
#include "services/programme/read_reports.h"
#include "services/programme/read_rounds.h"

namespace phancong::programme {

ProgrammeService::ProgrammeService(serving::Calls& calls) : calls_(calls) {}
ProgrammeService::~ProgrammeService() = default;

grpc::ServerUnaryReactor* ProgrammeService::GetProgramme(grpc::CallbackServerContext* context,
                                                         const v1::GetProgrammeRequest* request,
                                                         v1::GetProgrammeResponse* response) {
  return calls_.Read(context, request, response, programme::GetProgramme);
}

grpc::ServerUnaryReactor* ProgrammeService::GetRound(grpc::CallbackServerContext* context,
                                                     const v1::GetRoundRequest* request,
                                                     v1::GetRoundResponse* response) {
  return calls_.Read(context, request, response, programme::GetRound);
}

grpc::ServerUnaryReactor* ProgrammeService::ListRounds(grpc::CallbackServerContext* context,
                                                       const v1::ListRoundsRequest* request,
                                                       v1::ListRoundsResponse* response) {
  return calls_.Read(context, request, response, programme::ListRounds);
}

grpc::ServerUnaryReactor* ProgrammeService::GetCalendar(grpc::CallbackServerContext* context,
                                                        const v1::GetCalendarRequest* request,
                                                        v1::GetCalendarResponse* response) {
  return calls_.Read(context, request, response, programme::GetCalendar);
}

grpc::ServerUnaryReactor* ProgrammeService::ListGuidance(grpc::CallbackServerContext* context,
                                                         const v1::ListGuidanceRequest* request,
                                                         v1::ListGuidanceResponse* response) {
  return calls_.Read(context, request, response, programme::ListGuidance);
}

grpc::ServerUnaryReactor* ProgrammeService::GetReport(grpc::CallbackServerContext* context,
                                                      const v1::GetReportRequest* request,
                                                      v1::GetReportResponse* response) {
  return calls_.Read(context, request, response, programme::GetReport);
}

grpc::ServerUnaryReactor* ProgrammeService::ListReports(grpc::CallbackServerContext* context,
                                                        const v1::ListReportsRequest* request,
                                                        v1::ListReportsResponse* response) {
  return calls_.Read(context, request, response, programme::ListReports);
}

}  // namespace phancong::programme
