#include <filesystem>
#include <fstream>

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "core/base/time.hpp"
#include "service/http_client.hpp"
#include "simulator/nmea/sentences.hpp"
#include "tests/support/child_process.hpp"
#include "tests/support/private_broker.hpp"
#include "tests/support/private_ingest.hpp"
#include "tests/support/private_postgres.hpp"
#include "tests/support/temp_folder.hpp"
#include "tests/support/waiting.hpp"

namespace lanterne {
namespace {

namespace fs = std::filesystem;

using support::ChildProcess;
using support::read_text;
using support::wait_until;
using testing::HasSubstr;

constexpr const char* bin = LANTERNE_BUILD_FOLDER "/bin/";
constexpr int rate = 150;

/// The bundled triathlon as a rehearsal, all of it: units, broker, ingest, database, web, a
/// spectator.
class JudgedRace : public testing::Test {
protected:
    JudgedRace()
        : conninfo_{postgres_.fresh_database()},
          ingest_{std::string{bin} + "lanterne-ingest", broker_.port(), conninfo_} {
        stage();
        std::ofstream{path("web.toml")}
            << fmt::format("[broker]\nport = {}\n[database]\nconninfo = \"{}\"\n[http]\nport = 0\n"
                           "port_file = \"{}\"\n[site]\nfolder = \"{}/none\"\n",
                           broker_.port(), support::as_role(conninfo_, "lanterne-web"),
                           path("port"), path("race"));
        ingest_.start();
        expect_good({std::string{bin} + "lanterne-web", "--config", path("web.toml"), "race",
                     "import", path("race")});
        web_.emplace(support::Command{
            .words = {std::string{bin} + "lanterne-web", "--config", path("web.toml"), "serve"},
            .output = path("web.log")});
        if (!wait_until([&] { return !read_text(path("port")).empty(); })) {
            throw std::runtime_error{"lanterne-web does not start: " + read_text(path("web.log"))};
        }
        url_ = fmt::format("http://127.0.0.1:{}", std::stoi(read_text(path("port"))));
    }

    std::string path(const std::string& name) const { return (folder_.path() / name).string(); }

    /// The race folder with its clock set: the gun in some seconds.
    void stage() const {
        fs::copy(LANTERNE_SOURCE_FOLDER "/races/harbour-sprint", path("race"));
        std::string race = read_text(path("race/race.toml"));
        race.resize(race.find("[rehearsal]"));
        const auto gun = std::chrono::ceil<std::chrono::seconds>(std::chrono::system_clock::now()) +
                         std::chrono::seconds{15};
        std::ofstream{path("race/race.toml")}
            << race
            << fmt::format("[rehearsal]\nrate = {}\nwall_start = {}\n", rate,
                           to_text(UtcTime{gun}));
    }

    /// Runs it to its end. Answers its exit code; what it says is in `said`.
    static int run(std::vector<std::string> words, const std::string& said) {
        ChildProcess child{{.words = std::move(words), .output = said}};
        return child.wait(std::chrono::seconds{300}).value_or(-1);
    }

    void expect_good(std::vector<std::string> words) const {
        const std::string said = path("said.log");
        ASSERT_EQ(run(std::move(words), said), 0) << read_text(said);
    }

    static std::size_t count(const std::string& text, std::string_view word) {
        std::size_t count = 0;
        for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) {
            ++count;
        }
        return count;
    }

    /// How many have finished, as the board says.
    std::size_t finished() const {
        const auto reply = service::http_get(url_ + "/api/v1/races/harbour-sprint/standings",
                                             std::chrono::seconds{30});
        return reply ? count(reply->body, R"("status":"finished")") : 0;
    }

    void ingest(const std::vector<std::string>& words) const {
        const auto ended = ingest_.run(words);
        ASSERT_EQ(ended.code, 0) << ended.said;
    }

