#pragma once

#include <filesystem>
#include <stdexcept>

#include "core/exchange/race_folder.hpp"

namespace lanterne::web {

inline constexpr std::size_t max_folder_files = 100;

/// A race folder cannot be read or written: a sentence that says which and why.
struct FolderError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// The regular files of a folder (not below it) whose names end in .toml, .csv or .gpx; others are
/// passed over. Throws FolderError: no such folder, too many files, one too large.
exchange::FolderFiles read_folder(const std::filesystem::path& folder);

/// Writes each file anew into the folder, which is made when it is missing; other files there stay.
/// Throws FolderError.
void write_folder(const std::filesystem::path& folder, const exchange::FolderFiles& files);

} // namespace lanterne::web
