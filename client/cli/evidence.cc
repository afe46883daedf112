// Files of evidence.
#include <sodium.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <utility>

#include "client/cli/failure.h"
#include "client/cli/file_content.h"
#include "client/cli/strings.h"
#include "client/cli/turn.h"
#include "client/cli/verb.h"
#include "phancong/v1/evidence_service.pb.h"
#include "services/rules/propagate.h"

namespace phancong::client {
namespace {

struct Digest {
  std::string sha256;
  int64_t size = 0;
};

absl::StatusOr<Digest> DigestOf(FileContent& content) {
  crypto_hash_sha256_state hash;
  crypto_hash_sha256_init(&hash);
  Digest digest;
  while (true) {
    ASSIGN_OR_RETURN(const std::string piece, content.Next(kPieceBytes));
    if (piece.empty()) break;
    crypto_hash_sha256_update(&hash, reinterpret_cast<const unsigned char*>(piece.data()), piece.size());
    digest.size += static_cast<int64_t>(piece.size());
  }
  digest.sha256.resize(crypto_hash_sha256_BYTES);
  crypto_hash_sha256_final(&hash, reinterpret_cast<unsigned char*>(digest.sha256.data()));
  RETURN_IF_ERROR(content.Rewind());
  return digest;
}

// The file is read three times, and never held: for its SHA-256, for the copy that waits until there is an answer, and
// to send it.
absl::Status PlayUpload(Turn& turn) {
  const std::string path = turn.typed.Text("file");
  ASSIGN_OR_RETURN(FileContent content, path == "-" ? FileContent::Spool(turn.screen().in) : FileContent::Open(path));
  ASSIGN_OR_RETURN(const Digest digest, DigestOf(content));
  ASSIGN_OR_RETURN(const MessagePtr bound, turn.Request());
  auto& request = static_cast<v1::UploadEvidenceRequest&>(*bound);
  if (request.file_name().empty()) request.set_file_name(std::filesystem::path(path).filename().string());
  request.set_size(digest.size);
  request.set_sha256(digest.sha256);
  std::optional<ProgressBar> bar(std::in_place, turn.screen(), request.size());
  CallSettings settings = turn.Settings();
  settings.content = &content;
  settings.timeout = turn.manner.timeout.value_or(kFileTimeout);
  settings.sent = [&bar](int64_t sent) { bar->Show(sent); };
  ASSIGN_OR_RETURN(Session * session, turn.session());
  const absl::StatusOr<MessagePtr> answer = session->Send(*MethodOf(turn.verb), request, std::move(settings));
  // Wiped before anything else is said on its line.
  bar.reset();
  return answer.ok() ? turn.Show(**answer) : answer.status();
}

// Whole under its name, or not there: written under another name first.
class WholeFile {
 public:
  explicit WholeFile(std::string path)
      : path_(std::move(path)),
        unfinished_(Concat(path_, ".", getpid(), ".part")),
        out_(unfinished_, std::ios::binary) {
    crypto_hash_sha256_init(&hash_);
  }
  ~WholeFile() {
    std::error_code ignored;
    if (!kept_) std::filesystem::remove(unfinished_, ignored);
  }
  WholeFile(const WholeFile&) = delete;
  WholeFile& operator=(const WholeFile&) = delete;

  bool Write(const std::string& piece) {
    crypto_hash_sha256_update(&hash_, reinterpret_cast<const unsigned char*>(piece.data()), piece.size());
    out_ << piece;
    return out_.good();
  }
  absl::Status Keep(const std::string& sha256) {
    std::string found(crypto_hash_sha256_BYTES, '\0');
    crypto_hash_sha256_final(&hash_, reinterpret_cast<unsigned char*>(found.data()));
    if (found != sha256) {
      return WrongUsage("Tệp tải về không khớp với tệp trên máy chủ; chưa lưu gì. Hãy tải lại.",
                        "What came is not the server's file; nothing was kept. Download it again.");
    }
    out_.close();
    kept_ = out_.good() && std::rename(unfinished_.c_str(), path_.c_str()) == 0;
    return kept_ ? absl::OkStatus() : NotWritten();
  }
  [[nodiscard]] absl::Status NotWritten() const {
    return WrongUsage(Concat("Không ghi được tệp ", path_, "."), Concat("Cannot write the file ", path_, "."));
  }

