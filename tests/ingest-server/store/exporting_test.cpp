#include <array>
#include <cstdio>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/exchange/csv.hpp"
#include "core/exchange/gpx.hpp"
#include "ingest-server/after/exporting.hpp"
#include "tests/ingest-server/store/after_fixture.hpp"

namespace lanterne::ingest {
namespace {

using after::ExportFormat;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::SizeIs;

class ExportingTest : public AfterTest {
protected:
    std::string exported(ExportFormat format) {
        std::string document;
        const auto done = after::export_race(connection_, {line, format},
                                             [&](std::string_view bytes) { document += bytes; });
        EXPECT_TRUE(done) << done.error();
        fixes_ = done ? done->fixes : 0;
        return document;
    }

    /// One value of a JSON document, as PostgreSQL reads it.
    std::string json(const std::string& document, const std::string& path) {
        return connection_
            .execute("SELECT coalesce($1::text::jsonb #>> $2::text::text[], 'nothing')",
                     database::Parameters{}.add(document).add(path))
            .get<std::string>(0, 0);
    }

    std::vector<exchange::CsvRow> csv_rows(const std::string& bib) {
        auto table = exchange::read_csv("t.csv", exported(ExportFormat::csv));
        EXPECT_THAT(table.faults, SizeIs(0));
        std::erase_if(table.rows, [&](const auto& row) { return row.fields[0] != bib; });
        return table.rows;
    }

