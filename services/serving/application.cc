#include "services/serving/application.h"

#include <utility>
#include <vector>

#include "google/protobuf/descriptor.h"
#include "services/accounts/account_service.h"
#include "services/accounts/sign_in.h"
#include "services/directory/directory_service.h"
#include "services/evidence/evidence_service.h"
#include "services/evidence/transfers.h"
#include "services/grassroots_union/grassroots_union_service.h"
#include "services/inspection_committee/inspection_committee_service.h"
#include "services/journal/checkpoints.h"
#include "services/journal/custody.h"
#include "services/journal/journal_service.h"
#include "services/journal/signing_keys.h"
#include "services/programme/programme_service.h"
#include "services/progress/progress_service.h"
#include "services/reminders/inbox_service.h"
#include "services/reminders/reminding.h"
#include "services/rules/propagate.h"
#include "services/serving/announcements.h"
#include "services/serving/call_log.h"
#include "services/serving/calls.h"
#include "services/serving/commands.h"
#include "services/serving/methods.h"
#include "services/serving/pool.h"
#include "services/serving/readiness.h"
#include "services/serving/reads.h"
#include "services/serving/routine.h"
#include "services/serving/server.h"
#include "services/serving/sessions.h"
#include "services/serving/transport.h"
#include "services/serving/watches.h"
#include "services/serving/writer.h"
#include "services/standing_committee/standing_committee_service.h"
#include "services/tasks/task_service.h"
#include "spdlog/spdlog.h"
#include "storage/accounts.h"
#include "storage/evidence_content.h"
#include "storage/server_secrets.h"
#include "storage/trouble.h"

namespace phancong::serving {
namespace {

// What signing in needs of the database.
struct SignInSettings {
  accounts::PasswordCost cost;
  accounts::KnownDevices devices;
};

absl::StatusOr<SignInSettings> SettingsOf(storage::Store& store, Entropy& entropy, const ApplicationOptions& options) {
  accounts::PasswordCost cost;
  std::string key;
  RETURN_IF_ERROR(store.Write([&](storage::WriteTransaction& tx) -> absl::Status {
    ASSIGN_OR_RETURN(const std::optional<storage::PasswordCostRow> row, storage::FindPasswordCost(tx));
    if (row) {
      cost = {.operations = static_cast<uint64_t>(row->operations),
              .memory_bytes = static_cast<size_t>(row->memory_bytes)};
    }
    ASSIGN_OR_RETURN(key, storage::KeepSecret(tx, "known_device", entropy.Bytes(accounts::KnownDevices::kKeyBytes)));
    return absl::OkStatus();
  }));
  return SignInSettings{.cost = options.password_cost.value_or(cost),
                        .devices = accounts::KnownDevices(std::move(key))};
}

}  // namespace

// Everything between the store and the port, in the order in which one is made of the others.
struct Application::Rooms {
  Rooms(storage::Store& store, const Clock& clock, Entropy& entropy, const ApplicationOptions& options,
        SignInSettings settings, Metrics& metrics)
      : readiness(store),
        writer(readiness, [&metrics](size_t pieces, absl::Duration took) { metrics.Committed(pieces, took); }),
        read_pool(options.read_threads, options.read_queue),
        password_pool(options.password_threads, options.password_queue, Pace::kBackground),
        content_pool(options.content_threads, options.content_queue),
        reads(store, clock, read_pool),
        commands(writer, clock, entropy, announcements),
        log(metrics, entropy),
        calls(methods, sessions, commands, reads, log, options.upload_patience),
        sign_in(store, writer, password_pool, sessions, announcements, clock, entropy, settings.cost,
                std::move(settings.devices)),
        watches(calls, reads, announcements),
        keys(options.keys_folder),
        checkpoints(keys, [&metrics] { metrics.CheckpointSigned(); }),
        contents(options.evidence_folder, store),
        transfers(calls, contents, content_pool, calls.upload_patience()),
        sweeping(options.sweep_period, [this] { Sweep(); }),
        trying_again(options.retry_period, [this] { readiness.TryAgain(); }),
        noting_uses(options.session_use_period, [this] { sign_in.NoteUses(); }),
        reminding(store, writer, commands, announcements, clock, options.reminder_period, options.smtp),
        evidence(calls, transfers),
        standing_committee(calls),
        grassroots_union(calls),
        inspection_committee(calls),
        programme(calls),
        directory(calls),
        tasks(calls),
        progress(calls),
        journal(calls, watches, writer, checkpoints),
        accounts(calls, sign_in, sessions, clock),
        inbox(calls, watches, writer) {}

