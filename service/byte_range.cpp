#include "service/byte_range.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "service/field_list.hpp"
#include "service/http_guard.hpp"

namespace lanterne::service {

namespace {

std::optional<std::uint64_t> number_of(std::string_view digits) {
    std::uint64_t number = 0;
    const char* const end = digits.data() + digits.size();
    const auto [rest, error] = std::from_chars(digits.data(), end, number);
    return error == std::errc{} && rest == end ? std::optional{number} : std::nullopt;
}

std::string_view header(const HttpRequest& request, const std::string& lower_case_name) {
    const auto found = request.headers.find(lower_case_name);
    return found == request.headers.end() ? std::string_view{} : std::string_view{found->second};
}

/// "bytes=" and one range; else nothing.
std::optional<std::string_view> one_range(std::string_view field) {
    const auto equals = field.find('=');
    if (equals == std::string_view::npos ||
        lower_case(without_space(field.substr(0, equals))) != "bytes") {
        return std::nullopt;
    }
    const std::string_view range = without_space(field.substr(equals + 1));
    return range.find(',') == std::string_view::npos ? std::optional{range} : std::nullopt;
}

} // namespace

Result<std::optional<ByteRange>, NotSatisfiable>
asked_range(const HttpRequest& request, std::uint64_t size, std::string_view entity_tag) {
    const auto range = one_range(header(request, "range"));
    const std::string_view condition = header(request, "if-range");
    if (!range || (!condition.empty() && condition != entity_tag)) {
        return std::nullopt;
    }
    const auto dash = range->find('-');
    if (dash == std::string_view::npos) {
        return std::nullopt;
    }
    const auto first = number_of(range->substr(0, dash));
    const auto last = number_of(range->substr(dash + 1));
    const bool has_first = dash > 0;
    const bool has_last = dash + 1 < range->size();
    if ((has_first && !first) || (has_last && !last) || (!has_first && !has_last) ||
        (first && last && *last < *first)) {
        return std::nullopt;
    }
    if (!has_first) { // the last so many
        const std::uint64_t count = std::min(*last, size);
        if (count == 0) {
            return tl::unexpected{NotSatisfiable{}};
        }
        return ByteRange{size - count, count};
    }
    if (*first >= size) {
        return tl::unexpected{NotSatisfiable{}};
    }
    const std::uint64_t end = has_last ? std::min(*last, size - 1) : size - 1;
    return ByteRange{*first, end - *first + 1};
}

HttpResponse not_satisfiable(std::uint64_t size) {
    auto response = problem(416, "No such bytes", fmt::format("there are {} bytes", size));
    response.headers.emplace_back("Content-Range", fmt::format("bytes */{}", size));
    return response;
}

void say_range(HttpResponse& response, ByteRange range, std::uint64_t size) {
    response.status = 206;
    response.headers.emplace_back("Content-Range", fmt::format("bytes {}-{}/{}", range.first,
                                                               range.first + range.size - 1, size));
}

} // namespace lanterne::service
