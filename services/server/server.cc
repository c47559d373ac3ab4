#include "services/server/server.h"

#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/grpcpp.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "projections/read_models/change_signal.h"
#include "projections/read_models/due_keeper.h"
#include "projections/read_models/due_rows.h"
#include "projections/read_models/rebuild.h"
#include "projections/read_models/worker.h"
#include "services/access/clocks.h"
#include "services/answers/operator/rebuild_projection.h"
#include "services/backups/online_backups.h"
#include "services/cases/labels_in_rows.h"
#include "services/grpc/access_service.h"
#include "services/grpc/appends/append_door.h"
#include "services/grpc/audit_service.h"
#include "services/grpc/case_service.h"
#include "services/grpc/court_service.h"
#include "services/grpc/journal_service.h"
#include "services/grpc/operator/operator_service.h"
#include "services/grpc/stream_door.h"
#include "services/grpc/unary/answer_door.h"
#include "services/listen/descriptors.h"
#include "services/listen/listener.h"
#include "services/listen/memory.h"
#include "services/net/host_port.h"
#include "services/recorder/refusal_recorder.h"
#include "services/recorder/role_recorder.h"
#include "services/server/call_log.h"
#include "services/server/connection_use.h"
#include "services/server/grpc_log.h"
#include "services/server/health.h"
#include "services/server/set_back.h"
#include "services/server/sign_in.h"
#include "services/server/stop_limit.h"
#include "services/server/write_watch.h"

namespace casejournal::services {
namespace {

constexpr int kMessageBytesMax = 16 << 20;
constexpr int kReceiveBytesMax = 16 << 20;  // larger requests than 4 MiB get an error that says so
constexpr int kThreadsMax = 512;
constexpr int kStreamsPerConnectionMax = 1024;
// Of one request. By default gRPC ends calls with more than 8 KiB itself, so that a token which is too long would be
// answered otherwise than one that is wrong.
constexpr int kMetadataBytesMax = 32 << 10;
constexpr size_t kMemoryBytesMax = size_t{1} << 30;
// Beyond the memory for cases: that of requests, and as much for the databases and what is being answered.
constexpr uint64_t kMemoryOfOthers = uint64_t{2} << 30;
// Dockets get one part of the memory for cases, of this many.
constexpr size_t kDocketShare = 8;
// Of the time to stop, calls in progress have so much. The rest is for closing the journal.
constexpr double kShareOfCalls = 0.8;
// For the cases that the due list looks at one after another while no entry waits.
constexpr size_t kAtRestBytes = size_t{8} << 20;
constexpr absl::Duration kLookAtCallsEvery = absl::Milliseconds(10);
// For answers on their way, after the last call ended.
constexpr absl::Duration kFlush = absl::Milliseconds(20);
// A client that does not answer a ping is disconnected, with its calls. docs/CLIENTS.md states these numbers.
// Proxies close a connection that is idle for 60 seconds, by default.
constexpr int kPingEveryMs = 50'000;
constexpr int kPingTimeoutMs = 20'000;
// A connection that has no call for this long is closed; one that is not a connection of HTTP/2 by then, sooner.
constexpr int kIdleMs = 300'000;
constexpr int kHandshakeMs = 20'000;
// Clients may ping every 10 seconds, with or without calls. Half of that leaves room for pings that arrive together.
constexpr int kClientPingsMinMs = 5'000;

// Without the details that a status carries for programs.
void Report(const absl::Status& status) {
  spdlog::error("{}: {}", absl::StatusCodeToString(status.code()), std::string(status.message()));
}

// Issuer and subject identify a caller; a name is never logged.
void ReportRefused(const event::v1::CallsRefused& refused, const absl::Status& recorded) {
  const std::string caller = refused.caller().subject().empty()
                                 ? "nobody who could be identified"
                                 : absl::StrCat(refused.caller().issuer(), "/", refused.caller().subject());
  spdlog::warn("{} calls of {} were refused within ten minutes{}", refused.calls(), caller,
               recorded.ok() ? "" : "; this could not be recorded");
}

// For dockets, of the memory for cases.
size_t DocketBytes(const ServerOptions& options) { return options.case_memory_bytes / kDocketShare; }

// What clients may send and keep open. docs/CLIENTS.md states the numbers.
void SetBounds(grpc::ServerBuilder& builder) {
  grpc::ResourceQuota quota("casejournal");
  quota.Resize(kMemoryBytesMax).SetMaxThreads(kThreadsMax);
  builder.SetResourceQuota(quota);
  builder.SetMaxReceiveMessageSize(kReceiveBytesMax);
  builder.SetMaxSendMessageSize(kMessageBytesMax);
  builder.AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE, kMetadataBytesMax);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, kStreamsPerConnectionMax);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, kPingEveryMs);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, kPingTimeoutMs);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_IDLE_MS, kIdleMs);
  builder.AddChannelArgument(GRPC_ARG_SERVER_HANDSHAKE_TIMEOUT_MS, kHandshakeMs);
  // By default only two pings are sent without data between them, and a connection that breaks later is not noticed.
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MAX_PINGS_WITHOUT_DATA, 0);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, kClientPingsMinMs);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
}

}  // namespace

