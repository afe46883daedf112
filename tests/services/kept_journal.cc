#include "tests/services/kept_journal.h"

#include <algorithm>
#include <filesystem>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "grpcpp/client_context.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "gtest/gtest.h"
#include "services/accounts/founding.h"
#include "storage/schema.h"
#include "tests/support/first_sign_in.h"
#include "tests/support/founding.h"
#include "tests/support/invariants.h"
#include "tests/support/world.h"

namespace phancong::services_test {

namespace fs = std::filesystem;

KeptJournal::KeptJournal(Founded founded) : clock_(support::MomentOf("2025-01-06")) {
  Opens();
  EXPECT_TRUE(storage::Migrate(*store_).ok());
  journal::SigningKeys none("");
  const auto code = accounts::FoundFederation(*store_, entropy_, founded == Founded::kWithAKey ? operators_keys_ : none,
                                              {.federation_id = "bac-quang",
                                               .title_vi = "LĐLĐ huyện Bắc Quang",
                                               .title_en = "",
                                               .administrator_id = "quan-tri",
                                               .time_micros = clock_.NowMicros()});
  EXPECT_TRUE(code.ok()) << code.status();
  Starts();
  token_ = support::SignsInWithTheCode(*accounts_, *code);
}

KeptJournal::~KeptJournal() {
  if (application_ != nullptr) Stops();
  if (broken_) return;
  Opens();
  support::CheckInvariants(*store_);
}

void KeptJournal::Opens() {
  auto opened = storage::SqliteStore::Open(db(), {.create = true});
  ASSERT_TRUE(opened.ok()) << opened.status();
  store_ = *std::move(opened);
}

void KeptJournal::Starts() {
  if (store_ == nullptr) Opens();
  application_ =
      std::make_unique<serving::Application>(*store_, clock_, entropy_,
                                             serving::ApplicationOptions{.listen = address_,
                                                                         .password_cost = support::kCheapPassword,
                                                                         .reminder_period = absl::InfiniteDuration(),
                                                                         .keys_folder = keys_folder()});
  const absl::Status started = application_->Start();
  ASSERT_TRUE(started.ok()) << started;
  address_ = absl::StrCat("127.0.0.1:", application_->port());
  const auto channel = grpc::CreateChannel(address_, grpc::InsecureChannelCredentials());
  accounts_ = v1::AccountService::NewStub(channel);
  journal_ = v1::JournalService::NewStub(channel);
}

void KeptJournal::Stops() {
  application_->Stop();
  application_.reset();
  store_.reset();
}

void KeptJournal::Writes(int entries) {
  for (int i = 0; i < entries; ++i) {
    v1::CreateAccountRequest request;
    request.set_parent("federations/bac-quang");
    request.set_account_id(absl::StrCat("a", ++written_));
    request.set_display_name("Người thứ " + std::to_string(written_));
    request.set_request_id(request.account_id());
    v1::CreateAccountResponse response;
    grpc::ClientContext context;
    context.AddMetadata("authorization", "Bearer " + token_);
    ASSERT_DONE(support::AnsweredOf(accounts_->CreateAccount(&context, request, &response)));
  }
}

support::Outcome<v1::GetCheckpointResponse> KeptJournal::AsksForTheCheckpoint() {
  v1::GetCheckpointRequest request;
  request.set_parent("federations/bac-quang");
  support::Outcome<v1::GetCheckpointResponse> outcome;
  grpc::ClientContext context;
  static_cast<support::Answered&>(outcome) =
      support::AnsweredOf(journal_->GetCheckpoint(&context, request, &outcome.response));
  return outcome;
}

support::Outcome<v1::ProveConsistencyResponse> KeptJournal::AsksForConsistency(int64_t from_size, int64_t to_size) {
  v1::ProveConsistencyRequest request;
  request.set_parent("federations/bac-quang");
  request.set_from_size(from_size);
  request.set_to_size(to_size);
  support::Outcome<v1::ProveConsistencyResponse> outcome;
  grpc::ClientContext context;
  static_cast<support::Answered&>(outcome) =
      support::AnsweredOf(journal_->ProveConsistency(&context, request, &outcome.response));
  return outcome;
}

int64_t KeptJournal::CheckpointsSigned() const {
  constexpr std::string_view kName = "\nphancong_checkpoints_signed_total ";
  const std::string figures = application_->metrics().Text();
  const size_t begin = figures.find(kName);
  if (begin == std::string::npos) return -1;
  double count = -1;
  const size_t value = begin + kName.size();
  EXPECT_TRUE(absl::SimpleAtod(figures.substr(value, figures.find('\n', value) - value), &count));
  return static_cast<int64_t>(count);
}

std::vector<storage::StoredEntry> KeptJournal::Entries() {
  std::vector<storage::StoredEntry> entries;
  EXPECT_TRUE(store_
                  ->Read([&](storage::ReadTransaction& tx) {
                    auto read = storage::ReadEntries(tx, 1, 1, 10'000);
                    if (read.ok()) entries = *std::move(read);
                    return read.status();
                  })
                  .ok());
  return entries;
}

void KeptJournal::KeepsACopy(const std::string& name) {
  ASSERT_EQ(store_, nullptr) << "it is not stopped";
  fs::copy_file(db(), folder_.File(name), fs::copy_options::overwrite_existing);
}

void KeptJournal::ReturnsToTheCopy(const std::string& name) {
  ASSERT_EQ(store_, nullptr) << "it is not stopped";
  for (const char* beside : {"", "-wal", "-shm"}) fs::remove(db() + beside);
  fs::copy_file(folder_.File(name), db());
}

std::vector<std::string> KeptJournal::KeyFiles() const {
  std::vector<std::string> files;
  for (const auto& entry : fs::directory_iterator(keys_folder())) {
    if (entry.path().extension() == ".key") files.push_back(entry.path().string());
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace phancong::services_test
