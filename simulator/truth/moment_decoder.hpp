#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.hpp"
#include "simulator/truth/told_moment.hpp"

namespace lanterne::simulator {

/// The moments of a stream that must hold just so many (at least one); an error says what is wrong
/// with its bytes, which may come from anywhere.
Result<std::vector<ToldMoment>, std::string> decode_moments(std::string_view stream,
                                                            std::size_t count);

} // namespace lanterne::simulator
