#include "services/programme/programme_service.h"

#include "services/programme/read_programme.h"
#include "services/programme/read_rounds.h"

namespace phancong::programme {

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

}  // namespace phancong::programme
