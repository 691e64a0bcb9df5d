# make demo    install what rendering needs, fetch the weights, render the example lecture with slides;
#              LANGUAGE=en: in English, in a voice whose speech may be sold
# make test    install everything, run all tests
# make setup   install everything that the tests need into .venv, fetch the weights
# make bench   speed and memory, as tables in bench/RESULTS.md (a quarter of an hour)
# make bench-gpu   the SadTalker renderer beside the published arithmetic, XTTS-v2 in batches, on a GPU
# make quality how well texts are read; both examples rendered and their files judged; the puppet measured
# make lint    style and types
# make scaling a thousand fragments on many workers, what many workers give: docs/scaling.md
# make faults  kill and cancel a running service at random: writes docs/reliability.md
# Any Python from 3.11 to 3.13: make demo PYTHON=python3.12

PYTHON ?= $(shell for python in python3.11 python3.12 python3.13 python3; do command -v $$python && break; done)
BIN := .venv/bin
# Two stages, so that a demonstration does not wait for what only tests and further engines need.
CORE := .venv/.core
READY := .venv/.ready
WORKERS ?= 2
# Of the command line only: systems have a variable LANGUAGE of their own.
ifneq ($(origin LANGUAGE),command line)
LANGUAGE := ru
endif
ifeq ($(LANGUAGE),en)
DEMO_WEIGHTS := $(BIN)/videolecture models pull kokoro
DEMO_OPTIONS := --commercial --speech kokoro
endif

.PHONY: demo test setup bench scaling bench-gpu quality lint clean faults

demo: $(CORE)
	$(BIN)/videolecture setup
	$(DEMO_WEIGHTS)
	$(BIN)/videolecture render --deck examples/slides_$(LANGUAGE).md --transition fade \
		--face examples/portrait.jpg --voice examples/voice.wav --out out/demo --language $(LANGUAGE) $(DEMO_OPTIONS)
	@echo "The lecture: $(CURDIR)/out/demo/final"

test: setup
	sh tools/system_packages.sh
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile

bench: setup
	$(BIN)/python -m bench --out bench/RESULTS.md

scaling: $(READY)
	$(BIN)/python -m bench.scaling --write docs/scaling.md
	$(BIN)/python -m bench.limits --write docs/scaling.md

bench-gpu: $(READY)
	$(BIN)/python -m bench.gpu
	$(BIN)/python -m bench.xtts --gpu --steps 200

quality: setup
	$(BIN)/python -m pip install --quiet -c constraints.txt -e '.[quality]'
	$(BIN)/videolecture models pull silero-stress campplus whisper-base
	$(BIN)/python -m quality.reading --write quality/results/reading.md
	$(BIN)/python -m quality.sources --write quality/results/sources.md
	$(BIN)/python -m quality.speech --language ru --write quality/results/speech_ru.md
	$(BIN)/python -m quality.speech --language en --minutes 5 --write quality/results/speech_en.md
	$(BIN)/python -m quality.likeness --write quality/results/likeness.md
	for language in ru en; do \
		$(BIN)/python -m quality.cuts --language $$language --write quality/results/cuts_$$language.md && \
		$(BIN)/videolecture render examples/lecture_$$language.txt --face examples/portrait.jpg \
			--voice examples/voice.wav --out out/quality/$$language --language $$language && \
		$(BIN)/python quality/media.py out/quality/$$language || exit 1; \
	done
	for language in ru en; do \
		$(BIN)/python -m quality.face --language $$language --table out/quality/face_$$language.md || true; \
	done # what is missed is told, and why in quality/FACE.md

setup: $(READY)
	$(BIN)/videolecture setup
	$(BIN)/videolecture models pull whisper-base source-sans

$(CORE): pyproject.toml constraints.txt tools/install_torch.py src/videolecture/__init__.py
	$(PYTHON) -c "import sys; sys.exit(None if (3, 11) <= sys.version_info < (3, 14) else 'Python 3.11, 3.12 or 3.13 is needed: make PYTHON=...')"
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt pip
	$(BIN)/python tools/install_torch.py constraints.txt
	$(BIN)/python -m pip install --quiet -c constraints.txt -e .
	@touch $@

$(READY): $(CORE)
	$(BIN)/python -m pip install --quiet -c constraints.txt -e '.[dev,xtts,check,ray]'
	@touch $@

# Kill, cancel and disturb a running service: the long table of docs/reliability.md.
faults: $(READY)
	$(BIN)/python -m tests.faults --write docs/reliability.md

lint: $(READY)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

clean:
	rm -rf .venv out build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
