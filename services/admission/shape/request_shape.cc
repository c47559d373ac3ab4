#include "services/admission/shape/request_shape.h"

#include <string>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "services/admission/shape/message_shape.h"
#include "services/admission/shape/shape_errors.h"
#include "services/admission/shape/time_shape.h"
#include "services/admission/shape/value_shape.h"

namespace casejournal::services {
namespace {

void CheckId(const std::string& id, const FieldPath& path, ShapeErrors& errors) {
  if (id.empty()) {
    errors.Add(path, "shape.empty");
  } else {
    CheckUuid(id, path, errors);
  }
}

// Return whether the request is small enough for a detailed check.
bool CheckLimits(const v1::AppendRequest& request, const FieldPath& path, ShapeErrors& errors) {
  bool within = true;
  const auto beyond = [&](const FieldPath& field, projections::Said allowed, std::string given) {
    within = false;
    errors.Add(field, std::move(allowed), std::move(given));
  };
  const size_t bytes = request.ByteSizeLong();
  if (bytes > kRequestBytesMax) {
    beyond(path, SentenceOf("shape.too-large", {NumberParameter("max", kRequestBytesMax)}),
           absl::StrCat(bytes, " bytes"));
  }
  const int cases = request.cases_size();
  if (cases == 0 || cases > kRequestCasesMax) {
    beyond(FieldPath(path, "cases"), SentenceOf("shape.cases", {NumberParameter("max", kRequestCasesMax)}),
           absl::StrCat(cases));
  }
  size_t events = 0;
  for (const v1::CaseAppend& append : request.cases()) events += append.events_size();
  if (events > kRequestEventsMax) {
    beyond(FieldPath(path, "cases"), SentenceOf("shape.events.too-many", {NumberParameter("max", kRequestEventsMax)}),
           absl::StrCat(events));
  }
  return within;
}

void CheckExpected(const v1::CaseAppend& append, const FieldPath& path, ShapeErrors& errors) {
  if (!append.has_expected()) {
    errors.Add(path, "shape.value");
    return;
  }
  const v1::ExpectedRevision& expected = append.expected();
  CheckNoUnknownFields(expected, path, errors);
  switch (expected.state_case()) {
    case v1::ExpectedRevision::kNoCase:
      if (!expected.no_case()) errors.Add(FieldPath(path, "noCase"), "shape.true", "false");
      break;
    case v1::ExpectedRevision::kExactly:
    case v1::ExpectedRevision::kUnchangedSince:
      break;
    case v1::ExpectedRevision::kAny:
      if (!expected.any()) errors.Add(FieldPath(path, "any"), "shape.true", "false");
      break;
    case v1::ExpectedRevision::STATE_NOT_SET:
      errors.Add(path, "shape.expected");
      break;
  }
}

void CheckEffectiveDays(const event::v1::CaseEvent& event, const FieldPath& path, const ShapeContext& context,
                        ShapeErrors& errors) {
  // CheckMessage reports invalid days. Days are compared as strings, and only if they are valid.
  ShapeErrors unheard;
  if (!CheckDay(event.effective_on(), path, unheard)) return;
  if (event.effective_on() > context.today) {
    errors.Add(FieldPath(path, "effectiveOn"),
               SentenceOf("shape.day.after-today", {DayParameter("today", context.today)}), event.effective_on());
  }
  if (!event.has_effective_first_day() || !CheckDay(event.effective_first_day(), path, unheard)) {
    return;
  }
  if (event.effective_first_day() > event.effective_on()) {
    errors.Add(FieldPath(path, "effectiveFirstDay"), "shape.day.first-day", event.effective_first_day());
  }
}

void CheckEvent(const event::v1::CaseEvent& event, const FieldPath& path, const ShapeContext& context,
                ShapeErrors& errors) {
  const size_t bytes = event.ByteSizeLong();
  if (bytes > kEventBytesMax) {
    errors.Add(path, SentenceOf("shape.too-large", {NumberParameter("max", kEventBytesMax)}),
               absl::StrCat(bytes, " bytes"));
    return;
  }
  CheckMessage(event, path, errors);
  CheckEffectiveDays(event, path, context, errors);
  CheckTimesExist(event, path, context.zone, errors);
}

void CheckCase(const v1::CaseAppend& append, const FieldPath& path, const ShapeContext& context, ShapeErrors& errors) {
  CheckNoUnknownFields(append, path, errors);
  CheckId(append.case_id(), FieldPath(path, "caseId"), errors);
  CheckExpected(append, FieldPath(path, "expected"), errors);
  if (append.events().empty()) errors.Add(FieldPath(path, "events"), "shape.events", "0");
  for (int i = 0; i < append.events_size() && !errors.full(); ++i) {
    CheckEvent(append.events(i), FieldPath(path, "events", i), context, errors);
  }
}

// When two cases are joined, one request records it in both: one case continues, the other ends.
bool SaysJoined(const v1::AppendRequest& request, const std::string& case_id, const std::string& other_case_id,
                event::v1::JoinPart part) {
  for (const v1::CaseAppend& append : request.cases()) {
    if (append.case_id() != case_id) continue;
    for (const event::v1::CaseEvent& event : append.events()) {
      if (event.has_cases_joined() && event.cases_joined().other_case_id() == other_case_id &&
          event.cases_joined().part() == part) {
        return true;
      }
    }
  }
  return false;
}

void CheckJoins(const v1::AppendRequest& request, const v1::CaseAppend& append, const FieldPath& path,
                ShapeErrors& errors) {
  for (int i = 0; i < append.events_size() && !errors.full(); ++i) {
    // A correction changes why the cases were joined, not which cases.
    if (!append.events(i).has_cases_joined() || append.events(i).has_corrects()) continue;
    const event::v1::CasesJoined& joined = append.events(i).cases_joined();
    const event::v1::JoinPart other_part =
        joined.part() == event::v1::JOIN_PART_ENDS ? event::v1::JOIN_PART_GOES_ON : event::v1::JOIN_PART_ENDS;
    if (SaysJoined(request, joined.other_case_id(), append.case_id(), other_part)) continue;
    const FieldPath event(path, "events", i);
    const FieldPath body(event, "casesJoined");
    errors.Add(FieldPath(body, "otherCaseId"), "shape.joined-case", GivenUnlessWords(joined.other_case_id()));
  }
}

}  // namespace

std::vector<v1::FieldError> CheckShape(const v1::AppendRequest& request, const ShapeContext& context) {
  ShapeErrors errors;
  const FieldPath root;
  CheckNoUnknownFields(request, root, errors);
  CheckId(request.request_id(), FieldPath(root, "requestId"), errors);
  if (!CheckLimits(request, root, errors)) return errors.Take();
  absl::flat_hash_set<std::string> seen;
  for (int i = 0; i < request.cases_size() && !errors.full(); ++i) {
    const v1::CaseAppend& append = request.cases(i);
    const FieldPath path(root, "cases", i);
    CheckCase(append, path, context, errors);
    CheckJoins(request, append, path, errors);
    if (!append.case_id().empty() && !seen.insert(append.case_id()).second) {
      errors.Add(FieldPath(path, "caseId"), "shape.case-twice", GivenUnlessWords(append.case_id()));
    }
  }
  return errors.Take();
}

std::vector<v1::FieldError> CheckEventShape(const event::v1::CaseEvent& event, const ShapeContext& context) {
  ShapeErrors errors;
  CheckEvent(event, FieldPath(), context, errors);
  return errors.Take();
}

}  // namespace casejournal::services
