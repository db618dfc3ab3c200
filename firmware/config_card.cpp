#include "firmware/config_card.hpp"

#include "core/wire/config.hpp"
#include "firmware/card/little_endian.hpp"

namespace lanterne::firmware {
namespace {

constexpr std::size_t head_bytes = 2;

} // namespace

ConfigCard::ConfigCard(hal::Storage& storage)
    : slots_{storage, "configuration", head_bytes + 2 * wire::max_config_bytes} {}

KeptConfigs ConfigCard::load() {
    const auto kept = slots_.load();
    if (!kept || kept->size() < head_bytes) {
        return {};
    }
    const std::span<const std::byte> both = std::span{*kept}.subspan(head_bytes);
    const std::size_t current = get_little<std::uint16_t>(*kept, 0);
    if (current > both.size()) {
        return {};
    }
    return {.current = {both.begin(), both.begin() + static_cast<std::ptrdiff_t>(current)},
            .pending = {both.begin() + static_cast<std::ptrdiff_t>(current), both.end()}};
}

bool ConfigCard::save(const KeptConfigs& configs) {
    if (configs.current.size() > wire::max_config_bytes ||
        configs.pending.size() > wire::max_config_bytes) {
        return false;
    }
    std::vector<std::byte> bytes;
    put_little(bytes, static_cast<std::uint16_t>(configs.current.size()));
    bytes.insert(bytes.end(), configs.current.begin(), configs.current.end());
    bytes.insert(bytes.end(), configs.pending.begin(), configs.pending.end());
    return slots_.save(bytes);
}

} // namespace lanterne::firmware
