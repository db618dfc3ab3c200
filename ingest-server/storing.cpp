#include "ingest-server/storing.hpp"

#include <set>
#include <utility>

#include "ingest-server/intake.hpp"
#include "ingest-server/plausible.hpp"
#include "ingest-server/store.hpp"

namespace lanterne::ingest {

namespace {

/// One transaction in the making.
class Storing {
public:
    Storing(database::Connection& connection, std::span<const Arrival> arrivals, UtcTime wall)
        : connection_{connection}, arrivals_{arrivals}, wall_{wall} {}

    Stored run(const ClockOf& clock_of) {
        find_units();
        intake_ = Intake{store::lock_ledgers(connection_, keys(), wall_)};
        before_ = intake_.ledgers();
        learn_what_came_again();
        for (const Arrival& arrival : arrivals_) {
            std::visit([&](const auto& content) { take(arrival, content); }, arrival.content);
        }
        write_chunks(clock_of);
        write_rest();
        return std::move(stored_);
    }

private:
    EpochKey key_of(const Arrival& arrival, Epoch epoch) const {
        return {units_.ids.at(arrival.unit), epoch};
    }

    void find_units() {
        std::set<UnitSerial> serials;
        for (const Arrival& arrival : arrivals_) {
            serials.insert(arrival.unit);
        }
        units_ = store::units(connection_, serials, wall_);
        stored_.tally.registered = units_.registered;
    }

    /// The epochs that this transaction may write.
    std::set<EpochKey> keys() const {
        std::set<EpochKey> keys;
        for (const Arrival& arrival : arrivals_) {
            if (const auto* batch = std::get_if<wire::Batch>(&arrival.content)) {
                keys.insert(key_of(arrival, batch->epoch));
            } else if (const auto* event = std::get_if<wire::Event>(&arrival.content)) {
                keys.insert(key_of(arrival, event->epoch));
                if (const auto* lost = std::get_if<wire::Lost>(&event->body)) {
                    keys.insert(key_of(arrival, lost->epoch));
                }
            }
        }
        return keys;
    }

    void learn_what_came_again() {
        std::vector<store::WantedFixes> wanted;
        for (const Arrival& arrival : arrivals_) {
            if (const auto* batch = std::get_if<wire::Batch>(&arrival.content)) {
                const EpochKey key = key_of(arrival, batch->epoch);
                for (const SequenceRange& range : intake_.seen_before(key, *batch)) {
                    wanted.push_back({key, before_.at(key).month, range});
                }
            }
        }
        if (!wanted.empty()) {
            intake_.learn(store::fixes(connection_, wanted));
        }
    }

    void take(const Arrival& arrival, const wire::Batch& batch) {
        const EpochKey key = key_of(arrival, batch.epoch);
        const Taken taken = intake_.take(key, batch, arrival.payload);
        chunk_units_.resize(intake_.chunks().size(), &arrival.unit);
        Tally& tally = stored_.tally;
        ++tally.batches;
        tally.fixes += taken.stored;
        tally.duplicates += taken.stored == 0 ? 1U : 0U;
        tally.overlaps += taken.overlapped() ? 1U : 0U;
        if (taken.conflicts > 0) {
            ++tally.conflicts;
            set_aside_.push_back({arrival.unit, "conflict", arrival.payload});
        }
        owe(arrival.unit, batch.epoch, batch.info.receipt_wanted || !taken.whole());
        note_news(key.unit, batch);
    }

    void take(const Arrival& arrival, const wire::Event& event) {
        ++stored_.tally.events;
        const EpochKey key = key_of(arrival, event.epoch);
        if (intake_.take_event(key, event.number)) {
            events_.push_back({key.unit, event, arrival.payload});
            if (const auto* lost = std::get_if<wire::Lost>(&event.body)) {
                intake_.take_lost(key_of(arrival, lost->epoch), lost->range);
                owe(arrival.unit, lost->epoch, true);
            }
        }
        owe(arrival.unit, event.epoch, true);
    }

