// Verbs played against a transport that answers what the test laid out: what goes over the wire, what is shown, what is
// kept, and the exit codes that scripts see.
#include "client/cli/client.h"

#include <fstream>
#include <set>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "phancong/v1/account_service.pb.h"
#include "phancong/v1/directory_service.pb.h"
#include "phancong/v1/evidence_service.pb.h"
#include "phancong/v1/grassroots_union_service.pb.h"
#include "phancong/v1/inbox_service.pb.h"
#include "phancong/v1/inspection_committee_service.pb.h"
#include "phancong/v1/journal_service.pb.h"
#include "phancong/v1/programme_service.pb.h"
#include "phancong/v1/standing_committee_service.pb.h"
#include "phancong/v1/task_service.pb.h"
#include "services/rules/merkle.h"
#include "tests/client/canned_server.h"
#include "tests/client/desk.h"

namespace phancong::client {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

class ClientTest : public testing::Test {
 protected:
  void SetUp() override {
    desk_.SignIn(server_.address(), "thpt-viet-vinh");
    v1::SubmitTaskResponse submitted;
    submitted.mutable_task()->set_name("federations/bac-quang/rounds/2025/tasks/1.3.thpt-viet-vinh");
    submitted.set_revision(1234);
    submitted_ = submitted;
  }

  std::string Said() const { return desk_.out.str(); }
  std::string Complained() const { return desk_.err.str(); }
  int Waiting() { return Outbox(desk_.profiles().Outbox("default")).Count(); }
  std::filesystem::path WriteFile(const std::string& name, const std::string& text) {
    std::ofstream(desk_.folder() / name, std::ios::binary) << text;
    return desk_.folder() / name;
  }

  CannedServer server_;
  Desk desk_;
  v1::SubmitTaskResponse submitted_;
};

TEST_F(ClientTest, ACommandIsSentWithItsTokenLanguageAndRequestId) {
  server_.Answer("SubmitTask", submitted_);
  EXPECT_EQ(desk_.Plays("submit 1.3.thpt-viet-vinh --figure held=1"), ExitCode::kDone);
  EXPECT_EQ(Said(), "✓ Đã nộp 1.3.thpt-viet-vinh  (sổ ghi số 1.234)\n");
  EXPECT_EQ(Complained(), "");

  const SeenCall call = server_.seen().at(0);
  EXPECT_EQ(call.metadata.at("authorization"), "Bearer token-of-thpt-viet-vinh");
  EXPECT_EQ(call.metadata.at("accept-language"), "vi");
  const auto request = server_.Sent<v1::SubmitTaskRequest>(0);
  EXPECT_EQ(request.report().figures(0).figure(), "held");
  EXPECT_THAT(request.request_id(),
              testing::MatchesRegex("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"));
  EXPECT_EQ(Waiting(), 0);
}

// Its `report` is a text, where a task's is a message.
TEST_F(ClientTest, ASupervisionIsReported) {
  v1::ReportSupervisionResponse reported;
  reported.mutable_inspection()->set_name("federations/bac-quang/inspections/2025-05");
  server_.Answer("ReportSupervision", reported);
  EXPECT_EQ(desk_.Plays("inspection report 2025-05 --text 'Nghiêm túc' --document 9/BC-UBKT:20/10/2025"),
            ExitCode::kDone);
  EXPECT_EQ(server_.Sent<v1::ReportSupervisionRequest>(0).report(), "Nghiêm túc");
}

TEST_F(ClientTest, TheServerIsAskedInTheLanguageOfTheReader) {
  server_.Answer("SubmitTask", submitted_);
  EXPECT_EQ(desk_.Plays("--lang en submit 1.3.thpt-viet-vinh"), ExitCode::kDone);
  EXPECT_EQ(Said(), "✓ Submitted 1.3.thpt-viet-vinh  (entry 1,234)\n");
  EXPECT_EQ(server_.seen().at(0).metadata.at("accept-language"), "en");
}

TEST_F(ClientTest, ARefusalIsExplained) {
  server_.Refuse("SubmitTask", grpc::StatusCode::FAILED_PRECONDITION, "Còn thiếu số liệu: held.", "FIGURES_MISSING");
  EXPECT_EQ(desk_.Plays("submit 1.3.thpt-viet-vinh"), ExitCode::kRefused);
  EXPECT_EQ(Said(), "");
  EXPECT_EQ(Complained(),
            "phancong: Còn thiếu số liệu: held. [FIGURES_MISSING]\n"
            "  → Xem các số liệu của nhiệm vụ: phancong task show NHIỆM-VỤ\n");
  EXPECT_EQ(Waiting(), 0);
}

TEST_F(ClientTest, EachWrongFieldHasItsLine) {
  server_.Refuse(
      "SubmitTask", grpc::StatusCode::INVALID_ARGUMENT, "Yêu cầu có chỗ sai: mục không có số liệu x", "INVALID_FIELD",
      {{"report.figures[0].figure", "mục không có số liệu x"}, {"report.evidence[0].kind", "không có loại y"}});
  EXPECT_EQ(desk_.Plays("submit 1.3.thpt-viet-vinh"), ExitCode::kRefused);
  // The first one is in the message already.
  EXPECT_EQ(Complained(),
            "phancong: Yêu cầu có chỗ sai: mục không có số liệu x [INVALID_FIELD]\n"
            "  report.evidence[0].kind: không có loại y\n");
}

TEST_F(ClientTest, WhatTheServerSaysCannotMoveTheCursor) {
  server_.Refuse("SubmitTask", grpc::StatusCode::NOT_FOUND, "a\x1b[2Jb", "NOT_FOUND");
  EXPECT_EQ(desk_.Plays("submit 1.3.thpt-viet-vinh"), ExitCode::kRefused);
  EXPECT_THAT(Complained(), Not(HasSubstr("\x1b")));
}

TEST_F(ClientTest, ExitCodesForScripts) {
  EXPECT_EQ(desk_.Plays("submit"), ExitCode::kUsage);
  EXPECT_EQ(desk_.Plays("--profile khac submit 1.3.a --round 2025"), ExitCode::kNotSignedIn);
  EXPECT_THAT(Complained(), HasSubstr("sign-in"));
  server_.Refuse("WhoAmI", grpc::StatusCode::UNAUTHENTICATED, "Chưa đăng nhập", "NOT_SIGNED_IN");
  EXPECT_EQ(desk_.Plays("whoami"), ExitCode::kNotSignedIn);
  EXPECT_EQ(desk_.Plays("--server 127.0.0.1:1 whoami"), ExitCode::kNotReached);
  EXPECT_EQ(desk_.Plays("whoami -o xml"), ExitCode::kUsage);
  EXPECT_EQ(desk_.Plays("whoami --lang de"), ExitCode::kUsage);
  EXPECT_EQ(desk_.Plays("whoami --timeout 0"), ExitCode::kUsage);
}

TEST_F(ClientTest, WhatCouldNotBeSentIsKeptAndSentAgainAsItWas) {
  EXPECT_EQ(desk_.Plays("--server 127.0.0.1:1 submit 1.3.thpt-viet-vinh --figure held=1"), ExitCode::kNotReached);
  EXPECT_THAT(Complained(), HasSubstr("Không liên lạc được với máy chủ (127.0.0.1:1: Connection refused)"));
  EXPECT_THAT(Complained(), HasSubstr("retry"));
  EXPECT_EQ(desk_.Plays("--server 127.0.0.1:1 comment 1.3.thpt-viet-vinh 'đã nộp'"), ExitCode::kNotReached);
  ASSERT_EQ(Waiting(), 2);

  EXPECT_EQ(desk_.Plays("retry --list"), ExitCode::kDone);
  EXPECT_THAT(Said(), HasSubstr("Nộp báo cáo"));
  EXPECT_THAT(Said(), HasSubstr("2025/1.3.thpt-viet-vinh"));
  EXPECT_THAT(server_.seen(), IsEmpty());

  server_.Answer("SubmitTask", submitted_);
  server_.Answer("CommentOnTask", v1::CommentOnTaskResponse());
  EXPECT_EQ(desk_.Plays("retry"), ExitCode::kDone);
  EXPECT_EQ(Waiting(), 0);
  ASSERT_THAT(server_.seen(), SizeIs(2));
  EXPECT_EQ(server_.seen()[0].method, "SubmitTask");
  EXPECT_EQ(server_.Sent<v1::SubmitTaskRequest>(0).report().figures(0).numerator(), 1);
  EXPECT_EQ(server_.seen()[1].method, "CommentOnTask");
  EXPECT_EQ(server_.Sent<v1::CommentOnTaskRequest>(1).text(), "đã nộp");
}

// The answer was lost, or storage failed: the same request_id goes again.
TEST_F(ClientTest, AnUnavailableAnswerKeepsTheRequestId) {
  server_.Refuse("SubmitTask", grpc::StatusCode::UNAVAILABLE, "Không ghi được vào ổ đĩa.", "STORAGE_UNAVAILABLE");
  server_.Answer("SubmitTask", submitted_);
  EXPECT_EQ(desk_.Plays("submit 1.3.thpt-viet-vinh"), ExitCode::kNotReached);
  EXPECT_THAT(Complained(), HasSubstr("Không ghi được vào ổ đĩa. [STORAGE_UNAVAILABLE]"));
  ASSERT_EQ(Waiting(), 1);
  EXPECT_EQ(desk_.Plays("retry"), ExitCode::kDone);
  EXPECT_EQ(server_.Sent<v1::SubmitTaskRequest>(0).request_id(), server_.Sent<v1::SubmitTaskRequest>(1).request_id());
}

TEST_F(ClientTest, RetryTakesOutWhatIsRefusedAndKeepsTheRest) {
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(desk_.Plays("--server 127.0.0.1:1 submit 1.3.thpt-viet-vinh"), ExitCode::kNotReached);
  }
  server_.Answer("SubmitTask", submitted_);
  server_.Refuse("SubmitTask", grpc::StatusCode::FAILED_PRECONDITION, "đã nộp", "TASK_STATE");
  server_.Refuse("SubmitTask", grpc::StatusCode::UNAUTHENTICATED, "hết hạn", "NOT_SIGNED_IN");
  EXPECT_EQ(desk_.Plays("retry"), ExitCode::kPartly);
  EXPECT_EQ(Waiting(), 1);
}

