#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "core/base/time.hpp"
#include "enrolment/codes.hpp"
#include "enrolment/files.hpp"
#include "enrolment/try_limit.hpp"
#include "service/http.hpp"
#include "service/log.hpp"

namespace lanterne::enrolment {

struct DeskClock {
    std::function<UtcTime()> utc;
    std::function<std::chrono::steady_clock::time_point()> steady;
};

/// Enrols units that come with a one-time code, by the authority whose folder this is. A code is
/// good for one request: that it came is on the disk before anything is signed, and
/// lanterne-authority, whose index is the only truth about certificates, gives a request that it
/// signed the answer that it had. So whatever is killed between, the unit asks again and all comes
/// to one certificate.
class Desk {
public:
    /// Until a unit has its answer: it may be lost on the way.
    static constexpr std::chrono::hours answer_again{1};
    static constexpr std::size_t tries_at_a_unit = 10;
    static constexpr std::size_t tries_of_an_address = 30;

    /// Tells people how far it is: a line an enrolment.
    using Tell = std::function<void(const std::string& line)>;

    /// One desk a folder: throws EnrolmentError when there is another, or the folder is none.
    Desk(const std::filesystem::path& authority, service::Log& log, DeskClock clock, Tell tell);

    /// To a POST of firmware/identity/enrolment_protocol.hpp, with the route's parameter "code".
    /// Any thread; one at a time is served.
    service::HttpResponse answer(const service::HttpRequest& request);

    /// How many of the codes that are known were used to the end, such as "17 of 40 enrolled".
    std::string progress();

private:
    struct Caller;

    void read_codes_again();
    service::HttpResponse answer_known(const Caller& caller, const std::string& message);
    std::optional<service::HttpResponse> refusal_of(const Caller& caller);
    service::HttpResponse refuse_unproven(const Caller& caller);
    std::string information_for(const IssuedCode& issued) const;
    Result<std::string, std::string> certify(const IssuedCode& issued, const std::string& request);
    bool claim(const IssuedCode& issued, const std::string& digest);
    std::string sign(const IssuedCode& issued, const std::string& request) const;
    void note_answered(const IssuedCode& issued);
    std::string count_enrolled() const;

    std::filesystem::path folder_;
    FileLock alone_;
    service::Log& log_;
    DeskClock clock_;
    Tell tell_;
    std::mutex mutex_; ///< all below
    std::optional<std::filesystem::file_time_type> codes_read_;
    std::map<std::string, IssuedCode> codes_; ///< by locator
    std::map<UnitSerial, Claim> claims_;
    TryLimit tries_at_units_{tries_at_a_unit};
    TryLimit tries_of_addresses_{tries_of_an_address};
};

} // namespace lanterne::enrolment
