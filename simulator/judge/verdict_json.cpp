#include "core/course/course.hpp"
#include "service/json_writer.hpp"
#include "simulator/judge/verdict_text.hpp"

namespace lanterne::simulator::judge {

namespace {

using lanterne::to_text; // of a time, beside ours
using service::JsonWriter;

constexpr int decimals = 3;

void write_spread(JsonWriter& json, std::string_view name, const Spread& spread) {
    json.name(name)
        .begin_object()
        .field("count", spread.count())
        .field("p50", spread.size_quantile(0.5), decimals)
        .field("p90", spread.size_quantile(0.9), decimals)
        .field("p99", spread.size_quantile(0.99), decimals)
        .field("bias", spread.mean(), decimals)
        .end_object();
}

void write_metric(JsonWriter& json, const JudgedMetric& one) {
    json.name(one.metric.name.key)
        .begin_object()
        .field("value", one.metric.value, decimals)
        .field("unit", one.metric.name.unit)
        .field("limit", one.limit, decimals)
        .field("met", one.finding == Finding::met || one.finding == Finding::missed
                          ? std::optional{one.finding == Finding::met}
                          : std::nullopt)
        .end_object();
}

void write_examples(JsonWriter& json, std::string_view name,
                    const std::vector<std::string>& examples) {
    json.name(name).begin_array();
    for (const std::string& example : examples) {
        json.value(example);
    }
    json.end_array();
}

void write_calibration(JsonWriter& json, const ForecastVerdict& forecasts) {
    json.name("eta").begin_object();
    for (std::size_t i = 0; i < horizon_names.size(); ++i) {
        const HorizonVerdict& horizon = forecasts.by_horizon.at(i);
        json.name(horizon_names.at(i))
            .begin_object()
            .field("forecasts", horizon.count())
            .field("inside", horizon.inside.value(), decimals)
            .field("before_p10", horizon.before_10.value(), decimals)
            .field("before_p50", horizon.before_50.value(), decimals)
            .field("before_p90", horizon.before_90.value(), decimals);
        write_spread(json, "error_s", horizon.error_s);
        json.end_object();
    }
    json.field("never_came", forecasts.never_came).end_object();
}

void write_positions(JsonWriter& json, const PositionVerdict& positions) {
    json.name("position_by_sport_m").begin_object();
    for (const auto& [sport, spread] : positions.by_sport) {
        write_spread(json, course::to_text(sport), spread);
    }
    json.end_object().name("position_by_doing_m").begin_object();
    for (const auto& [doing, spread] : positions.by_doing) {
        write_spread(json, to_text(doing), spread);
    }
    json.end_object();
}

} // namespace

std::string verdict_json(const TruthRun& run, const Verdict& verdict,
                         std::span<const JudgedMetric> metrics) {
    JsonWriter json;
    json.begin_object()
        .field("race", run.slug)
        .field("scenario", run.scenario)
        .field("seed", run.seed)
        .field("begin", to_text(run.begin))
        .field("good", is_good(metrics))
        .name("metrics")
        .begin_object();
    for (const JudgedMetric& one : metrics) {
        write_metric(json, one);
    }
    json.end_object();
    write_positions(json, verdict.positions);
    write_calibration(json, verdict.forecasts);
    json.name("outcomes").begin_array();
    for (const auto& [pair, count] : verdict.outcomes.counts) {
        json.begin_object()
            .field("truly", to_text(pair.first))
            .field("said", pair.second)
            .field("count", count)
            .end_object();
    }
    json.end_array().name("examples").begin_object();
    write_examples(json, "passages", verdict.passages.examples);
    write_examples(json, "outcomes", verdict.outcomes.examples);
    write_examples(json, "final_ranks", verdict.final_order.examples);
    write_examples(json, "fixes",
                   verdict.fixes ? verdict.fixes->examples : std::vector<std::string>{});
    json.end_object().field("fixes_unknown", verdict.fixes_unknown).end_object();
    return json.take() + "\n";
}

} // namespace lanterne::simulator::judge
