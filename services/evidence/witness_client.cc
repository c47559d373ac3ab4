#include "services/evidence/witness_client.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "eventstore/system/deadline.h"
#include "eventstore/witnesses/witness_request.h"
#include "services/http/http_request.h"

namespace casejournal::services {
namespace {

// A witness that others also ask may be at another size each time.
constexpr int kAttemptsMax = 3;

std::string AddCheckpointUrl(const std::string& prefix) {
  return absl::StrCat(prefix, absl::EndsWith(prefix, "/") ? "" : "/", "add-checkpoint");
}

}  // namespace

absl::StatusOr<std::string> WitnessClient::Cosign(const eventstore::SignedCheckpoint& checkpoint,
                                                  absl::Duration timeout) {
  absl::MutexLock lock(&mutex_);
  const auto end = eventstore::Deadline::In(timeout);
  absl::StatusOr<std::string> note =
      absl::UnavailableError(absl::StrCat("the witness ", name(), " reported another size on each attempt"));
  for (int attempt = 0; attempt < kAttemptsMax; ++attempt) {
    bool again = false;
    note = Ask(checkpoint, std::max(end.Left(), absl::Milliseconds(100)), &again);
    if (!again) return note;
  }
  return note;
}

absl::StatusOr<std::string> WitnessClient::Ask(const eventstore::SignedCheckpoint& checkpoint, absl::Duration timeout,
                                               bool* again) {
  if (cosigned_size_ > checkpoint.size) cosigned_size_ = 0;  // the witness reports what it has
  eventstore::AddCheckpointRequest request{.old_size = cosigned_size_, .proof = {}, .checkpoint_note = checkpoint.note};
  if (cosigned_size_ > 0) {
    absl::StatusOr<std::vector<eventstore::Hash>> proof = log_.ConsistencyProof(cosigned_size_, checkpoint.size);
    if (!proof.ok()) return proof.status();
    request.proof = *std::move(proof);
  }
  absl::StatusOr<HttpAnswer> answer =
      HttpPost(AddCheckpointUrl(witness_.url), "application/octet-stream", eventstore::FormatAddCheckpoint(request),
               timeout, eventstore::kWitnessAnswerBytesMax);
  if (!answer.ok())
    return absl::UnavailableError(absl::StrCat("the witness ", name(), ": ", answer.status().message()));
  switch (static_cast<eventstore::WitnessStatus>(answer->status)) {
    case eventstore::WitnessStatus::kCosigned: {
      absl::StatusOr<std::string> note =
          eventstore::AddAnsweredCosignature(checkpoint.note, answer->body, witness_.key);
      if (!note.ok())
        return absl::UnavailableError(
            absl::StrCat("the witness ", name(), " did not answer with a cosignature: ", note.status().message()));
      cosigned_size_ = checkpoint.size;
      return note;
    }
    case eventstore::WitnessStatus::kStale: {
      absl::StatusOr<uint64_t> size = eventstore::ParseTreeSize(answer->body);
      if (!size.ok())
        return absl::UnavailableError(
            absl::StrCat("the witness ", name(), " does not report the size that it has cosigned"));
      // What a witness cosigned was published and kept before. A log whose newest checkpoint is smaller has lost it.
      if (*size > checkpoint.size) {
        return absl::DataLossError(absl::StrCat(
            "the witness ", name(), " has cosigned ", *size, " entries of this log, but the log has ", log_.size(),
            " and published ", checkpoint.size, "; the log was restored to an older state, or is a copy"));
      }
      cosigned_size_ = *size;
      *again = true;
      return absl::UnavailableError(absl::StrCat("the witness ", name(), " has cosigned ", *size, " entries"));
    }
    case eventstore::WitnessStatus::kInconsistent:
      return absl::DataLossError(absl::StrCat("the witness ", name(), " has cosigned another history of the first ",
                                              cosigned_size_, " entries of this log: ", answer->body.substr(0, 200)));
    case eventstore::WitnessStatus::kForbidden:
      return absl::PermissionDeniedError(absl::StrCat("the witness ", name(), " does not accept the key of this log"));
    case eventstore::WitnessStatus::kBadRequest:
      break;
  }
  if (answer->status == 404)
    return absl::PermissionDeniedError(absl::StrCat("the witness ", name(), " does not know this log"));
  return absl::UnavailableError(absl::StrCat("the witness ", name(), " answered with HTTP status ", answer->status));
}

}  // namespace casejournal::services
