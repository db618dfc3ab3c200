#include "bench/live/server_process.hpp"

#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <thread>

#include <fmt/ostream.h>
#include <sched.h>
#include <unistd.h>

#include "bench/live/process_cpu.hpp"
#include "tests/support/waiting.hpp"

namespace lanterne::bench {

namespace {

namespace fs = std::filesystem;

const fs::path peers = LANTERNE_SOURCE_FOLDER "/bench/live/peers";

} // namespace

bool ServerProcess::is_here(Peer peer) {
    return peer != Peer::node_ws || fs::exists(peers / "node_modules/ws/package.json");
}

ServerProcess::ServerProcess(Peer peer, Served served)
    : served_{served}, plain_port_{support::free_port()} {
    do {
        served_.port = support::free_port();
    } while (served_.port == plain_port_);
    if (peer == Peer::mosquitto) {
        write_broker_settings();
    }
    // It must not run as root there: it would drop to an account that cannot read its settings.
    const auto account = peer == Peer::mosquitto ? support::unprivileged_account() : std::nullopt;
    process_.emplace(support::Command{
        .words = words(peer), .output = folder_.path() / "log", .account = account});
    const bool listens = support::wait_until(
        [this] { return support::listens(served_.port) || !process_->running(); });
    if (!listens || !process_->running()) {
        throw std::runtime_error{"a server did not start: " +
                                 support::read_text(folder_.path() / "log")};
    }
    pin();
}

std::vector<std::string> ServerProcess::words(Peer peer) const {
    const auto text = [](auto number) { return std::to_string(number); };
    if (peer == Peer::mosquitto) {
        return {support::find_program("mosquitto"), "-c", folder_.path() / "mosquitto.conf"};
    }
    if (peer == Peer::node_ws) {
        return {support::find_program("node"), peers / "ws_server.mjs", text(served_.port),
                text(served_.payload_bytes), text(served_.interval.count())};
    }
    return {fs::read_symlink("/proc/self/exe"),
            "--serve",
            peer == Peer::ours ? "ours" : "bare",
            "--port",
            text(served_.port),
            "--clients",
            text(served_.clients),
            "--payload-bytes",
            text(served_.payload_bytes),
            "--interval-ms",
            text(served_.interval.count())};
}

void ServerProcess::write_broker_settings() const {
    std::ofstream file{folder_.path() / "mosquitto.conf"};
    fmt::print(file,
               "allow_anonymous true\nlog_type error\nlog_dest stderr\nset_tcp_nodelay true\n"
               "listener {} 127.0.0.1\nlistener {} 127.0.0.1\nprotocol websockets\n",
               plain_port_, served_.port);
    file.close();
    fs::permissions(folder_.path(), fs::perms::others_exec | fs::perms::others_read,
                    fs::perm_options::add);
}

/// The crowd is on another core, if there is one.
void ServerProcess::pin() const {
    if (std::thread::hardware_concurrency() < 2) {
        return;
    }
    cpu_set_t first;
    CPU_ZERO(&first);
    CPU_SET(0, &first);
    for (const fs::path& thread : threads_of(process_->id())) {
        ::sched_setaffinity(std::stoi(thread.filename()), sizeof first, &first);
    }
}

double ServerProcess::cpu_seconds() const { return process_cpu_seconds(process_->id()); }

} // namespace lanterne::bench
