#include "core/wire/status.hpp"

#include "core/wire/cbor_reader.hpp"
#include "core/wire/cbor_writer.hpp"
#include "core/wire/limits.hpp"

namespace lanterne::wire {

namespace {

constexpr std::uint64_t version = 1;
constexpr std::size_t status_items = 18;
/// The first firmware ended with `unaccepted`.
constexpr std::size_t status_items_at_first = 11;

constexpr std::size_t max_name_bytes = 32;
constexpr std::size_t max_reason_bytes = 64;

/// One beyond the last number that a fix can have.
constexpr Sequence greatest_next = last_sequence + 1;

bool is_within_limits(const Status& status) {
    return status.link <= Link::up && is_printable(status.firmware, max_name_bytes) &&
           is_printable(status.board, max_name_bytes) && status.journalled <= greatest_next &&
           status.receipted <= greatest_next &&
           (!status.battery_pct || *status.battery_pct <= greatest_battery_pct) &&
           (!status.refused_reason || is_printable(*status.refused_reason, max_reason_bytes)) &&
           status.profile <= greatest_profile &&
           (!status.lasts_until || is_time(*status.lasts_until)) &&
           status.network <= Network::cellular &&
           (!status.signal_dbm || is_signal(*status.signal_dbm)) &&
           status.next_report_s.value_or(0) <= greatest_next_report_s &&
           status.reason <= Reason::shutting_down;
}

/// What later firmware says besides.
void read_condition(CborReader& in, Status& status) {
    status.profile = in.number<std::uint8_t>();
    if (const auto time_ms = in.integer_or_null<std::int64_t>()) {
        status.lasts_until = from_ms(*time_ms);
    }
    status.network = static_cast<Network>(in.number<std::uint8_t>());
    status.signal_dbm = in.integer_or_null<std::int32_t>();
    status.fix_age_s = in.number_or_null<std::uint32_t>();
    status.next_report_s = in.number_or_null<std::uint32_t>();
    status.reason = static_cast<Reason>(in.number<std::uint8_t>());
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
    out.number(status.profile);
    out.integer_or_null(status.lasts_until ? std::optional{to_ms(*status.lasts_until)}
                                           : std::nullopt);
    out.number(static_cast<std::uint64_t>(status.network));
    out.integer_or_null(status.signal_dbm);
    out.number_or_null(status.fix_age_s);
    out.number_or_null(status.next_report_s);
    out.number(static_cast<std::uint64_t>(status.reason));
    return std::move(out).finish(max_status_bytes);
}

Result<Status> decode_status(ByteView payload) {
    CborReader in{payload, max_status_bytes};
    Status status;
    const std::uint64_t items = in.message(version);
    const bool whole = items >= status_items - 1;
    in.expect(whole || items == status_items_at_first - 1, Error::wrong_type);
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
    if (whole) {
        read_condition(in, status);
    }
    if (!in.failed() && whole) {
        in.skip(items - (status_items - 1));
    }
    in.expect(is_within_limits(status), Error::out_of_range);
    return in.result(std::move(status));
}

} // namespace lanterne::wire
