#include "services/serving/commands.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "services/rules/merkle.h"
#include "services/rules/names.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/rules/text.h"
#include "services/serving/admission.h"
#include "spdlog/spdlog.h"
#include "storage/journal.h"
#include "storage/requests.h"

namespace phancong::serving {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

constexpr int64_t kMicrosInAnHour = int64_t{3600} * 1'000'000;
constexpr int64_t kMaxRequestId = 64;
constexpr size_t kResourceBytes = 200;
constexpr int64_t kForgottenAtOnce = 10'000;

std::string Serialise(const Message& message) {
  std::string bytes;
  google::protobuf::io::StringOutputStream stream(&bytes);
  google::protobuf::io::CodedOutputStream coded(&stream);
  coded.SetSerializationDeterministic(true);
  message.SerializeToCodedStream(&coded);
  coded.Trim();
  return bytes;
}

std::string DigestOf(const Method& method, const Message& request) {
  return rules::Sha256(method.name + '\0' + Serialise(request));
}

// Codes are shown once: what is remembered of a response is without them.
void ClearOneTimeCodes(Message& message) {
  const Reflection& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field->name() == "one_time_code") {
      reflection.ClearField(&message, field);
    } else if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE || field->is_map()) {
      continue;
    } else if (field->is_repeated()) {
      for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
        ClearOneTimeCodes(*reflection.MutableRepeatedMessage(&message, field, i));
      }
    } else {
      ClearOneTimeCodes(*reflection.MutableMessage(&message, field));
    }
  }
}

std::string Remembered(const Message& response) {
  const std::unique_ptr<Message> copy(response.New());
  copy->CopyFrom(response);
  ClearOneTimeCodes(*copy);
  return Serialise(*copy);
}

// Cut before a character that would not fit whole.
std::string Cut(const std::string& text, size_t bytes) {
  if (text.size() <= bytes) return text;
  size_t end = bytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end);
}

absl::Status CheckRequestId(const std::string& request_id) {
  if (!request_id.empty() && rules::Length(request_id) <= kMaxRequestId && !rules::HasUnsafeCharacters(request_id)) {
    return absl::OkStatus();
  }
  return rules::RefuseField("request_id", "phải có từ 1 đến 64 ký tự", "must have 1 to 64 characters");
}

// One command on its way through the writer. `Work` may run again: it then starts anew.
class CommandUnderWay {
 public:
  CommandUnderWay(CommandCall call, rules::ResourceName resource, const Clock& clock, Entropy& entropy)
      : call_(std::move(call)),
        resource_(std::move(resource)),
        resource_text_(call_.request->GetReflection()->GetString(*call_.request, call_.method->resource)),
        request_id_(call_.request->GetReflection()->GetString(*call_.request, call_.method->request_id)),
        digest_(DigestOf(*call_.method, *call_.request)),
        clock_(clock),
        entropy_(entropy) {}

  void Work(storage::WriteTransaction& tx) {
    real_now_ = clock_.NowMicros();
    committed_entry_ = false;
    journal_grew_ = false;
    bool nothing_to_keep = false;
    outcome_ = tx.Savepoint([&] { return Decide(tx, nothing_to_keep); });
    if (nothing_to_keep && absl::IsAborted(outcome_)) {
      outcome_ = absl::OkStatus();
    } else if (outcome_.ok()) {
      committed_entry_ = true;
      journal_grew_ = true;
    } else if (const auto refusal = rules::RefusalOf(outcome_);
               refusal && rules::DeclarationOf(refusal->reason).journaled()) {
      const absl::Status recorded = tx.Savepoint([&] { return RecordRefusal(tx, refusal->reason); });
      if (!recorded.ok()) outcome_ = recorded;
    }
  }

  void Done(const absl::Status& committed, Announcements& announcements) {
    if (committed.ok()) {
      if (committed_entry_ && call_.committed) call_.committed(call_.actor);
      if (journal_grew_) announcements.Announce(call_.actor.federation);
    }
    call_.done(committed.ok() ? outcome_ : committed);
  }

  [[nodiscard]] CommandCall& call() { return call_; }

 private:
  storage::EntryContext NewEntry() const {
    storage::EntryContext entry;
    entry.account = call_.actor.account;
    entry.command = call_.method->name;
    entry.request_id = request_id_;
    return entry;
  }

