#include "ingest-server/whole_batches.hpp"

#include <map>
#include <utility>

#include "core/wire/sequence_set.hpp"

namespace lanterne::ingest {

std::vector<std::size_t> whole_batches(std::span<const Arrival> arrivals) {
    std::map<std::pair<UnitSerial, Epoch>, wire::SequenceSet> seen;
    std::vector<std::size_t> whole;
    for (std::size_t i = 0; i < arrivals.size(); ++i) {
        const auto* batch = std::get_if<wire::Batch>(&arrivals[i].content);
        if (batch == nullptr) {
            continue;
        }
        const wire::SequenceRange range{batch->first, batch->first + batch->fixes.size()};
        wire::SequenceSet& of_epoch = seen[{arrivals[i].unit, batch->epoch}];
        if (of_epoch.common_with(range).empty()) {
            whole.push_back(i);
        }
        of_epoch.add(range);
    }
    return whole;
}

} // namespace lanterne::ingest
