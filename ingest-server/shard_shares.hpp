#pragma once

#include <cstdint>
#include <set>
#include <vector>

#include "core/wire/topic.hpp"

namespace lanterne::ingest {

/// Parts that units and races are dealt into (ln/1/s<NN>/..., plan.race.shard).
using Shards = std::set<std::int16_t>;

inline constexpr std::int16_t shard_count = wire::greatest_shard + 1;

/// What a worker sees of all shards.
struct ShardView {
    std::int64_t workers = 1; ///< at work, this one among them
    Shards leased;            ///< by whomever
    Shards raced;             ///< that races are on
    Shards held;              ///< by this worker
};

/// The free shards that this worker should lease, those with races first: until it has its share of
/// these and its share of all. Shares are rounded up, so none is left over.
std::vector<std::int16_t> wanted(const ShardView& view);

/// What this worker holds beyond its shares. Of shards with races it keeps those with the lowest
/// numbers.
Shards surplus(const ShardView& view);

} // namespace lanterne::ingest
