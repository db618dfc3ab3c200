#include "simulator/fleet/fleet.hpp"

#include <algorithm>
#include <numeric>
#include <stdexcept>

#include <fmt/format.h>

namespace lanterne::simulator {
namespace {

constexpr std::uint64_t phase_stream = 9;
constexpr Milliseconds turn_interval{1000};

/// "ln/1/<unit>/a"
struct DownTopic {
    std::string_view unit;
    char channel = ' ';
};

DownTopic parse(std::string_view topic) {
    constexpr std::string_view begin = "ln/1/";
    if (!topic.starts_with(begin) || topic.size() < begin.size() + 3 ||
        topic[topic.size() - 2] != '/') {
        return {};
    }
    return {topic.substr(begin.size(), topic.size() - begin.size() - 2), topic.back()};
}

} // namespace

Fleet::Fleet(Connections& connections, hal::simulated::Shelf& cards, const WorldClock& clock,
             std::span<const UnitTraits> units, std::uint64_t seed, UtcTime begin)
    : connections_{connections}, second_{begin} {
    for (std::size_t index = 0; index < units.size(); ++index) {
        const std::uint64_t own_seed = hal::simulated::SmallRandom{seed, index}.bits();
        units_.push_back(std::make_unique<SimulatedUnit>(
            SimulatedUnit::Surroundings{connections.carrier(index), cards, clock}, units[index],
            own_seed, begin));
        if (!by_serial_.emplace(units_.back()->serial().text(), index).second) {
            throw std::invalid_argument{
                fmt::format("two units are called {}", units[index].serial.text())};
        }
        hal::simulated::SmallRandom phase{own_seed, phase_stream};
        phases_.emplace_back(static_cast<std::int64_t>(phase.uniform(0, 1000)));
    }
    order_.resize(units.size());
    std::iota(order_.begin(), order_.end(), std::size_t{0});
    std::ranges::stable_sort(order_, {}, [this](std::size_t unit) { return phases_[unit]; });
}

bool Fleet::advance(UtcTime until, UnitWorld& world) {
    while (next_turn() <= until) {
        if (!connections_.has_room()) {
            return false;
        }
        if (next_ == 0) {
            world.begin_second(second_);
        }
        if (!order_.empty()) {
            take_turn(order_[next_], next_turn(), world);
        }
        if (++next_ >= order_.size()) {
            next_ = 0;
            second_ += turn_interval;
        }
    }
    send_until(until);
    return true;
}

void Fleet::take_turn(std::size_t index, UtcTime now, UnitWorld& world) {
    send_until(now);
    SimulatedUnit& unit = *units_[index];
    unit.turn(now, world.is_covered(index, now), world.heard(index, now));
    const auto due = unit.link().next_due();
    if (due && *due < now + turn_interval) { // else its next turn sends it
        due_.emplace(*due, index);
    }
}

void Fleet::send_until(UtcTime now) {
    while (!due_.empty() && due_.top().first <= now) {
        const auto [due, index] = due_.top();
        due_.pop();
        AirLink& link = units_[index]->link();
        link.send_until(due);
        if (const auto next = link.next_due(); next && *next > due && *next <= now) {
            due_.emplace(*next, index);
        }
    }
}

void Fleet::deliver(const service::MqttMessage& message) {
    const DownTopic topic = parse(message.topic);
    const auto found = by_serial_.find(topic.unit);
    if (found == by_serial_.end()) {
        return;
    }
    AirLink& link = units_[found->second]->link();
    if (topic.channel == 'a') {
        link.deliver_receipt(message.payload);
    } else if (topic.channel == 'c') {
        link.deliver_config(message.payload);
    }
}

void Fleet::flush(UtcTime now) {
    for (const auto& unit : units_) {
        unit->flush(now);
    }
}

FleetSum Fleet::sum() const {
    FleetSum sum;
    for (const auto& unit : units_) {
        const auto report = unit->report();
        if (!report) {
            continue;
        }
        ++sum.on;
        sum.journalled += report->journalled;
        sum.unreceipted += report->unreceipted;
        sum.unreceipted_events += report->unreceipted_events;
        sum.sent_messages += report->sent_messages;
        sum.resent_messages += report->resent_messages;
    }
    return sum;
}

} // namespace lanterne::simulator
