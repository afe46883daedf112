// Contents of evidence on their way in and out: streams whose pieces go through the disk, never through memory whole.
#ifndef PHANCONG_SERVICES_EVIDENCE_TRANSFERS_H_
#define PHANCONG_SERVICES_EVIDENCE_TRANSFERS_H_

#include <atomic>
#include <string>

#include "absl/time/time.h"
#include "grpcpp/support/server_callback.h"
#include "phancong/v1/evidence_service.pb.h"
#include "services/evidence/media_types.h"
#include "services/serving/calls.h"
#include "services/serving/pool.h"
#include "storage/evidence_content.h"

namespace phancong::evidence {

// So many of each at a time; one more is refused with OVERLOADED.
inline constexpr int kUploads = 16;
inline constexpr int kDownloads = 64;

// Thread-safe. Every piece is written and read on the pool: gRPC's threads and the writer's wait for no disk.
class Transfers {
 public:
  // All outlive it, and every stream. An upload that brings too little in `patience` is cancelled (patience.h).
  Transfers(serving::Calls& calls, storage::ContentStore& contents, serving::Pool& pool, absl::Duration patience)
      : calls_(calls), contents_(contents), pool_(pool), patience_(patience) {}
  Transfers(const Transfers&) = delete;
  Transfers& operator=(const Transfers&) = delete;

  // Policy and the programme are asked after the first message, the limit with each. What came is put in its place and
  // synced before the command runs, and is held there until its outcome is known; where nothing names it then, it is
  // removed again.
  [[nodiscard]] grpc::ServerReadReactor<v1::UploadEvidenceRequest>* Upload(grpc::CallbackServerContext* context,
                                                                           v1::UploadEvidenceResponse* response);
  // The content is read through and compared with its SHA-256 before any of it is sent.
  [[nodiscard]] grpc::ServerWriteReactor<v1::DownloadEvidenceResponse>* Download(
      grpc::CallbackServerContext* context, const v1::DownloadEvidenceRequest* request);
  // After the commit of an erasure. Looks into one directory and asks for one row.
  void RemoveContent(const std::string& sha256);

 private:
  class UploadReactor;
  class DownloadReactor;

  serving::Calls& calls_;
  storage::ContentStore& contents_;
  serving::Pool& pool_;
  const absl::Duration patience_;
  MediaTypes media_types_;
  std::atomic<int> uploads_ = 0;
  std::atomic<int> downloads_ = 0;
};

}  // namespace phancong::evidence

#endif  // PHANCONG_SERVICES_EVIDENCE_TRANSFERS_H_
