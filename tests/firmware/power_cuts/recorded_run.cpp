#include "tests/firmware/power_cuts/recorded_run.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "firmware/journal/cursor.hpp"
#include "tests/firmware/example.hpp"

namespace lanterne::firmware::power_cuts {
namespace {

constexpr std::uint64_t record_bytes = 45; ///< of a fix
constexpr std::uint64_t fixes_a_segment = 22;
constexpr std::uint64_t segments_on_card = 7;

class Run {
public:
    Run() {
        recording_.settings = {.segment_bytes =
                                   journal_format::header_bytes + fixes_a_segment * record_bytes,
                               .unit = "demo000001"};
        recording_.settings.capacity_bytes = segments_on_card * recording_.settings.segment_bytes;
        saved_.emplace_back();
        promise();
    }

    /// The program starts (again); what it had not synced is still in the system's memory.
    void begin_life(Epoch epoch) {
        journal_.reset();
        cursor_.emplace(card_);
        receipts_ = cursor_->load();
        journal_.emplace(card_, receipts_, recording_.settings, epoch);
        declared_.clear();
        // What it found it may send, so it must keep it.
        for (const HeldEpoch& held : journal_->held()) {
            numbered_[held.epoch].add(held.fixes);
        }
        promise();
        note(wire::Boot{});
        for (const wire::Lost& lost : journal_->recovery().lost) {
            note(lost);
        }
    }

