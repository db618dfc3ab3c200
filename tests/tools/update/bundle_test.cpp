#include <fstream>
#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "tests/support/child_process.hpp"
#include "tests/tools/update/desk.hpp"
#include "tests/tools/update/stand_in.hpp"

/// tools/update/lanterne-bundle, with the real rauc: what a unit of that board would take.
namespace lanterne::tools {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class Bundle : public testing::Test {
protected:
    void SetUp() override {
        if (!Desk::present()) {
            GTEST_SKIP() << "rauc or squashfs-tools or e2fsprogs is not installed";
        }
        desk_ = std::make_unique<Desk>();
    }

    const Desk& desk() const { return *desk_; }

    std::string file_of(const std::string& bytes) const {
        const std::string file = desk().path("other.raucb");
        std::ofstream{file, std::ios::binary} << bytes;
        return file;
    }

    /// One line that says so, and exit code 1.
    static void expect_refused(const Answer& answer, const std::string& reason) {
        EXPECT_EQ(answer.code, 1) << answer.said;
        EXPECT_THAT(answer.said, testing::StartsWith("lanterne-bundle: "));
        EXPECT_THAT(answer.said, HasSubstr(reason));
        EXPECT_EQ(std::ranges::count(answer.said, '\n'), 1) << answer.said;
    }

private:
    std::unique_ptr<Desk> desk_;
};

TEST_F(Bundle, OfABoardsSystemIsGoodForThatBoard) {
    const std::string bundle = desk().good_bundle();

    const Answer answer = desk().verify(bundle);

    EXPECT_EQ(answer.code, 0);
    EXPECT_EQ(answer.said, bundle + ": good: beagleplay 1.2\n");
}

TEST_F(Bundle, OfAnotherBoardIsRefused) {
    expect_refused(desk().verify(desk().good_bundle(), "beaglebone-black"),
                   "refused: is for the board beagleplay, not for beaglebone-black");
}

TEST_F(Bundle, OfAnotherAuthorityIsRefused) {
    const std::string bundle = desk().good_bundle();
    const fs::path others = desk().path("others");
    ASSERT_EQ(desk().bundle({"keys", others}).code, 0);

    expect_refused(desk().bundle({"verify", bundle, "--board", "beagleplay", "--keyring",
                                  others / "authority.crt"}),
                   "refused: signature verification failed");
}

TEST_F(Bundle, WithOneFlippedBitAnywhereIsRefused) {
    const std::string good = support::read_text(desk().good_bundle());
    const auto seed = std::random_device{}();
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    std::mt19937 random{seed};
    // Where the signature begins: its size is the last eight bytes, the largest first.
    const std::size_t signature = good.size() - 8 -
                                  256UL * static_cast<unsigned char>(good[good.size() - 2]) -
                                  static_cast<unsigned char>(good.back());
    ASSERT_LT(signature, good.size());
    std::vector<std::size_t> places{0, 4, signature - 1, good.size() - 1, good.size() - 8};
    for (int more = 0; more < 12; ++more) {
        places.push_back(random() % signature);
        places.push_back(signature + random() % (good.size() - signature));
    }

    for (const std::size_t place : places) {
        std::string bytes = good;
        bytes[place] = static_cast<char>(bytes[place] ^ (1 << random() % 8));
        SCOPED_TRACE(testing::Message() << "byte " << place << " of " << good.size());
        expect_refused(desk().verify(file_of(bytes)), "refused: ");
    }
}

// Bytes of a signature that rauc and openssl never look at: its version, which kind of content it
// thinks to sign, the name of its own algorithm. Found by flipping each.
TEST_F(Bundle, WithASignatureThatIsDamagedWhereNobodyLooksIsRefused) {
    const std::string good = support::read_text(desk().good_bundle());
    const std::string content_kind = "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01";
    const std::string algorithm = "\x06\x08\x2a\x86\x48\xce\x3d\x04\x03\x02";

    for (const std::size_t place : {good.find(content_kind) + content_kind.size() - 1,
                                    good.rfind(algorithm) + algorithm.size() - 1}) {
        std::string bytes = good;
        ASSERT_LT(place, bytes.size());
        bytes[place] ^= 1;
        expect_refused(desk().verify(file_of(bytes)), "refused: its signature is damaged");
    }
}

TEST_F(Bundle, ThatIsTornOrNoneIsRefused) {
    const std::string good = support::read_text(desk().good_bundle());

    for (const std::string& bytes :
         {std::string{}, std::string{"a text\n"}, good.substr(0, good.size() / 2),
          good.substr(0, good.size() - 1), good + good, std::string(100'000, '\0')}) {
        expect_refused(desk().verify(file_of(bytes)), "refused: ");
    }
    expect_refused(desk().verify("/missing.raucb"), "cannot read /missing.raucb");
}

TEST_F(Bundle, SignedByACertificateThatIsForSomethingElseIsRefused) {
    const fs::path keys = desk().path("keys");
    const fs::path extension = desk().path("unit.cnf");
    std::ofstream{extension} << "keyUsage=digitalSignature\nextendedKeyUsage=clientAuth\n";
    ASSERT_EQ(desk()
                  .run({"openssl", "req", "-new", "-key", keys / "signer.key", "-subj", "/CN=x",
                        "-out", desk().path("unit.csr")})
                  .code,
              0);
    ASSERT_EQ(desk()
                  .run({"openssl", "x509", "-req", "-in", desk().path("unit.csr"), "-CA",
                        keys / "authority.crt", "-CAkey", keys / "authority.key", "-extfile",
                        extension, "-out", keys / "signer.crt"})
                  .code,
              0);

    const std::string bundle = desk().good_bundle();

    expect_refused(desk().verify(bundle), "unsuitable certificate purpose");
}

TEST_F(Bundle, OfANewSignerOfTheSameAuthorityIsGood) {
    ASSERT_EQ(desk().bundle({"signer", desk().path("keys")}).code, 0);

    EXPECT_EQ(desk().verify(desk().good_bundle()).code, 0);
}

TEST_F(Bundle, WhoseContentIsNotWhatItsManifestPromisesIsRefused) {
    // Made by rauc itself, not by us: an honest signature over the wrong system.
    const std::string image = desk().image(desk().system("orange-pi-zero3", Desk::arm64));
    fs::create_directory(desk().path("content"));
    fs::copy_file(image, desk().path("content/rootfs.ext4"));
    std::ofstream{desk().path("content/manifest.raucm")}
        << "[update]\ncompatible=beagleplay\nversion=1\n[bundle]\nformat=plain\n"
           "[image.rootfs]\nfilename=rootfs.ext4\n";
    const std::string bundle = desk().path("new.raucb");
    const Answer made =
        desk().run({"rauc", "--cert", desk().path("keys/signer.crt"), "--key",
                    desk().path("keys/signer.key"), "bundle", desk().path("content"), bundle});
    ASSERT_EQ(made.code, 0) << made.said;

    expect_refused(desk().verify(bundle),
                   "is made for the board orange-pi-zero3, not for beagleplay");
}

TEST_F(Bundle, OfARaspberryPiHasItsKernelAndTheHookOfItsSlot) {
    const std::string board = "raspberry-pi-zero-2w";
    const std::string image = desk().image(desk().system(board, Desk::arm64));

    EXPECT_THAT(desk().make(board, image).said, HasSubstr("--boot is missing"));
    const Answer made = desk().make(board, image, {"--boot", desk().boot_image()});

    ASSERT_EQ(made.code, 0) << made.said;
    const Answer verified = desk().verify(desk().path("new.raucb"), board);
    EXPECT_EQ(verified.code, 0) << verified.said;
    EXPECT_THAT(desk().run({"unsquashfs", "-l", desk().path("new.raucb")}).said,
                HasSubstr("boot-slot-hook"));
}

TEST_F(Bundle, IsNeverOverwritten) {
    const std::string bundle = desk().good_bundle();
    const std::string before = support::read_text(bundle);

    expect_refused(desk().make("beagleplay", desk().path("root.ext4")), "never overwritten");

    EXPECT_EQ(support::read_text(bundle), before);
}

TEST_F(Bundle, IsMadeOfNoImageThatTheBoardCouldNotRun) {
    const fs::path system = desk().system("beagleplay", Desk::amd64);
    expect_refused(desk().make("beagleplay", desk().image(system)),
                   "its lanterne-tracker is for amd64, the board is arm64");

    expect_refused(desk().make("beaglebone-black", desk().path("root.ext4")),
                   "is made for the board beagleplay, not for beaglebone-black");

    const std::string large = desk().image(desk().system("beagleplay", Desk::arm64));
    fs::resize_file(large, 4097ULL * 1024 * 1024);
    expect_refused(desk().make("beagleplay", large), "the board's slot 4096 MiB");

    std::ofstream{large, std::ios::trunc} << "no image";
    expect_refused(desk().make("beagleplay", large), "is no ext4 image");
}

TEST_F(Bundle, IsMadeOfNoImageThatCouldNeverBeUpdatedAgain) {
    const fs::path system = desk().system("beagleplay", Desk::arm64);
    fs::remove(system / "etc/rauc/keyring.pem");
    expect_refused(desk().make("beagleplay", desk().image(system)),
                   "has no certificate in /etc/rauc/keyring.pem");

    fs::remove(system / "etc/rauc/system.conf");
    expect_refused(desk().make("beagleplay", desk().image(system)), "has no /etc/rauc/system.conf");
}

TEST_F(Bundle, IsMadeOfNoCopyOfAUnitThatRan) {
    const fs::path system = desk().system("beagleplay", Desk::arm64);
    touch(system / "var/lib/private/lanterne-update/proven");

    expect_refused(desk().make("beagleplay", desk().image(system)), "is the copy of a unit");
}

TEST_F(Bundle, SaysWhenUnitsWillTakeNoFurtherOneOfThisSigner) {
    const fs::path system = desk().system("beagleplay", Desk::arm64);
    ASSERT_EQ(desk().bundle({"keys", desk().path("others")}).code, 0);
    fs::copy_file(desk().path("others/authority.crt"), system / "etc/rauc/keyring.pem",
                  fs::copy_options::overwrite_existing);

    const Answer made = desk().make("beagleplay", desk().image(system));

    EXPECT_EQ(made.code, 0);
    EXPECT_THAT(made.said, HasSubstr("take no further bundle"));
}

TEST_F(Bundle, AuthoritysSecretsAreItsOwnersAloneAndItIsNeverOverwritten) {
    for (const char* secret : {"authority.key", "signer.key"}) {
        struct stat status {};

        ASSERT_EQ(stat((desk().path("keys") / secret).c_str(), &status), 0) << secret;
        EXPECT_EQ(status.st_mode & 0777U, 0600U) << secret;
    }

    expect_refused(desk().bundle({"keys", desk().path("keys")}), "never overwritten");
}

TEST_F(Bundle, ToolUsedWronglyIsOneLineAndExitCodeTwo) {
    for (const std::vector<std::string>& words :
         {std::vector<std::string>{},
          {"praise"},
          {"keys"},
          {"make", "beagleplay"},
          {"make", "beagleplay", "x", "--version", "1"},
          {"make", "../etc", "x", "--version", "1", "--cert", "c", "--key", "k", "--to", "t"},
          {"make", "beagleplay", "x", "--version", "a b", "--cert", "c", "--key", "k", "--to", "t"},
          {"verify", "x", "--board", "beagleplay"},
          {"verify", "x", "--keyring"},
          {"verify", "x", "--loud", "y"}}) {
        const Answer answer = desk().bundle(words);
        EXPECT_EQ(answer.code, 2) << answer.said;
        EXPECT_THAT(answer.said, testing::StartsWith("lanterne-bundle: "));
        EXPECT_EQ(std::ranges::count(answer.said, '\n'), 1) << answer.said;
    }
}

} // namespace
} // namespace lanterne::tools
