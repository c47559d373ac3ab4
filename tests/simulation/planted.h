// Bugs that are planted in copies of production files (planted_bugs.cmake), one at a time. The files themselves know
// nothing of it.
#ifndef CASEJOURNAL_TESTS_SIMULATION_PLANTED_H_
#define CASEJOURNAL_TESTS_SIMULATION_PLANTED_H_

namespace casejournal::simulation {

// Whether the code has this bug now.
bool Planted(const char* bug);

}  // namespace casejournal::simulation

#endif  // CASEJOURNAL_TESTS_SIMULATION_PLANTED_H_
