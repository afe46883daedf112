// TLS as it is met from outside: which versions, which certificate, and what becomes of a connection that is none.
#include "services/serving/transport.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "grpcpp/client_context.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/support/channel_arguments.h"
#include "gtest/gtest.h"
#include "phancong/v1/account_service.grpc.pb.h"
#include "phancong/v1/journal_service.grpc.pb.h"
#include "services/rules/fingerprint.h"
#include "services/serving/application.h"
#include "services/serving/certificate.h"
#include "services/serving/clock.h"
#include "services/serving/entropy.h"
#include "storage/sqlite/sqlite_store.h"
#include "tests/storage/scratch_folder.h"
#include "tests/support/founding.h"
#include "tests/support/outcome.h"

namespace phancong::serving {
namespace {

using support::Answered;
using support::AnsweredOf;

constexpr int kPatienceMillis = 20'000;
// Every suite of TLS 1.2 that OpenSSL has.
constexpr char kAllSuites[] = "ALL:COMPLEMENTOFALL:@SECLEVEL=0";

std::string TextOf(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

// A connection to the loopback.
class Wire {
 public:
  explicit Wire(int port) : socket_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  }
  ~Wire() { close(socket_); }
  Wire(const Wire&) = delete;
  Wire& operator=(const Wire&) = delete;

  [[nodiscard]] int socket_number() const { return socket_; }
  void Sends(const std::string& bytes) const {
    EXPECT_EQ(send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL), static_cast<ssize_t>(bytes.size()));
  }
  // Whether the other side closes it, whatever it sends before; false after a long time.
  [[nodiscard]] bool IsClosed() const {
    char bytes[1024];
    pollfd waiting{.fd = socket_, .events = POLLIN, .revents = 0};
    while (poll(&waiting, 1, kPatienceMillis) > 0) {
      if (recv(socket_, bytes, sizeof bytes, 0) <= 0) return true;
    }
    return false;
  }

 private:
  const int socket_;
};

// The fingerprint of the certificate that the server shows in a handshake of this version; nothing where there is none.
std::optional<std::string> Shown(int port, int version) {
  const std::unique_ptr<SSL_CTX, void (*)(SSL_CTX*)> context(SSL_CTX_new(TLS_client_method()), SSL_CTX_free);
  SSL_CTX_set_min_proto_version(context.get(), version);
  SSL_CTX_set_max_proto_version(context.get(), version);
  SSL_CTX_set_cipher_list(context.get(), kAllSuites);
  const Wire wire(port);
  const std::unique_ptr<SSL, void (*)(SSL*)> connection(SSL_new(context.get()), SSL_free);
  SSL_set_fd(connection.get(), wire.socket_number());
  const bool met = SSL_connect(connection.get()) == 1;
  ERR_clear_error();
  if (!met) return std::nullopt;
  unsigned char* der = nullptr;
  const int size = i2d_X509(SSL_get0_peer_certificate(connection.get()), &der);
  const std::string fingerprint = rules::Fingerprint({reinterpret_cast<const char*>(der), static_cast<size_t>(size)});
  OPENSSL_free(der);
  return fingerprint;
}

class TransportTest : public testing::Test {
 protected:
  void SetUp() override {
    code_ = support::FoundsBacQuang(*store_, entropy_, clock_);
    ASSERT_TRUE(MakeCertificate(db_, clock_.NowMicros(), IfMade::kKeep).ok());
  }

