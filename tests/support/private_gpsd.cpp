#include "tests/support/private_gpsd.hpp"

#include <fstream>
#include <iostream>
#include <stdexcept>
#include <thread>

#include <fmt/format.h>

#include "tests/support/waiting.hpp"

namespace lanterne::support {

PrivateGpsd::PrivateGpsd(std::vector<std::string> options)
    : options_{std::move(options)}, port_{free_port()} {
    // gpsd gives up its rights before it opens the receiver, so others must get to it.
    std::filesystem::permissions(
        folder_.path(), std::filesystem::perms::others_exec | std::filesystem::perms::others_read,
        std::filesystem::perm_options::add);
    const std::string link = (folder_.path() / "receiver").string();
    if (open("pty:" + link, link)) {
        return;
    }
    const std::string address = fmt::format("udp://127.0.0.1:{}", free_port());
    std::cerr << "gpsd may not open a pseudo-terminal here: its receiver is " << address << '\n';
    if (!open(address, address)) {
        throw std::runtime_error{"gpsd did not open its receiver: " +
                                 read_text(folder_.path() / "log")};
    }
}

bool PrivateGpsd::open(const std::string& feed, const std::string& device) {
    receiver_ = simulator::open_nmea_port(feed);
    device_ = device;
    start();
    return receiver_->wait_for_reader(patience);
}

void PrivateGpsd::start() {
    std::vector<std::string> words{find_program("gpsd"), "-N", "-S", std::to_string(port_)};
    words.insert(words.end(), options_.begin(), options_.end());
    words.push_back(device_);
    server_.emplace(Command{.words = words, .output = folder_.path() / "log"});
    if (!wait_until([this] { return listens(port_) || !server_->running(); }) ||
        !server_->running()) {
        throw std::runtime_error{"gpsd did not start: " + read_text(folder_.path() / "log")};
    }
}

void PrivateGpsd::kill9() { server_.reset(); }

void play_recording(const std::filesystem::path& file, simulator::NmeaPort& receiver,
                    std::string_view epoch_start, std::chrono::milliseconds pace) {
    std::ifstream lines{file};
    if (!lines) {
        throw std::runtime_error{"cannot read " + file.string()};
    }
    std::string line;
    while (std::getline(lines, line)) {
        if (line.starts_with(epoch_start)) {
            std::this_thread::sleep_for(pace);
        }
        if (!line.empty() && line.back() == '\r') {
            line.pop_back();
        }
        receiver.write(line + "\r\n");
    }
}

} // namespace lanterne::support
