#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/ids.hpp"
#include "core/base/time.hpp"
#include "firmware/identity/one_time_code.hpp"

/// What the authority's folder remembers of one-time codes: `codes`, which provision writes and the
/// desk reads, and `claims`, which the desk writes and provision reads. Both are lines of words
/// with spaces between, for their owner alone, replaced at once.
namespace lanterne::enrolment {

inline constexpr std::size_t max_units = 10'000; ///< that have a code, in one folder
inline constexpr std::size_t max_store_bytes = std::size_t{4} * 1024 * 1024;

/// Whether the unit may have a certificate already, which this one replaces.
enum class Replaces : std::uint8_t { nothing, certificate };

/// A code that a unit may be enrolled with, until it expires.
struct IssuedCode {
    UnitSerial unit;
    firmware::OneTimeCode code;
    UtcTime expires;
    Replaces replaces = Replaces::nothing;

    bool operator==(const IssuedCode&) const = default;
};

/// A code that a unit came with; no other request is signed for it.
struct Claim {
    UnitSerial unit;
    std::string locator; ///< of the code
    std::string request; ///< SHA-256 of the unit's request (DER), hexadecimal
    /// When its certificate went out first; nothing: it may not have been signed.
    std::optional<UtcTime> answered;

    bool operator==(const Claim&) const = default;
};

/// "SERIAL CODE EXPIRES new|again" a line; EXPIRES in seconds since 1970. `source` stands for the
/// file in errors. Reading throws EnrolmentError at the first line that is anything else.
std::string codes_text(const std::vector<IssuedCode>& codes);
std::vector<IssuedCode> read_codes(std::string_view text, const std::string& source);

/// "SERIAL LOCATOR REQUEST ANSWERED|-" a line.
std::string claims_text(const std::map<UnitSerial, Claim>& claims);
std::map<UnitSerial, Claim> read_claims(std::string_view text, const std::string& source);

/// Of an authority's folder; empty where nothing was remembered yet.
std::vector<IssuedCode> codes_in(const std::filesystem::path& folder);
std::map<UnitSerial, Claim> claims_in(const std::filesystem::path& folder);

inline constexpr std::string_view codes_file = "codes";
inline constexpr std::string_view claims_file = "claims";

} // namespace lanterne::enrolment
