#pragma once

#include <algorithm>
#include <random>
#include <vector>

#include "core/wire/batch.hpp"

namespace lanterne::ingest {

/// What a unit would have on its card: `count` fixes, one a second, walking east.
inline std::vector<Fix> walk(std::size_t count) {
    std::vector<Fix> fixes;
    for (std::size_t i = 0; i < count; ++i) {
        fixes.push_back({.time = earliest_time + std::chrono::hours{24 * 365} +
                                 std::chrono::seconds{static_cast<std::int64_t>(i)},
                         .position = {Latitude{45'000'000},
                                      Longitude{7'000'000 + 20 * static_cast<std::int32_t>(i)}},
                         .speed_dmps = static_cast<std::uint16_t>(15 + i % 3),
                         .satellites = 9,
                         .mode = FixMode::fix_3d});
    }
    return fixes;
}

inline wire::Batch batch_of(const std::vector<Fix>& journal, Sequence first, std::size_t count,
                            Epoch epoch = 1) {
    const auto begin = journal.begin() + static_cast<std::ptrdiff_t>(first);
    return {epoch, first, {}, std::vector<Fix>(begin, begin + static_cast<std::ptrdiff_t>(count))};
}

inline wire::Bytes bytes_of(const wire::Batch& batch) { return wire::encode(batch).value(); }

/// The whole journal as batches of random length, some of them again with other bounds, in random
/// order.
inline std::vector<wire::Batch> any_delivery(const std::vector<Fix>& journal,
                                             std::mt19937& random) {
    std::uniform_int_distribution<std::size_t> length{1, 30};
    std::vector<wire::Batch> batches;
    for (int round = 0; round < 2; ++round) {
        for (std::size_t first = 0; first < journal.size();) {
            const std::size_t count = std::min(length(random), journal.size() - first);
            if (round == 0 || random() % 2 == 0) {
                batches.push_back(batch_of(journal, first, count));
            }
            first += count;
        }
    }
    const std::size_t once_more = batches.size() / 4;
    for (std::size_t i = 0; i < once_more; ++i) {
        batches.push_back(batches[random() % batches.size()]);
    }
    std::shuffle(batches.begin(), batches.end(), random);
    return batches;
}

} // namespace lanterne::ingest
