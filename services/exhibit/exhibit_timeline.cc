#include "services/exhibit/exhibit_timeline.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "casejournal/v1/docket.pb.h"
#include "google/protobuf/repeated_field.h"
#include "services/documents/timeline.h"

namespace casejournal::services {
namespace {

using DocketItems = google::protobuf::RepeatedPtrField<v1::DocketItem>;

// `nothing_due` must outlive the view.
TimelineView ViewOf(const Exhibit& exhibit, const ExhibitView& view, const DocketItems& nothing_due) {
  TimelineView drawn{*view.plan, nothing_due};
  std::vector<std::string> numbers;
  for (const v1::CaseNumber& number : view.plan->numbers()) numbers.push_back(number.number());
  drawn.name = absl::StrJoin(numbers, ", ");
  drawn.on = TimelineDay(exhibit, view);
  drawn.revision = view.disclosure().known_revision();
  return drawn;
}

}  // namespace

std::string TimelineDay(const Exhibit& exhibit, const ExhibitView& view) {
  const event::v1::DisclosureMade& made = view.disclosure();
  if (made.has_effective_on()) return made.effective_on();
  const bool is_whole = made.known_revision() == made.head_revision();
  const int64_t at = is_whole ? exhibit.disclosure.entry.header.recorded_at_us : view.events.back().recorded_at_us;
  return absl::FormatTime("%Y-%m-%d", absl::FromUnixMicros(at), view.zone.value_or(absl::UTCTimeZone()));
}

std::string ExhibitTimeline(const Exhibit& exhibit, const ExhibitView& view) {
  const DocketItems nothing_due;
  return TimelineSvg(ViewOf(exhibit, view, nothing_due));
}

Blocks TimelineSection(const Exhibit& exhibit, const ExhibitView& view) {
  const DocketItems nothing_due;
  Blocks blocks = {
      Document::Heading{.text = "Timeline"},
      Document::Paragraph{
          .text = absl::StrCat("Drawn from the plan above, as of ", TimelineDay(exhibit, view),
                               ". The file timeline.svg shows the same in one drawing. What the law asks for is not in "
                               "it, because the rules that set its dates are not in this exhibit.")}};
  Append(blocks, TimelineBlocks(ViewOf(exhibit, view, nothing_due)));
  return blocks;
}

}  // namespace casejournal::services
