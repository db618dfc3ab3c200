#include "simulator/athletes/journey.hpp"

#include <algorithm>
#include <cmath>

#include "simulator/athletes/journeying.hpp"

namespace lanterne::simulator {
namespace {

constexpr std::uint64_t journey_streams = 3'000'000; // apart from those of other generators
constexpr double shortest_step_s = 1e-9;

// What goes through two places at two speeds, that far between them (Hermite's cubic).
double between(double a, double va, double b, double vb, double seconds, double part) {
    const double rest = 1 - part;
    return rest * rest * ((1 + 2 * part) * a + part * seconds * va) +
           part * part * ((1 + 2 * rest) * b - rest * seconds * vb);
}

} // namespace

Journey::Journey(const course::Course& course, const plan::Wave& wave, const Behaviour& behaviour,
                 std::uint64_t seed, std::uint64_t number)
    : course_{&course}, gun_{wave.gun}, behaviour_{behaviour},
      ground_{course, behaviour.cuts_corners_m, behaviour.turns_off},
      random_{seed, journey_streams + number}, pace_{course, random_} {
    Journeying writer{*this};
    writer.before_the_gun();
    writer.race();
    writer.after_the_finish();
    note_passages(wave);
}

// The last moment not behind that time; of several at one time the last.
std::size_t Journey::moment_at(double t) const {
    const auto after =
        std::upper_bound(moments_.begin(), moments_.end(), t,
                         [](double value, const Moment& moment) { return value < moment.t; });
    const auto index = std::max<std::ptrdiff_t>(after - moments_.begin(), 1) - 1;
    return std::min(static_cast<std::size_t>(index), moments_.size() - 2);
}

double Journey::along_at(std::size_t moment, double t) const {
    const Moment& a = moments_[moment];
    const Moment& b = moments_[moment + 1];
    const double seconds = b.t - a.t;
    if (seconds < shortest_step_s) {
        return b.along;
    }
    const double part = std::clamp((t - a.t) / seconds, 0.0, 1.0);
    return between(a.along, a.speed, b.along, b.speed, seconds, part);
}

geo::PlanePoint Journey::point_at(double t) const {
    const std::size_t index = moment_at(t);
    const Moment& a = moments_[index];
    const Moment& b = moments_[index + 1];
    const double part =
        b.t - a.t < shortest_step_s ? 1 : std::clamp((t - a.t) / (b.t - a.t), 0.0, 1.0);
    const double along = along_at(index, t);
    const double right = a.right + (b.right - a.right) * part;
    const geo::PlanePoint ahead = ground_.direction_at(along);
    return ground_.at(along) + geo::PlanePoint{ahead.north, -ahead.east} * right + a.shift +
           (b.shift - a.shift) * part;
}

Whereabouts Journey::at(double t) const {
    constexpr double about_s = 0.1; // a receiver measures speed over about so long
    const std::size_t index = moment_at(t);
    return {.point = point_at(t),
            .velocity = (point_at(t + about_s) - point_at(t - about_s)) * (0.5 / about_s),
            .along = along_at(index, t),
            .is_racing = moments_[index].is_racing && t >= 0};
}

course::Sport Journey::sport_at(double t) const {
    return course_->legs()[course::leg_at(*course_, along_at(moment_at(t), t))].sport;
}

double Journey::form_at(double t) const {
    const Moment& a = moments_[moment_at(t)];
    const Moment& b = moments_[moment_at(t) + 1];
    const double part =
        b.t - a.t < shortest_step_s ? 1 : std::clamp((t - a.t) / (b.t - a.t), 0.0, 1.0);
    return a.form + (b.form - a.form) * part;
}

bool Journey::is_heard(double t) const {
    const bool is_silent = std::ranges::any_of(behaviour_.silences, [&](const Silence& silence) {
        return t >= silence.from_s && t < silence.to_s;
    });
    if (is_silent || behaviour_.tunnels.empty()) {
        return !is_silent;
    }
    const double along = along_at(moment_at(t), t);
    return std::ranges::none_of(behaviour_.tunnels, [&](const Tunnel& tunnel) {
        return along >= tunnel.from && along < tunnel.to;
    });
}

// Points that a cut leaves out are not passed; a point that is passed, left again backwards and
// passed once more counts once.
void Journey::note_passages(const plan::Wave& wave) {
    const auto& points = course_->points();
    std::size_t next = 0;
    for (std::size_t i = 0; i + 1 < moments_.size(); ++i) {
        const Moment& a = moments_[i];
        const Moment& b = moments_[i + 1];
        if (!a.is_racing || a.t < 0) {
            continue;
        }
        for (; next < points.size() && points[next].along.value <= b.along; ++next) {
            const course::TimingPoint& point = points[next];
            const bool by_gun = point.kind == course::PointKind::start &&
                                (wave.start_by == plan::StartBy::gun ||
                                 course_->legs()[point.leg].sport == course::Sport::swim);
            if (by_gun) {
                passages_.push_back({.point = next, .time = gun_});
            } else if (b.t - a.t > shortest_step_s) {
                const double crossed = crossed_at(i, point.along.value);
                passages_.push_back(
                    {.point = next, .time = gun_ + Milliseconds{std::llround(crossed * 1000)}});
            }
        }
    }
}

double Journey::crossed_at(std::size_t moment, double along) const {
    double low = moments_[moment].t;
    double high = moments_[moment + 1].t;
    while (high - low > 1e-4) {
        const double middle = (low + high) / 2;
        (along_at(moment, middle) < along ? low : high) = middle;
    }
    return high;
}

} // namespace lanterne::simulator
