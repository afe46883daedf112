// Files of evidence on gRPC.
#ifndef PHANCONG_SERVICES_EVIDENCE_EVIDENCE_SERVICE_H_
#define PHANCONG_SERVICES_EVIDENCE_EVIDENCE_SERVICE_H_

#include "phancong/v1/evidence_service.grpc.pb.h"
#include "services/evidence/transfers.h"
#include "services/serving/calls.h"

namespace phancong::evidence {

class EvidenceService final : public v1::EvidenceService::CallbackService {
 public:
  // Both outlive the service.
  EvidenceService(serving::Calls& calls, Transfers& transfers);
  ~EvidenceService() override;

  grpc::ServerReadReactor<v1::UploadEvidenceRequest>* UploadEvidence(grpc::CallbackServerContext* context,
                                                                     v1::UploadEvidenceResponse* response) override;
  grpc::ServerWriteReactor<v1::DownloadEvidenceResponse>* DownloadEvidence(
      grpc::CallbackServerContext* context, const v1::DownloadEvidenceRequest* request) override;
  grpc::ServerUnaryReactor* GetEvidence(grpc::CallbackServerContext* context, const v1::GetEvidenceRequest* request,
                                        v1::GetEvidenceResponse* response) override;
  grpc::ServerUnaryReactor* ListEvidence(grpc::CallbackServerContext* context, const v1::ListEvidenceRequest* request,
                                         v1::ListEvidenceResponse* response) override;
  grpc::ServerUnaryReactor* EraseEvidence(grpc::CallbackServerContext* context, const v1::EraseEvidenceRequest* request,
                                          v1::EraseEvidenceResponse* response) override;

 private:
  serving::Calls& calls_;
  Transfers& transfers_;
};

}  // namespace phancong::evidence

#endif  // PHANCONG_SERVICES_EVIDENCE_EVIDENCE_SERVICE_H_
