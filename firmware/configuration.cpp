#include "firmware/configuration.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "core/wire/config.hpp"
#include "firmware/unit_course.hpp"

namespace lanterne::firmware {
namespace {

using Bytes = std::vector<std::byte>;
using ByteView = std::span<const std::byte>;

std::optional<std::array<std::chrono::milliseconds, 4>>
intervals_of(const std::optional<std::array<std::uint32_t, 4>>& told) {
    if (!told) {
        return std::nullopt;
    }
    std::array<std::chrono::milliseconds, 4> intervals{};
    std::ranges::transform(*told, intervals.begin(),
                           [](std::uint32_t ms) { return std::chrono::milliseconds{ms}; });
    return intervals;
}

UnitConfig config_from(std::uint32_t version, const wire::Config& told) {
    return {.version = version,
            .shard = told.shard,
            .profile = static_cast<Profile>(told.profile),
            .qos = static_cast<Qos>(told.qos),
            .intervals = intervals_of(told.interval_ms),
            .error = told.error_m ? std::optional{Metres{static_cast<double>(*told.error_m)}}
                                  : std::nullopt,
            .time_limit = told.time_limit};
}

} // namespace

/// A configuration that was found good, with the message that it came in.
struct Configuration::Held {
    UtcTime not_before;
    UtcTime expires;
    UnitConfig config;
    Bytes message;
};

Bytes Configuration::message_of(const Held* held) { return held ? held->message : Bytes{}; }

Configuration::Configuration(hal::Storage& storage, UnitSerial unit, std::optional<PinnedKey> key,
                             UnitConfig defaults)
    : unit_{std::move(unit)}, key_{key}, defaults_{std::move(defaults)}, card_{storage} {
    const KeptConfigs kept = card_.load();
    // Once more checked whole: another key may have been pinned, another card put in.
    current_ = read(kept.current).value_or(nullptr);
    pending_ = read(kept.pending).value_or(nullptr);
}

Configuration::~Configuration() = default;

bool Configuration::offer(ByteView payload, std::optional<UtcTime> now) {
    refused_reason_ = payload.empty() ? std::nullopt : take(payload, now);
    return !refused_reason_;
}

std::optional<std::string> Configuration::take(ByteView payload, std::optional<UtcTime> now) {
    auto offered = read(payload);
    if (!offered) {
        return offered.error();
    }
    look_at_time(now);
    if (auto objection = objection_to(**offered, now)) {
        return objection;
    }
    const Held* const known = newest();
    if (known != nullptr && known->config.version == (*offered)->config.version) {
        return std::nullopt;
    }
    // What holds at once needs no clock.
    const bool has_begun = (*offered)->not_before <= now.value_or(UtcTime{});
    Bytes message{payload.begin(), payload.end()};
    if (!card_.save(has_begun ? KeptConfigs{.current = std::move(message)}
                              : KeptConfigs{.current = message_of(current_.get()),
                                            .pending = std::move(message)})) {
        return fmt::format("version {} cannot be stored", (*offered)->config.version);
    }
    if (has_begun) {
        current_ = std::move(*offered);
        pending_.reset();
        over_ = false;
    } else {
        pending_ = std::move(*offered);
    }
    return std::nullopt;
}

std::optional<std::string> Configuration::objection_to(const Held& offered,
                                                       std::optional<UtcTime> now) const {
    const std::uint32_t version = offered.config.version;
    const Held* const known = newest();
    if (known != nullptr && version < known->config.version) {
        return fmt::format("version {} is older than {}", version, known->config.version);
    }
    if (known != nullptr && version == known->config.version && offered.message != known->message) {
        return fmt::format("version {} came with other content before", version);
    }
    if (now && *now >= offered.expires) {
        return fmt::format("version {} has expired", version);
    }
    return std::nullopt;
}

/// Finds a message good, or says why it is not; its version and its time are not looked at.
Result<std::unique_ptr<Configuration::Held>, std::string>
Configuration::read(ByteView payload) const {
    if (!key_) {
        return tl::unexpected{std::string{"no key pinned"}};
    }
    const auto message = wire::decode_signed_config(payload);
    if (!message) {
        return tl::unexpected{fmt::format("unreadable: {}", wire::to_text(message.error()))};
    }
    if (!key_->signed_these(wire::signed_bytes(unit_, *message), message->signature)) {
        return tl::unexpected{std::string{"wrong signature"}};
    }
    const auto told = wire::decode_config(message->body);
    if (!told) {
        return tl::unexpected{fmt::format("version {} is unreadable: {}", message->version,
                                          wire::to_text(told.error()))};
    }
    auto held = std::make_unique<Held>(Held{.not_before = message->not_before,
                                            .expires = message->expires,
                                            .config = config_from(message->version, *told),
                                            .message = {payload.begin(), payload.end()}});
    if (const auto& told_course = told->course) {
        auto course = course_from(*told_course);
        if (!course) {
            return tl::unexpected{"course: " + course.error()};
        }
        held->config.course = std::move(*course);
        held->config.course_version = told_course->version;
    }
    return held;
}

const UnitConfig& Configuration::active(std::optional<UtcTime> now) {
    look_at_time(now);
    return current_ && !over_ ? current_->config : defaults_;
}

std::uint32_t Configuration::applied_version() const {
    return current_ && !over_ ? current_->config.version : 0;
}

std::optional<Configuration::Waiting> Configuration::waiting() const {
    return pending_ ? std::optional{Waiting{.begins = pending_->not_before,
                                            .ends = pending_->expires,
                                            .profile = pending_->config.profile}}
                    : std::nullopt;
}

void Configuration::look_at_time(std::optional<UtcTime> now) {
    if (!now) {
        return;
    }
    if (pending_ && *now >= pending_->not_before) {
        current_ = std::move(pending_);
        // Not saved, it begins once more after a restart, as soon as the time is known.
        static_cast<void>(card_.save({.current = current_->message}));
    }
    over_ = current_ && *now >= current_->expires;
}

const Configuration::Held* Configuration::newest() const {
    return pending_ ? pending_.get() : current_.get();
}

} // namespace lanterne::firmware
