#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/ids.hpp"
#include "core/base/time.hpp"
#include "core/course/course.hpp"
#include "firmware/config_card.hpp"
#include "firmware/identity/signature.hpp"
#include "firmware/sending/profile.hpp"
#include "firmware/uplink/uplink.hpp"
#include "hal/storage.hpp"

namespace lanterne::firmware {

/// What a unit keeps to.
struct UnitConfig {
    std::uint32_t version = 0; ///< 0: the settings', not a configuration's
    std::uint8_t shard = 0;
    Profile profile = Profile::race;
    Qos qos = Qos::at_least_once;
    std::optional<std::array<std::chrono::milliseconds, 4>>
        intervals; ///< race time between messages, by profile; none: the profiles' own
    std::optional<Metres> error;       ///< how far off a prediction may be; none: the unit's own
    std::optional<UtcTime> time_limit; ///< until when the battery must last
    std::shared_ptr<const course::Course> course;
    std::uint32_t course_version = 0; ///< 0: it knows no course
};

/// Judges the configurations that are offered, keeps the newest good one on the card, and says
/// which holds. Two at most are held: the one that holds now, and a newer one that waits for its
/// time. One thread uses it; the storage outlives it.
///
/// Time is UTC that was found good, or nothing as long as none was: then nothing begins or ends by
/// time, and what held before a restart still holds.
class Configuration {
public:
    /// Takes up what the card holds, if its signature still is good. Without a key every
    /// configuration is refused. `defaults` hold when no configuration does.
    Configuration(hal::Storage& storage, UnitSerial unit, std::optional<PinnedKey> key,
                  UnitConfig defaults);
    ~Configuration();
    Configuration(const Configuration&) = delete;
    Configuration& operator=(const Configuration&) = delete;

    /// Bytes from the unit's retained topic. Empty: nothing is offered any more; nobody signed
    /// that, so what holds goes on to hold. True when it is accepted or known already; else
    /// refused_reason() says why not.
    bool offer(std::span<const std::byte> payload, std::optional<UtcTime> now);

    /// What holds now. Valid until the next call.
    const UnitConfig& active(std::optional<UtcTime> now);

    /// Of what active() answered last; 0: the defaults.
    std::uint32_t applied_version() const;

    /// One that waits for its time.
    struct Waiting {
        UtcTime begins;
        UtcTime ends;
        Profile profile = Profile::race;
    };

    std::optional<Waiting> waiting() const;

    /// Why what was offered last was not accepted, 1 to 64 bytes of printable ASCII.
    const std::optional<std::string>& refused_reason() const { return refused_reason_; }

private:
    struct Held;

    std::optional<std::string> take(std::span<const std::byte> payload, std::optional<UtcTime> now);
    Result<std::unique_ptr<Held>, std::string> read(std::span<const std::byte> payload) const;
    std::optional<std::string> objection_to(const Held& offered, std::optional<UtcTime> now) const;
    static std::vector<std::byte> message_of(const Held* held);
    void look_at_time(std::optional<UtcTime> now);
    const Held* newest() const;

    UnitSerial unit_;
    std::optional<PinnedKey> key_;
    UnitConfig defaults_;
    ConfigCard card_;
    std::unique_ptr<Held> current_; ///< holds now, unless it is over
    std::unique_ptr<Held> pending_; ///< newer than current_; its time has not come
    bool over_ = false;             ///< current_ has expired
    std::optional<std::string> refused_reason_;
};

} // namespace lanterne::firmware
