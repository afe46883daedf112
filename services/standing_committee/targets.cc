#include "services/standing_committee/targets.h"

namespace phancong::standing_committee {

void KeepTargets(const Targets& targets, google::protobuf::RepeatedPtrField<v1::TargetRaised>* kept) {
  // Assignees of one item and figure with the same target share a line.
  std::map<std::tuple<int64_t, std::string, int64_t>, v1::TargetRaised*> lines;
  for (const auto& [key, target] : targets) {
    const auto& [item, figure, assignee] = key;
    v1::TargetRaised* line = nullptr;
    if (assignee) line = lines[{item, figure, target}];
    if (line == nullptr) {
      line = kept->Add();
      line->set_item_number(item);
      line->set_figure(figure);
      line->set_target(target);
    }
    if (!assignee) continue;
    line->add_assignees(*assignee);
    lines[{item, figure, target}] = line;
  }
}

}  // namespace phancong::standing_committee
