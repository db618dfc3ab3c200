#include "simulator/athletes/doing.hpp"

#include <array>

namespace lanterne::simulator {

std::string_view to_text(Doing doing) {
    constexpr std::array<std::string_view, 7> names{"waiting", "racing",       "standing", "lost",
                                                    "gave up", "in a vehicle", "finished"};
    return names.at(static_cast<std::size_t>(doing));
}

} // namespace lanterne::simulator
