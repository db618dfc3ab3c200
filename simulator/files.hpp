#pragma once

#include <cstddef>
#include <string>

#include "core/base/result.hpp"
#include "core/exchange/race_folder.hpp"

namespace lanterne::simulator {

/// The whole file, or a sentence: missing, unreadable, larger than `limit`.
Result<std::string, std::string> read_file(const std::string& path, std::size_t limit);

/// Replaces the file, or a sentence.
Status<std::string> write_file(const std::string& path, const std::string& bytes);

/// The plain files of a race folder, or a sentence.
Result<exchange::FolderFiles, std::string> read_folder(const std::string& folder);

} // namespace lanterne::simulator
