// Whom the client trusts: nothing is sent to a server before it is settled what vouches for it, and nothing to one that
// has become another.
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include "client/cli/introduction.h"
#include "client/cli/known_servers.h"
#include "gmock/gmock.h"
#include "grpcpp/security/server_credentials.h"
#include "gtest/gtest.h"
#include "phancong/v1/account_service.pb.h"
#include "phancong/v1/grassroots_union_service.pb.h"
#include "tests/client/canned_server.h"
#include "tests/client/desk.h"

namespace phancong::client {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

std::string TextOf(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

// What certificates are made by: the openssl program, so that they are as operators make them.
class Office {
 public:
  Office() {
    std::string name = (std::filesystem::temp_directory_path() / "phancong-office-XXXXXX").string();
    folder_ = mkdtemp(name.data());
  }
  ~Office() { std::filesystem::remove_all(folder_); }

  // A certificate with its key: by itself, or issued by `issuer`.
  void Makes(const std::string& name, const std::string& names, const std::string& issuer = "", int days = 30) {
    Runs("req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=" + name + " -keyout " + name +
         ".key -out " + name + ".request -addext subjectAltName=" + names);
    const std::string by =
        issuer.empty() ? " -signkey " + name + ".key" : " -CA " + issuer + ".pem -CAkey " + issuer + ".key";
    Runs("x509 -req -copy_extensions copy -days " + std::to_string(days) + " -in " + name + ".request -out " + name +
         ".pem" + by);
  }
  void MakesAnIssuer(const std::string& name) {
    Runs("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj /CN=" + name + " -keyout " +
         name + ".key -out " + name + ".pem");
  }
  [[nodiscard]] std::filesystem::path File(const std::string& name) const { return folder_ / name; }
  [[nodiscard]] std::string Certificate(const std::string& name) const { return TextOf(File(name + ".pem")); }
  [[nodiscard]] std::shared_ptr<grpc::ServerCredentials> Credentials(const std::string& name) const {
    grpc::SslServerCredentialsOptions options;
    options.pem_key_cert_pairs.push_back({TextOf(File(name + ".key")), Certificate(name)});
    return grpc::SslServerCredentials(options);
  }

 private:
  void Runs(const std::string& words) const {
    const std::string line = "cd '" + folder_.string() + "' && openssl " + words + " >>log 2>&1";
    ASSERT_EQ(std::system(line.c_str()), 0) << line << "\n" << TextOf(folder_ / "log");
  }

  std::filesystem::path folder_;
};

class TrustTest : public testing::Test {
 protected:
  TrustTest() {
    office_.Makes("phancongd", "DNS:phancongd");
    office_.Makes("other", "DNS:phancongd");
    pinned_ = FingerprintOf(office_.Certificate("phancongd"));
  }
  ~TrustTest() override { unsetenv("SSL_CERT_FILE"); }

  // A server with this certificate, where signing in works.
  std::unique_ptr<CannedServer> Serves(const std::string& certificate) {
    auto server = std::make_unique<CannedServer>(office_.Credentials(certificate));
    LaysOut(*server);
    return server;
  }
  static void LaysOut(CannedServer& server) {
    v1::SignInResponse signed_in;
    signed_in.set_token("token");
    server.Answer("SignIn", signed_in);
    v1::WhoAmIResponse me;
    me.mutable_account()->set_name("federations/bac-quang/accounts/chu-tich");
    me.mutable_time()->set_seconds(1'736'000'000);
    me.set_time_zone("Asia/Ho_Chi_Minh");
    server.Answer("WhoAmI", me);
    server.Answer("SubmitTask", v1::SubmitTaskResponse());
  }
  ExitCode SignsIn(const CannedServer& server, const std::string& flags = "") {
    std::ofstream(desk_.folder() / "password") << "mật khẩu\n";
    return desk_.Plays("--server " + server.address() + " sign-in --federation bac-quang --account chu-tich " +
                       "--password-file " + (desk_.folder() / "password").string() + " " + flags);
  }
  Vouching VouchingFor(const CannedServer& server) {
    return desk_.profiles().servers().Find(server.address()).value().vouching;
  }
  void Pins(const CannedServer& server, const std::string& certificate) {
    ASSERT_TRUE(
        desk_.profiles()
            .servers()
            .Keep(server.address(), {.vouching = Vouching::kPin, .certificate = office_.Certificate(certificate)})
            .ok());
  }

  Office office_;
  Desk desk_;
  std::string pinned_;
};

TEST_F(TrustTest, AServerThatNobodyVouchesForIsPinnedWhenItIsMet) {
  const auto server = Serves("phancongd");
  EXPECT_EQ(SignsIn(*server), ExitCode::kDone) << desk_.err.str();
  EXPECT_THAT(desk_.err.str(), HasSubstr(pinned_));
  EXPECT_EQ(VouchingFor(*server), Vouching::kPin);
  // From then on it is known, and nothing more is said.
  EXPECT_EQ(desk_.Plays("whoami"), ExitCode::kDone) << desk_.err.str();
  EXPECT_THAT(desk_.err.str(), IsEmpty());
  EXPECT_EQ(desk_.Plays("server show"), ExitCode::kDone);
  EXPECT_THAT(desk_.out.str(), HasSubstr(pinned_));
}

TEST_F(TrustTest, APersonIsAsked) {
  const auto server = Serves("phancongd");
  desk_.terminal = true;
  for (const char* no : {"k\n", "\n", ""}) {
    EXPECT_EQ(desk_.Plays("--server " + server->address() +
                              " sign-in --federation bac-quang --account chu-tich --password-file /khong-co",
                          no),
              ExitCode::kNotTrusted);
    EXPECT_THAT(desk_.out.str(), HasSubstr(pinned_));
  }
  EXPECT_EQ(VouchingFor(*server), Vouching::kNothing);
  EXPECT_THAT(server->seen(), IsEmpty());
  EXPECT_EQ(desk_.Plays("--server " + server->address() +
                            " sign-in --federation bac-quang --account chu-tich --password-file " +
                            (desk_.folder() / "password").string(),
                        "c\n"),
            // There is no such password file yet; but the server is known.
            ExitCode::kUsage);
  EXPECT_EQ(VouchingFor(*server), Vouching::kPin);
}

TEST_F(TrustTest, TheFingerprintGivenMustBeTheServers) {
  const auto server = Serves("phancongd");
  const std::string other = FingerprintOf(office_.Certificate("other"));
  EXPECT_EQ(SignsIn(*server, "--fingerprint " + other), ExitCode::kNotTrusted);
  EXPECT_THAT(desk_.err.str(), HasSubstr(other));
  EXPECT_THAT(desk_.err.str(), HasSubstr(pinned_));
  EXPECT_EQ(SignsIn(*server, "--fingerprint 1234"), ExitCode::kUsage);
  EXPECT_THAT(server->seen(), IsEmpty());
  EXPECT_EQ(VouchingFor(*server), Vouching::kNothing);

  EXPECT_EQ(SignsIn(*server, "--fingerprint " + pinned_), ExitCode::kDone) << desk_.err.str();
  EXPECT_EQ(VouchingFor(*server), Vouching::kPin);
  // Nor is it sent to one that is known, where another is meant.
  const size_t calls = server->seen().size();
  EXPECT_EQ(SignsIn(*server, "--fingerprint " + other), ExitCode::kNotTrusted);
  EXPECT_THAT(server->seen(), SizeIs(calls));
}

TEST_F(TrustTest, AServerWithAnotherCertificateIsRefusedAndTheCommandKept) {
  const auto server = Serves("phancongd");
  ASSERT_EQ(SignsIn(*server), ExitCode::kDone);
  Pins(*server, "other");
  const size_t calls = server->seen().size();
  EXPECT_EQ(desk_.Plays("submit 1.3.thpt-viet-vinh --round 2025 --figure held=1"), ExitCode::kNotTrusted);
  EXPECT_THAT(desk_.err.str(), HasSubstr("đã đổi"));
  EXPECT_THAT(desk_.err.str(), HasSubstr(pinned_));
  EXPECT_THAT(desk_.err.str(), HasSubstr(FingerprintOf(office_.Certificate("other"))));
  EXPECT_THAT(desk_.err.str(), HasSubstr("server trust"));
  EXPECT_EQ(desk_.Plays("--lang en whoami"), ExitCode::kNotTrusted);
  EXPECT_THAT(desk_.err.str(), HasSubstr("has changed"));
  EXPECT_THAT(server->seen(), SizeIs(calls));
  EXPECT_EQ(Outbox(desk_.profiles().Outbox("default")).Count(), 1);
  EXPECT_EQ(desk_.Plays("retry"), ExitCode::kNotTrusted);
  EXPECT_EQ(Outbox(desk_.profiles().Outbox("default")).Count(), 1);

  // The administrator's fingerprint makes it trusted again, and what was kept goes out.
  EXPECT_EQ(desk_.Plays("server trust"), ExitCode::kUsage);
  EXPECT_EQ(desk_.Plays("server trust --fingerprint " + FingerprintOf(office_.Certificate("other"))),
            ExitCode::kNotTrusted);
  EXPECT_EQ(desk_.Plays("server trust --fingerprint " + pinned_), ExitCode::kDone) << desk_.err.str();
  EXPECT_EQ(desk_.Plays("retry"), ExitCode::kDone) << desk_.err.str();
  EXPECT_EQ(Outbox(desk_.profiles().Outbox("default")).Count(), 0);
}

TEST_F(TrustTest, AServerThatIsGoneIsNotOneThatIsNotTrusted) {
  auto server = Serves("phancongd");
  ASSERT_EQ(SignsIn(*server), ExitCode::kDone);
  server.reset();
  EXPECT_EQ(desk_.Plays("whoami"), ExitCode::kNotReached);
  EXPECT_THAT(desk_.err.str(), HasSubstr("Connection refused"));
}

// It takes connections, and says nothing: that is no reason not to trust it, nor one to wait for ever.
TEST_F(TrustTest, AServerThatSaysNothingIsNotReached) {
  const int silent = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  ASSERT_EQ(bind(silent, reinterpret_cast<const sockaddr*>(&address), size), 0);
  ASSERT_EQ(listen(silent, 8), 0);
  ASSERT_EQ(getsockname(silent, reinterpret_cast<sockaddr*>(&address), &size), 0);
  desk_.SignIn("127.0.0.1:1", "chu-tich");
  EXPECT_EQ(desk_.Plays("--timeout 0.2 --server 127.0.0.1:" + std::to_string(ntohs(address.sin_port)) + " whoami"),
            ExitCode::kNotReached);
  EXPECT_THAT(desk_.err.str(), HasSubstr("timed out"));
  close(silent);
}

TEST_F(TrustTest, AnExpiredCertificateIsRefusedInsteadOfPinned) {
  office_.Makes("expired", "DNS:phancongd", "", -1);
  const auto server = Serves("expired");
  EXPECT_EQ(SignsIn(*server), ExitCode::kNotTrusted);
  EXPECT_THAT(desk_.err.str(), HasSubstr("hết hạn"));
  EXPECT_EQ(SignsIn(*server, "--fingerprint " + FingerprintOf(office_.Certificate("expired"))), ExitCode::kNotTrusted);
  // One that has expired since.
  Pins(*server, "expired");
  EXPECT_EQ(SignsIn(*server), ExitCode::kNotTrusted);
  EXPECT_THAT(desk_.err.str(), HasSubstr("hết hạn"));
  EXPECT_THAT(server->seen(), IsEmpty());
}

TEST_F(TrustTest, WhatTheSystemVouchesForNeedsNoPin) {
  office_.MakesAnIssuer("issuer");
  office_.Makes("issued", "IP:127.0.0.1", "issuer");
  office_.Makes("elsewhere", "DNS:elsewhere.vn", "issuer");
  setenv("SSL_CERT_FILE", office_.File("issuer.pem").c_str(), 1);
  const auto server = Serves("issued");
  EXPECT_EQ(SignsIn(*server), ExitCode::kDone) << desk_.err.str();
  EXPECT_THAT(desk_.err.str(), IsEmpty());
  EXPECT_EQ(VouchingFor(*server), Vouching::kSystem);
  EXPECT_EQ(desk_.Plays("whoami"), ExitCode::kDone) << desk_.err.str();
  // For another name, the roots vouch for nothing.
  const auto elsewhere = Serves("elsewhere");
  EXPECT_EQ(SignsIn(*elsewhere), ExitCode::kDone) << desk_.err.str();
  EXPECT_EQ(VouchingFor(*elsewhere), Vouching::kPin);

  // The system trusts its issuer no more.
  setenv("SSL_CERT_FILE", office_.File("other.pem").c_str(), 1);
  const size_t calls = server->seen().size();
  EXPECT_EQ(desk_.Plays("--server " + server->address() + " whoami"), ExitCode::kNotTrusted);
  EXPECT_THAT(desk_.err.str(), HasSubstr("không còn tin"));
  EXPECT_THAT(server->seen(), SizeIs(calls));
}

// An office's own issuer that the system does not know: the server's certificate alone is pinned, for all its names.
TEST_F(TrustTest, ACertificateOfAnUnknownIssuerIsPinnedItself) {
  office_.MakesAnIssuer("issuer");
  office_.Makes("issued", "DNS:*.congdoan.vn", "issuer");
  office_.Makes("issued-too", "DNS:*.congdoan.vn", "issuer");
  const auto server = Serves("issued");
  EXPECT_EQ(SignsIn(*server), ExitCode::kDone) << desk_.err.str();
  Pins(*server, "issued-too");
  EXPECT_EQ(desk_.Plays("whoami"), ExitCode::kNotTrusted);
}

TEST_F(TrustTest, ACertificateIsPinnedWhateverItIsFor) {
  int made = 0;
  for (const std::string names : {"IP:192.0.2.7", "IP:2001:db8::7", "DNS:*.congdoan.vn,IP:192.0.2.7"}) {
    const std::string name = "for-" + std::to_string(made++);
    office_.Makes(name, names);
    const auto server = Serves(name);
    EXPECT_EQ(SignsIn(*server), ExitCode::kDone) << names << ": " << desk_.err.str();
  }
}

TEST_F(TrustTest, ClearTextIsAskedForAndOfThisMachine) {
  CannedServer server;
  LaysOut(server);
  EXPECT_EQ(SignsIn(server), ExitCode::kNotTrusted);
  EXPECT_THAT(desk_.err.str(), HasSubstr("TLS 1.3"));
  EXPECT_THAT(server.seen(), IsEmpty());
  EXPECT_EQ(SignsIn(server, "--clear-text"), ExitCode::kDone) << desk_.err.str();
  EXPECT_EQ(VouchingFor(server), Vouching::kClearText);
  EXPECT_EQ(desk_.Plays("whoami"), ExitCode::kDone) << desk_.err.str();

  EXPECT_EQ(desk_.Plays("--server 192.0.2.1:7443 sign-in --clear-text --federation bac-quang --account chu-tich"),
            ExitCode::kUsage);
  EXPECT_THAT(desk_.err.str(), HasSubstr("ssh -L"));
  // Not even where a file says so.
  ASSERT_TRUE(desk_.profiles().servers().Keep("192.0.2.1:7443", {.vouching = Vouching::kClearText}).ok());
  EXPECT_EQ(desk_.Plays("--server 192.0.2.1:7443 whoami"), ExitCode::kUsage);
  EXPECT_THAT(desk_.err.str(), HasSubstr("ssh -L"));
}

TEST_F(TrustTest, EachAddressHasItsOwnFile) {
  const KnownServers servers(desk_.config());
  for (const std::string address : {"a:1", "a%3A1", "[::1]:1", "../a:1", ".:1", "A:1"}) {
    EXPECT_EQ(servers.Find(address).value().vouching, Vouching::kNothing) << address;
    ASSERT_TRUE(servers.Keep(address, {.vouching = Vouching::kPin, .certificate = address}).ok());
  }
  for (const std::string address : {"a:1", "a%3A1", "[::1]:1", "../a:1", ".:1", "A:1"}) {
    EXPECT_EQ(servers.Find(address).value().certificate, address);
  }
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(desk_.config() / "servers"), {}), 6);
}

}  // namespace
}  // namespace phancong::client
