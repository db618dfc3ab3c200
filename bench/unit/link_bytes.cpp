#include "bench/unit/link_bytes.hpp"

#include <algorithm>
#include <future>
#include <memory>
#include <stdexcept>
#include <thread>

#include <fmt/format.h>
#include <mosquitto.h>

#include "bench/unit/own_network.hpp"
#include "bench/unit/receivers.hpp"
#include "bench/wire/track.hpp"
#include "core/wire/receipt.hpp"
#include "core/wire/status.hpp"
#include "firmware/uplink/mqtt_uplink.hpp"
#include "hal/linux/clock.hpp"
#include "tests/support/race_broker.hpp"
#include "tests/support/waiting.hpp"

namespace lanterne::bench {
namespace {

using std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr std::uint64_t seed = 20'260'517;
constexpr std::size_t fixes_a_message = 5; ///< 1 Hz, each 5 s
constexpr double messages_an_hour = 720.0;

/// Race time runs 20 times as fast. Everything on the line is still further apart than the 40 ms
/// after which a TCP acknowledgement leaves on its own, so that none finds company that it would
/// not have.
constexpr int pace = 20;
constexpr std::chrono::milliseconds message_interval{5'000 / pace};
constexpr std::chrono::milliseconds between_messages = message_interval / 2;
constexpr std::chrono::seconds keep_alive{60 / pace};
constexpr std::size_t messages_a_receipt = 6;
constexpr std::size_t messages_a_status = 12;
constexpr Epoch epoch = 0x9A2B'3C4D;
const UnitSerial serial = UnitSerial::from("demo000001").value();

/// Ingest, as far as the unit hears of it. Not over 127.0.0.1, where its bytes would be counted.
class ReceiptGiver {
public:
    explicit ReceiptGiver(const support::RaceBroker& broker)
        : handle_{mosquitto_new("ingest", true, nullptr), mosquitto_destroy} {
        if (!handle_) {
            throw std::runtime_error{"libmosquitto makes no client"};
        }
        mosquitto_username_pw_set(handle_.get(), "ingest", support::RaceBroker::password);
        if (mosquitto_connect(handle_.get(), broker.servers_socket().c_str(), 0, 600) !=
            MOSQ_ERR_SUCCESS) {
            throw std::runtime_error{"ingest does not reach the broker: " + broker.log()};
        }
        mosquitto_loop(handle_.get(), 1'000, 1);
    }

    void give(Sequence next) {
        const auto receipt = wire::encode(wire::Receipt{.store = 0x7A6B'5C4D'3E2F'1001,
                                                        .epoch = epoch,
                                                        .next = next,
                                                        .events_next = 1})
                                 .value();
        mosquitto_publish(handle_.get(), nullptr, wire::receipt_topic(serial).c_str(),
                          static_cast<int>(receipt.size()), receipt.data(), 0, false);
        mosquitto_loop(handle_.get(), 0, 1);
    }

private:
    std::unique_ptr<mosquitto, void (*)(mosquitto*)> handle_;
};

/// The ride's messages: of its whole length so many, five points one after the other each.
std::vector<wire::Bytes> messages_of(const std::vector<Fix>& ride,
                                     const std::vector<RecordedReceiver>& receivers,
                                     std::size_t count) {
    std::vector<std::vector<Fix>> tracks;
    tracks.reserve(receivers.size());
    for (const RecordedReceiver& receiver : receivers) {
        tracks.push_back(graded(ride, receiver));
    }
    std::vector<wire::Bytes> messages;
    for (std::size_t number = 0; number < count; ++number) {
        const std::size_t first = number * (ride.size() - fixes_a_message) / count;
        const auto from =
            tracks[number % tracks.size()].begin() + static_cast<std::ptrdiff_t>(first);
        messages.push_back(wire::encode(wire::Batch{.epoch = epoch,
                                                    .first = first,
                                                    .info = {.battery_pct = std::uint8_t{87},
                                                             .signal_dbm = -79,
                                                             .next_report_s = 5,
                                                             .course_version = 3},
                                                    .fixes = {from, from + fixes_a_message}})
                               .value());
    }
    return messages;
}

wire::Bytes status_at(Sequence journalled) {
    return wire::encode(wire::Status{.link = wire::Link::up,
                                     .firmware = "0.1.0",
                                     .board = "raspberry-pi-zero-2w",
                                     .epoch = epoch,
                                     .journalled = journalled,
                                     .receipted = journalled - fixes_a_message,
                                     .battery_pct = std::uint8_t{87},
                                     .applied_version = 3,
                                     .lasts_until = UtcTime{std::chrono::hours{490'000}},
                                     .network = wire::Network::cellular,
                                     .signal_dbm = -79,
                                     .fix_age_s = 1,
                                     .next_report_s = 5})
        .value();
}

/// What one connection cost.
struct Cost {
    std::uint64_t connecting = 0;
    std::uint64_t talking = 0;
};

/// A unit on its connection, and what it hears.
class Talk {
public:
    Talk(const support::RaceBroker& broker, const support::PrivateAuthority& authority,
         const support::Credentials& unit, firmware::Qos qos)
        : giver_{broker}, uplink_{{.port = broker.units_port(),
                                   .qos = qos,
                                   .tls = true,
                                   .ca_file = authority.certificate(),
                                   .certificate_file = unit.certificate,
                                   .key_file = unit.key,
                                   .keep_alive = keep_alive},
                                  serial,
                                  clock_,
                                  seed} {}

    Cost run(const std::vector<wire::Bytes>& messages) {
        const std::uint64_t before = bytes_on_own_network();
        connect();
        const std::uint64_t connected = bytes_on_own_network();
        for (std::size_t number = 0; number < messages.size(); ++number) {
            say(wire::UnitChannel::fixes, messages[number]);
            wait();
            answer(number);
            wait();
        }
        wait_until_quiet();
        if (uplink_.connections() != 1) {
            throw std::runtime_error{"the connection did not last"};
        }
        return {.connecting = connected - before, .talking = bytes_on_own_network() - connected};
    }

private:
    void connect() {
        uplink_.start(
            wire::encode(
                wire::Status{.firmware = "0.1.0", .board = "raspberry-pi-zero-2w", .epoch = epoch})
                .value());
        if (!support::wait_until([&] {
                uplink_.tend();
                return uplink_.connected();
            })) {
            throw std::runtime_error{uplink_.next_trouble().value_or("no connection")};
        }
        wait_until_quiet();
    }

    void say(wire::UnitChannel channel, const wire::Bytes& payload) {
        if (!uplink_.publish(channel, payload)) {
            throw std::runtime_error{"the uplink takes no message"};
        }
    }

    /// What stands between this message and the next.
    void answer(std::size_t number) {
        if (number % messages_a_receipt == messages_a_receipt - 1) {
            giver_.give((number + 1) * fixes_a_message);
        }
        if (number % messages_a_status == messages_a_receipt / 2) {
            say(wire::UnitChannel::status, status_at((number + 1) * fixes_a_message));
        }
    }

    /// Late is late: to catch up would put messages side by side.
    void wait() {
        const auto until = steady_clock::now() + between_messages;
        while (steady_clock::now() < until) {
            uplink_.tend();
            std::this_thread::sleep_for(5ms);
        }
    }

    void wait_until_quiet() const {
        std::uint64_t last = 0;
        while (last != bytes_on_own_network()) {
            last = bytes_on_own_network();
            std::this_thread::sleep_for(300ms);
        }
    }

    hal::linux_system::Clock clock_;
    ReceiptGiver giver_;
    firmware::MqttUplink uplink_;
};

/// On a thread of its own, because it changes the thread's network.
struct Costs {
    std::string why_not; ///< empty: measured
    Cost certain;
    Cost saving;
};

Costs count(const std::vector<wire::Bytes>& messages) {
    if (const auto reason = enter_own_network()) {
        return {.why_not = *reason, .certain = {}, .saving = {}};
    }
    apply_to_own_network(LANTERNE_SOURCE_FOLDER "/boards/60-lanterne-unit.conf");
    support::PrivateAuthority authority;
    const auto unit = authority.enrol(serial.text());
    support::RaceBroker broker{authority};
    return {.why_not = {},
            .certain = Talk{broker, authority, unit, firmware::Qos::at_least_once}.run(messages),
            .saving = Talk{broker, authority, unit, firmware::Qos::at_most_once}.run(messages)};
}

void fill(Row& row, const Cost& cost, const std::vector<wire::Bytes>& messages) {
    const auto count = static_cast<double>(messages.size());
    std::size_t payload = 0;
    for (const wire::Bytes& message : messages) {
        payload += message.size();
    }
    row.measured = static_cast<double>(cost.talking) / count * messages_an_hour / 1'000.0;
    row.note =
        fmt::format("{} messages of {:.1f} B, a receipt each 30 s, a status each 60 s, no TCP "
                    "timestamps (boards/60-lanterne-unit.conf), at {} times the pace, scaled to an "
                    "hour; each connection costs {:.1f} kB more",
                    messages.size(), static_cast<double>(payload) / count, pace,
                    static_cast<double>(cost.connecting) / 1'000.0);
}

} // namespace

std::vector<Row> link_bytes(const Plan& plan) {
    Row certain{.key = "link_kb_per_hour_qos1",
                .what = "both ways an athlete-hour, TLS, each 5 s, QoS 1",
                .measured = {},
                .unit = "kB",
                .goal = 250.0,
                .note = {}};
    Row saving{.key = "link_kb_per_hour_qos0",
               .what = "both ways an athlete-hour, TLS, each 5 s, QoS 0",
               .measured = {},
               .unit = "kB",
               .goal = 185.0,
               .note = {}};
    const auto receivers = recorded_receivers(plan.recordings / "gpsd");
    const auto ride = plan.recordings / "gpx/bike-ride-123km.gpx";
    if (receivers.empty() || !std::filesystem::exists(ride)) {
        certain.note = saving.note = "the recordings are not in " + plan.recordings.string();
        return {certain, saving};
    }
    const auto messages =
        messages_of(recorded_track(ride.string(), seed), receivers, plan.quick ? 12 : 240);
    const Costs costs = std::async(std::launch::async, [&] { return count(messages); }).get();
    if (!costs.why_not.empty()) {
        certain.note = saving.note = costs.why_not;
        return {certain, saving};
    }
    fill(certain, costs.certain, messages);
    fill(saving, costs.saving, messages);
    return {certain, saving};
}

} // namespace lanterne::bench