    void ride(int count, int sync_each) {
        for (int done = 1; done <= count; ++done) {
            auto& fixes = recording_.fixes[journal_->epoch()];
            const Fix fix = example_fix(fixes.size() + 1'000 * recording_.fixes.size());
            if (journal_->append(fix)) {
                fixes.push_back(fix);
            }
            promise();
            if (done % sync_each == 0) {
                sync();
            }
        }
    }

    void fail_next_syncs(int count) { card_.card().fail_syncs(count); }

    void sync() {
        static_cast<void>(journal_->sync());
        promise();
        for (const wire::Lost& lost : std::exchange(to_declare_, {})) {
            note(lost);
        }
    }

    void note(decltype(wire::Event::body) body) {
        const wire::Event event{.epoch = journal_->epoch(),
                                .number = journal_->next_event(),
                                .time = race_start,
                                .body = std::move(body)};
        auto bytes = wire::encode(event).value();
        if (journal_->append_event(bytes)) {
            recording_.events[event.epoch].push_back(std::move(bytes));
            if (const auto* lost = std::get_if<wire::Lost>(&event.body)) {
                declared_.emplace_back(event.number, *lost);
            }
        }
        promise();
        static_cast<void>(journal_->sync());
        promise();
    }

    /// The server has committed all of the epoch below `next` but the gaps, and all events.
    void receipt(std::uint64_t store, Epoch epoch, Sequence next,
                 std::vector<SequenceRange> gaps = {}) {
        const bool ours = epoch == journal_->epoch();
        const wire::Receipt receipt{.store = store,
                                    .epoch = epoch,
                                    .next = next,
                                    .events_next = ours ? journal_->next_event() : 0,
                                    .gaps = std::move(gaps)};
        receipts_.apply(receipt);
        settled_[epoch].add(receipts_.fixes(epoch));
        for (const auto& [number, lost] : declared_) {
            if (ours && number < receipt.events_next) {
                settled_[lost.epoch].add(lost.range);
            }
        }
        promise();
    }

    void save_cursor() {
        // What the card may then say is this, not what memory knows besides.
        saved_.push_back(
            decode_cursor(encode_cursor(receipts_, journal_->epochs(), 1)).value().receipts);
        // While it is being saved either may be there.
        if (cursor_->save(receipts_, journal_->epochs())) {
            promise();
            saved_.erase(saved_.begin(), saved_.end() - 1);
        }
        promise();
    }

    Recording take() {
        recording_.operations = card_.operations();
        recording_.failed_syncs = static_cast<std::uint64_t>(std::count_if(
            recording_.operations.begin(), recording_.operations.end(),
            [](const auto& done) { return done.kind == Operation::Kind::failed_sync; }));
        recording_.reused += journal_->reused();
        return std::move(recording_);
    }

    void end_life() {
        recording_.reused += journal_->reused();
        journal_.reset();
        cursor_.reset();
    }

private:
    void promise() {
        Promise now{.operations = card_.operations().size()};
        if (journal_) {
            for (const wire::Lost& lost : journal_->take_lost()) {
                given_up_[lost.epoch].add(lost.range);
                to_declare_.push_back(lost);
            }
            numbered_[journal_->epoch()].add({0, journal_->certain()});
            for (const HeldEpoch& held : journal_->held()) {
                now.kept[held.epoch] = common(held.fixes, numbered_[held.epoch]);
            }
            if (journal_->events_certain()) {
                for (const JournalledEvent& event : journal_->unreceipted_events()) {
                    now.events.emplace(event.epoch, event.number);
                }
            }
            check_nothing_gone(now);
        }
        now.numbered = numbered_;
        now.settled = settled_;
        now.cursors = saved_;
        recording_.promises.push_back(std::move(now));
    }

    static SequenceSet common(const SequenceSet& a, const SequenceSet& b) {
        SequenceSet both;
        for (const SequenceRange& range : a.ranges()) {
            for (const SequenceRange& shared : b.common_with(range)) {
                both.add(shared);
            }
        }
        return both;
    }

    /// What is no longer kept was receipted once, or was said to be given up.
    void check_nothing_gone(const Promise& now) {
        for (const auto& [epoch, all] : numbered_) {
            SequenceSet there = settled_[epoch];
            there.add(given_up_[epoch]);
            if (const auto kept = now.kept.find(epoch); kept != now.kept.end()) {
                there.add(kept->second);
            }
            if (const auto gone = difference(all, there);
                !gone.empty() && recording_.broken.empty()) {
                recording_.broken = fmt::format("fix {} of epoch {:x} went without a word",
                                                gone.front().from, epoch);
            }
        }
    }

    RecordingCard card_;
    Receipts receipts_;
    std::optional<Journal> journal_;
    std::optional<Cursor> cursor_;
    Recording recording_;
    std::map<Epoch, SequenceSet> numbered_;
    std::map<Epoch, SequenceSet> settled_;
    std::map<Epoch, SequenceSet> given_up_;
    std::vector<wire::Lost> to_declare_;
    std::vector<std::pair<Sequence, wire::Lost>> declared_; ///< in this life, by the event's number
    std::vector<Receipts> saved_;
};

void first_life(Run& run) {
    run.begin_life(0xA);
    run.ride(40, 5);
    run.ride(10, 1);
    run.note(wire::Sos{});
    run.ride(24, 12);
    run.receipt(1, 0xA, 60, {{20, 25}});
    run.save_cursor();
    run.fail_next_syncs(1);
    run.ride(15, 5);
    run.ride(60, 6);
    run.ride(26, 26);
    run.receipt(1, 0xA, 140, {{20, 25}});
    run.ride(50, 5);
    run.save_cursor();
    run.ride(13, 100); // not synced when the program ends
    run.end_life();
}

/// Nothing is receipted for long, and the card fails for a while.
void second_life(Run& run) {
    run.begin_life(0xB);
    run.ride(50, 10);
    run.fail_next_syncs(3);
    run.ride(9, 3);
    run.ride(120, 5);
    run.fail_next_syncs(1);
    run.save_cursor();
    run.save_cursor();
    run.note(wire::Sos{});
    run.receipt(1, 0xB, 150);
    run.save_cursor();
    run.end_life();
}

/// With a restored database.
void third_life(Run& run) {
    run.begin_life(0xC);
    run.ride(11, 11);
    run.receipt(2, 0xC, 10);
    run.save_cursor();
    run.ride(100, 9);
    run.receipt(2, 0xC, 100, {{50, 55}, {70, 71}});
    run.ride(60, 12);
    run.save_cursor();
    run.ride(5, 100);
}

} // namespace

Recording record_a_run() {
    Run run;
    first_life(run);
    second_life(run);
    third_life(run);
    return run.take();
}

} // namespace lanterne::firmware::power_cuts