  // The savepoint of the command. Returns ABORTED with `nothing_to_keep` where it went well but leaves nothing.
  absl::Status Decide(storage::WriteTransaction& tx, bool& nothing_to_keep) {
    const int64_t federation = call_.actor.federation;
    storage::EntryContext entry = NewEntry();
    RETURN_IF_ERROR(storage::BeginEntry(tx, federation, real_now_, entry));
    ASSIGN_OR_RETURN(const rules::Reach reach, Admit(tx, *call_.method, resource_, entry.day, call_.actor));

    ASSIGN_OR_RETURN(const std::optional<storage::RequestRow> seen,
                     storage::FindRequest(tx, federation, call_.actor.account, request_id_, real_now_));
    call_.response->Clear();
    if (seen) {
      if (seen->digest != digest_) return rules::Refuse(v1::ERROR_REASON_REQUEST_ID_REUSED);
      if (!call_.response->ParseFromString(seen->response)) {
        return absl::DataLossError("a remembered response cannot be read");
      }
      nothing_to_keep = true;
      return absl::AbortedError("a replay");
    }

    CommandContext command(tx, call_.actor, reach, entry, entropy_, real_now_);
    RETURN_IF_ERROR(call_.body(command));
    if (command.events().empty()) {
      SetRevision(entry.revision - 1);
      nothing_to_keep = true;
      return absl::AbortedError("nothing changed");
    }
    SetRevision(entry.revision);
    RETURN_IF_ERROR(storage::AppendEntry(tx, entry, command.events(), command.texts()).status());
    return storage::RememberRequest(
        tx, federation, call_.actor.account, request_id_,
        {.digest = digest_, .method = call_.method->name, .response = Remembered(*call_.response)}, real_now_);
  }

  absl::Status RecordRefusal(storage::WriteTransaction& tx, v1::ErrorReason reason) {
    ASSIGN_OR_RETURN(const storage::RefusedAttempts attempts,
                     storage::CountRefusedAttempt(tx, call_.actor.federation, call_.actor.account,
                                                  real_now_ / kMicrosInAnHour, kRefusalsInAnHour));
    if (attempts.uncounted_before > 0) {
      v1::AttemptRefused several;
      several.set_count(attempts.uncounted_before);
      RETURN_IF_ERROR(WriteRefusal(tx, std::move(several)));
    }
    if (attempts.in_this_hour > kRefusalsInAnHour) return absl::OkStatus();
    v1::AttemptRefused one;
    one.set_command(call_.method->name);
    one.set_reason(reason);
    one.set_resource(Cut(resource_text_, kResourceBytes));
    one.set_count(1);
    return WriteRefusal(tx, std::move(one));
  }

  absl::Status WriteRefusal(storage::WriteTransaction& tx, v1::AttemptRefused refused) {
    storage::EntryContext entry = NewEntry();
    RETURN_IF_ERROR(storage::BeginEntry(tx, call_.actor.federation, real_now_, entry));
    const rules::Reach nowhere;
    CommandContext command(tx, call_.actor, nowhere, entry, entropy_, real_now_);
    v1::Event event;
    *event.mutable_attempt_refused() = std::move(refused);
    RETURN_IF_ERROR(command.Emit(event));
    journal_grew_ = true;
    return storage::AppendEntry(tx, entry, command.events(), command.texts()).status();
  }

  void SetRevision(int64_t revision) {
    call_.response->GetReflection()->SetInt64(call_.response, call_.method->revision, revision);
  }

  CommandCall call_;
  const rules::ResourceName resource_;
  const std::string resource_text_;
  const std::string request_id_;
  const std::string digest_;
  const Clock& clock_;
  Entropy& entropy_;

  int64_t real_now_ = 0;
  absl::Status outcome_;
  bool committed_entry_ = false;
  bool journal_grew_ = false;
};

}  // namespace

void Commands::Run(CommandCall call) {
  ForgetOldRequests();
  const absl::Status request_id =
      CheckRequestId(call.request->GetReflection()->GetString(*call.request, call.method->request_id));
  if (!request_id.ok()) return call.done(request_id);
  absl::StatusOr<rules::ResourceName> resource = ResourceOf(*call.method, *call.request);
  if (!resource.ok()) return call.done(resource.status());

  auto run = std::make_shared<CommandUnderWay>(std::move(call), *std::move(resource), clock_, entropy_);
  const absl::Status taken =
      writer_.Submit({.federation = run->call().actor.federation,
                      .abandoned = run->call().abandoned,
                      .work = [run](storage::WriteTransaction& tx) { run->Work(tx); },
                      .done = [this, run](const absl::Status& committed) { run->Done(committed, announcements_); }});
  if (!taken.ok()) run->call().done(taken);
}

void Commands::ForgetOldRequests() {
  const int64_t now = clock_.NowMicros();
  const int64_t hour = now / kMicrosInAnHour;
  if (forgot_in_hour_.exchange(hour) == hour) return;
  const absl::Status taken =
      writer_.Submit({.federation = 0,
                      .abandoned = {},
                      .work =
                          [now](storage::WriteTransaction& tx) {
                            const absl::Status forgotten =
                                tx.Savepoint([&] { return storage::ForgetOldRequests(tx, now, kForgottenAtOnce); });
                            if (!forgotten.ok())
                              spdlog::error("old requests were not forgotten: {}", forgotten.ToString());
                          },
                      .done = [](const absl::Status&) {}});
  // A full or stopping writer has better things to do; the next hour comes.
  if (!taken.ok()) spdlog::info("old requests are not forgotten in this hour");
}

}  // namespace phancong::serving
