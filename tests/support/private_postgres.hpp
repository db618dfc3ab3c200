#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace lanterne::support {

/// off: fast, in memory where that has room, and a kill may cost what was committed.
/// in_memory: set as in the field, on files in memory: no kill of a process costs anything.
/// on: as in the field, on the disk and at its pace.
enum class Durability { off, in_memory, on };

/// A PostgreSQL cluster of the test program's own: a socket in a temporary folder, no TCP, gone
/// with this object. Takes about a second to make in memory, a database in it 0.05 s; on a disk
/// several times that.
class PrivatePostgres {
public:
    /// `more`: settings (name=value) besides or instead of ours.
    explicit PrivatePostgres(Durability durability = Durability::off,
                             std::vector<std::string> more = {});
    ~PrivatePostgres();
    PrivatePostgres(const PrivatePostgres&) = delete;
    PrivatePostgres& operator=(const PrivatePostgres&) = delete;

    /// The conninfo of a new database with all migrations applied, by a superuser. It belongs to
    /// lanterne-migrate and has the roles and rights of tools/database: a program that a test
    /// starts works there under its own (as_role()).
    std::string fresh_database();
    /// The conninfo of a new database with nothing in it.
    std::string empty_database();

    /// SIGKILL to the postmaster; its children end with it. Returns when no process is left.
    void kill9();
    /// After kill9() or stop(): the same cluster again. Returns when it takes connections.
    void start();
    /// In order, without waiting for its clients.
    void stop();
    /// SIGSTOP to every process of the cluster, and SIGCONT: a server that does not answer.
    void freeze();
    void thaw();

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// The same database for another role of the cluster, such as "lanterne-ingest".
std::string as_role(std::string conninfo, std::string_view role);

/// One per test program, with Durability::off, made at the first call.
PrivatePostgres& shared_postgres();

} // namespace lanterne::support
