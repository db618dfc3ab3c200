#include "simulator/judge/metrics.hpp"

#include <algorithm>
#include <array>

namespace lanterne::simulator::judge {

namespace {

using Value = std::optional<double>;

constexpr std::optional<double> none;

constexpr std::array names{
    MetricName{"frames", "frames heard", "", Better::neither, none},
    MetricName{"positions", "positions compared", "", Better::neither, none},
    MetricName{"position_p50_m", "position: half within", "m", Better::less, none},
    MetricName{"position_p90_m", "position: 90 % within", "m", Better::less, none},
    MetricName{"position_p99_m", "position: 99 % within", "m", Better::less, none},
    MetricName{"position_bias_m", "position: said ahead in the mean", "m", Better::neither, none},
    MetricName{"wrong_laps", "times on another lap", "", Better::less, 0},
    MetricName{"wrong_lap_fixes", "fixes on another lap", "", Better::less, none},
    MetricName{"passages", "passages, truly", "", Better::neither, none},
    MetricName{"passages_said", "passages, said", "", Better::neither, none},
    MetricName{"passage_p50_s", "passage: half within", "s", Better::less, none},
    MetricName{"passage_p90_s", "passage: 90 % within", "s", Better::less, none},
    MetricName{"passage_p99_s", "passage: 99 % within", "s", Better::less, none},
    MetricName{"passage_bias_s", "passage: said late in the mean", "s", Better::neither, none},
    MetricName{"passages_inside_share", "passages within 1.96 standard errors", "", Better::more,
               none},
    MetricName{"passages_missing", "passages missing", "", Better::less, none},
    MetricName{"passages_missing_share", "share of passages missing", "", Better::less, 0.02},
    MetricName{"passages_false", "passages that never were", "", Better::less, 0},
    MetricName{"ranks_right_share", "ranks right, of looks at the board", "", Better::more, none},
    MetricName{"ranks_near_share", "the same, who is within 10 m aside", "", Better::more, none},
    MetricName{"final_ranks", "final ranks", "", Better::neither, none},
    MetricName{"final_ranks_wrong", "final ranks wrong", "", Better::less, none},
    MetricName{"outcomes_wrong", "outcomes wrong", "", Better::less, 0},
    MetricName{"outcomes_unsaid", "gave up, not said yet", "", Better::neither, none},
    MetricName{"lag_p50_s", "fix to frame: half within", "s", Better::less, none},
    MetricName{"lag_p95_s", "fix to frame: 95 % within", "s", Better::less, none},
    MetricName{"lag_p99_s", "fix to frame: 99 % within", "s", Better::less, none},
    MetricName{"passage_lag_p50_s", "passage to frame: half within", "s", Better::less, none},
    MetricName{"passage_lag_p95_s", "passage to frame: 95 % within", "s", Better::less, none},
    MetricName{"eta_near", "forecasts under 10 min", "", Better::neither, none},
    MetricName{"eta_near_inside_share", "came inside their band (0.8 is right)", "",
               Better::neither, none},
    MetricName{"eta_near_p50_s", "half within", "s", Better::less, none},
    MetricName{"eta_middle", "forecasts to an hour", "", Better::neither, none},
    MetricName{"eta_middle_inside_share", "came inside their band (0.8 is right)", "",
               Better::neither, none},
    MetricName{"eta_middle_p50_s", "half within", "s", Better::less, none},
    MetricName{"eta_far", "forecasts beyond", "", Better::neither, none},
    MetricName{"eta_far_inside_share", "came inside their band (0.8 is right)", "", Better::neither,
               none},
    MetricName{"eta_far_p50_s", "half within", "s", Better::less, none},
    MetricName{"fixes_numbered", "fixes that units numbered", "", Better::neither, none},
    MetricName{"fixes_stored", "fixes stored", "", Better::neither, none},
    MetricName{"fixes_lost", "fixes declared lost", "", Better::neither, none},
    MetricName{"fixes_missing", "fixes missing", "", Better::less, 0},
    MetricName{"fixes_doubled", "fixes stored twice", "", Better::less, 0},
    MetricName{"fixes_unknown", "fixes stored that nobody numbered", "", Better::less, 0},
    MetricName{"fixes_changed", "journals stored with other bytes", "", Better::less, 0},
};

Value count(std::uint64_t number) { return static_cast<double>(number); }

/// What was heard of frames is not known without any.
Value of_frames(const Verdict& verdict, std::uint64_t number) {
    return verdict.frames == 0 ? none : count(number);
}

using Values = std::vector<Value>;

void add_positions(const Verdict& verdict, Values& values) {
    const Spread& error = verdict.positions.error_m;
    values.insert(values.end(),
                  {count(verdict.frames), of_frames(verdict, error.count()),
                   error.size_quantile(0.5), error.size_quantile(0.9), error.size_quantile(0.99),
                   error.mean(), of_frames(verdict, verdict.positions.wrong_laps),
                   of_frames(verdict, verdict.positions.wrong_lap_fixes)});
}

void add_passages(const Verdict& verdict, Values& values) {
    const PassageVerdict& passages = verdict.passages;
    const Share missing{.part = passages.missing, .whole = passages.truly};
    values.insert(values.end(),
                  {count(passages.truly), count(passages.said), passages.error_s.size_quantile(0.5),
                   passages.error_s.size_quantile(0.9), passages.error_s.size_quantile(0.99),
                   passages.error_s.mean(), passages.inside.value(), count(passages.missing),
                   missing.value(), count(passages.false_ones)});
}

void add_board(const Verdict& verdict, Values& values) {
    values.insert(values.end(),
                  {verdict.order.right.value(), verdict.order.near.value(),
                   count(verdict.final_order.ranked), count(verdict.final_order.wrong),
                   count(verdict.outcomes.wrong), count(verdict.outcomes.unsaid)});
}

void add_times(const Verdict& verdict, Values& values) {
    const LagVerdict& lag = verdict.lag;
    values.insert(values.end(), {lag.fix_s.size_quantile(0.5), lag.fix_s.size_quantile(0.95),
                                 lag.fix_s.size_quantile(0.99), lag.passage_s.size_quantile(0.5),
                                 lag.passage_s.size_quantile(0.95)});
    for (const HorizonVerdict& horizon : verdict.forecasts.by_horizon) {
        values.insert(values.end(), {of_frames(verdict, horizon.count()), horizon.inside.value(),
                                     horizon.error_s.size_quantile(0.5)});
    }
}

void add_fixes(const Verdict& verdict, Values& values) {
    const auto number = [&](std::uint64_t FixesVerdict::*member) {
        return verdict.fixes ? count((*verdict.fixes).*member) : none;
    };
    for (const auto member : {&FixesVerdict::numbered, &FixesVerdict::stored, &FixesVerdict::lost,
                              &FixesVerdict::missing, &FixesVerdict::doubled,
                              &FixesVerdict::unknown, &FixesVerdict::changed}) {
        values.push_back(number(member));
    }
}

Finding finding_of(const Metric& metric, std::optional<double> limit, bool is_given) {
    if (!limit) {
        return Finding::no_limit;
    }
    if (!metric.value) {
        return is_given ? Finding::missed : Finding::unknown;
    }
    const bool is_met =
        metric.name.better == Better::more ? *metric.value >= *limit : *metric.value <= *limit;
    return is_met ? Finding::met : Finding::missed;
}

} // namespace

std::span<const MetricName> metric_names() { return names; }

std::vector<Metric> metrics_of(const Verdict& verdict) {
    Values values;
    add_positions(verdict, values);
    add_passages(verdict, values);
    add_board(verdict, values);
    add_times(verdict, values);
    add_fixes(verdict, values);
    std::vector<Metric> metrics;
    for (std::size_t i = 0; i < names.size(); ++i) {
        metrics.push_back({.name = names.at(i), .value = values.at(i)});
    }
    return metrics;
}

std::vector<JudgedMetric> against_limits(const Verdict& verdict, std::span<const Limit> limits) {
    std::vector<JudgedMetric> judged;
    for (const Metric& metric : metrics_of(verdict)) {
        const auto given = std::ranges::find(limits, metric.name.key, &Limit::key);
        const bool is_given = given != limits.end();
        const auto limit = is_given ? std::optional{given->value} : metric.name.limit;
        judged.push_back(
            {.metric = metric, .limit = limit, .finding = finding_of(metric, limit, is_given)});
    }
    return judged;
}

bool is_good(std::span<const JudgedMetric> metrics) {
    return std::ranges::none_of(
        metrics, [](const JudgedMetric& one) { return one.finding == Finding::missed; });
}

} // namespace lanterne::simulator::judge
