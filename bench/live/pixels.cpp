#include "bench/live/pixels.hpp"

#include <optional>
#include <string>

#include <fmt/format.h>

#include "bench/live/broker_watch.hpp"
#include "bench/live/browser.hpp"
#include "bench/live/staged_race.hpp"
#include "bench/report/shares.hpp"

namespace lanterne::bench {

namespace {

constexpr double most_s[] = {0.7, 1.5};

struct Load {
    StagedField field;
    int seconds;
};

Load load_of(const Options& options) {
    return options.quick ? Load{{.athletes = 8, .real_units = 1}, 5}
                         : Load{{.athletes = 40, .real_units = 4}, 90};
}

/// A part of the way, of each fix that was drawn: seconds.
struct Part {
    const char* key;
    const char* what;
    std::vector<double> took_s;
};

/// The way of each fix in parts; the first is the whole.
std::vector<Part> parts_of(const Seen& seen, const BrokerWatch& watch, const StagedRace& race) {
    std::vector<Part> parts{{"fix_to_pixel", "unit's fix to pixel in Chromium", {}},
                            {"fix_to_broker", "its fix to the broker: gpsd, unit, MQTT", {}},
                            {"broker_to_frame", "commit, and the second's frame at the broker", {}},
                            {"frame_to_page", "its way to the page", {}},
                            {"page_to_pixel", "from the page's socket to the pixel", {}}};
    const auto passings = watch.passings();
    const auto drawn = seen.find("drawn");
    for (std::size_t i = 0; drawn != seen.end() && i < drawn->second.size(); ++i) {
        const std::vector<double>& line = drawn->second[i];
        const auto time = [&](std::size_t place) {
            return UtcTime{Milliseconds{static_cast<std::int64_t>(line.at(place))}};
        };
        const Bib bib = Bib::from(fmt::format("{:.0f}", line.at(0))).value();
        const UtcTime fix = race.wall_time(time(1));
        const auto passing = passings.find({bib, time(1)});
        if (passing == passings.end() || !passing->second.from_unit ||
            !passing->second.from_ingest) {
            continue;
        }
        const UtcTime at[] = {fix, *passing->second.from_unit, *passing->second.from_ingest,
                              time(2), time(3)};
        const auto add = [](Part& part, UtcTime from, UtcTime to) {
            part.took_s.push_back(std::chrono::duration<double>{to - from}.count());
        };
        add(parts.front(), fix, time(3));
        for (std::size_t part = 1; part < parts.size(); ++part) {
            add(parts[part], at[part - 1], at[part]);
        }
    }
    return parts;
}

Row row_of(const Part& part, std::size_t which, std::optional<double> most) {
    const int percent = which == 0 ? 50 : 95;
    return {.key = fmt::format("{}_p{}_s", part.key, percent),
            .what = fmt::format("{}{}, {} %", most ? "" : "  ", part.what, percent),
            .measured = at_share(part.took_s, percent / 100.0),
            .unit = "s",
            .least = {},
            .most = most,
            .note = {}};
}

} // namespace

std::vector<Row> pixels(const Options& options) {
    if (!has_browser()) {
        return {{.key = "fix_to_pixel_p50_s",
                 .what = "unit's fix to pixel in Chromium, 50 %",
                 .unit = "s",
                 .note = browser_missing}};
    }
    const Load load = load_of(options);
    StagedRace race{load.field};
    const BrokerWatch watch{race.broker_port(), race.real_wearers()};
    std::vector<std::string> words{race.address(), std::to_string(load.seconds)};
    for (const auto& [unit, bib] : race.real_wearers()) {
        words.push_back(bib.text());
    }
    const Seen seen = drive_browser("pixels.mjs", words);
    race.expect_alive();
    const auto parts = parts_of(seen, watch, race);
    std::vector<Row> rows{row_of(parts[0], 0, most_s[0]), row_of(parts[0], 1, most_s[1])};
    rows.back().note = fmt::format(
        "{} fixes of {} real units of {} athletes, 1 a second, fsync on; until the frame of the "
        "screen after the first one that places the athlete by that fix",
        parts[0].took_s.size(), load.field.real_units, load.field.athletes);
    for (std::size_t part = 1; part < parts.size(); ++part) {
        rows.push_back(row_of(parts[part], 0, {}));
        rows.push_back(row_of(parts[part], 1, {}));
    }
    rows.push_back({.key = "fix_to_commit_mean_s",
                    .what = "  a fix to its commit, mean of all units since the begin",
                    .measured = race.mean_commit_lag_s(),
                    .unit = "s",
                    .least = {},
                    .most = {},
                    .note = {}});
    return rows;
}

} // namespace lanterne::bench
