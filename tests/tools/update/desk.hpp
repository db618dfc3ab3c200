#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tests/support/temp_folder.hpp"

namespace lanterne::tools {

struct Answer {
    std::optional<int> code;
    std::string said; ///< on both streams
};

/// A club's desk where updates are made: its update authority, images of boards, and bundles, all
/// in a folder of its own.
class Desk {
public:
    /// Without rauc and what makes images nobody can make a bundle: a test is left out.
    [[nodiscard]] static bool present();

    Desk();

    [[nodiscard]] std::filesystem::path path(const std::string& name) const;

    [[nodiscard]] Answer run(std::vector<std::string> words,
                             std::map<std::string, std::string> environment = {}) const;
    [[nodiscard]] Answer bundle(std::vector<std::string> words) const;

    /// What `lanterne-tracker board` says of a board of this repository.
    [[nodiscard]] std::string board_says(const std::string& board, const std::string& wish) const;

    /// The folder that image() makes an image of, for a test to change: a system of the board, as
    /// far as a bundle is judged by it. Its program is the first bytes of one for `machine` (of
    /// ELF).
    [[nodiscard]] std::filesystem::path system(const std::string& board, char machine) const;
    /// An ext4 image of a folder, 4 MiB.
    [[nodiscard]] std::string image(const std::filesystem::path& folder) const;
    /// What passes for a FAT image, 2 MiB.
    [[nodiscard]] std::string boot_image() const;

    /// A good one of a BeaglePlay.
    [[nodiscard]] std::string good_bundle() const;
    [[nodiscard]] Answer make(const std::string& board, const std::string& image,
                              const std::vector<std::string>& more = {}) const;
    [[nodiscard]] Answer verify(const std::string& bundle,
                                const std::string& board = "beagleplay") const;

    static constexpr char arm64 = '\xb7';
    static constexpr char amd64 = '\x3e';

private:
    support::TempFolder folder_;
};

} // namespace lanterne::tools
