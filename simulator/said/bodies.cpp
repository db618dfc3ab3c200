#include "simulator/said/bodies.hpp"

#include <array>
#include <filesystem>

#include <fmt/format.h>

#include "core/base/ids.hpp"
#include "service/http_client.hpp"
#include "simulator/files.hpp"
#include "simulator/truth/json_fields.hpp"
#include "simulator/truth/output_file.hpp"

namespace lanterne::simulator {

namespace {

constexpr std::chrono::milliseconds timeout{30'000}; // standings of thousands, on a busy machine
constexpr std::size_t body_limit = std::size_t{256} * 1024 * 1024;
constexpr std::size_t max_tables = 1'000;

Result<std::string, std::string> keep(const std::string& address, const std::string& file) {
    const auto reply = service::http_get(address, timeout, body_limit);
    if (!reply) {
        return tl::unexpected{fmt::format("{}: {}", address, reply.error())};
    }
    if (reply->status != 200) {
        return tl::unexpected{fmt::format("{} answered {}", address, reply->status)};
    }
    if (const auto written = replace_file(file, reply->body); !written) {
        return tl::unexpected{written.error()};
    }
    return reply->body;
}

/// The tables that a body of /rankings names; what is no plain word would be no name of a file.
Status<std::string> keep_tables(const std::string& body, const std::string& address,
                                const std::string& folder) {
    const auto object = parse_object(body);
    const auto* tables = object ? array_in(*object, "rankings") : nullptr;
    std::size_t kept = 0;
    for (std::size_t i = 0; tables != nullptr && i < tables->size() && kept < max_tables; ++i) {
        const auto* table = (*tables)[i].if_object();
        const auto kind = table == nullptr ? std::nullopt : text_in(*table, "kind");
        const auto id = table == nullptr ? std::nullopt : text_in(*table, "id");
        if (!kind || !id || !Slug::from(*kind) || !Slug::from(*id)) {
            continue;
        }
        const auto got = keep(fmt::format("{}/{}?kind={}", address, *id, *kind),
                              fmt::format("{}/rankings-{}-{}.json", folder, *kind, *id));
        if (!got) {
            return tl::unexpected{got.error()};
        }
        ++kept;
    }
    return {};
}

} // namespace

Status<std::string> keep_bodies(const std::string& url, const std::string& slug,
                                const std::string& folder) {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error) {
        return tl::unexpected{fmt::format("{}: cannot be made: {}", folder, error.message())};
    }
    const std::string race = fmt::format("{}/api/v1/races/{}", url, slug);
    const std::array<std::pair<std::string, std::string_view>, 5> bodies{
        {{race, "race.json"},
         {race + "/standings", "standings.json"},
         {race + "/passages", "passages.json"},
         {url + "/api/v1/units", "units.json"},
         {race + "/rankings", "rankings.json"}}};
    std::string rankings;
    for (const auto& [address, name] : bodies) {
        const auto got = keep(address, fmt::format("{}/{}", folder, name));
        if (!got) {
            return tl::unexpected{got.error()};
        }
        rankings = *got; // the last one stays
    }
    return keep_tables(rankings, race + "/rankings", folder);
}

Result<std::string, std::string> kept_body(const std::string& folder, const std::string& name) {
    return read_file(fmt::format("{}/{}", folder, name), body_limit);
}

} // namespace lanterne::simulator
