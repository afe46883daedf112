#include "services/evidence/transfers.h"

#include <memory>
#include <optional>
#include <utility>

#include "grpcpp/server_context.h"
#include "services/evidence/evidence_file.h"
#include "services/rules/evidence_rules.h"
#include "services/rules/merkle.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/serving/patience.h"
#include "services/serving/status.h"
#include "spdlog/spdlog.h"
#include "storage/programmes.h"

namespace phancong::evidence {
namespace {

constexpr size_t kPiece = size_t{256} << 10;

// A disk that is full or fails refuses an upload as a database that fails does.
absl::Status OfDisk(const absl::Status& status) {
  if (status.ok()) return status;
  spdlog::error("an evidence file was not kept: {}", std::string(status.message()));
  return rules::Refuse(v1::ERROR_REASON_STORAGE_UNAVAILABLE);
}

absl::Status CheckDeclared(const v1::UploadEvidenceRequest& first) {
  if (!first.sha256().empty() && first.sha256().size() != rules::kHashBytes) {
    return rules::RefuseField("sha256", "phải có 32 byte", "must have 32 bytes");
  }
  if (first.size() < 0) return rules::RefuseField("size", "phải từ 0 trở lên", "must be 0 or more");
  // Else a connection that breaks could look like the end.
  if (first.size() == 0 && first.sha256().empty()) {
    return rules::RefuseField("sha256", "phải có sha256 hoặc size của cả tệp (tệp không được rỗng)",
                              "sha256 or size of the whole file must be given (which may not be empty)");
  }
  return absl::OkStatus();
}

}  // namespace

class Transfers::UploadReactor final : public grpc::ServerReadReactor<v1::UploadEvidenceRequest> {
 public:
  UploadReactor(Transfers& transfers, grpc::CallbackServerContext* context, v1::UploadEvidenceResponse* response)
      : transfers_(transfers),
        context_(context),
        response_(response),
        patience_(transfers.patience_, [context] { context->TryCancel(); }) {}

  void Start() {
    const auto actor = transfers_.calls_.SignedIn(*context_, transfers_.calls_.MethodOf(first_));
    if (!actor.ok()) return Refuse(actor.status());
    counted_ = true;
    if (transfers_.uploads_.fetch_add(1) >= kUploads) return Refuse(rules::Refuse(v1::ERROR_REASON_OVERLOADED));
    patience_.Begin();
    StartRead(&piece_);
  }

  void OnReadDone(bool ok) override {
    if (ok) {
      patience_.Heard(piece_.ByteSizeLong());
    } else {
      patience_.End();
    }
    if (!ok && !begun_) return Refuse(rules::RefuseField("parent", "phải có", "is required"));
    if (!ok) return OnPool([this] { End(); });
    if (begun_) return OnPool([this] { Take(); });
    begun_ = true;
    first_ = piece_;
    first_.clear_chunk();
    transfers_.calls_.Admit(
        *context_, first_, [this](serving::ReadContext& read) { return Admitted(read); },
        [this](const absl::Status& answer) {
          // Refused as the command that it would have become: in the journal, too.
          if (!answer.ok()) return RunCommand();
          OnPool([this] { Begin(); });
        });
  }

  void OnDone() override {
    if (counted_) transfers_.uploads_.fetch_sub(1);
    delete this;
  }

 private:
  void Refuse(const absl::Status& refusal) { Finish(transfers_.calls_.Refused(*context_, first_, refusal)); }

  void OnPool(std::function<void()> work) {
    const absl::Status taken = transfers_.pool_.Submit(std::move(work));
    if (taken.ok()) return;
    incoming_.reset();
    Refuse(taken);
  }

  // By policy; what stays open is whether the programme takes such a file at all.
  absl::Status Admitted(serving::ReadContext& read) {
    const auto check = [&]() -> absl::Status {
      RETURN_IF_ERROR(CheckDeclared(first_));
      ASSIGN_OR_RETURN(const storage::ProgrammeRow newest, storage::NewestProgramme(read.tx(), read.federation()));
      programme_ = newest.programme;
      return rules::CheckEvidenceSize(*programme_, first_.size());
    };
    unfit_ = check();
    return unfit_;
  }

