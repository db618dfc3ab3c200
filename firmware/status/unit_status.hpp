#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/base/fix.hpp"
#include "core/wire/status.hpp"
#include "firmware/sending/profile.hpp"

namespace lanterne::firmware {

/// What a running unit says of itself to whoever stands beside it. An age is as old as the status
/// says that it is plus what has passed since the status was written. What is counted is counted
/// since the program started.
struct UnitStatus {
    struct Unit {
        std::string serial;
        std::string board;
        std::string version;
        Milliseconds written{0};    ///< when, by the steady clock; no status outlives its boot
        Milliseconds running{0};    ///< how long by then
        std::optional<UtcTime> utc; ///< by then, as the receiver has it; none: it has not said yet
    } unit;

    struct Receiver {
        bool gpsd = false;        ///< gpsd answers
        std::uint64_t losses = 0; ///< times that it went
    } receiver;

    /// The newest that was kept; without an age there was none.
    struct NewestFix {
        std::optional<Milliseconds> age;
        std::optional<UtcTime> time;
        std::optional<Latitude> latitude;
        std::optional<Longitude> longitude;
        std::optional<std::uint32_t> accuracy_dm;
        std::uint32_t satellites = 0; ///< 0: unknown
        FixMode mode = FixMode::unknown;
    } fix;

    struct Card {
        bool failing = false;
        std::uint64_t journalled = 0; ///< fixes
        std::uint64_t uncertain = 0;  ///< of these, what memory alone holds by now
        std::uint64_t refused = 0;    ///< fixes that neither card nor memory took
        std::uint64_t lost = 0;       ///< fixes declared lost, also of earlier lives
        std::uint64_t failed_syncs = 0;
        std::uint64_t room_bytes = 0; ///< before something must be written over
    } card;

    struct Receipted {
        std::uint64_t fixes = 0;                ///< of those journalled
        std::optional<Milliseconds> newest_age; ///< of the newest receipt; none: none came yet
        std::uint64_t waiting = 0;              ///< fixes without one, also of earlier lives
        bool backlog = false;                   ///< some should have gone with an earlier message
        std::uint64_t waiting_events = 0;
        std::uint64_t unaccepted = 0; ///< fixes that the server never receipts, set aside
        Milliseconds next_report{0};  ///< between messages now
    } receipts;

    struct Call {
        bool open = false;  ///< somebody called for help, and has not taken it back
        bool heard = false; ///< and the server has it
    } call;

    struct Battery {
        std::optional<std::uint32_t> percent;
        std::optional<bool> charging;
        bool sparing = false;     ///< messages are rarer than wished
        bool falls_short = false; ///< also so it does not last as long as it must
        std::optional<UtcTime> lasts_until;
    } battery;

    struct Configured {
        std::uint32_t version = 0;          ///< that holds; 0: none, the unit's own
        Profile wished = Profile::race;     ///< by it
        Profile profile = Profile::race;    ///< after what the battery allows
        std::optional<UtcTime> time_limit;  ///< until when the battery must last
        std::optional<UtcTime> next_begins; ///< of another one that waits for its time
        std::optional<UtcTime> next_ends;
        Profile next_wished = Profile::race;
        std::optional<std::string> refused_reason; ///< of what was offered last
    } configuration;

    struct Broker {
        bool connected = false;
        Milliseconds since{0};              ///< how long it is so
        std::uint64_t connections = 0;      ///< made
        std::optional<std::string> trouble; ///< the last
    } broker;

    struct Way {
        wire::Network kind = wire::Network::none;
        std::optional<std::int32_t> signal_dbm;
    } network;
};

} // namespace lanterne::firmware
