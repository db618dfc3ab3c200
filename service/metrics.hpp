#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lanterne::service {

/// Only ever grows. Any thread.
class Counter {
public:
    void add(std::uint64_t count = 1) { value_.fetch_add(count, std::memory_order_relaxed); }

    std::uint64_t value() const { return value_.load(std::memory_order_relaxed); }

private:
    std::atomic<std::uint64_t> value_{0};
};

/// What is, now. Any thread.
class Gauge {
public:
    void set(double value) { value_.store(value, std::memory_order_relaxed); }

    void add(double change) { value_.fetch_add(change, std::memory_order_relaxed); }

    double value() const { return value_.load(std::memory_order_relaxed); }

private:
    std::atomic<double> value_{0};
};

/// How many observations were at most each bound. Any thread.
class Histogram {
public:
    /// `bounds` grow. The bucket above the last is always there.
    explicit Histogram(std::vector<double> bounds);
    void observe(double value);

    struct Counts {
        std::vector<std::uint64_t> up_to; ///< per bound, then all; each includes those before it
        double sum = 0;
    };

    Counts counts() const;

    const std::vector<double>& bounds() const { return bounds_; }

private:
    std::vector<double> bounds_;
    mutable std::mutex mutex_;
    std::vector<std::uint64_t> counts_;
    double sum_ = 0;
};

/// Names and values, in order.
using Labels = std::vector<std::pair<std::string, std::string>>;

/// All metrics of a program; made once in main and passed by reference. Asking again for the same
/// name and labels gives the same metric; a reference stays good as long as the registry. Any
/// thread.
///
/// A name has at most `series_limit` sets of labels: what comes later is counted together, with
/// each label's value "other". So a value from outside cannot fill the memory. Throws
/// std::logic_error for a name that Prometheus does not allow, or of another kind than before.
class Registry {
public:
    static constexpr std::size_t series_limit = 64;

    Registry();
    ~Registry();
    Registry(const Registry&) = delete;
    Registry& operator=(const Registry&) = delete;

    Counter& counter(std::string_view name, std::string_view help, const Labels& labels = {});
    Gauge& gauge(std::string_view name, std::string_view help, const Labels& labels = {});
    Histogram& histogram(std::string_view name, std::string_view help,
                         const std::vector<double>& bounds, const Labels& labels = {});

    /// Prometheus text format 0.0.4, by name and labels.
    std::string render() const;
    static constexpr std::string_view content_type = "text/plain; version=0.0.4; charset=utf-8";

private:
    struct Family;
    template<class Metric, class... Arguments>
    Metric& metric(std::string_view name, std::string_view help, const Labels& labels,
                   const Arguments&... arguments);

    mutable std::mutex mutex_;
    std::map<std::string, Family, std::less<>> families_;
};

} // namespace lanterne::service
