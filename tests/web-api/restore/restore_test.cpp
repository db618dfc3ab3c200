#include <set>

#include <boost/json.hpp>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/wire/batch.hpp"
#include "database/migrations.hpp"
#include "service/http_client.hpp"
#include "service/mqtt_client.hpp"
#include "service/web_socket_client.hpp"
#include "tests/support/private_broker.hpp"
#include "tests/support/private_ingest.hpp"
#include "tests/support/private_postgres.hpp"
#include "tests/support/sample_race/sample_race.hpp"
#include "tests/support/waiting.hpp"
#include "web-api/races/race_store.hpp"
#include "web-api/site_server.hpp"

/// The database is restored from an older copy while ingest and web-api run, and what spectators
/// see is what the restored database has, and then what units send again.
namespace lanterne::web {
namespace {

using namespace std::chrono_literals;
using support::wait_until;

const Slug slug = *Slug::from("harbour-sprint");
const UnitSerial unit = *UnitSerial::from("runner01");

exchange::FolderFiles folder() {
    return support::sample_race("1,Ada,female,1990,open,all,," + unit.text() + "\n");
}

/// What a spectator knows of the athlete.
struct Seen {
    std::set<std::string> points;
    std::string fix_time;

    bool operator==(const Seen&) const = default;
};

class Restore : public testing::Test {
protected:
    Restore() {
        auto database = connection();
        import_race(database, plan_, folder());
        server_.start();
        ingest_.start();
    }

    database::Connection connection() const { return database::Connection{conninfo_}; }

    WebSettings settings() const {
        WebSettings settings;
        settings.broker_port = broker_.port();
        settings.conninfo = support::as_role(conninfo_, "lanterne-web");
        settings.http_port = 0;
        settings.site_folder = "/nonexistent";
        return settings;
    }

    /// Sends fixes [from, to) of the journal, as often as it must be until the store, which has
    /// those before, has them.
    void send(std::size_t from, std::size_t to) {
        const std::string topic = fmt::format("ln/1/s00/{}/f", unit.text());
        ASSERT_TRUE(wait_until([&] {
            for (std::size_t first = from; first < to; first += 100) {
                const std::size_t count = std::min<std::size_t>(100, to - first);
                const auto begin = journal_.begin() + static_cast<std::ptrdiff_t>(first);
                const wire::Batch batch{
                    1, first, {}, {begin, begin + static_cast<std::ptrdiff_t>(count)}};
                unit_.publish(topic, wire::encode(batch).value(), service::Qos::at_least_once,
                              service::Retain::no);
            }
            for (int i = 0; i < 20; ++i) {
                unit_.receive(10ms, 1);
                unit_.acknowledge();
            }
            return stored() >= static_cast<std::int64_t>(to);
        })) << ingest_.log();
    }

    std::int64_t stored() {
        try {
            auto asked = connection();
            return asked.execute("SELECT coalesce(sum(n), 0)::int8 FROM race.track_chunk")
                .get<std::int64_t>(0, 0);
        } catch (const database::ConnectionLost&) {
            return 0;
        }
    }

    /// Until they are let in again.
    void put_everybody_out(const std::string& of) {
        admin_.run_script(fmt::format("ALTER DATABASE {} ALLOW_CONNECTIONS false", of));
        ASSERT_TRUE(wait_until([&] {
            return admin_
                .execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                         "WHERE datname = $1",
                         database::Parameters{}.add(of))
                .empty();
        }));
    }

    /// Nobody is connected to it while this makes one from the other, and everybody may be after.
    void copy_database(const std::string& from, const std::string& to) {
        put_everybody_out(from);
        admin_.run_script(fmt::format("CREATE DATABASE {} TEMPLATE {}", to, from));
        admin_.run_script(fmt::format("ALTER DATABASE {} ALLOW_CONNECTIONS true", from));
    }

    /// It has its new name as a store before anybody sees it.
    void restore_from(const std::string& copy) {
        copy_database(copy, "restored");
        {
            database::Connection restored{conninfo_ + " dbname=restored"};
            database::draw_new_store(restored);
        }
        put_everybody_out("restored");
        put_everybody_out(name_);
        admin_.run_script(fmt::format("DROP DATABASE {}", name_));
        admin_.run_script(fmt::format("ALTER DATABASE restored RENAME TO {}", name_));
        admin_.run_script(fmt::format("ALTER DATABASE {} ALLOW_CONNECTIONS true", name_));
    }

    /// As somebody sees it who comes now.
    Seen seen_by_a_newcomer() {
        auto client = join();
        const auto text = client.read(support::patience);
        return text && *text ? known_after({}, **text) : Seen{};
    }

