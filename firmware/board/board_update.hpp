#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "firmware/board/toml_reader.hpp"

namespace lanterne::firmware {

/// Who chooses the slot at the board's start, and tries a new one before it is believed.
enum class Bootloader : std::uint8_t {
    uboot,   ///< U-Boot, by RAUC's own variables: BOOT_ORDER, BOOT_A_LEFT, BOOT_B_LEFT
    tryboot, ///< the Raspberry Pi's firmware, by autoboot.txt and its tryboot flag
};

/// What the Raspberry Pi's firmware reads of each slot: a FAT with kernel and cmdline.txt.
struct BootSlots {
    std::string autoboot; ///< the first partition, that of autoboot.txt: it names one of these two
    std::string device_a; ///< ends in the number that autoboot.txt names
    std::string device_b;
    std::uint32_t size_mib = 0; ///< of each
};

/// How a card is laid out whose system RAUC replaces as a whole: two slots, and a partition that no
/// update writes to.
struct BoardUpdate {
    Bootloader bootloader = Bootloader::uboot;
    std::string root_a; ///< devices, absolute
    std::string root_b;
    std::uint32_t root_mib = 0;    ///< of each
    std::optional<BootSlots> boot; ///< with `tryboot`
    std::string data;              ///< journal and identity lie there
};

/// The section [update] of a board, or nothing when the board has none: then its system is updated
/// by apt. Throws SettingsError.
std::optional<BoardUpdate> read_update(TomlReader& reader);

std::string_view to_text(Bootloader bootloader);

/// The text of RAUC 1.8's /etc/rauc/system.conf: `compatible` is the board's name.
std::string rauc_system(const std::string& board, const BoardUpdate& update);

/// The text of /etc/fstab: what outlives an update. The root file system is not in it, for each
/// slot is told its own by the bootloader.
std::string slot_mounts(const std::string& board, const BoardUpdate& update);

} // namespace lanterne::firmware
