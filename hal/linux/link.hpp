#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "hal/clock.hpp"
#include "hal/link.hpp"

namespace lanterne::hal::linux_system {

class AtModem;

/// Where a Link looks; elsewhere in tests.
struct NetworkPlaces {
    std::vector<std::string> interfaces; ///< the ways out that the board knows, the preferred first
    std::optional<std::filesystem::path> modem; ///< the AT port of its modem
    std::filesystem::path sysfs = "/sys";
    std::filesystem::path proc = "/proc";
};

/// The interface that is up and has the default route (of IPv4, the lowest metric); where none has,
/// the first of the board's that is up. The system is asked at most once in `each`.
class Link final : public hal::Link {
public:
    static constexpr std::chrono::seconds each{1};

    /// The clock must outlive it.
    Link(NetworkPlaces places, const hal::Clock& clock);
    ~Link() override;
    Link(const Link&) = delete;
    Link& operator=(const Link&) = delete;

    LinkState state() override;

private:
    LinkState look();
    std::optional<std::string> way_out() const;

    NetworkPlaces places_;
    const hal::Clock& clock_;
    std::unique_ptr<AtModem> modem_;
    std::optional<std::chrono::steady_clock::time_point> next_look_;
    LinkState last_;
};

} // namespace lanterne::hal::linux_system
