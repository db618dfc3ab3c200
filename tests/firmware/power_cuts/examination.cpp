#include "tests/firmware/power_cuts/examination.hpp"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

#include "firmware/journal/cursor.hpp"
#include "tests/firmware/example.hpp"

namespace lanterne::firmware::power_cuts {
namespace {

constexpr Epoch next_epoch = 0xEEEE;

} // namespace

void Examination::fault(std::uint64_t Tally::*count, const std::string& where,
                        const std::string& what) {
    ++(tally_.*count);
    if (tally_.first_fault.empty()) {
        tally_.first_fault = where + ": " + what;
    }
}

void Examination::open_again(hal::Storage& card, const Promise& promise, const std::string& where) {
    ++tally_.cards;
    const Receipts receipts = Cursor{card}.load();
    if (std::find(promise.cursors.begin(), promise.cursors.end(), receipts) ==
        promise.cursors.end()) {
        fault(&Tally::wrong, where, "the cursor says what was never saved so, or long ago");
    }
    try {
        // With room for all, so that opening it lets nothing go.
        const Journal journal{
            card,
            receipts,
            {.segment_bytes = recording_.settings.segment_bytes, .unit = recording_.settings.unit},
            next_epoch};
        check_fixes(journal, promise, where);
        const auto events = journal.unreceipted_events();
        Promise asked = promise;
        std::erase_if(asked.events, [&](const auto& event) {
            return event.second < receipts.events_next(event.first); // says an allowed cursor
        });
        check_events(events, asked, where);
        check_declared(journal, events, promise, where);
    } catch (const std::runtime_error& error) {
        fault(&Tally::refused, where, error.what());
    }
}

void Examination::check_fixes(const Journal& journal, const Promise& promise,
                              const std::string& where) {
    std::map<Epoch, SequenceSet> readable;
    for (const HeldEpoch& held : journal.held()) {
        for (const SequenceRange& range : held.fixes.ranges()) {
            const auto fixes = journal.read(held.epoch, range);
            if (!fixes || !is_written_so(held.epoch, range.from, *fixes)) {
                fault(&Tally::wrong, where, fmt::format("a fix of epoch {:x}", held.epoch));
                continue;
            }
            readable[held.epoch].add({range.from, range.from + fixes->size()});
            tally_.fixes += fixes->size();
        }
    }
    for (const auto& [epoch, kept] : promise.kept) {
        if (const auto gone = difference(kept, readable[epoch]); !gone.empty()) {
            fault(&Tally::lost, where,
                  fmt::format("fix {} of epoch {:x}", gone.front().from, epoch));
            return;
        }
    }
}

bool Examination::is_written_so(Epoch epoch, Sequence first, const std::vector<Fix>& fixes) const {
    const auto written = recording_.fixes.find(epoch);
    return written != recording_.fixes.end() && first + fixes.size() <= written->second.size() &&
           std::equal(fixes.begin(), fixes.end(),
                      written->second.begin() + static_cast<std::ptrdiff_t>(first));
}

void Examination::check_events(const std::vector<JournalledEvent>& events, const Promise& promise,
                               const std::string& where) {
    auto missing = promise.events;
    for (const JournalledEvent& event : events) {
        const auto written = recording_.events.find(event.epoch);
        if (written == recording_.events.end() || event.number >= written->second.size() ||
            event.bytes != written->second[event.number]) {
            fault(&Tally::wrong, where, fmt::format("event {}", event.number));
        }
        missing.erase({event.epoch, event.number});
    }
    if (!missing.empty()) {
        fault(
            &Tally::lost, where,
            fmt::format("event {} of epoch {:x}", missing.begin()->second, missing.begin()->first));
    }
}

/// numbered = stored + declared, also for what went shortly before.
void Examination::check_declared(const Journal& journal, const std::vector<JournalledEvent>& events,
                                 const Promise& promise, const std::string& where) {
    std::map<Epoch, SequenceSet> known = promise.settled;
    for (const HeldEpoch& held : journal.held()) {
        known[held.epoch].add(held.fixes);
    }
    for (const wire::Lost& lost : journal.recovery().lost) {
        known[lost.epoch].add(lost.range);
    }
    for (const JournalledEvent& event : events) {
        const auto decoded = wire::decode_event(event.bytes);
        if (decoded && std::holds_alternative<wire::Lost>(decoded->body)) {
            const auto& lost = std::get<wire::Lost>(decoded->body);
            known[lost.epoch].add(lost.range);
        }
    }
    for (const auto& [epoch, all] : promise.numbered) {
        if (const auto gone = difference(all, known[epoch]); !gone.empty()) {
            fault(&Tally::silent, where,
                  fmt::format("fixes {} to {} of epoch {:x}", gone.front().from, gone.front().to,
                              epoch));
            return;
        }
    }
}

void Examination::go_on(hal::Storage& card, const Promise& promise, const std::string& where) {
    constexpr std::uint64_t more = 30;
    ++tally_.cards;
    try {
        const Receipts receipts = Cursor{card}.load();
        Journal journal{card, receipts, recording_.settings, next_epoch};
        for (std::uint64_t number = 0; number < more; ++number) {
            if (!journal.append(example_fix(number)) || !journal.sync()) {
                fault(&Tally::refused, where, "the card takes no more fixes");
            }
        }
        if (journal.read(next_epoch, {0, more}) != example_fixes(more)) {
            fault(&Tally::lost, where, "what was written on the card afterwards");
        }
        std::map<Epoch, SequenceSet> known = promise.settled;
        for (const HeldEpoch& held : journal.held()) {
            known[held.epoch].add(held.fixes);
        }
        for (const auto& lost : {journal.take_lost(), journal.recovery().lost}) {
            for (const wire::Lost& range : lost) {
                known[range.epoch].add(range.range);
            }
        }
        for (const auto& [epoch, kept] : promise.kept) {
            if (!difference(kept, known[epoch]).empty()) {
                fault(&Tally::silent, where, "writing on let fixes go without a word");
            }
        }
    } catch (const std::runtime_error& error) {
        fault(&Tally::refused, where, error.what());
    }
}

} // namespace lanterne::firmware::power_cuts
