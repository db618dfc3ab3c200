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
    form,   ///< part of its usual speed, less the true one
    extra,  ///< speed besides what its law says, m/s
    side,   ///< metres that its own lane lies to the right of the true one
    right,  ///< metres beside the middle of its own lane
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
    double along = 0; ///< truly
    double speed = 0; ///< truly, along
    double form = 0;  ///< truly
    double law = 0;   ///< the speed about which this is linear, and by what it changes
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

/// The oracle's smoother over one athlete's fixes. The sample outlives it.
class OracleSmoother {
public:
    OracleSmoother(const truth::Sample& sample, UtcTime gun,
                   const simulator::Conditions& conditions);

    /// When it came that far along, near the true time.
    std::optional<TimedError> at(double truth_s, double along) const;

private:
    void place_nodes();
    void note_bursts();
    void filter();
    void smooth();
    void predict(const Node& before, Node& node) const;
    void observe(Node& node) const;
    geo::PlanePoint lane(double along) const;
    geo::PlanePoint across(double along) const;
    void take(Node& node, const Column& h, double value, double variance) const;

    const hal::simulated::NoiseModel& model(double t) const {
        return sample_.journey.sport_at(t) == course::Sport::swim ? conditions_.at_sea
                                                                  : conditions_.on_land;
    }

    const truth::Sample& sample_;
    UtcTime gun_;
    const simulator::Conditions& conditions_;
    std::vector<simulator::Stood> stops_;
    std::vector<Node> nodes_;
};

} // namespace lanterne::bench
