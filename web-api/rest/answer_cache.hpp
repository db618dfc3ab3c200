#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "service/http.hpp"
#include "service/metrics.hpp"

namespace lanterne::web {

/// Until when an answer that was made once may be given to others.
enum class Kept {
    a_second,        ///< it says what time it is, or follows from more than the race's results
    while_unchanged, ///< as long as the race's results and plan are those that it was made from
};

/// What a route answered, for all who ask the same. Never changed; any thread.
struct Answer {
    service::HttpResponse response; ///< with its ETag; the content in `shared_body`
    Kept kept = Kept::a_second;
    std::optional<std::string> edition; ///< of the race that it was made from, when that was known
    std::chrono::steady_clock::time_point made_at; ///< when its reading began
};

using SharedAnswer = std::shared_ptr<const Answer>;

/// The latest answers by what was asked. What is asked while the same is being read waits for that:
/// a crowd costs one reading. On one thread; without input, output or a clock of its own.
class AnswerCache {
public:
    struct Limits {
        std::size_t bytes = std::size_t{64} * 1024 * 1024;       ///< of answers and keys
        std::size_t answer_bytes = std::size_t{8} * 1024 * 1024; ///< a longer one is not kept
        std::chrono::milliseconds fresh_for{1'000};
        /// Even when nothing is known to have changed: an edition does not cover all that a result
        /// says, for instance whether a better time still follows.
        std::chrono::milliseconds unchanged_for{10'000};
    };

    /// Counts in the registry, which outlives the cache: http_cache_total by `result` (hit, miss,
    /// waited, ahead, evicted) and http_cache_bytes.
    AnswerCache(Limits limits, service::Registry& registry);

    /// What is known when somebody asks.
    struct Moment {
        std::chrono::steady_clock::time_point now;
        /// Of the race that is asked for; nothing when none is, or when it is not known now.
        std::optional<std::string> edition;
    };

    /// Called once, with the answer.
    using Give = std::function<void(const SharedAnswer&)>;

    /// Hands over a good answer at once, or keeps `give` until finish(). True: nobody reads that
    /// yet, so that the caller does, and calls finish() whatever happens. That is so for an answer
    /// in the last quarter of its time too: what many ask for is read again before it is too old,
    /// and none of them waits.
    [[nodiscard]] bool ask(const std::string& key, const Moment& moment, Give give);

    /// Gives the answer to all who wait for it, and keeps it when it is of lasting use: what was
    /// found (200), and for a moment what was not (404) or was wrong (400).
    void finish(const std::string& key, SharedAnswer answer);

    std::size_t bytes() const { return bytes_; }

private:
    struct Held {
        std::string key;
        SharedAnswer answer;
        std::size_t bytes = 0;
    };

    /// For how long the answer is good, as far as is known now: nothing when it is not.
    std::chrono::milliseconds lasts(const Answer& answer, const Moment& moment) const;
    void keep(const std::string& key, SharedAnswer answer);
    void drop(std::list<Held>::iterator held);

    const Limits limits_;
    service::Counter& hits_;
    service::Counter& misses_;
    service::Counter& waited_;
    service::Counter& ahead_;
    service::Counter& evicted_;
    service::Gauge& size_;
    std::list<Held> held_; ///< the latest used first
    std::unordered_map<std::string, std::list<Held>::iterator> by_key_;
    std::size_t bytes_ = 0;
    /// Readings under way with those who wait: as many as there are connections at most, for each
    /// waits for one answer at a time, and one more an answer that is kept.
    std::map<std::string, std::vector<Give>> reading_;
};

/// As the client that asked gets it: the answer, or 304 when it has that already.
service::HttpResponse respond_with(const Answer& answer, const service::HttpRequest& request);

} // namespace lanterne::web
