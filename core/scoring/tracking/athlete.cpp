#include "core/scoring/tracking/athlete.hpp"

#include <algorithm>
#include <cmath>

#include "core/scoring/fingerprint/canonical.hpp"

namespace lanterne::scoring {
namespace {

constexpr Metres standing_m{15}; // moving within this is standing
constexpr Milliseconds standing_after = std::chrono::minutes{2};
constexpr double off_course_after_s = 15;
constexpr double sure_enough = 0.9;
constexpr double longest_error_ms = 3'600'000;
constexpr double longest_race_s = 1e8; // three years: what llround certainly takes

UtcTime at(UtcTime gun, double seconds) {
    return gun + Milliseconds{std::llround(std::clamp(seconds, 0.0, longest_race_s) * 1000)};
}

Crossed to_crossed(const course::Crossing& crossing, UtcTime gun) {
    const double error = std::clamp(crossing.standard_error_s * 1000, 0.0, longest_error_ms);
    Crossed crossed{.time = at(gun, crossing.t),
                    .point = static_cast<std::uint32_t>(crossing.point)};
    crossed.standard_error_ms = static_cast<std::uint32_t>(std::lround(error)) & 0x3fffffffU;
    crossed.is_bridged = crossing.is_bridged ? 1 : 0;
    crossed.is_settled = crossing.is_settled ? 1 : 0;
    return crossed;
}

// Puts what was said in its place: a point that was said before is said once more.
template<class Said>
void say(std::vector<Said>& all, const Said& said) {
    const auto place = std::ranges::lower_bound(all, said.point, {}, &Said::point);
    if (place != all.end() && place->point == said.point) {
        *place = said;
    } else {
        all.insert(place, said);
    }
}

void say(std::vector<Crossed>& crossed, const course::Findings& findings, UtcTime gun) {
    for (const course::Crossing& crossing : findings.crossings) {
        say(crossed, to_crossed(crossing, gun));
    }
}

void say(std::vector<Missed>& missed, const course::Findings& findings, UtcTime gun) {
    for (const course::Miss& miss : findings.misses) {
        say(missed, Missed{.from = at(gun, miss.from),
                           .to = at(gun, miss.to),
                           .point = static_cast<std::uint32_t>(miss.point),
                           .reason = miss.reason});
    }
}

} // namespace

Athlete::Athlete(const course::Course& course, UtcTime gun)
    : course_{&course}, gun_{gun}, matcher_{course, gun}, trace_{gun} {}

void Athlete::take(const Fix& fix) {
    newest_ = fix;
    const auto bytes = bytes_of(fix);
    fixes_.take({bytes.data(), bytes.size()});
    if (fix.time < gun_) {
        return;
    }
    const course::Findings findings = matcher_.take(fix);
    const std::optional<course::Match>& seen = match();
    if (!seen) {
        return;
    }
    const bool starts = !has_started_ && (seen->on_course || !findings.crossings.empty());
    has_started_ = has_started_ || starts;
    if (!has_started_) {
        return;
    }
    if (starts || !findings.crossings.empty() || !findings.misses.empty()) {
        ++said_;
    }
    say(crossed_, findings, gun_); // certain now, wherever the athlete went
    say(missed_, findings, gun_);
    if (seen->on_course) {
        if (seen->sure >= sure_enough) {
            trace_.add(seen->along, fix.time);
        }
        if (anchored_ == UtcTime{} || std::abs((seen->along - anchor_).value) > standing_m.value) {
            anchor_ = seen->along;
            anchored_ = fix.time;
        }
    }
    note_episodes(fix.time);
}

Athlete::Ended Athlete::at_end() const {
    Ended ended{crossed_, missed_};
    if (has_started_) {
        const course::Findings last = matcher_.at_end();
        say(ended.crossed, last, gun_);
        say(ended.missed, last, gun_);
    }
    return ended;
}

std::size_t Athlete::bytes_beside() const {
    return matcher_.bytes_beside() + trace_.heap_bytes() + crossed_.capacity() * sizeof(Crossed) +
           missed_.capacity() * sizeof(Missed) + episodes_.capacity() * sizeof(Episode);
}

void Athlete::note_episodes(UtcTime now) {
    const course::Match& seen = *match();
    if (!seen.on_course && seen.off_course_for >= off_course_after_s) {
        const auto away = Milliseconds{std::llround(seen.off_course_for * 1000)};
        note(Episode::Kind::off_course, now - away, now, seen.along);
    } else if (seen.on_course) {
        end(Episode::Kind::off_course);
    }
    const course::Sport sport = course_->legs()[course::leg_at(*course_, seen.along.value)].sport;
    const bool may_stand = sport == course::Sport::transition || sport == course::Sport::swim;
    if (seen.on_course && !may_stand && now - anchored_ >= standing_after) {
        note(Episode::Kind::standing, anchored_, now, anchor_);
    } else {
        end(Episode::Kind::standing);
    }
}

void Athlete::note(Episode::Kind kind, UtcTime from, UtcTime now, Metres along) {
    const auto open = std::ranges::find_if(episodes_, [&](const Episode& episode) {
        return episode.kind == kind && !episode.is_over;
    });
    if (open != episodes_.end()) {
        open->to = now;
        return;
    }
    if (episodes_.size() == max_episodes) {
        episodes_.erase(std::ranges::min_element(
            episodes_, {}, [](const Episode& episode) { return episode.to - episode.from; }));
    }
    episodes_.push_back({.kind = kind, .from = from, .to = now, .along = along});
}

void Athlete::end(Episode::Kind kind) {
    for (Episode& episode : episodes_) {
        episode.is_over = episode.is_over || episode.kind == kind;
    }
}

} // namespace lanterne::scoring
