#include "hal/linux/network_files.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <sstream>
#include <system_error>

#include "hal/linux/small_file.hpp"

namespace lanterne::hal::linux_system {
namespace {

// linux/if_arp.h
constexpr std::int64_t type_ethernet = 1;
constexpr std::int64_t type_ppp = 512;
constexpr std::int64_t type_raw_ip = 519;
constexpr std::int64_t last_type = 0xffff;
// linux/route.h
constexpr unsigned route_up = 0x1;
constexpr unsigned route_reject = 0x200;

template<class Number>
std::optional<Number> whole(std::string_view text, int base) {
    Number number{};
    const auto [rest, error] =
        std::from_chars(text.data(), text.data() + text.size(), number, base);
    return error == std::errc{} && rest == text.data() + text.size() ? std::optional{number}
                                                                     : std::nullopt;
}

struct Route {
    std::string interface;
    std::uint32_t metric = 0;
};

std::optional<Route> default_route(const std::string& line) {
    std::istringstream words{line};
    std::string interface, destination, gateway, flags, references, uses, metric, mask;
    words >> interface >> destination >> gateway >> flags >> references >> uses >> metric >> mask;
    const auto bits = whole<unsigned>(flags, 16);
    const auto cost = whole<std::uint32_t>(metric, 10);
    const bool everywhere = destination == "00000000" && mask == "00000000";
    if (!everywhere || !bits || !cost || (*bits & (route_up | route_reject)) != route_up) {
        return std::nullopt;
    }
    return Route{.interface = interface, .metric = *cost};
}

} // namespace

std::vector<std::string> default_routes(std::string_view table) {
    std::istringstream lines{std::string{table}};
    std::vector<Route> routes;
    for (std::string line; std::getline(lines, line);) {
        if (auto route = default_route(line)) {
            routes.push_back(std::move(*route));
        }
    }
    std::stable_sort(routes.begin(), routes.end(),
                     [](const Route& a, const Route& b) { return a.metric < b.metric; });
    std::vector<std::string> names;
    names.reserve(routes.size());
    for (Route& route : routes) {
        names.push_back(std::move(route.interface));
    }
    return names;
}

std::optional<int> wifi_level(std::string_view table, std::string_view interface) {
    std::istringstream lines{std::string{table}};
    const std::string wanted = std::string{interface} + ":";
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words{line};
        std::string name, status, quality, level;
        words >> name >> status >> quality >> level;
        if (name != wanted) {
            continue;
        }
        // A point behind it says that it was measured since it was asked for last.
        level.resize(std::min(level.size(), level.find('.')));
        const auto dbm = whole<int>(level, 10);
        return dbm && *dbm >= -200 && *dbm < 0 ? dbm : std::nullopt;
    }
    return std::nullopt;
}

bool is_up(const std::filesystem::path& interface) {
    const auto state = read_line(interface / "operstate");
    return state == "up" || (state == "unknown" && read_number(interface / "carrier", 1, 1));
}

NetworkKind kind_of(const std::filesystem::path& interface) {
    const std::string said = '\n' + read_text(interface / "uevent").value_or("");
    std::error_code ignored;
    if (said.find("\nDEVTYPE=wlan\n") != std::string::npos ||
        std::filesystem::exists(interface / "wireless", ignored)) {
        return NetworkKind::wifi;
    }
    const auto type = read_number(interface / "type", 0, last_type);
    if (said.find("\nDEVTYPE=wwan\n") != std::string::npos || type == type_ppp ||
        type == type_raw_ip) {
        return NetworkKind::cellular;
    }
    return type == type_ethernet ? NetworkKind::ethernet : NetworkKind::none;
}

} // namespace lanterne::hal::linux_system
