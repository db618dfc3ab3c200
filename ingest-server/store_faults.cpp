#include "ingest-server/store_faults.hpp"

#include <algorithm>
#include <vector>

#include "ingest-server/store.hpp"

namespace lanterne::ingest::store {

void count_faults(database::Connection& connection, const std::map<FaultOf, Fault>& faults,
                  UtcTime wall) {
    if (faults.empty()) {
        return;
    }
    std::vector<std::string> serials;
    std::vector<std::string> reasons;
    std::vector<std::int64_t> messages;
    std::vector<wire::Bytes> newest;
    for (const auto& [of, fault] : faults) {
        serials.push_back(of.first.text());
        reasons.push_back(of.second);
        messages.push_back(fault.messages);
        newest.push_back(fault.newest);
        newest.back().resize(std::min(newest.back().size(), max_set_aside_bytes));
    }
    connection.execute(
        R"(INSERT INTO race.unit_fault AS f (serial, reason, messages, first_at, last_at, payload)
           SELECT serial, reason, messages, $5, $5, payload
             FROM unnest($1::text[], $2::text[], $3::int8[], $4::bytea[])
                  s (serial, reason, messages, payload)
            ORDER BY serial, reason
               ON CONFLICT (serial, reason) DO UPDATE
              SET messages = f.messages + excluded.messages, last_at = excluded.last_at,
                  payload = excluded.payload)",
        database::Parameters{}
            .add_array(std::span<const std::string>{serials})
            .add_array(std::span<const std::string>{reasons})
            .add_array(std::span<const std::int64_t>{messages})
            .add_array(std::span<const wire::Bytes>{newest})
            .add(wall));
}

} // namespace lanterne::ingest::store
