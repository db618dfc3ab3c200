#pragma once

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/course/course.hpp"
#include "core/exchange/table_reader.hpp"
#include "core/plan/race_plan.hpp"

namespace lanterne::exchange {

/// What rules may name. Borrowed.
struct RulesScope {
    std::vector<const course::Course*> courses; ///< none: what points are there is not known
    std::span<const std::string> variants;      ///< ids
    std::span<const plan::Wave> waves;
    std::span<const plan::Category> categories;
};

/// A word of a file and what it means.
template<class Value>
using Word = std::pair<std::string_view, Value>;

/// Reads one table of rules: as TableReader, with what rules are made of.
class RulesReader {
public:
    RulesReader(const TomlValue& table, std::string_view name, const RulesScope& scope,
                Faults& faults);

    TableReader& table() { return reader_; }

    std::string name_or(const std::string& id) { return reader_.text("name").value_or(id); }

    /// One of those words.
    template<class Value>
    std::optional<Value> word(std::string_view key, std::span<const Word<Value>> words) {
        const auto text = reader_.text(key);
        const auto found =
            text ? std::ranges::find(words, *text, &Word<Value>::first) : words.end();
        if (text && found == words.end()) {
            reader_.refuse(key);
        }
        return found == words.end() ? std::nullopt : std::optional{found->second};
    }

    /// Some of those words, each once.
    template<class Value>
    std::vector<Value> words(std::string_view key, std::span<const Word<Value>> known) {
        std::vector<Value> values;
        for (const std::string& text : texts(key)) {
            const auto found = std::ranges::find(known, text, &Word<Value>::first);
            if (found == known.end() || std::ranges::find(values, found->second) != values.end()) {
                reader_.refuse(key);
                return {};
            }
            values.push_back(found->second);
        }
        return values;
    }

    std::vector<std::string> texts(std::string_view key);
    std::optional<Milliseconds> seconds(std::string_view key, double low, double high);

    /// A timing point that some course has. Without a lap it must lie on one alone.
    std::optional<plan::PointLap> point(std::string_view key);

    plan::Filter filter();

    /// A fault of that key besides its form.
    void say(std::string_view key, std::string what, std::string right);

private:
    std::vector<std::string> ids(std::string_view key, const std::vector<std::string>& known);

    const TomlValue& table_;
    const RulesScope& scope_;
    Faults& faults_;
    TableReader reader_;
};

} // namespace lanterne::exchange
