#include "services/verify/plan_replay.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "eventstore/proofs/note_key.h"
#include "eventstore/proofs/proof.h"
#include "projections/state/attestation.h"
#include "projections/state/case_record.h"
#include "projections/state/fold_versions.h"
#include "projections/state/plan_digest.h"
#include "services/exhibit/fold_words.h"
#include "services/verify/entry_content.h"
#include "services/verify/recorded_entry.h"
#include "services/verify/signed_checkpoint.h"

namespace casejournal::services {
namespace {

// Checks the entries of one stream in order.
class StreamCheck {
 public:
  explicit StreamCheck(eventstore::StreamId stream) : stream_(stream) {}

  absl::Status Add(const eventlog::v1::RecordedEvent& event, std::vector<std::optional<projections::Entry>>& entries) {
    absl::StatusOr<eventstore::RecordedEntry> recorded = RecordedEntryOf(event);
    if (!recorded.ok()) return recorded.status();
    const eventstore::Header& header = recorded->header;
    if (header.stream != stream_ || header.revision != entries.size() || header.prev_stream_leaf != last_leaf_) {
      return absl::DataLossError(
          absl::StrCat("position ", event.position(), ": it does not follow the entry before it in its stream"));
    }
    last_leaf_ = eventstore::LeafHash(recorded->header_bytes);
    last_position_ = event.position();
    if (recorded->parts.empty()) {
      entries.emplace_back();
      return absl::OkStatus();
    }
    absl::StatusOr<projections::Entry> entry = projections::ToEntry(*recorded);
    if (!entry.ok())
      return absl::Status(entry.status().code(),
                          absl::StrCat("position ", event.position(), ": ", entry.status().message()));
    entries.push_back(*std::move(entry));
    return absl::OkStatus();
  }

  const eventstore::Hash& last_leaf() const { return last_leaf_; }
  eventstore::Position last_position() const { return last_position_; }

 private:
  const eventstore::StreamId stream_;
  eventstore::Hash last_leaf_{};
  eventstore::Position last_position_ = 0;
};

// Prove that the last header is in the tree; it covers the chain before it.
absl::StatusOr<eventstore::Checkpoint> ProveLast(JournalSource& source, const StreamCheck& stream,
                                                 const std::string& key) {
  const absl::StatusOr<v1::GetCheckpointResponse> newest = source.Checkpoint();
  if (!newest.ok()) return newest.status();
  const auto verifier = eventstore::NoteVerifier::FromVerifierKey(key.empty() ? newest->verifier_key() : key);
  if (!verifier.ok()) return absl::InvalidArgumentError(absl::StrCat("--key: ", verifier.status().message()));
  v1::GetInclusionProofRequest request;
  request.set_position(stream.last_position());
  const absl::StatusOr<v1::GetInclusionProofResponse> response = source.InclusionProof(request);
  if (!response.ok()) return response.status();
  absl::StatusOr<eventstore::Checkpoint> checkpoint = OpenCheckpoint(response->proof().checkpoint().note(), *verifier);
  if (!checkpoint.ok()) return checkpoint;
  std::vector<eventstore::Hash> hashes;
  for (const std::string& bytes : response->proof().hashes()) {
    const auto hash = eventstore::HashFromBytes(bytes);
    if (!hash.ok()) return absl::DataLossError("the inclusion proof contains a malformed hash");
    hashes.push_back(*hash);
  }
  absl::Status included = eventstore::VerifyInclusion(stream.last_position(), checkpoint->size, stream.last_leaf(),
                                                      hashes, checkpoint->root);
  if (!included.ok())
    return absl::DataLossError(absl::StrCat("position ", stream.last_position(), ": ", included.message()));
  return checkpoint;
}

absl::StatusOr<ProvedStream> ReadProved(JournalSource& source, v1::ReadEventsRequest request,
                                        const eventstore::StreamId& id, const std::string& key) {
  request.set_exact_bytes_only(true);
  ProvedStream proved;
  StreamCheck stream(id);
  absl::Status right;
  const absl::Status read = source.ReadEvents(request, [&](const v1::ReadEventsResponse& batch) {
    for (const v1::CaseEntry& entry : batch.entries()) {
      const absl::StatusOr<const eventlog::v1::RecordedEvent*> event = OpenedIn(entry);
      if (right.ok()) right = event.ok() ? stream.Add(**event, proved.entries) : event.status();
    }
    return right.ok();
  });
  if (!right.ok()) return right;
  if (!read.ok()) return read;
  if (proved.entries.empty()) return proved;
  absl::StatusOr<eventstore::Checkpoint> checkpoint = ProveLast(source, stream, key);
  if (!checkpoint.ok()) return checkpoint.status();
  proved.checkpoint = *std::move(checkpoint);
  return proved;
}

}  // namespace

absl::StatusOr<ProvedStream> ReadProvedCase(JournalSource& source, const std::string& case_id, const std::string& key) {
  const absl::StatusOr<eventstore::Uuid> uuid = eventstore::Uuid::Parse(case_id);
  if (!uuid.ok()) return uuid.status();
  v1::ReadEventsRequest request;
  request.mutable_case_stream()->set_case_id(case_id);
  absl::StatusOr<ProvedStream> proved = ReadProved(source, request, eventstore::StreamId::Case(*uuid), key);
  if (proved.ok() && proved->entries.empty()) return absl::DataLossError("the server sent no entries of the case");
  return proved;
}

absl::StatusOr<ProvedStream> ReadProvedAccess(JournalSource& source, const std::string& case_id,
                                              const std::string& key) {
  const absl::StatusOr<eventstore::Uuid> uuid = eventstore::Uuid::Parse(case_id);
  if (!uuid.ok()) return uuid.status();
  v1::ReadEventsRequest request;
  request.mutable_access_stream()->set_case_id(case_id);
  return ReadProved(source, request, eventstore::StreamId::Access(*uuid), key);
}

ReplayOutcome Replay(const ProvedStream& proved, const std::string& case_id,
                     const event::v1::PlanAttestation& attestation) {
  const auto differs = [](std::string words) { return ReplayOutcome{ReplayOutcome::kDiffers, std::move(words)}; };
  if (attestation.revision() >= proved.entries.size()) {
    return differs(
        absl::StrCat("DIFFERS: it covers entries that the case does not have; the case has ", proved.entries.size()));
  }
  projections::CaseRecord record(case_id);
  for (eventstore::Revision revision = 0; revision <= attestation.revision(); ++revision) {
    const std::optional<projections::Entry>& entry = proved.entries[revision];
    if (!entry) {
      return {ReplayOutcome::kUnrepeatable, absl::StrCat("cannot be repeated: the content of revision ", revision,
                                                         " no longer exists; its header exists and is proved")};
    }
    record.Evolve(*entry);
  }
  const bool same_position =
      !attestation.has_position() || proved.entries[attestation.revision()]->position == attestation.position();
  if (!same_position) return differs("DIFFERS: it names another position for its last entry");
  const v1::CasePlan plan = attestation.has_effective_on() ? record.PlanOn(attestation.effective_on()) : record.plan();
  if (!projections::IsOfPlan(attestation, projections::CanonicalPlan(plan)))
    return differs(absl::StrCat("DIFFERS: ", OtherPlanText(attestation)));
  return {ReplayOutcome::kRepeated,
          absl::StrCat("rebuilt here, identical", FoldRemark(projections::CompareFold(attestation)))};
}

}  // namespace casejournal::services
