#include "firmware/card/two_slots.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "firmware/card/crc32c.hpp"
#include "firmware/card/little_endian.hpp"

namespace lanterne::firmware {
namespace {

using Bytes = std::vector<std::byte>;
using ByteView = std::span<const std::byte>;

constexpr std::string_view magic = "LNTSLOT\n";
constexpr std::size_t head_bytes = 20;
constexpr std::size_t frame_bytes = head_bytes + 4;
constexpr std::size_t page_bytes = 4096; ///< slots share none, so that no write tears both

struct Slot {
    std::uint64_t counter = 0;
    Bytes value;
};

Bytes encoded(std::uint64_t counter, ByteView value) {
    const auto name = std::as_bytes(std::span{magic});
    Bytes bytes{name.begin(), name.end()};
    put_little(bytes, counter);
    put_little(bytes, static_cast<std::uint32_t>(value.size()));
    bytes.insert(bytes.end(), value.begin(), value.end());
    put_little(bytes, crc32c(bytes));
    return bytes;
}

std::optional<Slot> decoded(ByteView bytes) {
    if (bytes.size() < frame_bytes ||
        !std::ranges::equal(bytes.first(magic.size()), std::as_bytes(std::span{magic}))) {
        return std::nullopt;
    }
    const std::size_t length = get_little<std::uint32_t>(bytes, 16);
    if (length > bytes.size() - frame_bytes ||
        get_little<std::uint32_t>(bytes, head_bytes + length) !=
            crc32c(bytes.first(head_bytes + length))) {
        return std::nullopt;
    }
    const ByteView value = bytes.subspan(head_bytes, length);
    return Slot{.counter = get_little<std::uint64_t>(bytes, 8),
                .value = {value.begin(), value.end()}};
}

} // namespace

TwoSlots::TwoSlots(hal::Storage& storage, std::string file_name, std::size_t most_bytes)
    : storage_{storage}, file_name_{std::move(file_name)},
      slot_bytes_{(most_bytes + frame_bytes + page_bytes - 1) / page_bytes * page_bytes} {
    static_cast<void>(is_ready()); // else with the first use
}

bool TwoSlots::is_ready() {
    if (!file_) {
        auto opened = storage_.open(file_name_);
        if (!opened && opened.error() == hal::StorageError::missing) {
            opened = storage_.create(file_name_, 2 * slot_bytes_);
        }
        if (opened) {
            file_ = std::move(*opened);
        }
    }
    return file_ != nullptr;
}

std::optional<Bytes> TwoSlots::load() {
    std::optional<Slot> newest;
    if (is_ready()) {
        for (const std::uint64_t offset : {std::size_t{0}, slot_bytes_}) {
            const auto bytes = file_->read_at(offset, slot_bytes_);
            auto slot = bytes ? decoded(*bytes) : std::nullopt;
            if (slot && (!newest || slot->counter > newest->counter)) {
                newest = std::move(slot);
            }
        }
    }
    counter_ = newest ? newest->counter : 0;
    return newest ? std::optional{std::move(newest->value)} : std::nullopt;
}

bool TwoSlots::save(ByteView value) {
    if (value.size() + frame_bytes > slot_bytes_ || !is_ready()) {
        return false;
    }
    const std::uint64_t counter = counter_ + 1;
    if (!file_->write_at((counter % 2) * slot_bytes_, encoded(counter, value)) || !file_->sync()) {
        file_.reset();
        return false;
    }
    counter_ = counter;
    return true;
}

} // namespace lanterne::firmware
