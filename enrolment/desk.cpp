#include "enrolment/desk.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "enrolment/cmp_answer.hpp"
#include "enrolment/programs.hpp"
#include "firmware/identity/certificate.hpp"
#include "firmware/identity/enrolment_protocol.hpp"

namespace lanterne::enrolment {
namespace {

namespace fs = std::filesystem;

const fs::path& checked(const fs::path& folder) {
    for (const char* name : {"authority.key", "authority.crt", "configuration.pub"}) {
        if (std::error_code error; !fs::exists(folder / name, error)) {
            throw EnrolmentError{folder.string() +
                                 " is no authority; lanterne-authority init makes one"};
        }
    }
    return folder;
}

std::string content(const fs::path& file) {
    return read_file(file, firmware::AuthorityAnswer::max_bytes).value_or("");
}

/// Without a word: who asks is not known yet.
service::HttpResponse plain(int status) { return {.status = status, .body = ""}; }

std::int64_t seconds_of(UtcTime time) {
    return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
}

} // namespace

struct Desk::Caller {
    const IssuedCode& issued;
    std::string address;
};

Desk::Desk(const fs::path& authority, service::Log& log, DeskClock clock, Tell tell)
    : folder_{checked(authority)},
      alone_{folder_ / "desk.lock", "another desk serves " + folder_.string() + " already"},
      log_{log}, clock_{std::move(clock)}, tell_{std::move(tell)}, claims_{claims_in(folder_)} {
    read_codes_again();
}

void Desk::read_codes_again() {
    std::error_code none_yet;
    const auto written = fs::last_write_time(folder_ / codes_file, none_yet);
    if (none_yet || codes_read_ == written) {
        return;
    }
    codes_.clear();
    for (IssuedCode& code : codes_in(folder_)) {
        std::string locator = code.code.locator();
        codes_.emplace(std::move(locator), std::move(code));
    }
    codes_read_ = written;
}

service::HttpResponse Desk::answer(const service::HttpRequest& request) {
    const std::scoped_lock lock{mutex_};
    if (tries_of_addresses_.is_shut(request.peer, clock_.steady())) {
        return plain(429);
    }
    read_codes_again();
    const auto found = codes_.find(request.parameters.at("code"));
    if (found == codes_.end()) {
        log_.warning("a code that there is not", {{"address", request.peer}});
        if (tries_of_addresses_.add(request.peer, clock_.steady())) {
            log_.error("too many wrong codes from one address: it is not heard for a while",
                       {{"address", request.peer}});
        }
        return plain(404);
    }
    const Caller caller{found->second, request.peer};
    if (auto refused = refusal_of(caller)) {
        return std::move(*refused);
    }
    return answer_known(caller, request.body);
}

std::optional<service::HttpResponse> Desk::refusal_of(const Caller& caller) {
    const IssuedCode& issued = caller.issued;
    const std::string& serial = issued.unit.text();
    if (tries_at_units_.is_shut(serial, clock_.steady())) {
        return plain(429);
    }
    const UtcTime now = clock_.utc();
    const auto claim = claims_.find(issued.unit);
    const bool is_claimed =
        claim != claims_.end() && claim->second.locator == issued.code.locator();
    const auto answered = is_claimed ? claim->second.answered : std::nullopt;
    if (answered && now > *answered + answer_again) {
        log_.error("a code that is used up came again",
                   {{"unit", serial}, {"address", caller.address}});
        return plain(410);
    }
    if (!answered && now >= issued.expires) {
        log_.warning("a code that has expired", {{"unit", serial}, {"address", caller.address}});
        return plain(410);
    }
    return std::nullopt;
}

service::HttpResponse Desk::answer_known(const Caller& caller, const std::string& message) {
    const IssuedCode& issued = caller.issued;
    const CmpOutcome outcome =
        answer_cmp(message, issued.code,
                   {.information = [&] { return information_for(issued); },
                    .certify = [&](const std::string& pem) { return certify(issued, pem); }});
    if (outcome.proof == CmpProof::fails) {
        return refuse_unproven(caller);
    }
    if (!outcome.answer) {
        return plain(400);
    }
    return {.content_type = firmware::enrolment_protocol::content_type, .body = *outcome.answer};
}

service::HttpResponse Desk::refuse_unproven(const Caller& caller) {
    const std::string& serial = caller.issued.unit.text();
    log_.warning("a message of somebody who does not know the code",
                 {{"unit", serial}, {"address", caller.address}});
    const auto now = clock_.steady();
    if (tries_at_units_.add(serial, now)) {
        log_.error("too many wrong codes for one unit: it is locked for a while",
                   {{"unit", serial}});
    }
    tries_of_addresses_.add(caller.address, now);
    return plain(403);
}

std::string Desk::information_for(const IssuedCode& issued) const {
    std::string text =
        fmt::format("serial {}\ntime {}\n{}{}", issued.unit.text(), seconds_of(clock_.utc()),
                    content(folder_ / "authority.crt"), content(folder_ / "configuration.pub"));
    if (const std::string broker = content(folder_ / "broker"); !broker.empty()) {
        text += "broker " + broker;
    }
    return text;
}

bool Desk::claim(const IssuedCode& issued, const std::string& digest) {
    const std::string locator = issued.code.locator();
    const auto found = claims_.find(issued.unit);
    if (found != claims_.end() && found->second.locator == locator) {
        return found->second.request == digest;
    }
    auto claims = claims_;
    claims.insert_or_assign(
        issued.unit,
        Claim{.unit = issued.unit, .locator = locator, .request = digest, .answered = {}});
    replace_file(folder_ / claims_file, claims_text(claims));
    claims_ = std::move(claims);
    return true;
}

std::string Desk::sign(const IssuedCode& issued, const std::string& request) const {
    const fs::path file = folder_ / "desk.csr";
    replace_file(file, request);
    std::vector<std::string> words{"lanterne-authority", "sign",     folder_.string(),
                                   file.string(),        "--serial", issued.unit.text()};
    if (issued.replaces == Replaces::certificate) {
        words.emplace_back("--again");
    }
    std::string answer = output_of(words);
    if (answer.ends_with('\n')) {
        answer.pop_back();
    }
    return firmware::read_answer(content(answer)).certificate;
}

Result<std::string, std::string> Desk::certify(const IssuedCode& issued,
                                               const std::string& request) {
    const auto digest = digest_of_request(request);
    if (!digest || !claim(issued, *digest)) {
        log_.error("another request with a code that is used: is there a second unit with it?",
                   {{"unit", issued.unit.text()}});
        return tl::unexpected{std::string{
            "this code was used for another request; lanterne-authority provision --again makes a "
            "new one"}};
    }
    try {
        std::string certificate = sign(issued, request);
        note_answered(issued);
        return certificate;
    } catch (const EnrolmentError& error) {
        log_.error("the authority does not sign",
                   {{"unit", issued.unit.text()}, {"reason", error.what()}});
        return tl::unexpected{
            std::string{"the authority does not sign the request: the desk's log says why"}};
    }
}

void Desk::note_answered(const IssuedCode& issued) {
    Claim& claim = claims_.at(issued.unit);
    if (claim.answered) {
        log_.info("enrolled again, with the same answer", {{"unit", issued.unit.text()}});
        return;
    }
    claim.answered = clock_.utc();
    replace_file(folder_ / claims_file, claims_text(claims_));
    const std::string far = count_enrolled();
    log_.info("enrolled", {{"unit", issued.unit.text()}, {"progress", far}});
    tell_(fmt::format("{} is enrolled: {}", issued.unit.text(), far));
}

std::string Desk::count_enrolled() const {
    const auto used = std::ranges::count_if(codes_, [&](const auto& entry) {
        const auto claim = claims_.find(entry.second.unit);
        return claim != claims_.end() && claim->second.answered &&
               claim->second.locator == entry.first;
    });
    return fmt::format("{} of {} enrolled", used, codes_.size());
}

std::string Desk::progress() {
    const std::scoped_lock lock{mutex_};
    read_codes_again();
    return count_enrolled();
}

} // namespace lanterne::enrolment
