#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "core/base/time.hpp"
#include "core/scoring/results/competitor.hpp"

namespace lanterne::scoring::results {

/// The place of whom no judge named: behind all who were.
inline constexpr std::uint32_t after_all_judged = std::numeric_limits<std::uint32_t>::max();

/// Its place in a finish order.
std::uint32_t judged_place(const JudgedPassage& passage);

/// Good for a time to the second, not for who was before whom by a wheel.
bool is_by_satellites(const JudgedPassage& passage);

/// Its squared standard error in ms²; 0 of nullptr, which is a gun or a slot.
double variance_of(const JudgedPassage* passage);

/// A time that orders, and the passage that it ends with.
struct Timed {
    Milliseconds time{0};    ///< raced
    double variance_ms2 = 0; ///< of it
    const JudgedPassage* end = nullptr;
};

/// Who passed together so that satellites cannot say who was first: half-open ranges of indexes
/// into `times`, which are sorted. Within one no two times and no two passages are separated, and
/// somebody was seen by satellites whom no judge named. Nobody is in two; those who are in none
/// have the order of their times.
///
/// A bunch begins with whoever is not separated from the one behind; it ends before the first who
/// is separated from any of it, even when that one is not from the one just before.
struct Bunch {
    std::size_t begin = 0;
    std::size_t end = 0;

    bool operator==(const Bunch&) const = default;
};

std::vector<Bunch> bunches_of(std::span<const Timed> times);

} // namespace lanterne::scoring::results
