#include "ingest-server/ingest.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "ingest-server/plan_store.hpp"
#include "ingest-server/store.hpp"

namespace lanterne::ingest {

using database::ConnectionLost;
using std::chrono::milliseconds;

namespace {

constexpr std::chrono::seconds tick_interval{1};
constexpr std::chrono::hours partitions_interval{1};

} // namespace

Ingest::Ingest(IngestSettings settings, Watch& watch, Clock clock, Pause pause)
    : settings_{std::move(settings)}, watch_{watch}, clock_{clock}, pause_{std::move(pause)},
      subscriber_{settings_.broker, watch, clock},
      publisher_{settings_.broker, settings_.live_epoch, watch}, leases_{settings_.live_epoch},
      keeper_{watch, clock, settings_.live_epoch, settings_.conninfo},
      live_{keeper_, clock,
            [this](const std::string& topic, wire::ByteView payload, service::Retain retain) {
                return publisher_.publish_live(topic, payload, retain);
            }} {}

void Ingest::run() {
    milliseconds rest{0};
    while (!pause_(rest)) {
        watch_.alive();
        const SteadyTime began = clock_.steady();
        rest = turn_interval;
        if (database_ || connect_database()) {
            turn(until_due());
            if (database_ && keeper_.has_loaded()) {
                with_database([&] { keeper_.take_loaded(*database_); });
            }
            if (database_ && (clock_.steady() >= next_tick_ || is_told())) { // the turn may lose it
                tick();
            }
            tick_race();
            const auto took = std::chrono::ceil<milliseconds>(clock_.steady() - began);
            // What is held because the database refuses it is tried again once a turn, not at once.
            rest = held_.more && held_.arrivals.empty()
                       ? milliseconds{0}
                       : std::clamp(turn_interval - took, milliseconds{0}, until_due());
        }
        publisher_.serve();
        watch_.broker(publisher_.is_connected() && subscriber_.is_subscribed());
    }
    if (database_) {
        with_database([&] { keeper_.finish(*database_); });
    }
}

bool Ingest::connect_database() {
    if (clock_.steady() < next_try_) {
        return false;
    }
    try {
        database_.emplace(settings_.conninfo);
        if (const std::uint64_t store = store::store_id(*database_); store != store_) {
            keeper_.forget();
            store_ = store;
        }
        plan_store::listen(*database_);
        leases_.begin(*database_);
        make_partitions();
        next_tick_ = {};
        wait_ = first_database_wait;
        watch_.database(true);
        return with_database([&] { follow_plan(); });
    } catch (const std::exception& why) {
        lose_database(why.what());
        return false;
    }
}

void Ingest::make_partitions() {
    next_partitions_ = clock_.steady() + partitions_interval;
    try {
        store::ensure_partitions(*database_, clock_.wall());
    } catch (const database::StatementFailed& refused) {
        watch_.trouble("partitions", refused.what()); // the default partition takes the chunks
    }
}

void Ingest::follow_plan() {
    const auto measured = watch_.stages.begin(Work::plan, *database_);
    const SteadyTime now = clock_.steady();
    note_shards("shards leased", leases_.take(*database_, clock_.wall(), now));
    // What others should have is let go of in order: read no more, keep no more, then the lease.
    const Shards surplus = leases_.surplus(now);
    Shards kept = leases_.held();
    std::erase_if(kept, [&](std::int16_t shard) { return surplus.contains(shard); });
    subscriber_.follow(kept);
    keeper_.follow_plan(*database_, kept);
    if (!surplus.empty()) {
        leases_.give_up(*database_, surplus);
        note_shards("shards given up", surplus);
    }
    watch_.leases.set(static_cast<double>(kept.size()));
}

void Ingest::note_shards(std::string_view what, const Shards& shards) {
    if (!shards.empty()) {
        watch_.log().info(what, {{"shards", fmt::format("{}", fmt::join(shards, " "))}});
    }
}

// The races go with it only as far as nobody knows what it has of them: see
// RaceKeeper::set_aside().
void Ingest::lose_database(const std::string& why) {
    watch_.trouble("database", why);
    watch_.database(false);
    keeper_.set_aside();
    configurations_.forget();
    database_.reset();
    subscriber_.follow({});
    held_ = {};
    watch_.hold(0);
    next_try_ = clock_.steady() + wait_;
    wait_ = std::min(wait_ * 2, longest_database_wait);
}

bool Ingest::with_database(const std::function<void()>& work) {
    try {
        work();
        return true;
    } catch (const ConnectionLost& lost) {
        lose_database(lost.what());
    } catch (const std::exception& broken) {
        watch_.trouble("broken", broken.what());
        keeper_.set_aside();
    }
    return false;
}

bool Ingest::is_told() {
    bool told = false;
    if (database_) {
        with_database([&] {
            bool has_word = false;
            for (const auto& one : database_->notifications(milliseconds{0})) {
                (one.channel == plan_store::word_channel ? has_word : told) = true;
            }
            if (has_word) {
                keeper_.catch_up(*database_);
            }
        });
    }
    return told;
}

// One between two turns: the more there are, the shorter each keeps units waiting.
void Ingest::tick_race() {
    const SteadyTime now = clock_.steady();
    seconds_.follow(keeper_.races(), now, clock_.wall());
    if (const auto due = seconds_.take_due(now); due && database_) {
        with_database([&] { tick_race(*due); });
    }
}

void Ingest::tick_race(RaceSeconds::Due due) {
    {
        const auto measured = watch_.stages.begin(Work::standings, *database_);
        keeper_.tick(*database_, due.race);
    }
    if (keeper_.has(due.race)) { // it may have been dropped
        const auto measured = watch_.stages.begin(Work::frames);
        live_.tick(due.race, due.as_of);
    }
}

milliseconds Ingest::until_due() const {
    const auto next = seconds_.next();
    return next ? std::clamp(std::chrono::ceil<milliseconds>(*next - clock_.steady()),
                             milliseconds{0}, turn_interval)
                : turn_interval;
}

// One of several ingests is enough.
void Ingest::offer_configurations() {
    if (!leases_.held().contains(0)) {
        configurations_.forget();
        return;
    }
    configurations_.look(*database_, publisher_.connections(),
                         [this](const UnitSerial& unit, wire::ByteView message) {
                             return publisher_.offer(unit, message);
                         });
}

// Told ones come in between; the others stay on their seconds.
void Ingest::tick() {
    const SteadyTime now = clock_.steady();
    if (now >= next_tick_) {
        next_tick_ += tick_interval;
        next_tick_ = next_tick_ > now ? next_tick_ : now + tick_interval;
    }
    with_database([&] {
        if (clock_.steady() >= next_partitions_) {
            make_partitions();
        }
        database_->notifications(milliseconds{0}); // those that came with this tick
        follow_plan();
        ended_.look(*database_, clock_.steady(), clock_.wall());
        keeper_.hear(*database_);
        offer_configurations();
    });
}

} // namespace lanterne::ingest
