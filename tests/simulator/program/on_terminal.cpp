#include "tests/simulator/program/on_terminal.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <system_error>

#include <fcntl.h>
#include <pty.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utmp.h>

#include "tests/support/waiting.hpp"

namespace lanterne::support {
namespace {

[[noreturn]] void become(std::vector<std::string>& words, int terminal) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    login_tty(terminal);
    setenv("TERM", "xterm", 1);
    unsetenv("LINES");
    unsetenv("COLUMNS");
    std::vector<char*> arguments;
    for (std::string& word : words) {
        arguments.push_back(word.data());
    }
    arguments.push_back(nullptr);
    execv(arguments.front(), arguments.data());
    _exit(127);
}

} // namespace

OnTerminal::OnTerminal(std::vector<std::string> words) {
    const winsize size{.ws_row = 24, .ws_col = 80, .ws_xpixel = 0, .ws_ypixel = 0};
    if (openpty(&master_, &terminal_, nullptr, nullptr, &size) != 0) {
        throw std::system_error{errno, std::generic_category(), "openpty"};
    }
    tcgetattr(terminal_, &before_);
    id_ = fork();
    if (id_ == 0) {
        close(master_);
        become(words, terminal_);
    }
    fcntl(master_, F_SETFL, O_NONBLOCK);
}

OnTerminal::~OnTerminal() {
    if (id_ > 1) {
        kill(id_, SIGKILL);
        waitpid(id_, nullptr, 0);
    }
    close(terminal_);
    close(master_);
}

void OnTerminal::press(std::string_view keys) const {
    if (write(master_, keys.data(), keys.size()) != static_cast<ssize_t>(keys.size())) {
        throw std::system_error{errno, std::generic_category(), "keys"};
    }
}

void OnTerminal::signal(int number) const {
    if (id_ > 1) {
        kill(id_, number);
    }
}

void OnTerminal::read_what_there_is() {
    std::array<char, 4096> bytes{};
    for (ssize_t count = 0; (count = read(master_, bytes.data(), bytes.size())) > 0;) {
        said_.append(bytes.data(), static_cast<std::size_t>(count));
    }
}

bool OnTerminal::says(std::string_view text) {
    return wait_until([&] {
        read_what_there_is();
        return said_.find(text) != std::string::npos;
    });
}

std::optional<int> OnTerminal::wait() {
    int status = 0;
    const bool has_ended = wait_until([&] {
        read_what_there_is();
        return waitpid(id_, &status, WNOHANG) == id_;
    });
    if (!has_ended) {
        return std::nullopt;
    }
    id_ = -1;
    read_what_there_is();
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

bool OnTerminal::is_as_before() const {
    termios now{};
    tcgetattr(terminal_, &now);
    return now.c_lflag == before_.c_lflag && now.c_iflag == before_.c_iflag &&
           now.c_oflag == before_.c_oflag &&
           std::memcmp(now.c_cc, before_.c_cc, sizeof now.c_cc) == 0;
}

} // namespace lanterne::support
