#include "firmware/linux/status_answer.hpp"

#include <stdexcept>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "firmware/status/findings.hpp"
#include "firmware/status/in_words.hpp"
#include "firmware/status/questions.hpp"
#include "firmware/status/status_text.hpp"
#include "hal/linux/small_file.hpp"

namespace lanterne::firmware {
namespace {

namespace exit_code {
constexpr int well = 0;
constexpr int look = 1;
constexpr int not_running = 3;
} // namespace exit_code

/// What a file says of a unit, and of how long ago.
struct Told {
    UnitStatus status;
    Milliseconds ago{0};
};

/// Of a unit that runs; else why nobody can say so.
Result<Told, std::string> told_in(const std::filesystem::path& file, const hal::Clock& clock) {
    std::error_code error;
    if (!std::filesystem::exists(file, error) && !error) {
        return tl::unexpected{fmt::format(
            "does not run: there is no {} (systemctl status lanterne-tracker)", file.string())};
    }
    const auto text = hal::linux_system::read_text(file, max_status_text_bytes);
    if (!text) {
        throw std::runtime_error{fmt::format("{}: cannot be read, or is over {} bytes long",
                                             file.string(), max_status_text_bytes)};
    }
    Told told{.status = read_status(*text, file.string())};
    const auto now = std::chrono::floor<Milliseconds>(clock.steady().time_since_epoch());
    told.ago = now - told.status.unit.written;
    // It lies in memory, which no boot survives; not so when somebody names another file.
    if (told.ago < Milliseconds{0}) {
        return tl::unexpected{std::string{"does not run: its status is of an earlier boot"}};
    }
    if (told.ago > oldest_status) {
        return tl::unexpected{
            fmt::format("does not run, or hangs: it said nothing for {}", in_words(told.ago))};
    }
    return told;
}

int show(const Told& told, StatusAnswer form, std::ostream& out) {
    const auto found = findings(told.status, told.ago);
    out << (form == StatusAnswer::json ? to_json(told.status, told.ago)
                                       : to_text(told.status, found));
    return found.front().urgency == Urgency::well ? exit_code::well : exit_code::look;
}

int answer_program(const Objections& objections, std::ostream& out) {
    if (objections.empty()) {
        return exit_code::well;
    }
    out << fmt::format("no: {}\n", fmt::join(objections, "; "));
    return exit_code::look;
}

/// As told_in(), but a file that is no status is one more reason why not.
Result<Told, std::string> doubtful(const std::filesystem::path& file, const hal::Clock& clock) {
    try {
        return told_in(file, clock);
    } catch (const std::runtime_error& error) {
        return tl::unexpected{std::string{error.what()}};
    }
}

} // namespace

int answer(const StatusCommand& command, const hal::Clock& clock, std::ostream& out) {
    const bool is_question =
        command.answer == StatusAnswer::proven || command.answer == StatusAnswer::idle;
    const auto told = is_question ? doubtful(command.file, clock) : told_in(command.file, clock);
    if (!told) {
        out << (is_question ? "no: the unit " : "the unit ") << told.error() << '\n';
        return is_question ? exit_code::look : exit_code::not_running;
    }
    switch (command.answer) {
    case StatusAnswer::proven: return answer_program(objections_to_proven(told->status), out);
    case StatusAnswer::idle: return answer_program(objections_to_idle(told->status), out);
    case StatusAnswer::people:
    case StatusAnswer::json: break;
    }
    return show(*told, command.answer, out);
}

} // namespace lanterne::firmware
