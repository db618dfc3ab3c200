#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/ids.hpp"
#include "core/base/time.hpp"

namespace lanterne::simulator {

/// What became of an athlete by the end of the run.
enum class TrueOutcome : std::uint8_t { not_started, racing, finished, gave_up, taken_in };
std::string_view to_text(TrueOutcome outcome); ///< as athletes.csv has it
std::optional<TrueOutcome> parse_true_outcome(std::string_view text);

struct TrueResult {
    TrueOutcome outcome = TrueOutcome::not_started;
    std::optional<UtcTime> finish;
    std::optional<double> left_at_m; ///< along, where it gave up

    bool operator==(const TrueResult&) const = default;
};

/// A passage as passages.csv has it.
struct ToldPassage {
    std::size_t entry = 0; ///< index
    std::size_t point = 0; ///< index into the points of its course
    UtcTime time;

    bool operator==(const ToldPassage&) const = default;
};

/// What a scenario, or a person, did to the run.
struct InjectedFault {
    UtcTime time;
    std::string kind; ///< a word of the scenario: "outage"
    std::string whom; ///< bib, unit, place: whatever it concerns
    std::optional<Milliseconds> lasts;
    std::string detail; ///< for people

    bool operator==(const InjectedFault&) const = default;
};

/// What a unit numbered in one life of its journal.
struct UnitTally {
    UnitSerial unit;
    Epoch epoch = 0;
    std::uint64_t fixes = 0;       ///< numbered: 0 to fixes - 1
    std::uint64_t lost = 0;        ///< of them, declared lost
    std::uint64_t unreceipted = 0; ///< at the end
    std::uint32_t crc32c = 0;      ///< see FixesChecksum

    bool operator==(const UnitTally&) const = default;
};

} // namespace lanterne::simulator
