#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tests/architecture/source.hpp"

namespace lanterne::architecture {

/// A folder as its CMake line declares it.
struct Folder {
    std::string path;
    std::set<std::string> uses;
    std::set<std::string> headers; ///< foreign ones; a folder of headers ends in /
    std::set<std::string> main_uses;
};

using House = std::vector<Folder>;

/// Reads house.txt, which CMake writes: "folder | folders it uses | foreign headers | folders its
/// main uses", a line a folder.
House read_house(std::string_view text);

/// The declared folder that a file belongs to: the longest that holds it; nullptr when none does.
const Folder* folder_of(const House& house, std::string_view path);

std::set<std::string> words_of(std::string_view text);

/// Whether the name is in the list, or below one of its entries that ends in /.
bool is_listed(const std::set<std::string>& list, std::string_view name);

} // namespace lanterne::architecture
