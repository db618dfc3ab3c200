#include "service/metrics.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <variant>

#include <fmt/format.h>

namespace lanterne::service {
namespace {

using AnyMetric =
    std::variant<std::unique_ptr<Counter>, std::unique_ptr<Gauge>, std::unique_ptr<Histogram>>;

bool is_name(std::string_view name) {
    const auto allowed = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    };
    return !name.empty() && (name[0] < '0' || name[0] > '9') &&
           std::all_of(name.begin(), name.end(), allowed);
}

std::string escaped(std::string_view text, bool with_quotes) {
    std::string result;
    for (const char c : text) {
        if (c == '\n') {
            result += "\\n";
        } else if (c == '\\' || (c == '"' && with_quotes)) {
            result += {'\\', c};
        } else {
            result += c;
        }
    }
    return result;
}

/// a="1",b="2"
std::string label_text(const Labels& labels) {
    std::string text;
    for (const auto& [name, value] : labels) {
        if (!is_name(name)) {
            throw std::logic_error{"'" + name + "' is not a label's name"};
        }
        text += fmt::format("{}{}=\"{}\"", text.empty() ? "" : ",", name, escaped(value, true));
    }
    return text;
}

std::string number(double value) {
    if (std::isinf(value)) {
        return value > 0 ? "+Inf" : "-Inf";
    }
    return std::isnan(value) ? "NaN" : fmt::format("{}", value);
}

std::string sample(std::string_view name, std::string_view labels, std::string_view value) {
    return labels.empty() ? fmt::format("{} {}\n", name, value)
                          : fmt::format("{}{{{}}} {}\n", name, labels, value);
}

struct Render {
    const std::string& name;
    const std::string& labels;

    std::string operator()(const std::unique_ptr<Counter>& counter) const {
        return sample(name, labels, fmt::format("{}", counter->value()));
    }

    std::string operator()(const std::unique_ptr<Gauge>& gauge) const {
        return sample(name, labels, number(gauge->value()));
    }

    std::string operator()(const std::unique_ptr<Histogram>& histogram) const {
        const Histogram::Counts counts = histogram->counts();
        const std::string comma = labels.empty() ? "" : ",";
        std::string text;
        for (std::size_t i = 0; i < counts.up_to.size(); ++i) {
            const std::string bound =
                i < histogram->bounds().size() ? number(histogram->bounds()[i]) : "+Inf";
            text += sample(name + "_bucket", fmt::format("{}{}le=\"{}\"", labels, comma, bound),
                           fmt::format("{}", counts.up_to[i]));
        }
        text += sample(name + "_sum", labels, number(counts.sum));
        text += sample(name + "_count", labels, fmt::format("{}", counts.up_to.back()));
        return text;
    }
};

constexpr std::string_view kind_of(std::size_t index) {
    return index == 0 ? "counter" : index == 1 ? "gauge" : "histogram";
}

} // namespace

struct Registry::Family {
    std::string help;
    std::map<std::string, AnyMetric> series{};
};

Histogram::Histogram(std::vector<double> bounds)
    : bounds_{std::move(bounds)}, counts_(bounds_.size() + 1) {
    if (!std::is_sorted(bounds_.begin(), bounds_.end(), std::less_equal<>{})) {
        throw std::logic_error{"a histogram's bounds must grow"};
    }
}

void Histogram::observe(double value) {
    const auto bucket = std::lower_bound(bounds_.begin(), bounds_.end(), value) - bounds_.begin();
    const std::lock_guard lock{mutex_};
    ++counts_[static_cast<std::size_t>(bucket)];
    sum_ += value;
}

Histogram::Counts Histogram::counts() const {
    const std::lock_guard lock{mutex_};
    Counts result{counts_, sum_};
    for (std::size_t i = 1; i < result.up_to.size(); ++i) {
        result.up_to[i] += result.up_to[i - 1];
    }
    return result;
}

Registry::Registry() = default;
Registry::~Registry() = default;

template<class Metric, class... Arguments>
Metric& Registry::metric(std::string_view name, std::string_view help, const Labels& labels,
                         const Arguments&... arguments) {
    using Pointer = std::unique_ptr<Metric>;
    if (!is_name(name)) {
        throw std::logic_error{fmt::format("'{}' is not a metric's name", name)};
    }
    std::string key = label_text(labels);
    const std::lock_guard lock{mutex_};
    auto& series =
        families_.try_emplace(std::string{name}, Family{std::string{help}}).first->second.series;
    if (!series.contains(key) && series.size() >= series_limit) {
        Labels other = labels;
        for (auto& label : other) {
            label.second = "other";
        }
        key = label_text(other);
    }
    auto found = series.find(key);
    if (found == series.end()) {
        found = series.emplace(key, std::make_unique<Metric>(arguments...)).first;
    }
    const auto* existing = std::get_if<Pointer>(&found->second);
    if (existing == nullptr || found->second.index() != series.begin()->second.index()) {
        throw std::logic_error{fmt::format("metric '{}' has another kind already", name)};
    }
    return **existing;
}

Counter& Registry::counter(std::string_view name, std::string_view help, const Labels& labels) {
    return metric<Counter>(name, help, labels);
}

Gauge& Registry::gauge(std::string_view name, std::string_view help, const Labels& labels) {
    return metric<Gauge>(name, help, labels);
}

Histogram& Registry::histogram(std::string_view name, std::string_view help,
                               const std::vector<double>& bounds, const Labels& labels) {
    return metric<Histogram>(name, help, labels, bounds);
}

std::string Registry::render() const {
    const std::lock_guard lock{mutex_};
    std::string text;
    for (const auto& [name, family] : families_) {
        text += fmt::format("# HELP {} {}\n# TYPE {} {}\n", name, escaped(family.help, false), name,
                            kind_of(family.series.begin()->second.index()));
        for (const auto& [labels, one] : family.series) {
            text += std::visit(Render{name, labels}, one);
        }
    }
    return text;
}

} // namespace lanterne::service
