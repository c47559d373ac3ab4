#include "eventstore/witnesses/witness_policy.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "eventstore/proofs/canonical_text.h"
#include "eventstore/proofs/checkpoint.h"

namespace casejournal::eventstore {
namespace {

constexpr absl::string_view kNoQuorum = "none";

absl::Status MalformedPolicy(size_t line, absl::string_view why) {
  return absl::InvalidArgumentError(absl::StrCat("policy line ", line, ": ", why));
}

absl::Status BadPolicyLine(absl::string_view why) { return absl::InvalidArgumentError(why); }

bool IsPolicyCharacters(absl::string_view line) {
  return std::all_of(line.begin(), line.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte == '\t' || (byte >= 0x20 && byte != 0x7F);
  });
}

template <typename Entries, typename Verifier>
bool ListsPublicKey(const Entries& entries, const Verifier& key) {
  return std::any_of(entries.begin(), entries.end(),
                     [&key](const auto& entry) { return entry.key.public_key() == key.public_key(); });
}

// The threshold that `text` names for a group of `size` members.
absl::StatusOr<size_t> ParseThreshold(absl::string_view text, size_t size) {
  if (text == "any") return 1;
  if (text == "all") return size;
  const absl::StatusOr<uint64_t> threshold = ParseDecimal(text);
  if (!threshold.ok()) return BadPolicyLine("the threshold is not \"all\", \"any\", or a number");
  if (*threshold < 1 || *threshold > size) {
    return BadPolicyLine(absl::StrCat("the threshold is not from 1 to ", size));
  }
  return *threshold;
}

WitnessFinding FindingOf(const PolicyWitness& witness, const OpenedNote& note) {
  const absl::StatusOr<uint64_t> seconds = FindCosignature(note, witness.key);
  if (seconds.ok()) {
    return {.name = witness.name, .witnessing = Witnessing::kCosigned, .seconds = *seconds};
  }
  return {.name = witness.name,
          .witnessing = absl::IsNotFound(seconds.status()) ? Witnessing::kMissing : Witnessing::kBad};
}

}  // namespace

absl::StatusOr<WitnessPolicy> WitnessPolicy::Parse(absl::string_view text) {
  if (text.size() > kPolicyBytesMax) return MalformedPolicy(1, "the policy is too long");
  WitnessPolicy policy;
  size_t number = 0;
  while (!text.empty()) {
    ++number;
    const size_t newline = text.find('\n');
    if (newline == absl::string_view::npos) return MalformedPolicy(number, "no newline at the end");
    const absl::string_view line = text.substr(0, newline);
    text.remove_prefix(newline + 1);
    if (!IsPolicyCharacters(line)) return MalformedPolicy(number, "a control character");
    const std::vector<absl::string_view> items = absl::StrSplit(line, absl::ByAnyChar(" \t"), absl::SkipEmpty());
    if (items.empty() || absl::StartsWith(items[0], "#")) continue;
    const absl::Status added = policy.AddLine(items);
    if (!added.ok()) return MalformedPolicy(number, added.message());
  }
  if (!policy.has_quorum_) return MalformedPolicy(number + 1, "the policy ends without a quorum");
  return policy;
}

absl::Status WitnessPolicy::AddLine(Items items) {
  if (items[0] == "log") return AddLog(items);
  if (items[0] == "witness") return AddWitness(items);
  if (items[0] == "group") return AddGroup(items);
  if (items[0] == "quorum") return SetQuorum(items);
  return BadPolicyLine("must begin with log, witness, group, quorum, or #");
}

absl::Status WitnessPolicy::AddLog(Items items) {
  if (items.size() != 2 && items.size() != 3) return BadPolicyLine("not \"log <key> [<url>]\"");
  if (logs_.size() == kPolicyLogsMax) return BadPolicyLine("too many logs");
  absl::StatusOr<NoteVerifier> key = NoteVerifier::FromVerifierKey(items[1]);
  if (!key.ok()) return key.status();
  if (ListsPublicKey(logs_, *key)) return BadPolicyLine("a second log with the same public key");
  logs_.push_back({.key = *std::move(key), .url = std::string(items.size() == 3 ? items[2] : "")});
  return absl::OkStatus();
}

