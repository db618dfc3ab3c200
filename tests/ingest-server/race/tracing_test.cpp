#include <map>
#include <mutex>
#include <string>

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "service/http_server.hpp"
#include "tests/ingest-server/journal.hpp"
#include "tests/ingest-server/race/ingest_world.hpp"
#include "tests/support/waiting.hpp"

/// The real ingest and a collector that the test plays.
namespace lanterne::ingest {
namespace {

using support::wait_until;

/// Keeps the spans of each trace by name.
class Collector {
public:
    using Trace = std::map<std::string, boost::json::value>;

    Collector() {
        server_.post("/v1/traces",
                     [this](const service::HttpRequest& request) {
                         take(boost::json::parse(request.body));
                         return service::json_response("{}");
                     },
                     {.body_bytes = std::size_t{1024} * 1024});
        port_ = server_.listen("127.0.0.1", 0);
        server_.start();
    }

    std::string setting() const {
        return "[tracing]\nendpoint = \"http://127.0.0.1:" + std::to_string(port_) +
               "/v1/traces\"\n";
    }

    /// The first trace that stored something; empty: none came yet.
    Trace stored() {
        const std::lock_guard lock{mutex_};
        for (const auto& [id, spans] : traces_) {
            if (spans.contains("store") && spans.contains("turn")) {
                return spans;
            }
        }
        return {};
    }

private:
    void take(const boost::json::value& request) {
        const std::lock_guard lock{mutex_};
        for (const auto& of : request.at("resourceSpans").as_array()) {
            for (const auto& scope : of.at("scopeSpans").as_array()) {
                for (const auto& span : scope.at("spans").as_array()) {
                    traces_[span.at("traceId").as_string().c_str()]
                           [span.at("name").as_string().c_str()] = span;
                }
            }
        }
    }

    std::mutex mutex_;
    std::map<std::string, Trace> traces_;
    service::HttpServer server_;
    std::uint16_t port_ = 0;
};

TEST(Tracing, ShowsACollectorTheWayOfABatch) {
    Collector collector;
    IngestWorld world{"", collector.setting()};
    Unit unit{world, *UnitSerial::from("traced01")};

    unit.send(batch_of(walk(10), 0, 10));

    ASSERT_TRUE(unit.is_receipted(1, 10));
    ASSERT_TRUE(wait_until([&] { return !collector.stored().empty(); })) << world.log();
    const Collector::Trace trace = collector.stored();
    const auto& turn = trace.at("turn");
    EXPECT_FALSE(turn.as_object().contains("parentSpanId"));
    EXPECT_EQ(turn.at("traceId").as_string().size(), 32U);
    for (const char* part : {"decode", "store", "score", "commit"}) {
        ASSERT_TRUE(trace.contains(part)) << part;
        EXPECT_EQ(trace.at(part).at("parentSpanId"), turn.at("spanId")) << part;
    }
    EXPECT_LE(std::stoull(trace.at("store").at("endTimeUnixNano").as_string().c_str()),
              std::stoull(trace.at("commit").at("startTimeUnixNano").as_string().c_str()));
}

TEST(Tracing, CostsNobodyAnythingWhenTheCollectorIsGone) {
    std::string gone;
    {
        const Collector collector;
        gone = collector.setting();
    }
    IngestWorld world{"", gone};
    Unit unit{world, *UnitSerial::from("traced02")};
    const auto journal = walk(100);

    for (Sequence first = 0; first < 100; first += 10) {
        wire::Batch batch = batch_of(journal, first, 10);
        batch.info.receipt_wanted = true;
        unit.send(batch);
    }

    EXPECT_TRUE(unit.is_receipted(1, 100)) << world.log();
    EXPECT_TRUE(wait_until(
        [&] { return world.metric("trace_spans_dropped_total{reason=\"not_taken\"}") > 0; }));
    EXPECT_TRUE(world.becomes_healthy()) << world.log();
}

} // namespace
} // namespace lanterne::ingest
