// Whether a password is among the first that anybody would guess.
#ifndef PHANCONG_SERVICES_ACCOUNTS_GUESSABLE_H_
#define PHANCONG_SERVICES_ACCOUNTS_GUESSABLE_H_

#include <string>
#include <string_view>
#include <vector>

namespace phancong::accounts {

// Whether a guesser who knows the commonest passwords and words, keyboards, dates, repetitions, and `names` (of the
// account, of the federation) would be there within 2^22 guesses, as zxcvbn estimates them. With or without diacritics
// and spaces. Says nothing of which characters a password should have. Milliseconds.
[[nodiscard]] bool IsGuessable(std::string_view password, const std::vector<std::string>& names);

}  // namespace phancong::accounts

#endif  // PHANCONG_SERVICES_ACCOUNTS_GUESSABLE_H_
