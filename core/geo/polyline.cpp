#include "core/geo/polyline.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace lanterne::geo {
namespace {

constexpr std::size_t fan = 8; // boxes under a box; consecutive segments are neighbours already

bool everywhere(std::size_t /*first*/, std::size_t /*last*/) { return false; }

std::vector<Position> merged(std::vector<Position> points) {
    if (!std::all_of(points.begin(), points.end(), is_on_earth)) {
        throw std::invalid_argument{"a point of the line is not on earth"};
    }
    points.erase(std::unique(points.begin(), points.end()), points.end());
    if (points.size() < 2) {
        throw std::invalid_argument{"a line needs two different places"};
    }
    return points;
}

std::vector<double> measured(const std::vector<Position>& points) {
    std::vector<double> along{0};
    along.reserve(points.size());
    for (std::size_t i = 1; i < points.size(); ++i) {
        along.push_back(along.back() + distance(points[i - 1], points[i]).value);
    }
    return along;
}

Position middle_of(const std::vector<Position>& points) {
    // Relative to the first point, so that a line across the 180th meridian has its middle on it.
    const LocalPlane rough{points.front()};
    PlanePoint low = rough.to_plane(points.front());
    PlanePoint high = low;
    for (const Position& point : points) {
        const PlanePoint p = rough.to_plane(point);
        low = {std::min(low.east, p.east), std::min(low.north, p.north)};
        high = {std::max(high.east, p.east), std::max(high.north, p.north)};
    }
    return rough.to_position((low + high) * 0.5);
}

} // namespace

Polyline::Polyline(std::vector<Position> points)
    : points_{merged(std::move(points))}, along_{measured(points_)}, plane_{middle_of(points_)} {
    plane_points_.reserve(points_.size());
    for (const Position& point : points_) {
        plane_points_.push_back(plane_.to_plane(point));
    }
    build_boxes();
}

void Polyline::build_boxes() {
    const std::size_t segments = points_.size() - 1;
    std::vector<Box> level;
    for (std::size_t i = 0; i < segments; ++i) {
        const PlanePoint a = plane_points_[i];
        const PlanePoint b = plane_points_[i + 1];
        level.push_back({{std::min(a.east, b.east), std::min(a.north, b.north)},
                         {std::max(a.east, b.east), std::max(a.north, b.north)}});
    }
    while (level.size() > 1) {
        std::vector<Box> above;
        for (std::size_t i = 0; i < level.size(); ++i) {
            if (i % fan == 0) {
                above.push_back(level[i]);
                continue;
            }
            Box& box = above.back();
            box.low = {std::min(box.low.east, level[i].low.east),
                       std::min(box.low.north, level[i].low.north)};
            box.high = {std::max(box.high.east, level[i].high.east),
                        std::max(box.high.north, level[i].high.north)};
        }
        boxes_.push_back(std::move(level));
        level = std::move(above);
    }
    boxes_.push_back(std::move(level));
}

// Calls visit(segment) in order for each segment whose box lies within the radius, which visit may
// shrink, but for those of which skip(first, last) says that none of them is wanted.
template<class Skip, class Visit>
void Polyline::visit_near(PlanePoint point, const double& radius, Skip skip, Visit visit) const {
    const std::size_t segments = boxes_.front().size();
    const auto descend = [&](const auto& self, std::size_t level, std::size_t index,
                             std::size_t width) -> void {
        const Box& box = boxes_[level][index];
        const double east = std::max({box.low.east - point.east, point.east - box.high.east, 0.0});
        const double north =
            std::max({box.low.north - point.north, point.north - box.high.north, 0.0});
        if (east * east + north * north > radius * radius ||
            skip(index * width, std::min((index + 1) * width, segments) - 1)) {
            return;
        }
        if (level == 0) {
            visit(index);
            return;
        }
        const std::size_t end = std::min((index + 1) * fan, boxes_[level - 1].size());
        for (std::size_t child = index * fan; child < end; ++child) {
            self(self, level - 1, child, width / fan);
        }
    };
    std::size_t width = 1;
    for (std::size_t level = 1; level < boxes_.size(); ++level) {
        width *= fan;
    }
    descend(descend, boxes_.size() - 1, 0, width);
}

