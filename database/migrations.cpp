#include "database/migrations.hpp"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <map>
#include <optional>

#include <fmt/format.h>

namespace lanterne::database {
namespace {

namespace fs = std::filesystem;

struct Applied {
    std::string name;
    std::string sha256;
};

/// Any number will do, if all migrators use the same and nobody else does.
constexpr std::string_view lock_script = "SELECT pg_advisory_lock(7307199728130548)";
constexpr std::string_view unlock_script = "SELECT pg_advisory_unlock(7307199728130548)";

constexpr std::string_view make_table = R"sql(
    CREATE TABLE IF NOT EXISTS public.schema_migration (
        version    integer NOT NULL,
        name       text NOT NULL,
        sha256     text NOT NULL,
        applied_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT schema_migration_pk PRIMARY KEY (version)
    ))sql";

/// 0012_word_word.sql, or nothing.
std::optional<int> version_of(const std::string& file) {
    constexpr std::size_t digits = 4;
    constexpr std::size_t least_size = digits + std::string_view{"_x.sql"}.size();
    int version = 0;
    const auto [end, error] = std::from_chars(file.data(), file.data() + digits, version);
    const bool named = file.size() >= least_size && file[digits] == '_' &&
                       std::all_of(file.begin(), file.end() - 4, [](char c) {
                           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
                       });
    if (error != std::errc{} || end != file.data() + digits || !named || version < 1) {
        return std::nullopt;
    }
    return version;
}

std::string read_sql(const fs::path& file) {
    std::ifstream in{file, std::ios::binary};
    std::string sql{std::istreambuf_iterator<char>{in}, {}};
    if (in.bad() || sql.empty()) {
        throw MigrationRefused{fmt::format("{}: empty, or cannot be read", file.string())};
    }
    return sql;
}

Migration read_migration(const fs::path& file) {
    const auto version = version_of(file.filename().string());
    if (!version) {
        throw MigrationRefused{
            fmt::format("{}: a migration is called NNNN_words_in_small_letters.sql, NNNN from 0001",
                        file.string())};
    }
    return {*version, file.stem().string(), read_sql(file)};
}

std::string sha256(Connection& database, const std::string& text) {
    return database
        .execute("SELECT encode(sha256($1), 'hex')",
                 Parameters{}.add(std::as_bytes(std::span{text.data(), text.size()})))
        .get<std::string>(0, 0);
}

bool has_table(Connection& database, const char* name) {
    return database.execute("SELECT to_regclass($1) IS NOT NULL", Parameters{}.add(name))
        .get<bool>(0, 0);
}

std::map<int, Applied> applied_migrations(Connection& database) {
    std::map<int, Applied> applied;
    if (!has_table(database, "public.schema_migration")) {
        return applied;
    }
    const Rows rows = database.execute("SELECT version, name, sha256 FROM public.schema_migration");
    for (std::size_t i = 0; i < rows.size(); ++i) {
        applied.emplace(rows.get<std::int32_t>(i, 0),
                        Applied{rows.get<std::string>(i, 1), rows.get<std::string>(i, 2)});
    }
    return applied;
}

void check_applied(Connection& database, const std::map<int, Applied>& applied,
                   const std::vector<Migration>& files, const fs::path& folder) {
    for (const auto& [version, known] : applied) {
        const auto file = std::find_if(files.begin(), files.end(), [&](const Migration& one) {
            return one.name == known.name;
        });
        if (file == files.end()) {
            throw MigrationRefused{
                fmt::format("the database has migration {}, which {} lacks: it belongs to a newer "
                            "or another Lanterne, run that one's lanterne-migrate",
                            known.name, folder.string())};
        }
        if (sha256(database, file->sql) != known.sha256) {
            throw MigrationRefused{
                fmt::format("{}/{}.sql was changed after it was applied: restore the file, and put "
                            "the change into a new migration",
                            folder.string(), known.name)};
        }
    }
}

/// Within a transaction, which the script must not end; `name` is its file's, for messages.
void run_within(Connection& database, const std::string& sql, const std::string& name) {
    constexpr auto transaction_id = "SELECT pg_current_xact_id()::text";
    const auto id = database.execute(transaction_id).get<std::string>(0, 0);
    database.run_script(sql);
    if (database.execute(transaction_id).get<std::string>(0, 0) != id) {
        throw MigrationRefused{name + " ends the transaction that it runs in: take "
                                      "COMMIT, ROLLBACK and BEGIN out of it"};
    }
}

void apply(Connection& database, const Migration& migration) {
    Transaction transaction{database};
    run_within(database, migration.sql, migration.name + ".sql");
    database.execute(
        "INSERT INTO public.schema_migration (version, name, sha256) VALUES ($1, $2, $3)",
        Parameters{}
            .add(migration.version)
            .add(migration.name)
            .add(sha256(database, migration.sql)));
    transaction.commit();
}

/// Held by the session, through the transactions of all files.
class MigrationLock {
public:
    explicit MigrationLock(Connection& database) : database_{database} {
        database_.run_script(std::string{lock_script}); // as a script: it may wait for long
    }

