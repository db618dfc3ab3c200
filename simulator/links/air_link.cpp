#include "simulator/links/air_link.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace lanterne::simulator {
namespace {

constexpr Milliseconds never = std::chrono::hours{24 * 365};
constexpr Milliseconds longest_dawdle{60'000};
constexpr double garbled_part = 0.2;
constexpr double dawdled_part = 1.0 / 3;
constexpr int times_repeated = 3;

Milliseconds whole(double milliseconds) { return Milliseconds{std::llround(milliseconds)}; }

} // namespace

AirLink::AirLink(Carrier& carrier, UnitSerial unit, const Air& air,
                 hal::simulated::SmallRandom world, hal::simulated::SmallRandom way, UtcTime begin)
    : carrier_{carrier}, unit_{std::move(unit)}, air_{air}, world_{world}, way_{way}, now_{begin},
      unreachable_since_{begin}, connects_at_{begin}, cut_at_{next_cut()} {}

void AirLink::pass(UtcTime now, bool covered) {
    now_ = now;
    if (covered != covered_) {
        covered_ = covered;
        if (!covered) {
            unreachable_since_ = now;
        }
    }
    cut_when_due();
    if (connected_ && !reachable() && now_ - unreachable_since_ >= air_.notices_after) {
        lose_connection();
    }
    connect_when_due();
    say_will_when_due();
    send_what_is_due();
}

void AirLink::hide_broker(bool hidden) {
    if (hidden && !hidden_) {
        unreachable_since_ = now_;
    }
    hidden_ = hidden;
}

void AirLink::switch_off() {
    powered_ = false;
    unreachable_since_ = now_;
    lose_connection();
}

void AirLink::switch_on(std::vector<std::byte> will) {
    powered_ = true;
    will_ = std::move(will);
    connects_at_ = now_ + way_back();
}

void AirLink::cut() {
    if (!connected_) {
        return;
    }
    lose_connection();
    unreachable_since_ = now_;
    connects_at_ += whole(world_.exponential(static_cast<double>(air_.cut_lasts.count())));
}

void AirLink::cut_when_due() {
    if (now_ >= cut_at_) {
        cut();
        cut_at_ = next_cut();
    }
}

UtcTime AirLink::next_cut() {
    return air_.cuts_per_hour > 0 ? now_ + whole(world_.exponential(3'600'000 / air_.cuts_per_hour))
                                  : now_ + never;
}

void AirLink::lose_connection() {
    if (!std::exchange(connected_, false)) {
        return;
    }
    lost_ += up_.size();
    up_.clear();
    down_.clear();
    will_is_due_ = true;
    connects_at_ = now_ + way_back();
}

Milliseconds AirLink::way_back() {
    const auto most = static_cast<double>(air_.reconnects_within.count());
    return whole(world_.uniform(0.1 * most, most));
}

void AirLink::connect_when_due() {
    if (connected_ || !reachable() || now_ < connects_at_) {
        return;
    }
    connected_ = true;
    will_is_due_ = false;
    ++made_;
    config_is_new_ = !config_.empty();
}

/// A unit that comes back before never had its will said.
void AirLink::say_will_when_due() {
    if (will_is_due_ && now_ - unreachable_since_ >= will_after) {
        will_is_due_ = !send(wire::UnitChannel::status, will_);
    }
}

Milliseconds AirLink::delay() {
    return air_.latency + whole(way_.uniform(0, static_cast<double>(air_.jitter.count())));
}

bool AirLink::publish(wire::UnitChannel channel, std::span<const std::byte> payload) {
    if (!connected() || up_.size() >= most_waiting) {
        return false;
    }
    std::vector<std::byte> bytes{payload.begin(), payload.end()};
    if (flaw_ == Flaw::garbles && way_.chance(garbled_part)) {
        const auto place =
            static_cast<std::size_t>(way_.uniform() * static_cast<double>(bytes.size()));
        bytes[std::min(place, bytes.size() - 1)] ^= std::byte{0x55};
    }
    UtcTime due = now_ + delay();
    if (flaw_ == Flaw::dawdles && way_.chance(dawdled_part)) {
        due += whole(way_.uniform(0, static_cast<double>(longest_dawdle.count())));
    } else if (flaw_ != Flaw::dawdles && !up_.empty()) {
        due = std::max(due, up_.back().due); // one connection keeps the order
    }
    const int times = flaw_ == Flaw::repeats ? times_repeated : 1;
    for (int sent = 0; sent < times; ++sent) {
        up_.push_back({.due = due, .payload = bytes, .channel = channel});
    }
    return true;
}

std::optional<UtcTime> AirLink::next_due() const {
    const auto first = std::ranges::min_element(up_, {}, &Waiting::due);
    return first == up_.end() ? std::nullopt : std::optional{first->due};
}

void AirLink::send_until(UtcTime now) {
    now_ = std::max(now_, now);
    send_what_is_due();
}

void AirLink::send_what_is_due() {
    if (!connected() || !reachable()) {
        return;
    }
    std::erase_if(up_, [this](const Waiting& message) {
        return message.due <= now_ && send(message.channel, message.payload);
    });
}

bool AirLink::send(wire::UnitChannel channel, std::span<const std::byte> payload) {
    const auto retain =
        channel == wire::UnitChannel::status ? service::Retain::yes : service::Retain::no;
    const auto qos = wire::carries_fixes(channel) && fixes_ == firmware::Qos::at_most_once
                         ? service::Qos::at_most_once
                         : service::Qos::at_least_once;
    return carrier_.publish(wire::to_text({.shard = shard_, .unit = unit_, .channel = channel}),
                            payload, qos, retain);
}

void AirLink::deliver_receipt(std::span<const std::byte> payload) {
    if (!connected_ || !reachable()) {
        return; // QoS 0: the broker has nobody to give it to
    }
    if (down_.size() == most_waiting) {
        down_.erase(down_.begin());
    }
    down_.push_back({.due = now_ + delay(), .payload = {payload.begin(), payload.end()}});
}

void AirLink::deliver_config(std::span<const std::byte> payload) {
    config_.assign(payload.begin(), payload.end());
    config_is_new_ = connected_ && reachable();
}

std::optional<std::vector<std::byte>> AirLink::next_receipt() {
    if (down_.empty() || down_.front().due > now_ || !reachable()) {
        return std::nullopt;
    }
    auto payload = std::move(down_.front().payload);
    down_.erase(down_.begin());
    return payload;
}

std::optional<std::vector<std::byte>> AirLink::next_config() {
    if (!std::exchange(config_is_new_, false)) {
        return std::nullopt;
    }
    return config_;
}

void AirLink::use(std::uint8_t shard, firmware::Qos fixes) {
    fixes_ = fixes;
    if (std::exchange(shard_, shard) != shard) {
        lose_connection();
    }
}

hal::LinkState AirLink::state() {
    constexpr double fair_dbm = -85;
    constexpr double spread_db = 8;
    if (!covered_) {
        return {.up = false, .kind = hal::NetworkKind::cellular};
    }
    const double signal = std::clamp(fair_dbm + spread_db * way_.normal(), -115.0, -55.0);
    return {.up = true,
            .kind = hal::NetworkKind::cellular,
            .signal_dbm = static_cast<int>(std::lround(signal))};
}

} // namespace lanterne::simulator
