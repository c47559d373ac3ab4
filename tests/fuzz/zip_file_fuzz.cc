// The archive of an exhibit as it was written.
#include <algorithm>

#include "absl/strings/match.h"
#include "services/exhibit/zip_file.h"
#include "services/verify/packed_again.h"
#include "tests/fuzz/fuzz_target.h"

namespace casejournal::fuzz {
namespace {

void Check(absl::string_view bytes) {
  const auto files = services::ReadZip(bytes);
  if (!files.ok()) return;
  const auto again = services::WriteZip(*files);
  Hold(again.ok() && *again == bytes, "an archive has one spelling");
  for (const auto& [path, content] : *files) Hold(services::IsZipPath(path), "a path is one of an exhibit");
  // Whoever reads any archive sees the same files in it.
  if (files->empty() || !files->contains("manifest.sha256")) return;
  const bool of_desktop = std::any_of(files->begin(), files->end(), [](const auto& file) {
    return absl::EndsWith(file.first, "desktop.ini") || absl::EndsWith(file.first, "/");
  });
  if (of_desktop) return;
  const auto packed = services::ReadPackedAgain(bytes);
  Hold(packed.ok() && *packed == *files, "both readers see the same files");
}

}  // namespace

// The first byte says whether the rest is an archive, or paths and contents of which one is made.
FUZZ_TARGET(zip_file) {
  Input input(bytes);
  if ((input.Byte() & 1) == 0) return Check(input.Rest());
  services::ZipFiles files;
  while (!input.empty()) {
    const std::string path(input.Short());
    files[path] = std::string(input.Long());
  }
  const auto archive = services::WriteZip(files);
  const bool good =
      std::all_of(files.begin(), files.end(), [](const auto& file) { return services::IsZipPath(file.first); });
  Hold(archive.ok() == good, "paths of an exhibit can be written, and no others");
  if (!archive.ok()) return;
  const auto read = services::ReadZip(*archive);
  Hold(read.ok() && *read == files, "what was written is read");
  Check(*archive);
}

}  // namespace casejournal::fuzz
