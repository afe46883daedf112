#include "services/serving/entry.h"

#include "services/rules/propagate.h"

namespace phancong::serving {

absl::Status WriteEntry(storage::WriteTransaction& tx, const Actor& actor, const rules::Reach& reach,
                        storage::EntryContext& entry, int64_t real_now_micros, Entropy& entropy, Fill fill) {
  RETURN_IF_ERROR(storage::BeginEntry(tx, actor.federation, real_now_micros, entry));
  CommandContext command(tx, actor, reach, entry, entropy, real_now_micros);
  RETURN_IF_ERROR(fill(command));
  if (command.events().empty()) return absl::AbortedError("nothing changed");
  return storage::AppendEntry(tx, entry, command.events(), command.texts()).status();
}

absl::Status WriteOperatorEntry(storage::WriteTransaction& tx, const storage::FederationRow& federation,
                                std::string_view command, int64_t real_now_micros, Entropy& entropy, Fill fill) {
  Actor operating;
  operating.federation = federation.federation;
  operating.federation_id = federation.id;
  const rules::Reach everything{.everything = true, .own_unions = {}};
  storage::EntryContext entry;
  entry.command = command;
  return WriteEntry(tx, operating, everything, entry, real_now_micros, entropy, fill);
}

}  // namespace phancong::serving
