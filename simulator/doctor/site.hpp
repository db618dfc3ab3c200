#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "core/base/ids.hpp"
#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "core/base/units.hpp"
#include "core/plan/race_plan.hpp"
#include "service/http_client.hpp"

namespace lanterne::simulator::doctor {

/// A unit as lanterne-web tells it.
struct SiteUnit {
    std::optional<UtcTime> last_fix_time; ///< race time
    std::string link;                     ///< "up", "down", "unknown"
    std::optional<Bib> bib;               ///< with race
    std::optional<Slug> race;
};

/// A race as lanterne-web tells it.
struct SiteRace {
    std::string state; ///< "before", "live", "finished"
    std::optional<plan::RehearsalClock> rehearsal;
    std::optional<Position> start; ///< of its first leg
};

/// lanterne-web as a client sees it. What fails is said in a sentence.
class Site {
public:
    static constexpr std::chrono::seconds timeout{20};

    /// "http://host[:port]", with or without a slash at its end.
    explicit Site(std::string url);

    /// Any status is a reply; nothing but a reply is a fault.
    Result<service::HttpReply, std::string> get(const std::string& path) const;

    /// Nothing for a unit that was never heard of and that nobody wears.
    Result<std::optional<SiteUnit>, std::string> unit(const UnitSerial& serial) const;

    Result<SiteRace, std::string> race(const Slug& slug) const;

    const std::string& url() const { return url_; }

private:
    std::string url_;
};

/// What GET /healthz of a program of ours says, for a sentence: that all is well, or which part is
/// not and why, or that nobody answers.
struct Health {
    bool answers = false;
    bool is_well = false;
    std::string words;
};

Health ask_health(const std::string& program, const std::string& url);

} // namespace lanterne::simulator::doctor
