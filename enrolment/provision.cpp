#include "enrolment/provision.hpp"

#include <algorithm>
#include <ostream>
#include <set>
#include <vector>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "core/exchange/csv.hpp"
#include "enrolment/codes.hpp"
#include "enrolment/files.hpp"
#include "enrolment/label_page.hpp"
#include "enrolment/programs.hpp"
#include "enrolment/unit_list.hpp"

namespace lanterne::enrolment {
namespace {

namespace fs = std::filesystem;

UnitList read_list(const fs::path& file) {
    const auto bytes = read_file(file, exchange::max_csv_bytes);
    if (!bytes) {
        throw EnrolmentError{file.string() + ": cannot be read"};
    }
    UnitList list = read_unit_list(file.string(), *bytes);
    if (!list.faults.empty()) {
        std::string all;
        for (const exchange::Fault& fault : list.faults) {
            all += (all.empty() ? "" : "\n") + to_text(fault);
        }
        throw EnrolmentError{all};
    }
    return list;
}

std::string day_of(UtcTime time) {
    return fmt::format("{:%Y-%m-%d}", std::chrono::floor<std::chrono::seconds>(time));
}

/// Lines "SERIAL valid NUMBER expires TIME" and others.
std::set<std::string> certified_in(const fs::path& folder) {
    const std::string text = output_of({"lanterne-authority", "list", folder.string()});
    std::set<std::string> serials;
    for (std::string_view rest = text; !rest.empty();) {
        const std::string_view line = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(std::min(line.size() + 1, rest.size()));
        const std::size_t space = line.find(' ');
        if (space != std::string_view::npos && line.substr(space).starts_with(" valid ")) {
            serials.emplace(line.substr(0, space));
        }
    }
    return serials;
}

/// Which unit has which code, before and after.
class CodeRound {
public:
    CodeRound(const ProvisionWish& wish, const ProvisionWorld& world)
        : wish_{wish}, world_{world}, certified_{certified_in(wish.authority)},
          claims_{claims_in(wish.authority)} {
        for (IssuedCode& code : codes_in(wish.authority)) {
            codes_.emplace(code.unit, std::move(code));
        }
    }

    /// Nothing: it needs none.
    const IssuedCode* code_for(const UnitSerial& unit) {
        const auto found = codes_.find(unit);
        const bool has_good = found != codes_.end() && found->second.expires > world_.now;
        if (has_good && !is_used(found->second)) {
            ++kept_;
            return &found->second;
        }
        const bool known = certified_.contains(unit.text());
        if (known && wish_.again == firmware::Again::no) {
            ++left_;
            return nullptr;
        }
        ++made_;
        const IssuedCode fresh{.unit = unit,
                               .code = firmware::OneTimeCode::make(world_.random_byte),
                               .expires = world_.now + wish_.valid,
                               .replaces = known ? Replaces::certificate : Replaces::nothing};
        return &codes_.insert_or_assign(unit, fresh).first->second;
    }

    /// What has expired is forgotten then.
    void keep() const {
        std::vector<IssuedCode> codes;
        for (const auto& [unit, code] : codes_) {
            if (code.expires > world_.now) {
                codes.push_back(code);
            }
        }
        if (codes.size() > max_units) {
            throw EnrolmentError{
                fmt::format("{} holds {} codes that are good still with these; {} is the most",
                            wish_.authority.string(), codes.size(), max_units)};
        }
        replace_file(wish_.authority / codes_file, codes_text(codes));
    }

    std::string summary() const {
        return fmt::format("{} new codes, {} as before; {} need none, for they have a certificate",
                           made_, kept_, left_);
    }

private:
    /// A unit that came with it and has no certificate may come again.
    bool is_used(const IssuedCode& code) const {
        const auto claim = claims_.find(code.unit);
        return claim != claims_.end() && claim->second.locator == code.code.locator() &&
               claim->second.answered;
    }

