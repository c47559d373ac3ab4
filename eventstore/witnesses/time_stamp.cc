#include "eventstore/witnesses/time_stamp.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/ts.h>
#include <openssl/x509.h>

#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "eventstore/proofs/hash.h"

namespace casejournal::eventstore {
namespace {

constexpr int kNonceBytes = 8;

template <typename Type, void (*kFree)(Type*)>
struct FreeWith {
  void operator()(Type* object) const { kFree(object); }
};
template <typename Type, void (*kFree)(Type*)>
using Owned = std::unique_ptr<Type, FreeWith<Type, kFree>>;

using Request = Owned<TS_REQ, TS_REQ_free>;
using Response = Owned<TS_RESP, TS_RESP_free>;
using Imprint = Owned<TS_MSG_IMPRINT, TS_MSG_IMPRINT_free>;
using Algorithm = Owned<X509_ALGOR, X509_ALGOR_free>;
using Integer = Owned<ASN1_INTEGER, ASN1_INTEGER_free>;
using Time = Owned<ASN1_TIME, ASN1_TIME_free>;
using Number = Owned<BIGNUM, BN_free>;
using VerifyContext = Owned<TS_VERIFY_CTX, TS_VERIFY_CTX_free>;
using Certificate = Owned<X509, X509_free>;
using Bio = Owned<BIO, BIO_free_all>;

// Empty OpenSSL's error queue, and return its reason: "certificate verify error (Verify error:certificate has
// expired)".
std::string OpensslReason() {
  std::string reason;
  const char* data = nullptr;
  int flags = 0;
  while (const unsigned long error = ERR_get_error_all(nullptr, nullptr, nullptr, &data, &flags)) {
    const char* text = ERR_reason_error_string(error);
    if (text == nullptr) continue;
    reason = text;
    if ((flags & ERR_TXT_STRING) != 0 && data != nullptr && *data != '\0') absl::StrAppend(&reason, " (", data, ")");
  }
  return reason.empty() ? "no reason given" : reason;
}

Hash DigestOf(absl::string_view message) { return Sha256().Update(message).Finish(); }

absl::StatusOr<Response> ParseResponse(absl::string_view bytes) {
  if (bytes.size() > kTimeStampBytesMax) {
    return absl::InvalidArgumentError(
        absl::StrCat("the timestamp has ", bytes.size(), " bytes (limit: ", kTimeStampBytesMax, ")"));
  }
  const auto* begin = reinterpret_cast<const unsigned char*>(bytes.data());
  const unsigned char* at = begin;
  Response response(d2i_TS_RESP(nullptr, &at, static_cast<long>(bytes.size())));
  if (response == nullptr || static_cast<size_t>(at - begin) != bytes.size()) {
    ERR_clear_error();
    return absl::InvalidArgumentError("not an RFC 3161 timestamp response");
  }
  const long status = ASN1_INTEGER_get(TS_STATUS_INFO_get0_status(TS_RESP_get_status_info(response.get())));
  if (status != TS_STATUS_GRANTED && status != TS_STATUS_GRANTED_WITH_MODS) {
    return absl::FailedPreconditionError(absl::StrCat("the authority rejected the request, status ", status));
  }
  if (TS_RESP_get_tst_info(response.get()) == nullptr)
    return absl::InvalidArgumentError("the timestamp response has no token");
  return response;
}

absl::Status CheckImprint(TS_MSG_IMPRINT* imprint, const Hash& digest) {
  const ASN1_OBJECT* algorithm = nullptr;
  X509_ALGOR_get0(&algorithm, nullptr, nullptr, TS_MSG_IMPRINT_get_algo(imprint));
  const ASN1_OCTET_STRING* hashed = TS_MSG_IMPRINT_get_msg(imprint);
  const absl::string_view bytes(reinterpret_cast<const char*>(ASN1_STRING_get0_data(hashed)),
                                ASN1_STRING_length(hashed));
  if (OBJ_obj2nid(algorithm) == NID_sha256 && bytes == AsBytes(digest)) return absl::OkStatus();
  return absl::DataLossError("the timestamp is for other bytes");
}

std::optional<int64_t> PosixSeconds(const ASN1_TIME* time) {
  const Time epoch(ASN1_TIME_set(nullptr, 0));
  int days = 0;
  int seconds = 0;
  if (ASN1_TIME_diff(&days, &seconds, epoch.get(), time) == 1) return int64_t{days} * 86'400 + seconds;
  ERR_clear_error();
  return std::nullopt;
}

absl::StatusOr<int64_t> SecondsOf(const TS_TST_INFO* info) {
  const std::optional<int64_t> seconds = PosixSeconds(TS_TST_INFO_get_time(info));
  if (!seconds) return absl::InvalidArgumentError("the timestamp states no time");
  return *seconds;
}

absl::StatusOr<int64_t> ReadParsed(TS_RESP* response, absl::string_view message) {
  TS_TST_INFO* info = TS_RESP_get_tst_info(response);
  if (absl::Status same = CheckImprint(TS_TST_INFO_get_msg_imprint(info), DigestOf(message)); !same.ok()) return same;
  return SecondsOf(info);
}

std::vector<Certificate> CertificatesIn(const std::string& pem) {
  const Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  std::vector<Certificate> certificates;
  while (Certificate certificate{PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr)})
    certificates.push_back(std::move(certificate));
  ERR_clear_error();
  return certificates;
}

// The expiration time of the certificate whose key signed `token`. The certificate is in the token or in `pem`.
int64_t ValidUntil(PKCS7* token, const std::string& pem) {
  const std::vector<Certificate> given = CertificatesIn(pem);
  STACK_OF(X509)* more = sk_X509_new_null();
  for (const Certificate& certificate : given) sk_X509_push(more, certificate.get());
  STACK_OF(X509)* signers = PKCS7_get0_signers(token, more, 0);
  int64_t until = 0;
  if (signers != nullptr && sk_X509_num(signers) > 0) {
    until = PosixSeconds(X509_get0_notAfter(sk_X509_value(signers, 0))).value_or(0);
  }
  sk_X509_free(signers);
  sk_X509_free(more);
  ERR_clear_error();
  return until;
}

// A store of the certificates in `pem` that judges them as of `seconds`, or null if there are no certificates. For one
// use: the verification that it is passed to owns it.
X509_STORE* StoreOf(const std::string& pem, int64_t seconds) {
  X509_STORE* store = X509_STORE_new();
  int count = 0;
  for (const Certificate& certificate : CertificatesIn(pem)) count += X509_STORE_add_cert(store, certificate.get());
  ERR_clear_error();
  X509_VERIFY_PARAM* param = X509_STORE_get0_param(store);
  X509_VERIFY_PARAM_set_time(param, static_cast<time_t>(seconds));
  X509_VERIFY_PARAM_set_purpose(param, X509_PURPOSE_TIMESTAMP_SIGN);
  if (count > 0) return store;
  X509_STORE_free(store);
  return nullptr;
}

}  // namespace

