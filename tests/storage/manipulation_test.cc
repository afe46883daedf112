// A thousand manipulations of a database by somebody who may write into its file: some with a plain editor, some as a
// skilled administrator would, who writes a journal that is sound in itself and fills the tables from it. Each is found
// by verify, or by somebody who holds an older checkpoint or a receipt. PHANCONG_SEED=… takes others,
// PHANCONG_MANIPULATIONS=… more of them.
#include <algorithm>
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "fmt/format.h"
#include "fmt/ranges.h"
#include "google/protobuf/message.h"
#include "gtest/gtest.h"
#include "phancong/v1/event.pb.h"
#include "services/rules/merkle.h"
#include "services/rules/merkle_proof.h"
#include "services/rules/propagate.h"
#include "storage/journal.h"
#include "storage/log_nodes.h"
#include "storage/refill.h"
#include "storage/schema.h"
#include "storage/sqlite/sqlite_store.h"
#include "storage/verify.h"
#include "tests/storage/history.h"
#include "tests/storage/inside_transaction.h"
#include "tests/support/from_environment.h"

namespace phancong::storage {
namespace {

constexpr uint64_t kSeed = 20261126;
constexpr int64_t kManipulations = 1'000;
constexpr int64_t kBacQuang = 1;  // federations of the history
constexpr int64_t kDemo = 2;

using Random = std::mt19937_64;

// 0 … count − 1.
size_t Any(Random& random, size_t count) { return std::uniform_int_distribution<size_t>(0, count - 1)(random); }

template <typename T>
T& AnyOf(Random& random, std::vector<T>& some) {
  return some[Any(random, some.size())];
}

// --- What others hold.
// ------------------------------------------------------------------------------------------------

struct HeldCheckpoint {
  int64_t federation = 0;
  int64_t size = 0;
  rules::Hash root;
};

struct HeldReceipt {
  int64_t federation = 0;
  int64_t revision = 0;
  rules::Hash leaf;
};

absl::StatusOr<int64_t> SizeOf(ReadTransaction& tx, int64_t federation) {
  ASSIGN_OR_RETURN(const Rows rows, tx.Query("SELECT COUNT(*) FROM journal_entry WHERE federation = $1", {federation}));
  return rows[0].Int(0);
}

// What the holder does: asks for the checkpoint of now and for the proof that theirs is its beginning.
bool Continues(ReadTransaction& tx, const HeldCheckpoint& held) {
  const absl::StatusOr<int64_t> size = SizeOf(tx, held.federation);
  if (!size.ok() || *size < held.size) return false;
  const rules::NodeReader nodes = StoredNodes(tx, held.federation);
  const absl::StatusOr<rules::Hash> root = rules::Root(*size, nodes);
  if (!root.ok()) return false;
  const absl::StatusOr<std::vector<rules::Hash>> proof = rules::ConsistencyProof(held.size, *size, nodes);
  return proof.ok() && rules::CheckConsistency(held.size, held.root, *size, *root, *proof).ok();
}

// The entry of the receipt is in the log of now, at its place.
bool IsIncluded(ReadTransaction& tx, const HeldReceipt& held) {
  const absl::StatusOr<int64_t> size = SizeOf(tx, held.federation);
  if (!size.ok() || *size < held.revision) return false;
  const rules::NodeReader nodes = StoredNodes(tx, held.federation);
  const absl::StatusOr<rules::Hash> root = rules::Root(*size, nodes);
  const absl::StatusOr<std::vector<rules::Hash>> proof = rules::InclusionProof(held.revision - 1, *size, nodes);
  return root.ok() && proof.ok() && rules::CheckInclusion(held.leaf, held.revision - 1, *size, *proof, *root).ok();
}

// --- The plain editor.
// ------------------------------------------------------------------------------------------------

struct Table {
  std::string name;
  std::vector<std::string> columns;
  std::vector<std::string> key;  // the columns in which its rows are told apart
};

// Another value in its place, of the same type or not.
Value Another(Random& random, const Value& value) {
  const size_t way = Any(random, 4);
  if (way == 0) return Value(std::string("x"));
  if (const auto* number = std::get_if<int64_t>(&value)) return Value(*number + (way == 1 ? 1 : -1));
  if (const auto* text = std::get_if<std::string>(&value)) return Value(*text + " ");
  if (const auto* blob = std::get_if<Blob>(&value); blob != nullptr && !blob->bytes.empty()) {
    Blob other = *blob;
    char& byte = other.bytes[Any(random, other.bytes.size())];
    byte = static_cast<char>(byte ^ (1 << Any(random, 8)));
    return Value(other);
  }
  return Value(int64_t{1});
}

class PlainEditor {
 public:
  PlainEditor(WriteTransaction& tx, Random& random, std::vector<Table>& tables)
      : tx_(tx), random_(random), table_(AnyOf(random, tables)) {}

