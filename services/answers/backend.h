// What queries read. The server wires it once. Everything in it is safe for concurrent use and outlives calls.
#ifndef CASEJOURNAL_SERVICES_ANSWERS_BACKEND_H_
#define CASEJOURNAL_SERVICES_ANSWERS_BACKEND_H_

#include <atomic>
#include <string>

#include "projections/read_models/due_keeper.h"
#include "projections/read_models/read_model_store.h"
#include "projections/read_models/worker.h"
#include "services/answers/list_cursors.h"
#include "services/cases/case_cache.h"
#include "services/evidence/anchor.h"
#include "services/evidence/notices.h"
#include "services/journal/journal.h"

namespace casejournal::services {

struct Backend {
  Journal& journal;
  CaseCache& cases;
  projections::ReadModelStore& models;
  projections::Worker& worker;
  projections::DueKeeper& due;
  // The states of lists that clients are paging through.
  ListCursors& cursors;
  // Cosignatures and timestamps of checkpoints.
  Anchor& anchor;
  // The notices for recipients of exhibits.
  Notices notices;
  // Set when the server stops, so that calls that follow the log end.
  std::atomic<bool>& stopping;
  // The name and version of this program.
  std::string program;

  eventstore::EventLog& log() const { return journal.log(); }
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ANSWERS_BACKEND_H_
