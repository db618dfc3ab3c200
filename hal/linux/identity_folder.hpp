#pragma once

#include <filesystem>

#include "hal/identity_store.hpp"

namespace lanterne::hal::linux_system {

/// An identity in a folder: each set is a folder of its own, mode 0700, its files 0600; the names
/// `current` and `prepared` are links to them, so that one rename changes who the unit is.
class IdentityFolder final : public hal::IdentityStore {
public:
    static constexpr std::size_t max_file_bytes = 65'536;

    /// Nothing is made or read yet.
    explicit IdentityFolder(const std::filesystem::path& folder);

    std::filesystem::path current() const { return folder_ / "current"; }

    std::filesystem::path prepared_folder() const { return folder_ / "prepared"; }

    bool has_current() const override;
    std::optional<std::string> prepared(std::string_view name) const override;
    void prepare(std::span<const hal::IdentityFile> files) override;
    void complete(std::span<const hal::IdentityFile> files) override;

private:
    std::filesystem::path make_set() const;
    void remove_unnamed_sets() const;

    std::filesystem::path folder_;
};

} // namespace lanterne::hal::linux_system