  // Every service with the name under which the contract declares it.
  std::vector<std::pair<const char*, grpc::Service*>> Services() {
    return {
        {v1::StandingCommitteeService::service_full_name(), &standing_committee},
        {v1::GrassrootsUnionService::service_full_name(), &grassroots_union},
        {v1::InspectionCommitteeService::service_full_name(), &inspection_committee},
        {v1::ProgrammeService::service_full_name(), &programme},
        {v1::DirectoryService::service_full_name(), &directory},
        {v1::TaskService::service_full_name(), &tasks},
        {v1::ProgressService::service_full_name(), &progress},
        {v1::JournalService::service_full_name(), &journal},
        {v1::AccountService::service_full_name(), &accounts},
        {v1::InboxService::service_full_name(), &inbox},
        {v1::EvidenceService::service_full_name(), &evidence},
    };
  }

  // Leftovers of uploads; a failure is for the next time.
  void Sweep() {
    const auto swept = contents.Sweep([this] { return sweeping.stopping(); });
    if (!swept.ok()) {
      spdlog::error("leftovers of uploads were not removed: {}", std::string(swept.status().message()));
    } else if (swept->incoming + swept->contents > 0) {
      spdlog::info("removed {} unfinished uploads and {} contents that nothing names", swept->incoming,
                   swept->contents);
    }
  }

  Methods methods;
  Sessions sessions;
  Announcements announcements;
  Readiness readiness;
  Writer writer;
  Pool read_pool;
  Pool password_pool;
  Pool content_pool;
  Reads reads;
  Commands commands;
  CallLog log;
  Calls calls;
  accounts::SignIn sign_in;
  Watches watches;
  journal::SigningKeys keys;
  journal::Checkpoints checkpoints;
  storage::ContentStore contents;
  evidence::Transfers transfers;
  Routine sweeping;
  Routine trying_again;
  Routine noting_uses;
  reminders::Reminding reminding;

  evidence::EvidenceService evidence;
  standing_committee::StandingCommitteeService standing_committee;
  grassroots_union::GrassrootsUnionService grassroots_union;
  inspection_committee::InspectionCommitteeService inspection_committee;
  programme::ProgrammeService programme;
  directory::DirectoryService directory;
  tasks::TaskService tasks;
  progress::ProgressService progress;
  journal::JournalService journal;
  accounts::AccountService accounts;
  reminders::InboxService inbox;