absl::Status WitnessPolicy::AddWitness(Items items) {
  if (items.size() != 3 && items.size() != 4) {
    return BadPolicyLine("not \"witness <name> <key> [<url>]\"");
  }
  if (witnesses_.size() == kPolicyWitnessesMax) return BadPolicyLine("too many witnesses");
  const absl::Status named = CheckNewName(items[1]);
  if (!named.ok()) return named;
  absl::StatusOr<CosignatureVerifier> key = CosignatureVerifier::FromVerifierKey(items[2]);
  if (!key.ok()) return key.status();
  if (ListsPublicKey(witnesses_, *key)) return BadPolicyLine("a second witness with the same public key");
  parts_.push_back({.name = std::string(items[1]), .witness = witnesses_.size()});
  witnesses_.push_back(
      {.name = std::string(items[1]), .key = *std::move(key), .url = std::string(items.size() == 4 ? items[3] : "")});
  return absl::OkStatus();
}

absl::Status WitnessPolicy::AddGroup(Items items) {
  if (items.size() < 4) return BadPolicyLine("not \"group <name> <threshold> <name>...\"");
  if (parts_.size() - witnesses_.size() == kPolicyGroupsMax) {
    return BadPolicyLine("too many groups");
  }
  const absl::Status named = CheckNewName(items[1]);
  if (!named.ok()) return named;
  const Items members = items.subspan(3);
  const absl::StatusOr<size_t> threshold = ParseThreshold(items[2], members.size());
  if (!threshold.ok()) return threshold.status();

  Part group = {.name = std::string(items[1]), .threshold = *threshold};
  for (size_t i = 0; i < members.size(); ++i) {
    const std::optional<size_t> member = FindPart(members[i]);
    if (!member.has_value()) {
      return BadPolicyLine(absl::StrCat("member ", i + 1, " is not defined above"));
    }
    if (parts_[*member].is_member) {
      return BadPolicyLine(absl::StrCat("member ", i + 1, " is already a member"));
    }
    parts_[*member].is_member = true;
    group.members.push_back(*member);
  }
  parts_.push_back(std::move(group));
  return absl::OkStatus();
}

absl::Status WitnessPolicy::SetQuorum(Items items) {
  if (items.size() != 2) return BadPolicyLine("not \"quorum <name>\"");
  if (has_quorum_) return BadPolicyLine("a second quorum");
  has_quorum_ = true;
  if (items[1] == kNoQuorum) return absl::OkStatus();
  quorum_ = FindPart(items[1]);
  if (!quorum_.has_value()) return BadPolicyLine("the quorum is not defined above");
  return absl::OkStatus();
}

std::optional<size_t> WitnessPolicy::FindPart(absl::string_view name) const {
  for (size_t i = 0; i < parts_.size(); ++i) {
    if (parts_[i].name == name) return i;
  }
  return std::nullopt;
}

absl::Status WitnessPolicy::CheckNewName(absl::string_view name) const {
  if (name == kNoQuorum) return BadPolicyLine("the name \"none\" is taken");
  if (FindPart(name).has_value()) return BadPolicyLine("the name is taken by a line above");
  return absl::OkStatus();
}

absl::StatusOr<PolicyFindings> WitnessPolicy::Examine(absl::string_view note) const {
  const absl::StatusOr<OpenedNote> opened = ParseNote(note);
  if (!opened.ok()) return opened.status();
  const absl::StatusOr<Checkpoint> checkpoint = ParseCheckpoint(opened->text);
  if (!checkpoint.ok()) return checkpoint.status();

  PolicyFindings findings;
  for (size_t i = 0; i < logs_.size() && !findings.log.has_value(); ++i) {
    const NoteVerifier& key = logs_[i].key;
    if (key.name() == checkpoint->origin && OpenNote(note, key).ok()) findings.log = i;
  }
  for (const PolicyWitness& witness : witnesses_) {
    findings.witnesses.push_back(FindingOf(witness, *opened));
  }

  // Members come before their group, so one pass in order is enough.
  std::vector<bool> met(parts_.size());
  for (size_t i = 0; i < parts_.size(); ++i) {
    const Part& part = parts_[i];
    const auto count = static_cast<size_t>(
        std::count_if(part.members.begin(), part.members.end(), [&met](size_t member) { return bool{met[member]}; }));
    met[i] = part.witness.has_value() ? findings.witnesses[*part.witness].witnessing == Witnessing::kCosigned
                                      : count >= part.threshold;
  }
  findings.quorum_met = !quorum_.has_value() || met[*quorum_];
  return findings;
}

}  // namespace casejournal::eventstore
