#include "storage/kept_facts.h"

#include <functional>

namespace phancong::storage {

size_t KeptFacts::Hash::operator()(const Key& key) const {
  // The multiplier is that of Fibonacci hashing.
  constexpr uint64_t kSpread = 0x9E3779B97F4A7C15;
  uint64_t hash = std::hash<std::string_view>()(key.name.text) + static_cast<uint64_t>(key.of);
  for (const int64_t part : {key.federation, key.revision, key.name.first, key.name.second, key.name.third}) {
    hash = (hash ^ static_cast<uint64_t>(part)) * kSpread;
    hash ^= hash >> 32U;
  }
  return (hash ^ key.name.what.size()) * kSpread >> 16U;
}

KeptFacts::Fact KeptFacts::Find(const Key& key) {
  Shard& shard = ShardOf(key);
  const std::lock_guard lock(shard.mutex);
  if (const auto found = shard.young.find(key); found != shard.young.end()) return found->second;
  const auto found = shard.old.find(key);
  if (found == shard.old.end()) return nullptr;
  Fact fact = found->second;
  KeepYoung(shard, key, fact);
  return fact;
}

void KeptFacts::Keep(Key key, Fact fact) {
  Shard& shard = ShardOf(key);
  const std::lock_guard lock(shard.mutex);
  KeepYoung(shard, std::move(key), std::move(fact));
}

void KeptFacts::KeepYoung(Shard& shard, Key key, Fact fact) {
  if (shard.young.size() >= kGreatestCount / kShards / 2) {
    shard.old = std::move(shard.young);
    shard.young = Facts();
  }
  shard.young.insert_or_assign(std::move(key), std::move(fact));
}

void KeptFacts::Forget() {
  for (Shard& shard : shards_) {
    const std::lock_guard lock(shard.mutex);
    shard.young.clear();
    shard.old.clear();
  }
}

}  // namespace phancong::storage
