#include "services/answers/disclosed.h"

#include "services/pages/utf8.h"

namespace casejournal::services {
namespace {

constexpr size_t kWordsMax = 1'000;

}  // namespace

absl::Status CheckDisclosureWords(absl::string_view field, const std::string& words) {
  if (HasUnprintable(words)) return FieldError(field, "", kFieldPlainText);
  if (words.size() > kWordsMax)
    return FieldError(field, absl::StrCat(words.size(), " bytes"), kFieldAtMostBytes,
                      {projections::NumberParameter("most", kWordsMax)});
  return absl::OkStatus();
}

absl::StatusOr<DisclosureIds> IdsIn(const std::string& case_id, const std::string& request_id) {
  const absl::StatusOr<eventstore::Uuid> of = eventstore::Uuid::Parse(case_id);
  if (!of.ok()) return FieldError("caseId", case_id, kFieldUuid);
  if (request_id.empty()) return DisclosureIds{.case_id = *of, .request_id = eventstore::Uuid::Random()};
  const absl::StatusOr<eventstore::Uuid> id = eventstore::Uuid::Parse(request_id);
  if (!id.ok()) return FieldError("requestId", request_id, kFieldUuid);
  return DisclosureIds{.case_id = *of, .request_id = *id};
}

}  // namespace casejournal::services
