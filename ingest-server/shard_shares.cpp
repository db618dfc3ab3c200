#include "ingest-server/shard_shares.hpp"

#include <algorithm>

namespace lanterne::ingest {

namespace {

std::size_t share(std::size_t of, std::int64_t workers) {
    const auto among = static_cast<std::size_t>(std::max<std::int64_t>(workers, 1));
    return (of + among - 1) / among;
}

std::size_t count_of(const Shards& shards, const Shards& among) {
    return static_cast<std::size_t>(
        std::ranges::count_if(shards, [&](std::int16_t shard) { return among.contains(shard); }));
}

} // namespace

std::vector<std::int16_t> wanted(const ShardView& view) {
    std::vector<std::int16_t> wanted;
    std::size_t raced = count_of(view.held, view.raced);
    const std::size_t raced_share = share(view.raced.size(), view.workers);
    const std::size_t all_share = share(shard_count, view.workers);
    const auto has_room = [&] { return view.held.size() + wanted.size() < all_share; };
    for (const std::int16_t shard : view.raced) {
        if (raced < raced_share && !view.leased.contains(shard)) {
            wanted.push_back(shard);
            ++raced;
        }
    }
    for (std::int16_t shard = 0; shard < shard_count && has_room(); ++shard) {
        if (!view.leased.contains(shard) && !view.raced.contains(shard)) {
            wanted.push_back(shard);
        }
    }
    return wanted;
}

Shards surplus(const ShardView& view) {
    Shards surplus;
    std::size_t raced = count_of(view.held, view.raced);
    std::size_t all = view.held.size();
    const std::size_t raced_share = share(view.raced.size(), view.workers);
    const std::size_t all_share = share(shard_count, view.workers);
    for (auto shard = view.held.rbegin(); shard != view.held.rend(); ++shard) {
        if (view.raced.contains(*shard) && raced > raced_share) {
            surplus.insert(*shard);
            --raced;
            --all;
        }
    }
    for (auto shard = view.held.rbegin(); shard != view.held.rend() && all > all_share; ++shard) {
        if (!view.raced.contains(*shard)) {
            surplus.insert(*shard);
            --all;
        }
    }
    return surplus;
}

} // namespace lanterne::ingest
