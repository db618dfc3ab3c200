#pragma once

#include <map>
#include <utility>

#include "core/base/fix.hpp"
#include "core/base/ids.hpp"
#include "hal/storage.hpp"

namespace lanterne::support {

/// Fixes by what names them for ever.
using NumberedFixes = std::map<std::pair<Epoch, Sequence>, Fix>;

/// What a unit's card holds, of all its lives. Looking begins a new epoch on the card.
NumberedFixes journalled(hal::Storage& card);

} // namespace lanterne::support
