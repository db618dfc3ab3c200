#pragma once

#include <atomic>
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
    /// Connects at first use. `conninfo` as Connection takes it.
    explicit DatabasePool(std::string conninfo);

    /// Calls `work` with a connection. One that turns out to be lost is replaced, and the work done
    /// once more: so `work` changes nothing that could not be done twice. Throws
    /// database::ConnectionLost when there is none to be had.
    void use(const std::function<void(database::Connection&)>& work);

    /// Whether the last attempt to use it went well; false before the first.
    bool is_well() const { return is_well_.load(); }

private:
    /// The pool keeps no more than that for later.
    static constexpr std::size_t max_idle = 8;

    std::vector<database::Connection> take_idle();
    void attempt(database::Connection connection,
                 const std::function<void(database::Connection&)>& work);

    const std::string conninfo_;
    std::atomic<bool> is_well_{false};
    std::mutex mutex_;
    std::vector<database::Connection> idle_;
};

/// A handler that needs the database: 503 with Retry-After while it is away.
using DatabaseHandler =
    std::function<service::HttpResponse(database::Connection&, const service::HttpRequest&)>;
service::HttpHandler with_database(DatabasePool& pool, DatabaseHandler handler);

} // namespace lanterne::web
