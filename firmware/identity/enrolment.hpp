#pragma once

#include <string>
#include <string_view>

#include "core/base/ids.hpp"
#include "core/base/time.hpp"
#include "hal/identity_store.hpp"

namespace lanterne::firmware {

/// Files of an identity.
namespace identity_file {
inline constexpr std::string_view key = "unit.key"; ///< secret
inline constexpr std::string_view request = "unit.csr";
inline constexpr std::string_view serial = "serial";
inline constexpr std::string_view certificate = "unit.crt";
inline constexpr std::string_view authority = "authority.crt";
inline constexpr std::string_view configuration_key = "configuration.pub";
inline constexpr std::string_view broker = "broker"; ///< "HOST PORT"; may be missing
/// Locator of the one-time code that the request goes with; missing when there is none.
inline constexpr std::string_view code = "code";
} // namespace identity_file

enum class Again { no, yes };
enum class BrokerKnown { no, yes };

/// A unit that has its identity.
struct Enrolled {
    UnitSerial unit;
    BrokerKnown broker = BrokerKnown::no; ///< whether the identity says where the broker is
};

/// First step: makes a key and a request for its certificate, and returns the request. Throws
/// IdentityError when there is an identity or a request already and it is not asked for again. The
/// current identity holds until the second step.
std::string begin_enrolment(hal::IdentityStore& store, const UnitSerial& unit, Again again);

/// Second step: checks the authority's answer and makes it the unit's identity. Throws
/// IdentityError when it is not one for the request; then nothing has changed.
Enrolled end_enrolment(hal::IdentityStore& store, std::string_view answer, UtcTime now);

/// What stands in the unit's settings then; `folder` is where its identity lies. The serial is in
/// there, and the broker if the answer named it.
std::string settings_for_identity(const std::string& folder, BrokerKnown broker);

} // namespace lanterne::firmware
