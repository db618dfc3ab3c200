#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tests/support/private_postgres.hpp"
#include "tests/support/temp_folder.hpp"

namespace lanterne::tools {

/// A machine on which the package lanterne-server has just been unpacked, as far as a folder can be
/// one: all files where debian/lanterne-server.install says, and the test program's PostgreSQL,
/// from which what an earlier one made there is gone. One at a time. Gone with this object.
class ServerRoot {
public:
    ServerRoot();

    std::filesystem::path path() const { return folder_.path() / "root"; }

    std::filesystem::path etc() const { return path() / "etc/lanterne"; }

    struct Ended {
        int code = -1;
        std::string said;
    };

    /// lanterne-server-setup --root, and those words.
    Ended set_up(std::vector<std::string> words);
    /// /usr/lib/lanterne/after-upgrade --root, and those words.
    Ended after_upgrade(std::vector<std::string> words);
    /// Any program, with the environment in which its PostgreSQL is found.
    Ended run(std::vector<std::string> words);

    /// Of the programs, without their own role.
    std::map<std::string, std::string> environment() const;

    /// Of the database "lanterne"; there once it was set up.
    std::string conninfo() const;
    bool has_database();

    /// Each file below etc and what is in it; a link: where it points to.
    std::map<std::string, std::string> settings() const;

private:
    void install(const std::string& line) const;

    support::TempFolder folder_;
    std::string server_ = support::shared_postgres().empty_database();
};

} // namespace lanterne::tools
