#include "bench/ingest/store.hpp"

#include <algorithm>
#include <chrono>
#include <functional>
#include <stdexcept>

#include <fmt/format.h>

#include "bench/ingest/cpu.hpp"
#include "bench/ingest/plain_rows.hpp"
#include "bench/ingest/turns.hpp"
#include "database/connection.hpp"
#include "ingest-server/after/compacting.hpp"
#include "ingest-server/store.hpp"
#include "ingest-server/storing.hpp"
#include "tests/support/private_postgres.hpp"

namespace lanterne::bench {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr int units = 200;
constexpr int units_in_turn = 100; // of 10 fixes: 1,000 fixes a transaction

/// What some turns took.
struct Spent {
    double seconds = 0;
    double ours_s = 0;   ///< on a core, in this program
    double server_s = 0; ///< in the server's process

    Spent& operator+=(const Spent& more) {
        seconds += more.seconds;
        ours_s += more.ours_s;
        server_s += more.server_s;
        return *this;
    }
};

/// The store as ingest uses it, on a connection of its own.
class ExactlyOnce {
public:
    explicit ExactlyOnce(const std::string& conninfo) : connection_{conninfo} {
        ingest::store::ensure_partitions(connection_, wall_);
    }

    /// Units send each ten seconds, a part of them in each turn.
    void store(const Turn& turn) {
        wall_ += std::chrono::seconds{10} / (units / units_in_turn);
        database::Transaction transaction{connection_};
        ingest::store_arrivals(connection_, turn, wall_,
                               [this](const UnitSerial&) { return wall_; });
        transaction.commit();
    }

    int server_process() { return number("SELECT pg_backend_pid()::int8"); }

    std::size_t stored() {
        return static_cast<std::size_t>(
            number("SELECT coalesce(sum(n), 0)::int8 FROM race.track_chunk"));
    }

    /// Bytes of the fixes' table and its indexes.
    double bytes() { return static_cast<double>(ingest::after::bytes_on_disk(connection_)); }

    /// As `lanterne-ingest compact` does it once a race is over.
    void join_chunks() {
        const auto month =
            connection_.execute("SELECT to_char(min(month), 'YYYY-MM') FROM race.unit_epoch");
        const auto epochs =
            ingest::after::epochs_of_month(connection_, month.get<std::string>(0, 0));
        ingest::after::compact(connection_, epochs);
        ingest::after::rewrite_partitions(connection_, epochs);
    }

private:
    int number(const char* query) {
        return static_cast<int>(connection_.execute(query).get<std::int64_t>(0, 0));
    }

    UtcTime wall_ = first_fix_time + std::chrono::hours{3};
    database::Connection connection_;
};

using Store = std::function<void(const Turn&)>;

Spent spent(std::span<const Turn> turns, int server_process, const Store& store) {
    const auto began = SteadyClock::now();
    const double ours = own_cpu_seconds();
    const double server = cpu_seconds_of(server_process);
    for (const Turn& turn : turns) {
        store(turn);
    }
    return {.seconds = std::chrono::duration<double>(SteadyClock::now() - began).count(),
            .ours_s = own_cpu_seconds() - ours,
            .server_s = cpu_seconds_of(server_process) - server};
}

void expect(std::size_t stored, std::size_t fixes) {
    if (stored != fixes) {
        throw std::runtime_error{fmt::format("{} fixes are stored, {} were sent", stored, fixes)};
    }
}

std::string cost_note(const Spent& spent, std::size_t fixes) {
    const double number = static_cast<double>(fixes);
    return fmt::format("{:.2f} us ours, {:.2f} us the server's, {:.0f} fixes a second",
                       1e6 * spent.ours_s / number, 1e6 * spent.server_s / number,
                       number / spent.seconds);
}

/// What a fix takes on the disk.
struct Bytes {
    double as_sent = 0; ///< by tens
    double joined = 0;
};

std::vector<Row> rows_of(const Spent& once, const Spent& plain, std::size_t fixes,
                         const Bytes& bytes) {
    const double number = static_cast<double>(fixes);
    return {{.key = "exactly_once_over_plain_rows",
             .what = "fixes a second, each exactly once, beside rows by COPY",
             .measured = plain.seconds / once.seconds,
             .unit = "x",
             .least = 1.5,
             .note = "a transaction of 1,000 fixes; " + cost_note(once, fixes) +
                     "; rows: " + cost_note(plain, fixes)},
            {.key = "store_cpu_us",
             .what = "to store one fix, ours and the server's",
             .measured = 1e6 * (once.ours_s + once.server_s) / number,
             .unit = "us"},
            {.key = "chunk_bytes_per_fix",
             .what = "on disk, batches of 10 fixes, with indexes",
             .measured = bytes.as_sent,
             .unit = "bytes",
             .most = 30},
            {.key = "joined_bytes_per_fix",
             .what = "and once they are joined to chunks of up to 60",
             .measured = bytes.joined,
             .unit = "bytes",
             .most = 18}};
}

} // namespace

std::vector<Row> store(const Options& options) {
    const int rounds = options.quick ? 2 : 12;
    const int turns_a_round = options.quick ? 10 : 100;
    const std::vector<Turn> turns =
        turns_of({.units = units,
                  .units_in_turn = units_in_turn,
                  .batches = (rounds + 1) * turns_a_round * units_in_turn / units,
                  .seed = options.seed});
    support::PrivatePostgres postgres{support::Durability::on};
    PlainRows plain{postgres.empty_database()};
    ExactlyOnce once{postgres.fresh_database()};
    Spent plain_spent;
    Spent once_spent;
    std::size_t fixes = 0;
    for (int round = 0; round <= rounds; ++round) { // in turn: the disk has its moods
        const auto first = static_cast<std::size_t>(round * turns_a_round);
        const std::span of_round =
            std::span{turns}.subspan(first, static_cast<std::size_t>(turns_a_round));
        const Spent by_copy =
            spent(of_round, plain.server_process(), [&](const Turn& turn) { plain.store(turn); });
        const Spent by_us =
            spent(of_round, once.server_process(), [&](const Turn& turn) { once.store(turn); });
        if (round > 0) { // the first makes plans and units
            plain_spent += by_copy;
            once_spent += by_us;
            for (const Turn& turn : of_round) {
                fixes += fixes_in(turn);
            }
        }
    }
    const std::size_t all = fixes + static_cast<std::size_t>(turns_a_round * units_in_turn) * 10;
    expect(plain.stored(), all);
    expect(once.stored(), all);
    const double as_sent = once.bytes() / static_cast<double>(all);
    once.join_chunks();
    expect(once.stored(), all);
    return rows_of(once_spent, plain_spent, fixes,
                   {.as_sent = as_sent, .joined = once.bytes() / static_cast<double>(all)});
}

} // namespace lanterne::bench
