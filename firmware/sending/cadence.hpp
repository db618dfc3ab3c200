#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "core/base/fix.hpp"
#include "core/course/course.hpp"
#include "core/course/predictor.hpp"
#include "core/wire/batch.hpp"
#include "firmware/sending/gates.hpp"
#include "firmware/sending/profile.hpp"

namespace lanterne::firmware {

/// When messages go out.
struct CadenceRules {
    std::chrono::milliseconds interval{30'000};        ///< the longest between two messages
    std::chrono::milliseconds still_interval{120'000}; ///< of an athlete who stands still
    /// Metres that the server's prediction may be off, or `accuracies` times what the receiver
    /// states, whichever is more. None: neither the prediction nor a near timing point makes a
    /// message.
    std::optional<double> error_m;
    double accuracies = 2;

    bool operator==(const CadenceRules&) const = default;
};

CadenceRules rules_of(Profile profile);

/// A message each interval, and nothing else decides: for a rehearsal, in which more of race time
/// passes than of the unit's own.
CadenceRules steady_rules(std::chrono::milliseconds interval);

/// Why messages may be late beside what the cadence sees itself.
struct Hindrances {
    bool no_fix = false;      ///< the receiver is silent or has no fix
    bool battery_low = false; ///< the profile was stepped down to spare the battery

    bool operator==(const Hindrances&) const = default;
};

/// Decides when a message goes out; what it carries (every unsent fix) is the outbox's. A message
/// is due, when there is a fix that none carried yet:
/// - first of all, after say_at_once(), and when the profile or the rules changed;
/// - when the interval has passed that the last message promised: a change of state shortens a
///   promise and never lengthens it;
/// - at most each second: when the newest fix lies farther than the rules allow from where the
///   server takes the athlete to be by the last message (course::Predictor); while a timing point
///   is near or the finish less than 200 m off; when somebody moves again who was told to stand
///   still.
/// Still is who has been within still_m (or still_accuracies) for still_after.
///
/// Intervals are waited for by the steady clock; all else goes by the times of the fixes. One
/// thread.
class Cadence {
public:
    using Instant = std::chrono::steady_clock::time_point;

    static constexpr std::chrono::milliseconds least_gap{1'000};
    static constexpr double still_m = 15;
    static constexpr double still_accuracies = 3;
    static constexpr std::chrono::seconds still_after{60};
    /// Who stays about a timing point for longer is not passing it.
    static constexpr std::chrono::minutes longest_near{5};
    static constexpr std::uint32_t most_next_report_s = 86'400; ///< the wire's limit
    /// Of these, a second apart, it knows by itself where on the course the athlete is.
    static constexpr std::size_t recent_fixes = 17;

    /// `next_report_s`: what messages say instead of the interval, for a rehearsal.
    Cadence(Profile profile, const CadenceRules& rules,
            std::optional<std::uint32_t> next_report_s = std::nullopt);

    void use(Profile profile, const CadenceRules& rules);

    /// The course and its version (not 0), or nullptr and 0. What is said next names it.
    void know(std::shared_ptr<const course::Course> course, std::uint32_t version);

    void face(const Hindrances& hindrances) { hindrances_ = hindrances; }

    /// After a reconnection, for one.
    void say_at_once() { at_once_ = true; }

    void journalled(const Fix& fix);

    /// These fixes went out as the newest live message, with what the functions below said; the
    /// newest of them was heard at that moment. The next message is due an interval after it, not
    /// after the sending: else one that went out late between two fixes would keep all that follow
    /// as late, each with a fix that has waited for it.
    void reported(std::span<const Fix> fixes, Instant heard);

    bool due(Instant now) const;

    /// Seconds from a message that goes out now to the next at the latest, as race time.
    std::optional<std::uint32_t> next_report_s() const;

    /// Why that may be long.
    wire::Reason reason() const;

    /// The course that the server shall predict on; 0: straight on.
    std::uint32_t course_version() const { return course_ ? course_version_ : 0; }

    /// Whether a fix that is journalled now shall be certain at once: near a timing point.
    bool is_important() const { return is_near_; }

    /// Metres that the newest fix lies from where the server takes the athlete to be; nothing
    /// before the first message.
    std::optional<double> error_m() const { return error_m_; }

private:
    /// What the server was told last.
    struct Told {
        course::Predictor prediction;
        std::shared_ptr<const course::Course> course; ///< keeps the prediction's alive
        Instant at;
        Instant promised; ///< the next message
        bool still;
    };

    struct Near {
        UtcTime since;
        UtcTime last;
    };

    std::chrono::milliseconds interval() const;
    bool is_still() const;
    bool is_off() const;
    void watch_stillness(const Fix& fix);
    void watch_gates(const Fix& fix);

    Profile profile_;
    CadenceRules rules_;
    std::optional<std::uint32_t> next_report_s_;
    std::shared_ptr<const course::Course> course_;
    std::uint32_t course_version_ = 0;
    std::optional<Gates> gates_;
    Hindrances hindrances_;
    bool at_once_ = true;
    bool unsent_ = false;
    std::vector<Fix> recent_; ///< a second apart; the last is the newest fix
    std::optional<Told> told_;
    std::optional<double> error_m_;
    std::optional<Fix> stays_since_; ///< where the athlete has been about ever since
    std::optional<Near> near_;       ///< how long about a timing point, at last
    bool is_near_ = false;
};

} // namespace lanterne::firmware