  // Says what was done; nothing where it can't be done there.
  absl::StatusOr<std::string> Do() {
    const std::string key = fmt::format("{}", fmt::join(table_.key, ", "));
    ASSIGN_OR_RETURN(const Rows rows, tx_.Query(fmt::format("SELECT {0} FROM {1} ORDER BY {0}", key, table_.name), {}));
    if (rows.empty()) return absl::NotFoundError("no row");
    const Values one = rows[Any(random_, rows.size())].values();
    const Values other = rows[Any(random_, rows.size())].values();
    switch (Any(random_, 4)) {
      case 0:
        return Change(one);
      case 1:
        RETURN_IF_ERROR(tx_.Execute(fmt::format("DELETE FROM {}{}", table_.name, Where()), one));
        return fmt::format("removed from {}", table_.name);
      case 2:
        return Swap(one, other);
      default:
        return Add(one);
    }
  }

 private:
  // A row is found by what it has in the columns of its key; they are a statement's first parameters.
  [[nodiscard]] std::string Where() const {
    std::vector<std::string> conditions;
    for (const std::string& column : table_.key) {
      conditions.push_back(fmt::format("{} = ${}", column, conditions.size() + 1));
    }
    return fmt::format(" WHERE {}", fmt::join(conditions, " AND "));
  }
  [[nodiscard]] std::string NextParameter() const { return fmt::format("${}", table_.key.size() + 1); }

  absl::StatusOr<Value> Get(const std::string& column, const Values& row) {
    ASSIGN_OR_RETURN(const Rows rows, tx_.Query(fmt::format("SELECT {} FROM {}{}", column, table_.name, Where()), row));
    return rows[0].values()[0];
  }
  absl::Status Set(const std::string& column, Values row, const Value& value) {
    row.push_back(value);
    return tx_.Execute(fmt::format("UPDATE {} SET {} = {}{}", table_.name, column, NextParameter(), Where()), row);
  }

  absl::StatusOr<std::string> Change(const Values& row) {
    const std::string& column = AnyOf(random_, table_.columns);
    ASSIGN_OR_RETURN(const Value value, Get(column, row));
    const Value another = Another(random_, value);
    if (another == value) return absl::NotFoundError("the same");
    RETURN_IF_ERROR(Set(column, row, another));
    return fmt::format("changed {}.{}", table_.name, column);
  }

  // What two rows say of one thing, exchanged.
  absl::StatusOr<std::string> Swap(const Values& one, const Values& other) {
    const std::string& column = AnyOf(random_, table_.columns);
    ASSIGN_OR_RETURN(const Value of_one, Get(column, one));
    ASSIGN_OR_RETURN(const Value of_other, Get(column, other));
    if (of_one == of_other) return absl::NotFoundError("the same");
    RETURN_IF_ERROR(Set(column, one, of_other));
    RETURN_IF_ERROR(Set(column, other, of_one));
    return fmt::format("swapped {}.{}", table_.name, column);
  }

  // A copy of a row with another value somewhere, which has to be in its key.
  absl::StatusOr<std::string> Add(const Values& row) {
    const std::string& column = AnyOf(random_, table_.columns);
    ASSIGN_OR_RETURN(const Value value, Get(column, row));
    std::vector<std::string> values = table_.columns;
    std::replace(values.begin(), values.end(), column, NextParameter());
    Values parameters = row;
    parameters.push_back(Another(random_, value));
    RETURN_IF_ERROR(tx_.Execute(fmt::format("INSERT INTO {0} ({1}) SELECT {2} FROM {0}{3}", table_.name,
                                            fmt::join(table_.columns, ", "), fmt::join(values, ", "), Where()),
                                parameters));
    return fmt::format("added to {}", table_.name);
  }

