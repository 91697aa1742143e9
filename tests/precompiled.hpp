// What nearly every test includes, compiled once (Makefile). No file includes this one.
#pragma once

#include <boost/test/unit_test.hpp>

#include "fcgi-app/precompiled.hpp"
