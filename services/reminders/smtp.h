// Mail to an SMTP server that the operator names, through libcurl.
#ifndef PHANCONG_SERVICES_REMINDERS_SMTP_H_
#define PHANCONG_SERVICES_REMINDERS_SMTP_H_

#include <atomic>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/reminders/mail.h"

namespace phancong::reminders {

struct SmtpOptions {
  // "smtp://host:port" or "smtps://host:port".
  std::string url;
  // "phancong@congdoan.vn".
  std::string from;
  // Empty: the server asks for none.
  std::string user;
  std::string password;
  // A file of certificates (PEM) by one of which the server's is signed. Empty: those that the system trusts.
  std::string ca_file;
};

// INVALID_ARGUMENT, in both languages, where an option is missing or malformed.
[[nodiscard]] absl::Status CheckSmtpOptions(const SmtpOptions& options);

// The text as a header may hold it: encoded words (RFC 2047), folded.
[[nodiscard]] std::string EncodedSubject(const std::string& subject);

// STARTTLS is used where the server offers it, and demanded where there is a password. A mail takes a minute at most.
class SmtpTransport final : public MailTransport {
 public:
  explicit SmtpTransport(SmtpOptions options);
  ~SmtpTransport() override;

  [[nodiscard]] absl::Status Send(const Mail& mail) override;
  // Ends what is under way; from any thread.
  void Stop() { stopping_ = true; }

 private:
  const SmtpOptions options_;
  std::atomic<bool> stopping_ = false;
  // libcurl's handle, which keeps the connection for the next mail.
  void* const curl_;
};

}  // namespace phancong::reminders

#endif  // PHANCONG_SERVICES_REMINDERS_SMTP_H_
