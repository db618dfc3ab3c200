#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>

#include "service/http_server.hpp"
#include "service/log.hpp"
#include "web-api/live/live_store.hpp"
#include "web-api/races/race_library.hpp"
#include "web-api/rest/database_pool.hpp"

namespace lanterne::web {

/// What came of reading a race.
struct RaceReading {
    bool could_read = false;              ///< false: the database is away, or the log says why
    std::optional<RaceSnapshot> snapshot; ///< nothing though it could: there is no such race
};

/// Reads the database for the loop, on the server's workers. Called on the loop, and calls back on
/// it, once for each call that it took. Server, pool, library and log outlive it, and the server
/// has shut down before it goes.
class LiveReader {
public:
    LiveReader(service::HttpServer& server, DatabasePool& pool, RaceLibrary& library,
               service::Log& log)
        : server_{server}, pool_{pool}, library_{library}, log_{log} {}

    LiveReader(const LiveReader&) = delete;
    LiveReader& operator=(const LiveReader&) = delete;

    /// False: the workers have too much to do, ask again later.
    [[nodiscard]] bool read_race(const std::string& slug,
                                 std::function<void(const RaceReading&)> take);

    using Versions = std::map<std::string, RaceVersion>;

    /// Of every race; nothing when they could not be read. False as above.
    [[nodiscard]] bool read_all_versions(std::function<void(const std::optional<Versions>&)> take);

private:
    RaceReading race_now(const std::string& slug);
    std::optional<Versions> versions_now();

    service::HttpServer& server_;
    DatabasePool& pool_;
    RaceLibrary& library_;
    service::Log& log_;
};

} // namespace lanterne::web
