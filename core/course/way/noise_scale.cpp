#include "core/course/way/noise_scale.hpp"

#include <algorithm>
#include <cmath>

#include "core/base/elementary.hpp"

namespace lanterne::course {
namespace {

// Long enough for the slow error to change, short enough for speeds to be added up.
constexpr double stretch_s = 12;
constexpr double longest_step_s = 4;
// In a bend a place says less of how far somebody came: it is left out beyond this.
constexpr double most_bends_m = 1;
constexpr double fast_m = 0.7; // of a place's fast error, standard deviation
// What is stated counts as much as so many stretches; a stretch is forgotten by 1/e in 125.
constexpr double stated_stretches = 4;
constexpr double kept = 0.992;
// Squares beyond this count as this; such ones are 0.92 in the mean instead of one.
constexpr double most_square = 4;
constexpr double mean_square = 0.92;
constexpr double least = 0.65;
constexpr double most = 2;

double square_of(double value) { return value * value; }

} // namespace

void NoiseScale::begin() {
    lasted_s_ = 0;
    ahead_m_ = 0;
    bends_m2_ = 0;
}

void NoiseScale::see(const Sighting& sighting) {
    const double seconds = sighting.t - t_;
    const double metres = sighting.along - along_;
    const double speed = (speed_ + sighting.speed) / 2;
    t_ = sighting.t;
    along_ = sighting.along;
    speed_ = sighting.speed;
    if (!sighting.has_speed || !sighting.follows || sighting.motion.stands) {
        lasted_s_ = -1;
        return;
    }
    if (lasted_s_ < 0 || seconds > longest_step_s || sighting.motion.renews_bias) {
        begin();
        return;
    }
    ahead_m_ += metres - speed * seconds;
    bends_m2_ += square_of(beside_m * sighting.bend.right) + square_of(sighting.bend.saved);
    lasted_s_ += seconds;
    if (bends_m2_ > most_bends_m * most_bends_m) {
        begin();
    } else if (lasted_s_ >= stretch_s) {
        weigh(sighting.motion);
        begin();
    }
}

void NoiseScale::weigh(const Motion& motion) {
    const double forgotten = 1 - lanterne::exp(-lasted_s_ / motion.bias_time_s);
    const double slow = 2 * square_of(motion.bias_m) * forgotten;
    const double same_s =
        lasted_s_ - doppler_time_s * (1 - lanterne::exp(-lasted_s_ / doppler_time_s));
    const double drift = 2 * square_of(motion.doppler_mps) * doppler_time_s * same_s;
    const double expected = slow + drift + bends_m2_ + 2 * square_of(fast_m);
    const double square = std::min(square_of(ahead_m_) / expected, most_square) / mean_square;
    excess_ = kept * excess_ + square - 1;
    share_ = kept * share_ + slow / expected;
}

double NoiseScale::factor() const {
    const double square = 1 + excess_ / (stated_stretches + share_);
    return std::sqrt(std::clamp(square, least * least, most * most));
}

} // namespace lanterne::course