// In the order of construction; destroyed in reverse.
struct Server::Parts {
  std::atomic<bool> stopping = false;
  projections::ChangeSignal changed;  // of the read models, the due list, and `stopping`
  std::atomic<bool> opened = false;
  Health health;
  std::unique_ptr<Journal> journal;
  std::unique_ptr<CaseCache> cases;
  std::unique_ptr<projections::ReadModelStore> models;
  std::unique_ptr<projections::Worker> worker;
  std::unique_ptr<projections::ReadModelStore> due_rows;
  std::unique_ptr<projections::DueKeeper> due;
  std::unique_ptr<Anchor> anchor;
  SignIn sign_in;
  std::unique_ptr<CaseViews> views;
  std::unique_ptr<ReaderSources> readers;
  std::unique_ptr<Recorder> recorder;
  std::unique_ptr<RoleRecorder> roles;
  std::unique_ptr<DisclosureRecorder> disclosures;
  std::unique_ptr<CallerLimits> limits;
  std::unique_ptr<RefusalRecorder> refusals;
  ListCursors cursors;
  Notices notices;
  std::unique_ptr<DisclosureDesk> desk;
  std::unique_ptr<CallGate> gate;
  std::unique_ptr<CaseServiceAdapter> case_service;
  std::unique_ptr<AuditServiceAdapter> audit_service;
  std::unique_ptr<CourtServiceAdapter> court_service;
  std::unique_ptr<JournalServiceAdapter> journal_service;
  std::unique_ptr<AccessServiceAdapter> access_service;
  std::unique_ptr<OnlineBackups> backups;
  std::unique_ptr<MasterKeyRotation> key_rotation;
  std::unique_ptr<Rebuilds> rebuilds;
  std::unique_ptr<OperatorServiceAdapter> operator_service;
  std::unique_ptr<Listener> listener;
  std::unique_ptr<grpc::Server> server;
  // Destroyed before the server, because what their queues give back uses it.
  std::unique_ptr<AppendDoor> append_door;
  std::unique_ptr<AnswerDoor> answer_door;
  std::unique_ptr<StreamDoor> stream_door;
  std::unique_ptr<WriteWatch> write_watch;
  std::string data;  // the directory, as an absolute path
  HostPort listen;
  uint64_t connections = 0;  // at most so many at a time
  uint64_t memory_bytes = 0;
  uint64_t disk_reserve_bytes = 0;
  absl::Duration stop_within;

  // The steps of the start, in this order. Each says what is known after it.

  // The log is open, and its faults are reported.
  absl::Status OpenJournal(ServerOptions& options);
  // Read models and due list follow the log, or their fault is reported.
  void FollowJournal(const ServerOptions& options);
  // Who calls, and what each caller sees.
  void LetCallersIn(const ServerOptions& options);
  // What is witnessed, and what is recorded: appends, roles, disclosures.
  void MakeRecorders(ServerOptions& options);
  // Who answers which calls.
  void MakeServices(const ServerOptions& options);
  // The port is open, and calls are answered.
  absl::Status Listen(const ServerOptions& options);
  // Connections that come in are given to gRPC.
  void Admit(std::shared_ptr<grpc::experimental::ExternalConnectionAcceptor> to);

  Parts() {
    for (const char* name : {v1::CaseService::service_full_name(), v1::AuditService::service_full_name(),
                             v1::CourtService::service_full_name(), v1::JournalService::service_full_name(),
                             v1::AccessService::service_full_name(), v1::OperatorService::service_full_name(),
                             kReadModelsHealth, kDueListHealth}) {
      health.Set(name, true);
    }
  }

