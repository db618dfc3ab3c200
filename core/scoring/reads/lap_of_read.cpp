#include "core/scoring/reads/lap_of_read.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "core/course/matching/sport_limits.hpp"

namespace lanterne::scoring {
namespace {

// Somebody who is expected at a gate may be there a little before the fixes say so.
constexpr double early_s = 5;
// The fixes decide a passage only after a while: what is newer than this is decided by order.
constexpr Milliseconds undecided = std::chrono::seconds{90};

double seconds(Milliseconds time) { return static_cast<double>(time.count()) / 1000; }

struct Expected {
    std::size_t point = 0;
    UtcTime time;
    std::optional<Observation> by_fixes;
};

// Where the fixes, and the reads placed so far, have the entry when.
class Way {
public:
    explicit Way(const EntryInputs& inputs) : inputs_{inputs}, seen_{seen_by_fixes(inputs)} {
        const WaveStart start = inputs.rulings.start_of(inputs.entry);
        last_time_ = inputs.entry.slot ? inputs.entry.slot : start.gun;
        for (const Witness& seen : seen_) {
            pass(seen.point, seen.observation.time);
        }
    }

    // By the way: where the fixes have the entry nearest to that time.
    std::optional<Expected> nearest(const TimedRead& read) const {
        std::optional<Expected> best;
        for (const std::size_t point : points_of(read)) {
            const std::optional<Expected> there = expected(point);
            if (there && (!best || apart(*there, read) < apart(*best, read))) {
                best = there;
            }
        }
        return best;
    }

    // By order: the next time the course comes there, where the time allows for the way.
    std::optional<std::size_t> next(const TimedRead& read) const {
        if (!last_time_ || read.time < *last_time_) {
            return std::nullopt;
        }
        const auto& points = inputs_.course.planned().points();
        for (const std::size_t point : points_of(read)) {
            if (last_point_ && point <= *last_point_) {
                continue;
            }
            const double begin = last_point_ ? points[*last_point_].along.value : 0;
            const bool can_be = quickest(begin, points[point].along.value) <=
                                seconds(read.time - *last_time_) + early_s;
            return can_be ? std::optional{point} : std::nullopt;
        }
        return std::nullopt;
    }

    void pass(std::size_t point, UtcTime time) {
        if (!last_point_ || point > *last_point_) {
            last_point_ = point;
            last_time_ = time;
        }
    }

    // True when the fixes say nothing of that time yet, or no more.
    bool is_unseen(UtcTime time) const {
        return inputs_.athlete == nullptr || !inputs_.athlete->has_started() ||
               time > inputs_.athlete->newest()->time - undecided;
    }

private:
    static double apart(const Expected& there, const TimedRead& read) {
        return std::abs(seconds(there.time - read.time));
    }

    std::vector<std::size_t> points_of(const TimedRead& read) const {
        const auto& points = inputs_.course.planned().points();
        std::vector<std::size_t> those;
        for (std::size_t point = 0; point < points.size(); ++point) {
            const bool is_raced = !std::ranges::binary_search(inputs_.course.change().dropped_legs,
                                                              points[point].leg);
            if (is_raced && points[point].id == read.point &&
                (!read.lap || points[point].lap == *read.lap)) {
                those.push_back(point);
            }
        }
        return those;
    }

    std::optional<Expected> expected(std::size_t point) const {
        const auto seen = std::ranges::find(seen_, point, &Witness::point);
        if (seen != seen_.end()) {
            return Expected{point, seen->observation.time, seen->observation};
        }
        const auto& planned = inputs_.course.planned().points()[point];
        const auto along = inputs_.course.scored_along(planned.along);
        if (inputs_.athlete == nullptr || !along) {
            return std::nullopt;
        }
        const std::optional<UtcTime> time = inputs_.athlete->trace().time_at(*along);
        return time ? std::optional{Expected{point, *time, std::nullopt}} : std::nullopt;
    }

    // Seconds that nobody is quicker from there to there.
    double quickest(double begin, double end) const {
        double sum = 0;
        for (const course::Leg& leg : inputs_.course.planned().legs()) {
            const double way = std::min(end, leg.end.value) - std::max(begin, leg.begin.value);
            sum += std::max(way, 0.0) / course::limits_of(leg.sport).top_speed;
        }
        return sum;
    }

    const EntryInputs& inputs_;
    std::vector<Witness> seen_;
    std::optional<std::size_t> last_point_;
    std::optional<UtcTime> last_time_;
};

bool is_astray(const TimedRead& read, const Observation& by_fixes) {
    const double apart = std::abs(seconds(read.time - by_fixes.time));
    const double own = read.standard_error_ms / 1000.0;
    const double theirs = by_fixes.standard_error_ms / 1000.0;
    return apart > astray_s && apart > astray_deviations * std::sqrt(own * own + theirs * theirs);
}

PlacedRead placed(std::size_t point, const TimedRead& read, std::optional<Observation> by_fixes) {
    return {.witness = {.point = point, .observation = observation_of(read)},
            .by_fixes = by_fixes,
            .is_astray = by_fixes && is_astray(read, *by_fixes)};
}

// Seconds from what the fixes say; without a word of theirs the first read counts.
double distance_of(const PlacedRead& read) {
    return read.by_fixes ? std::abs(seconds(read.witness.observation.time - read.by_fixes->time))
                         : 0;
}

} // namespace

std::vector<PlacedRead> place_reads(const EntryInputs& inputs, std::span<const TimedRead> reads) {
    Way way{inputs};
    std::map<std::pair<std::size_t, std::string>, PlacedRead> best; // by passage and clock
    for (const TimedRead& read : reads) {
        std::optional<PlacedRead> one;
        const std::optional<Expected> expected = way.nearest(read);
        if (expected) {
            one = placed(expected->point, read, expected->by_fixes);
            const bool is_near = std::abs(seconds(expected->time - read.time)) <= astray_s;
            one->is_astray = one->is_astray || (!expected->by_fixes && !is_near);
        }
        if ((!one || one->is_astray) && way.is_unseen(read.time)) {
            if (const auto point = way.next(read)) {
                one = placed(*point, read, std::nullopt);
                way.pass(*point, read.time);
            }
        }
        if (!one) {
            continue;
        }
        const std::pair key{one->witness.point, read.clock};
        const auto [there, is_new] = best.emplace(key, *one);
        if (!is_new && distance_of(*one) < distance_of(there->second)) {
            there->second = *one;
        }
    }
    std::vector<PlacedRead> all;
    for (auto& [key, read] : best) {
        all.push_back(std::move(read));
    }
    return all;
}

} // namespace lanterne::scoring
