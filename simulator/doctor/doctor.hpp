#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "core/base/ids.hpp"
#include "core/base/units.hpp"
#include "hal/clock.hpp"
#include "simulator/doctor/report.hpp"

/// lanterne-sim doctor: checks a real installation from end to end with one virtual unit, and says
/// which step fails and what to look at (docs/simulator.md).
namespace lanterne::simulator::doctor {

struct DoctorSettings {
    std::string host = "127.0.0.1"; ///< of the broker
    std::uint16_t port = 8883;
    std::string identity;             ///< folder of the unit's; empty: a broker without TLS
    std::optional<UnitSerial> serial; ///< where there is no identity
    std::uint8_t shard = 0;           ///< 0 to 63
    std::string web;                  ///< "http://host:port" of lanterne-web; empty: not asked
    std::string ingest;               ///< of lanterne-ingest's /healthz; the same
    std::optional<Slug> race;
    std::optional<Position> at; ///< nothing: the start of the unit's race, else 0/0
    bool even_if_racing = false;
    /// For a receipt, and until the list of units shows what was stored.
    std::chrono::milliseconds patience{15'000};
    std::chrono::milliseconds frame_age{5'000}; ///< a live frame is that fresh, and comes that soon
};

struct DoctorTools {
    hal::Clock& clock;
    std::uint32_t seed;         ///< another one each time: it names a life of the unit
    std::function<bool()> stop; ///< true: give up what is under way, and skip the rest
    Report& report;
};

/// A unit that nobody has: the access rules are tried with it.
inline constexpr const char* nobodys_serial = "nobody0doctor0";

/// The unit where there is no identity and no serial was said.
inline constexpr const char* usual_serial = "doctor0001";

/// Whether no step failed.
bool examine(const DoctorSettings& settings, const DoctorTools& tools);

} // namespace lanterne::simulator::doctor
