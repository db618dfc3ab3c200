#include <fstream>

#include <gmock/gmock.h>

#include "simulator/truth/table_file.hpp"
#include "simulator/truth/truth_run.hpp"
#include "tests/simulator/truth/drawn_race.hpp"
#include "tests/support/temp_folder.hpp"

// Tables and run.json as somebody may have edited them.
namespace lanterne::simulator {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class Tables : public testing::Test {
protected:
    std::string write(const std::string& text) const {
        std::ofstream{folder_.path() / "t.csv", std::ios::binary} << text;
        return (folder_.path() / "t.csv").string();
    }

    support::TempFolder folder_;
};

TEST_F(Tables, AreReadRowByRowWithQuotes) {
    auto table = TableFile::open(write("a,b\n1,\"x, \"\"y\"\"\"\r\n,\n"), {"a", "b"});

    EXPECT_THAT(table->next()->value(), ElementsAre("1", "x, \"y\""));
    EXPECT_THAT(table->next()->value(), ElementsAre("", ""));
    EXPECT_FALSE(table->next()->has_value());
}

TEST_F(Tables, EndBeforeHalfALine) {
    auto table = TableFile::open(write("a,b\n1,2\n3"), {"a", "b"});

    EXPECT_THAT(table->next()->value(), ElementsAre("1", "2"));
    EXPECT_FALSE(table->next()->has_value());
}

TEST_F(Tables, SayTheLineThatIsWrong) {
    auto few = TableFile::open(write("a,b\n1,2\n3\n"), {"a", "b"});
    (void)few->next();
    auto quote = TableFile::open(write("a,b\n\"1,2\n"), {"a", "b"});
    const std::string at_limit(max_table_line_bytes - 2, 'x');
    auto longest =
        TableFile::open(write("a,b\n1," + at_limit + "\n1,y" + at_limit + "\n"), {"a", "b"});

    EXPECT_THAT(few->next().error(), HasSubstr("t.csv:3: 1 fields; 2 would be right"));
    EXPECT_THAT(quote->next().error(), HasSubstr("t.csv:2: a quote has no end"));
    EXPECT_TRUE(longest->next());
    EXPECT_THAT(longest->next().error(), HasSubstr("t.csv:3: the line is too long"));
    EXPECT_THAT(TableFile::open(write("b,a\n"), {"a", "b"}).error(),
                HasSubstr("t.csv:1: other columns; a,b would be right"));
}

std::string run_text() {
    return write_run({.slug = "mile", .program = "p", .begin = drawn::at(0)}, drawn::race(1, 2));
}

std::string with(const std::string& what, const std::string& instead) {
    std::string text = run_text();
    const auto at = text.find(what);
    EXPECT_NE(at, std::string::npos) << what;
    return text.replace(at, what.size(), instead);
}

TEST(TruthRun, ComesBack) {
    const auto read = read_run(run_text());

    ASSERT_TRUE(read) << read.error();
    EXPECT_EQ(read->race.courses, drawn::race(1, 2).courses);
    EXPECT_EQ(read->run.slug, "mile");
}

TEST(TruthRun, IsRefusedWhereItSaysWhatCannotBe) {
    EXPECT_EQ(read_run("hello").error(), "is no JSON object");
    EXPECT_EQ(read_run(with(R"("format":1)", R"("format":2)")).error(),
              "is of another format; 1 would be right");
    EXPECT_THAT(read_run(with(R"("laps":2)", R"("laps":0)")).error(), HasSubstr("leg 0"));
    EXPECT_THAT(read_run(with(R"("laps":2)", R"("laps":1e9)")).error(), HasSubstr("leg 0"));
    EXPECT_THAT(read_run(with(R"("kind":"start")", R"("kind":"end")")).error(),
                HasSubstr("timing point 0"));
    EXPECT_THAT(read_run(with(R"("basis":"planned")", R"("basis":7)")).error(),
                HasSubstr("a group"));
    EXPECT_THAT(read_run(with(R"("end_m":2000.000)", R"("end_m":-1)")).error(), HasSubstr("leg 0"));
}

} // namespace
} // namespace lanterne::simulator
