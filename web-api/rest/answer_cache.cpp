#include "web-api/rest/answer_cache.hpp"

#include <utility>

namespace lanterne::web {

namespace {

/// What the lists, the maps and the fields of a response take, about.
constexpr std::size_t overhead_bytes = 1'024;

service::Counter& counted(service::Registry& registry, const char* result) {
    return registry.counter("http_cache_total", "Answers from the cache, by what became of them.",
                            {{"result", result}});
}

bool is_of_use(int status) { return status == 200 || status == 404 || status == 400; }

} // namespace

AnswerCache::AnswerCache(Limits limits, service::Registry& registry)
    : limits_{limits}, hits_{counted(registry, "hit")}, misses_{counted(registry, "miss")},
      waited_{counted(registry, "waited")}, ahead_{counted(registry, "ahead")},
      evicted_{counted(registry, "evicted")},
      size_{registry.gauge("http_cache_bytes", "Kept answers with their keys.")} {}

std::chrono::milliseconds AnswerCache::lasts(const Answer& answer, const Moment& moment) const {
    const bool is_known = moment.edition && answer.edition;
    if (is_known && *moment.edition != *answer.edition) {
        return std::chrono::milliseconds{0};
    }
    const bool may_last =
        is_known && answer.kept == Kept::while_unchanged && answer.response.status == 200;
    return may_last ? limits_.unchanged_for : limits_.fresh_for;
}

bool AnswerCache::ask(const std::string& key, const Moment& moment, Give give) {
    if (const auto found = by_key_.find(key); found != by_key_.end()) {
        const SharedAnswer answer = found->second->answer;
        const auto age = moment.now - answer->made_at;
        const auto end = lasts(*answer, moment);
        if (age < end) {
            held_.splice(held_.begin(), held_, found->second);
            hits_.add();
            give(answer);
            const bool is_ahead = age >= end * 3 / 4 && reading_.try_emplace(key).second;
            ahead_.add(is_ahead ? 1 : 0);
            return is_ahead;
        }
    }
    const auto [reading, is_first] = reading_.try_emplace(key);
    (is_first ? misses_ : waited_).add();
    reading->second.push_back(std::move(give));
    return is_first;
}

void AnswerCache::finish(const std::string& key, SharedAnswer answer) {
    const auto reading = reading_.extract(key);
    if (is_of_use(answer->response.status)) {
        keep(key, answer);
    }
    if (!reading.empty()) {
        for (const Give& give : reading.mapped()) {
            give(answer);
        }
    }
}

void AnswerCache::keep(const std::string& key, SharedAnswer answer) {
    if (const auto old = by_key_.find(key); old != by_key_.end()) {
        drop(old->second);
    }
    const auto& gzipped = answer->response.gzipped_body;
    const std::size_t bytes = overhead_bytes + 2 * key.size() + answer->response.content().size() +
                              (gzipped ? gzipped->size() : 0);
    if (bytes <= limits_.answer_bytes && bytes <= limits_.bytes) {
        while (bytes_ + bytes > limits_.bytes) {
            evicted_.add();
            drop(std::prev(held_.end()));
        }
        held_.push_front({key, std::move(answer), bytes});
        by_key_.emplace(key, held_.begin());
        bytes_ += bytes;
    }
    size_.set(static_cast<double>(bytes_));
}

void AnswerCache::drop(std::list<Held>::iterator held) {
    bytes_ -= held->bytes;
    by_key_.erase(held->key);
    held_.erase(held);
}

service::HttpResponse respond_with(const Answer& answer, const service::HttpRequest& request) {
    return answer.response.status == 200 ? service::with_entity_tag(request, answer.response)
                                         : answer.response;
}

} // namespace lanterne::web
