#include <cstdlib>

#include <fmt/format.h>

#include "firmware/status/fields.hpp"
#include "firmware/status/findings.hpp"
#include "firmware/status/forms.hpp"
#include "firmware/status/status_text.hpp"

namespace lanterne::firmware {
namespace {

template<class Value>
constexpr std::string_view unit_of() {
    if constexpr (std::same_as<Value, Milliseconds>) {
        return "_ms";
    } else if constexpr (Angle<Value>) {
        return "_deg";
    }
    return "";
}

class JsonWriter {
public:
    template<class Value>
    void operator()(std::string_view section, std::string_view name, const Value& value) {
        if (section == section_) {
            text_ += ',';
        } else {
            text_ += fmt::format("{}\"{}\":{{", section_.empty() ? "{" : "},", section);
            section_ = section;
        }
        using Plain = typename WithoutOptional<Value>::Type;
        text_ += fmt::format("\"{}{}\":", name, unit_of<Plain>());
        write(value);
    }

    /// What follows is of no section.
    void close_section() { text_ += '}'; }

    void add(std::string_view json) { text_ += json; }

    const std::string& text() const { return text_; }

private:
    template<class Value>
    void write(const std::optional<Value>& value) {
        if (value) {
            write(*value);
        } else {
            text_ += "null";
        }
    }

    void write(const std::string& text) { text_ += quoted(text); }

    void write(bool flag) { text_ += flag ? "true" : "false"; }

    void write(WholeNumber auto number) { text_ += fmt::to_string(number); }

    void write(Choice auto choice) { text_ += quoted(word_of(choice)); }

    void write(Milliseconds time) { text_ += fmt::to_string(time.count()); }

    void write(UtcTime time) { text_ += quoted(lanterne::to_text(time)); }

    void write(Angle auto angle) {
        const std::int32_t size = std::abs(angle.e6);
        text_ +=
            fmt::format("{}{}.{:06}", angle.e6 < 0 ? "-" : "", size / 1'000'000, size % 1'000'000);
    }

    std::string text_;
    std::string_view section_;
};

} // namespace

std::string to_json(const UnitStatus& status, Milliseconds since_written) {
    JsonWriter writer;
    visit_fields(status, writer);
    writer.close_section();
    writer.add(fmt::format(",\"since_written_ms\":{},\"findings\":[", since_written.count()));
    std::string_view between;
    for (const Finding& finding : findings(status, since_written)) {
        writer.add(fmt::format("{}{{\"urgency\":{},\"part\":{},\"text\":{}}}", between,
                               quoted(word_of(finding.urgency)), quoted(finding.part),
                               quoted(finding.text)));
        between = ",";
    }
    writer.add("]}\n");
    return writer.text();
}

} // namespace lanterne::firmware
