#include "firmware/journal/journalled_event.hpp"

#include "core/wire/event.hpp"

namespace lanterne::firmware {

bool is_urgent(std::span<const std::byte> event) {
    const auto said = wire::decode_event(event);
    return said && (std::holds_alternative<wire::Sos>(said->body) ||
                    std::holds_alternative<wire::SosCancel>(said->body));
}

void drop_oldest(std::vector<JournalledEvent>& events, std::size_t count) {
    for (const bool urgent : {false, true}) {
        std::erase_if(events, [&](const JournalledEvent& event) {
            if (count == 0 || is_urgent(event.bytes) != urgent) {
                return false;
            }
            --count;
            return true;
        });
    }
}

} // namespace lanterne::firmware
