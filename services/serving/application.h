// The whole server in one object: what main starts, and what tests start in their own process.
#ifndef PHANCONG_SERVICES_SERVING_APPLICATION_H_
#define PHANCONG_SERVICES_SERVING_APPLICATION_H_

#include <cstddef>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "services/accounts/credentials.h"
#include "services/serving/clock.h"
#include "services/serving/entropy.h"
#include "storage/store.h"

namespace phancong::serving {

struct ApplicationOptions {
  // Loopback: what stands before it on another address has to encrypt.
  std::string listen = "127.0.0.1:7443";
  size_t read_threads = 4;
  size_t read_queue = 1024;
  size_t password_threads = 2;
  size_t password_queue = 128;
  accounts::PasswordCost password_cost;
  // How long calls under way have when the server stops.
  absl::Duration grace = absl::Seconds(10);
};

class Application {
 public:
  // All outlive it. The store has the newest schema.
  Application(storage::Store& store, const Clock& clock, Entropy& entropy, ApplicationOptions options);
  ~Application();
  Application(const Application&) = delete;
  Application& operator=(const Application&) = delete;

  // INTERNAL where a method does not declare who may call it; UNAVAILABLE where the address is taken; errors of the
  // store.
  [[nodiscard]] absl::Status Start();
  // After Start.
  [[nodiscard]] int port() const;
  // Gracefully: watches end with STOPPING, calls under way finish, new ones are not taken. May be called again.
  void Stop();

 private:
  struct Rooms;

  storage::Store& store_;
  const Clock& clock_;
  Entropy& entropy_;
  const ApplicationOptions options_;
  std::unique_ptr<Rooms> rooms_;
};

}  // namespace phancong::serving

#endif  // PHANCONG_SERVICES_SERVING_APPLICATION_H_
