#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lanterne::service {

/// Writes JSON into one string, commas by itself. The caller keeps begin and end in pairs and gives
/// a name() before each value inside an object.
class JsonWriter {
public:
    JsonWriter& begin_object();
    JsonWriter& end_object();
    JsonWriter& begin_array();
    JsonWriter& end_array();
    JsonWriter& name(std::string_view name);

    JsonWriter& value(std::string_view text);

    JsonWriter& value(const char* text) { return value(std::string_view{text}); }

    JsonWriter& value(const std::string& text) { return value(std::string_view{text}); }

    JsonWriter& value(bool truth) { return raw(truth ? "true" : "false"); }

    JsonWriter& value(std::signed_integral auto number) { return integer(number); }

    JsonWriter& value(std::unsigned_integral auto number) { return raw(std::to_string(number)); }

    /// With so many decimals; what is no finite number becomes null.
    JsonWriter& value(double number, int decimals);

    JsonWriter& null() { return raw("null"); }

    /// JSON that is written already.
    JsonWriter& raw(std::string_view json);

    /// The value, or null.
    template<class T>
    JsonWriter& value(const std::optional<T>& maybe) {
        return maybe ? value(*maybe) : null();
    }

    JsonWriter& value(std::optional<double> maybe, int decimals) {
        return maybe ? value(*maybe, decimals) : null();
    }

    /// name() and value() in one.
    template<class... Value>
    JsonWriter& field(std::string_view its_name, const Value&... its_value) {
        name(its_name);
        return value(its_value...);
    }

    std::string take() { return std::move(text_); }

private:
    JsonWriter& integer(std::int64_t number);
    void separate();

    std::string text_;
    bool needs_comma_ = false;
};

} // namespace lanterne::service
