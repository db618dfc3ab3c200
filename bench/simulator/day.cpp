#include "bench/simulator/day.hpp"

#include <sstream>
#include <stdexcept>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "bench/simulator/chain.hpp"

namespace lanterne::bench {
namespace {

namespace json = boost::json;

constexpr const char* source = LANTERNE_SOURCE_FOLDER;

/// A number of the state that a run said last; 0 before it said one.
double said(const Chain::Run& run, const char* key) {
    boost::system::error_code error;
    const json::value value = json::parse(run.said, error);
    const json::value* found =
        !error && value.is_object() ? value.get_object().if_contains(key) : nullptr;
    return found != nullptr && found->is_number() ? found->to_number<double>() : 0;
}

void expect_sound(const Chain& chain) {
    const auto verified = chain.verify();
    if (verified.code != 0) {
        throw std::runtime_error{"the store is not sound: " + verified.said};
    }
}

/// The first lines of two texts that are not the same.
std::string first_difference(const std::string& one, const std::string& other) {
    std::istringstream ones{one};
    std::istringstream others{other};
    std::string first;
    std::string second;
    while (std::getline(ones, first) && std::getline(others, second) && first == second) {
    }
    return fmt::format(" (\"{}\", \"{}\")", first, second);
}

/// The runners of a town, so many of them.
std::string town(int athletes) {
    return fmt::format("title = \"Bench\"\nrace = \"{}/races/city-half\"\nathletes = {}\n", source,
                       athletes);
}

} // namespace

std::vector<Row> true_pace(const DayOptions& options) {
    const int units = options.quick ? 200 : 10'000;
    const double settling_s = options.quick ? 2 : 30; // in which units boot and are seen first
    const double measured_s = options.quick ? 3 : 60;
    Chain chain;
    // All waves are on the road.
    chain.stage(chain.write_scenario(town(units)), {.rate = 1, .gun_in_s = -1500});
    double on_since = 0;
    Chain::Run first;
    Chain::Run last;
    const auto run = chain.run(
        {"--patience", "0", "--seed", std::to_string(options.seed)}, [&](const Chain::Run& now) {
            if (on_since == 0 && said(now, "connected") >= 0.99 * units) {
                on_since = now.seconds;
            }
            if (on_since > 0 && now.seconds >= on_since + settling_s && first.seconds == 0) {
                first = now;
            }
            last = now;
            return first.seconds == 0 || now.seconds < first.seconds + measured_s;
        });
    if (first.seconds == 0) {
        throw std::runtime_error{"the units did not come up: " + run.said};
    }
    const double share = (last.cpu_s - first.cpu_s) / (last.seconds - first.seconds);
    const double fixes = said(last, "journalled") - said(first, "journalled");
    return {{.key = "units_a_core",
             .what = "units of the real firmware at true pace, 1 Hz, that one core carries",
             .measured = units / share,
             .unit = "units",
             .least = 10'000,
             .most = {},
             .note = fmt::format("{} ran for {:.0f} s on {:.0f} % of a core, {:.1f} s behind at "
                                 "most then; {:.0f} fixes, {:.0f} messages",
                                 units, last.seconds - first.seconds, 100 * share,
                                 said(last, "behind_s"), fixes,
                                 said(last, "sent_messages") - said(first, "sent_messages"))},
            {.key = "process_unit_kib",
             .what = "memory of the whole program for each of its units",
             .measured = static_cast<double>(last.peak_bytes) / 1024 / units,
             .unit = "KiB",
             .least = {},
             .most = {},
             .note = "athlete, receiver, link, course and all; the most it ever had"}};
}

std::vector<Row> as_fast_as_it_goes(const DayOptions& options) {
    Chain chain;
    chain.stage(
        options.quick
            ? chain.write_scenario(fmt::format(
                  "title = \"Bench\"\nrace = \"{}/races/harbour-sprint\"\nathletes = 5\n", source))
            : std::filesystem::path{source} / "simulator/scenarios/valley.toml",
        {.rate = options.quick ? 400.0 : 200.0});
    const auto run = chain.run({"--patience", "300", "--seed", std::to_string(options.seed)});
    if (run.code != 0) {
        throw std::runtime_error{"the run failed: " + run.said};
    }
    expect_sound(chain);
    const auto stored = chain.number("SELECT coalesce(sum(n), 0)::int8 FROM race.track_chunk");
    const auto passages = chain.number("SELECT count(*) FROM race.passage WHERE current");
    return {
        {.key = "five_hours_s",
         .what = "200 athletes, 5 h, holes in the network, as fast as it goes, all receipted",
         .measured = run.seconds,
         .unit = "s",
         .least = {},
         .most = 300,
         .note = fmt::format("{} fixes stored, none lost or doubled, {} passages; the simulator "
                             "had {:.0f} s of a core",
                             stored, passages, run.cpu_s)}};
}

std::vector<Row> same_bytes(const DayOptions& options) {
    struct Left {
        std::map<std::string, std::string> truth;
        std::string digest;
    };

    const auto once = [&options] {
        Chain chain;
        chain.stage(chain.write_scenario(fmt::format(
                        "title = \"Bench\"\nrace = \"{}/races/harbour-sprint\"\nathletes = {}\n"
                        "[network]\ncuts_per_hour = 10\n[units]\npower_cuts_per_hour = 2\n"
                        "[[hole]]\nleg = \"bike\"\nfrom_m = 2000\nto_m = 5000\n",
                        source, options.quick ? 4 : 40)),
                    {.rate = options.quick ? 400.0 : 100.0});
        const auto run = chain.run({"--patience", "300", "--seed", std::to_string(options.seed)});
        if (run.code != 0) {
            throw std::runtime_error{"the run failed: " + run.said};
        }
        return Left{.truth = chain.truth(), .digest = chain.digest()};
    };
    const Left first = once();
    const Left second = once();
    double different = first.digest == second.digest && !first.digest.empty() ? 0 : 1;
    std::string names = different == 0 ? "" : " results";
    for (const auto& [name, bytes] : first.truth) {
        if (!second.truth.contains(name) || second.truth.at(name) != bytes) {
            ++different;
            names +=
                " " + name +
                first_difference(bytes, second.truth.contains(name) ? second.truth.at(name) : "");
        }
    }
    return {{.key = "different_files",
             .what = "of journals, truth and results, different in two runs of the same seed",
             .measured = different,
             .unit = "files",
             .least = {},
             .most = 0,
             .note = fmt::format("{} files and the digest {}{}", first.truth.size(),
                                 first.digest.substr(0, 12),
                                 names.empty() ? "" : "; different:" + names)}};
}

} // namespace lanterne::bench