  // The log stopped accepting writes, or accepts them again. Reads still work. The operator gets one message for each
  // change, and the health of CaseService shows it to programs. Before there is a journal to serve, the start fails
  // with the reason.
  void TellOfWrites(const absl::Status& writes) {
    if (opened && writes.ok()) spdlog::info("the journal accepts writes again");
    if (opened && !writes.ok()) spdlog::error("the journal rejects writes: {}", std::string(writes.message()));
    health.Set(v1::CaseService::service_full_name(), writes.ok());
  }

  // Returns what is called when a part that works by itself fails, and when it works again: one message for each, and
  // the health of `name`.
  projections::FollowReport Teller(const char* name, const char* works_again) {
    return [this, name, works_again](const absl::Status& state) {
      if (state.ok()) spdlog::info("{}", works_again);
      if (!state.ok()) spdlog::error("{}", std::string(state.message()));
      health.Set(name, state.ok());
    };
  }
};

absl::Status Server::Parts::OpenJournal(ServerOptions& options) {
  options.journal.log.on_writes = [this](const absl::Status& writes) { TellOfWrites(writes); };
  health.Set(kCheckpointsHealth, true);
  options.journal.log.on_checkpoint = Teller(kCheckpointsHealth, "checkpoints are written again");
  if (!options.journal.log.checkpoint_copy.empty()) health.Set(kCheckpointCopyHealth, true);
  options.journal.log.on_checkpoint_copy =
      Teller(kCheckpointCopyHealth, "the copy of the newest checkpoint is written again");
  options.anchor.cosigned_path = absl::StrCat(data, "/checkpoints/cosigned");
  options.anchor.report = Report;
  options.anchor.on_forked = [this](const absl::Status& status) { journal->log().StopWriting(status); };
  options.journal.meet = [&anchor = options.anchor](const eventstore::EventLog& log) {
    return MeetWitnesses(log, anchor);
  };
  options.journal.tell = [](const std::string& words) { spdlog::warn("{}", words); };
  absl::StatusOr<std::unique_ptr<Journal>> from_disk = Journal::Open(std::move(options.journal));
  if (!from_disk.ok()) return from_disk.status();
  if (options.insecure_dev && (*from_disk)->roles().now()->HasAdministrator()) {
    return absl::InvalidArgumentError(
        "--insecure-dev: this journal has roles, so nobody reads it without them; serve it with TLS (--tls-cert, "
        "--tls-key)");
  }
  journal = *std::move(from_disk);
  opened = true;
  return absl::OkStatus();
}

void Server::Parts::FollowJournal(const ServerOptions& options) {
  models = projections::ReadModelStore::Closed(projections::ReadModelDirectory(data), projections::ProjectionNames());
  const size_t docket_bytes = DocketBytes(options);
  cases = std::make_unique<CaseCache>(journal->log(), options.case_memory_bytes - docket_bytes);
  worker = std::make_unique<projections::Worker>(
      journal->log(), *models,
      [cases = cases.get()](const eventstore::Uuid& case_id, eventstore::Revision at_least) {
        return cases->RecordWith(case_id, at_least);
      },
      Teller(kReadModelsHealth, "the read models are up to date again"), &changed);
  due_rows = projections::ReadModelStore::Closed(projections::DueDirectory(data), {projections::kDueFamily});
  due = std::make_unique<projections::DueKeeper>(
      journal->log(), *due_rows,
      projections::DueKeeper::Sources{
          .in_use = [cases = cases.get()](
                        const eventstore::Uuid& case_id,
                        eventstore::Revision at_least) { return cases->RecordWith(case_id, at_least); },
          .at_rest = projections::FoldFromLog(journal->log(), kAtRestBytes),
          .rules = journal->rules(),
          .zone = journal->zone(),
          .now_us = [journal = journal.get()] { return journal->NowUs(); },
          .docket_bytes = docket_bytes},
      Teller(kDueListHealth, "the due list is up to date again"), &changed);
}

