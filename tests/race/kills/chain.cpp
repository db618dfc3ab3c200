#include "tests/race/kills/chain.hpp"

#include <filesystem>

#include <fmt/format.h>

#include "core/exchange/race_folder.hpp"
#include "database/connection.hpp"
#include "web-api/races/folder_files.hpp"
#include "web-api/races/race_store.hpp"

namespace lanterne {

namespace {

constexpr const char* program = LANTERNE_BUILD_FOLDER "/bin/lanterne-ingest";

exchange::FolderFiles folder() {
    auto files =
        web::read_folder(std::filesystem::path{LANTERNE_SOURCE_FOLDER} / "races/harbour-sprint");
    std::string& race = files.at("race.toml");
    race.resize(race.find("[rehearsal]"));
    const std::string day = "2026-06-14";
    race.replace(race.find(day), day.size(), "2025-06-14");
    std::string& entries = files.at("entries.csv");
    entries = "bib,name,sex,birth_year,category,wave,team,unit\n";
    for (std::size_t index = 0; index <= athletes; ++index) {
        entries += fmt::format("{},Athlete {},female,1990,open,all,,{}\n", index + 1, index + 1,
                               unit_of(index).text());
    }
    return files;
}

} // namespace

UnitSerial unit_of(std::size_t index) {
    return UnitSerial::from(fmt::format("kill{:04}", index + 1)).value();
}

plan::RacePlan race_of_kills() { return exchange::read_race_folder(folder()).value(); }

Chain::Chain(support::PrivatePostgres& postgres, const plan::RacePlan& plan)
    : conninfo{postgres.fresh_database()}, ingest{program, broker.port(), conninfo},
      second{program, broker.port(), conninfo, "ingest-s01"} {
    database::Connection connection{conninfo};
    web::import_race(connection, plan, folder());
    ingest.start();
}

std::string Chain::text(const std::string& sql) const {
    const auto rows = database::Connection{conninfo}.execute(sql);
    return rows.empty() || rows.is_null(0, 0) ? "" : rows.get<std::string>(0, 0);
}

std::int64_t Chain::number(const std::string& sql) const {
    return database::Connection{conninfo}.execute(sql).get<std::int64_t>(0, 0);
}

} // namespace lanterne
