#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "simulator/screen/screen_view.hpp"

namespace lanterne::simulator {
namespace {

constexpr std::array<std::string_view, 14> help_lines{
    "arrows, j, k     select an athlete; page, home, end",
    "tab              sort by bib, place, trouble, fix age,",
    "                 queue, battery",
    "/                find a bib",
    "m                a mishap for the selected one, at once",
    "M                a mishap for everybody",
    "space            pause, and go on",
    "+  -             twice and half as fast; never ahead of",
    "                 a server's clock: + catches up with it",
    "q                end the rehearsal (asks once)",
    "",
    "▲ leads  ◆ selected; red: something is wrong with it",
    "queue: fixes without a receipt of the server",
    "any key closes this",
};

constexpr std::size_t help_columns = least_screen.columns;

Box in_the_middle(Size screen, Size size) {
    size = {std::min(size.rows, screen.rows), std::min(size.columns, screen.columns)};
    return {.at = {(screen.rows - size.rows) / 2, (screen.columns - size.columns) / 2},
            .size = size};
}

std::string whom(const Scene& scene) {
    return scene.controls.is_for_all()
               ? "everybody"
               : "bib " + scene.plan.entries[scene.controls.selected()].bib.text();
}

std::string question(const Scene& scene) {
    const Controls& controls = scene.controls;
    const MishapRule& rule = controls.chosen();
    switch (controls.mode()) {
    case Mode::amount:
        return fmt::format("{}, {}: {} ({:g} to {:g}) [{:g}]: ", rule.says, whom(scene),
                           rule.amount, rule.least, rule.most, usual_amount(rule.kind));
    case Mode::lasting:
        return fmt::format("{}, {}: for how many seconds of race time [{:g}]: ", rule.says,
                           whom(scene), usual_seconds(rule.kind));
    case Mode::finding: return "find bib: ";
    case Mode::menu: return "arrows and enter choose, escape goes back";
    case Mode::ending: return "end the rehearsal? y ends it, any other key goes on ";
    case Mode::watching:
    case Mode::help: break;
    }
    return {};
}

} // namespace

void draw_foot(Picture& picture, Box box, const Scene& scene) {
    const Controls& controls = scene.controls;
    if (controls.mode() == Mode::watching || controls.mode() == Mode::help) {
        picture.put(box.at,
                    fmt::format("↑↓  tab: by {}  m M mishap  space pause  +- speed  / find  "
                                "? help  q end",
                                to_text(controls.sort())),
                    Ink::faint);
        return;
    }
    std::size_t column = picture.put(box.at, question(scene), Ink::heading);
    if (controls.mode() != Mode::menu) {
        column = picture.put({box.at.row, column}, controls.typed() + "_");
    }
    picture.put({box.at.row, column + 2}, controls.fault(), Ink::bad);
}

void draw_menu(Picture& picture, const Scene& scene) {
    constexpr std::size_t menu_columns = 44;
    const auto rules = mishap_rules();
    const std::size_t rows = std::min(rules.size(), picture.size().rows - 4);
    const Box box = in_the_middle(picture.size(), {rows + 2, menu_columns});
    picture.frame(box);
    picture.put({box.at.row, box.at.column + 2}, fmt::format(" a mishap for {} ", whom(scene)),
                Ink::heading);
    const std::size_t selected = scene.controls.menu_row();
    const std::size_t first =
        std::min(selected - std::min(selected, rows / 2), rules.size() - rows);
    for (std::size_t row = 0; row < rows; ++row) {
        const MishapRule& rule = rules[first + row];
        const Place at{box.at.row + 1 + row, box.at.column + 2};
        picture.put(at, rule.says);
        picture.put({at.row, at.column + 29}, rule.word, Ink::faint);
        if (first + row == selected) {
            picture.reverse({.at = {at.row, box.at.column + 1}, .size = {1, menu_columns - 2}});
        }
    }
}

void draw_help(Picture& picture) {
    const Box box = in_the_middle(picture.size(), {help_lines.size() + 2, help_columns});
    picture.frame(box);
    picture.put({box.at.row, box.at.column + 2}, " keys ", Ink::heading);
    for (std::size_t row = 0; row + 2 < box.size.rows; ++row) {
        picture.put({box.at.row + 1 + row, box.at.column + 2}, help_lines[row], Ink::plain,
                    box.size.columns - 3);
    }
}

} // namespace lanterne::simulator
