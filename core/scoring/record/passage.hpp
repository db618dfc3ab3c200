#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "core/base/time.hpp"

namespace lanterne::scoring {

/// Who saw a passage, or said so.
enum class Source : std::uint8_t { gps, unit, chip, hand, gun, official };
std::string_view to_text(Source source); ///< the enumerator's name

std::optional<Source> parse_source(std::string_view text);

/// Tells the clock of that name from others; 0 of an empty name. (FNV-1a, 32 bits.)
std::uint32_t clock_mark(std::string_view name);

/// The official time of an entry at a timing point and lap.
struct Passage {
    std::size_t point = 0; ///< index into Course::points() of the entry's course
    UtcTime time;          ///< race time
    std::uint32_t standard_error_ms = 0;
    Source source = Source::gps;       ///< of the observation that decided
    bool is_bridged = false;           ///< nobody saw it: a gap whose ends leave one history
    bool is_settled = true;            ///< false: a better time follows within a minute or two
    std::uint32_t shared_error_ms = 0; ///< the part of the error that its clock's other times share
    std::uint32_t clock = 0;           ///< tells clocks apart (clock_mark); 0: satellites' time

    bool operator==(const Passage&) const = default;
};

/// A timing point that lies behind an entry without a time; always with a case.
struct Missing {
    std::size_t point = 0;
    UtcTime from;              ///< last known before it
    UtcTime to;                ///< first known behind it
    bool is_ambiguous = false; ///< more than one history stays possible; else the point was cut

    bool operator==(const Missing&) const = default;
};

} // namespace lanterne::scoring
