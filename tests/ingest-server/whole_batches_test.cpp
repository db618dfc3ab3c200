#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ingest-server/whole_batches.hpp"
#include "tests/ingest-server/journal.hpp"

namespace lanterne::ingest {
namespace {

using ::testing::ElementsAre;

const std::vector<Fix> journal = walk(100);

Arrival arrival(const wire::Batch& batch, std::string_view unit = "walker01") {
    return {*UnitSerial::from(unit), batch, bytes_of(batch)};
}

TEST(WholeBatches, AreAllThatHaveNoNumberInCommon) {
    EXPECT_THAT(whole_batches(std::vector{arrival(batch_of(journal, 0, 10)),
                                          arrival(batch_of(journal, 20, 10)),
                                          arrival(batch_of(journal, 10, 10))}),
                ElementsAre(0, 1, 2));
}

TEST(WholeBatches, AreTheFirstOnesOfThoseThatOverlap) {
    EXPECT_THAT(whole_batches(std::vector{
                    arrival(batch_of(journal, 0, 10)), arrival(batch_of(journal, 0, 10)),
                    arrival(batch_of(journal, 5, 10)), arrival(batch_of(journal, 12, 10)),
                    arrival(batch_of(journal, 30, 10))}),
                ElementsAre(0, 4));
}

TEST(WholeBatches, OfOtherEpochsAndUnitsHaveNumbersOfTheirOwn) {
    EXPECT_THAT(whole_batches(std::vector{arrival(batch_of(journal, 0, 10, 1)),
                                          arrival(batch_of(journal, 0, 10, 2)),
                                          arrival(batch_of(journal, 0, 10, 1), "walker02")}),
                ElementsAre(0, 1, 2));
}

TEST(WholeBatches, AreBatchesAlone) {
    const Arrival unreadable{*UnitSerial::from("walker01"), Unreadable{"truncated"}, {}};

    EXPECT_THAT(whole_batches(std::vector{unreadable, arrival(batch_of(journal, 0, 10))}),
                ElementsAre(1));
}

} // namespace
} // namespace lanterne::ingest
