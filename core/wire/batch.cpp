#include "core/wire/batch.hpp"

#include <algorithm>

#include "core/wire/cbor_reader.hpp"
#include "core/wire/cbor_writer.hpp"
#include "core/wire/fix_rows.hpp"
#include "core/wire/limits.hpp"

namespace lanterne::wire {

namespace {

constexpr std::uint64_t version = 1;
constexpr std::size_t batch_items = 6;
constexpr std::size_t info_items = 6;

constexpr std::uint32_t flag_backlog = 1;
constexpr std::uint32_t flag_receipt_wanted = 2;

bool is_within_limits(const Info& info) {
    return (!info.battery_pct || *info.battery_pct <= greatest_battery_pct) &&
           (!info.signal_dbm || is_signal(*info.signal_dbm)) &&
           (!info.next_report_s || *info.next_report_s <= greatest_next_report_s) &&
           info.reason <= Reason::shutting_down;
}

/// All but the fixes themselves.
bool is_frame_within_limits(const Info& info, Sequence first, std::uint64_t count) {
    return is_within_limits(info) && count >= 1 && count <= max_batch_fixes &&
           first <= last_sequence && count - 1 <= last_sequence - first;
}

void write_info(CborWriter& out, const Info& info) {
    out.array(info_items);
    out.number_or_null(info.battery_pct);
    out.integer_or_null(info.signal_dbm);
    out.number((info.backlog ? flag_backlog : 0) | (info.receipt_wanted ? flag_receipt_wanted : 0));
    out.number_or_null(info.next_report_s);
    out.number(static_cast<std::uint64_t>(info.reason));
    out.number(info.course_version);
}

Info read_info(CborReader& in) {
    Info info;
    in.array_of(info_items);
    info.battery_pct = in.number_or_null<std::uint8_t>();
    info.signal_dbm = in.integer_or_null<std::int32_t>();
    const auto flags = in.number<std::uint32_t>();
    in.expect(flags <= (flag_backlog | flag_receipt_wanted), Error::out_of_range);
    info.backlog = (flags & flag_backlog) != 0;
    info.receipt_wanted = (flags & flag_receipt_wanted) != 0;
    info.next_report_s = in.number_or_null<std::uint32_t>();
    info.reason = static_cast<Reason>(in.number<std::uint8_t>());
    info.course_version = in.number<std::uint32_t>();
    return info;
}

} // namespace

Result<Bytes> encode(const Batch& batch) {
    const bool good =
        is_frame_within_limits(batch.info, batch.first, batch.fixes.size()) &&
        std::ranges::all_of(batch.fixes, [](const Fix& fix) { return is_within_limits(fix); });
    if (!good) {
        return tl::unexpected{Error::out_of_range};
    }
    CborWriter out;
    out.array(batch_items);
    out.number(version);
    out.number(batch.epoch);
    out.number(batch.first);
    out.number(batch.fixes.size());
    write_info(out, batch.info);
    out.byte_string(encode_fix_rows(batch.fixes));
    return std::move(out).finish(max_batch_bytes);
}

Result<Batch> decode_batch(ByteView payload) {
    CborReader in{payload, max_batch_bytes};
    Batch batch;
    in.expect(in.message(version) == batch_items - 1, Error::wrong_type);
    batch.epoch = in.number<Epoch>();
    batch.first = in.number<Sequence>();
    const auto count = in.number<std::uint64_t>();
    batch.info = read_info(in);
    const ByteView rows = in.byte_string();
    in.expect(is_frame_within_limits(batch.info, batch.first, count), Error::out_of_range);
    if (const std::optional<Error> error = in.ended()) {
        return tl::unexpected{*error};
    }
    Result<std::vector<Fix>> fixes = decode_fix_rows(rows, static_cast<std::size_t>(count));
    if (!fixes) {
        return tl::unexpected{fixes.error()};
    }
    batch.fixes = *std::move(fixes);
    return batch;
}

} // namespace lanterne::wire
