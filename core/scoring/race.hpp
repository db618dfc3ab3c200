#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/fix.hpp"
#include "core/base/ids.hpp"
#include "core/plan/race_plan.hpp"
#include "core/scoring/record/passage.hpp"

namespace lanterne::scoring {

enum class Status : std::uint8_t {
    not_started,
    racing,
    off_course,
    stopped,
    silent,
    finished,
    over_time_limit,
    did_not_finish,
    did_not_start,
    disqualified,
    unscored,
};
std::string_view to_text(Status status); ///< the enumerator's name

/// Rank, gap, status of an entry. What depends on now (silent, stopped) is a function of (inputs,
/// as of).
struct Standing {
    Bib bib;
    Status status = Status::not_started;
    std::optional<std::uint32_t>
        rank;                        ///< 1 is the leader; ties share a rank; none before the start
    std::optional<Milliseconds> gap; ///< behind the leader at the same place
    std::optional<Metres> along;     ///< on the unrolled course
    std::optional<Fix> last_fix;     ///< newest that was scored

    bool operator==(const Standing&) const = default;
};

/// The total order in which fixes are scored: by time; of equal times the better first, and only
/// the first counts.
bool is_scored_before(const Fix& a, const Fix& b);

/// Scores one race: same fixes in, in any order, same passages and standings out. Reads no clock,
/// does no I/O; one thread. Everything it says follows from the plan and the fixes that it was
/// given.
class Race {
public:
    explicit Race(plan::RacePlan plan);
    ~Race();
    Race(Race&&) noexcept;
    Race& operator=(Race&&) noexcept;

    const plan::RacePlan& plan() const;

    /// Takes fixes of one entry in ascending time. Answers false, and has changed nothing, when one
    /// of them is not newer than the newest that it knows: then rescore() with all of the entry's
    /// fixes. Unknown bib: std::out_of_range.
    bool apply(const Bib& bib, std::span<const Fix> fixes);

    /// Scores the entry anew from all of its fixes, in whatever order they come. Of equal times one
    /// counts: the one with the best accuracy stated, else chosen by its content, never by its
    /// place in the vector. Takes back mark_unscored(). Unknown bib: std::out_of_range.
    void rescore(const Bib& bib, std::vector<Fix> all_fixes);

    /// Marks the entry unscored: a broken invariant concerns this entry alone. Unknown bib:
    /// std::out_of_range.
    void mark_unscored(const Bib& bib);

    /// By point, in the order of the course; one per timing point and lap at most. The start is the
    /// wave's gun or the own crossing, as the wave says, and is there once the entry was seen on
    /// the course. A passage appears about ten seconds of race time after it happened, when it is
    /// certain, and stays as it is while fixes come in order. Unknown bib: std::out_of_range.
    std::vector<Passage> passages(const Bib& bib) const;

    /// All entries, best first: the finished by time from their start, then by how far along they
    /// are; ties and those without a rank by bib. A gap compares times from the start at the same
    /// place of the course: where an entry is, or the finish; who stands falls behind.
    std::vector<Standing> standings(UtcTime as_of) const;

    /// A fingerprint of passages, ranks, gaps and final statuses: 64 hexadecimal digits;
    /// equal results give equal digests, whatever the order of arrival.
    std::string digest() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace lanterne::scoring
