#pragma once

#include <cstddef>
#include <filesystem>
#include <vector>

#include "bench/ingest/options.hpp"
#include "service/mqtt_client.hpp"

namespace lanterne::bench {

/// The plainest thing that keeps what units say, as MQTT recorders of positions do it: of each
/// device one file that grows and one with its last word. A message has one fix, as JSON; it is
/// neither read nor checked nor forced to the disk, and a message that comes twice is there twice.
class Recorder {
public:
    /// Listens for ride/<device>; its files go into that folder.
    Recorder(std::uint16_t port, std::filesystem::path folder);

    /// Takes what comes within the time.
    void take(std::chrono::milliseconds timeout);

    std::size_t taken() const { return taken_; }

    bool connected() const { return client_.connected(); }

private:
    void keep(const service::MqttMessage& message) const;

    service::MqttClient client_;
    std::filesystem::path folder_;
    std::size_t taken_ = 0;
};

/// What a fix costs the ingest, beside what it costs that recorder.
std::vector<Row> recorder(const Options& options);

} // namespace lanterne::bench
