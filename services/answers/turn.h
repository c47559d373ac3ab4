// How an answer that lasts is made.
#ifndef CASEJOURNAL_SERVICES_ANSWERS_TURN_H_
#define CASEJOURNAL_SERVICES_ANSWERS_TURN_H_

namespace casejournal::services {

// What one turn of such an answer made. A turn does a limited part of the work and does not wait, so that many answers
// can take turns on a few threads.
enum class Turn {
  kMessage,  // a message to send; the next turn is due when it was sent
  kMore,     // no message yet; another turn is due, after those of others
  kWait,     // no message until something changes
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ANSWERS_TURN_H_
