#include "ingest-server/verify/pages.hpp"

#include <fmt/format.h>

namespace lanterne::ingest::verify {

void for_each_row(database::Connection& connection, const std::string& cursor,
                  std::string_view select,
                  const std::function<void(const database::Rows& rows, std::size_t row)>& look) {
    connection.execute(fmt::format("DECLARE {} NO SCROLL CURSOR FOR {}", cursor, select));
    const std::string fetch = fmt::format("FETCH {} FROM {}", page_rows, cursor);
    for (bool more = true; more;) {
        const database::Rows rows = connection.execute(fetch);
        for (std::size_t row = 0; row < rows.size(); ++row) {
            look(rows, row);
        }
        more = rows.size() == page_rows;
    }
    connection.execute("CLOSE " + cursor);
}

} // namespace lanterne::ingest::verify
