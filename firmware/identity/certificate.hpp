#pragma once

#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "core/base/ids.hpp"
#include "core/base/time.hpp"
#include "firmware/identity/broker_address.hpp"

namespace lanterne::firmware {

/// A key, a certificate or an answer is not what it must be; one line says what. main prints it and
/// ends with exit code 2.
struct IdentityError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// A new P-256 key, PEM (PKCS #8). It never leaves the unit.
std::string new_unit_key();

/// The request for a certificate with CN = serial for that key, PEM (PKCS #10), signed by it.
std::string certificate_request(std::string_view key, const UnitSerial& unit);

/// What the authority answers with; keys and certificates are PEM.
struct AuthorityAnswer {
    static constexpr std::size_t max_bytes = 16'384;

    std::string certificate;             ///< the unit's
    std::string authority;               ///< who signed it, and the broker's
    std::string configuration_key;       ///< public, Ed25519: whose configurations are believed
    std::optional<BrokerAddress> broker; ///< where to speak; nothing: the settings say it
};

/// Takes one text apart: two certificates, the unit's first, a public key, and at most one line
/// "broker HOST PORT". Throws IdentityError when there is more or less than that.
AuthorityAnswer read_answer(std::string_view text);

/// Throws IdentityError unless the certificate is for this P-256 key and this unit, signed by that
/// authority, for a client, and valid at `now`; and the configuration's key is one.
void check_answer(const AuthorityAnswer& answer, std::string_view key, const UnitSerial& unit,
                  UtcTime now);

/// Whose certificate it is. Throws IdentityError when it cannot be read or names no unit.
UnitSerial unit_named_in(std::string_view certificate);

/// What can be said at the start, when the clock may still be wrong: that all three can be read and
/// certificate and key are this unit's. Throws IdentityError.
void check_identity(std::string_view authority, std::string_view certificate, std::string_view key,
                    const UnitSerial& unit);

} // namespace lanterne::firmware
