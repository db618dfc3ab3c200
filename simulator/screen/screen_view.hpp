#pragma once

#include <span>
#include <string>

#include "core/plan/race_plan.hpp"
#include "simulator/screen/controls.hpp"
#include "simulator/screen/course_map.hpp"
#include "simulator/screen/layout.hpp"
#include "simulator/screen/picture.hpp"
#include "simulator/screen/race_now.hpp"

namespace lanterne::simulator {

/// What a picture is made of; all of it is borrowed for one drawing.
struct Scene {
    const plan::RacePlan& plan;
    const std::string& title;
    const RaceNow& now;
    const Controls& controls;
    std::span<const std::size_t> order; ///< of the table, all entries
    CourseMap& map;
};

/// The whole screen: values in, cells out.
Picture draw(const Scene& scene, Size size);

/// Rows of the table below its heading; 0 on a screen that is too small.
std::size_t table_rows(Size size);

/// The part of the order that the table shows, so that the selected entry is in it.
std::span<const std::size_t> shown(std::span<const std::size_t> order, std::size_t selected,
                                   std::size_t rows);

// The parts, each within its box.
void draw_heads(Picture& picture, Box box, const Scene& scene);
void draw_map(Picture& picture, Box box, const Scene& scene);
void draw_table(Picture& picture, Box box, const Scene& scene);
void draw_log(Picture& picture, Box box, const Scene& scene);
void draw_foot(Picture& picture, Box box, const Scene& scene);
void draw_menu(Picture& picture, const Scene& scene);
void draw_help(Picture& picture);

} // namespace lanterne::simulator
