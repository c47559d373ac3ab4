// What an answer rests on, as people read it.
#ifndef CASEJOURNAL_SERVICES_PAGES_ANSWERED_TEXT_H_
#define CASEJOURNAL_SERVICES_PAGES_ANSWERED_TEXT_H_

#include <string>

#include "casejournal/v1/as_of.pb.h"

namespace casejournal::services {

// In a sentence or two, for the end of a page.
std::string AnsweredText(const v1::AnsweredAsOf& answered);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_PAGES_ANSWERED_TEXT_H_