void Server::Parts::LetCallersIn(const ServerOptions& options) {
  views = std::make_unique<CaseViews>(DocketBytes(options));
  readers = std::make_unique<ReaderSources>(ReaderSources{
      .cases = *cases,
      .views = *views,
      .roles = journal->roles(),
      .today = [journal = journal.get()] { return journal->Today(); },
      .labels_in = [log = &journal->log(),
                    models = models.get()](const std::string& case_id) { return LabelsInRows(*log, *models, case_id); },
      .development = sign_in.callers->is_development(),
      .access_in = [log = &journal->log(), models = models.get()](
                       const std::string& case_id,
                       const Holder& holder) { return AccessInRows(*log, *models, case_id, holder); }});
  limits = std::make_unique<CallerLimits>(options.caller_limits);
  refusals = std::make_unique<RefusalRecorder>(journal->log(), ReportRefused);
  gate = std::make_unique<CallGate>(*sign_in.callers, *limits, refusals->counted(), *readers);
}

void Server::Parts::MakeRecorders(ServerOptions& options) {
  anchor = std::make_unique<Anchor>(journal->log(), std::move(options.anchor));
  recorder =
      std::make_unique<Recorder>(journal->log(), *cases,
                                 RecorderOptions{.access = readers.get(),
                                                 .zone = journal->zone(),
                                                 .now_us = [journal = journal.get()] { return journal->NowUs(); },
                                                 .law_today = [journal = journal.get()] { return journal->LawToday(); },
                                                 .program = journal->program(),
                                                 .on_refused =
                                                     [refusals = refusals.get()](const Caller& caller) {
                                                       refusals->counted().Count(caller.actor, "Append", SteadyNow());
                                                     },
                                                 .on_journalized = [anchor = anchor.get()] { anchor->StampSoon(); }});
  roles = std::make_unique<RoleRecorder>(journal->log(), journal->roles());
  disclosures = std::make_unique<DisclosureRecorder>(journal->log());
  notices = std::move(options.notices);
  desk = std::make_unique<DisclosureDesk>(
      *disclosures, notices,
      DisclosureOptions{.program = journal->program(),
                        .all_reads = options.journal_all_reads,
                        .reads = options.journal_all_reads || !sign_in.callers->is_development()});
}

void Server::Parts::MakeServices(const ServerOptions& options) {
  case_service = std::make_unique<CaseServiceAdapter>(
      CaseServiceParts{.journal = *journal, .worker = *worker, .due = *due, .cursors = cursors, .desk = *desk});
  audit_service = std::make_unique<AuditServiceAdapter>(
      AuditServiceParts{
          .journal = *journal, .gate = *gate, .disclosures = *desk, .anchor = *anchor, .stopping = stopping},
      Report);
  court_service = std::make_unique<CourtServiceAdapter>(CourtServiceParts{.journal = *journal,
                                                                          .worker = *worker,
                                                                          .cursors = cursors,
                                                                          .notices = notices,
                                                                          .anchor = *anchor,
                                                                          .disclosures = *disclosures,
                                                                          .desk = *desk,
                                                                          .gate = *gate},
                                                        Report);
  journal_service = std::make_unique<JournalServiceAdapter>(JournalServiceParts{.journal = *journal,
                                                                                .gate = *gate,
                                                                                .streams = options.streams,
                                                                                .message_bytes = kMessageBytesMax,
                                                                                .limits = options.caller_limits});
  access_service = std::make_unique<AccessServiceAdapter>(
      AccessServiceParts{.journal = *journal, .roles = *roles, .worker = *worker});
  backups = std::make_unique<OnlineBackups>(
      journal->log(), OnlineBackupOptions{.repository = options.backup_repository, .time_zone = journal->zone_name()},
      stopping);
  key_rotation = std::make_unique<MasterKeyRotation>(journal->log());
  // Half of the processors build; the others go on serving.
  rebuilds.reset(new Rebuilds{.log = journal->log(),
                              .worker = *worker,
                              .options = {.threads = std::max<size_t>(projections::BuildThreadsMax() / 2, 1),
                                          .reserve_bytes = disk_reserve_bytes},
                              .stopping = stopping,
                              .tell = [](const std::string& line, bool failed) {
                                spdlog::log(failed ? spdlog::level::err : spdlog::level::info, "{}", line);
                              }});
  operator_service = std::make_unique<OperatorServiceAdapter>(
      OperatorServiceParts{
          .journal = *journal, .keys = *key_rotation, .backups = *backups, .rebuilds = *rebuilds, .gate = *gate},
      Report);
}