Projection Polyline::project(PlanePoint point, std::size_t segment) const {
    const PlanePoint begin = plane_points_[segment];
    const PlanePoint step = plane_points_[segment + 1] - begin;
    const double squared = dot(step, step);
    const double part = std::clamp(dot(point - begin, step) / squared, 0.0, 1.0);
    const PlanePoint offset = point - (begin + step * part);
    const double distance = geo::length(offset);
    return {.along = along_[segment] + part * (along_[segment + 1] - along_[segment]),
            .right = cross(step, offset) > 0 ? -distance : distance,
            .distance = distance,
            .direction = step * (1 / std::sqrt(squared))};
}

Projection Polyline::nearest(Position position) const {
    const PlanePoint point = plane_.to_plane(position);
    Projection best;
    double radius = std::numeric_limits<double>::infinity();
    visit_near(point, radius, everywhere, [&](std::size_t segment) {
        const Projection found = project(point, segment);
        if (found.distance < radius) {
            best = found;
            radius = found.distance;
        }
    });
    return best;
}

// A clamped end that the neighbour continues is no nearest place of its own.
bool Polyline::is_nearest_locally(PlanePoint point, const Projection& one,
                                  std::size_t segment) const {
    const bool continues_before = one.along <= along_[segment] && segment > 0 &&
                                  project(point, segment - 1).distance < one.distance;
    const bool continues_after = one.along >= along_[segment + 1] && segment + 2 < points_.size() &&
                                 project(point, segment + 1).distance < one.distance;
    return !continues_before && !continues_after;
}

std::vector<Projection> Polyline::near(Position position, Metres radius, Metres apart) const {
    const PlanePoint point = plane_.to_plane(position);
    std::vector<Projection> found;
    visit_near(point, radius.value, everywhere, [&](std::size_t segment) {
        const Projection one = project(point, segment);
        if (one.distance > radius.value || !is_nearest_locally(point, one, segment)) {
            return;
        }
        if (!found.empty() && one.along - found.back().along < apart.value) {
            if (one.distance < found.back().distance) {
                found.back() = one;
            }
            return;
        }
        found.push_back(one);
    });
    return found;
}

std::vector<Projection> Polyline::near_on(const Stretch& stretch, Position position,
                                          Metres radius) const {
    constexpr std::size_t few = 32; // are looked at one by one sooner than found by their boxes
    const PlanePoint point = plane_.to_plane(position);
    const double length = along_.back();
    std::vector<Projection> found;
    const auto look = [&](std::size_t segment) {
        const Projection one = project(point, segment);
        if (one.distance <= radius.value && is_nearest_locally(point, one, segment)) {
            found.push_back(one);
        }
    };
    // What lies beyond an end of the line lies behind its other end: by place on the line, none of
    // them twice.
    std::size_t next = 0;
    for (const double shift : {-length, 0.0, length}) {
        const double from = std::max(stretch.from + shift, 0.0);
        const double to = std::min(stretch.to + shift, length);
        const std::size_t first = std::max(segment_at(from), next);
        const std::size_t last = segment_at(to);
        if (from > to || first > last) {
            continue;
        }
        next = last + 1;
        if (last - first < few) {
            for (std::size_t segment = first; segment <= last; ++segment) {
                look(segment);
            }
            continue;
        }
        const auto is_off = [&](std::size_t low, std::size_t high) {
            return high < first || low > last;
        };
        visit_near(point, radius.value, is_off, look);
    }
    return found;
}

std::size_t Polyline::segment_at(double along) const {
    const auto after = std::upper_bound(along_.begin(), along_.end(), along);
    const auto index = static_cast<std::size_t>(after - along_.begin());
    return std::clamp<std::size_t>(index, 1, along_.size() - 1) - 1;
}

PlanePoint Polyline::plane_at(Metres along) const {
    const std::size_t i = segment_at(along.value);
    const double part = (along.value - along_[i]) / (along_[i + 1] - along_[i]);
    return plane_points_[i] +
           (plane_points_[i + 1] - plane_points_[i]) * std::clamp(part, 0.0, 1.0);
}

Position Polyline::at(Metres along) const { return plane_.to_position(plane_at(along)); }

PlanePoint Polyline::direction_at(Metres along) const {
    const std::size_t i = segment_at(along.value);
    const PlanePoint step = plane_points_[i + 1] - plane_points_[i];
    return step * (1 / geo::length(step));
}

double Polyline::bearing_at(Metres along) const { return bearing_of(direction_at(along)); }

} // namespace lanterne::geo
