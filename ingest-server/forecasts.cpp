#include "ingest-server/forecasts.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace lanterne::ingest {

namespace {

using scoring::eta::Band;
using scoring::eta::Horizon;

constexpr double least_news_s = 3;       // what moves less is said with the next half minute
constexpr double least_news_share = .04; // of a band's width
constexpr double same_place_m = 1;

double seconds_between(UtcTime a, UtcTime b) {
    return std::abs(static_cast<double>((a - b).count())) / 1000;
}

std::int32_t whole_seconds(Milliseconds duration) {
    constexpr Milliseconds most{std::chrono::hours{24 * 30}};
    return static_cast<std::int32_t>(std::clamp(duration, -most, most).count() / 1000);
}

UtcTime to_second(UtcTime time) { return std::chrono::round<std::chrono::seconds>(time); }

bool is_same(const std::vector<wire::LiveArrival>& told,
             const std::vector<wire::LiveArrival>& now) {
    return std::ranges::equal(told, now, [](const auto& a, const auto& b) {
        const double much =
            std::max(least_news_s, least_news_share * seconds_between(b.late, b.early));
        return a.point == b.point && a.leg == b.leg && a.lap == b.lap &&
               seconds_between(a.early, b.early) <= much &&
               seconds_between(a.likely, b.likely) <= much &&
               seconds_between(a.late, b.late) <= much;
    });
}

} // namespace

Forecasts::Forecasts(const plan::RacePlan& plan, const std::map<Bib, std::int32_t>& entries)
    : origin_{plan.start}, ids_{entries} {
    const std::vector<const course::Course*> courses = plan::courses_of(plan);
    sizes_.assign(courses.size(), 0);
    for (const plan::Entry& entry : plan.entries) {
        const auto group = static_cast<std::size_t>(
            std::ranges::find(courses, &plan::course_of(plan, entry)) - courses.begin());
        entries_.emplace(entries.at(entry.bib),
                         Entry{.bib = entry.bib,
                               .group = group,
                               .index = sizes_[group]++,
                               .ends_at = courses[group]->points().empty()
                                              ? courses[group]->length()
                                              : courses[group]->points().back().along});
    }
    for (std::size_t course = 0; course < courses.size(); ++course) {
        groups_.emplace_back(*courses[course], RacedWay{*courses[course], {}}, course,
                             sizes_[course], origin_);
    }
}

Forecasts::PointKey Forecasts::key_of(const course::TimingPoint& point) {
    return {point.id, static_cast<std::uint32_t>(point.leg), point.lap};
}

Forecasts::Group::Group(const course::Course& planned, RacedWay raced, std::size_t its_course,
                        std::size_t entries, UtcTime origin)
    : course{its_course}, way{std::move(raced)},
      forecaster{course_of(way, planned), entries, origin} {
    for (std::size_t i = 0; i < points().size(); ++i) {
        index.emplace(key_of(points()[i]), i);
    }
}

void Forecasts::learn(UtcTime as_of) {
    learned_ = as_of;
    for (Group& group : groups_) {
        group.forecaster.learn(as_of);
    }
}

std::optional<UtcTime> Forecasts::last_known(const Entry& entry) const {
    std::optional<UtcTime> last;
    if (entry.seen) {
        last = entry.seen->time;
    }
    for (const auto& [point, time] : entry.passed) {
        last = std::max(last.value_or(time), time);
    }
    return last;
}

std::optional<wire::LiveArrival> Forecasts::arrival(const Entry& entry, std::size_t point,
                                                    UtcTime as_of) const {
    const Group& group = groups_[entry.group];
    const course::TimingPoint& at = group.points()[point];
    const auto band = group.forecaster.band(entry.index, at.along, as_of);
    if (!band) {
        return std::nullopt;
    }
    return wire::LiveArrival{.point = at.id,
                             .leg = static_cast<std::uint32_t>(at.leg),
                             .lap = at.lap,
                             .early = to_second(band->early),
                             .likely = to_second(band->likely),
                             .late = to_second(band->late),
                             .slopes_s = whole_seconds(band->why.slopes),
                             .field_s = whole_seconds(band->why.field),
                             .athletes = band->why.athletes,
                             .standing_s =
                                 static_cast<std::uint32_t>(whole_seconds(band->why.standing))};
}

