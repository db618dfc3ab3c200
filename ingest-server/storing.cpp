#include "ingest-server/storing.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "ingest-server/intake.hpp"
#include "ingest-server/plausible.hpp"
#include "ingest-server/store.hpp"
#include "ingest-server/whole_batches.hpp"

namespace lanterne::ingest {

namespace {

/// One transaction in the making.
class Storing {
public:
    Storing(database::Connection& connection, std::span<const Arrival> arrivals, UtcTime wall,
            const HasEnded& has_ended)
        : connection_{connection}, arrivals_{arrivals}, wall_{wall}, has_ended_{has_ended} {}

    Stored run(const ClockOf& clock_of) {
        store_whole(clock_of);
        find_units();
        intake_ = Intake{store::lock_ledgers(connection_, keys(), wall_)};
        before_ = intake_.ledgers();
        learn_what_came_again();
        for (const Arrival* arrival : rest_) {
            std::visit([&](const auto& content) { take(*arrival, content); }, arrival->content);
        }
        write_chunks(clock_of);
        write_rest();
        return std::move(stored_);
    }

private:
    // Nearly all that comes is a batch of a known unit with nothing in it that the store has; one
    // statement takes them all. Whatever it leaves is looked at closely.
    void store_whole(const ClockOf& clock_of) {
        const std::vector<std::size_t> whole = whole_batches(arrivals_);
        const std::vector<store::SentChunk> sent = sent_chunks(whole, clock_of);
        std::map<UnitEpoch, store::GrownEpoch> grown;
        if (!sent.empty()) {
            for (store::GrownEpoch& one : store::insert_whole(connection_, sent, wall_)) {
                grown.emplace(UnitEpoch{one.unit, one.key.epoch}, std::move(one));
            }
        }
        std::vector<bool> is_stored(arrivals_.size());
        for (std::size_t i = 0; i < whole.size(); ++i) {
            const auto found = grown.find({sent[i].unit, sent[i].epoch});
            if (found != grown.end()) {
                is_stored[whole[i]] = true;
                take_whole(arrivals_[whole[i]], found->second.key, sent[i], clock_of);
            }
        }
        for (auto& [of, owed] : stored_.owed) {
            owed.ledger = std::move(grown.at(of).ledger);
        }
        for (const auto& [of, one] : grown) {
            forget_old_news(one);
        }
        for (std::size_t i = 0; i < arrivals_.size(); ++i) {
            if (!is_stored[i]) {
                rest_.push_back(&arrivals_[i]);
            }
        }
    }

    // Most of it is not written: the statement that would find so costs a tenth of all storing.
    void forget_old_news(const store::GrownEpoch& of) {
        const auto news = news_.find(of.key.unit);
        if (of.is_due || news == news_.end()) {
            return;
        }
        const auto& info = news->second.info;
        if (!info || (std::optional<std::int64_t>{info->next_report_s} ==
                          std::optional<std::int64_t>{of.next_report_s} &&
                      static_cast<std::int16_t>(info->reason) == of.reason)) {
            news_.erase(news);
        }
    }

    std::vector<store::SentChunk> sent_chunks(std::span<const std::size_t> whole,
                                              const ClockOf& clock_of) const {
        std::vector<store::SentChunk> sent;
        for (const std::size_t index : whole) {
            const Arrival& arrival = arrivals_[index];
            const auto& batch = std::get<wire::Batch>(arrival.content);
            sent.push_back({.unit = arrival.unit,
                            .epoch = batch.epoch,
                            .first = batch.first,
                            .fixes = &batch.fixes,
                            .payload = &arrival.payload,
                            .implausible = implausible_fixes(batch.fixes, clock_of(arrival.unit))});
        }
        return sent;
    }

    void take_whole(const Arrival& arrival, const EpochKey& key, const store::SentChunk& sent,
                    const ClockOf& clock_of) {
        const auto& batch = std::get<wire::Batch>(arrival.content);
        ++stored_.tally.batches;
        stored_.tally.fixes += batch.fixes.size();
        note_implausible(arrival.unit, batch.fixes, sent.implausible, clock_of, arrival.payload);
        note_the_end(arrival, batch);
        owe(arrival.unit, batch.epoch, batch.info.receipt_wanted);
        note_news(key.unit, batch);
        note_newest(key.unit, batch.fixes, sent.implausible);
        stored_.chunks.push_back({arrival.unit, batch.info, batch.fixes});
    }

    EpochKey key_of(const Arrival& arrival, Epoch epoch) const {
        return {units_.ids.at(arrival.unit), epoch};
    }

    void find_units() {
        std::set<UnitSerial> serials;
        for (const Arrival* arrival : rest_) {
            serials.insert(arrival->unit);
        }
        if (!serials.empty()) {
            units_ = store::units(connection_, serials, wall_);
            stored_.tally.registered = units_.registered;
        }
    }

    /// The epochs that this transaction may write.
    std::set<EpochKey> keys() const {
        std::set<EpochKey> keys;
        for (const Arrival* arrival : rest_) {
            if (const auto* batch = std::get_if<wire::Batch>(&arrival->content)) {
                keys.insert(key_of(*arrival, batch->epoch));
            } else if (const auto* event = std::get_if<wire::Event>(&arrival->content)) {
                keys.insert(key_of(*arrival, event->epoch));
                if (const auto* lost = std::get_if<wire::Lost>(&event->body)) {
                    keys.insert(key_of(*arrival, lost->epoch));
                }
            }
        }
        return keys;
    }

