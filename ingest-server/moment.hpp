#pragma once

#include "database/connection.hpp"

namespace lanterne::ingest {

/// The store as it is now, for as long as this lives; it refuses to be written. Meanwhile no fixes
/// are dropped: what TRUNCATE takes away is gone for every moment.
class Moment {
public:
    /// Throws std::logic_error within a transaction.
    explicit Moment(database::Connection& connection) : transaction_{connection} {
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
        connection.execute("LOCK TABLE race.track_chunk IN ACCESS SHARE MODE");
    }

private:
    database::Transaction transaction_;
};

} // namespace lanterne::ingest
