#include "simulator/judge/verdict_text.hpp"

#include <cmath>

#include <fmt/format.h>

#include "core/course/course.hpp"

namespace lanterne::simulator::judge {

namespace {

std::string number_text(double value) {
    if (value == std::floor(value) && std::abs(value) < 1e15) {
        return fmt::format("{:.0f}", value);
    }
    return std::abs(value) < 10 ? fmt::format("{:.3f}", value) : fmt::format("{:.1f}", value);
}

std::string value_text(const Metric& metric) {
    if (!metric.value) {
        return "not known";
    }
    const bool has_unit = !metric.name.unit.empty();
    return fmt::format("{}{}{}", number_text(*metric.value), has_unit ? " " : "", metric.name.unit);
}

std::string limit_text(const JudgedMetric& one) {
    if (!one.limit) {
        return "";
    }
    const bool is_more = one.metric.name.better == Better::more;
    return fmt::format("{} {}", is_more ? "at least" : "at most", number_text(*one.limit));
}

std::string_view finding_text(Finding finding) {
    switch (finding) {
    case Finding::met: return "met";
    case Finding::missed: return "MISSED";
    case Finding::unknown: return "not known";
    case Finding::no_limit: break;
    }
    return "";
}

std::string trimmed(std::string line) {
    line.erase(line.find_last_not_of(' ') + 1);
    return line + "\n";
}

std::string spread_line(std::string_view name, const Spread& spread) {
    return trimmed(fmt::format("  {:<14} {:>10} {:>9.1f} {:>9.1f} {:>9.1f}", name, spread.count(),
                               spread.size_quantile(0.5).value_or(0),
                               spread.size_quantile(0.9).value_or(0),
                               spread.size_quantile(0.99).value_or(0)));
}

std::string positions_text(const PositionVerdict& positions) {
    std::string text = "\nposition, metres     fixes      50 %      90 %      99 %\n";
    for (const auto& [sport, spread] : positions.by_sport) {
        text += spread_line(course::to_text(sport), spread);
    }
    for (const auto& [doing, spread] : positions.by_doing) {
        text += spread_line(to_text(doing), spread);
    }
    return text;
}

std::string outcomes_text(const OutcomeVerdict& outcomes) {
    std::string text = "\nwhat became of them\n";
    for (const auto& [pair, count] : outcomes.counts) {
        text += fmt::format("  {:>6} {}, said {}\n", count, to_text(pair.first), pair.second);
    }
    return text;
}

std::string examples_text(std::string_view what, const std::vector<std::string>& examples) {
    std::string text;
    for (const std::string& example : examples) {
        text += fmt::format("  {}: {}\n", what, example);
    }
    return text;
}

} // namespace

std::string verdict_text(const Verdict& verdict, std::span<const JudgedMetric> metrics) {
    std::string text =
        trimmed(fmt::format("{:<40} {:>14}  {:<14} {}", "what", "judged", "limit", ""));
    for (const JudgedMetric& one : metrics) {
        text += trimmed(fmt::format("{:<40} {:>14}  {:<14} {}", one.metric.name.label,
                                    value_text(one.metric), limit_text(one),
                                    finding_text(one.finding)));
    }
    if (!verdict.fixes) {
        text += fmt::format("fixes: {}\n", verdict.fixes_unknown);
    }
    text += positions_text(verdict.positions) + outcomes_text(verdict.outcomes);
    const std::string examples = examples_text("passage", verdict.passages.examples) +
                                 examples_text("outcome", verdict.outcomes.examples) +
                                 examples_text("final rank", verdict.final_order.examples) +
                                 examples_text("fixes", verdict.fixes ? verdict.fixes->examples
                                                                      : std::vector<std::string>{});
    text += examples.empty() ? "\n" : "\nexamples of what is wrong\n" + examples + "\n";
    for (const JudgedMetric& one : metrics) {
        if (one.metric.value) {
            text += fmt::format("{}={}\n", one.metric.name.key, number_text(*one.metric.value));
        }
    }
    return text + fmt::format("good={}\n", is_good(metrics) ? 1 : 0);
}

} // namespace lanterne::simulator::judge
