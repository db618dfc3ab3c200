#include "hal/linux/lamps.hpp"

#include <cstdint>
#include <utility>

#include <fmt/format.h>

#include "hal/linux/small_file.hpp"

namespace lanterne::hal::linux_system {
namespace {

constexpr std::int64_t most_brightness = 65'535;

class Led final : public hal::Lamp {
public:
    Led(std::filesystem::path brightness, std::string full)
        : brightness_{std::move(brightness)}, full_{std::move(full)} {}

    ~Led() override { write_text(brightness_, "0"); }

    Led(const Led&) = delete;
    Led& operator=(const Led&) = delete;

    void set(bool on) override {
        if (on_ != on) {
            on_ = write_text(brightness_, on ? full_ : "0") ? std::optional{on} : std::nullopt;
        }
    }

private:
    std::filesystem::path brightness_;
    std::string full_;
    std::optional<bool> on_; ///< as it was set last; none when that failed
};

} // namespace

Opened<hal::Lamp> open_led(const std::string& name, const std::filesystem::path& sysfs) {
    const auto folder = sysfs / "class/leds" / name;
    const auto full = read_number(folder / "max_brightness", 1, most_brightness);
    if (!full) {
        return tl::unexpected{fmt::format("lamp: {}: no such lamp", folder.string())};
    }
    // A kernel without triggers has no such file, and nobody else then sets the lamp.
    if (std::error_code ignored; std::filesystem::exists(folder / "trigger", ignored) &&
                                 !write_text(folder / "trigger", "none")) {
        return tl::unexpected{fmt::format("lamp: {}/trigger: not to be written", folder.string())};
    }
    auto brightness = folder / "brightness";
    if (!write_text(brightness, "0")) {
        return tl::unexpected{fmt::format("lamp: {}: not to be written", brightness.string())};
    }
    return std::make_unique<Led>(std::move(brightness), std::to_string(*full));
}

LineLamp::LineLamp(std::unique_ptr<OutputLine> line) : line_{std::move(line)} {}

LineLamp::~LineLamp() { static_cast<void>(line_->set(false)); }

void LineLamp::set(bool on) {
    if (on_ != on) {
        on_ = line_->set(on) ? std::optional{on} : std::nullopt;
    }
}

} // namespace lanterne::hal::linux_system
