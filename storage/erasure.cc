#include "storage/erasure.h"

#include <set>
#include <string>

#include "services/rules/propagate.h"
#include "storage/refill.h"
#include "storage/requests.h"

namespace phancong::storage {
namespace {

absl::StatusOr<std::vector<TextPlace>> Places(const absl::StatusOr<Rows>& rows) {
  RETURN_IF_ERROR(rows.status());
  std::vector<TextPlace> places;
  for (const Row& row : *rows) places.push_back({.revision = row.Int(0), .ordinal = row.Int(1)});
  return places;
}

absl::Status EraseText(WriteTransaction& tx, int64_t federation, const TextPlace& place) {
  return tx.Execute(
      "UPDATE journal_text SET salt = $4, text = NULL WHERE federation = $1 AND revision = $2 AND ordinal = $3",
      {federation, place.revision, place.ordinal, Blob{}});
}

}  // namespace

absl::StatusOr<std::vector<TextPlace>> TextsOfEntry(ReadTransaction& tx, int64_t federation, int64_t revision) {
  return Places(
      tx.Query("SELECT revision, ordinal FROM journal_text WHERE federation = $1 AND revision = $2 AND "
               "text IS NOT NULL ORDER BY ordinal",
               {federation, revision}));
}

absl::StatusOr<std::vector<TextPlace>> NamesOfAccount(ReadTransaction& tx, int64_t federation, int64_t account) {
  std::vector<TextPlace> places;
  int64_t next = 1;
  while (true) {
    ASSIGN_OR_RETURN(const std::vector<StoredEntry> entries, ReadEntries(tx, federation, next, kEntriesAtOnce));
    if (entries.empty()) return places;
    for (const StoredEntry& entry : entries) {
      std::set<rules::Hash> names;
      for (const StoredEntry::StoredEvent& stored : entry.events) {
        const v1::Event& event = stored.event;
        if (event.has_account_created() && event.account_created().account() == account) {
          names.insert(event.account_created().display_name().digest());
        }
        if (event.has_mail_address_set() && event.mail_address_set().account() == account) {
          names.insert(event.mail_address_set().address().digest());
        }
      }
      int64_t ordinal = 0;
      for (const StoredEntry::StoredText& text : entry.texts) {
        ++ordinal;
        if (text.text && names.contains(text.digest)) {
          places.push_back({.revision = entry.header.revision(), .ordinal = ordinal});
        }
      }
    }
    next += static_cast<int64_t>(entries.size());
  }
}

absl::StatusOr<std::vector<TextPlace>> ErasedTexts(ReadTransaction& tx, int64_t federation) {
  return Places(tx.Query("SELECT revision, ordinal FROM erased_text WHERE federation = $1 ORDER BY revision, ordinal",
                         {federation}));
}

absl::Status EraseTexts(WriteTransaction& tx, const EntryContext& entry, const std::vector<TextPlace>& texts) {
  std::set<std::string> erased;
  for (const TextPlace& place : texts) {
    ASSIGN_OR_RETURN(const Rows rows,
                     tx.Query("SELECT text FROM journal_text WHERE federation = $1 AND revision = $2 AND ordinal = $3",
                              {entry.federation, place.revision, place.ordinal}));
    if (!rows.empty() && !rows[0].IsNull(0) && !rows[0].Text(0).empty()) erased.insert(rows[0].Text(0));
    RETURN_IF_ERROR(EraseText(tx, entry.federation, place));
  }
  RETURN_IF_ERROR(ForgetAnswersWith(tx, entry.federation, erased));
  RETURN_IF_ERROR(RefillFederation(tx, entry.federation));
  // The replay has left the federation where the entry before the one under way ended.
  return tx.Execute("UPDATE federation SET revision = $2, entry_time = $3 WHERE federation = $1",
                    {entry.federation, entry.revision, entry.time_micros});
}

absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::TextsErased& event) {
  for (const v1::TextsErased::Erased& text : event.texts()) {
    RETURN_IF_ERROR(
        tx.Execute("INSERT INTO erased_text (federation, revision, ordinal, erasing_revision) VALUES ($1, $2, $3, $4)",
                   {entry.federation, text.revision(), text.ordinal(), entry.revision}));
  }
  return absl::OkStatus();
}

}  // namespace phancong::storage
