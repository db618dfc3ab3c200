#include "bench/ingest/riders.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "bench/scoring/long_ride.hpp"
#include "core/exchange/course_gpx.hpp"
#include "core/wire/topic.hpp"
#include "tests/support/truth/shape.hpp"

namespace lanterne::bench {
namespace {

constexpr std::uint64_t ways = 4;
constexpr std::ptrdiff_t longest_way = 2'000; ///< fixes, of many more
// Whatever the machine's clock says, the race was long ago: no fix of it is from the future.
constexpr std::chrono::days earlier{6 * 365};

} // namespace

UnitSerial unit_of(int number) { return *UnitSerial::from(fmt::format("bench{:05}", number)); }

Riders::Riders(std::uint64_t seed) : shape_{long_ride()} {
    for (std::uint64_t number = 1; number <= ways; ++number) {
        std::vector<Fix> way = fixes_of_long_ride(shape_, seed * ways + number);
        way.erase(way.begin() + longest_way, way.end());
        for (Fix& fix : way) {
            fix.time -= earlier;
        }
        ways_.push_back(std::move(way));
    }
}

exchange::FolderFiles Riders::folder(const Field& field) const {
    const plan::RacePlan drawn = truth::as_drawn(shape_.truth, 1, 1);
    const course::Leg& leg = drawn.course.legs().front();
    const double lap = std::floor(course::lap_length(leg).value);
    std::string entries = "bib,name,sex,birth_year,category,wave,team,unit\n";
    for (int number = 0; number < field.count; ++number) {
        entries += fmt::format("{0},Rider {0},other,,,all,,{1}\n", number + 1,
                               unit_of(field.first + number).text());
    }
    return {{"race.toml", fmt::format(R"(name = "Ride of unit {0} and on"
slug = "ride-{0}"
time_zone = "Europe/Paris"
start = {1}
leg = [{{ id = "bike", sport = "bike", gpx = "bike.gpx", laps = {2} }}]
wave = [{{ id = "all", gun = "+00:00:00" }}]
point = [
    {{ id = "start", kind = "start", metres = 0 }},
    {{ id = "early", kind = "split", metres = 500 }},
    {{ id = "hill", kind = "split", metres = 9000 }},
    {{ id = "lap", kind = "lap", metres = {3:.0f}, laps = "not-last" }},
    {{ id = "finish", kind = "finish", metres = {3:.0f} }},
]
)",
                                      field.first, to_text(drawn.start - earlier), leg.laps, lap)},
            {"bike.gpx", exchange::write_gpx(exchange::to_gpx(drawn.course))},
            {"entries.csv", entries}};
}

const std::vector<wire::Bytes>& Riders::packed(std::size_t way, const Packing& packing) {
    auto& bytes = packed_[{way, packing.fixes, packing.in_batch, packing.backlog}];
    const std::vector<Fix>& fixes = ways_.at(way);
    for (std::size_t at = bytes.size() * packing.in_batch; at < packing.fixes;
         at += packing.in_batch) {
        const auto first = fixes.begin() + static_cast<std::ptrdiff_t>(at);
        const wire::Batch batch{
            .epoch = 1,
            .first = at,
            .info = {.battery_pct = 80,
                     .signal_dbm = -70,
                     .backlog = packing.backlog,
                     .next_report_s = static_cast<std::uint32_t>(packing.in_batch)},
            .fixes = {first, first + static_cast<std::ptrdiff_t>(
                                         std::min(packing.in_batch, packing.fixes - at))}};
        bytes.push_back(encode(batch).value());
    }
    return bytes;
}

std::vector<Outgoing> Riders::messages(const Field& field, const Packing& packing,
                                       double seconds_between) {
    const std::size_t batches = (packing.fixes + packing.in_batch - 1) / packing.in_batch;
    const auto channel = packing.backlog ? wire::UnitChannel::backlog : wire::UnitChannel::fixes;
    std::vector<Outgoing> messages;
    for (std::size_t batch = 0; batch < batches; ++batch) {
        for (int number = 0; number < field.count; ++number) {
            const int unit = field.first + number;
            const double due_s = seconds_between * (static_cast<double>(batch) +
                                                    static_cast<double>(number) / field.count);
            messages.push_back(
                {.topic = to_text(
                     wire::UnitTopic{.shard = 0, .unit = unit_of(unit), .channel = channel}),
                 .payload = &packed(static_cast<std::size_t>(unit) % ways, packing).at(batch),
                 .due = std::chrono::microseconds{std::llround(1e6 * due_s)}});
        }
    }
    return messages;
}

} // namespace lanterne::bench
