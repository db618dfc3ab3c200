#pragma once

#include <string>
#include <string_view>

namespace lanterne::exchange {

/// What in a GPX document the schema of GPX 1.1 does not allow: an element that it does not know
/// there, one in the wrong order or too often, a missing attribute, a value out of its range; empty
/// when it allows all. Knows the whole of gpxType and below, but the content of extensions.
std::string against_gpx_1_1(std::string_view document);

} // namespace lanterne::exchange
