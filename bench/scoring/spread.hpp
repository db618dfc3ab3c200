#pragma once

#include <atomic>
#include <cstddef>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace lanterne::bench {

/// work(i) for each i below count, on so many threads; the answers in the order of i. What it
/// throws is thrown here.
template<class Work>
auto spread(std::size_t count, unsigned threads, const Work& work) {
    std::vector<decltype(work(std::size_t{}))> answers(count);
    std::atomic<std::size_t> next = 0;
    std::mutex mutex;
    std::exception_ptr failure;
    const auto run = [&] {
        for (std::size_t i = next++; i < count; i = next++) {
            try {
                answers[i] = work(i);
            } catch (...) {
                const std::lock_guard lock{mutex};
                failure = std::current_exception();
            }
        }
    };
    {
        std::vector<std::jthread> helpers;
        for (unsigned i = 1; i < threads; ++i) {
            helpers.emplace_back(run);
        }
        run();
    }
    if (failure) {
        std::rethrow_exception(failure);
    }
    return answers;
}

} // namespace lanterne::bench
