#include "services/accounts/founding.h"

#include <optional>

#include "absl/time/time.h"
#include "services/accounts/one_time_code.h"
#include "services/rules/names.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/serving/command.h"
#include "services/serving/fields.h"
#include "storage/accounts.h"
#include "storage/journal.h"

namespace phancong::accounts {
namespace {

constexpr int64_t kFirst = 1;

absl::StatusOr<absl::TimeZone> Check(const Founding& founding) {
  if (!rules::IsFederationId(founding.federation_id)) {
    return rules::RefuseField("federation", "phải có 1 đến 40 ký tự a-z, 0-9, '-'",
                              "must have 1 to 40 of a-z, 0-9, '-'");
  }
  if (!rules::IsAccountId(founding.administrator_id)) {
    return rules::RefuseField("administrator", "phải có 1 đến 40 ký tự a-z, 0-9, '.', '-', '_'",
                              "must have 1 to 40 of a-z, 0-9, '.', '-', '_'");
  }
  absl::TimeZone zone;
  if (!absl::LoadTimeZone(founding.time_zone, &zone)) {
    return rules::RefuseField("time_zone", "không có múi giờ này trên máy; ví dụ: Asia/Ho_Chi_Minh",
                              "is not a time zone of this machine; such as Asia/Ho_Chi_Minh");
  }
  return zone;
}

absl::Status EmitFounding(serving::CommandContext& command, const Founding& founding, const std::string& title_vi,
                          const std::string& title_en) {
  v1::Event event;
  v1::FederationCreated& created = *event.mutable_federation_created();
  created.set_id(founding.federation_id);
  created.mutable_title()->set_vi(title_vi);
  created.mutable_title()->set_en(title_en);
  created.set_time_zone(founding.time_zone);
  created.set_demo(founding.demo);
  RETURN_IF_ERROR(command.Emit(event));

  v1::AccountCreated& account = *event.mutable_account_created();
  account.set_account(kFirst);
  account.set_id(founding.administrator_id);
  *account.mutable_display_name() = command.Keep("Quản trị");
  RETURN_IF_ERROR(command.Emit(event));

  v1::PositionGiven& position = *event.mutable_position_given();
  position.set_position_number(kFirst);
  position.set_account(kFirst);
  position.set_position(v1::POSITION_ADMINISTRATOR);
  position.set_from_day(command.today());
  return command.Emit(event);
}

absl::Status EmitKey(serving::CommandContext& command, const rules::VerifierKey& key) {
  v1::Event event;
  event.mutable_journal_key_set()->set_key(kFirst);
  event.mutable_journal_key_set()->set_public_key(key.key);
  return command.Emit(event);
}

}  // namespace

absl::StatusOr<std::string> FoundFederation(storage::Store& store, serving::Entropy& entropy,
                                            journal::SigningKeys& keys, const Founding& founding) {
  ASSIGN_OR_RETURN(const absl::TimeZone zone, Check(founding));
  ASSIGN_OR_RETURN(const std::string title_vi,
                   serving::RequiredLineOf(founding.title_vi, "title", serving::kTitleLength));
  ASSIGN_OR_RETURN(const std::string title_en, serving::LineOf(founding.title_en, "title_en", serving::kTitleLength));
  const std::string code = MakeOneTimeCode(entropy);
  // Made once, also where the store does the rest again.
  std::optional<rules::VerifierKey> key;
  const storage::CredentialRow credential{.hash = HashOneTimeCode(code, entropy), .one_time = true};
  const absl::Status founded = store.Write([&](storage::WriteTransaction& tx) -> absl::Status {
    RETURN_IF_ERROR(
        storage::SetPasswordCost(tx, {.operations = static_cast<int64_t>(founding.password_cost.operations),
                                      .memory_bytes = static_cast<int64_t>(founding.password_cost.memory_bytes)}));
    storage::EntryContext entry;
    entry.command = "init";
    RETURN_IF_ERROR(
        storage::BeginFederation(tx, founding.federation_id, founding.time_micros, zone, founding.demo, entry));
    serving::Actor operating;
    operating.federation = entry.federation;
    operating.federation_id = entry.federation_id;
    const rules::Reach everything{.everything = true, .own_unions = {}};
    serving::CommandContext command(tx, operating, everything, entry, entropy, founding.time_micros);
    RETURN_IF_ERROR(EmitFounding(command, founding, title_vi, title_en));
    if (!keys.nowhere()) {
      if (!key) {
        ASSIGN_OR_RETURN(key, keys.Make(founding.federation_id, entropy));
      }
      RETURN_IF_ERROR(EmitKey(command, *key));
    }
    RETURN_IF_ERROR(storage::AppendEntry(tx, entry, command.events(), command.texts()).status());
    return storage::SetCredential(tx, entry.federation, kFirst, credential);
  });
  if (!founded.ok() && key) keys.Forget(*key);
  RETURN_IF_ERROR(founded);
  return code;
}

}  // namespace phancong::accounts
