#include "firmware/config_card.hpp"

#include <algorithm>
#include <string_view>

#include "core/wire/config.hpp"
#include "firmware/crc32c.hpp"
#include "firmware/little_endian.hpp"

namespace lanterne::firmware {
namespace {

using Bytes = std::vector<std::byte>;
using ByteView = std::span<const std::byte>;

const std::string file_name = "configuration";
constexpr std::string_view magic = "LNTCONF\n";
constexpr std::size_t head_bytes = 20;
constexpr std::size_t sum_bytes = 4;
static_assert(head_bytes + 2 * wire::max_config_bytes + sum_bytes <= ConfigCard::config_slot_bytes);

struct Slot {
    std::uint64_t counter = 0;
    KeptConfigs configs;
};

Bytes encoded(const Slot& slot) {
    Bytes bytes;
    const auto name = std::as_bytes(std::span{magic});
    bytes.assign(name.begin(), name.end());
    put_little(bytes, slot.counter);
    put_little(bytes, static_cast<std::uint16_t>(slot.configs.current.size()));
    put_little(bytes, static_cast<std::uint16_t>(slot.configs.pending.size()));
    bytes.insert(bytes.end(), slot.configs.current.begin(), slot.configs.current.end());
    bytes.insert(bytes.end(), slot.configs.pending.begin(), slot.configs.pending.end());
    put_little(bytes, crc32c(bytes));
    return bytes;
}

std::optional<Slot> decoded(ByteView bytes) {
    if (bytes.size() < head_bytes + sum_bytes ||
        !std::ranges::equal(bytes.first(magic.size()), std::as_bytes(std::span{magic}))) {
        return std::nullopt;
    }
    const std::size_t current = get_little<std::uint16_t>(bytes, 16);
    const std::size_t pending = get_little<std::uint16_t>(bytes, 18);
    const std::size_t length = head_bytes + current + pending;
    if (bytes.size() < length + sum_bytes ||
        get_little<std::uint32_t>(bytes, length) != crc32c(bytes.first(length))) {
        return std::nullopt;
    }
    const ByteView first = bytes.subspan(head_bytes, current);
    const ByteView second = bytes.subspan(head_bytes + current, pending);
    return Slot{.counter = get_little<std::uint64_t>(bytes, 8),
                .configs = {.current = {first.begin(), first.end()},
                            .pending = {second.begin(), second.end()}}};
}

} // namespace

ConfigCard::ConfigCard(hal::Storage& storage) : storage_{storage} {
    static_cast<void>(is_ready()); // else with the first save
}

bool ConfigCard::is_ready() {
    if (!file_) {
        auto opened = storage_.open(file_name);
        if (!opened && opened.error() == hal::StorageError::missing) {
            opened = storage_.create(file_name, 2 * config_slot_bytes);
        }
        if (opened) {
            file_ = std::move(*opened);
        }
    }
    return file_ != nullptr;
}

KeptConfigs ConfigCard::load() {
    Slot newest;
    if (is_ready()) {
        for (const std::uint64_t offset : {std::size_t{0}, config_slot_bytes}) {
            const auto bytes = file_->read_at(offset, config_slot_bytes);
            auto slot = bytes ? decoded(*bytes) : std::nullopt;
            if (slot && slot->counter > newest.counter) {
                newest = std::move(*slot);
            }
        }
    }
    counter_ = newest.counter;
    return std::move(newest.configs);
}

bool ConfigCard::save(const KeptConfigs& configs) {
    const Slot slot{.counter = counter_ + 1, .configs = configs};
    if (!is_ready() || configs.current.size() > wire::max_config_bytes ||
        configs.pending.size() > wire::max_config_bytes) {
        return false;
    }
    if (!file_->write_at((slot.counter % 2) * config_slot_bytes, encoded(slot)) || !file_->sync()) {
        file_.reset();
        return false;
    }
    counter_ = slot.counter;
    return true;
}

} // namespace lanterne::firmware
