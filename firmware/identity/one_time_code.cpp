#include "firmware/identity/one_time_code.hpp"

#include <array>

#include <fmt/format.h>
#include <openssl/evp.h>

#include "firmware/identity/certificate.hpp"

namespace lanterne::firmware {
namespace {

constexpr std::size_t letters_by_chance = OneTimeCode::letters - 1;
constexpr std::size_t base = OneTimeCode::alphabet.size();

/// The base is a prime and each place has a weight of its own below it: so no single letter can
/// change, and no two neighbours trade places, without another sum.
char check_letter(std::string_view text) {
    std::size_t sum = 0;
    for (std::size_t place = 0; place < letters_by_chance; ++place) {
        sum += (place + 1) * OneTimeCode::alphabet.find(text[place]);
    }
    return OneTimeCode::alphabet[sum % base];
}

char capital(char letter) {
    return letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
}

} // namespace

OneTimeCode OneTimeCode::make(const std::function<std::uint8_t()>& random_byte) {
    // The bytes above would make some letters likelier than others.
    constexpr std::size_t fair = 256 / base * base;
    std::string text;
    while (text.size() < letters_by_chance) {
        if (const std::size_t byte = random_byte(); byte < fair) {
            text += alphabet[byte % base];
        }
    }
    text += check_letter(text);
    return OneTimeCode{std::move(text)};
}

Result<OneTimeCode, std::string> OneTimeCode::from(std::string_view text) {
    std::string found;
    for (const char given : text) {
        if (given == '-' || given == ' ') {
            continue;
        }
        const char letter = capital(given);
        if (alphabet.find(letter) == std::string_view::npos) {
            return tl::unexpected{
                std::string{"a code has the digits 2 to 9 and the letters A to Z without I, L and "
                            "O, and nothing else but dashes"}};
        }
        if (found.size() == letters) {
            return tl::unexpected{fmt::format("the code is too long: it has {} letters", letters)};
        }
        found += letter;
    }
    if (found.size() < letters) {
        return tl::unexpected{
            fmt::format("the code is too short: it has {} letters, not {}", letters, found.size())};
    }
    if (found.back() != check_letter(found)) {
        return tl::unexpected{
            std::string{"the code is mistyped: its last letter does not fit the others"}};
    }
    return OneTimeCode{std::move(found)};
}

std::string OneTimeCode::text() const {
    std::string text;
    for (std::size_t at = 0; at < letters_.size(); at += group) {
        text += (at > 0 ? "-" : "") + letters_.substr(at, group);
    }
    return text;
}

std::string OneTimeCode::locator() const {
    const std::string what = "lanterne enrolment code " + letters_;
    std::array<unsigned char, 32> digest{};
    if (EVP_Digest(what.data(), what.size(), digest.data(), nullptr, EVP_sha256(), nullptr) != 1) {
        throw IdentityError{"OpenSSL cannot make a digest"};
    }
    std::string hex;
    for (std::size_t at = 0; at < 8; ++at) {
        hex += fmt::format("{:02x}", digest.at(at));
    }
    return hex;
}

} // namespace lanterne::firmware
