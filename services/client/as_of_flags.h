// The flags for a request as of another day, revision, or position.
#ifndef CASEJOURNAL_SERVICES_CLIENT_AS_OF_FLAGS_H_
#define CASEJOURNAL_SERVICES_CLIENT_AS_OF_FLAGS_H_

#include <cstdint>
#include <optional>
#include <string>

#include "CLI/CLI.hpp"
#include "casejournal/v1/as_of.pb.h"
#include "services/client/day_words.h"
#include "services/client/journal_client.h"

namespace casejournal::services {

// Which entries were known, by which clock, and which facts were effective. At most one of the known flags may be
// given.
struct AsOfFlags {
  std::optional<uint64_t> known_revision;
  std::optional<uint64_t> known_position;
  std::string known_at;   // RFC 3339
  std::string known_day;  // as typed (day_words.h) until SpellDays
  bool claimed = false;
  std::string effective_on;  // the same

  // Declare the known flags and --claimed. Parsing rejects two known flags, and a malformed day or time.
  void DeclareKnown(CLI::App& app);
  // Declare --effective-on.
  void DeclareEffective(CLI::App& app);

  // Return whether any flag was given.
  bool given() const;

  // Spell the days as the server reads them. Complains, and throws CLI::RuntimeError as SpellPastDays does, if a day or
  // the time is in the future.
  void SpellDays(JournalClient& client);

  // Call SpellDays before.
  v1::AsOf ToAsOf() const;
};

// --min-position: read your own writes.
struct MinPositionFlag {
  std::optional<uint64_t> min_position;

  void Declare(CLI::App& app);

  template <typename Request>
  void Fill(Request* request) const {
    if (min_position.has_value()) request->set_min_position(*min_position);
  }
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CLIENT_AS_OF_FLAGS_H_
