#pragma once

#include "hal/battery.hpp"
#include "hal/button.hpp"
#include "hal/gnss_receiver.hpp"
#include "hal/lamp.hpp"
#include "hal/link.hpp"
#include "hal/watchdog.hpp"

/// What a board does not have. Each says nothing and never fails, so that the firmware asks nobody
/// whether a thing is there. Without a clock or a storage there is no unit: those have no such
/// form.
namespace lanterne::hal::absent {

class Battery final : public hal::Battery {
public:
    std::optional<BatteryReading> read() override { return std::nullopt; }
};

class Button final : public hal::Button {
public:
    std::optional<ButtonEdge> next_edge() override { return std::nullopt; }
};

class Lamp final : public hal::Lamp {
public:
    void set(bool) override {}
};

/// Up, of no kind: where nobody says what the network does, trying is the only way to know.
class Link final : public hal::Link {
public:
    LinkState state() override { return {.up = true}; }
};

class Watchdog final : public hal::Watchdog {
public:
    void ready() override {}

    void alive() override {}

    void stopping() override {}

    void say(std::string_view) override {}

    std::optional<std::chrono::milliseconds> patience() const override { return std::nullopt; }
};

/// Silence, for as long as a receiver may wait: the loop around it keeps its pace.
class GnssReceiver final : public hal::GnssReceiver {
public:
    Result<std::optional<GnssReading>, GnssError> next(std::chrono::milliseconds timeout) override;
};

} // namespace lanterne::hal::absent
