#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/scoring/eta/ground.hpp"
#include "core/scoring/eta/journey.hpp"
#include "core/scoring/eta/own_pace.hpp"

namespace lanterne::scoring::eta {

/// What today's field shows of a cell, each against the athlete's own pace elsewhere on the leg.
struct Shown {
    double slowness = 0; ///< log of the time against what the course explains
    double sd = 0;       ///< how well that is known
    double stopped_s = 0;
    double stopped_variance = 0;
    std::uint32_t athletes = 0; ///< who were seen there from end to end
};

/// How able those are who began a leg.
struct LegField {
    Level ability;     ///< of the next to come
    double spread = 0; ///< of its variance what lies among athletes; the rest is doubt of the mean
    std::uint32_t athletes = 0;
};

/// Today's field: a table of athletes by cells, taken apart into the ability of each athlete on
/// each leg and what each cell does to all of them (additive in the logarithm, by alternating least
/// squares, each shrunk to what was believed before). What nobody has shown yet goes on as the
/// cells before it, or as the lap before.
class Field {
public:
    explicit Field(const Ground& ground);

    /// Learns anew from all journeys, whatever their order. Costs athletes times cells.
    void learn(const Ground& ground, std::span<const Journey> journeys);

    const Shown& shown(std::size_t cell) const { return cells_[cell]; }

    const LegField& on_leg(std::size_t leg) const { return legs_[leg]; }

private:
    struct Sum {
        double value = 0;
        double raw = 0; ///< of abilities, whoever had them
        double square = 0;
        double stopped = 0;
        double stopped_square = 0;
        std::uint32_t athletes = 0;
    };

    // The legs of an athlete so far, transitions aside.
    struct Raced {
        struct Done {
            std::size_t leg;
            double ability;
        };

        std::optional<Done> latest;
        std::array<std::optional<Done>, sports> by_sport;

        void add(std::size_t leg, course::Sport sport, double ability);
    };

    double expected_more(const Raced& raced, std::size_t leg, course::Sport sport) const;
    std::vector<Sum> residuals(const Ground& ground, std::span<const Journey> journeys);
    void settle(const Ground& ground, const std::vector<Sum>& sums);
    static double calibre(const Ground& ground, const std::vector<Sum>& abilities);
    void settle_legs(const Ground& ground, const std::vector<Sum>& abilities);

    std::vector<Shown> cells_;
    std::vector<LegField> legs_;
};

} // namespace lanterne::scoring::eta
