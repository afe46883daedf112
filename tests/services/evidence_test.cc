// Files of evidence: sent, kept once by content, named by reports, read by who may, erased by a decision; and kinds of
// evidence that are waived.

#include <filesystem>
#include <fstream>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "phancong/v1/evidence_service.pb.h"
#include "services/rules/merkle.h"
#include "storage/evidence_content.h"
#include "tests/services/five_unions.h"
#include "tests/services/refused_attempts.h"
#include "tests/support/world.h"

namespace phancong::services_test {
namespace {

using support::Answered;
using support::Claim;
using support::DateOf;
using support::Outcome;
using support::Person;
using support::World;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr char kTask[] = "1.3.thpt-viet-vinh";
constexpr char kUnion[] = "thpt-viet-vinh";

// What libmagic takes for a PDF, as long as wanted.
std::string Pdf(size_t bytes = 1'000, char fill = 'x') {
  std::string content = "%PDF-1.4\n";
  content.resize(bytes, fill);
  return content;
}

class EvidenceTest : public testing::Test {
 protected:
  EvidenceTest() { world_.IssuesTheYear(); }

  v1::UploadEvidenceRequest Upload(const std::string& unit, const std::string& content) {
    v1::UploadEvidenceRequest request;
    request.set_parent(world_.UnitName(unit));
    request.set_file_name("bien-ban.pdf");
    request.set_kind("minutes");
    request.mutable_document()->set_number("12/BB-CĐ");
    *request.mutable_document()->mutable_date() = DateOf("2024-12-20");
    request.set_size(static_cast<int64_t>(content.size()));
    request.set_sha256(rules::Sha256(content));
    request.set_chunk(content);
    return request;
  }
  Outcome<v1::UploadEvidenceResponse> Sends(Person& person, const v1::UploadEvidenceRequest& request) {
    return person.Call<v1::UploadEvidenceResponse>(request);
  }
  std::string Uploaded(Person& person, const std::string& unit, const std::string& content) {
    const auto sent = Sends(person, Upload(unit, content));
    EXPECT_DONE(sent);
    return sent->evidence().name();
  }
  Answered Downloads(Person& person, const std::string& name, std::string* content, int64_t offset = 0) {
    v1::DownloadEvidenceRequest request;
    request.set_name(name);
    request.set_offset(offset);
    v1::DownloadEvidenceResponse piece;
    content->clear();
    return world_.Watch(request, &piece, person.token(), [&] {
      content->append(piece.chunk());
      return true;
    });
  }
  Outcome<v1::GetEvidenceResponse> Sees(Person& person, const std::string& name) {
    v1::GetEvidenceRequest request;
    request.set_name(name);
    return person.Call<v1::GetEvidenceResponse>(request);
  }
  Outcome<v1::ListEvidenceResponse> Lists(Person& person, const std::string& unit, int32_t page_size = 0,
                                          const std::string& token = "") {
    v1::ListEvidenceRequest request;
    request.set_parent(world_.UnitName(unit));
    request.set_page_size(page_size);
    request.set_page_token(token);
    return person.Call<v1::ListEvidenceResponse>(request);
  }
  Outcome<v1::EraseEvidenceResponse> Erases(Person& person, const std::string& name, const std::string& reason,
                                            const std::string& decision) {
    v1::EraseEvidenceRequest request;
    request.set_name(name);
    request.set_reason(reason);
    request.set_decision_number(decision);
    return person.Call<v1::EraseEvidenceResponse>(request);
  }
  // A complete report whose only evidence is this file.
  v1::Report ReportWith(const std::string& file) {
    v1::Report report = world_.CompleteReport(kTask);
    report.clear_evidence();
    report.add_evidence()->set_kind("minutes");
    report.mutable_evidence(0)->set_file(file);
    return report;
  }
  // Contents on the disk, and what is still coming.
  int Files() {
    int files = 0;
    std::error_code none;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(Folder(), none)) {
      if (entry.is_regular_file()) ++files;
    }
    return files;
  }
  std::filesystem::path Folder() { return storage::EvidenceFolderOf(world_.path()); }

