#include "service/otlp.hpp"

#include <string_view>

#include "service/json_writer.hpp"

namespace lanterne::service {

namespace {

void write_text_attribute(JsonWriter& json, std::string_view key, const std::string& value) {
    json.begin_object()
        .field("key", key)
        .name("value")
        .begin_object()
        .field("stringValue", value)
        .end_object()
        .end_object();
}

void write_count(JsonWriter& json, const std::string& key, std::int64_t value) {
    json.begin_object()
        .field("key", key)
        .name("value")
        .begin_object()
        .field("intValue", std::to_string(value))
        .end_object()
        .end_object();
}

void write_resource(JsonWriter& json, const SpanSource& source) {
    json.name("resource").begin_object().name("attributes").begin_array();
    write_text_attribute(json, "service.name", source.program);
    write_text_attribute(json, "service.version", source.version);
    write_text_attribute(json, "service.instance.id", source.instance);
    json.end_array().end_object();
}

std::string nanoseconds(Span::Time time) { return std::to_string(time.time_since_epoch().count()); }

void write_span(JsonWriter& json, const Span& span) {
    json.begin_object()
        .field("traceId", to_text(span.context.trace))
        .field("spanId", to_text(span.context.span));
    if (span.parent) {
        json.field("parentSpanId", to_text(*span.parent));
    }
    json.field("name", span.name)
        .field("kind", static_cast<int>(span.kind))
        .field("startTimeUnixNano", nanoseconds(span.began))
        .field("endTimeUnixNano", nanoseconds(span.ended));
    json.name("attributes").begin_array();
    for (const auto& [key, value] : span.counts) {
        write_count(json, key, value);
    }
    json.end_array().name("links").begin_array();
    for (const TraceContext& link : span.links) {
        json.begin_object()
            .field("traceId", to_text(link.trace))
            .field("spanId", to_text(link.span))
            .end_object();
    }
    constexpr int status_unset = 0;
    constexpr int status_error = 2;
    json.end_array()
        .name("status")
        .begin_object()
        .field("code", span.failed ? status_error : status_unset)
        .end_object()
        .end_object();
}

} // namespace

std::string otlp_json(std::span<const Span> spans, const SpanSource& source) {
    JsonWriter json;
    json.begin_object().name("resourceSpans").begin_array().begin_object();
    write_resource(json, source);
    json.name("scopeSpans").begin_array().begin_object();
    json.name("scope").begin_object().field("name", source.program).end_object();
    json.name("spans").begin_array();
    for (const Span& span : spans) {
        write_span(json, span);
    }
    json.end_array().end_object().end_array().end_object().end_array().end_object();
    return json.take();
}

} // namespace lanterne::service
