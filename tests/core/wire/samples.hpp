#pragma once

#include <ostream>
#include <random>
#include <string>

#include "core/wire/batch.hpp"
#include "core/wire/config.hpp"
#include "core/wire/event.hpp"
#include "core/wire/live.hpp"
#include "core/wire/receipt.hpp"
#include "core/wire/status.hpp"

namespace lanterne::wire {

/// How GoogleTest shows an error.
inline void PrintTo(Error error, std::ostream* out) { *out << to_text(error); }

} // namespace lanterne::wire

namespace lanterne::wire::samples {

/// The messages that FORMAT.md explains and tests/core/wire/golden keeps.
Batch batch();
Event event();
Receipt receipt();
Status status();
LiveFrame live_frame();
/// Its body is config(); the signature is 64 bytes that count up, and of no key.
SignedConfig signed_config();
Config config();

/// One event of each kind.
std::vector<Event> events_of_each_kind();

/// A fix a second, all fields present, in slow even motion.
Fix fix(int second);
Batch batch_of(int fixes);

/// As many bytes as a message of its kind can have: 120 fixes that leap from one end of every
/// range to the other.
Batch longest_batch();

using Random = std::mt19937_64;

/// Any valid message; fields at the ends of their ranges are as likely as those between.
Batch random_batch(Random& random);
Event random_event(Random& random);
Receipt random_receipt(Random& random);
Status random_status(Random& random);
LiveFrame random_live_frame(Random& random);
Config random_config(Random& random);
SignedConfig random_signed_config(Random& random);

/// Two digits a byte, no spaces.
std::string to_hex(ByteView bytes);
/// Of digits; spaces are passed over.
Bytes from_hex(std::string_view text);

} // namespace lanterne::wire::samples
