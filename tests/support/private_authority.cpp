#include "tests/support/private_authority.hpp"

#include <fstream>

#include "tests/support/child_process.hpp"

namespace lanterne::support {
namespace {

void openssl(std::vector<std::string> words) {
    words.insert(words.begin(), find_program("openssl"));
    run_to_end({.words = std::move(words)});
}

} // namespace

PrivateAuthority::PrivateAuthority() { run("init", {"127.0.0.1"}); }

void PrivateAuthority::run(std::string_view command, std::vector<std::string> words) const {
    words.insert(words.begin(), {LANTERNE_SOURCE_FOLDER "/tools/authority/lanterne-authority",
                                 std::string{command}, folder().string()});
    run_to_end({.words = std::move(words)});
}

std::filesystem::path PrivateAuthority::new_request(const std::string& name,
                                                    const std::string& subject) const {
    const auto path = folder_.path() / name;
    openssl({"req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
             "-keyout", path.string() + ".key", "-subj", subject, "-out", path.string() + ".csr"});
    return path;
}

Credentials PrivateAuthority::enrol(const std::string& serial) {
    const auto path = new_request(serial, "/CN=" + serial);
    run("sign", {path.string() + ".csr", "--serial", serial, "--again"});
    // The unit's copy stays when the authority takes its own away.
    std::filesystem::copy_file(answer(serial), path.string() + ".crt",
                               std::filesystem::copy_options::overwrite_existing);
    return {.certificate = path.string() + ".crt", .key = path.string() + ".key"};
}

Credentials PrivateAuthority::sign_anything(const std::string& name, const std::string& use) {
    std::string subject = "/CN=";
    for (const char letter : name) {
        subject += letter == '/' ? "\\/" : std::string{letter};
    }
    const auto path = new_request("anything" + std::to_string(++made_), subject);
    std::ofstream{path.string() + ".ext"} << "extendedKeyUsage = " << use << '\n';
    openssl({"x509", "-req", "-in", path.string() + ".csr", "-CA", certificate().string(), "-CAkey",
             (folder() / "authority.key").string(), "-days", "1", "-extfile",
             path.string() + ".ext", "-out", path.string() + ".crt"});
    return {.certificate = path.string() + ".crt", .key = path.string() + ".key"};
}

} // namespace lanterne::support
