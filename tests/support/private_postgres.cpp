#include "tests/support/private_postgres.hpp"

#include <algorithm>
#include <charconv>
#include <csignal>
#include <cstdlib>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <sys/shm.h>
#include <unistd.h>

#include "database/connection.hpp"
#include "database/migrations.hpp"
#include "tests/support/child_process.hpp"
#include "tests/support/temp_folder.hpp"
#include "tests/support/waiting.hpp"

namespace lanterne::support {
namespace {

namespace fs = std::filesystem;

/// After a kill it writes each of a thousand files with an fsync before it takes connections.
constexpr std::chrono::seconds recovery_patience{300};

/// The name of a file, when it is a number.
std::optional<int> number_in(const fs::path& path) {
    const std::string name = path.filename().string();
    int number = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
    return error == std::errc{} && *end == '\0' ? std::optional{number} : std::nullopt;
}

/// Debian keeps each major version's programs in a folder of their own, outside PATH.
fs::path postgres_programs() {
    if (const char* folder = std::getenv("PG_BINDIR")) {
        return folder;
    }
    std::optional<std::pair<int, fs::path>> newest;
    std::error_code none;
    for (const auto& version : fs::directory_iterator{"/usr/lib/postgresql", none}) {
        const fs::path programs = version.path() / "bin";
        const auto major = number_in(version.path());
        if (major && access((programs / "initdb").c_str(), X_OK) == 0 &&
            (!newest || *major > newest->first)) {
            newest = {*major, programs};
        }
    }
    return newest ? newest->second : find_program("initdb").parent_path();
}

std::vector<std::string> settings(Durability durability, const fs::path& folder) {
    std::vector<std::string> all{
        "listen_addresses=", fmt::format("unix_socket_directories={}", folder.string()),
        "port=5432", "shared_buffers=32MB", "max_wal_size=256MB", "max_connections=60",
        "timezone=UTC",
        "dynamic_shared_memory_type=mmap", // /dev/shm may be missing or tiny
        "autovacuum=off", "logging_collector=off", "restart_after_crash=off",
        // After a kill it would else fsync each of a thousand files before it recovers.
        "recovery_init_sync_method=syncfs"};
    if (durability == Durability::off) {
        all.insert(all.end(), {"fsync=off", "full_page_writes=off", "synchronous_commit=off"});
    }
    return all;
}

/// The fields of /proc/PID/stat after the name, which may hold anything: state, parent, ...
std::istringstream status_of(pid_t process) {
    const std::string text = read_text(fmt::format("/proc/{}/stat", process));
    const auto name_end = text.rfind(')');
    return std::istringstream{name_end == std::string::npos ? "" : text.substr(name_end + 1)};
}

/// As ps shows it; 'Z' also when it is gone.
char state_of(pid_t process) {
    char state = 'Z';
    status_of(process) >> state;
    return state;
}

pid_t parent_of(pid_t process) {
    char state = 0;
    pid_t parent = 0;
    status_of(process) >> state >> parent;
    return parent;
}

} // namespace

struct PrivatePostgres::State {
    State(Durability wanted, std::vector<std::string> other)
        : durability{wanted}, more{std::move(other)} {}

    Durability durability;
    std::vector<std::string> more; ///< settings
    TempFolder folder{durability == Durability::on ? Storage::on_disk : Storage::in_memory};
    fs::path programs = postgres_programs();
    std::optional<Account> account = unprivileged_account();
    std::optional<ChildProcess> server{};
    int databases = 0;
    bool has_template = false;

    fs::path log() const { return folder.path() / "log"; }

    std::string conninfo(const std::string& database) const {
        return fmt::format("host={} port=5432 user=lanterne dbname={}", folder.path().string(),
                           database);
    }

