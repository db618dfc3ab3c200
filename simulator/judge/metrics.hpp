#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/judge/judging.hpp"

namespace lanterne::simulator::judge {

/// What is good of a number.
enum class Better : std::uint8_t { less, more, neither };

/// A number of a verdict, for people and programs.
struct MetricName {
    std::string_view key;   ///< "position_p99_m"
    std::string_view label; ///< "position, 99 % within"
    std::string_view unit;  ///< "m"; empty: a count
    Better better = Better::less;
    std::optional<double> limit; ///< where nobody says another
};

/// All of them, in the order in which they are shown.
std::span<const MetricName> metric_names();

struct Metric {
    MetricName name;
    std::optional<double> value; ///< nothing: not known
};

std::vector<Metric> metrics_of(const Verdict& verdict);

/// A limit that somebody set: the most of what should be less, the least of what should be more.
struct Limit {
    std::string key;
    double value = 0;
};

enum class Finding : std::uint8_t { met, missed, unknown, no_limit };

struct JudgedMetric {
    Metric metric;
    std::optional<double> limit;
    Finding finding = Finding::no_limit;
};

/// Against the limits given, and where none is given against those of the names. What is not known
/// is missed when a limit was given, else unknown.
std::vector<JudgedMetric> against_limits(const Verdict& verdict, std::span<const Limit> limits);

bool is_good(std::span<const JudgedMetric> metrics);

} // namespace lanterne::simulator::judge
