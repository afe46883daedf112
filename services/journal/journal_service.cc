#include "services/journal/journal_service.h"

#include "services/journal/erasure.h"
#include "services/journal/journal.h"

namespace phancong::journal {

JournalService::JournalService(serving::Calls& calls, serving::Watches& watches) : calls_(calls), watches_(watches) {}
JournalService::~JournalService() = default;

grpc::ServerUnaryReactor* JournalService::ListEntries(grpc::CallbackServerContext* context,
                                                      const v1::ListEntriesRequest* request,
                                                      v1::ListEntriesResponse* response) {
  return calls_.Read(context, request, response, journal::ListEntries);
}

grpc::ServerWriteReactor<v1::WatchEntriesResponse>* JournalService::WatchEntries(
    grpc::CallbackServerContext* context, const v1::WatchEntriesRequest* request) {
  return watches_.Start<v1::WatchEntriesResponse>(context, request, EntriesAfter(request->after_revision()));
}

grpc::ServerUnaryReactor* JournalService::GetCheckpoint(grpc::CallbackServerContext* context,
                                                        const v1::GetCheckpointRequest* request,
                                                        v1::GetCheckpointResponse* response) {
  return calls_.Read(context, request, response, journal::GetCheckpoint);
}

grpc::ServerUnaryReactor* JournalService::EraseTexts(grpc::CallbackServerContext* context,
                                                     const v1::EraseTextsRequest* request,
                                                     v1::EraseTextsResponse* response) {
  return calls_.Command(context, request, response, journal::EraseTexts);
}

grpc::ServerUnaryReactor* JournalService::AdvanceClock(grpc::CallbackServerContext* context,
                                                       const v1::AdvanceClockRequest* request,
                                                       v1::AdvanceClockResponse* response) {
  return calls_.Command(context, request, response, journal::AdvanceClock);
}

}  // namespace phancong::journal
