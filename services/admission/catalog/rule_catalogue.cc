#include "services/admission/catalog/rule_catalogue.h"

#include <array>

namespace casejournal::services {
namespace {

constexpr std::array kRules = {
    RuleText{
        .rule = Rule::kRefUnknown,
        .id = "ref.unknown",
        .refuses = "names a participant, part, plan, order, court number or entry that this case "
                   "does not have",
        .remedy = "Record what it names first; an earlier event of the same request will do.",
        .why = "Nobody can tell what such an entry is about.",
    },
    RuleText{
        .rule = Rule::kRefWithdrawn,
        .id = "ref.withdrawn",
        .refuses = "names something whose entry has been withdrawn",
        .remedy = "Name what stands in its place, or withdraw the withdrawal first.",
        .why = "An entry must not rest on one that counts no longer.",
    },
    RuleText{
        .rule = Rule::kRefWrongKind,
        .id = "ref.wrong-kind",
        .refuses = "names something that is not of the kind needed, such as a placement of "
                   "someone who is no child of the case, or a court number of another child",
        .remedy = "Name one of the kind that the field asks for.",
        .why = "Nobody can tell what such an entry means.",
    },
    RuleText{
        .rule = Rule::kIdTaken,
        .id = "id.taken",
        .refuses = "introduces an id that the case has used before, be it withdrawn since",
        .remedy = "Make a new random id for what is new; to change an earlier entry, correct it.",
        .why = "An id outlives the record it belongs to, in proofs and exhibits: it is never "
               "pointed at something else.",
    },
    RuleText{
        .rule = Rule::kCaseNotOpened,
        .id = "case.not-opened",
        .refuses = "comes before the entry that opens the case",
        .remedy = "Record CaseOpened as the first event of the case.",
        .why = "The first entry says what the case is and how it came.",
    },
    RuleText{
        .rule = Rule::kCaseAlreadyOpen,
        .id = "case.already-open",
        .refuses = "opens or reopens a case that is open",
        .remedy = "Record on the open case; to change how it was opened, correct that entry.",
        .why = "An episode begins once.",
    },
    RuleText{
        .rule = Rule::kCaseClosed,
        .id = "case.closed",
        .refuses =
            "is recorded on a closed case and is neither a correction, a withdrawal, a "
            "restriction, a case note, a document, a receipt, a revoked consent, an answer to a finding, the end of "
            "a plan, a fact of the court, a link, transfer or reopening of the case, nor a fact effective up to the "
            "closing",
        .remedy = "Give the day on which it happened if that was up to the closing; if the case "
                  "goes on, withdraw the closing, or reopen the case.",
        .why = "After the closing nothing new is decided in the case, but the court's papers and "
               "what had been left out still arrive.",
    },
    RuleText{
        .rule = Rule::kCaseHandedOver,
        .id = "case.handed-over",
        .refuses = "is recorded on a case that was joined to another or transferred, and is neither a "
                   "correction, a withdrawal nor a restriction",
        .remedy = "Record it where the case goes on: on the case that this one was joined to, or "
                  "with the agency that is responsible now.",
        .why = "One family's record goes on in one place.",
    },
    RuleText{
        .rule = Rule::kCaseCloseBlocked,
        .id = "case.close-blocked",
        .refuses = "closes the case while a child is in care or under an order to the agency, or "
                   "a safety plan is open",
        .remedy = "Record how it ended, up to the day of closing, and close the case then.",
        .why = "The agency still answers for that child.",
        .overridable = true,
    },
    RuleText{
        .rule = Rule::kCaseCloseUnsupported,
        .id = "case.close-unsupported",
        .refuses = "closes the case for reunification without a completed reunification plan and "
                   "a risk reassessment that shows that risk was reduced",
        .remedy = "Record what is missing, and name it in the closing.",
        .why = "The completed reunification plan, together with a risk reassessment that "
               "documents risk reduction, underpins the decision to close.",
        .overridable = true,
    },
    RuleText{
        .rule = Rule::kIntervalReversed,
        .id = "interval.reversed",
        .refuses = "ends something before it began",
        .remedy = "Check both days; where the recorded beginning is wrong, correct that first.",
        .why = "Nobody can tell what such an entry means.",
    },
    RuleText{
        .rule = Rule::kIntervalNotOpen,
        .id = "interval.not-open",
        .refuses =
            "ends a placement, removal, absence, membership, relation, order, consent or safety plan that is not open",
        .remedy = "Where the recorded end is wrong, correct the entry that ended it; else record "
                  "the beginning first.",
        .why = "What has one beginning has one end.",
    },
    RuleText{
        .rule = Rule::kIntervalOverlaps,
        .id = "interval.overlaps",
        .refuses = "puts a child into two placements, two removals or two absences on the same days; to share "
                   "the day of a change is no overlap",
        .remedy = "Record the end of the one before the other begins; the end of a past one "
                  "belongs into the same request as its beginning.",
        .why = "A child is in one place at a time, and every clock of care depends on which.",
    },
    RuleText{
        .rule = Rule::kPartClosed,
        .id = "part.closed",
        .refuses = "adds to, revises or withdraws a goal, objective or activity that had ended by "
                   "that day",
        .remedy = "Add it to a part that is open, or set a new one; where it had not ended, "
                  "correct or withdraw the entry that ended it.",
        .why = "What was reached, met, done or given up is not reopened unseen.",
    },
    RuleText{
        .rule = Rule::kPartCycle,
        .id = "part.cycle",
        .refuses = "makes activities wait for each other",
        .remedy = "Take one of them out of the list of those that come before.",
        .why = "None of them could ever begin.",
    },
    RuleText{
        .rule = Rule::kPlanContentDiffers,
        .id = "plan.content-differs",
        .refuses = "gives a digest that is not that of the plan's text at the revision named",
        .remedy = "Read the plan's text at that revision again, and give the digest of what was "
                  "read; or leave the digest out.",
        .why = "What was signed is what was read.",
        .checked_by = CheckedBy::kRecorder,
    },
    RuleText{
        .rule = Rule::kPlanWrongVersion,
        .id = "plan.wrong-version",
        .refuses = "names a digest that is no version of this case or of this plan; an act of "
                   "the agency also one that does not cover the child or has been superseded",
        .remedy = "Name the digest of the version meant; the plan lists its versions.",
        .why = "Signatures, filings, decisions and journal entries are about one exact text.",
    },
    RuleText{
        .rule = Rule::kPlanSecondInitial,
        .id = "plan.second-initial",
        .refuses = "draws up a second initial case plan in one episode",
        .remedy = "Draw it up as a further version of the case plan that there is; where the "
                  "court ordered several, have a supervisor set this rule aside.",
        .why = "One case plan per case unless the court orders several (OAC 5101:2-38-05(B)).",
        .overridable = true,
    },
    RuleText{
        .rule = Rule::kPlanNoBasis,
        .id = "plan.no-basis",
        .refuses = "says that a version took effect on a basis that is not in the record",
        .remedy = "Record the basis first.",
        .why = "In an in-home case a parent's signature completes the plan (OAC 5101:2-38-01); a "
               "change filed with the court may be acted on when the court stays silent (ORC "
               "2151.412(F), to be confirmed by counsel); an emergency is stated.",
    },
    RuleText{
        .rule = Rule::kPlanSelfApproval,
        .id = "plan.self-approval",
        .refuses = "approves a version or a review on the decision of whoever drew it up or submitted it",
        .remedy = "Have another person decide: the supervisor, or the supervisor's designee.",
        .why = "An approval is a second pair of eyes (OAC 5101:2-38-09, 5101:2-38-10: approved by the supervisor).",
    },
    RuleText{
        .rule = Rule::kCorrectionNotOriginal,
        .id = "correction.not-original",
        .refuses = "corrects a correction or a withdrawal",
        .remedy = "Correct the original entry: its latest standing correction is what counts.",
        .why = "What an entry says now is read off its original alone.",
    },
    RuleText{
        .rule = Rule::kCorrectionOtherType,
        .id = "correction.other-type",
        .refuses = "corrects an entry by one of another type",
        .remedy = "Withdraw the original, and record the other event anew.",
        .why = "A correction is the whole replacement of the same fact.",
    },
    RuleText{
        .rule = Rule::kCorrectionOtherId,
        .id = "correction.other-id",
        .refuses = "corrects an entry by one that introduces other ids, or another text of a "
                   "version that entries name",
        .remedy = "Keep the original's ids; for another thing, withdraw the original and record "
                  "it anew; for another text, draw up a new version.",
        .why = "What rests on the original would lose what it rests on.",
    },
    RuleText{
        .rule = Rule::kRetractionHasDependents,
        .id = "retraction.has-dependents",
        .refuses = "withdraws an entry on which standing entries rest",
        .remedy = "In the same request, withdraw these entries first, in the order in which they are listed; or "
                  "correct them.",
        .why = "An entry must not rest on one that counts no longer.",
    },
    RuleText{
        .rule = Rule::kLabelMissing,
        .id = "label.missing",
        .refuses =
            "shows a reporter, a protected address, or a fact of health or schooling without a label that withholds it",
        .remedy = "Add the label that the message names.",
        .why = "Labels are on whole events: what must be withheld apart is an event apart, labelled when it is made "
               "(OAC 5101:2-33-21; 45 CFR Part 160; 20 USC 1232g).",
    },
    RuleText{
        .rule = Rule::kFindingNotOpen,
        .id = "finding.not-open",
        .refuses = "answers a finding that the record does not show",
        .remedy = "Read the findings again, and answer one by the name that it has there.",
        .why = "An explanation of nothing would explain whatever comes later.",
    },
    RuleText{
        .rule = Rule::kLateNoReason,
        .id = "late.no-reason",
        .refuses = "is recorded later than the agency's limit after its effective day, or was "
                   "first written down later than that by its own claim, without a reason",
        .remedy = "Say in the late reason why it is recorded only now.",
        .why = "A record made long afterwards is weighed differently.",
    },
    RuleText{
        .rule = Rule::kClaimImpossible,
        .id = "claim.impossible",
        .refuses = "claims to have been written down after now, or, as a correction or "
                   "withdrawal, before the entry that it is about",
        .remedy = "Check the claimed time; leave the claim out where it is not known.",
        .why = "A claim is shown as a claim, but it must be possible.",
    },
    RuleText{
        .rule = Rule::kOverrideNotAllowed,
        .id = "override.not-allowed",
        .refuses = "sets aside a rule that cannot be set aside, or that does not exist",
        .remedy = "Leave the override out; only the rules marked so may be set aside.",
        .why = "The other rules keep the record understandable, whoever asks.",
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
