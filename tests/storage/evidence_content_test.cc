// Contents of evidence on the disk.

#include "storage/evidence_content.h"

#include <fstream>
#include <set>
#include <sstream>
#include <string>

#include "absl/strings/escaping.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/storage/scratch_folder.h"

namespace phancong::storage {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// SHA-256 of "abc", from FIPS 180-2.
constexpr char kAbc[] = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

class ContentStoreTest : public testing::Test {
 protected:
  std::unique_ptr<IncomingContent> Abc() {
    auto incoming = store_.Begin();
    EXPECT_TRUE(incoming.ok()) << incoming.status();
    EXPECT_TRUE((*incoming)->Write("a").ok());
    EXPECT_TRUE((*incoming)->Write("bc").ok());
    EXPECT_TRUE((*incoming)->Finish().ok());
    return *std::move(incoming);
  }
  std::unique_ptr<ClaimedContent> Keep(std::unique_ptr<IncomingContent> incoming) {
    auto claim = store_.Keep(std::move(incoming));
    EXPECT_TRUE(claim.ok()) << claim.status();
    return *std::move(claim);
  }
  ContentStore::Swept Sweep() {
    const auto swept = store_.Sweep();
    EXPECT_TRUE(swept.ok()) << swept.status();
    return *swept;
  }

  const std::string abc_ = absl::HexStringToBytes(kAbc);
  std::set<std::string> named_;
  ScratchFolder folder_;
  ContentStore store_{folder_.path() / "db.evidence",
                      [this](const std::string& sha256) -> absl::StatusOr<bool> { return named_.contains(sha256); }};
};

TEST_F(ContentStoreTest, KeepsUnderTheSha256) {
  const auto claim = Keep(Abc());
  EXPECT_EQ(store_.PathOf(abc_), folder_.path() / "db.evidence" / "ba" / kAbc);
  EXPECT_TRUE(std::filesystem::exists(store_.PathOf(abc_)));
  EXPECT_THAT(*store_.All(), ElementsAre(abc_));
  const auto open = store_.Open(abc_, 3);
  ASSERT_TRUE(open.ok()) << open.status();
  EXPECT_EQ(*(*open)->Read(0, 10), "abc");
  EXPECT_EQ(*(*open)->Read(1, 1), "b");
  EXPECT_EQ(*(*open)->Read(3, 1), "");
}

TEST_F(ContentStoreTest, DropsWhatWasNotKept) {
  std::filesystem::path path;
  {
    const auto incoming = Abc();
    path = incoming->path();
    EXPECT_TRUE(std::filesystem::exists(path));
    EXPECT_EQ(Sweep().incoming, 0) << "it is under way";
    EXPECT_TRUE(std::filesystem::exists(path));
  }
  EXPECT_FALSE(std::filesystem::exists(path));
  EXPECT_THAT(*store_.All(), IsEmpty());
}

TEST_F(ContentStoreTest, SweepsWhatNobodyNamesOrClaims) {
  auto claim = Keep(Abc());
  auto another = Keep(Abc());
  EXPECT_EQ(Sweep().contents, 0);
  claim.reset();
  EXPECT_EQ(Sweep().contents, 0) << "the other still holds it";
  named_.insert(abc_);
  another.reset();
  EXPECT_EQ(Sweep().contents, 0);
  EXPECT_TRUE(store_.RemoveUnlessNamed(abc_).ok());
  EXPECT_THAT(*store_.All(), ElementsAre(abc_));
  named_.clear();
  EXPECT_EQ(Sweep().contents, 1);
  EXPECT_THAT(*store_.All(), IsEmpty());
  EXPECT_TRUE(store_.RemoveUnlessNamed(abc_).ok()) << "what is gone is no error";
}

TEST_F(ContentStoreTest, SweepsWhatACrashLeft) {
  Keep(Abc()).reset();
  named_.insert(abc_);
  std::ofstream(folder_.path() / "db.evidence" / "incoming" / "4711-1") << "half";
  std::ofstream(folder_.path() / "db.evidence" / "README") << "not ours";
  const ContentStore::Swept swept = Sweep();
  EXPECT_EQ(swept.incoming, 1);
  EXPECT_EQ(swept.contents, 0);
  EXPECT_TRUE(std::filesystem::exists(folder_.path() / "db.evidence" / "README"));
}

TEST_F(ContentStoreTest, OpensNothingThatIsDamaged) {
  EXPECT_TRUE(absl::IsDataLoss(store_.Open(abc_, 3).status()));
  const auto claim = Keep(Abc());
  EXPECT_TRUE(absl::IsDataLoss(store_.Open(abc_, 2).status()));
  EXPECT_TRUE(absl::IsDataLoss(store_.Open(abc_, 4).status()));
  std::ofstream(store_.PathOf(abc_)) << "abd";
  EXPECT_TRUE(absl::IsDataLoss(store_.Open(abc_, 3).status()));
  const auto again = Keep(Abc());
  EXPECT_TRUE(store_.Open(abc_, 3).ok()) << "the same content heals it";
}

TEST(ContentStore, SaysWhereTheDiskFails) {
  ScratchFolder folder;
  std::ofstream(folder.File("file")) << "no folder";
  ContentStore store(folder.path() / "file" / "evidence", [](const std::string&) { return true; });
  EXPECT_TRUE(absl::IsUnavailable(store.Begin().status()));
  ContentStore nowhere("", [](const std::string&) { return true; });
  EXPECT_TRUE(absl::IsUnavailable(nowhere.Begin().status()));
  EXPECT_TRUE(nowhere.Sweep().ok());
}

}  // namespace
}  // namespace phancong::storage
