#pragma once

#include <random>

#include "core/plan/act.hpp"

namespace lanterne::exchange {

/// Some act's body of any kind, with values anywhere inside their limits.
plan::ActBody drawn_body(std::mt19937& random);

} // namespace lanterne::exchange
