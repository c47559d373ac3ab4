// Which release of the program this is.
#ifndef CASEJOURNAL_SERVICES_CONSOLE_VERSION_H_
#define CASEJOURNAL_SERVICES_CONSOLE_VERSION_H_

namespace casejournal::services {

// The project's version in CMakeLists.txt; the two change together.
inline constexpr char kVersion[] = "0.1.0";

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CONSOLE_VERSION_H_
