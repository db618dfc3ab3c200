#include "hal/linux/gpio.hpp"

#include <system_error>
#include <utility>

#include <errno.h>
#include <fmt/format.h>
#include <gpiod.h>

namespace lanterne::hal::linux_system {
namespace {

struct CloseChip {
    void operator()(gpiod_chip* chip) const noexcept { ::gpiod_chip_close(chip); }
};

/// Closing the chip releases its lines.
using Chip = std::unique_ptr<gpiod_chip, CloseChip>;

struct Line {
    Chip chip;
    gpiod_line* handle = nullptr;
};

int flags_of(const LineAddress& address) {
    int flags = address.active_low ? GPIOD_LINE_REQUEST_FLAG_ACTIVE_LOW : 0;
    switch (address.bias) {
    case Bias::none: break;
    case Bias::pull_up: flags |= GPIOD_LINE_REQUEST_FLAG_BIAS_PULL_UP; break;
    case Bias::pull_down: flags |= GPIOD_LINE_REQUEST_FLAG_BIAS_PULL_DOWN; break;
    }
    return flags;
}

Result<Line, std::string> request(const LineAddress& address, const std::string& use, int type) {
    const auto problem = [&](const char* what) {
        return tl::unexpected{fmt::format("{}: {} line {}: {}: {}", use, address.chip, address.line,
                                          what, std::generic_category().message(errno))};
    };
    errno = 0;
    Line line{.chip = Chip{::gpiod_chip_open_lookup(address.chip.c_str())}};
    if (!line.chip) {
        return problem("no such GPIO chip");
    }
    line.handle = ::gpiod_chip_get_line(line.chip.get(), address.line);
    if (line.handle == nullptr) {
        return problem("the chip has no such line");
    }
    const std::string consumer = "lanterne " + use;
    const gpiod_line_request_config config{
        .consumer = consumer.c_str(), .request_type = type, .flags = flags_of(address)};
    if (::gpiod_line_request(line.handle, &config, 0) != 0) {
        return problem("not to be had");
    }
    return line;
}

class GpioInput final : public InputLine {
public:
    explicit GpioInput(Line line) : line_{std::move(line)} {}

    Result<std::optional<LineEvent>, LineError> next() override {
        const timespec at_once{};
        const int ready = ::gpiod_line_event_wait(line_.handle, &at_once);
        if (ready == 0) {
            return std::nullopt;
        }
        gpiod_line_event event{};
        if (ready < 0 || ::gpiod_line_event_read(line_.handle, &event) != 0) {
            return tl::unexpected{LineError::gone};
        }
        return LineEvent{.active = event.event_type == GPIOD_LINE_EVENT_RISING_EDGE,
                         .kernel_time = std::chrono::seconds{event.ts.tv_sec} +
                                        std::chrono::nanoseconds{event.ts.tv_nsec}};
    }

    Result<bool, LineError> active() override {
        const int value = ::gpiod_line_get_value(line_.handle);
        if (value < 0) {
            return tl::unexpected{LineError::gone};
        }
        return value == 1;
    }

private:
    Line line_;
};

class GpioOutput final : public OutputLine {
public:
    explicit GpioOutput(Line line) : line_{std::move(line)} {}

    Status<LineError> set(bool active) override {
        if (::gpiod_line_set_value(line_.handle, active ? 1 : 0) != 0) {
            return tl::unexpected{LineError::gone};
        }
        return {};
    }

private:
    Line line_;
};

} // namespace

Opened<InputLine> open_input(const LineAddress& address, const std::string& use) {
    return request(address, use, GPIOD_LINE_REQUEST_EVENT_BOTH_EDGES)
        .map([](Line line) -> std::unique_ptr<InputLine> {
            return std::make_unique<GpioInput>(std::move(line));
        });
}

Opened<OutputLine> open_output(const LineAddress& address, const std::string& use) {
    return request(address, use, GPIOD_LINE_REQUEST_DIRECTION_OUTPUT)
        .map([](Line line) -> std::unique_ptr<OutputLine> {
            return std::make_unique<GpioOutput>(std::move(line));
        });
}

} // namespace lanterne::hal::linux_system
