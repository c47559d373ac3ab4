#include "services/pages/plan_words.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "projections/events/event_words.h"

namespace casejournal::services {

std::string PlanWords::Person(absl::string_view id) const {
  return Marked(names_.Of(id, event::v1::PART_KIND_PARTICIPANT), id);
}

std::string PlanWords::Part(absl::string_view id) const { return names_.Of(id, event::v1::PART_KIND_UNSPECIFIED); }

std::string PlanWords::Marked(absl::string_view words, absl::string_view id) const {
  return ids_ ? absl::StrCat(words, " [", id, "]") : std::string(words);
}

std::string PlanWords::Version(absl::string_view digest) const { return names_.OfVersion(digest); }

std::string StaffWords(const event::v1::Staff& staff) { return staff.name().empty() ? staff.subject() : staff.name(); }

std::string StaffsWords(const google::protobuf::RepeatedPtrField<event::v1::Staff>& staff) {
  std::vector<std::string> names;
  for (const event::v1::Staff& each : staff) names.push_back(StaffWords(each));
  return absl::StrJoin(names, ", ");
}

std::string CodeWords(const event::v1::Code& code) { return code.display().empty() ? code.code() : code.display(); }

std::string CodesWords(const google::protobuf::RepeatedPtrField<event::v1::Code>& codes) {
  std::vector<std::string> words;
  for (const event::v1::Code& code : codes) words.push_back(CodeWords(code));
  return absl::StrJoin(words, ", ");
}

std::string ProgressWords(const PlanWords& words, const v1::Progress& progress) {
  if (progress.observed_on().empty()) return "";
  const std::string meeting =
      progress.meeting_id().empty() ? "" : absl::StrCat("(", words.Part(progress.meeting_id()), ")");
  return Joined({Joined({absl::StrCat(progress.observed_on(), ": ", projections::EnumWords(progress.extent())),
                         progress.account()},
                        ". "),
                 meeting},
                " ");
}

std::string DayWords(absl::string_view label, absl::string_view day) {
  return day.empty() ? std::string() : absl::StrCat(label, " ", day);
}

std::string Joined(const std::vector<std::string>& parts, absl::string_view separator) {
  std::string joined;
  for (const std::string& part : parts) {
    if (part.empty()) continue;
    const bool ends_sentence = absl::EndsWith(joined, ".") && absl::StartsWith(separator, ";");
    absl::StrAppend(&joined, joined.empty() ? "" : ends_sentence ? " " : separator, part);
  }
  return joined;
}

}  // namespace casejournal::services
