#include "services/journal/receipts.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fmt/format.h"
#include "google/protobuf/descriptor.h"
#include "services/journal/disclosure.h"
#include "services/journal/witnesses.h"
#include "services/journal/words.h"
#include "services/rules/merkle_proof.h"
#include "services/rules/named_texts.h"
#include "services/rules/names.h"
#include "services/rules/propagate.h"
#include "services/rules/receipt.h"
#include "services/rules/refusal.h"
#include "storage/accounts.h"
#include "storage/directory.h"
#include "storage/inspections.h"
#include "storage/journal.h"
#include "storage/journal_keys.h"
#include "storage/log_nodes.h"
#include "storage/programmes.h"
#include "storage/rounds.h"
#include "storage/tasks.h"

namespace phancong::journal {
namespace {

// What is said of more things than this is left to those who read the file: an import names thousands.
constexpr size_t kMostThings = 100;

// What a number in an event is the number of.
enum class Thing { kAccount, kUnit, kItem, kRound, kTask, kInspection };

// By the field's name, wherever it stands in an event.
const std::map<std::string_view, Thing>& ThingsByField() {
  static const auto& things = *new std::map<std::string_view, Thing>{
      {"account", Thing::kAccount},   {"reviewer", Thing::kAccount},      {"head", Thing::kAccount},
      {"members", Thing::kAccount},   {"member", Thing::kAccount},        {"accounts", Thing::kAccount},
      {"union_number", Thing::kUnit}, {"assignees", Thing::kUnit},        {"replacement", Thing::kUnit},
      {"item_number", Thing::kItem},  {"round_number", Thing::kRound},    {"task", Thing::kTask},
      {"tasks", Thing::kTask},        {"inspection", Thing::kInspection},
  };
  return things;
}

// Says what the things are called that the shown events name by their numbers.
class Sayings {
 public:
  explicit Sayings(serving::ReadContext& read) : read_(read), federation_(read.actor().federation_id) {}

  void Name(Thing thing, int64_t number) {
    if (number > 0 && things_.size() < kMostThings) things_.insert({thing, number});
  }

  void NameAllIn(const google::protobuf::Message& message) {
    using google::protobuf::FieldDescriptor;
    const google::protobuf::Reflection& reflection = *message.GetReflection();
    std::vector<const FieldDescriptor*> fields;
    reflection.ListFields(message, &fields);
    for (const FieldDescriptor* field : fields) {
      const auto thing = ThingsByField().find(field->name());
      const int size = field->is_repeated() ? reflection.FieldSize(message, field) : 1;
      for (int i = 0; i < size && !field->is_map(); ++i) {
        if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
          NameAllIn(field->is_repeated() ? reflection.GetRepeatedMessage(message, field, i)
                                         : reflection.GetMessage(message, field));
        } else if (thing != ThingsByField().end() && field->cpp_type() == FieldDescriptor::CPPTYPE_INT64) {
          Name(thing->second, field->is_repeated() ? reflection.GetRepeatedInt64(message, field, i)
                                                   : reflection.GetInt64(message, field));
        }
      }
    }
  }

  absl::Status WriteTo(rules::Receipt& receipt) {
    for (const auto& [thing, number] : things_) {
      const absl::Status said = Say(thing, number, receipt);
      if (!said.ok() && !absl::IsNotFound(said)) return said;
    }
    return absl::OkStatus();
  }

 private:
  static void Add(const char* what, int64_t number, std::string_view value, rules::Receipt& receipt) {
    if (value.empty()) return;
    receipt.says.push_back({.key = fmt::format("{}.{}", what, number), .value = rules::Plain(value)});
  }

