#ifndef RETORT_FUNCTION_REF_HPP
#define RETORT_FUNCTION_REF_HPP

namespace retort {

template <typename Signature>
class FunctionRef;

/// A borrowed callable: two pointers, no allocation, and far cheaper to compile than std::function.
///
/// Used only for parameters. The callable is called before the function that took it returns, never later.
template <typename Argument>
class FunctionRef<void(Argument&)> {
 public:
  template <typename Callable>
  FunctionRef(const Callable& callable)  // NOLINT(google-explicit-constructor): a lambda is passed as it is
      : object_(&callable),
        call_([](const void* object, Argument& argument) { (*static_cast<const Callable*>(object))(argument); }) {}
  /// A function by its name.
  FunctionRef(void (*function)(Argument&))  // NOLINT(google-explicit-constructor)
      : object_(reinterpret_cast<const void*>(function)), call_([](const void* object, Argument& argument) {
          reinterpret_cast<void (*)(Argument&)>(const_cast<void*>(object))(argument);
        }) {}

  void operator()(Argument& argument) const { call_(object_, argument); }

 private:
  const void* object_;
  void (*call_)(const void*, Argument&);
};

template <>
class FunctionRef<void()> {
 public:
  template <typename Callable>
  FunctionRef(const Callable& callable)  // NOLINT(google-explicit-constructor)
      : object_(&callable), call_([](const void* object) { (*static_cast<const Callable*>(object))(); }) {}
  FunctionRef(void (*function)())  // NOLINT(google-explicit-constructor)
      : object_(reinterpret_cast<const void*>(function)),
        call_([](const void* object) { reinterpret_cast<void (*)()>(const_cast<void*>(object))(); }) {}

  void operator()() const { call_(object_); }

 private:
  const void* object_;
  void (*call_)(const void*);
};

}  // namespace retort

#endif
