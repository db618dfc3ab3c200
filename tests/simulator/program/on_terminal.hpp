#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>
#include <termios.h>

namespace lanterne::support {

/// A program on a pseudo-terminal of 80 x 24, as a person runs it. It ends with this object.
class OnTerminal {
public:
    /// Program with its path, then its arguments. Throws std::system_error.
    explicit OnTerminal(std::vector<std::string> words);
    ~OnTerminal();
    OnTerminal(const OnTerminal&) = delete;
    OnTerminal& operator=(const OnTerminal&) = delete;

    void press(std::string_view keys) const;

    void signal(int number) const;

    /// Waits until the terminal was given that; all since the begin.
    [[nodiscard]] bool says(std::string_view text);

    /// Its exit code, or 128 + the signal; nothing when it does not end.
    std::optional<int> wait();

    const std::string& said() const { return said_; }

    /// Echo, lines and keys that are signals are as they were before.
    bool is_as_before() const;

private:
    void read_what_there_is();

    int master_ = -1;
    int terminal_ = -1;
    pid_t id_ = -1;
    termios before_{};
    std::string said_;
};

} // namespace lanterne::support
