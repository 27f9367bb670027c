"""Runs yt-dlp for one command line after another, in one interpreter.

Usage: python yt_dlp_server.py PROGRAM

PROGRAM is the installed yt-dlp: a script of the interpreter that runs this file, or a zip archive of Python files.
Each command line goes through the program's own entry point, so its output, messages, and exit code are those of a
separate run.

Standard input takes one JSON object a line: {"id": 1, "args": ["-J", ...], "timeout": 45}.
Standard output gets one JSON object a line, followed by the bytes whose numbers it states:
    {"version": "2026.08.19", "file": "/.../yt_dlp/version.py"}     once, when the module is imported
    {"id": 1, "code": 0, "out": 52034, "err": 0, "fault": false}    then standard output and standard error of the run

The process ends when its standard input does, even in the middle of a run: its parent has exited.
"""

import contextlib
import faulthandler
import gc
import io
import json
import os
import queue
import signal
import sys
import threading
import traceback
import zipfile

# The end of the messages holds the error; a long run may print many warnings before it.
MAX_ERROR = 64 * 1024

# The parent ends a run that takes too long. This bound counts only when the parent is gone, or does not run.
GRACE_SECONDS = 10

# A player's script takes a few MB, and YouTube serves one or two versions at a time.
MAX_PLAYERS = 4


def main(program):
    requests, answers = take_pipes()
    lead_group()
    version, file = load(program)
    keep_extractors()
    keep_players()

    # Everything that is imported now stays: the collector need not look at it again.
    gc.collect()
    gc.freeze()
    send(answers, {"version": version, "file": file})
    lines = read_lines(requests)
    while True:
        answer(answers, json.loads(lines.get()), program)


def take_pipes():
    """Keeps the pipes to the parent from yt-dlp and from the programs that it starts."""
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)
    os.dup2(null, 1)
    os.close(null)
    return requests, answers


def lead_group():
    """Makes the programs that yt-dlp starts end with this process."""
    with contextlib.suppress(AttributeError, OSError):
        os.setpgid(0, 0)


def load(program):
    """Imports the module from the place where the program itself would find it."""
    path = os.path.realpath(program)
    is_archive = zipfile.is_zipfile(path)
    if is_archive:
        sys.path.insert(0, path)
    elif not getattr(sys.flags, "safe_path", False):
        sys.path[0] = os.path.dirname(path)
    import yt_dlp
    import yt_dlp.version

    return yt_dlp.version.__version__, path if is_archive else yt_dlp.version.__file__


def keep_extractors():
    """Sorts the two thousand extractors once: that takes longer than to read a video."""
    import yt_dlp

    downloader = getattr(yt_dlp, "YoutubeDL", None)
    sort = getattr(downloader, "add_default_info_extractors", None)
    if sort is None:
        return
    known = {}

    def add_sorted(self):
        selection = repr(self.params.get("allowed_extractors"))
        if selection not in known:
            sort(self)
            known[selection] = list(self._ies.values())
            return
        for extractor in known[selection]:
            self.add_info_extractor(extractor if isinstance(extractor, type) else type(extractor)())

    downloader.add_default_info_extractors = add_sorted


def keep_players():
    """Shares the player scripts that were downloaded: each run would ask YouTube for the same one again.

    A script is kept under the identifier of its version, so it is the one that the run would have downloaded.
    """
    with contextlib.suppress(Exception):
        from yt_dlp.extractor.youtube import YoutubeIE

        players = {}
        create = YoutubeIE.__init__

        def create_with_players(self, *args, **kwargs):
            create(self, *args, **kwargs)
            if isinstance(getattr(self, "_code_cache", None), dict):
                if len(players) > MAX_PLAYERS:
                    players.clear()
                self._code_cache = players

        YoutubeIE.__init__ = create_with_players


def read_lines(requests):
    """Reads ahead, so that the end of standard input is noticed during a run."""
    lines = queue.Queue()

    def read():
        for line in requests:
            lines.put(line)
        end()

    threading.Thread(target=read, daemon=True).start()
    return lines


def end():
    """Ends this process and the programs that it started, without waiting for a run."""
    if hasattr(os, "getpgid") and os.getpgid(0) == os.getpid():
        os.killpg(os.getpid(), signal.SIGKILL)
    os._exit(0)


def answer(answers, request, program):
    # Works while a thread holds the interpreter, too: a regular expression can run for a very long time.
    faulthandler.dump_traceback_later(request["timeout"] + GRACE_SECONDS, exit=True, file=2)
    out, error = new_stream(), new_stream()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(error):
        code, fault = run([program, *request["args"]])
    faulthandler.cancel_dump_traceback_later()
    out, error = content(out), content(error)[-MAX_ERROR:]
    send(
        answers,
        {"id": request["id"], "code": code, "out": len(out), "err": len(error), "fault": fault},
        out,
        error,
    )


def run(arguments):
    """Returns the exit code, and whether the run ended in an exception, as the interpreter reports both."""
    import yt_dlp

    sys.argv = arguments
    try:
        yt_dlp.main()
        return 0, False
    except SystemExit as exit:
        if exit.code is None or isinstance(exit.code, int):
            return exit.code or 0, False
        print(exit.code, file=sys.stderr)
        return 1, False
    except BaseException:
        traceback.print_exc()
        return 1, True


def new_stream():
    return io.TextIOWrapper(io.BytesIO(), encoding="utf-8", errors="backslashreplace", newline="\n")


def content(stream):
    stream.flush()
    return stream.buffer.getvalue()


def send(answers, header, *bodies):
    try:
        answers.write(json.dumps(header).encode() + b"\n")
        for body in bodies:
            answers.write(body)
        answers.flush()
    except OSError:
        end()


if __name__ == "__main__":
    main(sys.argv[1])
