// The directory of a database of rows, while no program uses it.
#ifndef CASEJOURNAL_PROJECTIONS_READ_MODELS_STORE_ROWS_DIRECTORY_H_
#define CASEJOURNAL_PROJECTIONS_READ_MODELS_STORE_ROWS_DIRECTORY_H_

#include <string>

#include "absl/status/status.h"

namespace casejournal::projections {

// Whether it has files, and none that names them (CURRENT). RocksDB would make it anew without a word.
bool IsBeheaded(const std::string& directory);

// Remove its write-ahead logs. Nothing is ever written to one here, but each opening begins one, and damage may give it
// content.
absl::Status RemoveLogs(const std::string& directory);

// Whether a file beside it can be written and read.
bool DiskWorksBeside(const std::string& directory);

// Put what is in `fresh` in the place of `directory`, which is kept as `old`, where nothing is, if it is there. If that
// fails, nothing has moved.
absl::Status PutInPlace(const std::string& fresh, const std::string& directory, const std::string& old);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_READ_MODELS_STORE_ROWS_DIRECTORY_H_
