#include "services/access/callers.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/cord.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "eventstore/proofs/hash.h"
#include "services/errors/error_reason.h"

namespace casejournal::services {
namespace {

// For this file: CallerOf takes it away.
constexpr absl::string_view kWhyPayload = "casejournal.services/WhyNotAuthenticated";
constexpr absl::string_view kUri = "uri:";
constexpr absl::string_view kBearer = "Bearer ";

// One message, which tells nothing about the keys and the rules.
absl::Status NotAuthenticated(absl::string_view why) {
  absl::Status status =
      WithReason(absl::UnauthenticatedError("the call has no token or certificate that this server accepts"),
                 v1::NOT_AUTHENTICATED);
  status.SetPayload(kWhyPayload, absl::Cord(why));
  return status;
}

std::string KeyOf(absl::string_view credential) {
  const eventstore::Hash hash = eventstore::Sha256().Update(credential).Finish();
  return std::string(hash.begin(), hash.end());
}

// Remember `recognized`. What has expired goes first; if that is not enough, a tenth, whichever it is.
void Remember(const std::string& key, Recognized recognized, absl::Time now,
              absl::flat_hash_map<std::string, Recognized>& remembered) {
  if (remembered.size() >= Callers::kRememberedMax) {
    absl::erase_if(remembered, [&](const auto& one) { return now >= one.second.caller.expires_at; });
    size_t more = remembered.size() >= Callers::kRememberedMax ? Callers::kRememberedMax / 10 : 0;
    absl::erase_if(remembered, [&](const auto&) { return more > 0 && more-- > 0; });
  }
  remembered.insert_or_assign(key, std::move(recognized));
}

}  // namespace

std::unique_ptr<Callers> Callers::Development(event::v1::Staff actor) {
  return std::unique_ptr<Callers>(new Callers(std::move(actor)));
}

Callers::Callers(event::v1::Staff actor) : development_(true), actor_(std::move(actor)) {}

Callers::Callers(std::shared_ptr<KeySource> keys, TokenRules rules, std::vector<CertificateCaller> certificates,
                 NotAccepted not_accepted, std::shared_ptr<const ClientAuthorities> authorities)
    : keys_(std::move(keys)),
      rules_(std::move(rules)),
      certificates_(std::move(certificates)),
      not_accepted_(std::move(not_accepted)),
      authorities_(std::move(authorities)) {
  for (CertificateCaller& certificate : certificates_) {
    if (!absl::StartsWith(certificate.names, kUri)) absl::AsciiStrToLower(&certificate.names);
  }
}

bool Callers::Knows(const Credentials& credentials, absl::Time now) const {
  if (development_) return true;
  if (credentials.authorization.empty()) {
    const std::string key = KeyOf(credentials.certificate);
    absl::MutexLock lock(&mutex_);
    return Find(by_certificate_, key, now) != nullptr;
  }
  absl::string_view token = credentials.authorization[0];
  if (!absl::ConsumePrefix(&token, kBearer) || token.size() > kTokenBytesMax) return false;
  const std::string key = KeyOf(token);
  absl::MutexLock lock(&mutex_);
  return keys_ != nullptr && Find(by_token_, key, now) != nullptr;
}

absl::StatusOr<Caller> Callers::CallerOf(const Credentials& credentials, absl::Time now) const {
  absl::StatusOr<Caller> caller = NotAuthenticated("the call has no credentials");
  if (development_) {
    caller = DevelopmentCaller(actor_);
  } else if (credentials.authorization.size() > 1) {
    caller = NotAuthenticated("the call has several headers \"authorization\"");
  } else if (!credentials.authorization.empty()) {
    absl::string_view token = credentials.authorization[0];
    caller = absl::ConsumePrefix(&token, kBearer)
                 ? CallerOfToken(token, now)
                 : NotAuthenticated("\"authorization\" does not begin with \"Bearer \"");
  } else if (!credentials.certificate.empty()) {
    caller = CallerOfCertificate(credentials.certificate, credentials.certificate_chain, now);
  }
  if (caller.ok()) {
    caller->client = credentials.client;
    return caller;
  }
  absl::Status refused = caller.status();
  if (not_accepted_) not_accepted_(std::string(refused.GetPayload(kWhyPayload).value_or(absl::Cord())));
  refused.ErasePayload(kWhyPayload);
  return refused;
}

bool Callers::Counts(const Caller& caller, absl::Time now) const {
  if (now >= caller.expires_at) return false;
  if (caller.authentication.method() != event::v1::AUTHENTICATION_METHOD_BEARER_TOKEN)
    return authorities_ == nullptr || caller.key_generation == authorities_->generation();
  if (keys_ == nullptr) return false;
  const ReadKeySet set = keys_->now();
  const TokenKey* key = set.keys->Find(caller.authentication.key_id());
  return key != nullptr && key->generation == caller.key_generation;
}

const Caller* Callers::Find(const Remembered& remembered, const std::string& key, absl::Time now) const {
  const auto found = remembered.find(key);
  if (found == remembered.end() || now < found->second.counts_from) return nullptr;
  return Counts(found->second.caller, now) ? &found->second.caller : nullptr;
}

absl::StatusOr<Caller> Callers::CallerOfToken(absl::string_view token, absl::Time now) const {
  if (keys_ == nullptr) return NotAuthenticated("the server has no keys for tokens");
  if (token.size() > kTokenBytesMax)
    return NotAuthenticated(absl::StrCat("the token has over ", kTokenBytesMax, " bytes"));
  const std::string key = KeyOf(token);
  {
    absl::MutexLock lock(&mutex_);
    if (const Caller* known = Find(by_token_, key, now); known != nullptr) return *known;
    by_token_.erase(key);
  }
  const absl::StatusOr<VerifiedToken> verified = VerifyToken(token, *keys_->now().keys, rules_, now);
  if (!verified.ok()) {
    if (SaysUnknownKey(verified.status())) keys_->Refresh();
    return NotAuthenticated(verified.status().message());
  }
  Caller caller{.expires_at = verified->expires_at, .key_generation = verified->key_generation};
  caller.actor.set_issuer(verified->issuer);
  caller.actor.set_subject(verified->subject);
  caller.actor.set_name(verified->name);
  caller.authentication.set_method(event::v1::AUTHENTICATION_METHOD_BEARER_TOKEN);
  caller.authentication.set_credential_id(verified->id);
  caller.authentication.set_key_id(verified->key_id);
  absl::MutexLock lock(&mutex_);
  Remember(key, {.caller = caller, .counts_from = verified->counts_from}, now, by_token_);
  return caller;
}

absl::StatusOr<Caller> Callers::CallerOfCertificate(const std::string& pem, const std::string& chain,
                                                    absl::Time now) const {
  const std::string key = KeyOf(pem);
  {
    absl::MutexLock lock(&mutex_);
    if (const Caller* known = Find(by_certificate_, key, now); known != nullptr) return *known;
  }
  const absl::StatusOr<ClientCertificate> certificate = ReadClientCertificate(pem);
  if (!certificate.ok()) return NotAuthenticated(certificate.status().message());
  if (now < certificate->not_before || now > certificate->not_after) {
    return NotAuthenticated("the certificate is expired, or does not count yet");
  }
  const auto stands_for = std::find_if(certificates_.begin(), certificates_.end(), [&](const CertificateCaller& one) {
    const std::vector<std::string>& names = certificate->names;
    return one.names == certificate->sha256 || std::find(names.begin(), names.end(), one.names) != names.end();
  });
  if (stands_for == certificates_.end()) return NotAuthenticated("the certificate stands for no caller");
  uint64_t generation = 0;
  if (authorities_ != nullptr) {
    const absl::StatusOr<uint64_t> checked = authorities_->Check(pem, chain, now);
    if (!checked.ok()) return NotAuthenticated(checked.status().message());
    generation = *checked;
  }
  // It counts through the second that it names (RFC 5280, 4.1.2.5).
  Caller caller{.actor = stands_for->staff,
                .expires_at = certificate->not_after + absl::Seconds(1),
                .key_generation = generation};
  caller.authentication.set_method(event::v1::AUTHENTICATION_METHOD_CLIENT_CERTIFICATE);
  caller.authentication.set_credential_id(certificate->sha256);
  caller.authentication.set_key_id(certificate->authority_key_id);
  absl::MutexLock lock(&mutex_);
  Remember(key,
           {.caller = caller, .counts_from = certificate->not_before, .certificate = pem, .certificate_chain = chain},
           now, by_certificate_);
  return caller;
}

bool Callers::IsSignedToday(const Caller& caller, absl::Time now) const {
  if (authorities_ == nullptr || now >= caller.expires_at ||
      caller.authentication.method() != event::v1::AUTHENTICATION_METHOD_CLIENT_CERTIFICATE) {
    return false;
  }
  absl::MutexLock lock(&mutex_);
  const auto found = std::find_if(by_certificate_.begin(), by_certificate_.end(), [&](const auto& one) {
    return one.second.caller.authentication.credential_id() == caller.authentication.credential_id();
  });
  if (found == by_certificate_.end()) return false;
  Recognized& known = found->second;
  if (known.caller.key_generation == authorities_->generation()) return true;
  const absl::StatusOr<uint64_t> checked = authorities_->Check(known.certificate, known.certificate_chain, now);
  if (checked.ok()) known.caller.key_generation = *checked;
  return checked.ok();
}

absl::Status Callers::StillValid(const Caller& caller, absl::Time now) const {
  if (development_ || Counts(caller, now) || IsSignedToday(caller, now)) return absl::OkStatus();
  return WithReason(absl::UnauthenticatedError("the token or certificate of this call is no longer accepted"),
                    v1::TOKEN_EXPIRED);
}

size_t Callers::remembered() const {
  absl::MutexLock lock(&mutex_);
  return by_token_.size() + by_certificate_.size();
}

}  // namespace casejournal::services
