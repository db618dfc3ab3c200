#pragma once

#include <cstdint>
#include <functional>

#include "core/base/ids.hpp"
#include "core/wire/error.hpp"
#include "database/connection.hpp"

namespace lanterne::ingest {

/// Of one look; the rest follows with the next.
inline constexpr std::int64_t max_offers_a_look = 64;

/// Sees to it that each unit's newest configuration lies on its topic, and that nothing lies there
/// once it was withdrawn. Ingest passes the messages on as they are: it could not sign one.
///
/// What changed is looked for by number. After a restart, a lost database or a new connection (the
/// broker may have lost what it retained) everything is offered again, but for what a unit says it
/// has applied: that would cost a fleet its data for nothing. One thread.
class Configurations {
public:
    /// False: not taken, it comes again with the next look.
    using Offer = std::function<bool(const UnitSerial& unit, wire::ByteView message)>;

    /// `connections`: to the broker, made so far. Failures as database::Connection::execute.
    void look(database::Connection& connection, std::uint64_t connections, const Offer& offer);

    void forget() { seen_ = 0; }

private:
    std::int64_t seen_ = 0; ///< every change up to it is offered
    std::uint64_t connections_ = 0;
};

} // namespace lanterne::ingest
