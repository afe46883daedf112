#include "services/serving/metrics.h"

#include <exception>
#include <map>
#include <mutex>
#include <utility>
#include <vector>

#include "phancong/v1/account_service.pb.h"
#include "prometheus/collectable.h"
#include "prometheus/counter.h"
#include "prometheus/exposer.h"
#include "prometheus/histogram.h"
#include "prometheus/registry.h"
#include "prometheus/text_serializer.h"
#include "services/rules/endpoint.h"
#include "services/rules/refusal.h"
#include "services/serving/methods.h"
#include "services/serving/status.h"

namespace phancong::serving {
namespace {

using prometheus::BuildCounter;
using prometheus::BuildHistogram;
using prometheus::Histogram;
using prometheus::MetricType;

// From a read in memory to a round of 100,000 tasks, in seconds.
const Histogram::BucketBoundaries kSeconds = {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1,
                                              0.25,  0.5,    1,     2.5,  5,     10,   30};
const Histogram::BucketBoundaries kPieces = {1, 2, 4, 8, 16, 32, 64, 128, 256};

}  // namespace

struct Metrics::Figures final : prometheus::Collectable {
  std::vector<prometheus::MetricFamily> Collect() const override {
    std::vector<prometheus::MetricFamily> families = registry.Collect();
    const std::lock_guard lock(mutex);
    for (const auto& [name, figure] : asked) {
      prometheus::MetricFamily family{name, figure.help, figure.type, {}};
      for (const auto& [labels, value] : figure.values) {
        prometheus::ClientMetric& metric = family.metric.emplace_back();
        for (const auto& [label, text] : labels) metric.label.push_back({label, text});
        (figure.type == MetricType::Counter ? metric.counter.value : metric.gauge.value) = value();
      }
      families.push_back(std::move(family));
    }
    return families;
  }

  Histogram& SecondsOf(const Method& method) {
    if (method.request == v1::SignInRequest::descriptor()) return sign_in_seconds;
    return method.access.changes() ? command_seconds : read_seconds;
  }

  // A library's own look-up by labels costs more than many a call.
  prometheus::Counter& CounterOf(const Method& method, const std::string& outcome) {
    const std::lock_guard lock(mutex);
    const auto [found, is_new] = counters.try_emplace({&method, outcome}, nullptr);
    if (is_new) found->second = &calls.Add({{"method", method.name}, {"outcome", outcome}});
    return *found->second;
  }

  void Ask(MetricType type, const std::string& name, const std::string& help, std::function<double()> value,
           Labels labels) {
    const std::lock_guard lock(mutex);
    Asked& figure = asked[name];
    figure.type = type;
    figure.help = help;
    figure.values[std::move(labels)] = std::move(value);
  }

  struct Asked {
    MetricType type{};
    std::string help;
    std::map<Labels, std::function<double()>> values;
  };

  prometheus::Registry registry;
  prometheus::Family<prometheus::Counter>& calls =
      BuildCounter().Name("phancong_calls_total").Help("Calls that have ended, by outcome.").Register(registry);
  prometheus::Family<Histogram>& call_seconds =
      BuildHistogram().Name("phancong_call_seconds").Help("How long calls took.").Register(registry);
  Histogram& command_seconds = call_seconds.Add({{"kind", "command"}}, kSeconds);
  Histogram& read_seconds = call_seconds.Add({{"kind", "read"}}, kSeconds);
  Histogram& sign_in_seconds = call_seconds.Add({{"kind", "sign_in"}}, kSeconds);
  Histogram& batch = BuildHistogram()
                         .Name("phancong_writer_batch")
                         .Help("Pieces of work in one commit.")
                         .Register(registry)
                         .Add({}, kPieces);
  Histogram& commit_seconds = BuildHistogram()
                                  .Name("phancong_commit_seconds")
                                  .Help("How long one transaction of the writer took, its commit included.")
                                  .Register(registry)
                                  .Add({}, kSeconds);
  prometheus::Counter& checkpoints = BuildCounter()
                                         .Name("phancong_checkpoints_signed_total")
                                         .Help("Checkpoints of journals that were signed.")
                                         .Register(registry)
                                         .Add({});

  mutable std::mutex mutex;
  std::map<std::string, Asked> asked;                                              // guarded by mutex
  std::map<std::pair<const Method*, std::string>, prometheus::Counter*> counters;  // guarded by mutex
};

Metrics::Metrics() : figures_(std::make_shared<Figures>()) {}
Metrics::~Metrics() { StopAsking(); }

void Metrics::StopAsking() {
  const std::lock_guard lock(figures_->mutex);
  figures_->asked.clear();
}

void Metrics::Called(const Method& method, const absl::Status& outcome, absl::Duration took) {
  figures_->CounterOf(method, OutcomeName(outcome)).Increment();
  if (!method.answers_in_a_stream) figures_->SecondsOf(method).Observe(absl::ToDoubleSeconds(took));
}

void Metrics::Committed(size_t pieces, absl::Duration took) {
  figures_->batch.Observe(static_cast<double>(pieces));
  figures_->commit_seconds.Observe(absl::ToDoubleSeconds(took));
}

void Metrics::CheckpointSigned() { figures_->checkpoints.Increment(); }

void Metrics::Gauge(const std::string& name, const std::string& help, std::function<double()> value, Labels labels) {
  figures_->Ask(MetricType::Gauge, name, help, std::move(value), std::move(labels));
}

void Metrics::Count(const std::string& name, const std::string& help, std::function<double()> value) {
  figures_->Ask(MetricType::Counter, name, help, std::move(value), {});
}

std::string Metrics::Text() const { return prometheus::TextSerializer().Serialize(figures_->Collect()); }

struct MetricsPort::Exposer {
  Exposer(const std::string& address, const std::shared_ptr<prometheus::Collectable>& shown) : exposer(address, 1) {
    exposer.RegisterCollectable(shown);
  }
  prometheus::Exposer exposer;
};

absl::StatusOr<std::unique_ptr<MetricsPort>> MetricsPort::Open(const std::string& address, const Metrics& metrics) {
  if (!rules::IsOfThisMachine(address)) {
    return rules::RefuseField("--metrics", "chỉ mở được trên máy này, ví dụ 127.0.0.1:9464",
                              "is for this machine only, such as 127.0.0.1:9464");
  }
  // The library throws where it cannot listen.
  try {
    return std::unique_ptr<MetricsPort>(new MetricsPort(std::make_unique<Exposer>(address, metrics.figures_)));
  } catch (const std::exception&) {
    return absl::UnavailableError("không mở được " + address + " (cannot listen on it)");
  }
}

MetricsPort::MetricsPort(std::unique_ptr<Exposer> exposer) : exposer_(std::move(exposer)) {}
MetricsPort::~MetricsPort() = default;

int MetricsPort::port() const { return exposer_->exposer.GetListeningPorts().front(); }

}  // namespace phancong::serving
