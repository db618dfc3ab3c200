#include "bench/live/told_site.hpp"

#include <fstream>
#include <stdexcept>

#include <fmt/format.h>

#include "bench/live/process_cpu.hpp"
#include "core/exchange/race_folder.hpp"
#include "core/wire/topic.hpp"
#include "service/http_client.hpp"
#include "tests/support/waiting.hpp"
#include "web-api/races/folder_files.hpp"
#include "web-api/races/race_store.hpp"

namespace lanterne::bench {

namespace {

constexpr unsigned seed = 3;
const Slug slug = Slug::from("harbour-sprint").value();

} // namespace

ToldSite::ToldSite(std::size_t athletes, double noise_m, std::size_t spectators)
    : field_{athletes, noise_m, seed}, broker_{"autosave_on_changes false"},
      conninfo_{support::shared_postgres().fresh_database()}, connection_{conninfo_} {
    import_field(athletes);
    start(spectators);
    ingest_.emplace(service::MqttSettings{.port = broker_.port(), .client_id = "bench-ingest"});
}

void ToldSite::import_field(std::size_t athletes) {
    auto files = web::read_folder(std::string{LANTERNE_SOURCE_FOLDER} + "/races/" + slug.text());
    std::string list = "bib,name,sex,category,wave\n";
    for (std::size_t bib = 1; bib <= athletes; ++bib) {
        list += fmt::format("{},Athlete {},other,,all\n", bib, bib);
    }
    files["entries.csv"] = list;
    const auto plan = exchange::read_race_folder(files);
    if (!plan) {
        throw std::runtime_error{exchange::to_text(plan.error().front())};
    }
    web::import_race(connection_, *plan, files);
    connection_.run_script(
        "INSERT INTO race.race_state (race_id, version) SELECT race_id, 1 FROM plan.race");
}

void ToldSite::start(std::size_t spectators) {
    port_ = support::free_port();
    const std::string settings = folder_.path() / "web.toml";
    std::ofstream{settings} << fmt::format(
        "[database]\nconninfo = \"{}\"\n[broker]\nport = {}\n[live]\nsockets = {}\n[http]\n"
        "port = {}\nconnections = {}\nconnections_per_address = {}\n",
        conninfo_, broker_.port(), spectators + 100, port_, spectators + 100, spectators + 100);
    web_.emplace(
        support::Command{.words = {support::find_program("taskset"), "--cpu-list", "0",
                                   LANTERNE_BUILD_FOLDER "/bin/lanterne-web", "--config", settings},
                         .output = folder_.path() / "log"});
    const auto is_well = [&] {
        const auto reply = service::http_get(fmt::format("http://127.0.0.1:{}/healthz", port_),
                                             std::chrono::seconds{5});
        return reply && reply->status == 200;
    };
    if (!support::wait_until(is_well)) {
        throw std::runtime_error{"lanterne-web is not well: " +
                                 support::read_text(folder_.path() / "log")};
    }
}

void ToldSite::tell() {
    const wire::LiveFrame frame = field_.next();
    connection_.execute("UPDATE race.race_state SET version = $1, last_event = $2",
                        database::Parameters{}
                            .add(static_cast<std::int64_t>(frame.to_version))
                            .add(static_cast<std::int64_t>(frame.last_event)));
    for (const wire::LiveFrame& part : wire::split_into_parts(frame)) {
        const auto payload = wire::encode(part).value();
        const auto topic = wire::live_topic(slug, wire::LiveChannel::frame);
        const bool is_taken = support::wait_until([&] {
            ingest_->receive(std::chrono::milliseconds{0}, 1);
            ingest_->acknowledge();
            return ingest_->publish(topic, payload, service::Qos::at_least_once,
                                    service::Retain::no);
        });
        if (!is_taken) {
            throw std::runtime_error{"the broker takes no frame"};
        }
    }
    ingest_->receive(std::chrono::milliseconds{0}, 1);
    ingest_->acknowledge();
}

double ToldSite::cpu_seconds() const { return process_cpu_seconds(web_->id()); }

} // namespace lanterne::bench
