#include "firmware/power/battery_card.hpp"

#include <cmath>

#include "firmware/card/little_endian.hpp"

namespace lanterne::firmware {
namespace {

constexpr std::size_t head_bytes = 16;
constexpr double millionths = 1e6;

} // namespace

std::optional<BatteryMemory> BatteryCard::load() {
    const auto bytes = slots_.load();
    if (!bytes || bytes->size() < head_bytes) {
        return std::nullopt;
    }
    BatteryMemory memory{.at = std::chrono::steady_clock::time_point{std::chrono::nanoseconds{
                             get_little<std::int64_t>(*bytes, 0)}},
                         .charge = get_little<std::uint32_t>(*bytes, 8) / millionths,
                         .factor = get_little<std::uint32_t>(*bytes, 12) / millionths};
    for (std::size_t at = head_bytes; at < bytes->size(); ++at) {
        memory.boot_id.push_back(std::to_integer<char>((*bytes)[at]));
    }
    return memory;
}

void BatteryCard::save(const BatteryMemory& memory) {
    std::vector<std::byte> bytes;
    put_little(bytes, std::int64_t{memory.at.time_since_epoch().count()});
    put_little(bytes, static_cast<std::uint32_t>(std::lround(memory.charge * millionths)));
    put_little(bytes, static_cast<std::uint32_t>(std::lround(memory.factor * millionths)));
    for (const char letter : memory.boot_id) {
        bytes.push_back(static_cast<std::byte>(letter));
    }
    static_cast<void>(slots_.save(bytes));
}

} // namespace lanterne::firmware
