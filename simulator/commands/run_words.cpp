#include "simulator/commands/run_words.hpp"

#include <filesystem>
#include <stdexcept>

#include <fmt/format.h>

#include "simulator/commands/broker_words.hpp"
#include "simulator/real/child.hpp"

namespace lanterne::simulator {
namespace {

constexpr std::size_t most_real = 64; // two programs each

/// A tracker knows no password: it has a certificate, or the broker lets everybody in.
void complete(RealSettings& real, const BrokerSettings& broker) {
    namespace fs = std::filesystem;
    if (real.count == 0) {
        return;
    }
    if (!broker.user.empty()) {
        throw std::invalid_argument{"--real: a tracker has no user and password; without --user, "
                                    "at a broker that lets everybody in, would be right"};
    }
    if (real.tracker.empty()) {
        const fs::path beside =
            fs::read_symlink("/proc/self/exe").parent_path() / "lanterne-tracker";
        real.tracker = fs::exists(beside) ? beside : find_program("lanterne-tracker");
    }
    real.tracker = fs::absolute(real.tracker); // the programs run elsewhere
    if (!real.folder.empty()) {
        real.folder = fs::absolute(real.folder);
    }
}

Feed feed_of(const std::string& words) {
    const auto equals = words.find('=');
    const auto bib = Bib::from(words.substr(0, equals));
    if (equals == std::string::npos || !bib) {
        throw std::invalid_argument{fmt::format("--feed {}: BIB=pty:PATH would be right", words)};
    }
    return {.bib = *bib, .address = words.substr(equals + 1)};
}

} // namespace

RunWords::RunWords(CLI::App& words) {
    add_broker_words(words, given.broker);
    words.add_option("--seed", given.seed, "same seed, same race");
    words
        .add_option("--speed", given.speed,
                    "race time over wall time; else as the folder or the scenario says")
        ->check(CLI::Range(0.1, 1000.0));
    words.add_option("--interval", given.interval_s, "race seconds between a receiver's epochs")
        ->check(CLI::Range(std::int64_t{1}, std::int64_t{60}));
    words.add_option("--truth", given.truth, "folder for what really happened");
    auto* web = words.add_option("--web", given.web,
                                 "lanterne-web to listen to, e.g. http://127.0.0.1:8080");
    web->needs(words.add_option("--said", given.said, "folder for what it says")->needs(web));
    words.add_option("--cards", given.cards, "folder on a disk with room for the units' cards");
    words.add_option("--boards", given.boards, "folder of the boards");
    words.add_option(
        "--feed", feeds_,
        "BIB=ADDRESS: say this athlete's receiver as NMEA there, run no unit (repeatable)");
    words.add_option("--feed-interval", given.feed_interval_s, "race seconds between its fixes")
        ->check(CLI::Range(1.0, 60.0));
    words
        .add_option("--real", given.real.count,
                    "so many athletes wear a real lanterne-tracker with a real gpsd")
        ->check(CLI::Range(std::size_t{0}, most_real));
    words.add_option("--real-folder", given.real.folder,
                     "for their settings, journals and logs; left out: a new one in /tmp");
    words.add_option("--tracker", given.real.tracker,
                     "lanterne-tracker; left out: the one beside this program, or of the system");
    words
        .add_option("--patience", given.patience_s,
                    "seconds to wait for the last receipts when the race is over")
        ->check(CLI::Range(0.0, 3600.0));
    words.add_flag("--headless", given.headless, "lines of JSON, one a second");
    words.add_flag("--plain", given.plain, "no screen on a terminal: a line each 10 s");
}

RunSettings RunWords::settings() const {
    RunSettings settings = given;
    for (const std::string& feed : feeds_) {
        settings.feeds.push_back(feed_of(feed));
    }
    settings.broker.password = broker_password();
    complete(settings.real, settings.broker);
    return settings;
}

} // namespace lanterne::simulator
