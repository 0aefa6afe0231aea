"""Tables in Markdown, and their place in docs/performance.md."""
import argparse
import os
import platform
import re
import time

from lab.dcos import HOME

PAGE = f"{HOME}/docs/performance.md"


def arguments(description, **defaults):
    """Options of a script: -n, --write, and those given here, with whole numbers as their values."""
    parser = argparse.ArgumentParser(description=description)
    for name, (default, text) in defaults.items():
        parser.add_argument(f"--{name}" if len(name) > 1 else f"-{name}", type=int, default=default, metavar="N",
                            help=f"{text} (default: {default})")
    parser.add_argument("--write", action="store_true", help="write the table into docs/performance.md, too")
    return parser.parse_args()


def table(header, rows):
    """Rows of text as a Markdown table; all columns but the first are aligned to the right."""
    lines = [header, ["---"] + ["---:"] * (len(header) - 1), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def machine():
    """Where and when, for below a table."""
    model = "unknown processor"
    with open("/proc/cpuinfo") as file:
        for line in file:
            if line.startswith("model name"):
                model = " ".join(line.split(":", 1)[1].split())
                break
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    load = os.getloadavg()[0]
    return (f"{time.strftime('%Y-%m-%d %H:%M', time.gmtime())} UTC; {os.cpu_count()} × {model}, {memory:.0f} GB, "
            f"{platform.system()} {platform.release().split('-')[0]}; load average at the end {load:.1f}.")


def publish(name, text, write):
    """Prints a result and, when asked to, puts it between its markers in the page."""
    result = f"{text}\n\nMeasured {machine()}"
    print(f"\n{result}")
    if write:
        with open(PAGE) as file:
            page = file.read()
        begin, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
        pattern = re.escape(begin) + ".*?" + re.escape(end)
        if not re.search(pattern, page, re.DOTALL):
            raise SystemExit(f"{PAGE} has no place for it, between {begin} and {end}")
        page = re.sub(pattern, lambda _: f"{begin}\n{result}\n{end}", page, flags=re.DOTALL)
        with open(PAGE, "w") as file:
            file.write(page)
        print(f"\nWritten into {PAGE}")
