# Each target is one script or one command. `make` alone lists them.

CONFIGURATION ?= debug
BUILD_OPTIONS ?=
ARGS ?=

# A release brings the libraries of Swift and C++ with it, and exports nothing: it starts in half the time, and runs where neither is installed.
ARCHIVES = .build/archives
LIBRARIES.release = $(ARCHIVES)/libstdc++.a $(ARCHIVES)/libgcc_s.a
FLAGS.release = --static-swift-stdlib -Xswiftc -use-ld=lld -Xlinker --no-export-dynamic -Xlinker "-L$(CURDIR)/$(ARCHIVES)"
SWIFT_BUILD = swift build --configuration $(CONFIGURATION) $(FLAGS.$(CONFIGURATION)) $(BUILD_OPTIONS)

.DEFAULT_GOAL := help
.PHONY: help setup build packages packages-test voice measure test web-test demo voice-demo voice-test alerts-demo alerts-test recognizer-test recognizer-accuracy run bench faults microbench sanitize format lint clean

help: ## List these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-19s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## Install the Debian packages that are missing (asks sudo where you are not root)
	@scripts/install-dependencies

build: setup $(LIBRARIES.$(CONFIGURATION)) ## Build thawd and thaw (CONFIGURATION=release for the fast ones)
	$(SWIFT_BUILD) --product thawd
	$(SWIFT_BUILD) --product thaw

# The linker looks here first, and finds the archives alone, without the shared libraries that lie beside them elsewhere.
$(ARCHIVES)/libstdc++.a: archive = libstdc++.a
$(ARCHIVES)/libgcc_s.a: archive = libgcc_eh.a
$(LIBRARIES.release):
	@mkdir -p $(ARCHIVES)
	@path=$$(clang -print-file-name=$(archive)) && test -f "$$path" && ln -sfn "$$path" $@ || \
		{ echo "clang finds no $(archive). Install libstdc++-12-dev, or what your system calls it, and try again." >&2; exit 1; }

packages: ## Build the Debian packages, the tarball and the bill of materials into dist/ (PROGRAMS=DIR for programs that are built)
	@scripts/packages

packages-test: ## Install, use, upgrade and remove the packages in fresh Debian roots (needs root; PROGRAMS=DIR, SUITES="bookworm trixie")
	@scripts/packages-test $(ARGS)

voice: setup $(LIBRARIES.$(CONFIGURATION)) ## Build thaw-voice, which answers telephone calls
	$(SWIFT_BUILD) --product thaw-voice

measure: $(LIBRARIES.$(CONFIGURATION)) # What the bench measures with
	THAW_BENCHMARKS=1 $(SWIFT_BUILD) --product thaw-measure

test: setup ## Build and run every test (ARGS="--filter Plates" for some of them)
	@scripts/test $(ARGS)

web-test: ## Test the page in real browsers (ARGS="-k report" for some tests, PROGRAMS=DIR for programs that are built)
	@scripts/web-test $(ARGS)

recognizer-test: ## Test the recognizer of spoken plates, without its weights (ARGS="-k bounds" for some tests)
	@scripts/recognizer-test $(ARGS)

recognizer-accuracy: ## Measure how many spoken plates it hears, with its weights (ARGS="--count 50" for more clips)
	@scripts/recognizer-accuracy $(ARGS)

demo: build ## Watch a report become an answer: a daemon, three volunteers, one plate
	@CONFIGURATION=$(CONFIGURATION) scripts/demo

voice-demo: build voice ## Watch and hear a telephone call: a registry, a plate said and keyed, a WAV file (CLIP=, RECOGNIZER=)
	@scripts/install-dependencies voice
	@CONFIGURATION=$(CONFIGURATION) scripts/voice-demo

voice-test: ## Call a real Asterisk by real telephones (PROGRAMS=DIR for programs that are built, RECOGNIZER=, CLIP=; root)
	@CONFIGURATION=$(CONFIGURATION) scripts/voice-test

alerts-demo: build ## Watch an alert and its correction arrive at ntfy, a webhook and two fake servers; a flood; receivers that fail
	@CONFIGURATION=$(CONFIGURATION) scripts/alerts-demo

alerts-test: ## Test alerts with real receivers (PROGRAMS=DIR for programs that are built, ROW=flood for one row)
	@CONFIGURATION=$(CONFIGURATION) scripts/alerts-test $(ARGS) $(ROW)

run: build ## Run the daemon in the foreground (ARGS="--log-level debug")
	@exec "$$(swift build --configuration $(CONFIGURATION) --show-bin-path)/thawd" serve $(ARGS)

bench: ## Measure against the references (ROW=lookup for one row, PLATES=10000, ARGS=--strict or --growth)
	@scripts/bench $(ARGS) $(ROW)

faults: CONFIGURATION = release
faults: ## Break things on purpose, and see what holds (ROW=kill for one row, KILLS=50, ARGS=--write for the page; root for some)
	@CONFIGURATION=$(CONFIGURATION) scripts/faults $(ARGS) $(ROW)

microbench: setup ## Time single calls of the modules that look-ups go through
	THAW_BENCHMARKS=1 swift package --disable-sandbox benchmark

sanitize: setup ## Run the tests under the address and the thread sanitizer (half an hour; ARGS="--filter Plates" for some of them)
	@scripts/sanitize address $(ARGS)
	@scripts/sanitize thread $(ARGS)

format: ## Format the sources
	swift format format --in-place --parallel --recursive Package.swift Sources Tests scripts/benches

lint: ## Check format and scripts; change nothing
	@scripts/lint

clean: ## Delete what was built
	swift package clean
