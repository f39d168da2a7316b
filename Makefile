# Two commands are enough: make run, make test.

SHELL := /bin/bash
.DEFAULT_GOAL := help
export ADDON TAGS WORKERS SIZE ONLY PORT HOST DB KEEP PROBE

.PHONY: help run stop clean test lint format rights i18n bench probe wheels

help: ## this list
	@sed -n 's/^\([a-z0-9]*\):.*## /  make \1|/p' $(MAKEFILE_LIST) | column -t -s '|'

run: ## start the demo county and tell where it is (PORT=8069, HOST=127.0.0.1)
	@scripts/run.sh start

stop: ## stop the server and the private PostgreSQL
	@scripts/run.sh stop

clean: ## stop everything and remove .odoo with its databases
	@scripts/run.sh clean

test: ## all checks and tests (ADDON=…, TAGS=words, matrix, office, county_day, planted_county or wheels)
	@scripts/test.sh

lint: ## style checks only
	@scripts/lint.sh

format: ## repair the style of all files
	@scripts/lint.sh format

rights: ## render the access files from security/rights.yml
	@scripts/bootstrap.sh odoo && .odoo/venv/bin/python scripts/rights.py

i18n: ## export the .pot files, merge them into zh_CN.po
	@scripts/task.sh i18n

bench: ## measure (SIZE=households, ONLY=prefix); writes .odoo/bench.json
	@scripts/task.sh bench

probe: ## drive every route as every role and look for clear personal data (PROBE=--plant)
	@scripts/task.sh probe

wheels: ## build the add-ons' wheels into dist/
	@scripts/task.sh wheels

