#include "simulator/judge/picture.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "simulator/judge/svg.hpp"

namespace lanterne::simulator::judge {

namespace {

constexpr double width = 1200;
constexpr double height = 900;
constexpr double panel_width = 490;
constexpr double panel_height = 270;

// Blue, teal and orange are told apart by everybody, on white and on near-black.
constexpr std::string_view style = R"(<style>
svg { background: #ffffff; font-family: "DejaVu Sans", Verdana, sans-serif; }
.paper { fill: #ffffff; }
.heading { fill: #16202b; font-size: 26px; font-weight: 600; }
.sub { fill: #55616e; font-size: 14px; }
.title { fill: #16202b; font-size: 16px; font-weight: 600; }
.tick { fill: #55616e; font-size: 12px; }
.key { fill: #16202b; font-size: 12px; }
.halo { stroke: #ffffff; stroke-width: 4px; paint-order: stroke; stroke-linejoin: round; }
.grid { stroke: #e3e8ee; stroke-width: 1px; }
.axis { stroke: #55616e; stroke-width: 1.5px; }
.ideal { stroke: #8b97a5; stroke-width: 1.5px; stroke-dasharray: 5 5; fill: none; }
.good { fill: #1a7f5a; }
.bad { fill: #c2410c; }
.half { fill: #1d6fb8; fill-opacity: 0.55; }
.most { fill: #1d6fb8; fill-opacity: 0.22; }
.all { stroke: #d9730d; stroke-width: 1.6px; fill: none; }
.all-dot, .c-dot { fill: #d9730d; }
.a { stroke: #1d6fb8; stroke-width: 2.2px; fill: none; }
.b { stroke: #12908a; stroke-width: 2.2px; fill: none; }
.c { stroke: #d9730d; stroke-width: 2.2px; fill: none; }
.a-dot, .bars { fill: #1d6fb8; }
.b-dot { fill: #12908a; }
@media (prefers-color-scheme: dark) {
svg { background: #10161d; }
.paper { fill: #10161d; }
.heading, .title, .key { fill: #eef2f6; }
.sub, .tick { fill: #a3b0bd; }
.halo { stroke: #10161d; }
.grid { stroke: #26303b; }
.axis { stroke: #a3b0bd; }
.good { fill: #4ecb97; }
.bad { fill: #ff8a5c; }
.half, .most, .a-dot, .bars { fill: #5aa9ee; }
.a { stroke: #5aa9ee; }
.b { stroke: #3fc9c0; }
.b-dot { fill: #3fc9c0; }
.c, .all { stroke: #ffa94d; }
.c-dot, .all-dot { fill: #ffa94d; }
}
</style>
)";

Panel::Frame place(int column, int row, Keys keys = Keys::above) {
    return {.left = 70 + column * 590.0,
            .top = 165 + row * 385.0,
            .width = panel_width,
            .height = panel_height,
            .keys = keys};
}

std::string heading(const Truth& truth, const Verdict& verdict,
                    std::span<const JudgedMetric> metrics) {
    const auto missed = std::ranges::count(metrics, Finding::missed, &JudgedMetric::finding);
    const auto met = std::ranges::count(metrics, Finding::met, &JudgedMetric::finding);
    const std::string word = missed == 0
                                 ? fmt::format("all {} limits met", met)
                                 : fmt::format("{} of {} limits missed", missed, missed + met);
    const std::string& scenario = truth.run.scenario;
    return fmt::format(
        "<text class=\"heading\" x=\"40\" y=\"52\">{}</text>\n"
        "<text class=\"heading {}\" text-anchor=\"end\" x=\"{}\" y=\"52\">{}</text>\n"
        "<text class=\"sub\" x=\"40\" y=\"80\">{}{}{} athletes, {} h {:02} min, seed "
        "{}; {} frames heard, {} positions and {} passages compared</text>\n"
        "<text class=\"sub\" x=\"40\" y=\"102\">{}</text>\n",
        svg_text(truth.run.slug), missed == 0 ? "good" : "bad", width - 40, word,
        svg_text(scenario), scenario.empty() ? "" : ": ", truth.race.entries.size(),
        truth.seconds.seconds() / 3600, truth.seconds.seconds() / 60 % 60, truth.run.seed,
        verdict.frames, verdict.positions.error_m.count(), verdict.passages.error_s.count(),
        svg_text(truth.run.program));
}

std::string positions_panel(const Verdict& verdict) {
    const PositionVerdict& positions = verdict.positions;
    const double minutes = std::chrono::duration<double, std::ratio<60>>(positions.slice).count();
    Points none;
    Points half;
    Points most;
    Points all;
    for (std::size_t i = 0; i < positions.over_time.size(); ++i) {
        const Spread& spread = positions.over_time[i];
        if (spread.count() > 0) {
            const double x = (static_cast<double>(i) + 0.5) * minutes;
            none.push_back({x, 0});
            half.push_back({x, spread.size_quantile(0.5).value_or(0)});
            most.push_back({x, spread.size_quantile(0.9).value_or(0)});
            all.push_back({x, spread.size_quantile(0.99).value_or(0)});
        }
    }
    const double length = std::max(1.0, static_cast<double>(positions.over_time.size()) * minutes);
    const double top = round_up(1.5 * positions.error_m.size_quantile(0.99).value_or(1));
    Panel panel{place(0, 0),
                "Where athletes are shown: metres off, over the race",
                {.from = 0,
                 .to = length,
                 .ticks = round_ticks(0, length, 8),
                 .label = "minutes from the begin of the run"},
                {.from = 0, .to = top, .ticks = round_ticks(0, top, 5), .label = "metres"}};
    if (all.empty()) {
        panel.note("no positions were heard");
        return panel.svg();
    }
    panel.band("most", most, none);
    panel.band("half", half, none);
    panel.line("all", all);
    panel.key("all-dot", "99 % within");
    panel.key("most", "90 % within");
    panel.key("half", "half within");
    return panel.svg();
}

std::string passages_panel(const Verdict& verdict) {
    const Bars& bars = verdict.passages.histogram;
    const std::uint64_t highest = *std::ranges::max_element(bars.counts);
    const double top = round_up(static_cast<double>(std::max<std::uint64_t>(highest, 4)));
    Panel panel{place(1, 0),
                "Times at the timing points: seconds off",
                {.from = bars.from,
                 .to = bars.to,
                 .ticks = round_ticks(bars.from, bars.to, 10),
                 .label = "said too early < 0 < too late; beyond 10 s in the last bar"},
                {.from = 0, .to = top, .ticks = round_ticks(0, top, 5), .label = "passages"}};
    if (highest == 0) {
        panel.note("no passages were measured");
        return panel.svg();
    }
    for (std::size_t i = 0; i < bars.counts.size(); ++i) {
        const double from = bars.from + static_cast<double>(i) * bars.width();
        if (bars.counts[i] > 0) {
            panel.bar("bars", from, from + bars.width(), static_cast<double>(bars.counts[i]));
        }
    }
    const PassageVerdict& passages = verdict.passages;
    panel.key("good", fmt::format("{:.0f} % within 1.96 standard errors",
                                  100 * passages.inside.value().value_or(0)));
    panel.key(passages.missing == 0 ? "good" : "bad",
              fmt::format("{} of {} missing", passages.missing, passages.truly));
    panel.key(passages.false_ones == 0 ? "good" : "bad",
              fmt::format("{} never were", passages.false_ones));
    return panel.svg();
}

std::vector<std::pair<double, std::string>> share_ticks() {
    return {{0, "0 %"}, {0.1, "10 %"}, {0.5, "50 %"}, {0.9, "90 %"}, {1, "100 %"}};
}

std::string forecasts_panel(const Verdict& verdict) {
    Panel panel{place(0, 1, Keys::below),
                "Forecasts of arrivals: what they said, and what came",
                {.from = 0,
                 .to = 1,
                 .ticks = {{0.1, "10 %"}, {0.5, "50 %"}, {0.9, "90 %"}},
                 .label = "of arrivals before it, as the forecast said"},
                {.from = 0, .to = 1, .ticks = share_ticks(), .label = "truly before it"}};
    panel.line("ideal", {{0, 0}, {1, 1}});
    constexpr std::array<std::string_view, 3> styles{"a", "b", "c"};
    constexpr std::array<std::string_view, 3> names{"under ten minutes ahead", "to an hour",
                                                    "beyond"};
    bool is_empty = true;
    for (std::size_t i = 0; i < styles.size(); ++i) {
        const HorizonVerdict& horizon = verdict.forecasts.by_horizon.at(i);
        if (horizon.count() == 0) {
            continue;
        }
        is_empty = false;
        const Points points{{0.1, *horizon.before_10.value()},
                            {0.5, *horizon.before_50.value()},
                            {0.9, *horizon.before_90.value()}};
        panel.line(styles.at(i), points);
        const std::string dot = fmt::format("{}-dot", styles.at(i));
        for (const Point& point : points) {
            panel.dot(dot, point,
                      fmt::format("{}: {:.0f} % said, {:.0f} % came", names.at(i), 100 * point.x,
                                  100 * point.y));
        }
        panel.key(dot, fmt::format("{}: {}", names.at(i), horizon.count()));
    }
    if (is_empty) {
        panel.note("no forecasts came due");
    }
    return panel.svg();
}

/// How the sizes add up: which share of them lies below, by steps.
Points shares_of(const Spread& spread, double least) {
    Points points;
    for (int permille = 5; permille <= 995; permille += 5) {
        const double share = permille / 1000.0;
        points.push_back({std::max(least, spread.size_quantile(share).value_or(0)), share});
    }
    return points;
}

std::string lag_panel(const Verdict& verdict) {
    constexpr double least = 0.1;
    constexpr double greatest = 100;
    Panel panel{
        place(1, 1, Keys::below),
        "How long it takes to be seen",
        {.from = least,
         .to = greatest,
         .scale = Scale::logarithmic,
         .ticks =
             {{0.1, "0.1"}, {0.3, "0.3"}, {1, "1"}, {3, "3"}, {10, "10"}, {30, "30"}, {100, "100"}},
         .label = "seconds on the wall"},
        {.from = 0, .to = 1, .ticks = share_ticks(), .label = "seen within"}};
    const LagVerdict& lag = verdict.lag;
    if (lag.fix_s.count() == 0) {
        panel.note("no fix was seen to arrive");
        return panel.svg();
    }
    panel.line("a", shares_of(lag.fix_s, least));
    panel.key("a-dot", fmt::format("fixes: half in {:.1f} s, 95 % in {:.1f} s",
                                   lag.fix_s.size_quantile(0.5).value_or(0),
                                   lag.fix_s.size_quantile(0.95).value_or(0)));
    if (lag.passage_s.count() > 0) {
        panel.line("c", shares_of(lag.passage_s, least));
        panel.key("c-dot", fmt::format("passages: half in {:.1f} s, 95 % in {:.1f} s",
                                       lag.passage_s.size_quantile(0.5).value_or(0),
                                       lag.passage_s.size_quantile(0.95).value_or(0)));
    }
    return panel.svg();
}

} // namespace

std::string verdict_picture(const Truth& truth, const Verdict& verdict,
                            std::span<const JudgedMetric> metrics) {
    return fmt::format("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0} {1}\" "
                       "width=\"{0}\" height=\"{1}\" role=\"img\">\n<title>{2}</title>\n",
                       width, height, svg_text("Verdict on " + truth.run.slug)) +
           std::string{style} +
           fmt::format("<rect class=\"paper\" width=\"{}\" height=\"{}\"/>\n", width, height) +
           heading(truth, verdict, metrics) + positions_panel(verdict) + passages_panel(verdict) +
           forecasts_panel(verdict) + lag_panel(verdict) + "</svg>\n";
}

} // namespace lanterne::simulator::judge
