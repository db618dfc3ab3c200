#include "simulator/doctor/virtual_unit.hpp"

#include <thread>
#include <utility>

#include "core/wire/batch.hpp"
#include "core/wire/event.hpp"

namespace lanterne::simulator::doctor {

using std::chrono::milliseconds;

namespace {

constexpr milliseconds turn{20};
constexpr std::uint32_t most_s = 3'600;

} // namespace

bool Patience::wait(milliseconds limit, const std::function<bool()>& condition) const {
    const auto deadline = clock.steady() + limit;
    while (!condition()) {
        if (stop() || clock.steady() >= deadline) {
            return false;
        }
        std::this_thread::sleep_for(turn);
    }
    return true;
}

VirtualUnit::VirtualUnit(Who who, Patience patience)
    : who_{std::move(who)}, patience_{std::move(patience)},
      uplink_{who_.broker, who_.unit, patience_.clock, who_.epoch} {}

std::optional<std::string> VirtualUnit::connect(milliseconds limit) {
    uplink_.start(wire::encode(status(wire::Link::down)).value());
    std::optional<std::string> trouble;
    patience_.wait(limit, [&] {
        uplink_.tend();
        trouble = uplink_.next_trouble();
        return uplink_.connected() || trouble;
    });
    return trouble || uplink_.connected()
               ? trouble
               : "it takes the connection, and does not answer CONNECT and SUBSCRIBE";
}

bool VirtualUnit::send_status(wire::Link link) {
    return uplink_.publish(wire::UnitChannel::status, wire::encode(status(link)).value());
}

bool VirtualUnit::send_boot(UtcTime time) {
    const wire::Event event{
        .epoch = who_.epoch, .number = events_, .time = time, .body = wire::Boot{}};
    ++events_;
    return uplink_.publish(wire::UnitChannel::events, wire::encode(event).value());
}

bool VirtualUnit::send_fix(const Fix& fix) {
    // The list of units is brought up to date at once for who will report at another time than it
    // said before, else some seconds later.
    const auto another_time = static_cast<std::uint32_t>(1 + (who_.epoch + fixes_) % most_s);
    const wire::Batch batch{.epoch = who_.epoch,
                            .first = fixes_,
                            .info = {.receipt_wanted = true, .next_report_s = another_time},
                            .fixes = {fix}};
    ++fixes_;
    return uplink_.publish(wire::UnitChannel::fixes, wire::encode(batch).value());
}

VirtualUnit::Answer VirtualUnit::answer(milliseconds limit) {
    const auto look = [this] {
        take_receipts();
        return Answer{.newest = newest_,
                      .covers_fixes = newest_ && newest_->next >= fixes_ && newest_->gaps.empty(),
                      .covers_events = newest_ && newest_->events_next >= events_};
    };
    patience_.wait(limit, [&] {
        const Answer now = look();
        return now.covers_fixes && now.covers_events;
    });
    return look();
}

bool VirtualUnit::hand_over(milliseconds limit) {
    return patience_.wait(limit, [this] {
        uplink_.tend();
        return uplink_.connected() && uplink_.idle();
    });
}

void VirtualUnit::leave(milliseconds limit) {
    if (send_status(wire::Link::down)) {
        hand_over(limit);
    }
    uplink_.close();
    patience_.wait(limit, [this] { return uplink_.closed(); });
}

wire::Status VirtualUnit::status(wire::Link link) const {
    return {.link = link,
            .firmware = "lanterne-sim doctor",
            .board = "virtual",
            .epoch = who_.epoch,
            .journalled = fixes_,
            .receipted = newest_ ? newest_->next : 0};
}

void VirtualUnit::take_receipts() {
    uplink_.tend();
    while (const auto bytes = uplink_.next_receipt()) {
        const auto receipt = wire::decode_receipt(*bytes);
        if (receipt && receipt->epoch == who_.epoch) {
            newest_ = *receipt;
        }
    }
}

} // namespace lanterne::simulator::doctor
