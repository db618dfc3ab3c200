#pragma once

#include <string>
#include <vector>

namespace lanterne::web::page {

struct Cell {
    std::string kind; ///< class of the style sheet
    std::string text;
    std::string small{};
    std::string hint{};
};

/// A table as it is shown.
struct Grid {
    std::vector<Cell> heads;
    std::vector<std::vector<Cell>> rows;
};

} // namespace lanterne::web::page
