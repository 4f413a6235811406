# Bidwell. `make help` lists the targets.
GO      ?= go
DATA    ?= ../shared/data
TOOLS   := $(CURDIR)/.tools
LINT    := $(TOOLS)/golangci-lint
LINTVER := v2.15.0
FUZZTIME ?= 60s
FUZZSHORT ?= $(FUZZTIME)
# Runs a command with a PostgreSQL server of its own, from installed binaries.
PG      := $(GO) run ./ent/store/pgserve --install

.DEFAULT_GOAL := help

help: ## List the targets
	@awk -F':.*## ' '/^[a-z-]+:.*## / {printf "  %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

build: ## Build the program ./bidwell
	$(GO) build -trimpath -o bidwell .

run: build ## Build, migrate, seed the demo company and serve on http://127.0.0.1:8686
	./bidwell serve --demo

test: ## Run every test on SQLite and on a real PostgreSQL that this target starts itself
	$(PG) $(GO) test -timeout 20m ./...

model: ## Drive the process by 2,000 random histories on SQLite and 200 on PostgreSQL, against a model of it
	BIDWELL_MODEL_SEQUENCES=2000 $(GO) test ./desk -run 'TestProcessDoesWhatTheModelSays/sqlite' -count=1 -v -timeout 20m
	BIDWELL_MODEL_SEQUENCES=1400 $(PG) $(GO) test ./desk -run 'TestProcessDoesWhatTheModelSays/postgres' -count=1 -v -timeout 20m

leaks: ## Ask 5,000 questions as somebody drawn on SQLite and 500 on PostgreSQL: nothing may show what they may not see
	BIDWELL_LEAK_CASES=5000 $(PG) $(GO) test ./graph -run TestNothingRevealsWhatNodeDoesNot -count=1 -v -timeout 20m

check: generate-check lint test ## Regenerate and fail on a diff, lint, import direction, all tests

generate: ## Regenerate ent, the GraphQL code and the enumerations
	$(GO) generate ./process/...
	$(GO) run ./ent/entc.go
	$(GO) run ./graph/gen

generate-check: generate ## Regenerate and fail when anything changed
	@git diff --exit-code --stat -- ent graph process || { echo "generated code is out of date: run 'make generate' and commit" >&2; exit 1; }
	@test -z "$$(git status --porcelain -- ent graph process)" || { git status --short -- ent graph process; echo "generated code is not committed" >&2; exit 1; }

migration: ## Write the migration for a changed schema: make migration name=add_something
	$(PG) $(GO) run ./ent/migrate/diff $(name)

lint: $(LINT) ## Vet and lint the hand-written code
	$(GO) vet ./...
	$(LINT) run ./...

$(LINT):
	GOBIN=$(TOOLS) $(GO) install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(LINTVER)

web: ## Build the pages into web/dist
	cd web && npm ci && npm run build

web-check: web ## Test the pages and fail when web/dist is out of date
	cd web && npm test
	@git diff --exit-code --stat -- web/dist || { echo "web/dist is out of date: run 'make web' and commit" >&2; exit 1; }

protocol: build ## Hold a running server against the audits of GraphQL over HTTP and the stock clients of WebSocket and SSE
	cd web && npm ci && npm run protocol

identity: build ## Sign in by OpenID Connect on a running server, beside a real issuer that is honest, lies, changes keys or is down
	cd web && npm ci && npm run identity

verify-data: ## Import the real records in $(DATA) and compare with the answers computed elsewhere, on both stores
	$(PG) $(GO) run ./app/verify -data $(DATA)

story: build ## Tell the whole story, from a lead to a renewed opportunity, to a server started for it
	$(GO) run ./app/story/tell ./bidwell

attack: build ## Start a server and try the known attacks on it, a line each
	$(GO) run ./app/attack/run ./bidwell

relevance: ## Measure the search on the judged collections in $(DATA)/search, beside other engines in the same run
	BIDWELL_SHARED_DATA=$(abspath $(DATA)) $(PG) $(GO) test ./search -run TestRelevance -v -count=1

bench: ## Measure against hand-written SQL on both stores; takes half an hour, on an idle machine
	$(PG) $(GO) run ./app/bench

fuzz: ## Run every fuzz target for FUZZTIME (60s unless told), those that read nothing from outside for FUZZSHORT
	./scripts/fuzz $(FUZZTIME) $(FUZZSHORT)

loc: ## Count hand-written, generated and test lines
	@./scripts/loc

clean: ## Remove what was built, not the data
	rm -rf bidwell .tools

.PHONY: help build run test model leaks check generate generate-check migration lint web web-check protocol identity verify-data story attack relevance bench fuzz loc clean
