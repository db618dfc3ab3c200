#include "simulator/screen/layout.hpp"

#include <algorithm>

namespace lanterne::simulator {
namespace {

constexpr std::size_t head_rows = 3;
constexpr std::size_t foot_rows = 1;
constexpr std::size_t least_log = 4; // with its rule
constexpr std::size_t most_log = 14;
constexpr std::size_t narrow_table = 54;
constexpr std::size_t widest_table = 100;

} // namespace

Layout layout_of(Size screen) {
    const std::size_t log_rows = std::clamp(screen.rows / 5, least_log, most_log);
    const std::size_t body_rows = screen.rows - head_rows - foot_rows - log_rows;
    const std::size_t table_columns =
        std::min(std::max(screen.columns / 2, std::min(narrow_table, screen.columns * 7 / 10)),
                 widest_table);
    const std::size_t map_columns = screen.columns - table_columns - 1;
    return {.heads = {.at = {0, 0}, .size = {head_rows, screen.columns}},
            .map = {.at = {head_rows, 0}, .size = {body_rows, map_columns}},
            .table = {.at = {head_rows, map_columns + 1}, .size = {body_rows, table_columns}},
            .log = {.at = {head_rows + body_rows, 0}, .size = {log_rows, screen.columns}},
            .foot = {.at = {screen.rows - foot_rows, 0}, .size = {foot_rows, screen.columns}}};
}

} // namespace lanterne::simulator
