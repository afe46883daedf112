#include "services/reminders/smtp.h"

#include <curl/curl.h>

#include <string_view>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/time/time.h"
#include "fmt/format.h"
#include "services/rules/text.h"

namespace phancong::reminders {
namespace {

constexpr long kConnectSeconds = 10;
constexpr long kSeconds = 60;
// An encoded word has 75 characters at most (RFC 2047): 12 of them are "=?UTF-8?B?" and "?=".
constexpr size_t kBytesInAnEncodedWord = 45;

void StartLibcurl() {
  static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
  (void)started;
}

int Progress(void* stopping, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<const std::atomic<bool>*>(stopping)->load() ? 1 : 0;
}

// What a server was asked last. Replies are told apart by it: libcurl has one code for a sender and for a mailbox that
// are refused, and another for no server at all and for a text that is refused.
enum class Stage { kConversation, kMailbox, kText };

int Follow(CURL*, curl_infotype type, char* data, size_t size, void* stage) {
  if (type != CURLINFO_HEADER_OUT) return 0;
  const std::string_view command(data, size);
  if (command.starts_with("RCPT ")) *static_cast<Stage*>(stage) = Stage::kMailbox;
  if (command.starts_with("DATA")) *static_cast<Stage*>(stage) = Stage::kText;
  return 0;
}

bool NobodyThere(CURLcode code, Stage stage) {
  switch (code) {
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_CONNECT:
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_OPERATION_TIMEDOUT:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_USE_SSL_FAILED:
    case CURLE_GOT_NOTHING:
    case CURLE_LOGIN_DENIED:
    case CURLE_ABORTED_BY_CALLBACK:
      return true;
    // The sender is refused, whoever is written to.
    case CURLE_SEND_ERROR:
      return stage == Stage::kConversation;
    default:
      return false;
  }
}

// The status of a mail that was not taken. libcurl's own words, not the server's, which may repeat the address.
absl::Status Failure(CURLcode code, long reply, Stage stage) {
  const bool refused = stage != Stage::kConversation && (code == CURLE_SEND_ERROR || code == CURLE_WEIRD_SERVER_REPLY);
  if (refused && reply >= 400 && reply < 600) {
    const std::string what = fmt::format(
        "{} (SMTP {})", stage == Stage::kMailbox ? "the mailbox was refused" : "the text was refused", reply);
    return reply >= 500 ? absl::FailedPreconditionError(what) : absl::UnknownError(what);
  }
  const std::string what = fmt::format("{} (SMTP {})", curl_easy_strerror(code), reply);
  return NobodyThere(code, stage) ? absl::UnavailableError(what) : absl::UnknownError(what);
}

class HeaderList {
 public:
  ~HeaderList() { curl_slist_free_all(list_); }
  void Add(const std::string& line) { list_ = curl_slist_append(list_, line.c_str()); }
  [[nodiscard]] curl_slist* get() const { return list_; }

