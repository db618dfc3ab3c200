#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/base/time.hpp"
#include "core/base/units.hpp"
#include "core/course/course.hpp"
#include "core/scoring/eta/calibration.hpp"
#include "core/scoring/eta/field.hpp"
#include "core/scoring/eta/grade.hpp"
#include "core/scoring/eta/ground.hpp"
#include "core/scoring/eta/journey.hpp"
#include "core/scoring/eta/pacer.hpp"
#include "core/scoring/eta/projection.hpp"

namespace lanterne::scoring::eta {

/// What weighed in a band.
struct Evidence {
    Milliseconds slopes{0};     ///< more (or less) than on flat ground
    Milliseconds field{0};      ///< more than the course explains, by those who were there today
    std::uint32_t athletes = 0; ///< so many of them
    Milliseconds standing{0};   ///< it has not moved for so long
};

/// When an entry is expected somewhere: 10, 50 and 90 % of such arrivals are earlier.
struct Band {
    UtcTime early;
    UtcTime likely;
    UtcTime late;
    Evidence why;
};

/// Says when the entries of one course arrive, from the own pace of each, the slopes ahead and how
/// today's field took them; and keeps a record of how right it was, which widens or narrows what it
/// says next. No clock: everything follows from what it was given, and from what was asked of
/// learn(). An entry is an index below the number stated. Outside the digest of a race. About 1 KB
/// an entry; one thread.
///
/// Times older than an entry's newest are left out; before feeding an entry anew, forget() it.
class Forecaster {
public:
    /// Ungraded forecasts of an entry. One too many, and the one goes whose neighbours stand
    /// closest, measured against how far ahead they looked.
    static constexpr std::size_t pending_to_next = 6;
    static constexpr std::size_t pending_to_finish = 8;
    static constexpr Milliseconds graded_after_learning = std::chrono::minutes{2};

    /// `origin`: any time near the race, say its first gun. Keeps nothing of the course.
    Forecaster(const course::Course& course, std::size_t entries, UtcTime origin);

    /// Where an entry is; costs what it closes of the course, nothing mostly. Negative and too
    /// long ways are clamped to the course; no number is left out.
    void seen(std::size_t entry, Metres along, UtcTime time);

    /// It passed a timing point, the start among them. Grades what was forecast for it.
    void passed(std::size_t entry, Metres along, UtcTime time);

    /// It left the race: no band from here on, and what was forecast is not graded.
    void leave(std::size_t entry);

    void forget(std::size_t entry);

    /// Learns what the field has shown up to now; each half a minute of race time is often enough.
    /// Costs entries times cells. Forecasts are graded when it was called not long before.
    void learn(UtcTime as_of);

    /// When it is expected there; nothing before it was seen, behind it, at the finish or when it
    /// left. Never before as_of, which is not older than what was given. Costs the cells between.
    std::optional<Band> band(std::size_t entry, Metres along, UtcTime as_of) const;

    /// The next timing point ahead of it.
    std::optional<Metres> next_point(std::size_t entry) const;

    Metres finish() const { return Metres{points_.back()}; }

    /// How the forecasts did that came true in the hour before.
    Grade last_hour(UtcTime as_of, Horizon horizon) const;

private:
    // A forecast whose hour has not come. Seconds, from the origin or from `issued`.
    struct Pending {
        double issued = 0;
        float seconds = 0;
        float sd = 0;
        float early = 0;
        float likely = 0;
        float late = 0;
        std::uint32_t point = 0;
    };

    struct Entry {
        Pacer pacer;
        std::vector<Pending> pending;
        std::size_t asked_cell = 0; ///< the newest in which a forecast was kept
        double passed = -1;         ///< along, of the last timing point
        bool has_left = false;
    };

    // A band in seconds from the origin.
    struct Quantiles {
        double early = 0;
        double likely = 0;
        double late = 0;
    };

    double seconds_at(UtcTime time) const;
    UtcTime time_at(double seconds) const;
    Quantiles quantiles(const Journey& journey, const Projection& projection, double along,
                        double t) const;
    double reached(std::size_t entry) const;
    void keep(std::size_t entry, double t);
    void keep(std::size_t entry, std::size_t point, std::size_t most, double t);
    void thin(std::vector<Pending>& pending, std::uint32_t point) const;
    void grade(std::size_t entry, double along, double t);

    Ground ground_;
    Field field_;
    Calibration calibration_;
    Grades grades_;
    std::vector<double> points_; ///< along, ascending, without doubles
    std::vector<Journey> journeys_;
    std::vector<Entry> entries_;
    UtcTime origin_;
    std::optional<double> learned_; ///< as of when
};

} // namespace lanterne::scoring::eta
