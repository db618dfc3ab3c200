#include "ingest-server/watch.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace lanterne::ingest {

namespace {

/// A loop that did not come round for so long is stuck.
constexpr std::chrono::seconds longest_turn{30};
/// Messages that wait longer for the database are a trouble.
constexpr std::chrono::seconds longest_hold{10};

service::Gauge& queue(service::Registry& registry, const char* name) {
    return registry.gauge("lanterne_ingest_waiting",
                          "What waits: messages for the broker, epochs for a receipt, entries to "
                          "be scored anew, races to be loaded.",
                          {{"what", name}});
}

} // namespace

Watch::Watch(service::Log& log, service::Registry& registry, Clock clock, std::uint64_t trace_seed)
    : receipts{registry.counter("lanterne_ingest_receipts_total", "Receipts sent to units.")},
      configurations{registry.counter("lanterne_ingest_configurations_total",
                                      "Configurations offered to units or taken back.")},
      frames{registry.counter("lanterne_ingest_live_messages_total",
                              "Live frames and snapshots published.")},
      rescored{registry.counter("lanterne_ingest_rescored_entries_total",
                                "Entries scored anew from the store.")},
      unscored{registry.counter("lanterne_ingest_unscored_entries_total",
                                "Entries that could not be scored any further.")},
      unassigned{registry.counter("lanterne_ingest_unassigned_fixes_total",
                                  "Fixes stored that belong to no entry at that time.")},
      passages{registry.counter("lanterne_ingest_passages_total",
                                "Passages made, corrected or withdrawn.")},
      foreign_topics{registry.counter("lanterne_ingest_foreign_topics_total",
                                      "Messages on a topic that no unit writes.")},
      limited{registry.counter("lanterne_ingest_limited_messages_total",
                               "Messages refused, as their unit sent too many of them.")},
      races{registry.gauge("lanterne_ingest_races", "Races that are scored.")},
      leases{registry.gauge("lanterne_ingest_leases", "Shards whose races are ours to score.")},
      unsent{queue(registry, "publishes")}, receipts_waiting{queue(registry, "receipts")},
      rescore_waiting{queue(registry, "entries")}, races_loading{queue(registry, "races")},
      stages{registry, clock}, trace{clock, trace_seed}, log_{log}, registry_{registry},
      clock_{std::move(clock)},
      broker_dropped_{registry.counter("lanterne_ingest_broker_dropped_total",
                                       "Messages that the broker says it dropped.")},
      commit_seconds_{registry.histogram("lanterne_ingest_commit_seconds",
                                         "From the begin of a transaction to its COMMIT.",
                                         second_bounds())},
      lag_seconds_{registry.histogram("lanterne_ingest_lag_seconds",
                                      "From the newest fix of a live batch to its COMMIT, in the "
                                      "time of its race.",
                                      second_bounds())},
      held_{registry.gauge("lanterne_ingest_held_messages",
                           "Messages received that wait for the database.")} {
    mark(last_turn_);
    mark(last_commit_);
    mark(last_served_);
    mark(last_plan_);
    stages.tell([this](Work work, SteadyTime began, SteadyTime ended, bool failed) {
        trace.part(work, began, ended, failed);
        if (work == Work::plan && !failed) {
            mark(last_plan_);
        }
    });
    committed(Tally{}, {}); // so that each counter is there from the first scrape on
}

void Watch::trouble(const std::string& cause, std::string_view what) {
    registry_
        .counter("lanterne_ingest_troubles_total", "What went wrong, by cause.", {{"cause", cause}})
        .add();
    const SteadyTime now = clock_.steady();
    const auto said = said_.find(cause);
    if (said == said_.end() || now - said->second >= saying_interval) {
        said_.insert_or_assign(cause, now);
        log_.warning(what, {{"cause", cause}, {"traceparent", trace.traceparent()}});
    }
}

