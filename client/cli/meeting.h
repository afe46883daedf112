// Meeting a server: before anything is sent to one that is not known, it is settled what vouches for it.
#ifndef PHANCONG_CLIENT_CLI_MEETING_H_
#define PHANCONG_CLIENT_CLI_MEETING_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "client/cli/known_servers.h"
#include "client/cli/turn.h"

namespace phancong::client {

inline constexpr std::string_view kFingerprintFlag = "--fingerprint";
inline constexpr std::string_view kClearTextFlag = "--clear-text";

// What a server is known by from now on, where it was not known: with --clear-text nothing, which is for this machine
// alone (WrongUsage); with --fingerprint the certificate that has it; what the system's roots vouch for, by these; else
// the certificate that it shows, when the person agrees, or with a note where nobody is there to ask. NotTrusted where
// that comes to nothing; errors of AskForIntroduction.
[[nodiscard]] absl::StatusOr<KnownServer> Meet(const Turn& turn, const std::string& server);

// Before a password is asked for: the server of the turn's session is known, and by the certificate of --fingerprint,
// where that is given. NotTrusted where it is not.
[[nodiscard]] absl::Status Know(const Turn& turn);

// `server show`: by what the server is known. `server trust`: forgets that, and meets it anew.
[[nodiscard]] absl::Status PlayServerShow(Turn& turn);
[[nodiscard]] absl::Status PlayServerTrust(Turn& turn);

}  // namespace phancong::client

#endif  // PHANCONG_CLIENT_CLI_MEETING_H_
