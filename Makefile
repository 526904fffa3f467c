# 涉诉信访接待台: every command a newcomer needs. `make run` and `make test` do everything by themselves.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DATA ?= data/demo
ROWS ?= 1000000
STAMP := $(VENV)/.installed

.DEFAULT_GOAL := help
.PHONY: help env run demo test bench screenshots lock clean

help:
	@echo "make run          建立环境并打开程序（数据放在用户数据文件夹）"
	@echo "make demo         打开演练库（带样例数据，账户和口令显示在首页）"
	@echo "make test         全部检查：ruff、mypy、导入约束、pytest"
	@echo "make bench        性能测量，ROWS=100000 为快速版"
	@echo "make screenshots  所有页面和表格的图片，写入 docs/screenshots"
	@echo "make clean        删除环境与缓存"

env: $(STAMP)

$(STAMP): requirements-dev.lock .ci/environment.sh
	@PYTHON="$(PYTHON)" bash .ci/environment.sh "$(VENV)"
	@touch $@

run: env
	$(BIN)/python main.py

demo: env
	@if [ ! -f "$(DATA)/register.keys" ]; then $(BIN)/python main.py practice --data "$(DATA)"; fi
	$(BIN)/python main.py --data "$(DATA)"

test: env
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest

bench: env
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m tests.bench --rows $(ROWS)

screenshots: env
	QT_QPA_PLATFORM=offscreen $(BIN)/python main.py screenshots --out docs/screenshots

lock: env
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile --quiet pyproject.toml --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-emit-find-links --no-header --no-annotate -o requirements.lock
	$(BIN)/uv pip compile --quiet pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-emit-find-links --no-header --no-annotate -c requirements.lock -o requirements-dev.lock

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis build
	find . -name __pycache__ -type d -not -path './$(VENV)/*' -prune -exec rm -rf {} +
