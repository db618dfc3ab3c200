#include "firmware/sending/event_box.hpp"

#include <algorithm>
#include <utility>

namespace lanterne::firmware {

void EventBox::add(JournalledEvent event) {
    put(std::move(event));
    next_send_.reset();
}

void EventBox::rebuild(std::vector<JournalledEvent> events) {
    events_.clear();
    for (JournalledEvent& event : events) {
        put(std::move(event));
    }
    next_send_.reset();
}

void EventBox::put(JournalledEvent event) {
    const bool urgent = is_urgent(event.bytes);
    if (events_.size() >= Journal::max_events) {
        const auto oldest = std::ranges::find(events_, false, &Waiting::urgent);
        events_.erase(oldest != events_.end() ? oldest : events_.begin());
    }
    const auto behind =
        urgent ? std::ranges::find(events_, false, &Waiting::urgent) : events_.end();
    events_.insert(behind, {.event = std::move(event), .urgent = urgent});
}

void EventBox::receipt(Epoch epoch, Sequence events_next) {
    std::erase_if(events_, [&](const Waiting& waiting) {
        return waiting.event.epoch == epoch && waiting.event.number < events_next;
    });
}

std::vector<const JournalledEvent*> EventBox::due(Instant now, Which which) const {
    std::vector<const JournalledEvent*> due;
    if (next_send_ && now < *next_send_) {
        return due;
    }
    for (const Waiting& waiting : events_) {
        if (due.size() == max_at_once || (which == Which::calls_for_help && !waiting.urgent)) {
            break;
        }
        due.push_back(&waiting.event);
    }
    return due;
}

std::optional<JournalledEvent> EventBox::open_call() const {
    const JournalledEvent* newest = nullptr;
    for (const Waiting& waiting : events_) {
        newest = waiting.urgent ? &waiting.event : newest;
    }
    if (newest == nullptr) {
        return std::nullopt;
    }
    const auto said = wire::decode_event(newest->bytes);
    const bool calls = said && std::holds_alternative<wire::Sos>(said->body);
    return calls ? std::optional{*newest} : std::nullopt;
}

} // namespace lanterne::firmware
