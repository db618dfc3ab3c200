#include <fstream>
#include <sstream>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <sys/stat.h>

#include "enrolment/label_sheet.hpp"
#include "tests/enrolment/desk/enrolment_world.hpp"

namespace lanterne::enrolment {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

constexpr int dpi = 100;

/// Of a byte a dot (PGM).
struct Picture {
    std::size_t width = 0;
    std::string dots;
};

Picture read_picture(const fs::path& file) {
    std::istringstream in{support::read_text(file)};
    std::string kind;
    Picture picture;
    std::size_t height = 0;
    int most = 0;
    in >> kind >> picture.width >> height >> most;
    in.get();
    picture.dots.resize(picture.width * height);
    in.read(picture.dots.data(), static_cast<std::streamsize>(picture.dots.size()));
    EXPECT_TRUE(in && kind == "P5") << file;
    return picture;
}

std::size_t dots(double mm) { return static_cast<std::size_t>(mm * dpi / 25.4); }

void write_label(const Picture& page, const LabelSheet& sheet, int index, const fs::path& file) {
    const std::size_t left = dots(sheet.left_mm(index % sheet.columns));
    const std::size_t top = dots(sheet.top_mm(index / sheet.columns));
    const std::size_t width = dots(sheet.width_mm);
    const std::size_t height = dots(sheet.height_mm);
    std::ofstream out{file, std::ios::binary};
    out << fmt::format("P5 {} {} 255\n", width, height);
    for (std::size_t row = top; row < top + height; ++row) {
        out << page.dots.substr(row * page.width + left, width);
    }
}

class ProvisionTest : public EnrolmentWorld {
protected:
    /// What a scanner reads that is held before each label, in their order.
    std::vector<std::string> scanned(const std::string& sheet_name, int labels) {
        const fs::path page = folder.path() / "page";
        EXPECT_EQ(run({support::find_program("pdftoppm"), "-r", std::to_string(dpi), "-gray",
                       out() / "labels.pdf", page})
                      .code,
                  0);
        std::vector<std::string> words{support::find_program("zbarimg"),
                                       "--quiet",
                                       "--nodbus",
                                       "--raw",
                                       "-Sdisable",
                                       "-Sqrcode.enable"};
        const LabelSheet sheet = label_sheet(sheet_name).value();
        std::vector<Picture> pages;
        for (int i = 0; i <= (labels - 1) / sheet.labels(); ++i) {
            pages.push_back(read_picture(fmt::format("{}-{}.pgm", page.string(), i + 1)));
        }
        for (int i = 0; i < labels; ++i) {
            words.push_back(folder.path() / fmt::format("label-{:03}.pgm", i));
            write_label(pages.at(static_cast<std::size_t>(i / sheet.labels())), sheet,
                        i % sheet.labels(), words.back());
        }
        std::istringstream lines{run(std::move(words)).said};
        std::vector<std::string> found;
        for (std::string line; std::getline(lines, line);) {
            found.push_back(line);
        }
        return found;
    }

    static unsigned mode_of(const fs::path& file) {
        struct stat status {};

        EXPECT_EQ(::stat(file.c_str(), &status), 0) << file;
        return status.st_mode & 0777U;
    }
};

TEST_F(ProvisionTest, ALabelOfEachUnitIsReadBackByAScanner) {
    std::string list = "serial,name,bib\n";
    std::vector<std::string> serials;
    for (unsigned i = 0; i < 23; ++i) {
        serials.push_back(fmt::format("{:x}", 0x1b2c3d4e5f6ULL + 7'777'777ULL * i));
        list += fmt::format("{},Runner <{}> & Co,{}\n", serials.back(), i, i);
    }

    const Answer answer = provision(list);

    ASSERT_EQ(answer.code, 0) << answer.said;
    EXPECT_THAT(answer.said, HasSubstr("labels: 23; sheets l7160: 2"));
    EXPECT_EQ(scanned("l7160", 23), serials);
}

TEST_F(ProvisionTest, TheSmallestLabelsAreReadBackToo) {
    ASSERT_EQ(provision("serial,name\n0123456789abcdef,x\na1b2c3,y\n", {"--sheet", "l7651"}).code,
              0);

    EXPECT_THAT(scanned("l7651", 2), testing::ElementsAre("0123456789abcdef", "a1b2c3"));
}

TEST_F(ProvisionTest, ACodeThatIsUnusedStaysTheSame) {
    ASSERT_EQ(provision("serial\na1b2c3\n").code, 0);
    const std::string first = code_of("a1b2c3");

    const Answer answer = provision("serial\nd4e5f6\na1b2c3\n", {"--days", "30"});

    EXPECT_THAT(answer.said, HasSubstr("1 new codes, 1 as before; 0 need none"));
    EXPECT_EQ(code_of("a1b2c3"), first);
    EXPECT_NE(code_of("d4e5f6"), first);
}

TEST_F(ProvisionTest, AUnitThatHasACertificateGetsNoCodeUnlessAskedAgain) {
    made.enrol("a1b2c3");

    EXPECT_THAT(provision("serial\na1b2c3\n").said, HasSubstr("1 need none"));
    EXPECT_FALSE(fs::exists(out() / "a1b2c3"));
    EXPECT_TRUE(fs::exists(out() / "labels.pdf"));

    EXPECT_THAT(provision("serial\na1b2c3\n", {"--again"}).said, HasSubstr("1 new codes"));
    EXPECT_EQ(code_of("a1b2c3").size(), 24U);
}

TEST_F(ProvisionTest, CodesAreTheirOwnersAlone) {
    ASSERT_EQ(provision("serial\na1b2c3\n").code, 0);

    EXPECT_EQ(mode_of(made.folder() / "codes"), 0600U);
    EXPECT_EQ(mode_of(out()), 0700U);
    EXPECT_EQ(mode_of(out() / "a1b2c3" / "lanterne-enrol.toml"), 0600U);
    EXPECT_EQ(mode_of(out() / "labels.pdf"), 0600U);
}

TEST_F(ProvisionTest, AWrongListIsRefusedByLineAndNothingIsMade) {
    const Answer answer = provision("serial\na1b2c3\nWRONG!\na1b2c3\n");

    EXPECT_EQ(answer.code, 2);
    EXPECT_EQ(answer.said,
              fmt::format("lanterne-enrolment: {0}:3: serial is \"WRONG!\"; 6 to 16 small letters "
                          "or digits would be right\n{0}:4: serial a1b2c3 stands in line 2 "
                          "already; each serial once would be right\n",
                          (folder.path() / "units.csv").string()));
    EXPECT_FALSE(fs::exists(made.folder() / "codes"));
    EXPECT_FALSE(fs::exists(out()));
}

TEST_F(ProvisionTest, WrongUseIsExitCodeTwo) {
    EXPECT_EQ(provision("serial\na1b2c3\n", {"--sheet", "a5"}).code, 2);
    EXPECT_EQ(provision("serial\na1b2c3\n", {"--days", "0"}).code, 2);
    EXPECT_EQ(authority("provision").code, 2);
    EXPECT_EQ(authority("serve", {"--port", "99999"}).code, 2);
    EXPECT_EQ(run({LANTERNE_BUILD_FOLDER "/bin/lanterne-enrolment", "serve", out()}).said,
              "lanterne-enrolment: " + out().string() +
                  " is no authority; lanterne-authority init makes one\n");
}

} // namespace
} // namespace lanterne::enrolment
