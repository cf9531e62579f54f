.PHONY: run test

run: # http://127.0.0.1:8000, or PORT=8001 make run
	@ground/prepare
	@exec .venv/bin/python ground/start.py

test: # everything that must hold: style, imports, tests on both databases, journeys in a browser
	@ground/prepare test
	@exec .venv/bin/python ground/check.py
