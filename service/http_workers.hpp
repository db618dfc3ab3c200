#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace lanterne::service {

/// A few threads behind one bounded queue. All calls from any thread.
class HttpWorkers {
public:
    HttpWorkers(std::size_t threads, std::size_t waiting_limit);
    /// Finishes what runs; what waits is dropped.
    ~HttpWorkers();
    HttpWorkers(const HttpWorkers&) = delete;
    HttpWorkers& operator=(const HttpWorkers&) = delete;

    /// False when `waiting_limit` jobs wait already. A job must not throw.
    bool submit(std::function<void()> job);
    /// As the destructor; submit() is refused from then on.
    void stop();

private:
    void work();

    const std::size_t waiting_limit_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<std::function<void()>> waiting_;
    bool stopping_ = false;
    std::vector<std::thread> threads_;
};

} // namespace lanterne::service
