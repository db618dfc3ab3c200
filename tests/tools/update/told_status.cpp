#include "tests/tools/update/told_status.hpp"

#include <fstream>

#include "firmware/status/status_text.hpp"
#include "hal/linux/clock.hpp"

namespace lanterne::tools {

namespace fs = std::filesystem;

fs::path status_of(const fs::path& root) { return root / "run/lanterne-tracker/status.toml"; }

void tell(const fs::path& root, firmware::UnitStatus status) {
    const hal::linux_system::Clock clock;
    status.unit.written = std::chrono::floor<Milliseconds>(clock.steady().time_since_epoch());
    const fs::path file = status_of(root);
    const fs::path next = file.string() + ".next";
    fs::create_directories(file.parent_path());
    std::ofstream{next} << firmware::to_toml(status);
    fs::rename(next, file);
}

std::string path_with_the_tracker() {
    return fs::absolute(LANTERNE_BUILD_FOLDER "/bin").string() + ":/usr/bin:/bin";
}

} // namespace lanterne::tools