std::string TimeStampRequest(absl::string_view message) {
  const Request request(TS_REQ_new());
  const Imprint imprint(TS_MSG_IMPRINT_new());
  const Algorithm algorithm(X509_ALGOR_new());
  Hash digest = DigestOf(message);
  X509_ALGOR_set0(algorithm.get(), OBJ_nid2obj(NID_sha256), V_ASN1_NULL, nullptr);
  TS_MSG_IMPRINT_set_algo(imprint.get(), algorithm.get());
  TS_MSG_IMPRINT_set_msg(imprint.get(), digest.data(), static_cast<int>(digest.size()));
  TS_REQ_set_version(request.get(), 1);
  TS_REQ_set_msg_imprint(request.get(), imprint.get());
  TS_REQ_set_cert_req(request.get(), 1);
  unsigned char random[kNonceBytes];
  RAND_bytes(random, kNonceBytes);
  random[0] = static_cast<unsigned char>((random[0] & 0x7f) | 0x40);  // positive, and always of this length
  const Number number(BN_bin2bn(random, kNonceBytes, nullptr));
  const Integer nonce(BN_to_ASN1_INTEGER(number.get(), nullptr));
  TS_REQ_set_nonce(request.get(), nonce.get());
  unsigned char* der = nullptr;
  const int size = i2d_TS_REQ(request.get(), &der);
  std::string bytes(reinterpret_cast<const char*>(der), size);
  OPENSSL_free(der);
  return bytes;
}

absl::StatusOr<int64_t> ReadTimeStamp(absl::string_view response, absl::string_view message) {
  absl::StatusOr<Response> parsed = ParseResponse(response);
  if (!parsed.ok()) return parsed.status();
  return ReadParsed(parsed->get(), message);
}

absl::StatusOr<int64_t> ReadTimeStampAnswer(absl::string_view response, absl::string_view request,
                                            absl::string_view message) {
  absl::StatusOr<Response> parsed = ParseResponse(response);
  if (!parsed.ok()) return parsed.status();
  const auto* at = reinterpret_cast<const unsigned char*>(request.data());
  const Request asked(d2i_TS_REQ(nullptr, &at, static_cast<long>(request.size())));
  if (asked == nullptr) return absl::InvalidArgumentError("not an RFC 3161 timestamp request");
  const ASN1_INTEGER* nonce = TS_TST_INFO_get_nonce(TS_RESP_get_tst_info(parsed->get()));
  if (nonce == nullptr || ASN1_INTEGER_cmp(nonce, TS_REQ_get_nonce(asked.get())) != 0) {
    return absl::DataLossError("the timestamp answers another request");
  }
  return ReadParsed(parsed->get(), message);
}

absl::StatusOr<StampedTime> CheckTimeStamp(absl::string_view response, absl::string_view message,
                                           const std::string& ca_pem) {
  absl::StatusOr<Response> parsed = ParseResponse(response);
  if (!parsed.ok()) return parsed.status();
  absl::StatusOr<int64_t> seconds = ReadParsed(parsed->get(), message);
  if (!seconds.ok()) return seconds.status();
  X509_STORE* store = StoreOf(ca_pem, *seconds);
  if (store == nullptr) return absl::InvalidArgumentError("not a certificate (PEM) of a timestamping authority");
  const VerifyContext context(TS_VERIFY_CTX_new());
  TS_VERIFY_CTX_set_flags(context.get(), TS_VFY_VERSION | TS_VFY_SIGNATURE | TS_VFY_IMPRINT);
  TS_VERIFY_CTX_set_store(context.get(), store);
  const Hash digest = DigestOf(message);
  auto* imprint = static_cast<unsigned char*>(OPENSSL_memdup(digest.data(), digest.size()));
  TS_VERIFY_CTX_set_imprint(context.get(), imprint, static_cast<long>(digest.size()));
  if (TS_RESP_verify_response(context.get(), parsed->get()) != 1) {
    return absl::DataLossError(
        absl::StrCat("the timestamp does not verify as of the time that it states: ", OpensslReason()));
  }
  return StampedTime{.seconds = *seconds, .valid_until = ValidUntil(TS_RESP_get_token(parsed->get()), ca_pem)};
}

}  // namespace casejournal::eventstore
