#include "core/course/checks/overlap_check.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <utility>

#include <fmt/format.h>

namespace lanterne::course {
namespace {

constexpr double closer_than_noises = 2;
constexpr double least_step_m = 10;
constexpr double max_steps = 20'000;
constexpr double same_way_cosine = 0.5;
constexpr double least_apart_m = 50;   // along: nearer than this a place is its own neighbour
constexpr double least_stretch_m = 30; // a crossing is no overlap
constexpr double drawn_laps_share = 0.4;

enum class Way : std::uint8_t { same, against };

/// From `begin` to `end` of the lap the line lies on another, or on itself, at `other`.
struct Stretch {
    Way way = Way::same;
    double begin = 0;
    double end = 0;
    double other_begin = 0;
    double other_end = 0;
    double nearest = 0;
};

/// Which pairs of places are apart by way, so that it matters that they are together on the ground.
using Apart = std::function<bool(double along, double other)>;

class Overlaps {
public:
    Overlaps(const Leg& leg, const Leg& other, double radius_m, double steps, Apart are_apart)
        : line_{leg.line}, other_{other.line}, radius_m_{radius_m},
          length_{leg.line.length().value}, step_{std::max(least_step_m, length_ / steps)},
          are_apart_{std::move(are_apart)} {}

    /// False when the lines are too tangled: more than so many places were met.
    bool look(std::size_t most_places);

    std::size_t places() const { return places_; }

    const std::vector<Stretch>& stretches() const { return done_; }

    /// How much of the line is gone again, the same way.
    double share_gone_again() const { return again_ / (length_ / step_); }

private:
    void take(double along, const geo::Projection& place);
    void close_before(double along);

