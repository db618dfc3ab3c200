#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/base/fix.hpp"
#include "core/base/ids.hpp"
#include "core/wire/batch.hpp"
#include "tests/support/truth/shape.hpp"

namespace lanterne::bench {

/// Who rides it when it is scored anew.
inline constexpr int long_ride_athletes = 200;

/// A ride of over five hours: 200 km in eight laps.
truth::Shape long_ride();

/// Five hours of athlete `number`, a fix a second from the gun on; 3 m of noise, no gaps.
std::vector<Fix> fixes_of_long_ride(const truth::Shape& shape, std::uint64_t number);

inline constexpr std::size_t fixes_in_batch = 10;

/// As units send them, and as the store keeps them.
std::vector<wire::Batch> batches_of(const std::vector<Fix>& fixes);

} // namespace lanterne::bench