    void take(const Arrival& arrival, const wire::Status& status) {
        ++stored_.tally.statuses;
        statuses_.push_back({units_.ids.at(arrival.unit), status, arrival.retained});
        if (status.link == wire::Link::up && !arrival.retained) {
            connected_.push_back({arrival.unit, status.epoch});
        }
    }

    void take(const Arrival& arrival, const Unreadable& unreadable) {
        ++stored_.tally.unreadable[unreadable.reason];
        set_aside_.push_back({arrival.unit, unreadable.reason, arrival.payload});
    }

    void owe(const UnitSerial& unit, Epoch epoch, bool at_once) {
        Owed& owed = stored_.owed[{unit, epoch}];
        owed.at_once = owed.at_once || at_once;
    }

    void note_news(std::int32_t unit, const wire::Batch& batch) {
        store::UnitNews& news = news_[unit];
        news.unit = unit;
        if (!batch.info.backlog) {
            news.info = batch.info;
        }
    }

    void write_chunks(const ClockOf& clock_of) {
        std::vector<store::MarkedChunk> marked;
        for (std::size_t i = 0; i < intake_.chunks().size(); ++i) {
            const Chunk& chunk = intake_.chunks()[i];
            const UnitSerial& unit = *chunk_units_[i];
            marked.push_back({&chunk, implausible_fixes(chunk.fixes, clock_of(unit))});
            stored_.tally.implausible += marked.back().implausible.size();
            note_newest(marked.back());
            stored_.chunks.push_back({unit, chunk.info, chunk.fixes});
        }
        if (!marked.empty()) {
            store::insert_chunks(connection_, marked, wall_);
        }
    }

    void note_newest(const store::MarkedChunk& marked) {
        auto& newest = news_[marked.chunk->key.unit].newest;
        std::size_t next_mark = 0;
        for (std::size_t i = 0; i < marked.chunk->fixes.size(); ++i) {
            if (next_mark < marked.implausible.size() &&
                marked.implausible[next_mark] == static_cast<std::int16_t>(i)) {
                ++next_mark;
            } else if (!newest || newest->time <= marked.chunk->fixes[i].time) {
                newest = marked.chunk->fixes[i];
            }
        }
    }

    void write_rest() {
        std::map<EpochKey, Ledger> changed;
        for (const auto& [key, ledger] : intake_.ledgers()) {
            if (ledger != before_.at(key)) {
                changed.emplace(key, ledger);
            }
        }
        if (!changed.empty()) {
            store::save_ledgers(connection_, changed);
        }
        if (!news_.empty()) {
            std::vector<store::UnitNews> news;
            for (const auto& [unit, of_unit] : news_) {
                news.push_back(of_unit);
            }
            store::update_units(connection_, news, wall_);
        }
        store::update_status(connection_, statuses_, wall_);
        store::insert_events(connection_, events_, wall_);
        if (!set_aside_.empty()) {
            store::set_aside(connection_, set_aside_, wall_);
        }
        fill_owed();
    }

    void fill_owed() {
        for (auto& [of, owed] : stored_.owed) {
            owed.ledger = intake_.ledgers().at({units_.ids.at(of.unit), of.epoch});
        }
        for (const UnitEpoch& of : connected_) {
            auto known = store::ledger(connection_, {units_.ids.at(of.unit), of.epoch});
            if (known) {
                stored_.owed.insert_or_assign(of, Owed{std::move(*known), true});
            }
        }
    }

    database::Connection& connection_;
    std::span<const Arrival> arrivals_;
    UtcTime wall_;
    store::Units units_;
    Intake intake_{{}};
    std::map<EpochKey, Ledger> before_;
    std::vector<const UnitSerial*> chunk_units_; ///< of each chunk of the intake
    std::map<std::int32_t, store::UnitNews> news_;
    std::vector<store::UnitStatus> statuses_;
    std::vector<store::UnitEvent> events_;
    std::vector<store::SetAside> set_aside_;
    std::vector<UnitEpoch> connected_;
    Stored stored_;
};

} // namespace

Stored store_arrivals(database::Connection& connection, std::span<const Arrival> arrivals,
                      UtcTime wall, const ClockOf& clock_of) {
    return Storing{connection, arrivals, wall}.run(clock_of);
}

} // namespace lanterne::ingest
