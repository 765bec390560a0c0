"""Plays files of AWS CLI calls with what each must answer, all in one process, as starting the CLI takes most of a second.

  $ ARGUMENTS       a call; with @NAME for what an earlier one told
  JSON              what it must tell (its --query's result); numbers, texts and lists as they are
  ! TEXT            ... or it must fail, and say this
  = NAME            keeps what it told
  ~ JSON            calls again and again (at most 200 times) until it tells this
"""
import contextlib
import io
import json
import os
import re
import shlex
import sys

from awscli.clidriver import create_clidriver

DRIVERS = [create_clidriver()]


def call(args):
    out, err = io.TextIOWrapper(io.BytesIO()), io.TextIOWrapper(io.BytesIO())
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = DRIVERS[-1].main(["--endpoint-url", os.environ["AWS_ENDPOINT_URL"], "--output", "json"] + args)
        except SystemExit as e:
            code = e.code
    out.flush()
    err.flush()
    said = err.buffer.getvalue().decode()
    # Some of its options change it for good: then another one takes over.
    if "'Namespace' object has no attribute" in said:
        DRIVERS.append(create_clidriver())
        return call(args)
    return code, out.buffer.getvalue().decode(), said


def told(args, kept):
    words = [re.sub(r"@([A-Z]+)", lambda m: str(kept[m.group(1)]), a) for a in shlex.split(args)]
    code, out, err = call(words)
    return code, json.loads(out) if code == 0 and out.strip() else None, err.strip()


def play(path):
    kept, args, answer, wrong, calls = {}, None, None, 0, 0
    for number, line in enumerate(open(path, encoding="utf-8"), 1):
        line = line.rstrip("\n")
        if not line or line.startswith("#"):
            continue
        mark, rest = line[:2], line[2:]
        if mark == "$ ":
            args, calls = rest, calls + 1
            answer = told(args, kept)
            continue
        code, value, err = answer
        if mark == "! ":
            good = code != 0 and rest in err
        elif mark == "= ":
            good, kept[rest] = code == 0, value
        elif mark == "~ ":
            for _ in range(200):
                if answer[1] == json.loads(rest):
                    break
                answer = told(args, kept)
            code, value, err = answer
            good = value == json.loads(rest)
        else:
            good = code == 0 and value == json.loads(line)
        if not good:
            wrong += 1
            print(f"{path}:{number}: aws {args}\n  wanted {line}\n  told   {json.dumps(value)} {err[:300]}")
    print(f"{calls} calls, {wrong} wrong")
    return wrong == 0


sys.exit(0 if all([play(path) for path in sys.argv[1:]]) else 1)