TEST_F(ClientTest, AKeptCommandIsItsAccountsOwn) {
  EXPECT_EQ(desk_.Plays("--server 127.0.0.1:1 submit 1.3.thpt-viet-vinh"), ExitCode::kNotReached);
  desk_.SignIn(server_.address(), "nguoi-khac");
  EXPECT_EQ(desk_.Plays("retry"), ExitCode::kRefused);
  EXPECT_THAT(server_.seen(), IsEmpty());
  EXPECT_EQ(Waiting(), 1);
}

TEST_F(ClientTest, AKeptCommandCanBeDiscarded) {
  EXPECT_EQ(desk_.Plays("--server 127.0.0.1:1 submit 1.3.thpt-viet-vinh --request-id mot"), ExitCode::kNotReached);
  EXPECT_EQ(desk_.Plays("retry --discard hai"), ExitCode::kUsage);
  EXPECT_EQ(desk_.Plays("retry --discard mot"), ExitCode::kDone);
  EXPECT_EQ(Waiting(), 0);
}

// All chunks of a call's messages.
std::string ContentOf(const SeenCall& call) {
  std::string content;
  for (const std::string& message : call.messages) {
    v1::UploadEvidenceRequest piece;
    piece.ParseFromString(message);
    content += piece.chunk();
  }
  return content;
}

