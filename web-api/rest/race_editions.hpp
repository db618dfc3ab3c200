#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "database/connection.hpp"

namespace lanterne::web {

/// Which plan and which results a race has now, by slug: a text that is another one after each
/// change. Of those of the given slugs that exist.
std::map<std::string, std::string> read_editions(database::Connection& connection,
                                                 const std::vector<std::string>& slugs);

/// Which editions are known of the races that somebody asks for. On one thread; whoever owns it
/// reads the database for it.
class RaceEditions {
public:
    using Time = std::chrono::steady_clock::time_point;

    static constexpr std::chrono::milliseconds look_each{500};
    /// An edition that was not seen again for so long may have changed.
    static constexpr std::chrono::milliseconds trusted_for{1'000};
    /// A race that nobody asked for is looked at no longer.
    static constexpr std::chrono::seconds asked_for{10};
    static constexpr std::size_t max_races = 256; ///< of more nothing is known

    /// Somebody asks for what may be a race. Answers its edition when it is known now.
    std::optional<std::string> asked(const std::string& slug, Time now);

    /// There is such a race: it is followed from now on, for as long as somebody asks for it.
    void follow(const std::string& slug, Time now);

    /// The races to look at; forgets those that nobody asks for.
    std::vector<std::string> wanted(Time now);

    /// What read_editions() answered for them, asked at that time.
    void saw(const std::map<std::string, std::string>& editions, Time looked_at);

private:
    struct Race {
        Time asked_at;
        Time seen_at; ///< when the look that found it began
        std::optional<std::string> edition;
    };

    std::map<std::string, Race> races_;
};

} // namespace lanterne::web
