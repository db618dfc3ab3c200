#include "core/course/checks/overlap_check.hpp"

#include <algorithm>
#include <cmath>

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

/// From `begin` to `end` of the lap the line lies on itself, at `other` at the end.
struct Stretch {
    Way way = Way::same;
    double begin = 0;
    double end = 0;
    double other_begin = 0;
    double other_end = 0;
    double nearest = 0;
};

class Overlaps {
public:
    Overlaps(const Leg& leg, double radius_m)
        : line_{leg.line}, radius_m_{radius_m}, length_{leg.line.length().value},
          step_{std::max(least_step_m, length_ / max_steps)} {}

    /// False when the line is too tangled.
    bool look();

    const std::vector<Stretch>& stretches() const { return done_; }

    /// How much of the line is gone again, the same way.
    double share_gone_again() const { return again_ / (length_ / step_); }

private:
    void take(double along, const geo::Projection& place);
    void close_before(double along);

    const geo::Polyline& line_;
    double radius_m_;
    double length_;
    double step_;
    std::vector<Stretch> open_;
    std::vector<Stretch> done_;
    double again_ = 0; ///< steps
};

bool Overlaps::look() {
    std::size_t places = 0;
    const auto steps = static_cast<std::size_t>(length_ / step_);
    for (std::size_t i = 0; i <= steps; ++i) {
        const double along = static_cast<double>(i) * step_;
        close_before(along - 2.5 * step_);
        bool is_again = false;
        const auto direction = line_.direction_at(Metres{along});
        for (const geo::Projection& place :
             line_.near(line_.at(Metres{along}), Metres{radius_m_})) {
            if (++places > max_overlap_places || open_.size() > max_overlaps_at_once) {
                return false;
            }
            const double apart = place.along - along;
            // Of each pair the first; not where a closed lap meets its own end.
            if (apart < least_apart_m || length_ - apart < least_apart_m) {
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

Finding finding_of(const Course& course, std::size_t leg, const Stretch& stretch) {
    const bool same = stretch.way == Way::same;
    const double low = std::min(stretch.other_begin, stretch.other_end);
    const double high = std::max(stretch.other_begin, stretch.other_end);
    return finding_at(
        course, leg, Metres{stretch.begin}, Check::overlap,
        same ? Severity::warning : Severity::advice,
        fmt::format("to {} the line lies {:.0f} m from its own {:.2f} to {:.2f}, gone {}",
                    kilometre(Metres{stretch.end}), stretch.nearest, low / 1'000, high / 1'000,
                    same ? "the same way: only what came before tells them apart"
                         : "the other way"));
}

} // namespace

std::vector<Finding> find_overlaps(const Course& course, std::size_t leg,
                                   const Expected& expected) {
    Overlaps overlaps{course.legs()[leg], closer_than_noises * expected.noise_m};
    if (!overlaps.look()) {
        return {finding_at(course, leg, Metres{0}, Check::overlap, Severity::serious,
                           "the line goes over the same ground too often to be looked at")};
    }
    std::vector<std::pair<double, Finding>> found;
    for (const Stretch& stretch : overlaps.stretches()) {
        found.emplace_back(stretch.end - stretch.begin, finding_of(course, leg, stretch));
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

} // namespace lanterne::course
