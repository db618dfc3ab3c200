#include "simulator/athletes/field_settings.hpp"

#include <stdexcept>
#include <string_view>

#include <fmt/format.h>

namespace lanterne::simulator {
namespace {

struct Range {
    double least;
    double most;
};

void check(std::string_view name, double value, Range range) {
    if (!(value >= range.least) || value > range.most) { // refuses not-a-number too
        throw std::invalid_argument{fmt::format("athletes: {} is {}; {} to {} would be right", name,
                                                value, range.least, range.most)};
    }
}

} // namespace

void check(const FieldSettings& settings) {
    constexpr Range share{0, 1};
    check("level", settings.level, {-3, 3});
    check("spread", settings.spread, {0, 3});
    check("stops_per_hour", settings.stops_per_hour, {0, 60});
    check("lost_share", settings.lost_share, share);
    check("gives_up_share", settings.gives_up_share, share);
    check("taken_in_share", settings.taken_in_share, share);
    check("transition_stay_s", settings.transition_stay_s, {0, 900});
    check("warm_up_s", settings.warm_up_s, {0, 3600});
}

} // namespace lanterne::simulator
