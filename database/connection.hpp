#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/time.hpp"

namespace lanterne::database {

/// The server is not there, or went away: try again later.
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

/// The parameters of one statement, in binary form. add() in the order of $1, $2, ...
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
    Parameters& add(const std::optional<T>& value);

    struct Item {
        std::uint32_t type_oid;
        std::optional<std::vector<char>> bytes;
    };

    const std::vector<Item>& items() const { return items_; }

private:
    std::vector<Item> items_;
};

/// What a statement answered, in binary form. get<T>() throws std::logic_error when the column is
/// NULL or not of that type: a bug in the statement beside it.
class Rows {
public:
    std::size_t size() const;

    bool empty() const { return size() == 0; }

    std::size_t affected() const; ///< rows that INSERT, UPDATE or DELETE touched

    /// T: bool, int16_t, int32_t, int64_t, double, std::string (text, jsonb, name), UtcTime,
    /// std::vector<std::byte>, std::vector<Int8Range>.
    template<class T>
    T get(std::size_t row, std::size_t column) const;
    template<class T>
    std::optional<T> get_optional(std::size_t row, std::size_t column) const;
    bool is_null(std::size_t row, std::size_t column) const;

private:
    friend class Connection;
    struct Data;
    explicit Rows(std::shared_ptr<const Data> data);
    std::shared_ptr<const Data> data_;
};

/// One connection to PostgreSQL, blocking, used by one thread at a time. Statements are prepared at
/// first use and kept by their text.
class Connection {
public:
    /// `conninfo` as libpq takes it; empty: from the PG* environment. Throws ConnectionLost.
    explicit Connection(const std::string& conninfo);
    ~Connection();
    Connection(Connection&&) noexcept;
    Connection& operator=(Connection&&) noexcept;

    /// One statement with parameters. Throws StatementFailed, or ConnectionLost.
    Rows execute(std::string_view sql, const Parameters& parameters = {});

    /// Several statements, text only, nothing from outside in them: migrations, LISTEN.
    void run_script(const std::string& sql);

    /// Notifications that arrived on LISTENed channels; waits at most that long for the first.
    struct Notification {
        std::string channel;
        std::string payload;
    };

    std::vector<Notification> notifications(std::chrono::milliseconds timeout);

    /// For waiting in a poll loop.
    int socket() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// Rolls back when it goes out of scope without commit().
class Transaction {
public:
    explicit Transaction(Connection& connection);
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    /// Returns only when PostgreSQL said COMMIT.
    void commit();

private:
    Connection& connection_;
    bool open_ = true;
};

} // namespace lanterne::database
