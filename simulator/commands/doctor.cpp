#include "simulator/commands/doctor.hpp"

#include <charconv>
#include <chrono>
#include <cmath>
#include <csignal>
#include <cstdio>
#include <random>
#include <stdexcept>

#include <fmt/format.h>

#include "hal/clock.hpp"
#include "service/http_client.hpp"
#include "simulator/commands/wall_clock.hpp"

namespace lanterne::simulator {

namespace {

struct SystemClock final : hal::Clock {
    UtcTime utc() const override { return wall_clock(); }

    std::chrono::steady_clock::time_point steady() const override {
        return std::chrono::steady_clock::now();
    }

    std::string boot_id() const override { return {}; }
};

[[noreturn]] void refuse(std::string_view option, std::string_view value, std::string_view right) {
    throw std::invalid_argument{fmt::format("{} {}: {} would be right", option, value, right)};
}

/// Nothing that is no number is on earth.
double degrees(std::string_view text) {
    constexpr double nowhere = 1000;
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size() ? value : nowhere;
}

Position position_of(const std::string& text) {
    const auto comma = text.find(',');
    const double latitude = degrees(text.substr(0, comma));
    const double longitude = degrees(comma == std::string::npos ? "" : text.substr(comma + 1));
    if (!(std::abs(latitude) <= 90) || !(std::abs(longitude) <= 180)) {
        refuse("--at", text, "LATITUDE,LONGITUDE in degrees, such as 47.5743,-3.0688");
    }
    return {Latitude{static_cast<std::int32_t>(std::lround(latitude * 1e6))},
            Longitude{static_cast<std::int32_t>(std::lround(longitude * 1e6))}};
}

void check_url(std::string_view option, const std::string& url) {
    const auto address = service::parse_http_address(url.empty() ? "http://left-out" : url);
    if (!address) {
        throw std::invalid_argument{fmt::format("{}: {}", option, address.error())};
    }
}

} // namespace

DoctorCommand::DoctorCommand(CLI::App& program)
    : Command{program.add_subcommand(
          "doctor", "check an installation from end to end with one virtual unit")} {
    words().add_option("--host", settings_.host, "the broker, by the name that units use");
    words()
        .add_option("--port", settings_.port, "of the broker, for units; left out: 8883")
        ->check(CLI::Range(1, 65'535));
    auto* identity = words().add_option(
        "--identity", settings_.identity,
        "folder of the unit's certificate and key (docs/identity.md); without it no TLS");
    words()
        .add_option("--serial", serial_,
                    fmt::format("of the unit, where it has no identity; left out: {}",
                                doctor::usual_serial))
        ->excludes(identity);
    words()
        .add_option("--shard", settings_.shard, "of the broker's topics")
        ->check(CLI::Range(0, 63));
    words().add_option("--web", settings_.web, "URL of lanterne-web, e.g. http://127.0.0.1:8080");
    words().add_option("--ingest", settings_.ingest,
                       "URL of lanterne-ingest, e.g. http://127.0.0.1:9101");
    words().add_option("--race", race_,
                       "slug of the race whose page and live frames are looked at");
    words().add_option(
        "--at", at_,
        "LATITUDE,LONGITUDE of the fix; left out: the start of the unit's race, else 0,0");
    words().add_flag("--even-if-racing", settings_.even_if_racing,
                     "send also when the unit is in a race that runs now");
    words()
        .add_option("--patience", patience_s_,
                    "seconds to wait for a receipt, and for the list of units")
        ->check(CLI::Range(0.1, 600.0));
    words()
        .add_option("--frame-age", frame_age_s_, "seconds that a live frame may be old")
        ->check(CLI::Range(0.1, 600.0));
    words().add_flag("--json", json_, "JSON lines in place of text");
}

doctor::DoctorSettings DoctorCommand::settings() const {
    doctor::DoctorSettings settings = settings_;
    settings.patience = std::chrono::milliseconds{std::llround(patience_s_ * 1000)};
    settings.frame_age = std::chrono::milliseconds{std::llround(frame_age_s_ * 1000)};
    check_url("--web", settings.web);
    check_url("--ingest", settings.ingest);
    if (!serial_.empty()) {
        settings.serial = UnitSerial::from(serial_);
        if (!settings.serial) {
            refuse("--serial", serial_, "6 to 16 small letters or digits");
        }
    }
    if (!race_.empty()) {
        settings.race = Slug::from(race_);
        if (!settings.race) {
            refuse("--race", race_, "a slug such as harbour-sprint");
        }
    }
    if (!at_.empty()) {
        settings.at = position_of(at_);
    }
    return settings;
}

int DoctorCommand::run(const std::function<bool()>& stop) {
    const doctor::DoctorSettings wished = settings();
    std::signal(SIGPIPE, SIG_IGN); // OpenSSL writes to sockets that a broker may have closed
    SystemClock clock;
    doctor::Report report{json_ ? doctor::ReportForm::json_lines : doctor::ReportForm::text,
                          [](std::string_view text) {
                              std::fwrite(text.data(), 1, text.size(), stdout);
                              std::fflush(stdout);
                          },
                          clock};
    return doctor::examine(
               wished,
               {.clock = clock, .seed = std::random_device{}(), .stop = stop, .report = report})
               ? 0
               : 1;
}

} // namespace lanterne::simulator
