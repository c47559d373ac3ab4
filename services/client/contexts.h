// Servers that a person has given a name ("casejournal use county").
#ifndef CASEJOURNAL_SERVICES_CLIENT_CONTEXTS_H_
#define CASEJOURNAL_SERVICES_CLIENT_CONTEXTS_H_

#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace casejournal::services {

// A server, and how a person reaches it.
struct Context {
  std::string server;      // HOST:PORT
  std::string ca;          // PEM file with the authority of its certificate; empty: those of the system
  std::string token_file;  // the token that signs in there (casejournal login); empty: none
};

struct Contexts {
  std::string current;                     // the name of the one in use; empty: none
  std::map<std::string, Context> servers;  // by name
};

// The file that they are in: $XDG_CONFIG_HOME/casejournal/contexts.json, else ~/.config/casejournal/contexts.json;
// empty if $HOME is not set.
std::string ContextsFile();

// Read them. A file that does not exist has none.
//   kInvalidArgument  the file is malformed; the message names it.
//   kNotFound         the file exists and cannot be read.
absl::StatusOr<Contexts> ReadContexts(const std::string& file);

// Write them to the file as a whole; make its directory.
//   kUnavailable  the file could not be written.
absl::Status WriteContexts(const Contexts& contexts, const std::string& file);

// Whether a context can have this name: 1 to 64 letters, digits, hyphens, dots, and underscores.
bool IsContextName(absl::string_view name);

// The context in use; without a server if none is in use. A file that cannot be read ends the program, because another
// server than the one meant must not get the request; the message was then printed.
Context ContextInUse();

// The file next to ContextsFile() for the token of the context with this name.
std::string TokenFileOf(absl::string_view name);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CLIENT_CONTEXTS_H_
