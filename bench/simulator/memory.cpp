#include "bench/simulator/memory.hpp"

#include <filesystem>
#include <memory>

#include <fmt/format.h>

#include "bench/scoring/counted_memory.hpp"
#include "core/wire/batch.hpp"
#include "core/wire/event.hpp"
#include "core/wire/receipt.hpp"
#include "core/wire/topic.hpp"
#include "simulator/units/simulated_unit.hpp"

namespace lanterne::bench {
namespace {

using namespace simulator;
using std::chrono::seconds;

const UtcTime begin =
    std::chrono::sys_days{std::chrono::year{2026} / 6 / 14} + std::chrono::hours{7};
constexpr double rate = 10;
constexpr seconds receipt_interval{300}; // of race time: 30 s of the wall's

/// A server that stores whatever comes and says so now and then.
class Storing final : public Carrier {
public:
    bool connected() const override { return true; }

    std::uint64_t connections() const override { return 1; }

    bool publish(const std::string& topic, std::span<const std::byte> payload, service::Qos,
                 service::Retain) override {
        const auto unit = wire::parse_unit_topic(topic);
        if (unit && wire::carries_fixes(unit->channel)) {
            const auto batch = wire::decode_batch(payload).value();
            epoch_ = batch.epoch;
            next_ = std::max<Sequence>(next_, batch.first + batch.fixes.size());
        } else if (unit && unit->channel == wire::UnitChannel::events) {
            events_next_ = wire::decode_event(payload).value().number + 1;
        }
        return true;
    }

    std::vector<std::byte> receipt() const {
        return wire::encode(wire::Receipt{.store = 1,
                                          .epoch = epoch_,
                                          .next = next_,
                                          .events_next = events_next_,
                                          .gaps = {}})
            .value();
    }

private:
    Epoch epoch_ = 0;
    Sequence next_ = 0;
    Sequence events_next_ = 0;
};

struct OneUnit {
    OneUnit(hal::simulated::Shelf& cards, const WorldClock& clock, int number)
        : unit{{server, cards, clock},
               {.serial = UnitSerial::from("unit" + std::to_string(100'000 + number)).value(),
                .firmware_version = "0.1.0",
                .board = "simulated",
                .report_interval = std::chrono::milliseconds{1000}},
               static_cast<std::uint64_t>(number),
               begin} {}

    void turn(UtcTime now) {
        const hal::GnssReading reading{
            .time = now,
            .latitude_deg = 47.5 + 2e-5 * static_cast<double>((now - begin) / seconds{1}),
            .longitude_deg = -3,
            .speed_mps = 2.2,
            .accuracy_m = 3,
            .satellites = 9,
            .mode = FixMode::fix_3d};
        unit.turn(now, true, {&reading, 1});
        if ((now - begin) % receipt_interval == seconds{0}) {
            unit.link().deliver_receipt(server.receipt());
        }
    }

    Storing server;
    SimulatedUnit unit;
};

} // namespace

std::vector<Row> memory(const MemoryOptions& options) {
    const int units = options.quick ? 10 : 100;
    const seconds length = options.quick ? seconds{600} : std::chrono::hours{5};
    hal::simulated::Shelf cards{std::filesystem::temp_directory_path().string()};
    const WorldClock clock{begin, rate};
    const std::size_t before = heap_bytes();
    std::vector<std::unique_ptr<OneUnit>> all;
    for (int number = 0; number < units; ++number) {
        all.push_back(std::make_unique<OneUnit>(cards, clock, number));
    }
    for (UtcTime now = begin; now < begin + length; now += seconds{1}) {
        for (const auto& one : all) {
            one->turn(now);
        }
    }
    const auto each = static_cast<double>(heap_bytes() - before) / units;
    return {{.key = "unit_kib",
             .what = "memory of a unit, its card on the disk",
             .measured = each / 1024,
             .unit = "KiB",
             .least = {},
             .most = 32,
             .note = fmt::format("{} units after {} h at 1 Hz with receipts; heap, counted", units,
                                 std::chrono::duration_cast<std::chrono::hours>(length).count())}};
}

} // namespace lanterne::bench