    const ProvisionWish& wish_;
    const ProvisionWorld& world_;
    std::set<std::string> certified_;
    std::map<UnitSerial, Claim> claims_;
    std::map<UnitSerial, IssuedCode> codes_;
    int made_ = 0;
    int kept_ = 0;
    int left_ = 0;
};

void write_enrol_file(const ProvisionWish& wish, const IssuedCode& issued) {
    const fs::path folder = wish.to / issued.unit.text();
    fs::create_directories(folder);
    std::string text =
        fmt::format("# Onto the boot partition of {0}, with this name. Worth nothing "
                    "once it was used, or after {1}.\n"
                    "[enrol]\nserial = \"{0}\"\ncode = \"{2}\"\n",
                    issued.unit.text(), day_of(issued.expires), issued.code.text());
    if (!wish.server.empty()) {
        text += fmt::format("server = \"{}\"\n", wish.server);
    }
    replace_file(folder / "lanterne-enrol.toml", text);
}

/// One that an earlier round made, and that is worth nothing now.
void remove_enrol_file(const ProvisionWish& wish, const UnitSerial& unit) {
    std::error_code not_there;
    fs::remove(wish.to / unit.text() / "lanterne-enrol.toml", not_there);
    fs::remove(wish.to / unit.text(), not_there);
}

QrRows qr_of(const std::string& serial) {
    return read_qr(output_of({"qrencode", "-l", "M", "-m", "0", "-t", "ASCII", "-o", "-", serial}));
}

void write_labels(const ProvisionWish& wish, const std::vector<Label>& labels) {
    const fs::path drafts = wish.to / ".pages";
    fs::remove_all(drafts);
    fs::create_directories(drafts);
    const fs::path fresh = drafts / "labels.pdf";
    std::vector<std::string> words{"rsvg-convert", "-f", "pdf", "-o", fresh.string()};
    const auto a_page = static_cast<std::size_t>(wish.sheet.labels());
    for (std::size_t first = 0; first < labels.size(); first += a_page) {
        const auto page = std::span{labels}.subspan(first, std::min(a_page, labels.size() - first));
        words.push_back(drafts / fmt::format("{:05}.svg", first / a_page));
        replace_file(words.back(), label_page(wish.sheet, page, qr_of));
    }
    output_of(words);
    fs::permissions(fresh, fs::perms::owner_read | fs::perms::owner_write);
    fs::rename(fresh, wish.to / "labels.pdf");
    fs::remove_all(drafts);
}

void make_folder(const fs::path& folder) {
    std::error_code error;
    if (fs::create_directories(folder, error)) {
        fs::permissions(folder, fs::perms::owner_all);
    } else if (error) {
        throw EnrolmentError{folder.string() + ": cannot be made: " + error.message()};
    }
}

} // namespace

void provision(const ProvisionWish& wish, const ProvisionWorld& world, std::ostream& out) {
    const UnitList list = read_list(wish.list);
    make_folder(wish.to);
    const FileLock alone{wish.authority / "codes.lock",
                         "somebody else makes codes in " + wish.authority.string()};
    CodeRound round{wish, world};
    std::vector<Label> labels;
    std::vector<const IssuedCode*> issued;
    for (const ListedUnit& unit : list.units) {
        const IssuedCode* code = round.code_for(unit.unit);
        issued.push_back(code);
        labels.push_back({.serial = unit.unit.text(),
                          .name = unit.name,
                          .bib = unit.bib,
                          .board = unit.board,
                          .code = code != nullptr ? code->code.text() : "",
                          .expires = code != nullptr ? day_of(code->expires) : ""});
    }
    // First what the desk knows: nobody is to hold a code that it does not take.
    round.keep();
    for (std::size_t at = 0; at < issued.size(); ++at) {
        if (issued[at] != nullptr) {
            write_enrol_file(wish, *issued[at]);
        } else {
            remove_enrol_file(wish, list.units[at].unit);
        }
    }
    write_labels(wish, labels);
    for (const std::string& column : list.left_columns) {
        out << wish.list.string() << ": the column " << column << " is not used\n";
    }
    const auto pages = (labels.size() + static_cast<std::size_t>(wish.sheet.labels()) - 1) /
                       static_cast<std::size_t>(wish.sheet.labels());
    out << fmt::format("{}: {}\n{}: labels: {}; sheets {}: {}, to print in their own size\n",
                       wish.to.string(), round.summary(), (wish.to / "labels.pdf").string(),
                       labels.size(), wish.sheet.name, pages);
}

} // namespace lanterne::enrolment
