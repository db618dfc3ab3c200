#include "ingest-server/live_feed.hpp"

#include <algorithm>
#include <utility>

#include "core/wire/live.hpp"

namespace lanterne::ingest {

using std::chrono::seconds;

void LiveFeed::tick() {
    for (const std::int32_t race : keeper_.races()) {
        tick_race(race);
    }
}

void LiveFeed::tick_race(std::int32_t race) {
    const SteadyTime now = clock_.steady();
    const auto view = keeper_.live_view(race);
    auto known = counting_.find(race);
    if (known == counting_.end()) {
        const auto live_for = std::chrono::floor<seconds>(clock_.wall() - view.went_live).count();
        const auto first = static_cast<std::uint64_t>(std::max<std::int64_t>(live_for, 0));
        known = counting_.emplace(race, Counting{.first = first, .since = now}).first;
    }
    Counting& counting = known->second;
    const auto passed = std::chrono::floor<seconds>(now - counting.since).count();
    const std::uint64_t frame = counting.first + static_cast<std::uint64_t>(passed) + 1;
    wire::LiveFrame whole{
        .epoch = keeper_.live_epoch(), .frame = frame, .race_time = view.race_time};
    if (frame > counting.last) {
        counting.last = frame;
        RaceNews news = keeper_.take_news(race);
        whole.entries = std::move(news.entries);
        whole.passages = std::move(news.passages);
        whole.forecasts = std::move(news.forecasts);
        whole.grades = std::move(news.grades);
        publish(view.slug, wire::LiveChannel::frame, whole);
    }
    if (view.is_new || now - counting.snapshot_at >= snapshot_interval) {
        counting.snapshot_at = now;
        RaceNews all = keeper_.snapshot(race);
        whole.entries = std::move(all.entries);
        whole.passages = std::move(all.passages);
        whole.forecasts = std::move(all.forecasts);
        whole.grades = std::move(all.grades);
        publish(view.slug, wire::LiveChannel::snapshot, std::move(whole));
    }
}

void LiveFeed::publish(const Slug& slug, wire::LiveChannel channel, wire::LiveFrame whole) {
    const auto retain =
        channel == wire::LiveChannel::snapshot ? service::Retain::yes : service::Retain::no;
    for (const wire::LiveFrame& part : wire::split_into_parts(whole)) {
        if (const auto payload = wire::encode(part)) {
            publish_(wire::live_topic(slug, channel), *payload, retain);
        }
    }
}

} // namespace lanterne::ingest