 private:
  curl_slist* list_ = nullptr;
};

}  // namespace

absl::Status CheckSmtpOptions(const SmtpOptions& options) {
  const bool known = options.url.starts_with("smtp://") || options.url.starts_with("smtps://");
  if (!known || options.url.find_first_of(" \r\n@") != std::string::npos ||
      options.url.size() <= std::string_view("smtps://").size()) {
    return absl::InvalidArgumentError(
        "--smtp-url phải có dạng smtp://máy-chủ:cổng hoặc smtps://máy-chủ:cổng (must read smtp://host:port)");
  }
  const size_t at = options.from.find('@');
  if (at == std::string::npos || at == 0 || at + 1 == options.from.size() ||
      options.from.find_first_of(" <>\r\n") != std::string::npos) {
    return absl::InvalidArgumentError("--smtp-from phải là một địa chỉ thư (must be a mail address)");
  }
  if (options.user.empty() != options.password.empty()) {
    return absl::InvalidArgumentError(
        "--smtp-user và --smtp-password-file đi cùng nhau (one of them is of no use without the other)");
  }
  return absl::OkStatus();
}

std::string EncodedSubject(const std::string& subject) {
  std::string encoded;
  for (size_t at = 0; at < subject.size();) {
    size_t end = std::min(at + kBytesInAnEncodedWord, subject.size());
    // Each word holds whole characters.
    while (end < subject.size() && (static_cast<unsigned char>(subject[end]) & 0xC0) == 0x80) --end;
    encoded += encoded.empty() ? "" : "\r\n ";
    encoded += "=?UTF-8?B?" + absl::Base64Escape(subject.substr(at, end - at)) + "?=";
    at = end;
  }
  return encoded;
}

SmtpTransport::SmtpTransport(SmtpOptions options)
    : options_(std::move(options)), curl_((StartLibcurl(), curl_easy_init())) {}

SmtpTransport::~SmtpTransport() { curl_easy_cleanup(curl_); }

absl::Status SmtpTransport::Send(const Mail& mail) {
  CURL* const curl = curl_;
  // Keeps the connection.
  curl_easy_reset(curl);
  char error[CURL_ERROR_SIZE] = "";
  curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, error);
  curl_easy_setopt(curl, CURLOPT_URL, options_.url.c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  curl_easy_setopt(curl, CURLOPT_PROXY, "");
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, kConnectSeconds);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT, kSeconds);
  curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, &Progress);
  curl_easy_setopt(curl, CURLOPT_XFERINFODATA, &stopping_);
  curl_easy_setopt(curl, CURLOPT_USE_SSL, static_cast<long>(options_.user.empty() ? CURLUSESSL_TRY : CURLUSESSL_ALL));
  if (!options_.ca_file.empty()) {
    curl_easy_setopt(curl, CURLOPT_CAINFO, options_.ca_file.c_str());
    curl_easy_setopt(curl, CURLOPT_CAPATH, nullptr);
  }
  Stage stage = Stage::kConversation;
  curl_easy_setopt(curl, CURLOPT_VERBOSE, 1L);
  curl_easy_setopt(curl, CURLOPT_DEBUGFUNCTION, &Follow);
  curl_easy_setopt(curl, CURLOPT_DEBUGDATA, &stage);
  if (!options_.user.empty()) {
    curl_easy_setopt(curl, CURLOPT_USERNAME, options_.user.c_str());
    curl_easy_setopt(curl, CURLOPT_PASSWORD, options_.password.c_str());
  }
  const std::string from = "<" + options_.from + ">";
  curl_easy_setopt(curl, CURLOPT_MAIL_FROM, from.c_str());
  HeaderList recipients;
  recipients.Add("<" + mail.to + ">");
  curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, recipients.get());

  HeaderList headers;
  headers.Add("Date: " +
              absl::FormatTime(absl::RFC1123_full, absl::FromUnixMicros(mail.queued_at), absl::UTCTimeZone()));
  headers.Add("From: " + from);
  headers.Add("To: <" + mail.to + ">");
  headers.Add("Subject: " + EncodedSubject(mail.subject));
  headers.Add("Message-ID: <" + mail.id + options_.from.substr(options_.from.find('@')) + ">");
  headers.Add("Content-Language: vi");
  headers.Add("Auto-Submitted: auto-generated");
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
  curl_mime* const mime = curl_mime_init(curl);
  curl_mimepart* const part = curl_mime_addpart(mime);
  curl_mime_data(part, mail.text.data(), mail.text.size());
  curl_mime_type(part, "text/plain; charset=utf-8");
  curl_mime_encoder(part, "base64");
  curl_easy_setopt(curl, CURLOPT_MIMEPOST, mime);
  const CURLcode code = curl_easy_perform(curl);
  long reply = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &reply);
  curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, nullptr);
  curl_mime_free(mime);
  // What is closed later writes nothing to what is of this call.
  curl_easy_setopt(curl, CURLOPT_VERBOSE, 0L);
  return code == CURLE_OK ? absl::OkStatus() : Failure(code, reply, stage);
}

}  // namespace phancong::reminders
