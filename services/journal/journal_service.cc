#include "services/journal/journal_service.h"

#include <memory>
#include <utility>
#include <vector>

#include "services/journal/erasure.h"
#include "services/journal/journal.h"
#include "services/journal/receipts.h"
#include "services/journal/stored_entries.h"
#include "services/journal/witnesses.h"
#include "services/rules/propagate.h"

namespace phancong::journal {

JournalService::JournalService(serving::Calls& calls, serving::Watches& watches, serving::Writer& writer,
                               Checkpoints& checkpoints)
    : calls_(calls), watches_(watches), writer_(writer), checkpoints_(checkpoints) {}
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
  return calls_.Read(context, request, response,
                     [this](serving::ReadContext& read, const v1::GetCheckpointRequest& asked,
                            v1::GetCheckpointResponse* answer) -> absl::Status {
                       RETURN_IF_ERROR(checkpoints_.Get(read, asked, answer));
                       return AddRestorationReceipt(read, checkpoints_, answer);
                     });
}

grpc::ServerUnaryReactor* JournalService::ProveInclusion(grpc::CallbackServerContext* context,
                                                         const v1::ProveInclusionRequest* request,
                                                         v1::ProveInclusionResponse* response) {
  return calls_.Read(context, request, response, journal::ProveInclusion);
}

grpc::ServerUnaryReactor* JournalService::ProveConsistency(grpc::CallbackServerContext* context,
                                                           const v1::ProveConsistencyRequest* request,
                                                           v1::ProveConsistencyResponse* response) {
  return calls_.Read(context, request, response, journal::ProveConsistency);
}

grpc::ServerUnaryReactor* JournalService::AddWitnessSignature(grpc::CallbackServerContext* context,
                                                              const v1::AddWitnessSignatureRequest* request,
                                                              v1::AddWitnessSignatureResponse* response) {
  return calls_.Operation(context, request, [&](const serving::Actor&, serving::Done done) {
    // Nothing of a stranger's note comes to the writer before it was checked.
    struct Checked {
      int64_t federation = 0;
      std::vector<storage::WitnessRow> to_keep;
    };
    auto checked = std::make_shared<Checked>();
    calls_.Admit(
        *context, *request,
        [request, response, checked](serving::ReadContext& read) {
          checked->federation = read.federation();
          return CheckWitnessSignature(read, *request, response, checked->to_keep);
        },
        [this, checked, done = std::move(done)](const absl::Status& outcome) {
          if (!outcome.ok()) return done(outcome);
          KeepWitnessSignatures(writer_, checked->federation, std::move(checked->to_keep), done);
        });
  });
}

grpc::ServerUnaryReactor* JournalService::NameWitness(grpc::CallbackServerContext* context,
                                                      const v1::NameWitnessRequest* request,
                                                      v1::NameWitnessResponse* response) {
  return calls_.Command(context, request, response, journal::NameWitness);
}

grpc::ServerUnaryReactor* JournalService::EndWitness(grpc::CallbackServerContext* context,
                                                     const v1::EndWitnessRequest* request,
                                                     v1::EndWitnessResponse* response) {
  return calls_.Command(context, request, response, journal::EndWitness);
}

grpc::ServerUnaryReactor* JournalService::ListStoredEntries(grpc::CallbackServerContext* context,
                                                            const v1::ListStoredEntriesRequest* request,
                                                            v1::ListStoredEntriesResponse* response) {
  return calls_.Read(context, request, response, journal::ListStoredEntries);
}

grpc::ServerUnaryReactor* JournalService::GetReceipt(grpc::CallbackServerContext* context,
                                                     const v1::GetReceiptRequest* request,
                                                     v1::GetReceiptResponse* response) {
  return calls_.Read(
      context, request, response,
      [this](serving::ReadContext& read, const v1::GetReceiptRequest& asked, v1::GetReceiptResponse* answer) {
        return journal::GetReceipt(read, checkpoints_, asked, answer);
      });
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
