#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "database/connection.hpp"
#include "service/http.hpp"

namespace lanterne::web {

/// Connections to the database, lent to one worker at a time: never more than there are workers.
/// Any thread.
class DatabasePool {
public:
    static constexpr std::chrono::milliseconds trusted_for{12'000};

    /// Connects at first use. `conninfo` as Connection takes it.
    explicit DatabasePool(std::string conninfo, std::chrono::milliseconds trusted = trusted_for);

    /// Calls `work` with a connection. One that turns out to be lost is replaced, and the work done
    /// once more: so `work` changes nothing that could not be done twice. Throws
    /// database::ConnectionLost when there is none to be had.
    void use(const std::function<void(database::Connection&)>& work);

    /// Whether the last attempt to use it went well, and not too long ago: a server that takes a
    /// statement and does not answer is not well either. Somebody must use it now and then.
    bool is_well() const;

private:
    /// The pool keeps no more than that for later.
    static constexpr std::size_t max_idle = 8;

    std::vector<database::Connection> take_idle();
    void attempt(database::Connection connection,
                 const std::function<void(database::Connection&)>& work);

    using SteadyClock = std::chrono::steady_clock;

    const std::string conninfo_;
    const std::chrono::milliseconds trusted_;
    std::atomic<bool> is_well_{false};
    std::atomic<SteadyClock::time_point> was_well_{SteadyClock::time_point{}};
    std::mutex mutex_;
    std::vector<database::Connection> idle_;
};

/// A handler that needs the database: 503 with Retry-After while it is away. What it answers may be
/// kept for a second, unless it says otherwise: a cache in front then takes a crowd's requests.
using DatabaseHandler =
    std::function<service::HttpResponse(database::Connection&, const service::HttpRequest&)>;
service::HttpHandler with_database(DatabasePool& pool, DatabaseHandler handler);

} // namespace lanterne::web