std::vector<wire::LiveArrival> Forecasts::arrivals(const Entry& entry, UtcTime as_of) const {
    const auto last = last_known(entry);
    if (is_stopped_ || entry.has_left || !entry.ends_at || !last ||
        as_of - *last > forgotten_after) {
        return {};
    }
    const Group& group = groups_[entry.group];
    const auto next = group.forecaster.next_point(entry.index);
    if (!next || next->value > entry.ends_at->value + same_place_m) {
        return {};
    }
    std::vector<wire::LiveArrival> all;
    for (const Metres along : {*next, *entry.ends_at}) {
        // Of two points at one place the last: behind it lies what comes next.
        const auto after = std::ranges::upper_bound(group.points(), along.value + same_place_m, {},
                                                    [](const auto& p) { return p.along.value; });
        const auto point = static_cast<std::size_t>(after - group.points().begin());
        if (point == 0 || (!all.empty() && along.value <= next->value + same_place_m)) {
            continue;
        }
        if (auto expected = arrival(entry, point - 1, as_of)) {
            all.push_back(*std::move(expected));
        }
    }
    return all;
}

std::vector<wire::LiveGrade> Forecasts::graded(UtcTime as_of) const {
    std::vector<wire::LiveGrade> grades;
    for (std::uint8_t horizon = 0; horizon < wire::live_horizons; ++horizon) {
        wire::LiveGrade sum{.horizon = horizon};
        for (const Group& group : groups_) {
            const auto grade = group.forecaster.last_hour(as_of, static_cast<Horizon>(horizon));
            sum.forecasts += grade.forecasts;
            sum.inside += static_cast<std::uint32_t>(std::lround(grade.inside * grade.forecasts));
        }
        if (sum.forecasts > 0) {
            grades.push_back(sum);
        }
    }
    return grades;
}

ForecastNews Forecasts::news(UtcTime race_time) {
    ForecastNews news;
    if (!is_stopped_ && (!learned_ || race_time - *learned_ >= learn_interval)) {
        learn(race_time);
        for (const auto& [id, entry] : entries_) {
            if (told_.contains(id) || (entry.has_begun && !entry.has_left)) {
                due_.insert(id);
            }
        }
        if (auto grades = graded(race_time); !grades.empty() && grades != grades_) {
            grades_ = grades;
            news.grades = std::move(grades);
        }
    }
    for (std::size_t made = 0; made < max_forecast_at_once && !due_.empty(); ++made) {
        auto next = due_.upper_bound(forecast_last_);
        next = next == due_.end() ? due_.begin() : next;
        forecast_last_ = *next;
        due_.erase(next);
        const Entry& entry = entries_.at(forecast_last_);
        wire::LiveForecast now{.bib = entry.bib, .arrivals = arrivals(entry, race_time)};
        const auto told = told_.find(forecast_last_);
        if (told == told_.end() ? now.arrivals.empty()
                                : is_same(told->second.arrivals, now.arrivals)) {
            continue;
        }
        if (now.arrivals.empty()) {
            told_.erase(told);
        } else {
            told_.insert_or_assign(forecast_last_, now);
        }
        news.rows.push_back({forecast_last_, std::move(now)});
    }
    return news;
}

void Forecasts::stamp(ForecastNews& news, std::uint64_t version) {
    for (ForecastRow& row : news.rows) {
        row.forecast.version = version;
        if (const auto told = told_.find(row.entry); told != told_.end()) {
            told->second.version = version;
        }
    }
}

void Forecasts::stop() {
    is_stopped_ = true;
    for (const auto& [id, forecast] : told_) {
        due_.insert(id);
    }
}

std::vector<wire::LiveForecast> Forecasts::all() const {
    std::vector<wire::LiveForecast> all;
    for (const auto& [id, forecast] : told_) {
        all.push_back(forecast);
    }
    return all;
}

} // namespace lanterne::ingest
