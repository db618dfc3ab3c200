#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string_view>

namespace lanterne::hal::linux_system {

/// Tells whoever started this service a line such as "READY=1", as sd_notify(3) states it. Nothing
/// where nobody asked to be told (NOTIFY_SOCKET), nor when it cannot be told now.
void tell_service_manager(std::string_view line);

/// How long this process may be silent (WATCHDOG_USEC, WATCHDOG_PID); nothing where nobody watches.
std::optional<std::chrono::microseconds> watched_silence();

/// The folder under /run that was made for this service (RUNTIME_DIRECTORY; of several the first);
/// nothing where nobody made one.
std::optional<std::filesystem::path> runtime_folder();

} // namespace lanterne::hal::linux_system
