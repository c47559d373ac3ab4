// What a field of a request may be: the sentences of INVALID_ARGUMENT of calls that only read. The fields of an append
// have theirs in services/admission/catalog.
#ifndef CASEJOURNAL_SERVICES_ANSWERS_FIELD_WORDINGS_H_
#define CASEJOURNAL_SERVICES_ANSWERS_FIELD_WORDINGS_H_

#include "absl/types/span.h"
#include "projections/words/wording.h"

namespace casejournal::services {

inline constexpr projections::WordingText kFieldAscendingRanges = {"field.ascending-ranges",
                                                                   "ascending ranges that do not touch"};
inline constexpr projections::WordingText kFieldAtMost = {"field.at-most", "at most {most}"};
inline constexpr projections::WordingText kFieldAtMostBytes = {"field.at-most-bytes", "at most {most} bytes"};
inline constexpr projections::WordingText kFieldAttestsRecorded = {"field.attests-recorded",
                                                                   "false, unless asOf.basis is RECORDED"};
inline constexpr projections::WordingText kFieldAttestsWorking = {"field.attests-working",
                                                                  "false, unless the view is WORKING"};
inline constexpr projections::WordingText kFieldAuthority = {
    "field.authority", "the authorization for labeled entries, such as a consent, an order, or a provision of law"};
inline constexpr projections::WordingText kFieldBases = {"field.bases", "RECORDED or CLAIMED"};
inline constexpr projections::WordingText kFieldCaseOrNumber = {"field.case-or-number", "caseId or courtNumber"};
inline constexpr projections::WordingText kFieldCaseToOrBy = {"field.case-to-or-by",
                                                              "exactly one of caseId, to, and bySubject"};
inline constexpr projections::WordingText kFieldChildOfDocument = {
    "field.child-of-document", "a child of the case with CHILD_PACKET, and if you like with REGISTER and DOCKET"};
inline constexpr projections::WordingText kFieldDay = {"field.day", "a calendar day in the form YYYY-MM-DD"};
inline constexpr projections::WordingText kFieldDigestOfVersion = {
    "field.digest-of-version", "the digest of the version with PLAN_VERSION, and none otherwise"};
inline constexpr projections::WordingText kFieldGivenOnce = {"field.given-once", "one value"};
inline constexpr projections::WordingText kFieldInstant = {
    "field.instant", "an instant from 0001-01-01T00:00:00Z to 9999-12-31T23:59:59.999999999Z"};
inline constexpr projections::WordingText kFieldIssuers = {"field.issuers",
                                                           "one of the issuers of this subject: {issuers}"};
inline constexpr projections::WordingText kFieldIssuersAndOthers = {
    "field.issuers-and-others", "one of the issuers of this subject: {issuers}, and others"};
inline constexpr projections::WordingText kFieldKnownDocument = {"field.known-document", "a known kind of document"};
inline constexpr projections::WordingText kFieldKnownFormat = {"field.known-format", "a known format"};
inline constexpr projections::WordingText kFieldKnownLabels = {"field.known-labels", "known labels"};
inline constexpr projections::WordingText kFieldKnownNotes = {"field.known-notes", "known kinds of notes"};
inline constexpr projections::WordingText kFieldKnownOrder = {"field.known-order", "a known order"};
inline constexpr projections::WordingText kFieldKnownProjection = {"field.known-projection", "a known projection"};
inline constexpr projections::WordingText kFieldKnownRecipientClass = {"field.known-recipient-class",
                                                                       "a known recipient class"};
inline constexpr projections::WordingText kFieldKnownRevisions = {
    "field.known-revisions", "revisions from 0 to {last}, which were known by then"};
inline constexpr projections::WordingText kFieldKnownRole = {"field.known-role", "a known role"};
inline constexpr projections::WordingText kFieldKnownStates = {"field.known-states", "known states of work"};
inline constexpr projections::WordingText kFieldKnownWork = {"field.known-work", "known kinds of work"};
inline constexpr projections::WordingText kFieldLanguages = {"field.languages", "en or es"};
inline constexpr projections::WordingText kFieldNameWithLetter = {"field.name-with-letter",
                                                                  "a name with at least one letter"};
inline constexpr projections::WordingText kFieldNoDayOfAll = {
    "field.no-day-of-all", "no value, unless caseId, staffSubject, or unit is given"};
inline constexpr projections::WordingText kFieldNoEarlierThanToday = {"field.no-earlier-than-today",
                                                                      "a day no earlier than today, {today}"};
inline constexpr projections::WordingText kFieldNoLaterThan = {"field.no-later-than", "a day no later than {day}"};
inline constexpr projections::WordingText kFieldNoLaterThanToday = {"field.no-later-than-today",
                                                                    "a day no later than today, {today}"};
inline constexpr projections::WordingText kFieldNoPartOfAll = {"field.no-part-of-all",
                                                               "no value, unless staffSubject is given"};
inline constexpr projections::WordingText kFieldNoSections = {"field.no-sections",
                                                              "no value, unless the view is WORKING without attest"};
inline constexpr projections::WordingText kFieldNoTimeOfDocument = {"field.no-time-of-document",
                                                                    "absent with PLAN_VERSION and DISCLOSURES"};
inline constexpr projections::WordingText kFieldNoTimeOfNumber = {"field.no-time-of-number",
                                                                  "absent, unless caseId is given"};
inline constexpr projections::WordingText kFieldNoTimeOfVersion = {"field.no-time-of-version",
                                                                   "no value; a version is the same on every day"};
inline constexpr projections::WordingText kFieldNoUnlessRevision = {"field.no-unless-revision",
                                                                    "no value with view VERSION, attest, or asOf"};
inline constexpr projections::WordingText kFieldNotEmpty = {"field.not-empty", "a value that is not empty"};
inline constexpr projections::WordingText kFieldNothingWithAgain = {
    "field.nothing-with-again", "no other fields with it; the disclosure states what was given"};
inline constexpr projections::WordingText kFieldOneChanged = {"field.one-changed",
                                                              "changedFrom or changedSince, not both"};
inline constexpr projections::WordingText kFieldOneTo = {"field.one-to", "1 to {most}"};
inline constexpr projections::WordingText kFieldOnlyWithDocket = {"field.only-with-docket",
                                                                  "absent, except with DOCKET"};
inline constexpr projections::WordingText kFieldOnlyWithRegister = {"field.only-with-register",
                                                                    "absent, except with REGISTER"};
inline constexpr projections::WordingText kFieldOnlyWithReviewReport = {"field.only-with-review-report",
                                                                        "absent, except with REVIEW_REPORT"};
inline constexpr projections::WordingText kFieldOrderByDay = {"field.order-by-day",
                                                              "BY_DAY, unless caseId, staffSubject, or unit is given"};
inline constexpr projections::WordingText kFieldPageToken = {"field.page-token",
                                                             "the nextPageToken of an earlier page of the same list"};
inline constexpr projections::WordingText kFieldPlainText = {"field.plain-text",
                                                             "text without control characters or text-direction marks"};
inline constexpr projections::WordingText kFieldPlanField = {"field.plan-field",
                                                             "the name of a field of CasePlan, such as \"objectives\""};
inline constexpr projections::WordingText kFieldPlanFields = {"field.plan-fields",
                                                              "names of fields of CasePlan, such as \"objectives\""};
inline constexpr projections::WordingText kFieldPlanKinds = {
    "field.plan-kinds", "PLAN_KIND_SAFETY, PLAN_KIND_CASE, PLAN_KIND_SUPPLEMENTAL, or PLAN_KIND_REUNIFICATION"};
inline constexpr projections::WordingText kFieldPlanLanguages = {"field.plan-languages",
                                                                 "PLAN_LANGUAGE_ENGLISH or PLAN_LANGUAGE_SPANISH"};
inline constexpr projections::WordingText kFieldRecordedForDocument = {
    "field.recorded-for-document", "RECORDED; a document uses the journal's own recorded time"};
inline constexpr projections::WordingText kFieldRecordedForExhibit = {
    "field.recorded-for-exhibit", "RECORDED; an exhibit uses the journal's own recorded time"};
inline constexpr projections::WordingText kFieldRecordedForRegister = {
    "field.recorded-for-register", "RECORDED; a register uses the journal's own recorded time"};
inline constexpr projections::WordingText kFieldRoleOfJournal = {
    "field.role-of-journal",
    "a role that the journal gives: administrator, operator, caseworker, supervisor, court, auditor, or pipeline"};
inline constexpr projections::WordingText kFieldSomeChild = {"field.some-child", "at least one child"};
inline constexpr projections::WordingText kFieldSomethingToWatch = {"field.something-to-watch",
                                                                    "a staffSubject or unit to watch"};
inline constexpr projections::WordingText kFieldSubjectOfIssuer = {"field.subject-of-issuer",
                                                                   "the subject of a credential from staffIssuer"};
inline constexpr projections::WordingText kFieldThirtyTwoBytes = {"field.thirty-two-bytes", "32 bytes"};
inline constexpr projections::WordingText kFieldUnitOfSupervisor = {"field.unit-of-supervisor",
                                                                    "no value, except for a supervisor"};
inline constexpr projections::WordingText kFieldUuid = {"field.uuid", "a UUID in lower case with hyphens"};
inline constexpr projections::WordingText kFieldViews = {"field.views", "WORKING, IN_FORCE, or VERSION"};

// Every one of them, by id.
absl::Span<const projections::WordingText> FieldWordings();

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ANSWERS_FIELD_WORDINGS_H_
