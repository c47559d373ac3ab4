#include "eventstore/witnesses/witness_request.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "eventstore/proofs/canonical_text.h"
#include "eventstore/proofs/proof.h"

namespace casejournal::eventstore {
namespace {

absl::Status MalformedRequest(absl::string_view why) {
  return absl::InvalidArgumentError(absl::StrCat("malformed add-checkpoint request: ", why));
}

absl::Status MalformedAnswer(absl::string_view why) {
  return absl::InvalidArgumentError(absl::StrCat("malformed answer of a witness: ", why));
}

// Remove the next line and its newline from the front of `body`; nothing if there is no newline.
std::optional<absl::string_view> TakeRequestLine(absl::string_view& body) {
  const size_t newline = body.find('\n');
  if (newline == absl::string_view::npos) return std::nullopt;
  const absl::string_view line = body.substr(0, newline);
  body.remove_prefix(newline + 1);
  return line;
}

WitnessDecision RefusedRequest(WitnessStatus status, absl::string_view reason) {
  return {.status = status, .reason = std::string(reason)};
}

}  // namespace

std::string FormatAddCheckpoint(const AddCheckpointRequest& request) {
  std::string body = absl::StrCat("old ", request.old_size, "\n");
  for (const Hash& hash : request.proof) {
    absl::StrAppend(&body, absl::Base64Escape(AsBytes(hash)), "\n");
  }
  absl::StrAppend(&body, "\n", request.checkpoint_note);
  return body;
}

absl::StatusOr<AddCheckpointRequest> ParseAddCheckpoint(absl::string_view body) {
  if (body.size() > kAddCheckpointBytesMax) return MalformedRequest("too long");
  AddCheckpointRequest request;
  std::optional<absl::string_view> line = TakeRequestLine(body);
  if (!line.has_value() || !absl::ConsumePrefix(&*line, "old ")) {
    return MalformedRequest("no old size");
  }
  const absl::StatusOr<uint64_t> old_size = ParseDecimal(*line);
  if (!old_size.ok()) return MalformedRequest("old size");
  request.old_size = *old_size;

  for (line = TakeRequestLine(body); line.has_value() && !line->empty(); line = TakeRequestLine(body)) {
    if (request.proof.size() == kAddCheckpointHashesMax) return MalformedRequest("too many hashes");
    const absl::StatusOr<Hash> hash = DecodeBase64Hash(*line);
    if (!hash.ok()) return MalformedRequest("hash");
    request.proof.push_back(*hash);
  }
  if (!line.has_value()) return MalformedRequest("no empty line before the checkpoint");

  request.checkpoint_note = std::string(body);
  const absl::StatusOr<Checkpoint> checkpoint = SubmittedCheckpoint(request);
  if (!checkpoint.ok()) return checkpoint.status();
  return request;
}

absl::StatusOr<Checkpoint> SubmittedCheckpoint(const AddCheckpointRequest& request) {
  const absl::StatusOr<OpenedNote> note = ParseNote(request.checkpoint_note);
  if (!note.ok()) return note.status();
  return ParseCheckpoint(note->text);
}

WitnessDecision DecideAddCheckpoint(const AddCheckpointRequest& request, const NoteVerifier& log,
                                    const std::optional<WitnessedTree>& last) {
  const absl::StatusOr<Checkpoint> checkpoint = SubmittedCheckpoint(request);
  if (!checkpoint.ok()) {
    return RefusedRequest(WitnessStatus::kBadRequest, checkpoint.status().message());
  }
  if (checkpoint->origin != log.name()) {
    return RefusedRequest(WitnessStatus::kForbidden, "the checkpoint's origin is not the name of the key");
  }
  absl::StatusOr<std::string> text = OpenNote(request.checkpoint_note, log);
  if (!text.ok()) return RefusedRequest(WitnessStatus::kForbidden, text.status().message());
  if (request.old_size > checkpoint->size) {
    return RefusedRequest(WitnessStatus::kBadRequest, "the old size is larger than the checkpoint's");
  }

  const WitnessedTree known = last.value_or(WitnessedTree{.size = 0, .root = EmptyRoot()});
  if (request.old_size != known.size) {
    WitnessDecision stale =
        RefusedRequest(WitnessStatus::kStale, absl::StrCat("the size cosigned last is ", known.size));
    stale.last_size = known.size;
    return stale;
  }
  // This also applies the rules for equal sizes and for the empty tree.
  const absl::Status consistent =
      VerifyConsistency(known.size, checkpoint->size, request.proof, known.root, checkpoint->root);
  if (!consistent.ok()) {
    WitnessDecision inconsistent = RefusedRequest(WitnessStatus::kInconsistent, consistent.message());
    inconsistent.forked = last.has_value() && last->size == checkpoint->size && last->root != checkpoint->root;
    return inconsistent;
  }
  return {.status = WitnessStatus::kCosigned,
          .checkpoint_text = *std::move(text),
          .next = {.size = checkpoint->size, .root = checkpoint->root}};
}

std::string FormatTreeSize(uint64_t size) { return absl::StrCat(size, "\n"); }

absl::StatusOr<uint64_t> ParseTreeSize(absl::string_view body) {
  if (!absl::ConsumeSuffix(&body, "\n")) return MalformedAnswer("no newline at the end");
  const absl::StatusOr<uint64_t> size = ParseDecimal(body);
  if (!size.ok()) return MalformedAnswer("tree size");
  return *size;
}

absl::StatusOr<std::string> AddAnsweredCosignature(absl::string_view note, absl::string_view body,
                                                   const CosignatureVerifier& witness) {
  if (body.size() > kWitnessAnswerBytesMax) return MalformedAnswer("too long");
  absl::StatusOr<OpenedNote> opened = ParseNote(note);
  if (!opened.ok()) return opened.status();
  absl::StatusOr<std::vector<NoteSignature>> answered = ParseSignatureLines(body);
  if (!answered.ok()) return answered.status();

  OpenedNote cosigned = {.text = std::move(opened->text), .signatures = *std::move(answered)};
  const absl::StatusOr<uint64_t> latest = FindCosignature(cosigned, witness);
  if (!latest.ok()) return latest.status();
  std::erase_if(cosigned.signatures, [&](const NoteSignature& signature) {
    return signature.name != witness.name() || signature.key_hash != witness.key_hash() ||
           witness.Verify(cosigned.text, signature.bytes) != latest;
  });
  return AddSignatureLines(note, FormatSignatureLines({cosigned.signatures.front()}));
}

}  // namespace casejournal::eventstore