    void learn_what_came_again() {
        std::vector<store::WantedFixes> wanted;
        for (const Arrival* arrival : rest_) {
            if (const auto* batch = std::get_if<wire::Batch>(&arrival->content)) {
                const EpochKey key = key_of(*arrival, batch->epoch);
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
            note_fault(arrival.unit, "conflict", arrival.payload);
        }
        note_the_end(arrival, batch);
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
        if (status.link == wire::Link::up) {
            connected_.push_back({arrival.unit, status.epoch});
        }
    }

    void take(const Arrival& arrival, const Unreadable& unreadable) {
        if (unreadable.reason != too_many) {
            stored_.tally.unreadable[unreadable.reason] += unreadable.messages;
        }
        note_fault(arrival.unit, unreadable.reason, arrival.payload, unreadable.messages);
        set_aside_.push_back({arrival.unit, unreadable.reason, arrival.payload});
    }

    void note_fault(const UnitSerial& unit, const std::string& reason, const wire::Bytes& payload,
                    std::size_t messages = 1) {
        stored_.tally.faults[{unit, reason}] += messages;
        store::Fault& fault = faults_[{unit, reason}];
        fault.messages += static_cast<std::int64_t>(messages);
        fault.newest = payload;
    }

    void note_implausible(const UnitSerial& unit, std::span<const Fix> fixes,
                          std::span<const std::int16_t> marks, const ClockOf& clock_of,
                          const wire::Bytes& payload) {
        if (marks.empty()) {
            return;
        }
        const UtcTime now = clock_of(unit);
        const auto times = static_cast<std::size_t>(std::ranges::count_if(marks, [&](auto mark) {
            return !is_plausible_time(fixes[static_cast<std::size_t>(mark)].time, now);
        }));
        const std::size_t places = marks.size() - times;
        stored_.tally.implausible_times += times;
        stored_.tally.implausible_places += places;
        if (times > 0) {
            note_fault(unit, "implausible_time", payload);
        }
        if (places > 0) {
            note_fault(unit, "implausible_place", payload);
        }
    }

    void note_the_end(const Arrival& arrival, const wire::Batch& batch) {
        if (has_ended_ && has_ended_(arrival.unit, batch.fixes.back().time)) {
            stored_.tally.after_the_end += batch.fixes.size();
            note_fault(arrival.unit, "race_ended", arrival.payload);
        }
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
            note_implausible(unit, chunk.fixes, marked.back().implausible, clock_of, chunk.payload);
            note_newest(chunk.key.unit, chunk.fixes, marked.back().implausible);
            stored_.chunks.push_back({unit, chunk.info, chunk.fixes});
        }
        if (!marked.empty()) {
            store::insert_chunks(connection_, marked, wall_);
        }
    }

    void note_newest(std::int32_t unit, std::span<const Fix> fixes,
                     std::span<const std::int16_t> implausible) {
        auto& newest = news_[unit].newest;
        auto mark = implausible.begin();
        for (std::size_t i = 0; i < fixes.size(); ++i) {
            if (mark != implausible.end() && *mark == static_cast<std::int16_t>(i)) {
                ++mark;
            } else if (!newest || newest->time <= fixes[i].time) {
                newest = fixes[i];
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
        store::count_faults(connection_, faults_, wall_);
        fill_owed();
    }

    void fill_owed() {
        for (auto& [of, owed] : stored_.owed) {
            const auto unit = units_.ids.find(of.unit);
            if (unit == units_.ids.end()) {
                continue; // all of it was whole
            }
            const auto found = intake_.ledgers().find({unit->second, of.epoch});
            if (found != intake_.ledgers().end()) {
                owed.ledger = found->second;
            }
        }
        greet();
    }

    // Who is up hears what is committed of it, be that nothing: it may have been told otherwise by
    // a store that was lost since.
    void greet() {
        std::set<EpochKey> keys;
        for (const UnitEpoch& of : connected_) {
            keys.insert({units_.ids.at(of.unit), of.epoch});
        }
        const std::map<EpochKey, Ledger> known = store::ledgers(connection_, keys);
        for (const UnitEpoch& of : connected_) {
            const auto found = known.find({units_.ids.at(of.unit), of.epoch});
            stored_.owed.insert_or_assign(
                of, Owed{found == known.end() ? Ledger{} : found->second, true});
        }
    }

    database::Connection& connection_;
    std::span<const Arrival> arrivals_;
    UtcTime wall_;
    const HasEnded& has_ended_;
    std::vector<const Arrival*> rest_; ///< what was not stored as a whole
    store::Units units_;
    Intake intake_{{}};
    std::map<EpochKey, Ledger> before_;
    std::vector<const UnitSerial*> chunk_units_; ///< of each chunk of the intake
    std::map<std::int32_t, store::UnitNews> news_;
    std::vector<store::UnitStatus> statuses_;
    std::vector<store::UnitEvent> events_;
    std::vector<store::SetAside> set_aside_;
    std::map<store::FaultOf, store::Fault> faults_;
    std::vector<UnitEpoch> connected_;
    Stored stored_;
};

} // namespace

Stored store_arrivals(database::Connection& connection, std::span<const Arrival> arrivals,
                      UtcTime wall, const ClockOf& clock_of, const HasEnded& has_ended) {
    return Storing{connection, arrivals, wall, has_ended}.run(clock_of);
}

} // namespace lanterne::ingest
