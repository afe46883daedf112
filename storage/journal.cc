#include "storage/journal.h"

#include <algorithm>
#include <utility>

#include "fmt/format.h"
#include "services/rules/canonical_bytes.h"
#include "services/rules/named_texts.h"
#include "services/rules/names.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "storage/log_nodes.h"
#include "storage/numbers.h"

namespace phancong::storage {
namespace {

absl::StatusOr<absl::TimeZone> Zone(const std::string& name) {
  absl::TimeZone zone;
  if (!absl::LoadTimeZone(name, &zone)) return absl::InternalError(fmt::format("there is no time zone {}", name));
  return zone;
}

// A row of the journal's tables, which may hold anything where somebody else wrote into the file.
class JournalRow {
 public:
  JournalRow(const char* table, const Row& row) : table_(table), row_(row) {}

  absl::StatusOr<int64_t> Int(size_t column) const { return As<int64_t>(column); }
  absl::StatusOr<std::string> Bytes(size_t column) const {
    ASSIGN_OR_RETURN(Blob blob, As<Blob>(column));
    return std::move(blob.bytes);
  }
  absl::StatusOr<std::string> Text(size_t column) const { return As<std::string>(column); }
  [[nodiscard]] bool IsNull(size_t column) const { return row_.IsNull(column); }

 private:
  template <typename T>
  absl::StatusOr<T> As(size_t column) const {
    if (const T* value = std::get_if<T>(&row_.values()[column])) return *value;
    const auto* revision = std::get_if<int64_t>(&row_.values()[0]);
    return absl::DataLossError(fmt::format("{}: entry {}: a value has another type than was written", table_,
                                           revision == nullptr ? "?" : std::to_string(*revision)));
  }