    void make_cluster();
    void start_server();
    std::vector<pid_t> processes() const;
    void signal_all(int number) const;
    void forget_shared_memory() const;
    bool answers() const;
    std::string make_database(const std::string& from);
    void make_template();
};

void PrivatePostgres::State::make_cluster() {
    if (account && chown(folder.path().c_str(), account->user, account->group) != 0) {
        throw std::runtime_error{"cannot give the cluster's folder to its account"};
    }
    run_to_end(
        {.words = {programs / "initdb", "-D", folder.path() / "data", "-U", "lanterne", "-A",
                   "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions"},
         .account = account});
}

/// The postmaster's children. Each leads a process group of its own.
std::vector<pid_t> PrivatePostgres::State::processes() const {
    std::vector<pid_t> children;
    for (const auto& entry : fs::directory_iterator{"/proc"}) {
        const auto process = number_in(entry.path());
        if (process && server && parent_of(*process) == server->id()) {
            children.push_back(*process);
        }
    }
    return children;
}

void PrivatePostgres::State::signal_all(int number) const {
    const auto children = processes();
    server->signal(number);
    for (const pid_t child : children) {
        kill(child, number);
    }
}

/// What a killed cluster leaves in the kernel: line 7 of its pid file says "key id".
void PrivatePostgres::State::forget_shared_memory() const {
    std::istringstream lines{read_text(folder.path() / "data/postmaster.pid")};
    std::string line;
    for (int number = 1; number <= 7; ++number) {
        std::getline(lines, line);
    }
    unsigned long key = 0;
    int id = 0;
    if (std::istringstream{line} >> key >> id) {
        shmctl(id, IPC_RMID, nullptr);
    }
}

bool PrivatePostgres::State::answers() const {
    try {
        database::Connection{conninfo("postgres")}.execute("SELECT 1");
        return true;
    } catch (const database::ConnectionLost&) {
        return false;
    }
}

void PrivatePostgres::State::start_server() {
    Command command{.words = {programs / "postgres", "-D", folder.path() / "data"},
                    .output = log(),
                    .account = account,
                    // An immediate shutdown: SIGKILL would leave its shared memory behind.
                    .death_signal = SIGQUIT};
    for (const std::string& setting : settings(durability, folder.path())) {
        command.words.insert(command.words.end(), {"-c", setting});
    }
    for (const std::string& setting : more) { // of two alike the last counts
        command.words.insert(command.words.end(), {"-c", setting});
    }
    server.emplace(command);
    // After a kill the last backends may still hold the shared memory: the new one ends at once
    // then.
    const bool up = wait_until(
        [&] {
            if (!server->running()) {
                server.emplace(command);
            }
            return answers();
        },
        recovery_patience);
    if (!up) {
        throw std::runtime_error{"PostgreSQL did not start: " + read_text(log())};
    }
}

std::string PrivatePostgres::State::make_database(const std::string& from) {
    const std::string name = fmt::format("test{}", ++databases);
    database::Connection{conninfo("postgres")}.run_script(
        fmt::format("CREATE DATABASE {} TEMPLATE {}", name, from));
    return conninfo(name);
}

void PrivatePostgres::State::make_template() {
    const fs::path source{LANTERNE_SOURCE_FOLDER};
    database::Connection superuser{conninfo("postgres")};
    superuser.run_script(read_text(source / "tools/database/roles.sql"));
    superuser.run_script("CREATE DATABASE migrated OWNER \"lanterne-migrate\"");
    database::Connection connection{as_role(conninfo("migrated"), "lanterne-migrate")};
    database::migrate(connection, source / "database/migrations");
    database::apply_grants(connection, source / "tools/database/grants.sql");
    has_template = true;
}

PrivatePostgres::PrivatePostgres(Durability durability, std::vector<std::string> more)
    : state_{std::make_unique<State>(durability, std::move(more))} {
    state_->make_cluster();
    state_->start_server();
}

PrivatePostgres::~PrivatePostgres() {
    if (state_->server) {
        thaw();
        state_->server->signal(SIGQUIT); // an immediate shutdown
        state_->server->wait();
    } else {
        state_->forget_shared_memory();
    }
}

std::string PrivatePostgres::fresh_database() {
    if (!state_->has_template) {
        state_->make_template();
    }
    return state_->make_database("migrated");
}

std::string PrivatePostgres::empty_database() { return state_->make_database("template0"); }

void PrivatePostgres::kill9() {
    const auto processes = state_->processes();
    state_->server->kill9();
    for (const pid_t process : processes) {
        kill(process, SIGKILL);
    }
    state_->server.reset();
    const auto gone = [&] {
        return std::all_of(processes.begin(), processes.end(),
                           [](pid_t process) { return state_of(process) == 'Z'; });
    };
    if (!wait_until(gone)) {
        throw std::runtime_error{"a process of PostgreSQL outlived SIGKILL"};
    }
}

void PrivatePostgres::start() { state_->start_server(); }

void PrivatePostgres::stop() {
    state_->server->signal(SIGINT); // a fast shutdown
    if (state_->server->wait() != 0) {
        throw std::runtime_error{"PostgreSQL did not stop: " + read_text(state_->log())};
    }
    state_->server.reset();
}

void PrivatePostgres::freeze() { state_->signal_all(SIGSTOP); }

void PrivatePostgres::thaw() { state_->signal_all(SIGCONT); }

std::string as_role(std::string conninfo, std::string_view role) {
    constexpr std::string_view superuser = " user=lanterne ";
    const auto at = conninfo.find(superuser);
    if (at == std::string::npos) {
        throw std::logic_error{"not of a private PostgreSQL: " + conninfo};
    }
    return conninfo.replace(at, superuser.size(), fmt::format(" user={} ", role));
}

PrivatePostgres& shared_postgres() {
    static PrivatePostgres postgres;
    return postgres;
}

} // namespace lanterne::support
