#include "core/scoring/results/awards.hpp"

namespace lanterne::scoring::results {

std::int64_t award_for(const std::vector<std::uint32_t>& places, plan::SharedPoints shared,
                       std::size_t place, std::size_t sharing) {
    constexpr std::int64_t hundredths = 100;
    const auto points = [&](std::size_t at) {
        return at >= 1 && at <= places.size() ? hundredths * places[at - 1] : 0;
    };
    if (shared == plan::SharedPoints::each || sharing <= 1) {
        return points(place);
    }
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < sharing; ++i) {
        sum += points(place + i);
    }
    return sum / static_cast<std::int64_t>(sharing);
}

std::vector<std::int64_t> wins_of(std::span<const std::size_t> places, std::size_t width) {
    std::vector<std::int64_t> wins(width, 0);
    for (const std::size_t place : places) {
        if (place >= 1 && place <= width) {
            --wins[place - 1];
        }
    }
    return wins;
}

} // namespace lanterne::scoring::results
