#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "hal/clock.hpp"

namespace lanterne::simulator::doctor {

enum class Outcome { ok, failed, skipped };

/// What came out of a step, in words that a technician can act on.
struct Finding {
    Outcome outcome = Outcome::ok;
    std::string words;
};

Finding ok(std::string words);
Finding failed(std::string words);
/// `why` goes on after "because".
Finding skipped(std::string why);

enum class ReportForm {
    text,
    json_lines ///< an object a step, and one at the end
};

/// Says each step as it goes: its name before it begins, what came out and how long it took after.
class Report {
public:
    /// Takes text that is to be seen at once.
    using Write = std::function<void(std::string_view)>;

    /// The clock outlives it.
    Report(ReportForm form, Write write, const hal::Clock& clock);

    /// Does it and says what came out.
    Outcome step(std::string_view name, const std::function<Finding()>& examine);

    /// The last word: what stays behind of it all.
    void end(const std::vector<std::string>& left_behind);

    bool has_failed() const { return failed_ > 0; }

private:
    void write_text(const Finding& finding, std::chrono::milliseconds took);
    void write_json(std::string_view name, const Finding& finding, std::chrono::milliseconds took);

    ReportForm form_;
    Write write_;
    const hal::Clock& clock_;
    int failed_ = 0;
    int skipped_ = 0;
};

} // namespace lanterne::simulator::doctor
