#include "client/cli/outbox.h"

#include <sys/stat.h>

#include <fstream>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "phancong/v1/task_service.pb.h"
#include "tests/client/desk.h"

namespace phancong::client {
namespace {

constexpr std::string_view kAccount = "federations/bac-quang/accounts/a";

v1::CommentOnTaskRequest Comment(const std::string& text) {
  v1::CommentOnTaskRequest request;
  request.set_name("federations/bac-quang/rounds/2025/tasks/1.3.a");
  request.set_request_id("id-" + text);
  request.set_text(text);
  return request;
}

const auto& Method() { return *FindMethod("TaskService.CommentOnTask"); }

TEST(Outbox, ListsInTheOrderOfKeeping) {
  Desk desk;
  Outbox outbox(desk.folder() / "outbox");
  EXPECT_TRUE(outbox.List()->empty());
  for (int i = 0; i < 12; ++i) ASSERT_TRUE(outbox.Keep(kAccount, Method(), Comment(std::to_string(i))).ok());
  const auto commands = outbox.List();
  ASSERT_TRUE(commands.ok());
  ASSERT_EQ(commands->size(), 12);
  for (int i = 0; i < 12; ++i) {
    const KeptCommand& command = (*commands)[i];
    EXPECT_EQ(command.method, &Method());
    EXPECT_EQ(command.account, kAccount);
    EXPECT_EQ(command.request->SerializeAsString(), Comment(std::to_string(i)).SerializeAsString());
  }
}

TEST(Outbox, FilesAreForTheirOwnerOnly) {
  Desk desk;
  Outbox outbox(desk.folder() / "outbox");
  const auto file = outbox.Keep(kAccount, Method(), Comment("đã xem"));
  ASSERT_TRUE(file.ok());
  struct stat facts {};
  ASSERT_EQ(stat(file->c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 0777, 0600U);
}

TEST(Outbox, WhatIsAnsweredIsTakenOut) {
  Desk desk;
  Outbox outbox(desk.folder() / "outbox");
  const auto first = outbox.Keep(kAccount, Method(), Comment("1"));
  ASSERT_TRUE(outbox.Keep(kAccount, Method(), Comment("2")).ok());
  ASSERT_TRUE(outbox.Remove(*first).ok());
  ASSERT_EQ(outbox.Count(), 1);
  EXPECT_EQ(GetString(*outbox.List()->front().request, "text"), "2");
}

// Another process, and this one later: what is kept goes behind what waits already.
TEST(Outbox, TwoProcessesKeepOneOrder) {
  Desk desk;
  Outbox here(desk.folder() / "outbox");
  Outbox there(desk.folder() / "outbox");
  ASSERT_TRUE(here.Keep(kAccount, Method(), Comment("1")).ok());
  ASSERT_TRUE(there.Keep(kAccount, Method(), Comment("2")).ok());
  ASSERT_TRUE(here.Keep(kAccount, Method(), Comment("3")).ok());
  std::vector<std::string> texts;
  const auto commands = here.List();
  for (const KeptCommand& command : *commands) texts.push_back(GetString(*command.request, "text"));
  EXPECT_THAT(texts, testing::ElementsAre("1", "2", "3"));
}

// Its owner may change or remove the file meanwhile: what was kept is what is sent.
TEST(Outbox, KeepsACopyOfTheContent) {
  Desk desk;
  Outbox outbox(desk.folder() / "outbox");
  const std::filesystem::path scan = desk.folder() / "bien-ban.pdf";
  std::string bytes = "\n\n%PDF\n";
  while (bytes.size() < 3 * kPieceBytes) bytes += std::to_string(bytes.size()) + '\n' + '\0';
  std::ofstream(scan, std::ios::binary) << bytes;
  auto content = FileContent::Open(scan);
  ASSERT_TRUE(content.ok());
  const auto file = outbox.Keep(kAccount, Method(), Comment("1"), &*content);
  ASSERT_TRUE(file.ok());
  std::filesystem::remove(scan);
  EXPECT_EQ(GetString(*outbox.List()->front().request, "text"), "1");
  auto kept = Outbox::ContentOf(*file);
  ASSERT_TRUE(kept.ok());
  for (int twice = 0; twice < 2; ++twice) {
    std::string read;
    while (true) {
      const auto piece = kept->Next(1000);
      ASSERT_TRUE(piece.ok());
      if (piece->empty()) break;
      read += *piece;
    }
    EXPECT_TRUE(read == bytes);
    ASSERT_TRUE(kept->Rewind().ok());
  }
}

// A crash while writing leaves a file under a temporary name.
TEST(Outbox, AHalfWrittenFileIsNoCommand) {
  Desk desk;
  Outbox outbox(desk.folder() / "outbox");
  ASSERT_TRUE(outbox.Keep(kAccount, Method(), Comment("1")).ok());
  std::ofstream(desk.folder() / "outbox" / ".new-abc") << "federations/bac-";
  EXPECT_EQ(outbox.List()->size(), 1);
}

TEST(Outbox, AnotherFileIsSaidAndNotSent) {
  Desk desk;
  Outbox outbox(desk.folder() / "outbox");
  const auto file = outbox.Keep(kAccount, Method(), Comment("1"));
  std::ofstream(*file) << "không phải lệnh";
  EXPECT_FALSE(outbox.List().ok());
}

}  // namespace
}  // namespace phancong::client
