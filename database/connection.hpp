#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/time.hpp"

namespace lanterne::database {

/// The server is not there, went away, or does not answer: try again later, with a new Connection.
struct ConnectionLost : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// The server refused a statement. `sqlstate` has five characters (PostgreSQL manual, appendix A).
struct StatementFailed : std::runtime_error {
    StatementFailed(const std::string& message, std::string state)
        : std::runtime_error{message}, sqlstate{std::move(state)} {}

    std::string sqlstate;
};

/// Half-open range of int8, as int8range and int8multirange hold them.
struct Int8Range {
    std::int64_t from = 0;
    std::int64_t to = 0;

    bool operator==(const Int8Range&) const = default;
};

/// PostgreSQL's numbers of the types we speak (its catalog pg_type); they never change.
namespace type_oid {
inline constexpr std::uint32_t boolean = 16;
inline constexpr std::uint32_t bytea = 17;
inline constexpr std::uint32_t int8 = 20;
inline constexpr std::uint32_t int2 = 21;
inline constexpr std::uint32_t int4 = 23;
inline constexpr std::uint32_t text = 25;
inline constexpr std::uint32_t float8 = 701;
inline constexpr std::uint32_t timestamptz = 1184;
inline constexpr std::uint32_t int8multirange = 4536;
inline constexpr std::uint32_t bytea_array = 1001;
inline constexpr std::uint32_t int2_array = 1005;
inline constexpr std::uint32_t int4_array = 1007;
inline constexpr std::uint32_t text_array = 1009;
inline constexpr std::uint32_t int8_array = 1016;
inline constexpr std::uint32_t timestamptz_array = 1185;
} // namespace type_oid

/// The parameters of one statement, in binary form. add() in the order of $1, $2, ...
/// UtcTime::min() and max() are -infinity and infinity, as is any time that PostgreSQL cannot hold.
class Parameters {
public:
    Parameters& add(bool value);
    Parameters& add(std::int16_t value);
    Parameters& add(std::int32_t value);
    Parameters& add(std::int64_t value);
    Parameters& add(double value);
    Parameters& add(std::string_view value); ///< text; valid UTF-8 without NUL is the caller's duty

    Parameters& add(const char* value) { return add(std::string_view{value}); }

    Parameters& add(UtcTime value);                    ///< timestamptz
    Parameters& add(std::span<const std::byte> value); ///< bytea
    Parameters& add(std::span<const Int8Range> value); ///< int8multirange
    Parameters& add_array(std::span<const std::int16_t> values);
    Parameters& add_array(std::span<const std::int32_t> values);
    Parameters& add_array(std::span<const std::int64_t> values);
    Parameters& add_array(std::span<const std::string> values);            ///< text[]
    Parameters& add_array(std::span<const UtcTime> values);                ///< timestamptz[]
    Parameters& add_array(std::span<const std::vector<std::byte>> values); ///< bytea[]
    Parameters& add_array(std::span<const std::optional<std::int32_t>> values);
    Parameters& add_array(std::span<const std::optional<std::int64_t>> values);
    Parameters& add_array(std::span<const std::optional<UtcTime>> values);
    Parameters& add_null(std::uint32_t type_oid);

    /// The value, or NULL of its type.
    template<class T>
    Parameters& add(const std::optional<T>& value) {
        return value ? add(*value) : add_null(oid_of<T>());
    }

    struct Item {
        std::uint32_t type_oid = 0;
        std::optional<std::vector<char>> bytes;
    };

    const std::vector<Item>& items() const { return items_; }

private:
    template<class T>
    static constexpr std::uint32_t oid_of();
    std::vector<Item> items_;
};

// clang-format off
template<> constexpr std::uint32_t Parameters::oid_of<bool>() { return type_oid::boolean; }
template<> constexpr std::uint32_t Parameters::oid_of<std::int16_t>() { return type_oid::int2; }
template<> constexpr std::uint32_t Parameters::oid_of<std::int32_t>() { return type_oid::int4; }
template<> constexpr std::uint32_t Parameters::oid_of<std::int64_t>() { return type_oid::int8; }
template<> constexpr std::uint32_t Parameters::oid_of<double>() { return type_oid::float8; }
template<> constexpr std::uint32_t Parameters::oid_of<std::string>() { return type_oid::text; }
template<> constexpr std::uint32_t Parameters::oid_of<std::string_view>() { return type_oid::text; }
template<> constexpr std::uint32_t Parameters::oid_of<UtcTime>() { return type_oid::timestamptz; }
template<> constexpr std::uint32_t Parameters::oid_of<std::vector<std::byte>>() { return type_oid::bytea; }
template<> constexpr std::uint32_t Parameters::oid_of<std::vector<Int8Range>>() { return type_oid::int8multirange; }

// clang-format on

/// What a statement answered, in binary form. get<T>() throws std::logic_error when the column is
/// NULL or not of that type: a bug in the statement beside it.
class Rows {
public:
    std::size_t size() const;