    std::size_t fixes_ = 0;
};

TEST_F(ExportingTest, WritesEveryFixOfEachEntry) {
    run_race();

    const auto ada = csv_rows("1");

    ASSERT_THAT(ada, SizeIs(track_.size()));
    EXPECT_EQ(fixes_, track_.size() + run_of(3.5).size());
    EXPECT_THAT(csv_rows("2"), SizeIs(run_of(3.5).size()));
    EXPECT_EQ(ada.back().fields[5], std::to_string(track_.size() - 1));
    EXPECT_EQ(ada.back().fields[6], to_text(track_.back().time));
    EXPECT_EQ(ada.back().fields[16], "yes");
}

TEST_F(ExportingTest, WritesATrackAnEntry) {
    run_race();

    const auto gpx = exchange::read_gpx("t.gpx", exported(ExportFormat::gpx));

    ASSERT_TRUE(gpx);
    ASSERT_THAT(gpx->tracks, SizeIs(2)) << "bib 3 wears nothing";
    EXPECT_EQ(gpx->tracks[0].name, "1 Ada");
    ASSERT_THAT(gpx->tracks[0].segments, SizeIs(1));
    EXPECT_THAT(gpx->tracks[0].segments[0], SizeIs(track_.size()));
    EXPECT_EQ(gpx->tracks[0].segments[0].back().position, track_.back().position);
}

TEST_F(ExportingTest, WritesAFeatureAnEntry) {
    run_race();

    const std::string document = exported(ExportFormat::geojson);

    EXPECT_EQ(json(document, "{name}"), "Line");
    EXPECT_EQ(json(document, "{features,0,geometry,type}"), "LineString");
    EXPECT_EQ(json(document, "{features,0,properties,coordinateProperties,times,0}"),
              to_text(track_.front().time));
    EXPECT_EQ(json(document, "{features,1,properties,name}"), "Bo");
    EXPECT_EQ(json(document, "{features,2,geometry}"), "nothing");
}

TEST_F(ExportingTest, MarksWhatIsNotScored) {
    assign("1", ada_unit);
    second_passes();
    std::vector<Fix> track(track_.begin(), track_.begin() + 40);
    track[20].position.latitude.e6 += 5'000'000; // elsewhere for a second
    track[39].time = wall_ + std::chrono::hours{1};
    send(ada_unit, track);

    const auto rows = csv_rows("1");

    ASSERT_THAT(rows, SizeIs(40));
    EXPECT_EQ(rows[19].fields[16], "yes");
    EXPECT_EQ(rows[20].fields[16], "no");
    EXPECT_EQ(rows[39].fields[16], "no");
    const auto gpx = exchange::read_gpx("t.gpx", exported(ExportFormat::gpx));
    EXPECT_THAT(gpx->tracks.at(0).segments.at(0), SizeIs(38));
}

TEST_F(ExportingTest, WritesOnlyWhatTheEntryWore) {
    run_race();
    connection_.execute("UPDATE plan.assignment SET during = tstzrange('2018-01-01T00:00:10Z', "
                        "'2018-01-01T00:00:15Z') WHERE unit = 'unitada1'");
    EXPECT_THAT(csv_rows("1"), SizeIs(5));

    connection_.execute("INSERT INTO plan.assignment (entry_id, unit, during) "
                        "SELECT entry_id, unit, during FROM plan.assignment");
    EXPECT_THAT(csv_rows("1"), SizeIs(5)) << "each fix once";
}

TEST_F(ExportingTest, IsAProgram) {
    run_race();
    const auto file = folder_.path() / "line.csv";

    const Ended ended = run({"export", "line", "--format", "csv", "--output", file});

    EXPECT_EQ(ended.code, 0);
    EXPECT_EQ(ended.said, "line: " + std::to_string(track_.size() + run_of(3.5).size()) +
                              " fixes of 2 of 3 entries\n");
    EXPECT_EQ(support::read_text(file), exported(ExportFormat::csv));
    EXPECT_FALSE(std::filesystem::exists(file.string() + ".part"));
}

TEST_F(ExportingTest, SaysWhatItCannotDo) {
    EXPECT_EQ(run({"export", "nowhere", "--format", "gpx"}).said,
              "lanterne-ingest: nowhere: there is no such race\n");
    EXPECT_EQ(run({"export", "No Slug", "--format", "gpx"}).said,
              "lanterne-ingest: No Slug: no slug of a race\n");
    const Ended format = run({"export", "line", "--format", "kml"});
    EXPECT_EQ(format.code, 2);
    EXPECT_EQ(format.said, "lanterne-ingest: --format is gpx, csv or geojson, not 'kml'\n");
    EXPECT_EQ(run({"export", "line"}).code, 2);
    const Ended output = run({"export", "line", "--format", "csv", "--output", "/nowhere/a.csv"});
    EXPECT_EQ(output.code, 2);
    EXPECT_EQ(output.said,
              "lanterne-ingest: line: cannot make /nowhere/a.csv.part: No such file or "
              "directory\n");
    EXPECT_THAT(run({"export", "--help"}).said, HasSubstr("--format"));
}

TEST_F(ExportingTest, IsAWholeDocumentWithoutFixes) {
    const Ended ended = run({"export", "line", "--format", "geojson"});

    EXPECT_EQ(ended.code, 1);
    EXPECT_THAT(ended.said, HasSubstr("line: 0 fixes of 0 of 3 entries\n"));
    EXPECT_EQ(json(exported(ExportFormat::geojson), "{features,2,properties,bib}"), "3");
}

TEST_F(ExportingTest, SaysWhenNobodyReadsAnyMore) {
    run_race();
    const std::string shell =
        fmt::format("{{ {} --config {} export line --format csv; echo \"code $?\" >&2; }} | head "
                    "-c 10 >/dev/null",
                    LANTERNE_BUILD_FOLDER "/bin/lanterne-ingest", settings_.string());
    const auto said = folder_.path() / "said";
    // More than a pipe holds, so that the program must notice.
    connection_.execute("UPDATE plan.entry SET name = repeat('Ada', 60)");

    support::ChildProcess child{{.words = {"/bin/sh", "-c", shell}, .output = said}};
    child.wait();

    EXPECT_EQ(support::read_text(said),
              "lanterne-ingest: line: whoever read the output closed it before its end\ncode 2\n");
}

} // namespace
} // namespace lanterne::ingest
