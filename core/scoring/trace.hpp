#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/base/time.hpp"
#include "core/base/units.hpp"

namespace lanterne::scoring {

/// When an entry was where: samples of its way, sparse enough to be kept for everybody.
class Trace {
public:
    static constexpr std::size_t most_samples = 400;

    /// Of a course of that length.
    explicit Trace(Metres length);

    /// Takes where the entry is. Going back far takes back what lies ahead.
    void add(Metres along, UtcTime time);

    /// When it was there; nothing where it has not been yet.
    std::optional<UtcTime> time_at(Metres along) const;

private:
    struct Sample {
        double along;
        UtcTime time;
    };

    double spacing_m_;
    std::vector<Sample> samples_; ///< ascending in both
    std::optional<Sample> newest_;
};

} // namespace lanterne::scoring
