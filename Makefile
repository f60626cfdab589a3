# 借问。两条命令就够：make chat 打开聊天，make test 跑测试。其余见 make help。
SHELL := /bin/bash
VENV := .venv
BIN := $(VENV)/bin
# Any Python from 3.11 on; PYTHON=python3.13 make chat picks one
PYTHON ?= $(shell for one in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	command -v $$one >/dev/null 2>&1 && $$one -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& { echo $$one; break; }; done)
PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input

.PHONY: help chat test serve check bench format lock setup clean

help: ## 列出所有命令
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/'

chat: $(VENV)/.ready ## 在终端里聊天（第一次会自动安装）
	@$(BIN)/python -m bot chat

test: $(VENV)/.ready-dev ## 跑全部测试
	@$(BIN)/python -m pytest

serve: $(VENV)/.ready ## 运行 Telegram 机器人，需要 TELEGRAM_BOT_TOKEN
	@$(BIN)/python -m bot serve

check: $(VENV)/.ready-dev ## 格式、代码检查、类型、依赖方向、知识检查
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python -m knowledge check
	@$(BIN)/python -m knowledge test

bench: $(VENV)/.ready-bench ## 性能对比，结果是同一次运行里的比值
	@for one in calculator understanding reloading delivery; do echo "== $$one"; $(BIN)/python -m benchmarks.$$one || exit 1; done

format: $(VENV)/.ready-dev ## 整理代码格式
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format --quiet .

lock: $(VENV)/.ready-dev ## 更新锁定的版本
	@$(PIP_INSTALL) uv </dev/null
	@$(BIN)/uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 --upgrade --quiet \
		--no-emit-index-url --no-annotate --no-header --output-file requirements.lock

setup: $(VENV)/.ready ## 只安装，不运行

clean: ## 删掉安装和缓存（不删 var 里的数据）
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache var/cache build *.egg-info

$(BIN)/python:
	@if [ -z "$(PYTHON)" ]; then \
		echo "需要 Python 3.11 或更新的版本，没有找到。请安装后再运行（python3 --version 可以查看版本）。" >&2; exit 2; fi
	@echo "第一次运行：正在安装，大约一分钟……" >&2
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.ready: $(BIN)/python pyproject.toml requirements.lock
	@$(PIP_INSTALL) --constraint requirements.lock --editable . </dev/null
	@$(BIN)/python -m bot prepare </dev/null >&2
	@touch $@

$(VENV)/.ready-dev: $(VENV)/.ready
	@$(PIP_INSTALL) --constraint requirements.lock --editable '.[dev]' </dev/null
	@touch $@

$(VENV)/.ready-bench: $(VENV)/.ready-dev
	@$(PIP_INSTALL) --constraint requirements.lock --editable '.[dev,bench]' </dev/null
	@touch $@
