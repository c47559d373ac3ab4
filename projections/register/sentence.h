// The sentence that a court or a clerk reads for an event, made from its annotation. It holds
// names, never ids.
#ifndef CASEJOURNAL_PROJECTIONS_REGISTER_SENTENCE_H_
#define CASEJOURNAL_PROJECTIONS_REGISTER_SENTENCE_H_

#include <string>

#include "casejournal/event/v1/case_event.pb.h"
#include "casejournal/event/v1/stored_event.pb.h"
#include "casejournal/v1/case_plan.pb.h"
#include "projections/words/names.h"

namespace casejournal::projections {

// Names come from `plan`, else from what the event itself says; what neither knows is "someone no
// longer in the record".
std::string Sentence(const event::v1::CaseEvent& event, const v1::CasePlan& plan);
// The same; what `plan` does not know is named by `also_known`.
std::string Sentence(const event::v1::CaseEvent& event, const v1::CasePlan& plan, const v1::CasePlan& also_known);

// The same with names from `names`, which also say what is absent.
std::string Sentence(const event::v1::CaseEvent& event, const Names& names);

// The same for an entry of the journal's own stream.
std::string Sentence(const event::v1::JournalEvent& event);

// The same for an entry about the record of a case.
std::string Sentence(const event::v1::AccessEvent& event);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_REGISTER_SENTENCE_H_
