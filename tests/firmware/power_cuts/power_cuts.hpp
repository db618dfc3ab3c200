#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "tests/firmware/power_cuts/recorded_run.hpp"

/// What a journal promises is tried on every card that a power cut can leave: a recorded run is cut
/// after each of its operations, and of the writes that no sync had covered any may have reached
/// the card, each sector for itself.
namespace lanterne::firmware::power_cuts {

struct Effort {
    std::size_t all_subsets_up_to = 12;  ///< open writes; beyond, random subsets
    std::size_t random_subsets = 10'000; ///< of each cut with more of them
    std::uint64_t seed = 20'260'517;
};

/// All but the first three must be 0.
struct Tally {
    std::uint64_t cuts = 0;    ///< moments, or kinds of damage
    std::uint64_t cards = 0;   ///< that were opened again
    std::uint64_t fixes = 0;   ///< that were read from them and compared
    std::uint64_t lost = 0;    ///< cards that lacked a fix or event that a sync had covered
    std::uint64_t wrong = 0;   ///< cards with a fix, event or receipt that was never written so
    std::uint64_t silent = 0;  ///< cards with a number gone that is neither kept nor declared
    std::uint64_t refused = 0; ///< cards that could not be opened, or not be written on
    std::string first_fault;

    bool clean() const { return lost + wrong + silent + refused == 0; }
};

Tally cut_everywhere(const Recording& recording, const Effort& effort);

/// At most so many segments of the card that the run left: cut off at every byte, and with every
/// bit flipped. A flipped bit may cost the record that it is in.
Tally damage_everywhere(const Recording& recording, std::size_t most_segments);

} // namespace lanterne::firmware::power_cuts
