#include "ingest-server/live_feed.hpp"

#include <algorithm>
#include <utility>

#include "core/wire/live.hpp"

namespace lanterne::ingest {

using std::chrono::seconds;

namespace {

wire::LiveFrame frame_of(RaceNews news) {
    wire::LiveFrame frame;
    frame.from_version = news.from_version;
    frame.to_version = news.to_version;
    frame.entries = std::move(news.entries);
    frame.passages = std::move(news.passages);
    frame.forecasts = std::move(news.forecasts);
    frame.grades = std::move(news.grades);
    frame.last_event = news.last_event;
    frame.events = std::move(news.events);
    return frame;
}

} // namespace

void LiveFeed::tick() {
    for (const std::int32_t race : keeper_.races()) {
        tick(race, clock_.steady());
    }
}

void LiveFeed::tick(std::int32_t race, SteadyTime as_of) {
    const auto view = keeper_.live_view(race);
    Counting& counted = counting(race, view.went_live, as_of);
    if (view.is_new) {
        counted.snapshot_at.reset();
    }
    const auto passed = std::chrono::floor<seconds>(as_of - counted.since).count();
    const std::uint64_t number = counted.first + static_cast<std::uint64_t>(passed) + 1;
    if (number == counted.last && !view.is_new) {
        return; // told, and what was not taken has time until the next
    }
    const auto numbered = [&](RaceNews news) {
        wire::LiveFrame frame = frame_of(std::move(news));
        frame.epoch = keeper_.live_epoch();
        frame.frame = number;
        frame.race_time = view.race_time;
        return frame;
    };
    if (number > counted.last) {
        counted.last = number;
        wire::LiveFrame frame = numbered(keeper_.news(race));
        frame.trace = keeper_.frame_trace(race);
        if (publish(view.slug, wire::LiveChannel::frame, frame)) {
            keeper_.told(race);
        }
    }
    if ((!counted.snapshot_at || as_of - *counted.snapshot_at >= snapshot_interval) &&
        publish(view.slug, wire::LiveChannel::snapshot, numbered(keeper_.snapshot(race)))) {
        counted.snapshot_at = as_of;
    }
}

LiveFeed::Counting& LiveFeed::counting(std::int32_t race, UtcTime went_live, SteadyTime as_of) {
    auto known = counting_.find(race);
    if (known == counting_.end()) {
        const auto live_for = std::chrono::floor<seconds>(clock_.wall() - went_live).count();
        const auto first = static_cast<std::uint64_t>(std::max<std::int64_t>(live_for, 0));
        known = counting_.emplace(race, Counting{.first = first, .since = as_of}).first;
    }
    return known->second;
}

bool LiveFeed::publish(const Slug& slug, wire::LiveChannel channel, const wire::LiveFrame& whole) {
    const auto retain =
        channel == wire::LiveChannel::snapshot ? service::Retain::yes : service::Retain::no;
    for (const wire::LiveFrame& part : wire::split_into_parts(whole)) {
        const auto payload = wire::encode(part);
        if (payload && !publish_(wire::live_topic(slug, channel), *payload, retain)) {
            return false;
        }
    }
    return true;
}

} // namespace lanterne::ingest
