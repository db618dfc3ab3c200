#include "service/span_exporter.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "service/http_client.hpp"

namespace lanterne::service {

namespace {

Counter& dropped(Registry& registry, const char* reason) {
    return registry.counter("trace_spans_dropped_total", "Spans that no collector has, by reason.",
                            {{"reason", reason}});
}

constexpr std::size_t answer_bytes = std::size_t{64} * 1024;

} // namespace

SpanExporter::SpanExporter(std::string endpoint, SpanSource source, Registry& registry)
    : endpoint_{std::move(endpoint)}, source_{std::move(source)},
      sent_{registry.counter("trace_spans_total", "Spans that the collector took.")},
      queue_full_{dropped(registry, "queue_full")}, not_taken_{dropped(registry, "not_taken")},
      thread_{[this] { run(); }} {}

SpanExporter::~SpanExporter() {
    {
        const std::lock_guard lock{mutex_};
        ends_ = true;
    }
    changed_.notify_all();
    thread_.join();
}

bool SpanExporter::add(Span span) {
    const std::lock_guard lock{mutex_};
    if (waiting_.size() >= queue_limit) {
        queue_full_.add();
        return false;
    }
    waiting_.push_back(std::move(span));
    return true;
}

bool SpanExporter::wait(std::chrono::milliseconds time) {
    std::unique_lock lock{mutex_};
    return changed_.wait_for(lock, time, [this] { return ends_; });
}

std::vector<Span> SpanExporter::next_request() {
    const std::lock_guard lock{mutex_};
    const auto count =
        static_cast<std::ptrdiff_t>(std::min<std::size_t>(waiting_.size(), request_limit));
    std::vector<Span> spans{std::make_move_iterator(waiting_.begin()),
                            std::make_move_iterator(waiting_.begin() + count)};
    waiting_.erase(waiting_.begin(), waiting_.begin() + count);
    return spans;
}

// A request that was not taken is not tried again: the next ones say how it goes on, and the queue
// is no place to keep the past.
void SpanExporter::send(const std::vector<Span>& spans, std::chrono::milliseconds timeout) {
    const auto reply = http_post(endpoint_, {"application/json", otlp_json(spans, source_)},
                                 timeout, answer_bytes);
    was_taken_ = reply && reply->status >= 200 && reply->status < 300;
    (was_taken_ ? sent_ : not_taken_).add(spans.size());
}

void SpanExporter::run() {
    bool ends = false;
    while (!ends) {
        ends = wait(was_taken_ ? interval : rest);
        for (auto spans = next_request(); !spans.empty(); spans = next_request()) {
            send(spans, ends ? farewell : answer_limit);
            if (!was_taken_) {
                break;
            }
        }
    }
}

} // namespace lanterne::service
