#pragma once

#include "service/http.hpp"

namespace lanterne::web {

/// Sends who asks for a page without a language in its address, and reads French rather than
/// English, to its address in French: every address says one thing, for every cache. The query goes
/// along. What depends on the reader's language says so (Vary).
service::HttpGate language_gate();

} // namespace lanterne::web
