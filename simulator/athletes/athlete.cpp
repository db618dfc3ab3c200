#include "simulator/athletes/athlete.hpp"

#include <algorithm>
#include <cmath>

#include "core/base/elementary.hpp"
#include "simulator/athletes/pace.hpp"

namespace lanterne::simulator {
namespace {

using hal::simulated::Random;

constexpr double grid_m = 8; // athletes stand so far behind the line at most
constexpr double slowest_start_s = 3;
constexpr double beside_m = 1.2; // standard deviation of where on the road they go
constexpr double beside_time_s = 40;
constexpr double run_out_s = 120; // after the finish they come to stand

struct OnLine {
    const geo::Polyline* line;
    geo::PlanePoint point;
    geo::PlanePoint direction;
};

// Before its begin and beyond its end the course goes on straight.
OnLine place_on(const course::Course& course, double along) {
    const double inside = std::clamp(along, 0.0, course.length().value);
    const course::Course::Place place = course.place_at(Metres{inside});
    const geo::Polyline& line = course.legs()[place.leg].line;
    const geo::PlanePoint direction = line.direction_at(place.in_lap);
    return {&line, line.plane_at(place.in_lap) + direction * (along - inside), direction};
}

} // namespace

Athlete::Athlete(const course::Course& course, const plan::Wave& wave, std::uint64_t seed,
                 std::uint64_t number)
    : course_{&course}, gun_{wave.gun} {
    Random random{seed, number};
    Pace pace{course, random};
    double along = -random.uniform(0.5, grid_m);
    double wait = random.uniform(0, slowest_start_s);
    double speed = 0;
    double right = beside_m * random.normal();
    double finished_for = 0;
    const double keep = lanterne::exp(-1 / beside_time_s);
    while (finished_for < run_out_s && static_cast<double>(seconds_.size()) < longest_race_s) {
        seconds_.push_back({along, right});
        wait -= 1;
        const double next = wait > 0 ? 0 : pace.next_speed(along, speed, random);
        along += (speed + next) / 2;
        speed = next;
        right = right * keep + beside_m * std::sqrt(1 - keep * keep) * random.normal();
        finished_for += along > course.length().value ? 1 : 0;
    }
    finish_ = time_at(course.length());
    note_passages(wave);
}

std::optional<UtcTime> Athlete::time_at(Metres along) const {
    const auto after =
        std::lower_bound(seconds_.begin(), seconds_.end(), along.value,
                         [](const Second& second, double value) { return second.along < value; });
    if (after == seconds_.end()) {
        return std::nullopt;
    }
    const auto index = static_cast<double>(after - seconds_.begin());
    if (after == seconds_.begin()) {
        return gun_;
    }
    const double before = (after - 1)->along;
    const double part = (along.value - before) / (after->along - before);
    return gun_ + Milliseconds{std::llround((index - 1 + part) * 1000)};
}

void Athlete::note_passages(const plan::Wave& wave) {
    for (std::size_t i = 0; i < course_->points().size(); ++i) {
        const course::TimingPoint& point = course_->points()[i];
        const bool by_gun = point.kind == course::PointKind::start &&
                            (wave.start_by == plan::StartBy::gun ||
                             course_->legs()[point.leg].sport == course::Sport::swim);
        const std::optional<UtcTime> time = by_gun ? gun_ : time_at(point.along);
        if (time) {
            passages_.push_back({.point = i, .time = *time});
        }
    }
}

Doing Athlete::doing(UtcTime time) const {
    if (finish_ && time >= *finish_) {
        return Doing::finished;
    }
    return time < gun_ ? Doing::waiting : Doing::racing;
}

TrueState Athlete::at(UtcTime time) const {
    const double since = std::clamp(static_cast<double>((time - gun_).count()) / 1000, 0.0,
                                    static_cast<double>(seconds_.size() - 1));
    const auto index = std::min(static_cast<std::size_t>(since), seconds_.size() - 2);
    const double part = since - static_cast<double>(index);
    const Second& a = seconds_[index];
    const Second& b = seconds_[index + 1];
    const double along = a.along + (b.along - a.along) * part;
    const double right = a.right + (b.right - a.right) * part;
    const OnLine place = place_on(*course_, along);
    const geo::PlanePoint beside{place.direction.north, -place.direction.east};
    const bool moves = time >= gun_ && since < static_cast<double>(seconds_.size() - 1);
    return {.position = place.line->plane().to_position(place.point + beside * right),
            .speed_mps = moves ? b.along - a.along : 0,
            .course_deg = geo::bearing_of(place.direction),
            .along = Metres{along},
            .sport = course_->legs()[course::leg_at(*course_, along)].sport,
            .is_finished = finish_ && time >= *finish_,
            .doing = doing(time),
            .height_m = course_->height_at(Metres{along})};
}

} // namespace lanterne::simulator
