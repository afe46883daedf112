// JournalService on gRPC; see journal.h for what it does.
#ifndef PHANCONG_SERVICES_JOURNAL_JOURNAL_SERVICE_H_
#define PHANCONG_SERVICES_JOURNAL_JOURNAL_SERVICE_H_

#include "phancong/v1/journal_service.grpc.pb.h"
#include "services/journal/checkpoints.h"
#include "services/serving/calls.h"
#include "services/serving/watches.h"
#include "services/serving/writer.h"

namespace phancong::journal {

class JournalService final : public v1::JournalService::CallbackService {
 public:
  // All outlive it.
  JournalService(serving::Calls& calls, serving::Watches& watches, serving::Writer& writer, Checkpoints& checkpoints);
  ~JournalService() override;

  grpc::ServerUnaryReactor* ListEntries(grpc::CallbackServerContext* context, const v1::ListEntriesRequest* request,
                                        v1::ListEntriesResponse* response) override;
  grpc::ServerWriteReactor<v1::WatchEntriesResponse>* WatchEntries(grpc::CallbackServerContext* context,
                                                                   const v1::WatchEntriesRequest* request) override;
  grpc::ServerUnaryReactor* GetCheckpoint(grpc::CallbackServerContext* context, const v1::GetCheckpointRequest* request,
                                          v1::GetCheckpointResponse* response) override;
  grpc::ServerUnaryReactor* ProveInclusion(grpc::CallbackServerContext* context,
                                           const v1::ProveInclusionRequest* request,
                                           v1::ProveInclusionResponse* response) override;
  grpc::ServerUnaryReactor* ProveConsistency(grpc::CallbackServerContext* context,
                                             const v1::ProveConsistencyRequest* request,
                                             v1::ProveConsistencyResponse* response) override;
  grpc::ServerUnaryReactor* AddWitnessSignature(grpc::CallbackServerContext* context,
                                                const v1::AddWitnessSignatureRequest* request,
                                                v1::AddWitnessSignatureResponse* response) override;
  grpc::ServerUnaryReactor* NameWitness(grpc::CallbackServerContext* context, const v1::NameWitnessRequest* request,
                                        v1::NameWitnessResponse* response) override;
  grpc::ServerUnaryReactor* EndWitness(grpc::CallbackServerContext* context, const v1::EndWitnessRequest* request,
                                       v1::EndWitnessResponse* response) override;
  grpc::ServerUnaryReactor* ListStoredEntries(grpc::CallbackServerContext* context,
                                              const v1::ListStoredEntriesRequest* request,
                                              v1::ListStoredEntriesResponse* response) override;
  grpc::ServerUnaryReactor* GetReceipt(grpc::CallbackServerContext* context, const v1::GetReceiptRequest* request,
                                       v1::GetReceiptResponse* response) override;
  grpc::ServerUnaryReactor* EraseTexts(grpc::CallbackServerContext* context, const v1::EraseTextsRequest* request,
                                       v1::EraseTextsResponse* response) override;
  grpc::ServerUnaryReactor* AdvanceClock(grpc::CallbackServerContext* context, const v1::AdvanceClockRequest* request,
                                         v1::AdvanceClockResponse* response) override;

 private:
  serving::Calls& calls_;
  serving::Watches& watches_;
  serving::Writer& writer_;
  Checkpoints& checkpoints_;
};

}  // namespace phancong::journal

#endif  // PHANCONG_SERVICES_JOURNAL_JOURNAL_SERVICE_H_