    const geo::Polyline& line_;
    const geo::Polyline& other_;
    double radius_m_;
    double length_;
    double step_;
    Apart are_apart_;
    std::vector<Stretch> open_;
    std::vector<Stretch> done_;
    double again_ = 0; ///< steps
    std::size_t places_ = 0;
};

bool Overlaps::look(std::size_t most_places) {
    const auto steps = static_cast<std::size_t>(length_ / step_);
    for (std::size_t i = 0; i <= steps; ++i) {
        const double along = static_cast<double>(i) * step_;
        close_before(along - 2.5 * step_);
        bool is_again = false;
        const auto direction = line_.direction_at(Metres{along});
        for (const geo::Projection& place :
             other_.near(line_.at(Metres{along}), Metres{radius_m_})) {
            if (++places_ > most_places || open_.size() > max_overlaps_at_once) {
                return false;
            }
            if (!are_apart_(along, place.along)) {
                continue;
            }
            const double cosine = geo::dot(direction, place.direction);
            if (std::abs(cosine) >= same_way_cosine) {
                is_again = is_again || cosine > 0;
                take(along, place);
            }
        }
        again_ += is_again ? 1 : 0;
    }
    close_before(length_ + 1);
    return true;
}

void Overlaps::take(double along, const geo::Projection& place) {
    const Way way =
        geo::dot(line_.direction_at(Metres{along}), place.direction) > 0 ? Way::same : Way::against;
    for (Stretch& stretch : open_) {
        const double gone = along - stretch.end;
        const double expected = stretch.other_end + (stretch.way == Way::same ? gone : -gone);
        if (stretch.way == way && gone > 0 && std::abs(place.along - expected) <= 2 * step_) {
            stretch.end = along;
            stretch.other_end = place.along;
            stretch.nearest = std::min(stretch.nearest, place.distance);
            return;
        }
    }
    open_.push_back({way, along, along, place.along, place.along, place.distance});
}

void Overlaps::close_before(double along) {
    const auto is_closed = [&](const Stretch& stretch) { return stretch.end < along; };
    for (const Stretch& stretch : open_) {
        if (is_closed(stretch) && stretch.end - stretch.begin >= least_stretch_m) {
            done_.push_back(stretch);
        }
    }
    std::erase_if(open_, is_closed);
}

/// Of each pair on one line the first; not where a closed lap meets its own end.
Apart on_one_line(const Leg& leg) {
    return [length = leg.line.length().value](double along, double other) {
        const double apart = other - along;
        return apart >= least_apart_m && length - apart >= least_apart_m;
    };
}

/// Not where the legs join.
Apart on_two_legs(const Leg& before, const Leg& after) {
    const double between = (after.begin - before.end).value;
    return [between, length = before.line.length().value](double along, double other) {
        return between + (length - along) + other >= least_apart_m;
    };
}

/// `whose`: the line that it lies on.
Finding finding_of(const Course& course, std::size_t leg, const Stretch& stretch, Severity severity,
                   std::string_view whose) {
    const bool same = stretch.way == Way::same;
    const double low = std::min(stretch.other_begin, stretch.other_end);
    const double high = std::max(stretch.other_begin, stretch.other_end);
    return finding_at(course, leg, Metres{stretch.begin}, Check::overlap, severity,
                      fmt::format("to {} the line lies {:.0f} m from {} {:.2f} to {:.2f}, gone {}",
                                  kilometre(Metres{stretch.end}), stretch.nearest, whose,
                                  low / 1'000, high / 1'000,
                                  same ? "the same way: only what came before tells them apart"
                                       : "the other way"));
}

} // namespace

std::vector<Finding> find_overlaps(const Course& course, std::size_t leg,
                                   const Expected& expected) {
    const Leg& line = course.legs()[leg];
    Overlaps overlaps{line, line, closer_than_noises * expected.noise_m, max_steps,
                      on_one_line(line)};
    if (!overlaps.look(max_overlap_places)) {
        return {finding_at(course, leg, Metres{0}, Check::overlap, Severity::serious,
                           "the line goes over the same ground too often to be looked at")};
    }
    std::vector<std::pair<double, Finding>> found;
    for (const Stretch& stretch : overlaps.stretches()) {
        // That a lap goes over its own ground the same way is seldom meant.
        const auto severity = stretch.way == Way::same ? Severity::warning : Severity::advice;
        found.emplace_back(stretch.end - stretch.begin,
                           finding_of(course, leg, stretch, severity, "its own"));
    }
    auto findings = worst_of(std::move(found));
    if (overlaps.share_gone_again() >= drawn_laps_share) {
        findings.insert(
            findings.begin(),
            finding_at(course, leg, Metres{0}, Check::drawn_laps, Severity::serious,
                       fmt::format("{:.0f} % of the line is gone again the same way: draw one lap "
                                   "and say how many",
                                   overlaps.share_gone_again() * 100)));
    }
    return findings;
}

std::vector<Finding> find_shared_roads(const Course& course, std::size_t leg,
                                       const Expected& expected) {
    std::vector<std::pair<double, Finding>> found;
    const auto& legs = course.legs();
    const double steps = max_steps / static_cast<double>(legs.size()); // all pairs in a second
    std::size_t places_left = max_overlap_places;                      // all of them together
    for (std::size_t other = leg + 1; other < legs.size(); ++other) {
        if (legs[leg].sport == Sport::transition && legs[other].sport == Sport::transition) {
            continue; // one zone, as is usual
        }
        Overlaps overlaps{legs[leg], legs[other], closer_than_noises * expected.noise_m, steps,
                          on_two_legs(legs[leg], legs[other])};
        const bool is_looked_at = overlaps.look(places_left);
        places_left -= std::min(places_left, overlaps.places());
        if (!is_looked_at) {
            found.emplace_back(
                legs[leg].line.length().value,
                finding_at(course, leg, Metres{0}, Check::overlap, Severity::serious,
                           fmt::format("this line and that of {} lie on each other too often to "
                                       "be looked at",
                                       legs[other].name)));
        }
        for (const Stretch& stretch : overlaps.stretches()) {
            found.emplace_back(stretch.end - stretch.begin,
                               finding_of(course, leg, stretch, Severity::advice,
                                          fmt::format("{}, km", legs[other].name)));
        }
    }
    return worst_of(std::move(found));
}

} // namespace lanterne::course
