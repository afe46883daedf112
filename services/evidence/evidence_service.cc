#include "services/evidence/evidence_service.h"

#include "services/evidence/evidence_file.h"

namespace phancong::evidence {

EvidenceService::EvidenceService(serving::Calls& calls, Transfers& transfers) : calls_(calls), transfers_(transfers) {}
EvidenceService::~EvidenceService() = default;

grpc::ServerReadReactor<v1::UploadEvidenceRequest>* EvidenceService::UploadEvidence(
    grpc::CallbackServerContext* context, v1::UploadEvidenceResponse* response) {
  return transfers_.Upload(context, response);
}

grpc::ServerWriteReactor<v1::DownloadEvidenceResponse>* EvidenceService::DownloadEvidence(
    grpc::CallbackServerContext* context, const v1::DownloadEvidenceRequest* request) {
  return transfers_.Download(context, request);
}

grpc::ServerUnaryReactor* EvidenceService::GetEvidence(grpc::CallbackServerContext* context,
                                                       const v1::GetEvidenceRequest* request,
                                                       v1::GetEvidenceResponse* response) {
  return calls_.Read(context, request, response, evidence::GetEvidence);
}

grpc::ServerUnaryReactor* EvidenceService::ListEvidence(grpc::CallbackServerContext* context,
                                                        const v1::ListEvidenceRequest* request,
                                                        v1::ListEvidenceResponse* response) {
  return calls_.Read(context, request, response, evidence::ListEvidence);
}

grpc::ServerUnaryReactor* EvidenceService::EraseEvidence(grpc::CallbackServerContext* context,
                                                         const v1::EraseEvidenceRequest* request,
                                                         v1::EraseEvidenceResponse* response) {
  return calls_.Command(context, request, response, evidence::EraseEvidence,
                        [this](const serving::Actor&, const v1::EraseEvidenceResponse& erased) {
                          transfers_.RemoveContent(erased.evidence().sha256());
                        });
}

}  // namespace phancong::evidence
