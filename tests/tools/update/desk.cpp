#include "tests/tools/update/desk.hpp"

#include <fstream>
#include <stdexcept>

#include "tests/support/child_process.hpp"

namespace lanterne::tools {

namespace fs = std::filesystem;

namespace {

void write(const fs::path& file, const std::string& text) {
    fs::create_directories(file.parent_path());
    std::ofstream{file, std::ios::binary} << text;
}

/// As far as an image is judged by it: a 64-bit ELF program by its first bytes, of about the size
/// of ours.
std::string program(char machine) {
    std::string bytes(900'000, '\0');
    bytes.replace(0, 5,
                  "\x7f"
                  "ELF\x02");
    bytes[18] = machine;
    return bytes;
}

void succeed(const Answer& answer) {
    if (answer.code != 0) {
        throw std::runtime_error{answer.said};
    }
}

} // namespace

bool Desk::present() {
    return fs::exists("/usr/bin/rauc") && fs::exists("/usr/bin/mksquashfs") &&
           fs::exists("/usr/sbin/mke2fs") && fs::exists("/usr/sbin/debugfs");
}

Desk::Desk() { succeed(bundle({"keys", path("keys")})); }

fs::path Desk::path(const std::string& name) const { return folder_.path() / name; }

Answer Desk::run(std::vector<std::string> words,
                 std::map<std::string, std::string> environment) const {
    const fs::path output = path("said");
    fs::remove(output);
    words.front() = words.front().find('/') == std::string::npos
                        ? support::find_program(words.front()).string()
                        : words.front();
    environment.emplace("TMPDIR", folder_.path());
    support::ChildProcess child{
        {.words = std::move(words), .environment = std::move(environment), .output = output}};
    const auto code = child.wait();
    return {code, support::read_text(output)};
}

Answer Desk::bundle(std::vector<std::string> words) const {
    words.insert(words.begin(), LANTERNE_SOURCE_FOLDER "/tools/update/lanterne-bundle");
    return run(std::move(words));
}

std::string Desk::board_says(const std::string& board, const std::string& wish) const {
    const std::string tracker = LANTERNE_BUILD_FOLDER "/bin/lanterne-tracker";
    const std::string boards = LANTERNE_SOURCE_FOLDER "/boards";
    const Answer answer = run({tracker, "board", board, "--boards", boards, wish});
    succeed(answer);
    return answer.said;
}

fs::path Desk::system(const std::string& board, char machine) const {
    const fs::path root = path("system");
    fs::remove_all(root);
    write(root / "etc/rauc/system.conf", board_says(board, "--rauc"));
    write(root / "etc/rauc/keyring.pem", support::read_text(path("keys") / "authority.crt"));
    write(root / "usr/bin/lanterne-tracker", program(machine));
    write(root / "usr/share/lanterne/boards" / board / "board.toml",
          support::read_text(fs::path{LANTERNE_SOURCE_FOLDER} / "boards" / board / "board.toml"));
    return root;
}

std::string Desk::image(const fs::path& folder) const {
    const std::string image = path("root.ext4");
    fs::remove(image);
    succeed(run({"/usr/sbin/mke2fs", "-q", "-t", "ext4", "-d", folder, image, "4M"}));
    return image;
}

std::string Desk::boot_image() const {
    const std::string image = path("boot.vfat");
    std::string bytes(2'097'152, '\0');
    bytes.replace(510, 2, "\x55\xaa");
    write(image, bytes);
    return image;
}

Answer Desk::make(const std::string& board, const std::string& image,
                  const std::vector<std::string>& more) const {
    std::vector<std::string> words{"make",
                                   board,
                                   image,
                                   "--version",
                                   "1.2",
                                   "--cert",
                                   path("keys") / "signer.crt",
                                   "--key",
                                   path("keys") / "signer.key",
                                   "--to",
                                   path("new.raucb")};
    words.insert(words.end(), more.begin(), more.end());
    return bundle(std::move(words));
}

std::string Desk::good_bundle() const {
    succeed(make("beagleplay", image(system("beagleplay", arm64))));
    return path("new.raucb");
}

Answer Desk::verify(const std::string& file, const std::string& board) const {
    return bundle({"verify", file, "--board", board, "--keyring", path("keys") / "authority.crt"});
}

} // namespace lanterne::tools
