#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/base/units.hpp"

namespace lanterne::course {

/// The heights of one lap's line, smoothed: what a receiver or a terrain model says of heights
/// jumps by metres from one point to the next, and a gradient of that is noise. Immutable; any
/// thread.
///
/// The heights are laid on knots knot_apart apart, freed of spikes (a running median of five) and
/// of noise (a straight line through the knots within `reach` to either side, weighted by nearness;
/// its slope is the gradient). A ramp much shorter than twice the reach is therefore seen flatter
/// than it is.
class Elevation {
public:
    static constexpr Metres knot_apart{10};
    static constexpr std::size_t max_knots = 20'000; ///< longer lines have them farther apart
    static constexpr std::size_t reach = 6;          ///< knots
    static constexpr double least_rise_m = 1;        ///< less up and down is no climb
    static constexpr double spike_m = 15; ///< a knot that differs more from its neighbours
    static constexpr std::size_t max_spikes = 100;
    static constexpr double steepest = 1; ///< gradients beyond 45 degrees are cut

    struct Sample {
        Metres along{0}; ///< from the lap's begin
        double height_m = 0;
    };

    /// A height that was not believed.
    struct Spike {
        Metres along{0};
        double height_m = 0;
        double likely_m = 0; ///< what the knots around it say
    };

    /// Of a line of that length, above 0. std::invalid_argument without a sample, with one that is
    /// not finite, or with samples that go back.
    Elevation(std::span<const Sample> samples, Metres length);

    /// Metres above the sea; clamped to the line.
    double height_at(Metres in_lap) const;

    /// Metres up for each metre along; down is negative. Clamped to the line.
    double gradient_at(Metres in_lap) const;

    /// Metres up and down of the whole lap, each 0 or more.
    double climb_m() const { return climb_m_; }

    double descent_m() const { return descent_m_; }

    /// The first max_spikes, by along.
    const std::vector<Spike>& spikes() const { return spikes_; }

    /// Where it goes up or down most steeply.
    Metres steepest_at() const;

private:
    void note_spikes(const std::vector<double>& raw, const std::vector<double>& likely);
    void smooth(const std::vector<double>& rough);
    void add_up();
    double between(const std::vector<double>& knots, Metres in_lap) const;

    double step_ = 0; ///< metres from knot to knot
    std::vector<double> heights_;
    std::vector<double> gradients_;
    std::vector<Spike> spikes_;
    double climb_m_ = 0;
    double descent_m_ = 0;
};

} // namespace lanterne::course
