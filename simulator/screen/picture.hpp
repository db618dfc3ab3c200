#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lanterne::simulator {

/// What a cell means; the terminal makes colours of it.
enum class Ink : std::uint8_t {
    plain,
    faint,
    heading,
    good,
    warning,
    bad,
    course,
    water,
    athlete,
    leader,
    selected,
};
inline constexpr std::size_t ink_count = 11;

struct Size {
    std::size_t rows = 0;
    std::size_t columns = 0;

    bool operator==(const Size&) const = default;
};

struct Place {
    std::size_t row = 0;
    std::size_t column = 0;
};

/// A part of a picture.
struct Box {
    Place at;
    Size size;
};

struct Cell {
    char32_t glyph = U' '; ///< one column wide
    Ink ink = Ink::plain;
    bool is_reversed = false;
};

/// Code points of UTF-8. What is not well formed, is no printable character or may be wider than a
/// column becomes '?'.
std::u32string glyphs(std::string_view text);

std::string to_utf8(std::u32string_view text);

/// What a terminal shows: rows of cells. Nothing outside it is drawn.
class Picture {
public:
    explicit Picture(Size size) : size_{size}, cells_(size.rows * size.columns) {}

    Size size() const { return size_; }

    const Cell& at(Place place) const { return cells_[place.row * size_.columns + place.column]; }

    void set(Place place, Cell cell);

    /// Writes from there to the right, at most that many columns. Answers the column behind it.
    std::size_t put(Place place, std::string_view text, Ink ink = Ink::plain,
                    std::size_t columns = SIZE_MAX);

    /// The whole row within the box.
    void reverse(Box box);

    /// Blank, with a frame around it.
    void frame(Box box);

    /// Lines of UTF-8 without the blanks at their ends: for tests.
    std::string text() const;

private:
    Size size_;
    std::vector<Cell> cells_;
};

} // namespace lanterne::simulator
