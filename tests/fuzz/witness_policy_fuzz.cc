// Trust policies (C2SP tlog-policy), and what they find in a note.
#include <algorithm>
#include <set>

#include "eventstore/proofs/note.h"
#include "eventstore/witnesses/witness_policy.h"
#include "tests/fuzz/fuzz_keys.h"
#include "tests/fuzz/fuzz_target.h"

namespace casejournal::fuzz {

FUZZ_TARGET(witness_policy) {
  const auto policy = eventstore::WitnessPolicy::Parse(bytes);
  if (!policy.ok()) return;
  Hold(bytes.size() <= eventstore::kPolicyBytesMax && policy->logs().size() <= eventstore::kPolicyLogsMax &&
           policy->witnesses().size() <= eventstore::kPolicyWitnessesMax,
       "a policy is within its limits");
  std::set<std::string> keys;
  for (const eventstore::PolicyWitness& witness : policy->witnesses())
    Hold(keys.insert(witness.key.public_key()).second, "no key is two witnesses");
  static const auto* const note = new std::string(*eventstore::AddSignatureLines(
      eventstore::SignNote(SignedText(), Signer()), Witness().CosignatureLine(SignedText(), kCosignedAt)));
  const auto found = policy->Examine(*note);
  Hold(found.ok() && found->witnesses.size() == policy->witnesses().size(), "each witness is looked for");
  for (size_t i = 0; i < found->witnesses.size(); ++i) {
    const eventstore::CosignatureVerifier& key = policy->witnesses()[i].key;
    const bool is_ours = key.name() == Witness().name() && key.public_key() == WitnessVerifier().public_key();
    Hold((found->witnesses[i].witnessing == eventstore::Witnessing::kCosigned) == is_ours,
         "the witness that cosigned is found, and no other");
  }
  if (found->log)
    Hold(policy->logs()[*found->log].key.public_key() == Verifier().public_key(), "the log is the signer");
}

}  // namespace casejournal::fuzz
