#include "simulator/screen/screen_view.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace lanterne::simulator {
namespace {

constexpr std::size_t heading_rows = 1; // of the table

bool is_too_small(Size size) {
    return size.rows < least_screen.rows || size.columns < least_screen.columns;
}

void draw_map_key(Picture& picture, Box box, const Scene& scene) {
    const auto& entries = scene.plan.entries;
    std::size_t column = box.at.column;
    const std::size_t row = box.at.row + box.size.rows - 1;
    if (scene.now.leader) {
        column = picture.put({row, column},
                             fmt::format("▲ {} leads  ", entries[*scene.now.leader].bib.text()),
                             Ink::leader);
    }
    picture.put({row, column}, fmt::format("◆ {}", entries[scene.controls.selected()].bib.text()),
                Ink::selected);
}

} // namespace

std::size_t table_rows(Size size) {
    return is_too_small(size) ? 0 : layout_of(size).table.size.rows - heading_rows;
}

std::span<const std::size_t> shown(std::span<const std::size_t> order, std::size_t selected,
                                   std::size_t rows) {
    const auto at = static_cast<std::size_t>(std::ranges::find(order, selected) - order.begin());
    const std::size_t above = at - std::min(at, rows / 2);
    const std::size_t first = std::min(above, order.size() - std::min(rows, order.size()));
    return order.subspan(first, std::min(rows, order.size() - first));
}

Picture draw(const Scene& scene, Size size) {
    Picture picture{size};
    if (is_too_small(size)) {
        picture.put({0, 0}, fmt::format("{} x {} is too small: {} x {} are needed", size.columns,
                                        size.rows, least_screen.columns, least_screen.rows));
        return picture;
    }
    const Layout layout = layout_of(size);
    draw_heads(picture, layout.heads, scene);
    draw_map(picture, layout.map, scene);
    draw_table(picture, layout.table, scene);
    draw_log(picture, layout.log, scene);
    draw_foot(picture, layout.foot, scene);
    if (scene.controls.mode() == Mode::menu) {
        draw_menu(picture, scene);
    } else if (scene.controls.mode() == Mode::help) {
        draw_help(picture);
    }
    return picture;
}

void draw_map(Picture& picture, Box box, const Scene& scene) {
    std::vector<MapDot> dots;
    dots.reserve(scene.now.athletes.size() + 2);
    for (const AthleteNow& athlete : scene.now.athletes) {
        dots.push_back({.position = athlete.position, .ink = Ink::athlete});
    }
    for (const AthleteNow& athlete : scene.now.athletes) {
        if (is_in_trouble(athlete)) {
            dots.push_back({.position = athlete.position, .ink = Ink::bad});
        }
    }
    if (scene.now.leader) {
        dots.push_back({.position = scene.now.athletes[*scene.now.leader].position,
                        .ink = Ink::leader,
                        .mark = U'▲'});
    }
    dots.push_back({.position = scene.now.athletes[scene.controls.selected()].position,
                    .ink = Ink::selected,
                    .mark = U'◆'});
    const Box ground{.at = box.at, .size = {box.size.rows - 1, box.size.columns}};
    scene.map.draw(picture, ground, dots);
    draw_map_key(picture, box, scene);
}

void draw_log(Picture& picture, Box box, const Scene& scene) {
    picture.put(box.at, "what happened ", Ink::faint);
    for (std::size_t column = 14; column < box.size.columns; ++column) {
        picture.set({box.at.row, column}, {.glyph = U'─', .ink = Ink::faint});
    }
    const auto& log = scene.now.log;
    const std::size_t rows = std::min(box.size.rows - 1, log.size());
    for (std::size_t row = 0; row < rows; ++row) {
        picture.put({box.at.row + 1 + row, box.at.column}, log[log.size() - rows + row]);
    }
}

} // namespace lanterne::simulator