  const char* table_;
  const Row& row_;
};

// An event or a text as it is stored.
struct Part {
  std::string salt;
  rules::Hash digest;
  std::optional<std::string> content;
};
using PartsByRevision = std::map<int64_t, std::vector<Part>>;
enum class Content { kBytes, kText };

// `sql` answers revision, ordinal, salt, digest, content in order.
absl::StatusOr<PartsByRevision> ReadParts(ReadTransaction& tx, const char* table, const char* sql, Content content,
                                          int64_t federation, int64_t from_revision, int64_t to_revision) {
  ASSIGN_OR_RETURN(const Rows rows, tx.Query(sql, {federation, from_revision, to_revision}));
  PartsByRevision parts;
  for (const Row& values : rows) {
    const JournalRow row(table, values);
    ASSIGN_OR_RETURN(const int64_t revision, row.Int(0));
    ASSIGN_OR_RETURN(const int64_t ordinal, row.Int(1));
    std::vector<Part>& of_entry = parts[revision];
    if (ordinal != static_cast<int64_t>(of_entry.size()) + 1) {
      return absl::DataLossError(fmt::format("{}: entry {}: {} follows {}", table, revision, ordinal, of_entry.size()));
    }
    Part part;
    ASSIGN_OR_RETURN(part.salt, row.Bytes(2));
    ASSIGN_OR_RETURN(part.digest, row.Bytes(3));
    if (!row.IsNull(4)) {
      ASSIGN_OR_RETURN(part.content, content == Content::kText ? row.Text(4) : row.Bytes(4));
    }
    of_entry.push_back(std::move(part));
  }
  return parts;
}

absl::StatusOr<StoredEntry> ReadHeader(const Row& values, const std::string& federation_id) {
  const JournalRow row("journal_entry", values);
  StoredEntry entry;
  ASSIGN_OR_RETURN(const int64_t revision, row.Int(0));
  ASSIGN_OR_RETURN(entry.header_bytes, row.Bytes(1));
  ASSIGN_OR_RETURN(entry.leaf_hash, row.Bytes(2));
  ASSIGN_OR_RETURN(entry.nodes, row.Bytes(3));
  if (!entry.header.ParseFromString(entry.header_bytes)) {
    return absl::DataLossError(fmt::format("journal_entry: entry {}: the header cannot be parsed", revision));
  }
  if (entry.header.revision() != revision) {
    return absl::DataLossError(
        fmt::format("journal_entry: entry {}: the header says {}", revision, entry.header.revision()));
  }
  if (!federation_id.empty() && entry.header.federation() != federation_id) {
    return absl::DataLossError(
        fmt::format("journal_entry: entry {}: the header is of federation {}", revision, entry.header.federation()));
  }
  return entry;
}

}  // namespace

const std::string& EntryContext::TextOf(const v1::Text& text) const {
  static const std::string* const none = new std::string();
  const auto found = texts.find(text.digest());
  return found == texts.end() ? *none : found->second;
}

absl::Status BeginEntry(WriteTransaction& tx, int64_t federation, int64_t now_micros, EntryContext& entry) {
  ASSIGN_OR_RETURN(const Rows rows, tx.Query("SELECT id, revision, entry_time, time_zone, demo, people_revision, "
                                             "definitions_revision, closed_day FROM federation WHERE federation = $1",
                                             {federation}));
  if (rows.empty()) {
    return rules::RefuseNotFound(rules::FederationName(std::to_string(federation)));
  }
  ASSIGN_OR_RETURN(entry.zone, Zone(rows[0].Text(3)));
  entry.federation = federation;
  entry.federation_id = rows[0].Text(0);
  entry.revision = rows[0].Int(1) + 1;
  entry.demo = rows[0].Int(4) != 0;
  entry.time_micros = entry.demo ? rows[0].Int(2) : std::max(rows[0].Int(2), now_micros);
  entry.day = rules::LocalDay(entry.time_micros, entry.zone);
  entry.texts.clear();
  RETURN_IF_ERROR(tx.Execute("UPDATE federation SET revision = $2, entry_time = $3 WHERE federation = $1",
                             {federation, entry.revision, entry.time_micros}));
  entry.closed_day = rows[0].Int(7);
  tx.facts().Look(federation, {.people = rows[0].Int(5), .definitions = rows[0].Int(6)});
  return absl::OkStatus();
}

absl::Status BeginFederation(WriteTransaction& tx, const std::string& id, int64_t now_micros,
                             const absl::TimeZone& zone, bool demo, EntryContext& entry) {
  ASSIGN_OR_RETURN(const int64_t same, QueryInt(tx, "SELECT COUNT(*) FROM federation WHERE id = $1", {id}));
  if (same != 0) return rules::Refuse(v1::ERROR_REASON_ALREADY_EXISTS, {{"name", rules::FederationName(id)}});
  ASSIGN_OR_RETURN(entry.federation, QueryInt(tx, "SELECT COALESCE(MAX(federation), 0) + 1 FROM federation", {}));
  entry.federation_id = id;
  entry.revision = 1;
  entry.time_micros = now_micros;
  entry.zone = zone;
  entry.day = rules::LocalDay(now_micros, zone);
  entry.demo = demo;
  entry.texts.clear();
  return absl::OkStatus();
}

std::set<rules::Hash> TextsNamedBy(const v1::Event& event) { return rules::TextsNamedBy(event); }

absl::StatusOr<rules::Hash> AppendEntry(WriteTransaction& tx, const EntryContext& entry,
                                        const std::vector<SaltedEvent>& events, const std::vector<KeptText>& texts) {
  if (events.empty()) return absl::InternalError("an entry has at least one event");
  std::vector<rules::Hash> digests;
  std::set<rules::Hash> named;
  for (const SaltedEvent& event : events) {
    v1::Event parsed;
    if (!parsed.ParseFromString(event.bytes)) return absl::InternalError("an event cannot be parsed");
    named.merge(TextsNamedBy(parsed));
    digests.push_back(rules::SaltedDigest(event.salt, event.bytes));
  }
  std::set<rules::Hash> kept;
  for (const KeptText& text : texts) kept.insert(text.digest);
  if (named != kept || kept.size() != texts.size()) {
    return absl::InternalError("the texts of an entry are not those that its events name");
  }

  v1::EntryHeader header;
  header.set_federation(entry.federation_id);
  header.set_revision(entry.revision);
  header.set_time_micros(entry.time_micros);
  header.set_account(entry.account);
  header.set_on_behalf_of(entry.on_behalf_of);
  header.set_command(entry.command);
  header.set_request_id(entry.request_id);
  // Made once; what is stored is what is hashed.
  const std::string header_bytes = rules::CanonicalBytes(header);
  const rules::Hash leaf = rules::LeafHash(header_bytes, digests);

  ASSIGN_OR_RETURN(const std::vector<rules::LogNode> complete,
                   rules::Append(entry.revision - 1, leaf, StoredNodes(tx, entry.federation)));
  Blob nodes;
  for (const rules::LogNode& node : complete) {
    if (node.level > 0) nodes.bytes += node.hash;
  }
  RETURN_IF_ERROR(tx.Execute(
      "INSERT INTO journal_entry (federation, revision, header, leaf_hash, nodes) VALUES ($1, $2, $3, $4, $5)",
      {entry.federation, entry.revision, Blob{header_bytes}, Blob{leaf}, std::move(nodes)}));
  for (size_t i = 0; i < events.size(); ++i) {
    RETURN_IF_ERROR(
        tx.Execute("INSERT INTO journal_event (federation, revision, ordinal, salt, digest, payload) "
                   "VALUES ($1, $2, $3, $4, $5, $6)",
                   {entry.federation, entry.revision, static_cast<int64_t>(i + 1), Blob{events[i].salt},
                    Blob{digests[i]}, Blob{events[i].bytes}}));
  }
  for (size_t i = 0; i < texts.size(); ++i) {
    RETURN_IF_ERROR(tx.Execute(
        "INSERT INTO journal_text (federation, revision, ordinal, salt, digest, text) VALUES ($1, $2, $3, $4, $5, $6)",
        {entry.federation, entry.revision, static_cast<int64_t>(i + 1), Blob{texts[i].salt}, Blob{texts[i].digest},
         texts[i].text}));
  }
  return leaf;
}

absl::StatusOr<std::vector<StoredEntry>> ReadEntries(ReadTransaction& tx, int64_t federation, int64_t from_revision,
                                                     int64_t limit) {
  ASSIGN_OR_RETURN(const Rows headers,
                   tx.Query("SELECT revision, header, leaf_hash, nodes FROM journal_entry WHERE federation = $1 AND "
                            "revision >= $2 ORDER BY revision LIMIT $3",
                            {federation, from_revision, limit}));
  std::vector<StoredEntry> entries;
  if (headers.empty()) return entries;
  for (const Row& row : headers) {
    ASSIGN_OR_RETURN(StoredEntry entry, ReadHeader(row, entries.empty() ? "" : entries[0].header.federation()));
    entries.push_back(std::move(entry));
  }
  const int64_t last = entries.back().header.revision();
  ASSIGN_OR_RETURN(PartsByRevision events,
                   ReadParts(tx, "journal_event",
                             "SELECT revision, ordinal, salt, digest, payload FROM journal_event WHERE federation = $1 "
                             "AND revision >= $2 AND revision <= $3 ORDER BY revision, ordinal",
                             Content::kBytes, federation, from_revision, last));
  ASSIGN_OR_RETURN(PartsByRevision texts,
                   ReadParts(tx, "journal_text",
                             "SELECT revision, ordinal, salt, digest, text FROM journal_text WHERE federation = $1 "
                             "AND revision >= $2 AND revision <= $3 ORDER BY revision, ordinal",
                             Content::kText, federation, from_revision, last));
  for (StoredEntry& entry : entries) {
    for (Part& part : events[entry.header.revision()]) {
      StoredEntry::StoredEvent event{.salt = std::move(part.salt),
                                     .digest = std::move(part.digest),
                                     .bytes = std::move(part.content),
                                     .event = {}};
      if (event.bytes && !event.event.ParseFromString(*event.bytes)) {
        return absl::DataLossError(fmt::format("journal_event: entry {}: event {} cannot be parsed",
                                               entry.header.revision(), entry.events.size() + 1));
      }
      entry.events.push_back(std::move(event));
    }
    for (Part& part : texts[entry.header.revision()]) {
      entry.texts.push_back({std::move(part.salt), std::move(part.digest), std::move(part.content)});
    }
  }
  return entries;
}

absl::StatusOr<EntryMoment> LastEntryOn(ReadTransaction& tx, int64_t federation, rules::Day day) {
  ASSIGN_OR_RETURN(const Rows rows,
                   tx.Query("SELECT time_zone, revision FROM federation WHERE federation = $1", {federation}));
  if (rows.empty()) return absl::InternalError(fmt::format("there is no federation {}", federation));
  ASSIGN_OR_RETURN(const absl::TimeZone zone, Zone(rows[0].Text(0)));
  EntryMoment last;
  int64_t first = 1;
  int64_t end = rows[0].Int(1) + 1;
  // Who asks about today gets the last of all.
  for (int64_t revision = end - 1; first < end; revision = first + (end - first) / 2) {
    ASSIGN_OR_RETURN(const Rows headers, tx.Query("SELECT revision, header, leaf_hash, nodes FROM journal_entry WHERE "
                                                  "federation = $1 AND revision = $2",
                                                  {federation, revision}));
    if (headers.empty()) return absl::DataLossError(fmt::format("journal_entry: entry {} is missing", revision));
    ASSIGN_OR_RETURN(const StoredEntry entry, ReadHeader(headers[0], ""));
    if (rules::LocalDay(entry.header.time_micros(), zone) <= day) {
      last = {.revision = revision, .time_micros = entry.header.time_micros()};
      first = revision + 1;
    } else {
      end = revision;
    }
  }
  return last;
}

absl::Status BeginReplay(WriteTransaction& tx, int64_t federation, const StoredEntry& stored, EntryContext& entry) {
  const v1::EntryHeader& header = stored.header;
  const auto out_of_line = [&header](std::string_view what) {
    return absl::DataLossError(fmt::format("journal_entry: entry {}: {}", header.revision(), what));
  };
  std::string zone;
  if (header.revision() == 1) {
    if (stored.events.empty() || !stored.events[0].event.has_federation_created()) {
      return out_of_line("the first entry does not begin with the federation");
    }
    const v1::FederationCreated& created = stored.events[0].event.federation_created();
    if (created.id() != header.federation()) return out_of_line("the header is of another federation");
    zone = created.time_zone();
    entry.demo = created.demo();
  } else {
    ASSIGN_OR_RETURN(const Rows rows,
                     tx.Query("SELECT time_zone, demo, people_revision, definitions_revision FROM federation WHERE "
                              "federation = $1 AND id = $2 AND revision = $3 - 1 AND entry_time <= $4",
                              {federation, header.federation(), header.revision(), header.time_micros()}));
    if (rows.empty()) return out_of_line("does not follow the entry before: its federation, revision or time");
    RETURN_IF_ERROR(tx.Execute("UPDATE federation SET revision = $2, entry_time = $3 WHERE federation = $1",
                               {federation, header.revision(), header.time_micros()}));
    zone = rows[0].Text(0);
    entry.demo = rows[0].Int(1) != 0;
    tx.facts().Look(federation, {.people = rows[0].Int(2), .definitions = rows[0].Int(3)});
  }
  ASSIGN_OR_RETURN(entry.zone, Zone(zone));
  entry.federation = federation;
  entry.federation_id = header.federation();
  entry.revision = header.revision();
  entry.time_micros = header.time_micros();
  entry.day = rules::LocalDay(entry.time_micros, entry.zone);
  entry.account = header.account();
  entry.on_behalf_of = header.on_behalf_of();
  entry.command = header.command();
  entry.request_id = header.request_id();
  entry.texts.clear();
  for (const StoredEntry::StoredText& text : stored.texts) {
    if (text.text) entry.texts[text.digest] = *text.text;
  }
  return absl::OkStatus();
}

absl::StatusOr<rules::Hash> LogRoot(ReadTransaction& tx, int64_t federation, int64_t revision) {
  return rules::Root(revision, StoredNodes(tx, federation));
}

}  // namespace phancong::storage
