#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "core/base/ids.hpp"
#include "core/base/time.hpp"
#include "core/wire/event.hpp"
#include "core/wire/status.hpp"
#include "database/connection.hpp"
#include "ingest-server/intake.hpp"

/// The statements of the storing path: each takes all rows of a transaction at once, as arrays.
/// Failures as database::Connection::execute; whoever calls owns the transaction.
namespace lanterne::ingest::store {

/// What set_aside keeps: of one unit, and of all.
inline constexpr std::size_t max_set_aside_per_unit = 20;
inline constexpr std::size_t max_set_aside = 1'000;
/// Longer messages are cut: no message of FORMAT.md is longer.
inline constexpr std::size_t max_set_aside_bytes = 4'096;

/// Names this database's life, as receipts say it.
std::uint64_t store_id(database::Connection& connection);

/// Makes the partitions of this month and the next when they are not there. Not in a transaction.
void ensure_partitions(database::Connection& connection, UtcTime wall);

struct Units {
    std::map<UnitSerial, std::int32_t> ids;
    std::size_t registered = 0; ///< were not known and no entry wears them
};

/// The ids of all those serials; who is not known is registered, as `known` when an assignment
/// names it, else as `new`.
Units units(database::Connection& connection, const std::set<UnitSerial>& serials, UtcTime wall);

/// The rows of race.unit_epoch, locked in the order of their key until the transaction ends; made
/// when they are not there.
std::map<EpochKey, Ledger> lock_ledgers(database::Connection& connection,
                                        const std::set<EpochKey>& keys, UtcTime wall);

/// What is committed about epochs, without a lock; of those that are known.
std::map<EpochKey, Ledger> ledgers(database::Connection& connection,
                                   const std::set<EpochKey>& keys);

struct WantedFixes {
    EpochKey key;
    std::string month;
    SequenceRange range;
};

/// The stored fixes with those numbers.
KnownFixes fixes(database::Connection& connection, std::span<const WantedFixes> wanted);

struct MarkedChunk {
    const Chunk* chunk;
    std::vector<std::int16_t> implausible; ///< indexes of fixes
};

/// A batch as it came.
struct SentChunk {
    UnitSerial unit;
    Epoch epoch = 0;
    Sequence first = 0;
    const std::vector<Fix>* fixes = nullptr;
    const wire::Bytes* payload = nullptr;
    std::vector<std::int16_t> implausible; ///< indexes of fixes
};

/// An epoch of which all that was sent is new, and now stored; with what its unit's row says.
struct GrownEpoch {
    UnitSerial unit;
    EpochKey key;
    bool is_due = false; ///< the unit's row was written long ago: see update_units()
    std::optional<std::int32_t> next_report_s;
    std::optional<std::int16_t> reason;
    Ledger ledger; ///< with what is new
};

/// Stores what was sent of units and epochs that are known, where all that was sent of an epoch is
/// new, in one statement; the others it leaves to who looks closer. No two may have a number in
/// common. Holds their rows of race.unit_epoch as lock_ledgers() does.
std::vector<GrownEpoch> insert_whole(database::Connection& connection,
                                     std::span<const SentChunk> sent, UtcTime wall);

void insert_chunks(database::Connection& connection, std::span<const MarkedChunk> chunks,
                   UtcTime wall);
void save_ledgers(database::Connection& connection, const std::map<EpochKey, Ledger>& ledgers);

/// What a unit's batches of one transaction say of it.
struct UnitNews {
    std::int32_t unit = 0;
    std::optional<Fix> newest;      ///< among the plausible
    std::optional<wire::Info> info; ///< of the newest batch that is no backlog
};

/// The row of a unit that was seen is written anew so often, s, and at once when it says that it
/// will report at other times: it is there for people, and each batch would cost as much again.
inline constexpr std::int32_t unit_written_each_s = 15;

void update_units(database::Connection& connection, std::span<const UnitNews> news, UtcTime wall);

struct UnitStatus {
    std::int32_t unit = 0;
    wire::Status status;
    bool retained = false; ///< said before we listened: the unit was not seen now
};

/// A Will (link down) changes the link alone; of several of one unit the last counts.
void update_status(database::Connection& connection, std::span<const UnitStatus> statuses,
                   UtcTime wall);

struct UnitEvent {
    std::int32_t unit = 0;
    wire::Event event;
    wire::Bytes payload;
};

void insert_events(database::Connection& connection, std::span<const UnitEvent> events,
                   UtcTime wall);

/// Bytes for the technician.
struct SetAside {
    UnitSerial unit;
    std::string reason;
    wire::Bytes payload;
};

/// Keeps the newest, as many as the limits above allow.
void set_aside(database::Connection& connection, std::span<const SetAside> kept, UtcTime wall);

} // namespace lanterne::ingest::store
