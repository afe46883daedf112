#include "services/serving/certificate.h"

#include <fcntl.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <sys/stat.h>

#include <array>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <memory>
#include <system_error>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "services/rules/fingerprint.h"
#include "services/rules/frees.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/serving/durable_file.h"

namespace phancong::serving {
namespace {

namespace fs = std::filesystem;

using Key = std::unique_ptr<EVP_PKEY, rules::Frees<EVP_PKEY_free>>;
using X509Certificate = std::unique_ptr<X509, rules::Frees<X509_free>>;
using Extension = std::unique_ptr<X509_EXTENSION, rules::Frees<X509_EXTENSION_free>>;
using Bytes = std::unique_ptr<BIO, rules::Frees<BIO_free_all>>;

constexpr int64_t kMicrosPerSecond = 1'000'000;
constexpr int64_t kDaySeconds = 24 * 3600;
constexpr int64_t kYears = 10;
constexpr int kSerialBytes = 16;
constexpr char kName[] = "phancongd";
constexpr char kAlternativeNames[] = "DNS:phancongd,DNS:localhost,IP:127.0.0.1,IP:::1";
constexpr char kFolderSuffix[] = ".tls";
constexpr char kCertificateFile[] = "certificate.pem";
constexpr char kKeyFile[] = "key.pem";

absl::Status NotMade() { return absl::InternalError("OpenSSL could not make a certificate"); }

std::string TextOf(BIO* bytes) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bytes, &data);  // NOLINT(google-runtime-int): OpenSSL's own
  return std::string(data, static_cast<size_t>(size));
}

bool Extend(X509* certificate, int kind, const char* value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
  const Extension extension(X509V3_EXT_conf_nid(nullptr, &context, kind, value));
  return extension != nullptr && X509_add_ext(certificate, extension.get(), -1) == 1;
}

bool GiveSerial(X509* certificate) {
  std::array<unsigned char, kSerialBytes> serial{};
  if (RAND_bytes(serial.data(), kSerialBytes) != 1) return false;
  const std::unique_ptr<BIGNUM, rules::Frees<BN_free>> number(BN_bin2bn(serial.data(), kSerialBytes, nullptr));
  return number != nullptr && BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)) != nullptr;
}

struct Pair {
  std::string certificate;
  std::string key;
};

absl::StatusOr<Pair> SelfSigned(int64_t now_micros) {
  const Key key(EVP_EC_gen("P-256"));
  const X509Certificate certificate(X509_new());
  if (key == nullptr || certificate == nullptr || X509_set_version(certificate.get(), X509_VERSION_3) != 1 ||
      !GiveSerial(certificate.get())) {
    return NotMade();
  }
  const std::time_t now = now_micros / kMicrosPerSecond;
  // A day earlier: the clocks of those who check it may be behind.
  if (ASN1_TIME_set(X509_getm_notBefore(certificate.get()), now - kDaySeconds) == nullptr ||
      ASN1_TIME_set(X509_getm_notAfter(certificate.get()), now + kYears * 365 * kDaySeconds) == nullptr) {
    return NotMade();
  }
  X509_NAME* const name = X509_get_subject_name(certificate.get());
  if (X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, reinterpret_cast<const unsigned char*>(kName), -1, -1, 0) !=
          1 ||
      X509_set_issuer_name(certificate.get(), name) != 1 || X509_set_pubkey(certificate.get(), key.get()) != 1 ||
      // Whoever trusts it trusts this server, and nothing that it might sign.
      !Extend(certificate.get(), NID_basic_constraints, "critical,CA:FALSE") ||
      !Extend(certificate.get(), NID_key_usage, "critical,digitalSignature") ||
      !Extend(certificate.get(), NID_ext_key_usage, "serverAuth") ||
      !Extend(certificate.get(), NID_subject_alt_name, kAlternativeNames) ||
      X509_sign(certificate.get(), key.get(), EVP_sha256()) == 0) {
    return NotMade();
  }
  const Bytes certificate_pem(BIO_new(BIO_s_mem()));
  const Bytes key_pem(BIO_new(BIO_s_secmem()));
  if (certificate_pem == nullptr || key_pem == nullptr ||
      PEM_write_bio_X509(certificate_pem.get(), certificate.get()) != 1 ||
      PEM_write_bio_PrivateKey(key_pem.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1) {
    return NotMade();
  }
  return Pair{.certificate = TextOf(certificate_pem.get()), .key = TextOf(key_pem.get())};
}

