#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "core/base/ids.hpp"
#include "core/scoring/record/passage.hpp"
#include "core/scoring/ruling/observation.hpp"
#include "core/scoring/ruling/rulings.hpp"

namespace lanterne::scoring {

/// A read with a time: what a mat, a button or a person saw at a timing point.
struct TimedRead {
    std::int64_t number = 0; ///< of its act
    Source source = Source::chip;
    std::string clock;
    std::string point;
    std::optional<std::uint32_t> lap;
    UtcTime time;                        ///< with what was added to its clock
    std::uint32_t standard_error_ms = 0; ///< with its clock's
    std::uint32_t shared_error_ms = 0;   ///< its clock's

    bool operator==(const TimedRead&) const = default;
};

/// Bibs in the order in which somebody saw them pass, without times.
struct SeenOrder {
    std::string clock;
    std::string point;
    std::optional<std::uint32_t> lap;
    std::vector<Bib> bibs;

    bool operator==(const SeenOrder&) const = default;
};

/// The reads of a race as acts say them, before anybody asks which lap they mean.
///
/// Times without bibs and bibs without times that one clock saw at one point belong together where
/// their order says so: the third time is the third bib's. Times that state no order have that of
/// their times, when there are as many of them as bibs.
struct ReadList {
    std::map<Bib, std::vector<TimedRead>> by_bib; ///< by time
    std::vector<TimedRead> loose;                 ///< without a bib, by time
    std::vector<SeenOrder> orders;

    bool is_empty() const { return by_bib.empty() && loose.empty(); }
};

/// The same as an observation.
Observation observation_of(const TimedRead& read);

ReadList reads_of(const Rulings& rulings);

} // namespace lanterne::scoring
