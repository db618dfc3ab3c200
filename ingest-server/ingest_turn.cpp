#include <algorithm>
#include <utility>

#include "ingest-server/ingest.hpp"
#include "ingest-server/store.hpp"

namespace lanterne::ingest {

using database::ConnectionLost;
using std::chrono::milliseconds;

namespace {

/// Data, a constraint, a limit (PostgreSQL manual, appendix A: classes 22, 23, 54). Anything else,
/// a full disk or a lock, is the database's trouble and passes.
bool is_the_messages_fault(const database::StatementFailed& refused) {
    const std::string_view kind = std::string_view{refused.sqlstate}.substr(0, 2);
    return kind == "22" || kind == "23" || kind == "54";
}

/// A deadlock, or what could not be in any order (class 40): nothing is wrong with it, and whoever
/// was in its way has gone on.
bool is_a_conflict(const database::StatementFailed& refused) {
    return refused.sqlstate.starts_with("40");
}

} // namespace

void Ingest::turn(milliseconds timeout) {
    if (held_.arrivals.empty()) {
        held_ = subscriber_.receive(timeout);
    }
    if (!held_.arrivals.empty()) {
        watch_.hold(held_.arrivals.size());
        const SteadyTime began = clock_.steady();
        if (store_held()) {
            subscriber_.note_turn(held_, clock_.steady() - began);
            held_.arrivals.clear();
            watch_.hold(0);
        }
    }
    send_receipts();
}

void Ingest::send_receipts() {
    publisher_.send_due(receipts_, clock_.steady());
    watch_.receipts_waiting.set(static_cast<double>(receipts_.waiting()));
    watch_.unsent.set(static_cast<double>(publisher_.unsent()));
}

bool Ingest::store_held() {
    return with_database([&] {
        try {
            store_whole();
        } catch (const ConnectionLost&) {
            throw;
        } catch (const std::exception& refused) {
            watch_.trouble("turn_refused", refused.what());
            store_one_by_one();
        }
        subscriber_.acknowledge();
    });
}

void Ingest::store_whole() {
    try {
        store_and_commit(held_.arrivals);
        return;
    } catch (const database::StatementFailed& refused) {
        if (!is_a_conflict(refused)) {
            throw;
        }
        watch_.trouble("turn_conflict", refused.what());
    }
    store_and_commit(held_.arrivals);
}

Stored Ingest::store(std::span<const Arrival> arrivals) {
    const auto measured = watch_.stages.begin(Work::store, *database_);
    return store_arrivals(
        *database_, arrivals, clock_.wall(),
        [&](const UnitSerial& unit) { return keeper_.clock_of(unit); },
        [&](const UnitSerial& unit, UtcTime time) { return ended_.has(unit, time); });
}

void Ingest::store_and_commit(std::span<const Arrival> arrivals) {
    const SteadyTime began = clock_.steady();
    Stored stored;
    try {
        database::Transaction transaction{*database_};
        stored = store(arrivals);
        if (!stored.chunks.empty()) {
            const auto measured = watch_.stages.begin(Work::score, *database_);
            keeper_.score(*database_, stored.chunks);
        }
        const auto measured = watch_.stages.begin(Work::commit, *database_);
        transaction.commit();
    } catch (...) {
        keeper_.set_aside(); // it may know what was rolled back
        throw;
    }
    keeper_.committed();
    after_commit(stored, began);
}

void Ingest::after_commit(const Stored& stored, SteadyTime began) {
    watch_.committed(stored.tally, clock_.steady() - began);
    note_lag(stored);
    for (const auto& [to, owed] : stored.owed) {
        receipts_.owe(to, store_, owed);
    }
}

void Ingest::note_lag(const Stored& stored) {
    for (const StoredChunk& chunk : stored.chunks) {
        if (!chunk.info.backlog) {
            const auto newest = std::ranges::max_element(chunk.fixes, {}, &Fix::time);
            watch_.lag(std::max(Milliseconds{0}, keeper_.clock_of(chunk.unit) - newest->time));
        }
    }
}

// A turn that the database refuses holds a message that it will always refuse, or met a conflict
// between transactions twice. One by one, only what is refused again is set aside.
void Ingest::store_one_by_one() {
    for (const Arrival& arrival : held_.arrivals) {
        try {
            store_and_commit({&arrival, 1});
        } catch (const ConnectionLost&) {
            throw;
        } catch (const database::StatementFailed& refused) {
            if (!is_the_messages_fault(refused)) {
                throw; // all stay held: what is stored already is a duplicate next time
            }
            set_aside_unstorable(arrival, refused.what());
        } catch (const std::exception& refused) {
            set_aside_unstorable(arrival, refused.what());
        }
    }
}

void Ingest::set_aside_unstorable(const Arrival& arrival, const std::string& why) {
    watch_.trouble("unstorable", why);
    const store::SetAside kept{arrival.unit, "unstorable", arrival.payload};
    database::Transaction transaction{*database_};
    store::set_aside(*database_, {&kept, 1}, clock_.wall());
    store::count_faults(*database_, {{{arrival.unit, "unstorable"}, {1, arrival.payload}}},
                        clock_.wall());
    transaction.commit();
}

} // namespace lanterne::ingest