  WriteTransaction& tx_;
  Random& random_;
  Table& table_;
};

// --- The skilled administrator.
// ---------------------------------------------------------------------------------------

struct Scalar {
  google::protobuf::Message* message;
  const google::protobuf::FieldDescriptor* field;
};

void CollectScalars(google::protobuf::Message* message, std::vector<Scalar>& scalars) {
  using google::protobuf::FieldDescriptor;
  const google::protobuf::Reflection& reflection = *message->GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(*message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field->is_map()) continue;
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      if (!field->is_repeated()) {
        CollectScalars(reflection.MutableMessage(message, field), scalars);
        continue;
      }
      for (int i = 0; i < reflection.FieldSize(*message, field); ++i) {
        CollectScalars(reflection.MutableRepeatedMessage(message, field, i), scalars);
      }
    } else if (!field->is_repeated()) {
      scalars.push_back({message, field});
    }
  }
}

// Another fact in the event. False where it has none that could be another.
bool ChangeAFact(Random& random, google::protobuf::Message* event) {
  using google::protobuf::FieldDescriptor;
  std::vector<Scalar> scalars;
  CollectScalars(event, scalars);
  if (scalars.empty()) return false;
  const Scalar& scalar = AnyOf(random, scalars);
  const google::protobuf::Reflection& reflection = *scalar.message->GetReflection();
  switch (scalar.field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT64:
      reflection.SetInt64(scalar.message, scalar.field, reflection.GetInt64(*scalar.message, scalar.field) + 1);
      return true;
    case FieldDescriptor::CPPTYPE_BOOL:
      reflection.SetBool(scalar.message, scalar.field, !reflection.GetBool(*scalar.message, scalar.field));
      return true;
    case FieldDescriptor::CPPTYPE_STRING:
      // Digests of texts among them: then a text is missing, and AppendEntry says so.
      reflection.SetString(scalar.message, scalar.field, reflection.GetString(*scalar.message, scalar.field) + "x");
      return true;
    default:
      return false;
  }
}

// A journal in memory, to be written anew.
class SkilledAdministrator {
 public:
  SkilledAdministrator(WriteTransaction& tx, Random& random) : tx_(tx), random_(random) {}

