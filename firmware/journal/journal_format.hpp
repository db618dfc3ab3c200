#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/fix.hpp"
#include "core/base/ids.hpp"
#include "core/wire/event.hpp"

/// The bytes of a journal, as JOURNAL.md states them; no I/O.
namespace lanterne::firmware::journal_format {

using Bytes = std::vector<std::byte>;
using ByteView = std::span<const std::byte>;

inline constexpr std::size_t header_bytes = 96;
inline constexpr std::size_t record_frame_bytes = 16;
inline constexpr std::size_t max_payload_bytes = 1024;
inline constexpr std::uint16_t version = 2;

/// Of a whole record; the payload without the byte of its kind.
constexpr std::size_t record_bytes(std::size_t payload_bytes) {
    return record_frame_bytes + 1 + payload_bytes;
}

/// Stands at the beginning of a segment.
struct Header {
    Epoch epoch = 0;
    std::uint64_t segment = 0;          ///< counted up over all epochs: the order of writing
    Sequence first_fix = 0;             ///< no fix of this segment has a lower number
    Sequence first_event = 0;           ///< the same of events
    std::string unit;                   ///< serial, at most 16 bytes; empty when not known
    bool over_another = false;          ///< written over a segment whose records still stand behind
    std::optional<wire::Lost> given_up; ///< fixes without a receipt that went with that one

    bool operator==(const Header&) const = default;
};

/// What the CRC of each record of one segment goes on from: the CRC of epoch and place. Two places
/// of one epoch never have the same (they differ in 32 bits at most, which a CRC-32 always sees).
enum class Seal : std::uint32_t {};

Seal seal_of(Epoch epoch, std::uint64_t segment);

enum class Kind : std::uint8_t { fix = 1, event = 2 };

/// One record as it was read; `payload` without the byte of its kind, valid as long as the input.
struct Record {
    Kind kind = Kind::fix;
    Sequence number = 0;
    ByteView payload;
    std::size_t offset = 0; ///< of the record in the scanned bytes
    std::size_t size = 0;   ///< of the whole record
};

Bytes encode(const Header& header);
/// Nothing when the bytes are no header of a version known here, or do not match their checksum.
std::optional<Header> decode_header(ByteView bytes);

Bytes encode_fix(const Fix& fix);
/// Nothing when the payload has another size, or a field is out of its range.
std::optional<Fix> decode_fix(ByteView payload);

/// A whole record. The payload is at most max_payload_bytes - 1.
Bytes encode_record(Seal seal, Kind kind, Sequence number, ByteView payload);

/// The record with this seal that begins exactly at `offset`, if one does.
std::optional<Record> record_at(ByteView bytes, std::size_t offset, Seal seal);

/// What stands behind the last record of a segment that is not full.
enum class Room { zeros, old_records };

struct ScanReport {
    std::uint64_t records = 0;
    std::uint64_t torn = 0;          ///< stretches that are no record of this segment
    std::uint64_t skipped_bytes = 0; ///< in those stretches
    std::size_t end = 0;             ///< behind the last record: where writing may go on
};

/// Reads the records with one seal from `offset` on. What is damaged is passed over to the next
/// record that is whole; the room at the end is not damage.
ScanReport scan(ByteView bytes, std::size_t offset, Seal seal, Room room,
                const std::function<void(const Record&)>& visit);

} // namespace lanterne::firmware::journal_format
