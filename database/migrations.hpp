#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

#include "database/connection.hpp"

namespace lanterne::database {

/// Folder and database do not fit: a migration changed, is unknown, or came out of order. The
/// message says which, and what to do.
struct MigrationRefused : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// One file NNNN_name.sql.
struct Migration {
    int version = 0;
    std::string name; ///< the file's, without .sql
    std::string sql;
};

/// All migrations of a folder by version. Throws MigrationRefused for a .sql file of another name,
/// two of one version, or a folder that cannot be read.
std::vector<Migration> read_migrations(const std::filesystem::path& folder);

/// Those that `database` lacks, in order. Changes nothing. Throws MigrationRefused, and what
/// Connection throws.
std::vector<Migration> pending_migrations(Connection& database,
                                          const std::filesystem::path& folder);

/// Brings the database up to date, each file in its own transaction, one migrator at a time
/// (another waits for it). Returns the names of what it applied. After a throw all files before the
/// one that failed are applied, and nothing of that one.
std::vector<std::string> migrate(Connection& database, const std::filesystem::path& folder);

/// Runs a file that says who may do what: as a whole, one migrator at a time. Any number of times.
/// Throws MigrationRefused when it cannot be read or ends the transaction that it runs in.
void apply_grants(Connection& database, const std::filesystem::path& file);

/// Gives a restored database a new name, so that units send again what it lacks; returns it.
std::int64_t draw_new_store(Connection& database);

} // namespace lanterne::database