  World world_;
};

TEST_F(EvidenceTest, ComesBackAsItWasSent) {
  Person& chair = world_.UnionChair(kUnion);
  const std::string content = Pdf(700'001);
  const auto sent = Sends(chair, Upload(kUnion, content));
  ASSERT_DONE(sent);
  EXPECT_EQ(sent->evidence().unit(), world_.UnitName(kUnion));
  EXPECT_EQ(sent->evidence().file_name(), "bien-ban.pdf");
  EXPECT_EQ(sent->evidence().media_type(), "application/pdf");
  EXPECT_EQ(sent->evidence().size(), 700'001);
  EXPECT_EQ(sent->evidence().sha256(), rules::Sha256(content));
  EXPECT_EQ(sent->evidence().account(), chair.name());
  EXPECT_EQ(sent->evidence().document().date().year(), 2024) << "the document's own date, apart from the upload's";
  EXPECT_EQ(sent->evidence().upload_time().seconds(), world_.now_micros() / 1'000'000);
  EXPECT_EQ(sent->evidence().reference_count(), 0);

  std::string got;
  ASSERT_DONE(Downloads(chair, sent->evidence().name(), &got));
  EXPECT_EQ(got, content);
  ASSERT_DONE(Downloads(chair, sent->evidence().name(), &got, 700'000));
  EXPECT_EQ(got, "x");
  ASSERT_DONE(Downloads(chair, sent->evidence().name(), &got, 700'001));
  EXPECT_EQ(got, "");
  EXPECT_REFUSED(Downloads(chair, sent->evidence().name(), &got, 700'002), INVALID_FIELD);

  world_.Restart();
  ASSERT_DONE(Sees(chair, sent->evidence().name()));
  ASSERT_DONE(Downloads(chair, sent->evidence().name(), &got));
  EXPECT_EQ(got, content);
}

TEST_F(EvidenceTest, IsItsUnionsAndTheCommittees) {
  Person& chair = world_.UnionChair(kUnion);
  Person& stranger = world_.UnionChair("thpt-hung-an");
  const std::string name = Uploaded(chair, kUnion, Pdf());
  const std::string own = Uploaded(world_.Chair(), "federation", Pdf(2'000));
  EXPECT_REFUSED(Sends(stranger, Upload(kUnion, Pdf())), NOT_YOUR_UNION);
  EXPECT_REFUSED(Sends(chair, Upload("federation", Pdf())), NOT_YOUR_UNION);
  EXPECT_REFUSED(Sends(world_.Reader(), Upload(kUnion, Pdf())), POSITION_REQUIRED);

  std::string got;
  ASSERT_DONE(stranger.SignsIn());
  for (const std::string& file : {name, own}) {
    EXPECT_REFUSED(Sees(stranger, file), NOT_YOUR_UNION);
    EXPECT_REFUSED(Downloads(stranger, file, &got), NOT_YOUR_UNION);
    EXPECT_EQ(got, "");
  }
  // Of one that is not there, nothing is learnt either.
  EXPECT_REFUSED(Sees(stranger, world_.FederationName() + "/evidence/99"), NOT_YOUR_UNION);
  EXPECT_REFUSED(Sees(world_.Chair(), world_.FederationName() + "/evidence/99"), NOT_FOUND);
  ASSERT_DONE(world_.Inspector().SignsIn());
  EXPECT_DONE(Downloads(world_.Inspector(), name, &got));
  EXPECT_EQ(got, Pdf());

  EXPECT_THAT(Lists(stranger, "federation")->evidence(), IsEmpty());
  EXPECT_THAT(Lists(chair, "federation")->evidence(), SizeIs(1));
  EXPECT_REFUSED(Lists(stranger, kUnion), NOT_YOUR_UNION);
  const auto newest = Lists(world_.Member(), "federation", 1);
  ASSERT_DONE(newest);
  ASSERT_THAT(newest->evidence(), SizeIs(1));
  EXPECT_EQ(newest->evidence(0).name(), own);
  const auto rest = Lists(world_.Member(), "federation", 1, newest->next_page_token());
  ASSERT_THAT(rest->evidence(), SizeIs(1));
  EXPECT_EQ(rest->evidence(0).name(), name);
  EXPECT_EQ(rest->next_page_token(), "");
}

TEST_F(EvidenceTest, IsKeptOnceByItsContent) {
  const std::string first = Uploaded(world_.UnionChair(kUnion), kUnion, Pdf());
  const std::string second = Uploaded(world_.UnionChair("thpt-hung-an"), "thpt-hung-an", Pdf());
  EXPECT_NE(first, second);
  EXPECT_EQ(Files(), 1);
  // One of them is erased: the other still needs the content.
  EXPECT_DONE(Erases(world_.Chair(), first, "gửi nhầm", "15/QĐ-BTV"));
  EXPECT_EQ(Files(), 1);
  std::string got;
  EXPECT_DONE(Downloads(world_.Chair(), second, &got));
  EXPECT_REFUSED(Downloads(world_.Chair(), first, &got), EVIDENCE_ERASED);
  EXPECT_DONE(Erases(world_.Chair(), second, "gửi nhầm", "16/QĐ-BTV"));
  EXPECT_EQ(Files(), 0);
  const auto erased = Sees(world_.Chair(), second);
  EXPECT_TRUE(erased->evidence().erased());
  EXPECT_EQ(erased->evidence().sha256(), rules::Sha256(Pdf())) << "that it was there stays known";
  EXPECT_REFUSED(Erases(world_.Chair(), second, "gửi nhầm", "17/QĐ-BTV"), EVIDENCE_ERASED);
}

TEST_F(EvidenceTest, IsErasedByTheChairWithReasonAndDecision) {
  const std::string name = Uploaded(world_.UnionChair(kUnion), kUnion, Pdf());
  EXPECT_REFUSED(Erases(world_.ViceChair(), name, "gửi nhầm", "15/QĐ-BTV"), POSITION_REQUIRED);
  EXPECT_REFUSED(Erases(world_.Chair(), name, "", "15/QĐ-BTV"), REASON_REQUIRED);
  EXPECT_REFUSED(Erases(world_.Chair(), name, "gửi nhầm", ""), DECISION_REQUIRED);
  EXPECT_EQ(Files(), 1);
}

TEST_F(EvidenceTest, RefusesWhatIsNoEvidence) {
  Person& chair = world_.UnionChair(kUnion);
  EXPECT_REFUSED(Sends(chair, Upload(kUnion, "#!/bin/sh\necho " + std::string(100, 'x'))), FILE_TYPE);
  EXPECT_REFUSED(Sends(chair, Upload(kUnion, Pdf((size_t{20} << 20) + 1))), TOO_LARGE);
  v1::UploadEvidenceRequest lies = Upload(kUnion, Pdf((size_t{20} << 20) + 1));
  lies.set_size(1'000);
  EXPECT_REFUSED(Sends(chair, lies), TOO_LARGE) << "the limit holds while it streams";

  v1::UploadEvidenceRequest damaged = Upload(kUnion, Pdf());
  damaged.set_sha256(rules::Sha256("khác"));
  EXPECT_REFUSED(Sends(chair, damaged), CHECKSUM);
  v1::UploadEvidenceRequest cut = Upload(kUnion, Pdf());
  cut.set_size(1'001);
  cut.clear_sha256();
  EXPECT_REFUSED(Sends(chair, cut), CHECKSUM);
  v1::UploadEvidenceRequest unknown = Upload(kUnion, Pdf());
  unknown.clear_size();
  unknown.clear_sha256();
  EXPECT_REFUSED(Sends(chair, unknown), INVALID_FIELD) << "nothing tells its end from a broken connection";
  v1::UploadEvidenceRequest kind = Upload(kUnion, Pdf());
  kind.set_kind("video");
  EXPECT_REFUSED(Sends(chair, kind), INVALID_FIELD);
  v1::UploadEvidenceRequest nameless = Upload(kUnion, Pdf());
  nameless.set_file_name("../..");
  EXPECT_REFUSED(Sends(chair, nameless), INVALID_FIELD);
  EXPECT_REFUSED(Sends(world_.Chair(), Upload("khong-co", Pdf())), NOT_FOUND);
  v1::UploadEvidenceRequest path = Upload(kUnion, Pdf(3'000));
  path.set_file_name("C:\\Users\\x\\..\\Biên bản.pdf");
  const auto sent = Sends(chair, path);
  ASSERT_DONE(sent);
  EXPECT_EQ(sent->evidence().file_name(), "Biên bản.pdf");
  // Whatever is swept off the thread of the caller: stopped, nothing of what was refused is left.
  world_.Restart();
  EXPECT_EQ(Files(), 1);
}

TEST_F(EvidenceTest, IsSentOnceForOneRequestId) {
  Person& chair = world_.UnionChair(kUnion);
  v1::UploadEvidenceRequest request = Upload(kUnion, Pdf(250'000));
  request.set_request_id("anh-chup-1");
  const auto first = Sends(chair, request);
  ASSERT_DONE(first);
  // Without what it said of itself it is the same content still.
  request.clear_sha256();
  const auto again = Sends(chair, request);
  ASSERT_DONE(again);
  EXPECT_EQ(again->SerializeAsString(), first->SerializeAsString());
  v1::UploadEvidenceRequest other = Upload(kUnion, Pdf(250'000, 'y'));
  other.set_request_id("anh-chup-1");
  EXPECT_REFUSED(Sends(chair, other), REQUEST_ID_REUSED);
  EXPECT_THAT(Lists(chair, kUnion)->evidence(), SizeIs(1));
  world_.Restart();
  EXPECT_EQ(Files(), 1);
}

TEST_F(EvidenceTest, IsNamedByReportsOfItsUnit) {
  Person& chair = world_.UnionChair(kUnion);
  const std::string name = Uploaded(chair, kUnion, Pdf());
  const std::string others = Uploaded(world_.UnionChair("thpt-hung-an"), "thpt-hung-an", Pdf());
  EXPECT_REFUSED(chair.Submits(kTask, ReportWith(others)), EVIDENCE_OF_OTHER_UNIT);
  EXPECT_REFUSED(chair.Submits(kTask, ReportWith(world_.FederationName() + "/evidence/99")), INVALID_FIELD);
  const std::string erased = Uploaded(chair, kUnion, Pdf(1'500));
  ASSERT_DONE(Erases(world_.Chair(), erased, "gửi nhầm", "15/QĐ-BTV"));
  EXPECT_REFUSED(chair.Submits(kTask, ReportWith(erased)), EVIDENCE_ERASED);

  const auto submitted = chair.Submits(kTask, ReportWith(name));
  ASSERT_DONE(submitted);
  ASSERT_THAT(submitted->task().claim().evidence(), SizeIs(1));
  EXPECT_EQ(submitted->task().claim().evidence(0).file(), name);
  EXPECT_EQ(Sees(chair, name)->evidence().reference_count(), 1);
  ASSERT_DONE(world_.Chair().TakesReview(kTask));
  ASSERT_DONE(world_.Chair().Accepts(kTask));
  EXPECT_EQ(Sees(chair, name)->evidence().reference_count(), 2) << "the claim, and the result";
}

TEST_F(EvidenceTest, OfAPaperReportMayComeFromTheCommittee) {
  const std::string name = Uploaded(world_.Member(), kUnion, Pdf());
  EXPECT_DONE(world_.Member().RecordsPaper(kTask, ReportWith(name), "2025-01-06"));
}

TEST_F(EvidenceTest, MayBeWaivedBySomebodyElse) {
  Person& chair = world_.UnionChair(kUnion);
  v1::Report report = world_.CompleteReport(kTask);
  report.clear_evidence();
  EXPECT_REFUSED(chair.Submits(kTask, report), EVIDENCE_MISSING);
  EXPECT_REFUSED(chair.Waives(kTask, "minutes"), POSITION_REQUIRED);
  EXPECT_REFUSED(world_.Member().Waives(kTask, "minutes", ""), REASON_REQUIRED);
  EXPECT_REFUSED(world_.Member().Waives(kTask, "khong-co"), INVALID_FIELD);
  const auto waived = world_.Member().Waives(kTask, "minutes");
  ASSERT_DONE(waived);
  EXPECT_THAT(waived->task().waived_evidence(), ElementsAre("minutes"));
  EXPECT_REFUSED(world_.ViceChair().Waives(kTask, "minutes"), ALREADY_EXISTS);
  ASSERT_DONE(chair.Submits(kTask, report));
  EXPECT_THAT(world_.ViceChair().Sees(kTask)->task().waived_evidence(), ElementsAre("minutes"))
      << "the reviewer sees it";
  EXPECT_REFUSED(world_.ViceChair().Waives(kTask, "minutes"), TASK_STATE);
  ASSERT_DONE(world_.Chair().TakesReview(kTask));
  EXPECT_DONE(world_.Chair().Accepts(kTask));
}

TEST_F(EvidenceTest, MayBeWaivedForOthersOnly) {
  Person& member = world_.Member();
  v1::Report report = world_.CompleteReport(kTask);
  report.clear_evidence();
  report.add_evidence()->set_kind("signed-scan");
  report.mutable_evidence(0)->set_note("bản chụp báo cáo giấy");
  ASSERT_DONE(member.Waives(kTask, "minutes"));
  EXPECT_REFUSED(member.RecordsPaper(kTask, report, "2025-01-06"), EVIDENCE_MISSING) << "their own exception";
  EXPECT_DONE(world_.Member(2).RecordsPaper(kTask, report, "2025-01-06"));
}

TEST_F(EvidenceTest, OfTheFederationsOwnIsNotWaivedByWhoWorksOnIt) {
  const std::string own = "6.1.federation";
  EXPECT_REFUSED(world_.Chair().Waives(own, "settlement"), POSITION_IN_ASSIGNEE) << "nobody is in charge: the chair is";
  ASSERT_DONE(world_.Chair().PutsInChargeOfItem(world_.Member().account(), "6.1"));
  EXPECT_REFUSED(world_.Member().Waives(own, "settlement"), POSITION_IN_ASSIGNEE);
  EXPECT_DONE(world_.Chair().Waives(own, "settlement"));
}

TEST_F(EvidenceTest, IsNotServedDamaged) {
  Person& chair = world_.UnionChair(kUnion);
  const std::string name = Uploaded(chair, kUnion, Pdf(600'000));
  for (const auto& entry : std::filesystem::recursive_directory_iterator(Folder())) {
    if (!entry.is_regular_file()) continue;
    std::fstream file(entry.path(), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(599'000);
    file.put('!');
  }
  std::string got;
  EXPECT_REFUSED(Downloads(chair, name, &got), FILE_DAMAGED);
  EXPECT_EQ(got, "") << "nothing of it is sent";
  // The same content sent again heals it.
  Uploaded(chair, kUnion, Pdf(600'000));
  EXPECT_DONE(Downloads(chair, name, &got));
  EXPECT_EQ(got, Pdf(600'000));
  std::filesystem::remove_all(Folder());
  EXPECT_REFUSED(Downloads(chair, name, &got), FILE_DAMAGED);
}

TEST(Evidence, NeedsAProgramme) {
  World world;
  v1::UploadEvidenceRequest request;
  request.set_parent(world.FederationName());
  request.set_file_name("a.pdf");
  request.set_kind("minutes");
  request.set_size(9);
  request.set_chunk("%PDF-1.4\n");
  EXPECT_REFUSED(world.Chair().Call<v1::UploadEvidenceResponse>(request), NO_PROGRAMME);
}

}  // namespace
}  // namespace phancong::services_test
