#include "services/client/evidence/exhibit_words.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "services/console/progress_bar.h"
#include "services/console/shell_word.h"
#include "services/exhibit/exhibit_view.h"
#include "services/pages/message_json.h"

namespace casejournal::services {
namespace {

// The maximum number of lines about what is left out; one more line has the number of the others.
constexpr int kLeftOutLinesMax = 100;

const std::vector<std::pair<std::string, event::v1::RecipientClass>>& RecipientClasses() {
  static const auto* const classes = new std::vector<std::pair<std::string, event::v1::RecipientClass>>{
      {"subject", event::v1::RECIPIENT_CLASS_SUBJECT},
      {"government", event::v1::RECIPIENT_CLASS_GOVERNMENT_BODY},
      {"review-panel", event::v1::RECIPIENT_CLASS_REVIEW_PANEL},
      {"fatality-panel", event::v1::RECIPIENT_CLASS_FATALITY_PANEL},
      {"court", event::v1::RECIPIENT_CLASS_COURT},
      {"state-law", event::v1::RECIPIENT_CLASS_BY_STATE_LAW},
      {"own-agency", event::v1::RECIPIENT_CLASS_OWN_AGENCY}};
  return *classes;
}

// Return "protected-address" for LABEL_PROTECTED_ADDRESS.
std::string LabelName(int label) {
  const std::string name = event::v1::Label_Name(static_cast<event::v1::Label>(label));
  if (name.empty()) return absl::StrCat("label ", label);
  return absl::StrReplaceAll(absl::AsciiStrToLower(absl::StripPrefix(name, "LABEL_")), {{"_", "-"}});
}

std::string ReasonText(const v1::LeftOut& left_out) {
  const std::string labels = absl::StrJoin(left_out.labels(), ", ",
                                           [](std::string* out, int label) { absl::StrAppend(out, LabelName(label)); });
  switch (left_out.reason()) {
    case v1::LEFT_OUT_REASON_NOT_CHOSEN:
      return "not chosen";
    case v1::LEFT_OUT_REASON_NOT_KNOWN:
      return "recorded later";
    case v1::LEFT_OUT_REASON_LABELED:
      return absl::StrCat("labeled ", labels);
    case v1::LEFT_OUT_REASON_RESTS_ON_LABELED:
      return absl::StrCat("its text depends on entries labeled ", labels);
    default:  // A newer server may have other reasons.
      return "for another reason";
  }
}

uint64_t EntriesIn(const v1::ExhibitContents& contents) {
  uint64_t count = 0;
  for (const event::v1::RevisionRange& range : contents.given()) count += range.last() - range.first() + 1;
  return count;
}

// "court, for: hearing of 14 March, by: order of 1 March"
std::string RecipientText(const GivenExhibit& given) {
  std::string text = given.recipient.empty() ? "you" : given.recipient;
  if (!given.recipient_class.empty()) absl::StrAppend(&text, " (", given.recipient_class, ")");
  if (!given.purpose.empty()) absl::StrAppend(&text, "; purpose: ", given.purpose);
  if (!given.authority.empty()) absl::StrAppend(&text, "; authority: ", given.authority);
  return text;
}

}  // namespace

std::vector<std::string> RecipientClassNames() {
  std::vector<std::string> names;
  for (const auto& [name, value] : RecipientClasses()) names.push_back(name);
  return names;
}

event::v1::RecipientClass RecipientClassOf(absl::string_view name) {
  for (const auto& [known, value] : RecipientClasses()) {
    if (known == name) return value;
  }
  return event::v1::RECIPIENT_CLASS_UNSPECIFIED;
}

std::vector<std::string> LabelNames() {
  std::vector<std::string> names;
  for (int label = event::v1::LABEL_UNSPECIFIED + 1; label <= event::v1::Label_MAX; ++label)
    names.push_back(LabelName(label));
  return names;
}

event::v1::Label LabelOf(absl::string_view name) {
  for (int label = event::v1::LABEL_UNSPECIFIED + 1; label <= event::v1::Label_MAX; ++label) {
    if (LabelName(label) == name) return static_cast<event::v1::Label>(label);
  }
  return event::v1::LABEL_UNSPECIFIED;
}

std::string ContentsText(const v1::ExhibitContents& contents) {
  std::string text = absl::StrCat(
      "given        revisions ", RangesText(contents.given()), " (", Counted(EntriesIn(contents), "entry", "entries"),
      "), ", contents.plan() ? "with the plan" : "without a plan: entries that it rests on are left out");
  int lines = 0;
  for (const v1::LeftOut& left_out : contents.left_out()) {
    if (++lines > kLeftOutLinesMax) break;
    const event::v1::RevisionRange& range = left_out.revisions();
    absl::StrAppend(&text, "\nleft out     ", range.first(),
                    range.last() == range.first() ? "" : absl::StrCat(" to ", range.last()), ": ",
                    ReasonText(left_out));
  }
  if (lines > kLeftOutLinesMax) {
    absl::StrAppend(
        &text, "\nleft out     and ",
        Counted(static_cast<uint64_t>(contents.left_out_size() - kLeftOutLinesMax), "more range", "more ranges"),
        "; --preview --json lists all");
  }
  return absl::StrCat(text, "\nsize         at most ", WithCommas(contents.bytes_max()), " bytes");
}

std::string GivenText(const GivenExhibit& given, const v1::ExhibitContents& contents) {
  std::string text =
      absl::StrCat("file         ", given.file, ", ", WithCommas(given.bytes), " bytes\nSHA-256      ", given.sha256,
                   "\nentries      ", WithCommas(EntriesIn(contents)),
                   given.period.empty() ? "" : absl::StrCat(", recorded ", given.period), "\nlabels       ",
                   given.labels.empty() ? "entries with labels are left out" : absl::StrJoin(given.labels, ", "));
  if (given.again) {
    text = absl::StrReplaceAll(text, {{"entries with labels are left out", "as in the earlier disclosure"}});
  } else {
    absl::StrAppend(&text, "\nrecipient    ", RecipientText(given));
  }
  if (contents.has_disclosure_revision()) {
    absl::StrAppend(&text, "\ndisclosure   ", given.again ? "recorded before as r" : "recorded as r",
                    contents.disclosure_revision(), " of the case's disclosures");
  }
  return absl::StrCat(text, "\nCheck it with: casejournal verify exhibit ", ShellWord(given.file), " --key VKEY\n");
}

std::string GivenJson(const GivenExhibit& given, const v1::ExhibitContents& contents) {
  nlohmann::ordered_json json = {{"file", given.file},       {"bytes", given.bytes},
                                 {"sha256", given.sha256},   {"entries", EntriesIn(contents)},
                                 {"recorded", given.period}, {"labels", given.labels}};
  if (!given.again) {
    json["recipient"] = given.recipient;
    json["recipientClass"] = given.recipient_class;
    json["purpose"] = given.purpose;
    json["authority"] = given.authority;
  }
  json["contents"] = nlohmann::ordered_json::parse(JsonLine(contents));
  return absl::StrCat(json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace), "\n");
}

int ChildrenIn(const v1::CasePlan& plan) {
  int children = 0;
  for (const v1::Participant& person : plan.participants()) children += person.capacity() == event::v1::CAPACITY_CHILD;
  return children;
}

int ChildrenBesides(const v1::CasePlan& plan, absl::string_view number) {
  bool of_one_child = false;
  for (const v1::CaseNumber& given : plan.numbers())
    of_one_child = of_one_child || (given.number() == number && !given.child_id().empty());
  for (const v1::Complaint& complaint : plan.complaints())
    of_one_child = of_one_child || complaint.court_number() == number;
  const int children = ChildrenIn(plan);
  return of_one_child && children > 1 ? children - 1 : 0;
}

}  // namespace casejournal::services
