#pragma once

#include <optional>

#include <termios.h>

#include "simulator/screen/controls.hpp"
#include "simulator/screen/picture.hpp"

namespace lanterne::simulator {

/// Whether a screen can be shown: stdin and stdout are a terminal that can move its cursor.
bool has_terminal();

/// The terminal of this process as a screen. It is as it was before when this object is gone, so
/// whoever writes to it until then spoils the picture. One at a time, one thread. The only place
/// that knows ncurses is its source.
class Terminal {
public:
    /// Throws std::runtime_error when there is no terminal that can do it.
    Terminal();
    ~Terminal();
    Terminal(const Terminal&) = delete;
    Terminal& operator=(const Terminal&) = delete;

    /// As it is now; a resize comes as a key too.
    Size size() const;

    /// The next one that was pressed; nothing when there is none. Does not wait.
    std::optional<Key> key();

    /// Writes what has changed since the picture before.
    void show(const Picture& picture);

private:
    termios before_;
    void* screen_; ///< SCREEN*
};

} // namespace lanterne::simulator
