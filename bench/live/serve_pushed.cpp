#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include <malloc.h>

#include "bench/live/served.hpp"
#include "service/descriptors.hpp"
#include "service/http_server.hpp"
#include "service/websocket_frame.hpp"

namespace lanterne::bench {

using service::HttpRequest;
using service::Watcher;

void serve_pushed(const Served& served) {
    service::allow_all_descriptors();
    const auto frame = std::make_shared<const std::string>(
        service::websocket_frame(service::Opcode::binary, payload_of(served.payload_bytes)));
    std::vector<std::shared_ptr<Watcher>> watchers;
    service::HttpLimits limits;
    limits.connections = 100'000;
    limits.connections_per_address = limits.connections;
    service::HttpServer server{limits};
    server.websocket("/live", {.opened =
                                   [&](const HttpRequest&, std::shared_ptr<Watcher> watcher) {
                                       watchers.push_back(std::move(watcher));
                                   },
                               .closed =
                                   [&](Watcher& watcher) {
                                       std::erase_if(watchers, [&](const auto& w) {
                                           return w.get() == &watcher;
                                       });
                                   }});
    server.get("/heap",
               [](const HttpRequest&) {
                   return service::HttpResponse{.body = std::to_string(mallinfo2().uordblks)};
               },
               {.runs_on = service::RunsOn::loop});
    if (served.interval.count() > 0) {
        server.call_every(served.interval, [&] {
            for (const auto& watcher : watchers) {
                watcher->send(frame);
            }
        });
    }
    server.listen("127.0.0.1", served.port);
    server.run();
}

std::string payload_of(std::size_t bytes) {
    std::string payload(bytes, '\0');
    for (std::size_t at = 0; at < bytes; ++at) {
        payload[at] = static_cast<char>(at * 31 % 251);
    }
    return payload;
}

} // namespace lanterne::bench
