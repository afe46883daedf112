#include "client/cli/turn.h"

#include <algorithm>
#include <limits>
#include <ostream>
#include <utility>

#include "client/cli/binding.h"
#include "client/cli/failure.h"
#include "client/cli/meeting.h"
#include "client/cli/strings.h"
#include "google/protobuf/struct.pb.h"
#include "services/rules/propagate.h"

namespace phancong::client {
namespace {

using google::protobuf::Message;
using google::protobuf::MethodDescriptor;

constexpr absl::Duration kTimeout = absl::Seconds(30);
// A page as great as the contract allows.
constexpr int64_t kPage = 1000;

absl::TimeZone ZoneOf(const Profile& profile) {
  absl::TimeZone zone = absl::LocalTimeZone();
  if (!profile.time_zone.empty()) absl::LoadTimeZone(profile.time_zone, &zone);
  return zone;
}

// For an answer that is only said: its fields as they are, so that CSV has something to show too.
Showing FieldsOf(const Message& answer) {
  Showing show{.rows = "."};
  for (int i = 0; i < answer.GetDescriptor()->field_count(); ++i) {
    const auto* field = answer.GetDescriptor()->field(i);
    if (!field->is_repeated()) show.columns.push_back({.field = field->name()});
  }
  return show;
}

// How many of what is listed: it is the first field of every list's answer.
int64_t RowsOf(const Message& page) {
  const auto* const rows = page.GetDescriptor()->FindFieldByNumber(1);
  return rows->is_repeated() ? page.GetReflection()->FieldSize(page, rows) : kPage;
}

}  // namespace

absl::StatusOr<Place> Turn::GetPlace() const {
  ASSIGN_OR_RETURN(Session * found, session());
  const Profile& profile = found->profile();
  Place place{.federation = profile.federation, .account = profile.account, .round_named = !manner.round.empty()};
  place.round = place.round_named ? manner.round : profile.round;
  return place;
}

absl::StatusOr<Style> Turn::GetStyle() const {
  ASSIGN_OR_RETURN(Place place, GetPlace());
  return Style{.language = manner.language,
               .zone = ZoneOf((*session())->profile()),
               .place = std::move(place),
               .for_program = manner.output == "csv"};
}

CallSettings Turn::Settings() const {
  return {.language = manner.language,
          .on_behalf_of = manner.acting_for,
          .timeout = manner.timeout.value_or(kTimeout),
          .meet = [this](const std::string& server) { return Meet(*this, server); }};
}

absl::StatusOr<MessagePtr> Turn::Request() const {
  ASSIGN_OR_RETURN(const Place place, GetPlace());
  MessagePtr request = NewRequest(*MethodOf(verb));
  RETURN_IF_ERROR(Bind(verb, typed, place, *request));
  return request;
}

absl::StatusOr<MessagePtr> Turn::Send(Message& request) const { return Send(verb.method, request); }

absl::StatusOr<MessagePtr> Turn::Send(std::string_view method, Message& request) const {
  ASSIGN_OR_RETURN(Session * found, session());
  return found->Send(*FindMethod(method), request, Settings());
}

absl::StatusOr<MessagePtr> Turn::SendAll() const {
  ASSIGN_OR_RETURN(const MessagePtr bound, Request());
  Message& request = *bound;
  const auto* size = request.GetDescriptor()->FindFieldByName("page_size");
  if (size == nullptr) return Send(request);

  int64_t left = request.GetReflection()->GetInt32(request, size);
  if (left == 0) left = std::numeric_limits<int64_t>::max();
  MessagePtr whole;
  while (left > 0) {
    request.GetReflection()->SetInt32(&request, size, static_cast<int32_t>(std::min(left, kPage)));
    absl::StatusOr<MessagePtr> page = Send(request);
    if (!page.ok()) return page;
    const std::string next = GetString(**page, "next_page_token");
    // A page may be shorter than was asked for.
    left -= RowsOf(**page);
    if (whole == nullptr) {
      whole = *std::move(page);
    } else {
      whole->MergeFrom(**page);
      SetString(*whole, "next_page_token", next);
    }
    SetString(request, "page_token", next);
    if (next.empty()) return whole;
  }
  Note(Phrase{"Còn nữa; bỏ --limit để xem hết.", "There is more; leave out --limit to see all."}.In(manner.language));
  return whole;
}

absl::Status Turn::Show(const Message& answer) const { return Show(answer, verb.show); }

absl::Status Turn::Show(const Message& answer, const Showing& show) const {
  if (manner.output == "json") {
    screen().out << ToJson(answer, /*pretty=*/true);
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(const Style style, GetStyle());
  if (style.for_program) {
    screen().out << RenderCsv(TableOf(show.rows.empty() ? FieldsOf(answer) : show, answer, style));
    return absl::OkStatus();
  }
  if (!show.rows.empty()) {
    const Table table = TableOf(show, answer, style);
    if (table.rows.empty() && !show.nothing.empty()) {
      Line(show.nothing.In(manner.language));
    } else if (HasManyRows(show, answer)) {
      screen().out << RenderTable(table, screen().width, screen().colour_out);
    } else {
      screen().out << RenderRecord(table, screen().width, screen().colour_out);
    }
  }
  if (!show.done.empty()) {
    std::string done = Fill(show.done.In(manner.language), answer, style);
    const std::string revision = CellOf(answer, "revision", style).text;
    if (!revision.empty()) {
      Append(done, "  ",
             Painted(Say(manner.language, {"(sổ ghi số {})", "(entry {})"}, revision), Paint::kFaint,
                     screen().colour_out));
    }
    Line(Concat(Painted("✓", Paint::kGood, screen().colour_out), " ", done));
  }
  return absl::OkStatus();
}

void Turn::Draw(Table table, const std::vector<std::string>& keys) const {
  if (manner.output == "table") {
    screen().out << RenderTable(table, screen().width, screen().colour_out);
    return;
  }
  for (size_t i = 0; i < keys.size(); ++i) table.headings[i].text = keys[i];
  if (manner.output == "csv") {
    screen().out << RenderCsv(table);
    return;
  }
  google::protobuf::ListValue list;
  for (const auto& row : table.rows) {
    auto& fields = *list.add_values()->mutable_struct_value()->mutable_fields();
    for (size_t i = 0; i < keys.size(); ++i) fields[keys[i]].set_string_value(row[i].text);
  }
  screen().out << ToJson(list, /*pretty=*/true);
}

void Turn::Line(std::string_view text) const {
  if (manner.output == "table") screen().out << SafeLine(text, screen().colour_out) << "\n";
}

void Turn::Note(std::string_view text) const { screen().err << SafeLine(text, screen().colour_err) << "\n"; }

}  // namespace phancong::client
