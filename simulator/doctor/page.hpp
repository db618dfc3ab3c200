#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/ids.hpp"
#include "simulator/doctor/report.hpp"
#include "simulator/doctor/site.hpp"

namespace lanterne::simulator::doctor {

/// Scripts and styles of the same site that a page of ours names, in order, each once; at most
/// max_page_files. It knows no more of HTML than what we write ourselves.
inline constexpr std::size_t max_page_files = 32;
std::vector<std::string> files_named_in(std::string_view html);

/// Gets the list of races, the race's page, and every script and style that they name.
Finding look_page(const Site& site, const std::optional<Slug>& race);

} // namespace lanterne::simulator::doctor
