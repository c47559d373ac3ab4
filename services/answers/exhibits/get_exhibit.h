// Exhibits: entries of a case with their proofs, given under a disclosure that is recorded first.
#ifndef CASEJOURNAL_SERVICES_ANSWERS_EXHIBITS_GET_EXHIBIT_H_
#define CASEJOURNAL_SERVICES_ANSWERS_EXHIBITS_GET_EXHIBIT_H_

#include "absl/status/status.h"
#include "casejournal/event/v1/person.pb.h"
#include "casejournal/v1/court_service.pb.h"
#include "services/answers/send.h"
#include "services/cases/reader.h"
#include "services/evidence/anchor.h"
#include "services/evidence/notices.h"
#include "services/journal/journal.h"
#include "services/recorder/access_recorder.h"

namespace casejournal::services {

// What an exhibit is made from. Of what it can change, `disclosures` records a disclosure and nothing else, and
// `anchor` asks witnesses and an authority.
struct ExhibitSources {
  const Journal& journal;
  const Reader& reader;  // who asks
  const Notices& notices;
  Anchor& anchor;
  DisclosureRecorder& disclosures;
  TellNotice tell_notice = nullptr;  // null: nobody is told
};

// As documented in CourtService.
absl::Status GetExhibit(const ExhibitSources& sources, const v1::GetExhibitRequest& request,
                        Send<v1::GetExhibitResponse> send);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ANSWERS_EXHIBITS_GET_EXHIBIT_H_