TEST_F(ClientTest, AFileIsSentInPiecesWithItsSizeAndHash) {
  server_.Answer("UploadEvidence", v1::UploadEvidenceResponse());
  std::string bytes;
  while (bytes.size() < 1'000'000) bytes += std::to_string(bytes.size()) + '\n' + '\0';
  const std::string line =
      "evidence upload " + WriteFile("bien-ban.pdf", bytes).string() + " --unit thpt-viet-vinh --kind minutes";
  EXPECT_EQ(desk_.Plays(line), ExitCode::kDone);
  ASSERT_THAT(server_.seen(), SizeIs(1));
  const SeenCall call = server_.seen().at(0);
  EXPECT_THAT(call.messages, SizeIs(4));
  EXPECT_TRUE(ContentOf(call) == bytes);
  v1::UploadEvidenceRequest first;
  ASSERT_TRUE(first.ParseFromString(call.messages.at(0)));
  EXPECT_EQ(first.size(), static_cast<int64_t>(bytes.size()));
  EXPECT_EQ(first.sha256(), rules::Sha256(bytes));
  EXPECT_EQ(first.file_name(), "bien-ban.pdf");
  EXPECT_EQ(first.kind(), "minutes");
  EXPECT_EQ(Waiting(), 0);
}

TEST_F(ClientTest, TheBarOfAFileIsWipedBeforeTheAnswerIsShown) {
  server_.Answer("UploadEvidence", v1::UploadEvidenceResponse());
  const std::string line =
      "evidence upload " + WriteFile("bien-ban.pdf", std::string(600'000, 'x')).string() + " --kind minutes";
  desk_.terminal = true;
  EXPECT_EQ(desk_.Plays(line), ExitCode::kDone);
  EXPECT_THAT(Said(), HasSubstr("100%  600000/600000\r\x1b[K✓ Đã tải lên"));
  EXPECT_EQ(desk_.Plays("--server 127.0.0.1:1 " + line), ExitCode::kNotReached);
  EXPECT_EQ(desk_.Plays("retry"), ExitCode::kDone);
  EXPECT_THAT(Said(), HasSubstr("\r\x1b[K✓ Đã tải lên"));
}

TEST_F(ClientTest, RemindersThatComeAreBrokenIntoLines) {
  v1::WatchInboxResponse comes;
  comes.mutable_message()->set_number(44);
  comes.mutable_message()->mutable_create_time()->set_seconds(1740794400);
  comes.mutable_message()->set_text(
      "Còn 30 ngày đến hạn: 1.3 Tổ chức tốt hội nghị cán bộ, công chức (CĐCS Trường THPT Việt Vinh), hạn 31/03/2025.");
  server_.Answer("WatchInbox", {.messages = {comes.SerializeAsString()},
                                .status = grpc::Status(grpc::StatusCode::UNAVAILABLE, "the server stops")});
  EXPECT_EQ(desk_.Plays("inbox watch --after 43"), ExitCode::kNotReached);
  EXPECT_EQ(Said(),
            "44  01/03/2025 09:00  Còn 30 ngày đến hạn: 1.3 Tổ chức tốt hội nghị cán bộ, công\n"
            "                      chức (CĐCS Trường THPT Việt Vinh), hạn 31/03/2025.\n");
  EXPECT_THAT(Complained(), HasSubstr("Xem tiếp: phancong inbox watch --after 44"));
  EXPECT_EQ(desk_.Plays("inbox watch --after 43 --count 1"), ExitCode::kDone);
  EXPECT_EQ(Complained(), "");
}

TEST_F(ClientTest, AFileMayComeFromStandardInputAndBeEmpty) {
  server_.Answer("UploadEvidence", v1::UploadEvidenceResponse());
  EXPECT_EQ(desk_.Plays("evidence upload - --name a.txt --kind minutes", std::string(300'000, 'a')), ExitCode::kDone);
  EXPECT_EQ(desk_.Plays("evidence upload - --name a.txt --kind minutes", ""), ExitCode::kDone);
  EXPECT_EQ(ContentOf(server_.seen().at(0)), std::string(300'000, 'a'));
  EXPECT_THAT(server_.seen().at(1).messages, SizeIs(1));
  EXPECT_EQ(desk_.Plays("evidence upload /khong/co --kind minutes"), ExitCode::kUsage);
  EXPECT_EQ(desk_.Plays("evidence upload / --kind minutes"), ExitCode::kUsage);
  EXPECT_THAT(server_.seen(), SizeIs(2));
}

TEST_F(ClientTest, AFileThatCouldNotBeSentIsSentAgainAsItWas) {
  const std::string bytes = "%PDF\n" + std::string(600'000, 'x') + "\n";
  const std::filesystem::path file = WriteFile("bien-ban.pdf", bytes);
  EXPECT_EQ(desk_.Plays("--server 127.0.0.1:1 evidence upload " + file.string() + " --kind minutes"),
            ExitCode::kNotReached);
  ASSERT_EQ(Waiting(), 1);
  WriteFile("bien-ban.pdf", "khác");
  server_.Refuse("UploadEvidence", grpc::StatusCode::UNAVAILABLE, "Không ghi được vào ổ đĩa.", "STORAGE_UNAVAILABLE");
  EXPECT_EQ(desk_.Plays("retry"), ExitCode::kNotReached);
  ASSERT_EQ(Waiting(), 1);
  server_.Answer("UploadEvidence", v1::UploadEvidenceResponse());
  EXPECT_EQ(desk_.Plays("retry"), ExitCode::kNotReached);
  EXPECT_EQ(desk_.Plays("retry"), ExitCode::kDone);
  EXPECT_EQ(Waiting(), 0);
  std::set<std::string> ids;
  for (const SeenCall& call : server_.seen()) {
    EXPECT_TRUE(ContentOf(call) == bytes);
    v1::UploadEvidenceRequest first;
    ASSERT_TRUE(first.ParseFromString(call.messages.at(0)));
    EXPECT_EQ(first.sha256(), rules::Sha256(bytes));
    ids.insert(first.request_id());
  }
  EXPECT_THAT(ids, SizeIs(1));
}

TEST_F(ClientTest, ADraftTakesTermsInWorkingDaysAndRaisedTargets) {
  v1::DraftRoundResponse draft;
  draft.mutable_round()->set_name("federations/bac-quang/rounds/2025");
  auto* item = draft.mutable_round()->add_items();
  item->set_item("3.1.8");
  item->mutable_title()->set_vi("Tết Sum vầy");
  item->set_working_days(20);
  auto* raised = draft.mutable_round()->add_targets();
  raised->set_item("2.2");
  raised->set_figure("informed");
  raised->set_target(95);
  raised->add_assignees("federations/bac-quang/unions/che-suoi-xanh");
  server_.Answer("DraftRound", draft);
  EXPECT_EQ(desk_.Plays("round draft 2025 --due 1.3=31/03/2025 --working-days 3.1.8=20 --target 2.2/informed=92 "
                        "--target 2.2/informed=95@che-suoi-xanh,federation"),
            ExitCode::kDone);
  EXPECT_THAT(Said(), HasSubstr("20 ngày làm việc"));
  EXPECT_THAT(Said(), HasSubstr("2.2  informed             95  che-suoi-xanh"));
  const auto request = server_.Sent<v1::DraftRoundRequest>(0);
  ASSERT_EQ(request.due_dates_size(), 2);
  EXPECT_EQ(request.due_dates(1).item(), "3.1.8");
  EXPECT_EQ(request.due_dates(1).working_days(), 20);
  EXPECT_FALSE(request.due_dates(1).has_due_date());
  ASSERT_EQ(request.targets_size(), 2);
  EXPECT_EQ(request.targets(0).item(), "2.2");
  EXPECT_EQ(request.targets(0).figure(), "informed");
  EXPECT_EQ(request.targets(0).target(), 92);
  EXPECT_THAT(request.targets(0).assignees(), IsEmpty());
  EXPECT_EQ(request.targets(1).target(), 95);
  EXPECT_THAT(request.targets(1).assignees(),
              ElementsAre("federations/bac-quang/unions/che-suoi-xanh", "federations/bac-quang"));
  for (const char* wrong : {"2.2=95", "2.2/informed", "/informed=95", "2.2/=95", "2.2/informed=", "2.2/informed=a",
                            "2.2/informed=95@", "2.2/informed=95@,b"}) {
    EXPECT_EQ(desk_.Plays(std::string("round draft 2025 --target ") + wrong), ExitCode::kUsage) << wrong;
  }
  for (const char* wrong : {"3.1.8", "3.1.8=", "3.1.8=x", "3.1.8=3000000000"}) {
    EXPECT_EQ(desk_.Plays(std::string("round draft 2025 --working-days ") + wrong), ExitCode::kUsage) << wrong;
  }
}

TEST_F(ClientTest, OpenWorkIsATableOfEachKind) {
  const std::string federation = "federations/bac-quang/";
  v1::WhoAmIResponse me;
  // 07:30 of 01/03/2025 at Asia/Ho_Chi_Minh is still 28 February in UTC.
  me.mutable_time()->set_seconds(1740789000);
  server_.Answer("WhoAmI", me);
  v1::ListOpenWorkResponse open;
  auto* charge = open.add_responsibilities();
  charge->set_name(federation + "responsibilities/7");
  charge->set_item("1.3");
  open.add_reviews(federation + "rounds/2025/tasks/1.3.thpt-viet-vinh");
  open.add_own_tasks(federation + "rounds/2023-2028/tasks/1.6.federation");
  open.add_extensions(federation + "rounds/2025/tasks/2.2.che-suoi-xanh/extensions/1");
  open.add_inspections(federation + "inspections/2025-03");
  open.add_findings(federation + "inspections/2025-02/findings/1");
  server_.Answer("ListOpenWork", open);
  v1::ListDelegationsResponse delegations;
  const auto delegates = [&](int number, const std::string& from, const std::string& to) {
    auto* delegation = delegations.add_delegations();
    delegation->set_name(federation + "delegations/" + std::to_string(number));
    delegation->set_account(federation + "accounts/" + from);
    delegation->set_delegate(federation + "accounts/" + to);
  };
  delegates(3, "chu-tich", "uy-vien-1");
  delegates(2, "uy-vien-2", "uy-vien-3");
  server_.Answer("ListDelegations", delegations);

  EXPECT_EQ(desk_.Plays("open-work uy-vien-1"), ExitCode::kDone);
  EXPECT_EQ(Said(),
            "Phụ trách: 1\n"
            "Số  Phụ trách\n"
            "7   mục 1.3\n"
            "\n"
            "Báo cáo đang duyệt: 1\n"
            "  2025/1.3.thpt-viet-vinh\n"
            "\n"
            "Nhiệm vụ của liên đoàn chưa xong: 1\n"
            "  2023-2028/1.6.federation\n"
            "\n"
            "Đề nghị gia hạn chờ quyết định: 1\n"
            "  2025/2.2.che-suoi-xanh/1\n"
            "\n"
            "Cuộc kiểm tra chưa kết luận: 1\n"
            "  2025-03\n"
            "\n"
            "Khắc phục chờ kiểm tra lại: 1\n"
            "  2025-02/1\n"
            "\n"
            "Ủy quyền đang có hiệu lực: 1\n"
            "Số  Của ai    Làm thay\n"
            "3   chu-tich  uy-vien-1\n");
  const auto asked = server_.Sent<v1::ListDelegationsRequest>(2);
  EXPECT_EQ(asked.on_date().month(), 3);
  EXPECT_EQ(asked.on_date().day(), 1);

  EXPECT_EQ(desk_.Plays("-o csv open-work uy-vien-1"), ExitCode::kDone);
  EXPECT_EQ(Said(),
            "kind,name,what\n"
            "responsibility,7,item 1.3\n"
            "review,2025/1.3.thpt-viet-vinh,\n"
            "own-task,2023-2028/1.6.federation,\n"
            "extension,2025/2.2.che-suoi-xanh/1,\n"
            "inspection,2025-03,\n"
            "finding,2025-02/1,\n"
            "delegation,3,chu-tich>uy-vien-1\n");

  server_.Answer("ListOpenWork", v1::ListOpenWorkResponse());
  server_.Answer("ListDelegations", v1::ListDelegationsResponse());
  EXPECT_EQ(desk_.Plays("open-work uy-vien-1"), ExitCode::kDone);
  EXPECT_EQ(desk_.Plays("open-work uy-vien-1"), ExitCode::kDone);
  EXPECT_EQ(Said(), "Không còn việc nào mở.\n");
}

TEST_F(ClientTest, ReadsAndSignInsAreNeverKept) {
  EXPECT_EQ(desk_.Plays("--server 127.0.0.1:1 task list"), ExitCode::kNotReached);
  EXPECT_EQ(desk_.Plays("--server 127.0.0.1:1 sign-in --password-file -", "bi mat\n"), ExitCode::kNotReached);
  EXPECT_EQ(Waiting(), 0);
}

// The report is not lost though the task could not be looked at.
TEST_F(ClientTest, ANamelessFigureIsNamedWhenTheServerIsThere) {
  EXPECT_EQ(desk_.Plays("--server 127.0.0.1:1 submit 1.3.thpt-viet-vinh --figure có"), ExitCode::kNotReached);
  ASSERT_EQ(Waiting(), 1);
  v1::GetTaskResponse task;
  task.mutable_task()->add_figures()->set_id("held");
  server_.Answer("GetTask", task);
  server_.Answer("SubmitTask", submitted_);
  EXPECT_EQ(desk_.Plays("retry"), ExitCode::kDone);
  EXPECT_EQ(server_.Sent<v1::SubmitTaskRequest>(1).report().figures(0).figure(), "held");
}

TEST_F(ClientTest, AListIsReadToItsEnd) {
  for (int page = 0; page < 3; ++page) {
    v1::ListTasksResponse answer;
    for (int i = 0; i < 2; ++i) {
      answer.add_tasks()->set_name("federations/bac-quang/rounds/2025/tasks/1." + std::to_string(page * 2 + i) + ".a");
    }
    if (page < 2) answer.set_next_page_token("trang-" + std::to_string(page + 1));
    server_.Answer("ListTasks", answer);
  }
  EXPECT_EQ(desk_.Plays("task list -o csv"), ExitCode::kDone);
  EXPECT_EQ(std::count(desk_.out.view().begin(), desk_.out.view().end(), '\n'), 7);  // the headings, and six tasks
  EXPECT_THAT(Said(), HasSubstr("2025/1.5.a"));
  ASSERT_THAT(server_.seen(), SizeIs(3));
  EXPECT_EQ(server_.Sent<v1::ListTasksRequest>(0).page_size(), 1000);
  EXPECT_EQ(server_.Sent<v1::ListTasksRequest>(2).page_token(), "trang-2");
}

TEST_F(ClientTest, ALimitedListSaysThatThereIsMore) {
  v1::ListTasksResponse answer;
  answer.add_tasks()->set_name("federations/bac-quang/rounds/2025/tasks/1.3.a");
  answer.set_next_page_token("tiep");
  server_.Answer("ListTasks", answer);
  EXPECT_EQ(desk_.Plays("task list --limit 1"), ExitCode::kDone);
  EXPECT_EQ(server_.Sent<v1::ListTasksRequest>(0).page_size(), 1);
  EXPECT_THAT(Complained(), HasSubstr("--limit"));
  EXPECT_THAT(server_.seen(), SizeIs(1));
}

// The server looks at so many tasks for a page and no more: it may be short, or empty, and not be the last.
TEST_F(ClientTest, ALimitedListGoesOnBehindAShortPage) {
  v1::ListTasksResponse one;
  one.add_tasks()->set_name("federations/bac-quang/rounds/2025/tasks/1.3.a");
  one.set_next_page_token("trang-2");
  v1::ListTasksResponse none;
  none.set_next_page_token("trang-3");
  v1::ListTasksResponse another;
  another.add_tasks()->set_name("federations/bac-quang/rounds/2025/tasks/1.3.b");
  for (const v1::ListTasksResponse& page : {one, none, another}) server_.Answer("ListTasks", page);
  EXPECT_EQ(desk_.Plays("task list --limit 2"), ExitCode::kDone);
  EXPECT_THAT(Said(), HasSubstr("1.3.b"));
  ASSERT_THAT(server_.seen(), SizeIs(3));
  EXPECT_EQ(server_.Sent<v1::ListTasksRequest>(2).page_size(), 1);
  EXPECT_EQ(server_.Sent<v1::ListTasksRequest>(2).page_token(), "trang-3");
  EXPECT_THAT(Complained(), Not(HasSubstr("--limit")));
}

TEST_F(ClientTest, FederationsBelowAreReadToTheirEndAndSummedOnce) {
  v1::ListSubordinateProgressResponse first;
  first.add_federations()->set_federation("federations/bac-quang");
  v1::IndicatorProgress& sum = *first.add_sums()->mutable_progress();
  sum.set_item("1.3");
  sum.set_measure(v1::Item::MEASURE_COVERAGE);
  sum.set_state(v1::PROGRESS_STATE_MET);
  v1::FigureProgress& held = *sum.add_figures();
  held.set_figure("held");
  held.set_numerator(40);
  held.set_denominator(49);
  first.mutable_as_of_date()->set_year(2025);
  first.mutable_as_of_date()->set_month(6);
  first.mutable_as_of_date()->set_day(30);
  first.set_next_page_token("trang-2");
  v1::ListSubordinateProgressResponse second;
  second.add_federations()->set_federation("federations/quang-binh");
  *second.mutable_as_of_date() = first.as_of_date();
  server_.Answer("ListSubordinateProgress", first);
  server_.Answer("ListSubordinateProgress", second);
  EXPECT_EQ(desk_.Plays("federation below 2025"), ExitCode::kDone);
  EXPECT_THAT(Said(), AllOf(HasSubstr("bac-quang"), HasSubstr("quang-binh"), HasSubstr("30/06/2025")));
  EXPECT_THAT(Said(), HasSubstr("40/49 (81,6%)"));
  ASSERT_THAT(server_.seen(), SizeIs(2));
  EXPECT_EQ(server_.Sent<v1::ListSubordinateProgressRequest>(1).page_token(), "trang-2");
}

TEST_F(ClientTest, OfFederationsBelowATableForProgramsHasTheSums) {
  v1::ListSubordinateProgressResponse below;
  below.add_federations()->set_federation("federations/bac-quang");
  v1::IndicatorProgress& sum = *below.add_sums()->mutable_progress();
  sum.set_item("1.3");
  sum.set_measure(v1::Item::MEASURE_COVERAGE);
  sum.set_state(v1::PROGRESS_STATE_MET);
  sum.add_figures()->set_numerator(40);
  server_.Answer("ListSubordinateProgress", below);
  EXPECT_EQ(desk_.Plays("federation below 2025 -o csv"), ExitCode::kDone);
  EXPECT_THAT(Said(), HasSubstr("\n1.3,"));
  EXPECT_THAT(Said(), HasSubstr(",40,"));
}

TEST_F(ClientTest, AnEmptyListSaysSo) {
  server_.Answer("ListTasks", v1::ListTasksResponse());
  EXPECT_EQ(desk_.Plays("task list"), ExitCode::kDone);
  EXPECT_EQ(Said(), "Không có nhiệm vụ nào.\n");
  EXPECT_EQ(desk_.Plays("task list -o csv"), ExitCode::kDone);
  EXPECT_EQ(Said(), "name,title,assignee_title,state,due_date,timing,days_late,cycle,etag\n");
}

TEST_F(ClientTest, RunPlaysManyAsSeveralPersons) {
  desk_.SignIn(server_.address(), "chu-tich", "chair");
  server_.Answer("SubmitTask", submitted_);
  server_.Answer("AcceptTask", v1::AcceptTaskResponse());
  const auto file = WriteFile("viec.txt",
                              "# buổi sáng\n"
                              "\n"
                              "submit 1.3.thpt-viet-vinh --narrative \"Đã họp # ngày 20\"\n"
                              "@chair accept 1.3.thpt-viet-vinh\r\n");
  EXPECT_EQ(desk_.Plays("run " + file.string()), ExitCode::kDone);
  EXPECT_EQ(std::count(desk_.out.view().begin(), desk_.out.view().end(), '\n'), 2);
  ASSERT_THAT(server_.seen(), SizeIs(2));
  EXPECT_EQ(server_.Sent<v1::SubmitTaskRequest>(0).report().narrative(), "Đã họp # ngày 20");
  EXPECT_EQ(server_.seen()[0].metadata.at("authorization"), "Bearer token-of-thpt-viet-vinh");
  EXPECT_EQ(server_.seen()[1].metadata.at("authorization"), "Bearer token-of-chu-tich");
}

TEST_F(ClientTest, RunStopsAtTheFirstFailure) {
  server_.Refuse("SubmitTask", grpc::StatusCode::PERMISSION_DENIED, "của đơn vị khác", "NOT_YOUR_UNION");
  server_.Answer("SubmitTask", submitted_);
  const std::string lines = "submit 1.3.a\nsubmit 1.3.thpt-viet-vinh\n";
  EXPECT_EQ(desk_.Plays("run -", lines), ExitCode::kRefused);
  EXPECT_THAT(Complained(), HasSubstr("-:1: của đơn vị khác [NOT_YOUR_UNION]"));
  EXPECT_THAT(server_.seen(), SizeIs(1));
}

TEST_F(ClientTest, RunCanKeepGoing) {
  server_.Refuse("SubmitTask", grpc::StatusCode::PERMISSION_DENIED, "của đơn vị khác", "NOT_YOUR_UNION");
  server_.Answer("SubmitTask", submitted_);
  EXPECT_EQ(desk_.Plays("run - --keep-going", "submit 1.3.a\nsubmit 1.3.thpt-viet-vinh\nsubmit 'x\nrun -\n"),
            ExitCode::kPartly);
  EXPECT_THAT(server_.seen(), SizeIs(2));
  EXPECT_THAT(Complained(), HasSubstr("-:3: "));
  EXPECT_THAT(Complained(), HasSubstr("1 lệnh xong, 3 lệnh không."));
}

TEST_F(ClientTest, AOneTimeCodeIsExchangedForAPasswordAtOnce) {
  v1::SignInResponse signed_in;
  signed_in.set_token("the-moi");
  signed_in.set_password_change_required(true);
  server_.Answer("SignIn", signed_in);
  server_.Answer("ChangePassword", v1::ChangePasswordResponse());
  v1::WhoAmIResponse me;
  me.mutable_account()->set_name("federations/bac-quang/accounts/uv-1");
  me.set_time_zone("Asia/Ho_Chi_Minh");
  me.mutable_time()->set_seconds(1735664400);  // 2025-01-01 00:00 there, still 2024 in UTC
  server_.Answer("WhoAmI", me);
  const auto code = WriteFile("ma", "ABCD-1234\r\n");
  const auto password = WriteFile("mat-khau", "một mật khẩu dài\nkhông phải dòng này\n");
  EXPECT_EQ(
      desk_.Plays("--profile moi sign-in --server " + server_.address() + " --federation bac-quang --account uv-1 " +
                  "--password-file " + code.string() + " --new-password-file " + password.string()),
      ExitCode::kDone)
      << Complained();
  EXPECT_EQ(server_.Sent<v1::SignInRequest>(0).password(), "ABCD-1234");
  EXPECT_EQ(server_.Sent<v1::ChangePasswordRequest>(1).old_password(), "ABCD-1234");
  EXPECT_EQ(server_.Sent<v1::ChangePasswordRequest>(1).new_password(), "một mật khẩu dài");
  EXPECT_EQ(server_.seen()[1].metadata.at("authorization"), "Bearer the-moi");
  const Profile profile = desk_.profiles().Load("moi").value();
  EXPECT_EQ(profile.token, "the-moi");
  EXPECT_EQ(profile.account, "uv-1");
  EXPECT_EQ(profile.round, "2025");
}

TEST_F(ClientTest, TheDeviceIsKnownFromOneSignInToTheNext) {
  v1::SignInResponse signed_in;
  signed_in.set_token("the-moi");
  signed_in.set_device_token("may-quen");
  server_.Answer("SignIn", signed_in);
  server_.Answer("WhoAmI", v1::WhoAmIResponse());
  server_.Answer("SignOut", v1::SignOutResponse());
  EXPECT_EQ(desk_.Plays("sign-in --password-file -", "một mật khẩu dài\n"), ExitCode::kDone) << Complained();
  EXPECT_EQ(server_.Sent<v1::SignInRequest>(0).device_token(), "");
  EXPECT_FALSE(server_.Sent<v1::SignInRequest>(0).device().empty());
  // Whoever signs out is still on their own device.
  EXPECT_EQ(desk_.Plays("sign-out"), ExitCode::kDone);
  EXPECT_EQ(desk_.Plays("sign-in --password-file -", "một mật khẩu dài\n"), ExitCode::kDone);
  EXPECT_EQ(server_.Sent<v1::SignInRequest>(3).device_token(), "may-quen");
}

TEST_F(ClientTest, WhatFailsInsideIsToldWithTheIdOfTheCall) {
  server_.Refuse("ListSessions", grpc::StatusCode::INTERNAL, "Lỗi trong máy chủ.");
  EXPECT_NE(desk_.Plays("session list"), ExitCode::kDone);
  EXPECT_THAT(Complained(), HasSubstr(std::string("kèm mã cuộc gọi ") + kCallId));
  server_.Refuse("WhoAmI", grpc::StatusCode::PERMISSION_DENIED, "Không được.", "POSITION_REQUIRED");
  EXPECT_NE(desk_.Plays("whoami"), ExitCode::kDone);
  EXPECT_THAT(Complained(), Not(HasSubstr(kCallId)));
}

// Nobody is asked where nobody sits.
TEST_F(ClientTest, AScriptWithoutAPasswordFileDoesNotHang) {
  EXPECT_EQ(desk_.Plays("sign-in"), ExitCode::kUsage);
  EXPECT_THAT(Complained(), HasSubstr("--password-file"));
  EXPECT_THAT(server_.seen(), IsEmpty());
}

TEST_F(ClientTest, WrongCredentialsKeepTheProfileAsItWas) {
  server_.Refuse("SignIn", grpc::StatusCode::UNAUTHENTICATED, "Sai tên đăng nhập hoặc mật khẩu.", "WRONG_CREDENTIALS");
  EXPECT_EQ(desk_.Plays("sign-in --account khac --password-file -", "sai\n"), ExitCode::kNotSignedIn);
  EXPECT_EQ(desk_.profiles().Load("default")->account, "thpt-viet-vinh");
}

TEST_F(ClientTest, WhatIsIssuedIsWhatWasDrafted) {
  v1::GetRoundResponse draft;
  draft.mutable_round()->set_etag("41");
  server_.Answer("GetRound", draft);
  server_.Answer("IssueRound", v1::IssueRoundResponse());
  EXPECT_EQ(desk_.Plays("round issue 2025 --decision 1/QĐ"), ExitCode::kDone);
  EXPECT_EQ(server_.Sent<v1::IssueRoundRequest>(1).etag(), "41");
  EXPECT_EQ(desk_.Plays("round issue 2025 --decision 1/QĐ --etag 40"), ExitCode::kDone);
  EXPECT_EQ(server_.Sent<v1::IssueRoundRequest>(2).etag(), "40");
}

TEST_F(ClientTest, AWrongFileIsShownAndNotLoaded) {
  v1::LoadProgrammeResponse checked;
  v1::Problem& problem = *checked.add_problems();
  problem.set_line(12);
  problem.set_field("items[1.3].scope");
  problem.set_message("chưa có phạm vi “publik”");
  server_.Answer("LoadProgramme", checked);
  const auto file = WriteFile("ct.textproto", "id: 'x'");
  EXPECT_EQ(desk_.Plays("programme load " + file.string() + " --decision 1/QĐ"), ExitCode::kRefused);
  EXPECT_THAT(Said(), HasSubstr("12  items[1.3].scope  chưa có phạm vi “publik”"));
  ASSERT_THAT(server_.seen(), SizeIs(1));
  EXPECT_TRUE(server_.Sent<v1::LoadProgrammeRequest>(0).validate_only());
  EXPECT_EQ(Waiting(), 0);
}

TEST_F(ClientTest, APreviewHasARequestIdAndIsNotKept) {
  server_.Answer("ExtendTasks", v1::ExtendTasksResponse());
  EXPECT_EQ(desk_.Plays("extend --round 2025 --item 1.3 --due 30/04/2025 --dry-run"), ExitCode::kDone);
  ASSERT_THAT(server_.seen(), SizeIs(1));
  const auto preview = server_.Sent<v1::ExtendTasksRequest>(0);
  EXPECT_TRUE(preview.validate_only());
  EXPECT_FALSE(preview.request_id().empty());
  EXPECT_EQ(Waiting(), 0);
}

TEST_F(ClientTest, AGoodFileIsPreviewedAndThenLoaded) {
  v1::LoadProgrammeResponse answer;
  answer.set_indicator_count(25);
  answer.set_programme("federations/bac-quang/programmes/1");
  server_.Answer("LoadProgramme", answer);
  const auto file = WriteFile("ct.textproto", "id: 'x'");
  EXPECT_EQ(desk_.Plays("programme load " + file.string() + " --dry-run"), ExitCode::kDone);
  EXPECT_THAT(server_.seen(), SizeIs(1));
  EXPECT_EQ(desk_.Plays("programme load " + file.string()), ExitCode::kUsage);
  EXPECT_EQ(desk_.Plays("programme load " + file.string() + " --decision 1/QĐ"), ExitCode::kDone);
  EXPECT_THAT(Said(), HasSubstr("25"));
  ASSERT_THAT(server_.seen(), SizeIs(3));
  const auto check = server_.Sent<v1::LoadProgrammeRequest>(1);
  const auto load = server_.Sent<v1::LoadProgrammeRequest>(2);
  EXPECT_TRUE(check.validate_only());
  EXPECT_FALSE(load.validate_only());
  EXPECT_EQ(load.source(), "id: 'x'");
  EXPECT_EQ(load.decision_number(), "1/QĐ");
  EXPECT_NE(check.request_id(), load.request_id());
}

TEST_F(ClientTest, AnImportIsSentInPieces) {
  server_.Answer("ImportUnions", v1::ImportUnionsResponse());
  const std::string csv(600'000, 'x');
  const auto file = WriteFile("dv.csv", csv);
  EXPECT_EQ(desk_.Plays("union import " + file.string() + " --dry-run --as-of 2025-01-01"), ExitCode::kDone);
  const SeenCall call = server_.seen().at(0);
  EXPECT_THAT(call.messages, SizeIs(3));
  std::string whole;
  for (size_t i = 0; i < call.messages.size(); ++i) {
    v1::ImportUnionsRequest piece;
    ASSERT_TRUE(piece.ParseFromString(call.messages[i]));
    EXPECT_EQ(piece.parent(), i == 0 ? "federations/bac-quang" : "");
    EXPECT_EQ(piece.has_as_of_date(), i == 0);
    whole += piece.chunk();
  }
  EXPECT_EQ(whole, csv);
}

TEST_F(ClientTest, AFileOfReportsIsComparedBeforeAnythingIsSent) {
  v1::GetTaskResponse task;
  task.mutable_task()->set_name("federations/bac-quang/rounds/2025/tasks/1.3.a");
  task.mutable_task()->add_figures()->set_id("held");
  server_.Answer("GetTask", task);
  server_.Answer("ReportProgress", v1::ReportProgressResponse());
  const auto wrong = WriteFile("sai.csv", "task,figure,numerator\n1.3.a,held,1\n1.3.b,heldd,1\n");
  EXPECT_EQ(desk_.Plays("report file " + wrong.string()), ExitCode::kRefused);
  EXPECT_THAT(Said(), HasSubstr("“heldd”"));
  for (const SeenCall& call : server_.seen()) EXPECT_EQ(call.method, "GetTask");

  const auto good = WriteFile("dung.csv", "task,figure,numerator\n1.3.a,held,1\n1.3.b,,0\n");
  EXPECT_EQ(desk_.Plays("report file " + good.string() + " --dry-run"), ExitCode::kDone);
  for (const SeenCall& call : server_.seen()) EXPECT_EQ(call.method, "GetTask");
  EXPECT_EQ(desk_.Plays("report file " + good.string()), ExitCode::kDone);
  EXPECT_THAT(Said(), HasSubstr("2 báo cáo đã gửi, trong tổng số 2."));
  EXPECT_EQ(server_.Sent<v1::ReportProgressRequest>(server_.seen().size() - 1).report().figures(0).figure(), "held");
}

TEST_F(ClientTest, AFileOfReportsDoneInPartSaysSo) {
  v1::GetTaskResponse task;
  task.mutable_task()->add_figures()->set_id("held");
  server_.Answer("GetTask", task);
  server_.Answer("SubmitTask", submitted_);
  server_.Refuse("SubmitTask", grpc::StatusCode::FAILED_PRECONDITION, "đã nộp rồi", "TASK_STATE");
  const auto file = WriteFile("s.csv", "task,numerator\n1.3.a,1\n1.3.b,1\n");
  EXPECT_EQ(desk_.Plays("report file " + file.string() + " --submit"), ExitCode::kPartly);
  EXPECT_THAT(Complained(), HasSubstr(":3: đã nộp rồi [TASK_STATE]"));
}

TEST_F(ClientTest, WatchingShowsEachEntryAndSaysHowToGoOn) {
  CannedAnswer answer;
  for (int i = 1; i <= 2; ++i) {
    v1::WatchEntriesResponse entry;
    entry.mutable_entry()->set_revision(i);
    entry.mutable_entry()->add_happened("Tiếp nhận nhiệm vụ");
    answer.messages.push_back(entry.SerializeAsString());
  }
  answer.status = grpc::Status(grpc::StatusCode::UNAVAILABLE, "Máy chủ đang dừng.");
  server_.Answer("WatchEntries", answer);
  EXPECT_EQ(desk_.Plays("journal watch"), ExitCode::kNotReached);
  EXPECT_THAT(Said(), HasSubstr("Tiếp nhận nhiệm vụ\n"));
  EXPECT_THAT(Complained(), HasSubstr("journal watch --after 2"));
  EXPECT_EQ(desk_.Plays("journal watch --count 1"), ExitCode::kDone);
  EXPECT_EQ(desk_.Plays("journal watch --count 2 -o csv"), ExitCode::kDone);
  EXPECT_EQ(std::count(desk_.out.view().begin(), desk_.out.view().end(), '\n'), 3);
}

TEST_F(ClientTest, AnswersAsJsonAndCsv) {
  server_.Answer("SubmitTask", submitted_);
  EXPECT_EQ(desk_.Plays("submit 1.3.thpt-viet-vinh -o json"), ExitCode::kDone);
  EXPECT_THAT(Said(), HasSubstr("\"revision\": \"1234\""));
  EXPECT_EQ(desk_.Plays("submit 1.3.thpt-viet-vinh -o csv"), ExitCode::kDone);
  EXPECT_EQ(Said(), "task,revision\n2025/1.3.thpt-viet-vinh,1234\n");
}

TEST_F(ClientTest, HelpNeedsNoServerAndNoProfile) {
  Desk stranger;
  EXPECT_EQ(stranger.Plays(""), ExitCode::kDone);
  EXPECT_THAT(stranger.out.str(), HasSubstr("Ban Thường vụ"));
  EXPECT_EQ(stranger.Plays("--lang en help submit"), ExitCode::kDone);
  EXPECT_THAT(stranger.out.str(), HasSubstr("phancong submit TASK [options]"));
  EXPECT_EQ(stranger.Plays("submit --help"), ExitCode::kDone);
  EXPECT_EQ(stranger.Plays("help khong-co"), ExitCode::kUsage);
  EXPECT_EQ(stranger.Plays("--version"), ExitCode::kDone);
  EXPECT_THAT(stranger.out.str(), testing::StartsWith("phancong "));
}

}  // namespace
}  // namespace phancong::client
