#include "tests/support/race_broker.hpp"

#include <csignal>
#include <fstream>
#include <stdexcept>

#include <fmt/ostream.h>

#include "tests/support/shipped_settings.hpp"
#include "tests/support/waiting.hpp"

namespace lanterne::support {
namespace {

const std::filesystem::path templates{LANTERNE_SOURCE_FOLDER "/tools/broker"};

} // namespace

RaceBroker::RaceBroker(const PrivateAuthority& authority)
    : authority_{authority}, units_port_{free_port()}, servers_port_{free_port()} {
    const auto passwords = folder_.path() / "passwords";
    std::ofstream{passwords}.flush();
    for (const char* user : {"ingest", "web-api"}) {
        run_to_end({.words = {find_program("mosquitto_passwd"), "-b", passwords, user, password}});
    }
    for (const char* file : {"units.acl", "servers.acl"}) {
        std::filesystem::copy_file(templates / file, folder_.path() / file);
    }
    take_bundle();
    // Another program may take a port between the look and the start.
    for (int attempt = 0; attempt < 5; ++attempt) {
        write_settings();
        if (start_once()) {
            return;
        }
        units_port_ = free_port();
        servers_port_ = free_port();
    }
    throw std::runtime_error{"mosquitto did not start: " + log()};
}

void RaceBroker::take_bundle() const {
    authority_.run("bundle", {folder_.path()});
    if (const auto account = unprivileged_account()) {
        give_to(*account, folder_.path());
        for (const auto& entry : std::filesystem::directory_iterator{folder_.path()}) {
            give_to(*account, entry.path());
        }
    }
}

void RaceBroker::write_settings() const {
    std::string text = read_text(templates / "mosquitto.conf");
    replace_all(text, "/etc/lanterne/broker/", folder_.path() / "");
    replace_all(text, "/var/lib/lanterne-broker/", folder_.path() / "");
    replace_all(text, "listener 1883 ", fmt::format("listener {} ", servers_port_));
    std::string units = read_text(templates / "units.conf");
    replace_all(units, "/etc/lanterne/broker/", folder_.path() / "");
    replace_all(units, "listener 8883\n", fmt::format("listener {} 127.0.0.1\n", units_port_));
    std::filesystem::create_directories(folder_.path() / "listeners");
    std::ofstream{folder_.path() / "listeners/units.conf"} << units;
    std::ofstream file{folder_.path() / "mosquitto.conf"};
    fmt::print(file,
               "{}listener 0 {}\nallow_anonymous false\npassword_file {}\nacl_file {}\n"
               "log_type all\nlog_dest stderr\n",
               text, servers_socket(), (folder_.path() / "passwords").string(),
               (folder_.path() / "servers.acl").string());
}

bool RaceBroker::start_once() {
    server_.emplace(
        Command{.words = {find_program("mosquitto"), "-c", folder_.path() / "mosquitto.conf"},
                .output = folder_.path() / "log",
                .account = unprivileged_account()});
    const auto takes_all = [this] {
        return listens(units_port_) && listens(servers_port_) &&
               listens(std::filesystem::path{servers_socket()});
    };
    return wait_until([&] { return takes_all() || !server_->running(); }) && server_->running();
}

void RaceBroker::start() {
    // The killed one's connections may hold the port for a moment.
    if (!wait_until([this] { return start_once(); })) {
        throw std::runtime_error{"mosquitto did not start again: " + log()};
    }
}

void RaceBroker::bring_new_list() {
    take_bundle();
    reload();
}

void RaceBroker::rule_units_by(const std::string& access_list) {
    std::ofstream{folder_.path() / "units.acl"} << access_list;
    reload();
}

void RaceBroker::reload() {
    const std::size_t before = log().size();
    // It forgets a signal that comes while it still reloads.
    if (!wait_until([&] {
            server_->signal(SIGHUP);
            return wait_until(
                [&] { return log().find("Reloading config", before) != std::string::npos; },
                std::chrono::seconds{2});
        })) {
        throw std::runtime_error{"mosquitto did not reload: " + log()};
    }
}

void RaceBroker::freeze() { server_->signal(SIGSTOP); }

void RaceBroker::thaw() { server_->signal(SIGCONT); }

std::string RaceBroker::log() const { return read_text(folder_.path() / "log"); }

} // namespace lanterne::support
