#include "firmware/journal/cursor.hpp"

#include <algorithm>
#include <array>

#include "firmware/card/crc32c.hpp"
#include "firmware/card/little_endian.hpp"

namespace lanterne::firmware {
namespace {

using Bytes = std::vector<std::byte>;
using ByteView = std::span<const std::byte>;

const std::string file_name = "cursor";
constexpr std::array<char, 8> magic{'L', 'N', 'T', 'C', 'U', 'R', 'S', '\n'};
constexpr std::uint16_t version = 2;
constexpr std::size_t head_bytes = 32;
constexpr std::size_t range_bytes = 28;
static_assert(head_bytes + max_cursor_ranges * range_bytes + 4 <= cursor_slot_bytes);

void put_range(Bytes& bytes, Epoch epoch, Sequence events_next, SequenceRange range) {
    put_little(bytes, epoch);
    put_little(bytes, events_next);
    put_little(bytes, range.from);
    put_little(bytes, range.to);
}

} // namespace

Bytes encode_cursor(const Receipts& receipts, const std::vector<Epoch>& order,
                    std::uint64_t counter) {
    Bytes ranges;
    std::uint16_t count = 0;
    for (auto epoch = order.rbegin(); epoch != order.rend() && count < max_cursor_ranges; ++epoch) {
        const Sequence events_next = receipts.events_next(*epoch);
        const auto& covered = receipts.fixes(*epoch).ranges();
        if (covered.empty() && events_next > 0) {
            put_range(ranges, *epoch, events_next, {});
            ++count;
        }
        for (auto range = covered.begin(); range != covered.end() && count < max_cursor_ranges;
             ++range, ++count) {
            put_range(ranges, *epoch, events_next, *range);
        }
    }
    Bytes bytes;
    for (const char letter : magic) {
        bytes.push_back(static_cast<std::byte>(letter));
    }
    put_little(bytes, version);
    put_little(bytes, count);
    put_little(bytes, std::uint32_t{receipts.store().has_value()});
    put_little(bytes, counter);
    put_little(bytes, receipts.store().value_or(0));
    bytes.insert(bytes.end(), ranges.begin(), ranges.end());
    put_little(bytes, crc32c(bytes));
    return bytes;
}

std::optional<CursorSlot> decode_cursor(ByteView bytes) {
    if (bytes.size() < head_bytes + 4 ||
        !std::equal(magic.begin(), magic.end(), bytes.begin(), [](char letter, std::byte byte) {
            return static_cast<std::byte>(letter) == byte;
        })) {
        return std::nullopt;
    }
    const std::size_t count = get_little<std::uint16_t>(bytes, 10);
    const std::size_t length = head_bytes + count * range_bytes;
    if (get_little<std::uint16_t>(bytes, 8) != version || count > max_cursor_ranges ||
        bytes.size() < length + 4 ||
        get_little<std::uint32_t>(bytes, length) != crc32c(bytes.first(length))) {
        return std::nullopt;
    }
    std::map<Epoch, Receipts::OfEpoch> epochs;
    for (std::size_t at = head_bytes; at < length; at += range_bytes) {
        Receipts::OfEpoch& epoch = epochs[get_little<std::uint32_t>(bytes, at)];
        epoch.events_next = get_little<std::uint64_t>(bytes, at + 4);
        epoch.fixes.add(
            {get_little<std::uint64_t>(bytes, at + 12), get_little<std::uint64_t>(bytes, at + 20)});
    }
    CursorSlot slot{.counter = get_little<std::uint64_t>(bytes, 16)};
    const bool store_known = get_little<std::uint32_t>(bytes, 12) != 0;
    slot.receipts.restore(store_known ? std::optional{get_little<std::uint64_t>(bytes, 24)}
                                      : std::nullopt,
                          std::move(epochs));
    return slot;
}

bool Cursor::is_ready() {
    if (!file_) {
        auto opened = storage_.open(file_name);
        if (!opened && opened.error() == hal::StorageError::missing) {
            opened = storage_.create(file_name, 2 * cursor_slot_bytes);
        }
        if (opened) {
            file_ = std::move(*opened);
        }
    }
    return file_ != nullptr;
}

Receipts Cursor::load() {
    std::optional<CursorSlot> newest;
    if (is_ready()) {
        for (const std::uint64_t offset : {std::size_t{0}, cursor_slot_bytes}) {
            const auto bytes = file_->read_at(offset, cursor_slot_bytes);
            auto slot = bytes ? decode_cursor(*bytes) : std::nullopt;
            if (slot && (!newest || slot->counter > newest->counter)) {
                newest = std::move(slot);
            }
        }
    }
    counter_ = newest ? newest->counter : 0;
    return newest ? std::move(newest->receipts) : Receipts{};
}

bool Cursor::save(const Receipts& receipts, const std::vector<Epoch>& order) {
    if (!is_ready()) {
        return false;
    }
    const std::uint64_t counter = counter_ + 1;
    const auto bytes = encode_cursor(receipts, order, counter);
    if (!file_->write_at((counter % 2) * cursor_slot_bytes, bytes) || !file_->sync()) {
        file_.reset();
        return false;
    }
    counter_ = counter;
    return true;
}

} // namespace lanterne::firmware
