# The rules of the house as tests, labelled `gate`: each is a script that reads the sources and names every line that
# breaks the rule. `gate.scripts` sees to it that the scripts do refuse.

set(gates "${PROJECT_SOURCE_DIR}/cmake/gates")

function(retort_add_gate name)
  add_test(NAME gate.${name} COMMAND Python3::Interpreter -B ${ARGN} WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}")
  # 77: the tool that the gate needs is absent; the script says which.
  set_tests_properties(gate.${name} PROPERTIES LABELS gate SKIP_RETURN_CODE 77 TIMEOUT 120)
endfunction()

retort_add_gate(layers "${gates}/layers.py")
retort_add_gate(rooms "${gates}/rooms.py")
retort_add_gate(header_list "${gates}/header_list.py")
retort_add_gate(links "${gates}/links.py")
retort_add_gate(samples "${gates}/samples.py")
retort_add_gate(format "${gates}/format.py" "${RETORT_CLANG_FORMAT}")
retort_add_gate(
  fault_points "${gates}/fault_points.py" "${PROJECT_SOURCE_DIR}" "${CMAKE_COMMAND}" "${CMAKE_GENERATOR}"
  "${CMAKE_CXX_COMPILER}"
)
retort_add_gate(scripts "${gates}/test_gates.py")