    ~MigrationLock() {
        try {
            database_.run_script(std::string{unlock_script});
        } catch (const std::exception&) {
            // The connection is lost, and the lock with it.
        }
    }

    MigrationLock(const MigrationLock&) = delete;
    MigrationLock& operator=(const MigrationLock&) = delete;

private:
    Connection& database_;
};

} // namespace

std::vector<Migration> read_migrations(const fs::path& folder) {
    std::error_code error;
    std::vector<Migration> migrations;
    for (const auto& entry : fs::directory_iterator{folder, error}) {
        if (entry.path().extension() == ".sql") {
            migrations.push_back(read_migration(entry.path()));
        }
    }
    if (error || migrations.empty()) {
        throw MigrationRefused{fmt::format("{}: no folder with migrations", folder.string())};
    }
    std::sort(migrations.begin(), migrations.end(),
              [](const Migration& a, const Migration& b) { return a.version < b.version; });
    for (std::size_t i = 1; i < migrations.size(); ++i) {
        if (migrations[i].version == migrations[i - 1].version) {
            throw MigrationRefused{fmt::format("{}: {} and {} have one number", folder.string(),
                                               migrations[i - 1].name, migrations[i].name)};
        }
    }
    return migrations;
}

std::vector<Migration> pending_migrations(Connection& database, const fs::path& folder) {
    const auto files = read_migrations(folder);
    const auto applied = applied_migrations(database);
    check_applied(database, applied, files, folder);
    std::vector<Migration> pending;
    for (const Migration& file : files) {
        if (applied.contains(file.version)) {
            continue;
        }
        if (!applied.empty() && file.version < applied.rbegin()->first) {
            throw MigrationRefused{
                fmt::format("{}/{}.sql comes before {}, which is applied already: give it a number "
                            "after that",
                            folder.string(), file.name, applied.rbegin()->second.name)};
        }
        pending.push_back(file);
    }
    return pending;
}

std::vector<std::string> migrate(Connection& database, const fs::path& folder) {
    const MigrationLock lock{database};
    const auto pending = pending_migrations(database, folder);
    database.run_script(std::string{make_table});
    std::vector<std::string> applied;
    for (const Migration& migration : pending) {
        apply(database, migration);
        applied.push_back(migration.name);
    }
    return applied;
}

void apply_grants(Connection& database, const fs::path& file) {
    const std::string sql = read_sql(file);
    const MigrationLock lock{database};
    Transaction transaction{database};
    run_within(database, sql, file.filename().string());
    transaction.commit();
}

std::int64_t draw_new_store(Connection& database) {
    // 62 random bits of an UUID: never 0, never negative.
    return database
        .execute(R"sql(
            UPDATE race.store
               SET store = ('x0' || substr(replace(gen_random_uuid()::text, '-', ''), 1, 15))::bit(64)::bigint + 1
            RETURNING store)sql")
        .get<std::int64_t>(0, 0);
}

} // namespace lanterne::database
