#include <fmt/format.h>

#include "firmware/status/fields.hpp"
#include "firmware/status/forms.hpp"
#include "firmware/status/status_text.hpp"

namespace lanterne::firmware {
namespace {

class TomlWriter {
public:
    template<class Value>
    void operator()(std::string_view section, std::string_view name, const Value& value) {
        if (section != section_) {
            text_ += fmt::format("[{}]\n", section);
            section_ = section;
        }
        write(name, value);
    }

    const std::string& text() const { return text_; }

private:
    void line(std::string_view name, std::string_view unit, std::string_view value) {
        text_ += fmt::format("{}{} = {}\n", name, unit, value);
    }

    template<class Value>
    void write(std::string_view name, const std::optional<Value>& value) {
        if (value) {
            write(name, *value);
        }
    }

    void write(std::string_view name, const std::string& text) {
        if (!text.empty()) {
            line(name, "", quoted(text));
        }
    }

    void write(std::string_view name, bool flag) { line(name, "", flag ? "true" : "false"); }

    void write(std::string_view name, WholeNumber auto number) {
        line(name, "", fmt::to_string(number));
    }

    void write(std::string_view name, Choice auto choice) {
        line(name, "", quoted(word_of(choice)));
    }

    void write(std::string_view name, Milliseconds time) {
        line(name, "_ms", fmt::to_string(time.count()));
    }

    void write(std::string_view name, UtcTime time) {
        line(name, "_ms", fmt::to_string(to_ms(time)));
    }

    void write(std::string_view name, Angle auto angle) {
        line(name, "_e6", fmt::to_string(angle.e6));
    }

    std::string text_;
    std::string_view section_;
};

} // namespace

std::string to_toml(const UnitStatus& status) {
    TomlWriter writer;
    visit_fields(status, writer);
    return writer.text();
}

} // namespace lanterne::firmware
