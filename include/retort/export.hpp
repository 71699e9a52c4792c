#ifndef RETORT_EXPORT_HPP
#define RETORT_EXPORT_HPP

/// RETORT_API marks what the library gives to programs; everything else stays hidden.
///
/// A static library is built and used with RETORT_STATIC defined (the CMake target does so for its users); a shared
/// one defines RETORT_BUILDING while it is compiled.
#if defined(RETORT_STATIC)
#define RETORT_API
#elif defined(_WIN32)
#if defined(RETORT_BUILDING)
#define RETORT_API __declspec(dllexport)
#else
#define RETORT_API __declspec(dllimport)
#endif
#else
#define RETORT_API __attribute__((visibility("default")))
#endif

#endif
