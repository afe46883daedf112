#include "storage/kept_facts.h"

#include <functional>
#include <utility>

namespace phancong::storage {

size_t KeptFacts::Hash::operator()(const Key& key) const {
  // The multiplier is that of Fibonacci hashing.
  constexpr uint64_t kSpread = 0x9E3779B97F4A7C15;
  uint64_t hash = std::hash<std::string_view>()(key.name.text) + static_cast<uint64_t>(key.of);
  for (const int64_t part : {key.federation, key.name.first, key.name.second, key.name.third}) {
    hash = (hash ^ static_cast<uint64_t>(part)) * kSpread;
    hash ^= hash >> 32U;
  }
  return (hash ^ key.name.what.size()) * kSpread >> 16U;
}

KeptFacts::Fact KeptFacts::Find(const Key& key, const Version& version) {
  Shard& shard = ShardOf(key);
  const std::lock_guard lock(shard.mutex);
  if (const auto found = shard.young.find(key); found != shard.young.end()) {
    return found->second.version == version ? found->second.fact : nullptr;
  }
  const auto found = shard.old.find(key);
  if (found == shard.old.end() || found->second.version != version) return nullptr;
  auto node = shard.old.extract(found);
  Fact fact = node.mapped().fact;
  KeepYoung(shard, std::move(node.key()), std::move(node.mapped()));
  return fact;
}

void KeptFacts::Keep(Key key, const Version& version, Fact fact, size_t bytes) {
  // And what it takes to be found.
  bytes += sizeof(Facts::value_type) + key.name.text.size();
  if (bytes > kGreatestFact) return;
  Shard& shard = ShardOf(key);
  const std::lock_guard lock(shard.mutex);
  for (Facts* const facts : {&shard.young, &shard.old}) {
    const auto found = facts->find(key);
    if (found == facts->end()) continue;
    if (found->second.version > version) return;
    if (facts == &shard.young) shard.young_bytes -= found->second.bytes;
    facts->erase(found);
  }
  KeepYoung(shard, std::move(key), {.version = version, .fact = std::move(fact), .bytes = bytes});
}

void KeptFacts::KeepYoung(Shard& shard, Key key, Kept kept) {
  if (shard.young.size() >= kMostYoung || shard.young_bytes + kept.bytes > kMostYoungBytes) {
    shard.old = std::move(shard.young);
    shard.young = Facts();
    shard.young_bytes = 0;
  }
  shard.young_bytes += kept.bytes;
  shard.young.insert_or_assign(std::move(key), std::move(kept));
}

void KeptFacts::Forget() {
  for (Shard& shard : shards_) {
    const std::lock_guard lock(shard.mutex);
    shard.young.clear();
    shard.old.clear();
    shard.young_bytes = 0;
  }
}

}  // namespace phancong::storage
