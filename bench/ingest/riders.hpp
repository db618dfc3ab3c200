#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "bench/ingest/publisher.hpp"
#include "core/exchange/race_folder.hpp"
#include "core/wire/batch.hpp"
#include "tests/support/truth/shape.hpp"

namespace lanterne::bench {

/// Who rides a race of the bench; units are numbered over all races.
struct Field {
    int first = 0; ///< unit
    int count = 0;
};

/// A course that is long enough for every row, and what riders on it send: their fixes of one
/// second each from the gun on, with 3 m of noise, off the drawn line as far as true courses are.
/// Riders share a few ways.
class Riders {
public:
    explicit Riders(std::uint64_t seed);

    /// The race of that field, as an organiser's folder.
    exchange::FolderFiles folder(const Field& field) const;

    /// The first `fixes` of everybody, packed by so many. Anybody's batches begin at 0.
    struct Packing {
        std::size_t fixes = 0;
        std::size_t in_batch = 10;
        bool backlog = false;
    };

    /// Batch k of everybody before batch k + 1 of anybody. `seconds_between`: when batch k is due;
    /// units take turns within that time. 0: all at once. They refer to bytes in here.
    std::vector<Outgoing> messages(const Field& field, const Packing& packing,
                                   double seconds_between);

private:
    const std::vector<wire::Bytes>& packed(std::size_t way, const Packing& packing);

    truth::Shape shape_;
    std::vector<std::vector<Fix>> ways_;
    std::map<std::tuple<std::size_t, std::size_t, std::size_t, bool>, std::vector<wire::Bytes>>
        packed_;
};

/// bench00000, ...
UnitSerial unit_of(int number);

} // namespace lanterne::bench