  // NOT_FOUND where the thing is there no more.
  absl::Status Say(Thing thing, int64_t number, rules::Receipt& receipt) {
    storage::ReadTransaction& tx = read_.tx();
    switch (thing) {
      case Thing::kAccount: {
        ASSIGN_OR_RETURN(const storage::AccountRow row, storage::GetAccount(tx, read_.federation(), number));
        Add("account", number, rules::AccountName(federation_, row.id), receipt);
        Add("display_name", number, row.display_name, receipt);
        return absl::OkStatus();
      }
      case Thing::kUnit: {
        ASSIGN_OR_RETURN(const storage::UnionRow row, storage::GetUnion(tx, read_.federation(), number));
        Add("union", number, rules::UnionName(federation_, row.id), receipt);
        Add("union_title", number, row.title, receipt);
        return absl::OkStatus();
      }
      case Thing::kItem: {
        ASSIGN_OR_RETURN(const storage::ItemRow row, storage::GetItem(tx, read_.federation(), number));
        Add("item", number, row.id, receipt);
        return absl::OkStatus();
      }
      case Thing::kRound: {
        ASSIGN_OR_RETURN(const storage::RoundRow row, storage::GetRound(tx, read_.federation(), number));
        Add("round", number, rules::RoundName(federation_, row.id), receipt);
        return absl::OkStatus();
      }
      case Thing::kTask: {
        ASSIGN_OR_RETURN(const std::string name, TaskName(number));
        Add("task", number, name, receipt);
        return absl::OkStatus();
      }
      case Thing::kInspection: {
        ASSIGN_OR_RETURN(const storage::InspectionRow row, storage::GetInspection(tx, read_.federation(), number));
        Add("inspection", number, rules::InspectionName(federation_, row.id), receipt);
        return absl::OkStatus();
      }
    }
    return absl::OkStatus();
  }

  absl::StatusOr<std::string> TaskName(int64_t number) {
    storage::ReadTransaction& tx = read_.tx();
    ASSIGN_OR_RETURN(const storage::TaskRow task, storage::GetTask(tx, read_.federation(), number));
    ASSIGN_OR_RETURN(const storage::RoundRow round, storage::GetRound(tx, read_.federation(), task.round));
    ASSIGN_OR_RETURN(const storage::ItemRow item, storage::GetItem(tx, read_.federation(), task.item));
    std::string assignee(rules::kFederationAssignee);
    if (task.assignee != 0) {
      ASSIGN_OR_RETURN(const storage::UnionRow unit, storage::GetUnion(tx, read_.federation(), task.assignee));
      assignee = unit.id;
    }
    return rules::TaskName(federation_, round.id, item.id, assignee);
  }

