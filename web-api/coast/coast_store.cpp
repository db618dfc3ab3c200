#include "web-api/coast/coast_store.hpp"

#include <fstream>

#include <fmt/format.h>

namespace lanterne::web::coast {

using database::Connection;
using database::Parameters;

Result<std::vector<LandArea>, std::string> read_land_file(const std::filesystem::path& file) {
    std::error_code error;
    const auto size = std::filesystem::file_size(file, error);
    if (error) {
        return tl::unexpected{fmt::format("{}: {}", file.string(), error.message())};
    }
    if (size > max_land_bytes) {
        return tl::unexpected{
            fmt::format("{}: it has more than {} bytes", file.string(), max_land_bytes)};
    }
    std::string text(size, '\0');
    std::ifstream in{file, std::ios::binary};
    if (!in.read(text.data(), static_cast<std::streamsize>(size))) {
        return tl::unexpected{fmt::format("{}: it cannot be read whole", file.string())};
    }
    auto land = read_land(text);
    if (!land) {
        return tl::unexpected{fmt::format("{}: {}", file.string(), land.error())};
    }
    return land;
}

void write_coast(Connection& connection, std::int32_t race_id, const std::string& geojson) {
    connection.execute(R"(INSERT INTO plan.coast (race_id, geojson) VALUES ($1, $2)
                          ON CONFLICT (race_id) DO UPDATE SET geojson = excluded.geojson)",
                       Parameters{}.add(race_id).add(geojson));
}

std::optional<Coast> read_coast(Connection& connection, std::int32_t race_id) {
    const auto rows = connection.execute(
        "SELECT geojson, left(md5(geojson), 16) FROM plan.coast WHERE race_id = $1",
        Parameters{}.add(race_id));
    return rows.empty()
               ? std::nullopt
               : std::optional{Coast{rows.get<std::string>(0, 0), rows.get<std::string>(0, 1)}};
}

std::optional<std::string> read_coast_name(Connection& connection, std::int32_t race_id) {
    const auto rows =
        connection.execute("SELECT left(md5(geojson), 16) FROM plan.coast WHERE race_id = $1",
                           Parameters{}.add(race_id));
    return rows.empty() ? std::nullopt : std::optional{rows.get<std::string>(0, 0)};
}

} // namespace lanterne::web::coast
