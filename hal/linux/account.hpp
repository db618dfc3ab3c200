#pragma once

#include <filesystem>

namespace lanterne::hal::linux_system {

/// What is to lie in `path` belongs to whoever owns the folder above it: a process of root becomes
/// that account, for good and without other groups; any other process, or where the folder is
/// root's, stays as it is. Throws std::runtime_error, one line, when that fails, and when root asks
/// and there is no such folder: nobody knows then whose it is. Before the first thread.
void act_as_owner_above(const std::filesystem::path& path);

} // namespace lanterne::hal::linux_system
