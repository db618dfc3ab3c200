#include "core/wire/status.hpp"

#include "core/wire/cbor_reader.hpp"
#include "core/wire/cbor_writer.hpp"
#include "core/wire/limits.hpp"

namespace lanterne::wire {

namespace {

constexpr std::uint64_t version = 1;
constexpr std::size_t status_items = 11;

constexpr std::size_t max_name_bytes = 32;
constexpr std::size_t max_reason_bytes = 64;

/// One beyond the last number that a fix can have.
constexpr Sequence greatest_next = last_sequence + 1;

bool is_within_limits(const Status& status) {
    return status.link <= Link::up && is_printable(status.firmware, max_name_bytes) &&
           is_printable(status.board, max_name_bytes) && status.journalled <= greatest_next &&
           status.receipted <= greatest_next &&
           (!status.battery_pct || *status.battery_pct <= greatest_battery_pct) &&
           (!status.refused_reason || is_printable(*status.refused_reason, max_reason_bytes));
}

} // namespace

Result<Bytes> encode(const Status& status) {
    if (!is_within_limits(status)) {
        return tl::unexpected{Error::out_of_range};
    }
    CborWriter out;
    out.array(status_items);
    out.number(version);
    out.number(static_cast<std::uint64_t>(status.link));
    out.text(status.firmware);
    out.text(status.board);
    out.number(status.epoch);
    out.number(status.journalled);
    out.number(status.receipted);
    out.number_or_null(status.battery_pct);
    out.number(status.applied_version);
    out.text_or_null(status.refused_reason);
    out.number(status.unaccepted);
    return std::move(out).finish(max_status_bytes);
}

Result<Status> decode_status(ByteView payload) {
    CborReader in{payload, max_status_bytes};
    Status status;
    const std::uint64_t items = in.message(version);
    in.expect(items >= status_items - 1, Error::wrong_type);
    status.link = static_cast<Link>(in.number<std::uint8_t>());
    status.firmware = in.text();
    status.board = in.text();
    status.epoch = in.number<Epoch>();
    status.journalled = in.number<Sequence>();
    status.receipted = in.number<Sequence>();
    status.battery_pct = in.number_or_null<std::uint8_t>();
    status.applied_version = in.number<std::uint32_t>();
    status.refused_reason = in.text_or_null();
    status.unaccepted = in.number<std::uint32_t>();
    if (!in.failed()) {
        in.skip(items - (status_items - 1));
    }
    in.expect(is_within_limits(status), Error::out_of_range);
    return in.result(std::move(status));
}

} // namespace lanterne::wire
