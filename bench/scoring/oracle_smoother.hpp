#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "bench/scoring/matrix.hpp"
#include "bench/scoring/oracle.hpp"

namespace lanterne::bench {

/// What the oracle does not know about an athlete at one time.
enum State : std::size_t {
    behind, ///< metres along less the true ones
    form,   ///< part of its usual speed, less the true one; mean speed where the law is not known
    extra,  ///< speed besides what its law says, m/s
    side,   ///< metres that its own lane lies to the right of the line
    right,  ///< metres beside the middle of its own lane
    drawn,  ///< metres that the true line lies to the right of the drawn one
    slow_e, ///< the receiver's slow error, in standard deviations
    slow_n,
    speed_e, ///< its speed's error, in standard deviations
    speed_n,
    burst_e, ///< metres
    burst_n,
    size,
};

using Square = Matrix<size>;
using Column = Vector<size>;

/// What is at one time: a fix, or nothing between two that lie far apart.
struct Node {
    double t = 0;
    double true_along = 0;
    double along = 0;  ///< truly, on the line that is known
    double beside = 0; ///< metres to the right of it about which this is linear
    double speed = 0;  ///< truly, along
    double form = 0;   ///< truly
    double law = 0;    ///< the speed about which this is linear, and by what it changes
    double by_form = 0;
    double by_place = 0;
    const Fix* fix = nullptr;
    bool begins_burst = false; ///< since the node before
    Column predicted{};
    Square predicted_p;
    Square step; ///< from the node before
    Column x{};
    Square p;
};

/// A position, as far as a node's states explain it.
struct Sight {
    Column east{};
    Column north{};
    geo::PlanePoint value; ///< to which they ought to add up
    double variance = 0;   ///< of what they leave out, each axis
};

/// The oracle's smoother over one athlete's fixes, less what is taken from its knowledge. What it
/// is made of outlives it.
class OracleSmoother {
public:
    /// `drawn` is the race as it is scored.
    OracleSmoother(const truth::Sample& sample, const plan::RacePlan& drawn,
                   const simulator::Conditions& conditions, const Known& known);

    /// When it came that far along the line that is known. Whoever knows the crossing takes the one
    /// nearest the true time, within half a minute; others the first of the day.
    std::optional<TimedError> at(double truth_s, double along) const;

    /// Metres along, and how sure that is.
    struct Place {
        double along = 0;
        double standard_deviation = 0;
    };

    /// Where it was then, as of all fixes; nothing after the last.
    std::optional<Place> along_at(double t) const;

private:
    void place_nodes();
    void place_on_true_line();
    void place_on_drawn_line();
    void note_bursts();
    void note_halts();
    void filter();
    void begin(Node& node) const;
    void smooth();
    void predict(const Node& before, Node& node) const;
    void predict_by_law(const Node& before, Node& node, Square& noise) const;
    void predict_by_mean(const Node& before, Node& node, Square& noise) const;
    void look_for_burst(const Node& before, Node& node, double since_fix_s) const;
    bool is_bend(double along, double speed) const;
    Sight sight(const Node& node) const;
    void observe(Node& node) const;
    void observe_speed(Node& node) const;
    void observe_halt(Node& node) const;
    geo::PlanePoint lane(const Node& node, double ahead) const;
    geo::PlanePoint across(double along) const;
    void take(Node& node, const Column& h, double value, double variance) const;

    const hal::simulated::NoiseModel& model(double t) const {
        return sample_.journey.sport_at(t) == course::Sport::swim ? conditions_.at_sea
                                                                  : conditions_.on_land;
    }

    const truth::Sample& sample_;
    UtcTime gun_;
    const simulator::Conditions& conditions_;
    Known known_;
    simulator::Ground ground_; ///< of the line that is known
    double end_along_;         ///< of its course
    std::vector<simulator::Stood> stops_;
    std::vector<Node> nodes_;
};

} // namespace lanterne::bench
