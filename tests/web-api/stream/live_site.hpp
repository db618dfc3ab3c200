#pragma once

#include <filesystem>
#include <string>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "core/exchange/race_folder.hpp"
#include "database/connection.hpp"
#include "service/http_client.hpp"
#include "service/log.hpp"
#include "tests/support/private_postgres.hpp"
#include "tests/support/waiting.hpp"
#include "tests/web-api/stream/told_race.hpp"
#include "web-api/races/folder_files.hpp"
#include "web-api/races/race_store.hpp"
#include "web-api/site_server.hpp"

namespace lanterne::web {

/// What whole web servers are started on: a real broker, a real database with the sample race, and
/// who tells it. Each test has a database of its own.
class LiveSite : public testing::Test {
protected:
    LiveSite() { import_sample(); }

    /// The sample race, changed or not, once more.
    void import_sample(const exchange::FolderFiles& changed = {}) {
        auto files =
            read_folder(std::filesystem::path{LANTERNE_SOURCE_FOLDER} / "races/harbour-sprint");
        for (const auto& [name, content] : changed) {
            files[name] = content;
        }
        import_race(connection_, exchange::read_race_folder(files).value(), files);
    }

    /// Of a server without pages, on a port that it finds.
    WebSettings settings() const {
        WebSettings settings;
        settings.broker_port = shared_broker().port();
        settings.conninfo = support::as_role(conninfo_, "lanterne-web");
        settings.http_port = 0;
        settings.site_folder = "/nonexistent";
        return settings;
    }

    /// Ten seconds into the race; nothing is ever too old, however long the machine takes.
    static Clocks standing_clocks() {
        return {[] { return start + std::chrono::seconds{10}; },
                [] { return std::chrono::steady_clock::time_point{} + std::chrono::hours{1}; }};
    }

    static service::HttpReply get(std::uint16_t port, const std::string& target) {
        return service::http_get(fmt::format("http://127.0.0.1:{}{}", port, target),
                                 support::patience)
            .value();
    }

    /// The feed has subscribed: nothing that is told from now on goes past the server.
    [[nodiscard]] static bool becomes_healthy(std::uint16_t port) {
        return support::wait_until([&] { return get(port, "/healthz").status == 200; });
    }

    /// Frames from one number up to another; in each the first athlete has come ten metres on.
    void publish(std::uint64_t from, std::uint64_t to) {
        for (std::uint64_t n = from; n <= to; ++n) {
            ingest_.publish(frame(n, {racing(n, static_cast<std::int64_t>(100 * n))}));
        }
    }

    std::string conninfo_ = support::shared_postgres().fresh_database();
    database::Connection connection_{conninfo_};
    service::Log log_{"test", service::LogLevel::error};
    Ingest ingest_{shared_broker().port()};
};

} // namespace lanterne::web
