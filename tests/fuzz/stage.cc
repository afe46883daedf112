#include "tests/fuzz/stage.h"

#include <algorithm>
#include <future>
#include <map>
#include <random>
#include <utility>

#include "fmt/format.h"
#include "fmt/ranges.h"
#include "google/protobuf/descriptor.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/rules/text.h"
#include "services/serving/status.h"
#include "storage/journal.h"
#include "storage/recomputed_totals.h"
#include "storage/refill.h"
#include "storage/schema.h"
#include "tests/fuzz/must.h"
#include "tests/fuzz/texts.h"
#include "tests/storage/inside_transaction.h"

namespace phancong::fuzz {
namespace {

using google::protobuf::Message;

// What is dear is looked at once in so many accepted commands: of a method, and of all.
constexpr int64_t kReplayed = 64;
constexpr int64_t kAddedUp = 16;
// No field takes more characters.
constexpr int64_t kLongestText = 10'000;

void CheckText(const std::string& text, const std::string& where) {
  Must(!rules::HasUnsafeCharacters(text), where + " has fit texts alone");
  Must(rules::Length(text) <= kLongestText, where + " has no text that is too long");
}

void CheckTexts(const Message& message, const std::string& where) {
  ForEachText(message, [&](const google::protobuf::FieldDescriptor& field, const std::string& text) {
    CheckText(text, where + ", " + field.full_name() + ",");
  });
}

std::unique_ptr<Message> NewMessage(const google::protobuf::Descriptor& type) {
  return std::unique_ptr<Message>(google::protobuf::MessageFactory::generated_factory()->GetPrototype(&type)->New());
}

int64_t Single(storage::ReadTransaction& tx, const std::string& sql) {
  const auto rows = tx.Query(sql, {});
  Must(rows.ok(), "a count can be read: " + rows.status().ToString());
  return rows->front().Int(0);
}

std::string Shown(const storage::Value& value) {
  if (const auto* number = std::get_if<int64_t>(&value)) return std::to_string(*number);
  if (const auto* text = std::get_if<std::string>(&value)) return "\"" + *text + "\"";
  if (const auto* blob = std::get_if<storage::Blob>(&value))
    return "x" + std::to_string(blob->bytes.size()) + blob->bytes;
  return "NULL";
}

using RowsByTable = std::map<std::string, std::vector<std::string>>;

// Every row of every projected table, by its text.
RowsByTable Picture(storage::ReadTransaction& tx) {
  RowsByTable picture;
  const auto declared = storage::DeclaredTables(tx);
  Must(declared.ok(), "the tables are declared");
  for (const storage::TableDeclaration& table : *declared) {
    if (table.kind != "projected") continue;
    const auto rows = tx.Query(fmt::format("SELECT * FROM {} ORDER BY {}", table.name, table.key), {});
    Must(rows.ok(), "rows can be read: " + rows.status().ToString());
    for (const storage::Row& row : *rows) {
      std::string text;
      for (const storage::Value& value : row.values()) text += Shown(value) + " ";
      picture[table.name].push_back(std::move(text));
    }
  }
  return picture;
}

void CheckSame(const std::string& name, const RowsByTable& played, const RowsByTable& again) {
  for (const auto& [table, rows] : played) {
    const auto found = again.find(table);
    Must(found != again.end() && found->second == rows, name + " leaves in " + table + " what the journal says");
  }
  Must(again.size() == played.size(), "and nothing else");
}

}  // namespace

// The store of all rooms: inside the transaction of the play that is on.
class Stage::Sandbox final : public storage::Store {
 public:
  // Nothing: no play is on.
  void Enter(storage::WriteTransaction* tx) {
    inside_ = tx == nullptr ? nullptr : std::make_unique<storage::InsideTransaction>(*tx);
  }
  absl::Status Read(absl::FunctionRef<absl::Status(storage::ReadTransaction&)> body) override {
    return inside_->Read(body);
  }
  absl::Status Write(absl::FunctionRef<absl::Status(storage::WriteTransaction&)> body) override {
    return inside_->Write(body);
  }

 private:
  // Handed from thread to thread: one call at a time is under way.
  std::unique_ptr<storage::InsideTransaction> inside_;
};

// The same bytes in every play.
class Stage::Sequence final : public serving::Entropy {
 public:
  void BeginAgain() { random_.seed(1); }
  std::string Bytes(size_t count) override {
    std::string bytes;
    while (bytes.size() < count) bytes.push_back(static_cast<char>(random_() & 0xff));
    return bytes;
  }

