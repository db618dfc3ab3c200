#include "tests/tools/server/server_root.hpp"

#include <fstream>
#include <sstream>
#include <stdexcept>

#include <glob.h>

#include "database/connection.hpp"
#include "tests/support/child_process.hpp"

namespace lanterne::tools {

namespace fs = std::filesystem;

namespace {

std::vector<fs::path> matching(const std::string& pattern) {
    glob_t found{};
    std::vector<fs::path> paths;
    if (glob(pattern.c_str(), 0, nullptr, &found) == 0) {
        paths.assign(found.gl_pathv, found.gl_pathv + found.gl_pathc);
    }
    globfree(&found);
    return paths;
}

/// And whom it is reached by, as Debian has it.
void forget_lanterne(const std::string& server) {
    database::Connection connection{server};
    connection.run_script("DROP DATABASE IF EXISTS lanterne WITH (FORCE)");
    connection.run_script(
        "DROP ROLE IF EXISTS \"lanterne-ingest\", \"lanterne-web\", \"lanterne-migrate\", postgres;"
        "CREATE ROLE postgres LOGIN SUPERUSER");
}

} // namespace

ServerRoot::ServerRoot() {
    // Programs run as accounts of their own in there.
    fs::permissions(folder_.path(), fs::perms::group_exec | fs::perms::others_exec,
                    fs::perm_options::add);
    std::ifstream lines{LANTERNE_SOURCE_FOLDER "/debian/lanterne-server.install"};
    for (std::string line; std::getline(lines, line);) {
        install(line);
    }
    fs::create_directories(path() / "etc/lanterne/broker/listeners"); // lanterne-server.dirs
    forget_lanterne(server_);
}

/// As dh_install does; the programs are of this build, and the site may not be built at all.
void ServerRoot::install(const std::string& line) const {
    std::istringstream words{line};
    std::string what;
    std::string where;
    words >> what >> where;
    constexpr std::string_view packaged = "build/debian/";
    const bool is_program = what.starts_with(packaged);
    const auto files =
        matching(is_program ? LANTERNE_BUILD_FOLDER "/" + what.substr(packaged.size())
                            : LANTERNE_SOURCE_FOLDER "/" + what);
    if (files.empty() && !what.starts_with("web-api/site/dist")) {
        throw std::runtime_error{"debian/lanterne-server.install: there is no " + what};
    }
    fs::create_directories(path() / where);
    for (const fs::path& file : files) {
        if (is_program) {
            fs::create_symlink(fs::absolute(file), path() / where / file.filename());
        } else {
            fs::copy(file, path() / where / file.filename(), fs::copy_options::recursive);
        }
    }
}

std::map<std::string, std::string> ServerRoot::environment() const {
    const auto host = server_.substr(5, server_.find(' ') - 5);
    return {{"PGHOST", host}, {"PGPORT", "5432"}};
}

ServerRoot::Ended ServerRoot::run(std::vector<std::string> words) {
    const auto said = folder_.path() / "said";
    fs::remove(said);
    support::ChildProcess child{
        {.words = std::move(words), .environment = environment(), .output = said}};
    const int code = child.wait().value_or(-1);
    return {code, support::read_text(said)};
}

ServerRoot::Ended ServerRoot::set_up(std::vector<std::string> words) {
    words.insert(words.begin(), {path() / "usr/sbin/lanterne-server-setup", "--root", path()});
    return run(std::move(words));
}

ServerRoot::Ended ServerRoot::after_upgrade(std::vector<std::string> words) {
    words.insert(words.begin(), {path() / "usr/lib/lanterne/after-upgrade", "--root", path()});
    return run(std::move(words));
}

std::string ServerRoot::conninfo() const {
    return server_.substr(0, server_.rfind('=')) + "=lanterne";
}

bool ServerRoot::has_database() {
    return database::Connection{server_}
               .execute("SELECT FROM pg_database WHERE datname = 'lanterne'")
               .size() == 1;
}

std::map<std::string, std::string> ServerRoot::settings() const {
    std::map<std::string, std::string> all;
    for (const auto& entry : fs::recursive_directory_iterator{path() / "etc"}) {
        if (entry.is_symlink()) {
            all[entry.path()] = "-> " + fs::read_symlink(entry.path()).string();
        } else if (entry.is_regular_file()) {
            all[entry.path()] = support::read_text(entry.path());
        }
    }
    return all;
}

} // namespace lanterne::tools
