#pragma once

#include <array>
#include <cstddef>
#include <optional>

#include "core/scoring/eta/field.hpp"
#include "core/scoring/eta/ground.hpp"
#include "core/scoring/eta/journey.hpp"
#include "core/scoring/eta/own_pace.hpp"

namespace lanterne::scoring::eta {

/// An athlete's pace over the whole race: in the sport of the leg that it is on, and what its other
/// sports say of those still to come.
class Pacer {
public:
    Pacer(const Ground& ground, const Field& field);

    /// Takes the cells that were closed since.
    void follow(const Ground& ground, const Field& field, const Journey& journey);

    /// With what is known of the cell that it is in.
    OwnPace current(const Ground& ground, const Field& field, const Journey& journey) const;

    std::size_t leg() const { return leg_; }

    /// How able it is expected to be on that leg.
    Level ability_on(std::size_t leg, course::Sport sport, const Field& field) const;

private:
    struct Done {
        double mean = 0;
        double ahead = 0; ///< of the field on that leg, in standard deviations
        double variance = 0;
        std::size_t leg = 0;
    };

    void enter(const Cell& cell, const Field& field);

    OwnPace pace_;
    course::Sport sport_;
    std::size_t leg_ = 0;
    std::size_t next_ = 0; ///< cell
    std::array<std::optional<Done>, sports> done_;
    std::optional<course::Sport> latest_; ///< that was raced, transitions aside
};

} // namespace lanterne::scoring::eta
