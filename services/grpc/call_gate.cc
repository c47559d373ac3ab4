#include "services/grpc/call_gate.h"

#include <grpcpp/security/auth_context.h>

#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "services/answers/disclosed.h"
#include "services/errors/error_reason.h"
#include "services/net/metadata_keys.h"
#include "services/recorder/recording_rights.h"

namespace casejournal::services {
namespace {

// The program names itself in gRPC's own header. This is a remark, not a proof.
constexpr char kUserAgent[] = "user-agent";
constexpr char kAuthorization[] = "authorization";
constexpr char kCertificateProperty[] = "x509_pem_cert";
constexpr char kCertificateChainProperty[] = "x509_pem_cert_chain";
constexpr size_t kClientBytesMax = 100;

// Stored forever as a string, so characters other than printable ASCII are removed.
std::string ClientIn(const grpc::ServerContextBase& context) {
  std::string client;
  const auto agent = context.client_metadata().find(kUserAgent);
  if (agent == context.client_metadata().end()) return client;
  for (const char byte : absl::string_view(agent->second.data(), agent->second.size())) {
    if (client.size() < kClientBytesMax && absl::ascii_isprint(byte)) client.push_back(byte);
  }
  return client;
}

absl::StatusOr<std::string> WordsIn(const grpc::ServerContextBase& context, const char* key) {
  const auto [found, end] = context.client_metadata().equal_range(key);
  if (found == end) return std::string();
  if (absl::Status once = CheckGivenOnce(key, std::distance(found, end)); !once.ok()) return once;
  std::string words(found->second.data(), found->second.size());
  if (absl::Status fit = CheckDisclosureWords(key, words); !fit.ok()) return fit;
  return words;
}

Credentials CredentialsIn(const grpc::ServerContextBase& context) {
  Credentials credentials{.client = ClientIn(context)};
  const auto range = context.client_metadata().equal_range(kAuthorization);
  for (auto each = range.first; each != range.second; ++each)
    credentials.authorization.emplace_back(each->second.data(), each->second.size());
  const std::shared_ptr<const grpc::AuthContext> peer = context.auth_context();
  if (peer != nullptr && peer->IsPeerAuthenticated()) {
    for (const grpc::string_ref& certificate : peer->FindPropertyValues(kCertificateProperty))
      credentials.certificate.assign(certificate.data(), certificate.size());
    for (const grpc::string_ref& chain : peer->FindPropertyValues(kCertificateChainProperty))
      credentials.certificate_chain.assign(chain.data(), chain.size());
  }
  return credentials;
}

// A call that no act is named for is denied to everybody.
absl::StatusOr<Decision> MayCall(const Reader& reader, std::optional<Act> act) {
  if (!act) return WithReason(absl::PermissionDeniedError("nobody may make this call"), v1::NOT_PERMITTED);
  return reader.May(*act);
}

event::v1::Role RoleToAppend(const Reader& reader) {
  const std::vector<HeldRole> roles = reader.RolesIn(nullptr);
  for (const Act act : {Act::kRecord, Act::kAssign, Act::kOpenCase, Act::kTakeEmergency}) {
    if (const Decision may = reader.DecideUnder(roles, act); may.allowed) return may.under;
  }
  return event::v1::ROLE_UNSPECIFIED;
}

absl::Status RightEnded(absl::string_view what) {
  return WithReason(absl::PermissionDeniedError(what), v1::NOT_PERMITTED);
}

absl::Status Closed() {
  return WithReason(absl::UnavailableError("the server is stopping; retry later"), v1::SERVER_STOPPING);
}

}  // namespace

absl::StatusOr<Caller> CallGate::CallerOf(const grpc::ServerContextBase& context) const {
  absl::StatusOr<Caller> caller = callers_.CallerOf(CredentialsIn(context), SystemNow());
  if (!caller.ok()) return caller;
  absl::StatusOr<std::string> purpose = WordsIn(context, kPurposeKey);
  if (!purpose.ok()) return purpose.status();
  absl::StatusOr<std::string> authority = WordsIn(context, kAuthorityKey);
  if (!authority.ok()) return authority.status();
  caller->purpose = *std::move(purpose);
  caller->authority = *std::move(authority);
  return caller;
}

bool CallGate::Knows(const grpc::ServerContextBase& context) const {
  return callers_.is_development() || callers_.Knows(CredentialsIn(context), SystemNow());
}

absl::StatusOr<CallerLimits::Share> CallGate::ShareOf(const Caller& caller, size_t request_bytes,
                                                      CallerLimits::Kind kind) const {
  // All callers of a server for development are one.
  if (callers_.is_development()) return CallerLimits::Share();
  return limits_.Take({.issuer = caller.actor.issuer(), .subject = caller.actor.subject()}, request_bytes, kind,
                      SteadyNow());
}

absl::StatusOr<std::unique_ptr<const Admitted>> CallGate::Enter(const grpc::ServerContextBase& context,
                                                                absl::string_view method, size_t request_bytes,
                                                                Answers answers, std::optional<Act> act) const {
  CallCount count = count_;  // before the look whether the gate is closed, so that whoever closes it sees this call
  if (closed_) return Closed();
  absl::StatusOr<Caller> caller = CallerOf(context);
  if (!caller.ok()) return Counted({}, method, caller.status());
  using Kind = CallerLimits::Kind;
  absl::StatusOr<CallerLimits::Share> share =
      ShareOf(*caller, request_bytes, answers == Answers::kStream ? Kind::kStream : Kind::kAnswer);
  if (!share.ok()) return share.status();
  if (!act) act = ActOf(method);
  const Reader reader(sources_, *std::move(caller));
  const absl::StatusOr<Decision> may = MayCall(reader, act);
  if (!may.ok()) return Counted(reader.caller(), method, may.status());
  return std::make_unique<const Admitted>(reader, *act, may->under, *std::move(share), std::move(count));
}

absl::StatusOr<CallGate::Appending> CallGate::EnterToAppend(const grpc::ServerContextBase& context,
                                                            absl::string_view method, size_t request_bytes,
                                                            Answers answers) const {
  CallCount count = count_;  // before the look whether the gate is closed, so that whoever closes it sees this call
  if (closed_) return Closed();
  absl::StatusOr<Caller> caller = CallerOf(context);
  if (!caller.ok()) return Counted({}, method, caller.status());
  using Kind = CallerLimits::Kind;
  absl::StatusOr<CallerLimits::Share> share =
      ShareOf(*caller, request_bytes, answers == Answers::kStream ? Kind::kStream : Kind::kAppend);
  if (!share.ok()) return share.status();
  const Reader reader(sources_, *std::move(caller));
  if (absl::Status may = MayAppend(reader); !may.ok()) return Counted(reader.caller(), method, may);
  return Appending{
      .caller = reader.caller(), .share = *std::move(share), .under = RoleToAppend(reader), .count = std::move(count)};
}

void CallGate::Count(const Caller& caller, absl::string_view method, const absl::Status& outcome) const {
  const bool refused =
      absl::IsUnauthenticated(outcome) || absl::IsPermissionDenied(outcome) || absl::IsNotFound(outcome);
  if (refused && !callers_.is_development()) refusals_.Count(caller.actor, method, SteadyNow());
}

absl::Status CallGate::MayGoOn(const Appending& appending) const {
  if (closed_) return Closed();
  if (absl::Status valid = callers_.StillValid(appending.caller, SystemNow()); !valid.ok()) return valid;
  const bool could = appending.under != event::v1::ROLE_UNSPECIFIED;
  const bool can = RoleToAppend(Reader(sources_, appending.caller)) != event::v1::ROLE_UNSPECIFIED;
  return could && !can ? RightEnded("the right to record ended during this call") : absl::OkStatus();
}

projections::LabelSet CallGate::LabelsOpen(const Admitted& call, const std::string& case_id) const {
  const absl::StatusOr<Decision> may =
      case_id.empty() ? call.reader.May(call.act) : call.reader.MayIn(case_id, call.act);
  return may.ok() ? may->sees : projections::LabelSet();
}

absl::Status CallGate::MayGoOn(const Admitted& call, const std::string& case_id,
                               projections::LabelSet began_with) const {
  if (closed_) return Closed();
  const Reader& reader = call.reader;
  if (absl::Status valid = callers_.StillValid(reader.caller(), SystemNow()); !valid.ok()) return valid;
  const absl::StatusOr<Decision> may = reader.May(call.act);
  if (!may.ok()) return may.status();
  if (case_id.empty()) {
    const bool lost = call.under != event::v1::ROLE_UNSPECIFIED && may->under == event::v1::ROLE_UNSPECIFIED;
    return lost || !may->sees.Covers(began_with) ? RightEnded("the right to this call ended during it")
                                                 : absl::OkStatus();
  }
  const absl::StatusOr<Decision> in_case = reader.MayIn(case_id, call.act);
  if (absl::IsNotFound(in_case.status())) return RightEnded("the right to this case ended during the call");
  if (!in_case.ok()) return in_case.status();
  return in_case->sees.Covers(began_with)
             ? absl::OkStatus()
             : RightEnded("the right to a part of this case ended during the call; ask again for what is left");
}

absl::Status LongCall::Check() {
  if (!over_.ok() || SteadyNow() < next_) return over_;
  next_ = SteadyNow() + kEvery;
  over_ = gate_.MayGoOn(admitted_, case_id_, began_with_);
  return over_;
}

}  // namespace casejournal::services