 private:
  const std::string path_;
  const std::string unfinished_;
  std::ofstream out_;
  crypto_hash_sha256_state hash_;
  bool kept_ = false;
};

absl::Status PlayDownload(Turn& turn) {
  ASSIGN_OR_RETURN(const MessagePtr bound, turn.Request());
  v1::GetEvidenceRequest get;
  get.set_name(GetString(*bound, "name"));
  ASSIGN_OR_RETURN(const MessagePtr known, turn.Send("EvidenceService.GetEvidence", get));
  const v1::EvidenceFile& evidence = static_cast<const v1::GetEvidenceResponse&>(*known).evidence();
  // A name that the server gives is no path, no hidden file, and nothing that looks like another name.
  std::string path = std::filesystem::path(evidence.file_name()).filename().string();
  if (turn.typed.Has("--to")) {
    path = turn.typed.Text("--to");
  } else if (path.empty() || path.front() == '.' || SafeText(path) != path) {
    return WrongUsage("Tên tệp mà máy chủ gửi không dùng được ở đây: hãy thêm --to TÊN-KHÁC.",
                      "The name that the server gives the file can't be used here: add --to ANOTHER.");
  }
  if (std::filesystem::exists(path) && !turn.manner.yes) {
    return WrongUsage(Concat("Đã có tệp ", path, ": hãy thêm --to TÊN-KHÁC, hoặc --yes để ghi đè."),
                      Concat("There is a file ", path, ": add --to ANOTHER, or --yes to replace it."));
  }
  WholeFile file(path);
  bool written = true;
  {
    ProgressBar bar(turn.screen(), evidence.size());
    int64_t done = 0;
    CallSettings settings = turn.Settings();
    settings.timeout = turn.manner.timeout.value_or(kFileTimeout);
    ASSIGN_OR_RETURN(Session * session, turn.session());
    RETURN_IF_ERROR(
        session->Watch(*MethodOf(turn.verb), *bound, settings, [&](const google::protobuf::Message& answer) {
          const std::string& chunk = static_cast<const v1::DownloadEvidenceResponse&>(answer).chunk();
          written = file.Write(chunk);
          done += static_cast<int64_t>(chunk.size());
          bar.Show(done);
          return written;
        }));
  }
  if (!written) return file.NotWritten();
  RETURN_IF_ERROR(file.Keep(evidence.sha256()));
  turn.Line(Say(turn.manner.language, {"Đã tải về {}.", "Downloaded to {}."}, path));
  return absl::OkStatus();
}

Showing FileRecord() {
  return {.rows = "evidence",
          .columns = {{.heading = {"Số", "No."}, .field = "name", .keep = true},
                      {.heading = {"Đơn vị", "Unit"}, .field = "unit"},
                      {.heading = {"Tệp", "File"}, .field = "file_name"},
                      {.heading = {"Loại", "Kind"}, .field = "kind"},
                      {.heading = {"Văn bản", "Document"}, .field = "document"},
                      {.heading = {"Cỡ (byte)", "Bytes"}, .field = "size", .right = true},
                      {.heading = {"Kiểu tệp", "Type"}, .field = "media_type"},
                      {.heading = {"Tải lên lúc", "Uploaded"}, .field = "upload_time"},
                      {.heading = {"Người tải", "By"}, .field = "account"},
                      {.heading = {"Đã xóa", "Erased"}, .field = "erased"},
                      {.heading = {"Số báo cáo dùng", "Named by"}, .field = "reference_count", .right = true},
                      {.field = "sha256", .program_only = true}}};
}

Showing FileList() {
  return {.rows = "evidence",
          .columns = {{.heading = {"Số", "No."}, .field = "name", .keep = true},
                      {.heading = {"Đơn vị", "Unit"}, .field = "unit"},
                      {.heading = {"Tệp", "File"}, .field = "file_name"},
                      {.heading = {"Loại", "Kind"}, .field = "kind"},
                      {.heading = {"Văn bản", "Document"}, .field = "document"},
                      {.heading = {"Cỡ (byte)", "Bytes"}, .field = "size", .right = true},
                      {.field = "media_type", .program_only = true},
                      {.heading = {"Tải lên lúc", "Uploaded"}, .field = "upload_time"},
                      {.field = "account", .program_only = true},
                      {.heading = {"Đã xóa", "Erased"}, .field = "erased"},
                      {.field = "reference_count", .program_only = true},
                      {.field = "sha256", .program_only = true}},
          .nothing = {"Chưa có tệp nào.", "There are no files."}};
}

}  // namespace

Section EvidenceVerbs() {
  const Argument file{.name = "number", .field = "name", .given = Given::kMust, .reading = Reading::kEvidence};
  return {
      .title = {"Tệp minh chứng", "Evidence files"},
      .verbs =
          {
              {.words = "evidence upload",
               .help = {"Tải một tệp minh chứng lên; lỗi mạng thì chạy phancong retry.",
                        "Upload a file of evidence; after a network failure: phancong retry."},
               .example = "evidence upload bien-ban.pdf --unit thpt-viet-vinh --kind minutes --document "
                          "12/BB-CĐ:20/01/2025",
               .method = "EvidenceService.UploadEvidence",
               .arguments = {{.name = "file", .given = Given::kMust, .reading = Reading::kText},
                             {.name = "--unit",
                              .field = "parent",
                              .help = {"Đơn vị có tệp; mặc định chính liên đoàn.",
                                       "Whose it is; the federation's own if not given."},
                              .reading = Reading::kUnion},
                             {.name = "--kind",
                              .field = "kind",
                              .help = {"Loại minh chứng của chương trình.", "The programme's kind of evidence."},
                              .given = Given::kMust},
                             {.name = "--document",
                              .field = "document",
                              .help = {"Văn bản SỐ:NGÀY trong tệp.", "The document in it, NUMBER:DATE."}},
                             {.name = "--name",
                              .field = "file_name",
                              .help = {"Tên tệp; mặc định tên trên máy này.",
                                       "Its name; as it is called here if not "
                                       "given."}}},
               .show = {.done = {"Đã tải lên tệp số {evidence.name}: {evidence.file_name}. Ghi vào báo cáo bằng "
                                 "--evidence {evidence.kind}@{evidence.name}",
                                 "Uploaded file {evidence.name}: {evidence.file_name}. Name it in a report with "
                                 "--evidence {evidence.kind}@{evidence.name}"}},
               .play = PlayUpload},
              {.words = "evidence download",
               .help = {"Tải một tệp minh chứng về; trọn vẹn hoặc không có gì.",
                        "Download a file of evidence; whole or not at all."},
               .example = "evidence download 12 --to bien-ban.pdf",
               .method = "EvidenceService.DownloadEvidence",
               .arguments = {file,
                             {.name = "--to",
                              .help = {"Ghi vào tệp này; mặc định tên của tệp.",
                                       "Write this file; its own name if "
                                       "not given."},
                              .reading = Reading::kText}},
               .play = PlayDownload},
              {.words = "evidence show",
               .help = {"Một tệp minh chứng, không kèm nội dung.", "One file of evidence, without its content."},
               .example = "evidence show 12",
               .method = "EvidenceService.GetEvidence",
               .arguments = {file},
               .show = FileRecord()},
              {.words = "evidence list",
               .help = {"Các tệp minh chứng, mới nhất trước.", "Files of evidence, newest first."},
               .example = "evidence list --unit thpt-viet-vinh",
               .method = "EvidenceService.ListEvidence",
               .arguments = {{.name = "--unit",
                              .field = "parent",
                              .help = {"Của đơn vị này; mặc định mọi đơn vị được xem.",
                                       "Of this unit; of all within reach if not given."},
                              .reading = Reading::kUnion}},
               .show = FileList()},
              {.words = "evidence erase",
               .help = {"Xóa hẳn nội dung một tệp theo quyết định; dấu vết vẫn còn.",
                        "Erase a file's content for good, by a decision; its trace stays."},
               .example = "evidence erase 12 --reason \"gửi nhầm\" --decision 15/QĐ-BTV",
               .method = "EvidenceService.EraseEvidence",
               .arguments =
                   {file,
                    {.name = "--reason", .field = "reason", .help = {"Vì sao.", "Why."}, .given = Given::kMust},
                    {.name = "--decision",
                     .field = "decision_number",
                     .help = {"Số quyết định.", "Number of the decision."},
                     .given = Given::kMust}},
               .show = {.done = {"Đã xóa nội dung tệp số {evidence.name}",
                                 "Erased the content of file "
                                 "{evidence.name}"}}},
              {.words = "evidence waive",
               .help = {"Cho phép nộp báo cáo lần này mà không có một loại minh chứng.",
                        "Allow this report to be submitted without a kind of evidence."},
               .example = "evidence waive 1.3.thpt-viet-vinh minutes --reason \"đã gửi bản gốc\"",
               .method = "StandingCommitteeService.WaiveEvidence",
               .arguments =
                   {{.name = "task", .field = "name", .given = Given::kMust, .reading = Reading::kTask},
                    {.name = "kind",
                     .field = "kind",
                     .help = {"Loại minh chứng mà mục yêu cầu.", "A kind that the item asks for."},
                     .given = Given::kMust},
                    {.name = "--reason", .field = "reason", .help = {"Vì sao.", "Why."}, .given = Given::kMust}},
               .show = {.done = {"{task.name} được nộp mà không cần minh chứng này",
                                 "{task.name} may be submitted without this evidence"}}},
          },
  };
}

}  // namespace phancong::client