  // Says what was done, and from which entry on the journal is another one; nothing where it can't be done there.
  absl::StatusOr<std::string> Do(int64_t& first_changed) {
    ASSIGN_OR_RETURN(entries_, ReadEntries(tx_, kBacQuang, 1, 10'000));
    const std::vector<StoredEntry> before = entries_;
    const size_t at = Any(random_, entries_.size());
    first_changed = static_cast<int64_t>(at) + 1;
    ASSIGN_OR_RETURN(std::string done, Rewrite(at));
    RETURN_IF_ERROR(WriteAll());
    // Some of what a header says is written anew by whoever writes the journal: its number, for one.
    ASSIGN_OR_RETURN(const std::vector<StoredEntry> after, ReadEntries(tx_, kBacQuang, first_changed, 1));
    if (!after.empty() && after[0].leaf_hash == before[at].leaf_hash) return absl::NotFoundError("the same");
    return done;
  }

 private:
  absl::StatusOr<std::string> Rewrite(size_t at) {
    switch (Any(random_, 7)) {
      case 0:
      case 1: {
        StoredEntry::StoredEvent& event = AnyOf(random_, entries_[at].events);
        if (!ChangeAFact(random_, &event.event)) return absl::NotFoundError("no fact");
        event.bytes = event.event.SerializeAsString();
        return "rewrote an event";
      }
      case 2:
        if (!ChangeAFact(random_, &entries_[at].header)) return absl::NotFoundError("no fact");
        return "rewrote a header";
      case 3:
        entries_.erase(entries_.begin() + static_cast<std::ptrdiff_t>(at));
        return "took out an entry";
      case 4:
        if (at + 1 == entries_.size()) return absl::NotFoundError("the last");
        std::swap(entries_[at].events, entries_[at + 1].events);
        std::swap(entries_[at].texts, entries_[at + 1].texts);
        return "swapped two entries";
      case 5: {
        const StoredEntry copy = entries_[Any(random_, entries_.size())];
        entries_.insert(entries_.begin() + static_cast<std::ptrdiff_t>(at), copy);
        return "slipped in an entry";
      }
      default:
        return RewriteText(at);
    }
  }

  // A text and everything that hangs on it: its digest, the event that names it, the leaf.
  absl::StatusOr<std::string> RewriteText(size_t at) {
    StoredEntry& entry = entries_[at];
    if (entry.texts.empty()) return absl::NotFoundError("no text");
    StoredEntry::StoredText& text = AnyOf(random_, entry.texts);
    if (!text.text) return absl::NotFoundError("erased");
    const rules::Hash before = text.digest;
    *text.text += " (đã sửa)";
    text.digest = rules::SaltedDigest(text.salt, *text.text);
    for (StoredEntry::StoredEvent& event : entry.events) {
      for (size_t found = event.bytes->find(before); found != std::string::npos; found = event.bytes->find(before)) {
        event.bytes->replace(found, before.size(), text.digest);
      }
    }
    return "rewrote a text";
  }

  absl::Status WriteAll() {
    for (const char* table : {"journal_entry", "journal_event", "journal_text"}) {
      RETURN_IF_ERROR(tx_.Execute(fmt::format("DELETE FROM {} WHERE federation = $1", table), {kBacQuang}));
    }
    EntryContext context;
    context.federation = kBacQuang;
    for (const StoredEntry& entry : entries_) {
      context.federation_id = entry.header.federation();
      ++context.revision;
      context.time_micros = entry.header.time_micros();
      context.account = entry.header.account();
      context.on_behalf_of = entry.header.on_behalf_of();
      context.command = entry.header.command();
      context.request_id = entry.header.request_id();
      std::vector<SaltedEvent> events;
      for (const StoredEntry::StoredEvent& event : entry.events) events.push_back({event.salt, *event.bytes});
      std::vector<KeptText> texts;
      for (const StoredEntry::StoredText& text : entry.texts) {
        texts.push_back({text.salt, text.digest, text.text.value_or("")});
      }
      RETURN_IF_ERROR(AppendEntry(tx_, context, events, texts).status());
      // What was erased stays so.
      for (size_t i = 0; i < entry.texts.size(); ++i) {
        if (entry.texts[i].text) continue;
        RETURN_IF_ERROR(
            tx_.Execute("UPDATE journal_text SET salt = $4, text = NULL WHERE federation = $1 AND "
                        "revision = $2 AND ordinal = $3",
                        {kBacQuang, context.revision, static_cast<int64_t>(i + 1), Blob{}}));
      }
    }
    return absl::OkStatus();
  }

  WriteTransaction& tx_;
  Random& random_;
  std::vector<StoredEntry> entries_;
};

// --- The test.
// --------------------------------------------------------------------------------------------------------

class ManipulationTest : public testing::Test {
 protected:
  void SetUp() override {
    store_ = *SqliteStore::OpenPrivate();
    empty_ = *SqliteStore::OpenPrivate();
    ASSERT_TRUE(Migrate(*store_).ok());
    ASSERT_TRUE(Migrate(*empty_).ok());
    History(*store_).Play();
    ASSERT_TRUE(store_->Read([this](ReadTransaction& tx) { return Prepare(tx); }).ok());
  }

  // The change is made, looked at, and taken back. False where nothing was changed.
  bool Try(Random& random, bool skilled) {
    bool tried = false;
    const absl::Status taken_back = store_->Write([&](WriteTransaction& tx) -> absl::Status {
      RETURN_IF_ERROR(WithSavepoints(tx));
      std::string done;
      int64_t first_changed = 0;
      const absl::Status made = tx.Savepoint([&]() -> absl::Status {
        ASSIGN_OR_RETURN(
            done, skilled ? SkilledAdministrator(tx, random).Do(first_changed) : PlainEditor(tx, random, tables_).Do());
        return absl::OkStatus();
      });
      if (made.ok()) {
        tried = true;
        // Where the changed journal can be replayed, the tables follow it.
        const bool refilled = skilled && tx.Savepoint([&] { return Refill(tx, nullptr); }).ok();
        Look(tx, done, refilled, first_changed);
      }
      return absl::AbortedError("taken back");
    });
    EXPECT_EQ(taken_back.code(), absl::StatusCode::kAborted) << taken_back;
    return tried;
  }

  // Of those that somebody found, how many did whom.
  std::map<std::string, int64_t> found_by_;

 private:
  absl::Status Prepare(ReadTransaction& tx) {
    ASSIGN_OR_RETURN(const std::vector<TableDeclaration> declared, DeclaredTables(tx));
    for (const TableDeclaration& table : declared) {
      // What is only of today (sessions, what is remembered of requests) is in no journal.
      if (table.kind == "operational") continue;
      ASSIGN_OR_RETURN(std::vector<std::string> columns, tx.Columns(table.name));
      tables_.push_back({table.name, std::move(columns), absl::StrSplit(table.key, ", ")});
    }
    for (const int64_t federation : {kBacQuang, kDemo}) {
      ASSIGN_OR_RETURN(const std::vector<StoredEntry> entries, ReadEntries(tx, federation, 1, 10'000));
      for (const StoredEntry& entry : entries) {
        const int64_t revision = entry.header.revision();
        receipts_.push_back({federation, revision, entry.leaf_hash});
        if (revision % 5 != 0 && revision != static_cast<int64_t>(entries.size())) continue;
        ASSIGN_OR_RETURN(rules::Hash root, LogRoot(tx, federation, revision));
        checkpoints_.push_back({federation, revision, std::move(root)});
      }
    }
    return absl::OkStatus();
  }

  bool VerifyFinds(WriteTransaction& tx) {
    bool found = true;
    const absl::Status taken_back = empty_->Write([&](WriteTransaction& replayed) -> absl::Status {
      RETURN_IF_ERROR(WithSavepoints(replayed));
      InsideTransaction changed(tx);
      InsideTransaction empty(replayed);
      const absl::StatusOr<VerifyReport> report = Verify(changed, empty, nullptr);
      found = !report.ok() || !report->first_difference.empty();
      return absl::AbortedError("taken back");
    });
    EXPECT_EQ(taken_back.code(), absl::StatusCode::kAborted) << taken_back;
    return found;
  }

  void Look(WriteTransaction& tx, const std::string& done, bool refilled, int64_t first_changed) {
    const bool by_verify = VerifyFinds(tx);
    const bool by_checkpoint = std::any_of(checkpoints_.begin(), checkpoints_.end(),
                                           [&tx](const HeldCheckpoint& held) { return !Continues(tx, held); });
    const bool by_receipt = std::any_of(receipts_.begin(), receipts_.end(),
                                        [&tx](const HeldReceipt& held) { return !IsIncluded(tx, held); });
    EXPECT_TRUE(by_verify || by_checkpoint || by_receipt) << "nobody found it: " << done;
    ++found_by_[by_verify ? "verify" : "holders alone"];
    if (by_checkpoint) ++found_by_["a checkpoint"];
    if (by_receipt) ++found_by_["a receipt"];
    if (!refilled) return;
    ++found_by_["sound in itself"];
    // Whoever holds a checkpoint from that entry on, or a receipt for it, finds it alone; who holds an older one can't.
    for (const HeldCheckpoint& held : checkpoints_) {
      if (held.federation != kBacQuang) continue;
      EXPECT_EQ(Continues(tx, held), held.size < first_changed)
          << done << " from " << first_changed << ", " << held.size;
    }
    for (const HeldReceipt& held : receipts_) {
      if (held.federation != kBacQuang || held.revision != first_changed) continue;
      EXPECT_FALSE(IsIncluded(tx, held)) << done;
    }
  }

  std::unique_ptr<Store> store_;
  std::unique_ptr<Store> empty_;
  std::vector<Table> tables_;
  std::vector<HeldCheckpoint> checkpoints_;
  std::vector<HeldReceipt> receipts_;
};

TEST_F(ManipulationTest, EachIsFoundByVerifyOrByWhoHoldsSomethingOlder) {
  const auto seed = static_cast<uint64_t>(FromEnvironment("PHANCONG_SEED", static_cast<int64_t>(kSeed)));
  const int64_t wanted = FromEnvironment("PHANCONG_MANIPULATIONS", kManipulations);
  std::cout << "PHANCONG_SEED=" << seed << " PHANCONG_MANIPULATIONS=" << wanted << "\n";
  Random random(seed);
  int64_t made = 0;
  while (made < wanted && !HasFailure()) {
    if (Try(random, made % 2 == 0)) ++made;
  }
  for (const auto& [who, count] : found_by_) std::cout << count << " found by: " << who << "\n";
  EXPECT_GT(found_by_["verify"], 0);
  EXPECT_GT(found_by_["holders alone"], 0);
}

}  // namespace
}  // namespace phancong::storage
