#include "simulator/athletes/bunch.hpp"

#include <algorithm>
#include <tuple>

namespace lanterne::simulator {
namespace {

bool comes_before(const Bunch::Member& a, const Bunch::Member& b) {
    return std::tuple{a.way, a.spot_m, a.speed_mps, a.number} <
           std::tuple{b.way, b.spot_m, b.speed_mps, b.number};
}

// Behind the last of a lap comes its first.
void find_on_way(std::span<const Bunch::Member> members, std::span<Wheel> wheels) {
    for (std::size_t i = 0; i < members.size(); ++i) {
        const Bunch::Member& one = members[i];
        const std::size_t reach = one.lap_m > 0 ? members.size() : members.size() - i;
        for (std::size_t ahead = 1; ahead < std::min(reach, Bunch::abreast + 1); ++ahead) {
            const std::size_t index = (i + ahead) % members.size();
            const Bunch::Member& other = members[index];
            const double gap = other.spot_m - one.spot_m + (index < i ? one.lap_m : 0);
            if (gap > Bunch::sees_m) {
                break;
            }
            if (gap >= Bunch::beside_m) {
                wheels[one.number].gap_m = gap;
                wheels[one.number].speed_mps = other.speed_mps;
                wheels[other.number].leads |= gap <= Bunch::close_m;
                break;
            }
        }
    }
}

} // namespace

void Bunch::find(std::vector<Member>& members, std::span<Wheel> wheels) {
    std::sort(members.begin(), members.end(), comes_before);
    for (const Member& member : members) {
        wheels[member.number] = {};
    }
    for (std::size_t begin = 0; begin < members.size();) {
        std::size_t end = begin;
        while (end < members.size() && members[end].way == members[begin].way) {
            ++end;
        }
        find_on_way(std::span{members}.subspan(begin, end - begin), wheels);
        begin = end;
    }
}

} // namespace lanterne::simulator