absl::Status Server::Parts::Listen(const ServerOptions& options) {
  grpc::EnableDefaultHealthCheckService(true);
  grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  absl::StatusOr<std::unique_ptr<Listener>> bound = Listener::Bind(listen);
  if (!bound.ok()) return bound.status();
  listener = *std::move(bound);
  listen.port = static_cast<uint16_t>(listener->port());
  grpc::ServerBuilder builder;
  SetBounds(builder);
  std::shared_ptr<grpc::experimental::ExternalConnectionAcceptor> acceptor =
      builder.experimental().AddExternalConnectionAcceptor(
          grpc::ServerBuilder::experimental_type::ExternalConnectionType::FROM_FD, sign_in.credentials);
  builder.RegisterService(&case_service->methods());
  builder.RegisterService(&audit_service->methods());
  builder.RegisterService(&court_service->methods());
  builder.RegisterService(&journal_service->methods());
  builder.RegisterService(&access_service->methods());
  builder.RegisterService(&operator_service->methods());
  append_door = std::make_unique<AppendDoor>(case_service->methods(), builder.AddCompletionQueue(), *recorder, *gate,
                                             Report, options.quiet ? AppendReport() : LogRecording);
  answer_door =
      std::make_unique<AnswerDoor>(std::vector<UnaryService>{{case_service->methods(), case_service->unary()},
                                                             {audit_service->methods(), audit_service->unary()},
                                                             {court_service->methods(), court_service->unary()},
                                                             {journal_service->methods(), journal_service->unary()},
                                                             {access_service->methods(), access_service->unary()}},
                                   builder.AddCompletionQueue(), *gate, Report, options.quiet ? CallReport() : LogCall);
  stream_door = std::make_unique<StreamDoor>(
      case_service->methods(), court_service->methods(), builder.AddCompletionQueue(),
      DueWatchSources{.journal = *journal, .worker = *worker, .due = *due, .changed = changed, .stopping = stopping},
      *gate, *desk, options.streams, Report);
  std::vector<std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface>> logs;
  if (!options.quiet) logs.push_back(MakeCallLog());
  logs.push_back(MakeUseTeller([to = listener.get()](const std::string& peer) { to->Use(peer); }));
  builder.experimental().SetInterceptorCreators(std::move(logs));
  server = builder.BuildAndStart();
  if (server == nullptr) return absl::InternalError("gRPC does not start");
  append_door->Open();
  answer_door->Open();
  stream_door->Open();
  health.ShowIn(*server->GetHealthCheckService());
  write_watch = std::make_unique<WriteWatch>([this, set_back = SetBack()]() mutable {
    const eventstore::EventLog& log = journal->log();
    log.Writable().IgnoreError();
    TellGrpcLines(/*stops=*/false);
    if (!set_back.Look(SystemNow(), SteadyNow())) return;
    log.WakeWaiters();
    changed.Notify();
  });
  Admit(std::move(acceptor));
  return absl::OkStatus();
}

void Server::Parts::Admit(std::shared_ptr<grpc::experimental::ExternalConnectionAcceptor> to) {
  listener->Admit({.connections = connections,
                   .memory_bytes = memory_bytes,
                   .take =
                       [to = std::move(to)](int socket) {
                         grpc::experimental::ExternalConnectionAcceptor::NewConnectionParameters connection;
                         connection.fd = socket;
                         to->HandleNewConnection(&connection);
                       },
                   .tell = [](const std::string& line) { spdlog::warn("{}", line); }});
}

