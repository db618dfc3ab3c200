#pragma once

#include <string>

#include "firmware/board/board.hpp"

/// What else of a unit follows from its board: the programs around the firmware are set up from the
/// same file, so that they cannot disagree with it. Texts end with a new line.
namespace lanterne::firmware {

/// gpsd's options without the receiver, for gpsd 3.22: "-n -b -s 9600 -f 8N1". It polls at once,
/// never writes to the receiver, and does not probe for speed and framing (1.3 s at each start).
std::string gpsd_options(const Board& board);

/// What gpsd calls the receiver.
std::string gpsd_device(const Board& board);

/// The text of /etc/lanterne/gpsd, the environment file of gpsd's service.
std::string gpsd_defaults(const Board& board);

/// The text of lanterne-tracker.service.d/board.conf: of the devices the service may open those of
/// the board and no other, and systemd restarts it when it hangs.
std::string service_drop_in(const Board& board);

/// The texts of RAUC's /etc/rauc/system.conf and of /etc/fstab beside it (board_update.hpp). Throw
/// SettingsError for a board that has no slots.
std::string rauc_system(const Board& board);
std::string slot_mounts(const Board& board);

/// A few lines for people.
std::string summary(const Board& board);

} // namespace lanterne::firmware
