#include "service/websocket_handshake.hpp"

#include <algorithm>
#include <array>
#include <set>

#include <openssl/evp.h>
#include <openssl/sha.h>

#include "service/field_list.hpp"

namespace lanterne::service {

namespace {

constexpr std::size_t key_bytes = 24; ///< base64 of 16 bytes
constexpr std::size_t max_offers = 8; ///< of extensions and sub-protocols; more are not read
constexpr std::string_view version = "13";
constexpr std::string_view largest_window = "15";

bool is_key(std::string_view key) {
    const std::string_view digits = key.substr(0, std::min<std::size_t>(key.size(), 22));
    return key.size() == key_bytes && key.ends_with("==") &&
           std::ranges::all_of(digits, [](char c) {
               return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                      c == '+' || c == '/';
           });
}

std::string_view first_common(std::string_view offered, const std::vector<std::string>& known) {
    const auto items = list_items(offered);
    for (std::size_t at = 0; at < std::min(items.size(), max_offers); ++at) {
        const auto found = std::ranges::find(known, items[at]);
        if (found != known.end()) {
            return *found;
        }
    }
    return {};
}

std::string_view without_quotes(std::string_view value) {
    const bool is_quoted = value.size() >= 2 && value.front() == '"' && value.back() == '"';
    return is_quoted ? value.substr(1, value.size() - 2) : value;
}

bool is_window(std::string_view bits) {
    return bits == "8" || bits == "9" ||
           (bits.size() == 2 && bits[0] == '1' && bits[1] >= '0' && bits[1] <= '5');
}

/// One offer's answer (RFC 7692 section 7.1).
std::optional<std::string> answer_to(std::string_view offer) {
    const auto parts = list_items(offer, ';');
    if (parts.empty() || parts.front() != "permessage-deflate") {
        return std::nullopt;
    }
    std::string answer{
        "permessage-deflate; server_no_context_takeover; client_no_context_takeover"};
    std::set<std::string_view> seen;
    for (auto part = parts.begin() + 1; part != parts.end(); ++part) {
        const auto equals = part->find('=');
        const std::string_view name = without_space(part->substr(0, equals));
        const bool has_value = equals != std::string_view::npos;
        const std::string_view value = has_value
                                           ? without_quotes(without_space(part->substr(equals + 1)))
                                           : std::string_view{};
        const bool is_flag =
            name == "server_no_context_takeover" || name == "client_no_context_takeover";
        const bool is_client_window = name == "client_max_window_bits";
        const bool is_server_window = name == "server_max_window_bits";
        const bool is_ours = (is_flag && !has_value) ||
                             (is_client_window && (!has_value || is_window(value))) ||
                             (is_server_window && value == largest_window);
        if (!is_ours || !seen.insert(name).second) {
            return std::nullopt;
        }
        if (is_server_window) {
            answer.append("; server_max_window_bits=").append(largest_window);
        }
    }
    return answer;
}

HttpResponse refusal(int status, std::string_view title, std::string_view right) {
    HttpResponse response = problem(status, title, right);
    response.headers.emplace_back("Upgrade", "websocket");
    response.headers.emplace_back("Sec-WebSocket-Version", version);
    return response;
}

} // namespace

std::string websocket_accept(std::string_view key) {
    const std::string salted = std::string{key} + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    std::array<unsigned char, SHA_DIGEST_LENGTH> digest{};
    ::SHA1(reinterpret_cast<const unsigned char*>(salted.data()), salted.size(), digest.data());
    std::array<unsigned char, 32> text{}; // 28 and the zero that is written behind them
    const int size = ::EVP_EncodeBlock(text.data(), digest.data(), digest.size());
    return {text.begin(), text.begin() + size};
}

std::optional<std::string> agreed_deflate(std::string_view offers) {
    const auto items = list_items(offers);
    for (std::size_t at = 0; at < std::min(items.size(), max_offers); ++at) {
        if (auto answer = answer_to(items[at])) {
            return answer;
        }
    }
    return std::nullopt;
}

Result<WebSocketAgreement, HttpResponse> agree(const RequestHead& head,
                                               const std::vector<std::string>& sub_protocols) {
    const bool asks =
        has_item(head.all("upgrade"), "websocket") && has_item(head.all("connection"), "upgrade");
    if (!asks || head.version != 11) {
        return tl::unexpected{
            refusal(426, "Upgrade required", "a WebSocket handshake would be right")};
    }
    if (head.field("sec-websocket-version") != version) {
        return tl::unexpected{refusal(426, "Unknown version", "version 13 would be right")};
    }
    const std::string_view key = head.field("sec-websocket-key");
    if (head.count("sec-websocket-key") != 1 || !is_key(key)) {
        return tl::unexpected{refusal(400, "Bad handshake",
                                      "one Sec-WebSocket-Key, 16 bytes in base64, would be right")};
    }
    WebSocketAgreement agreement;
    agreement.answer = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                       "Connection: Upgrade\r\nSec-WebSocket-Accept: " +
                       websocket_accept(key) + "\r\n";
    agreement.sub_protocol = first_common(head.all("sec-websocket-protocol"), sub_protocols);
    if (!agreement.sub_protocol.empty()) {
        agreement.answer.append("Sec-WebSocket-Protocol: ")
            .append(agreement.sub_protocol)
            .append("\r\n");
    }
    if (const auto deflate = agreed_deflate(head.all("sec-websocket-extensions"))) {
        agreement.takes_deflated = true;
        agreement.answer.append("Sec-WebSocket-Extensions: ").append(*deflate).append("\r\n");
    }
    agreement.answer += "\r\n";
    return agreement;
}

} // namespace lanterne::service