    service::WebSocketClient join() {
        auto client = service::WebSocketClient::open(
            {.url = fmt::format("ws://127.0.0.1:{}{}", server_.port(), target),
             .timeout = support::patience});
        if (!client) {
            throw std::runtime_error{client.error().reason};
        }
        return std::move(*client);
    }

    /// What is known after a message to somebody who knew that.
    static Seen known_after(Seen known, const std::string& text) {
        const auto message = boost::json::parse(text).as_object();
        if (message.at("type") == "keyframe") {
            known = {};
        }
        for (const auto& entry : message.at("entries").as_array()) {
            const auto* time = entry.as_object().if_contains("fix_time");
            known.fix_time = time != nullptr && time->is_string() ? time->as_string().c_str() : "";
        }
        for (const auto& passage : message.at("passages").as_array()) {
            known.points.emplace(passage.at("point").as_string().c_str());
        }
        return known;
    }

    /// Reads on until that is what somebody knows who watches all the time.
    static bool comes_to_see(service::WebSocketClient& watcher, Seen& known, const Seen& expected) {
        return known == expected || wait_until([&] {
                   const auto text = watcher.read(5s);
                   known = text && *text ? known_after(std::move(known), **text) : std::move(known);
                   return known == expected;
               });
    }

    /// What the database says to whoever asks it.
    Seen in_the_database() {
        try {
            auto asked = connection();
            Seen seen;
            const auto points =
                asked.execute("SELECT DISTINCT point FROM race.passage WHERE current");
            for (std::size_t i = 0; i < points.size(); ++i) {
                seen.points.insert(points.get<std::string>(i, 0));
            }
            const auto standing =
                asked.execute("SELECT fix_time FROM race.standing WHERE fix_time IS NOT NULL");
            seen.fix_time = standing.empty() ? std::string{} : to_text(standing.get<UtcTime>(0, 0));
            return seen;
        } catch (const database::ConnectionLost&) {
            return {};
        }
    }

    /// When all that was sent so far up to that fix is scored: anew, it comes to the same.
    Seen scored_to(std::size_t fixes) {
        const std::string newest = to_text(journal_.at(fixes - 1).time);
        EXPECT_TRUE(wait_until([&] { return in_the_database().fix_time == newest; }))
            << in_the_database().fix_time << ", not " << newest << "\n"
            << ingest_.log();
        const auto again = [&] { return ingest_.run({"rescore", "--race", slug.text()}); };
        EXPECT_TRUE(wait_until([&] { return again().code == 0; })) << again().said;
        return in_the_database();
    }

    static constexpr const char* target = "/live/harbour-sprint?format=json";
    support::PrivateBroker broker_;
    const std::string conninfo_ = support::shared_postgres().fresh_database();
    const std::string admin_conninfo_ = support::shared_postgres().empty_database();
    database::Connection admin_{admin_conninfo_};
    const std::string name_ =
        connection().execute("SELECT current_database()::text").get<std::string>(0, 0);
    const plan::RacePlan plan_ = exchange::read_race_folder(folder()).value();
    const simulator::Athlete athlete_{plan_.course, plan_.waves.front(), 1, 0};
    const std::vector<Fix> journal_ = support::true_track(athlete_, plan_.start, 40min);
    service::Log log_{"test", service::LogLevel::error};
    SiteServer server_{
        settings(), log_, {[this] { return plan_.start + 40min; }, std::chrono::steady_clock::now}};
    support::PrivateIngest ingest_{LANTERNE_BUILD_FOLDER "/bin/lanterne-ingest", broker_.port(),
                                   conninfo_};
    service::MqttClient unit_{{.port = broker_.port(), .client_id = "unit-of-the-test"}};
};

TEST_F(Restore, ShowsWhatTheRestoredDatabaseHasAndThenCatchesUp) {
    auto watcher = join();
    Seen known;
    send(0, 500);
    const Seen early = scored_to(500);
    ASSERT_TRUE(comes_to_see(watcher, known, early));
    copy_database(name_, "older_copy");
    send(500, journal_.size());
    const Seen late = scored_to(journal_.size());
    ASSERT_GT(late.points.size(), early.points.size());
    ASSERT_TRUE(comes_to_see(watcher, known, late)) << ingest_.log();

    restore_from("older_copy");

    EXPECT_TRUE(comes_to_see(watcher, known, early)) << "who watches all the time";
    EXPECT_EQ(seen_by_a_newcomer(), early);

    send(500, journal_.size()); // as a unit does that meets a new store
    EXPECT_EQ(scored_to(journal_.size()), late);
    EXPECT_TRUE(comes_to_see(watcher, known, late)) << ingest_.log();
    EXPECT_EQ(seen_by_a_newcomer(), late);
}

} // namespace
} // namespace lanterne::web
