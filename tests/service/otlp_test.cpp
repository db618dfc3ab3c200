#include <gtest/gtest.h>

#include "service/otlp.hpp"

namespace lanterne::service {
namespace {

using std::chrono::nanoseconds;

TraceId trace_of(int number) {
    TraceId id{};
    id.front() = std::byte{0xab};
    id.back() = static_cast<std::byte>(number);
    return id;
}

SpanId span_of(int number) {
    SpanId id{};
    id.back() = static_cast<std::byte>(number);
    return id;
}

// The shape is that of ExportTraceServiceRequest in the JSON mapping that OTLP/HTTP states: names
// in lowerCamelCase, ids in hexadecimal digits (not base64), 64-bit integers as text, enumerations
// as numbers.
TEST(Otlp, WritesSpansAsACollectorReadsThem) {
    const std::vector<Span> spans{
        {.context = {trace_of(1), span_of(2)},
         .parent = span_of(1),
         .name = "store",
         .began = Span::Time{nanoseconds{1'800'000'000'123'456'789}},
         .ended = Span::Time{nanoseconds{1'800'000'000'223'456'789}},
         .counts = {{"fixes", 50}},
         .links = {{trace_of(9), span_of(8)}},
         .failed = true},
        {.context = {trace_of(1), span_of(1)}, .name = "turn", .kind = Span::Kind::consumer}};

    EXPECT_EQ(
        otlp_json(spans, {"lanterne-ingest", "1.0", "4711"}),
        R"({"resourceSpans":[{"resource":{"attributes":[)"
        R"({"key":"service.name","value":{"stringValue":"lanterne-ingest"}},)"
        R"({"key":"service.version","value":{"stringValue":"1.0"}},)"
        R"({"key":"service.instance.id","value":{"stringValue":"4711"}}]},)"
        R"("scopeSpans":[{"scope":{"name":"lanterne-ingest"},"spans":[)"
        R"({"traceId":"ab000000000000000000000000000001","spanId":"0000000000000002",)"
        R"("parentSpanId":"0000000000000001","name":"store","kind":1,)"
        R"("startTimeUnixNano":"1800000000123456789","endTimeUnixNano":"1800000000223456789",)"
        R"("attributes":[{"key":"fixes","value":{"intValue":"50"}}],)"
        R"("links":[{"traceId":"ab000000000000000000000000000009","spanId":"0000000000000008"}],)"
        R"("status":{"code":2}},)"
        R"({"traceId":"ab000000000000000000000000000001","spanId":"0000000000000001",)"
        R"("name":"turn","kind":5,"startTimeUnixNano":"0","endTimeUnixNano":"0",)"
        R"("attributes":[],"links":[],"status":{"code":0}}]}]}]})");
}

TEST(TraceContext, IsSaidAsTheW3cHeader) {
    EXPECT_EQ(traceparent({trace_of(1), span_of(2)}),
              "00-ab000000000000000000000000000001-0000000000000002-01");
}

TEST(TraceContext, IsTwentyFourBytesInAMessage) {
    const auto bytes = to_bytes({trace_of(1), span_of(2)});

    EXPECT_EQ(bytes[0], std::byte{0xab});
    EXPECT_EQ(bytes[15], std::byte{1});
    EXPECT_EQ(bytes[23], std::byte{2});
}

TEST(TraceIds, DrawsOthersEachTimeAndTheSameForASeed) {
    TraceIds some{7};
    TraceIds same{7};
    TraceIds others{8};

    const TraceId first = some.trace();

    EXPECT_EQ(same.trace(), first);
    EXPECT_NE(some.trace(), first);
    EXPECT_NE(others.trace(), first);
    EXPECT_NE(some.span(), some.span());
    EXPECT_NE(first, TraceId{});
}

} // namespace
} // namespace lanterne::service
