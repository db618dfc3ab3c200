#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace lanterne::firmware {

/// The Ed25519 public key that a unit was given at its enrolment: what is signed with its other
/// half is believed, and nothing else.
class PinnedKey {
public:
    static constexpr std::size_t max_pem_bytes = 1024;

    /// Reads "-----BEGIN PUBLIC KEY----- ..."; nothing when that is no such key.
    static std::optional<PinnedKey> from_pem(std::string_view text);

    /// Whether this signature (RFC 8032) of these bytes was made with the other half.
    bool signed_these(std::span<const std::byte> bytes,
                      std::span<const std::byte, 64> signature) const;

    bool operator==(const PinnedKey&) const = default;

private:
    using Raw = std::array<unsigned char, 32>;

    explicit PinnedKey(const Raw& raw) : raw_{raw} {}

    Raw raw_;
};

} // namespace lanterne::firmware
