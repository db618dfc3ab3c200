#include <mutex>
#include <string>
#include <vector>

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service/http_server.hpp"
#include "service/span_exporter.hpp"
#include "tests/support/played_server.hpp"
#include "tests/support/waiting.hpp"

namespace lanterne::service {
namespace {

using support::wait_until;

/// A collector as OTLP/HTTP states it: takes what is posted to /v1/traces.
class Collector {
public:
    Collector() {
        server_.post("/v1/traces",
                     [this](const HttpRequest& request) {
                         const std::lock_guard lock{mutex_};
                         types_.push_back(request.headers.at("content-type"));
                         for (const auto& span : spans_of(request.body)) {
                             names_.emplace_back(span.at("name").as_string());
                         }
                         HttpResponse response = json_response("{}");
                         response.status = status_;
                         return response;
                     },
                     {.body_bytes = std::size_t{1024} * 1024});
        port_ = server_.listen("127.0.0.1", 0);
        server_.start();
    }

    std::string url() const { return "http://127.0.0.1:" + std::to_string(port_) + "/v1/traces"; }

    void answers(int status) { status_ = status; }

    std::vector<std::string> names() {
        const std::lock_guard lock{mutex_};
        return names_;
    }

    std::vector<std::string> types() {
        const std::lock_guard lock{mutex_};
        return types_;
    }

private:
    static boost::json::array spans_of(const std::string& body) {
        const auto whole = boost::json::parse(body);
        const auto& of = whole.at("resourceSpans").as_array().at(0);
        return of.at("scopeSpans").as_array().at(0).at("spans").as_array();
    }

    std::mutex mutex_;
    std::vector<std::string> names_;
    std::vector<std::string> types_;
    std::atomic<int> status_{200};
    HttpServer server_;
    std::uint16_t port_ = 0;
};

Span named(const std::string& name) {
    return {.context = {TraceId{std::byte{1}}, SpanId{std::byte{1}}}, .name = name};
}

class SpanExporterTest : public testing::Test {
protected:
    std::uint64_t dropped(const char* reason) {
        return registry_
            .counter("trace_spans_dropped_total", "Spans that no collector has, by reason.",
                     {{"reason", reason}})
            .value();
    }

    std::uint64_t sent() {
        return registry_.counter("trace_spans_total", "Spans that the collector took.").value();
    }

    Registry registry_;
    const SpanSource source_{"test", "1", "1"};
};

TEST_F(SpanExporterTest, SendsWhatItIsGiven) {
    Collector collector;
    SpanExporter exporter{collector.url(), source_, registry_};

    EXPECT_TRUE(exporter.add(named("store")));
    EXPECT_TRUE(exporter.add(named("score")));

    EXPECT_TRUE(wait_until([&] { return sent() == 2; }));
    EXPECT_THAT(collector.names(), testing::ElementsAre("store", "score"));
    EXPECT_THAT(collector.types(), testing::Each("application/json"));
}

TEST_F(SpanExporterTest, SendsWhatIsLeftWhenItEnds) {
    Collector collector;
    {
        SpanExporter exporter{collector.url(), source_, registry_};
        exporter.add(named("last"));
    }

    EXPECT_THAT(collector.names(), testing::ElementsAre("last"));
}

TEST_F(SpanExporterTest, CountsWhatARefusingCollectorDoesNotTake) {
    Collector collector;
    collector.answers(500);
    SpanExporter exporter{collector.url(), source_, registry_};

    exporter.add(named("store"));

    EXPECT_TRUE(wait_until([&] { return dropped("not_taken") == 1; }));
    EXPECT_EQ(sent(), 0U);
}

TEST_F(SpanExporterTest, CountsWhatADeadCollectorDoesNotTake) {
    std::string url;
    {
        const Collector gone;
        url = gone.url();
    }
    SpanExporter exporter{url, source_, registry_};

    exporter.add(named("store"));

    EXPECT_TRUE(wait_until([&] { return dropped("not_taken") == 1; }));
}

// It takes the connection and says nothing.
TEST_F(SpanExporterTest, HasABoundedQueueBehindASilentCollector) {
    support::PlayedServer silent;
    {
        SpanExporter exporter{"http://127.0.0.1:" + std::to_string(silent.port()) + "/v1/traces",
                              source_, registry_};
        exporter.add(named("held"));
        ASSERT_TRUE(silent.take());

        std::size_t taken = 0;
        for (std::size_t i = 0; i < SpanExporter::queue_limit + 10; ++i) {
            taken += exporter.add(named("more")) ? 1U : 0U;
        }

        EXPECT_EQ(taken, SpanExporter::queue_limit);
        EXPECT_EQ(dropped("queue_full"), 10U);
        silent.hang_up();
    }
    EXPECT_EQ(sent(), 0U);
}

} // namespace
} // namespace lanterne::service