Server::Server(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

Server::~Server() { Stop(); }

// gRPC would answer CANCELLED to calls that come while it shuts down, which says nothing. So it does not, until there
// are no connections.
void Server::Stop() {
  if (parts_->stopping) return;
  const absl::Time until = SteadyNow() + kShareOfCalls * parts_->stop_within;
  parts_->stopping = true;
  parts_->gate->Close();
  parts_->journal->log().EndWaits();
  parts_->journal->log().WakeWaiters();
  parts_->changed.Notify();
  parts_->health.Hide();
  parts_->server->GetHealthCheckService()->SetServingStatus(false);
  while (parts_->gate->InProgress() > 0 && SteadyNow() < until) absl::SleepFor(kLookAtCallsEvery);
  absl::SleepFor(kFlush);
  parts_->write_watch.reset();
  parts_->listener->Close();
  parts_->server->Shutdown(std::chrono::system_clock::now());
  parts_->server->Wait();
  TellGrpcLines(/*stops=*/true);
}

int Server::port() const { return parts_->listen.port; }
uint64_t Server::connections() const { return parts_->connections; }
const Journal& Server::journal() const { return *parts_->journal; }
std::string Server::address() const { return absl::StrCat(parts_->listen.host, ":", parts_->listen.port); }

absl::StatusOr<std::unique_ptr<Server>> Server::Start(ServerOptions options) {
  const absl::StatusOr<HostPort> listen = ParseHostPort(options.listen);
  if (!listen.ok()) return absl::InvalidArgumentError(absl::StrCat("--listen: ", listen.status().message()));
  const absl::StatusOr<uint64_t> connections = ConnectionsFor(OpenFilesMax(), options.connections);
  if (!connections.ok()) return connections.status();
  absl::StatusOr<SignIn> sign_in = MakeSignIn(options, listen->host);
  if (!sign_in.ok()) return sign_in.status();
  // Absolute, so that paths can be removed from messages to clients (without_paths.h).
  for (std::string* path :
       {&options.journal.log.directory, &options.journal.log.checkpoint_copy, &options.backup_repository}) {
    std::error_code ignored;
    if (!path->empty()) *path = std::filesystem::absolute(*path, ignored).string();
  }
  TakeGrpcLines();
  auto parts = std::make_unique<Parts>();
  parts->data = options.journal.log.directory;
  parts->listen = *listen;
  parts->connections = *connections;
  parts->memory_bytes = options.memory_bytes > 0 ? options.memory_bytes : options.case_memory_bytes + kMemoryOfOthers;
  parts->disk_reserve_bytes = options.journal.log.disk_reserve_bytes;
  parts->stop_within = options.stop_within;
  parts->sign_in = *std::move(sign_in);
  if (absl::Status opened = parts->OpenJournal(options); !opened.ok()) return opened;
  parts->FollowJournal(options);
  parts->LetCallersIn(options);
  parts->MakeRecorders(options);
  parts->MakeServices(options);
  if (absl::Status listens = parts->Listen(options); !listens.ok()) return listens;
  return std::unique_ptr<Server>(new Server(std::move(parts)));
}

absl::Status ServeUntilSignalled(ServerOptions options) {
  // Standard output is only for the line that says where it serves.
  spdlog::set_default_logger(spdlog::stderr_logger_mt("casejournal"));
  if (options.quiet) spdlog::set_level(spdlog::level::warn);
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  // Before any thread starts, so that all threads leave the signals to sigwait.
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  const uint64_t open_files_max = RaiseOpenFilesMax();
  GiveMemoryBack();
  const absl::Duration stop_within = options.stop_within;
  absl::StatusOr<std::unique_ptr<Server>> server = Server::Start(std::move(options));
  if (!server.ok()) return server.status();
  spdlog::info("at most {} connections; this process may have {} files open", (*server)->connections(), open_files_max);
  const Journal& journal = (*server)->journal();
  if (journal.roles().now()->unconfirmed_since()) {
    spdlog::warn(
        "the journal was restored from a backup: until the rights are confirmed (casejournal roles confirm), only the "
        "administrator whom the restore named is admitted, or any administrator if it named none");
  }
  if (!journal.zone_notice().empty()) spdlog::warn("{}", journal.zone_notice());
  std::printf("casejournal ready on %s (journal %s, %s, %llu entries)\n", (*server)->address().c_str(),
              journal.log().origin().c_str(), journal.zone_name().c_str(),
              static_cast<unsigned long long>(journal.log().size()));
  std::fflush(stdout);
  spdlog::info("{} serves {} on {}, from {} entries", journal.program(), journal.log().origin(), (*server)->address(),
               journal.log().size());
  int signal = 0;
  sigwait(&signals, &signal);
  spdlog::info("stopping within {} s, because of {}", absl::ToInt64Seconds(stop_within),
               signal == SIGINT ? "SIGINT" : "SIGTERM");
  const StopLimit limit(signals, stop_within);
  (*server)->Stop();
  const uint64_t entries = journal.log().size();
  server->reset();
  spdlog::info("stopped with {} entries", entries);
  return absl::OkStatus();
}

}  // namespace casejournal::services
