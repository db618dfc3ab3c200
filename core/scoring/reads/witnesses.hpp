#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/scoring/reads/lap_of_read.hpp"
#include "core/scoring/reads/read_list.hpp"

namespace lanterne::scoring {

/// How a clock's reads lie beside what the fixes say of the same passages: reads minus fixes.
struct ClockCheck {
    std::string clock;
    std::size_t reads = 0; ///< that the fixes say something of
    Milliseconds median{0};
    Milliseconds spread{0}; ///< median distance from that median
    bool is_wrong = false;  ///< its reads are no witnesses until SetClock

    bool operator==(const ClockCheck&) const = default;
};

/// A clock is wrong when at least so many reads say so, by so much and so many times the spread.
inline constexpr std::size_t clock_reads = 5;
inline constexpr Milliseconds clock_wrong_by{2'000};
inline constexpr int clock_spreads = 4;

/// What the fixes are worth beside chips: their times minus the chips', of passages that have both.
/// Reads that are astray or on a wrong clock are left out and counted.
struct Comparison {
    std::size_t number = 0;
    std::size_t left_out = 0;
    Milliseconds median{0};
    Milliseconds ninety_five{0}; ///< 95 % differ by no more, either way
    Milliseconds worst{0};       ///< either way
    std::size_t inside = 0;      ///< differ by no more than 1.96 of the errors stated

    bool operator==(const Comparison&) const = default;
};

/// An entry's passages as its fixes say them.
struct SeenEntry {
    const plan::Entry* entry = nullptr;
    const course::Course* course = nullptr;
    std::vector<Witness> seen;
};

/// The reads of a race, each with the passage that it means. What it answers follows from the reads
/// and from what was last said of each entry, in whatever order.
class Witnesses {
public:
    explicit Witnesses(ReadList reads) : reads_{std::move(reads)} {}

    const ReadList& reads() const { return reads_; }

    bool has_reads_of(const Bib& bib) const { return reads_.by_bib.contains(bib); }

    /// Places the entry's reads by what is known of it now; true when that changed anything.
    bool place(const EntryInputs& inputs);

    /// Gives each read without a bib to the one entry that the fixes have there at that time: when
    /// there is one within three standard deviations and it has no other such read of that clock.
    /// Answers whose witnesses changed.
    std::vector<Bib> place_loose(const std::vector<SeenEntry>& entries);

    /// Looks at the clocks anew; answers whose witnesses changed by it.
    std::vector<Bib> check_clocks();

    /// Of that entry, by point; neither astray nor on a wrong clock.
    std::vector<Witness> of(const Bib& bib) const;

    /// Reads of that entry that are astray, on clocks that are right.
    std::vector<PlacedRead> astray_of(const Bib& bib) const;

    const std::vector<ClockCheck>& clocks() const { return clocks_; }

    /// Reads that no entry was given.
    const std::vector<TimedRead>& unplaced() const { return unplaced_; }

    Comparison comparison() const;

private:
    bool is_wrong(const std::string& clock) const;

    ReadList reads_;
    std::map<Bib, std::vector<PlacedRead>> placed_;
    std::map<Bib, std::vector<Witness>> given_; ///< of the loose
    std::vector<TimedRead> unplaced_;
    std::vector<ClockCheck> clocks_; ///< by name
};

} // namespace lanterne::scoring
