#include <retort/type.hpp>

#include <utility>

namespace retort {

struct Type::Detail {
  std::string name;
  std::string schema;
  std::vector<std::string> values;
  Type element;
  friend bool operator==(const Detail&, const Detail&) = default;
};

namespace {

const std::string kNoText;
const std::vector<std::string> kNoValues;

/// The words of `op::`, in the order of Type::Kind.
constexpr const char* kWords[] = {"integer", "small_integer", "big_integer", "boolean",  "float_", "double_",
                                  "numeric", "string",        "text",        "char_",    "binary", "blob",
                                  "date",    "time",          "timestamp",   "interval", "uuid",   "json",
                                  "enum_",   "array",         "native"};

std::string quoted(const std::string& text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    result += c;
  }
  return result + "\"";
}

}  // namespace

Type Type::enumeration(std::string name, std::vector<std::string> values, std::string schema) {
  Type type(Kind::enum_);
  type.detail_ = std::make_shared<const Detail>(Detail{std::move(name), std::move(schema), std::move(values), Type()});
  return type;
}

Type Type::array_of(Type element) {
  Type type(Kind::array);
  type.detail_ = std::make_shared<const Detail>(Detail{{}, {}, {}, std::move(element)});
  return type;
}

Type Type::native_text(std::string text) {
  Type type(Kind::native);
  type.detail_ = std::make_shared<const Detail>(Detail{std::move(text), {}, {}, Type()});
  return type;
}

const std::string& Type::name() const noexcept { return detail_ ? detail_->name : kNoText; }
const std::string& Type::schema() const noexcept { return detail_ ? detail_->schema : kNoText; }
const std::vector<std::string>& Type::values() const noexcept { return detail_ ? detail_->values : kNoValues; }
const Type& Type::element() const { return detail_->element; }

Type Type::with_time_zone(bool yes) const {
  Type type(*this);
  type.time_zone_ = yes;
  return type;
}

std::string Type::text() const {
  std::string result = kWords[static_cast<std::size_t>(kind_)];
  switch (kind_) {
    case Kind::string:
    case Kind::char_:
    case Kind::binary:
      return result + "(" + std::to_string(length_) + ")";
    case Kind::numeric:
      return result + "(" + std::to_string(length_) + ", " + std::to_string(scale_) + ")";
    case Kind::enum_: {
      result += "(" + quoted(name()) + ", {";
      for (std::size_t i = 0; i < values().size(); ++i) result += (i == 0 ? "" : ", ") + quoted(values()[i]);
      return result + "})";
    }
    case Kind::array:
      return result + "(" + (detail_ ? element().text() : std::string()) + ")";
    case Kind::native:
      return result + "(" + quoted(name()) + ")";
    default:
      return result + "()" + (time_zone_ ? ".with_time_zone()" : "");
  }
}

bool operator==(const Type& a, const Type& b) noexcept {
  if (a.kind_ != b.kind_ || a.time_zone_ != b.time_zone_ || a.length_ != b.length_ || a.scale_ != b.scale_) {
    return false;
  }
  if (a.detail_ == b.detail_) return true;
  return a.detail_ && b.detail_ && *a.detail_ == *b.detail_;
}

namespace op {

Type integer() noexcept { return Type(Type::Kind::integer); }
Type small_integer() noexcept { return Type(Type::Kind::small_integer); }
Type big_integer() noexcept { return Type(Type::Kind::big_integer); }
Type boolean() noexcept { return Type(Type::Kind::boolean); }
Type float_() noexcept { return Type(Type::Kind::float_); }
Type double_() noexcept { return Type(Type::Kind::double_); }
Type numeric(int precision, int scale) noexcept { return Type(Type::Kind::numeric, precision, scale); }
Type string(int length) noexcept { return Type(Type::Kind::string, length); }
Type text() noexcept { return Type(Type::Kind::text); }
Type char_(int length) noexcept { return Type(Type::Kind::char_, length); }
Type binary(int length) noexcept { return Type(Type::Kind::binary, length); }
Type blob() noexcept { return Type(Type::Kind::blob); }
Type date() noexcept { return Type(Type::Kind::date); }
Type time() noexcept { return Type(Type::Kind::time); }
Type timestamp() noexcept { return Type(Type::Kind::timestamp); }
Type interval() noexcept { return Type(Type::Kind::interval); }
Type uuid() noexcept { return Type(Type::Kind::uuid); }
Type json() noexcept { return Type(Type::Kind::json); }
Type enum_(std::string name, Names values) { return Type::enumeration(std::move(name), std::move(values).get()); }
Type array(Type element) { return Type::array_of(std::move(element)); }
Type native(std::string text) { return Type::native_text(std::move(text)); }

}  // namespace op

}  // namespace retort
