#include "bench/live/overlay.hpp"

#include <array>
#include <string>

#include <fmt/format.h>

#include "bench/live/browser.hpp"
#include "bench/live/staged_race.hpp"
#include "bench/report/shares.hpp"

namespace lanterne::bench {

namespace {

constexpr double most_frame_ms = 4;

struct Load {
    int frames;
    std::size_t athletes; ///< on the board
    int seconds;
};

Load load_of(const Options& options) {
    return options.quick ? Load{60, 20, 2} : Load{600, 500, 20};
}

Row row(std::string key, std::string what, double measured) {
    return {.key = std::move(key),
            .what = std::move(what),
            .measured = measured,
            .unit = "ms",
            .least = {},
            .most = {},
            .note = {}};
}

std::vector<Row> frames(const Load& load) {
    const Seen seen = drive_browser("frames.mjs", {std::to_string(load.frames)});
    const auto [place, map, profile] =
        std::array{first_of(seen, "place"), first_of(seen, "map"), first_of(seen, "profile")};
    std::vector<double> whole;
    for (std::size_t i = 0; i < place.size(); ++i) {
        whole.push_back(place[i] + map.at(i) + profile.at(i));
    }
    Row all =
        row("overlay_frame_ms", "script a frame, 500 athletes who all move", at_share(whole, 0.5));
    all.most = most_frame_ms;
    all.note = fmt::format("median of {} frames, {:.1f} ms at 95 %; 390 x 844 at 2 pixels each, "
                           "drawn in software",
                           whole.size(), at_share(whole, 0.95));
    return {all, row("overlay_place_ms", "  where everybody is", at_share(place, 0.5)),
            row("overlay_map_ms", "  drawn over the map", at_share(map, 0.5)),
            row("overlay_profile_ms", "  drawn on the profile", at_share(profile, 0.5))};
}

} // namespace

std::vector<Row> overlay(const Options& options) {
    if (!has_browser()) {
        return {{.key = "overlay_frame_ms",
                 .what = "script a frame, 500 athletes who all move",
                 .unit = "ms",
                 .note = browser_missing}};
    }
    const Load load = load_of(options);
    std::vector<Row> rows = frames(load);
    StagedRace race{{.athletes = load.athletes}};
    const Seen seen = drive_browser("board.mjs", {race.address(), std::to_string(load.seconds)});
    race.expect_alive();
    rows.push_back(row("board_script_ms", "board of 500, each second's update: script",
                       at_share(first_of(seen, "script"), 0.5)));
    rows.back().note = fmt::format("{} athletes live; median of {} s, of the frame of each that "
                                   "takes most, beyond an ordinary one",
                                   load.athletes, load.seconds);
    rows.push_back(row("board_layout_ms", "board of 500, each second's update: style and layout",
                       at_share(first_of(seen, "layout"), 0.5)));
    return rows;
}

} // namespace lanterne::bench
