#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "service/metrics.hpp"
#include "service/otlp.hpp"

namespace lanterne::service {

/// Sends spans to a collector by OTLP/HTTP, on a thread of its own: whoever adds one never waits,
/// and a collector that is slow, wrong or gone costs spans alone. They are counted then
/// (trace_spans_dropped_total by reason: `queue_full`, `not_taken`).
class SpanExporter {
public:
    /// Spans that wait to be sent; what comes above is dropped.
    static constexpr std::size_t queue_limit = 2'048;
    static constexpr std::size_t request_limit = 512; ///< spans
    static constexpr std::chrono::milliseconds interval{1'000};
    static constexpr std::chrono::milliseconds answer_limit{5'000};
    /// After a request that was not taken nothing is tried for so long.
    static constexpr std::chrono::milliseconds rest{5'000};
    /// What is left at the end is sent if that takes no longer.
    static constexpr std::chrono::milliseconds farewell{1'000};

    /// `endpoint`: "http://host:port/v1/traces". `registry` outlives this.
    SpanExporter(std::string endpoint, SpanSource source, Registry& registry);
    ~SpanExporter();
    SpanExporter(const SpanExporter&) = delete;
    SpanExporter& operator=(const SpanExporter&) = delete;

    /// Any thread. False: dropped, and counted.
    bool add(Span span);

private:
    void run();
    std::vector<Span> next_request();
    void send(const std::vector<Span>& spans, std::chrono::milliseconds timeout);
    /// True when it was woken by the wish to end.
    bool wait(std::chrono::milliseconds time);

    const std::string endpoint_;
    const SpanSource source_;
    Counter& sent_;
    Counter& queue_full_;
    Counter& not_taken_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<Span> waiting_;
    bool ends_ = false;
    bool was_taken_ = true; ///< of the thread alone
    std::thread thread_;    ///< last: it uses the others
};

} // namespace lanterne::service
