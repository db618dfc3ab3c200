#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/base/time.hpp"
#include "core/base/units.hpp"

namespace lanterne::scoring {

/// When an entry was where: samples of its way, sparse enough to be kept for everybody. Where it
/// went at a steady speed few are needed: when there is no room, the one goes that is missed least.
class Trace {
public:
    static constexpr std::size_t max_samples = 96; ///< 768 bytes

    /// Times before the gun are not kept, nor such that lie over 49 days after it.
    explicit Trace(UtcTime gun) : gun_{gun} {}

    /// Takes where the entry is. Going back far takes back what lies ahead.
    void add(Metres along, UtcTime time);

    /// When it was there; nothing where it has not been yet.
    std::optional<UtcTime> time_at(Metres along) const;

    /// How far along it was then; before the first sample and after the newest nothing.
    std::optional<Metres> along_at(UtcTime time) const;

    /// A stretch between two samples.
    struct Stretch {
        Metres from;
        Metres to;
        UtcTime begin;
        UtcTime end;
    };

    /// Its way, stretch by stretch.
    std::vector<Stretch> stretches() const;

    std::size_t heap_bytes() const { return samples_.capacity() * sizeof(Sample); }

private:
    /// Packed, because thousands are kept.
    struct Sample {
        std::uint32_t along_cm = 0;
        std::uint32_t ms = 0; ///< since the gun
    };

    void make_room();

    double along_of(const Sample& sample) const { return sample.along_cm / 100.0; }

    UtcTime time_of(const Sample& sample) const { return gun_ + Milliseconds{sample.ms}; }

    UtcTime gun_;
    std::vector<Sample> samples_; ///< ascending in both
    std::optional<Sample> newest_;
};

} // namespace lanterne::scoring
