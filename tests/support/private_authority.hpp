#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/temp_folder.hpp"

namespace lanterne::support {

/// Files of one who may connect, all PEM.
struct Credentials {
    std::filesystem::path certificate; ///< empty: none
    std::filesystem::path key;
};

/// An authority of the test program's own, made and used by tools/authority/lanterne-authority. Its
/// broker is 127.0.0.1. Gone with this object.
class PrivateAuthority {
public:
    PrivateAuthority();

    std::filesystem::path folder() const { return folder_.path() / "authority"; }

    std::filesystem::path certificate() const { return folder() / "authority.crt"; }

    /// What a signed unit is given.
    std::filesystem::path answer(const std::string& serial) const {
        return folder() / "answers" / (serial + ".pem");
    }

    /// Runs `lanterne-authority COMMAND FOLDER words...`. Throws with what it said when it fails.
    void run(std::string_view command, std::vector<std::string> words = {}) const;

    /// A unit as a new key, a request and its signing make it.
    Credentials enrol(const std::string& serial);

    /// What the authority itself would refuse: any common name, such as "#", and any use.
    Credentials sign_anything(const std::string& name, const std::string& use = "clientAuth");

private:
    std::filesystem::path new_request(const std::string& name, const std::string& subject) const;

    TempFolder folder_;
    int made_ = 0;
};

} // namespace lanterne::support
