#include "ingest-server/after/race_rows.hpp"

namespace lanterne::ingest::after {

Result<std::int32_t, std::string> race_of(database::Connection& connection, const Slug& slug) {
    const auto rows = connection.execute("SELECT race_id FROM plan.race WHERE slug = $1",
                                         database::Parameters{}.add(slug.text()));
    if (rows.empty()) {
        return tl::unexpected{slug.text() + ": there is no such race"};
    }
    return rows.get<std::int32_t>(0, 0);
}

} // namespace lanterne::ingest::after
