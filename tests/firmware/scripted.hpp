#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <vector>

#include "core/wire/batch.hpp"
#include "core/wire/event.hpp"
#include "core/wire/receipt.hpp"
#include "core/wire/status.hpp"
#include "firmware/uplink/uplink.hpp"
#include "hal/clock.hpp"
#include "hal/gnss_receiver.hpp"

/// The world around a Tracker in its tests: a clock and a receiver that a test turns by hand, and a
/// server behind a link that loses, repeats and reorders.
namespace lanterne::firmware::scripted {

class Clock final : public hal::Clock {
public:
    UtcTime utc() const override;

    std::chrono::steady_clock::time_point steady() const override { return steady_; }

    std::string boot_id() const override { return "scripted"; }

    void advance(std::chrono::milliseconds time) { steady_ += time; }

private:
    std::chrono::steady_clock::time_point steady_{std::chrono::hours{1'000}};
};

class Receiver final : public hal::GnssReceiver {
public:
    Result<std::optional<hal::GnssReading>, hal::GnssError>
    next(std::chrono::milliseconds timeout) override;

    std::deque<hal::GnssReading> readings;
    bool gone = false;
};

/// What the server keeps, as ingest would: per epoch the fixes by number, and the events.
class Server {
public:
    struct OfEpoch {
        std::map<Sequence, Fix> fixes;
        std::map<Sequence, wire::Event> events;
        std::set<Sequence> lost;
    };

    /// Takes a batch, unless the server cannot stomach it. True when it is stored.
    bool take_batch(std::span<const std::byte> payload);
    void take_event(std::span<const std::byte> payload);

    wire::Receipt receipt(Epoch epoch) const;

    /// A restored database: its life has another name, and it lacks what `keep` says no to.
    void restore(const std::function<bool(Epoch, Sequence)>& keep);

    std::map<Epoch, OfEpoch> epochs;
    std::set<UtcTime> indigestible; ///< a batch with a fix of such a time is refused
    std::uint64_t store = 1;
    std::uint64_t conflicts = 0; ///< the same number with another fix: must never be
};

/// Chances of the link, 0 to 1.
struct Weather {
    double lose = 0;
    double repeat = 0;
    double reorder = 0;
    double lose_receipt = 0;
};

struct Sent {
    wire::UnitChannel channel;
    std::vector<std::byte> payload;
};

/// A link to the server. Messages wait on it until deliver().
class Link final : public Uplink {
public:
    explicit Link(Server& server, std::uint64_t seed = 1) : server_{server}, random_{seed} {}

    std::uint64_t connections() const override { return connections_; }

    bool connected() const override { return connected_; }

    bool publish(wire::UnitChannel channel, std::span<const std::byte> payload) override;
    std::optional<std::vector<std::byte>> next_receipt() override;
    std::optional<std::vector<std::byte>> next_config() override;

    void use(std::uint8_t shard_now, Qos fixes) override {
        shard = shard_now;
        qos = fixes;
    }

    void connect();
    /// What is on the way is lost.
    void disconnect();

    /// Brings what is on the way to the server, which receipts each epoch that it heard of.
    void deliver(const Weather& weather = {});
    /// The same, but the server says nothing.
    void deliver_silently();
    void say(const wire::Receipt& receipt);

    void say_bytes(std::vector<std::byte> bytes) { receipts_.push_back(std::move(bytes)); }

    /// What is retained on the unit's configuration topic: comes at once and with each connection.
    void configure(std::vector<std::byte> bytes);

    /// All that was ever published, of one channel.
    std::vector<std::vector<std::byte>> sent(wire::UnitChannel channel) const;
    std::vector<wire::Batch> batches() const;
    std::vector<Sent> log;
    /// Messages on the way; beyond, publish() says no. Fixes may not take the last `reserved`.
    std::size_t capacity = 1'000;
    std::size_t reserved = 0;
    std::uint8_t shard = 0; ///< as last told by use()
    Qos qos = Qos::at_least_once;

private:
    bool happens(double chance);
    std::set<Epoch> bring(const Weather& weather);

    Server& server_;
    std::mt19937_64 random_;
    std::uint64_t connections_ = 0;
    bool connected_ = false;
    std::deque<Sent> on_the_way_;
    std::deque<std::vector<std::byte>> receipts_;
    std::optional<std::vector<std::byte>> retained_config_;
    std::optional<std::vector<std::byte>> config_;
};

} // namespace lanterne::firmware::scripted
