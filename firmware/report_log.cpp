#include "firmware/report_log.hpp"

namespace lanterne::firmware {

void log_report(Log& log, std::string_view message, const TrackerReport& report) {
    log.info(message, {{"epoch", report.epoch},
                       {"journalled", report.journalled},
                       {"receipted", report.receipted},
                       {"unreceipted", report.unreceipted},
                       {"recovered", report.recovered},
                       {"torn", report.torn},
                       {"sent_messages", report.sent_messages},
                       {"resent_messages", report.resent_messages},
                       {"refused_readings", report.refused_readings},
                       {"merged_readings", report.merged_readings},
                       {"dated", report.dated},
                       {"reused_segments", report.reused_segments},
                       {"room_bytes", report.room_bytes},
                       {"refused_receipts", report.refused_receipts},
                       {"unjournalled", report.unjournalled},
                       {"failed_syncs", report.failed_syncs},
                       {"failed_reads", report.failed_reads},
                       {"receiver_losses", report.receiver_losses},
                       {"unaccepted", report.unaccepted},
                       {"unreceipted_events", report.unreceipted_events}});
}

} // namespace lanterne::firmware