  serving::ReadContext& read_;
  const std::string& federation_;
  std::set<std::pair<Thing, int64_t>> things_;
};

// Of each event of the entry whether the reader may be shown it, and whether they may be told of it with names.
struct Part {
  bool shown = false;
  bool told = false;
};
absl::StatusOr<std::vector<Part>> PartsOf(serving::ReadContext& read, const storage::StoredEntry& entry) {
  Disclosure disclosure(read);
  std::vector<Part> parts;
  for (size_t i = 0; i < entry.events.size(); ++i) {
    Part& part = parts.emplace_back();
    ASSIGN_OR_RETURN(part.shown, disclosure.MayBeShown(entry, i));
    if (!part.shown) continue;
    ASSIGN_OR_RETURN(part.told, disclosure.IsOfReader(entry.events[i].event));
  }
  return parts;
}

absl::Status AddSayings(serving::ReadContext& read, const storage::StoredEntry& entry, const std::vector<Part>& parts,
                        rules::Receipt& receipt) {
  Sayings sayings(read);
  sayings.Name(Thing::kAccount, entry.header.account());
  sayings.Name(Thing::kAccount, entry.header.on_behalf_of());
  for (size_t i = 0; i < entry.events.size(); ++i) {
    if (parts[i].told) sayings.NameAllIn(entry.events[i].event);
  }
  RETURN_IF_ERROR(sayings.WriteTo(receipt));
  const auto told = [&](const v1::Event& event) {
    const auto at = std::find_if(entry.events.begin(), entry.events.end(),
                                 [&](const storage::StoredEntry::StoredEvent& one) { return &one.event == &event; });
    return at != entry.events.end() && parts[static_cast<size_t>(at - entry.events.begin())].told;
  };
  ASSIGN_OR_RETURN(const v1::Entry described, DescribeEntry(read.tx(), read.federation(), read.actor().federation_id,
                                                            entry, read.actor().language, told));
  for (const std::string& happened : described.happened()) {
    receipt.says.push_back({.key = "happened", .value = rules::Plain(happened)});
  }
  return absl::OkStatus();
}

void AddEvents(const storage::StoredEntry& entry, const std::vector<Part>& parts, rules::Receipt& receipt) {
  std::set<rules::Hash> named;
  for (size_t i = 0; i < entry.events.size(); ++i) {
    const storage::StoredEntry::StoredEvent& event = entry.events[i];
    rules::Receipt::Event& written = receipt.events.emplace_back();
    written.shown = parts[i].shown;
    if (!written.shown) {
      written.digest = event.digest;
      continue;
    }
    written.salt = event.salt;
    written.bytes = *event.bytes;
    named.merge(rules::TextsNamedBy(event.event));
  }
  for (const storage::StoredEntry::StoredText& text : entry.texts) {
    if (text.text && named.contains(text.digest)) receipt.texts.push_back({.salt = text.salt, .text = *text.text});
  }
}

absl::Status AddKeys(serving::ReadContext& read, const rules::SignedNote& note, rules::Receipt& receipt) {
  ASSIGN_OR_RETURN(const std::vector<v1::JournalKey> keys, KeysOf(read));
  for (const v1::JournalKey& key : keys) {
    ASSIGN_OR_RETURN(rules::VerifierKey verifier, rules::ParseVerifierKey(key.verifier_key()));
    receipt.keys.push_back({.key = std::move(verifier), .handover = key.handover()});
  }
  ASSIGN_OR_RETURN(const std::vector<storage::WitnessRow> witnesses, WitnessesInOffice(read));
  for (const storage::WitnessRow& witness : witnesses) {
    rules::VerifierKey key{.name = witness.name, .kind = rules::KeyKind::kWitness, .key = witness.public_key};
    if (rules::SignedBy(key, note)) receipt.witnesses.push_back(std::move(key));
  }
  return absl::OkStatus();
}

struct Made {
  std::string text;
  int64_t size = 0;
  bool witnessed = false;
};

// Nothing where there is no such entry, or nothing to show of it.
absl::StatusOr<std::optional<Made>> Make(serving::ReadContext& read, Checkpoints& checkpoints, int64_t revision) {
  if (revision > read.revision()) return std::nullopt;
  ASSIGN_OR_RETURN(const std::vector<storage::StoredEntry> entries,
                   storage::ReadEntries(read.tx(), read.federation(), revision, 1));
  if (entries.empty()) return std::nullopt;
  const storage::StoredEntry& entry = entries.front();
  ASSIGN_OR_RETURN(const std::vector<Part> parts, PartsOf(read, entry));
  if (std::none_of(parts.begin(), parts.end(), [](const Part& part) { return part.shown; })) return std::nullopt;

  ASSIGN_OR_RETURN(const SignedCheckpoint checkpoint, checkpoints.Covering(read, revision));
  rules::Receipt receipt;
  RETURN_IF_ERROR(AddSayings(read, entry, parts, receipt));
  receipt.header = entry.header_bytes;
  AddEvents(entry, parts, receipt);
  RETURN_IF_ERROR(AddKeys(read, checkpoint.note, receipt));
  receipt.index = revision - 1;
  ASSIGN_OR_RETURN(receipt.proof, rules::InclusionProof(receipt.index, checkpoint.size,
                                                        storage::StoredNodes(read.tx(), read.federation())));
  receipt.checkpoint = rules::SignedNoteText(checkpoint.note);
  return Made{.text = rules::ReceiptText(receipt), .size = checkpoint.size, .witnessed = checkpoint.witnessed};
}

}  // namespace

absl::Status GetReceipt(serving::ReadContext& read, Checkpoints& checkpoints, const v1::GetReceiptRequest& request,
                        v1::GetReceiptResponse* response) {
  ASSIGN_OR_RETURN(const rules::ResourceName name, rules::ParseName(request.name(), rules::NameKind::kEntry));
  ASSIGN_OR_RETURN(std::optional<Made> made, Make(read, checkpoints, name.number));
  if (!made) return rules::RefuseNotFound(request.name());
  response->set_receipt(std::move(made->text));
  response->set_size(made->size);
  response->set_witnessed(made->witnessed);
  return absl::OkStatus();
}

absl::Status AddRestorationReceipt(serving::ReadContext& read, Checkpoints& checkpoints,
                                   v1::GetCheckpointResponse* response) {
  if (response->note().empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const std::optional<storage::RestorationRow> restored,
                   storage::LastRestoration(read.tx(), read.federation()));
  if (!restored) return absl::OkStatus();
  ASSIGN_OR_RETURN(std::optional<Made> made, Make(read, checkpoints, restored->revision));
  if (made) response->set_restoration_receipt(std::move(made->text));
  return absl::OkStatus();
}

}  // namespace phancong::journal
