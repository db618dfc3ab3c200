#pragma once

#include <string>
#include <string_view>

#include "service/http.hpp"

namespace lanterne::service {

/// A form in which content may be sent (RFC 9110 section 8.4.1), the best last.
enum class Coding { identity, gzip, brotli };

/// "gzip", "br"; empty for identity.
std::string_view name_of(Coding coding);

/// Which of these a client would like, by its Accept-Encoding (RFC 9110 section 12.5.3); of equals
/// the better. Identity when it accepts none: that it can always be given.
struct Offered {
    bool gzip = false;
    bool brotli = false;
};

Coding preferred(std::string_view accept_encoding, Offered offered);

/// Whether content of that type gets much shorter by compression: text in the wider sense.
bool is_text(std::string_view content_type);

inline constexpr std::size_t least_gzipped_bytes = 1'024; ///< shorter content is left as it is

/// Content in gzip's form (RFC 1952), of a level that suits what is made for one moment.
std::string gzip(std::string_view content);

/// Gives a good answer of text its `gzipped_body`, unless it is too short, is coded already, says
/// no-transform, or would not get shorter. Takes milliseconds for a megabyte: not on the loop.
void add_gzip(HttpResponse& response);

/// Makes the answer the one that this request gets: gzipped when there is that form and the client
/// accepts it; then with a weak ETag, for its bytes are others. Vary says it of every text.
void choose_coding(const HttpRequest& request, HttpResponse& response);

} // namespace lanterne::service
