// The timeline of a case as a drawing: one axis of days, and a lane for each child.
//
// It is an SVG 1.1 document of 1,000 units width, in UTF-8. It loads nothing and runs nothing, is light or dark as the
// reader's screen is, and light on paper. Whatever was recorded is text in it. Pure: the same view gives the same
// bytes.
#ifndef CASEJOURNAL_SERVICES_DOCUMENTS_TIMELINE_H_
#define CASEJOURNAL_SERVICES_DOCUMENTS_TIMELINE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "casejournal/v1/case_plan.pb.h"
#include "casejournal/v1/docket.pb.h"
#include "google/protobuf/repeated_field.h"
#include "services/pages/document.h"

namespace casejournal::services {

// What is drawn. The plan and the docket must outlive the view.
struct TimelineView {
  const v1::CasePlan& plan;                                       // the working plan
  const google::protobuf::RepeatedPtrField<v1::DocketItem>& due;  // of the same day
  std::string name = {};                                          // what people call the case, for example its number
  std::string on = {};                                            // the day that the answers are for, YYYY-MM-DD
  std::vector<std::string> child_ids = {};                        // whose lanes are drawn; empty: all children
  // The first and the last day of the axis. Empty: from the first event to `on`, and on to what is then still to come
  // in a third of the time so far, but at least in 60 days and at most in 184. In a case that has ended: to the last
  // event.
  std::string from = {};
  std::string until = {};
  std::string language = "en";            // of the headings: "en" or "es"
  std::optional<uint64_t> revision = {};  // the last revision of the case that the answers know
  // What is said below the drawing, each as a paragraph: what is withheld, and the notice to whoever is given it.
  std::vector<std::string> remarks = {};
};

// Draw the timeline. Days that are not days are left out.
std::string TimelineSvg(const TimelineView& view);

// The timeline as a part of a document, without a heading: a drawing for each child, the first with the lane of the
// case, all with the same days; below each a table of what its numbers are; and at the end what is still to come. A
// drawing is narrower, so that its words can be read on paper, and has no ids, so that a page can have several.
Blocks TimelineBlocks(const TimelineView& view);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_DOCUMENTS_TIMELINE_H_
