#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "core/base/ids.hpp"
#include "core/base/result.hpp"
#include "database/connection.hpp"

namespace lanterne::ingest::after {

struct Reopened {
    std::int32_t number = 0; ///< of the archive that had closed it
    std::size_t chunks = 0;  ///< that the store had no more, and has again
    std::size_t fixes = 0;
};

/// Gives an archived race back to the ingest, to be corrected: chunks that retention dropped are
/// stored again as the archive has them. The archive stays. In one transaction. An error says why
/// it is not done; nothing is written then. Failures as database::Connection::execute; not within a
/// transaction.
Result<Reopened, std::string> reopen_race(database::Connection& connection, const Slug& race);

} // namespace lanterne::ingest::after
