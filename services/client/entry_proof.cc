#include "services/client/entry_proof.h"

#include <string>
#include <vector>

#include "eventstore/proofs/hash.h"
#include "eventstore/proofs/proof.h"

namespace casejournal::services {

bool Proves(const eventlog::v1::InclusionProof& proof, const eventlog::v1::RecordedEvent& event) {
  std::vector<eventstore::Hash> hashes;
  for (const std::string& bytes : proof.hashes()) {
    const auto hash = eventstore::HashFromBytes(bytes);
    if (!hash.ok()) return false;
    hashes.push_back(*hash);
  }
  const auto root = eventstore::HashFromBytes(proof.checkpoint().root());
  return root.ok() && eventstore::VerifyInclusion(event.position(), proof.checkpoint().size(),
                                                  eventstore::LeafHash(event.header()), hashes, *root)
                          .ok();
}

}  // namespace casejournal::services
