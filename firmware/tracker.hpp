#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/ids.hpp"
#include "firmware/conduct.hpp"
#include "firmware/devices.hpp"
#include "firmware/recorder.hpp"
#include "firmware/status/unit_status.hpp"
#include "firmware/time/time_keeper.hpp"
#include "firmware/uplink/uplink.hpp"

namespace lanterne::firmware {

/// Waiting is wall time, also in a rehearsal.
struct TrackerSettings {
    std::string firmware_version = "0.1.0";
    std::string board = "generic-linux";
    ConductSettings conduct;
    SyncRules sync;
    std::uint64_t segment_bytes = std::uint64_t{256} * 1024;       ///< of one file of the journal
    std::uint64_t journal_bytes = std::uint64_t{64} * 1024 * 1024; ///< that it may take of the card
    Pace pace = Pace::real; ///< free alone for a replay or a rehearsal at another speed
};

/// What a technician sees of a unit; all counts since the start but `journalled`, which is this
/// epoch's.
struct TrackerReport {
    Epoch epoch = 0;
    Sequence journalled = 0;       ///< fixes numbered in this epoch
    Sequence receipted = 0;        ///< below it everything of this epoch is committed
    std::uint64_t unreceipted = 0; ///< fixes of all epochs that no receipt covers yet, also those
                                   ///< that only memory holds because the card fails
    std::uint64_t sent_messages = 0;
    std::uint64_t resent_messages = 0;
    std::uint64_t refused_readings = 0; ///< no place on earth, or a time that proved wrong
    std::uint64_t refused_receipts = 0; ///< unreadable, of no epoch of ours, beyond what was sent
    std::uint64_t merged_readings = 0;  ///< of a second that had its fix already
    std::uint64_t dated = 0;            ///< fixes whose time the steady clock gave
    std::uint64_t unjournalled = 0;     ///< fixes that neither card nor memory could take
    std::uint64_t reused_segments = 0;  ///< of the journal, written over
    std::uint64_t room_bytes = 0;       ///< that the journal takes before it writes one over
    std::uint64_t failed_syncs = 0;
    std::uint64_t failed_reads = 0;    ///< messages that the card did not give when they were due
    std::uint64_t receiver_losses = 0; ///< times that the receiver went
    std::uint64_t recovered = 0;       ///< records found on the card at the start
    std::uint64_t torn = 0;            ///< stretches of the card that could not be read then
    std::uint64_t unaccepted = 0;      ///< fixes that the server never receipts, set aside
    std::uint64_t unreceipted_events = 0;
    std::optional<UtcTime> last_fix;
};

/// The unit's whole work on one thread: takes readings, journals each fix before anything else,
/// sends batches, obeys receipts. Everything it borrows must outlive it.
class Tracker {
public:
    /// Opens the journal: recovers what an earlier life left and draws a new epoch from
    /// `random_seed`. Throws std::runtime_error when the storage cannot be used at all.
    Tracker(Devices devices, Uplink& uplink, TrackerSettings settings, std::uint64_t random_seed);
    ~Tracker();
    Tracker(const Tracker&) = delete;
    Tracker& operator=(const Tracker&) = delete;

    /// Waits at most `timeout` for a reading (0: does not wait), then does what is due. Call it for
    /// ever.
    void step(std::chrono::milliseconds timeout);

    /// The orderly end: syncs the journal, sends what is unsent and a status that says "down".
    void flush();

    /// The status that the broker shall publish when the unit is cut off.
    std::vector<std::byte> will() const;

    TrackerReport report() const;

    /// What it knows of itself, now. What boot and clocks concern, gpsd, and since when there is a
    /// connection and what troubles it, is for the caller to fill in.
    UnitStatus status() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace lanterne::firmware
