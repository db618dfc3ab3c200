#include "simulator/feed/speaker.hpp"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <utility>

#include "simulator/nmea/sentences.hpp"

namespace lanterne::simulator {
namespace {

constexpr int warm_up_epochs = 10;
constexpr std::chrono::milliseconds warm_up_gap{100};
constexpr std::chrono::milliseconds nap{50}; // how late an end may be noticed

std::string sentences_of(const hal::GnssReading& reading) {
    const bool has_fix = reading.mode == FixMode::fix_2d || reading.mode == FixMode::fix_3d;
    return has_fix ? nmea::epoch_with_fix(reading) : nmea::epoch_without_fix(*reading.time);
}

} // namespace

struct Speaker::State {
    std::unique_ptr<NmeaPort> port;
    std::chrono::milliseconds least_gap;
    mutable std::mutex mutex; ///< of the following four
    std::condition_variable_any news;
    std::deque<hal::GnssReading> waiting;
    std::uint64_t dropped = 0;
    std::optional<std::string> fault;
    std::jthread thread;

    /// False when it was told to end meanwhile.
    bool rest(const std::stop_token& stop, std::chrono::milliseconds time) {
        std::unique_lock lock{mutex};
        news.wait_for(lock, stop, time, [] { return false; });
        return !stop.stop_requested();
    }

    std::optional<hal::GnssReading> next(const std::stop_token& stop) {
        std::unique_lock lock{mutex};
        if (!news.wait(lock, stop, [this] { return !waiting.empty(); })) {
            return std::nullopt;
        }
        auto reading = waiting.front();
        waiting.pop_front();
        return reading;
    }

    bool wait_for_reader(const std::stop_token& stop) {
        const auto deadline = std::chrono::steady_clock::now() + reader_patience;
        while (!port->wait_for_reader(nap)) {
            if (stop.stop_requested()) {
                return false;
            }
            if (std::chrono::steady_clock::now() > deadline) {
                throw std::runtime_error{"nobody reads it"};
            }
        }
        return true;
    }

    bool warm_up(const std::stop_token& stop, UtcTime first) {
        for (int left = warm_up_epochs; left > 0; --left) {
            port->write(nmea::epoch_without_fix(first - std::chrono::seconds{left}));
            if (!rest(stop, warm_up_gap)) {
                return false;
            }
        }
        return true;
    }

    void speak(const std::stop_token& stop) {
        try {
            auto reading = wait_for_reader(stop) ? next(stop) : std::nullopt;
            if (!reading || !warm_up(stop, *reading->time)) {
                return;
            }
            for (; reading; reading = next(stop)) {
                port->write(sentences_of(*reading));
                if (least_gap.count() > 0 && !rest(stop, least_gap)) {
                    return;
                }
            }
        } catch (const std::exception& error) {
            const std::scoped_lock lock{mutex};
            fault = error.what();
        }
    }
};

Speaker::Speaker(std::unique_ptr<NmeaPort> port, std::chrono::milliseconds least_gap)
    : state_{std::make_unique<State>()} {
    state_->port = std::move(port);
    state_->least_gap = least_gap;
    state_->thread =
        std::jthread{[state = state_.get()](const std::stop_token& stop) { state->speak(stop); }};
}

Speaker::~Speaker() = default;
Speaker::Speaker(Speaker&&) noexcept = default;

void Speaker::say(const hal::GnssReading& reading) {
    if (!reading.time) {
        return;
    }
    {
        const std::scoped_lock lock{state_->mutex};
        if (state_->waiting.size() == most_waiting) {
            state_->waiting.pop_front();
            ++state_->dropped;
        }
        state_->waiting.push_back(reading);
    }
    state_->news.notify_all();
}

std::optional<std::string> Speaker::fault() const {
    const std::scoped_lock lock{state_->mutex};
    return state_->fault;
}

std::uint64_t Speaker::dropped() const {
    const std::scoped_lock lock{state_->mutex};
    return state_->dropped;
}

} // namespace lanterne::simulator
