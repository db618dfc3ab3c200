#include "enrolment/programs.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <system_error>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "enrolment/files.hpp"

namespace lanterne::enrolment {
namespace {

class Pipe {
public:
    Pipe() {
        if (::pipe2(ends_.data(), O_CLOEXEC) != 0) {
            throw EnrolmentError{"no pipe for a program: " +
                                 std::generic_category().message(errno)};
        }
    }

    ~Pipe() {
        close_writing();
        ::close(ends_[0]);
    }

    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;

    int reading() const { return ends_[0]; }

    int writing() const { return ends_[1]; }

    void close_writing() {
        if (ends_[1] >= 0) {
            ::close(ends_[1]);
        }
        ends_[1] = -1;
    }

private:
    std::array<int, 2> ends_{};
};

/// With all signals as at the start of a program, and no descriptor but three.
pid_t start(const std::vector<std::string>& words, const Pipe& output, const Pipe& errors) {
    std::vector<char*> pointers;
    pointers.reserve(words.size() + 1);
    for (const std::string& word : words) {
        pointers.push_back(const_cast<char*>(word.c_str())); // posix_spawn's C interface
    }
    pointers.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, output.writing(), 1);
    posix_spawn_file_actions_adddup2(&actions, errors.writing(), 2);
    posix_spawn_file_actions_addclosefrom_np(&actions, 3);
    sigset_t none;
    sigset_t all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    // A terminal's Ctrl-C is for us: what signs is not cut off by it.
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF |
                                              POSIX_SPAWN_SETPGROUP);
    pid_t id = -1;
    const int error =
        posix_spawnp(&id, pointers[0], &actions, &attributes, pointers.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    if (error != 0) {
        throw EnrolmentError{words[0] +
                             " cannot be started: " + std::generic_category().message(error)};
    }
    return id;
}

/// False at its end. What is over the limit is read and dropped.
bool take_some(int descriptor, std::string& text) {
    std::array<char, 4096> bytes{};
    const ssize_t count = ::read(descriptor, bytes.data(), bytes.size());
    if (count > 0 && text.size() < ProgramEnd::max_bytes) {
        text.append(bytes.data(), static_cast<std::size_t>(count));
    }
    return count > 0 || (count < 0 && errno == EINTR);
}

void read_both(const Pipe& output, const Pipe& errors, ProgramEnd& end) {
    std::array<pollfd, 2> both{{{.fd = output.reading(), .events = POLLIN, .revents = 0},
                                {.fd = errors.reading(), .events = POLLIN, .revents = 0}}};
    while (both[0].fd >= 0 || both[1].fd >= 0) {
        if (::poll(both.data(), both.size(), -1) < 0 && errno != EINTR) {
            return;
        }
        if (both[0].revents != 0 && !take_some(output.reading(), end.output)) {
            both[0].fd = -1;
        }
        if (both[1].revents != 0 && !take_some(errors.reading(), end.errors)) {
            both[1].fd = -1;
        }
    }
}

int code_of(pid_t id) {
    int status = 0;
    while (::waitpid(id, &status, 0) < 0 && errno == EINTR) {
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

} // namespace

ProgramEnd run_program(const std::vector<std::string>& words) {
    Pipe output;
    Pipe errors;
    const pid_t id = start(words, output, errors);
    output.close_writing();
    errors.close_writing();
    ProgramEnd end;
    read_both(output, errors, end);
    end.code = code_of(id);
    return end;
}

std::string output_of(const std::vector<std::string>& words) {
    ProgramEnd end = run_program(words);
    if (end.code != 0) {
        while (end.errors.ends_with('\n')) {
            end.errors.pop_back();
        }
        throw EnrolmentError{
            end.errors.empty() ? words[0] + " ended with " + std::to_string(end.code) : end.errors};
    }
    return std::move(end.output);
}

} // namespace lanterne::enrolment
