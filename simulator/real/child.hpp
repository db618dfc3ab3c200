#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

namespace lanterne::simulator {

/// Who a server runs as. PostgreSQL refuses to run as root, and gpsd as root would say its
/// receiver's time to the system's clock.
struct Account {
    uid_t user = 0;
    gid_t group = 0;
};

/// Nothing when we are not root ourselves; else `postgres`, or `nobody` where that is missing.
std::optional<Account> unprivileged_account();

/// The program's full path, from PATH or one of the system's sbin folders. Throws when there is
/// none.
std::filesystem::path find_program(const std::string& name);

struct ChildCommand {
    std::vector<std::string> words; ///< the program with its path, then its arguments
    std::map<std::string, std::string> environment{}; ///< besides ours, without PG*
    std::filesystem::path output{}; ///< takes stdout and stderr, appended; empty: nowhere
    std::optional<Account> account{};
    int death_signal = 9; ///< what it gets when the thread that started it dies
};

/// A program in a process group of its own, in our folder (an account of its own may not be let in
/// there: in /), reading nothing. It ends with this object, and with the thread that started it.
class ChildProcess {
public:
    /// How long to wait on the slowest machine that we know of; costs nothing where it ends.
    static constexpr std::chrono::seconds patience{120};

    /// Throws std::system_error when it cannot be started.
    explicit ChildProcess(const ChildCommand& command);
    ~ChildProcess(); ///< kills it
    ChildProcess(ChildProcess&& other) noexcept;
    ChildProcess& operator=(ChildProcess&& other) noexcept;

    /// -1 after kill9().
    pid_t id() const { return id_; }

    bool running() { return !wait(std::chrono::milliseconds{0}); }

    /// Its exit code, or 128 + the signal that ended it; nothing when it still runs after `limit`.
    std::optional<int> wait(std::chrono::milliseconds limit = patience);

    /// SIGTERM to the process alone, and waits. Kills what is still there after `limit`.
    int terminate(std::chrono::milliseconds limit = patience);

    void signal(int number) const; ///< to the process alone; nothing when it has ended

    void kill9(); ///< the whole group; returns when the program is gone

private:
    pid_t id_ = -1;
    std::optional<int> ended_;
};

} // namespace lanterne::simulator
