#include "projections/history/entry_words.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/time_util.h"
#include "projections/entries/known_set.h"
#include "projections/entries/standing.h"
#include "projections/events/event_words.h"
#include "projections/words/instant_words.h"
#include "projections/words/phrase.h"

namespace casejournal::projections {
namespace {

using google::protobuf::util::TimeUtil;

std::string OnBehalfOf(const event::v1::OnBehalfOf& who, const Names& names) {
  if (who.has_staff()) {
    return who.staff().name().empty() ? who.staff().subject() : who.staff().name();
  }
  if (who.participant_id().empty()) return "";
  return names.Of(who.participant_id(), event::v1::PART_KIND_PARTICIPANT);
}

// "told by Maria Lopez", "document: birth certificate".
std::string SourceWords(const event::v1::Source& source, const Names& names) {
  std::string words = EnumWords(source.kind());
  if (source.has_participant_id()) {
    absl::StrAppend(&words, " ", names.Of(source.participant_id(), event::v1::PART_KIND_PARTICIPANT));
  }
  if (source.has_detail()) absl::StrAppend(&words, words.empty() ? "" : ": ", source.detail());
  return words;
}

// "recorded on 2023-06-20 09:15:00 EDT in SACWIS by Dana Reed, reference 17, unproven".
std::string ClaimWords(const Entry& entry, absl::TimeZone zone) {
  const event::v1::Claim& claim = entry.event().claim();
  std::string words = "recorded";
  if (claim.has_recorded_at()) {
    absl::StrAppend(&words, " on ", InstantWords(TimeUtil::TimestampToMicroseconds(claim.recorded_at()), zone));
  }
  if (!claim.system().empty()) absl::StrAppend(&words, " in ", claim.system());
  if (!claim.recorded_by().name().empty()) {
    absl::StrAppend(&words, " by ", claim.recorded_by().name());
  }
  if (claim.has_reference()) absl::StrAppend(&words, ", reference ", claim.reference());
  return absl::StrCat(words, claim.has_proof() ? ", with a proof" : ", unproven");
}

// The reason that the body itself gives.
std::string ReasonInBody(const event::v1::CaseEvent& event, const Names& names) {
  const google::protobuf::Message* body = BodyOf(event);
  if (body == nullptr) return "";
  for (const char* name : {"reason", "why"}) {
    const auto* field = body->GetDescriptor()->FindFieldByName(name);
    if (field != nullptr) return ValueWords(*body, *field, names);
  }
  return "";
}

std::string ReasonWords(const Entry& entry, const Names& names) {
  const event::v1::CaseEvent& event = entry.event();
  switch (RoleOf(entry)) {
    case EntryRole::kCorrection:
      return event.corrects().reason();
    case EntryRole::kRetraction: {
      const event::v1::EntryRetracted& retracted = event.entry_retracted();
      return absl::StrCat(EnumWords(retracted.reason()), retracted.words().empty() ? "" : ": ", retracted.words());
    }
    case EntryRole::kOriginal:
    case EntryRole::kWithheld:
      break;
  }
  const std::string reason = ReasonInBody(event, names);
  if (!event.has_late_reason()) return reason;
  return reason.empty() ? event.late_reason() : absl::StrCat(reason, "; recorded late: ", event.late_reason());
}

}  // namespace

v1::HistoryRow EntryWords(const Entry& entry, const Names& names, absl::TimeZone zone) {
  const event::v1::CaseEvent& event = entry.event();
  v1::HistoryRow row;
  row.set_revision(entry.revision);
  *row.mutable_recorded_at() = TimeUtil::MicrosecondsToTimestamp(entry.recorded_at_us);
  *row.mutable_actor() = entry.stored->admission().actor();
  if (event.has_on_behalf_of()) row.set_on_behalf_of(OnBehalfOf(event.on_behalf_of(), names));
  if (event.has_source()) row.set_source(SourceWords(event.source(), names));
  row.set_reason(ReasonWords(entry, names));
  if (const auto settled = Settles(entry)) row.set_settles_revision(*settled);
  if (event.has_claim()) row.set_claim(ClaimWords(entry, zone));
  if (event.claim().has_recorded_at()) *row.mutable_claimed_at() = event.claim().recorded_at();
  return row;
}

}  // namespace casejournal::projections
