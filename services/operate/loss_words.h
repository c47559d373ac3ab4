// What a restored journal lacks, for people and for programs.
#ifndef CASEJOURNAL_SERVICES_OPERATE_LOSS_WORDS_H_
#define CASEJOURNAL_SERVICES_OPERATE_LOSS_WORDS_H_

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "eventstore/backup/restore_backup.h"
#include "services/verify/lost/journal_copies.h"

namespace casejournal::services {

// Sentences and a line for each lost entry that matters, by ids alone. `with_copies`: copies of the journal were given.
std::string LossText(const eventstore::Restored& restored, const LossReport& losses, bool with_copies);

nlohmann::ordered_json LossJson(const LossReport& losses);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_OPERATE_LOSS_WORDS_H_
