#include "ingest-server/after/archive_parts.hpp"

#include <algorithm>
#include <span>

#include "ingest-server/text_of.hpp"

namespace lanterne::ingest::after {

namespace {

using database::Connection;
using database::Parameters;
using database::Rows;

ArchiveRow row_at(const Rows& rows, std::size_t row, std::int32_t race) {
    return {.race = race,
            .number = rows.get<std::int32_t>(row, 0),
            .engine = rows.get<std::string>(row, 1),
            .input_digest = rows.get<std::string>(row, 2),
            .digest = rows.get<std::string>(row, 3),
            .publication = rows.get<std::int32_t>(row, 4),
            .fixes = rows.get<std::int64_t>(row, 5),
            .parts = rows.get<std::int32_t>(row, 6),
            .bytes = rows.get<std::int64_t>(row, 7),
            .sha256 = rows.get<std::string>(row, 8),
            .made = rows.get<UtcTime>(row, 9)};
}

} // namespace

std::vector<ArchiveRow> archives_of(Connection& connection, std::int32_t race) {
    const Rows rows = connection.execute(
        R"(SELECT number, engine, input_digest, digest, publication, fixes, parts, bytes,
                  encode(sha256, 'hex'), made_at
             FROM race.archive WHERE race_id = $1 ORDER BY number)",
        Parameters{}.add(race));
    std::vector<ArchiveRow> archives;
    for (std::size_t row = 0; row < rows.size(); ++row) {
        archives.push_back(row_at(rows, row, race));
    }
    return archives;
}

void write_file(Connection& connection, const ArchiveRow& archive, const std::string& name,
                std::string_view content) {
    std::int32_t part = 0;
    do {
        const std::string_view piece = content.substr(0, max_part_bytes);
        content.remove_prefix(piece.size());
        connection.execute(
            R"(INSERT INTO race.archive_part (race_id, number, name, part, content, sha256)
               VALUES ($1, $2, $3, $4, $5, sha256($5)))",
            Parameters{}
                .add(archive.race)
                .add(archive.number)
                .add(name)
                .add(part++)
                .add(std::as_bytes(std::span{piece})));
    } while (!content.empty());
}

std::optional<std::string> read_file(Connection& connection, const ArchiveRow& archive,
                                     const std::string& name) {
    const Rows rows = connection.execute(
        R"(SELECT content FROM race.archive_part
            WHERE race_id = $1 AND number = $2 AND name = $3 ORDER BY part)",
        Parameters{}.add(archive.race).add(archive.number).add(name));
    if (rows.empty()) {
        return std::nullopt;
    }
    std::string content;
    for (std::size_t row = 0; row < rows.size(); ++row) {
        content += text_of(rows.bytes(row, 0));
    }
    return content;
}

std::vector<std::string> file_names(Connection& connection, const ArchiveRow& archive,
                                    const std::string& begin) {
    const Rows rows = connection.execute(
        R"(SELECT DISTINCT name FROM race.archive_part
            WHERE race_id = $1 AND number = $2 AND starts_with(name, $3) ORDER BY name)",
        Parameters{}.add(archive.race).add(archive.number).add(begin));
    std::vector<std::string> names;
    for (std::size_t row = 0; row < rows.size(); ++row) {
        names.push_back(rows.get<std::string>(row, 0));
    }
    return names;
}

ArchiveRow write_archive(Connection& connection, const ArchiveRow& archive) {
    connection.execute(
        R"(INSERT INTO race.archive (race_id, number, engine, input_digest, digest, publication,
                                     fixes, parts, bytes, sha256, made_at)
           SELECT $1, $2, $3, $4, $5, $6, $7, count(*), sum(octet_length(content)),
                  sha256(convert_to(string_agg(concat_ws(' ', name, part, encode(sha256, 'hex')),
                                               E'\n' ORDER BY name, part), 'UTF8')), $8
             FROM race.archive_part WHERE race_id = $1 AND number = $2)",
        Parameters{}
            .add(archive.race)
            .add(archive.number)
            .add(archive.engine)
            .add(archive.input_digest)
            .add(archive.digest)
            .add(archive.publication)
            .add(archive.fixes)
            .add(archive.made));
    return archives_of(connection, archive.race).back();
}

} // namespace lanterne::ingest::after
