#include "eventstore/tree/hash.h"

#include <openssl/evp.h>

#include <algorithm>
#include <cstdlib>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace casejournal::eventstore {
namespace {

// A digest that fails without bad input means a broken process, not bad data.
void AbortUnless(int openssl_ok) {
  if (openssl_ok != 1) std::abort();
}

// Fetching walks OpenSSL's providers under a lock and costs more than the hash.
const EVP_MD* FetchedSha256() {
  static const EVP_MD* const md = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return md;
}

Sha256& ThreadSha256() {
  thread_local Sha256 sha;
  return sha;
}

}  // namespace

Sha256::Sha256() : context_(EVP_MD_CTX_new()) {
  if (context_ == nullptr) std::abort();
  AbortUnless(EVP_DigestInit_ex2(context_, FetchedSha256(), nullptr));
}

Sha256::~Sha256() { EVP_MD_CTX_free(context_); }

Sha256& Sha256::Update(absl::string_view bytes) {
  AbortUnless(EVP_DigestUpdate(context_, bytes.data(), bytes.size()));
  return *this;
}

Sha256& Sha256::Update(const Hash& hash) { return Update(AsBytes(hash)); }

Hash Sha256::Finish() {
  Hash digest;
  AbortUnless(EVP_DigestFinal_ex(context_, digest.data(), nullptr));
  AbortUnless(EVP_DigestInit_ex2(context_, FetchedSha256(), nullptr));
  return digest;
}

Hash LeafHash(absl::string_view record) {
  return ThreadSha256().Update(absl::string_view("\x00", 1)).Update(record).Finish();
}

Hash NodeHash(const Hash& left, const Hash& right) {
  std::array<char, 1 + 2 * sizeof(Hash)> input;
  input[0] = 0x01;
  auto end = std::copy(left.begin(), left.end(), input.begin() + 1);
  std::copy(right.begin(), right.end(), end);
  return ThreadSha256().Update(absl::string_view(input.data(), input.size())).Finish();
}

Hash EmptyRoot() { return ThreadSha256().Finish(); }

absl::string_view AsBytes(const Hash& hash) {
  return absl::string_view(reinterpret_cast<const char*>(hash.data()), hash.size());
}

absl::StatusOr<Hash> HashFromBytes(absl::string_view bytes) {
  Hash hash;
  if (bytes.size() != hash.size()) {
    return absl::InvalidArgumentError(absl::StrCat("a hash is 32 bytes, not ", bytes.size()));
  }
  std::copy(bytes.begin(), bytes.end(), hash.begin());
  return hash;
}

std::string HexOf(const Hash& hash) { return absl::BytesToHexString(AsBytes(hash)); }

}  // namespace casejournal::eventstore
