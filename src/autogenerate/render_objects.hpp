#ifndef RETORT_SRC_AUTOGENERATE_RENDER_OBJECTS_HPP
#define RETORT_SRC_AUTOGENERATE_RENDER_OBJECTS_HPP

#include "autogenerate/code.hpp"
#include "ops/object_operations.hpp"
#include "schema/metadata.hpp"

// What is said of an object beside its name, its query or its body, in the words of op::SequenceOptions,
// op::ViewOptions and op::TriggerOptions: those of a migration are chained to the directive, those of a model to what
// its function is given. Not the schema.
namespace retort::autogenerate {

void add_options(Code& code, const schema::Sequence& sequence);
void add_options(Code& code, const ops::AlterSequence& change);
void add_options(Code& code, const schema::View& view);
void add_options(Code& code, const schema::Trigger& trigger);

}  // namespace retort::autogenerate

#endif
