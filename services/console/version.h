// The version of the program.
#ifndef CASEJOURNAL_SERVICES_CONSOLE_VERSION_H_
#define CASEJOURNAL_SERVICES_CONSOLE_VERSION_H_

namespace casejournal::services {

// Keep this equal to the version of the project in CMakeLists.txt.
inline constexpr char kVersion[] = "0.11.0";

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CONSOLE_VERSION_H_
