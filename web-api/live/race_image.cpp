#include "web-api/live/race_image.hpp"

#include <algorithm>

namespace lanterne::web {

namespace {

bool has_ended(wire::RaceStatus status) {
    switch (status) {
    case wire::RaceStatus::finished:
    case wire::RaceStatus::over_time_limit:
    case wire::RaceStatus::did_not_finish:
    case wire::RaceStatus::did_not_start:
    case wire::RaceStatus::disqualified:
    case wire::RaceStatus::lapped:
    case wire::RaceStatus::not_classified: return true;
    default: return false;
    }
}

} // namespace

RaceImage::PassageKey RaceImage::key_of(const wire::LivePassage& passage) {
    return {passage.bib, passage.point, passage.leg, passage.lap};
}

bool RaceImage::take_newer(Passages& passages, const wire::LivePassage& passage) {
    const auto [known, is_new] = passages.try_emplace(key_of(passage), passage);
    if (is_new) {
        return true;
    }
    if (passage.revision < known->second.revision || passage == known->second) {
        return false;
    }
    known->second = passage;
    return true;
}

RaceChanges RaceImage::apply(const wire::LiveFrame& frame) {
    RaceChanges changes;
    for (const wire::LiveEntry& entry : frame.entries) {
        version_ = std::max(version_, entry.version);
        const auto [known, is_new] = entries_.try_emplace(entry.bib, entry);
        const bool is_newer = entry.version >= known->second.version && entry != known->second;
        if (is_new || is_newer) {
            known->second = entry;
            changes.entries.push_back(entry);
        }
    }
    for (const wire::LivePassage& passage : frame.passages) {
        if (take_newer(passages_, passage)) {
            changes.passages.push_back(passage);
        }
    }
    for (const wire::LiveForecast& forecast : frame.forecasts) {
        version_ = std::max(version_, forecast.version);
        const auto [known, is_new] = forecasts_.try_emplace(forecast.bib, forecast);
        const bool is_newer =
            forecast.version >= known->second.version && forecast != known->second;
        if (is_new || is_newer) {
            known->second = forecast;
            changes.forecasts.push_back(forecast);
        }
    }
    for (const wire::LiveGrade& grade : frame.grades) {
        const auto [known, is_new] = grades_.try_emplace(grade.horizon, grade);
        if (is_new || known->second != grade) {
            known->second = grade;
            changes.grades.push_back(grade);
        }
    }
    return changes;
}

bool RaceImage::take_forecasts(const std::vector<wire::LiveForecast>& forecasts,
                               const std::vector<wire::LiveGrade>& grades) {
    Forecasts now;
    for (const wire::LiveForecast& forecast : forecasts) {
        version_ = std::max(version_, forecast.version);
        now.insert_or_assign(forecast.bib, forecast);
    }
    Grades graded;
    for (const wire::LiveGrade& grade : grades) {
        graded.insert_or_assign(grade.horizon, grade);
    }
    std::erase_if(forecasts_, [](const auto& known) { return known.second.arrivals.empty(); });
    const bool differs = now != forecasts_ || graded != grades_;
    forecasts_ = std::move(now);
    grades_ = std::move(graded);
    return differs;
}

bool RaceImage::apply_whole(const wire::LiveFrame& whole) {
    Passages named;
    for (const wire::LivePassage& passage : whole.passages) {
        named.insert_or_assign(key_of(passage), passage);
    }
    bool differs = named != passages_;
    passages_ = std::move(named);
    wire::LiveFrame entries_alone;
    entries_alone.entries = whole.entries;
    differs = !apply(entries_alone).entries.empty() || differs;
    return take_forecasts(whole.forecasts, whole.grades) || differs;
}

bool RaceImage::apply(const RaceSnapshot& snapshot) {
    const bool is_behind = snapshot.version < version_;
    Entries entries;
    for (const wire::LiveEntry& entry : snapshot.entries) {
        const auto known = entries_.find(entry.bib);
        const bool keeps = known != entries_.end() && known->second.version > entry.version;
        entries.emplace(entry.bib, keeps ? known->second : entry);
    }
    Passages passages = is_behind ? passages_ : Passages{};
    std::erase_if(passages,
                  [&](const auto& passage) { return !entries.contains(passage.second.bib); });
    for (const wire::LivePassage& passage : snapshot.passages) {
        take_newer(passages, passage);
    }
    bool differs = entries != entries_ || passages != passages_;
    if (!is_behind) {
        differs = take_forecasts(snapshot.forecasts, snapshot.grades) || differs;
    }
    entries_ = std::move(entries);
    passages_ = std::move(passages);
    version_ = std::max(version_, snapshot.version);
    return differs;
}

std::vector<wire::LiveEntry> RaceImage::entries() const {
    std::vector<wire::LiveEntry> all;
    all.reserve(entries_.size());
    for (const auto& [bib, entry] : entries_) {
        all.push_back(entry);
    }
    return all;
}

std::vector<wire::LivePassage> RaceImage::passages() const {
    std::vector<wire::LivePassage> all;
    all.reserve(passages_.size());
    for (const auto& [key, passage] : passages_) {
        all.push_back(passage);
    }
    return all;
}

std::vector<wire::LiveForecast> RaceImage::forecasts() const {
    std::vector<wire::LiveForecast> all;
    for (const auto& [bib, forecast] : forecasts_) {
        if (!forecast.arrivals.empty()) {
            all.push_back(forecast);
        }
    }
    return all;
}

std::vector<wire::LiveGrade> RaceImage::grades() const {
    std::vector<wire::LiveGrade> all;
    for (const auto& [horizon, grade] : grades_) {
        all.push_back(grade);
    }
    return all;
}

RaceState RaceImage::state(UtcTime starts_at, UtcTime now) const {
    const auto status = [](const auto& entry) { return entry.second.status; };
    if (!entries_.empty() && std::ranges::all_of(entries_, has_ended, status)) {
        return RaceState::finished;
    }
    const bool has_begun = std::ranges::any_of(
        entries_, [](wire::RaceStatus s) { return s != wire::RaceStatus::not_started; }, status);
    return has_begun || now >= starts_at ? RaceState::live : RaceState::before;
}

} // namespace lanterne::web
