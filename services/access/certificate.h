// Client certificates: what identifies one, and which authorities count.
#ifndef CASEJOURNAL_SERVICES_ACCESS_CERTIFICATE_H_
#define CASEJOURNAL_SERVICES_ACCESS_CERTIFICATE_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace casejournal::services {

struct ClientCertificate {
  std::string sha256;              // of its DER, in hexadecimal
  std::vector<std::string> names;  // its subjectAltNames, as "dns:NAME" (in lower case) and "uri:NAME"
  std::string authority_key_id;    // in hexadecimal; empty if it names none
  absl::Time not_before;
  absl::Time not_after;
};

// Read the first certificate in `pem`. Who signed it is not checked: TLS does that.
//   kInvalidArgument  there is none.
absl::StatusOr<ClientCertificate> ReadClientCertificate(const std::string& pem);

// The authorities that sign client certificates, as of now. TLS checks a certificate once for each connection; a
// connection outlives a change of the authorities. Safe for concurrent use.
class ClientAuthorities {
 public:
  // From now on these, all certificates in `pem`, count.
  void Set(const std::string& pem);

  // Changes with the authorities. 0: none were set.
  uint64_t generation() const;

  // Check that one of the authorities signed the first certificate in `pem`, directly or through those in `chain`, and
  // that it is for a client, at `now`. Return the generation of the authorities.
  //   kUnauthenticated  none did.
  absl::StatusOr<uint64_t> Check(const std::string& pem, const std::string& chain, absl::Time now) const;

 private:
  struct Store;

  mutable absl::Mutex mutex_;
  std::string pem_ ABSL_GUARDED_BY(mutex_);
  std::shared_ptr<const Store> store_ ABSL_GUARDED_BY(mutex_);
  uint64_t generation_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ACCESS_CERTIFICATE_H_
