#include "services/serving/commands.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "services/rules/canonical_bytes.h"
#include "services/rules/merkle.h"
#include "services/rules/names.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/rules/text.h"
#include "services/serving/admission.h"
#include "services/serving/entry.h"
#include "services/serving/form.h"
#include "spdlog/spdlog.h"
#include "storage/federations.h"
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

// Whoever is acted for is part of what was asked.
std::string DigestOf(const Method& method, const Actor& actor, const Message& request) {
  const std::string whose = actor.on_behalf_of_id.empty() ? "" : '\0' + actor.on_behalf_of_id;
  return rules::Sha256(method.name + whose + '\0' + rules::CanonicalBytes(request))
      .substr(0, storage::kRequestDigestBytes);
}

// Codes are shown once: what is remembered of a response is without them.
void ClearOneTimeCodes(Message& message) {
  const Reflection& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field->name() == kOneTimeCode) {
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

std::string Remembered(const Method& method, const Message& response) {
  if (!method.answers_with_codes) return rules::CanonicalBytes(response);
  const std::unique_ptr<Message> copy(response.New());
  copy->CopyFrom(response);
  ClearOneTimeCodes(*copy);
  return rules::CanonicalBytes(*copy);
}

absl::Status CheckRequestId(const std::string& request_id) {
  if (!request_id.empty() && rules::Length(request_id) <= kMaxRequestId && !rules::HasUnsafeCharacters(request_id)) {
    return absl::OkStatus();
  }
  return rules::RefuseField("request_id", "phải có từ 1 đến 64 ký tự", "must have 1 to 64 characters");
}

// FEDERATION_CLOSED. What is between people and the server alone (signing in and out, their passwords) is no command
// and goes on.
absl::Status RefuseClosed(storage::ReadTransaction& tx, int64_t federation) {
  ASSIGN_OR_RETURN(const storage::FederationRow row, storage::GetFederation(tx, federation));
  const bool succeeded = !row.successor.empty();
  return rules::Refuse(v1::ERROR_REASON_FEDERATION_CLOSED,
                       {{"successor.vi", succeeded ? " Nơi kế thừa: " + row.successor + "." : ""},
                        {"successor.en", succeeded ? " Its successor: " + row.successor + "." : ""}});
}

// One command on its way through the writer. `Work` may run again: it then starts anew.
class CommandUnderWay {
 public:
  CommandUnderWay(CommandCall call, rules::ResourceName resource, const Clock& clock, Entropy& entropy)
      : call_(std::move(call)),
        resource_(std::move(resource)),
        resource_text_(call_.request->GetReflection()->GetString(*call_.request, call_.method->resource)),
        request_id_(call_.request->GetReflection()->GetString(*call_.request, call_.method->request_id)),
        digest_(DigestOf(*call_.method, call_.actor, *call_.request)),
        clock_(clock),
        entropy_(entropy) {}

  void Work(storage::WriteTransaction& tx) {
    real_now_ = clock_.NowMicros();
    committed_entry_ = false;
    journal_grew_ = false;
    admitted_ = false;
    nothing_to_keep_ = false;
    outcome_ = tx.Savepoint([&] { return Decide(tx); });
    if (outcome_.ok()) {
      committed_entry_ = true;
      journal_grew_ = true;
      return;
    }
    if (nothing_to_keep_ && absl::IsAborted(outcome_)) outcome_ = absl::OkStatus();
    // Most requests are new: whether one was done before is asked where it leaves nothing, by itself or because the
    // memory of it is in the way.
    if (admitted_ && (outcome_.ok() || absl::IsAlreadyExists(outcome_) || rules::RefusalOf(outcome_))) {
      outcome_ = ReplayOr(tx, std::move(outcome_));
    }
    if (const auto refusal = rules::RefusalOf(outcome_); refusal && rules::DeclarationOf(refusal->reason).journaled()) {
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
    entry.on_behalf_of = call_.actor.on_behalf_of;
    entry.command = call_.method->name;
    entry.request_id = request_id_;
    return entry;
  }

  // The savepoint of the command. Returns ABORTED with `nothing_to_keep_` where it went well but leaves nothing;
  // ALREADY_EXISTS where the request was done before.
  absl::Status Decide(storage::WriteTransaction& tx) {
    const int64_t federation = call_.actor.federation;
    storage::EntryContext entry = NewEntry();
    rules::Reach reach;
    const absl::Status written =
        WriteEntry(tx, call_.actor, reach, entry, real_now_, entropy_, [&](CommandContext& command) -> absl::Status {
          ASSIGN_OR_RETURN(reach, Admit(tx, *call_.method, resource_, entry.day, call_.actor));
          entry.on_behalf_of = call_.actor.on_behalf_of;
          admitted_ = true;
          call_.response->Clear();
          if (entry.closed_day != 0) return RefuseClosed(tx, federation);
          RETURN_IF_ERROR(call_.body(command));
          nothing_to_keep_ = command.events().empty();
          SetRevision(nothing_to_keep_ ? entry.revision - 1 : entry.revision);
          return absl::OkStatus();
        });
    RETURN_IF_ERROR(written);
    return storage::RememberRequest(tx, federation, entry.revision, call_.actor.account, request_id_,
                                    {.digest = digest_, .response = Remembered(*call_.method, *call_.response)},
                                    real_now_);
  }

  // Where the request was done before, the response is the remembered one.
  absl::Status ReplayOr(storage::WriteTransaction& tx, absl::Status outcome) {
    ASSIGN_OR_RETURN(const std::optional<storage::RequestRow> seen,
                     storage::FindRequest(tx, call_.actor.federation, call_.actor.account, request_id_, real_now_));
    if (!seen) return outcome;
    if (seen->digest != digest_) return rules::Refuse(v1::ERROR_REASON_REQUEST_ID_REUSED);
    if (!call_.response->ParseFromString(seen->response)) {
      return absl::DataLossError("a remembered response cannot be read");
    }
    return absl::OkStatus();
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
    one.set_resource(std::string(rules::WholeCharacters(resource_text_, kResourceBytes)));
    one.set_count(1);
    return WriteRefusal(tx, std::move(one));
  }

  absl::Status WriteRefusal(storage::WriteTransaction& tx, v1::AttemptRefused refused) {
    storage::EntryContext entry = NewEntry();
    const rules::Reach nowhere;
    v1::Event event;
    *event.mutable_attempt_refused() = std::move(refused);
    journal_grew_ = true;
    return WriteEntry(tx, call_.actor, nowhere, entry, real_now_, entropy_,
                      [&](CommandContext& command) { return command.Emit(event); });
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
  bool admitted_ = false;
  bool nothing_to_keep_ = false;
  bool committed_entry_ = false;
  bool journal_grew_ = false;
};

}  // namespace

void Commands::Run(CommandCall call) {
  ForgetOldRequests();
  if (const absl::Status form = CheckForm(*call.request); !form.ok()) return call.done(form);
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

absl::Status Commands::RunOwn(OwnCommand command) {
  struct UnderWay {
    OwnCommand command;
    absl::Status outcome;
    bool journal_grew = false;
  };
  auto run = std::make_shared<UnderWay>();
  run->command = std::move(command);
  const auto work = [this, run](storage::WriteTransaction& tx) {
    bool nothing_to_keep = false;
    run->outcome = tx.Savepoint([&]() -> absl::Status {
      ASSIGN_OR_RETURN(const storage::FederationRow federation, storage::GetFederation(tx, run->command.federation));
      // In a closed federation nothing goes on by itself.
      if (federation.closed_day != 0) {
        nothing_to_keep = true;
        return absl::AbortedError("closed");
      }
      return WriteOperatorEntry(tx, federation, run->command.name, clock_.NowMicros(), entropy_,
                                [&](CommandContext& context) {
                                  const absl::Status filled = run->command.body(context);
                                  nothing_to_keep = filled.ok() && context.events().empty();
                                  return filled;
                                });
    });
    if (nothing_to_keep && absl::IsAborted(run->outcome)) run->outcome = absl::OkStatus();
    run->journal_grew = run->outcome.ok() && !nothing_to_keep;
  };
  const auto done = [this, run](const absl::Status& committed) {
    if (committed.ok() && run->journal_grew) announcements_.Announce(run->command.federation);
    run->command.done(committed.ok() ? run->outcome : committed);
  };
  return writer_.Submit({.federation = run->command.federation, .abandoned = {}, .work = work, .done = done});
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
