// The fields at the head of a lesson.
#pragma once

#include "core/lesson.hpp"

namespace caseload {

class Lines;

// Reads from the opening --- to the line after the closing one.
void read_front_matter(Lines& lines, Lesson& lesson);

}  // namespace caseload
