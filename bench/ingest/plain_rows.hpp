#pragma once

#include <memory>
#include <string>

#include "bench/ingest/turns.hpp"

struct pg_conn;

namespace lanterne::bench {

/// The fastest way into PostgreSQL that anybody could ask for, and it promises nothing: each fix a
/// row of a table without index or constraint, by COPY in its binary format. What comes twice is
/// stored twice. Throws std::runtime_error with what the server says.
class PlainRows {
public:
    /// Makes the table in that database.
    explicit PlainRows(const std::string& conninfo);

    /// One transaction.
    void store(const Turn& turn);

    /// The server's process of this connection.
    int server_process() const;

    std::size_t stored() const;

private:
    struct Close {
        void operator()(pg_conn* connection) const;
    };

    void run(const char* statement) const;

    std::unique_ptr<pg_conn, Close> connection_;
    std::string bytes_; ///< of the COPY, kept for its room
};

} // namespace lanterne::bench
