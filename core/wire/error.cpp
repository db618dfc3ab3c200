#include "core/wire/error.hpp"

namespace lanterne::wire {

std::string_view to_text(Error error) {
    switch (error) {
    case Error::too_large: return "too_large";
    case Error::truncated: return "truncated";
    case Error::wrong_type: return "wrong_type";
    case Error::unknown_version: return "unknown_version";
    case Error::trailing_bytes: return "trailing_bytes";
    case Error::out_of_range: return "out_of_range";
    case Error::bad_count: return "bad_count";
    case Error::not_canonical: return "not_canonical";
    }
    return "unknown";
}

} // namespace lanterne::wire
