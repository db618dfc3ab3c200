#include "ingest-server/verify/archives.hpp"

#include <fmt/format.h>

namespace lanterne::ingest::verify {

namespace {

using database::Connection;
using database::Parameters;
using database::Rows;

void check_parts(Connection& connection, std::int32_t race, const std::string& slug,
                 Report& report) {
    const Rows rows = connection.execute(
        R"(SELECT number, name, part, encode(sha256, 'hex'), encode(sha256(content), 'hex')
             FROM race.archive_part WHERE race_id = $1 AND sha256 <> sha256(content)
            ORDER BY number, name, part)",
        Parameters{}.add(race));
    for (std::size_t row = 0; row < rows.size(); ++row) {
        report.fault({FaultKind::archive,
                      fmt::format("race {}, archive {}", slug, rows.get<std::int32_t>(row, 0)),
                      fmt::format("part {} of {} has sha256 {}", rows.get<std::int32_t>(row, 2),
                                  rows.get<std::string>(row, 1), rows.get<std::string>(row, 4)),
                      rows.get<std::string>(row, 3)});
    }
}

void check_sums(Connection& connection, std::int32_t race, const std::string& slug,
                Report& report) {
    const Rows rows = connection.execute(
        R"(SELECT a.number, p.parts, p.bytes, p.sum, a.parts, a.bytes, encode(a.sha256, 'hex')
             FROM race.archive a
             LEFT JOIN LATERAL (
                  SELECT count(*)::int4 AS parts, coalesce(sum(octet_length(content)), 0)::int8 AS bytes,
                         encode(sha256(convert_to(coalesce(string_agg(
                             concat_ws(' ', name, part, encode(sha256, 'hex')), E'\n'
                             ORDER BY name, part), ''), 'UTF8')), 'hex') AS sum
                    FROM race.archive_part p
                   WHERE p.race_id = a.race_id AND p.number = a.number) p ON true
            WHERE a.race_id = $1 ORDER BY a.number)",
        Parameters{}.add(race));
    for (std::size_t row = 0; row < rows.size(); ++row) {
        ++report.counts.archives;
        const auto told = [&](std::size_t column) {
            return fmt::format(
                "{} parts with {} bytes, sha256 {}", rows.get<std::int32_t>(row, column),
                rows.get<std::int64_t>(row, column + 1), rows.get<std::string>(row, column + 2));
        };
        if (told(1) != told(4)) {
            report.fault({FaultKind::archive,
                          fmt::format("race {}, archive {}", slug, rows.get<std::int32_t>(row, 0)),
                          "it has " + told(1), told(4)});
        }
    }
}

} // namespace

void check_archives(Connection& connection, std::int32_t race, const std::string& slug,
                    Report& report) {
    check_parts(connection, race, slug, report);
    check_sums(connection, race, slug, report);
}

} // namespace lanterne::ingest::verify