  [[nodiscard]] absl::Status Starts(absl::Duration handshake_timeout = absl::Seconds(10)) {
    application_ = std::make_unique<Application>(*store_, clock_, entropy_,
                                                 ApplicationOptions{.listen = "127.0.0.1:0",
                                                                    .certificate = files_,
                                                                    .handshake_timeout = handshake_timeout,
                                                                    .password_cost = support::kCheapPassword});
    return application_->Start();
  }
  std::string FingerprintNow() { return ReadCertificate(files_, clock_.NowMicros()).value().fingerprint; }
  // A connection of its own, by the certificate as it is now.
  std::shared_ptr<grpc::Channel> Connects(const std::shared_ptr<grpc::ChannelCredentials>& credentials) {
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    arguments.SetSslTargetNameOverride("phancongd");
    return grpc::CreateCustomChannel("127.0.0.1:" + std::to_string(application_->port()), credentials, arguments);
  }
  std::shared_ptr<grpc::Channel> ConnectsByTls() {
    grpc::SslCredentialsOptions options;
    options.pem_root_certs = TextOf(files_.certificate);
    return Connects(grpc::SslCredentials(options));
  }
  // Signs in with a one-time code, and sets a password. The token.
  std::string SignsIn(const std::shared_ptr<grpc::Channel>& channel, const std::string& account,
                      const std::string& code) {
    v1::SignInRequest sign_in;
    sign_in.set_parent("federations/bac-quang");
    sign_in.set_account_id(account);
    sign_in.set_password(code);
    v1::SignInResponse signed_in;
    EXPECT_DONE(Calls(&v1::AccountService::Stub::SignIn, channel, "", sign_in, &signed_in));
    v1::ChangePasswordRequest change;
    change.set_parent("federations/bac-quang");
    change.set_old_password(code);
    change.set_new_password("con trâu tím đọc báo ngày mưa");
    v1::ChangePasswordResponse changed;
    EXPECT_DONE(Calls(&v1::AccountService::Stub::ChangePassword, channel, signed_in.token(), change, &changed));
    return signed_in.token();
  }
  // The administrator makes an account; its one-time code.
  std::string Creates(const std::shared_ptr<grpc::Channel>& channel, const std::string& account) {
    v1::CreateAccountRequest request;
    request.set_parent("federations/bac-quang");
    request.set_account_id(account);
    request.set_display_name("A");
    request.set_request_id(account);
    v1::CreateAccountResponse response;
    EXPECT_DONE(Calls(&v1::AccountService::Stub::CreateAccount, channel, token_, request, &response));
    return response.one_time_code();
  }
  template <class Request, class Response>
  static Answered Calls(grpc::Status (v1::AccountService::Stub::*method)(grpc::ClientContext*, const Request&,
                                                                         Response*),
                        const std::shared_ptr<grpc::Channel>& channel, const std::string& token, const Request& request,
                        Response* response) {
    grpc::ClientContext context;
    if (!token.empty()) context.AddMetadata("authorization", "Bearer " + token);
    return AnsweredOf((v1::AccountService::Stub(channel).*method)(&context, request, response));
  }
  // An account whose position lets it read the journal; its token.
  std::string MakesAChair(const std::shared_ptr<grpc::Channel>& channel) {
    const std::string code = Creates(channel, "chu-tich");
    v1::GivePositionRequest give;
    give.set_name("federations/bac-quang/accounts/chu-tich");
    give.set_position(v1::POSITION_STANDING_COMMITTEE_CHAIR);
    give.set_request_id("give");
    v1::GivePositionResponse given;
    EXPECT_DONE(Calls(&v1::AccountService::Stub::GivePosition, channel, token_, give, &given));
    return SignsIn(channel, "chu-tich", code);
  }

