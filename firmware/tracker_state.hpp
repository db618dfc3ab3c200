#pragma once

#include <chrono>
#include <optional>
#include <vector>

#include "core/wire/status.hpp"
#include "firmware/condition.hpp"
#include "firmware/courier.hpp"
#include "firmware/journal/cursor.hpp"
#include "firmware/panel/panel.hpp"
#include "firmware/time/best_clock.hpp"
#include "firmware/time/sampler.hpp"
#include "firmware/tracker.hpp"

namespace lanterne::firmware {

/// What a Tracker is made of, and what it does each turn: tracker.cpp. What a technician sees of
/// it: tracker_report.cpp.
struct Tracker::State {
    using Instant = std::chrono::steady_clock::time_point;

    State(const Devices& devices, Uplink& uplink_, TrackerSettings settings_, std::uint64_t seed);

    void take_readings(std::chrono::milliseconds timeout);
    void keep(const std::vector<Fix>& fixes);
    void take_presses(Instant now);
    void behave(Instant now);
    void tell_uplink();
    void take_receipts(Instant now);
    void save_cursor(Instant now);
    void send(Instant now);
    bool is_call_heard() const;
    void show(Instant now);
    void feed_watchdog(Instant now);
    void send_status(wire::Link link, Instant now);
    wire::Info about() const;
    std::optional<std::uint32_t> fix_age_s() const;
    std::chrono::seconds promise() const;
    wire::Status status(wire::Link link) const;

    UnitStatus::NewestFix newest_of_fixes(Instant now) const;
    UnitStatus::Card card_status() const;
    UnitStatus::Receipted receipted(Instant now) const;
    UnitStatus::Battery battery_status() const;
    UnitStatus::Configured configured() const;

    hal::GnssReceiver& receiver;
    hal::Watchdog& watchdog;
    Uplink& uplink;
    TrackerSettings settings;
    Sampler sampler;
    BestClock clock;
    Condition condition;
    Panel panel;
    Cursor cursor;
    Receipts receipts;
    Recorder recorder;
    Courier courier;
    Conduct conduct;
    TrackerReport counts; ///< only what is counted here
    std::uint64_t connections = 0;
    bool receiver_gone = false;
    std::optional<JournalledEvent> call; ///< the newest call for help
    std::optional<Instant> next_status;
    std::optional<Profile> backlog_profile; ///< that the backlog is limited by
    std::uint8_t shard;                     ///< and qos: what the uplink was told last
    Qos qos;
    std::optional<Instant> cursor_due;
    std::optional<Fix> newest_fix;        ///< that was kept
    Instant heard_fix{};                  ///< when that was
    std::optional<Instant> heard_receipt; ///< the newest that said something of ours
    std::optional<Instant> next_feed;
};

} // namespace lanterne::firmware
