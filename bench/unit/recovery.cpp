#include "bench/unit/recovery.hpp"

#include <algorithm>
#include <chrono>
#include <stdexcept>
#include <thread>

#include <fmt/format.h>

#include "bench/unit/day.hpp"
#include "bench/unit/rig.hpp"
#include "tests/support/child_process.hpp"
#include "tests/support/temp_folder.hpp"

namespace lanterne::bench {
namespace {

using namespace std::chrono_literals;
using Steady = std::chrono::steady_clock;
using Milliseconds = std::chrono::duration<double, std::milli>;

/// Starts of the program with the journal of a folder, and what it says of it.
class Starts {
public:
    explicit Starts(const Plan& plan) : program_{plan.tracker} {
        // Nothing listens there: neither gpsd nor the broker is needed to read a journal.
        write_settings(settings(), folder_.path() / "journal", 1, "port = 1");
    }

    /// From the start of the process until it says that the journal is open.
    Milliseconds open(const std::filesystem::path& journal, std::string_view recovered) {
        std::filesystem::remove_all(folder_.path() / "journal");
        std::filesystem::copy(journal, folder_.path() / "journal");
        std::filesystem::remove(folder_.path() / "log");
        const auto begin = Steady::now();
        support::ChildProcess tracker{
            support::Command{.words = {program_.string(), "--config", settings().string()},
                             .output = folder_.path() / "log"}};
        std::string log;
        while (log.find("\"journal opened\"") == std::string::npos || log.back() != '\n') {
            if (!tracker.running() || Steady::now() - begin > 20s) {
                throw std::runtime_error{"lanterne-tracker does not open its journal: " + log};
            }
            std::this_thread::sleep_for(200us); // a log cannot be waited for
            log = support::read_text(folder_.path() / "log");
        }
        const Milliseconds passed = Steady::now() - begin;
        if (log.find(recovered) == std::string::npos) {
            throw std::runtime_error{"lanterne-tracker did not find the whole journal: " + log};
        }
        return passed;
    }

private:
    std::filesystem::path settings() const { return folder_.path() / "tracker.toml"; }

    std::filesystem::path program_;
    support::TempFolder folder_;
};

std::vector<double> sorted_starts(Starts& starts, int count, const std::filesystem::path& journal,
                                  std::string_view recovered) {
    std::vector<double> figures;
    figures.reserve(static_cast<std::size_t>(count));
    for (int start = 0; start < count; ++start) {
        figures.push_back(starts.open(journal, recovered).count());
    }
    std::ranges::sort(figures);
    return figures;
}

double median(const std::vector<double>& sorted) { return sorted[sorted.size() / 2]; }

} // namespace

std::vector<Row> recovery(const Plan& plan) {
    const support::TempFolder folder;
    const auto day = folder.path() / "day";
    const auto nothing = folder.path() / "nothing";
    write_day(day);
    std::filesystem::create_directory(nothing);
    Starts starts{plan};
    const int count = plan.quick ? 1 : 15;
    const auto figures =
        sorted_starts(starts, count, day, fmt::format("\"recovered\":{},", fixes_of_a_day));
    const auto empty = sorted_starts(starts, count, nothing, "\"recovered\":0,");
    return {{.key = "recovery_ms",
             .what = fmt::format("recovery of a full day, {} fixes", fixes_of_a_day),
             .measured = median(figures),
             .unit = "ms",
             .goal = 100.0,
             .nature = Nature::timed,
             .note = fmt::format(
                 "from the start of a new process, files in the cache; the median of {} "
                 "starts, worst {:.1f}; of these {:.1f} without any journal",
                 count, figures.back(), median(empty))}};
}

} // namespace lanterne::bench