void Watch::committed(const Tally& tally, std::chrono::duration<double> took) {
    const auto count = [&](std::string_view name, std::string_view help, std::size_t add) {
        registry_.counter(name, help).add(add);
    };
    count("lanterne_ingest_fixes_total", "Fixes stored.", tally.fixes);
    count("lanterne_ingest_batches_total", "Readable batches received.", tally.batches);
    count("lanterne_ingest_duplicate_batches_total", "Batches of which nothing was new.",
          tally.duplicates);
    count("lanterne_ingest_overlapping_batches_total", "Batches of which a part was stored before.",
          tally.overlaps);
    count("lanterne_ingest_conflicts_total",
          "Batches with a number that is stored with another content.", tally.conflicts);
    for (const auto& [kind, fixes] : {std::pair{"time", tally.implausible_times},
                                      std::pair{"place", tally.implausible_places}}) {
        registry_
            .counter("lanterne_ingest_implausible_fixes_total",
                     "Fixes stored whose time or place cannot be.", {{"kind", kind}})
            .add(fixes);
    }
    count("lanterne_ingest_fixes_after_the_end_total",
          "Fixes of units that only wear races that ended.", tally.after_the_end);
    count("lanterne_ingest_events_total", "Events received.", tally.events);
    count("lanterne_ingest_statuses_total", "Statuses received.", tally.statuses);
    count("lanterne_ingest_units_registered_total", "Units registered as new: no entry wears them.",
          tally.registered);
    for (const auto& [reason, messages] : tally.unreadable) {
        registry_
            .counter("lanterne_ingest_unreadable_total", "Messages that cannot be read, by reason.",
                     {{"reason", reason}})
            .add(messages);
    }
    say_faults(tally);
    if (took.count() > 0) {
        commit_seconds_.observe(took.count());
        mark(last_commit_);
        trace.stored(tally.batches, tally.fixes);
    }
}

// Of one cause the first unit is named, and how many others there are: the technician's list has
// all.
void Watch::say_faults(const Tally& tally) {
    struct Said {
        const store::FaultOf* first = nullptr;
        std::size_t messages = 0;
        std::size_t units = 0;
    };

    std::map<std::string, Said> by_cause;
    for (const auto& [of, messages] : tally.faults) {
        if (of.second == too_many) {
            continue; // was said when it was refused
        }
        const bool is_unreadable = tally.unreadable.contains(of.second);
        Said& said = by_cause[is_unreadable ? "unreadable" : of.second];
        said.first = said.first == nullptr ? &of : said.first;
        said.messages += messages;
        ++said.units;
    }
    for (const auto& [cause, said] : by_cause) {
        trouble(cause,
                fmt::format("{} of unit {}{}: {} messages at once", said.first->second,
                            said.first->first.text(),
                            said.units == 1 ? "" : fmt::format(" and {} others", said.units - 1),
                            said.messages));
    }
}

void Watch::unreadable(const UnitSerial& unit, const std::string& reason) {
    registry_
        .counter("lanterne_ingest_unreadable_by_unit_total",
                 "Messages that cannot be read, by unit and reason, of the first ones that had "
                 "any; race.unit_fault has all.",
                 {{"unit", unit.text()}, {"reason", reason}})
        .add();
}

void Watch::lag(Milliseconds behind) {
    lag_seconds_.observe(std::chrono::duration<double>{behind}.count());
}

void Watch::broker(bool is_connected) {
    mark(last_served_);
    if (broker_connected_.exchange(is_connected) != is_connected) {
        is_connected ? log_.info("broker connected") : log_.warning("broker gone, trying again");
    }
}

void Watch::broker_dropped(std::uint64_t messages) {
    const bool is_expected = database_was_away_ || !database_reachable_;
    database_was_away_ = !database_reachable_;
    if (messages == 0) {
        return;
    }
    broker_dropped_.add(messages);
    const std::string what = fmt::format("the broker dropped {} messages", messages);
    if (is_expected) {
        log_.info(what);
    } else {
        mark(last_drop_);
        has_dropped_ = true;
        trouble("broker_drops", what);
    }
}

