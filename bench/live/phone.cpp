#include "bench/live/phone.hpp"

#include <optional>
#include <string>

#include <fmt/format.h>

#include "bench/live/browser.hpp"
#include "bench/live/staged_race.hpp"
#include "bench/report/shares.hpp"

namespace lanterne::bench {

namespace {

struct Load {
    StagedField field;
    int runs;
};

Load load_of(const Options& options) {
    return options.quick ? Load{{.athletes = 20}, 1} : Load{{.athletes = 500}, 5};
}

/// The median of the runs.
Row median(const Seen& seen, const char* name, const char* what, std::optional<double> most) {
    const auto all = first_of(seen, name);
    std::string note;
    for (const double each : all) {
        note += fmt::format("{}{:.0f}", note.empty() ? "each visit: " : ", ", each);
    }
    return {.key = fmt::format("phone_{}_ms", name),
            .what = what,
            .measured = at_share(all, 0.5),
            .unit = "ms",
            .least = {},
            .most = most,
            .note = note};
}

} // namespace

std::vector<Row> phone(const Options& options) {
    if (!has_browser()) {
        return {{.key = "phone_lcp_ms",
                 .what = "phone: largest paint",
                 .unit = "ms",
                 .note = browser_missing}};
    }
    const Load load = load_of(options);
    StagedRace race{load.field};
    const Seen seen = drive_browser("phone.mjs", {race.address(), std::to_string(load.runs)});
    race.expect_alive();
    std::vector<Row> rows{median(seen, "lcp", "phone: largest paint", 1'200),
                          median(seen, "board", "  the live board stands", {}),
                          median(seen, "map", "phone: map, course and athletes drawn", 4'500),
                          median(seen, "blocked", "  tasks until then, beyond 50 ms each", {}),
                          median(seen, "inp", "phone: the longest of six taps", 200)};
    rows.front().note += fmt::format("; {} athletes live, processor / 4, 1.6 Mbit/s, 150 ms, "
                                     "390 x 844 at 3 pixels each, nothing cached",
                                     load.field.athletes);
    return rows;
}

} // namespace lanterne::bench
