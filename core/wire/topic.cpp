#include "core/wire/topic.hpp"

#include <array>

#include <fmt/format.h>

namespace lanterne::wire {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Takes `text` off the front; false and untouched when it does not begin so.
bool take(std::string_view& rest, std::string_view text) {
    if (!rest.starts_with(text)) {
        return false;
    }
    rest.remove_prefix(text.size());
    return true;
}

/// What stands before the next '/', which is taken too; nothing when there is none.
std::optional<std::string_view> take_level(std::string_view& rest) {
    const std::size_t end = rest.find('/');
    if (end == std::string_view::npos) {
        return std::nullopt;
    }
    const std::string_view level = rest.substr(0, end);
    rest.remove_prefix(end + 1);
    return level;
}

/// s00 to s63, always two digits.
std::optional<std::uint8_t> parse_shard(std::string_view level) {
    if (level.size() != 3 || level[0] != 's' || !is_digit(level[1]) || !is_digit(level[2])) {
        return std::nullopt;
    }
    const int shard = (level[1] - '0') * 10 + (level[2] - '0');
    return shard <= greatest_shard ? std::optional{static_cast<std::uint8_t>(shard)} : std::nullopt;
}

/// The one of `all` that this last level names.
template<class Channel, std::size_t count>
std::optional<Channel> parse_channel(std::string_view level, std::array<Channel, count> all) {
    for (const Channel channel : all) {
        if (level.size() == 1 && level[0] == static_cast<char>(channel)) {
            return channel;
        }
    }
    return std::nullopt;
}

} // namespace

std::string to_text(const UnitTopic& topic) {
    return fmt::format("ln/1/s{:02}/{}/{}", topic.shard, topic.unit.text(),
                       static_cast<char>(topic.channel));
}

std::optional<UnitTopic> parse_unit_topic(std::string_view topic) {
    if (!take(topic, "ln/1/")) {
        return std::nullopt;
    }
    const auto shard_level = take_level(topic);
    const auto unit_level = take_level(topic);
    if (!shard_level || !unit_level) {
        return std::nullopt;
    }
    const auto shard = parse_shard(*shard_level);
    const auto unit = UnitSerial::from(*unit_level);
    const auto channel = parse_channel(topic, std::array{UnitChannel::fixes, UnitChannel::backlog,
                                                         UnitChannel::events, UnitChannel::status});
    if (!shard || !unit || !channel) {
        return std::nullopt;
    }
    return UnitTopic{.shard = *shard, .unit = *unit, .channel = *channel};
}

std::string shard_filter(std::uint8_t shard, UnitChannel channel) {
    return fmt::format("ln/1/s{:02}/+/{}", shard, static_cast<char>(channel));
}

std::string receipt_topic(const UnitSerial& unit) { return fmt::format("ln/1/{}/a", unit.text()); }

std::string configuration_topic(const UnitSerial& unit) {
    return fmt::format("ln/1/{}/c", unit.text());
}

std::string live_topic(const Slug& race, LiveChannel channel) {
    return fmt::format("ln/live/{}/{}", race.text(), static_cast<char>(channel));
}

std::optional<LiveTopic> parse_live_topic(std::string_view topic) {
    if (!take(topic, "ln/live/")) {
        return std::nullopt;
    }
    const auto race_level = take_level(topic);
    const auto race = race_level ? Slug::from(*race_level) : std::nullopt;
    const auto channel =
        parse_channel(topic, std::array{LiveChannel::frame, LiveChannel::snapshot});
    if (!race || !channel) {
        return std::nullopt;
    }
    return LiveTopic{.race = *race, .channel = *channel};
}

} // namespace lanterne::wire
