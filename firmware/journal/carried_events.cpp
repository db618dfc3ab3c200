#include "firmware/journal/carried_events.hpp"

#include <algorithm>

#include "firmware/card/little_endian.hpp"

namespace lanterne::firmware {
namespace {

using Bytes = std::vector<std::byte>;

constexpr std::size_t frame_bytes = 14; ///< epoch, number, length

Bytes encoded(const std::vector<JournalledEvent>& events) {
    Bytes bytes;
    for (const JournalledEvent& event : events) {
        put_little(bytes, event.epoch);
        put_little(bytes, event.number);
        put_little(bytes, static_cast<std::uint16_t>(event.bytes.size()));
        bytes.insert(bytes.end(), event.bytes.begin(), event.bytes.end());
    }
    return bytes;
}

std::vector<JournalledEvent> decoded(std::span<const std::byte> bytes) {
    std::vector<JournalledEvent> events;
    while (bytes.size() >= frame_bytes) {
        const std::size_t length = get_little<std::uint16_t>(bytes, 12);
        if (length > bytes.size() - frame_bytes) {
            break;
        }
        const auto payload = bytes.subspan(frame_bytes, length);
        events.push_back({.epoch = get_little<std::uint32_t>(bytes, 0),
                          .number = get_little<std::uint64_t>(bytes, 4),
                          .bytes = {payload.begin(), payload.end()}});
        bytes = bytes.subspan(frame_bytes + length);
    }
    return events;
}

} // namespace

CarriedEvents::CarriedEvents(hal::Storage& storage) : slots_{storage, "carried-events", max_bytes} {
    if (const auto value = slots_.load()) {
        events_ = decoded(*value);
    }
}

void CarriedEvents::add(const std::vector<JournalledEvent>& more, const Receipts& receipts) {
    for (const JournalledEvent& event : more) {
        if (std::find(events_.begin(), events_.end(), event) == events_.end()) {
            events_.push_back(event);
        }
    }
    std::erase_if(events_, [&](const JournalledEvent& event) {
        return event.number < receipts.events_next(event.epoch);
    });
    Bytes bytes = encoded(events_);
    while (bytes.size() > max_bytes) {
        drop_oldest(events_, 1);
        bytes = encoded(events_);
    }
    static_cast<void>(slots_.save(bytes));
}

} // namespace lanterne::firmware
