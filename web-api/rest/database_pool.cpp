#include "web-api/rest/database_pool.hpp"

#include <utility>

namespace lanterne::web {

using database::Connection;
using database::ConnectionLost;

DatabasePool::DatabasePool(std::string conninfo) : conninfo_{std::move(conninfo)} {}

std::vector<Connection> DatabasePool::take_idle() {
    const std::lock_guard lock{mutex_};
    std::vector<Connection> taken;
    if (!idle_.empty()) {
        taken.push_back(std::move(idle_.back()));
        idle_.pop_back();
    }
    return taken;
}

void DatabasePool::attempt(Connection connection, const std::function<void(Connection&)>& work) {
    const auto give_back = [&] {
        is_well_ = true;
        const std::lock_guard lock{mutex_};
        if (idle_.size() < max_idle) {
            idle_.push_back(std::move(connection));
        }
    };
    try {
        work(connection);
    } catch (const ConnectionLost&) {
        is_well_ = false;
        throw;
    } catch (...) {
        give_back(); // it was the work that failed
        throw;
    }
    give_back();
}

void DatabasePool::use(const std::function<void(Connection&)>& work) {
    // One that lay idle may have been lost long ago without anybody noticing.
    if (auto idle = take_idle(); !idle.empty()) {
        try {
            attempt(std::move(idle.front()), work);
            return;
        } catch (const ConnectionLost&) {
            const std::lock_guard lock{mutex_};
            idle_.clear();
        }
    }
    try {
        attempt(Connection{conninfo_}, work);
    } catch (const ConnectionLost&) {
        is_well_ = false;
        throw;
    }
}

service::HttpHandler with_database(DatabasePool& pool, DatabaseHandler handler) {
    return [&pool, handler = std::move(handler)](const service::HttpRequest& request) {
        service::HttpResponse response;
        try {
            pool.use([&](Connection& connection) { response = handler(connection, request); });
        } catch (const ConnectionLost&) {
            response = service::problem(503, "Database away",
                                        "the same request in a few seconds would be right");
            response.headers.emplace_back("Retry-After", "2");
        }
        return response;
    };
}

} // namespace lanterne::web
