#pragma once

#include <span>
#include <vector>

#include "core/base/units.hpp"

namespace lanterne::course {

/// A measured place of a leg: where on the drawn line it lies, and how far it is by the official
/// measurement. Both from the leg's begin, all laps.
struct Mark {
    Metres drawn{0};
    Metres certified{0};

    bool operator==(const Mark&) const = default;
};

/// Translates between the drawn and the official metres of a leg, piece by piece from mark to mark:
/// a drawn line is too long where it wiggles and too short where it cuts a bend, so one factor for
/// all of it would move every mark. Immutable; any thread.
class Measure {
public:
    /// Drawn metres are official ones.
    Measure() = default;

    /// From 0, which is 0, through the marks. Before 0 and behind the last mark a metre is a metre.
    /// Marks that do not ascend, strictly, in both measures from 0: std::invalid_argument.
    explicit Measure(std::span<const Mark> marks);

    Metres certified(Metres drawn) const;
    Metres drawn(Metres certified) const;

private:
    std::vector<Mark> marks_; ///< (0, 0) first, when there are any
};

} // namespace lanterne::course
