#include "simulator/screen/words.hpp"

#include <cstdlib>

#include <fmt/format.h>

namespace lanterne::simulator {

std::string race_clock(Milliseconds since_gun) {
    const auto second = std::chrono::floor<std::chrono::seconds>(since_gun).count();
    const auto size = std::abs(second);
    return fmt::format("{}{}:{:02}:{:02}", second < 0 ? "-" : "", size / 3600, size / 60 % 60,
                       size % 60);
}

std::string speed_words(const PaceNow& pace) {
    if (pace.is_paused) {
        return fmt::format("paused (clock {:g} x)", pace.rate);
    }
    if (pace.factor == 1) {
        return fmt::format("{:g} x", pace.rate);
    }
    return fmt::format("{:g} x (clock {:g} x)", pace.rate * pace.factor, pace.rate);
}

std::string age_words(Milliseconds age) {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(age).count();
    if (seconds < 0) {
        return "ahead"; // its clock is wrong
    }
    if (seconds < 100) {
        return fmt::format("{} s", seconds);
    }
    if (seconds < 100 * 60L) {
        return fmt::format("{} min", seconds / 60);
    }
    return seconds < 100 * 3600L ? fmt::format("{} h", seconds / 3600)
                                 : fmt::format("{} d", seconds / 86'400);
}

std::string trouble_words(const AthleteNow& athlete) {
    std::string words;
    for (const MishapRule& rule : mishap_rules()) {
        if ((athlete.wrong & bit_of(rule.kind)) != 0) {
            words += fmt::format("{}{}", words.empty() ? "" : ", ", rule.says);
        }
    }
    if (athlete.charge.value_or(1) < low_charge) {
        words += words.empty() ? "battery low" : ", battery low";
    }
    if (!words.empty() || athlete.doing == Doing::racing) {
        return words;
    }
    return std::string{to_text(athlete.doing)};
}

} // namespace lanterne::simulator
