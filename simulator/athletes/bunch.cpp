#include "simulator/athletes/bunch.hpp"

#include <algorithm>
#include <tuple>

namespace lanterne::simulator {
namespace {

bool comes_before(const Bunch::Member& a, const Bunch::Member& b) {
    return std::tuple{a.way, a.spot_m, a.speed_mps, a.number} <
           std::tuple{b.way, b.spot_m, b.speed_mps, b.number};
}

} // namespace

void Bunch::find(std::vector<Member>& members, std::span<Wheel> wheels) {
    std::sort(members.begin(), members.end(), comes_before);
    for (const Member& member : members) {
        wheels[member.number] = {};
    }
    for (std::size_t i = 0; i < members.size(); ++i) {
        const Member& one = members[i];
        const std::size_t last = std::min(members.size(), i + 1 + abreast);
        for (std::size_t ahead = i + 1; ahead < last; ++ahead) {
            const Member& other = members[ahead];
            const double gap = other.spot_m - one.spot_m;
            if (other.way != one.way || gap > sees_m) {
                break;
            }
            if (gap >= beside_m) {
                wheels[one.number].gap_m = gap;
                wheels[one.number].speed_mps = other.speed_mps;
                wheels[other.number].leads |= gap <= close_m;
                break;
            }
        }
    }
}

} // namespace lanterne::simulator