    bool empty() const { return size() == 0; }

    std::size_t affected() const; ///< rows that INSERT, UPDATE or DELETE touched

    /// T: bool, int16_t, int32_t, int64_t, double, std::string (text, varchar, name, json, jsonb),
    /// UtcTime (microseconds are cut), std::vector<std::byte> (bytea), std::vector<Int8Range>
    /// (int8multirange), and for arrays of one dimension without NULLs std::vector of int16_t,
    /// int32_t, int64_t, std::string or UtcTime.
    template<class T>
    T get(std::size_t row, std::size_t column) const;
    template<class T>
    std::optional<T> get_optional(std::size_t row, std::size_t column) const;
    bool is_null(std::size_t row, std::size_t column) const;

    /// A bytea where it lies, without a copy; there for as long as one of these rows' copies is.
    std::span<const std::byte> bytes(std::size_t row, std::size_t column) const;

private:
    friend class Connection;
    struct Data;
    explicit Rows(std::shared_ptr<const Data> data);
    std::shared_ptr<const Data> data_;
};

/// One connection to PostgreSQL, blocking, used by one thread at a time. Statements are prepared at
/// first use and kept by their text, the latest `prepared_limit` of them.
///
/// Never waits for ever: 5 s to connect (connect_timeout in `conninfo` changes it), `answer_limit`
/// for a statement, `script_limit` for a script; then, and when the server goes away,
/// ConnectionLost. After that this connection is dead: each call throws it again, and the caller
/// makes a new one.
class Connection {
public:
    static constexpr std::chrono::seconds usual_answer_limit{60};
    static constexpr std::chrono::hours script_limit{1};
    static constexpr std::size_t prepared_limit = 256;

    /// `conninfo` as libpq takes it; empty: from the PG* environment. Throws ConnectionLost.
    explicit Connection(const std::string& conninfo,
                        std::chrono::milliseconds answer_limit = usual_answer_limit);
    ~Connection();
    Connection(Connection&&) noexcept;
    Connection& operator=(Connection&&) noexcept;

    /// One statement with parameters. Throws StatementFailed, or ConnectionLost.
    Rows execute(std::string_view sql, const Parameters& parameters = {});

    /// Several statements, text only, nothing from outside in them: migrations, LISTEN.
    void run_script(const std::string& sql);

    /// Notifications that arrived on LISTENed channels; waits at most that long for the first, or
    /// until a signal. Throws ConnectionLost.
    struct Notification {
        std::string channel;
        std::string payload;
    };

    std::vector<Notification> notifications(std::chrono::milliseconds timeout);

    /// How long statements were under way in all, from the sending of each to its whole answer.
    std::chrono::nanoseconds waited() const;

    /// Whoever waits for an answer asks this ten times a second; once it is true the wait ends with
    /// ConnectionLost. Called by the thread that waits.
    void give_up_when(std::function<bool()> is_wished);

    /// For waiting in a poll loop; -1 once the connection is lost.
    int socket() const;

private:
    friend class Transaction;
    struct State;
    std::unique_ptr<State> state_;
};

/// Rolls back when it goes out of scope without commit(). The connection outlives it and stays
/// where it is.
class Transaction {
public:
    /// Throws std::logic_error within another transaction.
    explicit Transaction(Connection& connection);
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    /// Returns only when PostgreSQL said COMMIT. Throws StatementFailed when it rolled back
    /// instead, as it does after a statement that failed; after ConnectionLost here nobody knows
    /// which it was.
    void commit();

private:
    Connection& connection_;
    bool open_ = true;
};

} // namespace lanterne::database
