#include "core/wire/receipt.hpp"

#include "core/wire/cbor_reader.hpp"
#include "core/wire/cbor_writer.hpp"

namespace lanterne::wire {

namespace {

constexpr std::uint64_t version = 1;
constexpr std::size_t receipt_items = 6;
constexpr std::uint64_t greatest_store = (std::uint64_t{1} << 63) - 1;

/// One beyond the last number that a fix or an event can have.
constexpr Sequence greatest_next = last_sequence + 1;

bool is_within_limits(const Receipt& receipt) {
    if (receipt.store > greatest_store || receipt.next > greatest_next ||
        receipt.events_next > greatest_next || receipt.gaps.size() > max_receipt_gaps) {
        return false;
    }
    // Apart: what lies between two gaps is committed, so a gap begins beyond the end of the last.
    Sequence least_from = 0;
    for (const SequenceRange& gap : receipt.gaps) {
        if (gap.from < least_from || gap.from >= gap.to || gap.to > receipt.next) {
            return false;
        }
        least_from = gap.to + 1;
    }
    return true;
}

} // namespace

Result<Bytes> encode(const Receipt& receipt) {
    if (!is_within_limits(receipt)) {
        return tl::unexpected{Error::out_of_range};
    }
    CborWriter out;
    out.array(receipt_items);
    out.number(version);
    out.number(receipt.store);
    out.number(receipt.epoch);
    out.number(receipt.next);
    out.number(receipt.events_next);
    out.array(receipt.gaps.size());
    for (const SequenceRange& gap : receipt.gaps) {
        out.array(2);
        out.number(gap.from);
        out.number(gap.to);
    }
    return std::move(out).finish(max_receipt_bytes);
}

Result<Receipt> decode_receipt(ByteView payload) {
    CborReader in{payload, max_receipt_bytes};
    Receipt receipt;
    in.expect(in.message(version) == receipt_items - 1, Error::wrong_type);
    receipt.store = in.number<std::uint64_t>();
    receipt.epoch = in.number<Epoch>();
    receipt.next = in.number<Sequence>();
    receipt.events_next = in.number<Sequence>();
    const std::uint64_t gaps = in.array();
    for (std::uint64_t i = 0; i < gaps && !in.failed(); ++i) {
        in.array_of(2);
        const auto from = in.number<Sequence>();
        const auto to = in.number<Sequence>();
        receipt.gaps.push_back({from, to});
    }
    in.expect(is_within_limits(receipt), Error::out_of_range);
    return in.result(std::move(receipt));
}

} // namespace lanterne::wire
