#include "bench/http/site.hpp"

#include <fstream>
#include <stdexcept>

#include <fmt/format.h>

#include "core/exchange/race_folder.hpp"
#include "database/connection.hpp"
#include "service/http_client.hpp"
#include "tests/support/waiting.hpp"
#include "web-api/races/folder_files.hpp"
#include "web-api/races/race_store.hpp"

namespace lanterne::bench {

using database::Parameters;

std::vector<std::string> words_on(Core core, std::vector<std::string> words) {
    if (core == Core::first) {
        const std::vector<std::string> pin{support::find_program("taskset"), "--cpu-list", "0"};
        words.insert(words.begin(), pin.begin(), pin.end());
    }
    return words;
}

Site::Site() : conninfo_{postgres_.fresh_database()} { fill(); }

void Site::fill() {
    auto files = web::read_folder(std::string{LANTERNE_SOURCE_FOLDER} + "/races/" + slug);
    std::string list = "bib,name,sex,category,wave\n";
    for (int bib = 1; bib <= entries; ++bib) {
        list += fmt::format("{},Athlete {},other,,all\n", bib, bib);
    }
    files["entries.csv"] = list;
    const auto plan = exchange::read_race_folder(files);
    if (!plan) {
        throw std::runtime_error{exchange::to_text(plan.error().front())};
    }
    database::Connection connection{conninfo_};
    web::import_race(connection, *plan, files);
    connection.run_script(R"(
        INSERT INTO race.race_state (race_id, version, digest, engine)
            SELECT race_id, 1, repeat('a', 64), '1' FROM plan.race;
        INSERT INTO race.standing (race_id, entry_id, version, status, rank, gap_ms, along_dm)
            SELECT race_id, entry_id, 1, 'racing', bib::int, bib::int * 900, 150000 - bib::int * 40
            FROM plan.entry)");
    const std::size_t half = plan->course.points().size() / 2;
    for (std::size_t index = 0; index < half; ++index) {
        const course::TimingPoint& point = plan->course.points()[index];
        connection.execute(
            R"(INSERT INTO race.passage (race_id, entry_id, point, leg, lap, at, standard_error_ms,
                                         source)
               SELECT race_id, entry_id, $1, $2, $3, $4 + bib::int * interval '1 s', 120, 'gps'
                 FROM plan.entry)",
            Parameters{}
                .add(point.id)
                .add(static_cast<std::int16_t>(point.leg))
                .add(static_cast<std::int32_t>(point.lap))
                .add(plan->start + std::chrono::minutes{5 * index}));
    }
    connection.execute(
        R"(INSERT INTO race.race_event (race_id, number, at, kind, entry_id, body)
           SELECT race_id, n, now(), 'passage', entry_id, '{"point": "start", "lap": 1}'
             FROM plan.entry, generate_series(1, $1) n WHERE bib = '1')",
        Parameters{}.add(std::int32_t{events}));
    connection.run_script("ANALYZE");
}

void Site::start(Core core) {
    server_.reset();
    port_ = support::free_port();
    const std::string settings = folder_.path() / "web.toml";
    // The clients of a bench all have one address.
    std::ofstream{settings} << fmt::format("[database]\nconninfo = \"{}\"\n[http]\nport = {}\n"
                                           "requests_per_second = 0\n"
                                           "connections_per_address = 10000\n"
                                           "[broker]\nport = {}\n",
                                           conninfo_, port_, support::free_port());
    server_.emplace(support::Command{
        .words = words_on(core, {LANTERNE_BUILD_FOLDER "/bin/lanterne-web", "--config", settings}),
        .output = folder_.path() / "log"});
    const auto answers = [&] {
        const auto reply = service::http_get(url("/api/v1/races"), std::chrono::seconds{5});
        return reply && reply->status == 200;
    };
    if (!support::wait_until(answers)) {
        throw std::runtime_error{"lanterne-web does not answer: " +
                                 support::read_text(folder_.path() / "log")};
    }
}

std::string Site::url(const std::string& path) const {
    return fmt::format("http://127.0.0.1:{}{}", port_, path);
}

} // namespace lanterne::bench
