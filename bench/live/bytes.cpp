#include "bench/live/bytes.hpp"

#include <algorithm>
#include <memory>

#include <fmt/format.h>

#include "bench/live/told_field.hpp"
#include "service/watcher.hpp"
#include "web-api/live/race_channel.hpp"

namespace lanterne::bench {

namespace {

using std::chrono::steady_clock;

constexpr std::size_t athletes = 1'000;
constexpr double noise_m = 3;
constexpr double most_kilobytes = 0.7;

/// Takes all at once, and counts it.
class Scales : public service::Watcher {
public:
    explicit Scales(bool takes_deflated) : takes_deflated_{takes_deflated} {}

    bool idle() const override { return true; }

    bool send(const service::SharedText& bytes) override {
        keyframe_ = messages_ == 0 ? bytes->size() : keyframe_;
        deltas_ += messages_ == 0 ? 0 : bytes->size();
        ++messages_;
        return true;
    }

    std::size_t unsent() const override { return 0; }

    bool takes_deflated() const override { return takes_deflated_; }

    std::string_view sub_protocol() const override { return {}; }

    void close(unsigned short) override {}

    double keyframe_kilobytes() const { return static_cast<double>(keyframe_) / 1'000; }

    double kilobytes_a_second() const {
        return static_cast<double>(deltas_) / static_cast<double>(messages_ - 1) / 1'000;
    }

private:
    bool takes_deflated_;
    std::size_t messages_ = 0;
    std::size_t keyframe_ = 0;
    std::size_t deltas_ = 0;
};

} // namespace

std::vector<Row> bytes(const Options& options) {
    const unsigned seed = 3;
    const int told_seconds = options.quick ? 30 : 300;
    ToldField field{athletes, noise_m, seed};
    service::Registry registry;
    web::LiveCounts counts{registry};
    web::RaceChannel channel{{[] { return UtcTime{}; }, [] { return steady_clock::now(); }},
                             counts};
    web::RaceSnapshot known;
    known.version = {.store = 1, .plan_revision = 1, .version = 1};
    known.entries = field.entries();
    channel.take_frame(field.next());
    channel.take(known);
    const auto join = [&](bool deflated, web::Form form) {
        auto scales = std::make_shared<Scales>(deflated);
        channel.join(scales, form, std::nullopt);
        return scales;
    };
    const auto deflated = join(true, web::Form::binary);
    const auto plain = join(false, web::Form::binary);
    const auto json = join(true, web::Form::json);
    for (int second = 0; second < told_seconds; ++second) {
        channel.take_frame(field.next());
        while (channel.has_to_sweep()) {
            channel.sweep();
        }
    }
    const std::string note =
        fmt::format("{} athletes at 1 Hz, {} m of noise, {} s, seed {}; ranks, "
                    "gaps, forecasts and a passage each 5 km with it",
                    athletes, noise_m, told_seconds, seed);
    return {{.key = "spectator_deflated_kB_s",
             .what = "a second of a race, deflated",
             .measured = deflated->kilobytes_a_second(),
             .unit = "kB/s",
             .least = {},
             .most = most_kilobytes,
             .note = note},
            {.key = "spectator_plain_kB_s",
             .what = "the same, plain",
             .measured = plain->kilobytes_a_second(),
             .unit = "kB/s",
             .least = {},
             .most = {},
             .note = {}},
            {.key = "spectator_json_kB_s",
             .what = "the same as JSON, deflated",
             .measured = json->kilobytes_a_second(),
             .unit = "kB/s",
             .least = {},
             .most = {},
             .note = {}},
            {.key = "keyframe_kB",
             .what = "a keyframe, deflated",
             .measured = deflated->keyframe_kilobytes(),
             .unit = "kB",
             .least = {},
             .most = {},
             .note = "with bibs, ranks, gaps and arrivals; passages are asked for"}};
}

} // namespace lanterne::bench
