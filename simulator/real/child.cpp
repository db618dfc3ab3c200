#include "simulator/real/child.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <sstream>
#include <stdexcept>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>

#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace lanterne::simulator {

namespace {

constexpr std::chrono::milliseconds turn{10}; // between looks whether it has ended

std::vector<std::string> environment_of(const ChildCommand& command) {
    std::vector<std::string> lines;
    for (char** one = environ; *one != nullptr; ++one) {
        const std::string_view line = *one;
        const std::string name{line.substr(0, line.find('='))};
        if (!name.starts_with("PG") && !command.environment.contains(name)) {
            lines.emplace_back(line);
        }
    }
    for (const auto& [name, value] : command.environment) {
        lines.push_back(name + "=" + value);
    }
    return lines;
}

std::vector<char*> pointers(std::vector<std::string>& lines) {
    std::vector<char*> result;
    for (std::string& line : lines) {
        result.push_back(line.data());
    }
    result.push_back(nullptr);
    return result;
}

/// What the child needs, made before the fork: after it nothing may allocate.
struct Start {
    std::vector<char*> words;
    std::vector<char*> environment;
    const char* output;
    std::optional<Account> account;
    int death_signal;
    pid_t parent;
};

bool take_account(const Start& start) {
    return !start.account || (setgroups(0, nullptr) == 0 && setgid(start.account->group) == 0 &&
                              setuid(start.account->user) == 0);
}

bool open_streams(const Start& start) {
    const int in = open("/dev/null", O_RDWR);
    const int out =
        *start.output == '\0' ? in : open(start.output, O_WRONLY | O_CREAT | O_APPEND, 0644);
    return in >= 0 && out >= 0 && dup2(in, 0) == 0 && dup2(out, 1) == 1 && dup2(out, 2) == 2;
}

/// In the child; comes back only when something failed. The output is opened while still ourselves,
/// and the wish to die with the parent comes last: a change of account forgets it.
void become(const Start& start) {
    setpgid(0, 0);
    if (!open_streams(start) || !take_account(start) || (start.account && chdir("/") != 0) ||
        prctl(PR_SET_PDEATHSIG, start.death_signal) != 0) {
        return;
    }
    if (getppid() != start.parent) {
        _exit(127); // it died before we asked to be told
    }
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    close_range(3, ~0U, CLOSE_RANGE_CLOEXEC);
    execve(start.words[0], start.words.data(), start.environment.data());
}

pid_t start_child(const Start& start) {
    // Closed by a successful exec; else it carries the reason.
    std::array<int, 2> report{};
    if (pipe2(report.data(), O_CLOEXEC) != 0) {
        throw std::system_error{errno, std::generic_category(), "pipe2"};
    }
    const pid_t id = fork();
    if (id == 0) {
        become(start);
        const int reason = errno;
        const auto written = write(report[1], &reason, sizeof reason);
        _exit(written == sizeof reason ? 127 : 126);
    }
    close(report[1]);
    int reason = id < 0 ? errno : 0;
    const bool failed = id < 0 || read(report[0], &reason, sizeof reason) != 0;
    close(report[0]);
    if (failed) {
        if (id > 0) {
            waitpid(id, nullptr, 0);
        }
        throw std::system_error{reason, std::generic_category(), start.words[0]};
    }
    return id;
}

} // namespace

std::optional<Account> unprivileged_account() {
    if (geteuid() != 0) {
        return std::nullopt;
    }
    for (const char* name : {"postgres", "nobody"}) {
        if (const passwd* entry = getpwnam(name)) {
            return Account{entry->pw_uid, entry->pw_gid};
        }
    }
    throw std::runtime_error{"neither an account 'postgres' nor 'nobody' on this machine"};
}

std::filesystem::path find_program(const std::string& name) {
    const char* path = std::getenv("PATH");
    std::istringstream folders{std::string{path != nullptr ? path : ""} +
                               ":/usr/local/sbin:/usr/sbin:/sbin:/usr/local/bin:/usr/bin:/bin"};
    for (std::string folder; std::getline(folders, folder, ':');) {
        const auto program = std::filesystem::path{folder} / name;
        if (!folder.empty() && access(program.c_str(), X_OK) == 0) {
            return program;
        }
    }
    throw std::runtime_error{"program " + name + " is not installed"};
}

ChildProcess::ChildProcess(const ChildCommand& command) {
    auto words = command.words;
    auto environment = environment_of(command);
    const Start start{pointers(words), pointers(environment), command.output.c_str(),
                      command.account, command.death_signal,  getpid()};
    id_ = start_child(start);
}

ChildProcess::~ChildProcess() { kill9(); }

ChildProcess::ChildProcess(ChildProcess&& other) noexcept
    : id_{std::exchange(other.id_, -1)}, ended_{other.ended_} {}

ChildProcess& ChildProcess::operator=(ChildProcess&& other) noexcept {
    std::swap(id_, other.id_);
    std::swap(ended_, other.ended_);
    return *this;
}

std::optional<int> ChildProcess::wait(std::chrono::milliseconds limit) {
    // It stays a zombie until kill9(), so that its number, and its group's, cannot become
    // another's.
    const auto deadline = std::chrono::steady_clock::now() + limit;
    while (!ended_) {
        siginfo_t end{};
        if (waitid(P_PID, static_cast<id_t>(id_), &end, WEXITED | WNOHANG | WNOWAIT) == 0 &&
            end.si_pid == id_) {
            ended_ = end.si_code == CLD_EXITED ? end.si_status : 128 + end.si_status;
        } else if (std::chrono::steady_clock::now() >= deadline) {
            return std::nullopt;
        } else {
            std::this_thread::sleep_for(turn);
        }
    }
    return ended_;
}

void ChildProcess::signal(int number) const {
    if (id_ > 0 && !ended_) {
        kill(id_, number);
    }
}

int ChildProcess::terminate(std::chrono::milliseconds limit) {
    signal(SIGTERM);
    const auto code = wait(limit);
    kill9();
    return code.value_or(128 + SIGKILL);
}

void ChildProcess::kill9() {
    if (id_ <= 0) {
        return;
    }
    kill(-id_, SIGKILL);
    int status = 0;
    waitpid(id_, &status, 0);
    if (!ended_) {
        ended_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    }
    id_ = -1;
}

} // namespace lanterne::simulator
