#include "core/course/matching/steps.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "core/course/matching/bends.hpp"
#include "core/course/matching/sport_limits.hpp"

namespace lanterne::course {
namespace {

// Of a long standing, what is older than this is kept once in so long.
constexpr std::int32_t standing_kept_ms = 30'000;
constexpr std::int32_t standing_thinned_ms = 10'000;
constexpr auto standing_cmps = static_cast<std::int16_t>(100 * stands_below_mps);
constexpr std::int16_t gone = -2;

// Longer apart, two directions do not say how the line turned between them: it is looked at. Of a
// longer silence nobody knows what was gone meanwhile.
constexpr double longest_known_turn_s = 5;
constexpr double longest_followed_s = 40;
constexpr double landing_acceleration = 2; // out of the water people start to run
// Nothing was learned yet of the noise on land, which may be that much more than what is stated.
constexpr double unlearned_noise = 1.35;
// Where it lies on the line is known so badly: lines have corners, and people round them.
constexpr double white_m = 1.6;

Bend bend_of(const Course& course, const Step& from, const Step& to) {
    const double seconds = to.t() - from.t();
    if (seconds <= longest_known_turn_s) {
        return bend_between(from.direction(), to.direction(), to.along_cm >= from.along_cm);
    }
    return from.leg == to.leg && seconds <= longest_followed_s
               ? bend_along(course.legs()[to.leg], from.along(), to.along())
               : Bend{};
}

bool stands(const Step& step) {
    return step.speed_cmps != Step::no_speed && std::abs(int{step.speed_cmps}) < standing_cmps;
}

} // namespace

std::int16_t Steps::add(const Step& step) {
    assert(size_ < capacity);
    steps_[size_] = step;
    return static_cast<std::int16_t>(size_++);
}

const Step& Steps::operator[](std::int16_t index) const {
    return steps_[static_cast<std::size_t>(index)];
}

Step& Steps::operator[](std::int16_t index) { return steps_[static_cast<std::size_t>(index)]; }

std::vector<Step> Steps::way_to(std::int16_t index) const {
    std::vector<Step> way;
    for (; index != none; index = (*this)[index].before) {
        way.push_back((*this)[index]);
    }
    std::reverse(way.begin(), way.end());
    return way;
}

std::int16_t Steps::root_of(std::int16_t index) const {
    while (index != none && (*this)[index].before != none) {
        index = (*this)[index].before;
    }
    return index;
}

// Unlinks steps between two standing ones, as long as no two that stay are too far apart.
void Steps::thin_standing(std::int16_t best) {
    if (best == none) {
        return;
    }
    const std::int32_t newest = (*this)[best].t_ms;
    std::int16_t later = best;
    while (later != none) {
        std::int16_t between = (*this)[later].before;
        while (between != none && (*this)[between].before != none) {
            const Step& step = (*this)[between];
            const Step& earlier = (*this)[step.before];
            const bool is_spare = newest - (*this)[later].t_ms > standing_kept_ms && stands(step) &&
                                  stands((*this)[later]) && stands(earlier) &&
                                  (*this)[later].t_ms - earlier.t_ms <= standing_thinned_ms;
            if (!is_spare) {
                break;
            }
            between = step.before;
        }
        (*this)[later].before = between;
        later = between;
    }
}

// Drops what no head stands on; the order stays.
void Steps::keep_reachable(std::span<std::int16_t*> heads) {
    std::array<std::int16_t, capacity> moved{};
    moved.fill(gone);
    for (const std::int16_t* head : heads) {
        for (std::int16_t i = *head; i != none && moved[static_cast<std::size_t>(i)] == gone;
             i = (*this)[i].before) {
            moved[static_cast<std::size_t>(i)] = 0;
        }
    }
    std::size_t kept = 0;
    for (std::size_t i = 0; i < size_; ++i) {
        if (moved[i] == gone) {
            continue;
        }
        moved[i] = static_cast<std::int16_t>(kept);
        steps_[kept] = steps_[i];
        const std::int16_t before = steps_[kept].before;
        steps_[kept].before = before == none ? none : moved[static_cast<std::size_t>(before)];
        ++kept;
    }
    size_ = kept;
    for (std::int16_t* head : heads) {
        *head = *head == none ? none : moved[static_cast<std::size_t>(*head)];
    }
}

std::vector<Step> Steps::make_room(std::size_t steps, std::span<std::int16_t*> heads) {
    const std::size_t wanted = std::max(steps, capacity / 8);
    keep_reachable(heads);
    if (has_room(wanted)) {
        return {};
    }
    thin_standing(*heads.front());
    keep_reachable(heads);
    if (has_room(wanted)) {
        return {};
    }
    std::vector<Step> lost = way_to(*heads.front());
    const std::size_t drop = size_ + wanted - capacity;
    for (std::size_t i = 0; i < size_; ++i) { // the oldest are the first
        const auto before = static_cast<std::size_t>(steps_[i].before);
        steps_[i].before = steps_[i].before == none || before < drop ? none : steps_[i].before;
    }
    const std::size_t rest = [&] {
        std::size_t count = 0;
        for (std::int16_t i = *heads.front(); i != none; i = (*this)[i].before) {
            count += static_cast<std::size_t>(i) >= drop ? 1U : 0U;
        }
        return count;
    }();
    lost.resize(lost.size() - rest);
    for (std::int16_t* head : heads) {
        *head = *head != none && static_cast<std::size_t>(*head) < drop ? none : *head;
    }
    keep_reachable(heads);
    return lost;
}

Sighting sighting_of(const Course& course, const Step& step, const std::optional<Step>& before) {
    const bool has_speed = step.speed_cmps != Step::no_speed;
    Sighting sighting{.t = step.t(),
                      .along = step.along(),
                      .direction = step.direction(),
                      .speed = has_speed ? step.speed_cmps / 100.0 : 0,
                      .has_speed = has_speed,
                      .seconds = before ? step.t() - before->t() : 1,
                      .motion = motion_at(course, step.leg, step.along(), step.accuracy_dm / 10.0)};
    sighting.motion.white_m = std::max(sighting.motion.white_m, white_m);
    sighting.right = step.right_cm / 100.0;
    sighting.follows = course.legs()[step.leg].sport != Sport::swim;
    sighting.motion.stands = before && stands(step) && stands(*before) &&
                             sighting.seconds <= standing_thinned_ms / 1000.0;
    if (before && sighting.follows && !sighting.motion.stands) {
        sighting.bend = bend_of(course, *before, step);
    }
    sighting.motion.renews_speed =
        before && course.legs()[before->leg].sport != course.legs()[step.leg].sport;
    if (before && before->leg != step.leg && course.legs()[before->leg].sport == Sport::swim) {
        sighting.motion.renews_bias = true;
        sighting.motion.acceleration = landing_acceleration;
        sighting.motion.bias_m *= unlearned_noise;
    }
    return sighting;
}

} // namespace lanterne::course
