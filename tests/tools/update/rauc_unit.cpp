#include "tests/tools/update/rauc_unit.hpp"

#include <fstream>
#include <stdexcept>

#include <fmt/format.h>
#include <unistd.h>

#include "tests/support/waiting.hpp"
#include "tests/tools/update/stand_in.hpp"

namespace lanterne::tools {

namespace fs = std::filesystem;

namespace {

constexpr std::uintmax_t slot_bytes = 4'194'304; // as the desk's images

constexpr std::string_view bus_settings = R"(<!DOCTYPE busconfig PUBLIC
"-//freedesktop//DTD D-BUS Bus Configuration 1.0//EN"
"http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>system</type><listen>unix:path={}</listen><policy context="default">
<allow user="*"/><allow own="*"/><allow send_destination="*"/><allow receive_sender="*"/>
</policy></busconfig>
)";

constexpr std::string_view system_settings = R"([system]
compatible=beagleplay
bootloader=custom
bundle-formats=plain
data-directory={0}/data
mountprefix={0}/mnt
[keyring]
path={1}
check-purpose=codesign
[handlers]
pre-install={0}/bin/may-update
bootloader-custom-backend={0}/bin/tryboot-slots
[slot.rootfs.0]
device={0}/slot-a
type=ext4
bootname=A
[slot.rootfs.1]
device={0}/slot-b
type=ext4
bootname=B
[slot.boot.0]
device={0}/p2
type=raw
parent=rootfs.0
[slot.boot.1]
device={0}/p3
type=raw
parent=rootfs.1
)";

void write(const fs::path& file, std::string_view text) {
    fs::create_directories(file.parent_path());
    std::ofstream{file} << text;
}

} // namespace

bool RaucUnit::possible() {
    return Desk::present() && ::geteuid() == 0 && fs::exists("/dev/loop-control") &&
           fs::exists("/usr/bin/dbus-daemon") &&
           support::read_text("/proc/filesystems").find("squashfs") != std::string::npos;
}

RaucUnit::RaucUnit(const Desk& desk) : desk_{desk} {
    write_system();
    start_bus();
    start_from("A");
}

fs::path RaucUnit::path(const std::string& name) const { return home_.path() / name; }

void RaucUnit::write_system() const {
    const std::string home = home_.path();
    const std::string tools = fs::absolute(LANTERNE_SOURCE_FOLDER "/tools/update");
    write(path("etc/rauc/system.conf"),
          fmt::format(system_settings, home, (desk_.path("keys") / "authority.crt").string()));
    write(path("boot/autoboot/autoboot.txt"),
          "[all]\ntryboot_a_b=1\nboot_partition=2\n[tryboot]\nboot_partition=3\n");
    for (const char* slot : {"slot-a", "slot-b", "p2", "p3"}) {
        write(path(slot), "as it was");
        fs::resize_file(path(slot), slot_bytes);
    }
    stand_in(path("bin/may-update"), fmt::format("exec {}/may-update --root {}\n", tools, home));
    stand_in(path("bin/tryboot-slots"),
             fmt::format("LANTERNE_ROOT={} exec {}/tryboot-slots \"$@\"\n", home, tools));
    stand_in(path("bin/rauc"),
             fmt::format("exec /usr/bin/rauc --conf={}/etc/rauc/system.conf \"$@\"\n", home));
    fs::create_directories(path("run"));
    fs::create_directories(path("var/lib/lanterne-update"));
    touch(path("var/lib/lanterne-tracker/identity/current/unit.crt"));
    touch(path("var/lib/lanterne-update/proven"));
}

void RaucUnit::start_bus() {
    write(path("bus.conf"), fmt::format(bus_settings, path("bus").string()));
    bus_ = std::make_unique<support::ChildProcess>(support::Command{
        .words = {"/usr/bin/dbus-daemon", "--nofork", "--config-file=" + path("bus.conf").string()},
        .output = path("bus.log")});
    if (!support::wait_until([&] { return support::listens(path("bus")); })) {
        throw std::runtime_error{support::read_text(path("bus.log"))};
    }
}

void RaucUnit::start_from(const std::string& slot) {
    service_.reset();
    fs::remove(path("run/lanterne-tried-slot"));
    service_ = std::make_unique<support::ChildProcess>(support::Command{
        .words = {path("bin/rauc"), "--override-boot-slot=" + slot, "service"},
        .environment = {{"PATH", path("bin").string() + ":/usr/bin:/bin"},
                        {"DBUS_SYSTEM_BUS_ADDRESS", "unix:path=" + path("bus").string()}},
        .output = path("service.log")});
    const auto answers = [&] {
        return rauc({"status"})
                   .said.find("Booted from: rootfs." + std::string(slot == "A" ? "0" : "1")) !=
               std::string::npos;
    };
    if (!support::wait_until(answers)) {
        throw std::runtime_error{support::read_text(path("service.log"))};
    }
}

void RaucUnit::tracker_says(const std::string& reason, int code) const {
    stand_in(path("bin/lanterne-tracker"), fmt::format("echo '{}'\nexit {}\n", reason, code));
}

Answer RaucUnit::rauc(std::vector<std::string> words) const {
    words.insert(words.begin(), path("bin/rauc"));
    return desk_.run(std::move(words),
                     {{"DBUS_SYSTEM_BUS_ADDRESS", "unix:path=" + path("bus").string()}});
}

Answer RaucUnit::mark_good() const {
    const std::string script = LANTERNE_SOURCE_FOLDER "/tools/update/mark-good";
    return desk_.run({script, "--root", home_.path(), "--every", "0.1"},
                     {{"DBUS_SYSTEM_BUS_ADDRESS", "unix:path=" + path("bus").string()},
                      {"PATH", path("bin").string() + ":/usr/bin:/bin"}});
}

std::string RaucUnit::slot(const std::string& name) const { return support::read_text(path(name)); }

} // namespace lanterne::tools
