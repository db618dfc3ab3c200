#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "core/base/result.hpp"

namespace lanterne::firmware {

/// What a person types, or a file brings, so that a unit and the authority know each other this
/// once: 19 letters by chance (94 bits, nobody tries them out) and one that tells a typo, of 31
/// letters and digits that look like no other.
class OneTimeCode {
public:
    static constexpr std::string_view alphabet = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
    static constexpr std::size_t letters = 20;
    static constexpr std::size_t group = 4;

    /// `random_byte` must be one that nobody can foresee.
    static OneTimeCode make(const std::function<std::uint8_t()>& random_byte);

    /// As people write: small letters, spaces and dashes are taken. One letter that is wrong, or
    /// two side by side that changed places, are always found. Else what is wrong, for a person.
    static Result<OneTimeCode, std::string> from(std::string_view text);

    /// "ABCD-EFGH-JKMN-PQRS-TUVW".
    std::string text() const;

    /// What both sides prove to each other that they know: the letters without the dashes.
    const std::string& secret() const { return letters_; }

    /// Says which code is meant, and nothing about it: 16 hexadecimal digits, of its SHA-256.
    std::string locator() const;

    bool operator==(const OneTimeCode&) const = default;

private:
    explicit OneTimeCode(std::string text) : letters_{std::move(text)} {}

    std::string letters_;
};

} // namespace lanterne::firmware
