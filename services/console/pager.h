// Shows long results in a pager, as git does.
#ifndef CASEJOURNAL_SERVICES_CONSOLE_PAGER_H_
#define CASEJOURNAL_SERVICES_CONSOLE_PAGER_H_

namespace casejournal::services {

// Send what is written to standard output from now on to the pager: $CASEJOURNAL_PAGER, else $PAGER, else "less". less
// gets the options FRX unless $LESS is set: it ends at once if the result fits on the screen. Nothing happens if
// MayPage() (display.h) is false, or if the pager is empty, "cat", or not installed.
void StartPager();

// Wait until the reader has closed the pager. Nothing more can be written. Without a pager, this does nothing.
void FinishPager();

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CONSOLE_PAGER_H_
