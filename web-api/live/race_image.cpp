#include "web-api/live/race_image.hpp"

#include <algorithm>

#include "web-api/races/statuses.hpp"

namespace lanterne::web {

namespace {

/// Rows of `known` that are newer than that version go before what `into` has, or has not.
template<class Rows>
void keep_newer(Rows& into, const Rows& known, std::uint64_t version) {
    for (const auto& [key, row] : known) {
        if (row.version > version) {
            into.insert_or_assign(key, row);
        }
    }
}

bool is_seen(const wire::LivePassage& passage) { return !passage.is_withdrawn; }

bool is_seen(const wire::LiveForecast& forecast) { return !forecast.arrivals.empty(); }

/// Without those that say that there is nothing any more.
template<class Rows>
Rows seen(Rows rows) {
    std::erase_if(rows, [](const auto& row) {
        if constexpr (requires { row.second.row; }) {
            return !is_seen(row.second.row);
        } else {
            return !is_seen(row.second);
        }
    });
    return rows;
}

} // namespace

RaceImage::PassageKey RaceImage::key_of(const wire::LivePassage& passage) {
    return {passage.bib, passage.point, passage.leg, passage.lap};
}

bool RaceImage::take_newer(const wire::LivePassage& passage, std::uint64_t version) {
    const Versioned<wire::LivePassage> taken{passage, version};
    const auto [known, is_new] = passages_.try_emplace(key_of(passage), taken);
    const bool is_newer = passage.revision >= known->second.row.revision && known->second != taken;
    if (is_newer) {
        known->second = taken;
    }
    return is_new || is_newer;
}

RaceChanges RaceImage::apply(const wire::LiveFrame& frame) {
    RaceChanges changes;
    for (const wire::LiveEntry& entry : frame.entries) {
        const auto [known, is_new] = entries_.try_emplace(entry.bib, entry);
        const bool is_newer = entry.version >= known->second.version && entry != known->second;
        if (is_new || is_newer) {
            known->second = entry;
            changes.entries.push_back(entry);
        }
    }
    for (const wire::LivePassage& passage : frame.passages) {
        if (take_newer(passage, frame.to_version)) {
            changes.passages.push_back(passage);
        }
    }
    for (const wire::LiveForecast& forecast : frame.forecasts) {
        const auto [known, is_new] = forecasts_.try_emplace(forecast.bib, forecast);
        const bool is_newer =
            forecast.version >= known->second.version && forecast != known->second;
        if (is_new || is_newer) {
            known->second = forecast;
            changes.forecasts.push_back(forecast);
        }
    }
    for (const wire::LiveGrade& grade : frame.grades) {
        const Versioned<wire::LiveGrade> taken{grade, frame.to_version};
        const auto [known, is_new] = grades_.try_emplace(grade.horizon, taken);
        if (is_new || known->second != taken) {
            known->second = taken;
            changes.grades.push_back(grade);
        }
    }
    return changes;
}

template<class Source>
RaceImage::Whole RaceImage::whole_of(const Source& source, std::uint64_t version) {
    Whole whole;
    for (const wire::LivePassage& passage : source.passages) {
        whole.passages.insert_or_assign(key_of(passage), Versioned{passage, version});
    }
    for (const wire::LiveForecast& forecast : source.forecasts) {
        whole.forecasts.insert_or_assign(forecast.bib, forecast);
    }
    for (const wire::LiveGrade& grade : source.grades) {
        whole.grades.insert_or_assign(grade.horizon, Versioned{grade, version});
    }
    return whole;
}

bool RaceImage::take_whole(Whole whole, std::uint64_t version) {
    keep_newer(whole.passages, passages_, version);
    keep_newer(whole.forecasts, forecasts_, version);
    keep_newer(whole.grades, grades_, version);
    std::erase_if(whole.passages,
                  [&](const auto& passage) { return !entries_.contains(passage.second.row.bib); });
    const bool differs = seen(whole.passages) != seen(passages_) ||
                         seen(whole.forecasts) != seen(forecasts_) || whole.grades != grades_;
    passages_ = std::move(whole.passages);
    forecasts_ = std::move(whole.forecasts);
    grades_ = std::move(whole.grades);
    return differs;
}

bool RaceImage::apply_whole(const wire::LiveFrame& whole) {
    wire::LiveFrame entries_alone;
    entries_alone.entries = whole.entries;
    const bool differs = !apply(entries_alone).entries.empty();
    return take_whole(whole_of(whole, whole.to_version), whole.to_version) || differs;
}

bool RaceImage::apply(const RaceSnapshot& snapshot) {
    Entries entries;
    for (const wire::LiveEntry& entry : snapshot.entries) {
        const auto known = entries_.find(entry.bib);
        const bool keeps =
            known != entries_.end() && known->second.version > snapshot.version.version;
        entries.emplace(entry.bib, keeps ? known->second : entry);
    }
    const bool differs = entries != entries_;
    entries_ = std::move(entries);
    return take_whole(whole_of(snapshot, snapshot.version.version), snapshot.version.version) ||
           differs;
}

void RaceImage::outdate() {
    for (auto& [bib, entry] : entries_) {
        entry.version = 0;
    }
    for (auto& [key, passage] : passages_) {
        passage.version = 0;
        passage.row.revision = 0;
    }
    for (auto& [bib, forecast] : forecasts_) {
        forecast.version = 0;
    }
    for (auto& [horizon, grade] : grades_) {
        grade.version = 0;
    }
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
    for (const auto& [key, passage] : passages_) {
        if (is_seen(passage.row)) {
            all.push_back(passage.row);
        }
    }
    return all;
}

std::vector<wire::LiveForecast> RaceImage::forecasts() const {
    std::vector<wire::LiveForecast> all;
    for (const auto& [bib, forecast] : forecasts_) {
        if (is_seen(forecast)) {
            all.push_back(forecast);
        }
    }
    return all;
}

std::vector<wire::LiveGrade> RaceImage::grades() const {
    std::vector<wire::LiveGrade> all;
    for (const auto& [horizon, grade] : grades_) {
        all.push_back(grade.row);
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
