#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "hal/lamp.hpp"
#include "hal/linux/lines.hpp"
#include "hal/linux/opened.hpp"

namespace lanterne::hal::linux_system {

/// A lamp that the kernel shows as a folder under class/leds. It is taken from its trigger
/// (heartbeat, card, network), and left dark at the end. `sysfs` is /sys but in tests.
Opened<hal::Lamp> open_led(const std::string& name, const std::filesystem::path& sysfs = "/sys");

/// A lamp on a GPIO line, dark at the end.
class LineLamp final : public hal::Lamp {
public:
    explicit LineLamp(std::unique_ptr<OutputLine> line);
    ~LineLamp() override;
    LineLamp(const LineLamp&) = delete;
    LineLamp& operator=(const LineLamp&) = delete;

    void set(bool on) override;

private:
    std::unique_ptr<OutputLine> line_;
    std::optional<bool> on_; ///< as it was set last; none when that failed
};

} // namespace lanterne::hal::linux_system
