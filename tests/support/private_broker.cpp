#include "tests/support/private_broker.hpp"

#include <csignal>
#include <fstream>
#include <stdexcept>
#include <utility>

#include <fmt/ostream.h>
#include <unistd.h>

#include "tests/support/waiting.hpp"

namespace lanterne::support {

PrivateBroker::PrivateBroker(std::string settings)
    : settings_{std::move(settings)}, port_{free_port()} {
    const auto account = unprivileged_account();
    if (account && chown(folder_.path().c_str(), account->user, account->group) != 0) {
        throw std::runtime_error{"cannot give the broker's folder to its account"};
    }
    // Another program may take the port between the look and the start.
    for (int attempt = 0; attempt < 5; ++attempt) {
        write_settings();
        if (start_once()) {
            return;
        }
        port_ = free_port();
    }
    throw std::runtime_error{"mosquitto did not start: " + log()};
}

void PrivateBroker::write_settings() const {
    std::ofstream file{folder_.path() / "mosquitto.conf"};
    fmt::print(file,
               "listener {} 127.0.0.1\n"
               "allow_anonymous true\n"
               "persistence true\n"
               "persistence_location {}/\n"
               "autosave_on_changes true\n"
               "autosave_interval 1\n"
               "max_inflight_messages 2000\n"
               "max_queued_messages 200000\n"
               "max_queued_bytes 268435456\n"
               "message_size_limit 65536\n"
               "set_tcp_nodelay true\n"
               "log_type all\n"
               "log_dest stderr\n"
               "{}\n",
               port_, folder_.path().string(), settings_);
}

bool PrivateBroker::start_once() {
    server_.emplace(
        Command{.words = {find_program("mosquitto"), "-c", folder_.path() / "mosquitto.conf"},
                .output = folder_.path() / "log",
                .account = unprivileged_account()});
    return wait_until([this] { return listens(port_) || !server_->running(); }) &&
           server_->running();
}

void PrivateBroker::start() {
    // The killed one's connections may hold the port for a moment.
    if (!wait_until([this] { return start_once(); })) {
        throw std::runtime_error{"mosquitto did not start again: " + log()};
    }
}

void PrivateBroker::kill9() { server_.reset(); }

void PrivateBroker::stop() {
    server_->terminate();
    server_.reset();
}

void PrivateBroker::freeze() { server_->signal(SIGSTOP); }

void PrivateBroker::thaw() { server_->signal(SIGCONT); }

std::string PrivateBroker::log() const { return read_text(folder_.path() / "log"); }

} // namespace lanterne::support
