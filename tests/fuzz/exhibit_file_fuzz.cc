// The files of an exhibit: pairs of a path, from a list or as it is, and a content.
#include <algorithm>
#include <iterator>

#include "google/protobuf/stubs/logging.h"
#include "services/exhibit/exhibit.h"
#include "services/verify/check_exhibit.h"
#include "tests/fuzz/fuzz_keys.h"
#include "tests/fuzz/fuzz_target.h"

namespace casejournal::fuzz {
namespace {

constexpr const char* kPaths[] = {"checkpoint",
                                  "checkpoint.tsr",
                                  "chain.txt",
                                  "left-out.proofs",
                                  "notice.txt",
                                  "schema.binpb",
                                  "plan.binpb",
                                  "exhibit.html",
                                  "timeline.svg",
                                  "manifest.sha256",
                                  "disclosure.json",
                                  "disclosure.tlog-proof",
                                  "plan.json",
                                  "texts/000001.json",
                                  "events/000000.json",
                                  "journal/0.json",
                                  "events/000000.tlog-proof",
                                  "journal/0.tlog-proof"};

}  // namespace

FUZZ_TARGET(exhibit_file) {
  static const google::protobuf::LogSilencer silence;  // the library reports each damaged field
  Input input(bytes);
  services::ZipFiles files;
  while (!input.empty()) {
    const uint8_t which = input.Byte();
    const std::string path = which < std::size(kPaths) ? kPaths[which] : std::string(input.Short());
    files[path] = std::string(input.Long());
  }
  const auto exhibit = services::ReadExhibit(files);
  if (!exhibit.ok()) return;
  Hold(exhibit->events.size() <= services::kExhibitEventsMax, "an exhibit is within its limits");
  Hold(services::ChainText(exhibit->chain) == files.at("chain.txt"), "a chain has one spelling");
  const auto archive = services::WriteZip(files);
  if (!archive.ok()) return;
  const auto report = services::CheckExhibit(*archive, {.key = Verifier(), .without_pages = true});
  Hold(!report.ok(), "nothing was exhibited that the key signed");
}

}  // namespace casejournal::fuzz
