#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <span>
#include <vector>

namespace lanterne::firmware {

/// What another thread hands to the unit's own. Any thread. Holds at most `limit` messages of at
/// most `max_bytes`: a longer one is dropped, and for one too many the oldest is; both are counted.
class Mailbox {
public:
    Mailbox(std::size_t limit, std::size_t max_bytes) : limit_{limit}, max_bytes_{max_bytes} {}

    void put(std::span<const std::byte> message) {
        const std::lock_guard lock{mutex_};
        if (message.size() > max_bytes_) {
            ++dropped_;
            return;
        }
        if (messages_.size() == limit_) {
            messages_.pop_front();
            ++dropped_;
        }
        messages_.emplace_back(message.begin(), message.end());
    }

    std::optional<std::vector<std::byte>> take() {
        const std::lock_guard lock{mutex_};
        if (messages_.empty()) {
            return std::nullopt;
        }
        auto message = std::move(messages_.front());
        messages_.pop_front();
        return message;
    }

    std::uint64_t dropped() const {
        const std::lock_guard lock{mutex_};
        return dropped_;
    }

private:
    const std::size_t limit_;
    const std::size_t max_bytes_;
    mutable std::mutex mutex_;
    std::deque<std::vector<std::byte>> messages_;
    std::uint64_t dropped_ = 0;
};

} // namespace lanterne::firmware
