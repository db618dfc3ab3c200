#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/course/course.hpp"
#include "core/course/way/way_filter.hpp"

namespace lanterne::course {

/// A fix taken as one place on the unrolled course, and which step came before it. Small, as every
/// athlete keeps many.
struct Step {
    std::int32_t t_ms = 0; ///< since the gun
    std::int32_t along_cm = 0;
    std::int16_t east = 0; ///< of the line's direction, in parts of whole_direction
    std::int16_t north = 0;
    std::int16_t speed_cmps = 0; ///< along the line; no_speed: not known
    std::int16_t right_cm = 0;   ///< of the line; left is negative
    std::uint16_t accuracy_dm = 0;
    std::uint16_t leg = 0;
    std::int16_t before = -1; ///< index; none: the way begins here

    static constexpr std::int16_t no_speed = INT16_MIN;
    static constexpr double whole_direction = 30'000;

    double t() const { return t_ms / 1000.0; }

    double along() const { return along_cm / 100.0; }

    geo::PlanePoint direction() const { return {east / whole_direction, north / whole_direction}; }
};

/// Slower than this somebody stands.
inline constexpr double stands_below_mps = 0.4;

/// The newest steps of all histories of one athlete, which share what they have in common. When it
/// is full, what no history stands on goes first, then most of a long standing, then the oldest.
class Steps {
public:
    static constexpr std::size_t capacity = 128;
    static constexpr std::int16_t none = -1;

    /// Its index. There is room.
    std::int16_t add(const Step& step);

    const Step& operator[](std::int16_t index) const;
    Step& operator[](std::int16_t index);

    /// True when so many may be added.
    bool has_room(std::size_t steps) const { return size_ + steps <= capacity; }

    /// Makes room for so many, at most capacity / 2. `heads` are the newest steps of the histories,
    /// the best first, and are moved along; a history whose steps all go stands on none. Answers
    /// the steps that the best lost at its begin, oldest first.
    std::vector<Step> make_room(std::size_t steps, std::span<std::int16_t*> heads);

    /// The way that leads to that step, oldest first.
    std::vector<Step> way_to(std::int16_t index) const;

    /// The begin of that way.
    std::int16_t root_of(std::int16_t index) const;

private:
    void thin_standing(std::int16_t best);
    void keep_reachable(std::span<std::int16_t*> heads);

    std::array<Step, capacity> steps_; ///< each behind the one before it
    std::size_t size_ = 0;
};

/// How an athlete moved towards that step, as the filters take it.
Sighting sighting_of(const Course& course, const Step& step, const std::optional<Step>& before);

} // namespace lanterne::course
