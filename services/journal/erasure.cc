#include "services/journal/erasure.h"

#include <set>
#include <string>
#include <vector>

#include "services/rules/names.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/serving/fields.h"
#include "services/tasks/free_text.h"
#include "storage/accounts.h"
#include "storage/erasure.h"

namespace phancong::journal {
namespace {

absl::StatusOr<int64_t> AccountOf(serving::CommandContext& command, const std::string& name) {
  ASSIGN_OR_RETURN(const rules::ResourceName parsed, rules::ParseName(name, rules::NameKind::kAccount, "account"));
  if (parsed.federation == command.actor().federation_id) {
    ASSIGN_OR_RETURN(const std::optional<storage::AccountRow> row,
                     storage::FindAccount(command.tx(), command.federation(), parsed.id));
    if (row) return row->account;
  }
  return rules::RefuseNotFound(name);
}

// All that the request names and that is still there, once each, in order.
absl::StatusOr<std::set<storage::TextPlace>> NamedTexts(serving::CommandContext& command,
                                                        const v1::EraseTextsRequest& request, int64_t account) {
  std::set<storage::TextPlace> texts;
  if (account != 0) {
    ASSIGN_OR_RETURN(const std::vector<storage::TextPlace> names,
                     storage::NamesOfAccount(command.tx(), command.federation(), account));
    texts.insert(names.begin(), names.end());
  }
  for (const int64_t revision : request.entries()) {
    if (revision < 1 || revision >= command.entry().revision) {
      return rules::RefuseNotFound(rules::EntryName(command.actor().federation_id, revision));
    }
    ASSIGN_OR_RETURN(const std::vector<storage::TextPlace> of_entry,
                     storage::TextsOfEntry(command.tx(), command.federation(), revision));
    texts.insert(of_entry.begin(), of_entry.end());
  }
  return texts;
}

}  // namespace

absl::Status EraseTexts(serving::CommandContext& command, const v1::EraseTextsRequest& request,
                        v1::EraseTextsResponse* response) {
  RETURN_IF_ERROR(rules::ParseName(request.parent(), rules::NameKind::kFederation, "parent").status());
  if (request.account().empty() && request.entries().empty()) {
    return rules::RefuseField("entries", "phải nêu tài khoản hoặc mục ghi có đoạn văn cần xóa",
                              "an account, or entries whose texts are to go, must be named");
  }
  if (request.entries_size() > kMostErasedEntries) {
    return rules::RefuseField("entries", "không quá 100 mục ghi mỗi lần", "must be 100 entries at most");
  }
  ASSIGN_OR_RETURN(const std::string reason, tasks::FreeTextOf(request.reason(), "reason", tasks::kReasonLength));
  std::string decision;
  if (!request.validate_only()) {
    if (reason.empty()) {
      return rules::Refuse(v1::ERROR_REASON_REASON_REQUIRED, {{"why.vi", "nội dung sẽ bị xóa hẳn, không lấy lại được."},
                                                              {"why.en", "what is erased is gone for good."}});
    }
    ASSIGN_OR_RETURN(decision, serving::DecisionNumberOf(request.decision_number()));
  }
  int64_t account = 0;
  if (!request.account().empty()) {
    ASSIGN_OR_RETURN(account, AccountOf(command, request.account()));
  }
  ASSIGN_OR_RETURN(const std::set<storage::TextPlace> texts, NamedTexts(command, request, account));
  if (texts.empty()) {
    return rules::Refuse(v1::ERROR_REASON_NOTHING_TO_DO,
                         {{"why.vi", "ở đó không còn đoạn văn nào."}, {"why.en", "no text is left there."}});
  }
  std::set<int64_t> entries;
  v1::Event event;
  for (const storage::TextPlace& text : texts) {
    entries.insert(text.revision);
    v1::TextsErased::Erased& erased = *event.mutable_texts_erased()->add_texts();
    erased.set_revision(text.revision);
    erased.set_ordinal(text.ordinal);
  }
  response->mutable_entries()->Add(entries.begin(), entries.end());
  response->set_texts(static_cast<int64_t>(texts.size()));
  if (request.validate_only()) return absl::OkStatus();
  RETURN_IF_ERROR(storage::EraseTexts(command.tx(), command.entry(), {texts.begin(), texts.end()}));
  event.mutable_texts_erased()->set_account(account);
  event.mutable_texts_erased()->set_decision_number(decision);
  *event.mutable_texts_erased()->mutable_reason() = command.Keep(reason);
  return command.Emit(event);
}

}  // namespace phancong::journal
