#include <algorithm>
#include <utility>

#include "ingest-server/race_keeper.hpp"

namespace lanterne::ingest {

using database::Connection;

namespace {

/// A part of a transaction that can fail without the rest.
class Savepoint {
public:
    explicit Savepoint(Connection& connection) : connection_{connection} {
        connection_.execute("SAVEPOINT scoring");
    }

    void keep() { connection_.execute("RELEASE SAVEPOINT scoring"); }

    void undo() {
        connection_.execute("ROLLBACK TO SAVEPOINT scoring");
        keep();
    }

private:
    Connection& connection_;
};

std::vector<results_store::FixSpan> spans_of(std::span<const StoredChunk> chunks) {
    std::vector<results_store::FixSpan> spans;
    for (const StoredChunk& chunk : chunks) {
        const auto [first, last] = std::ranges::minmax(chunk.fixes, {}, &Fix::time);
        spans.push_back({chunk.unit, first.time, last.time});
    }
    return spans;
}

} // namespace

void RaceKeeper::score(Connection& connection, std::span<const StoredChunk> chunks) {
    std::vector<std::size_t> joined(chunks.size(), 0);
    for (const std::int32_t id : races()) {
        Savepoint savepoint{connection};
        if (guarded(id, [&] { score_race(connection, records_.at(id), chunks, joined); })) {
            unsettled_.insert(id); // until committed()
            savepoint.keep();
        } else {
            savepoint.undo();
        }
    }
    results_store::announce(connection, spans_of(chunks), races(), clock_.wall());
    for (std::size_t i = 0; i < chunks.size(); ++i) {
        const std::size_t fixes = chunks[i].fixes.size();
        if (!worn_elsewhere_.contains(chunks[i].unit)) {
            watch_.unassigned.add(fixes - std::min(joined[i], fixes));
        }
    }
}

void RaceKeeper::score_race(Connection& connection, Record& record,
                            std::span<const StoredChunk> chunks, std::vector<std::size_t>& joined) {
    const UtcTime wall = clock_.wall();
    Due late;
    bool touched = false;
    for (std::size_t i = 0; i < chunks.size(); ++i) {
        record.race.note_info(chunks[i].unit, chunks[i].info, wall);
        auto scored = record.race.score(chunks[i].unit, chunks[i].fixes, wall);
        joined[i] = std::max(joined[i], scored.fixes);
        touched = touched || scored.fixes > 0;
        add_due(late, scored.late);
    }
    add_due(record.due, late);
    if (touched) {
        watch_.trace.touched(record.claim.race);
        note_scored(record);
        if (!write(connection, record, Standings::never)) {
            results_store::hold(connection, record.claim);
        }
    }
}

void RaceKeeper::rescore(Connection& connection, Record& record, std::int32_t entry,
                         std::optional<UtcTime> late) {
    record.race.rescore(entry, results_store::track(connection, record.race, entry), late);
    note_rescored(record, {entry});
}

// Whoever waits longest is first: with those of the lowest ids late again and again, others would
// never be.
std::vector<std::int32_t> RaceKeeper::ripe_entries(const Record& record) const {
    const SteadyTime now = clock_.steady();
    std::vector<std::pair<SteadyTime, std::int32_t>> ripe;
    for (const auto& [entry, from] : record.due) {
        const auto last = record.rescored.find(entry);
        const SteadyTime scored = last == record.rescored.end() ? SteadyTime::min() : last->second;
        if (last == record.rescored.end() || now - scored >= rescore_interval) {
            ripe.emplace_back(scored, entry);
        }
    }
    std::ranges::sort(ripe);
    ripe.resize(std::min(ripe.size(), max_rescored_at_once));
    std::vector<std::int32_t> entries;
    for (const auto& [scored, entry] : ripe) {
        entries.push_back(entry);
    }
    return entries;
}

void RaceKeeper::rescore_due(Connection& connection, Record& record) {
    std::erase_if(record.again, [&](const auto& look) {
        const bool is_time = clock_.steady() >= look.second;
        if (is_time) {
            record.due.insert_or_assign(look.first, std::nullopt);
        }
        return is_time;
    });
    for (const std::int32_t entry : ripe_entries(record)) {
        if (clock_.steady() >= rescore_until_) {
            break;
        }
        rescore(connection, record, entry, record.due.at(entry));
    }
}

std::vector<std::int32_t> RaceKeeper::hear(Connection& connection) {
    std::vector<std::int32_t> told = results_store::announced(connection, races());
    for (const std::int32_t id : told) {
        guarded(id, [&] { hear(connection, records_.at(id)); });
    }
    return told;
}

void RaceKeeper::hear(Connection& connection, Record& record) {
    database::Transaction transaction{connection};
    const Due due = results_store::take_announced(connection, record.claim);
    transaction.commit();
    const std::set<std::int32_t> worn = record.race.worn_entries();
    for (const auto& [entry, from] : due) {
        if (worn.contains(entry)) {
            add_due(record.due, {{entry, from}});
        }
    }
}

void RaceKeeper::catch_up(Connection& connection) {
    rescore_until_ = clock_.steady() + rescore_budget;
    for (const std::int32_t id : hear(connection)) {
        if (!records_.contains(id)) {
            continue; // taken over
        }
        guarded(id, [&] {
            Record& record = records_.at(id);
            database::Transaction transaction{connection};
            rescore_due(connection, record);
            write(connection, record, Standings::when_due);
            transaction.commit();
            commit_news(record);
        });
    }
}

} // namespace lanterne::ingest
