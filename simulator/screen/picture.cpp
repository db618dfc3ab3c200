#include "simulator/screen/picture.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace lanterne::simulator {
namespace {

constexpr char32_t unknown = U'?';

/// Scripts of Europe, punctuation, arrows, lines, blocks and braille: a column each, everywhere.
bool is_one_column(char32_t point) {
    return (point >= 0x20 && point < 0x7F) || (point >= 0xA0 && point < 0x300) ||
           (point >= 0x370 && point < 0x483) || (point >= 0x2010 && point < 0x2028) ||
           (point >= 0x2190 && point < 0x2300) || (point >= 0x2500 && point < 0x2900);
}

/// The code point that begins there, which is gone from the text; nothing when it is malformed.
std::optional<char32_t> take(std::string_view& text) {
    const auto first = static_cast<unsigned char>(text.front());
    text.remove_prefix(1);
    if (first < 0x80) {
        return first;
    }
    const std::size_t more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : first >= 0xC0 ? 1 : 0;
    if (more == 0 || text.size() < more) {
        return std::nullopt;
    }
    char32_t point = first & (0x3FU >> more);
    for (std::size_t index = 0; index < more; ++index) {
        const auto next = static_cast<unsigned char>(text[index]);
        if ((next & 0xC0U) != 0x80U) {
            return std::nullopt;
        }
        point = (point << 6U) | (next & 0x3FU);
    }
    text.remove_prefix(more);
    return point;
}

} // namespace

std::u32string glyphs(std::string_view text) {
    std::u32string points;
    while (!text.empty()) {
        const char32_t point = take(text).value_or(unknown);
        points += is_one_column(point) ? point : unknown;
    }
    return points;
}

std::string to_utf8(std::u32string_view text) {
    std::string bytes;
    for (const char32_t point : text) {
        const auto tail = [point](unsigned shift) {
            return static_cast<char>(0x80U | ((point >> shift) & 0x3FU));
        };
        if (point < 0x80) {
            bytes += static_cast<char>(point);
        } else if (point < 0x800) {
            bytes += {static_cast<char>(0xC0U | (point >> 6U)), tail(0)};
        } else {
            bytes += {static_cast<char>(0xE0U | (point >> 12U)), tail(6), tail(0)};
        }
    }
    return bytes;
}

void Picture::set(Place place, Cell cell) {
    if (place.row < size_.rows && place.column < size_.columns) {
        cells_[place.row * size_.columns + place.column] = cell;
    }
}

std::size_t Picture::put(Place place, std::string_view text, Ink ink, std::size_t columns) {
    for (const char32_t glyph : glyphs(text)) {
        if (columns-- == 0) {
            break;
        }
        set(place, {.glyph = glyph, .ink = ink});
        ++place.column;
    }
    return place.column;
}

void Picture::reverse(Box box) {
    for (std::size_t row = box.at.row; row < std::min(size_.rows, box.at.row + box.size.rows);
         ++row) {
        for (std::size_t column = box.at.column;
             column < std::min(size_.columns, box.at.column + box.size.columns); ++column) {
            cells_[row * size_.columns + column].is_reversed = true;
        }
    }
}

void Picture::frame(Box box) {
    const std::size_t last_row = box.at.row + box.size.rows - 1;
    const std::size_t last_column = box.at.column + box.size.columns - 1;
    for (std::size_t row = box.at.row; row <= last_row; ++row) {
        const bool is_edge = row == box.at.row || row == last_row;
        for (std::size_t column = box.at.column + 1; column < last_column; ++column) {
            set({row, column}, {.glyph = is_edge ? U'─' : U' '});
        }
        set({row, box.at.column}, {.glyph = U'│'});
        set({row, last_column}, {.glyph = U'│'});
    }
    set(box.at, {.glyph = U'┌'});
    set({box.at.row, last_column}, {.glyph = U'┐'});
    set({last_row, box.at.column}, {.glyph = U'└'});
    set({last_row, last_column}, {.glyph = U'┘'});
}

std::string Picture::text() const {
    std::string lines;
    for (std::size_t row = 0; row < size_.rows; ++row) {
        std::u32string line;
        for (std::size_t column = 0; column < size_.columns; ++column) {
            line += at({row, column}).glyph;
        }
        line.erase(line.find_last_not_of(U' ') + 1);
        lines += to_utf8(line) + "\n";
    }
    return lines;
}

} // namespace lanterne::simulator
