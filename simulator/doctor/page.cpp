#include "simulator/doctor/page.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace lanterne::simulator::doctor {

namespace {

/// Of ` name="value"` within a tag; empty when there is none.
std::string_view attribute(std::string_view tag, std::string_view name) {
    const std::string beginning = fmt::format(" {}=\"", name);
    const auto at = tag.find(beginning);
    if (at == std::string_view::npos) {
        return {};
    }
    const std::string_view rest = tag.substr(at + beginning.size());
    return rest.substr(0, rest.find('"'));
}

/// The file that a tag makes a browser fetch.
std::string_view file_of(std::string_view tag) {
    if (tag.starts_with("<script")) {
        return attribute(tag, "src");
    }
    return tag.starts_with("<link") && attribute(tag, "rel") == "stylesheet"
               ? attribute(tag, "href")
               : std::string_view{};
}

bool is_of_this_site(std::string_view file) {
    return file.starts_with('/') && !file.starts_with("//");
}

/// Why it does not answer as it should.
std::optional<std::string> fault_of(const Site& site, const std::string& path,
                                    std::string_view type, std::string* body) {
    auto reply = site.get(path);
    if (!reply) {
        return reply.error();
    }
    if (reply->status != 200) {
        return fmt::format("{}{} answers {}", site.url(), path, reply->status);
    }
    if (!reply->headers["content-type"].starts_with(type)) {
        return fmt::format("{}{} is {}, not {}", site.url(), path, reply->headers["content-type"],
                           type);
    }
    if (body != nullptr) {
        *body = std::move(reply->body);
    }
    return std::nullopt;
}

} // namespace

std::vector<std::string> files_named_in(std::string_view html) {
    std::vector<std::string> files;
    for (auto at = html.find('<'); at != std::string_view::npos && files.size() < max_page_files;
         at = html.find('<', at + 1)) {
        const std::string_view tag = html.substr(at, html.find('>', at) - at);
        const std::string file{file_of(tag)};
        if (is_of_this_site(file) && std::ranges::find(files, file) == files.end()) {
            files.push_back(file);
        }
    }
    return files;
}

Finding look_page(const Site& site, const std::optional<Slug>& race) {
    std::vector<std::string> pages{"/"};
    if (race) {
        pages.push_back("/r/" + race->text());
    }
    std::set<std::string> files;
    for (const std::string& page : pages) {
        std::string html;
        if (const auto fault = fault_of(site, page, "text/html", &html)) {
            return failed(*fault);
        }
        const auto named = files_named_in(html);
        if (named.empty()) {
            return failed(fmt::format("{}{} names neither script nor style: [site] folder of "
                                      "lanterne-web is not what ./lanterne build made",
                                      site.url(), page));
        }
        files.insert(named.begin(), named.end());
    }
    for (const std::string& file : files) {
        if (const auto fault = fault_of(site, file, "text/", nullptr)) {
            return failed(*fault + ": the page needs it; build the site anew");
        }
    }
    return ok(
        fmt::format("{} and the {} files that they name", fmt::join(pages, " and "), files.size()));
}

} // namespace lanterne::simulator::doctor
