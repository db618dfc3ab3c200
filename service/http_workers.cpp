#include "service/http_workers.hpp"

#include <utility>

namespace lanterne::service {

HttpWorkers::HttpWorkers(std::size_t threads, std::size_t waiting_limit)
    : waiting_limit_{waiting_limit} {
    for (std::size_t n = 0; n < threads; ++n) {
        threads_.emplace_back([this] { work(); });
    }
}

HttpWorkers::~HttpWorkers() { stop(); }

bool HttpWorkers::submit(std::function<void()> job) {
    {
        const std::lock_guard lock{mutex_};
        if (stopping_ || waiting_.size() >= waiting_limit_) {
            return false;
        }
        waiting_.push_back(std::move(job));
    }
    wake_.notify_one();
    return true;
}

void HttpWorkers::stop() {
    {
        const std::lock_guard lock{mutex_};
        stopping_ = true;
        waiting_.clear();
    }
    wake_.notify_all();
    for (std::thread& thread : threads_) {
        if (thread.joinable()) {
            thread.join();
        }
    }
}

void HttpWorkers::work() {
    while (true) {
        std::function<void()> job;
        {
            std::unique_lock lock{mutex_};
            wake_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
            if (stopping_) {
                return;
            }
            job = std::move(waiting_.front());
            waiting_.pop_front();
        }
        job();
    }
}

} // namespace lanterne::service
