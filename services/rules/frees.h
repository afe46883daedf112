// For what C libraries make and free by calls of their own: std::unique_ptr<X509, Frees<X509_free>>.
#ifndef PHANCONG_SERVICES_RULES_FREES_H_
#define PHANCONG_SERVICES_RULES_FREES_H_

namespace phancong::rules {

template <auto kFree>
struct Frees {
  template <typename T>
  void operator()(T* object) const {
    kFree(object);
  }
};

}  // namespace phancong::rules

#endif  // PHANCONG_SERVICES_RULES_FREES_H_
