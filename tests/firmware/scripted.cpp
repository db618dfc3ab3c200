#include "tests/firmware/scripted.hpp"

#include <algorithm>
#include <utility>

#include "tests/firmware/example.hpp"

namespace lanterne::firmware::scripted {

UtcTime Clock::utc() const {
    return race_start + std::chrono::duration_cast<Milliseconds>(steady_.time_since_epoch() -
                                                                 std::chrono::hours{1'000});
}

Result<std::optional<hal::GnssReading>, hal::GnssError> Receiver::next(std::chrono::milliseconds) {
    if (gone) {
        return tl::unexpected{hal::GnssError::receiver_gone};
    }
    if (readings.empty()) {
        return std::nullopt;
    }
    const hal::GnssReading reading = readings.front();
    readings.pop_front();
    return reading;
}

bool Server::take_batch(std::span<const std::byte> payload) {
    const auto batch = wire::decode_batch(payload);
    if (!batch) {
        return false;
    }
    for (const Fix& fix : batch->fixes) {
        if (indigestible.contains(fix.time)) {
            return false;
        }
    }
    for (std::size_t index = 0; index < batch->fixes.size(); ++index) {
        const auto [stored, is_new] =
            epochs[batch->epoch].fixes.try_emplace(batch->first + index, batch->fixes[index]);
        conflicts += !is_new && stored->second != batch->fixes[index] ? 1U : 0U;
    }
    return true;
}

void Server::take_event(std::span<const std::byte> payload) {
    const auto event = wire::decode_event(payload);
    if (!event) {
        return;
    }
    epochs[event->epoch].events.try_emplace(event->number, *event);
    if (const auto* lost = std::get_if<wire::Lost>(&event->body)) {
        for (Sequence number = lost->range.from; number < lost->range.to; ++number) {
            epochs[lost->epoch].lost.insert(number);
        }
    }
}

wire::Receipt Server::receipt(Epoch epoch) const {
    wire::Receipt receipt{.store = store, .epoch = epoch};
    const auto known = epochs.find(epoch);
    if (known == epochs.end()) {
        return receipt;
    }
    std::set<Sequence> closed = known->second.lost;
    for (const auto& [number, fix] : known->second.fixes) {
        closed.insert(number);
    }
    for (const Sequence number : closed) {
        if (number > receipt.next) {
            if (receipt.gaps.size() == wire::max_receipt_gaps) {
                break;
            }
            receipt.gaps.push_back({receipt.next, number});
        }
        receipt.next = number + 1;
    }
    while (known->second.events.contains(receipt.events_next)) {
        ++receipt.events_next;
    }
    return receipt;
}

void Server::restore(const std::function<bool(Epoch, Sequence)>& keep) {
    ++store;
    for (auto& [epoch, content] : epochs) {
        std::erase_if(content.fixes,
                      [&, id = epoch](const auto& fix) { return !keep(id, fix.first); });
        content.events.clear();
    }
}

bool Link::publish(wire::UnitChannel channel, std::span<const std::byte> payload) {
    const std::size_t room =
        wire::carries_fixes(channel) ? capacity - std::min(capacity, reserved) : capacity;
    if (!connected_ || on_the_way_.size() >= room) {
        return false;
    }
    on_the_way_.push_back({channel, {payload.begin(), payload.end()}});
    log.push_back(on_the_way_.back());
    return true;
}

std::optional<std::vector<std::byte>> Link::next_receipt() {
    if (receipts_.empty()) {
        return std::nullopt;
    }
    auto receipt = std::move(receipts_.front());
    receipts_.pop_front();
    return receipt;
}

std::optional<std::vector<std::byte>> Link::next_config() {
    return std::exchange(config_, std::nullopt);
}

void Link::configure(std::vector<std::byte> bytes) {
    retained_config_ = std::move(bytes);
    if (connected_) {
        config_ = retained_config_;
    }
}

void Link::connect() {
    if (!connected_) {
        connected_ = true;
        ++connections_;
        config_ = retained_config_;
    }
}

void Link::disconnect() {
    connected_ = false;
    on_the_way_.clear();
}

bool Link::happens(double chance) {
    return std::uniform_real_distribution<double>{0, 1}(random_) < chance;
}

std::set<Epoch> Link::bring(const Weather& weather) {
    if (happens(weather.reorder)) {
        std::shuffle(on_the_way_.begin(), on_the_way_.end(), random_);
    }
    std::set<Epoch> heard;
    for (const Sent& message : on_the_way_) {
        for (int copy = happens(weather.repeat) ? 2 : 1; copy > 0; --copy) {
            if (happens(weather.lose)) {
                continue;
            }
            if (wire::carries_fixes(message.channel) && server_.take_batch(message.payload)) {
                heard.insert(wire::decode_batch(message.payload)->epoch);
            } else if (message.channel == wire::UnitChannel::events) {
                server_.take_event(message.payload);
                heard.insert(wire::decode_event(message.payload)->epoch);
            }
        }
    }
    on_the_way_.clear();
    return heard;
}

void Link::deliver(const Weather& weather) {
    for (const Epoch epoch : bring(weather)) {
        if (!happens(weather.lose_receipt)) {
            say(server_.receipt(epoch));
        }
    }
}

void Link::deliver_silently() { bring({}); }

void Link::say(const wire::Receipt& receipt) { receipts_.push_back(wire::encode(receipt).value()); }

std::vector<std::vector<std::byte>> Link::sent(wire::UnitChannel channel) const {
    std::vector<std::vector<std::byte>> payloads;
    for (const Sent& message : log) {
        if (message.channel == channel) {
            payloads.push_back(message.payload);
        }
    }
    return payloads;
}

std::vector<wire::Batch> Link::batches() const {
    std::vector<wire::Batch> batches;
    for (const Sent& message : log) {
        if (wire::carries_fixes(message.channel)) {
            batches.push_back(wire::decode_batch(message.payload).value());
        }
    }
    return batches;
}

} // namespace lanterne::firmware::scripted
