#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "enrolment/files.hpp"
#include "enrolment/label_page.hpp"

namespace lanterne::enrolment {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

QrRows little_square(const std::string& /*text*/) { return {"##", "# "}; }

std::string page_of(const Label& label) {
    return label_page(label_sheet("l7160").value(), std::span{&label, 1}, little_square);
}

TEST(LabelSheet, LiesInTheMiddleOfThePage) {
    for (const char* name : {"l7160", "l7163", "l7159", "l7651"}) {
        const LabelSheet sheet = label_sheet(name).value();
        const double right = sheet.left_mm(sheet.columns - 1) + sheet.width_mm;
        const double bottom = sheet.top_mm(sheet.rows - 1) + sheet.height_mm;

        EXPECT_NEAR(sheet.left_mm(0), 210.0 - right, 0.01) << name;
        EXPECT_NEAR(sheet.top_mm(0), 297.0 - bottom, 0.01) << name;
        EXPECT_GT(sheet.left_mm(0), 4.0) << name;
        EXPECT_GT(sheet.top_mm(0), 10.0) << name;
    }
    EXPECT_FALSE(label_sheet("l9999"));
}

TEST(LabelPage, ShowsWhatIsKnownOfAUnit) {
    const std::string svg = page_of({.serial = "a1b2c3",
                                     .name = "Anna",
                                     .bib = "7",
                                     .board = "beagleplay",
                                     .code = "2222-2222-2222-2222-2222",
                                     .expires = "2026-12-06"});

    for (const char* text : {">a1b2c3<", ">Anna<", ">bib 7<", ">beagleplay<",
                             ">2222-2222-2222-2222-2222<", ">code until 2026-12-06<"}) {
        EXPECT_THAT(svg, HasSubstr(text));
    }
    EXPECT_THAT(svg, HasSubstr("d=\"M0 0h2v1h-2zM0 1h1v1h-1z\""));
}

TEST(LabelPage, NeverCutsASerialOrACode) {
    const Label longest{.serial = "0123456789abcdef", .code = "2222-2222-2222-2222-2222"};

    for (const char* name : {"l7160", "l7163", "l7159", "l7651"}) {
        const std::string svg =
            label_page(label_sheet(name).value(), std::span{&longest, 1}, little_square);
        EXPECT_THAT(svg, HasSubstr(">0123456789abcdef<")) << name;
        EXPECT_THAT(svg, HasSubstr(">2222-2222-2222-2222-2222<")) << name;
    }
}

TEST(LabelPage, LeavesOutWhatIsNot) {
    const std::string svg = page_of({.serial = "a1b2c3"});

    EXPECT_THAT(svg, HasSubstr(">a1b2c3<"));
    EXPECT_THAT(svg, Not(HasSubstr("bib")));
    EXPECT_THAT(svg, Not(HasSubstr("code until")));
}

TEST(LabelPage, LetsNoTextBecomeMarkup) {
    EXPECT_THAT(page_of({.serial = "a1b2c3", .name = "<b>&amp;"}),
                HasSubstr(">&lt;b&gt;&amp;amp;<"));
}

TEST(LabelPage, CutsWhatIsTooLongBetweenLetters) {
    std::string name;
    for (int i = 0; i < 30; ++i) {
        name += "\u00fc";
    }

    const std::string svg = page_of({.serial = "a1b2c3", .name = name});

    EXPECT_THAT(svg, HasSubstr("\u00fc\u2026<"));
    EXPECT_THAT(svg, Not(HasSubstr(name)));
}

TEST(QrCode, IsReadFromWhatQrencodeDraws) {
    EXPECT_THAT(read_qr("##  \n    \n"), ElementsAre("# ", "  "));
    EXPECT_THROW(read_qr(""), EnrolmentError);
    EXPECT_THROW(read_qr("##  \n"), EnrolmentError);
    EXPECT_THROW(read_qr("##xx\n    \n"), EnrolmentError);
}

} // namespace
} // namespace lanterne::enrolment
