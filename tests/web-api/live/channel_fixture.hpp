#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/spectator/frame_reader.hpp"
#include "web-api/live/race_channel.hpp"

namespace lanterne::web {

/// What a frame of the line holds, and whether it is told deflated.
struct Line {
    explicit Line(const std::string& bytes) {
        const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(bytes.at(at)); };
        is_text = (byte(0) & 0x0fU) == 1;
        is_deflated = (byte(0) & 0x40U) != 0;
        payload = bytes.substr(byte(1) < 126 ? 2 : byte(1) == 126 ? 4 : 10);
    }

    bool is_text = false;
    bool is_deflated = false;
    std::string payload;
};

/// A socket that takes a message at a time, as a real one does.
class FakeSocket : public service::Watcher {
public:
    bool idle() const override { return !is_busy; }

    bool send(const service::SharedText& message) override {
        if (is_busy) {
            return false;
        }
        is_busy = true;
        got.push_back(*message);
        return true;
    }

    std::size_t unsent() const override { return is_busy ? got.back().size() : 0; }

    bool takes_deflated() const override { return agreed_to_deflate; }

    std::string_view sub_protocol() const override { return {}; }

    void close(unsigned short code) override { closed_with = code; }

    /// "k7.3" for the keyframe of that id, "d7.3" for the delta.
    std::vector<std::string> ids() const {
        std::vector<std::string> ids;
        for (const std::string& message : got) {
            if (const Line line{message}; !line.is_text) {
                FrameReader head{line.payload};
                ids.push_back(head.byte() == 1 ? "k" : "d");
                ids.back() += std::to_string(head.number());
                ids.back() += "." + std::to_string(head.number());
                continue;
            }
            const auto at = message.find("\"id\":\"") + 6;
            const bool is_keyframe = message.find("\"type\":\"keyframe\"") != std::string::npos;
            ids.push_back((is_keyframe ? "k" : "d") +
                          message.substr(at, message.find('"', at) - at));
        }
        return ids;
    }

    bool is_busy = false;
    bool agreed_to_deflate = false;
    unsigned short closed_with = 0;
    std::vector<std::string> got;
};

class Channel : public testing::Test {
protected:
    /// Somebody reads JSON, or nobody would be told it.
    Channel() { channel_.leave(*join()); }

    static wire::LiveEntry entry(std::string_view bib, std::uint64_t version,
                                 wire::RaceStatus status = wire::RaceStatus::racing) {
        wire::LiveEntry made{.bib = Bib::from(bib).value()};
        made.version = version;
        made.status = status;
        return made;
    }

    /// Of the version that the number says.
    static wire::LiveFrame frame(std::uint64_t number, std::vector<wire::LiveEntry> entries = {},
                                 std::uint32_t epoch = 7) {
        wire::LiveFrame made{.epoch = epoch, .frame = number};
        made.from_version = number - 1;
        made.to_version = number;
        made.entries = std::move(entries);
        return made;
    }

    static wire::LiveFrame frame_of(std::uint64_t number, std::uint64_t from, std::uint64_t to,
                                    std::vector<wire::LiveEntry> entries = {}) {
        wire::LiveFrame made = frame(number, std::move(entries));
        made.from_version = from;
        made.to_version = to;
        return made;
    }

    static RaceVersion version(std::uint64_t version, std::int64_t plan_revision = 1,
                               std::int64_t store = 1) {
        return {.store = store, .plan_revision = plan_revision, .version = version};
    }

    static wire::LivePassage start_of(std::string_view bib) {
        return {.bib = Bib::from(bib).value(), .point = "start", .source = "gps"};
    }

    static RaceSnapshot snapshot(std::vector<wire::LiveEntry> entries, std::uint64_t version = 0) {
        RaceSnapshot made;
        made.version = {.store = 1, .plan_revision = 1, .version = version};
        made.entries = std::move(entries);
        return made;
    }

    std::shared_ptr<FakeSocket> join(std::optional<FrameId> has = std::nullopt,
                                     Form form = Form::json) {
        auto socket = std::make_shared<FakeSocket>();
        channel_.join(socket, form, has);
        return socket;
    }

    /// The socket has sent what it had.
    void go_on(FakeSocket& socket) {
        socket.is_busy = false;
        channel_.is_idle(socket);
    }

    /// Takes frames up to that number, with everybody quick.
    void run_to(std::uint64_t number) {
        for (std::uint64_t n = channel_.newest().sequence + 1; n <= number; ++n) {
            channel_.take_frame(frame(n));
        }
    }

    std::chrono::steady_clock::time_point now_{std::chrono::hours{1}};
    service::Registry registry_;
    LiveCounts counts_{registry_};
    RaceChannel channel_{{[] { return UtcTime{}; }, [this] { return now_; }}, counts_};
};

} // namespace lanterne::web
