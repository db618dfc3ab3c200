#include "bench/unit/rig.hpp"

#include <fstream>
#include <stdexcept>

#include <fmt/ostream.h>

#include "tests/support/waiting.hpp"

namespace lanterne::bench {

void write_settings(const std::filesystem::path& file, const std::filesystem::path& journal,
                    std::uint16_t gpsd_port, const std::string& broker) {
    std::ofstream settings{file};
    fmt::print(settings,
               "[unit]\nserial = \"{}\"\nboards = \"" LANTERNE_SOURCE_FOLDER "/boards\"\n"
               "[gpsd]\nport = {}\n[journal]\nfolder = \"{}\"\n[broker]\n{}\n",
               unit_serial, gpsd_port, journal.string(), broker);
}

Rig::Rig(const Plan& plan) : program_{plan.tracker} {
    const support::Credentials unit = authority_.enrol(std::string{unit_serial});
    write_settings(folder_.path() / "tracker.toml", journal_, gpsd_.port(),
                   fmt::format("port = {}\ntls = true\nca_file = \"{}\"\n"
                               "certificate_file = \"{}\"\nkey_file = \"{}\"",
                               broker_.units_port(), authority_.certificate().string(),
                               unit.certificate.string(), unit.key.string()));
}

void Rig::start_tracker() {
    log_before_ = log().size();
    tracker_.emplace(support::Command{
        .words = {program_.string(), "--config", (folder_.path() / "tracker.toml").string()},
        // As a service has it: the status that is told there each second is part of the work.
        .environment = {{"RUNTIME_DIRECTORY", folder_.path().string()}},
        .output = folder_.path() / "log"});
}

support::ChildProcess& Rig::tracker() {
    if (!tracker_) {
        throw std::logic_error{"lanterne-tracker was not started"};
    }
    return *tracker_;
}

void Rig::stop_tracker() {
    if (tracker().terminate() != 0) {
        throw std::runtime_error{"lanterne-tracker did not end well: " + log()};
    }
    tracker_.reset();
}

std::string Rig::log() const { return support::read_text(folder_.path() / "log"); }

void Rig::wait_for_log(std::string_view words) {
    const auto said = [&] { return log().find(words, log_before_) != std::string::npos; };
    if (!support::wait_until([&] { return said() || !tracker().running(); }) || !said()) {
        throw std::runtime_error{"lanterne-tracker does not say '" + std::string{words} +
                                 "': " + log()};
    }
}

} // namespace lanterne::bench
