#include <algorithm>
#include <map>
#include <set>
#include <span>
#include <stdexcept>
#include <utility>

#include "firmware/journal/journal.hpp"

namespace lanterne::firmware {

void Journal::recover() {
    const auto names = storage_.list();
    if (!names) {
        throw std::runtime_error("the journal's folder cannot be listed");
    }
    std::vector<wire::Lost> declared;
    const auto note_declared = [&](std::span<const std::byte> bytes) {
        const auto event = wire::decode_event(bytes);
        if (event && std::holds_alternative<wire::Lost>(event->body)) {
            declared.push_back(std::get<wire::Lost>(event->body));
        }
    };
    for (const JournalledEvent& event : carried_.events()) {
        note_declared(event.bytes);
    }
    const auto visit_event = [&](Epoch, const journal_format::Record& record) {
        note_declared(record.payload);
    };
    std::vector<Segment> found;
    for (const std::string& name : *names) {
        const auto said = parse_segment_name(name);
        if (!said) {
            continue;
        }
        next_segment_ = std::max(next_segment_, said->segment + 1);
        if (auto segment = Segment::recover(storage_, name, visit_event)) {
            found.push_back(std::move(*segment));
        } else {
            ++recovery_.torn;
        }
    }
    std::sort(found.begin(), found.end(), [](const Segment& a, const Segment& b) {
        return a.header().segment < b.header().segment;
    });
    for (Segment& segment : found) {
        take_in(std::move(segment));
    }
    make_certain();
    const auto taken = epochs();
    while (std::find(taken.begin(), taken.end(), epoch_) != taken.end()) {
        ++epoch_;
    }
    find_lost(declared);
}

/// When only the program ended, and not the power, what was read may still be in the system's
/// memory alone. It will be sent as certain, so it must be: an earlier segment was synced before
/// the next was begun, but for one that failed.
void Journal::make_certain() {
    for (std::size_t back = 1; back <= std::min<std::size_t>(2, segments_.size()); ++back) {
        if (const auto file = storage_.open(segments_[segments_.size() - back].name())) {
            // When this fails too, there is no better copy: it is sent as long as it can be read.
            static_cast<void>((*file)->sync());
        }
    }
}

void Journal::take_in(Segment segment) {
    const auto& header = segment.header();
    if (!settings_.unit.empty() && !header.unit.empty() && header.unit != settings_.unit) {
        throw std::runtime_error("the journal is that of unit " + header.unit + ", not of " +
                                 settings_.unit + ": give this unit a folder of its own");
    }
    next_segment_ = std::max(next_segment_, header.segment + 1);
    ++recovery_.segments;
    recovery_.records += segment.report().records;
    recovery_.torn += segment.report().torn;
    recovery_.skipped_bytes += segment.report().skipped_bytes;
    recovery_.unread_bytes += segment.unread_bytes();
    if (segment.time()) {
        time_ = segment.times();
    }
    segments_.push_back(std::move(segment));
}

std::vector<JournalledEvent> Journal::unreceipted_events() const {
    std::vector<JournalledEvent> events;
    std::set<std::pair<Epoch, Sequence>> seen; // what was written again stands twice
    const auto add = [&](const JournalledEvent& event) {
        if (event.number >= receipts_.events_next(event.epoch) &&
            seen.emplace(event.epoch, event.number).second) {
            events.push_back(event);
        }
    };
    std::ranges::for_each(carried_.events(), add);
    for (const Segment& segment : segments_) {
        std::ranges::for_each(unreceipted_events_in(segment), add);
    }
    for (const Uncertain& record : uncertain_) {
        if (record.kind == journal_format::Kind::event) {
            add({.epoch = epoch_, .number = record.number, .bytes = record.payload});
        }
    }
    if (events.size() > max_events) {
        drop_oldest(events, events.size() - max_events);
    }
    return events;
}

std::vector<JournalledEvent> Journal::unreceipted_events_in(const Segment& segment) const {
    std::vector<JournalledEvent> events;
    const Sequence next = receipts_.events_next(segment.header().epoch);
    if (segment.events_end() > next) {
        // What cannot be read now was counted when the journal was opened.
        static_cast<void>(Segment::recover(
            storage_, segment.name(), [&](Epoch epoch, const journal_format::Record& record) {
                if (record.number >= next) {
                    events.push_back({.epoch = epoch,
                                      .number = record.number,
                                      .bytes = {record.payload.begin(), record.payload.end()}});
                }
            }));
    }
    return events;
}

/// Numbers begin at 0 and have no holes: what is missing below one that survived was on the card
/// once. What went with a segment that was written over is said by the header above it.
void Journal::find_lost(const std::vector<wire::Lost>& declared) {
    std::map<Epoch, SequenceSet> numbered;
    std::map<Epoch, SequenceSet> known;
    for (const HeldEpoch& held : held()) {
        known[held.epoch] = held.fixes;
        if (!held.fixes.empty()) {
            numbered[held.epoch].add({0, held.fixes.ranges().back().to});
        }
    }
    for (const Segment& segment : segments_) {
        if (const auto& given_up = segment.header().given_up) {
            numbered[given_up->epoch].add(given_up->range);
        }
    }
    for (const wire::Lost& lost : declared) {
        known[lost.epoch].add(lost.range);
    }
    for (const auto& [epoch, all] : numbered) {
        known[epoch].add(receipts_.fixes(epoch));
        for (const SequenceRange& gap : difference(all, known[epoch])) {
            recovery_.lost.push_back({.epoch = epoch, .range = gap});
        }
    }
}

} // namespace lanterne::firmware
