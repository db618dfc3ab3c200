#include "tests/core/scoring/eta/drawn_day.hpp"

#include "core/geo/plane.hpp"

namespace lanterne::scoring::eta::drawn {
namespace {

const geo::LocalPlane ground{{Latitude{45'400'000}, Longitude{13'700'000}}};

constexpr double step_s = 5;

course::Elevation heights(std::string_view drawing, Metres length) {
    std::vector<course::Elevation::Sample> samples{{Metres{0}, 200}};
    for (const char cell : drawing) {
        const double rise = cell == '/' ? 8 : cell == '\\' ? -8 : 0;
        samples.push_back({samples.back().along + Metres{cell_m}, samples.back().height_m + rise});
    }
    return course::Elevation{samples, length};
}

} // namespace

course::Course course_on(std::string_view drawing, double split) {
    const double metres = cell_m * static_cast<double>(drawing.size());
    course::Leg leg{
        .id = "run",
        .name = "Run",
        .sport = course::Sport::run,
        .line = geo::Polyline{{ground.to_position({0, 0}), ground.to_position({metres, 0})}}};
    const Metres length = course::lap_length(leg);
    leg.elevation = heights(drawing, length);
    std::vector<course::Location> locations;
    std::vector<course::TimingPoint> points;
    const auto point = [&](const char* id, course::PointKind kind, Metres along) {
        locations.push_back({.id = id, .position = ground.to_position({along.value, 0})});
        points.push_back({.id = id, .name = id, .kind = kind, .location = id, .along = along});
    };
    point("start", course::PointKind::start, Metres{0});
    if (split > 0) {
        point("split", course::PointKind::split, Metres{split});
    }
    point("finish", course::PointKind::finish, length);
    return course::Course{{leg}, locations, points};
}

double go(Forecaster& forecaster, std::size_t entry, std::string_view way, double from,
          double begin) {
    double t = from;
    double along = begin;
    double learned = from;
    forecaster.passed(entry, Metres{along}, at(t));
    for (const char cell : way) {
        const double seconds = cell == '>' ? 30 : cell == 's' ? 45 : 60;
        const double metres = cell == 'o' ? 0 : cell_m;
        for (double gone = step_s; gone <= seconds; gone += step_s) {
            forecaster.seen(entry, Metres{along + metres * gone / seconds}, at(t + gone));
        }
        t += seconds;
        along += metres;
        if (t - learned >= 30) {
            forecaster.learn(at(t));
            learned = t;
        }
    }
    return t;
}

double seconds_after_gun(UtcTime time) { return static_cast<double>((time - gun).count()) / 1000; }

double width_s(const Band& band) {
    return static_cast<double>((band.late - band.early).count()) / 1000;
}

} // namespace lanterne::scoring::eta::drawn
