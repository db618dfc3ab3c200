#include "bench/ingest/recorder.hpp"

#include <cerrno>
#include <ctime>
#include <stdexcept>
#include <system_error>
#include <thread>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "bench/ingest/riders.hpp"
#include "bench/ingest/whole.hpp"
#include "core/wire/topic.hpp"
#include "tests/support/private_broker.hpp"
#include "tests/support/temp_folder.hpp"
#include "tests/support/waiting.hpp"

namespace lanterne::bench {
namespace {

constexpr std::size_t at_most = 300; ///< messages a turn, as the ingest

void write(const std::filesystem::path& path, std::vector<std::byte> line, int mode) {
    line.push_back(std::byte{'\n'});
    const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | mode, 0644);
    const bool is_written =
        file >= 0 && ::write(file, line.data(), line.size()) == static_cast<ssize_t>(line.size());
    if (file < 0 || close(file) != 0 || !is_written) {
        throw std::system_error{errno, std::generic_category(), path.string()};
    }
}

double seconds_of_this_thread() {
    timespec spent{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent);
    return static_cast<double>(spent.tv_sec) + static_cast<double>(spent.tv_nsec) / 1e9;
}

wire::Bytes json_of(const Fix& fix) {
    const std::string text = fmt::format(
        R"({{"_type":"location","tst":{},"lat":{:.6f},"lon":{:.6f},"acc":{},"vel":{},"cog":{}}})",
        std::chrono::floor<std::chrono::seconds>(fix.time).time_since_epoch().count(),
        fix.position.latitude.e6 / 1e6, fix.position.longitude.e6 / 1e6,
        fix.accuracy_dm.value_or(0) / 10, fix.speed_dmps.value_or(0) * 36 / 100,
        fix.course_2deg.value_or(0) * 2);
    wire::Bytes bytes;
    for (const char c : text) {
        bytes.push_back(static_cast<std::byte>(c));
    }
    return bytes;
}

/// Each fix of these batches as a message of its own.
struct OneByOne {
    explicit OneByOne(const std::vector<Outgoing>& batches) {
        for (const Outgoing& batch : batches) {
            const wire::Batch read = wire::decode_batch(*batch.payload).value();
            for (const Fix& fix : read.fixes) {
                payloads.push_back(json_of(fix));
                topics.push_back("ride/" + wire::parse_unit_topic(batch.topic)->unit.text());
            }
        }
        for (std::size_t i = 0; i < payloads.size(); ++i) {
            messages.push_back({.topic = topics[i], .payload = &payloads[i]});
        }
    }

    std::vector<wire::Bytes> payloads;
    std::vector<std::string> topics;
    std::vector<Outgoing> messages;
};

/// Microseconds of a core a fix.
double recorded(const Options& options, int devices, std::size_t fixes_each) {
    Riders riders{options.seed};
    const OneByOne sent{riders.messages({.first = 0, .count = devices}, {.fixes = fixes_each}, 0)};
    support::PrivateBroker broker{"autosave_on_changes false\nautosave_interval 60\nlog_type none"};
    support::TempFolder folder;
    Recorder recorder{broker.port(), folder.path()};
    if (!support::wait_until([&] {
            recorder.take(std::chrono::milliseconds{20});
            return recorder.connected();
        })) {
        throw std::runtime_error{"the recorder does not reach its broker"};
    }
    std::jthread units{[&] { Publisher{broker.port(), "units"}.send(sent.messages, {}); }};
    const double before = seconds_of_this_thread();
    const bool has_all = support::wait_until(
        [&] {
            recorder.take(std::chrono::milliseconds{100});
            return recorder.taken() >= sent.messages.size();
        },
        std::chrono::seconds{120});
    const double spent = seconds_of_this_thread() - before;
    if (!has_all) {
        throw std::runtime_error{fmt::format("the recorder took {} of {} fixes", recorder.taken(),
                                             sent.messages.size())};
    }
    return 1e6 * spent / static_cast<double>(sent.messages.size());
}

} // namespace

Recorder::Recorder(std::uint16_t port, std::filesystem::path folder)
    : client_{{.port = port, .client_id = "recorder"}}, folder_{std::move(folder)} {
    client_.subscribe("ride/+", service::Qos::at_least_once);
}

void Recorder::take(std::chrono::milliseconds timeout) {
    for (const service::MqttMessage& message : client_.receive(timeout, at_most)) {
        keep(message);
        ++taken_;
    }
    client_.acknowledge();
}

void Recorder::keep(const service::MqttMessage& message) const {
    const std::string device = message.topic.substr(message.topic.find('/') + 1);
    write(folder_ / (device + ".rec"), message.payload, O_APPEND);
    const auto fresh = folder_ / (device + ".new");
    write(fresh, message.payload, O_TRUNC);
    std::filesystem::rename(fresh, folder_ / (device + ".last"));
}

std::vector<Row> recorder(const Options& options) {
    const int devices = options.quick ? 40 : 1'000;
    const std::size_t fixes_each = options.quick ? 100 : 200;
    const double recorder_us = recorded(options, devices, fixes_each);
    const WholeRun ours = run_whole(options, devices, fixes_each);
    const double both_us = ours.ours_us + ours.server_us;
    return {{.key = "ingest_over_recorder_x",
             .what = "CPU a fix, ours, beside a file a device, append and rename a fix",
             .measured = ours.ours_us / recorder_us,
             .unit = "x",
             .most = 0.05,
             .note = fmt::format("{:.2f} us, matched, scored and stored once by tens; the recorder "
                                 "{:.1f} us, a fix a message, no more than written",
                                 ours.ours_us, recorder_us)},
            {.key = "ingest_and_server_over_recorder_x",
             .what = "and with PostgreSQL's",
             .measured = both_us / recorder_us,
             .unit = "x",
             .note = fmt::format("{:.2f} us; {} fixes of {} devices each", both_us, ours.fixes,
                                 devices)}};
}

} // namespace lanterne::bench
