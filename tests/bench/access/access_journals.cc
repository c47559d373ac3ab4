#include "tests/bench/access/access_journals.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "casejournal/v1/access_service.grpc.pb.h"
#include "eventstore/records/stream_id.h"

namespace casejournal::services {
namespace {

constexpr char kAdministrating[] = "administrator";
constexpr int kRoleMessageBytesMax = 1 << 20;

absl::StatusOr<std::unique_ptr<ChildProcess>> StartEcho(const BenchSignIn* sign_in) {
  std::vector<std::string> arguments = {"--serve-echo", "400"};
  if (sign_in != nullptr) {
    arguments.insert(arguments.end(), {"--echo-cert", sign_in->certificate_file(), "--echo-key", sign_in->key_file()});
  }
  return ChildProcess::Start("/proc/self/exe", arguments);
}

}  // namespace

absl::Status AccessJournals::Start() {
  absl::StatusOr<BenchSignIn> sign_in = BenchSignIn::Make(directory_ + "/credentials");
  if (!sign_in.ok()) return sign_in.status();
  sign_in_ = *std::move(sign_in);
  for (size_t i = 0; i < kSupervisors; ++i) supervisors_.push_back(absl::StrCat("supervisor-", i));
  for (size_t i = 0; i < kCaseworkers; ++i) caseworkers_.push_back(absl::StrCat("caseworker-", i));
  signed_.how.sign_in = &*sign_in_;
  recorded_.how.sign_in = &*sign_in_;
  recorded_.how.all_reads_are_recorded = true;
  for (const auto& [served, name] : std::vector<std::pair<Served*, absl::string_view>>{
           {&plain_, "plain"}, {&signed_, "signed"}, {&recorded_, "recorded"}}) {
    if (absl::Status made = Make(*served, name); !made.ok()) return made;
  }
  for (const auto& [echo, tls] : std::vector<std::pair<std::unique_ptr<ChildProcess>*, const BenchSignIn*>>{
           {&echo_, nullptr}, {&echo_with_tls_, &*sign_in_}}) {
    absl::StatusOr<std::unique_ptr<ChildProcess>> started = StartEcho(tls);
    if (!started.ok()) return started.status();
    *echo = *std::move(started);
  }
  return absl::OkStatus();
}

absl::Status AccessJournals::Make(Served& served, absl::string_view name) {
  served.how.program = program_;
  served.how.data = absl::StrCat(directory_, "/", name);
  served.how.rules = rules_;
  // A journal with an administrator is served only with TLS.
  const event::v1::Staff administrator =
      served.how.sign_in == nullptr ? event::v1::Staff() : BenchStaff(kAdministrating);
  if (absl::Status made = CreateMeasuredJournal(served.how.data, std::string(name), administrator); !made.ok())
    return made;
  if (absl::Status started = Restart(served); !started.ok()) return started;
  return served.how.sign_in == nullptr ? absl::OkStatus() : GiveRoles(served);
}

absl::Status AccessJournals::Restart(Served& served) {
  served.process.reset();
  absl::StatusOr<std::unique_ptr<ChildProcess>> started = ServeJournal(served.how);
  if (!started.ok()) return started.status();
  served.process = *std::move(started);
  return absl::OkStatus();
}

absl::Status AccessJournals::GiveRoles(const Served& served) const {
  const BenchTarget target = As(*served.process, {kAdministrating});
  const std::unique_ptr<v1::AccessService::Stub> stub =
      v1::AccessService::NewStub(ChannelTo(target, kRoleMessageBytesMax));
  std::vector<std::pair<std::string, event::v1::Role>> roles = {{kFlooding, event::v1::ROLE_SUPERVISOR},
                                                                {kWorking, event::v1::ROLE_CASEWORKER}};
  for (const std::string& subject : supervisors_) roles.emplace_back(subject, event::v1::ROLE_SUPERVISOR);
  for (const std::string& subject : caseworkers_) roles.emplace_back(subject, event::v1::ROLE_CASEWORKER);
  for (const auto& [subject, role] : roles) {
    grpc::ClientContext context;
    SignIn(target, 0, context);
    v1::GiveRoleRequest request;
    request.set_request_id(eventstore::Uuid::Random().ToString());
    *request.mutable_holder() = BenchStaff(subject);
    request.set_role(role);
    request.set_reason("for a measurement");
    v1::GiveRoleResponse response;
    if (const grpc::Status given = stub->GiveRole(&context, request, &response); !given.ok()) {
      return absl::UnavailableError(absl::StrCat("the role of ", subject, " was not given: ", given.error_message()));
    }
  }
  return absl::OkStatus();
}

BenchTarget AccessJournals::As(const ChildProcess& server, std::vector<std::string> subjects) const {
  BenchTarget target{.address = server.AddressInReadyLine(), .authority = sign_in_->authority(), .tokens = {}};
  for (const std::string& subject : subjects) target.tokens.push_back(sign_in_->TokenOf(subject));
  return target;
}

BenchTarget AccessJournals::AsSupervisors(const Served& served) const { return As(*served.process, supervisors_); }

BenchTarget AccessJournals::AsCaseworkers(const Served& served) const { return As(*served.process, caseworkers_); }

}  // namespace casejournal::services
