#pragma once

#include "simulator/athletes/racer.hpp"

namespace lanterne::simulator {

struct Racer::Second {
    UtcTime end;
    const World* world = nullptr;
    const Wheel* wheel = nullptr;

    const Road& road() const { return *world->road; }

    const Road::Leg& leg(std::size_t index) const { return road().legs()[index]; }

    const Ability& ability(std::size_t leg) const { return world->abilities[leg]; }
};

} // namespace lanterne::simulator
