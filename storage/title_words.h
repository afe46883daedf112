// Words that are looked for in the titles of items and unions.
#ifndef PHANCONG_STORAGE_TITLE_WORDS_H_
#define PHANCONG_STORAGE_TITLE_WORDS_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "storage/store.h"

namespace phancong::storage {

// All titles of one kind, folded, in one text: to look for a word is one walk over it.
struct Titles {
  std::vector<int64_t> numbers;  // ascending; of items, or of unions
  std::vector<size_t> begins;    // in `text`; each title ends with a zero byte, which none has in it
  std::string text;

  // Where the title is in `numbers`; nothing where there is none of that number.
  [[nodiscard]] std::optional<size_t> PlaceOf(int64_t number) const;
  [[nodiscard]] std::string_view At(size_t place) const;
  [[nodiscard]] size_t HeldBytes() const;
};

// Where the words are: a task has a word where its item's title has it, or its union's. Within one transaction.
class TitleWords {
 public:
  // `folded_words` has one or more; none of them is empty. Errors are the store's.
  [[nodiscard]] static absl::StatusOr<TitleWords> Find(ReadTransaction& tx, int64_t federation,
                                                       const std::vector<std::string>& folded_words);

  // Whether a task of this item and this assignee (0: the federation, whose title is not looked at) has them all.
  [[nodiscard]] bool AllIn(int64_t item, int64_t assignee) const;

  // What can have them all: items alone, whoever is given them, and unions that complete what some item, or any, has.
  // There may be more than these where there are more than kWordsUnderstood words, never fewer.
  struct Possible {
    std::vector<int64_t> items;
    std::vector<int64_t> unions;
  };
  [[nodiscard]] Possible WhereAllCanBe() const;

 private:
  // A bit for each of the first words.
  using Had = uint64_t;
  static constexpr size_t kWordsUnderstood = 64;

  struct Looked {
    std::shared_ptr<const Titles> titles;
    std::vector<Had> had;  // as titles->numbers

    [[nodiscard]] Had HadBy(int64_t number) const;
    [[nodiscard]] bool Has(int64_t number, std::string_view word) const;
  };

  TitleWords() = default;
  [[nodiscard]] static Looked LookAt(std::shared_ptr<const Titles> titles, const std::vector<std::string>& words);

  Looked items_;
  Looked unions_;
  Had all_ = 0;
  std::vector<std::string> others_;  // beyond the first, looked for title by title
};

}  // namespace phancong::storage

#endif  // PHANCONG_STORAGE_TITLE_WORDS_H_