  void Begin() {
    auto incoming = transfers_.contents_.Begin();
    if (!incoming.ok()) return Refuse(OfDisk(incoming.status()));
    incoming_ = *std::move(incoming);
    Take();
  }

  void Take() {
    absl::Status status =
        rules::CheckEvidenceSize(*programme_, incoming_->size() + static_cast<int64_t>(piece_.chunk().size()));
    if (status.ok()) status = OfDisk(incoming_->Write(piece_.chunk()));
    if (!status.ok()) {
      incoming_.reset();
      return Refuse(status);
    }
    StartRead(&piece_);
  }

  void End() {
    if (context_->IsCancelled()) {
      incoming_.reset();
      return Finish(grpc::Status::CANCELLED);
    }
    const absl::Status kept = Keep();
    incoming_.reset();
    if (!kept.ok()) return Refuse(kept);
    RunCommand();
  }

  absl::Status Keep() {
    RETURN_IF_ERROR(OfDisk(incoming_->Finish()));
    const bool as_sent = (first_.size() == 0 || first_.size() == incoming_->size()) &&
                         (first_.sha256().empty() || first_.sha256() == incoming_->sha256());
    if (!as_sent) return rules::Refuse(v1::ERROR_REASON_CHECKSUM);
    if (incoming_->size() == 0) return rules::RefuseField("chunk", "tệp rỗng", "the file is empty");
    ASSIGN_OR_RETURN(arrived_.media_type, transfers_.media_types_.Of(incoming_->path()));
    RETURN_IF_ERROR(rules::CheckEvidenceType(*programme_, arrived_.media_type));
    // What the command is remembered by: the content, however it was cut into pieces.
    first_.set_sha256(incoming_->sha256());
    first_.set_size(incoming_->size());
    absl::StatusOr<std::unique_ptr<storage::ClaimedContent>> claim = transfers_.contents_.Keep(std::move(incoming_));
    RETURN_IF_ERROR(OfDisk(claim.status()));
    claim_ = *std::move(claim);
    return absl::OkStatus();
  }

  void RunCommand() {
    transfers_.calls_.RunCommand(
        *context_, first_, response_,
        [this](serving::CommandContext& command) {
          // Whatever policy says by now: nothing came.
          if (claim_ == nullptr) return unfit_.ok() ? rules::Refuse(v1::ERROR_REASON_OVERLOADED) : unfit_;
          return RecordUpload(command, first_, arrived_, response_);
        },
        {}, [this](const grpc::Status& status) { Settle(status); });
  }

  // On the writer's thread, after the commit. What the command did not name is removed, off this thread; where the pool
  // takes nothing any more, by the next sweep.
  void Settle(const grpc::Status& status) {
    if (claim_ != nullptr) {
      std::shared_ptr<storage::ClaimedContent> claim = std::move(claim_);
      const absl::Status taken = transfers_.pool_.Submit(
          [&transfers = transfers_, claim = std::move(claim), sha256 = first_.sha256()]() mutable {
            claim.reset();
            transfers.RemoveContent(sha256);
          });
      if (!taken.ok()) spdlog::info("what an upload left is for the next sweep");
    }
    Finish(status);
  }

  Transfers& transfers_;
  grpc::CallbackServerContext* const context_;
  v1::UploadEvidenceResponse* const response_;
  serving::Patience patience_;
  bool counted_ = false;
  bool begun_ = false;
  v1::UploadEvidenceRequest piece_;
  v1::UploadEvidenceRequest first_;
  absl::Status unfit_;
  std::shared_ptr<const v1::Programme> programme_;
  std::unique_ptr<storage::IncomingContent> incoming_;
  std::unique_ptr<storage::ClaimedContent> claim_;
  Arrived arrived_;
};

class Transfers::DownloadReactor final : public grpc::ServerWriteReactor<v1::DownloadEvidenceResponse> {
 public:
  DownloadReactor(Transfers& transfers, grpc::CallbackServerContext* context,
                  const v1::DownloadEvidenceRequest* request)
      : transfers_(transfers), context_(context), request_(*request), offset_(request->offset()) {}

