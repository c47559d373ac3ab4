#include "services/client/contexts.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <system_error>

#include "CLI/CLI.hpp"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/console/exit_status.h"
#include "services/console/output.h"
#include "services/files/given_file.h"
#include "services/net/host_port.h"

namespace casejournal::services {
namespace {

absl::StatusOr<Contexts> ContextsIn(const std::string& text) {
  const nlohmann::json json = nlohmann::json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!json.is_object() || !json.contains("contexts") || !json["contexts"].is_object())
    return absl::InvalidArgumentError("expected {\"current\": NAME, \"contexts\": {NAME: {\"server\": HOST:PORT}}}");
  Contexts contexts;
  for (const auto& [name, value] : json["contexts"].items()) {
    const bool has_server = value.is_object() && value.contains("server") && value["server"].is_string();
    if (!IsContextName(name) || !has_server || !ParseHostPort(value["server"].get<std::string>()).ok())
      return absl::InvalidArgumentError("a context has no valid name or no valid server (HOST:PORT)");
    Context& context = contexts.servers[name];
    context.server = value["server"].get<std::string>();
    if (value.contains("ca") && value["ca"].is_string()) context.ca = value["ca"].get<std::string>();
    if (value.contains("tokenFile") && value["tokenFile"].is_string())
      context.token_file = value["tokenFile"].get<std::string>();
  }
  if (json.contains("current") && json["current"].is_string()) contexts.current = json["current"].get<std::string>();
  if (!contexts.current.empty() && contexts.servers.count(contexts.current) == 0)
    return absl::InvalidArgumentError("the context in use does not exist");
  return contexts;
}

}  // namespace

std::string ContextsFile() {
  const char* config = std::getenv("XDG_CONFIG_HOME");
  if (config != nullptr && *config == '/') return absl::StrCat(config, "/casejournal/contexts.json");
  const char* home = std::getenv("HOME");
  if (home == nullptr || *home == '\0') return "";
  return absl::StrCat(home, "/.config/casejournal/contexts.json");
}

absl::StatusOr<Contexts> ReadContexts(const std::string& file) {
  std::error_code error;
  if (file.empty() || !std::filesystem::exists(file, error)) return Contexts();
  std::string text;
  if (absl::Status read = ReadInput(file, &text); !read.ok()) return read;
  absl::StatusOr<Contexts> contexts = ContextsIn(text);
  if (!contexts.ok()) return absl::InvalidArgumentError(absl::StrCat(file, ": ", contexts.status().message()));
  return contexts;
}

absl::Status WriteContexts(const Contexts& contexts, const std::string& file) {
  std::error_code error;
  std::filesystem::create_directories(std::filesystem::path(file).parent_path(), error);
  nlohmann::ordered_json json;
  json["current"] = contexts.current;
  json["contexts"] = nlohmann::ordered_json::object();
  for (const auto& [name, context] : contexts.servers) {
    nlohmann::ordered_json& written = json["contexts"][name];
    written["server"] = context.server;
    if (!context.ca.empty()) written["ca"] = context.ca;
    if (!context.token_file.empty()) written["tokenFile"] = context.token_file;
  }
  return WriteFile(file, absl::StrCat(json.dump(2), "\n"), 0600);
}

bool IsContextName(absl::string_view name) {
  return !name.empty() && name.size() <= 64 && std::all_of(name.begin(), name.end(), [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '.' || c == '_';
  });
}

Context ContextInUse() {
  const absl::StatusOr<Contexts> contexts = ReadContexts(ContextsFile());
  if (!contexts.ok()) {
    Complain(absl::StrCat(contexts.status().message(), "\nCorrect the file or remove it."));
    throw CLI::RuntimeError(static_cast<int>(ExitStatus::kUsage));
  }
  return contexts->current.empty() ? Context() : contexts->servers.at(contexts->current);
}

std::string TokenFileOf(absl::string_view name) {
  return (std::filesystem::path(ContextsFile()).parent_path() / absl::StrCat("tokens/", name, ".jwt")).string();
}

}  // namespace casejournal::services
