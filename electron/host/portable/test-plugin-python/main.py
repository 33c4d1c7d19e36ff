"""A plugin made with eKuiper's Python SDK, as its users write them."""
import os
import time

from ekuiper import Context, Function, PluginConfig, Sink, Source, plugin

# /tmp holds the sockets of everybody on this machine, so every test run has names of its own.
SUFFIX = os.environ.get("PLUGIN_SUFFIX", "")


class Counter(Source):
    def configure(self, datasource: str, conf: dict):
        self.count = conf["count"]
        self.line = conf["datasource"]

    def open(self, ctx: Context):
        for n in range(1, self.count + 1):
            ctx.emit({"n": n, "line": self.line}, {"topic": "count/%d" % n})
        while True:
            time.sleep(0.1)

    def close(self, ctx: Context):
        pass


class Writer(Sink):
    def configure(self, conf: dict):
        if "path" not in conf:
            raise ValueError("path is missing")
        self.ack = conf.get("requireAck", False)
        self.file = open(conf["path"], "ab")

    def open(self, ctx: Context):
        pass

    def collect(self, ctx: Context, data):
        if data == b"die":
            os._exit(7)
        if data == b"raise":
            raise ValueError("that is too much")
        self.file.write(bytes(data) + b"\n")
        self.file.flush()
        if self.ack and data == b"bad":
            ctx.ack_error("disk full")
        elif self.ack:
            ctx.ack_ok()

    def close(self, ctx: Context):
        self.file.close()


class Reverse(Function):
    def validate(self, args: list):
        return "" if len(args) == 1 else "one argument is expected"

    def exec(self, args: list, ctx: Context):
        return args[0][::-1]

    def is_aggregate(self):
        return False


if __name__ == "__main__":
    plugin.start(
        PluginConfig(
            "snake" + SUFFIX,
            {"counter": lambda: Counter()},
            {"writer": lambda: Writer()},
            {"reverse" + SUFFIX: lambda: Reverse()},
        )
    )