    /// Makes the race official, archives it, and takes the files out as docs/simulator.md says.
    void archive() const {
        for (const char* state : {"provisional", "official"}) {
            ingest({"publish", "--race", "harbour-sprint", "--state", state, "--who", "a judge",
                    "--why", "the end"});
        }
        ingest({"archive", "harbour-sprint"});
        const std::string script = fmt::format(R"bash(set -euo pipefail; cd {}
            where="number = 1 AND race_id = (SELECT race_id FROM plan.race
                                              WHERE slug = 'harbour-sprint')"
            psql "$CONNINFO" -Atc "SELECT DISTINCT name FROM race.archive_part WHERE $where" |
            while read -r name; do
                mkdir -p "archive/$(dirname "$name")"
                psql "$CONNINFO" -Atc "SELECT encode(string_agg(content, '' ORDER BY part), 'base64')
                    FROM race.archive_part WHERE $where AND name = '$name'" |
                    base64 -d > "archive/$name"
            done)bash",
                                               folder_.path().string());
        support::run_to_end({.words = {support::find_program("bash"), "-c", script},
                             .environment = {{"CONNINFO", conninfo_}}});
    }

    static std::vector<std::string> simulator(std::vector<std::string> words) {
        words.insert(words.begin(), std::string{bin} + "lanterne-sim");
        return words;
    }

    support::TempFolder folder_;
    support::PrivatePostgres postgres_;
    support::PrivateBroker broker_;
    std::string conninfo_;
    support::PrivateIngest ingest_;
    std::optional<ChildProcess> web_;
    std::string url_;
};

TEST_F(JudgedRace, IsToldAsItHappened) {
    ASSERT_EQ(
        run(simulator({"race", path("race"), "--port", std::to_string(broker_.port()), "--truth",
                       path("truth"), "--web", url_, "--said", path("said"), "--headless"}),
            path("sim.log")),
        0)
        << read_text(path("sim.log"));
    const std::size_t truly = count(read_text(path("truth/athletes.csv")), ",finished,");
    const std::size_t passages = count(read_text(path("truth/passages.csv")), "\n") - 1;
    ASSERT_GT(truly, 0U);
    ASSERT_TRUE(wait_until([&] { return finished() == truly; })) << ingest_.log();
    const auto exported =
        ingest_.run({"export", "harbour-sprint", "--format", "csv", "--output", path("fixes.csv")});
    ASSERT_EQ(exported.code, 0) << exported.said;

    ASSERT_EQ(run(simulator({"truth", path("truth")}), path("truth.log")), 0);
    const std::string truth = read_text(path("truth.log"));

    const int good =
        run(simulator({"judge", path("truth"), "--said", path("said"), "--fixes", path("fixes.csv"),
                       "--picture", path("verdict.svg"), "--json", path("verdict.json")}),
            path("judge.log"));

    const std::string verdict = read_text(path("judge.log"));
    EXPECT_EQ(good, 0) << verdict;
    EXPECT_THAT(verdict, HasSubstr("\nfixes_missing=0\n")) << "known, not only hoped";
    EXPECT_THAT(truth, HasSubstr(" declared lost, 0 without a receipt\n"));
    EXPECT_THAT(verdict, HasSubstr(fmt::format("\npassages={}\n", passages)));
    EXPECT_TRUE(read_text(path("verdict.svg")).ends_with("</svg>\n"));
    EXPECT_THAT(verdict, HasSubstr("\ngood=1\n"));

    archive();
    EXPECT_EQ(
        run(simulator({"judge", path("truth"), "--said", path("said"), "--archive", path("archive"),
                       "--max-fixes-missing", "0", "--max-fixes-changed", "0"}),
            path("judge.log")),
        0)
        << read_text(path("judge.log"));
}

TEST_F(JudgedRace, MayBeARecordingThatIsPlayedThroughTheFirmware) {
    std::ofstream log{path("ride.nmea")};
    for (int second = 0; second < 600; ++second) {
        log << simulator::nmea::epoch_with_fix(
            {.time = *parse_time("2025-03-01T10:00:00Z") + std::chrono::seconds{second},
             .latitude_deg = 43.5 + second * 1e-5,
             .longitude_deg = 7,
             .altitude_m = 3,
             .satellites = 9,
             .mode = FixMode::fix_3d});
    }
    log.close();

    // Bib 1 of the folder wears it; at the gun, by the race's clock.
    expect_good(simulator({"replay", path("ride.nmea"), "--unit", "demo000001", "--race",
                           path("race"), "--start", "2026-06-14T07:00:00Z", "--port",
                           std::to_string(broker_.port()), "--units", path("units.csv")}));

    const auto exported =
        ingest_.run({"export", "harbour-sprint", "--format", "csv", "--output", path("fixes.csv")});
    ASSERT_EQ(exported.code, 0) << exported.said;
    const std::string fixes = read_text(path("fixes.csv"));
    EXPECT_EQ(count(fixes, ",demo000001,primary,"), 600U);
    EXPECT_THAT(fixes, HasSubstr(",2026-06-14T07:09:59.000Z,43.505990,7.000000,"));
    EXPECT_THAT(read_text(path("units.csv")), HasSubstr(",600,0,0,"));
}

} // namespace
} // namespace lanterne
