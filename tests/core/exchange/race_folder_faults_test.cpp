#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/core/exchange/sample_folder.hpp"

namespace lanterne::exchange {
namespace {

/// One change that makes the small folder wrong, and the one line that says so.
struct Slip {
    const char* name;
    const char* file;
    std::string piece;
    std::string by;
    std::string fault;
};

void PrintTo(const Slip& slip, std::ostream* out) { *out << slip.name; }

class SlipInFolder : public testing::TestWithParam<Slip> {};

TEST_P(SlipInFolder, IsSaidWithItsLineAndWhatWouldBeRight) {
    const Slip& slip = GetParam();

    EXPECT_EQ(faults_of(with(small_folder(), slip.file, slip.piece, slip.by)),
              slip.fault.empty() ? "right" : slip.fault + " would be right\n");
}

std::string name_of(const testing::TestParamInfo<Slip>& slip) { return slip.param.name; }

constexpr const char* toml = "race.toml";
constexpr const char* csv = "entries.csv";
constexpr const char* gpx = "run.gpx";

INSTANTIATE_TEST_SUITE_P(
    Race, SlipInFolder,
    testing::Values(
        Slip{"none", toml, "two-laps", "three-laps", ""},
        Slip{"unknown_key", toml, "time_zone =", "timezone =",
             "race.toml:1: time_zone is missing; an IANA name such as \"Europe/Paris\" would be "
             "right\nrace.toml:3: the key \"timezone\" is not known; time_zone"},
        Slip{"unlike_any_key", toml, "time_zone =", "time_zone = \"UTC\"\nweather =",
             "race.toml:4: the key \"weather\" is not known; one of leg, mark, location, point, "
             "variant, wave, category, rehearsal, results, segment, ranking, cutoff, card, "
             "team_ranking, points_ranking, award, name, slug, time_zone, start"},
        Slip{"slug", toml, "\"two-laps\"", "\"Two Laps\"",
             "race.toml:2: slug is \"Two Laps\"; small letters and digits in words joined by "
             "hyphens"},
        Slip{"name", toml, "\"Mile of Two Laps\"", "\"\"",
             "race.toml:1: name is \"\"; a text of 1 to 200 bytes on one line"},
        Slip{"zone_form", toml, "\"Europe/Paris\"", "\"CEST\"",
             "race.toml:3: time_zone is \"CEST\"; an IANA name such as \"Europe/Paris\""},
        Slip{"start_without_offset", toml, "T09:00:00+02:00", "T09:00:00",
             "race.toml:4: start is a date or time without an offset; a date and time with its "
             "offset, such as 2026-06-14T09:00:00+02:00"},
        Slip{"start_before_2017", toml, "2026-06-14T", "2016-06-14T",
             "race.toml:4: start is 2016-06-14T07:00:00.000Z; a time from 2017 to 2099"},
        Slip{"start_in_1999", toml, "2026-06-14T", "1999-06-14T",
             "race.toml:4: start is 1999-06-14T07:00:00.000Z; a time from 2017 to 2099"},
        Slip{"start_as_text", toml, "2026-06-14T09:00:00+02:00", "\"2026-06-14T07:00:00Z\"", ""},
        Slip{"rate", toml, "[[wave]]", "[rehearsal]\nrate = 0\n[[wave]]",
             "race.toml:35: rate is 0; 0.1 to 1000"},
        Slip{"rate_missing", toml, "[[wave]]", "[rehearsal]\n[[wave]]",
             "race.toml:34: rate is missing; 0.1 to 1000"},
        Slip{"rehearsal_twice", toml, "[[wave]]", "[[rehearsal]]\nrate = 1\n[[wave]]",
             "race.toml:34: rehearsal is a list of 1; one [rehearsal] table"}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    Wave, SlipInFolder,
    testing::Values(Slip{"gun_with_time", toml, "\"+00:00:00\"", "2026-06-14T09:00:00+02:00", ""},
                    Slip{"gun_without_seconds", toml, "\"+00:00:00\"", "\"+00:00\"", ""},
                    Slip{"gun_form", toml, "\"+00:00:00\"", "\"+00:-5:00\"",
                         "race.toml:36: gun is \"+00:-5:00\"; a date and time with its offset, or "
                         "a time after the start such as \"+00:05:00\""},
                    Slip{"gun_before_start", toml, "\"+00:00:00\"", "2026-06-14T08:59:59+02:00",
                         "race.toml:36: gun is 2026-06-14T06:59:59.000Z; a time from the race's "
                         "start, 2026-06-14T07:00:00.000Z, to 48 hours after it"},
                    Slip{"no_gun_at_start", toml, "\"+00:00:00\"", "\"+00:05:00\"",
                         "race.toml:4: start is 2026-06-14T07:00:00.000Z; the first gun, "
                         "2026-06-14T07:05:00.000Z,"},
                    Slip{"same_id", toml, "[[category]]",
                         "[[wave]]\nid = \"early\"\ngun = \"+00:05\"\n[[category]]",
                         "race.toml:38: the id \"early\" is there twice; an id of its own"}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    Leg, SlipInFolder,
    testing::Values(
        Slip{"laps_zero", toml, "laps = 2", "laps = 0", "race.toml:9: laps is 0; 1 to 1000"},
        Slip{"laps_ten_thousand", toml, "laps = 2", "laps = 10000",
             "race.toml:9: laps is 10000; 1 to 1000"},
        Slip{"laps_fraction", toml, "laps = 2", "laps = 2.5",
             "race.toml:9: laps is 2.5; 1 to 1000"},
        Slip{"sport", toml, "sport = \"run\"", "sport = \"ski\"",
             "race.toml:7: sport is \"ski\"; swim, bike, run, transition or other"},
        Slip{"id", toml, "id = \"run\"", "id = \"Run!\"",
             "race.toml:6: id is \"Run!\"; 1 to 64 of a-z, 0-9 and hyphen"},
        Slip{"missing_file", toml, "\"run.gpx\"", "\"Run.gpx\"",
             "race.toml:8: the file \"Run.gpx\" is not in the folder; run.gpx"},
        Slip{"file_elsewhere", toml, "\"run.gpx\"", "\"../run.gpx\"",
             "race.toml:8: gpx is \"../run.gpx\"; the name of a .gpx file of this folder"},
        Slip{"one_table", toml, "[[leg]]", "[leg]",
             "race.toml: there is no leg; a [[leg]] table for each leg would be "
             "right\nrace.toml:5: leg is a table; a [[leg]] table for each"},
        Slip{"certified", toml, "laps = 2", "laps = 2\ncertified_m = 5000",
             "race.toml:10: certified_m is 5000, but 2 laps of run.gpx are 2001 m; within 15 % of "
             "what is drawn, or other laps,"},
        Slip{"gpx_with_two_tracks", gpx, "</trk></gpx>", "</trk><trk/></gpx>",
             "run.gpx: has 2 tracks and 0 routes; one track, or one route and no track,"},
        Slip{"gpx_with_a_jump", gpx, "lat=\"47.004500\"", "lat=\"47.904500\"",
             "run.gpx:4: lies 100340 m from the point before; at most 5000 m would be "
             "right\nrun.gpx:5: lies 100340 m from the point before; at most 5000 m"},
        Slip{"gpx_truncated", gpx, "</trkseg></trk></gpx>", "",
             "run.gpx:7: is not well-formed XML (Start-end tags mismatch); a whole GPX file"}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    Location, SlipInFolder,
    testing::Values(
        Slip{"far_from_the_line", toml, "[47.002000, -3.000000]", "[47.002000, -3.010000]",
             "race.toml:20: point \"out\": its gate lies 761 m from the leg's line; within the "
             "gate's width, 30 m, would be right\nrace.toml:25: point \"back\": its gate lies 761 "
             "m from the leg's line; within the gate's width, 30 m,"},
        Slip{"swapped", toml, "[47.002000, -3.000000]", "[-190, 47.0]",
             "race.toml:15: position is [-190, 47]; [latitude, longitude] in degrees"},
        Slip{"both_ways", toml, "[47.002000, -3.000000]", "[47.002, -3.0]\nmetres = 5",
             "race.toml:13: the location has both a position and a leg or metres; either position, "
             "or leg and metres,"},
        Slip{"no_place", toml, "position = [47.002000, -3.000000]", "",
             "race.toml:13: the location \"road\" says no place; either position, or leg and "
             "metres,"},
        Slip{"beyond_the_lap", toml, "position = [47.002000, -3.000000]", "metres = 5000",
             "race.toml:15: metres is 5000; 0 to 1001, the length of a lap,"},
        Slip{"unknown_leg", toml, "position = [47.002000, -3.000000]", "metres = 50\nleg = \"ran\"",
             "race.toml:16: there is no leg \"ran\"; one of run"},
        Slip{"width", toml, "position = [47.002000, -3.000000]",
             "position = [47.002000, -3.000000]\nwidth_m = 0",
             "race.toml:16: width_m is 0; metres from 1 to 1000"}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    Point, SlipInFolder,
    testing::Values(
        Slip{"ambiguous", toml, "bearing_deg = 0\n", "",
             "race.toml:20: point \"out\": a lap passes its gate 2 times, at 222, 778 m; metres or "
             "bearing_deg to say which"},
        Slip{"wrong_direction", toml, "bearing_deg = 180", "bearing_deg = 90",
             "race.toml:25: point \"back\": no lap goes through its gate in the direction 90; 0 or "
             "180"},
        Slip{"unlike_metres", toml, "bearing_deg = 180", "metres = 500",
             "race.toml:25: point \"back\": metres is 500, but a lap passes its gate at 222, 778 "
             "m; 222"},
        Slip{"by_metres", toml, "bearing_deg = 180", "metres = 770", ""},
        Slip{"beyond_the_lap", toml, "bearing_deg = 180", "metres = 1700",
             "race.toml:29: metres is 1700; 0 to 1001, the length of a lap,"},
        Slip{"lap_zero", toml, "bearing_deg = 180", "bearing_deg = 180\nlaps = [0]",
             "race.toml:30: laps has 0; each lap once, from 1 to 2,"},
        Slip{"lap_too_many", toml, "bearing_deg = 180", "bearing_deg = 180\nlaps = [1, 3]",
             "race.toml:30: laps has 3; each lap once, from 1 to 2,"},
        Slip{"lap_twice", toml, "bearing_deg = 180", "bearing_deg = 180\nlaps = [2, 2]",
             "race.toml:30: laps has 2; each lap once, from 1 to 2,"},
        Slip{"laps_form", toml, "bearing_deg = 180", "bearing_deg = 180\nlaps = \"each\"",
             "race.toml:30: laps is \"each\"; \"all\", \"first\", \"last\", \"not-last\" or a list "
             "of "
             "the leg's laps such as [1, 2]"},
        Slip{"unknown_location", toml, "location = \"road\"\nbearing_deg = 180",
             "location = \"raod\"", "race.toml:28: there is no location \"raod\"; road"},
        Slip{"kind", toml, "kind = \"split\"\nlocation = \"road\"\nbearing_deg = 0",
             "kind = \"spilt\"\nlocation = \"road\"\nbearing_deg = 0",
             "race.toml:22: kind is \"spilt\"; start, split, lap, transition, sprint, climb or "
             "finish"},
        Slip{"no_place", toml, "location = \"road\"\nbearing_deg = 180", "",
             "race.toml:25: the point \"back\" says no place; location, position, or leg and "
             "metres"},
        Slip{"two_places", toml, "bearing_deg = 180", "position = [47, -3]",
             "race.toml:29: the point has a location and position; position at the location"},
        Slip{"own_gate_named_as_another", toml,
             "id = \"back\"\nkind = \"split\"\nlocation = \"road\"\nbearing_deg = 180",
             "id = \"road\"\nkind = \"split\"\nmetres = 800",
             "race.toml:26: a location has the id \"road\" too; location to name it, or an id of "
             "its own,"},
        Slip{"out_of_order", toml, "bearing_deg = 0\n", "laps = [2]\nbearing_deg = 0\n",
             "race.toml:26: an athlete meets point \"back\" (778 m into lap 1 of leg \"run\") "
             "before \"out\"; the order of the course"},
        Slip{"same_crossing", toml, "bearing_deg = 0\n", "bearing_deg = 180\n",
             "race.toml:25: point \"back\" is the same crossing as \"out\", 778 m into lap 1; "
             "another metres, bearing_deg, leg or lap"},
        Slip{"no_finish", toml, "kind = \"finish\"", "kind = \"split\"\nlaps = [2]",
             "race.toml: there are 0 points of kind finish; one"},
        Slip{"two_starts", toml, "kind = \"finish\"", "kind = \"start\"\nlaps = [2]\nmetres = 990",
             "race.toml: there are 0 points of kind finish; one would be right\nrace.toml:30: "
             "there are 2 points of kind start; one"},
        Slip{"finish_on_a_middle_lap", toml, "kind = \"finish\"", "kind = \"finish\"\nlaps = [1]",
             "race.toml:30: point \"back\" on lap 2 lies behind the finish; a finish behind all "
             "others"},
        Slip{"finish_on_all_laps", toml, "kind = \"finish\"", "kind = \"finish\"\nlaps = \"all\"",
             "race.toml:33: the finish is on several laps; one lap"},
        Slip{"start_in_the_middle", toml, "[[point]]\nid = \"start\"",
             "[[point]]\nid = \"zero\"\nkind = \"lap\"\nmetres = 0\n[[point]]\nid = \"start\"",
             "race.toml:20: the start stands among the other points; the first place"}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    Entry, SlipInFolder,
    testing::Values(Slip{"same_bib", csv, "\n2,Ben", "\n1,Ben",
                         "entries.csv:3: bib is \"1\"; a number that line 2 does not have"},
                    Slip{"bib_form", csv, "\n2,Ben", "\n#2,Ben",
                         "entries.csv:3: bib is \"#2\"; 1 to 8 letters, digits or hyphens"},
                    Slip{"unknown_wave", csv, "open,early,Dunes", "open,late,Dunes",
                         "entries.csv:3: wave is \"late\"; one of early"},
                    Slip{"unknown_category", csv, "open,early,Dunes", "elite,early,Dunes",
                         "entries.csv:3: category is \"elite\"; one of open"},
                    Slip{"one_unit_twice", csv, "abc002", "abc001",
                         "entries.csv:3: unit is \"abc001\"; a unit that line 2 does not have"},
                    Slip{"unit_form", csv, "abc002", "ABC 2",
                         "entries.csv:3: unit is \"ABC 2\"; 6 to 16 small letters or digits"},
                    Slip{"sex", csv, ",male,", ",man,",
                         "entries.csv:3: sex is \"man\"; female, male or other"},
                    Slip{"short_sex_and_no_wave", csv, ",male,1985,open,early,", ",M,,,,", ""},
                    Slip{"birth_year", csv, ",1985,", ",85,",
                         "entries.csv:3: birth_year is \"85\"; a year from 1900 to 2026"},
                    Slip{"no_name", csv, "Ben Marsh", " ",
                         "entries.csv:3: name is \"\"; 1 to 200 bytes on one line"},
                    Slip{"unknown_column", csv, "birth_year", "birthyear",
                         "entries.csv:1: the column \"birthyear\" is not known; birth_year"},
                    Slip{"column_twice", csv, "team", "wave",
                         "entries.csv:1: the column \"wave\" is there twice; each column once"},
                    Slip{"no_bib_column", csv, "bib,name", "team,name",
                         "entries.csv:1: the column \"team\" is there twice; each column once "
                         "would be right\nentries.csv:1: the column \"bib\" is missing; a first "
                         "line that names the columns"},
                    Slip{"short_row", csv, ",Dunes,abc002", "",
                         "entries.csv:3: has 6 fields; 8, as in the header,"}),
    name_of);

FolderFiles two_legs(const std::string& second_begins) {
    FolderFiles files = with(small_folder(), toml, "[[location]]\nid = \"gate\"",
                             "[[leg]]\nid = \"more\"\nsport = \"run\"\ngpx = \"more.gpx\"\n"
                             "[[location]]\nleg = \"run\"\nid = \"gate\"");
    files["more.gpx"] = "<gpx><rte><rtept lat=\"" + second_begins +
                        "\" lon=\"-3\"/><rtept lat=\"47.01\" lon=\"-3\"/></rte></gpx>";
    return files;
}

TEST(RaceFolderFaults, LegsThatDoNotJoin) {
    EXPECT_THAT(faults_of(two_legs("47.001")), testing::Not(testing::HasSubstr("begins")));
    EXPECT_THAT(faults_of(two_legs("47.002")),
                testing::HasSubstr("race.toml:13: leg \"more\" begins 222 m from where leg \"run\" "
                                   "ends; at most 200 m would be right\n"));
}

TEST(RaceFolderFaults, ALapThatDoesNotCloseCannotBeRepeated) {
    FolderFiles files = small_folder();
    files[gpx] =
        "<gpx><rte><rtept lat=\"47\" lon=\"-3\"/><rtept lat=\"47.004\" lon=\"-3\"/></rte></gpx>";

    EXPECT_THAT(faults_of(files),
                testing::HasSubstr("race.toml:9: laps is 2, but run.gpx ends 445 m from where it "
                                   "begins; at most 200 m would be right\n"));
}

TEST(RaceFolderFaults, ALineOfOnePlace) {
    FolderFiles files = small_folder();
    files[gpx] =
        "<gpx><rte><rtept lat=\"47\" lon=\"-3\"/><rtept lat=\"47\" lon=\"-3\"/></rte></gpx>";

    EXPECT_EQ(faults_of(files),
              "run.gpx: has one place; a line of at least two places would be right\n");
}

TEST(RaceFolderFaults, ALineOfAMillionPoints) {
    FolderFiles files = small_folder();
    files[gpx] = "<gpx><rte>";
    for (int i = 0; i < 1'000'000; ++i) {
        files[gpx] += i % 2 == 0 ? "<rtept lat='47' lon='-3'/>" : "<rtept lat='47.1' lon='-3'/>";
    }
    files[gpx] += "</rte></gpx>";

    EXPECT_EQ(faults_of(files), "run.gpx: has 1000000 points; at most 200000 would be right\n");
}

TEST(RaceFolderFaults, LegsThatShareAFileCountItsPointsEach) {
    FolderFiles files = small_folder();
    files[gpx] = "<gpx><rte>";
    for (int i = 0; i < 100'000; ++i) {
        files[gpx] += i % 2 == 0 ? "<rtept lat='47' lon='-3'/>" : "<rtept lat='47.001' lon='-3'/>";
    }
    files[gpx] += "</rte></gpx>";
    files[toml] += "[[leg]]\nid = \"b\"\nsport = \"run\"\ngpx = \"run.gpx\"\n"
                   "[[leg]]\nid = \"c\"\nsport = \"run\"\ngpx = \"run.gpx\"\n";

    EXPECT_THAT(faults_of(files),
                testing::HasSubstr("race.toml:46: brings the course to 300000 points; at most "
                                   "200000 would be right\n"));
}

TEST(RaceFolderFaults, FilesThatAreMissing) {
    EXPECT_EQ(faults_of({}), "race.toml: is not in the folder; a file race.toml would be right\n"
                             "entries.csv: is not in the folder; a file entries.csv would be "
                             "right\n");
}

TEST(RaceFolderFaults, AFileThatIsTooBig) {
    FolderFiles files = small_folder();
    files["photo.jpg"] = std::string(max_folder_file_bytes, 'x');
    EXPECT_EQ(faults_of(files), "right");

    files["photo.jpg"] += 'x';

    EXPECT_EQ(faults_of(files), "photo.jpg: has 33554433 bytes; at most 33554432 would be right\n");
}

TEST(RaceFolderFaults, WhatIsNotTomlAtAll) {
    FolderFiles files = small_folder();
    files[toml] = "name = \"x\"\nslug = \n";

    EXPECT_THAT(faults_of(files), testing::StartsWith("race.toml:2: is not TOML ("));
}

TEST(RaceFolderFaults, KeysThatNestTooDeep) {
    FolderFiles files = small_folder();
    files[toml] = "a";
    for (int i = 0; i < 100'000; ++i) {
        files[toml] += ".a";
    }
    files[toml] += " = 1\n";

    EXPECT_EQ(faults_of(files), "race.toml:1: has too many dots; at most 64 would be right\n");
}

TEST(RaceFolderFaults, ListsThatNestTooDeep) {
    FolderFiles files = small_folder();
    files[toml] = "a = " + std::string(500'000, '[');

    EXPECT_THAT(faults_of(files), testing::StartsWith("race.toml:1: is not TOML ("));
}

TEST(RaceFolderFaults, AllAreSaidAtOnceByFileAndLine) {
    FolderFiles files = with(small_folder(), toml, "laps = 2", "laps = 0");
    files = with(files, toml, "\"Europe/Paris\"", "\"Paris\"");
    files = with(files, csv, "abc002", "abc001");
    files = with(files, csv, "1,Ada Quill,female", "1,Ada Quill,lady");
    files = with(files, gpx, "lat=\"47.004500\"", "lat=\"north\"");

    EXPECT_EQ(faults_of(files),
              "race.toml:3: time_zone is \"Paris\"; an IANA name such as \"Europe/Paris\" would be "
              "right\n"
              "race.toml:9: laps is 0; 1 to 1000 would be right\n"
              "entries.csv:2: sex is \"lady\"; female, male or other would be right\n"
              "entries.csv:3: unit is \"abc001\"; a unit that line 2 does not have would be right\n"
              "run.gpx:4: lat is \"north\"; a number of degrees from -90 to 90 would be right\n");
}

TEST(RaceFolderFaults, MoreThanCanBeShownAreCounted) {
    FolderFiles files = small_folder();
    files[csv] = "bib,name\n";
    for (std::size_t i = 0; i < max_faults + 20; ++i) {
        files[csv] += "#,x\n";
    }

    const auto plan = read_race_folder(files);

    ASSERT_FALSE(plan);
    EXPECT_EQ(plan.error().size(), max_faults);
    EXPECT_EQ(to_text(plan.error().back()), "race.toml: 21 more faults are not shown");
}

} // namespace
} // namespace lanterne::exchange
