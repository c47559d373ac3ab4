#include "projections/versions/working_difference.h"

#include <memory>
#include <utility>

#include "projections/versions/agreed_texts.h"
#include "projections/versions/plan_document.h"
#include "projections/words/names.h"
#include "projections/words/plan_difference.h"

namespace casejournal::projections {
namespace {

// About a thousand versions of a usual size.
constexpr size_t kTextBytesKept = size_t{32} << 20;

std::shared_ptr<const Agreed> AgreedInText(const v1::PlanVersion& version, const event::v1::PlanText& text) {
  static auto* const texts = new AgreedTexts(kTextBytesKept);
  return texts->In(version.digest(), text);
}

}  // namespace

std::optional<std::vector<v1::Change>> WorkingDifference(const v1::CasePlan& working, const v1::PlanVersion& version,
                                                         const event::v1::PlanText& text) {
  const std::shared_ptr<const Agreed> agreed = AgreedInText(version, text);
  if (agreed == nullptr) return std::nullopt;
  const Agreed now = AgreedIn(PlanDocumentOf(working, DrawnUpAgain(version)));
  std::vector<v1::Change> changes;
  if (now.bytes == agreed->bytes) return changes;
  for (FieldChange& each : DocumentDifference(agreed->document, now.document, Names({&working})))
    changes.push_back(std::move(each.change));
  return changes;
}

bool WorkingDiffers(const v1::CasePlan& working, const v1::PlanVersion& version, const event::v1::PlanText& text) {
  const std::shared_ptr<const Agreed> agreed = AgreedInText(version, text);
  if (agreed == nullptr) return true;
  const Agreed now = AgreedIn(PlanDocumentOf(working, DrawnUpAgain(version)));
  // Labeled parts come last in a text: the same items can be in another order.
  return now.bytes != agreed->bytes && DocumentsDiffer(agreed->document, now.document);
}

}  // namespace casejournal::projections