  void Start() {
    const auto actor = transfers_.calls_.SignedIn(*context_, transfers_.calls_.MethodOf(request_));
    if (!actor.ok()) return Refuse(actor.status());
    counted_ = true;
    if (transfers_.downloads_.fetch_add(1) >= kDownloads) return Refuse(rules::Refuse(v1::ERROR_REASON_OVERLOADED));
    transfers_.calls_.RunRead(
        *context_, request_, nullptr, [this](serving::ReadContext& read) { return Find(read); },
        [this](const grpc::Status& found) {
          if (!found.ok()) return Finish(found);
          OnPool([this] { Begin(); });
        });
  }

  void OnWriteDone(bool ok) override {
    if (!ok) return Finish(grpc::Status::CANCELLED);
    OnPool([this] { Send(); });
  }

  void OnDone() override {
    if (counted_) transfers_.downloads_.fetch_sub(1);
    delete this;
  }

 private:
  void Refuse(const absl::Status& refusal) { Finish(transfers_.calls_.Refused(*context_, request_, refusal)); }

  void OnPool(std::function<void()> work) {
    const absl::Status taken = transfers_.pool_.Submit(std::move(work));
    if (!taken.ok()) Refuse(taken);
  }

  absl::Status Find(serving::ReadContext& read) {
    ASSIGN_OR_RETURN(row_, Open(read.tx(), read.actor(), request_.name()));
    RETURN_IF_ERROR(RefuseErased(row_, request_.name()));
    if (offset_ < 0 || offset_ > row_.size) {
      return rules::RefuseField("offset", "phải từ 0 đến cỡ của tệp", "must be from 0 to the file's size");
    }
    piece_.Clear();
    return Show(read.tx(), read.actor(), row_, piece_.mutable_evidence());
  }

  void Begin() {
    auto content = transfers_.contents_.Open(row_.sha256, row_.size);
    if (!content.ok()) return Damaged(content.status());
    content_ = *std::move(content);
    Send();
  }

  // The first message tells of the file, even where there is nothing left to send.
  void Send() {
    if (!first_ && offset_ == row_.size) return Finish(grpc::Status::OK);
    absl::StatusOr<std::string> bytes = content_->Read(offset_, kPiece);
    if (!bytes.ok()) return Damaged(bytes.status());
    if (bytes->empty() && offset_ < row_.size) return Damaged(absl::DataLossError("a content became shorter"));
    if (!first_) piece_.clear_evidence();
    first_ = false;
    offset_ += static_cast<int64_t>(bytes->size());
    piece_.set_chunk(*std::move(bytes));
    StartWrite(&piece_);
  }

  void Damaged(const absl::Status& why) {
    spdlog::error("{} cannot be served: {}", request_.name(), std::string(why.message()));
    Refuse(rules::Refuse(v1::ERROR_REASON_FILE_DAMAGED, {{"name", request_.name()}}));
  }

  Transfers& transfers_;
  grpc::CallbackServerContext* const context_;
  const v1::DownloadEvidenceRequest request_;
  bool counted_ = false;
  bool first_ = true;
  storage::EvidenceRow row_;
  int64_t offset_;
  std::unique_ptr<storage::OpenContent> content_;
  v1::DownloadEvidenceResponse piece_;
};

grpc::ServerReadReactor<v1::UploadEvidenceRequest>* Transfers::Upload(grpc::CallbackServerContext* context,
                                                                      v1::UploadEvidenceResponse* response) {
  auto* const reactor = new UploadReactor(*this, context, response);
  reactor->Start();
  return reactor;
}

grpc::ServerWriteReactor<v1::DownloadEvidenceResponse>* Transfers::Download(
    grpc::CallbackServerContext* context, const v1::DownloadEvidenceRequest* request) {
  auto* const reactor = new DownloadReactor(*this, context, request);
  reactor->Start();
  return reactor;
}

void Transfers::RemoveContent(const std::string& sha256) {
  const absl::Status removed = contents_.RemoveUnlessNamed(sha256);
  if (!removed.ok()) spdlog::error("a content is left for the next sweep: {}", std::string(removed.message()));
}

}  // namespace phancong::evidence
