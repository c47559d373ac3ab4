#include "services/admission/catalog/rule_catalogue.h"

#include <array>

namespace casejournal::services {
namespace {

constexpr std::array kRules = {
    RuleText{
        .rule = Rule::kRefUnknown,
        .id = "ref.unknown",
        .refuses = "names a participant, part, plan, order, court number, or entry that this case does not have",
        .remedy = "Record what it names first; an earlier event of the same request is enough.",
        .why = "An entry that names something unknown cannot be understood.",
    },
    RuleText{
        .rule = Rule::kRefWithdrawn,
        .id = "ref.withdrawn",
        .refuses = "names something whose entry has been withdrawn",
        .remedy = "Name its replacement, or withdraw the withdrawal first.",
        .why = "An entry must not rest on one that no longer counts.",
    },
    RuleText{
        .rule = Rule::kRefWrongKind,
        .id = "ref.wrong-kind",
        .refuses = "names something of the wrong kind, such as a placement of someone who is not a child of the case, "
                   "or a court number of another child",
        .remedy = "Name one of the kind that the field requires.",
        .why = "The meaning of such an entry would be unclear.",
    },
    RuleText{
        .rule = Rule::kIdTaken,
        .id = "id.taken",
        .refuses = "introduces an id that the case has used before, even if that entry has been withdrawn",
        .remedy = "Use a new random id for something new. To change an earlier entry, correct it.",
        .why = "Proofs and exhibits keep an id after its entry is withdrawn, so an id never gets a second meaning.",
    },
    RuleText{
        .rule = Rule::kCaseNotOpened,
        .id = "case.not-opened",
        .refuses = "comes before the entry that opens the case",
        .remedy = "Record CaseOpened as the first event of the case.",
        .why = "The first entry says what the case is and where it came from.",
    },
    RuleText{
        .rule = Rule::kCaseAlreadyOpen,
        .id = "case.already-open",
        .refuses = "opens or reopens a case that is open",
        .remedy = "Record it on the open case. To change how the case was opened, correct that entry.",
        .why = "An episode begins once.",
    },
    RuleText{
        .rule = Rule::kCaseClosed,
        .id = "case.closed",
        .refuses =
            "is recorded on a closed case and is not a correction, a withdrawal, a restriction, a case note, a "
            "document, a receipt, a revoked consent, an answer to a finding, the end of a plan, a fact of the court, a "
            "link, transfer, or reopening of the case, a grant of access or its end, or a fact effective on or before "
            "the day of closing",
        .remedy = "If it happened on or before the day of closing, give that day. If the case continues, withdraw the "
                  "closing, or reopen the case.",
        .why = "After the closing nothing new is decided in the case, but papers of the court and earlier facts still "
               "arrive.",
    },
    RuleText{
        .rule = Rule::kCaseHandedOver,
        .id = "case.handed-over",
        .refuses = "is recorded on a case that was joined to another or transferred, and is not a correction, a "
                   "withdrawal, a restriction, or a grant of access or its end",
        .remedy = "Record it where the case continues: on the case that this one was joined to, or with the agency "
                  "that is responsible now.",
        .why = "The record of one family continues in one place.",
    },
    RuleText{
        .rule = Rule::kCaseCloseBlocked,
        .id = "case.close-blocked",
        .refuses =
            "closes the case while a child is in care or under an order to the agency, or while a safety plan is open",
        .remedy = "Record how it ended, on or before the day of closing, and then close the case.",
        .why = "The agency is still responsible for that child.",
        .overridable = true,
    },
    RuleText{
        .rule = Rule::kCaseCloseUnsupported,
        .id = "case.close-unsupported",
        .refuses = "closes the case for reunification without a completed reunification plan and a risk reassessment "
                   "that shows reduced risk",
        .remedy = "Record what is missing, and name it in the closing.",
        .why = "The decision to close rests on the completed reunification plan, together with a risk reassessment "
               "that documents risk reduction.",
        .overridable = true,
    },
    RuleText{
        .rule = Rule::kIntervalReversed,
        .id = "interval.reversed",
        .refuses = "ends something before it began",
        .remedy = "Check both days. If the recorded beginning is wrong, correct it first.",
        .why = "The meaning of such an entry would be unclear.",
    },
    RuleText{
        .rule = Rule::kIntervalNotOpen,
        .id = "interval.not-open",
        .refuses =
            "ends a placement, removal, absence, membership, relation, order, consent, safety plan, or grant of access "
            "that is not open",
        .remedy =
            "If the recorded end is wrong, correct the entry that ended it. Otherwise, record the beginning first.",
        .why = "Something that begins once ends once.",
    },
    RuleText{
        .rule = Rule::kIntervalOverlaps,
        .id = "interval.overlaps",
        .refuses = "puts a child into two placements, two removals, or two absences on the same days; sharing the day "
                   "of a change is not an overlap",
        .remedy = "Record the end of one before the other begins. Record the end of a past one in the same request as "
                  "its beginning.",
        .why = "A child is in one place at a time, and every clock of care depends on that place.",
    },
    RuleText{
        .rule = Rule::kPartClosed,
        .id = "part.closed",
        .refuses = "adds to, revises, or withdraws a goal, objective, or activity that had ended by that day",
        .remedy = "Add it to an open part, or establish a new one. If the part had not ended, correct or withdraw the "
                  "entry that ended it.",
        .why = "A part that was reached, met, done, or given up is not reopened silently.",
    },
    RuleText{
        .rule = Rule::kPartCycle,
        .id = "part.cycle",
        .refuses = "makes activities wait for each other",
        .remedy = "Remove one of them from the list of activities that come before it.",
        .why = "None of them could ever begin.",
    },
    RuleText{
        .rule = Rule::kPlanContentDiffers,
        .id = "plan.content-differs",
        .refuses = "gives a digest that is not the digest of the plan's text at the named revision",
        .remedy = "Read the plan's text at that revision again and give its digest, or leave the digest out.",
        .why = "The text that is signed must be the text that was read.",
        .checked_by = CheckedBy::kRecorder,
    },
    RuleText{
        .rule = Rule::kPlanWrongVersion,
        .id = "plan.wrong-version",
        .refuses = "names a digest that is not a version of this case or of this plan; an act of the agency also must "
                   "not name a version that does not cover the child or has been superseded",
        .remedy = "Give the digest of the intended version; the plan lists its versions.",
        .why = "Signatures, filings, decisions, and journal entries are about one exact text.",
    },
    RuleText{
        .rule = Rule::kPlanSecondInitial,
        .id = "plan.second-initial",
        .refuses = "draws up a second initial case plan in one episode",
        .remedy = "Draw it up as another version of the existing case plan. If the court ordered several, have a "
                  "supervisor set this rule aside.",
        .why = "One case plan per case unless the court orders several (OAC 5101:2-38-05(B)).",
        .overridable = true,
    },
    RuleText{
        .rule = Rule::kPlanNoBasis,
        .id = "plan.no-basis",
        .refuses = "states that a version took effect on a basis that the record does not show",
        .remedy = "Record the basis first.",
        .why = "In an in-home case a parent's signature completes the plan (OAC 5101:2-38-01); a change filed with the "
               "court may be acted on if the court does not act in time (ORC 2151.412(F), to be confirmed by counsel); "
               "an emergency must be stated.",
    },
    RuleText{
        .rule = Rule::kPlanSelfApproval,
        .id = "plan.self-approval",
        .refuses = "approves a version or a review by decision of the person who drew it up or submitted it; or is "
                   "recorded, was first written down, or is on behalf of that person; in old records that a supervisor "
                   "imports, the persons whom the claims name count, and not who imports them",
        .remedy = "Have another person decide: the supervisor, or the supervisor's designee.",
        .why = "An approval is the judgment of a second person (OAC 5101:2-38-09, 5101:2-38-10: approved by the "
               "supervisor).",
    },
    RuleText{
        .rule = Rule::kReviewNotIndependent,
        .id = "review.not-independent",
        .refuses = "names, as the independent member of the panel of a review, somebody to whom the case is assigned",
        .remedy = "Give that member the seat that they had. Only somebody who is not responsible for the plan or its "
                  "services sits as the independent member.",
        .why =
            "One member of the panel is not responsible for case management or services (42 USC 675(6), ORC "
            "2151.416, OAC 5101:2-38-10). What another record says of a panel is kept if a supervisor imports it, and "
            "findings show it.",
    },
    RuleText{
        .rule = Rule::kAccessWrongTerms,
        .id = "access.wrong-terms",
        .refuses = "grants access to the case under a role that no case gives, or without what the role or the labels "
                   "require: an authority, a reason, a last day, or the person for whom it is; or opens more labels in "
                   "an emergency; or lets the person who records it see more, except in an emergency, or lets others "
                   "see what that person may not see, except by an administrator; or withholds by a label who may see "
                   "the case, or withdraws access that somebody took in an emergency",
        .remedy = "Give what the message asks for. Access for somebody else or under another role is another grant.",
        .why =
            "A grant of access says by which right somebody sees a family's record, and it ends. Nobody decides that "
            "about themselves, and everybody who may see the case is told.",
    },
    RuleText{
        .rule = Rule::kCorrectionNotOriginal,
        .id = "correction.not-original",
        .refuses = "corrects a correction or a withdrawal",
        .remedy = "Correct the original entry; its latest standing correction counts.",
        .why = "What an entry says now follows from its original alone.",
    },
    RuleText{
        .rule = Rule::kCorrectionOtherType,
        .id = "correction.other-type",
        .refuses = "corrects an entry with an event of another type",
        .remedy = "Withdraw the original, and record the other event as a new entry.",
        .why = "A correction replaces the whole entry with the same kind of fact.",
    },
    RuleText{
        .rule = Rule::kCorrectionOtherId,
        .id = "correction.other-id",
        .refuses =
            "corrects an entry with an event that introduces other ids, or another text of a version that entries name",
        .remedy = "Keep the original's ids. For something else, withdraw the original and record a new entry. For "
                  "another text, draw up a new version.",
        .why = "Entries that rest on the original would lose what they rest on.",
    },
    RuleText{
        .rule = Rule::kRetractionHasDependents,
        .id = "retraction.has-dependents",
        .refuses = "withdraws an entry on which standing entries rest",
        .remedy = "In the same request, withdraw these entries first, in the order listed, or correct them.",
        .why = "An entry must not rest on one that no longer counts.",
    },
    RuleText{
        .rule = Rule::kLabelMissing,
        .id = "label.missing",
        .refuses = "shows a reporter, a protected address, or a fact about health or schooling without a label that "
                   "withholds it",
        .remedy = "Add the label that the message names.",
        .why = "A label applies to a whole event, so what must be withheld separately is a separate event, labeled "
               "when it is recorded (OAC 5101:2-33-21; 45 CFR Part 160; 20 USC 1232g).",
    },
    RuleText{
        .rule = Rule::kFindingNotOpen,
        .id = "finding.not-open",
        .refuses = "answers a finding that the record does not show",
        .remedy = "Read the findings again, and answer one by its name there.",
        .why = "An answer without a finding would explain whatever is found later.",
    },
    RuleText{
        .rule = Rule::kLateNoReason,
        .id = "late.no-reason",
        .refuses = "has no late reason although it was recorded, or by its own claim first written down, more days "
                   "after its effective day than the agency's limit",
        .remedy = "State in the late reason why it is recorded only now.",
        .why = "A record made long after the fact carries different weight.",
    },
    RuleText{
        .rule = Rule::kClaimImpossible,
        .id = "claim.impossible",
        .refuses = "claims to have been written down in the future or, as a correction or withdrawal, before the entry "
                   "that it is about",
        .remedy = "Check the claimed time. Leave the claim out if the time is not known.",
        .why = "A claim is shown as a claim, but it must be possible.",
    },
    RuleText{
        .rule = Rule::kBehalfNotPermitted,
        .id = "behalf.not-permitted",
        .refuses = "is recorded on behalf of a member of staff who may not record in this case; old records that a "
                   "supervisor imports may name anybody",
        .remedy = "Name somebody who works on the case, or leave out on whose behalf it is recorded.",
        .why = "An entry must not name as its own someone who had no part in the case.",
    },
    RuleText{
        .rule = Rule::kOverrideNotAllowed,
        .id = "override.not-allowed",
        .refuses =
            "sets aside a rule that cannot be set aside or does not exist, or is recorded by somebody who is not "
            "a supervisor of the case",
        .remedy = "Leave the override out. Only a supervisor of the case sets a rule aside, and only one marked so.",
        .why = "The other rules keep the record understandable for every reader.",
    },
    RuleText{
        .rule = Rule::kAccessWithheld,
        .id = "access.withheld",
        .refuses = "rests on an entry that the caller may not see, or contradicts one",
        .remedy = "Ask somebody who may see all entries of the case to record it.",
        .why = "The reason would tell what the entry says.",
        .checked_by = CheckedBy::kRecorder,
    },
};

constexpr bool InOrder() {
  for (size_t i = 0; i < kRules.size(); ++i) {
    if (static_cast<size_t>(kRules[i].rule) != i) return false;
  }
  return true;
}
static_assert(InOrder(), "the catalogue lists the rules in the order of the enum");

}  // namespace

absl::Span<const RuleText> RuleCatalogue() { return kRules; }

const RuleText& TextOf(Rule rule) { return kRules[static_cast<size_t>(rule)]; }

std::optional<Rule> FindRule(absl::string_view id) {
  for (const RuleText& text : kRules) {
    if (text.id == id) return text.rule;
  }
  return std::nullopt;
}

}  // namespace casejournal::services