// No key is encrypted: there is nobody to ask when the server starts by itself.
int NoPassphrase(char*, int, int, void*) { return -1; }

absl::StatusOr<int64_t> MicrosOf(const ASN1_TIME* time) {
  std::tm utc{};
  if (time == nullptr || ASN1_TIME_to_tm(time, &utc) != 1) return absl::InvalidArgumentError("not a time");
  return int64_t{timegm(&utc)} * kMicrosPerSecond;
}

}  // namespace

CertificateFiles CertificateBeside(const std::string& db) {
  const fs::path folder = db + kFolderSuffix;
  return {.certificate = folder / kCertificateFile, .key = folder / kKeyFile};
}

absl::Status MakeCertificate(const std::string& db, int64_t now_micros, IfMade if_made) {
  const fs::path folder = db + kFolderSuffix;
  const bool there = fs::exists(folder);
  if (there && if_made == IfMade::kKeep) {
    return rules::RefuseField(folder.string(), "đã có chứng thư; làm mới thì ghi --renew",
                              "there is a certificate already; to make a new one: --renew");
  }
  ASSIGN_OR_RETURN(const Pair pair, SelfSigned(now_micros));
  std::string unfinished = folder.string() + ".XXXXXX";
  // Made with mode 0700.
  if (mkdtemp(unfinished.data()) == nullptr) return NotWritten(folder);
  const absl::Cleanup removes = [&unfinished] {
    std::error_code ignored;
    fs::remove_all(unfinished, ignored);
  };
  RETURN_IF_ERROR(WriteNew(fs::path(unfinished) / kKeyFile, pair.key, 0600));
  RETURN_IF_ERROR(WriteNew(fs::path(unfinished) / kCertificateFile, pair.certificate, 0644));
  RETURN_IF_ERROR(SyncFolder(unfinished));
  // Exchanged, the old folder has the unfinished one's name, and goes with it.
  if (renameat2(AT_FDCWD, unfinished.c_str(), AT_FDCWD, folder.c_str(), there ? RENAME_EXCHANGE : RENAME_NOREPLACE) !=
      0) {
    return NotWritten(folder);
  }
  return SyncFolder(fs::absolute(folder).parent_path());
}

absl::StatusOr<Certificate> ReadCertificate(const CertificateFiles& files, int64_t now_micros) {
  Certificate read;
  ASSIGN_OR_RETURN(read.chain, ReadWhole(files.certificate, 0));
  // A group may read it: that is how a machine's keys are shared with the servers on it.
  ASSIGN_OR_RETURN(read.key, ReadWhole(files.key, S_IRWXO | S_IWGRP));

  const Bytes chain(BIO_new_mem_buf(read.chain.data(), static_cast<int>(read.chain.size())));
  const X509Certificate certificate(PEM_read_bio_X509(chain.get(), nullptr, NoPassphrase, nullptr));
  if (certificate == nullptr) {
    return rules::RefuseField(files.certificate, "không phải chứng thư dạng PEM", "is no certificate in PEM");
  }
  const Bytes secret(BIO_new_mem_buf(read.key.data(), static_cast<int>(read.key.size())));
  const Key key(PEM_read_bio_PrivateKey(secret.get(), nullptr, NoPassphrase, nullptr));
  if (key == nullptr) {
    return rules::RefuseField(files.key, "không phải khóa dạng PEM, không mã hóa", "is no unencrypted key in PEM");
  }
  if (X509_check_private_key(certificate.get(), key.get()) != 1) {
    return rules::RefuseField(files.key, absl::StrCat("không phải khóa của chứng thư ", files.certificate),
                              absl::StrCat("is not the key of the certificate ", files.certificate));
  }
  unsigned char* der = nullptr;
  const int size = i2d_X509(certificate.get(), &der);
  if (size <= 0) return absl::InternalError("OpenSSL could not write a certificate");
  const std::unique_ptr<unsigned char, void (*)(unsigned char*)> frees(der, [](unsigned char* p) { OPENSSL_free(p); });
  read.fingerprint = rules::Fingerprint({reinterpret_cast<const char*>(der), static_cast<size_t>(size)});

  const absl::StatusOr<int64_t> not_after = MicrosOf(X509_get0_notAfter(certificate.get()));
  if (!not_after.ok() || *not_after <= now_micros) {
    return rules::RefuseField(files.certificate, "chứng thư đã hết hạn", "the certificate is expired");
  }
  read.not_after_micros = *not_after;
  return read;
}

}  // namespace phancong::serving
