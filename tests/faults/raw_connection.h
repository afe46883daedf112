// Connections as somebody makes them who keeps to no library: bytes, one at a time if they like, under TLS, and the
// frames of HTTP/2 that a call is made of.
#ifndef PHANCONG_TESTS_FAULTS_RAW_CONNECTION_H_
#define PHANCONG_TESTS_FAULTS_RAW_CONNECTION_H_

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace phancong::faults {

// Of "127.0.0.1:7443".
int PortOf(const std::string& address);

// A socket that is connected to the server's port, from an address of its own: the loopback has 16 million. Whoever has
// it closes it. It may be reset by then.
int ConnectFrom(int number, int port);
// Whether the other side has closed or reset it, having looked as far as what has come; nothing is waited for.
bool IsHungUp(int socket);

inline constexpr size_t kWhole = SIZE_MAX;

// As a client; one thread at a time.
class RawConnection {
 public:
  // To a server's address, from the address of that number.
  explicit RawConnection(const std::string& address, int number = 0);
  ~RawConnection();
  RawConnection(const RawConnection&) = delete;
  RawConnection& operator=(const RawConnection&) = delete;

  // The other side's bytes have no more room here than this; before anything is sent.
  void KeepsLittle() const;
  // The handshake of TLS, `piece` bytes at a time. False where it was hung up on.
  bool ShakesHands(size_t piece = kWhole);
  // Under TLS, `piece` bytes in each of its records, and as many at a time. False where it was hung up on.
  bool Sends(std::string_view bytes, size_t piece = kWhole);
  // Leaves without a word more: by a reset, or by closing.
  void Dies(bool by_reset);

  struct Frame {
    uint8_t type = 0;
    uint32_t stream = 0;
    std::string payload;
  };
  // The next one. Nothing where none came for so long, or the other side has hung up: see IsOver.
  std::optional<Frame> Next(std::chrono::milliseconds most);
  [[nodiscard]] bool IsOver() const { return over_; }

 private:
  struct Tls;

  bool SendsPieces(std::string_view bytes, size_t piece) const;
  // What TLS has to send.
  bool Flushes(size_t piece);
  // What came, to TLS; whether something came.
  bool Hears(std::chrono::milliseconds most);

  const std::unique_ptr<Tls> tls_;
  int socket_;
  std::string read_;
  bool over_ = false;
};

inline constexpr uint8_t kData = 0;
inline constexpr uint8_t kReset = 3;
inline constexpr uint8_t kSettings = 4;
inline constexpr uint8_t kGoAway = 7;

// What a connection of HTTP/2 begins with; and that the other side's kSettings were heard.
std::string Preface();
std::string Agreement();
// The beginning of a call, "/phancong.v1.TaskService/GetTask", by somebody signed in. `more`: another header's value.
std::string CallBegins(uint32_t stream, const std::string& path, const std::string& token,
                       const std::string& more = "");
// A message of it, and whether it is the last.
std::string Message(uint32_t stream, const std::string& serialised, bool last);
std::string Ping();
// The four bytes at a place of a frame's payload, such as the error of kReset (0) and of kGoAway (4).
uint32_t NumberAt(const RawConnection::Frame& frame, size_t place);

}  // namespace phancong::faults

#endif  // PHANCONG_TESTS_FAULTS_RAW_CONNECTION_H_
