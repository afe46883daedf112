#include "storage/title_words.h"

#include <string.h>

#include <algorithm>
#include <set>
#include <utility>

#include "services/rules/propagate.h"

namespace phancong::storage {
namespace {

// `sql` gives numbers, ascending, and titles.
absl::StatusOr<std::shared_ptr<const Titles>> TitlesOf(ReadTransaction& tx, int64_t federation, FactsOf facts,
                                                       FactName name, std::string_view sql) {
  return tx.facts().Get<Titles>(facts, federation, std::move(name), [&]() -> absl::StatusOr<Titles> {
    ASSIGN_OR_RETURN(const Rows rows, tx.Query(sql, {federation}));
    Titles titles;
    for (const Row& row : rows) {
      titles.numbers.push_back(row.Int(0));
      titles.begins.push_back(titles.text.size());
      titles.text.append(row.Text(1)).push_back('\0');
    }
    return titles;
  });
}

// Nothing is npos. The library's own find goes from one first letter to the next, of which titles are full.
size_t FindFrom(std::string_view text, std::string_view word, size_t from) {
  const void* const found = ::memmem(text.data() + from, text.size() - from, word.data(), word.size());
  if (found == nullptr) return std::string_view::npos;
  return static_cast<size_t>(static_cast<const char*>(found) - text.data());
}

}  // namespace

std::optional<size_t> Titles::PlaceOf(int64_t number) const {
  const auto found = std::lower_bound(numbers.begin(), numbers.end(), number);
  if (found == numbers.end() || *found != number) return std::nullopt;
  return static_cast<size_t>(found - numbers.begin());
}

std::string_view Titles::At(size_t place) const {
  const size_t end = (place + 1 < begins.size() ? begins[place + 1] : text.size()) - 1;
  return std::string_view(text).substr(begins[place], end - begins[place]);
}

size_t Titles::HeldBytes() const {
  return sizeof(Titles) + numbers.capacity() * sizeof(int64_t) + begins.capacity() * sizeof(size_t) + text.capacity();
}

TitleWords::Looked TitleWords::LookAt(std::shared_ptr<const Titles> titles, const std::vector<std::string>& words) {
  const std::vector<size_t>& begins = titles->begins;
  std::vector<Had> had(begins.size(), 0);
  for (size_t i = 0; i < words.size(); ++i) {
    size_t place = 0;
    size_t found = FindFrom(titles->text, words[i], 0);
    while (found != std::string_view::npos) {
      while (place + 1 < begins.size() && begins[place + 1] <= found) ++place;
      had[place] |= Had{1} << i;
      if (++place == begins.size()) break;
      found = FindFrom(titles->text, words[i], begins[place]);
    }
  }
  return {.titles = std::move(titles), .had = std::move(had)};
}

absl::StatusOr<TitleWords> TitleWords::Find(ReadTransaction& tx, int64_t federation,
                                            const std::vector<std::string>& folded_words) {
  const std::set<std::string> different(folded_words.begin(), folded_words.end());
  std::vector<std::string> first(different.begin(), different.end());
  TitleWords words;
  if (first.size() > kWordsUnderstood) {
    words.others_.assign(first.begin() + kWordsUnderstood, first.end());
    first.resize(kWordsUnderstood);
  }
  words.all_ = ~Had{0} >> (kWordsUnderstood - first.size());
  ASSIGN_OR_RETURN(auto items, TitlesOf(tx, federation, FactsOf::kDefinitions, {.what = "titles of items"},
                                        "SELECT item, title_fold FROM item WHERE federation = $1 ORDER BY item"));
  ASSIGN_OR_RETURN(auto unions, TitlesOf(tx, federation, FactsOf::kPeople, {.what = "titles of unions"},
                                         "SELECT union_number, title_fold FROM grassroots_union WHERE federation = $1 "
                                         "ORDER BY union_number"));
  words.items_ = LookAt(std::move(items), first);
  words.unions_ = LookAt(std::move(unions), first);
  return words;
}

TitleWords::Had TitleWords::Looked::HadBy(int64_t number) const {
  const std::optional<size_t> place = titles->PlaceOf(number);
  return place ? had[*place] : 0;
}

bool TitleWords::Looked::Has(int64_t number, std::string_view word) const {
  const std::optional<size_t> place = titles->PlaceOf(number);
  return place && titles->At(*place).find(word) != std::string_view::npos;
}

bool TitleWords::AllIn(int64_t item, int64_t assignee) const {
  if ((items_.HadBy(item) | unions_.HadBy(assignee)) != all_) return false;
  return std::all_of(others_.begin(), others_.end(),
                     [&](const std::string& word) { return items_.Has(item, word) || unions_.Has(assignee, word); });
}

TitleWords::Possible TitleWords::WhereAllCanBe() const {
  Possible possible;
  std::set<Had> missing = {all_};  // of items that have none of them
  for (size_t i = 0; i < items_.had.size(); ++i) {
    if (items_.had[i] == all_) {
      possible.items.push_back(items_.titles->numbers[i]);
    } else {
      missing.insert(all_ & ~items_.had[i]);
    }
  }
  for (size_t i = 0; i < unions_.had.size(); ++i) {
    const Had had = unions_.had[i];
    if (had != 0 && std::any_of(missing.begin(), missing.end(), [&](Had wanting) { return (wanting & ~had) == 0; })) {
      possible.unions.push_back(unions_.titles->numbers[i]);
    }
  }
  return possible;
}

}  // namespace phancong::storage
