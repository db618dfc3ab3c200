#include <algorithm>
#include <set>
#include <stdexcept>

#include "firmware/journal.hpp"

namespace lanterne::firmware {

void Journal::recover() {
    const auto names = storage_.list();
    if (!names) {
        throw std::runtime_error("the journal's folder cannot be listed");
    }
    std::vector<wire::Lost> declared;
    const auto visit_event = [&](Epoch, const journal_format::Record& record) {
        const auto event = wire::decode_event(record.payload);
        if (event && std::holds_alternative<wire::Lost>(event->body)) {
            declared.push_back(std::get<wire::Lost>(event->body));
        }
    };
    std::vector<std::string> ordered = *names;
    std::erase_if(ordered, [](const std::string& name) { return !parse_segment_name(name); });
    std::sort(ordered.begin(), ordered.end(), [](const std::string& a, const std::string& b) {
        return parse_segment_name(a)->segment < parse_segment_name(b)->segment;
    });
    for (const std::string& name : ordered) {
        next_segment_ = parse_segment_name(name)->segment + 1;
        auto segment = Segment::recover(storage_, name, visit_event);
        if (!segment) {
            ++recovery_.torn;
            continue;
        }
        if (!settings_.unit.empty() && !segment->header().unit.empty() &&
            segment->header().unit != settings_.unit) {
            throw std::runtime_error("the journal is that of unit " + segment->header().unit +
                                     ", not of " + settings_.unit +
                                     ": give this unit a folder of its own");
        }
        ++recovery_.segments;
        recovery_.records += segment->report().records;
        recovery_.torn += segment->report().torn;
        recovery_.skipped_bytes += segment->report().skipped_bytes;
        newest_fix_ = std::max(newest_fix_, segment->newest_fix());
        segments_.push_back(std::move(*segment));
    }
    const auto taken = epochs();
    while (std::find(taken.begin(), taken.end(), epoch_) != taken.end()) {
        ++epoch_;
    }
    find_lost(declared);
}

std::vector<JournalledEvent> Journal::unreceipted_events() const {
    std::vector<JournalledEvent> events;
    for (const Segment& segment : segments_) {
        if (segment.events_end() <= receipts_.events_next(segment.header().epoch)) {
            continue;
        }
        // What cannot be read now was counted when the journal was opened.
        static_cast<void>(Segment::recover(
            storage_, segment.name(), [&](Epoch epoch, const journal_format::Record& record) {
                if (record.number >= receipts_.events_next(epoch)) {
                    events.push_back({.epoch = epoch,
                                      .number = record.number,
                                      .bytes = {record.payload.begin(), record.payload.end()}});
                }
            }));
    }
    if (events.size() > max_events) {
        events.erase(events.begin(), events.end() - std::ptrdiff_t{max_events});
    }
    return events;
}

/// What is missing between numbers that survived was on the card once: numbers have no holes.
void Journal::find_lost(const std::vector<wire::Lost>& declared) {
    for (const HeldEpoch& held : held()) {
        if (held.fixes.empty()) {
            continue;
        }
        SequenceSet known = held.fixes;
        for (const SequenceRange& range : receipts_.fixes(held.epoch).ranges()) {
            known.add(range);
        }
        for (const wire::Lost& lost : declared) {
            if (lost.epoch == held.epoch) {
                known.add(lost.range);
            }
        }
        const auto& ranges = held.fixes.ranges();
        for (const SequenceRange& gap : known.missing_in({ranges.front().from, ranges.back().to})) {
            recovery_.lost.push_back({.epoch = held.epoch, .range = gap});
        }
    }
}

} // namespace lanterne::firmware
