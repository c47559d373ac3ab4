#include "services/console/help/glossary.h"

namespace casejournal::services {

const std::vector<GlossaryWord>& Glossary() {
  static const auto* const words = new std::vector<GlossaryWord>{
      {"access record",
       "The entries about the record of a case, not about the family: to whom a part of it was given, and which plan "
       "was "
       "confirmed. They are called a0, a1, and so on."},
      {"actor",
       "Who recorded an entry: the person or the service whose token or certificate came with the request. A "
       "request cannot name another."},
      {"administrator", "Who gives roles to others. An administrator sees no case under this role."},
      {"attestation",
       "The server's signed statement that the entries of a case, up to a certain one, add up to a certain plan. "
       "Anyone "
       "can compute that plan again and compare."},
      {"basis",
       "What makes a version of a plan binding: signatures, the court's approval, or its entry in the court's "
       "journal."},
      {"calendar", "A list of days, such as legal holidays, on which no last day can fall."},
      {"case",
       "What the agency does with one family, or with one child, from its opening to its closing. It can have several "
       "court numbers."},
      {"checkpoint",
       "The journal's signed statement of how many entries it has, with a digest of all of them. Who keeps one can "
       "prove "
       "later that none of them was changed."},
      {"claim",
       "What an imported entry says about when and by whom it was first written down elsewhere. The journal cannot "
       "prove "
       "it, and marks it \"unproven\"."},
      {"correction", "A later entry that replaces an earlier one. Both stay readable, and each names the other."},
      {"differs",
       "The plan as it stands is not what was approved: something was recorded since that a new version should say."},
      {"digest",
       "A fingerprint of 64 hexadecimal digits. Two texts with the same digest are the same to the last character."},
      {"disclosure", "The giving of a part of the record to someone. Each is recorded before anything is given."},
      {"docket", "What is due in a case: which date, for which child, and by which rule."},
      {"effective day", "The day on which something happened or holds, which may be long before it was recorded."},
      {"emergency access",
       "A grant that a caseworker or supervisor takes for themselves, with a reason, at most until the next day. Each "
       "is a "
       "finding until somebody answers it."},
      {"entry",
       "One thing that was recorded in a case, and that nobody can change: r186 is the entry with the number 186. A "
       "\"journal entry\" with a number such as 2023-J-0210 is the court's."},
      {"exhibit", "A file for a court with entries of a case and their proofs. It can be checked without the server."},
      {"finding",
       "Something that the record shows to be missing, late, or in contradiction, with its source. Nobody is stopped "
       "by "
       "it. f7 is a short name for one."},
      {"fold",
       "The computation of a plan from the entries of its case, in their order. The same entries always give the same "
       "plan."},
      {"grant", "An entry of a case that gives somebody a role in that case, and in no other."},
      {"handed over",
       "A case that goes on elsewhere: it was joined to another case, or transferred to another agency."},
      {"in force",
       "The version of a plan that binds now, for a certain child: it was signed, approved, or journalized, and no "
       "later "
       "version replaced it."},
      {"journal", "The whole record of one agency or court: the entries of all of its cases, in one order."},
      {"journalized", "Made part of the court's journal. This is the court's own word for it."},
      {"label",
       "A mark on an entry that must not be read by everyone: for example, part2 for records of treatment for drug "
       "use. "
       "An entry is withheld from readers who may not see one of its labels. Exhibits leave labeled entries out."},
      {"missed", "The last day has passed, and nothing that was recorded met the date."},
      {"position",
       "The place of an entry in the whole journal, from 0. Only proofs need it; for an entry of a case, say r186."},
      {"proof", "A few digests that show that an entry is in the journal of a checkpoint."},
      {"register of actions", "The list of what happened before the court in a case, one row for each action."},
      {"revision", "The number of an entry in its case, from 0: revision 186 is the entry r186."},
      {"role",
       "What somebody may do and see, given by the journal or by one case. Roles are entries, so the record says who "
       "had which role on any day."},
      {"rule", "What makes something due, or what an entry must satisfy. A rule names its source in the law."},
      {"stream", "The entries of one case, or those about its record, in their order."},
      {"tolled", "The clock is stopped: days in this time do not count."},
      {"unverified", "Nobody has compared this rule with its source in the law yet."},
      {"version", "A plan as it was drawn up on a certain day, with a label such as 1.2. It never changes."},
      {"what binds", "The versions in force: what people must do, until a court or a new version says otherwise."},
      {"window open", "The time in which something can be done has begun, and it has not been done yet."},
      {"withdrawn",
       "A later entry says that this one should never have been made. It stays readable, with the reason."},
      {"withheld",
       "The reader may not see the entry: only its position and its leaf hash are given, with which proofs still "
       "hold."},
      {"working plan", "The plan as it stands: everything that was recorded, whether or not it was approved."},
  };
  return *words;
}

}  // namespace casejournal::services
