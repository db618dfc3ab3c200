#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>

#include "core/base/time.hpp"

namespace lanterne::firmware {

/// The middle one of the last three times given: one that is wrong by years does not move it by
/// more than to its neighbour.
class MiddleTime {
public:
    void add(UtcTime time) {
        last_[given_ % last_.size()] = time;
        ++given_;
    }

    /// Nothing before the first; of two the earlier.
    std::optional<UtcTime> value() const {
        const std::size_t count = std::min(given_, last_.size());
        if (count == 0) {
            return std::nullopt;
        }
        auto sorted = last_;
        const auto end = sorted.begin() + static_cast<std::ptrdiff_t>(count);
        std::sort(sorted.begin(), end);
        return sorted[(count - 1) / 2];
    }

private:
    std::array<UtcTime, 3> last_{};
    std::size_t given_ = 0;
};

} // namespace lanterne::firmware
