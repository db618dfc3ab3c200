#include "simulator/truth/fixes_checksum.hpp"

#include "firmware/card/crc32c.hpp"
#include "firmware/journal/journal_format.hpp"

namespace lanterne::simulator {

void FixesChecksum::add(const Fix& fix) {
    value_ = firmware::crc32c(firmware::journal_format::encode_fix(fix), value_);
}

} // namespace lanterne::simulator
