// The sentences of violations, of their remedies, and of wrong fields, with their ids. They name nobody.
#ifndef CASEJOURNAL_SERVICES_ADMISSION_CATALOG_VIOLATION_WORDINGS_H_
#define CASEJOURNAL_SERVICES_ADMISSION_CATALOG_VIOLATION_WORDINGS_H_

#include <array>
#include <cstdint>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "projections/words/wording.h"
#include "services/admission/catalog/rule_catalogue.h"

namespace casejournal::services {

using projections::CodeParameter;
using projections::CodesParameter;
using projections::CountParameter;
using projections::DayParameter;
using projections::NumberParameter;
using projections::TextParameter;

// What is wrong. The id is that of the rule or, if the rule has several sentences, begins with it.
inline constexpr auto kRefusalSentences = std::to_array<projections::WordingText>({
    {"ref.unknown.type", "This server does not know the type of this event."},
    {"ref.unknown.entry", "This case has no entry {entry} yet."},
    {"ref.unknown.part", "This case has no {wanted} with this id."},
    {"ref.unknown.court-number", "This number has not been given to this case or to one of its children."},
    {"ref.unknown.revision",
     "The text cannot be drawn up as of entry {entry}: the last entry before this version is {last}."},

    {"ref.withdrawn.part", "The entry that introduced this {wanted} has been withdrawn."},
    {"ref.withdrawn.version", "The entry that drew up this version has been withdrawn."},
    {"ref.withdrawn.entry", "Entry {entry} has been withdrawn."},
    {"ref.withdrawn.already", "Entry {entry} has already been withdrawn."},
    {"ref.withdrawn.stands-again", "Entry {entry} would count again, but it names something that has been withdrawn."},

    {"ref.wrong-kind.part", "This is the id of {found}; the field requires {wanted}."},
    {"ref.wrong-kind.not-a-child",
     "This is the id of a participant who is not a child of this case; the field requires {wanted}."},
    {"ref.wrong-kind.court-number",
     "This number was given for another child, not for the child that the entry is about."},
    {"ref.wrong-kind.concern", "Entry {entry} does not report a concern."},
    {"ref.wrong-kind.removal", "This is the removal of another child."},
    {"ref.wrong-kind.same-case", "This is the same case; name another one."},
    {"ref.wrong-kind.same-participant",
     "A person cannot be related to themselves: both fields name the same participant."},
    {"ref.wrong-kind.other-person-id", "The participant has another person id in this case."},
    {"ref.wrong-kind.same-person-id", "Both fields name the same person id."},
    {"ref.wrong-kind.not-a-safety-plan", "This plan is not a safety plan."},
    {"ref.wrong-kind.replaces-itself", "A safety plan cannot replace itself."},
    {"ref.wrong-kind.plan", "This is the id of a {found} plan; the version is of a {given} plan."},

    {"id.taken.standing", "Entry {entry} used this id for {kind}."},
    {"id.taken.withdrawn", "Entry {entry} used this id for {kind}, and has since been withdrawn."},

    {"case.not-opened", "This case has not been opened."},
    {"case.already-open", "This case has been open since {since}."},
    {"case.closed", "This case was closed on {closed_on}."},
    {"case.handed-over.joined", "This case was joined on {on} to the case named in `ids`."},
    {"case.handed-over.transferred", "Responsibility for this case went to another agency on {on}."},
    {"case.close-blocked.in-care", "On {day} a child is in care: a removal or a placement is open."},
    {"case.close-blocked.order",
     "On {day} a child is under an order of custody or supervision to the agency, and the order has not ended."},
    {"case.close-blocked.safety-plan", "On {day} a safety plan is open."},
    {"case.close-unsupported.no-reassessment", "The closing names no risk reassessment."},
    {"case.close-unsupported.reassessment",
     "The named assessment is not a risk reassessment, completed by that day, with a level that is lower than before, "
     "or the lowest."},
    {"case.close-unsupported.no-plan", "The closing names no reunification plan."},
    {"case.close-unsupported.conditions",
     "The reunification plan is not completed: some conditions for return are not judged met."},

    {"interval.reversed.days", "It would end on {ends_on} and begin on {begins_on}."},
    {"interval.reversed.absence", "The absence began on {began_on} and cannot have ended on {ended_on}."},
    {"interval.reversed.consent", "The consent began on {began_on} and cannot have ended on {ended_on}."},
    {"interval.reversed.hearing",
     "The scheduling of this hearing began on {began_on} and cannot have ended on {ended_on}."},
    {"interval.reversed.household",
     "The stay in this household began on {began_on} and cannot have ended on {ended_on}."},
    {"interval.reversed.grant", "The grant of access is of {began_on} and cannot have ended on {ended_on}."},
    {"interval.reversed.order", "The order began on {began_on} and cannot have ended on {ended_on}."},
    {"interval.reversed.participation", "The participation began on {began_on} and cannot have ended on {ended_on}."},
    {"interval.reversed.placement", "The placement began on {began_on} and cannot have ended on {ended_on}."},
    {"interval.reversed.relation", "The relation began on {began_on} and cannot have ended on {ended_on}."},
    {"interval.reversed.removal", "The removal began on {began_on} and cannot have ended on {ended_on}."},
    {"interval.reversed.safety-plan", "The safety plan began on {began_on} and cannot have ended on {ended_on}."},

    {"interval.not-open.absence", "The end of this absence is already recorded: {ended_on}."},
    {"interval.not-open.consent", "The end of this consent is already recorded: {ended_on}."},
    {"interval.not-open.grant", "The end of this grant of access is already recorded: {ended_on}."},
    {"interval.not-open.hearing", "The end of this scheduling of this hearing is already recorded: {ended_on}."},
    {"interval.not-open.household", "The end of this stay in this household is already recorded: {ended_on}."},
    {"interval.not-open.order", "The end of this order is already recorded: {ended_on}."},
    {"interval.not-open.participation", "The end of this participation is already recorded: {ended_on}."},
    {"interval.not-open.placement", "The end of this placement is already recorded: {ended_on}."},
    {"interval.not-open.relation", "The end of this relation is already recorded: {ended_on}."},
    {"interval.not-open.removal", "The end of this removal is already recorded: {ended_on}."},
    {"interval.not-open.safety-plan", "The end of this safety plan is already recorded: {ended_on}."},
    {"interval.not-open.not-a-member",
     "On {day} this participant was not living in this household, or the end of the stay is already recorded."},
    {"interval.not-open.no-relation", "No such relation is recorded between these two participants."},

    {"interval.overlaps.absence.ended", "Another absence of this child began on {began_on} until {ended_on}."},
    {"interval.overlaps.absence.open", "Another absence of this child began on {began_on} and is still open."},
    {"interval.overlaps.placement.ended", "Another placement of this child began on {began_on} until {ended_on}."},
    {"interval.overlaps.placement.open", "Another placement of this child began on {began_on} and is still open."},
    {"interval.overlaps.removal.ended", "Another removal of this child began on {began_on} until {ended_on}."},
    {"interval.overlaps.removal.open", "Another removal of this child began on {began_on} and is still open."},
    {"interval.overlaps.without-entry",
     "Without this entry a child would be in two placements, two removals, or two absences on the same days."},

    {"part.closed.activity", "The activity had ended on {ended_on}."},
    {"part.closed.goal", "The goal had ended on {ended_on}."},
    {"part.closed.objective", "The objective had ended on {ended_on}."},
    {"part.cycle", "The activity would wait for one that is waiting for it."},

    {"plan.content-differs", "The digest is not that of the plan's text at revision {entry}."},
    {"plan.wrong-version.unknown", "No plan version of this case has this digest."},
    {"plan.wrong-version.not-covered", "This version does not cover this child."},
    {"plan.wrong-version.superseded",
     "This version, drawn up on {drawn_up_on}, has been superseded by the version in force."},
    {"plan.wrong-version.superseded-for-child",
     "For this child, this version has been superseded by the version in force."},
    {"plan.wrong-version.supersedes-itself", "A version cannot supersede itself."},
    {"plan.wrong-version.supersedes-other-plan", "The superseded version belongs to another plan."},
    {"plan.wrong-version.changes-other-plan",
     "The proposed version belongs to another plan than the version that it would change."},
    {"plan.wrong-version.other-kind", "This is a version of another kind of plan."},
    {"plan.second-initial", "This episode already has a case plan, drawn up on {drawn_up_on}."},
    {"plan.no-basis.not-drawn-up", "On {day} this version had not been drawn up."},
    {"plan.no-basis.in-care", "On {day} this child is in care, so this is not an in-home case."},
    {"plan.no-basis.not-signed",
     "By {day} no parent, guardian, or custodian of these children had signed this version and agreed."},
    {"plan.no-basis.not-filed", "By {day} this version had not been filed with the court."},
    {"plan.no-basis.court-has-time",
     "This version was filed on {filed_on}; on {day} the court's {days} to act were not over."},
    {"plan.no-basis.court-decided", "The court decided on this version on {decided_on}."},
    {"plan.no-basis.no-emergency", "The record shows no emergency in the {days} days up to {day}."},
    {"plan.self-approval.submitted", "The person who decided is also named as the one who submitted it."},
    {"plan.self-approval.drew-up", "The person who decided also drew up this version."},
    {"plan.self-approval.recorded", "The person who records the approval drew up or submitted what is approved."},
    {"plan.self-approval.behalf",
     "The person on whose behalf the approval is recorded drew up or submitted what is approved."},
    {"plan.self-approval.claimed",
     "The person who, by its claim, first wrote down the approval drew up or submitted what is approved."},

    {"review.not-independent",
     "On {day} the case was assigned to this person, who is named as the independent member of the panel."},

    {"access.wrong-terms.role", "A case does not give this role; the journal gives it."},
    {"access.wrong-terms.authority",
     "The grant opens labels beyond those that the role opens, and names no authority for it."},
    {"access.wrong-terms.opens", "Access in an emergency opens no labels beyond those that the role opens."},
    {"access.wrong-terms.reason", "Access in an emergency needs a reason."},
    {"access.wrong-terms.until", "Access in an emergency needs a last day, which is {last} or earlier."},
    {"access.wrong-terms.over",
     "The last day, {until}, is before the day on which the grant is recorded, {recorded_on}."},
    {"access.wrong-terms.for-whom",
     "Access of counsel or of a guardian ad litem needs the participant whose counsel or guardian ad litem it is."},
    {"access.wrong-terms.other-holder", "The entry that it corrects gives access to somebody else."},
    {"access.wrong-terms.other-role", "The entry that it corrects gives access under another role."},
    {"access.wrong-terms.labels",
     "Who may see the case is not withheld: an assignment, a grant of access, its end, and a withdrawal of one of them "
     "bear no labels."},
    {"access.wrong-terms.withdrawn", "Access that somebody took in an emergency can be ended, and not withdrawn."},
    {"access.wrong-terms.own", "Nobody grants access to themselves, except in an emergency."},
    {"access.wrong-terms.own-sight", "With this entry, the person who records it would see more of the case."},
    {"access.wrong-terms.sight", "The grant opens labels that the person who records it may not see: {labels}."},

    {"correction.not-original.correction", "Entry {entry} is itself a correction."},
    {"correction.not-original.withdrawal", "Entry {entry} is a withdrawal."},
    {"correction.other-type", "Entry {entry} is of type {type}, and the correction is of another type."},
    {"correction.other-id.ids", "Entry {entry} introduced other ids than this correction."},
    {"correction.other-id.text",
     "Other entries are about the text of this version, and the correction changes that text."},
    {"retraction.has-dependents.one", "{count} standing entry rests on entry {entry}, directly or through others."},
    {"retraction.has-dependents.several",
     "{count} standing entries rest on entry {entry}, directly or through others."},

    {"access.withheld", "This event rests on an entry that you may not see, or contradicts one."},
    {"label.missing", "This event needs the label {label}."},
    {"finding.not-open", "The record shows no finding with this name today."},
    {"late.no-reason.recorded",
     "It happened on {day} and was recorded on {recorded_on}, {late_by} later; without a reason the limit is {limit}."},
    {"late.no-reason.claimed",
     "It happened on {day} and was written down, by its claim, on {recorded_on}, {late_by} later; without a reason the "
     "limit is {limit}."},
    {"claim.impossible.future", "The claimed time is in the future."},
    {"claim.impossible.before-entry",
     "This event is about entry {entry}, but the claimed time is before that entry was written down."},
    {"behalf.not-permitted", "The person on whose behalf it is recorded may not record in this case."},
    {"override.not-allowed.caller", "Only a supervisor of this case sets a rule aside."},
    {"override.not-allowed.rule", "This rule cannot be set aside."},
    {"override.not-allowed.unknown", "No rule has this id."},
});

// How to make it admissible, where the remedy of the rule does not fit. The id is that of the rule, ".remedy", and
// more.
inline constexpr auto kRemedySentences = std::to_array<projections::WordingText>({
    {"ref.unknown.remedy.court-number",
     "Record CaseNumberGiven first; an earlier event of the same request is enough."},
    {"ref.withdrawn.remedy.already", "Leave this event out."},
    {"ref.withdrawn.remedy.correction", "Record the event as a new entry, or withdraw the withdrawal first."},
    {"ref.withdrawn.remedy.stands-again", "First withdraw the withdrawal of what it names, or record it again."},
    {"ref.wrong-kind.remedy.court-number",
     "Give a number of this child, or name the child that has the number. If the number is for the whole case, correct "
     "the entry that gave it."},
    {"ref.wrong-kind.remedy.plan", "Draw it up under a plan id of its own."},
    {"case.close-unsupported.remedy.reassessment", "Name the risk reassessment that shows reduced risk."},
    {"case.close-unsupported.remedy.no-plan", "Name the version of the reunification plan that was completed."},
    {"case.close-unsupported.remedy.conditions", "Record the judgment of each condition first."},
    {"interval.not-open.remedy.recorded", "If the recorded end is wrong, correct the entry that ended it."},
    {"interval.overlaps.remedy.without-entry",
     "Correct the entry instead, or first withdraw or end what would overlap."},
    {"plan.wrong-version.remedy.superseded", "Name the version in force."},
    {"plan.self-approval.remedy.recorded",
     "Have the person who decided record the decision, or somebody else who had no part in what is approved."},
    {"plan.no-basis.remedy.not-drawn-up", "Check the effective day."},
    {"plan.no-basis.remedy.in-care", "Name another basis, or record how the child left care."},
    {"plan.no-basis.remedy.not-signed", "Record the signature and, if it is missing, the relation to the child."},
    {"plan.no-basis.remedy.not-filed", "Record the filing first."},
    {"plan.no-basis.remedy.court-has-time", "Wait until the court's time to act is over."},
    {"plan.no-basis.remedy.court-decided", "Record what the decision led to."},
    {"plan.no-basis.remedy.no-emergency",
     "Record the threat, removal, change of placement, or emergency proposal first, or name in `causedBy` the entry "
     "that states the emergency."},
    {"correction.not-original.remedy.correction", "Correct entry {original} instead; it is the original."},
    {"correction.not-original.remedy.withdrawal", "If the withdrawal was wrong, withdraw it, and record it again."},
    {"correction.other-id.remedy.text",
     "Keep the digest of the original. For another text, draw up a new version, or withdraw these entries first."},
});

// What is allowed in a field that is wrong. No rule has a part in it.
inline constexpr auto kShapeSentences = std::to_array<projections::WordingText>({
    {"shape.value", "a value"},
    {"shape.value.list", "at least one value"},
    {"shape.value.server", "no value; the server sets it"},
    {"shape.empty", "a value that is not empty"},
    {"shape.empty.optional", "a value that is not empty, or no value"},
    {"shape.text", "text without NUL characters"},
    {"shape.utf8", "text in UTF-8"},
    {"shape.code", "a known value of {code_list} other than 0"},
    {"shape.code.optional", "a known value of {code_list} other than 0, or no value"},
    {"shape.number", "1 to {max}"},
    {"shape.true", "true"},
    {"shape.uuid", "a UUID in lower case with hyphens"},
    {"shape.digest", "a SHA-256 digest of exactly {bytes} bytes"},
    {"shape.day", "a calendar day in the form YYYY-MM-DD"},
    {"shape.day.too-early", "a day no earlier than {first}"},
    {"shape.day.after-today", "a day no later than today, {today}"},
    {"shape.day.first-day", "a day no later than effectiveOn"},
    {"shape.time", "a time of day from 00:00 to 23:59 in the form HH:MM"},
    {"shape.time.skipped", "a time that exists on {day}: clocks go from {from} to {to} in the journal's time zone"},
    {"shape.instant", "an instant in the years 0001 to 9999"},
    {"shape.instant.nanoseconds", "nanoseconds from 0 to {max}"},
    {"shape.choice", "exactly one {choice} of {type}"},
    {"shape.unknown-field", "only known fields of {type}"},
    {"shape.message", "a serialized {type}"},
    {"shape.too-large", "at most {max} bytes"},
    {"shape.cases", "1 to {max} cases"},
    {"shape.case-twice", "each case once"},
    {"shape.expected", "exactly one of noCase, exactly, any, and unchangedSince"},
    {"shape.emergency-checked", "false: emergency access cannot be checked without being recorded"},
    {"shape.events", "at least one event"},
    {"shape.events.too-many", "at most {max} events in total"},
    {"shape.joined-case", "a case to which the same request appends the matching CasesJoined event"},
});

void NoSentenceHasThisId();  // not defined

// A sentence of the tables above, by its id. An id that none of them has does not compile.
class SentenceId {
 public:
  // Implicit, so that a sentence is named where it is said.
  consteval SentenceId(const char* id) : wording_(&Find(id)) {}

  const projections::WordingText& wording() const { return *wording_; }

 private:
  static consteval const projections::WordingText& Find(absl::string_view id) {
    for (const auto& wording : kRefusalSentences) {
      if (wording.id == id) return wording;
    }
    for (const auto& wording : kRemedySentences) {
      if (wording.id == id) return wording;
    }
    for (const auto& wording : kShapeSentences) {
      if (wording.id == id) return wording;
    }
    NoSentenceHasThisId();
    return kRefusalSentences[0];
  }

  const projections::WordingText* wording_;
};

projections::Said SentenceOf(SentenceId id, std::vector<projections::Parameter> parameters = {});

// The number of an entry. One that a client made up may be too large for a number of a wording, and is text there.
projections::Parameter EntryParameter(absl::string_view name, uint64_t revision);
// A local time of day, HH:MM.
projections::Parameter TimeParameter(absl::string_view name, absl::string_view time);

// The remedy of the rule, as the catalogue has it. Its id is that of the rule, and ".remedy".
const projections::WordingText& RemedyOf(Rule rule);

// All sentences: those of the tables above, and the remedy of each rule.
absl::Span<const projections::WordingText> ViolationWordings();

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ADMISSION_CATALOG_VIOLATION_WORDINGS_H_
