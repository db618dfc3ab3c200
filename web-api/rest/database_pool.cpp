#include "web-api/rest/database_pool.hpp"

#include <algorithm>
#include <utility>

namespace lanterne::web {

using database::Connection;
using database::ConnectionLost;

DatabasePool::DatabasePool(std::string conninfo, std::chrono::milliseconds trusted)
    : conninfo_{std::move(conninfo)}, trusted_{trusted} {}

bool DatabasePool::is_well() const {
    return is_well_ && SteadyClock::now() - was_well_.load() <= trusted_;
}

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
        was_well_ = SteadyClock::now();
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
        const bool is_said = std::ranges::count(response.headers, "Cache-Control",
                                                &decltype(response.headers)::value_type::first);
        if (!is_said && (response.status == 200 || response.status == 304)) {
            response.headers.emplace_back("Cache-Control", "public, max-age=1");
        }
        return response;
    };
}

} // namespace lanterne::web