  std::unique_ptr<Server> server;
};

Application::Application(storage::Store& store, const Clock& clock, Entropy& entropy, ApplicationOptions options)
    : store_(store), clock_(clock), entropy_(entropy), options_(std::move(options)) {}

Application::~Application() { Stop(); }

absl::Status Application::Start() {
  // Before there are threads.
  if (options_.certificate) RequireTls13();
  ASSIGN_OR_RETURN(const std::shared_ptr<grpc::ServerCredentials> credentials,
                   Credentials(options_.certificate, clock_));
  ASSIGN_OR_RETURN(SignInSettings settings, SettingsOf(store_, entropy_, options_));
  auto rooms = std::make_unique<Rooms>(store_, clock_, entropy_, options_, std::move(settings), metrics_);
  std::vector<grpc::Service*> services;
  std::vector<std::string> commanding;
  for (const auto& [name, service] : rooms->Services()) {
    const google::protobuf::ServiceDescriptor* descriptor =
        google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(name);
    if (descriptor == nullptr) return absl::InternalError(std::string("there is no service ") + name);
    RETURN_IF_ERROR(rooms->methods.Add(*descriptor));
    services.push_back(service);
    bool only_changes = true;
    for (int i = 0; i < descriptor->method_count(); ++i) {
      only_changes = only_changes && rooms->methods.WithRequest(*descriptor->method(i)->input_type()).access.changes();
    }
    if (only_changes) commanding.push_back(descriptor->full_name());
  }
  RETURN_IF_ERROR(rooms->sessions.Load(store_));
  RETURN_IF_ERROR(
      journal::PrepareJournals({.store = store_, .clock = clock_, .entropy = entropy_, .keys = rooms->keys}));
  ASSIGN_OR_RETURN(rooms->server, Server::Start({.address = options_.listen,
                                                 .handshake_timeout = options_.handshake_timeout,
                                                 .bounds = options_.connections},
                                                services, credentials));
  rooms->sweeping.Start();
  rooms->trying_again.Start();
  rooms->noting_uses.Start();
  rooms->reminding.Start();
  rooms_ = std::move(rooms);
  ShowReadiness(commanding);
  ShowFigures();
  return absl::OkStatus();
}

void Application::ShowReadiness(const std::vector<std::string>& commanding) {
  Rooms* const rooms = rooms_.get();
  for (const auto& [name, service] : rooms->Services()) rooms->server->SetServing(name, true);
  rooms->readiness.Tell([server = rooms->server.get(), commanding](bool ready) {
    for (const std::string& name : commanding) server->SetServing(name, ready);
  });
  metrics_.Gauge("phancong_takes_commands", "Whether commands are kept: 0 while the database cannot be written.",
                 [rooms] { return rooms->readiness.trouble() == storage::Trouble::kNone ? 1.0 : 0.0; });
  for (const std::string_view cause : storage::kTroubles) {
    metrics_.Gauge("phancong_storage_trouble", "Why commands are not kept: 1 for the cause.",
                   [rooms, cause] { return storage::WordOf(rooms->readiness.trouble()) == cause ? 1.0 : 0.0; },
                   {{"cause", std::string(cause)}});
  }
}

void Application::ShowFigures() {
  const Rooms* const rooms = rooms_.get();
  const auto show = [this](const std::string& name, const std::string& help, auto value) {
    metrics_.Gauge(name, help, [value] { return static_cast<double>(value()); });
  };
  show("phancong_writer_waiting", "Pieces of work that wait for the writer.",
       [rooms] { return rooms->writer.waiting(); });
  show("phancong_reads_waiting", "Reads that wait for a thread.", [rooms] { return rooms->read_pool.waiting(); });
  show("phancong_passwords_waiting", "Passwords that wait to be looked at.",
       [rooms] { return rooms->password_pool.waiting(); });
  show("phancong_connections", "Connections that are open.", [rooms] { return rooms->server->listener().open(); });
  metrics_.Count("phancong_connections_refused_total", "Connections over a bound.",
                 [rooms] { return static_cast<double>(rooms->server->listener().refused()); });
  show("phancong_sessions", "Sessions that have begun and not ended.", [rooms] { return rooms->sessions.count(); });
  show("phancong_watches", "Watches that are open.", [rooms] { return rooms->watches.watching(); });
  const double started = static_cast<double>(clock_.NowMicros()) / 1e6;
  show("phancong_start_time_seconds", "When it began to serve, since 1970.", [started] { return started; });
}

int Application::port() const { return rooms_->server->port(); }

absl::StatusOr<int64_t> Application::RingReminders() { return rooms_->reminding.Ring(); }

absl::StatusOr<int64_t> Application::SendMail() { return rooms_->reminding.SendMail(); }

void Application::Stop() {
  if (rooms_ == nullptr) return;
  metrics_.StopAsking();
  rooms_->server->SetStopping();
  rooms_->readiness.Tell({});
  rooms_->announcements.Stop();
  rooms_->server->Stop(options_.grace);
  // They wait for the writer.
  rooms_->reminding.Stop();
  rooms_->sweeping.Stop();
  rooms_->trying_again.Stop();
  rooms_->noting_uses.Stop();
  rooms_->sign_in.NoteUses();
  // No call is left; what they began is finished.
  rooms_->content_pool.Stop();
  rooms_->password_pool.Stop();
  rooms_->read_pool.Stop();
  rooms_->writer.Stop();
  rooms_.reset();
}

}  // namespace phancong::serving
