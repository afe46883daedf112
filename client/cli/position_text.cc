#include "client/cli/position_text.h"

#include <string>

#include "client/cli/strings.h"
#include "phancong/v1/directory.pb.h"

namespace phancong::client {

Cell PositionsCell(const Row& row, const Style& style) {
  const auto& account = static_cast<const v1::Account&>(*row.message);
  std::string text;
  for (const v1::HeldPosition& held : account.positions()) {
    const auto part = [&](std::string_view field) { return CellOf(held, field, style).text; };
    if (style.for_program) {
      // NUMBER:POSITION:UNION:FROM:TO
      Append(text, text.empty() ? "" : ";", part("name"), ":", part("position"), ":", part("body"), ":",
             part("from_date"), ":", part("to_date"));
      continue;
    }
    Append(text, text.empty() ? "" : "\n", "#", part("name"), " ", part("position"));
    if (!held.body().empty()) Append(text, " ", part("body"));
    if (held.has_from_date()) Append(text, Phrase{" từ ", " from "}.In(style.language), part("from_date"));
    if (held.has_to_date()) Append(text, Phrase{" đến ", " to "}.In(style.language), part("to_date"));
  }
  return {text};
}

}  // namespace phancong::client
