#include "firmware/event_box.hpp"

#include <algorithm>

namespace lanterne::firmware {

void EventBox::add(JournalledEvent event) {
    events_.push_back(std::move(event));
    if (events_.size() > Journal::max_events) {
        events_.pop_front();
    }
    next_send_.reset();
}

void EventBox::rebuild(std::vector<JournalledEvent> events) {
    events_.assign(std::make_move_iterator(events.begin()), std::make_move_iterator(events.end()));
    next_send_.reset();
}

void EventBox::receipt(Epoch epoch, Sequence events_next) {
    std::erase_if(events_, [&](const JournalledEvent& event) {
        return event.epoch == epoch && event.number < events_next;
    });
}

std::vector<const JournalledEvent*> EventBox::due(Instant now) const {
    std::vector<const JournalledEvent*> due;
    if (next_send_ && now < *next_send_) {
        return due;
    }
    for (const JournalledEvent& event : events_) {
        if (due.size() == max_at_once) {
            break;
        }
        due.push_back(&event);
    }
    return due;
}

} // namespace lanterne::firmware
