#include "bench/ingest/plain_rows.hpp"

#include <stdexcept>

#include <libpq-fe.h>

namespace lanterne::bench {
namespace {

using Result = std::unique_ptr<PGresult, decltype(&PQclear)>;

constexpr UtcTime epoch_2000 =
    std::chrono::sys_days{std::chrono::year{2000} / std::chrono::January / 1};

void put_bits(std::string& bytes, std::uint64_t value, int size) {
    for (int shift = 8 * (size - 1); shift >= 0; shift -= 8) {
        bytes.push_back(static_cast<char>(value >> shift & 0xffU));
    }
}

// A field is its length and its bytes, greatest first (PostgreSQL manual, COPY, binary format).
template<class Integer>
void put_field(std::string& bytes, Integer value) {
    put_bits(bytes, sizeof value, 4);
    put_bits(bytes, static_cast<std::uint64_t>(value), sizeof value);
}

void put_row(std::string& bytes, std::int32_t unit, std::int64_t epoch, std::int64_t number,
             const Fix& fix) {
    constexpr int columns = 12;
    put_bits(bytes, columns, 2);
    put_field(bytes, unit);
    put_field(bytes, epoch);
    put_field(bytes, number);
    put_field(bytes, std::int64_t{std::chrono::microseconds{fix.time - epoch_2000}.count()});
    put_field(bytes, fix.position.latitude.e6);
    put_field(bytes, fix.position.longitude.e6);
    put_field(bytes, fix.altitude_dm.value_or(0));
    put_field(bytes, static_cast<std::int16_t>(fix.speed_dmps.value_or(0)));
    put_field(bytes, std::int16_t{fix.course_2deg.value_or(0)});
    put_field(bytes, static_cast<std::int32_t>(fix.accuracy_dm.value_or(0)));
    put_field(bytes, std::int16_t{fix.satellites});
    put_field(bytes, static_cast<std::int16_t>(fix.mode));
}

} // namespace

void PlainRows::Close::operator()(pg_conn* connection) const { PQfinish(connection); }

PlainRows::PlainRows(const std::string& conninfo) : connection_{PQconnectdb(conninfo.c_str())} {
    run("CREATE TABLE plain_fix (unit int4, epoch int8, number int8, time timestamptz, "
        "latitude int4, longitude int4, altitude int4, speed int2, course int2, accuracy int4, "
        "satellites int2, mode int2)");
}

void PlainRows::run(const char* statement) const {
    const Result result{PQexec(connection_.get(), statement), PQclear};
    const ExecStatusType status = PQresultStatus(result.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_COPY_IN) {
        throw std::runtime_error{PQerrorMessage(connection_.get())};
    }
}

void PlainRows::store(const Turn& turn) {
    bytes_.assign("PGCOPY\n\377\r\n\0", 11);
    put_bits(bytes_, 0, 8); // no flags, no more header
    std::int32_t unit = 0;
    for (const ingest::Arrival& arrival : turn) {
        const auto& batch = std::get<wire::Batch>(arrival.content);
        std::int64_t number = static_cast<std::int64_t>(batch.first);
        for (const Fix& fix : batch.fixes) {
            put_row(bytes_, unit, std::int64_t{batch.epoch}, number++, fix);
        }
        ++unit;
    }
    put_bits(bytes_, 0xffff, 2);
    run("BEGIN");
    run("COPY plain_fix FROM STDIN (FORMAT binary)");
    if (PQputCopyData(connection_.get(), bytes_.data(), static_cast<int>(bytes_.size())) != 1 ||
        PQputCopyEnd(connection_.get(), nullptr) != 1) {
        throw std::runtime_error{PQerrorMessage(connection_.get())};
    }
    while (const Result result{PQgetResult(connection_.get()), PQclear}) {
        if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) {
            throw std::runtime_error{PQresultErrorMessage(result.get())};
        }
    }
    run("COMMIT");
}

int PlainRows::server_process() const { return PQbackendPID(connection_.get()); }

std::size_t PlainRows::stored() const {
    const Result result{PQexec(connection_.get(), "SELECT count(*) FROM plain_fix"), PQclear};
    return PQntuples(result.get()) == 1 ? std::stoul(PQgetvalue(result.get(), 0, 0)) : 0;
}

} // namespace lanterne::bench