  storage::ScratchFolder folder_;
  const std::string db_ = folder_.File("phancong.db");
  const CertificateFiles files_ = CertificateBeside(db_);
  std::unique_ptr<storage::SqliteStore> store_ = *storage::SqliteStore::Open(db_, {.create = true});
  // OpenSSL looks at the wall's.
  WallClock clock_;
  SystemEntropy entropy_;
  std::unique_ptr<Application> application_;
  std::string code_;
  std::string token_;
};

TEST_F(TransportTest, SpeaksTls13Alone) {
  ASSERT_TRUE(Starts().ok());
  EXPECT_EQ(Shown(application_->port(), TLS1_3_VERSION), FingerprintNow());
  EXPECT_EQ(Shown(application_->port(), TLS1_2_VERSION), std::nullopt);
  EXPECT_NE(SignsIn(ConnectsByTls(), "quan-tri", code_), "");
}

TEST_F(TransportTest, ClearTextGetsNoAnswer) {
  ASSERT_TRUE(Starts().ok());
  v1::WhoAmIResponse me;
  EXPECT_EQ(Calls(&v1::AccountService::Stub::WhoAmI, Connects(grpc::InsecureChannelCredentials()), "",
                  v1::WhoAmIRequest(), &me)
                .code,
            grpc::StatusCode::UNAVAILABLE);
  const Wire wire(application_->port());
  wire.Sends("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
  EXPECT_TRUE(wire.IsClosed());
}

TEST_F(TransportTest, ANewCertificateIsForNewConnectionsAndOpenOnesLiveOn) {
  ASSERT_TRUE(Starts().ok());
  const std::shared_ptr<grpc::Channel> open = ConnectsByTls();
  token_ = SignsIn(open, "quan-tri", code_);
  const std::string chair = MakesAChair(open);
  const std::string before = FingerprintNow();
  grpc::ClientContext context;
  context.AddMetadata("authorization", "Bearer " + chair);
  v1::WatchEntriesRequest request;
  request.set_parent("federations/bac-quang");
  const auto watch = v1::JournalService::NewStub(open)->WatchEntries(&context, request);
  v1::WatchEntriesResponse response;
  ASSERT_TRUE(watch->Read(&response));
  const int64_t first = response.entry().revision();

  ASSERT_TRUE(MakeCertificate(db_, clock_.NowMicros(), IfMade::kReplace).ok());
  ASSERT_NE(FingerprintNow(), before);
  EXPECT_EQ(Shown(application_->port(), TLS1_3_VERSION), FingerprintNow());
  // The watch is told over the old connection of what came over a new one, and the old one takes calls.
  Creates(ConnectsByTls(), "a1");
  Creates(open, "a2");
  std::vector<std::string> commands;
  for (int64_t revision = first; commands.size() < 2 && watch->Read(&response);) {
    EXPECT_EQ(response.entry().revision(), ++revision);
    if (response.entry().request_id() == "a1" || response.entry().request_id() == "a2") {
      commands.push_back(response.entry().request_id());
    }
  }
  EXPECT_THAT(commands, testing::ElementsAre("a1", "a2"));
  context.TryCancel();
  while (watch->Read(&response)) {
  }
  EXPECT_EQ(watch->Finish().error_code(), grpc::StatusCode::CANCELLED);
}

TEST_F(TransportTest, AKeyThatDoesNotFitIsNotTakenUp) {
  ASSERT_TRUE(Starts().ok());
  const std::string before = FingerprintNow();
  const std::string elsewhere = folder_.File("elsewhere.db");
  ASSERT_TRUE(MakeCertificate(elsewhere, clock_.NowMicros(), IfMade::kKeep).ok());
  // As an operator's copying would be seen in its middle.
  std::filesystem::rename(CertificateBeside(elsewhere).key, files_.key);
  EXPECT_EQ(Shown(application_->port(), TLS1_3_VERSION), before);
  std::filesystem::rename(CertificateBeside(elsewhere).certificate, files_.certificate);
  EXPECT_NE(FingerprintNow(), before);
  EXPECT_EQ(Shown(application_->port(), TLS1_3_VERSION), FingerprintNow());
}

TEST_F(TransportTest, DoesNotStartWithACertificateThatIsRefused) {
  std::filesystem::permissions(files_.key, std::filesystem::perms::others_read, std::filesystem::perm_options::add);
  const absl::Status status = Starts();
  EXPECT_FALSE(status.ok());
  EXPECT_THAT(std::string(status.message()), testing::HasSubstr(files_.key));
}

TEST_F(TransportTest, AConnectionThatSaysNothingIsClosed) {
  ASSERT_TRUE(Starts(absl::Milliseconds(200)).ok());
  const Wire silent(application_->port());
  EXPECT_TRUE(silent.IsClosed());
  // Nor does one stay that begins, and stops.
  const Wire half(application_->port());
  half.Sends(std::string("\x16\x03\x01\x02\x00\x01", 6));
  EXPECT_TRUE(half.IsClosed());
}

}  // namespace
}  // namespace phancong::serving
