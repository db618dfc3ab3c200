#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/fix.hpp"
#include "core/course/matching/matcher.hpp"
#include "core/scoring/fingerprint/sha256.hpp"
#include "core/scoring/tracking/trace.hpp"

namespace lanterne::scoring {

/// A timing point that an entry's fixes say it passed. Packed, because one a point is kept for
/// everybody.
struct Crossed {
    UtcTime time;
    std::uint32_t point = 0; ///< index into the points of the course
    std::uint32_t standard_error_ms : 30 = 0;
    std::uint32_t is_bridged : 1 = 0;
    std::uint32_t is_settled : 1 = 0;

    bool operator==(const Crossed&) const = default;
};

/// A timing point behind the entry without a time, or with a doubted one.
struct Missed {
    UtcTime from;
    UtcTime to;
    std::uint32_t point = 0;
    course::MissReason reason = course::MissReason::cut;

    bool operator==(const Missed&) const = default;
};

/// A time that somebody spent off the course, or standing on it.
struct Episode {
    enum class Kind : std::uint8_t { off_course, standing };

    Kind kind = Kind::standing;
    bool is_over = false;
    UtcTime from;
    UtcTime to;      ///< so far
    Metres along{0}; ///< where it stood, or left the course

    bool operator==(const Episode&) const = default;
};

/// What an entry's fixes say, taken one after the other: everything here follows from the course,
/// the gun and those fixes. A value: a copy goes on by itself. The course outlives it.
class Athlete {
public:
    static constexpr std::size_t max_episodes = 8; ///< of more the longest are kept, and the newest

    Athlete(const course::Course& course, UtcTime gun);

    /// Takes a fix that is newer than newest().
    void take(const Fix& fix);

    /// Of the fixes that it took.
    const std::optional<Fix>& newest() const { return newest_; }

    /// By point; one each.
    const std::vector<Crossed>& crossed() const { return crossed_; }

    /// By point.
    const std::vector<Missed>& missed() const { return missed_; }

    /// What crossed() and missed() would be if no further fix came.
    struct Ended {
        std::vector<Crossed> crossed;
        std::vector<Missed> missed;
    };

    Ended at_end() const;

    /// On the course at some time since the gun.
    bool has_started() const { return has_started_; }

    /// Of the fixes that it took, in their order.
    std::string fixes_digest() const { return fixes_.text(); }

    /// What it holds outside itself.
    std::size_t bytes_beside() const;

    /// Grows whenever one of these answers otherwise than before.
    std::uint32_t said() const { return said_; }

    const std::optional<course::Match>& match() const { return matcher_.match(); }

    const Trace& trace() const { return trace_; }

    /// Since when it is where it is, give or take a few metres.
    UtcTime anchored() const { return anchored_; }

    /// In the order of their begins.
    const std::vector<Episode>& episodes() const { return episodes_; }

private:
    void note_episodes(UtcTime now);
    void note(Episode::Kind kind, UtcTime from, UtcTime now, Metres along);
    void end(Episode::Kind kind);

    const course::Course* course_;
    UtcTime gun_;
    course::Matcher matcher_;
    Trace trace_;
    Sha256 fixes_;
    std::optional<Fix> newest_;
    std::vector<Crossed> crossed_;
    std::vector<Missed> missed_;
    std::vector<Episode> episodes_;
    Metres anchor_{0};
    UtcTime anchored_{};
    std::uint32_t said_ = 0;
    bool has_started_ = false;
};

} // namespace lanterne::scoring
