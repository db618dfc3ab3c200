#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "simulator/screen/screen_view.hpp"
#include "simulator/screen/words.hpp"

namespace lanterne::simulator {
namespace {

constexpr std::size_t wide_table = 80; // columns

/// How a column of the table is written.
struct Column {
    std::string_view head;
    std::size_t width;
    bool is_wide_only;
    bool is_number;
};

constexpr std::array columns{
    Column{"bib", 5, false, true},        Column{"unit", 10, false, false},
    Column{"link", 4, false, false},      Column{"fix", 6, false, true},
    Column{"bat", 4, false, true},        Column{"queue", 6, false, true},
    Column{"fixes", 7, true, true},       Column{"km", 6, true, true},
    Column{"wrong now", 0, false, false}, // what is left
};

struct Word {
    std::string text;
    Ink ink = Ink::plain;
};

Word link_word(const AthleteNow& athlete) {
    if (!athlete.has_unit) {
        return {"-", Ink::faint};
    }
    if (!athlete.is_on) {
        return {"off", Ink::bad};
    }
    return athlete.is_connected ? Word{"up", Ink::good} : Word{"lost", Ink::bad};
}

Word fix_word(const AthleteNow& athlete, UtcTime race_time) {
    constexpr Milliseconds old{30'000};
    if (!athlete.last_fix) {
        return {"-", Ink::faint};
    }
    const Milliseconds age = race_time - *athlete.last_fix;
    return {age_words(age), age > old ? Ink::warning : Ink::plain};
}

Word battery_word(const AthleteNow& athlete) {
    if (!athlete.charge) {
        return {"-", Ink::faint};
    }
    return {fmt::format("{:.0f}%", *athlete.charge * 100),
            *athlete.charge < low_charge ? Ink::bad : Ink::plain};
}

Word queue_word(const AthleteNow& athlete) {
    constexpr std::uint64_t long_queue = 300; // fixes
    return athlete.has_unit ? Word{fmt::format("{}", athlete.unreceipted),
                                   athlete.unreceipted > long_queue ? Ink::warning : Ink::plain}
                            : Word{"-", Ink::faint};
}

std::array<Word, columns.size()> words_of(std::size_t entry, const Scene& scene) {
    const plan::Entry& who = scene.plan.entries[entry];
    const AthleteNow& athlete = scene.now.athletes[entry];
    return {{{who.bib.text()},
             {who.unit ? who.unit->text() : "-"},
             link_word(athlete),
             fix_word(athlete, scene.now.race_time),
             battery_word(athlete),
             queue_word(athlete),
             {athlete.has_unit ? fmt::format("{}", athlete.journalled) : "-"},
             {fmt::format("{:.2f}", athlete.along_m / 1000)},
             {trouble_words(athlete), is_in_trouble(athlete) ? Ink::bad : Ink::faint}}};
}

std::array<Word, columns.size()> heads() {
    std::array<Word, columns.size()> words;
    for (std::size_t index = 0; index < columns.size(); ++index) {
        words[index] = {std::string{columns[index].head}, Ink::faint};
    }
    return words;
}

void draw_row(Picture& picture, Box row, const std::array<Word, columns.size()>& words) {
    Place at = row.at;
    const std::size_t end = row.at.column + row.size.columns;
    for (std::size_t index = 0; index < columns.size() && at.column < end; ++index) {
        const Column& column = columns[index];
        if (column.is_wide_only && row.size.columns < wide_table) {
            continue;
        }
        const std::size_t width = column.width == 0 ? end - at.column : column.width;
        const std::size_t length = std::min(glyphs(words[index].text).size(), width);
        const std::size_t shift = column.is_number ? width - length : 0;
        picture.put({at.row, at.column + shift}, words[index].text, words[index].ink, width);
        at.column += width + 1;
    }
}

} // namespace

void draw_table(Picture& picture, Box box, const Scene& scene) {
    Box row{.at = box.at, .size = {1, box.size.columns}};
    draw_row(picture, row, heads());
    for (const std::size_t entry :
         shown(scene.order, scene.controls.selected(), box.size.rows - 1)) {
        ++row.at.row;
        draw_row(picture, row, words_of(entry, scene));
        if (entry == scene.controls.selected()) {
            picture.reverse(row);
        }
    }
}

} // namespace lanterne::simulator
