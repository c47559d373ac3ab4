#include "services/client/recorded_as_of.h"

namespace casejournal::services {

void DeclareRecorded(AsOfFlags& flags, CLI::App& app) {
  flags.DeclareKnown(app);
  app.remove_option(app.get_option("--claimed"));
}

}  // namespace casejournal::services
