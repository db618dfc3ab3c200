#include "core/course/way/way_filter.hpp"

#include "core/course/way/coordinate.hpp"
#include "core/course/way/observation.hpp"
#include "core/course/way/transition.hpp"

namespace lanterne::course {

using namespace coordinate;

WayState start_state(double along_m, double along_sd, double mps, double speed_sd,
                     const Motion& motion) {
    WayState state;
    state.x[along] = along_m;
    state.x[speed] = mps;
    state.x[mean] = motion.usual_mps;
    state.p(along, along) = along_sd * along_sd;
    state.p(speed, speed) = speed_sd * speed_sd;
    state.p(error_east, error_east) = motion.bias_m * motion.bias_m;
    state.p(error_north, error_north) = motion.bias_m * motion.bias_m;
    state.p(right, right) = beside_m * beside_m;
    state.p(drift, drift) = motion.doppler_mps * motion.doppler_mps;
    const double spread = mean_spread * motion.usual_mps;
    state.p(mean, mean) = spread * spread;
    return state;
}

WayState predicted(const WayState& state, double seconds, const Motion& motion, const Bend& bend) {
    return moved(state, transition_over(seconds, motion, state.x[speed], bend), seconds, motion);
}

WayState updated(const WayState& state, const Sighting& sighting) {
    WayState next = state;
    doubt(next, sighting);
    take(next, sighting);
    return next;
}

} // namespace lanterne::course
