#include "firmware/journal/journal_format.hpp"

#include <algorithm>
#include <cassert>
#include <cstring>

#include "firmware/card/crc32c.hpp"
#include "firmware/card/little_endian.hpp"

namespace lanterne::firmware::journal_format {
namespace {

constexpr std::array<char, 8> header_magic{'L', 'N', 'T', 'J', 'R', 'N', 'L', '\n'};
constexpr std::uint16_t record_magic = 0xA7F1;
constexpr std::size_t unit_bytes = 16;
constexpr std::size_t fix_bytes = 28;

namespace has {
constexpr std::uint8_t altitude = 1;
constexpr std::uint8_t speed = 2;
constexpr std::uint8_t course = 4;
constexpr std::uint8_t accuracy = 8;
} // namespace has

constexpr std::uint32_t flag_over_another = 1;

std::uint32_t record_checksum(Seal seal, ByteView length, ByteView number_and_payload) {
    return crc32c(number_and_payload, crc32c(length, static_cast<std::uint32_t>(seal)));
}

/// Where the first byte of a record's magic stands next, from `offset` on; the end when nowhere.
std::size_t next_start(ByteView bytes, std::size_t offset) {
    const void* found =
        std::memchr(bytes.data() + offset, record_magic & 0xFF, bytes.size() - offset);
    return found == nullptr
               ? bytes.size()
               : static_cast<std::size_t>(static_cast<const std::byte*>(found) - bytes.data());
}

bool all_zero(ByteView bytes) {
    return std::all_of(bytes.begin(), bytes.end(), [](std::byte b) { return b == std::byte{0}; });
}

} // namespace

Bytes encode(const Header& header) {
    assert(header.unit.size() <= unit_bytes);
    Bytes bytes;
    for (const char letter : header_magic) {
        bytes.push_back(static_cast<std::byte>(letter));
    }
    put_little(bytes, version);
    put_little(bytes, static_cast<std::uint16_t>(header_bytes));
    put_little(bytes, header.epoch);
    put_little(bytes, header.segment);
    put_little(bytes, header.first_fix);
    put_little(bytes, header.first_event);
    for (std::size_t index = 0; index < unit_bytes; ++index) {
        bytes.push_back(index < header.unit.size() ? static_cast<std::byte>(header.unit[index])
                                                   : std::byte{0});
    }
    put_little(bytes, header.over_another ? flag_over_another : 0U);
    const wire::Lost given_up = header.given_up.value_or(wire::Lost{});
    put_little(bytes, given_up.epoch);
    put_little(bytes, given_up.range.from);
    put_little(bytes, given_up.range.to);
    bytes.resize(header_bytes - sizeof(std::uint32_t));
    put_little(bytes, crc32c(bytes));
    return bytes;
}

std::optional<Header> decode_header(ByteView bytes) {
    if (bytes.size() < header_bytes) {
        return std::nullopt;
    }
    const bool known = std::equal(
        header_magic.begin(), header_magic.end(), bytes.begin(),
        [](char letter, std::byte byte) { return static_cast<std::byte>(letter) == byte; });
    if (!known || get_little<std::uint16_t>(bytes, 8) != version ||
        get_little<std::uint16_t>(bytes, 10) != header_bytes ||
        get_little<std::uint32_t>(bytes, header_bytes - 4) !=
            crc32c(bytes.first(header_bytes - 4))) {
        return std::nullopt;
    }
    Header header{.epoch = get_little<std::uint32_t>(bytes, 12),
                  .segment = get_little<std::uint64_t>(bytes, 16),
                  .first_fix = get_little<std::uint64_t>(bytes, 24),
                  .first_event = get_little<std::uint64_t>(bytes, 32),
                  .over_another = (get_little<std::uint32_t>(bytes, 56) & flag_over_another) != 0};
    const wire::Lost given_up{
        .epoch = get_little<std::uint32_t>(bytes, 60),
        .range = {get_little<std::uint64_t>(bytes, 64), get_little<std::uint64_t>(bytes, 72)}};
    if (given_up.range.from < given_up.range.to) {
        header.given_up = given_up;
    }
    for (std::size_t index = 40; index < 40 + unit_bytes && bytes[index] != std::byte{0}; ++index) {
        header.unit.push_back(static_cast<char>(bytes[index]));
    }
    return header;
}

Bytes encode_fix(const Fix& fix) {
    Bytes bytes;
    bytes.reserve(fix_bytes);
    put_little(bytes, to_ms(fix.time));
    put_little(bytes, fix.position.latitude.e6);
    put_little(bytes, fix.position.longitude.e6);
    put_little(bytes, static_cast<std::uint8_t>((fix.altitude_dm ? has::altitude : 0) |
                                                (fix.speed_dmps ? has::speed : 0) |
                                                (fix.course_2deg ? has::course : 0) |
                                                (fix.accuracy_dm ? has::accuracy : 0)));
    put_little(bytes, fix.altitude_dm.value_or(0));
    put_little(bytes, fix.speed_dmps.value_or(0));
    put_little(bytes, fix.course_2deg.value_or(0));
    put_little(bytes, fix.accuracy_dm.value_or(0));
    put_little(bytes, fix.satellites);
    put_little(bytes, static_cast<std::uint8_t>(fix.mode));
    return bytes;
}

std::optional<Fix> decode_fix(ByteView payload) {
    if (payload.size() != fix_bytes) {
        return std::nullopt;
    }
    const auto present = get_little<std::uint8_t>(payload, 16);
    Fix fix{.time = from_ms(get_little<std::int64_t>(payload, 0)),
            .position = {Latitude{get_little<std::int32_t>(payload, 8)},
                         Longitude{get_little<std::int32_t>(payload, 12)}},
            .satellites = get_little<std::uint8_t>(payload, 26),
            .mode = static_cast<FixMode>(get_little<std::uint8_t>(payload, 27))};
    if ((present & has::altitude) != 0) {
        fix.altitude_dm = get_little<std::int32_t>(payload, 17);
    }
    if ((present & has::speed) != 0) {
        fix.speed_dmps = get_little<std::uint16_t>(payload, 21);
    }
    if ((present & has::course) != 0) {
        fix.course_2deg = get_little<std::uint8_t>(payload, 23);
    }
    if ((present & has::accuracy) != 0) {
        fix.accuracy_dm = get_little<std::uint16_t>(payload, 24);
    }
    return is_within_limits(fix) ? std::optional{fix} : std::nullopt;
}

Seal seal_of(Epoch epoch, std::uint64_t segment) {
    Bytes bytes;
    put_little(bytes, epoch);
    put_little(bytes, segment);
    return Seal{crc32c(bytes)};
}

Bytes encode_record(Seal seal, Kind kind, Sequence number, ByteView payload) {
    assert(payload.size() < max_payload_bytes);
    Bytes checked;
    put_little(checked, number);
    checked.push_back(static_cast<std::byte>(kind));
    checked.insert(checked.end(), payload.begin(), payload.end());
    Bytes length;
    put_little(length, static_cast<std::uint16_t>(payload.size() + 1));
    Bytes record;
    record.reserve(record_frame_bytes + payload.size() + 1);
    put_little(record, record_magic);
    record.insert(record.end(), length.begin(), length.end());
    put_little(record, record_checksum(seal, length, checked));
    record.insert(record.end(), checked.begin(), checked.end());
    return record;
}

std::optional<Record> record_at(ByteView bytes, std::size_t offset, Seal seal) {
    if (offset > bytes.size() || bytes.size() - offset < record_frame_bytes + 1 ||
        get_little<std::uint16_t>(bytes, offset) != record_magic) {
        return std::nullopt;
    }
    const std::size_t length = get_little<std::uint16_t>(bytes, offset + 2);
    if (length == 0 || length > max_payload_bytes ||
        length > bytes.size() - offset - record_frame_bytes) {
        return std::nullopt;
    }
    if (get_little<std::uint32_t>(bytes, offset + 4) !=
        record_checksum(seal, bytes.subspan(offset + 2, 2),
                        bytes.subspan(offset + 8, 8 + length))) {
        return std::nullopt;
    }
    const auto kind = static_cast<Kind>(bytes[offset + record_frame_bytes]);
    if (kind != Kind::fix && kind != Kind::event) {
        return std::nullopt;
    }
    return Record{.kind = kind,
                  .number = get_little<std::uint64_t>(bytes, offset + 8),
                  .payload = bytes.subspan(offset + record_frame_bytes + 1, length - 1),
                  .offset = offset,
                  .size = record_frame_bytes + length};
}

ScanReport scan(ByteView bytes, std::size_t offset, Seal seal, Room room,
                const std::function<void(const Record&)>& visit) {
    ScanReport report{.end = offset};
    std::size_t here = offset;
    while (here < bytes.size()) {
        if (const auto record = record_at(bytes, here, seal)) {
            if (here > report.end) {
                ++report.torn;
                report.skipped_bytes += here - report.end;
            }
            visit(*record);
            ++report.records;
            here += record->size;
            report.end = here;
        } else {
            here = next_start(bytes, here + 1);
        }
    }
    if (const ByteView rest = bytes.subspan(std::min(report.end, bytes.size()));
        room == Room::zeros && !all_zero(rest)) {
        ++report.torn;
        report.skipped_bytes += rest.size();
    }
    return report;
}

} // namespace lanterne::firmware::journal_format