 private:
  std::mt19937_64 random_{1};
};

Stage::Stage(const Federation& federation)
    : federation_(federation),
      sandbox_(std::make_unique<Sandbox>()),
      entropy_(std::make_unique<Sequence>()),
      clock_(federation.now_micros),
      writer_(std::make_unique<serving::Writer>(*sandbox_)),
      pool_(std::make_unique<serving::Pool>(1, 16)),
      commands_(std::make_unique<serving::Commands>(*writer_, clock_, *entropy_, announcements_)),
      reads_(std::make_unique<serving::Reads>(*sandbox_, clock_, *pool_)) {
  // The first command of an hour has the writer forget old requests beside it. The clock stands still: this is the
  // last.
  const Body& body = *std::find_if(BodiesOfTheContract().begin(), BodiesOfTheContract().end(),
                                   [](const Body& any) { return static_cast<bool>(any.command); });
  const Call unnamed{
      .body = &body, .account = &federation_.accounts.front(), .request = NewMessage(*body.descriptor->input_type())};
  const absl::Status played = federation_.store->Write([&](storage::WriteTransaction& tx) -> absl::Status {
    RETURN_IF_ERROR(storage::WithSavepoints(tx));
    sandbox_->Enter(&tx);
    Must(!Run(unnamed, *NewMessage(*body.descriptor->output_type())).ok(), "a command without a request_id is refused");
    std::promise<void> forgotten;
    Must(writer_
             ->Submit({.federation = 0,
                       .abandoned = {},
                       .work = [](storage::WriteTransaction&) {},
                       .done = [&forgotten](const absl::Status&) { forgotten.set_value(); }})
             .ok(),
         "the writer takes work");
    forgotten.get_future().wait();
    sandbox_->Enter(nullptr);
    return absl::AbortedError("taken back");
  });
  Must(absl::IsAborted(played), "it is taken back: " + played.ToString());
}

Stage::~Stage() {
  pool_->Stop();
  writer_->Stop();
}

absl::Status Stage::Run(const Call& call, Message& response) {
  serving::Actor actor;
  actor.federation = federation_.number;
  actor.federation_id = federation_.id;
  actor.account = call.account->number;
  actor.account_id = call.account->id;
  std::promise<absl::Status> answer;
  const auto done = [&answer](const absl::Status& outcome) { answer.set_value(outcome); };
  if (call.body->command) {
    commands_->Run(
        {.method = call.body->method,
         .actor = actor,
         .request = call.request.get(),
         .response = &response,
         .body =
             [&](serving::CommandContext& context) { return call.body->command(context, *call.request, &response); },
         .committed = {},
         .abandoned = {},
         .done = done});
  } else {
    reads_->Run(
        {.method = call.body->method,
         .actor = actor,
         .request = call.request.get(),
         .response = &response,
         .body = [&](serving::ReadContext& context) { return call.body->read(context, *call.request, &response); },
         .abandoned = {},
         .done = done});
  }
  absl::Status outcome = answer.get_future().get();
  // As its caller finds it: some of it may be encoded already.
  if (outcome.ok()) Must(response.ParseFromString(response.SerializeAsString()), "an answer is decoded");
  return outcome;
}

void Stage::CheckAnswer(const Call& call, const absl::Status& outcome, const Message& response) {
  const std::string& name = call.body->descriptor->name();
  if (outcome.ok()) return CheckTexts(response, name);
  const auto refusal = rules::RefusalOf(outcome);
  Must(refusal.has_value(), name + " is done or refused, and does not fail: " + outcome.ToString());
  for (const char* language : {"vi", "en"}) {
    const grpc::Status shown = serving::ToGrpc(outcome, language);
    Must(rules::Nfc(shown.error_message()).ok() && !shown.error_message().empty(), name + " says why in words");
    Must(shown.error_message().size() + shown.error_details().size() <= serving::kTrailerBytes,
         name + " says it in a trailer that fits");
  }
}

Stage::Sizes Stage::SizesOf(storage::ReadTransaction& tx) {
  return {.revisions = Single(tx, "SELECT SUM(revision) FROM federation"),
          .entries = Single(tx, "SELECT COUNT(*) FROM journal_entry"),
          .requests = Single(tx, "SELECT COUNT(*) FROM request")};
}

bool Stage::CheckWhatIsLeft(storage::WriteTransaction& tx, const Call& call, const absl::Status& outcome,
                            const Sizes& before) {
  const std::string& name = call.body->descriptor->name();
  const Sizes after = SizesOf(tx);
  Must(after.revisions - before.revisions == after.entries - before.entries, "each revision has its entry");
  const bool grown = after.revisions != before.revisions;
  if (!outcome.ok()) {
    const bool journaled = rules::DeclarationOf(rules::RefusalOf(outcome)->reason).journaled();
    Must(!grown || journaled, name + " is refused, and leaves nothing");
    Must(after.requests <= before.requests, name + " is refused, and not remembered as done");
    return false;
  }
  Must(!grown || call.body->command, name + " is read, and leaves nothing");
  if (!grown) return false;
  const auto entries = storage::ReadEntries(tx, federation_.number, before.revisions + 1, 16);
  Must(entries.ok(), name + " leaves an entry that can be read: " + entries.status().ToString());
  for (const storage::StoredEntry& entry : *entries) {
    for (const storage::StoredEntry::StoredEvent& event : entry.events) CheckTexts(event.event, name);
    for (const storage::StoredEntry::StoredText& text : entry.texts) CheckText(text.text.value_or(""), name);
  }
  if (++accepted_ % kAddedUp == 0) {
    const absl::StatusOr<int64_t> totals = storage::RecomputeTotals(tx);
    Must(totals.ok(), name + " leaves totals that are the sums of their leaves: " + totals.status().ToString());
  }
  return true;
}

void Stage::CheckReplay(storage::WriteTransaction& tx, const Call& call) {
  RowsByTable played;
  std::vector<storage::StoredEntry> entries;
  bool texts_erased = false;
  const std::unique_ptr<Message> response = NewMessage(*call.body->descriptor->output_type());
  const int64_t before = Single(tx, "SELECT SUM(revision) FROM federation");
  const absl::Status undone = tx.Savepoint([&]() -> absl::Status {
    entropy_->BeginAgain();
    Must(Run(call, *response).ok(), "what was accepted is accepted again");
    played = Picture(tx);
    auto read = storage::ReadEntries(tx, federation_.number, before + 1, 16);
    Must(read.ok() && !read->empty(), "an accepted command has its entry");
    entries = *std::move(read);
    for (const storage::StoredEntry& entry : entries) {
      for (const auto& stored : entry.events) texts_erased = texts_erased || stored.event.has_texts_erased();
    }
    // What is erased is gone from older entries: those say it too.
    if (texts_erased) {
      const absl::Status refilled = storage::RefillFederation(tx, federation_.number);
      Must(refilled.ok(), "the journal can be applied again: " + refilled.ToString());
      CheckSame(call.body->descriptor->name(), played, Picture(tx));
    }
    return absl::AbortedError("once more, from the journal");
  });
  Must(absl::IsAborted(undone), "a savepoint is taken back: " + undone.ToString());
  if (texts_erased) return;
  const absl::Status replayed = tx.Savepoint([&]() -> absl::Status {
    storage::Replay replay(tx, federation_.number);
    for (const storage::StoredEntry& entry : entries) {
      const absl::Status applied = replay.Apply(entry);
      Must(applied.ok(), "an entry can be applied again: " + applied.ToString());
    }
    CheckSame(call.body->descriptor->name(), played, Picture(tx));
    return absl::AbortedError("taken back");
  });
  Must(absl::IsAborted(replayed), "a savepoint is taken back: " + replayed.ToString());
}

void Stage::Play(const std::vector<Call>& calls,
                 const std::function<void(const Call&, const absl::Status&, const Message&)>& answered) {
  entropy_->BeginAgain();
  const Call* again = nullptr;
  const absl::Status played = federation_.store->Write([&](storage::WriteTransaction& tx) -> absl::Status {
    RETURN_IF_ERROR(storage::WithSavepoints(tx));
    sandbox_->Enter(&tx);
    for (const Call& call : calls) {
      const std::unique_ptr<Message> response = NewMessage(*call.body->descriptor->output_type());
      const Sizes before = SizesOf(tx);
      const absl::Status outcome = Run(call, *response);
      CheckAnswer(call, outcome, *response);
      if (CheckWhatIsLeft(tx, call, outcome, before) && calls.size() == 1 &&
          accepted_of_[call.body]++ % kReplayed == 0) {
        again = &call;
      }
      if (answered) answered(call, outcome, *response);
    }
    sandbox_->Enter(nullptr);
    return absl::AbortedError("taken back");
  });
  Must(absl::IsAborted(played), "a play is taken back: " + played.ToString());
  if (again == nullptr) return;
  const absl::Status replayed = federation_.store->Write([&](storage::WriteTransaction& tx) -> absl::Status {
    RETURN_IF_ERROR(storage::WithSavepoints(tx));
    sandbox_->Enter(&tx);
    CheckReplay(tx, *again);
    sandbox_->Enter(nullptr);
    return absl::AbortedError("taken back");
  });
  Must(absl::IsAborted(replayed), "a play is taken back: " + replayed.ToString());
}

Stage& TheStage() {
  static Stage stage(TheFederation());
  return stage;
}

}  // namespace phancong::fuzz
