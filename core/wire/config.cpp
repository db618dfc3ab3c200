#include "core/wire/config.hpp"

#include <algorithm>
#include <utility>

#include "core/wire/cbor_reader.hpp"
#include "core/wire/cbor_writer.hpp"
#include "core/wire/limits.hpp"
#include "core/wire/status.hpp"
#include "core/wire/varint.hpp"

namespace lanterne::wire {

namespace {

constexpr std::uint64_t version = 1;
constexpr std::size_t signed_items = 6;
constexpr std::size_t config_items = 7;
constexpr std::size_t course_items = 3;
constexpr std::size_t leg_items = 3;
constexpr std::uint8_t greatest_sport = 4;
constexpr std::uint8_t greatest_qos = 1;

constexpr std::string_view signing_label = "lanterne configuration";

bool is_within_limits(const SignedConfig& config) {
    return config.version >= 1 && is_time(config.expires) && is_time(config.not_before) &&
           config.expires > config.not_before;
}

bool is_within_limits(const ConfigLeg& leg) {
    return leg.sport <= greatest_sport && leg.laps >= 1 && leg.laps <= max_config_laps &&
           leg.line.size() >= 2 && std::ranges::all_of(leg.line, is_on_earth) &&
           std::ranges::adjacent_find(leg.line) == leg.line.end();
}

bool is_within_limits(const ConfigCourse& course) {
    return course.version >= 1 && !course.legs.empty() && course.legs.size() <= max_config_legs &&
           std::ranges::all_of(course.legs,
                               [](const ConfigLeg& leg) { return is_within_limits(leg); }) &&
           course.points_dm.size() <= max_config_points &&
           std::ranges::adjacent_find(course.points_dm, std::ranges::greater_equal{}) ==
               course.points_dm.end();
}

bool is_interval(std::uint32_t ms) { return ms >= least_interval_ms && ms <= greatest_interval_ms; }

bool is_within_limits(const Config& config) {
    return config.shard <= greatest_shard && config.profile <= greatest_profile &&
           config.qos <= greatest_qos &&
           (!config.interval_ms || std::ranges::all_of(*config.interval_ms, is_interval)) &&
           (!config.error_m || (*config.error_m >= 1 && *config.error_m <= greatest_error_m)) &&
           (!config.time_limit || is_time(*config.time_limit)) &&
           (!config.course || is_within_limits(*config.course));
}

/// Latitude before longitude, each as the difference to the place before; before the first is 0, 0.
Bytes packed(const std::vector<Position>& line) {
    Bytes bytes;
    Position before{Latitude{0}, Longitude{0}};
    for (const Position place : line) {
        append_zigzag(bytes, std::int64_t{place.latitude.e6} - before.latitude.e6);
        append_zigzag(bytes, std::int64_t{place.longitude.e6} - before.longitude.e6);
        before = place;
    }
    return bytes;
}

/// The value plus the next difference of the line, when that still is within its range.
std::int32_t take_difference(CborReader& in, ByteView& rest, std::int32_t value,
                             std::int32_t greatest) {
    const Result<std::int64_t> difference = take_zigzag(rest);
    if (!difference) {
        in.refuse(difference.error());
        return value;
    }
    const std::int64_t whole = std::int64_t{2} * greatest;
    const bool is_small = *difference >= -whole && *difference <= whole;
    const std::int64_t sum = is_small ? value + *difference : std::int64_t{greatest} + 1;
    in.expect(sum >= -greatest && sum <= greatest, Error::out_of_range);
    return in.failed() ? value : static_cast<std::int32_t>(sum);
}

std::vector<Position> read_line(CborReader& in) {
    std::vector<Position> line;
    Position place{Latitude{0}, Longitude{0}};
    ByteView rest = in.byte_string();
    while (!rest.empty() && !in.failed()) {
        place.latitude.e6 = take_difference(in, rest, place.latitude.e6, 90'000'000);
        place.longitude.e6 = take_difference(in, rest, place.longitude.e6, 180'000'000);
        line.push_back(place);
    }
    return line;
}

void write(CborWriter& out, const ConfigCourse& course) {
    out.array(course_items);
    out.number(course.version);
    out.array(course.legs.size());
    for (const ConfigLeg& leg : course.legs) {
        out.array(leg_items);
        out.number(leg.sport);
        out.number(leg.laps);
        out.byte_string(packed(leg.line));
    }
    out.array(course.points_dm.size());
    for (const std::uint32_t point : course.points_dm) {
        out.number(point);
    }
}

ConfigCourse read_course(CborReader& in) {
    ConfigCourse course{.version = in.number<std::uint32_t>()};
    const std::uint64_t legs = in.array();
    in.expect(legs <= max_config_legs, Error::out_of_range);
    for (std::uint64_t i = 0; i < legs && !in.failed(); ++i) {
        in.array_of(leg_items);
        ConfigLeg leg{.sport = in.number<std::uint8_t>(), .laps = in.number<std::uint32_t>()};
        leg.line = read_line(in);
        course.legs.push_back(std::move(leg));
    }
    const std::uint64_t points = in.array();
    in.expect(points <= max_config_points, Error::out_of_range);
    for (std::uint64_t i = 0; i < points && !in.failed(); ++i) {
        course.points_dm.push_back(in.number<std::uint32_t>());
    }
    return course;
}

/// Everything but the signature.
void write_envelope(CborWriter& out, const SignedConfig& config) {
    out.number(version);
    out.number(config.version);
    out.integer(to_ms(config.expires));
    out.integer(to_ms(config.not_before));
    out.byte_string(config.body);
}

} // namespace

Result<Bytes> encode(const Config& config) {
    if (!is_within_limits(config)) {
        return tl::unexpected{Error::out_of_range};
    }
    CborWriter out;
    out.array(config_items);
    out.number(config.shard);
    out.number(config.profile);
    out.number(config.qos);
    if (config.interval_ms) {
        out.array(config.interval_ms->size());
        std::ranges::for_each(*config.interval_ms, [&](std::uint32_t ms) { out.number(ms); });
    } else {
        out.null();
    }
    out.number_or_null(config.error_m);
    out.integer_or_null(config.time_limit ? std::optional{to_ms(*config.time_limit)}
                                          : std::nullopt);
    config.course ? write(out, *config.course) : out.null();
    return std::move(out).finish(max_config_bytes);
}

Result<Config> decode_config(ByteView body) {
    CborReader in{body, max_config_bytes};
    Config config;
    in.array_of(config_items);
    config.shard = in.number<std::uint8_t>();
    config.profile = in.number<std::uint8_t>();
    config.qos = in.number<std::uint8_t>();
    if (in.array_of_or_null(4)) {
        auto& intervals = config.interval_ms.emplace();
        std::ranges::generate(intervals, [&] { return in.number<std::uint32_t>(); });
    }
    config.error_m = in.number_or_null<std::uint32_t>();
    if (const auto time_ms = in.integer_or_null<std::int64_t>()) {
        config.time_limit = from_ms(*time_ms);
    }
    if (in.array_of_or_null(course_items)) {
        config.course = read_course(in);
    }
    in.expect(is_within_limits(config), Error::out_of_range);
    return in.result(std::move(config));
}

Result<Bytes> encode(const SignedConfig& config) {
    if (!is_within_limits(config)) {
        return tl::unexpected{Error::out_of_range};
    }
    CborWriter out;
    out.array(signed_items);
    write_envelope(out, config);
    out.byte_string(config.signature);
    return std::move(out).finish(max_config_bytes);
}

Result<SignedConfig> decode_signed_config(ByteView payload) {
    CborReader in{payload, max_config_bytes};
    SignedConfig config;
    in.expect(in.message(version) == signed_items - 1, Error::wrong_type);
    config.version = in.number<std::uint32_t>();
    config.expires = from_ms(in.integer<std::int64_t>());
    config.not_before = from_ms(in.integer<std::int64_t>());
    const ByteView body = in.byte_string();
    config.body.assign(body.begin(), body.end());
    const ByteView signature = in.byte_string();
    in.expect(signature.size() == config.signature.size(), Error::out_of_range);
    if (!in.failed()) {
        std::ranges::copy(signature, config.signature.begin());
    }
    in.expect(is_within_limits(config), Error::out_of_range);
    return in.result(std::move(config));
}

Bytes signed_bytes(const UnitSerial& unit, const SignedConfig& config) {
    CborWriter out;
    out.array(signed_items + 1);
    out.text(signing_label);
    out.text(unit.text());
    write_envelope(out, config);
    const std::size_t size = out.size();
    return *std::move(out).finish(size);
}

} // namespace lanterne::wire
