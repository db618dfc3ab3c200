#include "firmware/board/board_update.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include <fmt/format.h>

namespace lanterne::firmware {
namespace {

constexpr std::array<std::string_view, 2> bootloaders{"uboot", "tryboot"};
constexpr TomlKey bootloader_key{"update", "bootloader"};

bool is_bootloader(std::string_view text) {
    return std::ranges::find(bootloaders, text) != bootloaders.end();
}

constexpr TextRule bootloader_rule{R"(one of "uboot", "tryboot")", is_bootloader};

std::uint32_t mebibytes(TomlReader& reader, std::string_view name, std::int64_t most) {
    return static_cast<std::uint32_t>(reader.number({"update", name}, 32, most));
}

std::string device(TomlReader& reader, std::string_view name) {
    return reader.text({"update", name}, device_path);
}

// The firmware counts partitions of an MBR: 1 to 4 (raspberrypi.com, config.txt, boot_partition).
bool ends_in_partition_of_mbr(std::string_view device) {
    return device.size() >= 2 && device.back() >= '1' && device.back() <= '4' &&
           device[device.size() - 2] == 'p';
}

BootSlots read_boot(TomlReader& reader) {
    BootSlots boot{.autoboot = device(reader, "autoboot"),
                   .device_a = device(reader, "boot_a"),
                   .device_b = device(reader, "boot_b"),
                   .size_mib = mebibytes(reader, "boot_mib", 1'024)};
    for (const auto& [name, path] :
         {std::pair{"boot_a", boot.device_a}, std::pair{"boot_b", boot.device_b}}) {
        if (!ends_in_partition_of_mbr(path)) {
            reader.refuse({"update", name}, "must end in p1 to p4: the firmware counts so far");
        }
    }
    return boot;
}

/// An update that is written over what runs, or over the journal, would be the last one.
void refuse_overlap(const TomlReader& reader, const BoardUpdate& update) {
    std::vector<std::pair<std::string_view, std::string>> places{
        {"root_a", update.root_a}, {"root_b", update.root_b}, {"data", update.data}};
    if (update.boot) {
        places.emplace_back("autoboot", update.boot->autoboot);
        places.emplace_back("boot_a", update.boot->device_a);
        places.emplace_back("boot_b", update.boot->device_b);
    }
    for (auto place = places.begin(); place != places.end(); ++place) {
        const auto same = std::find_if(places.begin(), place, [&](const auto& earlier) {
            return earlier.second == place->second;
        });
        if (same != place) {
            reader.refuse({"update", place->first},
                          fmt::format("must be another device than {}", same->first));
        }
    }
}

std::string slot(std::string_view name, std::string_view device, std::string_view type,
                 std::string_view last) {
    return fmt::format("\n[slot.{}]\ndevice={}\ntype={}\n{}\n", name, device, type, last);
}

} // namespace

std::optional<BoardUpdate> read_update(TomlReader& reader) {
    const auto bootloader = reader.optional_text(bootloader_key, bootloader_rule);
    if (!bootloader) {
        return std::nullopt;
    }
    BoardUpdate update{.bootloader =
                           *bootloader == "tryboot" ? Bootloader::tryboot : Bootloader::uboot,
                       .root_a = device(reader, "root_a"),
                       .root_b = device(reader, "root_b"),
                       .root_mib = mebibytes(reader, "root_mib", 16'384),
                       .data = device(reader, "data")};
    if (update.bootloader == Bootloader::tryboot) {
        update.boot = read_boot(reader);
    }
    refuse_overlap(reader, update);
    return update;
}

std::string_view to_text(Bootloader bootloader) {
    return bootloaders[static_cast<std::size_t>(bootloader)];
}

std::string rauc_system(const std::string& board, const BoardUpdate& update) {
    const bool tryboot = update.bootloader == Bootloader::tryboot;
    std::string text =
        fmt::format("# /etc/rauc/system.conf, made by: lanterne-tracker board {0} --rauc\n"
                    "[system]\n"
                    "compatible={0}\n"
                    "bootloader={1}\n"
                    "bundle-formats=plain\n"
                    "data-directory=/data/rauc\n"
                    "\n"
                    "[keyring]\n"
                    "path=/etc/rauc/keyring.pem\n"
                    "check-purpose=codesign\n"
                    "\n"
                    "[handlers]\n"
                    "pre-install=/usr/lib/lanterne/may-update\n"
                    "{2}",
                    board, tryboot ? "custom" : "uboot",
                    tryboot ? "bootloader-custom-backend=/usr/lib/lanterne/tryboot-slots\n" : "");
    text += slot("rootfs.0", update.root_a, "ext4", "resize=true\nbootname=A");
    text += slot("rootfs.1", update.root_b, "ext4", "resize=true\nbootname=B");
    if (update.boot) {
        text += slot("boot.0", update.boot->device_a, "vfat", "parent=rootfs.0");
        text += slot("boot.1", update.boot->device_b, "vfat", "parent=rootfs.1");
    }
    return text;
}

std::string slot_mounts(const std::string& board, const BoardUpdate& update) {
    // nofail: a unit whose data cannot be mounted starts all the same, and can be looked at.
    std::string text = fmt::format("# /etc/fstab, made by: lanterne-tracker board {} --fstab\n"
                                   "{} /data ext4 noatime,nofail,x-systemd.device-timeout=30s 0 2\n"
                                   "/data/lanterne-tracker /var/lib/lanterne-tracker none "
                                   "bind,nofail,x-systemd.requires-mounts-for=/data 0 0\n"
                                   "/data/lanterne /etc/lanterne none "
                                   "bind,nofail,x-systemd.requires-mounts-for=/data 0 0\n",
                                   board, update.data);
    if (update.boot) {
        text += fmt::format("{} /boot/autoboot vfat noatime,nofail,umask=0077 0 2\n",
                            update.boot->autoboot);
    }
    return text;
}

} // namespace lanterne::firmware
