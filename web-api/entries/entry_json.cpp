#include "web-api/entries/entry_json.hpp"

#include "service/json_writer.hpp"
#include "web-api/races/race_json.hpp"
#include "web-api/results/result_json.hpp"

namespace lanterne::web {

std::string entry_json(const EntryFile& file) {
    service::JsonWriter json;
    json.begin_object()
        .field("version", file.stamp.version)
        .field("digest", file.stamp.digest)
        .field("engine", file.stamp.engine)
        .name("entry");
    write_entry(json, file.plan, file.entry);
    json.name("standing");
    if (file.standing) {
        write_standing(json, *file.standing, file.eta);
    } else {
        json.null();
    }
    json.name("passages").begin_array();
    for (const PassageRow& passage : file.passages) {
        write_passage(json, passage);
    }
    json.end_array().name("missing").begin_array();
    for (const MissingRow& missing : file.missing) {
        write_missing(json, missing);
    }
    json.end_array().end_object();
    return json.take();
}

} // namespace lanterne::web
