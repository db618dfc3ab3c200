#include "web-api/openapi/document.hpp"

#include <utility>

#include <boost/json.hpp>

#include "web-api/openapi/parts.hpp"
#include "web-api/rest/public_routes.hpp"

namespace lanterne::web {

namespace json = boost::json;

namespace {

json::object read(std::string_view part) {
    return json::parse({part.data(), part.size()}).as_object();
}

json::object reference(std::string_view kind, std::string_view name) {
    std::string to = "#/components/";
    to.append(kind).append("/").append(name);
    return {{"$ref", to}};
}

void add_response(json::object& responses, const char* status, std::string_view name) {
    responses.emplace(status, reference("responses", name));
}

/// The answer itself; false when the path says more of it than others do.
bool complete_answer(json::object& answer) {
    answer.emplace("description", "It");
    if (answer.contains("headers")) {
        return false;
    }
    answer["headers"] = json::object{{"ETag", reference("headers", "ETag")},
                                     {"Cache-Control", reference("headers", "CacheControl")}};
    return true;
}

/// What is true of every GET; of the path it needs to know whether it names something.
void complete(json::object& get, bool names_something) {
    json::object& responses = get.at("responses").as_object();
    if (complete_answer(responses.at("200").as_object())) {
        add_response(responses, "304", "NotModified");
    }
    add_response(responses, "400", "Wrong");
    if (names_something) {
        add_response(responses, "404", "NotThere");
    }
    add_response(responses, "429", "TooMany");
    add_response(responses, "503", "Busy");
}

} // namespace

std::string openapi_document() {
    json::object paths = read(openapi::paths);
    for (auto& path : paths) {
        complete(path.value().at("get").as_object(),
                 path.key().find('{') != json::string_view::npos);
    }
    json::object schemas;
    for (const std::string_view part : openapi::schemas) {
        for (auto& schema : read(part)) {
            schemas.emplace(schema.key(), std::move(schema.value()));
        }
    }
    json::object components = read(openapi::components);
    components["schemas"] = std::move(schemas);
    json::object document = read(openapi::head);
    document["paths"] = std::move(paths);
    document["components"] = std::move(components);
    return json::serialize(document);
}

void add_openapi_route(service::HttpServer& server) {
    service::HttpResponse document = service::json_response("");
    document.shared_body = std::make_shared<const std::string>(openapi_document());
    document.headers = {{"ETag", service::entity_tag(document.content())},
                        {"Cache-Control", "public, max-age=60"}};
    server.get("/api/v1/openapi.json",
               [document = std::move(document)](const service::HttpRequest& request) {
                   auto fault = fault_in_query(request, {});
                   return fault ? std::move(*fault) : service::with_entity_tag(request, document);
               },
               {.runs_on = service::RunsOn::loop});
}

} // namespace lanterne::web
