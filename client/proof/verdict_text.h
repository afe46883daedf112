// What the program prints of a pack: the figures as a table, what holds, what a reader should know, and the verdict.
#ifndef PHANCONG_CLIENT_PROOF_VERDICT_TEXT_H_
#define PHANCONG_CLIENT_PROOF_VERDICT_TEXT_H_

#include <string>

#include "client/proof/findings.h"
#include "client/proof/pack.h"

namespace phancong::proof {

// Lines of at most 80 columns. Whatever the pack says is shown without control characters.
[[nodiscard]] std::string TextOf(const Verdict& verdict, Language language);

}  // namespace phancong::proof

#endif  // PHANCONG_CLIENT_PROOF_VERDICT_TEXT_H_
