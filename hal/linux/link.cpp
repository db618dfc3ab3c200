#include "hal/linux/link.hpp"

#include <algorithm>
#include <utility>

#include "hal/linux/at_modem.hpp"
#include "hal/linux/network_files.hpp"
#include "hal/linux/small_file.hpp"

namespace lanterne::hal::linux_system {
namespace {

constexpr std::size_t most_table = std::size_t{64} * 1024;

} // namespace

Link::Link(NetworkPlaces places, const hal::Clock& clock)
    : places_{std::move(places)}, clock_{clock},
      modem_{places_.modem ? std::make_unique<AtModem>(*places_.modem, clock) : nullptr} {}

Link::~Link() = default;

LinkState Link::state() {
    const auto now = clock_.steady();
    if (!next_look_ || now >= *next_look_) {
        next_look_ = now + each;
        last_ = look();
    }
    return last_;
}

std::optional<std::string> Link::way_out() const {
    auto ways = default_routes(read_text(places_.proc / "net/route", most_table).value_or(""));
    ways.insert(ways.end(), places_.interfaces.begin(), places_.interfaces.end());
    const auto way = std::find_if(ways.begin(), ways.end(), [this](const std::string& name) {
        return is_up(places_.sysfs / "class/net" / name);
    });
    return way != ways.end() ? std::optional{*way} : std::nullopt;
}

LinkState Link::look() {
    // The modem is asked at any time, so that its answer is there when it becomes the way out.
    const auto modem_dbm = modem_ ? modem_->signal_dbm() : std::nullopt;
    const auto interface = way_out();
    if (!interface) {
        return {};
    }
    LinkState state{.up = true, .kind = kind_of(places_.sysfs / "class/net" / *interface)};
    if (state.kind == NetworkKind::wifi) {
        const auto table = read_text(places_.proc / "net/wireless", most_table);
        state.signal_dbm = wifi_level(table.value_or(""), *interface);
    }
    if (state.kind == NetworkKind::cellular) {
        state.signal_dbm = modem_dbm;
    }
    return state;
}

} // namespace lanterne::hal::linux_system
