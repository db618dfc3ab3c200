#include "simulator/screen/terminal.hpp"

#include <array>
#include <clocale>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <string_view>

#include <ncurses.h>
#include <unistd.h>

namespace lanterne::simulator {
namespace {

constexpr int escape_delay_ms = 25; // a lone escape against the begin of a cursor key
constexpr int escape_key = 27;

struct Look {
    short colour; ///< -1: the terminal's own
    attr_t attributes;
};

/// In the order of Ink.
constexpr std::array<Look, ink_count> looks{{
    {-1, A_NORMAL},
    {-1, A_DIM},
    {-1, A_BOLD},
    {COLOR_GREEN, A_NORMAL},
    {COLOR_YELLOW, A_NORMAL},
    {COLOR_RED, A_BOLD},
    {-1, A_DIM},
    {COLOR_BLUE, A_NORMAL},
    {COLOR_CYAN, A_BOLD},
    {COLOR_YELLOW, A_BOLD},
    {COLOR_MAGENTA, A_BOLD},
}};

short pair_of(std::size_t ink) { return static_cast<short>(ink + 1); }

/// Braille needs UTF-8 whatever the environment says.
void speak_utf8() {
    const char* set = std::setlocale(LC_CTYPE, "");
    if (set == nullptr || std::string_view{set}.find("UTF-8") == std::string_view::npos) {
        static_cast<void>(std::setlocale(LC_CTYPE, "C.UTF-8")); // glibc always has it
    }
}

void make_colours() {
    if (!has_colors()) {
        return;
    }
    start_color();
    const bool has_own = use_default_colors() == OK;
    for (std::size_t ink = 0; ink < looks.size(); ++ink) {
        const short colour = looks[ink].colour;
        init_pair(pair_of(ink), has_own || colour >= 0 ? colour : short{COLOR_WHITE},
                  has_own ? short{-1} : short{COLOR_BLACK});
    }
}

/// Ctrl-\ would end the program without a word, and leave the screen as it is.
void forbid_quit_key(const termios& before) {
    termios now = before;
    if (tcgetattr(STDIN_FILENO, &now) == 0) {
        now.c_cc[VQUIT] = _POSIX_VDISABLE;
        tcsetattr(STDIN_FILENO, TCSANOW, &now);
    }
}

termios settings_now() {
    termios settings{};
    tcgetattr(STDIN_FILENO, &settings);
    return settings;
}

SCREEN* open_screen() {
    speak_utf8();
    return newterm(nullptr, stdout, stdin);
}

std::optional<Key> key_of(int pressed) {
    switch (pressed) {
    case KEY_UP: return Key{.kind = Key::Kind::up};
    case KEY_DOWN: return Key{.kind = Key::Kind::down};
    case KEY_PPAGE: return Key{.kind = Key::Kind::page_up};
    case KEY_NPAGE: return Key{.kind = Key::Kind::page_down};
    case KEY_HOME: return Key{.kind = Key::Kind::first};
    case KEY_END: return Key{.kind = Key::Kind::last};
    case KEY_ENTER:
    case '\n':
    case '\r': return Key{.kind = Key::Kind::enter};
    case escape_key: return Key{.kind = Key::Kind::escape};
    case '\t': return Key{.kind = Key::Kind::tab};
    case KEY_BACKSPACE:
    case '\b':
    case 127: return Key{.kind = Key::Kind::backspace};
    case KEY_RESIZE: return Key{.kind = Key::Kind::resize};
    default: break;
    }
    const bool is_printable = pressed >= ' ' && pressed < 127;
    return is_printable ? std::optional{Key{.letter = static_cast<char>(pressed)}} : std::nullopt;
}

} // namespace

bool has_terminal() {
    const char* kind = std::getenv("TERM");
    return isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1 && kind != nullptr &&
           std::string_view{kind} != "dumb" && !std::string_view{kind}.empty();
}

Terminal::Terminal() : before_{settings_now()}, screen_{open_screen()} {
    if (screen_ == nullptr) {
        throw std::runtime_error{
            "this terminal (TERM) is not known; --plain would be right, a line each 10 s"};
    }
    cbreak(); // Ctrl-C stays a signal
    noecho();
    nonl();
    forbid_quit_key(before_);
    keypad(stdscr, TRUE);
    nodelay(stdscr, TRUE);
    set_escdelay(escape_delay_ms);
    curs_set(0);
    make_colours();
}

Terminal::~Terminal() {
    endwin();
    delscreen(static_cast<SCREEN*>(screen_));
    tcsetattr(STDIN_FILENO, TCSANOW, &before_);
}

Size Terminal::size() const {
    return {static_cast<std::size_t>(getmaxy(stdscr)), static_cast<std::size_t>(getmaxx(stdscr))};
}

std::optional<Key> Terminal::key() {
    for (int pressed = getch(); pressed != ERR; pressed = getch()) {
        if (const auto key = key_of(pressed)) {
            return key;
        }
    }
    return std::nullopt;
}

void Terminal::show(const Picture& picture) {
    for (std::size_t row = 0; row < picture.size().rows; ++row) {
        for (std::size_t column = 0; column < picture.size().columns; ++column) {
            const Cell& cell = picture.at({row, column});
            const auto ink = static_cast<std::size_t>(cell.ink);
            const wchar_t text[2] = {static_cast<wchar_t>(cell.glyph), L'\0'};
            const attr_t attributes =
                looks.at(ink).attributes | (cell.is_reversed ? A_REVERSE : A_NORMAL);
            cchar_t written;
            setcchar(&written, text, attributes, has_colors() ? pair_of(ink) : short{0}, nullptr);
            mvadd_wch(static_cast<int>(row), static_cast<int>(column), &written);
        }
    }
    refresh();
}

} // namespace lanterne::simulator
