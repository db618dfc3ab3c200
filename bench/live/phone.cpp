#include "bench/live/phone.hpp"

#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "bench/live/browser.hpp"
#include "bench/live/staged_race.hpp"
#include "bench/report/shares.hpp"

namespace lanterne::bench {

namespace {

/// A race that a phone looks at.
struct Visited {
    std::size_t athletes;
    int visits;
    std::string prefix; ///< of its rows' keys
    bool is_judged;     ///< against the goals
};

/// What a phone needs grows with the field: the goals are for a club's race, and a city's is shown.
std::vector<Visited> races_of(const Options& options) {
    if (options.quick) {
        return {{.athletes = 20, .visits = 1, .prefix = "phone", .is_judged = true}};
    }
    return {{.athletes = 40, .visits = 5, .prefix = "phone", .is_judged = true},
            {.athletes = 500, .visits = 3, .prefix = "phone_of_500", .is_judged = false}};
}

struct Measure {
    const char* name; ///< as the browser says it
    const char* what;
    std::optional<double> most;
};

/// The median of the visits.
Row median(const Seen& seen, const Visited& race, const Measure& measure) {
    const auto all = first_of(seen, measure.name);
    std::string note;
    for (const double each : all) {
        note += fmt::format("{}{:.0f}", note.empty() ? "each visit: " : ", ", each);
    }
    return {.key = fmt::format("{}_{}_ms", race.prefix, measure.name),
            .what = measure.what,
            .measured = at_share(all, 0.5),
            .unit = "ms",
            .least = {},
            .most = race.is_judged ? measure.most : std::nullopt,
            .note = note};
}

/// What it costs that there is no graphics processor here: the taps of the same page where the
/// server's map stays, which a browser without WebGL shows.
Row taps_without_map(const StagedRace& staged, Visited race) {
    const Seen seen =
        drive_browser("phone.mjs", {staged.address(), std::to_string(race.visits), "flat"});
    race.prefix += "_flat";
    return median(seen, race, {"inp", "  the same where WebGL is missing", {}});
}

void visit(const Visited& race, std::vector<Row>& rows) {
    StagedRace staged{{.athletes = race.athletes}};
    const Seen seen =
        drive_browser("phone.mjs", {staged.address(), std::to_string(race.visits), "drawn"});
    const std::size_t first = rows.size();
    for (const Measure& measure : {Measure{"lcp", "phone: largest paint", 1'200},
                                   Measure{"board", "  the live board stands", {}},
                                   Measure{"map", "phone: map, course and athletes drawn", 4'500},
                                   Measure{"blocked", "  tasks until then, beyond 50 ms each", {}},
                                   Measure{"inp", "phone: the longest of six taps", 200}}) {
        rows.push_back(median(seen, race, measure));
    }
    rows.push_back(taps_without_map(staged, race));
    staged.expect_alive();
    rows[first].note += fmt::format("; {} athletes live, processor / 4, 1.6 Mbit/s, 150 ms, "
                                    "390 x 844 at 2 pixels each in software, nothing cached",
                                    race.athletes);
}

} // namespace

std::vector<Row> phone(const Options& options) {
    if (!has_browser()) {
        return {{.key = "phone_lcp_ms",
                 .what = "phone: largest paint",
                 .unit = "ms",
                 .note = browser_missing}};
    }
    std::vector<Row> rows;
    for (const Visited& race : races_of(options)) {
        visit(race, rows);
    }
    return rows;
}

} // namespace lanterne::bench
