#include "enrolment/codes.hpp"

#include <charconv>

#include <fmt/format.h>

#include "enrolment/files.hpp"

namespace lanterne::enrolment {
namespace {

constexpr std::size_t words_of_line = 4;

/// Exactly four words with one space between; none when it is otherwise.
std::vector<std::string_view> words_of(std::string_view line) {
    std::vector<std::string_view> words;
    while (words.size() < words_of_line) {
        const bool is_last = words.size() + 1 == words_of_line;
        const std::size_t end = line.find(' ');
        if (line.empty() || end == 0 || (end == std::string_view::npos) != is_last) {
            return {};
        }
        words.push_back(line.substr(0, end));
        line.remove_prefix(is_last ? line.size() : end + 1);
    }
    return words;
}

std::optional<UtcTime> time_in(std::string_view text) {
    std::int64_t seconds = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    // Until the year 9999.
    if (error != std::errc{} || end != text.data() + text.size() || seconds < 0 ||
        seconds > 253'402'300'799) {
        return std::nullopt;
    }
    return UtcTime{} + std::chrono::seconds{seconds};
}

std::int64_t seconds_of(UtcTime time) {
    return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
}

bool is_hex(std::string_view text, std::size_t digits) {
    return text.size() == digits &&
           text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

std::optional<IssuedCode> code_in(std::string_view line) {
    const auto words = words_of(line);
    if (words.empty()) {
        return std::nullopt;
    }
    const auto unit = UnitSerial::from(words[0]);
    const auto code = firmware::OneTimeCode::from(words[1]);
    const auto expires = time_in(words[2]);
    const bool again = words[3] == "again";
    if (!unit || !code || !expires || (!again && words[3] != "new")) {
        return std::nullopt;
    }
    return IssuedCode{.unit = *unit,
                      .code = *code,
                      .expires = *expires,
                      .replaces = again ? Replaces::certificate : Replaces::nothing};
}

std::optional<Claim> claim_in(std::string_view line) {
    const auto words = words_of(line);
    if (words.empty()) {
        return std::nullopt;
    }
    const auto unit = UnitSerial::from(words[0]);
    const auto answered = time_in(words[3]);
    if (!unit || !is_hex(words[1], 16) || !is_hex(words[2], 64) || (!answered && words[3] != "-")) {
        return std::nullopt;
    }
    return Claim{.unit = *unit,
                 .locator = std::string{words[1]},
                 .request = std::string{words[2]},
                 .answered = answered};
}

/// Calls `take(line)` for each; it answers false when the line is none of its kind.
template<class Take>
void each_line(std::string_view text, const std::string& source, const Take& take) {
    for (std::size_t number = 1; !text.empty(); ++number) {
        const std::size_t end = text.find('\n');
        if (number > max_units || end == std::string_view::npos || !take(text.substr(0, end))) {
            throw EnrolmentError{fmt::format(
                "{}:{}: this is no line of lanterne-authority: bring the file back from the copy "
                "that you keep",
                source, number)};
        }
        text.remove_prefix(end + 1);
    }
}

std::string text_of(const std::filesystem::path& file) {
    return read_file(file, max_store_bytes).value_or("");
}

} // namespace

std::string codes_text(const std::vector<IssuedCode>& codes) {
    std::string text;
    for (const IssuedCode& one : codes) {
        text +=
            fmt::format("{} {} {} {}\n", one.unit.text(), one.code.text(), seconds_of(one.expires),
                        one.replaces == Replaces::certificate ? "again" : "new");
    }
    return text;
}

std::vector<IssuedCode> read_codes(std::string_view text, const std::string& source) {
    std::vector<IssuedCode> codes;
    each_line(text, source, [&](std::string_view line) {
        const auto code = code_in(line);
        if (!code) {
            return false;
        }
        codes.push_back(*code);
        return true;
    });
    return codes;
}

std::string claims_text(const std::map<UnitSerial, Claim>& claims) {
    std::string text;
    for (const auto& entry : claims) {
        const Claim& claim = entry.second;
        const std::string answered =
            claim.answered ? std::to_string(seconds_of(*claim.answered)) : "-";
        text +=
            fmt::format("{} {} {} {}\n", claim.unit.text(), claim.locator, claim.request, answered);
    }
    return text;
}

std::map<UnitSerial, Claim> read_claims(std::string_view text, const std::string& source) {
    std::map<UnitSerial, Claim> claims;
    each_line(text, source, [&](std::string_view line) {
        const auto claim = claim_in(line);
        if (!claim) {
            return false;
        }
        return claims.emplace(claim->unit, *claim).second;
    });
    return claims;
}

std::vector<IssuedCode> codes_in(const std::filesystem::path& folder) {
    const auto file = folder / codes_file;
    return read_codes(text_of(file), file.string());
}

std::map<UnitSerial, Claim> claims_in(const std::filesystem::path& folder) {
    const auto file = folder / claims_file;
    return read_claims(text_of(file), file.string());
}

} // namespace lanterne::enrolment
