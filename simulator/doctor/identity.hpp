#pragma once

#include <string>

#include "core/base/ids.hpp"
#include "core/base/result.hpp"
#include "core/base/time.hpp"

namespace lanterne::simulator::doctor {

/// What a unit was enrolled with (docs/identity.md), found good.
struct Identity {
    UnitSerial unit;
    std::string ca_file;
    std::string certificate_file;
    std::string key_file;
};

/// Of the folder that enrolment made, or of `current` in it: certificate and key belong together,
/// name a unit, are signed by the authority beside them and valid at `now`. Or which file is not
/// what it must be, and what would be right.
Result<Identity, std::string> read_identity(const std::string& folder, UtcTime now);

} // namespace lanterne::simulator::doctor