void Watch::database(bool is_reachable) {
    database_was_away_ = database_was_away_ || !is_reachable;
    if (database_reachable_.exchange(is_reachable) != is_reachable) {
        is_reachable ? log_.info("database connected")
                     : log_.warning("database gone: holding what was received, trying again");
    }
}

void Watch::alive() {
    mark(last_turn_);
    trace.begin();
    if (hears_alive_) {
        hears_alive_();
    }
}

void Watch::scoring_anew(std::string_view race, std::size_t done, std::size_t all) {
    mark(last_turn_);
    if (hears_alive_) {
        hears_alive_();
    }
    if (stop_is_wished_ && stop_is_wished_()) {
        throw StopWished{};
    }
    const std::lock_guard lock{races_mutex_};
    scoring_ = done == all ? "" : fmt::format("{}: {} of {} entries are scored", race, done, all);
}

void Watch::races_missing(const std::vector<std::string>& names) {
    constexpr std::size_t most_named = 5;
    races_loading.set(static_cast<double>(names.size()));
    std::string said = fmt::format(
        "{}",
        fmt::join(names.begin(),
                  names.begin() + static_cast<std::ptrdiff_t>(std::min(names.size(), most_named)),
                  ", "));
    if (names.size() > most_named) {
        said += fmt::format(" and {} others", names.size() - most_named);
    }
    const std::lock_guard lock{races_mutex_};
    missing_ = std::move(said);
}

void Watch::hold(std::size_t messages) {
    if (held_.value() == 0) {
        mark(held_since_);
    }
    held_.set(static_cast<double>(messages));
}

std::chrono::duration<double> Watch::since(const std::atomic<Ticks>& moment) const {
    return clock_.steady() - SteadyTime{SteadyTime::duration{moment.load()}};
}

service::HealthPart Watch::broker_health() const {
    const double unserved = since(last_served_).count();
    const bool served = since(last_served_) < longest_unserved;
    return {"broker", broker_connected_ && served,
            !broker_connected_ ? "not connected"
            : served           ? "connected"
                               : fmt::format("not served for {:.0f} s", unserved)};
}

service::HealthPart Watch::races_health() const {
    const std::lock_guard lock{races_mutex_};
    const std::string separator = missing_.empty() || scoring_.empty() ? "" : "; ";
    return {"races", missing_.empty(),
            missing_.empty() && scoring_.empty()
                ? fmt::format("{:.0f} are scored", races.value())
                : (missing_.empty() ? "" : "not here: " + missing_) + separator + scoring_};
}

service::HealthPart Watch::drops_health() const {
    const bool lately = has_dropped_ && since(last_drop_) < drops_remembered;
    return {"drops", !lately,
            lately
                ? fmt::format("the broker dropped messages {:.0f} s ago", since(last_drop_).count())
                : "none lately"};
}

std::vector<service::HealthPart> Watch::health() const {
    const bool turning = since(last_turn_) < longest_turn;
    const bool stored = held_.value() == 0 || since(held_since_) < longest_hold;
    const bool looked = since(last_plan_) < longest_turn;
    return {broker_health(),
            {"database", database_reachable_, database_reachable_ ? "reachable" : "not reachable"},
            {"loop", turning, fmt::format("came round {:.1f} s ago", since(last_turn_).count())},
            {"storing", stored,
             fmt::format("last commit {:.1f} s ago, {:.0f} messages wait",
                         since(last_commit_).count(), held_.value())},
            {"shards", looked,
             fmt::format("{:.0f} leased, looked {:.1f} s ago for more", leases.value(),
                         since(last_plan_).count())},
            races_health(),
            drops_health()};
}

} // namespace lanterne::ingest
